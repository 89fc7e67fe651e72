/**
 * Small JSON files of the shell's own (window, preferences, recent files). What they hold is convenience:
 * a file that is missing, damaged or of another form counts as absent, and a failed write is only logged.
 */
import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { writeFileAtomically } from "./atomic-write";

export interface SmallStore {
  /** The file's text; null when it cannot be read. */
  read(): string | null;
  /** Replaces the file, one write after the other. Never rejects. */
  write(value: unknown): Promise<void>;
}

export function createSmallStore(folder: string, name: string, log: (line: string) => void): SmallStore {
  const file = path.join(folder, name);
  let queue: Promise<void> = Promise.resolve();
  return {
    read() {
      try {
        return readFileSync(file, "utf8");
      } catch {
        return null;
      }
    },
    write(value) {
      queue = queue
        .then(async () => {
          await mkdir(folder, { recursive: true });
          await writeFileAtomically(file, `${JSON.stringify(value, null, 2)}\n`);
        })
        .catch((error: unknown) => log(`${name} was not written: ${String(error)}`));
      return queue;
    },
  };
}
