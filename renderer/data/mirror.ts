/**
 * The mirror: the user's own data as one document outside IndexedDB, written after each confirmed
 * change, and the way back from it.
 *
 * The database is the truth; the mirror is what is left when Chromium resets a damaged store, a
 * folder is lost, or the site's data are cleared. An empty state never overwrites a full mirror.
 */
import * as v from "valibot";
import { sha256 } from "../../shared/catalogue/sha256";
import {
  canonicalJson,
  countsOf,
  type DocumentBody,
  type DocumentCounts,
  DocumentError,
  EMPTY_BODY,
  overlayBody,
  overlayOf,
  ownRecords,
  type ParkwiseDocument,
  parseDocument,
  serializeDocument,
} from "../../shared/document/document";
import { savedProfileSchema, settingsSchema, shortlistSchema } from "../../shared/document/schema";
import type { Host, MirrorEntry } from "../../shared/ipc/host";
import type { Overlay } from "../../shared/model/overlay";
import { countLayerRevision, countRevision, type ParkwiseDb, readRevision } from "./db";
import { readInputs } from "./decision-inputs";
import {
  isSoundRecord,
  keyOf,
  LAYER_TABLES,
  type LayerRecords,
  type LayerTable,
  layerTables,
  overlayRecords,
  readMirroredOverlay,
  readOverlay,
} from "./layer";
import { DEVICE_PREFIX, SETTLED_KEY } from "./records";
import { StorageError, toStorageError } from "./storage-error";
import { run } from "./user-data";

/** A mirror that can be restored, and what it holds. */
export interface MirrorSummary extends MirrorEntry {
  readonly counts: DocumentCounts;
  readonly revision: number;
  readonly appVersion: string;
  /** Names of the shortlists in it, newest change first. */
  readonly shortlistNames: readonly string[];
}

/** What the database holds of the user's own, and the number of its last change. */
export interface OwnState {
  readonly body: DocumentBody;
  readonly revision: number;
}

/** Beyond so many edits and parks a document would be larger than its form allows. */
const MOST_RECORDS = 60_000;

/**
 * Reads it in one transaction. Damaged records stay where they are; large imports stay out of the mirror,
 * and out of an export that could not hold them.
 */
export async function readState(db: ParkwiseDb, kind: "export" | "mirror" = "mirror"): Promise<OwnState> {
  const tables = [db.profiles, db.shortlists, db.inputs, db.settings, db.journal, ...layerTables(db)];
  const [profiles, [shortlists, inputs], settings, revision, overlay] = await run(db, () =>
    db.transaction("r", tables, () =>
      Promise.all([
        db.profiles.toArray(),
        db.shortlists.toArray().then(async (lists) => [lists, await readInputs(db, lists, kind)] as const),
        db.settings.toArray(),
        readRevision(db),
        Promise.all([db.edits.count(), db.customParks.count()]).then(([edits, parks]) =>
          kind === "export" && edits + parks <= MOST_RECORDS ? readOverlay(db) : readMirroredOverlay(db),
        ),
      ]),
    ),
  );
  // One damaged record must not keep all the others out of the mirror.
  const own = settings.filter(({ key }) => !key.startsWith(DEVICE_PREFIX));
  const body = {
    ...EMPTY_BODY,
    profiles: profiles.filter((record) => v.is(savedProfileSchema, record)),
    shortlists: shortlists.filter((record) => v.is(shortlistSchema, record)),
    settings: Object.assign(
      {},
      ...own.map(({ key, value }) => ({ [key]: value })).filter((setting) => v.is(settingsSchema, setting)),
    ) as DocumentBody["settings"],
    ...overlayBody(soundPart(overlay)),
    ...(inputs.length > 0 ? { inputs } : {}),
  };
  return { body, revision };
}

/** The layer without records that a document could not carry. */
function soundPart(overlay: Overlay): Overlay {
  const sound = <T extends LayerTable>(table: T, records: readonly LayerRecords[T][]) =>
    records.filter((record) => isSoundRecord(table, record));
  return {
    edits: sound("edits", overlay.edits),
    customParks: sound("customParks", overlay.customParks),
    hiddenParks: overlay.hiddenParks.filter((id) => isSoundRecord("hidden", { id })),
    gateways: sound("gateways", overlay.gateways),
    columns: sound("columns", overlay.columns),
    criteria: sound("criteria", overlay.criteria),
    provinces: sound("ownProvinces", overlay.provinces),
    sources: sound("ownSources", overlay.sources),
    imports: sound("imports", overlay.imports),
  };
}

/** Of a record that both sides have, the one changed later; of records that never change, the one in place. */
function changedAt(record: object): string {
  const { revertedAt, updatedAt, undoneAt, editedAt, createdAt, importedAt } = record as Readonly<
    Record<string, string | null | undefined>
  >;
  return [revertedAt, undoneAt, updatedAt, editedAt, createdAt, importedAt].find((time) => time != null) ?? "";
}

/** The user's own data as the text of a document. */
export async function exportDocument(db: ParkwiseDb, kind: "export" | "mirror"): Promise<string> {
  try {
    const { body, revision } = await readState(db, kind);
    return serializeDocument(body, {
      kind,
      revision,
      createdAt: new Date().toISOString(),
      appVersion: __APP_VERSION__,
    });
  } catch (cause) {
    throw documentError(cause);
  }
}

/**
 * Writes a document's data into the database, in one transaction: wholly or not at all.
 * `replace` puts them in the place of what is there; `merge` adds them, and where both sides have the
 * same record the one changed later stays (settings: the ones in place stay).
 * @throws {StorageError} `document`, `quota`, ...
 */
export async function restoreDocument(
  db: ParkwiseDb,
  document: string | ParkwiseDocument,
  mode: "replace" | "merge",
): Promise<DocumentCounts> {
  try {
    const { body, counts, revision } = typeof document === "string" ? parseDocument(document) : document;
    const layer = overlayRecords(overlayOf(body));
    const write = async (): Promise<void> => {
      const keep = <T extends { readonly id: string }>(
        present: readonly T[],
        incoming: readonly T[],
        time: keyof T,
      ) => {
        const older = new Map(present.map((record) => [record.id, record]));
        return incoming.filter((record) => {
          const other = older.get(record.id);
          return other === undefined || record[time] > other[time];
        });
      };
      const settings = Object.entries(body.settings)
        .filter(([key]) => !key.startsWith(DEVICE_PREFIX))
        .map(([key, value]) => ({ key, value: value }));
      const present = await db.settings.toArray();
      // After the clearing of a replacement. Named by their content: whoever has one has the same.
      const putInputs = () => db.inputs.bulkPut([...(body.inputs ?? [])]);
      if (mode === "replace") {
        await Promise.all([db.profiles.clear(), db.shortlists.clear(), db.inputs.clear()]);
        await db.settings.bulkDelete(present.map(({ key }) => key).filter((key) => !key.startsWith(DEVICE_PREFIX)));
        await putInputs();
        await db.profiles.bulkPut([...body.profiles]);
        await db.shortlists.bulkPut([...body.shortlists]);
        await db.settings.bulkPut(settings);
        for (const table of LAYER_TABLES) {
          await db.table(table).clear();
          await db.table(table).bulkPut([...layer[table]]);
        }
      } else {
        await putInputs();
        await db.profiles.bulkPut(keep(await db.profiles.toArray(), body.profiles, "savedAt"));
        await db.shortlists.bulkPut(keep(await db.shortlists.toArray(), body.shortlists, "updatedAt"));
        const keys = new Set(present.map(({ key }) => key));
        await db.settings.bulkPut(settings.filter(({ key }) => !keys.has(key)));
        for (const table of LAYER_TABLES) {
          const records: readonly LayerRecords[LayerTable][] = layer[table];
          const there: readonly (object | undefined)[] = await db
            .table(table)
            .bulkGet(records.map((record) => keyOf(table, record)));
          await db.table(table).bulkPut(
            records.filter((record, at) => {
              const other = there[at];
              return other === undefined || changedAt(record) > changedAt(other);
            }),
          );
        }
      }
      await db.settings.put({ key: SETTLED_KEY, value: new Date().toISOString() });
      await countRevision(db, revision);
      await countLayerRevision(db);
    };
    const tables = [db.profiles, db.shortlists, db.inputs, db.settings, db.journal, ...layerTables(db)];
    await run(db, () => db.transaction("rw", tables, write));
    return counts;
  } catch (cause) {
    throw documentError(cause);
  }
}

/** The mirrors that can be read and hold something, newest first. Damaged ones are passed over. */
export async function findMirrors(host: Host, limit = 40): Promise<readonly MirrorSummary[]> {
  let entries: readonly MirrorEntry[];
  try {
    entries = await host.listMirrors();
  } catch {
    // A mirror that cannot be listed cannot be offered; what it would have helped with is reported anyway.
    return [];
  }
  const newestFirst = [...entries].sort((a, b) => (a.savedAt < b.savedAt ? 1 : -1)).slice(0, limit);
  const found: MirrorSummary[] = [];
  const seen = new Set<string>();
  for (const entry of newestFirst) {
    try {
      const text = await host.readMirror(entry.id);
      if (text === null) continue;
      const { body, counts, appVersion, createdAt, sha256: hash, revision = 0 } = parseDocument(text);
      // "latest" and the newest "recent" may be the same state.
      if (ownRecords(counts) + counts.settings === 0 || seen.has(`${createdAt} ${hash}`)) continue;
      seen.add(`${createdAt} ${hash}`);
      const names = [...body.shortlists].sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1)).map(({ name }) => name);
      found.push({ ...entry, counts, revision, appVersion, shortlistNames: names });
    } catch {
      // Damaged or newer: the next one is tried.
    }
  }
  return found;
}

/** Reads a mirror by id. @throws {StorageError} `not-found` or `document`. */
export async function readMirror(host: Host, id: string): Promise<ParkwiseDocument> {
  const text = await host.readMirror(id);
  if (text === null) throw new StorageError("not-found", id);
  return readDocument(text);
}

/** Reads a document's text. @throws {StorageError} `document`, with reason and place. */
export function readDocument(text: string): ParkwiseDocument {
  try {
    return parseDocument(text);
  } catch (cause) {
    throw documentError(cause);
  }
}

export interface MirrorStatus {
  /** Time of the last mirror written in this session; null when none was. */
  readonly savedAt: string | null;
  readonly bytes: number;
  /** A confirmed change waits to be mirrored. */
  readonly pending: boolean;
  /** Why the last attempt failed; null when it did not. */
  readonly error: StorageError | null;
}

export interface Mirror {
  /** Notes a confirmed change; the mirror follows within the debounce. */
  changed(): void;
  /** Writes now what is pending. Resolves when it is written or has failed (see the status). */
  flush(): Promise<void>;
  /**
   * After a start: writes a mirror that a crash cut off. When the mirror is ahead instead, the database
   * has lost confirmed changes (a disk that lied, a damaged log); then nothing is written and the mirror
   * that holds them is returned.
   */
  catchUp(): Promise<MirrorSummary | null>;
  status(): MirrorStatus;
  subscribe(listener: () => void): () => void;
  stop(): void;
}

/** A mirror that failed is tried again after so long, ms; blur, close and the next change try sooner. */
const RETRY_DELAY = 30_000;

/** Starts mirroring. `debounce` in ms. */
export function createMirror(db: ParkwiseDb, host: Host, debounce = 1_000): Mirror {
  let status: MirrorStatus = { savedAt: null, bytes: 0, pending: false, error: null };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<void> = Promise.resolve();
  /** The state that the newest mirror holds, once looked up. */
  let last: { readonly hash: string; readonly full: boolean } | undefined;
  /** What the last writing took, ms. */
  let cost = 0;
  const listeners = new Set<() => void>();
  const set = (change: Partial<MirrorStatus>) => {
    status = { ...status, ...change };
    for (const listener of listeners) listener();
  };

  /** A state that has been read and is not yet in the mirror: it outlives the database. */
  let unsent: { readonly text: string; readonly hash: string; readonly full: boolean } | null = null;

  /** Reads the state; makes it the unsent one unless it is mirrored already or empty over a full one. */
  const read = async (): Promise<void> => {
    const { body, revision } = await readState(db);
    last ??= await newestState(host);
    const hash = sha256(canonicalJson(body));
    const counts = countsOf(body);
    const full = ownRecords(counts) > 0;
    unsent = null;
    if (hash === last.hash || (!full && (last.full || counts.settings === 0))) return;
    const header = {
      kind: "mirror",
      revision,
      createdAt: new Date().toISOString(),
      appVersion: __APP_VERSION__,
    } as const;
    unsent = { text: serializeDocument(body, header), hash, full };
  };
  const send = async (): Promise<void> => {
    if (unsent === null) return;
    const { text, hash, full } = unsent;
    const receipt = await host.writeMirror(text);
    last = { hash, full };
    unsent = null;
    set(receipt);
  };
  const write = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (!status.pending) return;
    set({ pending: false });
    const began = performance.now();
    try {
      // Also when the database cannot be read any more: what was read last is then all there is.
      await read().finally(send);
      cost = Math.min(3_000, performance.now() - began);
      set({ error: null });
    } catch (cause) {
      set({ pending: true, error: documentError(cause) });
      timer ??= setTimeout(() => void flush(), RETRY_DELAY);
    }
  };
  const flush = () => {
    writing = writing.then(write);
    return writing;
  };

  return {
    changed() {
      set({ pending: true });
      // Not restarted by each change: a long series of changes must not put the mirror off for ever.
      // What takes long to write is written less often.
      timer ??= setTimeout(() => void flush(), Math.max(debounce, 20 * cost));
    },
    flush,
    async catchUp() {
      const [newest] = await findMirrors(host, 3);
      if (newest !== undefined && newest.revision > (await readRevision(db))) return newest;
      this.changed();
      return null;
    },
    status: () => status,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      clearTimeout(timer);
      listeners.clear();
    },
  };
}

async function newestState(host: Host): Promise<{ hash: string; full: boolean }> {
  const entries = [...(await host.listMirrors())].sort((a, b) => (a.savedAt < b.savedAt ? 1 : -1));
  for (const [index, entry] of entries.entries()) {
    const text = await host.readMirror(entry.id).catch(() => null);
    if (text === null) continue;
    try {
      const { sha256: hash, counts } = parseDocument(text);
      // Only the newest spares a write; an older one merely tells that there is something to protect.
      if (index === 0 || ownRecords(counts) > 0) return { hash: index === 0 ? hash : "", full: ownRecords(counts) > 0 };
    } catch {
      // Damaged: an older one may tell.
    }
  }
  return { hash: "", full: false };
}

/** Flushes the mirror whenever the window may be about to go; returns the unsubscriber. */
export function mirrorOnLeaving(mirror: Mirror, host: Host): () => void {
  const flush = () => void mirror.flush();
  const onVisibility = () => {
    if (document.visibilityState === "hidden") flush();
  };
  addEventListener("blur", flush);
  addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", onVisibility);
  // The shell waits for the listener's promise before it closes the window.
  const unsubscribe = host.onShellEvent((event) => (event.type === "closing" ? mirror.flush() : undefined));
  return () => {
    removeEventListener("blur", flush);
    removeEventListener("pagehide", flush);
    document.removeEventListener("visibilitychange", onVisibility);
    unsubscribe();
  };
}

function documentError(cause: unknown): StorageError {
  return cause instanceof DocumentError ? new StorageError("document", cause.message, cause) : toStorageError(cause);
}
