/**
 * `npm run build`: compiles the catalogue, then builds everything that runs into dist/:
 * dist/catalogue (data), dist/renderer (the app), dist/electron (main and preload), dist/cli (commands).
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build as viteBuild } from "vite";
import { bundle } from "./bundle.mjs";
import { root } from "./repository.mjs";

/** The parts that are bundled for Node or Electron. */
const NODE_ENTRIES = [
  { entry: "electron/main/index.ts", outFile: "dist/electron/main.cjs", format: "cjs" },
  { entry: "electron/preload/index.ts", outFile: "dist/electron/preload.cjs", format: "cjs" },
  { entry: "build/rank.ts", outFile: "dist/cli/rank.mjs", format: "es" },
  { entry: "build/import.ts", outFile: "dist/cli/import.mjs", format: "es" },
];

/** Compiles seeds/ into dist/catalogue/. */
export async function compileCatalogue() {
  const entry = "build/catalogue.ts";
  if (!existsSync(path.join(root, entry))) return;
  const file = await bundle({ entry, outFile: ".cache/run/build-catalogue.mjs", packages: false });
  const compiler = await import(`${pathToFileURL(file).href}?${Date.now()}`);
  await compiler.compileCatalogue();
}

/** Builds everything. */
export async function buildAll() {
  process.chdir(root);
  await compileCatalogue();
  await viteBuild({
    root: path.join(root, "renderer"),
    configFile: path.join(root, "vite.config.ts"),
    logLevel: "warn",
  });
  for (const target of NODE_ENTRIES) {
    if (existsSync(path.join(root, target.entry))) await bundle(target);
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await buildAll();
}
