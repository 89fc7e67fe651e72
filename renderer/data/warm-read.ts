/**
 * The first read of a start: the ready-made site table, the reference data and the settings, straight
 * from IndexedDB, without Dexie, React or a schema library in the way. Import this module first and it
 * begins before anything else is parsed; beside it the manifest of the built-in catalogue is fetched.
 */
import { DATABASE_NAME } from "../../shared/contract";
import {
  type CatalogueStamp,
  isNewerNative,
  ONLY,
  type ReferenceRecord,
  type SettingRecord,
  type Settings,
  type SiteTableRecord,
} from "./records";

export type WarmRead =
  /** The database is there; single records may still be missing. */
  | {
      readonly kind: "read";
      readonly siteTable: SiteTableRecord | undefined;
      readonly reference: ReferenceRecord | undefined;
      readonly settings: Settings;
    }
  /** No database of that name. */
  | { readonly kind: "absent" }
  /** An older schema, to be upgraded first. */
  | { readonly kind: "older" }
  | { readonly kind: "newer"; readonly version: number }
  /** IndexedDB failed; opening with retries decides what it means. */
  | { readonly kind: "failed"; readonly error: unknown };

/** Reads once. Never rejects, creates no database, leaves no connection open. */
export function warmRead(name: string = DATABASE_NAME): Promise<WarmRead> {
  return new Promise((resolve) => {
    let request: IDBOpenDBRequest;
    try {
      request = indexedDB.open(name);
    } catch (error) {
      return resolve({ kind: "failed", error });
    }
    let absent = false;
    request.onupgradeneeded = () => {
      // Opening without a version creates what is not there; taking that back leaves nothing behind.
      absent = true;
      request.transaction?.abort();
    };
    request.onerror = (event) => {
      event.preventDefault();
      resolve(absent ? { kind: "absent" } : { kind: "failed", error: request.error });
    };
    request.onsuccess = () => {
      const db = request.result;
      db.onversionchange = () => db.close();
      if (isNewerNative(db.version)) {
        db.close();
        return resolve({ kind: "newer", version: db.version });
      }
      const names = ["siteTable", "reference", "settings"] as const;
      if (!names.every((store) => db.objectStoreNames.contains(store))) {
        db.close();
        return resolve({ kind: "older" });
      }
      try {
        const transaction = db.transaction([...names], "readonly");
        const siteTable = transaction.objectStore("siteTable").get(ONLY) as IDBRequest<SiteTableRecord | undefined>;
        const reference = transaction.objectStore("reference").get(ONLY) as IDBRequest<ReferenceRecord | undefined>;
        const rows = transaction.objectStore("settings").getAll() as IDBRequest<SettingRecord[]>;
        transaction.oncomplete = () => {
          db.close();
          resolve({
            kind: "read",
            siteTable: siteTable.result,
            reference: reference.result,
            settings: Object.fromEntries(rows.result.map(({ key, value }) => [key, value])),
          });
        };
        transaction.onabort = () => {
          db.close();
          resolve({ kind: "failed", error: transaction.error });
        };
      } catch (error) {
        db.close();
        resolve({ kind: "failed", error });
      }
    };
  });
}

/** The built-in catalogue's manifest; null when it cannot be had (then what is stored is used). */
export async function readManifest(base: string): Promise<CatalogueStamp | null> {
  try {
    const response = await fetch(new URL("catalogue/manifest.json", base), {
      cache: "no-cache",
      signal: AbortSignal.timeout(3_000),
    });
    if (!response.ok) return null;
    const { version, contentHash } = (await response.json()) as Partial<CatalogueStamp>;
    return typeof version === "string" && typeof contentHash === "string" ? { version, contentHash } : null;
  } catch {
    return null;
  }
}

/** Where the built files lie: the folder of the page. */
export function appBase(): string {
  return typeof document === "undefined" ? "http://localhost/" : document.baseURI;
}

/** The reads of this start, begun when the module was loaded. */
export interface EarlyReads {
  readonly warm: Promise<WarmRead>;
  readonly manifest: Promise<CatalogueStamp | null>;
}

const begun: EarlyReads | null =
  typeof document === "undefined" ? null : { warm: warmRead(), manifest: readManifest(appBase()) };

/** The reads that began with the page, or new ones (a later attempt, another database). */
export function earlyReads(options: {
  readonly fresh: boolean;
  readonly base: string;
  readonly name: string;
}): EarlyReads {
  if (begun !== null && !options.fresh && options.name === DATABASE_NAME && options.base === appBase()) return begun;
  return { warm: warmRead(options.name), manifest: readManifest(options.base) };
}
