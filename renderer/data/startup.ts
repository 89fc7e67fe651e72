/**
 * The start of the app as a small state machine that the interface follows: opening, loading the
 * catalogue, ready; or recovery or failure, with what can be done about it. There is no state without
 * something to show.
 *
 * A warm start takes only the reads of `warm-read.ts`; Dexie, the catalogue loader, the document
 * format and the mirror are loaded behind it.
 */
import { DATABASE_NAME } from "../../shared/contract";
import type { Host } from "../../shared/ipc/host";
import type { SiteTable } from "../../shared/model/site";
import { nextPicture } from "../host/next-picture";
import type { MirrorStatus, MirrorSummary } from "./mirror";
import {
  type CatalogueStamp,
  ONLY,
  type OwnPart,
  type Reference,
  SETTLED_KEY,
  type Settings,
  SITE_TABLE_FORM,
  type SiteTableRecord,
} from "./records";
import { StorageError, toStorageError } from "./storage-error";
import type { OpenStore, Store, StoreEvent } from "./store";
import { appBase, earlyReads, type WarmRead } from "./warm-read";

/** What the interface works on. */
export interface Workspace {
  readonly siteTable: SiteTable;
  /** What of the user's own layer the table was built with. */
  readonly own: OwnPart;
  readonly reference: Reference;
  readonly settings: Settings;
  readonly store: Store;
  /** What went wrong without stopping the start: a damaged newer catalogue, for example. */
  readonly notices: readonly StorageError[];
}

export type RecoveryReason = "empty" | "damaged" | "refused";

export type StartState =
  | { readonly phase: "opening" }
  /** `total` is 0 until the file has been read. */
  | { readonly phase: "loading-catalogue"; readonly done: number; readonly total: number }
  | ({ readonly phase: "ready" } & Workspace)
  /**
   * The database is empty, damaged or refused. `mirrors` are what can be restored, newest first; it may be
   * empty unless the reason is "empty". Ways on: `retry`, `restore`, `startEmpty`.
   */
  | {
      readonly phase: "recovery";
      readonly reason: RecoveryReason;
      readonly error: StorageError | null;
      readonly mirrors: readonly MirrorSummary[];
    }
  /** Ways on: `retry`, after what the message says has been done. */
  | { readonly phase: "failed"; readonly error: StorageError };

export interface Startup {
  state(): StartState;
  subscribe(listener: () => void): () => void;
  retry(): void;
  /** From recovery: puts a mirror's data into the database (a new one, if the old one is damaged). */
  restore(mirrorId: string): void;
  /** From recovery: goes on without the mirror, which stays; deletes a database that cannot be opened. */
  startEmpty(): void;
  /** What befalls the database later: upgraded or deleted by another window, lost, reopened. */
  onDatabaseEvent(listener: (event: StoreEvent) => void): () => void;
  /** Writes what is pending and closes. */
  close(): Promise<void>;
}

export interface StartOptions {
  readonly host: Host;
  /** Address of the app's folder, where `catalogue/` lies. */
  readonly base?: string;
  readonly databaseName?: string;
  readonly retryDelays?: readonly number[];
  readonly mirrorDebounce?: number;
}

type Choice = { readonly type: "restore"; readonly mirrorId: string } | { readonly type: "empty" } | null;

/** Starts at once. */
export function start({ host, base = appBase(), databaseName = DATABASE_NAME, ...tuning }: StartOptions): Startup {
  let state: StartState = { phase: "opening" };
  let store: Promise<OpenStore> | null = null;
  let starts = 0;
  const listeners = new Set<() => void>();
  const eventListeners = new Set<(event: StoreEvent) => void>();
  const set = (next: StartState) => {
    state = next;
    for (const listener of listeners) listener();
  };
  const onEvent = (event: StoreEvent) => {
    for (const listener of eventListeners) listener(event);
  };
  const open = (): Promise<OpenStore> => {
    store ??= import("./store").then((module) => module.openStore({ host, name: databaseName, onEvent, ...tuning }));
    return store;
  };

  const begin = async (choice: Choice, fresh: boolean): Promise<void> => {
    set({ phase: "opening" });
    const reads = earlyReads({ fresh, base, name: databaseName });
    const warm = await reads.warm;
    if (warm.kind === "newer") {
      throw new StorageError("newer", `the database has version ${warm.version / 10}`);
    }
    const manifest = await reads.manifest;
    const usable = choice === null ? usableWarm(warm, manifest) : null;
    if (usable !== null) {
      // Behind the first picture: Dexie and what it brings take as long as drawing does.
      const opening = nextPicture().then(open);
      // A failure to open shows at the first use and as an event; it does not take the ranking away.
      opening.then(tidyUp, (cause: unknown) => onEvent({ type: "lost", error: toStorageError(cause) }));
      return set({ phase: "ready", ...usable, store: lazyStore(opening), notices: [] });
    }
    await coldStart(choice, manifest);
  };

  const coldStart = async (choice: Choice, manifest: CatalogueStamp | null): Promise<void> => {
    const mirrors = await import("./mirror");
    // Read first: a mirror that cannot be used must not cost anything else.
    const document = choice?.type === "restore" ? await mirrors.readMirror(host, choice.mirrorId) : null;
    const opened = await open();
    const before = await opened.settings.all();
    const own = await opened.hasOwnRecords();
    if (before[SETTLED_KEY] === undefined && choice === null && !own) {
      const found = await mirrors.findMirrors(host);
      if (found.length > 0) return set({ phase: "recovery", reason: "empty", error: null, mirrors: found });
    }
    const { siteTable, reference, notices } = await currentCatalogue(opened, manifest);
    // The database may have come back with newer data than the mirror's: those stay.
    if (document !== null) await mirrors.restoreDocument(opened.db, document, own ? "merge" : "replace");
    else if (before[SETTLED_KEY] === undefined) await settle(opened, await mirrors.findMirrors(host));
    const settings = await opened.settings.all();
    // A new catalogue has no layer in its table yet, and what a document brought is not in it either.
    const { currentTable } = await import("./layer-table");
    const { table, own: part } = await currentTable(opened.db).then(
      (record) => record ?? siteTable,
      () => siteTable,
    );
    set({ phase: "ready", siteTable: table, own: part, reference, settings, store: opened, notices });
    tidyUp(opened);
  };

  const currentCatalogue = async (opened: OpenStore, manifest: CatalogueStamp | null) => {
    const stored = await readStored(opened);
    if (stored !== null && isCurrent(stored.siteTable, manifest)) return { ...stored, notices: [] };
    const loader = await import("./catalogue-loader");
    try {
      const loaded = await loader.loadCatalogue(opened.db, base, (done, total) =>
        set({ phase: "loading-catalogue", done, total }),
      );
      return { ...loaded, notices: [] };
    } catch (cause) {
      const error = toStorageError(cause);
      // The stored catalogue is whole: better an older one and a word about it than none.
      if (stored === null) throw error;
      return { ...stored, notices: [error] };
    }
  };

  /** Brings a mirror up to date that a crash cut off. */
  const tidyUp = (opened: OpenStore): void => {
    // Comparing must not stop a start that works; the mirror's own status shows what it could not do.
    const compare = () => void opened.mirror.catchUp().catch(() => {});
    // After the first picture.
    if (typeof requestIdleCallback === "function") requestIdleCallback(compare, { timeout: 3_000 });
    else setTimeout(compare, 0);
  };

  const letGo = async (): Promise<void> => {
    const before = store;
    store = null;
    await before?.then((opened) => opened.close()).catch(() => {});
  };

  const run = async (choice: Choice): Promise<void> => {
    const broken = state.phase === "recovery" && state.reason !== "empty";
    const fresh = starts++ > 0;
    try {
      try {
        await begin(choice, fresh);
      } catch (cause) {
        const error = toStorageError(cause);
        // Deleted only when the user chose to go on without what cannot be read, and it still cannot be.
        if (choice === null || !broken || !isBroken(error)) throw error;
        await letGo();
        await (await import("./store")).deleteDatabase(databaseName);
        await begin(choice, true);
      }
    } catch (cause) {
      const error = toStorageError(cause);
      await letGo();
      if (!isBroken(error)) return set({ phase: "failed", error });
      const mirrors = await import("./mirror").then((module) => module.findMirrors(host));
      set({ phase: "recovery", reason: error.code === "refused" ? "refused" : "damaged", error, mirrors });
    }
  };
  void run(null);

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    retry: () => void run(null),
    restore: (mirrorId) => void run({ type: "restore", mirrorId }),
    startEmpty: () => void run({ type: "empty" }),
    onDatabaseEvent(listener) {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
    async close() {
      await (await store)?.close();
    },
  };
}

/** Marks the beginning of the user's data; what is counted from here ends above the mirrors there are. */
async function settle({ db }: OpenStore, mirrors: readonly MirrorSummary[]): Promise<void> {
  const { countRevision } = await import("./db");
  await db.transaction("rw", [db.settings, db.journal], async () => {
    await db.settings.put({ key: SETTLED_KEY, value: new Date().toISOString() });
    await countRevision(db, Math.max(0, ...mirrors.map(({ revision }) => revision)));
  });
}

function isBroken({ code }: StorageError): boolean {
  return code === "damaged" || code === "refused" || code === "closed" || code === "unknown";
}

/** What of the warm read can be shown at once; null when something has to be made or asked first. */
function usableWarm(
  warm: WarmRead,
  manifest: CatalogueStamp | null,
): Pick<Workspace, "siteTable" | "own" | "reference" | "settings"> | null {
  if (warm.kind !== "read" || warm.settings[SETTLED_KEY] === undefined) return null;
  const { siteTable, reference, settings } = warm;
  if (siteTable === undefined || reference === undefined || !isCurrent(siteTable, manifest) || !isSound(siteTable)) {
    return null;
  }
  if (siteTable.catalogue.contentHash !== reference.reference.catalogue.contentHash) return null;
  return { siteTable: siteTable.table, own: siteTable.own, reference: reference.reference, settings };
}

async function readStored({ db }: OpenStore): Promise<{ siteTable: SiteTableRecord; reference: Reference } | null> {
  const [siteTable, record] = await Promise.all([db.siteTable.get(ONLY), db.reference.get(ONLY)]);
  if (siteTable === undefined || record === undefined || !isSound(siteTable)) return null;
  return { siteTable, reference: record.reference };
}

/** Whether the stored table was made by this app and its catalogue is not behind the built-in one. */
function isCurrent({ form, builtBy, catalogue }: SiteTableRecord, manifest: CatalogueStamp | null): boolean {
  if (form !== SITE_TABLE_FORM || builtBy !== __APP_VERSION__) return false;
  if (manifest === null || manifest.contentHash === catalogue.contentHash) return true;
  return compareVersions(manifest.version, catalogue.version) < 0;
}

/** Whether every column has a figure for every site. */
function isSound({ table }: SiteTableRecord): boolean {
  const rows = table?.sites?.length ?? 0;
  return (
    rows > 0 &&
    Object.values(table.measures).every(({ central, low, high, kind }) =>
      [central, low, high, kind].every((column) => column?.length === rows),
    )
  );
}

/** Compares dotted numbers; negative when `a` is older. */
export function compareVersions(a: string, b: string): number {
  const parts = (text: string) => (text.match(/\d+/g) ?? []).map(Number);
  const [x, y] = [parts(a), parts(b)];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const difference = (x[i] ?? 0) - (y[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** A store whose methods wait for the database to open. */
function lazyStore(opening: Promise<OpenStore>): Store {
  let mirror: OpenStore["mirror"] | null = null;
  opening.then(
    (opened) => {
      mirror = opened.mirror;
    },
    () => {},
  );
  return {
    sites: deferred(opening, (opened) => opened.sites),
    layer: deferred(opening, (opened) => opened.layer),
    tables: deferred(opening, (opened) => opened.tables),
    profiles: deferred(opening, (opened) => opened.profiles),
    shortlists: deferred(opening, (opened) => opened.shortlists),
    settings: deferred(opening, (opened) => opened.settings),
    storage: deferred(opening, (opened) => opened.storage),
    documents: deferred(opening, (opened) => opened.documents),
    mirror: {
      status: () => mirror?.status() ?? IDLE_MIRROR,
      subscribe: deferred(opening, (opened) => opened.mirror, "subscribe").subscribe,
      flush: async () => (await opening).mirror.flush(),
      list: async () => (await opening).mirror.list(),
    },
  };
}

const IDLE_MIRROR: MirrorStatus = { savedAt: null, bytes: 0, pending: false, error: null };

/**
 * A stand-in for a part of the store that is still opening: each method waits and calls on, except the
 * subscription, which returns its unsubscriber at once.
 */
function deferred<T extends object>(
  opening: Promise<OpenStore>,
  part: (opened: OpenStore) => T,
  subscription: "watch" | "subscribe" = "watch",
): T {
  type Method = (...args: readonly unknown[]) => unknown;
  const method = (opened: OpenStore, name: string) => (part(opened) as Record<string, Method>)[name] as Method;
  // Kept: a subscription is recognised by its identity.
  const made = new Map<string, Method>();
  const make = (name: string): Method =>
    name === subscription
      ? (...args) => {
          let stopped = false;
          let stop: unknown;
          opening.then(
            (opened) => {
              if (!stopped) stop = method(opened, name)(...args);
            },
            (cause: unknown) => (args[1] as ((error: StorageError) => void) | undefined)?.(toStorageError(cause)),
          );
          return () => {
            stopped = true;
            (stop as (() => void) | undefined)?.();
          };
        }
      : async (...args) => {
          const opened = await opening.catch((cause: unknown) => {
            throw toStorageError(cause);
          });
          return method(opened, name)(...args);
        };
  return new Proxy({} as T, {
    get(_, name) {
      // Not a promise: awaiting the part itself must not call into it.
      if (typeof name === "symbol" || name === "then") return undefined;
      const known = made.get(name) ?? make(name);
      made.set(name, known);
      return known;
    },
  });
}
