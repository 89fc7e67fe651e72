import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Direction } from "../checks";
import { paretoFront } from "./index";

/** Straight from the definition, pair by pair. */
const byDefinition = (matrix: number[][], directions: Direction[]) => {
  const better = (a: number, b: number, j: number) => (directions[j] === "benefit" ? a > b : a < b);
  const dominates = (a: number[], b: number[]) =>
    a.every((x, j) => !better(b[j] as number, x, j)) && a.some((x, j) => better(x, b[j] as number, j));
  const dominatedBy = matrix.map((row) => matrix.flatMap((other, i) => (dominates(other, row) ? [i] : [])));
  const layers: number[][] = [];
  let left = matrix.map((_, i) => i);
  while (left.length > 0) {
    const now = left.filter((i) => !(dominatedBy[i] as number[]).some((k) => left.includes(k)));
    layers.push(now);
    left = left.filter((i) => !now.includes(i));
  }
  return { front: layers[0], layers, dominatedBy };
};

describe("paretoFront", () => {
  it("finds front, layers and dominators (by hand)", () => {
    const result = paretoFront({
      matrix: [
        [1, 1],
        [3, 2],
        [2, 3],
        [1, 3],
        [3, 3],
      ],
      directions: ["benefit", "cost"],
    });
    // Best: large first, small second. 1 beats 2, 3, 4; 0 beats 3; 4 beats 2 and 3; 2 beats 3.
    expect(result).toEqual({
      front: [0, 1],
      layers: [[0, 1], [4], [2], [3]],
      dominatedBy: [[], [], [1, 4], [0, 1, 2, 4], [1]],
    });
  });
  it("does not let equal rows dominate each other", () => {
    expect(
      paretoFront({
        matrix: [
          [1, 2],
          [1, 2],
          [1, 1],
        ],
        directions: ["benefit", "benefit"],
      }),
    ).toEqual({
      front: [0, 1],
      layers: [[0, 1], [2]],
      dominatedBy: [[], [], [0, 1]],
    });
    expect(paretoFront({ matrix: [[0], [-0]], directions: ["cost"] }).front).toEqual([0, 1]);
  });
  it("takes a single alternative, negative and extreme values", () => {
    expect(paretoFront({ matrix: [[5]], directions: ["cost"] })).toEqual({
      front: [0],
      layers: [[0]],
      dominatedBy: [[]],
    });
    const { dominatedBy } = paretoFront({
      matrix: [
        [-1.7e308, 5e-324],
        [1.7e308, 0],
      ],
      directions: ["cost", "benefit"],
    });
    expect(dominatedBy).toEqual([[], [0]]);
    expect(
      paretoFront({
        matrix: [
          [1.7e308, 1],
          [-1.7e308, 2],
          [0, 3],
        ],
        directions: ["benefit", "benefit"],
      }).layers,
    ).toEqual([[0, 2], [1]]);
  });
  it("agrees with the definition (property)", () => {
    const problems = fc.integer({ min: 1, max: 4 }).chain((n) =>
      fc.record({
        matrix: fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: n, maxLength: n }), {
          minLength: 1,
          maxLength: 14,
        }),
        directions: fc.array(fc.constantFrom<Direction>("benefit", "cost"), { minLength: n, maxLength: n }),
      }),
    );
    fc.assert(
      fc.property(problems, (problem) => {
        expect(paretoFront(problem)).toEqual(byDefinition(problem.matrix, problem.directions));
      }),
      { seed: 4, numRuns: 300 },
    );
  });
  it("refuses what is malformed, and names the place", () => {
    const refuse = (matrix: number[][], directions: string[], expected: object) =>
      expect(() => paretoFront({ matrix, directions: directions as Direction[] })).toThrowError(
        expect.objectContaining({ name: "RankingError", ...expected }),
      );
    refuse([], ["benefit"], { code: "shape" });
    refuse([[1, Number.NaN]], ["benefit", "cost"], { code: "not-finite", criterion: 1, alternative: 0 });
    refuse([[1]], ["better"], { code: "unknown-option", criterion: 0 });
    refuse([[1]], [], { code: "shape" });
  });
  it("ranks thousands within a pause", () => {
    let state = 1;
    const random = () => {
      state = (state * 48271) % 2147483647;
      return state;
    };
    const matrix = Array.from({ length: 2000 }, () => Array.from({ length: 13 }, random));
    const started = performance.now();
    const { front } = paretoFront({ matrix, directions: new Array<Direction>(13).fill("benefit") });
    expect(front.length).toBeGreaterThan(1000);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
