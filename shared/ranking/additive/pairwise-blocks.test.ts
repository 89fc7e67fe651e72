import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sampleSize } from "../../../tests/support/sample-size";
import type { Criterion } from "../../model/criterion";
import { BUILTIN_CRITERIA } from "../criteria";
import { effectiveWeights } from "./effective-weights";
import {
  groupElement,
  groupedWeights,
  isGrouped,
  type Judgements,
  judgementOf,
  pairKey,
  pairwiseBlocks,
} from "./pairwise-blocks";

const criteria: readonly Criterion[] = BUILTIN_CRITERIA;

/** Every judgement that these weights imply, groups included. */
function consistent(weights: ReadonlyMap<string, number>): Record<string, number> {
  const groupWeight = (group: string): number =>
    criteria.filter((c) => c.group === group).reduce((sum, { id }) => sum + (weights.get(id) ?? 0), 0);
  const worthOf = (element: string): number =>
    element.startsWith("group:") ? groupWeight(element.slice(6)) : (weights.get(element) ?? 0);
  const judgements: Record<string, number> = {};
  for (const { pairs } of pairwiseBlocks(criteria, {})) {
    for (const [a, b] of pairs) judgements[pairKey(a, b)] = worthOf(a) / worthOf(b);
  }
  return judgements;
}

const anyWeights = fc
  .array(fc.double({ min: 0.5, max: 4, noNaN: true }), { minLength: 13, maxLength: 13 })
  .map((values) => {
    const total = values.reduce((sum, value) => sum + value, 0);
    return new Map(criteria.map(({ id }, i) => [id, (values[i] ?? 0) / total]));
  });

describe("judgements in two steps", () => {
  test("thirteen criteria take 25 comparisons, a chain of n - 1 first in each block", () => {
    const blocks = pairwiseBlocks(criteria, {});
    expect(blocks.map(({ scope }) => scope)).toEqual(["groups", "location", "land", "labour", "track"]);
    expect(blocks.reduce((sum, { pairs }) => sum + pairs.length, 0)).toBe(15 + 3 + 1 + 3 + 3);
    for (const { elements, pairs } of blocks) {
      const chain = pairs.slice(0, elements.length - 1);
      expect(new Set(chain.flat())).toEqual(new Set(elements));
    }
  });

  test("consistent judgements give back the weights that they come from", () => {
    fc.assert(
      fc.property(anyWeights, (weights) => {
        const found = groupedWeights(criteria, consistent(weights));
        for (const [id, weight] of weights) expect(found.get(id)).toBeCloseTo(weight, 9);
      }),
      { numRuns: sampleSize(20) },
    );
  });

  test("the chain alone gives the same weights as all consistent judgements", () => {
    fc.assert(
      fc.property(anyWeights, (weights) => {
        const all = consistent(weights);
        const chain: Record<string, number> = {};
        for (const { elements, pairs } of pairwiseBlocks(criteria, {})) {
          for (const [a, b] of pairs.slice(0, elements.length - 1)) chain[pairKey(a, b)] = all[pairKey(a, b)] ?? 1;
        }
        const found = groupedWeights(criteria, chain);
        for (const [id, weight] of weights) expect(found.get(id)).toBeCloseTo(weight, 6);
      }),
      { numRuns: sampleSize(20) },
    );
  });

  test("what nothing is said of counts as equal; a contradiction is found and named", () => {
    const none = groupedWeights(criteria, {});
    for (const { id, group } of criteria) {
      const members = criteria.filter((c) => c.group === group).length;
      expect(none.get(id)).toBeCloseTo(1 / 6 / members, 12);
    }
    const circle: Judgements = {
      "proximity-china|proximity-ports": 9,
      "proximity-ports|proximity-airport": 9,
      "proximity-airport|proximity-china": 9,
    };
    const location = pairwiseBlocks(criteria, circle).find(({ scope }) => scope === "location");
    expect(location?.answered).toBe(3);
    expect(location?.hierarchy.consistencyRatio).toBeGreaterThan(1);
    expect(location?.hierarchy.mostInconsistent).not.toBeNull();
  });

  test("they are the weights of the decision, whatever the group points say", () => {
    const pairwise = { [pairKey(groupElement("location"), groupElement("land"))]: 3 };
    const weighting = {
      mode: "pairwise" as const,
      points: {},
      locked: [],
      groupPoints: { location: 0, land: 100, labour: 0, green: 0, smart: 0, track: 0 },
      order: null,
      swing: null,
      pairwise,
    };
    const { shares, mode } = effectiveWeights(criteria, { weighting, sectors: ["electronics"] });
    expect(mode).toBe("pairwise");
    const group = (name: string): number =>
      criteria.reduce((sum, { group: g }, i) => sum + (g === name ? (shares[i] ?? 0) : 0), 0);
    expect(group("location") / group("land")).toBeCloseTo(3, 9);
    expect(group("labour")).toBeCloseTo(group("location"), 9);
  });

  const block = (scope: string, judgements: Judgements, list = criteria) =>
    pairwiseBlocks(list, judgements).find((found) => found.scope === scope);

  test("pairs are asked in a chain first; a judgement counts in whichever direction it was made", () => {
    const china = "proximity-china";
    const ports = "proximity-ports";
    const airport = "proximity-airport";
    const given = { [pairKey(ports, china)]: 1 / 2, [pairKey(ports, airport)]: 4 };
    const location = block("location", given);
    expect(location?.elements).toEqual([china, ports, airport]);
    expect(location?.pairs).toEqual([
      [china, ports],
      [ports, airport],
      [china, airport],
    ]);
    expect(location?.answered).toBe(2);
    // 2 times 4 is what the third comparison must be: 8 : 4 : 1.
    expect(location?.hierarchy.weights).toEqual([8 / 13, 4 / 13, 1 / 13].map((w) => expect.closeTo(w, 12)));
    expect(judgementOf(given, china, ports)).toBe(2);
    expect(judgementOf(given, ports, china)).toBe(0.5);
    expect(judgementOf(given, china, airport)).toBeUndefined();
    expect(judgementOf({ "a|b": 3, "b|a": 5 }, "a", "b")).toBe(3);
    expect(block("groups", given)?.elements).toEqual(
      ["location", "land", "labour", "green", "smart", "track"].map((group) => `group:${group}`),
    );
  });

  test("elements that no judgement leads to stand equal to the first, with all that is tied to them", () => {
    const labour = block("labour", { "labour-cost|labour-skill": 3 });
    expect(labour?.elements).toEqual(["labour-supply", "labour-cost", "labour-skill"]);
    expect(labour?.hierarchy.weights).toEqual([3 / 7, 3 / 7, 1 / 7].map((w) => expect.closeTo(w, 12)));
    const first = block("labour", { "labour-supply|labour-skill": 3 });
    expect(first?.hierarchy.weights).toEqual([3 / 7, 3 / 7, 1 / 7].map((w) => expect.closeTo(w, 12)));
  });

  test("one group needs no judgement of groups, one criterion none at all", () => {
    const land = criteria.filter(({ group }) => group === "land");
    expect(pairwiseBlocks(land, {}).map(({ scope }) => scope)).toEqual(["land"]);
    expect(groupedWeights(land, { "land-rent|available-land": 3 })).toEqual(
      new Map([
        ["land-rent", expect.closeTo(0.75, 12)],
        ["available-land", expect.closeTo(0.25, 12)],
      ]),
    );
    expect(pairwiseBlocks(land.slice(0, 1), {})).toEqual([]);
    expect(groupedWeights(land.slice(0, 1), {})).toEqual(new Map([["land-rent", 1]]));
  });

  test("judgements are in two steps as soon as they name a group", () => {
    expect(isGrouped({})).toBe(false);
    expect(isGrouped({ "land-rent|available-land": 3 })).toBe(false);
    expect(
      isGrouped({ "land-rent|available-land": 3, [pairKey(groupElement("land"), groupElement("smart"))]: 2 }),
    ).toBe(true);
  });
});
