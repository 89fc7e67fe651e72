/**
 * From a table and a mapping to rows that could be imported: every cell read, converted and checked,
 * every problem listed by row and column, every row compared with the parks that are known. Nothing
 * is stored here.
 */
import type { LatLon } from "../model/park";
import { type Candidate, nameKey, type ParkMatcher, type PlaceMatch, type ProvinceFinder } from "./places";
import { NAME_LENGTH, NOTE_LENGTH, type PlannedFact, RowReader } from "./row-reader";
import {
  breathe,
  type ColumnReport,
  type ColumnTarget,
  type DecimalMark,
  ImportError,
  type ImportTable,
  type Problem,
  type ProblemCode,
  Problems,
  type Watch,
} from "./types";
import { conversion, kilometres, rentUnit } from "./units";

/** What each column becomes; index i for column i. */
export type ColumnMapping = readonly { readonly target: ColumnTarget; readonly decimalMark: DecimalMark }[];

/** The mapping that the guesses make. */
export function guessedMapping(columns: readonly ColumnReport[]): ColumnMapping {
  return columns.map(({ target, decimalMark }) => ({ target, decimalMark }));
}

export interface PlanOptions extends Watch {
  /** VND for one US dollar, where figures need it. */
  readonly vndPerUsd?: number;
  /**
   * Years that leases still run, for rents by the month or year: a number, or "lease-end" for each
   * row's lease end less `today`.
   */
  readonly termYears?: number | "lease-end";
  /** Decimal year of today; needed for "lease-end" only. */
  readonly today?: number;
  /** Date that the figures speak of where no column says it; null or absent when not known. */
  readonly asOf?: string | null;
  readonly findProvince?: ProvinceFinder;
  readonly matchPark?: ParkMatcher;
}

export interface PlannedRow {
  /** As a spreadsheet numbers it. */
  readonly row: number;
  readonly name: string;
  readonly nameVi: string;
  readonly aka: readonly string[];
  readonly place: PlaceMatch | null;
  readonly locality: string | null;
  readonly country: string | null;
  readonly note: string;
  readonly asOf: string | null;
  readonly position: LatLon | null;
  readonly facts: readonly PlannedFact[];
  /** Values for the user's own columns, by column index. */
  readonly columns: Readonly<Record<number, number | string>>;
  /** Known parks that the row may mean, best first. */
  readonly matches: readonly Candidate[];
  /** Row that has the same name and province further up; null for none. */
  readonly duplicateOf: number | null;
}

export interface ImportPlan {
  readonly header: readonly string[];
  readonly mapping: ColumnMapping;
  readonly rows: readonly PlannedRow[];
  /** Rows that do not come in: without a name. */
  readonly refusedRows: number;
  readonly refusedCells: number;
  readonly problems: readonly Problem[];
  readonly problemCounts: Readonly<Partial<Record<ProblemCode, number>>>;
  /** Problems that are counted but not in the list. */
  readonly problemsOmitted: number;
}

/** Rows between two breaths. */
const SLICE = 1_000;

/** A date as "YYYY", "YYYY-MM" or "YYYY-MM-DD"; day before month, as in Vietnam, where both could be. */
export function readDate(text: string): string | null {
  const iso = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[ T].*)?$/.exec(text);
  const local = /^(?:(\d{1,2})[-/.])?(\d{1,2})[-/.](\d{4})$/.exec(text);
  const [year, month, day] = iso === null ? [local?.[3], local?.[2], local?.[1]] : [iso[1], iso[2], iso[3]];
  if (year === undefined || Number(year) < 1960 || Number(year) > 2100) return null;
  let [m, d] = [month === undefined ? null : Number(month), day === undefined ? null : Number(day)];
  if (m !== null && d !== null && m > 12 && d <= 12) [m, d] = [d, m];
  if (m !== null && (m < 1 || m > 12)) return null;
  if (m !== null && d !== null && (d < 1 || d > new Date(Date.UTC(Number(year), m, 0)).getUTCDate())) return null;
  const two = (value: number) => String(value).padStart(2, "0");
  return [year, ...(m === null ? [] : [two(m)]), ...(d === null || m === null ? [] : [two(d)])].join("-");
}

/** Whether a mapping needs a rate of exchange or the years of the term, so that it can be asked for first. */
export function questionsOf(mapping: ColumnMapping): { readonly rate: boolean; readonly term: boolean } {
  let rate = false;
  let term = false;
  for (const { target } of mapping) {
    if (target.type !== "field") continue;
    const made = conversion(target.field, target.unit, { vndPerUsd: null, termYears: 1 });
    if (made !== null && "problem" in made && made.problem === "rate-needed") rate = true;
    const parts = rentUnit(target.unit);
    if (target.field === "landRentUsdPerM2Term" && parts !== null && parts.period !== "term") term = true;
  }
  return { rate, term };
}

/** @throws ImportError bad-mapping, no-name-column */
function checkMapping(table: ImportTable, mapping: ColumnMapping, options: PlanOptions): void {
  if (mapping.length !== table.header.length) {
    throw new ImportError("bad-mapping", { detail: `${mapping.length} / ${table.header.length}` });
  }
  const named = mapping.some(({ target }) => target.type === "name" || target.type === "nameVi");
  if (!named) throw new ImportError("no-name-column");
  mapping.forEach(({ target }, column) => {
    if (target.type === "field") {
      const made = conversion(target.field, target.unit, { vndPerUsd: 1, termYears: 1 });
      const header = table.header[column] ?? "";
      if (made === null) throw new ImportError("bad-mapping", { detail: `${header}: ${target.unit}` });
    } else if (target.type === "distance" && !(kilometres(target.unit) > 0)) {
      throw new ImportError("bad-mapping", { detail: target.unit });
    }
  });
  for (const value of [options.vndPerUsd, options.termYears]) {
    if (typeof value === "number" && !(Number.isFinite(value) && value > 0))
      throw new ImportError("bad-mapping", { detail: String(value) });
  }
}

/**
 * Reads every row under a mapping.
 *
 * @throws ImportError bad-mapping, no-name-column, cancelled
 */
export async function planImport(
  table: ImportTable,
  mapping: ColumnMapping,
  options: PlanOptions = {},
): Promise<ImportPlan> {
  checkMapping(table, mapping, options);
  const problems = new Problems();
  const rows: PlannedRow[] = [];
  const seen = new Map<string, number>();
  let refusedRows = 0;
  // Lease ends first, so that a row's rent can lean on them.
  const order = table.header.map((_, column) => column).sort((a, b) => first(mapping[a]) - first(mapping[b]) || a - b);
  for (const [index, cells] of table.rows.entries()) {
    if (index % SLICE === 0) await breathe(options, index / table.rows.length);
    const row = table.rowNumbers[index] ?? index + 1;
    const reader = new RowReader(problems, options);
    for (const column of order) {
      const use = mapping[column];
      if (use === undefined) continue;
      reader.read(cells[column] ?? null, use.target, use.decimalMark, {
        row,
        column,
        header: table.header[column] ?? "",
      });
      if (options.termYears === "lease-end" && use.target.type === "field" && use.target.field === "leaseEndYear") {
        const end = reader.facts.find(({ field }) => field === "leaseEndYear")?.value;
        const years = typeof end === "number" ? end - (options.today ?? Number.NaN) : Number.NaN;
        reader.termYears = years > 0 && years <= 120 ? years : null;
      }
    }
    const planned = finish(reader, row, problems, options, seen);
    if (planned === null) refusedRows += 1;
    else rows.push(planned);
  }
  await breathe(options, 1);
  return {
    header: table.header,
    mapping,
    rows,
    refusedRows,
    refusedCells: problems.refusedCells,
    problems: problems.list,
    problemCounts: problems.counts,
    problemsOmitted: problems.omitted,
  };
}

function first(use: ColumnMapping[number] | undefined): number {
  return use?.target.type === "field" && use.target.field === "leaseEndYear" ? 0 : 1;
}

function finish(
  reader: RowReader,
  row: number,
  problems: Problems,
  options: PlanOptions,
  seen: Map<string, number>,
): PlannedRow | null {
  const { texts } = reader;
  const name = (texts.name ?? texts.nameVi ?? "").slice(0, NAME_LENGTH);
  if (name === "" || !/[\p{L}\p{N}]/u.test(name)) {
    problems.add("refused", "name-missing", {}, { row });
    return null;
  }
  const place = texts.province === undefined ? null : (options.findProvince?.(texts.province) ?? null);
  if (texts.province !== undefined && place === null && options.findProvince !== undefined) {
    problems.add("warning", "province-unknown", { text: texts.province.slice(0, 60) }, { row });
  }
  const fromAddress =
    place === null && texts.locality !== undefined ? (options.findProvince?.(texts.locality) ?? null) : place;
  let asOf = options.asOf ?? null;
  if (texts.asOf !== undefined) {
    const date = readDate(texts.asOf);
    if (date === null) problems.add("warning", "not-a-date", { text: texts.asOf.slice(0, 60) }, { row });
    else asOf = date;
  }
  const position = reader.position();
  const nameVi = texts.nameVi?.slice(0, NAME_LENGTH) ?? "";
  const aka = (texts.aka ?? "")
    .split(/[;|]/)
    .map((text) => text.trim().slice(0, NAME_LENGTH))
    .filter((text) => text !== "" && text !== name);
  const key = `${nameKey(name).key} | ${fromAddress?.province ?? texts.province ?? ""}`;
  const duplicateOf = seen.get(key) ?? null;
  if (duplicateOf === null) seen.set(key, row);
  else problems.add("warning", "duplicate-row", { other: duplicateOf, name }, { row });
  const matches = options.matchPark?.({ names: [name, nameVi, ...aka], province: fromAddress, position }) ?? [];
  return {
    row,
    name,
    nameVi,
    aka,
    place: fromAddress,
    locality:
      texts.locality?.slice(0, NAME_LENGTH) ??
      (place === null ? (texts.province?.slice(0, NAME_LENGTH) ?? null) : null),
    country: texts.country?.slice(0, NAME_LENGTH) ?? null,
    note: texts.note?.slice(0, NOTE_LENGTH) ?? "",
    asOf,
    position,
    facts: reader.facts,
    columns: reader.columns,
    matches,
    duplicateOf,
  };
}
