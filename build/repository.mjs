/**
 * Where this repository lies, and the names of `shared/contract.ts` for scripts that run before
 * anything is installed or compiled (so without a TypeScript loader).
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Absolute path of the repository. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/**
 * Reads the constants of shared/contract.ts from its text: `export const NAME = <string or number>;`.
 * tests/contract.test.ts holds this equal to what the compiler sees.
 * @returns {Readonly<Record<string, string | number>>}
 */
export function readContract() {
  const text = readFileSync(path.join(root, "shared/contract.ts"), "utf8");
  const constants = {};
  for (const [, name, string, number] of text.matchAll(/^export const ([A-Z_]+) = (?:"([^"\\]*)"|([\d_]+));$/gm)) {
    constants[name] = string ?? Number(number.replaceAll("_", ""));
  }
  for (const name of ["LOOPBACK_PORT", "USER_DATA_FOLDER", "BROWSER_PROFILE_FOLDER"]) {
    if (constants[name] === undefined) throw new Error(`shared/contract.ts: cannot read ${name}`);
  }
  return Object.freeze(constants);
}
