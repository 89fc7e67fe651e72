/** Whether the browser keeps the data for good, and how much room there is. */

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
