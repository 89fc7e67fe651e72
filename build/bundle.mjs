/**
 * Bundles a TypeScript entry into one file for Node or Electron, with rolldown (the bundler inside Vite).
 */
import { builtinModules } from "node:module";
import path from "node:path";
import { rolldown } from "rolldown";
import { root } from "./repository.mjs";
import { messages } from "./vite-messages.mjs";

const BUILT_IN = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));

/**
 * @param {object} options
 * @param {string} options.entry source, relative to the repository
 * @param {string} options.outFile result, relative to the repository
 * @param {"es" | "cjs"} [options.format]
 * @param {boolean} [options.packages] true bundles npm packages too (the result then needs no node_modules);
 *   false leaves them to Node's own resolution
 * @param {boolean} [options.minify]
 * @returns {Promise<string>} absolute path of the result
 */
export async function bundle({ entry, outFile, format = "es", packages = true, minify = false }) {
  const file = path.join(root, outFile);
  const build = await rolldown({
    input: path.join(root, entry),
    cwd: root,
    platform: "node",
    external: (id) =>
      BUILT_IN.has(id) || id === "electron" || id.startsWith("electron/") || (!packages && isPackage(id)),
    plugins: [messages()],
    tsconfig: false,
    transform: { target: "node20" },
    logLevel: "warn",
  });
  try {
    await build.write({ file, format, codeSplitting: false, sourcemap: true, minify });
  } finally {
    await build.close();
  }
  return file;
}

/** @param {string} id */
function isPackage(id) {
  return !id.startsWith(".") && !id.startsWith("\0") && !path.isAbsolute(id);
}
