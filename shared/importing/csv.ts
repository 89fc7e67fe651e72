/**
 * Delimited text: which delimiter, and its records. Reading goes in slices, so that a large file shows
 * its progress and can be called off; Papa Parse does the quoting.
 */
import Papa from "papaparse";
import { breathe, type Cell, ImportError, LIMITS, type Problems, type Watch } from "./types";

export const DELIMITERS = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export interface DelimiterReport {
  readonly delimiter: Delimiter;
  /** 0..1: 0 where the file has one column. */
  readonly confidence: number;
}

interface PapaError {
  readonly code: string;
  readonly row: number;
}
interface PapaResult {
  readonly data: readonly string[][];
  readonly errors: readonly PapaError[];
  readonly meta: { readonly cursor: number };
}

const SLICE = 1024 * 1024;
/** A quote that swallows more lines than this was no quote; the rows behind it would be lost in silence. */
const SWALLOWED_LINES = 20;

function parse(text: string, delimiter: string, ignoreLastRow: boolean, preview = 0): PapaResult {
  const parser = new Papa.Parser({ delimiter, newline: "\n", ...(preview > 0 ? { preview } : {}) });
  return parser.parse(text, 0, ignoreLastRow) as PapaResult;
}

/** Line ends of every system as "\n". */
export function unifyLines(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

/**
 * The delimiter under which the first records have the same number of cells, and many. A decimal
 * comma makes commas frequent but uneven, so evenness weighs more than number.
 */
export function detectDelimiter(text: string): DelimiterReport {
  const named = /^sep=([,;|\t])\n/i.exec(text)?.[1];
  if (named !== undefined) return { delimiter: named as Delimiter, confidence: 1 };
  const head = text.slice(0, 256 * 1024);
  let best: { delimiter: Delimiter; score: number } = { delimiter: ",", score: 0 };
  let second = 0;
  for (const delimiter of DELIMITERS) {
    const { data } = parse(head, delimiter, head.length < text.length, 200);
    const widths = data.filter((row) => row.some((cell) => cell.trim() !== "")).map((row) => row.length);
    if (widths.length === 0) continue;
    const counts = new Map<number, number>();
    for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
    const [mode = 1, times = 0] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [];
    const even = times / widths.length;
    const score = mode < 2 ? 0 : even * even * (1 + Math.log2(mode));
    if (score > best.score) {
      second = best.score;
      best = { delimiter, score };
    } else second = Math.max(second, score);
  }
  return { delimiter: best.delimiter, confidence: best.score === 0 ? 0 : best.score / (best.score + second) };
}

/**
 * All records of a text, blank ones included, so that their index + 1 is the row that a spreadsheet
 * shows. Cells beyond {@link LIMITS.cellCharacters} are left out and listed.
 *
 * @throws ImportError too-many-rows, too-many-columns, too-many-cells, unclosed-quote, cancelled
 */
export async function readRecords(
  text: string,
  delimiter: string,
  problems: Problems,
  watch: Watch = {},
): Promise<Cell[][]> {
  const records: Cell[][] = [];
  const misplaced = new Set<number>();
  let at = 0;
  let size = SLICE;
  let cells = 0;
  let filled = 0;
  // A first line "sep=;" is an instruction to a spreadsheet, yet a row of the file.
  if (/^sep=[,;|\t]\n/i.test(text)) {
    records.push([]);
    at = text.indexOf("\n") + 1;
  }
  while (at < text.length) {
    const last = at + size >= text.length;
    const slice = text.slice(at, at + size);
    const { data, errors, meta } = parse(slice, delimiter, !last);
    const unclosed = last ? errors.find((error) => error.code === "MissingQuotes") : undefined;
    if (unclosed !== undefined) {
      const row = records.length + data.length;
      const swallowed = data.at(-1)?.at(-1) ?? "";
      const lines = swallowed.split("\n", SWALLOWED_LINES + 2).length;
      if (lines > SWALLOWED_LINES) throw new ImportError("unclosed-quote", { row }, row);
      problems.add("refused", "unclosed-quote", { lines }, { row });
    }
    if (!last && meta.cursor === 0) {
      // One record is longer than the slice.
      size *= 2;
      continue;
    }
    for (const error of errors) if (error.code === "InvalidQuotes") misplaced.add(records.length + error.row);
    for (const record of data) {
      const row = records.length + 1;
      if (record.length > LIMITS.columns) {
        throw new ImportError("too-many-columns", { columns: record.length, limit: LIMITS.columns }, row);
      }
      const isLast = unclosed !== undefined && record === data.at(-1);
      records.push(isLast ? [] : record.map((cell, column) => keepCell(cell, row, column, problems)));
      cells += record.length;
      if (record.length > 1 || record[0] !== "") filled += 1;
    }
    if (filled > LIMITS.rows + 100) throw new ImportError("too-many-rows", { limit: LIMITS.rows });
    if (cells > LIMITS.cells || records.length > 4 * LIMITS.rows) {
      throw new ImportError("too-many-cells", { limit: LIMITS.cells });
    }
    at = last ? text.length : at + meta.cursor;
    size = SLICE;
    await breathe(watch, at / text.length);
  }
  for (const index of [...misplaced].sort((a, b) => a - b)) {
    problems.add("warning", "quote-misplaced", {}, { row: index + 1 });
  }
  return records;
}

function keepCell(cell: string, row: number, column: number, problems: Problems): Cell {
  if (cell.length <= LIMITS.cellCharacters) return cell === "" ? null : cell;
  problems.add("refused", "cell-too-long", { characters: cell.length, limit: LIMITS.cellCharacters }, { row, column });
  return null;
}
