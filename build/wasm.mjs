/**
 * Compiles the decision engine's inner loops (shared/ranking/kernel/assembly/, AssemblyScript)
 * to .cache/wasm/ranking-kernel.wasm, when a source has changed. The app imports that file as an asset;
 * Node (tests, benchmarks) loads it with `loadKernel`.
 */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { root } from "./repository.mjs";

const SOURCES = "shared/ranking/kernel/assembly";
const ENTRY = `${SOURCES}/kernel.ts`;
const FOLDER = path.join(root, ".cache/wasm");
const OPTIONS = ["--runtime", "stub", "--enable", "simd", "--optimizeLevel", "3", "--shrinkLevel", "0", "--noAssert"];

/** Where the compiled kernel lies. */
export const kernelFile = path.join(FOLDER, "ranking-kernel.wasm");

/**
 * Compiles the kernel unless the one at hand was made from the same sources.
 * @returns {Promise<string>} its path
 * @throws {Error} with the compiler's messages
 */
export async function compileKernel() {
  const hash = createHash("sha256").update(OPTIONS.join(" "));
  for (const name of (await readdir(path.join(root, SOURCES))).sort()) {
    hash.update(name).update(await readFile(path.join(root, SOURCES, name)));
  }
  const stamp = hash.digest("hex");
  const stampFile = path.join(FOLDER, "ranking-kernel.stamp");
  const known = await readFile(stampFile, "utf8").catch(() => "");
  if (known === stamp && (await readFile(kernelFile).catch(() => null)) !== null) return kernelFile;

  // Slow to load, so only when there is something to compile.
  const { main } = await import("assemblyscript/asc");
  let binary = null;
  const { error, stderr } = await main([ENTRY, "--outFile", "kernel.wasm", ...OPTIONS], {
    readFile: (name) => readFile(path.join(root, name), "utf8").catch(() => null),
    writeFile: (_name, data) => {
      binary = data;
    },
    listFiles: () => [],
  });
  if (error !== null || binary === null) throw new Error(`${ENTRY} does not compile:\n${stderr}`);
  await mkdir(FOLDER, { recursive: true });
  // By renaming, so that another process never reads half a file.
  await replaceFile(kernelFile, binary);
  await replaceFile(stampFile, stamp);
  return kernelFile;
}

/**
 * @param {string} file
 * @param {string | Uint8Array} content
 */
async function replaceFile(file, content) {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, content);
  await rename(draft, file);
}

/**
 * The kernel for Node: makes a new instance at each call of the result.
 * @returns {Promise<() => any>} an `Instantiate` of shared/ranking/kernel
 */
export async function loadKernel() {
  const module = await WebAssembly.compile(await readFile(await compileKernel()));
  return () => new WebAssembly.Instance(module).exports;
}

/** The Vite plugin that has the kernel ready before the app or a test that imports it is built. */
export function rankingKernel() {
  return {
    name: "parkwise-ranking-kernel",
    async buildStart() {
      await compileKernel();
    },
  };
}
