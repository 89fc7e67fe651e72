/**
 * What the fault tests do to the store, as data: made from a seed, run in the page, and followed by a
 * model in the test. After a kill the database must equal the model after the last confirmed operation,
 * or after the one that was under way: nothing else is whole.
 */
import type { ParkwiseDocument } from "../../shared/document/document";
import type { SavedProfile } from "../../shared/model/profile";
import type { Shortlist } from "../../shared/model/shortlist";
import { profileOf, shortlistOf } from "../support/user-data";

export type Operation =
  | { readonly type: "put"; readonly record: Shortlist }
  | { readonly type: "remove"; readonly id: string }
  | { readonly type: "profile"; readonly record: SavedProfile }
  | { readonly type: "setting"; readonly key: string; readonly value: string }
  | { readonly type: "import"; readonly body: ImportedBody; readonly mode: "replace" | "merge" }
  /** Mirrors the state and restores it: nothing may change. */
  | { readonly type: "mirror-and-restore" }
  | { readonly type: "catalogue"; readonly variant: Variant };

export type ImportedBody = Pick<ParkwiseDocument["body"], "profiles" | "shortlists" | "settings">;

/** Two built-in catalogues that replace each other. */
export const VARIANTS = { a: { version: "2026.01.01", parks: 547 }, b: { version: "2026.02.01", parks: 300 } } as const;
export type Variant = keyof typeof VARIANTS;

/** All that the store holds, in a form that compares; own settings only. */
export interface StoreState {
  readonly shortlists: Readonly<Record<string, Shortlist>>;
  readonly profiles: Readonly<Record<string, SavedProfile>>;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Version and number of parks, as the site table, the reference, and the parks themselves say. */
  readonly catalogue: { readonly version: string; readonly parks: number };
}

export const EMPTY_STATE: StoreState = {
  shortlists: {},
  profiles: {},
  settings: {},
  catalogue: { version: VARIANTS.a.version, parks: VARIANTS.a.parks },
};

/** The state after an operation. */
export function after(state: StoreState, operation: Operation): StoreState {
  switch (operation.type) {
    case "put":
      return { ...state, shortlists: { ...state.shortlists, [operation.record.id]: operation.record } };
    case "remove": {
      const { [operation.id]: _, ...shortlists } = state.shortlists;
      return { ...state, shortlists };
    }
    case "profile":
      return { ...state, profiles: { ...state.profiles, [operation.record.id]: operation.record } };
    case "setting":
      return { ...state, settings: { ...state.settings, [operation.key]: operation.value } };
    case "catalogue":
      return {
        ...state,
        catalogue: { version: VARIANTS[operation.variant].version, parks: VARIANTS[operation.variant].parks },
      };
    case "mirror-and-restore":
      return state;
    case "import": {
      const { body, mode } = operation;
      const merge = mode === "merge";
      return {
        catalogue: state.catalogue,
        shortlists: union(merge ? state.shortlists : {}, body.shortlists, "updatedAt"),
        profiles: union(merge ? state.profiles : {}, body.profiles, "savedAt"),
        settings: merge ? { ...body.settings, ...state.settings } : body.settings,
      };
    }
  }
}

function union<T extends { readonly id: string }>(
  present: Readonly<Record<string, T>>,
  incoming: readonly T[],
  time: keyof T,
) {
  const records = { ...present };
  for (const record of incoming) {
    const other = records[record.id];
    if (other === undefined || record[time] > other[time]) records[record.id] = record;
  }
  return records;
}

/** A small seeded generator (mulberry32): numbers in 0..1. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** The operations of one round. `round` makes every record different from those of other rounds. */
export function operationsOf(round: number, random: () => number, count = 14): readonly Operation[] {
  const pick = (n: number) => Math.floor(random() * n);
  let clock = Date.UTC(2026, 0, 1) + round * 3_600_000;
  const now = () => {
    clock += 1_000;
    return new Date(clock).toISOString();
  };
  const shortlist = (id: string, label: string): Shortlist => {
    const record = shortlistOf(id, label, now());
    // Sizes from a few hundred bytes to half a megabyte: large records take several blocks on the disk.
    const filler = pick(6) === 0 ? `${label} `.repeat(1_500) : label;
    return {
      ...record,
      siteNotes: Object.fromEntries(
        Array.from({ length: 1 + pick(30) }, (_, i) => [`site-${i}`, filler.slice(0, 19_000)]),
      ),
    };
  };
  return Array.from({ length: count }, (_, n): Operation => {
    const label = `round ${round} operation ${n}`;
    const kind = pick(20);
    if (kind < 9) return { type: "put", record: shortlist(`s${pick(12)}`, label) };
    if (kind < 10) return { type: "remove", id: `s${pick(12)}` };
    if (kind < 12) return { type: "profile", record: profileOf(`p${pick(4)}`, label, now()) };
    if (kind < 14) return { type: "setting", key: `setting-${pick(5)}`, value: label };
    if (kind < 16) {
      const shortlists = Array.from({ length: 20 }, (_, i) => shortlist(`s${i}`, label));
      const body: ImportedBody = { shortlists, profiles: [profileOf("p9", label)], settings: { imported: label } };
      return { type: "import", mode: pick(2) === 0 ? "replace" : "merge", body };
    }
    if (kind < 18) return { type: "mirror-and-restore" };
    return { type: "catalogue", variant: pick(2) === 0 ? "a" : "b" };
  });
}
