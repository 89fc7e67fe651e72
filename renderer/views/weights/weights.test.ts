import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { validateValueFunction } from "../../../shared/ranking/additive/value-function";
import { axisRange, histogram } from "./curve-chart";
import { type Line, linesOf, moveLine, tiersOf, tiersOfLines } from "./order-editor";
import { withPoint } from "./value-curves";

const anyLines: fc.Arbitrary<readonly Line[]> = fc
  .array(fc.boolean(), { minLength: 1, maxLength: 9 })
  .map((ties) => ties.map((tied, i) => ({ id: `c${i}`, tied: tied && i > 0 })));

describe("the order of importance", () => {
  test("lines and classes are the same thing; criteria that are new come last", () => {
    fc.assert(
      fc.property(anyLines, (lines) => {
        const ids = lines.map(({ id }) => id);
        expect(linesOf(tiersOfLines(lines), ids)).toEqual(lines);
        expect(linesOf(tiersOfLines(lines), [...ids, "new"]).at(-1)).toEqual({ id: "new", tied: false });
      }),
    );
    expect(linesOf([["a", "gone"], ["b"]], ["a", "b"])).toEqual([
      { id: "a", tied: false },
      { id: "b", tied: false },
    ]);
  });

  test("a move puts the line at its place, keeps the others' order and never ties the first", () => {
    fc.assert(
      fc.property(anyLines, fc.nat(8), fc.nat(8), (lines, from, to) => {
        const moved = moveLine(lines, from, to);
        if (from === to || from >= lines.length || to >= lines.length) {
          expect(moved).toBe(lines);
          return;
        }
        const id = lines[from]?.id;
        expect(moved[to]?.id).toBe(id);
        const rest = (list: readonly Line[]) => list.filter((line) => line.id !== id).map((line) => line.id);
        expect(rest(moved)).toEqual(rest(lines));
        expect(moved[0]?.tied).toBe(false);
      }),
    );
  });

  test("moved into a tie it joins it, moved out of one it leaves it", () => {
    const lines = linesOf([["a", "b"], ["c"]], ["a", "b", "c"]);
    expect(tiersOfLines(moveLine(lines, 2, 1))).toEqual([["a", "c", "b"]]);
    expect(tiersOfLines(moveLine(lines, 0, 2))).toEqual([["b"], ["c"], ["a"]]);
  });

  test("begins with the shares, equal ones tied", () => {
    const entries = [
      { id: "a", share: 0.2 },
      { id: "b", share: 0.5 },
      { id: "c", share: 0.2 + 1e-12 },
    ];
    expect(tiersOf(entries)).toEqual([["b"], ["c", "a"]]);
  });
});

describe("the value curve", () => {
  const anyPoints = fc
    .uniqueArray(fc.integer({ min: -50, max: 500 }), { minLength: 1, maxLength: 6 })
    .chain((xs) =>
      fc
        .array(fc.integer({ min: 0, max: 100 }), { minLength: xs.length, maxLength: xs.length })
        .map((ys) => xs.sort((a, b) => a - b).map((x, i) => [x, (ys[i] ?? 0) / 100] as const)),
    );

  test("one point more leaves a sound curve that runs as before", () => {
    fc.assert(
      fc.property(anyPoints, (points) => {
        const more = withPoint(points);
        expect(more).toHaveLength(points.length + 1);
        expect(validateValueFunction({ type: "piecewise", points: more })).toBeNull();
        expect(more.filter((point) => points.some((old) => old[0] === point[0]))).toEqual(points);
      }),
    );
  });

  test("the axis holds every bend, and each known figure is in one bar or beyond", () => {
    fc.assert(
      fc.property(anyPoints, fc.array(fc.integer({ min: -100, max: 900 })), (points, figures) => {
        const known = [...figures].sort((a, b) => a - b);
        const [from, to] = axisRange(points, known);
        for (const [x] of points) expect(x >= from && x <= to).toBe(true);
        const { bars, beyond } = histogram(known, from, to);
        expect(bars.reduce((sum, count) => sum + count, beyond)).toBe(known.length);
      }),
    );
  });
});
