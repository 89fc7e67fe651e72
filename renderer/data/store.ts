/**
 * The open store: database, repositories, mirror and documents behind one face. Loaded on its own, so
 * that the first paint of a warm start does not wait for it.
 */
import type { DocumentCounts, ParkwiseDocument } from "../../shared/document/document";
import type { Host } from "../../shared/ipc/host";
import { type DatabaseEvent, openDatabase, type ParkwiseDb } from "./db";
import { sweepInputs } from "./decision-inputs";
import { createLayer, type LayerRepository, layerTables } from "./layer";
import { watchTable } from "./layer-table";
import {
  createMirror,
  exportDocument,
  findMirrors,
  type Mirror,
  type MirrorStatus,
  type MirrorSummary,
  mirrorOnLeaving,
  readDocument,
  readMirror,
  restoreDocument,
} from "./mirror";
import { askPersistence, type StorageFigures, storageFigures } from "./persistence";
import type { SiteTableRecord } from "./records";
import { createSites, type SiteRepository } from "./sites";
import { toStorageError } from "./storage-error";
import { createUserData, run, type UserData, type Watch } from "./user-data";

export interface MirrorFace {
  status(): MirrorStatus;
  subscribe(listener: () => void): () => void;
  /** Writes now what is pending. */
  flush(): Promise<void>;
  /** What can be restored, newest first. */
  list(): Promise<readonly MirrorSummary[]>;
}

export interface DocumentFace {
  /** All of the user's own data as the text of a `.parkwise` document. */
  export(): Promise<string>;
  /** Checks a document without using it, to show what it holds. @throws {StorageError} `document` */
  inspect(text: string): Promise<ParkwiseDocument>;
  /** Takes a document's data in, wholly or not at all; what was there goes into the mirror first. */
  restore(text: string, mode: "replace" | "merge"): Promise<DocumentCounts>;
  /** The same from a mirror. */
  restoreMirror(id: string, mode: "replace" | "merge"): Promise<DocumentCounts>;
}

/** What the interface knows of storage. Every promise rejects with a `StorageError` only. */
export interface Store extends UserData {
  readonly sites: SiteRepository;
  /** The user's own layer: edits, parks, places, criteria, imports. */
  readonly layer: LayerRepository;
  /** The site table with the layer over it, of now and after each change by any window. */
  readonly tables: { readonly watch: Watch<SiteTableRecord> };
  readonly storage: { figures(): Promise<StorageFigures> };
  readonly mirror: MirrorFace;
  readonly documents: DocumentFace;
}

export interface OpenStore extends Store {
  readonly db: ParkwiseDb;
  readonly mirror: MirrorFace & {
    /** Compares database and mirror after a start; tells by an event when the database is behind. */
    catchUp(): Promise<void>;
  };
  /** Whether there are profiles, shortlists or a layer. */
  hasOwnRecords(): Promise<boolean>;
  close(): Promise<void>;
}

export type StoreEvent =
  | DatabaseEvent
  /** The database has lost confirmed changes that this mirror holds; restoring it by merging brings them back. */
  | { readonly type: "behind-mirror"; readonly mirror: MirrorSummary };

export interface StoreOptions {
  readonly host: Host;
  readonly name?: string;
  readonly retryDelays?: readonly number[];
  readonly mirrorDebounce?: number;
  readonly onEvent?: (event: StoreEvent) => void;
}

/** Opens the database and everything over it. @throws {StorageError} */
export async function openStore({
  host,
  name,
  retryDelays,
  mirrorDebounce,
  onEvent,
}: StoreOptions): Promise<OpenStore> {
  const db = await openDatabase({
    ...(name === undefined ? {} : { name }),
    ...(retryDelays === undefined ? {} : { retryDelays }),
    ...(onEvent === undefined ? {} : { onEvent }),
  });
  const mirror: Mirror = createMirror(db, host, mirrorDebounce);
  const stopLeaving = typeof document === "undefined" ? () => {} : mirrorOnLeaving(mirror, host);
  const userData = createUserData(db, {
    onConfirmed: mirror.changed,
    onDamagedRecord: (table, id, detail) => console.warn(`Parkwise: ${table} ${id} is damaged and left out: ${detail}`),
  });
  void askPersistence();
  // What cannot be removed now is removed at another start.
  void sweepInputs(db).catch(() => {});

  const restore = async (document: string | ParkwiseDocument, mode: "replace" | "merge") => {
    // What is about to be changed can then be had back.
    mirror.changed();
    await mirror.flush();
    const counts = await restoreDocument(db, document, mode);
    mirror.changed();
    return counts;
  };

  return {
    db,
    ...userData,
    sites: createSites(db),
    layer: createLayer(db, mirror.changed),
    tables: { watch: watchTable(db) },
    storage: { figures: storageFigures },
    mirror: {
      status: mirror.status,
      subscribe: mirror.subscribe,
      flush: mirror.flush,
      list: () => findMirrors(host),
      async catchUp() {
        const ahead = await mirror.catchUp();
        if (ahead !== null) onEvent?.({ type: "behind-mirror", mirror: ahead });
      },
    },
    documents: {
      export: () => exportDocument(db, "export"),
      inspect: async (text) => readDocument(text),
      restore,
      restoreMirror: async (id, mode) => restore(await readMirror(host, id), mode),
    },
    hasOwnRecords: async () =>
      (
        await Promise.all([db.profiles, db.shortlists, ...layerTables(db)].map((table) => run(db, () => table.count())))
      ).some((count) => count > 0),
    async close() {
      await mirror.flush();
      mirror.stop();
      stopLeaving();
      db.shut();
    },
  };
}

/** Deletes the database, after the user chose to start over or to restore into a new one. */
export function deleteDatabase(name: string, patience = 5_000): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    const timer = setTimeout(
      () =>
        reject(
          toStorageError(Object.assign(new Error("another window holds the database open"), { name: "TimeoutError" })),
        ),
      patience,
    );
    request.onsuccess = () => {
      clearTimeout(timer);
      resolve();
    };
    request.onerror = () => {
      clearTimeout(timer);
      reject(toStorageError(request.error));
    };
  });
}
