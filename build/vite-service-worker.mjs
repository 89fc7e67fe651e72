/**
 * Adds the service worker (`renderer/service-worker/worker.ts`) to the built app as sw.js, with the list
 * of all built files and their SHA-256 in it. Runs after everything else has been written.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { rolldown } from "rolldown";
import { root } from "./repository.mjs";

const WORKER = "sw.js";

/**
 * The files that the worker keeps, by path with forward slashes.
 * @param {string} folder the built app
 * @returns {Record<string, string>} path -> SHA-256 in hex, sorted by path
 */
export function builtFiles(folder) {
  /** @type {Record<string, string>} */
  const files = {};
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .filter((name) => name !== WORKER && !name.endsWith(".map"))
    .sort();
  for (const name of names) {
    files[name] = createHash("sha256")
      .update(readFileSync(path.join(folder, name)))
      .digest("hex");
  }
  return files;
}

/**
 * Builds the worker for a folder of built files and writes it there.
 * @param {string} folder the built app
 */
export async function writeServiceWorker(folder) {
  const files = builtFiles(folder);
  const id = createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 16);
  const build = await rolldown({
    input: path.join(root, "renderer/service-worker/worker.ts"),
    platform: "browser",
    tsconfig: false,
    transform: { target: "chrome120", define: { __BUILD__: "BUILD" } },
  });
  try {
    const { output } = await build.generate({ format: "iife", minify: true, codeSplitting: false });
    const text = `const BUILD=${JSON.stringify({ id, files })};\n${output[0].code}`;
    writeFileSync(path.join(folder, WORKER), text);
  } finally {
    await build.close();
  }
}

/** The Vite plugin. */
export function serviceWorker() {
  let folder = "";
  return {
    name: "parkwise-service-worker",
    apply: /** @type {const} */ ("build"),
    configResolved(/** @type {import("vite").ResolvedConfig} */ config) {
      folder = path.resolve(config.root, config.build.outDir);
    },
    // After the catalogue has been copied.
    closeBundle: {
      order: /** @type {const} */ ("post"),
      sequential: true,
      handler: () => writeServiceWorker(folder),
    },
  };
}
