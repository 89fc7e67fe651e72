import { describe, expect, it } from "vitest";
import {
  checkDirections,
  checkMatrix,
  checkNumbers,
  checkOption,
  checkSeveral,
  columnOf,
  type Direction,
} from "./checks";
import { RankingError } from "./errors";

const refuse = (act: () => unknown, expected: object) => {
  expect(act).toThrowError(RankingError);
  expect(act).toThrowError(expect.objectContaining({ criterion: null, alternative: null, ...expected }));
};

describe("RankingError", () => {
  it("carries the place and names it in words", () => {
    const error = new RankingError("domain", "too small", { criterion: 2, alternative: 0 });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: "RankingError", code: "domain", criterion: 2, alternative: 0 });
    expect(error.message).toBe("too small (criterion 3 at index 2, alternative 1 at index 0)");
    expect(new RankingError("domain", "x", { alternative: 1 }).message).toBe("x (alternative 2 at index 1)");
    expect(new RankingError("weights", "x").message).toBe("x");
  });
});

describe("checkMatrix", () => {
  it("returns the number of criteria", () => {
    expect(checkMatrix([[1, 2, 3]])).toBe(3);
    expect(
      checkMatrix([
        [1, -2],
        [0, 1e308],
      ]),
    ).toBe(2);
  });
  it.each<[string, unknown, object]>([
    [
      "nothing",
      undefined,
      { code: "shape", message: expect.stringContaining("at least one alternative and one criterion") },
    ],
    ["no rows", [], { code: "shape", message: expect.stringContaining("at least one alternative") }],
    ["no columns", [[]], { code: "shape", message: expect.stringContaining("at least one alternative") }],
    ["a row that is no list", [1], { code: "shape" }],
    ["a text for a matrix", "12", { code: "shape" }],
    [
      "ragged rows",
      [[1, 2], [3]],
      {
        code: "shape",
        alternative: 1,
        message: "every row needs 2 values, but one has 1 values (alternative 2 at index 1)",
      },
    ],
    [
      "a later row that is no list",
      [[1, 2], null],
      { code: "shape", alternative: 1, message: expect.stringContaining("no list of values") },
    ],
    [
      "NaN",
      [
        [1, 2],
        [3, Number.NaN],
      ],
      {
        code: "not-finite",
        criterion: 1,
        alternative: 1,
        message: expect.stringContaining("a value of the matrix must be a finite number, but is NaN"),
      },
    ],
    ["an infinity", [[Number.NEGATIVE_INFINITY]], { code: "not-finite", criterion: 0, alternative: 0 }],
    ["a missing value", [[1, null]], { code: "not-finite", criterion: 1, alternative: 0 }],
    ["a number as text", [["1"]], { code: "not-finite", criterion: 0, alternative: 0 }],
    // biome-ignore lint/suspicious/noSparseArray: a hole is what is tested
    ["a hole", [[1, , 3]], { code: "not-finite", criterion: 1, alternative: 0 }],
  ])("refuses %s", (_, matrix, expected) => refuse(() => checkMatrix(matrix as number[][]), expected));
});

describe("the other checks", () => {
  it("refuse directions of the wrong length or name", () => {
    expect(() => checkDirections(["benefit", "cost"], 2)).not.toThrow();
    refuse(() => checkDirections(["benefit"], 2), {
      code: "shape",
      message: "the directions must have an entry per criterion: 2 expected, 1 found",
    });
    refuse(() => checkDirections(undefined as unknown as Direction[], 2), {
      code: "shape",
      message: expect.stringContaining("no list found"),
    });
    refuse(() => checkDirections(["benefit", "max" as Direction], 2), {
      code: "unknown-option",
      criterion: 1,
      message: "a direction must be one of benefit, cost, but is max (criterion 2 at index 1)",
    });
  });
  it("refuse lists that are empty or hold no numbers", () => {
    expect(() => checkNumbers([0, -1], "x", "criterion")).not.toThrow();
    refuse(() => checkNumbers([], "the weights", "criterion"), {
      code: "shape",
      message: "the weights must be a list with an entry per criterion",
    });
    refuse(() => checkNumbers(null as unknown as number[], "x", "alternative"), { code: "shape" });
    refuse(() => checkNumbers([1, Number.NaN], "the weights", "criterion"), {
      code: "not-finite",
      criterion: 1,
      message: "an entry of the weights must be a finite number, but is NaN (criterion 2 at index 1)",
    });
    refuse(() => checkNumbers([Number.NaN], "the ranks", "alternative"), { code: "not-finite", alternative: 0 });
  });
  it("refuse options that are unknown or no text", () => {
    expect(() => checkOption("b", ["a", "b"], "it")).not.toThrow();
    refuse(() => checkOption("c", ["a", "b"], "it"), {
      code: "unknown-option",
      message: "it must be one of a, b, but is c",
    });
    refuse(() => checkOption(7, ["a"], "it"), { code: "unknown-option" });
    refuse(() => checkOption(undefined, ["a"], "it"), { code: "unknown-option" });
  });
  it("refuse a single alternative to compare", () => {
    expect(() => checkSeveral([[1], [1]], "X")).not.toThrow();
    refuse(() => checkSeveral([[1]], "X"), {
      code: "too-few-alternatives",
      message: "X compares alternatives and needs at least two",
    });
  });
  it("cut out a column", () =>
    expect(
      columnOf(
        [
          [1, 2],
          [3, 4],
        ],
        1,
      ),
    ).toEqual([2, 4]));
});
