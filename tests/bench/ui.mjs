/**
 * `npm run bench -- ui`: builds the app and its peers into .cache/bench/, then times them in real Chromium.
 * `--rounds N` (default 7), `--sizes 500,5000`, `--only rank|start|sizes`, `--json FILE`.
 */
import path from "node:path";
import { pathToFileURL } from "node:url";
import react from "@vitejs/plugin-react";
import { build } from "vite";
import { bundle } from "../../build/bundle.mjs";
import { root } from "../../build/repository.mjs";

const out = path.join(root, ".cache/bench");
const app = path.join(out, "app");
// The product's own configuration: what is timed is what is shipped.
await build({ configFile: path.join(root, "vite.config.ts"), logLevel: "warn", build: { outDir: app } });
await build({
  configFile: false,
  root: import.meta.dirname,
  base: "./",
  logLevel: "warn",
  plugins: [react()],
  // As its authors ship it: its modules export types that no bundler finds.
  resolve: { alias: [{ find: /^lineupjs$/, replacement: "lineupjs/build/LineUpJS.js" }] },
  build: {
    outDir: path.join(out, "peers"),
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: {
      input: ["peer-lineup/index.html", "peer-bare/index.html"].map((file) => path.join(import.meta.dirname, file)),
    },
  },
});
for (const name of ["driver", "start-probe"]) {
  await build({
    configFile: false,
    logLevel: "warn",
    build: {
      outDir: path.join(out, "inject"),
      emptyOutDir: false,
      lib: {
        entry: path.join(import.meta.dirname, `ui/${name}.ts`),
        formats: ["iife"],
        name: "unused",
        fileName: () => `${name}.js`,
      },
    },
  });
}
const main = await bundle({ entry: "tests/bench/ui/run.ts", outFile: ".cache/bench/ui.mjs", packages: false });
const { run } = await import(pathToFileURL(main).href);
process.exitCode = await run({
  app,
  peers: path.join(out, "peers"),
  inject: path.join(out, "inject"),
  args: process.argv.slice(2),
});
