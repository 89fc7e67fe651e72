/**
 * What a table's columns are: types, decimal marks, and a guess of the field and unit that each means,
 * by its header and its figures. A guess says how sure it is; the user's word goes before it.
 */
import { type FieldId, fieldDefinition } from "../model/fields";
import { readAngle, readPair } from "./coordinates";
import { cellText, evidenceOfMark, isAmbiguous, readNumber, saysNothing } from "./numbers";
import type { Cell, CellType, ColumnReport, ColumnTarget, DecimalMark, ImportTable } from "./types";
import { areaIn, currencyIn, ownUnit, periodIn, scaleIn, unitsOf } from "./units";
import { meaningOf, placeOfDistance } from "./vocabulary";

/** Cells of a column that are looked at: all of a small file, every n-th of a large one. */
const LOOKED_AT = 2_000;
const SAMPLES = 5;
/** More different texts than this are no categories. */
const MOST_CATEGORIES = 60;

/** A column's cells as {@link describeColumns} sees them. */
interface Profile {
  readonly cells: readonly Cell[];
  readonly filled: number;
  readonly numbers: number;
  readonly ranges: number;
  readonly percents: number;
  readonly dates: number;
  readonly angles: number;
  readonly pairs: number;
  readonly values: readonly number[];
  readonly distinct: number;
  readonly marks: { readonly point: number; readonly comma: number };
  readonly ambiguous: number;
}

const DATE = /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$/;

function sample(table: ImportTable, column: number): { cells: readonly Cell[]; filled: number } {
  const { rows } = table;
  let filled = 0;
  for (const row of rows) if (cellText(row[column] ?? null) !== "") filled += 1;
  const step = Math.max(1, Math.floor(filled / LOOKED_AT));
  const cells: Cell[] = [];
  let seen = 0;
  for (const row of rows) {
    const cell = row[column] ?? null;
    if (cellText(cell) === "") continue;
    if (seen % step === 0) cells.push(cell);
    seen += 1;
  }
  return { cells, filled };
}

function profileOf(table: ImportTable, column: number, mark: DecimalMark): Profile {
  const { cells, filled } = sample(table, column);
  const count = { numbers: 0, ranges: 0, percents: 0, dates: 0, angles: 0, pairs: 0, ambiguous: 0 };
  const marks = { point: 0, comma: 0 };
  const values: number[] = [];
  const distinct = new Set<string>();
  for (const cell of cells) {
    const text = cellText(cell).slice(0, 500);
    distinct.add(text);
    if (DATE.test(text)) {
      count.dates += 1;
      continue;
    }
    const shown = evidenceOfMark(cell);
    if (shown !== null) marks[shown] += 1;
    else if (isAmbiguous(cell)) count.ambiguous += 1;
    if (readPair(cell) !== null) count.pairs += 1;
    const reading = readNumber(cell, shown ?? mark);
    if (reading.kind === "number" || reading.kind === "range") {
      if (reading.kind === "number") {
        count.numbers += 1;
        values.push(reading.value);
      } else {
        count.ranges += 1;
        values.push(reading.value.min, reading.value.max);
      }
      if (reading.percent) count.percents += 1;
    } else if (reading.kind === "text" && readAngle(cell) !== null) count.angles += 1;
  }
  return { cells, filled, ...count, values, distinct: distinct.size, marks };
}

function typeOf(profile: Profile): CellType {
  const said = profile.cells.filter((cell) => !saysNothing(cellText(cell))).length;
  if (said === 0) return "empty";
  const most = (count: number) => count >= 0.7 * said;
  if (profile.cells.every((cell) => typeof cell === "boolean")) return "boolean";
  if (most(profile.dates)) return "date";
  if (most(profile.angles) || (most(profile.pairs) && profile.numbers < 0.5 * said)) return "coordinate";
  // Figures with slips among them are figures still: the slips are listed one by one.
  if (profile.numbers + profile.ranges >= 0.5 * said) return profile.ranges > 0.3 * said ? "range" : "number";
  return "text";
}

/**
 * The decimal mark of each column: its own beyond doubt, else the file's, else the one that the
 * delimiter suggests (a semicolon leaves the comma free).
 */
export function decimalMarks(table: ImportTable, delimiter: string | null): readonly DecimalMark[] {
  const own = table.header.map((_, column) => {
    let point = 0;
    let comma = 0;
    for (const cell of sample(table, column).cells) {
      const mark = evidenceOfMark(cell);
      if (mark === "point") point += 1;
      else if (mark === "comma") comma += 1;
    }
    return { point, comma };
  });
  const file = own.filter(({ point, comma }) => point + comma > 0);
  const votes = file.reduce((sum, { point, comma }) => sum + Math.sign(comma - point), 0);
  const fallback: DecimalMark = votes !== 0 ? (votes > 0 ? "comma" : "point") : delimiter === ";" ? "comma" : "point";
  return own.map(({ point, comma }) => (point === comma ? fallback : comma > point ? "comma" : "point"));
}

interface Guess {
  readonly target: ColumnTarget;
  readonly confidence: number;
  readonly unitAssumed: boolean;
}

const IGNORED: Guess = { target: { type: "ignore" }, confidence: 0.5, unitAssumed: false };

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN;
}

/** The share of figures that lie within a field's bounds under a factor. */
function plausible(field: FieldId, values: readonly number[], factor: number): number {
  if (values.length === 0) return 0;
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = fieldDefinition(field);
  return values.filter((value) => value * factor >= min && value * factor <= max).length / values.length;
}

interface UnitGuess {
  readonly field: FieldId;
  readonly unit: string;
  /** Nothing in the header says it. */
  readonly assumed: boolean;
}

/** The unit that header and figures name; the field may change with the currency. */
function unitFor(field: FieldId, header: string, profile: Profile): UnitGuess {
  const { values } = profile;
  const text = `${header} ${profile.cells
    .slice(0, 3)
    .map((cell) =>
      cellText(cell)
        .replace(/[\d.,]+/g, " ")
        .slice(0, 40),
    )
    .join(" ")}`;
  const middle = quantile(values, 0.5);
  const kind = fieldDefinition(field).unit;
  if (kind === "ha") {
    const named = areaIn(header) ?? areaIn(text);
    if (named !== null) return { field, unit: named, assumed: false };
    return { field, unit: middle > 100_000 ? "m2" : "ha", assumed: true };
  }
  if (field === "occupancyPct") {
    if (/%|percent|phần trăm|phan tram|百分|퍼센트/i.test(header) || profile.percents > 0)
      return { field, unit: "%", assumed: false };
    const share = values.length > 0 && quantile(values, 1) <= 1.0001;
    return { field, unit: share ? "share" : "%", assumed: true };
  }
  if (field === "investmentUsdMillion") {
    const currency = currencyIn(header) ?? (middle > 1e6 ? "VND" : "USD");
    const scale = scaleIn(header);
    const unit = `${currency}${scale}`;
    if (scale !== "" && unitsOf(field).includes(unit)) return { field, unit, assumed: false };
    return { field, unit: middle > 100_000 ? currency : `${currency} million`, assumed: true };
  }
  if (/\/m²\//.test(kind)) {
    const currency = currencyIn(header) ?? currencyIn(text) ?? (middle > 5_000 ? "VND" : "USD");
    const area = areaIn(header) === "ha" ? "ha" : "m2";
    const written = periodIn(header) ?? periodIn(text);
    const fee = field === "managementFeeUsdPerM2Year" && currency === "VND";
    const own = fee ? "managementFeeVndPerM2Month" : field;
    const period =
      written ?? (own === "landRentUsdPerM2Term" ? "term" : own === "managementFeeUsdPerM2Year" ? "year" : "month");
    const unit = `${currency}/${area}/${period}`;
    return { field: own, unit, assumed: written === null || currencyIn(header) === null };
  }
  if (/\/m³/.test(kind)) {
    const currency = currencyIn(header) ?? (middle > 100 ? "VND" : "USD");
    const waste = field.startsWith("wastewater");
    const own: FieldId =
      currency === "VND"
        ? waste
          ? "wastewaterVndPerM3"
          : "waterVndPerM3"
        : waste
          ? "wastewaterUsdPerM3"
          : "waterUsdPerM3";
    return { field: own, unit: `${currency}/m3`, assumed: currencyIn(header) === null };
  }
  if (field === "powerCapacityMva")
    return { field, unit: /kva/i.test(header) ? "kVA" : "MVA", assumed: !/mva|kva/i.test(header) };
  if (kind === "m³/day") {
    const named = /hour|\/h\b|giờ/i.test(header) ? "m3/hour" : /month|tháng/i.test(header) ? "m3/month" : "m3/day";
    return { field, unit: named, assumed: !/day|ngày|ngay|hour|month|24h|日/i.test(header) };
  }
  return { field, unit: ownUnit(field), assumed: false };
}

const NUMERIC: ReadonlySet<CellType> = new Set(["number", "range", "date"]);

function guessField(meaning: FieldId, sure: number, header: string, type: CellType, profile: Profile): Guess {
  if (meaning === "statedDistanceKm") {
    const unit = /\bmiles?\b/i.test(header) ? "mile" : /\((?:m|metres?|meters?|mét)\)/i.test(header) ? "m" : "km";
    const to = placeOfDistance(header);
    if (to === "" || !NUMERIC.has(type)) return ownColumn(header, type, profile);
    return { target: { type: "distance", to, unit }, confidence: sure, unitAssumed: !/km|mile|\(m\)/i.test(header) };
  }
  const { kind } = fieldDefinition(meaning);
  if (kind === "text")
    return { target: { type: "field", field: meaning, unit: "" }, confidence: sure, unitAssumed: false };
  if (kind === "category" || kind === "set") {
    const confidence = type === "text" ? sure : 0.2;
    if (type !== "text" && type !== "empty") return ownColumn(header, type, profile);
    return { target: { type: "field", field: meaning, unit: "" }, confidence, unitAssumed: false };
  }
  if (!NUMERIC.has(type) && type !== "empty") return ownColumn(header, type, profile);
  if (kind === "year") {
    const years = profile.dates > 0 || plausible(meaning, profile.values, 1) > 0.8;
    if (!years && type !== "empty") return ownColumn(header, type, profile);
    return { target: { type: "field", field: meaning, unit: "" }, confidence: sure, unitAssumed: false };
  }
  const { field, unit, assumed } = unitFor(meaning, header, profile);
  const target: ColumnTarget = { type: "field", field, unit };
  return { target, confidence: assumed ? sure * 0.85 : Math.min(0.98, sure + 0.07), unitAssumed: assumed };
}

/** A column of the user's own: a figure or a category that criteria can be made of. */
function ownColumn(header: string, type: CellType, profile: Profile): Guess {
  const unit = /[([]([^)\]]{1,30})[)\]]\s*$/.exec(header)?.[1]?.trim() ?? "";
  if (type === "number" || type === "range") {
    return { target: { type: "column", kind: "number", unit }, confidence: 0.6, unitAssumed: unit === "" };
  }
  const repeats = profile.distinct <= MOST_CATEGORIES && profile.distinct <= Math.max(2, 0.5 * profile.cells.length);
  if ((type === "text" || type === "boolean") && repeats) {
    return { target: { type: "column", kind: "category", unit: "" }, confidence: 0.5, unitAssumed: false };
  }
  return { ...IGNORED, confidence: 0.4 };
}

function guess(header: string, named: boolean, type: CellType, profile: Profile): Guess {
  const meaning = named ? meaningOf(header) : null;
  const { values } = profile;
  if (meaning === null || meaning.meaning === "ignore") {
    // "7,5" alone is a figure with a decimal comma, not a latitude and a longitude.
    if (
      meaning === null &&
      type !== "number" &&
      profile.pairs > 0.7 * profile.cells.length &&
      profile.cells.length > 0
    ) {
      return { target: { type: "latLon", order: pairOrder(profile.cells) }, confidence: 0.7, unitAssumed: false };
    }
    return meaning === null ? ownColumn(header, type, profile) : { ...IGNORED, confidence: meaning.sure };
  }
  const { sure } = meaning;
  const plain = (target: ColumnTarget, confidence = sure): Guess => ({ target, confidence, unitAssumed: false });
  switch (meaning.meaning) {
    case "lat":
    case "lon": {
      const numeric = NUMERIC.has(type) || type === "coordinate";
      if (!numeric)
        return profile.pairs > 0
          ? plain({ type: "latLon", order: pairOrder(profile.cells) })
          : plain({ type: "ignore" }, 0.3);
      const limit = meaning.meaning === "lat" ? 90 : 180;
      const fits =
        values.length === 0 || values.filter((value) => Math.abs(value) <= limit).length > 0.9 * values.length;
      return plain({ type: meaning.meaning }, fits ? sure : 0.4);
    }
    case "latLon":
      if (profile.pairs < 0.3 * profile.cells.length) return ownColumn(header, type, profile);
      return plain({ type: "latLon", order: pairOrder(profile.cells) });
    case "name":
      return plain({ type: "name" }, type === "text" ? sure : 0.3);
    case "nameVi":
    case "aka":
    case "province":
    case "locality":
    case "country":
    case "note":
      return type === "text" || type === "empty" ? plain({ type: meaning.meaning }) : ownColumn(header, type, profile);
    case "asOf":
      return type === "date" || type === "number" ? plain({ type: "asOf" }) : plain({ type: "ignore" }, 0.4);
    default:
      return guessField(meaning.meaning, sure, header, type, profile);
  }
}

/** Which coordinate stands first in a column of pairs; latitude where nothing tells. */
function pairOrder(cells: readonly Cell[]): "lat-lon" | "lon-lat" {
  let votes = 0;
  for (const cell of cells) {
    const pair = readPair(cell);
    if (pair === null) continue;
    if (pair.order !== null) votes += pair.order === "lat-lon" ? 1 : -1;
    else if (Math.abs(pair.first.degrees) > 90) votes -= 1;
    else if (Math.abs(pair.second.degrees) > 90) votes += 1;
  }
  return votes < 0 ? "lon-lat" : "lat-lon";
}

function keyOf(target: ColumnTarget): string | null {
  if (target.type === "field") return `field ${target.field}`;
  return target.type === "ignore" || target.type === "column" || target.type === "distance" ? null : target.type;
}

/** Describes every column with its guess; a meaning goes to the column that is surest of it. */
export function describeColumns(table: ImportTable, delimiter: string | null): readonly ColumnReport[] {
  const marks = decimalMarks(table, delimiter);
  const named = table.header.some((name) => !/^Column \d+$/.test(name));
  const found = table.header.map((header, index) => {
    const mark = marks[index] ?? "point";
    const profile = profileOf(table, index, mark);
    const type = typeOf(profile);
    return { header, index, mark, profile, type, guess: guess(header, named, type, profile) };
  });
  const best = new Map<string, number>();
  for (const column of found) {
    const key = keyOf(column.guess.target);
    const rival = key === null ? undefined : best.get(key);
    if (key !== null && (rival === undefined || (found[rival]?.guess.confidence ?? 0) < column.guess.confidence)) {
      best.set(key, column.index);
    }
  }
  // No column is called a name: the first with many different texts is one.
  const texts = found.filter(({ type, profile }) => type === "text" && profile.distinct > 0.8 * profile.cells.length);
  const nameless = !best.has("name") && !best.has("nameVi") ? texts[0]?.index : undefined;
  return found.map(({ header, index, mark, profile, type, guess: own }) => {
    const key = keyOf(own.target);
    let chosen = own;
    if (key !== null && best.get(key) !== index) {
      const second = key === "name" && !best.has("nameVi") && type === "text";
      chosen = second
        ? { target: { type: "aka" }, confidence: 0.4, unitAssumed: false }
        : ownColumn(header, type, profile);
    }
    if (index === nameless) chosen = { target: { type: "name" }, confidence: 0.5, unitAssumed: false };
    const { values } = profile;
    const samples = [...new Set(profile.cells.slice(0, 50).map((cell) => cellText(cell).slice(0, 120)))].slice(
      0,
      SAMPLES,
    );
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (const value of values) {
      if (value < min) min = value;
      if (value > max) max = value;
    }
    return {
      index,
      header,
      samples,
      type,
      filled: profile.filled,
      empty: table.rows.length - profile.filled,
      distinct: profile.distinct,
      decimalMark: mark,
      range: values.length === 0 ? null : { min, max },
      target: chosen.target,
      confidence: Math.round(chosen.confidence * 100) / 100,
      unitAssumed: chosen.unitAssumed,
    };
  });
}

/** Columns whose figures can be read two ways ("1,234") and nothing in the file decides. */
export function ambiguousColumns(table: ImportTable): readonly { readonly column: number; readonly example: string }[] {
  const found: { column: number; example: string }[] = [];
  table.header.forEach((_, column) => {
    let example = "";
    for (const cell of sample(table, column).cells) {
      if (evidenceOfMark(cell) !== null) return;
      if (example === "" && isAmbiguous(cell)) example = cellText(cell).slice(0, 40);
    }
    if (example !== "") found.push({ column, example });
  });
  return found;
}
