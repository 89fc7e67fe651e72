/**
 * Where a table begins: above it may stand a title and blank rows, its column names may take a second
 * row for units, and it may have no names at all.
 */
import { cellText, readNumber } from "./numbers";
import { type Cell, ImportError, type ImportTable, LIMITS } from "./types";
import { meaningOf } from "./vocabulary";

/** Rows at the top among which the header is looked for. */
const SEARCHED = 30;

function filled(row: readonly Cell[]): number {
  return row.reduce<number>((count, cell) => count + (cellText(cell) === "" ? 0 : 1), 0);
}

function isNumeric(cell: Cell): boolean {
  if (typeof cell === "number") return true;
  const reading = readNumber(cell, "point");
  return reading.kind === "number" && reading.rest === "";
}

/** How much a row looks like column names: words that mean columns, all different, no figures. */
function headerScore(row: readonly Cell[], width: number): number {
  const cells = row.map(cellText).filter((text) => text !== "");
  if (cells.length === 0) return -1;
  const numeric = row.filter((cell) => cellText(cell) !== "" && isNumeric(cell)).length;
  const known = cells.filter((text) => text.length <= 80 && meaningOf(text) !== null).length;
  const long = cells.filter((text) => text.length > 80).length;
  const same = cells.length - new Set(cells.map((text) => text.toLowerCase())).size;
  return (
    known / cells.length +
    cells.length / width -
    (2 * numeric) / cells.length -
    same / cells.length -
    long / cells.length
  );
}

/** Whether a row holds nothing but units ("(ha)", "USD/m2"), as a second row of names does. */
function isUnitRow(row: readonly Cell[]): boolean {
  const cells = row.map(cellText).filter((text) => text !== "");
  if (cells.length === 0) return false;
  return cells.every((text) =>
    /^[([]?\s*(?:%|ha|m2|m²|km2?|km²|usd.*|vnd.*|us\$.*|\$.*|mva|kva|m3.*|m³.*|°|độ|degrees?|năm|year|người|persons?|acres?|tỷ.*|triệu.*)\s*[)\]]?$/i.test(
      text,
    ),
  );
}

/**
 * Cuts a table out of a sheet's rows.
 *
 * @param headerRow as a spreadsheet numbers it; 0 for none; undefined to look for it.
 * @throws ImportError not-a-table, no-rows
 */
export function findHeader(records: readonly (readonly Cell[])[], headerRow?: number): ImportTable {
  const width = records.reduce((most, row) => Math.max(most, row.length), 0);
  const first = records.findIndex((row) => filled(row) > 0);
  if (first === -1) throw new ImportError("no-rows");
  let at = headerRow === undefined ? -1 : headerRow - 1;
  if (headerRow !== undefined && headerRow > records.length)
    throw new ImportError("bad-mapping", { detail: `row ${headerRow}` });
  if (headerRow === undefined) {
    const usual = median(
      records
        .slice(0, 2000)
        .map(filled)
        .filter((count) => count > 0),
    );
    let best = 0.35;
    records.slice(first, first + SEARCHED).forEach((row, offset) => {
      if (filled(row) < Math.min(2, usual)) return;
      // The higher row wins where two look alike.
      const score = headerScore(row, Math.max(1, usual)) - offset * 0.02;
      if (score > best) {
        best = score;
        at = first + offset;
      }
    });
    // A first row of texts above rows with figures is a header whatever its words.
    if (at === -1 && records[first]?.every((cell) => !isNumeric(cell)) === true && records.length > first + 1) {
      const next = records[first + 1] ?? [];
      if (next.some(isNumeric) || filled(records[first] ?? []) === width) at = first;
    }
  }
  const names = at < 0 ? [] : (records[at] ?? []).map(cellText);
  let start = at < 0 ? first : at + 1;
  const below = records[start] ?? [];
  if (at >= 0 && isUnitRow(below)) {
    below.forEach((cell, column) => {
      const unit = cellText(cell);
      if (unit !== "") names[column] = `${names[column] ?? ""} ${/^[([]/.test(unit) ? unit : `(${unit})`}`.trim();
    });
    start += 1;
  }
  const used = usedColumns(records, start, names, width);
  if (used > LIMITS.columns) throw new ImportError("too-many-columns", { columns: used, limit: LIMITS.columns });
  const rows: (readonly Cell[])[] = [];
  const rowNumbers: number[] = [];
  for (let index = start; index < records.length; index += 1) {
    const row = records[index] ?? [];
    if (filled(row) === 0) continue;
    rows.push(row.length > used ? row.slice(0, used) : row);
    rowNumbers.push(index + 1);
  }
  return { header: uniqueNames(names, used), headerRow: at < 0 ? null : at + 1, rows, rowNumbers };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

/** Number of columns without the empty ones at the right. */
function usedColumns(
  records: readonly (readonly Cell[])[],
  start: number,
  names: readonly string[],
  width: number,
): number {
  let used = names.findLastIndex((name) => name !== "") + 1;
  for (let index = start; index < records.length && used < width; index += 1) {
    const row = records[index] ?? [];
    for (let column = row.length - 1; column >= used; column -= 1) {
      if (cellText(row[column] ?? null) !== "") {
        used = column + 1;
        break;
      }
    }
  }
  return used;
}

function uniqueNames(names: readonly string[], width: number): readonly string[] {
  const seen = new Map<string, number>();
  return Array.from({ length: width }, (_, column) => {
    const written = (names[column] ?? "").replace(/\s+/g, " ").trim().slice(0, 200);
    const name = written === "" ? `Column ${column + 1}` : written;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}
