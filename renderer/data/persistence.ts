/** Whether the browser keeps the data for good, and how much room there is. */
import { StorageError, toStorageError } from "./storage-error";

export interface StorageFigures {
  /** True: the browser will not evict the data under disk pressure. Null: it does not say. */
  readonly persisted: boolean | null;
  /** Bytes used by this origin and at most allowed to it; null where the browser does not say. */
  readonly usage: number | null;
  readonly quota: number | null;
}

let asked: Promise<boolean | null> | undefined;

/** Asks for persistent storage, once a session. Chromium decides by itself and asks nobody. */
export function askPersistence(): Promise<boolean | null> {
  asked ??= (async () => {
    try {
      return (await navigator.storage.persisted()) || (await navigator.storage.persist());
    } catch {
      return null;
    }
  })();
  return asked;
}

/** The figures now. */
export async function storageFigures(): Promise<StorageFigures> {
  const persisted = await askPersistence();
  try {
    const { usage, quota } = await navigator.storage.estimate();
    return { persisted, usage: usage ?? null, quota: quota ?? null };
  } catch {
    return { persisted, usage: null, quota: null };
  }
}

/**
 * Translates an error, and looks at the disk where the error does not say: Chromium aborts, closes the
 * database or speaks of an internal error when the disk is full, and names the reason nowhere.
 */
export async function explainError(cause: unknown): Promise<StorageError> {
  const error = toStorageError(cause);
  const mute = error.code === "unknown" || error.code === "damaged" || error.code === "closed";
  return mute && (await isDiskFull()) ? new StorageError("quota", error.detail, cause) : error;
}

/** A disk without so much room is full, bytes: a failing store frees and takes a few hundred KB by itself. */
const LEAST_ROOM = 4 * 1024 * 1024;

/**
 * Tries to write that much to a cache of its own. Not to IndexedDB or the private files: on a full disk
 * each write to those puts at risk what they hold.
 */
export async function isDiskFull(): Promise<boolean> {
  if (typeof caches === "undefined") return false;
  const name = "parkwise-room";
  try {
    const cache = await caches.open(name);
    // Only a key: nothing is fetched. (A cache takes no keys of the app's own scheme.)
    await cache.put("https://room.invalid/", new Response(new Uint8Array(LEAST_ROOM)));
    return false;
  } catch (error) {
    return toStorageError(error).code !== "refused";
  } finally {
    await caches.delete(name).catch(() => false);
  }
}
