/**
 * The table of values that the robustness measures work on: cells may be intervals. Two forms come
 * in, rows of cells (for callers with a plain matrix) and columns of a decision table; both become
 * columns in typed arrays.
 */
import { RankingError } from "../errors";

/** A value, or the interval in which it lies. */
export type Cell = number | readonly [number, number] | { readonly low: number; readonly high: number };

/** Alternatives x criteria. */
export type CellMatrix = readonly (readonly Cell[])[];

/** The same in columns, one per criterion; a `DecisionTable` is one. `central` defaults to the middle. */
export interface ValueColumns {
  readonly low: readonly Float64Array[];
  readonly high: readonly Float64Array[];
  readonly central?: readonly Float64Array[];
  /** What identifies each row between edits (its draws hang on it); row numbers when left out. */
  readonly rows?: Uint32Array;
}

/** Columns after checking: one length, finite, low <= central <= high. */
export interface Columns {
  readonly alternatives: number;
  readonly criteria: number;
  readonly low: readonly Float64Array[];
  readonly central: readonly Float64Array[];
  readonly high: readonly Float64Array[];
  readonly rows: Uint32Array;
}

/** Rows and criteria must fit beside each other in the counter of a draw: 20 and 12 bits. */
export const MAX_ROWS = 2 ** 20;
export const MAX_CRITERIA = 2 ** 12;

/**
 * Checks values and brings them into columns.
 * @throws {RankingError} naming the criterion and the alternative, for a table that is empty or ragged, a cell that
 *   is not finite or an interval that is upside down
 */
export function toColumns(values: CellMatrix | ValueColumns): Columns {
  return isMatrix(values) ? columnsOfMatrix(values) : checkedColumns(values);
}

function isMatrix(values: CellMatrix | ValueColumns): values is CellMatrix {
  return Array.isArray(values);
}

function columnsOfMatrix(matrix: CellMatrix): Columns {
  const alternatives = matrix.length;
  const criteria = matrix[0]?.length ?? 0;
  checkSize(alternatives, criteria);
  const low = Array.from({ length: criteria }, () => new Float64Array(alternatives));
  const high = Array.from({ length: criteria }, () => new Float64Array(alternatives));
  for (const [i, row] of matrix.entries()) {
    if (row.length !== criteria) {
      throw new RankingError("shape", `A row has ${row.length} cells, the first ${criteria}.`, {
        alternative: i,
      });
    }
    for (const [c, cell] of row.entries()) {
      const [lowest, highest] = ends(cell);
      (low[c] as Float64Array)[i] = lowest;
      (high[c] as Float64Array)[i] = highest;
    }
  }
  return checkedColumns({ low, high });
}

function ends(cell: Cell): readonly [number, number] {
  if (typeof cell === "number") return [cell, cell];
  if ("low" in cell) return [cell.low, cell.high];
  return cell;
}

function checkedColumns(columns: ValueColumns): Columns {
  const { low, high } = columns;
  const criteria = low.length;
  const alternatives = low[0]?.length ?? 0;
  checkSize(alternatives, criteria);
  const central = columns.central ?? low.map((column, c) => middle(column, high[c]));
  for (const [name, list] of Object.entries({ low, central, high })) {
    if (list.length !== criteria) {
      throw new RankingError("shape", `There are ${criteria} columns of low values, ${list.length} of ${name}.`);
    }
    for (const [c, column] of list.entries()) {
      if (column.length !== alternatives) {
        throw new RankingError(
          "shape",
          `The column of ${name} values has ${column.length} rows, not ${alternatives}.`,
          {
            criterion: c,
          },
        );
      }
    }
  }
  for (const [c, column] of low.entries()) {
    checkColumn(c, column, central[c] as Float64Array, high[c] as Float64Array);
  }
  const rows = columns.rows ?? Uint32Array.from({ length: alternatives }, (_, i) => i);
  if (rows.length !== alternatives) {
    throw new RankingError("shape", `There are ${alternatives} rows, but ${rows.length} row names.`);
  }
  const alternative = rows.findIndex((row) => row >= MAX_ROWS);
  if (alternative >= 0) throw new RankingError("parameter", `A row's name must be below ${MAX_ROWS}.`, { alternative });
  return { alternatives, criteria, low, central, high, rows };
}

function checkSize(alternatives: number, criteria: number): void {
  if (alternatives === 0) throw new RankingError("shape", "There is no alternative to rank.");
  if (criteria === 0) throw new RankingError("shape", "There is no criterion to rank by.");
  if (alternatives > MAX_ROWS) throw new RankingError("parameter", `More than ${MAX_ROWS} alternatives.`);
  if (criteria > MAX_CRITERIA) throw new RankingError("parameter", `More than ${MAX_CRITERIA} criteria.`);
}

function checkColumn(c: number, low: Float64Array, central: Float64Array, high: Float64Array): void {
  for (let i = 0; i < low.length; i++) {
    const bottom = low[i] as number;
    const top = high[i] as number;
    const at = central[i] as number;
    if (!Number.isFinite(bottom) || !Number.isFinite(top) || !Number.isFinite(at)) {
      throw new RankingError("not-finite", "A value is not a finite number.", {
        criterion: c,
        alternative: i,
      });
    }
    if (!(bottom <= at && at <= top)) {
      throw new RankingError("domain", `An interval is upside down: ${bottom} .. ${at} .. ${top}.`, {
        criterion: c,
        alternative: i,
      });
    }
  }
}

function middle(low: Float64Array, high: Float64Array | undefined): Float64Array {
  return low.map((value, i) => (value === high?.[i] ? value : value + ((high?.[i] as number) - value) / 2));
}

/**
 * The rows that take part, as columns that remember which rows they were (`rows`), so that a result's
 * alternative j is row `rows[j]` of the table, and its draws stay the same when other rows leave.
 * @param include one number a row, 0 for a row that stays out; all take part when null
 */
export function selectRows(table: ValueColumns, include: Uint8Array | null): Columns {
  const all = toColumns(table);
  if (include === null) return all;
  if (include.length !== all.alternatives) {
    throw new RankingError(
      "shape",
      `There are ${all.alternatives} rows, but ${include.length} say whether they take part.`,
    );
  }
  const kept: number[] = [];
  for (let i = 0; i < all.alternatives; i++) if (include[i] !== 0) kept.push(i);
  checkSize(kept.length, all.criteria);
  const pick = (column: Float64Array) => Float64Array.from(kept, (i) => column[i] as number);
  return {
    alternatives: kept.length,
    criteria: all.criteria,
    low: all.low.map(pick),
    central: all.central.map(pick),
    high: all.high.map(pick),
    rows: Uint32Array.from(kept, (i) => all.rows[i] as number),
  };
}

/**
 * Weights that sum to 1, from any non-negative numbers.
 * @throws {RankingError} for a wrong count, a negative or non-finite weight, or when all are zero
 */
export function normalisedWeights(weights: ArrayLike<number>, criteria: number): Float64Array {
  if (weights.length !== criteria) {
    throw new RankingError("shape", `There are ${criteria} criteria but ${weights.length} weights.`);
  }
  let largest = 0;
  for (let c = 0; c < criteria; c++) {
    const weight = weights[c] as number;
    if (!(weight >= 0 && weight < Infinity)) {
      throw new RankingError("weights", `A weight is ${weight}; it must be a number from 0 up.`, {
        criterion: c,
      });
    }
    largest = Math.max(largest, weight);
  }
  if (largest === 0) throw new RankingError("weights", "Every weight is zero; one at least must be above.");
  // Divide by the largest first: sums of huge weights would overflow.
  const scaled = Float64Array.from({ length: criteria }, (_, c) => (weights[c] as number) / largest);
  let sum = 0;
  for (const weight of scaled) sum += weight;
  return scaled.map((weight) => weight / sum);
}
