/**
 * Installs the npm packages when what lies in node_modules is not what package-lock.json names.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./repository.mjs";

/**
 * @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} LockEntry
 */

/**
 * Packages that the lock names and node_modules lacks or has in another version. Optional ones (binaries
 * for other systems) do not count.
 * @param {string} [folder]
 * @returns {string[]} their paths, e.g. "node_modules/react"
 */
export function missingPackages(folder = root) {
  const wanted = readPackages(path.join(folder, "package-lock.json"));
  if (wanted === null) throw new Error("package-lock.json is missing or damaged: restore it from the repository");
  const installed = readPackages(path.join(folder, "node_modules/.package-lock.json")) ?? {};
  return Object.entries(wanted)
    .filter(([place, entry]) => place !== "" && !entry.optional && installed[place]?.version !== entry.version)
    .map(([place]) => place);
}

/**
 * @param {string} file
 * @returns {Record<string, LockEntry> | null}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages ?? null;
  } catch {
    return null;
  }
}

/**
 * Runs `npm ci`, with its output shown.
 * @param {(child: import("node:child_process").ChildProcess) => void} [onStart] gets the process, to end it with its parent
 * @returns {Promise<void>}
 * @throws {Error} when it fails
 */
export function installPackages(onStart) {
  // npm names its own script to the scripts that it runs; else it is on the PATH (on Windows as npm.cmd).
  const npm = process.env.npm_execpath;
  const child = npm?.endsWith(".js")
    ? spawn(process.execPath, [npm, "ci", "--loglevel=error"], { cwd: root, stdio: "inherit" })
    : spawn("npm", ["ci", "--loglevel=error"], { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  onStart?.(child);
  return new Promise((resolve, reject) => {
    child.on("error", (error) => reject(new Error(`npm could not be started: ${error.message}`)));
    child.on("exit", (code) =>
      code === 0
        ? resolve()
        : reject(new Error("npm ci failed (its own message is above); it needs the npm registry or its cache once")),
    );
  });
}
