import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decision, makeTable } from "../../../tests/support/decision-tables";
import { sampleSize } from "../../../tests/support/sample-size";
import { createRanker } from "../additive/ranker";
import { smallestWeightChange, withShare } from "./index";

const sum = (list: Iterable<number>): number => [...list].reduce((a, b) => a + b, 0);

describe("the smallest change of weights that puts B ahead", () => {
  const score = (table: ReturnType<typeof makeTable>, weights: ArrayLike<number>, row: number) =>
    sum(table.central.map((column, j) => (column[row] ?? 0) * (weights[j] ?? 0)));

  test("two criteria, by hand", () => {
    // A (1, 0) and B (0.4, 0.8) are level where 0.6 w1 = 0.8 w2: w1 = 4/7.
    const table = makeTable([
      [1, 0],
      [0.4, 0.8],
    ]);
    const change = smallestWeightChange(table, [0.75, 0.25], 0, 1);
    if (change.status !== "changeable") throw new Error(change.status);
    expect(change.single.map((s) => [s.criterionId, s.direction])).toEqual([
      ["c0", "less"],
      ["c1", "more"],
    ]);
    expect(change.single[0]?.needed).toBeCloseTo(4 / 7, 14);
    expect(change.single[1]?.needed).toBeCloseTo(3 / 7, 14);
    expect(change.joint.weights[0]).toBeCloseTo(4 / 7, 14);
    expect(change.joint.distance).toBeCloseTo(Math.SQRT2 * (0.75 - 4 / 7), 14);
    expect(change.joint.changes.map((c) => c.criterionId).sort()).toEqual(["c0", "c1"]);
  });

  test("three criteria, one of them driven to zero: against the answer by hand", () => {
    // d = (-1, 0.1, 0.2) from w = (0.9, 0.1, 0): level only where w1 = 0.1 w2 + 0.2 w3.
    const table = makeTable([
      [1, 0, 0],
      [0, 0.1, 0.2],
    ]);
    const change = smallestWeightChange(table, [0.9, 0.1, 0], 0, 1);
    if (change.status !== "changeable") throw new Error(change.status);
    // On w1 + w2 + w3 = 1 and d.w = 0: minimise along the line (w3 = s, w1 = (0.1 + 0.1 s) / 1.1).
    const w1 = (s: number) => (0.1 + 0.1 * s) / 1.1;
    const distance = (s: number) => Math.hypot(0.9 - w1(s), 0.1 - (1 - w1(s) - s), s);
    const best = Array.from({ length: 100_001 }, (_, i) => i / 100_000).reduce((a, s) =>
      distance(s) < distance(a) ? s : a,
    );
    expect(change.joint.distance).toBeCloseTo(distance(best), 9);
    expect(change.joint.weights[2]).toBeCloseTo(best, 4);
  });

  test("none when A is at least as good throughout: the criteria are named", () => {
    const table = makeTable([
      [1, 0.5, 0.3],
      [0.9, 0.5, 0.3],
      [1, 0.5, 0.3],
    ]);
    expect(smallestWeightChange(table, [0.2, 0.3, 0.5], 0, 1)).toEqual({
      status: "dominated",
      domination: { betterIn: ["c0"], equalIn: ["c1", "c2"] },
    });
    expect(smallestWeightChange(table, [0.2, 0.3, 0.5], 0, 2)).toMatchObject({ domination: { betterIn: [] } });
    expect(smallestWeightChange(table, [0.2, 0.3, 0.5], 1, 0)).toEqual({ status: "ahead" });
  });

  test("all weight on one criterion, and no weight at all", () => {
    const table = makeTable([
      [1, 0],
      [0, 1],
    ]);
    const one = smallestWeightChange(table, [1, 0], 0, 1);
    expect(one).toMatchObject({
      status: "changeable",
      level: false,
      single: [{ criterionId: "c1", needed: 0.5, direction: "more" }],
    });
    expect(smallestWeightChange(table, [0, 0], 0, 1)).toMatchObject({ status: "changeable", level: true, single: [] });
  });

  /** A stands at the middle of every criterion, B by `d` beside it. */
  const apart = (d: readonly number[], weights: readonly number[]) => {
    const table = makeTable([d.map(() => 0.5), d.map((x) => 0.5 + x)]);
    const change = smallestWeightChange(table, weights, 0, 1);
    if (change.status !== "changeable") throw new Error(change.status);
    return change;
  };

  test("the smallest single change and the largest part of the joint one come first, by hand", () => {
    // d = (0.125, -0.5, 0.375) adds up to 0, so no weight but by d: m = -d.w / d.d.
    const d = [0.125, -0.5, 0.375];
    const weights = [0.3, 0.6, 0.1];
    const m = 0.225 / 0.40625;
    const { single, joint, level } = apart(d, weights);
    expect(level).toBe(false);
    // One weight t: t d + (1 - t) r = 0 with r the mean of the others: -0.2625 / 0.7, 0.075 / 0.4, -0.2625 / 0.9.
    const needed = (own: number, rest: number) => expect.closeTo(rest / (rest - own), 14);
    expect(single).toMatchObject([
      { criterionId: "c1", current: 0.6, needed: needed(-0.5, 0.075 / 0.4), direction: "less" },
      { criterionId: "c2", current: 0.1, needed: needed(0.375, -0.2625 / 0.9), direction: "more" },
      { criterionId: "c0", current: 0.3, needed: needed(0.125, -0.2625 / 0.7), direction: "more" },
    ]);
    expect(Array.from(joint.weights)).toEqual(weights.map((w, j) => expect.closeTo(w + m * (d[j] ?? 0), 14)));
    expect(joint.distance).toBeCloseTo(m * Math.sqrt(0.40625), 14);
    expect(joint.changes).toEqual(
      [1, 2, 0].map((j) => ({ criterionId: `c${j}`, from: weights[j], to: joint.weights[j] })),
    );
  });

  test("a weight that need not move is not among the changes; one that is driven out ends at 0 exactly", () => {
    const still = apart([-0.5, 0, 0.5], [0.6, 0.3, 0.1]);
    expect(still.joint.changes.map(({ criterionId }) => criterionId).sort()).toEqual(["c0", "c2"]);
    expect(Array.from(still.joint.weights)).toEqual([0.35, 0.3, 0.35].map((w) => expect.closeTo(w, 14)));
    // With every weight free the answer would be (0.512, -0.015, 0.504).
    const out = apart([-0.5, -0.25, 0.5], [0.8, 0.1, 0.1]);
    expect(Array.from(out.joint.weights)).toEqual([expect.closeTo(0.5, 14), 0, expect.closeTo(0.5, 14)]);
    const far = apart([-0.5, -0.5, -0.5, 2 ** -40], [1, 0, 0, 0]);
    expect(far.joint.weights[3]).toBeCloseTo(1, 10);
  });

  test("level sites: any step that favours B is enough, and a weight of nothing cannot give way", () => {
    expect(apart([-0.5, 0.5], [0.5, 0.5])).toMatchObject({
      level: true,
      single: [
        { criterionId: "c0", current: 0.5, needed: 0.5, direction: "less", weights: Float64Array.of(0.5, 0.5) },
        { criterionId: "c1", current: 0.5, needed: 0.5, direction: "more", weights: Float64Array.of(0.5, 0.5) },
      ],
      joint: { distance: 0, changes: [] },
    });
    // The first cannot move by itself, since the others have no proportions; the third is 0 already.
    expect(apart([0, 0.5, -0.5], [1, 0, 0]).single).toMatchObject([
      { criterionId: "c1", needed: 0, direction: "more" },
    ]);
    // The first counts as much as the mean of the others: moving it changes nothing.
    expect(apart([0, 0.5, -0.5], [0.2, 0.4, 0.4]).single.map((s) => [s.criterionId, s.direction])).toEqual([
      ["c1", "more"],
      ["c2", "less"],
    ]);
  });

  test("differences within the rounding of scores are none", () => {
    const grid = 2 ** -44;
    const status = (d: readonly number[], weights: readonly number[]) =>
      smallestWeightChange(makeTable([d.map(() => 0.5), d.map((x) => 0.5 + x)]), weights, 0, 1);
    expect(status([grid, -grid], [0.5, 0.5])).toEqual({
      status: "dominated",
      domination: { betterIn: [], equalIn: ["c0", "c1"] },
    });
    expect(status([2 * grid, 0], [1, 0])).toEqual({ status: "ahead" });
    expect(status([2 * grid, 0], [0.5, 0.5])).toMatchObject({ status: "changeable", level: true });
    expect(status([-2 * grid, 0, 0.5], [0.5, 0.5, 0])).toMatchObject({ status: "changeable", level: true });
    expect(status([-4 * grid, 0, 0.5], [0.5, 0.5, 0])).toMatchObject({ status: "changeable", level: false });
  });

  test("one weight set, the others in proportion, or left at nothing where they have none", () => {
    expect(Array.from(withShare([0.5, 0.25, 0.25], 0, 0.2))).toEqual([0.2, 0.4, 0.4]);
    expect(Array.from(withShare([1, 0, 0], 0, 0.4))).toEqual([0.4, 0, 0]);
  });

  test("confirmed by stepping just inside and outside", () => {
    fc.assert(
      fc.property(decision({ minSites: 2 }), ({ table, weights: points }) => {
        fc.pre(points.some((p) => p > 0));
        const weights = Float64Array.from(createRanker(table).rank(points).weights);
        const gap = (w: ArrayLike<number>) => score(table, w, 1) - score(table, w, 0);
        const change = smallestWeightChange(table, weights, 0, 1);
        if (change.status === "ahead") {
          expect(gap(weights)).toBeGreaterThan(0);
          return;
        }
        expect(gap(weights)).toBeLessThan(1e-12);
        if (change.status === "dominated") {
          table.central.forEach((column) => expect(column[0]).toBeGreaterThanOrEqual((column[1] ?? 0) - 2 ** -44));
          return;
        }
        if (!change.level) expect(change.single.length).toBeGreaterThan(0);
        for (const { criterionId, needed, current, direction, weights: at } of change.single) {
          const j = Number(criterionId.slice(1));
          expect(sum(at)).toBeCloseTo(1, 12);
          expect(gap(at)).toBeCloseTo(0, 12);
          const sign = direction === "more" ? 1 : -1;
          expect((needed - current) * sign).toBeGreaterThanOrEqual(-1e-12);
          // Half of the way left to the end of the scale puts B ahead; half of the way back does not.
          const beyond = direction === "more" ? (needed + 1) / 2 : needed / 2;
          if (Math.abs(beyond - needed) > 1e-6) expect(gap(withShare(weights, j, beyond))).toBeGreaterThan(-1e-15);
          expect(gap(withShare(weights, j, (needed + current) / 2))).toBeLessThan(1e-12);
        }
        const { joint } = change;
        expect(sum(joint.weights)).toBeCloseTo(1, 10);
        expect(Math.min(...joint.weights)).toBeGreaterThanOrEqual(0);
        expect(Math.abs(gap(joint.weights))).toBeLessThan(1e-12);
        expect(joint.distance).toBeLessThanOrEqual(
          Math.min(...change.single.map((s) => Math.hypot(...s.weights.map((w, j) => w - (weights[j] ?? 0))))) + 1e-9,
        );
      }),
      { numRuns: sampleSize(300), endOnFailure: true },
    );
  });

  test("no nearer weights put B ahead: the optimum's conditions, and random weights", () => {
    const shares = fc
      .array(fc.double({ min: 1e-6, max: 1, noNaN: true }), { minLength: 9, maxLength: 9 })
      .map((list) => list.map((x) => -Math.log(x)));
    fc.assert(
      fc.property(
        decision({ minSites: 2 }),
        fc.array(shares, { minLength: 30, maxLength: 30 }),
        ({ table, weights: points }, others) => {
          fc.pre(points.some((p) => p > 0));
          const weights = Float64Array.from(createRanker(table).rank(points).weights);
          const change = smallestWeightChange(table, weights, 0, 1);
          if (change.status !== "changeable") return;
          const distance = (w: readonly number[]) => Math.hypot(...w.map((x, j) => x - (weights[j] ?? 0)));
          for (const other of others) {
            const cut = other.slice(0, table.criteria.length);
            const total = sum(cut);
            if (total === 0) continue;
            // Also points close by: between the optimum and the random weighting.
            for (const t of [1, 0.1, 0.001]) {
              const w = cut.map((x, j) => (x / total) * t + (change.joint.weights[j] ?? 0) * (1 - t));
              if (score(table, w, 1) >= score(table, w, 0))
                expect(distance(w)).toBeGreaterThanOrEqual(change.joint.distance - 1e-9);
            }
          }
        },
      ),
      { numRuns: sampleSize(200), endOnFailure: true },
    );
  });
});
