/**
 * `npm run build`: compiles the catalogue, then builds everything that runs into dist/:
 * dist/catalogue (data), dist/renderer (the app), dist/electron (main and preload), dist/cli (commands).
 * `--if-stale` does nothing when dist/ was made from the sources as they are.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { build as viteBuild } from "vite";
import { bundle } from "./bundle.mjs";
import { freshBuild, hashInputs, removeStamp, writeStamp } from "./freshness.mjs";
import { writeLicences } from "./licenses.mjs";
import { root } from "./repository.mjs";

/** The parts that are bundled for Node or Electron. */
const NODE_ENTRIES = /** @type {const} */ ([
  { entry: "electron/main/index.ts", outFile: "dist/electron/main.cjs", format: "cjs" },
  { entry: "electron/preload/index.ts", outFile: "dist/electron/preload.cjs", format: "cjs" },
  { entry: "build/rank.ts", outFile: "dist/cli/rank.mjs", format: "es" },
  { entry: "build/import.ts", outFile: "dist/cli/import.mjs", format: "es" },
]);

/** Compiles seeds/ into dist/catalogue/. */
export async function compileCatalogue() {
  const file = await bundle({
    entry: "build/catalogue.ts",
    outFile: ".cache/run/build-catalogue.mjs",
    packages: false,
  });
  const compiler = await import(`${pathToFileURL(file).href}?${Date.now()}`);
  await compiler.compileCatalogue();
}

/** Builds everything, one build at a time. */
export async function buildAll() {
  await withLock(async () => {
    const inputs = hashInputs();
    removeStamp();
    await compileCatalogue();
    await buildRenderer();
    for (const target of NODE_ENTRIES) await bundle(target);
    writeLicences();
    writeStamp(inputs);
  });
}

/** Builds the app beside the one that may be in use, and then puts it in its place. */
async function buildRenderer() {
  const fresh = path.join(root, ".cache/build/renderer");
  const old = path.join(root, ".cache/build/renderer-old");
  const place = path.join(root, "dist/renderer");
  await viteBuild({ configFile: path.join(root, "vite.config.ts"), logLevel: "warn", build: { outDir: fresh } });
  rmSync(old, { recursive: true, force: true });
  if (existsSync(place)) renameSync(place, old);
  mkdirSync(path.dirname(place), { recursive: true });
  renameSync(fresh, place);
  rmSync(old, { recursive: true, force: true });
}

/**
 * Two builds at once would take each other's files away: the second one waits.
 * @param {() => Promise<void>} work
 */
async function withLock(work) {
  const lock = path.join(root, ".cache/build.lock");
  mkdirSync(path.dirname(lock), { recursive: true });
  const deadline = Date.now() + 5 * 60_000;
  while (!tryLock(lock)) {
    if (Date.now() > deadline) throw new Error(`another build holds ${lock}; if none is running, delete that file`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/**
 * @param {string} lock
 * @returns {boolean}
 */
function tryLock(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    if (!holderRuns(lock)) rmSync(lock, { force: true });
    return false;
  }
}

/** @param {string} lock */
function holderRuns(lock) {
  try {
    process.kill(Number(readFileSync(lock, "utf8")), 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.chdir(root);
  if (process.argv.includes("--if-stale") && freshBuild(hashInputs()) !== null) console.log("dist/ is up to date");
  else {
    await buildAll().catch((error) => {
      console.error(stripVTControlCharacters(error.message));
      process.exitCode = 1;
    });
  }
}
