/**
 * Measures what a browser must load before the app can run: the scripts that dist/renderer/index.html
 * names, and all that these import statically. Everything else is loaded when it is used.
 * Run by itself it prints the figures: `node build/size-budget.mjs`.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { parseAst } from "vite";
import { root } from "./repository.mjs";

/** Most bytes of first JavaScript, compressed with gzip. */
export const FIRST_SCRIPT_BUDGET = 150_000;

/** @typedef {{ file: string, bytes: number, gzip: number }} Measured */

/**
 * @param {string} [folder] the built app
 * @returns {Measured[]} scripts loaded eagerly, then style sheets
 */
export function eagerFiles(folder = path.join(root, "dist/renderer")) {
  const html = readFileSync(path.join(folder, "index.html"), "utf8");
  const scripts = new Set();
  const waiting = [...html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="([^"]+\.js)"/g)].map(([, address]) =>
    path.join(folder, address ?? ""),
  );
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (scripts.has(file)) continue;
    scripts.add(file);
    waiting.push(...staticImports(file));
  }
  if (scripts.size === 0) throw new Error("dist/renderer/index.html names no script");
  const styles = [...html.matchAll(/<link\b[^>]*?\bhref="([^"]+\.css)"/g)].map(([, a]) => path.join(folder, a ?? ""));
  return [...scripts, ...styles].map((file) => {
    const content = readFileSync(file);
    return { file: path.relative(folder, file), bytes: content.length, gzip: gzipSync(content, { level: 9 }).length };
  });
}

/**
 * @param {string} file
 * @returns {string[]}
 */
function staticImports(file) {
  const program = parseAst(readFileSync(file, "utf8"));
  return program.body.flatMap((node) => {
    const source =
      node.type === "ImportDeclaration" ||
      node.type === "ExportAllDeclaration" ||
      node.type === "ExportNamedDeclaration"
        ? node.source
        : null;
    return source ? [path.resolve(path.dirname(file), source.value)] : [];
  });
}

/**
 * Prints the figures.
 * @returns {boolean} whether the budget holds
 */
export function reportSizes() {
  const files = eagerFiles();
  const kilobytes = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} kB`;
  for (const { file, bytes, gzip } of files) console.log(`  ${file}: ${kilobytes(bytes)}, gzip ${kilobytes(gzip)}`);
  const first = files.filter(({ file }) => file.endsWith(".js")).reduce((sum, { gzip }) => sum + gzip, 0);
  console.log(`first JavaScript ${kilobytes(first)} gzip of at most ${kilobytes(FIRST_SCRIPT_BUDGET)}`);
  return first <= FIRST_SCRIPT_BUDGET;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = reportSizes() ? 0 : 1;
}
