/**
 * Writes a file wholly or not at all: a temporary file in the same folder, flushed to the disk, then renamed
 * over the target. Virus scanners and indexers hold files open for moments, so what they disturb is retried.
 */
import { randomBytes } from "node:crypto";
import { type FileHandle, open, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileError } from "./file-error";

/** The calls that touch the disk, so that tests can make each of them fail. */
export interface WriteEffects {
  readonly open: (file: string, flags: string) => Promise<Pick<FileHandle, "writeFile" | "sync" | "close">>;
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly remove: (file: string) => Promise<void>;
  readonly wait: (milliseconds: number) => Promise<unknown>;
}

const DISK: WriteEffects = {
  open,
  rename,
  remove: (file) => rm(file, { force: true }),
  wait,
};

const ATTEMPTS = 20;
const PAUSE_MS = 50;
const TRANSIENT: ReadonlySet<string> = new Set(["EBUSY", "EPERM", "EACCES", "EMFILE", "ENFILE"]);
const TEMPORARY = /^\..+\.[0-9a-f]{12}\.tmp$/;

/**
 * Replaces `file` by `data`. When it resolves, the data are on the disk under that name; when it rejects, the
 * old file is as it was and no temporary file is left.
 * @throws HostError that says what went wrong and what to do
 */
export async function writeFileAtomically(
  file: string,
  data: string | Uint8Array,
  effects: WriteEffects = DISK,
): Promise<void> {
  const folder = path.dirname(file);
  const temporary = path.join(folder, `.${path.basename(file)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    const handle = await retried(() => effects.open(temporary, "wx"), effects);
    try {
      await handle.writeFile(data);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await retried(() => effects.rename(temporary, file), effects);
    await flushFolder(folder, effects);
  } catch (error) {
    await effects.remove(temporary).catch(() => undefined);
    throw fileError(error, path.basename(file));
  }
}

/** Removes temporary files that a killed process left in `folder`. */
export async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  await Promise.all(
    names.filter((name) => TEMPORARY.test(name)).map((name) => rm(path.join(folder, name), { force: true })),
  );
}

async function retried<T>(action: () => Promise<T>, effects: WriteEffects): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await action();
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? "";
      if (attempt >= ATTEMPTS || !TRANSIENT.has(code)) throw error;
      await effects.wait(PAUSE_MS);
    }
  }
}

/** The rename itself survives a power cut once the folder is flushed. Windows cannot, and need not, do that. */
async function flushFolder(folder: string, effects: WriteEffects): Promise<void> {
  if (process.platform === "win32") return;
  try {
    const handle = await effects.open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Some network file systems refuse it; the file itself is flushed.
  }
}
