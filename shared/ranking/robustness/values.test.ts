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
    expect(() => selectRows(table, new Uint8Array(2))).toThrow(expect.objectContaining({ code: "shape" }));
  });

  const one = [Float64Array.of(0.5)];
  test.each<[ValueColumns, string, number | null, number | null]>([
    [{ low: [], high: [] }, "shape", null, null],
    [{ low: one, high: [] }, "shape", null, null],
    [{ low: one, central: [], high: one }, "shape", null, null],
    [{ low: one, high: [Float64Array.of(1, 2)] }, "shape", 0, null],
    [{ low: one, central: [Float64Array.of(1, 2)], high: one }, "shape", 0, null],
    [
      { low: [Float64Array.of(0), Float64Array.of(0, 1)], high: [Float64Array.of(0), Float64Array.of(0, 1)] },
      "shape",
      1,
      null,
    ],
    [{ low: one, high: one, rows: Uint32Array.of(1, 2) }, "shape", null, null],
    [{ low: one, high: one, rows: Uint32Array.of(MAX_ROWS) }, "parameter", null, 0],
    [{ low: one, central: [Float64Array.of(0.4)], high: one }, "domain", 0, 0],
    [{ low: one, central: [Float64Array.of(0.6)], high: one }, "domain", 0, 0],
    [{ low: one, central: [Float64Array.of(NaN)], high: one }, "not-finite", 0, 0],
    [{ low: [Float64Array.of(0, -Infinity)], high: [Float64Array.of(0, 1)] }, "not-finite", 0, 1],
    [{ low: [Float64Array.of(0, 0)], high: [Float64Array.of(0, Infinity)] }, "not-finite", 0, 1],
    [{ low: [new Float64Array(MAX_ROWS + 1)], high: [new Float64Array(MAX_ROWS + 1)] }, "parameter", null, null],
    [{ low: Array.from({ length: MAX_CRITERIA + 1 }, () => new Float64Array(1)), high: [] }, "parameter", null, null],
  ])("refuses %#", (columns, code, criterion, alternative) => {
    expect(() => toColumns(columns)).toThrow(expect.objectContaining({ code, criterion, alternative }));
  });

  test("refuses a ragged matrix, naming the row", () => {
    expect(() => toColumns([[1, 2], [1, 2], [1]])).toThrow(expect.objectContaining({ code: "shape", alternative: 2 }));
  });
});

describe("weights", () => {
  test("sum to 1, even tiny and huge ones", () => {
    expect(Array.from(normalisedWeights([1, 3], 2))).toEqual([0.25, 0.75]);
    expect(Array.from(normalisedWeights([1e308, 1e308], 2))).toEqual([0.5, 0.5]);
    expect(Array.from(normalisedWeights([5e-324, 0], 2))).toEqual([1, 0]);
  });
});
