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
 * Reads names from the text of shared/contract.ts; tests/contract.test.ts holds the result equal to what
 * the compiler sees.
 * @returns {{ port: number, userDataFolder: string, browserProfileFolder: string }}
 * @throws {Error} when the file's form is not `export const NAME = <string or number>;`
 */
export function readContract() {
  const text = readFileSync(path.join(root, "shared/contract.ts"), "utf8");
  /** @param {string} name */
  const read = (name) => {
    const found = new RegExp(`^export const ${name} = (?:"([^"\\\\]+)"|([\\d_]+));$`, "m").exec(text);
    const value = found?.[1] ?? found?.[2]?.replaceAll("_", "");
    if (value === undefined) throw new Error(`shared/contract.ts: cannot read ${name}`);
    return value;
  };
  return {
    port: Number(read("LOOPBACK_PORT")),
    userDataFolder: read("USER_DATA_FOLDER"),
    browserProfileFolder: read("BROWSER_PROFILE_FOLDER"),
  };
}
