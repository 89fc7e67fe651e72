import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { METHODS } from "../../shared/ranking/methods";
import { type LookPart, type LookProblem, lookCloser } from "./second-look";

/** A problem in the app's order from rows of [low, central, high] per criterion. */
function problemOf(
  rows: readonly (readonly (readonly [number, number, number])[])[],
  weights: readonly number[],
): LookProblem {
  const score = (row: (typeof rows)[number]): number => row.reduce((sum, [, v], c) => sum + v * (weights[c] ?? 0), 0);
  const sorted = [...rows].sort((a, b) => score(b) - score(a));
  const part = (at: 0 | 1 | 2): Float64Array[] =>
    weights.map((_, c) => Float64Array.from(sorted, (row) => row[c]?.[at] ?? 0));
  const scores = sorted.map(score);
  return {
    low: part(0),
    central: part(1),
    high: part(2),
    weights: Float64Array.from(weights),
    rows: Uint32Array.from(sorted, (_, i) => i),
    ranks: Uint32Array.from(scores, (own) => 1 + scores.filter((other) => other > own + 1e-12).length),
  };
}

const exact = (...values: number[]) => values.map((v) => [v, v, v] as const);

function parts(problem: LookProblem) {
  const updates = [...lookCloser(problem)];
  const of = <T extends LookPart["type"]>(type: T) =>
    updates.flatMap(({ part }) => (part.type === type ? [part as Extract<LookPart, { type: T }>] : []));
  return { updates, opinions: of("opinion"), dominated: of("dominated")[0], questions: of("questions")[0] };
}

const cell = fc
  .tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 8 }))
  .map((three) => three.sort((a, b) => a - b).map((v) => v / 8) as [number, number, number]);
const anyProblem = fc
  .tuple(
    fc.array(fc.array(cell, { minLength: 4, maxLength: 4 }), { minLength: 2, maxLength: 12 }),
    fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 4, maxLength: 4 }).filter((w) => w.some((x) => x > 0)),
  )
  .map(([rows, weights]) => problemOf(rows, weights));

describe("a second look", () => {
  test("tells each part with a count that ends at the total", () => {
    const { updates } = parts(problemOf([exact(1, 0), exact(0, 1), exact(0.5, 0.5)], [2, 1]));
    expect(updates.map(({ done }) => done)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(new Set(updates.map(({ total }) => total))).toEqual(new Set([7]));
  });

  test("the weighted sum is the app's own order; every method ranks all, worst values included", () => {
    fc.assert(
      fc.property(anyProblem, (problem) => {
        const { opinions } = parts(problem);
        expect(opinions.map(({ opinion }) => opinion.method)).toEqual([...METHODS]);
        expect(opinions[0]?.opinion.ranks).toEqual([...problem.ranks]);
        for (const { opinion } of opinions) {
          expect(opinion.ranks).toHaveLength(problem.rows.length);
          expect(Math.min(...opinion.ranks)).toBe(1);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("a dominated site has a dominator, a site that is not has none; certain ones hold for every reading", () => {
    fc.assert(
      fc.property(anyProblem, (problem) => {
        const { dominated } = parts(problem);
        const { central, low, high } = problem;
        const sites = problem.rows.length;
        const value = (table: readonly Float64Array[], c: number, i: number): number => table[c]?.[i] ?? 0;
        const beats = (a: number, b: number): boolean =>
          central.every((_, c) => value(central, c, a) >= value(central, c, b)) &&
          central.some((_, c) => value(central, c, a) > value(central, c, b));
        const found = new Map(dominated?.dominated.map((entry) => [entry.site, entry]));
        for (let i = 0; i < sites; i++) {
          const entry = found.get(i);
          const beaten = Array.from({ length: sites }, (_, k) => k).some((k) => beats(k, i));
          expect(entry !== undefined).toBe(beaten);
          if (entry === undefined) continue;
          expect(beats(entry.by, i)).toBe(true);
          if (entry.certain) {
            for (const c of central.keys()) expect(value(low, c, entry.by)).toBeGreaterThanOrEqual(value(high, c, i));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test("names the figure that can turn the choice", () => {
    const rows = [[...exact(0.6), [0.1, 0.5, 0.9] as const], exact(0.5, 0.5), exact(0, 0)];
    const { questions } = parts(problemOf(rows, [1, 1]));
    expect(questions?.questions.map(({ alternative, criterion }) => [alternative, criterion])).toEqual([[0, 1]]);
    // Below 0.4 the second site is the better choice: three of eight parts of the range.
    expect(questions?.questions[0]?.probability).toBeCloseTo(3 / 8, 9);
  });
});
