/**
 * Checks who imports whom (.dependency-cruiser.cjs), and that the check saw every source file: with a
 * compiler that it cannot use it would find nothing to complain of in nothing.
 */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { root } from "./repository.mjs";

const FOLDERS = ["shared", "renderer", "electron", "build", "tests"];

/** Fewer modules than this cannot be the whole house. */
const FEWEST_MODULES = 60;

/** @typedef {{ from: string, to: string, rule: { name: string, severity: string } }} Violation */

const cruiser = path.join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
const args = [cruiser, ...FOLDERS, "--config", ".dependency-cruiser.cjs", "--output-type", "json"];
const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });
/** @type {{ modules: { source: string }[], summary: { violations: Violation[] } }} */
const cruise = JSON.parse(stdout || die(`dependency-cruiser printed nothing: ${stderr}`));

const seen = new Set(cruise.modules.map(({ source }) => source));
const unseen = FOLDERS.flatMap(sources).filter((file) => !seen.has(file));
const errors = cruise.summary.violations.filter(({ rule }) => rule.severity === "error");

for (const { rule, from, to } of errors) console.log(`${rule.name}: ${from} -> ${to}`);
for (const file of unseen) console.log(`not seen: ${file}`);
const ours = [...seen].filter((file) => FOLDERS.some((folder) => file.startsWith(`${folder}/`))).length;
console.log(`${ours} modules, ${errors.length} imports against the rules`);
if (ours < FEWEST_MODULES) die(`only ${ours} modules seen; there are at least ${FEWEST_MODULES}`);
process.exitCode = errors.length > 0 || unseen.length > 0 ? 1 : 0;

/**
 * TypeScript sources below a folder, as paths with forward slashes.
 * @param {string} folder
 * @returns {string[]}
 */
function sources(folder) {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/[/\\]assembly$/.test(entry.parentPath))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
}

/** @param {string} message @returns {never} */
function die(message) {
  console.error(message);
  process.exit(1);
}
