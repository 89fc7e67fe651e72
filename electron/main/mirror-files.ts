/**
 * Copies of the user's own data outside IndexedDB: `current.json`, the last ten writes in `recent/` and the
 * last state of each day in `daily/` (thirty days of use). Documents are kept byte for byte.
 *
 * The rule that matters: an empty document never takes the place of a full one. A database that was found
 * empty, reset or evicted must not wipe the copy that can bring it back.
 */
import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { MirrorEntry, MirrorReceipt } from "../../shared/ipc/host";
import { HostError } from "../../shared/ipc/host-error";
import { removeLeftovers, writeFileAtomically } from "./atomic-write";
import { documentRecords } from "./document-header";
import { fileError } from "./file-error";

export const RECENT_KEPT = 10;
export const DAYS_KEPT = 30;

const CURRENT = "current.json";
const RECENT_NAME = /^\d{8}t\d{9}z\.json$/;
const DAILY_NAME = /^\d{4}-\d{2}-\d{2}\.json$/;

export interface MirrorFiles {
  readonly folder: string;
  /** Writes the newest state. Rejects ("mirror-empty") instead of replacing a full mirror by an empty one. */
  write(document: string): Promise<MirrorReceipt>;
  /** Newest first. */
  list(): Promise<readonly MirrorEntry[]>;
  /** Null when there is none with that id. */
  read(id: string): Promise<string | null>;
}

interface Effects {
  readonly now?: () => Date;
  readonly writeFile?: typeof writeFileAtomically;
}

/** @param folder absolute folder of the mirror; made when first written to */
export function createMirrorFiles(folder: string, effects: Effects = {}): MirrorFiles {
  const now = effects.now ?? (() => new Date());
  const writeFile = effects.writeFile ?? writeFileAtomically;
  const recent = path.join(folder, "recent");
  const daily = path.join(folder, "daily");
  let prepared = false;
  let queue: Promise<unknown> = Promise.resolve();

  async function prepare(): Promise<void> {
    if (prepared) return;
    for (const part of [folder, recent, daily]) {
      await mkdir(part, { recursive: true });
      await removeLeftovers(part);
    }
    prepared = true;
  }

  async function names(part: string, pattern: RegExp): Promise<string[]> {
    const all = await readdir(part).catch((): string[] => []);
    return all
      .filter((name) => pattern.test(name))
      .sort()
      .reverse();
  }

  /** Records in the newest copy that is intact, whatever happened to the others; 0 when there is none. */
  async function recordsKept(): Promise<number> {
    const candidates = [
      path.join(folder, CURRENT),
      ...(await names(recent, RECENT_NAME)).map((name) => path.join(recent, name)),
      ...(await names(daily, DAILY_NAME)).map((name) => path.join(daily, name)),
    ];
    for (const file of candidates) {
      const text = await readFile(file, "utf8").catch(() => null);
      const records = text === null ? null : documentRecords(text);
      if (records !== null) return records;
    }
    return 0;
  }

  async function writeNow(document: string): Promise<MirrorReceipt> {
    const records = documentRecords(document);
    if (records === null) {
      throw new HostError("mirror-malformed", "This is no Parkwise document; the mirror was left as it is");
    }
    try {
      await prepare();
      if (records === 0) {
        const kept = await recordsKept();
        if (kept > 0) {
          const message = `The mirror holds ${kept} records and was kept; an empty state never takes its place`;
          throw new HostError("mirror-empty", message);
        }
      }
      const time = now();
      await writeFile(path.join(folder, CURRENT), document);
      await writeFile(path.join(daily, `${localDay(time)}.json`), document);
      const stamp = await freshStamp(time);
      await writeFile(path.join(recent, stamp), document);
      await prune(recent, RECENT_NAME, RECENT_KEPT, stamp);
      await prune(daily, DAILY_NAME, DAYS_KEPT, `${localDay(time)}.json`);
      return { savedAt: time.toISOString(), bytes: Buffer.byteLength(document) };
    } catch (error) {
      throw fileError(error, "The copy of your data");
    }
  }

  /** A name of `recent/` that is not taken (two writes within a millisecond, a clock set back). */
  async function freshStamp(time: Date): Promise<string> {
    const taken = new Set(await names(recent, RECENT_NAME));
    for (let milliseconds = time.getTime(); ; milliseconds += 1) {
      const stamp = `${new Date(milliseconds).toISOString().toLowerCase().replaceAll(/[-:.]/g, "")}.json`;
      if (!taken.has(stamp)) return stamp;
    }
  }

  async function prune(part: string, pattern: RegExp, keep: number, newest: string): Promise<void> {
    const older = (await names(part, pattern)).filter((name) => name !== newest);
    // What cannot be removed now is removed after a later write.
    await Promise.allSettled(older.slice(keep - 1).map((name) => rm(path.join(part, name), { force: true })));
  }

  async function files(): Promise<readonly { id: string; file: string; kind: MirrorEntry["kind"] }[]> {
    return [
      { id: "current", file: path.join(folder, CURRENT), kind: "latest" },
      ...(await names(recent, RECENT_NAME)).map((name) => ({
        id: `recent-${path.basename(name, ".json")}`,
        file: path.join(recent, name),
        kind: "recent" as const,
      })),
      ...(await names(daily, DAILY_NAME)).map((name) => ({
        id: `daily-${path.basename(name, ".json")}`,
        file: path.join(daily, name),
        kind: "daily" as const,
      })),
    ];
  }

  return {
    folder,
    write(document) {
      // One after the other: two renames of current.json must not cross.
      const result = queue.then(() => writeNow(document));
      queue = result.catch(() => undefined);
      return result;
    },
    async list() {
      const entries = await Promise.all(
        (await files()).map(async ({ id, file, kind }): Promise<MirrorEntry | null> => {
          const found = await stat(file).catch(() => null);
          return found === null ? null : { id, kind, bytes: found.size, savedAt: found.mtime.toISOString() };
        }),
      );
      return entries.filter((entry): entry is MirrorEntry => entry !== null);
    },
    async read(id) {
      // Only what the listing names can be read: an id is never made into a path.
      const entry = (await files()).find((candidate) => candidate.id === id);
      if (entry === undefined) return null;
      try {
        return await readFile(entry.file, "utf8");
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
        throw fileError(error, "The copy of your data");
      }
    },
  };
}

/** The day on the user's own calendar, YYYY-MM-DD. */
function localDay(time: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}
