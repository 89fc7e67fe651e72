/**
 * The user's own layer in the database: edits, parks, places, columns, criteria and imports. Every change
 * of it is one transaction of puts and removals, confirmed when it is on the disk, and answers with the
 * change that takes it back. The catalogue's tables are never written to.
 */
import type { Table } from "dexie";
import * as v from "valibot";
import {
  customColumnSchema,
  customCriterionSchema,
  customGatewaySchema,
  customParkSchema,
  customProvinceSchema,
  factEditSchema,
  hiddenParkSchema,
  importRecordSchema,
  sourceSchema,
} from "../../shared/document/overlay-schema";
import { decisionInputsSchema, issuePath, savedProfileSchema, shortlistSchema } from "../../shared/document/schema";
import type { Source } from "../../shared/model/evidence";
import type {
  CustomColumn,
  CustomCriterion,
  CustomGateway,
  CustomPark,
  CustomProvince,
  FactEdit,
  ImportRecord,
  Overlay,
} from "../../shared/model/overlay";
import type { SavedProfile } from "../../shared/model/profile";
import type { DecisionInputs, Shortlist } from "../../shared/model/shortlist";
import { countLayerRevision, countRevision, type ParkwiseDb } from "./db";
import type { HiddenRecord } from "./records";
import { StorageError } from "./storage-error";
import { run, type Watch, watch } from "./user-data";

/** Records by table. Provinces go by their code, all others by their id. */
export interface LayerRecords {
  readonly edits: FactEdit;
  readonly customParks: CustomPark;
  readonly hidden: HiddenRecord;
  readonly gateways: CustomGateway;
  readonly columns: CustomColumn;
  readonly criteria: CustomCriterion;
  readonly ownProvinces: CustomProvince;
  readonly ownSources: Source;
  readonly imports: ImportRecord;
}
export type LayerTable = keyof LayerRecords;

export const LAYER_TABLES = [
  "edits",
  "customParks",
  "hidden",
  "gateways",
  "columns",
  "criteria",
  "ownProvinces",
  "ownSources",
  "imports",
] as const satisfies readonly LayerTable[];

/** All records of the user's that a merge may touch in one transaction. */
export interface OwnRecords extends LayerRecords {
  readonly profiles: SavedProfile;
  readonly shortlists: Shortlist;
  readonly inputs: DecisionInputs;
}
export type OwnTable = keyof OwnRecords;

export const OWN_TABLES = [...LAYER_TABLES, "profiles", "shortlists", "inputs"] as const satisfies readonly OwnTable[];

/** What is put (added or replaced) and what is removed, by table. A record is in one of the two. */
export interface LayerChange {
  readonly put?: { readonly [T in OwnTable]?: readonly OwnRecords[T][] };
  readonly remove?: { readonly [T in OwnTable]?: readonly string[] };
}

/** Work that can be watched and called off: `step` is told the share written and throws to end it. */
export interface LayerWatch {
  readonly step?: (share: number) => void;
}

export interface LayerRepository {
  read(): Promise<Overlay>;
  watch: Watch<Overlay>;
  /**
   * Makes a change, wholly or not at all. Resolves when it is on the disk, with the change that undoes it.
   * @throws {StorageError}
   */
  change(change: LayerChange): Promise<LayerChange>;
  /** Told by whoever changed the layer beside this repository (an import in its worker): the mirror follows. */
  changedElsewhere(): Promise<void>;
}

/** Records written between two looks at whether the work was called off. */
const CHUNK = 2_000;

function tableOf(db: ParkwiseDb, name: OwnTable): Table<OwnRecords[OwnTable], string> {
  return db[name];
}

/** Key of a record of the layer. */
export function keyOf(table: OwnTable, record: OwnRecords[OwnTable]): string {
  return table === "ownProvinces" ? (record as CustomProvince).code : (record as { readonly id: string }).id;
}

const SCHEMAS: { readonly [T in OwnTable]: v.GenericSchema<unknown, OwnRecords[T]> } = {
  edits: factEditSchema,
  customParks: customParkSchema,
  hidden: v.strictObject({ id: hiddenParkSchema }),
  gateways: customGatewaySchema,
  columns: customColumnSchema,
  criteria: customCriterionSchema,
  ownProvinces: customProvinceSchema,
  ownSources: sourceSchema,
  imports: importRecordSchema,
  profiles: savedProfileSchema,
  shortlists: shortlistSchema,
  inputs: decisionInputsSchema,
};

/** Whether a stored record is one. */
export function isSoundRecord(table: LayerTable, record: unknown): boolean {
  return v.is(SCHEMAS[table], record);
}

/** What could not be exported or mirrored is not stored. @throws {StorageError} `invalid`, with the place */
export function checkChange({ put = {} }: LayerChange): void {
  for (const name of OWN_TABLES) {
    put[name]?.forEach((record, at) => {
      const parsed = v.safeParse(SCHEMAS[name], record);
      if (parsed.success) return;
      const [issue] = parsed.issues;
      throw new StorageError("invalid", `${name}[${at}].${issuePath(issue)}: ${issue.message}`);
    });
  }
}

function append<T>(lists: Record<string, T[]>, name: string, item: T): void {
  const list = lists[name];
  if (list === undefined) lists[name] = [item];
  else list.push(item);
}

/** Makes a change in one transaction. @throws {StorageError}, or what `step` threw; then nothing was written. */
export async function changeLayer(
  db: ParkwiseDb,
  change: LayerChange,
  { step }: LayerWatch = {},
): Promise<LayerChange> {
  const names = OWN_TABLES.filter((name) => change.put?.[name] !== undefined || change.remove?.[name] !== undefined);
  const total = names.reduce((sum, name) => sum + (change.put?.[name]?.length ?? 0), 0);
  // Kept from the first run: a second one (after a lost connection) may find the change already made.
  let inverse: LayerChange | undefined;
  const tables = names.map((name) => tableOf(db, name));
  await run(db, () =>
    db.transaction("rw", [...tables, db.journal], async () => {
      let written = 0;
      const put: Record<string, unknown[]> = {};
      const remove: Record<string, string[]> = {};
      for (const name of names) {
        const table = tableOf(db, name);
        const records = change.put?.[name] ?? [];
        const keys = [...records.map((record) => keyOf(name, record)), ...(change.remove?.[name] ?? [])];
        for (let from = 0; from < keys.length; from += CHUNK) {
          const slice = keys.slice(from, from + CHUNK);
          const before = await table.bulkGet(slice);
          before.forEach((record, at) => {
            if (record === undefined) append(remove, name, slice[at] ?? "");
            else append(put, name, record);
          });
          await table.bulkPut(records.slice(from, from + CHUNK));
          written += Math.min(CHUNK, Math.max(0, records.length - from));
          step?.(total === 0 ? 1 : written / total);
        }
        await table.bulkDelete([...(change.remove?.[name] ?? [])]);
      }
      await countRevision(db);
      await countLayerRevision(db);
      inverse ??= { put, remove } as LayerChange;
    }),
  );
  return inverse ?? {};
}

/**
 * An import of more records than this is not in the mirror: writing them after each change would hold up
 * the window, and the file itself can be imported again.
 */
export const MIRRORED_RECORDS = 2_000;

/** Whether what an import brought is left out of the mirror. */
export function isTooLargeToMirror({ counts }: Pick<ImportRecord, "counts">): boolean {
  return counts.added + counts.facts > MIRRORED_RECORDS;
}

/** Rows whose id begins with none of the prefixes, each of which ends in a colon. */
function withoutPrefixes<T>(table: Table<T, string>, prefixes: readonly string[]): Promise<T[]> {
  if (prefixes.length === 0) return table.toArray();
  const ranges: [string, string][] = [];
  let from = "";
  for (const prefix of prefixes.toSorted((a, b) => (a < b ? -1 : 1))) {
    ranges.push([from, prefix]);
    // The character after the colon: the first id beyond the prefix.
    from = `${prefix.slice(0, -1)};`;
  }
  ranges.push([from, "\uffff"]);
  return table.where(":id").inAnyRange(ranges, { includeLowers: true, includeUppers: false }).toArray();
}

/** The layer without the records, however many, of imports that are too large to mirror. */
export async function readMirroredOverlay(db: ParkwiseDb): Promise<Overlay> {
  const large = (await db.imports.toArray()).filter(isTooLargeToMirror).map(({ id }) => id);
  const overlay = await readOverlay(db, large);
  const kept = <T extends { readonly importId: string | null }>(list: readonly T[]): readonly T[] =>
    list.filter(({ importId }) => importId === null || !large.includes(importId));
  return {
    ...overlay,
    columns: kept(overlay.columns),
    criteria: kept(overlay.criteria),
    gateways: kept(overlay.gateways),
    provinces: kept(overlay.provinces),
    imports: overlay.imports.filter(({ id }) => !large.includes(id)),
  };
}

/**
 * Reads the layer; to be called inside a transaction over {@link layerTables}.
 * @param leftOut imports whose parks and edits are not read
 */
export async function readOverlay(db: ParkwiseDb, leftOut: readonly string[] = []): Promise<Overlay> {
  const [edits, customParks, hidden, gateways, columns, criteria, provinces, sources, imports] = await Promise.all([
    withoutPrefixes(
      db.edits,
      leftOut.map((id) => `${id}:`),
    ),
    withoutPrefixes(
      db.customParks,
      leftOut.map((id) => `import:${id}:`),
    ),
    db.hidden.toArray(),
    db.gateways.toArray(),
    db.columns.toArray(),
    db.criteria.toArray(),
    db.ownProvinces.toArray(),
    db.ownSources.toArray(),
    db.imports.toArray(),
  ]);
  const byTime = <T extends { readonly createdAt: string; readonly id: string }>(a: T, b: T) =>
    a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : a.id < b.id ? -1 : 1;
  return {
    edits,
    customParks,
    hiddenParks: hidden.map(({ id }) => id),
    gateways: gateways.sort(byTime),
    columns,
    criteria: criteria.sort(byTime),
    provinces,
    imports: imports.sort((a, b) => (a.importedAt > b.importedAt ? -1 : 1)),
    sources,
  };
}

/** The layer's tables. */
export function layerTables(db: ParkwiseDb): Table[] {
  return LAYER_TABLES.map((name) => tableOf(db, name));
}

/** A layer as the records that hold it. */
export function overlayRecords(overlay: Overlay): { readonly [T in LayerTable]: readonly LayerRecords[T][] } {
  const { edits, customParks, hiddenParks, gateways, columns, criteria, provinces, sources, imports } = overlay;
  return {
    edits,
    customParks,
    hidden: hiddenParks.map((id) => ({ id })),
    gateways,
    columns,
    criteria,
    ownProvinces: provinces,
    ownSources: sources,
    imports,
  };
}

/** Makes the repository over an open database. */
export function createLayer(db: ParkwiseDb, onConfirmed: () => void = () => {}): LayerRepository {
  const read = () => run(db, () => db.transaction("r", layerTables(db), () => readOverlay(db)));
  return {
    read,
    watch: watch(db, () => db.transaction("r", layerTables(db), () => readOverlay(db))),
    change: async (change) => {
      checkChange(change);
      const inverse = await changeLayer(db, change);
      onConfirmed();
      return inverse;
    },
    changedElsewhere: async () => onConfirmed(),
  };
}
