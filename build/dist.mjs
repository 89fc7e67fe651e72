/**
 * `npm run dist [-- electron-builder's arguments]`: builds the app and the installers of this system into
 * out/, with their SHA-256 sums. `npm run dist -- --linux tar.gz --x64` builds one of them. Electron and the
 * packaging tools are downloaded once; nothing is published.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { root } from "./repository.mjs";

/** What users install: the files that get a sum. */
const INSTALLER = /\.(exe|zip|dmg|AppImage|deb|rpm|tar\.gz)$/;

await run(["build/build.mjs"]);
const builder = path.join("node_modules", "electron-builder", "cli.js");
await run([builder, "--config", "build/electron-builder.config.mjs", "--publish", "never", ...process.argv.slice(2)]);
await writeSums(path.join(root, "out"));

/** @param {string} folder */
async function writeSums(folder) {
  const lines = [];
  for (const name of readdirSync(folder)
    .filter((file) => INSTALLER.test(file))
    .sort()) {
    const hash = createHash("sha256");
    await pipeline(createReadStream(path.join(folder, name)), hash);
    lines.push(`${hash.digest("hex")}  ${name}`);
  }
  if (lines.length === 0) throw new Error("electron-builder made no installer");
  writeFileSync(path.join(folder, `SHA256SUMS-${process.platform}.txt`), `${lines.join("\n")}\n`);
  console.log(lines.join("\n"));
}

/**
 * @param {string[]} args
 * @returns {Promise<void>}
 */
function run(args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: "inherit" });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`${args[0]} ended with ${code}`))));
  });
}
