import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Direction, NORMALIZATIONS, type Normalization, normalizeMatrix } from "./index";
import { shareOfRange } from "./normalization";

const both: Direction[] = ["benefit", "cost"];
const columns = (a: number[], b: number[] = a) => a.map((x, i) => [x, b[i] as number]);
const column = (matrix: number[][], j: number) => matrix.map((row) => row[j] as number);
const expectClose = (actual: number[], expected: number[]) => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((x, i) => {
    expect(x).toBeCloseTo(expected[i] as number, 13);
  });
};

describe("normalizeMatrix", () => {
  // Computed by hand from the formulas of the table in the module.
  it.each<[Normalization, number[], number[]]>([
    ["none", [1, 2, 4], [1, 2, 4]],
    ["min-max", [0, 1 / 3, 1], [1, 2 / 3, 0]],
    ["vector", [1, 2, 4].map((x) => x / Math.sqrt(21)), [1, 2, 4].map((x) => 1 - x / Math.sqrt(21))],
    ["sum", [1 / 7, 2 / 7, 4 / 7], [4 / 7, 2 / 7, 1 / 7]],
    ["max", [1 / 4, 1 / 2, 1], [3 / 4, 1 / 2, 0]],
    ["linear", [1 / 4, 1 / 2, 1], [1, 1 / 2, 1 / 4]],
  ])("%s", (normalization, benefit, cost) => {
    const result = normalizeMatrix(columns([1, 2, 4]), both, normalization);
    expectClose(column(result, 0), benefit);
    expectClose(column(result, 1), cost);
  });

  it("leaves the caller's matrix alone", () => {
    const matrix = [
      [1, 2],
      [3, 4],
    ];
    const result = normalizeMatrix(matrix, both, "none");
    expect(result).toEqual(matrix);
    (result[0] as number[])[0] = 99;
    expect(matrix).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it("gives a constant column 1 under min-max, in both directions", () => {
    expect(normalizeMatrix(columns([7, 7, 7]), both, "min-max")).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
  });

  it("takes negative values and zeros wherever the order is kept", () => {
    expect(column(normalizeMatrix(columns([-2, 0, 2]), both, "min-max"), 0)).toEqual([0, 0.5, 1]);
    expect(column(normalizeMatrix([[-1], [3]], ["benefit"], "sum"), 0)).toEqual([-0.5, 1.5]);
    expect(column(normalizeMatrix([[0], [3]], ["benefit"], "linear"), 0)).toEqual([0, 1]);
    expect(column(normalizeMatrix([[-1], [2]], ["cost"], "max"), 0)).toEqual([1.5, 0]);
    expectClose(column(normalizeMatrix([[-3], [4]], ["benefit"], "vector"), 0), [-0.6, 0.8]);
  });

  it.each([1e300, 1e-300, 1e-320])("is the same for values around %s", (size) => {
    const plain = columns([2, 3, 8]);
    const scaled = columns([2, 3, 8].map((x) => x * size));
    // Around 1e-320 the inputs themselves carry three digits only.
    const digits = size < 1e-310 ? 3 : 12;
    for (const normalization of NORMALIZATIONS.filter((name) => name !== "none")) {
      const expected = normalizeMatrix(plain, both, normalization).flat();
      const actual = normalizeMatrix(scaled, both, normalization).flat();
      actual.forEach((x, i) => {
        expect(x).toBeCloseTo(expected[i] as number, digits);
      });
    }
  });

  it("halves a range that is larger than any double", () => {
    const max = Number.MAX_VALUE;
    expect(column(normalizeMatrix([[-max], [0], [max]], ["benefit"], "min-max"), 0)).toEqual([0, 0.5, 1]);
    expect(column(normalizeMatrix([[-max], [max / 2], [max]], ["cost"], "min-max"), 0)).toEqual([1, 0.25, 0]);
    expect(shareOfRange([0, 5e-324, 1.5e-323], "benefit", 0)).toEqual([0, 1 / 3, 1]);
  });

  const invalid: [string, number[], Direction, Normalization, string, number | null][] = [
    ["zeros have no length", [0, 0], "benefit", "vector", "domain", null],
    ["zeros have no length, cost", [0, 0], "cost", "vector", "domain", null],
    ["a sum of zero", [0, 0], "benefit", "sum", "domain", null],
    ["a sum that cancels", [-1, 1], "benefit", "sum", "domain", null],
    ["a negative sum would turn the order round", [-3, 1], "benefit", "sum", "domain", null],
    ["a zero under a reciprocal, sum", [2, 0], "cost", "sum", "domain", 1],
    ["a negative cost, sum", [-2, 1], "cost", "sum", "domain", 0],
    ["a maximum of zero", [-1, 0], "benefit", "max", "domain", null],
    ["a maximum of zero, cost", [-1, 0], "cost", "max", "domain", null],
    ["a maximum of zero, linear", [-1, 0], "benefit", "linear", "domain", null],
    ["a zero under a reciprocal, linear", [2, 0], "cost", "linear", "domain", 1],
    ["a negative cost, linear", [1, -2], "cost", "linear", "domain", 1],
    ["a quotient beyond the doubles", [-1e300, 1e-300], "benefit", "max", "overflow", 0],
    ["a quotient beyond the doubles, linear", [1e-300, -1e300], "benefit", "linear", "overflow", 1],
  ];
  it.each(invalid)("refuses %s", (_, values, direction, normalization, code, alternative) => {
    const matrix = values.map((x, i) => [i + 1, x]);
    expect(() => normalizeMatrix(matrix, ["benefit", direction], normalization)).toThrowError(
      expect.objectContaining({ name: "RankingError", code, criterion: 1, alternative }),
    );
  });

  it("says in words what is wrong and where", () => {
    const message = (values: number[], direction: Direction, normalization: Normalization) => {
      try {
        normalizeMatrix(
          values.map((x) => [x]),
          [direction],
          normalization,
        );
      } catch (error) {
        return (error as Error).message;
      }
      return "";
    };
    const at = "(criterion 1 at index 0";
    expect(message([0, 0], "benefit", "vector")).toBe(`a column of zeros has no length to divide by ${at})`);
    expect(message([0, 0], "benefit", "sum")).toBe(`shares of a sum need a positive sum ${at})`);
    expect(message([0, 0], "benefit", "max")).toBe(`shares of a maximum need a maximum above zero ${at})`);
    expect(message([1, 0], "cost", "linear")).toBe(
      `a cost under a reciprocal must be above zero, but is 0 ${at}, alternative 2 at index 1)`,
    );
    expect(message([-1e300, 1e-300], "cost", "max")).toBe(
      `a "max" normalised value is too large for a number ${at}, alternative 1 at index 0)`,
    );
  });

  it("refuses an unknown normalisation, direction or shape", () => {
    const refuse = (matrix: unknown, directions: unknown, normalization: unknown, expected: object) =>
      expect(() =>
        normalizeMatrix(matrix as number[][], directions as Direction[], normalization as Normalization),
      ).toThrowError(expect.objectContaining(expected));
    refuse([[1]], ["benefit"], "z-score", {
      code: "unknown-option",
      message: "the normalisation must be one of none, min-max, vector, sum, max, linear, but is z-score",
    });
    refuse([[1]], ["max"], "sum", { code: "unknown-option", criterion: 0 });
    refuse([[1, 2]], ["benefit"], "sum", { code: "shape" });
  });

  it("makes the better value the larger one, in every normalisation (property)", () => {
    const values = fc.array(fc.double({ min: 0.01, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(
        values,
        fc.constantFrom(...both),
        fc.constantFrom(...NORMALIZATIONS.slice(1)),
        (xs, direction, how) => {
          const result = normalizeMatrix(
            xs.map((x) => [x]),
            [direction],
            how,
          ).flat();
          for (let a = 0; a < xs.length; a++) {
            for (let b = 0; b < xs.length; b++) {
              const better =
                direction === "benefit" ? (xs[a] as number) > (xs[b] as number) : (xs[a] as number) < (xs[b] as number);
              if (better) expect(result[a] as number).toBeGreaterThanOrEqual(result[b] as number);
            }
          }
        },
      ),
      { seed: 4, numRuns: 300 },
    );
  });
});
