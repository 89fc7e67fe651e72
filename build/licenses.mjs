/**
 * Collects the licence texts of everything that is built into the app: the production dependencies and what
 * they depend on. `node build/licenses.mjs` writes dist/licenses.txt. Electron's and Chromium's own texts
 * lie beside the program (LICENSE.electron.txt, LICENSES.chromium.html).
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./repository.mjs";

/** @typedef {{ name: string, version: string, licence: string, text: string }} Notice */

const LICENCE_FILE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;
/** Permissive licences; another one stops the build until somebody has decided. */
const PERMISSIVE = new Set([
  "MIT",
  "ISC",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "0BSD",
  "MIT-0",
  "Unlicense",
  "BlueOak-1.0.0",
]);

/**
 * The notices of a package's production dependencies, sorted by name.
 * @param {string} folder of a package.json
 * @returns {Notice[]}
 * @throws {Error} when one has a licence that is not permissive
 */
export function collectNotices(folder) {
  /** @type {Map<string, Notice>} */
  const notices = new Map();
  /** @param {string} from folder of the dependent package */
  const visit = (from) => {
    const manifest = readManifest(from);
    const optional = manifest.peerDependenciesMeta ?? {};
    const peers = Object.keys(manifest.peerDependencies ?? {}).filter((name) => !optional[name]?.optional);
    for (const name of [...Object.keys(manifest.dependencies ?? {}), ...peers]) {
      const found = findPackage(name, from);
      // A peer that is not installed is not built in.
      if (found === null) continue;
      const { version, license, author } = readManifest(found);
      const key = `${name}@${version}`;
      if (notices.has(key)) continue;
      const licence = typeof license === "string" ? license : (license?.type ?? "unknown");
      if (!PERMISSIVE.has(licence))
        throw new Error(`${key} has the licence "${licence}": decide whether it may be built in`);
      notices.set(key, { name, version, licence, text: licenceText(found) ?? bareNotice(licence, author) });
      visit(found);
    }
  };
  visit(folder);
  return [...notices.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** @param {readonly Notice[]} notices */
export function formatNotices(notices) {
  const line = "=".repeat(80);
  const own = readFileSync(path.join(root, "LICENSE"), "utf8").trim();
  const parts = notices.map(
    ({ name, version, licence, text }) => `${line}\n${name} ${version} (${licence})\n\n${text.trim()}\n`,
  );
  return [
    "Parkwise is made of its own code and of the packages below.\n",
    `${line}\nParkwise\n\n${own}\n`,
    ...parts,
  ].join("\n");
}

/** Writes dist/licenses.txt. Returns the number of packages. */
export function writeLicences() {
  const notices = collectNotices(root);
  mkdirSync(path.join(root, "dist"), { recursive: true });
  writeFileSync(path.join(root, "dist/licenses.txt"), formatNotices(notices));
  return notices.length;
}

/**
 * @typedef {object} Manifest
 * @property {string} version
 * @property {string | { type?: string }} [license]
 * @property {string | { name?: string }} [author]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [peerDependencies]
 * @property {Record<string, { optional?: boolean }>} [peerDependenciesMeta]
 */

/**
 * @param {string} folder
 * @returns {Manifest}
 */
function readManifest(folder) {
  return JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
}

/**
 * The folder of a package as seen from another; null when it is not installed.
 * @param {string} name
 * @param {string} from
 */
function findPackage(name, from) {
  for (const folder of createRequire(path.join(from, "package.json")).resolve.paths(name) ?? []) {
    if (existsSync(path.join(folder, name, "package.json"))) return path.join(folder, name);
  }
  return null;
}

/** @param {string} folder */
function licenceText(folder) {
  const names = readdirSync(folder)
    .filter((name) => LICENCE_FILE.test(name))
    .sort();
  return names.length === 0
    ? null
    : names.map((name) => readFileSync(path.join(folder, name), "utf8").trim()).join("\n\n");
}

/**
 * @param {string} licence
 * @param {Manifest["author"]} author
 */
function bareNotice(licence, author) {
  const holder = typeof author === "string" ? author : (author?.name ?? "its authors");
  return `Copyright (c) ${holder}. Published under the ${licence} licence (https://spdx.org/licenses/${licence}.html); the package carries no text of its own.`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(`dist/licenses.txt: ${writeLicences()} packages`);
}
