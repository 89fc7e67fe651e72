import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Profile } from "../../shared/model/profile";
import { effectiveWeights } from "../../shared/ranking";
import type { DecisionTable } from "../../shared/ranking/additive/types";
import { BUILTIN_CRITERIA } from "../../shared/ranking/criteria";
import { smallestWeightChange } from "../../shared/ranking/explain";
import { firstDecision } from "./persistence";
import { profileWith } from "./try-weights";

const criteria = BUILTIN_CRITERIA.slice(0, 6);

/** A table of two sites with these values. */
function tableOf(a: readonly number[], b: readonly number[]): DecisionTable {
  const central = criteria.map((_, j) => Float64Array.from([a[j] ?? 0, b[j] ?? 0]));
  return {
    criteria,
    siteCount: 2,
    central,
    low: central,
    high: central,
    kind: criteria.map(() => Uint8Array.from([4, 4])),
  } as unknown as DecisionTable;
}

function profileOf(points: readonly number[], patch: Partial<Profile["weighting"]> = {}): Profile {
  const { profile } = firstDecision();
  const byId = Object.fromEntries(criteria.map(({ id }, j) => [id, points[j] ?? 0]));
  return { ...profile, sectors: [], weighting: { ...profile.weighting, points: byId, ...patch } };
}

const score = (profile: Profile, table: DecisionTable, row: number): number =>
  effectiveWeights(criteria, profile).shares.reduce((sum, share, j) => sum + share * (table.central[j]?.[row] ?? 0), 0);

const points = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 6, maxLength: 6 });
const values = fc.array(
  fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000),
  { minLength: 6, maxLength: 6 },
);
const groups = fc.constantFrom(null, { location: 40, land: 30, labour: 80, green: 0, smart: 10, track: 20 });

describe("trying proposed weights", () => {
  test("puts B ahead, keeps points within 0 to 100 and what was said in other ways", () => {
    let tried = 0;
    fc.assert(
      fc.property(points, values, values, groups, (given, first, second, groupPoints) => {
        const order = [["land-rent"], ["proximity-ports"]];
        const profile = profileOf(given, { groupPoints, order });
        const table = tableOf(first, second);
        const { shares } = effectiveWeights(criteria, profile);
        const change = smallestWeightChange(table, shares, 0, 1);
        if (change.status !== "changeable" || change.level) return;
        for (const target of [change.joint.weights, ...change.single.map(({ weights }) => weights)]) {
          const next = profileWith(profile, table, shares, target, 0, 1);
          // At the end of the scale there is nothing beyond the level point.
          if (next === null) continue;
          tried += 1;
          expect(score(next, table, 1)).toBeGreaterThan(score(next, table, 0));
          for (const value of Object.values(next.weighting.points)) {
            expect(value).toBeGreaterThanOrEqual(0);
            expect(value).toBeLessThanOrEqual(100 + 1e-9);
          }
          expect(next.weighting.order).toBe(order);
          expect(next.weighting.groupPoints === null).toBe(groupPoints === null);
        }
      }),
      { numRuns: 200 },
    );
    expect(tried).toBeGreaterThan(200);
  });

  test("goes no farther than it must, in whole points", () => {
    // Level where the weight of the first is half of all.
    const table = tableOf([1, 0, 0, 0, 0, 0], [0, 1, 0, 0, 0, 0]);
    const profile = profileOf([60, 40]);
    const change = smallestWeightChange(table, [0.6, 0.4, 0, 0, 0, 0], 0, 1);
    if (change.status !== "changeable") throw new Error(change.status);
    const next = profileWith(profile, table, [0.6, 0.4, 0, 0, 0, 0], change.joint.weights, 0, 1);
    expect(next?.weighting.points["proximity-china"]).toBe(50);
    expect(next?.weighting.points["proximity-ports"]).toBe(51);
  });

  test("a criterion without weight here keeps its points", () => {
    const withSector = [...criteria.slice(0, 2), ...BUILTIN_CRITERIA.filter(({ id }) => id === "sector-fit")];
    const table = { ...tableOf([1, 0], [0, 1]), criteria: withSector } as DecisionTable;
    const base = profileOf([60, 40]);
    const profile = {
      ...base,
      weighting: { ...base.weighting, points: { ...base.weighting.points, "sector-fit": 35 } },
    };
    const next = profileWith(profile, table, [0.6, 0.4, 0], [0.5, 0.5, 0], 0, 1);
    expect(next?.weighting.points["sector-fit"]).toBe(35);
  });
});
