/**
 * Runs a TypeScript file of this repository: `node build/run-ts.mjs build/rank.ts --preset electronics`.
 * It is bundled to .cache/run/ and imported, with the remaining arguments as its own. npm packages stay
 * unbundled; the working directory is the caller's.
 */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "./bundle.mjs";
import { root } from "./repository.mjs";

const [entry, ...rest] = process.argv.slice(2);
if (entry === undefined || !/\.tsx?$/.test(entry)) {
  console.error("Usage: node build/run-ts.mjs ENTRY.ts [arguments...]");
  process.exit(2);
}
const relative = path.relative(root, path.resolve(entry));
const outFile = `.cache/run/${relative.replaceAll(/[/\\]/g, "-").replace(/\.tsx?$/, "")}.mjs`;
const file = await bundle({ entry: relative, outFile, packages: false });
process.argv = [process.execPath, file, ...rest];
process.setSourceMapsEnabled(true);
await import(pathToFileURL(file).href);
