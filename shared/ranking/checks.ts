/** Checks at the door of the ranking library, for data that may come straight from a file. */
import { RankingError, type RankingErrorPlace } from "./errors";

/** Whether more of a criterion is better ("benefit") or worse ("cost"). */
export type Direction = "benefit" | "cost";

/** Alternatives by criteria: `matrix[i][j]` is the measure of alternative i on criterion j. */
export type Matrix = readonly (readonly number[])[];

/** @throws RankingError `not-finite` unless the value is a finite number. */
export function checkFinite(value: unknown, what: string, place: RankingErrorPlace): void {
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw new RankingError("not-finite", `${what} must be a finite number, but is ${String(value)}`, place);
  }
}

/**
 * A list of finite numbers that is not empty.
 * @param per what an entry stands for, so that the error points at it
 */
export function checkNumbers(values: readonly number[], what: string, per: "criterion" | "alternative"): void {
  if (!Array.isArray(values) || values.length === 0) {
    throw new RankingError("shape", `${what} must be a list with an entry per ${per}`);
  }
  for (let i = 0; i < values.length; i++) checkFinite(values[i], `an entry of ${what}`, { [per]: i });
}

/**
 * A rectangular matrix of finite numbers with at least one row and one column.
 * @returns the number of criteria
 */
export function checkMatrix(matrix: Matrix): number {
  const first: unknown = Array.isArray(matrix) ? matrix[0] : undefined;
  if (!Array.isArray(first) || first.length === 0) {
    throw new RankingError(
      "shape",
      "the matrix must be a list of rows with at least one alternative and one criterion",
    );
  }
  const width = first.length;
  for (let i = 0; i < matrix.length; i++) {
    const row: unknown = matrix[i];
    if (!Array.isArray(row) || row.length !== width) {
      const found = Array.isArray(row) ? `${row.length} values` : "no list of values";
      throw new RankingError("shape", `every row needs ${width} values, but one has ${found}`, { alternative: i });
    }
    for (let j = 0; j < width; j++) checkFinite(row[j], "a value of the matrix", { criterion: j, alternative: i });
  }
  return width;
}

/** One known direction per criterion. */
export function checkDirections(directions: readonly Direction[], width: number): void {
  checkLength(directions, width, "the directions");
  directions.forEach((direction, criterion) => {
    checkOption(direction, ["benefit", "cost"], "a direction", { criterion });
  });
}

/** A list with an entry per criterion. */
export function checkLength(values: readonly unknown[], width: number, what: string): void {
  if (!Array.isArray(values) || values.length !== width) {
    const found = Array.isArray(values) ? `${values.length}` : "no list";
    throw new RankingError("shape", `${what} must have an entry per criterion: ${width} expected, ${found} found`);
  }
}

/** One of a few known names. */
export function checkOption(
  value: unknown,
  known: readonly string[],
  what: string,
  place: RankingErrorPlace = {},
): void {
  if (typeof value !== "string" || !known.includes(value)) {
    throw new RankingError(
      "unknown-option",
      `${what} must be one of ${known.join(", ")}, but is ${String(value)}`,
      place,
    );
  }
}

/** @throws RankingError `too-few-alternatives` when a method that compares alternatives gets only one. */
export function checkSeveral(matrix: Matrix, method: string): void {
  if (matrix.length < 2) {
    throw new RankingError("too-few-alternatives", `${method} compares alternatives and needs at least two`);
  }
}

/** Column j of a checked matrix. */
export function columnOf(matrix: Matrix, j: number): number[] {
  return matrix.map((row) => row[j] as number);
}
