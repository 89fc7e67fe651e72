/**
 * The user's own data: saved profiles, shortlists and settings. A save is confirmed (its promise
 * resolves) only after the transaction is on the disk; a subscription sees the changes of every window.
 */
import { liveQuery, type Table } from "dexie";
import * as v from "valibot";
import {
  decisionInputsSchema,
  issuePath,
  savedProfileSchema,
  settingsSchema,
  shortlistSchema,
} from "../../shared/document/schema";
import type { SavedProfile } from "../../shared/model/profile";
import type { DecisionInputs, Shortlist } from "../../shared/model/shortlist";
import { countRevision, type ParkwiseDb } from "./db";
import { explainError } from "./persistence";
import type { Settings } from "./records";
import { StorageError, toStorageError } from "./storage-error";

/** Subscribes to a live result; returns the unsubscriber. Errors go to the second listener. */
export type Watch<T> = (onValue: (value: T) => void, onError?: (error: StorageError) => void) => () => void;

export interface ProfileRepository {
  list(): Promise<readonly SavedProfile[]>;
  get(id: string): Promise<SavedProfile | undefined>;
  /** Adds or replaces by id. */
  save(record: SavedProfile): Promise<SavedProfile>;
  rename(id: string, name: string): Promise<SavedProfile>;
  remove(id: string): Promise<void>;
  watch: Watch<readonly SavedProfile[]>;
}

export type ShortlistDraft = Pick<Shortlist, "name" | "note" | "siteIds" | "siteNotes" | "snapshot">;
export type ShortlistPatch = Partial<Pick<Shortlist, "name" | "note" | "siteIds" | "siteNotes">>;

export interface ShortlistRepository {
  /** Newest change first. */
  list(): Promise<readonly Shortlist[]>;
  get(id: string): Promise<Shortlist | undefined>;
  /** @param inputs the figures that the snapshot's record refers to; stored once, however many refer to them */
  create(draft: ShortlistDraft, inputs?: DecisionInputs): Promise<Shortlist>;
  /** The figures that a snapshot's record refers to, by their id. */
  inputs(id: string): Promise<DecisionInputs | undefined>;
  /** Changes name, note, sites or their notes; the snapshot stays as it was saved. */
  update(id: string, patch: ShortlistPatch): Promise<Shortlist>;
  rename(id: string, name: string): Promise<Shortlist>;
  /** Its figures stay until the next start, so that an undo finds them. */
  remove(id: string): Promise<void>;
  /** Writes a whole record, for undo and redo. */
  put(record: Shortlist): Promise<void>;
  watch: Watch<readonly Shortlist[]>;
}

export interface SettingsRepository {
  get(key: string): Promise<unknown>;
  all(): Promise<Settings>;
  /** The value is JSON: no functions, dates, NaN or undefined. */
  set(key: string, value: unknown): Promise<void>;
  /** Several in one transaction. */
  setMany(values: Settings): Promise<void>;
  remove(key: string): Promise<void>;
  watch: Watch<Settings>;
}

export interface UserData {
  readonly profiles: ProfileRepository;
  readonly shortlists: ShortlistRepository;
  readonly settings: SettingsRepository;
}

export interface UserDataOptions {
  /** Called after each confirmed change of this window. */
  readonly onConfirmed?: () => void;
  /** Called when a stored record breaks the schema; it is left out of lists and left where it is. */
  readonly onDamagedRecord?: (table: string, id: string, detail: string) => void;
}

/** Runs a database operation with typed errors; once more if the connection was lost and came back. */
export async function run<T>(db: ParkwiseDb, operation: () => PromiseLike<T>): Promise<T> {
  try {
    return await operation();
  } catch (cause) {
    if (toStorageError(cause).code !== "closed") throw await explainError(cause);
    // Safe for writes: all of them put or delete by key, so a second run gives the same state.
    if (!(await db.regain())) throw db.lossReason ?? toStorageError(cause);
    try {
      return await operation();
    } catch (again) {
      throw await explainError(again);
    }
  }
}

/** A live query that outlasts a lost connection. */
export function watch<T>(db: ParkwiseDb, query: () => Promise<T>): Watch<T> {
  return (onValue, onError) => {
    let stopped = false;
    let subscription: { unsubscribe(): void } | undefined;
    const subscribe = () => {
      subscription = liveQuery(query).subscribe({
        next: onValue,
        error: (cause: unknown) => {
          const error = toStorageError(cause);
          subscription?.unsubscribe();
          void (async () => {
            const back = error.code === "closed" && (await db.regain());
            if (stopped) return;
            if (back) subscribe();
            else onError?.(error);
          })();
        },
      });
    };
    subscribe();
    return () => {
      stopped = true;
      subscription?.unsubscribe();
    };
  };
}

/** Makes the repositories over an open database. */
export function createUserData(db: ParkwiseDb, options: UserDataOptions = {}): UserData {
  const write = async <T>(tables: readonly Table[], operation: () => PromiseLike<T>): Promise<T> => {
    const result = await run(db, () =>
      db.transaction("rw", [...tables, db.journal], async () => {
        const done = await operation();
        await countRevision(db);
        return done;
      }),
    );
    options.onConfirmed?.();
    return result;
  };
  const sound = <T>(table: Table, schema: v.GenericSchema<unknown, T>, rows: readonly unknown[]): T[] =>
    rows.flatMap((row) => {
      const parsed = v.safeParse(schema, row);
      if (parsed.success) return [parsed.output];
      options.onDamagedRecord?.(table.name, String((row as { id?: unknown }).id), firstIssue(parsed.issues));
      return [];
    });

  const listProfiles = async () => {
    const rows = sound(db.profiles, savedProfileSchema, await db.profiles.toArray());
    return rows.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1));
  };
  const profiles: ProfileRepository = {
    list: () => run(db, listProfiles),
    get: async (id) => sound(db.profiles, savedProfileSchema, present(await run(db, () => db.profiles.get(id))))[0],
    save: async (record) => {
      const checked = check(savedProfileSchema, record);
      await write([db.profiles], () => db.profiles.put(checked));
      return checked;
    },
    rename: (id, name) =>
      write([db.profiles], async () => {
        const next = check(savedProfileSchema, { ...found(await db.profiles.get(id), id), name });
        await db.profiles.put(next);
        return next;
      }),
    remove: (id) => write([db.profiles], () => db.profiles.delete(id)),
    watch: watch(db, listProfiles),
  };

  const listShortlists = async () => {
    const rows = sound(db.shortlists, shortlistSchema, await db.shortlists.toArray());
    return rows.sort((a, b) => (a.updatedAt > b.updatedAt ? -1 : a.updatedAt < b.updatedAt ? 1 : a.id < b.id ? -1 : 1));
  };
  const update = (id: string, patch: ShortlistPatch) =>
    write([db.shortlists], async () => {
      const before = found(await db.shortlists.get(id), id);
      const next = check(shortlistSchema, {
        ...before,
        ...patch,
        // A clock set back must not make a change look older than what it changes.
        updatedAt: latest(new Date().toISOString(), before.updatedAt),
      });
      await db.shortlists.put(next);
      return next;
    });
  const shortlists: ShortlistRepository = {
    list: () => run(db, listShortlists),
    get: async (id) => sound(db.shortlists, shortlistSchema, present(await run(db, () => db.shortlists.get(id))))[0],
    inputs: async (id) => sound(db.inputs, decisionInputsSchema, present(await run(db, () => db.inputs.get(id))))[0],
    create: async (draft, inputs) => {
      const now = new Date().toISOString();
      const { name, note, siteIds, siteNotes, snapshot } = draft;
      const record = check(shortlistSchema, {
        id: crypto.randomUUID(),
        name,
        note,
        siteIds,
        siteNotes,
        createdAt: now,
        updatedAt: now,
        snapshot,
      });
      const figures = inputs === undefined ? null : check(decisionInputsSchema, inputs);
      await write(figures === null ? [db.shortlists] : [db.shortlists, db.inputs], async () => {
        if (figures !== null) await db.inputs.put(figures);
        return db.shortlists.put(record);
      });
      return record;
    },
    update,
    rename: (id, name) => update(id, { name }),
    remove: (id) => write([db.shortlists], () => db.shortlists.delete(id)),
    put: async (record) => {
      const checked = check(shortlistSchema, record);
      await write([db.shortlists], () => db.shortlists.put(checked));
    },
    watch: watch(db, listShortlists),
  };

  const allSettings = async (): Promise<Settings> =>
    Object.fromEntries((await db.settings.toArray()).map(({ key, value }) => [key, value]));
  const settings: SettingsRepository = {
    get: async (key) => (await run(db, () => db.settings.get(key)))?.value,
    all: () => run(db, allSettings),
    set: (key, value) => settings.setMany({ [key]: value }),
    setMany: async (values) => {
      // What JSON cannot hold would be missing from the mirror and from exports.
      const rows = Object.entries(check(settingsSchema, values)).map(([key, value]) => ({ key, value }));
      await write([db.settings], () => db.settings.bulkPut(rows));
    },
    remove: (key) => write([db.settings], () => db.settings.delete(key)),
    watch: watch(db, allSettings),
  };

  return { profiles, shortlists, settings };
}

function check<T>(schema: v.GenericSchema<unknown, T>, value: unknown): T {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  throw new StorageError("invalid", firstIssue(parsed.issues));
}

function firstIssue(issues: readonly v.BaseIssue<unknown>[]): string {
  const first = issues[0];
  return first === undefined ? "" : `${issuePath(first)}: ${first.message}`;
}

function found<T>(record: T | undefined, id: string): T {
  if (record === undefined) throw new StorageError("not-found", id);
  return record;
}

function present<T>(record: T | undefined): readonly T[] {
  return record === undefined ? [] : [record];
}

function latest(a: string, b: string): string {
  return a > b ? a : b;
}
