import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ValueFunction } from "../../model/criterion";
import { BUILTIN_CRITERIA } from "../criteria";
import {
  assertValueFunction,
  evaluate,
  evaluateInterval,
  holdUntil,
  inverse,
  slopeAt,
  validateValueFunction,
} from "./value-function";

const rent: ValueFunction = {
  type: "piecewise",
  points: [
    [40, 1],
    [133, 0.5],
    [180, 0.25],
    [300, 0],
  ],
};
/** Rises, plateau, falls: an ideal range. */
const ideal: ValueFunction = {
  type: "piecewise",
  points: [
    [0, 0],
    [10, 1],
    [20, 1],
    [40, 0.2],
  ],
};
const categories: ValueFunction = { type: "table", values: { "1": 0.2, "2": 1, "3": 0.4, gold: 0.9 } };

const piecewise: fc.Arbitrary<ValueFunction & { type: "piecewise" }> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.constantFrom(0, 0.2, 0.5, 0.5, 0.8, 1)), {
    minLength: 1,
    maxLength: 6,
  })
  .map((steps) => {
    let x = -60;
    return { type: "piecewise", points: steps.map(([dx, y]) => [(x += dx), y] as [number, number]) };
  });
const measure = fc.integer({ min: -10_000, max: 30_000 }).map((hundredths) => hundredths / 100);

describe("evaluate", () => {
  test("straight lines between the points, constant beyond the ends", () => {
    expect([0, 40, 86.5, 133, 156.5, 240, 300, 999].map((x) => evaluate(rent, x))).toEqual([
      1, 1, 0.75, 0.5, 0.375, 0.125, 0, 0,
    ]);
    expect(evaluate(rent, Number.POSITIVE_INFINITY)).toBe(0);
    expect(evaluate(rent, Number.NEGATIVE_INFINITY)).toBe(1);
    expect(evaluate(rent, Number.NaN)).toBeNaN();
  });

  test("categories by number or text, unknown ones as NaN", () => {
    expect(evaluate(categories, 2)).toBe(1);
    expect(evaluate(categories, "gold")).toBe(0.9);
    expect(evaluate(categories, 7)).toBeNaN();
    expect(evaluate(categories, "toString")).toBeNaN();
  });

  test("never leaves the values of its points and keeps the order of a monotone function", () => {
    fc.assert(
      fc.property(piecewise, measure, measure, (fn, a, b) => {
        const ys = fn.points.map(([, y]) => y);
        expect(evaluate(fn, a)).toBeGreaterThanOrEqual(Math.min(...ys));
        expect(evaluate(fn, a)).toBeLessThanOrEqual(Math.max(...ys));
        const rising: ValueFunction = { ...fn, points: fn.points.map(([x, y], i) => [x, [...ys].sort()[i] ?? y]) };
        expect(evaluate(rising, Math.min(a, b))).toBeLessThanOrEqual(evaluate(rising, Math.max(a, b)));
      }),
    );
  });
});

describe("evaluateInterval", () => {
  test("finds peaks inside the interval", () => {
    expect(evaluateInterval(ideal, 5, 30)).toEqual({ low: 0.5, high: 1 });
    expect(evaluateInterval(ideal, 30, 5)).toEqual({ low: 0.5, high: 1 });
    expect(evaluateInterval(rent, 86.5, 156.5)).toEqual({ low: 0.375, high: 0.75 });
    expect(evaluateInterval(rent, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)).toEqual({ low: 0, high: 1 });
  });

  test("takes the categories between two codes", () => {
    expect(evaluateInterval(categories, 1, 3)).toEqual({ low: 0.2, high: 1 });
    expect(evaluateInterval(categories, 2, 2)).toEqual({ low: 1, high: 1 });
    expect(evaluateInterval(categories, 8, 9).low).toBeNaN();
    expect(evaluateInterval(rent, Number.NaN, 9).high).toBeNaN();
  });

  test("holds every value inside and reaches both of its bounds", () => {
    fc.assert(
      fc.property(piecewise, measure, measure, fc.double({ min: 0, max: 1, noNaN: true }), (fn, a, b, t) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const image = evaluateInterval(fn, from, to);
        const inside = evaluate(fn, Math.min(to, Math.max(from, from + t * (to - from))));
        expect(inside).toBeGreaterThanOrEqual(image.low);
        expect(inside).toBeLessThanOrEqual(image.high);
        const reached = [from, to, ...fn.points.map(([x]) => x).filter((x) => x > from && x < to)];
        expect(reached.map((x) => evaluate(fn, x))).toEqual(expect.arrayContaining([image.low, image.high]));
      }),
    );
  });
});

describe("inverse", () => {
  test("gives every measure of a value: crossings, plateaus and the open ends", () => {
    expect(inverse(rent, 0.75)).toEqual([[86.5, 86.5]]);
    expect(inverse(rent, 0.5)).toEqual([[133, 133]]);
    expect(inverse(rent, 1)).toEqual([[Number.NEGATIVE_INFINITY, 40]]);
    expect(inverse(rent, 0)).toEqual([[300, Number.POSITIVE_INFINITY]]);
    expect(inverse(ideal, 1)).toEqual([[10, 20]]);
    expect(inverse(ideal, 0.6)).toEqual([
      [6, 6],
      [30, 30],
    ]);
    expect(inverse(ideal, 0.1)).toEqual([[1, 1]]);
    expect(inverse(rent, 1.1)).toEqual([]);
    expect(inverse(categories, 1)).toEqual([]);
  });

  test("evaluates back to the value", () => {
    fc.assert(
      fc.property(piecewise, measure, (fn, x) => {
        const value = evaluate(fn, x);
        const sets = inverse(fn, value);
        expect(sets.some(([from, to]) => from - 1e-6 <= x && x <= to + 1e-6)).toBe(true);
        for (const [from, to] of sets) {
          for (const end of [from, to]) expect(evaluate(fn, end)).toBeCloseTo(value, 12);
        }
      }),
    );
  });
});

describe("holdUntil", () => {
  test("walks to where the value falls below the floor, past plateaus and peaks", () => {
    expect(holdUntil(rent, 100, 1, 0.5)).toBe(133);
    expect(holdUntil(rent, 100, 1, 0.375)).toBe(156.5);
    expect(holdUntil(rent, 100, -1, 0.5)).toBe(Number.NEGATIVE_INFINITY);
    expect(holdUntil(rent, 100, 1, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(holdUntil(rent, 100, 1, 0.9)).toBe(100);
    expect(holdUntil(rent, 133, -1, 0.5)).toBe(Number.NEGATIVE_INFINITY);
    expect(holdUntil(ideal, 15, 1, 1)).toBe(20);
    expect(holdUntil(ideal, 15, -1, 1)).toBe(10);
    expect(holdUntil(ideal, 5, 1, 0.4)).toBe(35);
    expect(holdUntil(ideal, 100, -1, 0.2)).toBe(2);
    expect(holdUntil(categories, 2, 1, 0.5)).toBe(2);
  });

  test("holds just inside and fails just outside", () => {
    fc.assert(
      fc.property(
        piecewise,
        measure,
        fc.constantFrom(1 as const, -1 as const),
        fc.integer({ min: 1, max: 100 }).map((p) => p / 100),
        (fn, x, direction, share) => {
          const floor = evaluate(fn, x) * share;
          const limit = holdUntil(fn, x, direction, floor);
          if (!Number.isFinite(limit)) {
            expect(evaluateInterval(fn, x, limit).low).toBeGreaterThanOrEqual(floor);
            return;
          }
          expect((limit - x) * direction).toBeGreaterThanOrEqual(0);
          expect(evaluateInterval(fn, x, limit).low).toBeGreaterThanOrEqual(floor - 1e-12);
          expect(evaluate(fn, limit + direction * 1e-6)).toBeLessThan(floor);
        },
      ),
    );
  });
});

test("a single point is a plateau without end", () => {
  const level: ValueFunction = { type: "piecewise", points: [[5, 0.5]] };
  expect([4, 5, 6].map((x) => evaluate(level, x))).toEqual([0.5, 0.5, 0.5]);
  expect(evaluateInterval(level, 4, 6)).toEqual({ low: 0.5, high: 0.5 });
  expect(inverse(level, 0.5)).toEqual([[Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]]);
  expect(holdUntil(level, 4, 1, 0.5)).toBe(Number.POSITIVE_INFINITY);
  expect(holdUntil(level, 6, -1, 0.25)).toBe(Number.NEGATIVE_INFINITY);
  expect([4, 5, 6].map((x) => slopeAt(level, x, 1))).toEqual([0, 0, 0]);
});

test("a plateau and the slopes beside it are one interval of a value, a second taking of it another", () => {
  const dented: ValueFunction = {
    type: "piecewise",
    points: [
      [0, 0.5],
      [10, 0.5],
      [20, 0],
      [30, 0.5],
      [40, 1],
    ],
  };
  expect(inverse(dented, 0.5)).toEqual([
    [Number.NEGATIVE_INFINITY, 10],
    [30, 30],
  ]);
  expect(inverse(dented, 0.25)).toEqual([
    [15, 15],
    [25, 25],
  ]);
  // Walking down stops at the dent, from whichever side.
  expect(holdUntil(dented, 35, -1, 0.25)).toBe(25);
  expect(holdUntil(dented, -5, 1, 0.25)).toBe(15);
  expect(slopeAt(dented, 20, -1)).toBe(-0.05);
  expect(slopeAt(dented, 20, 1)).toBe(0.05);
  expect(slopeAt(dented, -5, 1)).toBe(0);
});

test("slopeAt: on either side of a knot, none on plateaus", () => {
  expect(slopeAt(rent, 133, -1)).toBeCloseTo(-0.5 / 93, 15);
  expect(slopeAt(rent, 133, 1)).toBeCloseTo(-0.25 / 47, 15);
  expect(slopeAt(rent, 40, -1)).toBe(0);
  expect(slopeAt(rent, 300, 1)).toBe(0);
  expect(slopeAt(ideal, 15, 1)).toBe(0);
  expect(slopeAt(categories, 2, 1)).toBe(0);
  expect(slopeAt(rent, Number.NaN, 1)).toBe(0);
});

describe("validation", () => {
  const points = (list: readonly (readonly [number, number])[]): ValueFunction => ({ type: "piecewise", points: list });
  test("names the fault and its place", () => {
    expect(validateValueFunction(points([]))).toEqual({ code: "too-few-points" });
    expect(
      validateValueFunction(
        points([
          [0, 0],
          [Number.NaN, 1],
        ]),
      ),
    ).toEqual({ code: "not-finite", index: 1 });
    expect(
      validateValueFunction(
        points([
          [0, 0],
          [0, 1],
        ]),
      ),
    ).toEqual({ code: "not-increasing", index: 1 });
    expect(validateValueFunction(points([[0, 1.1]]))).toEqual({ code: "value-out-of-range", index: 0 });
    expect(validateValueFunction(points([[0, -0.1]]))).toEqual({ code: "value-out-of-range", index: 0 });
    expect(validateValueFunction({ type: "table", values: {} })).toEqual({ code: "empty-table" });
    expect(validateValueFunction({ type: "table", values: { a: 2 } })).toEqual({
      code: "category-out-of-range",
      category: "a",
    });
    expect(() =>
      assertValueFunction(
        points([
          [0, 0],
          [0, 1],
        ]),
        "land-rent",
      ),
    ).toThrow('Value function of "land-rent": point 2 must have a larger measure than the point before it');
    expect(() => assertValueFunction({ type: "table", values: { a: 2 } }, "x")).toThrow('category "a"');
  });

  test.each<[ValueFunction, string]>([
    [points([]), "needs at least one point"],
    [points([[Number.POSITIVE_INFINITY, 1]]), "point 1 must be two finite numbers"],
    [
      points([
        [0, 0],
        [1, Number.NaN],
      ]),
      "point 2 must be two finite numbers",
    ],
    [
      points([
        [0, 0],
        [2, 0.5],
        [1, 1],
      ]),
      "point 3 must have a larger measure than the point before it",
    ],
    [points([[0, 1.5]]), "point 1 must have a value from 0 to 1"],
    [{ type: "table", values: {} }, "needs at least one category"],
    [{ type: "table", values: { a: 1, b: -0.5 } }, 'category "b" must have a value from 0 to 1'],
    [{ type: "table", values: { a: Number.NaN } }, 'category "a" must have a value from 0 to 1'],
  ])("says in words what is wrong with %j", (fn, text) => {
    expect(() => assertValueFunction(fn, "own")).toThrow(
      expect.objectContaining({ code: "parameter", message: `Value function of "own": ${text}` }),
    );
  });

  test("accepts values at the very ends, and a single point", () => {
    expect(validateValueFunction({ type: "table", values: { a: 0, b: 1 } })).toBeNull();
    expect(validateValueFunction(points([[-5, 1]]))).toBeNull();
    expect(() => assertValueFunction(points([[-5, 1]]), "own")).not.toThrow();
  });

  test("accepts every built-in function, which runs over the whole scale in its direction", () => {
    for (const { id, valueFunction, direction } of BUILTIN_CRITERIA) {
      expect(validateValueFunction(valueFunction), id).toBeNull();
      const ends = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY].map((x) => evaluate(valueFunction, x));
      expect(ends, id).toEqual(direction === "benefit" ? [0, 1] : [1, 0]);
    }
  });
});
