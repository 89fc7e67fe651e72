/**
 * The database: its tables by version, and how it is opened, kept open and given back.
 *
 * Versions are only ever added; each old one has a fixture in `db.test.ts`. A database that a newer
 * Parkwise wrote is left alone.
 */
import Dexie, { type Table } from "dexie";
import { DATABASE_NAME } from "../../shared/contract";
import type { Source } from "../../shared/model/evidence";
import type {
  CustomColumn,
  CustomCriterion,
  CustomGateway,
  CustomPark,
  CustomProvince,
  FactEdit,
  ImportRecord,
} from "../../shared/model/overlay";
import type { Park } from "../../shared/model/park";
import type { SavedProfile } from "../../shared/model/profile";
import type { DecisionInputs, Shortlist } from "../../shared/model/shortlist";
import { explainError, isDiskFull } from "./persistence";
import {
  type HiddenRecord,
  isNewerNative,
  type JournalRecord,
  LAYER,
  ONLY,
  type ReferenceRecord,
  type SettingRecord,
  type SiteTableRecord,
} from "./records";
import { StorageError } from "./storage-error";

/** Waits before the second, third and fourth try to open, ms. */
const RETRY_DELAYS = [150, 500, 1_500];

/** How long an upgrade waits for other windows to let go, ms. */
const BLOCKED_PATIENCE = 4_000;

export class ParkwiseDb extends Dexie {
  declare readonly parks: Table<Park, string>;
  declare readonly sources: Table<Source, string>;
  declare readonly siteTable: Table<SiteTableRecord, string>;
  declare readonly reference: Table<ReferenceRecord, string>;
  declare readonly profiles: Table<SavedProfile, string>;
  declare readonly shortlists: Table<Shortlist, string>;
  declare readonly settings: Table<SettingRecord, string>;
  declare readonly journal: Table<JournalRecord, string>;
  declare readonly edits: Table<FactEdit, string>;
  declare readonly customParks: Table<CustomPark, string>;
  declare readonly hidden: Table<HiddenRecord, string>;
  declare readonly gateways: Table<CustomGateway, string>;
  declare readonly columns: Table<CustomColumn, string>;
  declare readonly criteria: Table<CustomCriterion, string>;
  declare readonly ownProvinces: Table<CustomProvince, string>;
  declare readonly ownSources: Table<Source, string>;
  declare readonly imports: Table<ImportRecord, string>;
  declare readonly inputs: Table<DecisionInputs, string>;

  /** Set by {@link shut}: the connection is not to be had again. */
  closedForGood = false;
  private reopening: Promise<boolean> | null = null;
  private tell: OpenOptions["onEvent"];
  /** Why a lost connection could not be had again at the last attempt. */
  lossReason: StorageError | null = null;

  constructor(name: string) {
    // Strict: a confirmed save has been flushed to the disk (measured cost about 0.2 ms a save).
    super(name, { chromeTransactionDurability: "strict", autoOpen: false, cache: "disabled" });
    // DO NOT CHANGE A VERSION THAT WAS RELEASED. Add the next one, with an upgrade and a fixture test.
    this.version(1).stores({
      parks: "id, province, formerProvince, region",
      sources: "id, url",
      siteTable: "id",
      reference: "id",
      profiles: "id, name",
      shortlists: "id, name, updatedAt",
      settings: "key",
      journal: "id",
    });
    // The user's own layer. Nothing of version 1 changes its form.
    this.version(2).stores({
      edits: "id, parkId, importId",
      customParks: "id, importId",
      hidden: "id",
      gateways: "id, importId",
      columns: "id, importId",
      criteria: "id, importId",
      ownProvinces: "code, importId",
      ownSources: "id",
      imports: "id, signature",
    });
    // The figures that shortlists were saved on. Nothing of version 2 changes its form.
    this.version(3).stores({ inputs: "id" });
  }

  /**
   * Takes back a connection that was lost (a sleep, a full disk, a crash below). One attempt at a time;
   * each later operation begins another one.
   * @returns whether the database is open
   */
  regain(onEvent?: OpenOptions["onEvent"]): Promise<boolean> {
    this.tell = onEvent ?? this.tell;
    this.reopening ??= this.reopen().finally(() => {
      this.reopening = null;
    });
    return this.reopening;
  }

  private async reopen(): Promise<boolean> {
    const before = this.lossReason;
    let last: unknown = new StorageError("closed");
    for (const delay of RETRY_DELAYS) {
      await new Promise((resolve) => setTimeout(resolve, delay));
      if (this.closedForGood) return false;
      if (this.isOpen()) return true;
      // Chromium takes a store that it cannot write for damaged, and empties it: on a full disk opening is the danger.
      if (await isDiskFull()) {
        last = new StorageError("quota", "the disk is full");
        continue;
      }
      try {
        // Looked at first: opening would create an empty database where the stored one has been removed.
        if ((await nativeVersion(this.name)) === 0) {
          this.shut();
          this.tell?.({ type: "deleted-elsewhere" });
          return false;
        }
        await this.open();
        this.lossReason = null;
        this.tell?.({ type: "reopened" });
        return true;
      } catch (error) {
        last = error;
      }
    }
    this.lossReason = await explainError(last);
    // Told once, not at every attempt.
    if (before === null) this.tell?.({ type: "lost", error: this.lossReason });
    return false;
  }

  /** Closes for good. */
  shut(): void {
    this.closedForGood = true;
    this.close({ disableAutoOpen: true });
  }
}

/** The number of the last confirmed change. */
export async function readRevision(db: ParkwiseDb): Promise<number> {
  return (await db.journal.get(ONLY))?.revision ?? 0;
}

/** Counts a change, inside its transaction; the number ends above `floor`. */
export async function countRevision(db: ParkwiseDb, floor = 0): Promise<void> {
  await db.journal.put({ id: ONLY, revision: Math.max(await readRevision(db), floor) + 1 });
}

/** The number of the last change of the user's own layer; 0 for none. */
export async function readLayerRevision(db: ParkwiseDb): Promise<number> {
  return (await db.journal.get(LAYER))?.revision ?? 0;
}

/** Counts a change of the layer, inside its transaction. */
export async function countLayerRevision(db: ParkwiseDb): Promise<void> {
  await db.journal.put({ id: LAYER, revision: (await readLayerRevision(db)) + 1 });
}

/** What befalls an open database from outside. */
export type DatabaseEvent =
  /** Another window runs a newer version and takes over; this one must be reloaded. */
  | { readonly type: "upgraded-elsewhere" }
  /** The database was deleted by another window or with the site's data. */
  | { readonly type: "deleted-elsewhere" }
  /** The connection was lost and is open again; reads were run anew. */
  | { readonly type: "reopened" }
  /** The connection was lost and cannot be had again. */
  | { readonly type: "lost"; readonly error: StorageError };

export interface OpenOptions {
  readonly name?: string;
  /** Waits between tries, ms; one try more than entries. */
  readonly retryDelays?: readonly number[];
  readonly blockedPatience?: number;
  readonly onEvent?: (event: DatabaseEvent) => void;
}

/**
 * IndexedDB's own version number of a database; 0 when there is none, and then none is made.
 * (`indexedDB.databases()` would tell without opening, but says "none" when it cannot read the disk.)
 */
export function nativeVersion(name: string = DATABASE_NAME): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    let absent = false;
    request.onupgradeneeded = () => {
      absent = true;
      request.transaction?.abort();
    };
    request.onerror = (event) => {
      event.preventDefault();
      if (absent) resolve(0);
      else reject(request.error ?? new Error("open failed"));
    };
    request.onsuccess = () => {
      const { version } = request.result;
      request.result.close();
      resolve(version);
    };
  });
}

/**
 * Opens the database, creating or upgrading it, and tries again where Chromium fails for a moment
 * (a virus scanner, a crash just before).
 * @throws {StorageError} `newer`, `blocked`, `refused`, `quota` or `damaged`.
 */
export async function openDatabase(options: OpenOptions = {}): Promise<ParkwiseDb> {
  const delays = options.retryDelays ?? RETRY_DELAYS;
  for (let attempt = 0; ; attempt++) {
    try {
      return await openOnce(options);
    } catch (cause) {
      const error = await explainError(cause);
      const delay = delays[attempt];
      // Trying again cures none of these, and on a full disk it does harm (see `reopen`).
      if (delay === undefined || ["newer", "blocked", "quota"].includes(error.code)) {
        throw error.code === "unknown" ? new StorageError("damaged", error.detail, error) : error;
      }
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
}

async function openOnce({
  name = DATABASE_NAME,
  blockedPatience = BLOCKED_PATIENCE,
  onEvent,
}: OpenOptions): Promise<ParkwiseDb> {
  if (typeof indexedDB === "undefined") throw new StorageError("refused", "this window has no IndexedDB");
  // Asked before Dexie opens it: Dexie would open a newer database and add what it thinks is missing.
  const installed = await nativeVersion(name);
  if (isNewerNative(installed)) throw newer(installed);
  const db = new ParkwiseDb(name);
  let blockedTimer: ReturnType<typeof setTimeout> | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      db.on("blocked", () => {
        blockedTimer ??= setTimeout(
          () => reject(new StorageError("blocked", "another window holds an older version open")),
          blockedPatience,
        );
      });
      db.open().then(() => resolve(), reject);
    });
  } catch (error) {
    db.shut();
    throw error;
  } finally {
    clearTimeout(blockedTimer);
  }
  const opened = db.backendDB().version;
  if (isNewerNative(opened)) {
    db.shut();
    throw newer(opened);
  }
  watchConnection(db, onEvent);
  return db;
}

function newer(version: number): StorageError {
  return new StorageError("newer", `the database has version ${version / 10}`);
}

/** Gives the database up when another window needs it, and takes it back when it was merely lost. */
function watchConnection(db: ParkwiseDb, onEvent: OpenOptions["onEvent"]): void {
  db.on("versionchange", (event) => {
    // Not letting go would block the other window for good.
    db.shut();
    onEvent?.({ type: event.newVersion === null ? "deleted-elsewhere" : "upgraded-elsewhere" });
    return false;
  });
  db.on("close", () => {
    if (!db.closedForGood) void db.regain(onEvent);
  });
}
