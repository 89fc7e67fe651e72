/**
 * One row of a table, cell by cell: numbers with their units, years, words for categories, coordinates.
 * What does not come in is listed with its place.
 */
import { valueProblem } from "../catalogue/seed-schema";
import { type FieldId, fieldDefinition } from "../model/fields";
import type { FactValue, LatLon, NumberRange } from "../model/park";
import { type AnglePair, positionOf, readAngle, readPair } from "./coordinates";
import { cellText, readNumber, saysNothing } from "./numbers";
import { type Cell, type ColumnTarget, type DecimalMark, ImportError, type ProblemCode, type Problems } from "./types";
import { type Conversion, conversion, kilometres } from "./units";
import { memberOfWords, statusOfWords } from "./vocabulary";

/** A fact as read from a row. */
export interface PlannedFact {
  readonly field: FieldId;
  readonly value: FactValue;
  /** The cell as written and how it was converted; empty where it was taken as it stands. */
  readonly note: string;
  readonly column: number;
}

/** What reading needs beyond the cells. */
export interface ReadingOptions {
  readonly vndPerUsd?: number;
  readonly termYears?: number | "lease-end";
}

/** Members of a set and characters of a text that come in. */
const MOST_MEMBERS = 200;
export const NAME_LENGTH = 200;
export const NOTE_LENGTH = 2_000;

interface Place {
  readonly row: number;
  readonly column: number;
  readonly header: string;
}

/** Reads the cells of one row. */
export class RowReader {
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
    private readonly options: ReadingOptions,
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
