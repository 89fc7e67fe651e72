/**
 * From a plan and the user's decisions to what joins the user's layer: parks of their own, edits of
 * known parks, columns for criteria, and the record of the import, which is the source of it all.
 * Pure: the same plan and decisions give the same additions; storing them is one transaction elsewhere.
 */
import { saySame } from "../catalogue/resolve";
import type { CustomColumn, CustomPark, FactEdit, ImportRecord } from "../model/overlay";
import type { Fact, FactValue, Park } from "../model/park";
import { fold } from "../text/fold";
import type { Inspection } from "./inspect";
import { MERGE_FROM } from "./places";
import type { ImportPlan, PlannedRow } from "./plan";
import { type ColumnTarget, ImportError } from "./types";

/** What happens to a row. */
export type RowDecision =
  | { readonly action: "new" }
  | { readonly action: "merge"; readonly parkId: string }
  | { readonly action: "skip" };

/** By row number. Rows without a decision take the default. */
export type Decisions = ReadonlyMap<number, RowDecision>;

export interface BuildContext {
  /** Id of the import: new and unique. */
  readonly importId: string;
  /** ISO 8601 time. */
  readonly now: string;
  readonly file: Pick<Inspection, "fileName" | "sha256" | "bytes" | "signature">;
  readonly fileDate: string | null;
  readonly catalogueVersion: string;
  /** Known parks by id, for merges and what they say now. */
  readonly parks: ReadonlyMap<string, Park>;
}

/** What an import adds to the layer; nothing of it is there yet. */
export interface ImportAdditions {
  readonly record: ImportRecord;
  readonly customParks: readonly CustomPark[];
  readonly edits: readonly FactEdit[];
  readonly columns: readonly CustomColumn[];
  /** Cells that say what the catalogue says already: no edit is made of them. */
  readonly unchanged: number;
}

/** The decision proposed for a row: the park it surely is, or a new one. */
export function defaultDecision(row: PlannedRow): RowDecision {
  const [best, second] = row.matches;
  const sure = best !== undefined && best.confidence >= MERGE_FROM && (second?.confidence ?? 0) < best.confidence;
  return sure ? { action: "merge", parkId: best.parkId } : { action: "new" };
}

/** A target in words: "landRentUsdPerM2Term [USD/m2/month]". */
export function targetWords(target: ColumnTarget): string {
  switch (target.type) {
    case "field":
      return target.unit === "" ? target.field : `${target.field} [${target.unit}]`;
    case "distance":
      return `distance to ${target.to} [${target.unit}]`;
    case "column":
      return `column (${target.kind})${target.unit === "" ? "" : ` [${target.unit}]`}`;
    case "latLon":
      return `latLon (${target.order})`;
    default:
      return target.type;
  }
}

interface Entry {
  readonly field: Fact["field"];
  readonly value: FactValue;
  readonly note: string;
}

function entriesOf(row: PlannedRow): readonly Entry[] {
  const position: Entry[] = row.position === null ? [] : [{ field: "latLon", value: row.position, note: "" }];
  return [...row.facts.map(({ field, value, note }) => ({ field, value, note })), ...position];
}

function placeOf(value: FactValue): string | null {
  return typeof value === "object" && "to" in value ? value.to : null;
}

/** Id of the column that an import makes of the table's column with this index. */
export function columnId(importId: string, index: number): string {
  return `column:${importId}:${index}`;
}

/**
 * Makes the additions.
 *
 * @throws ImportError bad-mapping when a decision names a park that is not known.
 */
export function buildImport(plan: ImportPlan, decisions: Decisions, context: BuildContext): ImportAdditions {
  const { importId, now, parks, catalogueVersion } = context;
  const customParks: CustomPark[] = [];
  const edits: FactEdit[] = [];
  const parkOfRow = new Map<PlannedRow, string>();
  let merged = 0;
  let skipped = 0;
  let facts = 0;
  let unchanged = 0;
  for (const row of plan.rows) {
    const decision = decisions.get(row.row) ?? defaultDecision(row);
    if (decision.action === "skip") {
      skipped += 1;
      continue;
    }
    const asOf = row.asOf;
    if (decision.action === "new") {
      const park = customPark(row, context);
      customParks.push(park);
      parkOfRow.set(row, park.id);
      facts += park.facts.length;
      continue;
    }
    const park = parks.get(decision.parkId);
    if (park === undefined) throw new ImportError("bad-mapping", { detail: decision.parkId }, row.row);
    merged += 1;
    parkOfRow.set(row, park.id);
    for (const { field, value, note } of entriesOf(row)) {
      const place = placeOf(value);
      const known = place === null ? (park.resolved[field] ?? null) : null;
      const stated = place !== null && park.facts.some((fact) => saysDistance(fact, place, value));
      if (stated || (known !== null && known.fact !== null && saySame(field, known.value, value))) {
        unchanged += 1;
        continue;
      }
      facts += 1;
      edits.push({
        id: `${importId}:${row.row}:${field}${place === null ? "" : `:${fold(place).replaceAll(" ", "-")}`}`,
        parkId: park.id,
        field,
        place,
        action: "set",
        value,
        asOf,
        source: { title: context.file.fileName, ...(context.fileDate === null ? {} : { date: context.fileDate }) },
        note,
        editedAt: now,
        importId,
        baseline: {
          value: known?.value ?? null,
          asOf: known?.asOf ?? null,
          kind: known?.kind ?? "unknown",
          catalogueVersion,
        },
        revertedAt: null,
      });
    }
  }
  const record: ImportRecord = {
    id: importId,
    fileName: context.file.fileName.slice(0, 200),
    sha256: context.file.sha256,
    bytes: context.file.bytes,
    fileDate: context.fileDate,
    importedAt: now,
    signature: context.file.signature,
    mapping: plan.header.map((header, index) => ({
      header,
      target: targetWords(plan.mapping[index]?.target ?? { type: "ignore" }),
    })),
    counts: {
      rows: plan.rows.length,
      added: customParks.length,
      merged,
      skipped,
      facts,
      refusedCells: plan.refusedCells,
    },
    undoneAt: null,
  };
  return { record, customParks, edits: lastWins(edits), columns: columnsOf(plan, parkOfRow, importId), unchanged };
}

/** Two rows may be merged into one park: the later row's figure counts, as it would edit by edit. */
function lastWins(edits: readonly FactEdit[]): readonly FactEdit[] {
  const last = new Map<string, FactEdit>();
  for (const edit of edits) last.set(`${edit.parkId} ${edit.field} ${edit.place ?? ""}`, edit);
  return [...last.values()];
}

function saysDistance(fact: Fact, place: string, value: FactValue): boolean {
  if (fact.field !== "statedDistanceKm" || typeof fact.value !== "object" || !("to" in fact.value)) return false;
  return (
    fold(fact.value.to) === fold(place) && typeof value === "object" && "km" in value && value.km === fact.value.km
  );
}

function customPark(row: PlannedRow, { importId, now }: BuildContext): CustomPark {
  const source = `import:${importId}`;
  return {
    id: `import:${importId}:${row.row}`,
    name: row.name,
    nameVi: row.nameVi,
    aka: row.aka,
    province: row.place?.province ?? null,
    formerProvince: row.place?.formerProvince ?? null,
    locality: row.locality,
    country: row.country,
    facts: entriesOf(row).map(({ field, value, note }) => ({
      field,
      value,
      asOf: row.asOf,
      source,
      ...(note === "" ? {} : { note }),
    })),
    note: row.note,
    importId,
    createdAt: now,
    updatedAt: now,
  };
}

function columnsOf(
  plan: ImportPlan,
  parkOfRow: ReadonlyMap<PlannedRow, string>,
  importId: string,
): readonly CustomColumn[] {
  return plan.mapping.flatMap(({ target }, index): CustomColumn[] => {
    if (target.type !== "column") return [];
    const stated = plan.rows.flatMap((row) => {
      const park = parkOfRow.get(row);
      const value = row.columns[index];
      return park === undefined || value === undefined ? [] : [{ park, value }];
    });
    const categories =
      target.kind === "number"
        ? []
        : [...new Set(stated.map(({ value }) => String(value)))].sort((a, b) => (a < b ? -1 : 1));
    const code = new Map(categories.map((category, at) => [category, at]));
    const values: Record<string, number> = {};
    for (const { park, value } of stated) {
      const number = target.kind === "number" ? value : code.get(String(value));
      if (typeof number === "number") values[park] = number;
    }
    const label = plan.header[index] ?? "";
    return [
      { id: columnId(importId, index), label, unit: target.unit, kind: target.kind, categories, values, importId },
    ];
  });
}
