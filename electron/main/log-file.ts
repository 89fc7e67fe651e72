/**
 * The log: a plain text file in the user-data folder, rotated, never sent anywhere. It holds what the shell
 * did and what failed, no document's contents.
 */
import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import path from "node:path";

export const LOG_BYTES = 1024 * 1024;
export const LOGS_KEPT = 3;

export interface LogFile {
  readonly file: string;
  /** Appends one line with the time. Never throws: a full disk must not stop the app. */
  write(line: string): void;
}

/** `<folder>/parkwise.log`, with older ones beside it as parkwise.1.log and so on. */
export function createLogFile(
  folder: string,
  { now = () => new Date(), maxBytes = LOG_BYTES }: { readonly now?: () => Date; readonly maxBytes?: number } = {},
): LogFile {
  const named = (age: number) => path.join(folder, age === 0 ? "parkwise.log" : `parkwise.${age}.log`);
  const file = named(0);

  function rotate(): void {
    for (let age = LOGS_KEPT - 1; age > 0; age -= 1) {
      try {
        renameSync(named(age - 1), named(age));
      } catch {
        // There is none of that age yet.
      }
    }
  }

  return {
    file,
    write(line) {
      try {
        mkdirSync(folder, { recursive: true });
        const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
        if (size >= maxBytes) rotate();
        // One entry a line, so that no text can forge a second entry.
        appendFileSync(file, `${now().toISOString()} ${line.replaceAll(/\s*[\r\n]+\s*/g, " | ")}\n`);
      } catch {
        // Nothing to do: there is no other place to say it.
      }
    },
  };
}
