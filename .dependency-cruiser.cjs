/**
 * Who may import whom: renderer -> shared <- electron, and the borders inside them. `npm test` fails when
 * this check saw fewer modules than there are (a compiler that it cannot read would blind it silently).
 */

/** npm packages without side effects, DOM or Node: all that shared/ may use. */
const PURE_PACKAGES = ["valibot", "geographiclib-geodesic", "d3-geo", "fflate", "papaparse", "read-excel-file"];

const TEST = "\\.test\\.tsx?$";

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "shared-is-a-leaf",
      comment: "shared/ is what both sides stand on; it knows neither.",
      severity: "error",
      from: { path: "^shared/", pathNot: TEST },
      to: { path: "^(renderer|electron|build|tests|seeds)/" },
    },
    {
      name: "shared-is-pure",
      comment: `No Node, no npm package beside ${PURE_PACKAGES.join(", ")}.`,
      severity: "error",
      from: { path: "^shared/", pathNot: TEST },
      to: { pathNot: ["^shared/", `^node_modules/(@types/)?(${PURE_PACKAGES.join("|")})/`] },
    },
    {
      name: "renderer-knows-shared",
      comment: "The app reaches the shell through renderer/host and the contract in shared/ipc.",
      severity: "error",
      from: { path: "^renderer/", pathNot: TEST },
      to: { path: "^(electron|build|tests|seeds)/" },
    },
    {
      name: "renderer-without-node",
      comment: "The app runs in a sandboxed page.",
      severity: "error",
      from: { path: "^renderer/", pathNot: TEST },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "electron-knows-shared",
      comment: "The shell knows the contract, not the app.",
      severity: "error",
      from: { path: "^electron/", pathNot: TEST },
      to: { path: "^(renderer|build|tests|seeds)/" },
    },
    {
      name: "preload-knows-the-contract",
      comment: "The preload is one frozen object over shared/ipc.",
      severity: "error",
      from: { path: "^electron/preload/", pathNot: TEST },
      to: { path: "^electron/main/" },
    },
    {
      name: "only-electron-imports-electron",
      severity: "error",
      from: { pathNot: ["^electron/", "^tests/", "^node_modules/"] },
      to: { path: "^(node_modules/electron/|electron$)" },
    },
    {
      name: "dexie-only-in-data",
      comment: "renderer/data is the one door to the database.",
      severity: "error",
      from: { pathNot: ["^renderer/data/", "^tests/", "^node_modules/"] },
      to: { path: "^node_modules/dexie" },
    },
    {
      name: "views-are-apart",
      comment: "Two views meet in renderer/state or renderer/components, not in each other.",
      severity: "error",
      from: { path: "^renderer/views/([^/]+)/", pathNot: TEST },
      to: { path: "^renderer/views/", pathNot: "^renderer/views/(?:$1/|[^/]+\\.tsx?$)" },
    },
    {
      name: "views-are-entered-by-their-view",
      comment: "The frame imports views/<name>/<name>-view, or an index that says what else it may have.",
      severity: "error",
      from: { path: "^renderer/", pathNot: ["^renderer/views/", TEST] },
      to: { path: "^renderer/views/[^/]+/", pathNot: "^renderer/views/([^/]+)/(?:index|\\1-view)\\.tsx?$" },
    },
    {
      name: "components-know-no-data",
      comment: "Shared parts get what they show as properties.",
      severity: "error",
      from: { path: "^renderer/components/", pathNot: TEST },
      to: { path: "^renderer/(data|state|views|app|host|workers)/" },
    },
    {
      name: "data-knows-no-view",
      severity: "error",
      from: { path: "^renderer/(data|state|host|workers|messages)/", pathNot: TEST },
      to: { path: "^renderer/(views|components|app)/" },
    },
    {
      name: "nobody-imports-tests",
      severity: "error",
      from: { pathNot: ["^tests/", TEST] },
      to: { path: ["^tests/", TEST] },
    },
    {
      name: "nobody-imports-build",
      severity: "error",
      from: { pathNot: ["^build/", "^tests/", "^(vite|vitest)\\.config\\.ts$", TEST] },
      to: { path: "^build/" },
    },
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "everything-resolves",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^(virtual:|\\.\\./.*\\?)" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|out|\\.cache)/|\\?(worker|url|raw)" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json", ".css", ".d.ts"],
    },
  },
};
