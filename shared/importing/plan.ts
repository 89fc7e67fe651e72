/**
 * From a table and a mapping to rows that could be imported: every cell read, converted and checked,
 * every problem listed by row and column, every row compared with the parks that are known. Nothing
 * is stored here.
 */
import { valueProblem } from "../catalogue/seed-schema";
import { type FieldId, fieldDefinition } from "../model/fields";
import type { FactValue, LatLon, NumberRange } from "../model/park";
import { type AnglePair, positionOf, readAngle, readPair } from "./coordinates";
import { cellText, readNumber, saysNothing } from "./numbers";
import { type Candidate, nameKey, type ParkMatcher, type PlaceMatch, type ProvinceFinder } from "./places";
import {
  breathe,
  type Cell,
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
import { type Conversion, conversion, kilometres, rentUnit } from "./units";
import { memberOfWords, statusOfWords } from "./vocabulary";

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

/** A fact as read from a row. */
export interface PlannedFact {
  readonly field: FieldId;
  readonly value: FactValue;
  /** The cell as written and how it was converted; empty where it was taken as it stands. */
  readonly note: string;
  readonly column: number;
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
/** Members of a set and characters of a text that come in. */
const MOST_MEMBERS = 200;
const NAME_LENGTH = 200;
const NOTE_LENGTH = 2_000;

interface Place {
  readonly row: number;
  readonly column: number;
  readonly header: string;
}

/** Reads the cells of one row. */
class RowReader {
  readonly facts: PlannedFact[] = [];
  readonly columns: Record<number, number | string> = {};
  readonly texts: Partial<
    Record<"name" | "nameVi" | "aka" | "province" | "locality" | "country" | "asOf" | "note", string>
  > = {};
  lat: { value: number; place: Place } | null = null;
  lon: { value: number; place: Place } | null = null;
  pair: { value: AnglePair; order: "lat-lon" | "lon-lat"; place: Place } | null = null;
  coordinateCells = 0;
  termYears: number | null;

  constructor(
    private readonly problems: Problems,
    private readonly options: PlanOptions,
  ) {
    this.termYears = typeof options.termYears === "number" ? options.termYears : null;
  }

  refuse(code: ProblemCode, place: Place, values: Readonly<Record<string, string | number>> = {}): null {
    this.problems.add("refused", code, values, place);
    return null;
  }

  read(cell: Cell, target: ColumnTarget, mark: DecimalMark, place: Place): void {
    const text = cellText(cell);
    if (text === "" || target.type === "ignore") return;
    switch (target.type) {
      case "lat":
      case "lon":
        this.readAxis(cell, text, target.type, place);
        return;
      case "latLon": {
        if (saysNothing(text)) return;
        this.coordinateCells += 1;
        const pair = readPair(cell);
        if (pair === null) this.refuse("coordinate-invalid", place, { text: text.slice(0, 80) });
        else this.pair = { value: pair, order: pair.order ?? target.order, place };
        return;
      }
      case "field":
        this.readField(cell, text, target.field, target.unit, mark, place);
        return;
      case "distance": {
        const km = this.number(cell, mark, place, kilometres(target.unit));
        if (km !== null) this.fact("statedDistanceKm", { to: target.to, km: round(km) }, text, "", place);
        return;
      }
      case "column": {
        if (target.kind === "category") {
          if (!saysNothing(text)) this.columns[place.column] = this.plain(text, place).slice(0, NAME_LENGTH);
          return;
        }
        const value = this.numberOrMiddle(cell, mark, place);
        if (value !== null) this.columns[place.column] = value;
        return;
      }
      default:
        if (!saysNothing(text) || target.type === "name") this.texts[target.type] = this.plain(text, place);
    }
  }

  /** Text stays text: a formula is listed and never run. */
  private plain(text: string, place: Place): string {
    if (/^[=@]|^[+-][^\d\s.,]/.test(text))
      this.problems.add("warning", "formula-text", { text: text.slice(0, 60) }, place);
    // Control characters other than line ends have no place in a name.
    return text
      .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
      .replace(/\s+/g, " ")
      .trim();
  }

  private readAxis(cell: Cell, text: string, axis: "lat" | "lon", place: Place): void {
    if (saysNothing(text)) return;
    this.coordinateCells += 1;
    const angle = readAngle(cell);
    if (angle === null) this.refuse("coordinate-invalid", place, { text: text.slice(0, 80) });
    else this[angle.axis ?? axis] = { value: angle.degrees, place };
  }

  private number(cell: Cell, mark: DecimalMark, place: Place, factor = 1): number | null {
    const reading = readNumber(cell, mark);
    switch (reading.kind) {
      case "number": {
        const value = reading.value * factor;
        return Number.isFinite(value) ? value : this.refuse("number-not-finite", place, { text: short(cell) });
      }
      case "range":
        return this.refuse("range-for-number", place, { text: short(cell) });
      case "none":
        return null;
      case "not-finite":
        return this.refuse("number-not-finite", place, { text: short(cell) });
      case "formula-error":
        this.problems.add("warning", "formula-error", { text: short(cell) }, place);
        return null;
      case "text":
        return this.refuse(/^[=@]/.test(cellText(cell)) ? "formula-text" : "not-a-number", place, {
          text: short(cell),
        });
    }
  }

  private numberOrMiddle(cell: Cell, mark: DecimalMark, place: Place): number | null {
    const reading = readNumber(cell, mark);
    if (reading.kind === "range") return (reading.value.min + reading.value.max) / 2;
    if (typeof cell === "boolean") return cell ? 1 : 0;
    return this.number(cell, mark, place);
  }

  private factor(field: FieldId, unit: string, place: Place): number | null {
    const made: Conversion | null = conversion(field, unit, {
      vndPerUsd: this.options.vndPerUsd ?? null,
      termYears: this.termYears,
    });
    if (made === null) throw new ImportError("bad-mapping", { detail: `${place.header}: ${unit}` });
    if ("factor" in made) return made.factor;
    return this.refuse(made.problem, place, { unit });
  }

  private readField(cell: Cell, text: string, field: FieldId, unit: string, mark: DecimalMark, place: Place): void {
    const { kind, options = [] } = fieldDefinition(field);
    switch (kind) {
      case "number":
      case "range": {
        const reading = readNumber(cell, mark);
        const isRange = reading.kind === "range" && kind === "range";
        const raw: number | NumberRange | null = isRange ? reading.value : this.number(cell, mark, place);
        if (raw === null) return;
        if (typeof raw !== "number" && raw.min > raw.max) {
          this.refuse("range-reversed", place, { text: short(cell) });
          return;
        }
        const percent = reading.kind === "number" && reading.percent;
        const factor = this.factor(field, percent && unit === "share" ? "%" : unit, place);
        if (factor === null) return;
        const value =
          typeof raw === "number"
            ? round(raw * factor)
            : { min: round(raw.min * factor), max: round(raw.max * factor) };
        this.fact(field, value, text, factor === 1 ? "" : unit, place);
        return;
      }
      case "year": {
        const year = yearOf(cell, mark);
        if (year === null) {
          if (!saysNothing(text)) this.refuse("not-a-year", place, { text: short(cell) });
        } else this.fact(field, year, text, "", place);
        return;
      }
      case "text":
        if (!saysNothing(text)) this.fact(field, this.plain(text, place).slice(0, NOTE_LENGTH), text, "", place);
        return;
      case "category": {
        if (saysNothing(text)) return;
        const id = field === "status" ? statusOfWords(text) : null;
        const value = id ?? memberOfWords(field, text, options);
        if (value === null) this.refuse("unknown-category", place, { text: short(cell) });
        else this.fact(field, value, text, "", place);
        return;
      }
      case "set":
        this.readSet(text, field, options, place);
        return;
      case "distance":
      case "position":
        return;
    }
  }

  private readSet(text: string, field: FieldId, options: readonly string[], place: Place): void {
    const members = new Set<string>();
    for (const part of text.split(/[,;|\n、，；/]+/).slice(0, MOST_MEMBERS)) {
      const word = part.trim();
      if (word === "" || saysNothing(word)) continue;
      if (options.length === 0) members.add(this.plain(word, place).slice(0, NAME_LENGTH));
      else {
        const member = memberOfWords(field, word, options);
        if (member === null) this.problems.add("warning", "unknown-member", { text: word.slice(0, 60) }, place);
        else members.add(member);
      }
    }
    if (members.size > 0) this.fact(field, [...members], text, "", place);
  }

  private fact(field: FieldId, value: FactValue, written: string, unit: string, place: Place): void {
    if (valueProblem(field, value) !== null) {
      const { min = 0, max = 0, unit: own } = fieldDefinition(field);
      const shown = typeof value === "number" ? value : written.slice(0, 60);
      this.refuse(typeof value === "number" && value < 0 ? "negative" : "out-of-range", place, {
        text: written.slice(0, 60),
        value: shown,
        min,
        max,
        unit: own,
      });
      return;
    }
    const note = unit === "" ? "" : `${written.slice(0, 60)} ${unit}`;
    this.facts.push({ field, value, note, column: place.column });
  }

  /** The row's position from one column or two. */
  position(): LatLon | null {
    const { lat, lon, pair } = this;
    let first: number;
    let second: number;
    let place: Place;
    if (lat !== null && lon !== null) {
      first = lat.value;
      second = lon.value;
      place = lat.place;
    } else if (pair !== null) {
      const [a, b] = [pair.value.first.degrees, pair.value.second.degrees];
      [first, second] = pair.order === "lat-lon" ? [a, b] : [b, a];
      place = pair.place;
    } else {
      const one = lat ?? lon;
      if (one !== null && this.coordinateCells < 2)
        this.problems.add("warning", "coordinate-incomplete", {}, one.place);
      return null;
    }
    // An empty island of zeros stands for "not known" in many files.
    if (first === 0 && second === 0) return this.refuse("coordinate-invalid", place, { text: "0, 0" });
    const reading = positionOf(first, second);
    if (reading.kind === "position") {
      if (reading.swapped)
        this.problems.add("warning", "coordinates-swapped", { lat: reading.at.lat, lon: reading.at.lon }, place);
      return { lat: round(reading.at.lat), lon: round(reading.at.lon) };
    }
    return this.refuse(reading.kind === "projected" ? "coordinates-projected" : "coordinate-invalid", place, {
      text: `${first}, ${second}`,
    });
  }
}

/** Nine significant digits: more than any figure has, and no dust of binary fractions. */
function round(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(9));
}

function short(cell: Cell): string {
  return cellText(cell).slice(0, 60);
}

/** The year of "2010", "15/03/2010", "2010-03-15" or "until 2058"; null for none. */
function yearOf(cell: Cell, mark: DecimalMark): number | null {
  const text = cellText(cell);
  if (typeof cell === "number") return Number.isInteger(cell) ? cell : null;
  const found = /(?<!\d)((?:19|20|21)\d{2})(?!\d)/.exec(text);
  if (found !== null) return Number(found[1]);
  const reading = readNumber(cell, mark);
  return reading.kind === "number" && Number.isInteger(reading.value) ? reading.value : null;
}

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
