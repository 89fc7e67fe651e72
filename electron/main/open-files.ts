/**
 * `.parkwise` files opened from outside: a double click, a drop on the icon, the command line of a first or
 * a second instance, the recent files. Each is read here, with a size limit, and goes to the app as bytes.
 */
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { DOCUMENT_EXTENSION } from "../../shared/contract";
import { MAX_DOCUMENT_BYTES } from "../../shared/ipc/contract";
import type { OpenedFile } from "../../shared/ipc/host";
import { HostError } from "../../shared/ipc/host-error";
import { fileError } from "./file-error";

/** The `.parkwise` files among command-line arguments, as absolute paths; switches and all else are passed over. */
export function documentsIn(argv: readonly string[], workingFolder: string): readonly string[] {
  return argv
    .slice(1)
    .filter((argument) => !argument.startsWith("-"))
    .filter((argument) => path.extname(argument).toLowerCase() === `.${DOCUMENT_EXTENSION}`)
    .map((argument) => path.resolve(workingFolder, argument));
}

/**
 * Reads a file that the user chose.
 * @throws HostError when it is too large ("file-too-large"), no plain file, or cannot be read
 */
export async function readChosenFile(file: string, maxBytes: number = MAX_DOCUMENT_BYTES): Promise<OpenedFile> {
  const name = path.basename(file);
  try {
    const found = await stat(file);
    if (!found.isFile()) throw new HostError("failed", `${name} is not a file.`);
    if (found.size > maxBytes) throw tooLarge(name, found.size, maxBytes);
    const data = await readFile(file);
    if (data.byteLength > maxBytes) throw tooLarge(name, data.byteLength, maxBytes);
    return { name, data: new Uint8Array(data) };
  } catch (error) {
    throw fileError(error, name);
  }
}

function tooLarge(name: string, bytes: number, maxBytes: number): HostError {
  const megabytes = (value: number) => (value / 1024 / 1024).toFixed(1);
  return new HostError(
    "file-too-large",
    `${name} has ${megabytes(bytes)} MB; at most ${megabytes(maxBytes)} MB can be opened.`,
  );
}
