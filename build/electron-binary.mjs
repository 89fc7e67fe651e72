/**
 * Finds Electron's program, or downloads it. The npm package comes without it and would fetch it at the
 * first `require("electron")`, for as long as that takes; here the attempt ends soon where there is no way.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./repository.mjs";

const RELEASES = "https://github.com/electron/electron/releases/download/";
const REACH_MS = 3000;
const CACHE_MS = 6000;
const DOWNLOAD_MS = 15 * 60_000;

/**
 * The program that is already here.
 * @param {string} folder the npm package's folder
 * @param {Readonly<Record<string, string | undefined>>} [env]
 * @returns {string | null}
 */
export function findElectron(folder, env = process.env) {
  const name = readText(path.join(folder, "path.txt"));
  const elsewhere = env.ELECTRON_OVERRIDE_DIST_PATH;
  const program = elsewhere
    ? path.join(elsewhere, name ?? (process.platform === "win32" ? "electron.exe" : "electron"))
    : name === null
      ? null
      : path.join(folder, "dist", name);
  return program !== null && existsSync(program) ? program : null;
}

/**
 * Finds the program, taking it from the download cache, a mirror or the release page if need be. A mirror,
 * cache or proxy is named by Electron's own variables (ELECTRON_MIRROR, electron_config_cache, ...).
 * @param {(child: import("node:child_process").ChildProcess) => void} onStart gets the download's process
 * @returns {Promise<{ program: string } | { reason: string }>}
 */
export async function obtainElectron(onStart) {
  const folder = path.join(root, "node_modules/electron");
  if (!existsSync(folder)) return { reason: "the npm package electron is not installed" };
  const present = findElectron(folder);
  if (present !== null) return { program: present };
  const reachable = await canReach(releaseAddress(process.env));
  if (reachable) console.log("Downloading Electron (about 120 MB, once)...");
  // Out of reach it may still lie in the download cache, so the installer gets a short chance.
  await install(path.join(folder, "install.js"), reachable ? DOWNLOAD_MS : CACHE_MS, onStart);
  const program = findElectron(folder);
  if (program !== null) return { program };
  return { reason: reachable ? "its download failed" : "its download page cannot be reached" };
}

/** @param {Readonly<Record<string, string | undefined>>} env */
function releaseAddress(env) {
  return env.ELECTRON_MIRROR || env.npm_config_electron_mirror || RELEASES;
}

/**
 * Any answer at all counts: only the way there is asked for.
 * @param {string} address
 */
async function canReach(address) {
  try {
    await fetch(address, { method: "HEAD", redirect: "manual", signal: AbortSignal.timeout(REACH_MS) });
    return true;
  } catch {
    // Node's fetch knows no proxy; Electron's installer does.
    return Boolean(process.env.ELECTRON_GET_USE_PROXY);
  }
}

/**
 * @param {string} script
 * @param {number} limit milliseconds
 * @param {(child: import("node:child_process").ChildProcess) => void} onStart
 * @returns {Promise<void>}
 */
function install(script, limit, onStart) {
  const child = spawn(process.execPath, [script], { cwd: root, stdio: "ignore" });
  onStart(child);
  const timer = setTimeout(() => child.kill("SIGKILL"), limit);
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    child.on("error", done);
    child.on("exit", done);
  });
}

/** @param {string} file */
function readText(file) {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return null;
  }
}
