/** What the commands share: their ways to fail, their terminal, and the compiled catalogue. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { setupI18n } from "@lingui/core";
import { parseCatalogue } from "../shared/catalogue/load";
import { type ImportError, type Inspection, type InspectOptions, inspectFile, type Problem } from "../shared/importing";
import importMessages from "../shared/messages/en/import.json";
import type { Catalogue } from "../shared/model/catalogue";

/** Wrong options: exit code 2. */
export class UsageError extends Error {}
/** Data that cannot be read or ranked: exit code 1. */
export class DataError extends Error {}

/** Where text goes to and comes from; the process's own by default. */
export interface Terminal {
  out(text: string): void;
  error(text: string): void;
  /** Reads standard input to its end. */
  input(): string;
}

/** The process's own terminal. A reader that has seen enough ("| head") closes the pipe: that is no failure. */
export function ownTerminal(): Terminal {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  return {
    out: (text) => process.stdout.write(`${text}\n`),
    error: (text) => process.stderr.write(`${text}\n`),
    input: () => readFileSync(0, "utf8"),
  };
}

/** dist/catalogue/catalogue.json of the repository or installation that this file belongs to. */
export function builtCatalogue(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, "package.json")) && path.dirname(folder) !== folder)
    folder = path.dirname(folder);
  return path.join(folder, "dist", "catalogue", "catalogue.json");
}

/** Reads a compiled catalogue. @throws DataError, CatalogueError */
export function loadCatalogue(file: string): Catalogue {
  if (!existsSync(file)) {
    throw new DataError(`There is no compiled catalogue at ${file}. Build it with "npm run build", then try again.`);
  }
  return parseCatalogue(readText(file), (text) => createHash("sha256").update(text).digest("hex"));
}

/** Reads a text file. @throws DataError */
export function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new DataError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Inspects a file on the disk. @throws DataError, ImportError */
export async function inspectPath(file: string, options: InspectOptions = {}): Promise<Inspection> {
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(readFileSync(file));
  } catch (error) {
    throw new DataError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return inspectFile({ name: path.basename(file), bytes }, options);
}

const i18n = setupI18n({ locale: "en", messages: { en: importMessages } });

/** The sentence of an import error, with the row where it has one. */
export function sentenceOf(error: ImportError): string {
  const row = error.row === undefined || "row" in error.values ? "" : ` (row ${error.row})`;
  return i18n._(error.messageKey.replace(/^import\./, ""), { ...error.values }) + row;
}

/** The sentence of a problem. */
export function problemSentence(problem: Problem): string {
  return i18n._(problem.messageKey.replace(/^import\./, ""), { ...problem.values });
}

/** The words for a reason or level of the importer. */
export function importWords(key: string): string {
  return i18n._(key);
}
