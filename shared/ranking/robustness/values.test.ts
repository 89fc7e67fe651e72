import { describe, expect, test } from "vitest";
import { MAX_CRITERIA, MAX_ROWS, normalisedWeights, selectRows, toColumns, type ValueColumns } from "./values";

describe("values", () => {
  test("rows of cells become columns", () => {
    const columns = toColumns([
      [0.1, [0.2, 0.6]],
      [{ low: 0, high: 1 }, 0.4],
    ]);
    expect(columns.alternatives).toBe(2);
    expect(columns.criteria).toBe(2);
    expect(columns.low.map((column) => Array.from(column))).toEqual([
      [0.1, 0],
      [0.2, 0.4],
    ]);
    expect(columns.high.map((column) => Array.from(column))).toEqual([
      [0.1, 1],
      [0.6, 0.4],
    ]);
    expect(columns.central.map((column) => Array.from(column))).toEqual([
      [0.1, 0.5],
      [0.4, 0.4],
    ]);
    expect(Array.from(columns.rows)).toEqual([0, 1]);
  });

  test("columns are taken as they are", () => {
    const given: ValueColumns = {
      low: [Float64Array.of(0)],
      central: [Float64Array.of(0.9)],
      high: [Float64Array.of(1)],
      rows: Uint32Array.of(7),
    };
    expect(toColumns(given)).toEqual({ alternatives: 1, criteria: 1, ...given });
  });

  test("rows that stay out are left out, and the others keep their names", () => {
    const table = {
      low: [Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6)],
      central: [Float64Array.of(1, 2, 4), Float64Array.of(4, 5, 6)],
      high: [Float64Array.of(1, 2, 5), Float64Array.of(4, 5, 6)],
    };
    expect(selectRows(table, Uint8Array.of(1, 0, 2))).toEqual({
      alternatives: 2,
      criteria: 2,
      low: [Float64Array.of(1, 3), Float64Array.of(4, 6)],
      central: [Float64Array.of(1, 4), Float64Array.of(4, 6)],
      high: [Float64Array.of(1, 5), Float64Array.of(4, 6)],
      rows: Uint32Array.of(0, 2),
    });
    expect(selectRows(table, null).alternatives).toBe(3);
    expect(() => selectRows(table, new Uint8Array(3))).toThrow(expect.objectContaining({ code: "shape" }));
    expect(() => selectRows(table, new Uint8Array(2))).toThrow(
      expect.objectContaining({ code: "shape", message: "There are 3 rows, but 2 say whether they take part." }),
    );
  });

  const one = [Float64Array.of(0.5)];
  const two = [Float64Array.of(0), Float64Array.of(0, 1)];
  test.each<[ValueColumns, string, number | null, number | null, string]>([
    [{ low: [], high: [] }, "shape", null, null, "There is no alternative to rank."],
    [{ low: one, high: [] }, "shape", null, null, "There are 1 columns of low values, 0 of high."],
    [{ low: one, central: [], high: one }, "shape", null, null, "There are 1 columns of low values, 0 of central."],
    [{ low: one, high: [Float64Array.of(1, 2)] }, "shape", 0, null, "The column of high values has 2 rows, not 1."],
    [
      { low: one, central: [Float64Array.of(1, 2)], high: one },
      "shape",
      0,
      null,
      "The column of central values has 2 rows, not 1.",
    ],
    [{ low: two, high: two }, "shape", 1, null, "The column of low values has 2 rows, not 1."],
    [{ low: one, high: one, rows: Uint32Array.of(1, 2) }, "shape", null, null, "There are 1 rows, but 2 row names."],
    [
      { low: one, high: one, rows: Uint32Array.of(MAX_ROWS) },
      "parameter",
      null,
      0,
      "A row's name must be below 1048576.",
    ],
    [
      { low: one, central: [Float64Array.of(0.4)], high: one },
      "domain",
      0,
      0,
      "An interval is upside down: 0.5 .. 0.4 .. 0.5.",
    ],
    [
      { low: one, central: [Float64Array.of(0.6)], high: one },
      "domain",
      0,
      0,
      "An interval is upside down: 0.5 .. 0.6 .. 0.5.",
    ],
    [{ low: one, central: [Float64Array.of(NaN)], high: one }, "not-finite", 0, 0, "A value is not a finite number."],
    [
      { low: [Float64Array.of(0, -Infinity)], central: [Float64Array.of(0, 0)], high: [Float64Array.of(0, 1)] },
      "not-finite",
      0,
      1,
      "A value is not a finite number.",
    ],
    [
      { low: [Float64Array.of(0, 0)], central: [Float64Array.of(0, 0)], high: [Float64Array.of(0, Infinity)] },
      "not-finite",
      0,
      1,
      "A value is not a finite number.",
    ],
    [
      { low: [new Float64Array(MAX_ROWS + 1)], high: [new Float64Array(MAX_ROWS + 1)] },
      "parameter",
      null,
      null,
      "More than 1048576 alternatives.",
    ],
    [
      { low: Array.from({ length: MAX_CRITERIA + 1 }, () => new Float64Array(1)), high: [] },
      "parameter",
      null,
      null,
      "More than 4096 criteria.",
    ],
  ])("refuses %#", (columns, code, criterion, alternative, message) => {
    expect(() => toColumns(columns)).toThrow(
      expect.objectContaining({ code, criterion, alternative, message: expect.stringContaining(message) }),
    );
  });

  test("as many rows and criteria as the counter of a draw can tell apart, and no more", () => {
    const rows = new Float64Array(MAX_ROWS);
    expect(toColumns({ low: [rows], high: [rows], central: [rows] }).alternatives).toBe(MAX_ROWS);
    const criteria = Array.from({ length: MAX_CRITERIA }, () => new Float64Array(1));
    expect(toColumns({ low: criteria, high: criteria }).criteria).toBe(MAX_CRITERIA);
    const last = toColumns({ low: one, high: one, rows: Uint32Array.of(MAX_ROWS - 1) });
    expect(Array.from(last.rows)).toEqual([MAX_ROWS - 1]);
  });

  test("refuses rows without a criterion", () => {
    expect(() => toColumns([[], []])).toThrow(
      expect.objectContaining({ code: "shape", message: "There is no criterion to rank by." }),
    );
  });

  test("refuses a ragged matrix, naming the row", () => {
    expect(() => toColumns([[1, 2], [1, 2], [1]])).toThrow(
      expect.objectContaining({
        code: "shape",
        alternative: 2,
        message: expect.stringContaining("A row has 1 cells, the first 2."),
      }),
    );
  });
});

describe("weights", () => {
  test("sum to 1, even tiny and huge ones", () => {
    expect(Array.from(normalisedWeights([1, 3], 2))).toEqual([0.25, 0.75]);
    expect(Array.from(normalisedWeights([1e308, 1e308], 2))).toEqual([0.5, 0.5]);
    expect(Array.from(normalisedWeights([5e-324, 0], 2))).toEqual([1, 0]);
  });

  test.each<[number[], string, number | null, string]>([
    [[1, 2, 3], "shape", null, "There are 2 criteria but 3 weights."],
    [[1, -0.5], "weights", 1, "A weight is -0.5; it must be a number from 0 up."],
    [[Infinity, 1], "weights", 0, "A weight is Infinity; it must be a number from 0 up."],
    [[1, NaN], "weights", 1, "A weight is NaN; it must be a number from 0 up."],
    [[0, 0], "weights", null, "Every weight is zero; one at least must be above."],
  ])("refuses %j", (weights, code, criterion, message) => {
    expect(() => normalisedWeights(weights, 2)).toThrow(
      expect.objectContaining({ code, criterion, message: expect.stringContaining(message) }),
    );
  });
});
