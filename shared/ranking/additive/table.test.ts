import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeColumn, makeCriterion, makeSite, makeSiteTable } from "../../../tests/support/decision-tables";
import type { Criterion, ValueFunction } from "../../model/criterion";
import type { Profile } from "../../model/profile";
import { BUILTIN_CRITERIA, builtinCriterion, SECTOR_FIT } from "../criteria";
import { findPreset, PRESETS, profileFromPreset } from "../presets";
import { effectiveWeights } from "./effective-weights";
import { createRanker } from "./ranker";
import { buildDecisionTable, isInert, nameOrder, type ValueSettings } from "./table";

const settings = (more: Partial<ValueSettings> = {}): ValueSettings => ({
  valueFunctions: {},
  unknownPolicy: "neutral",
  sectors: [],
  ...more,
});
const builtin = (id: string): Criterion => builtinCriterion(id) ?? makeCriterion(id);

describe("the decision table", () => {
  const ports = builtin("proximity-ports");
  const siteTable = makeSiteTable([makeSite("a"), makeSite("b"), makeSite("c")], {
    "proximity-ports": makeColumn([[80, 95, 125], null, 300], 1),
  });

  test("takes measures and their bounds through the value function", () => {
    const table = buildDecisionTable(siteTable, [ports], settings(), { "proximity-ports": { median: 110 } });
    expect([...(table.central[0] ?? [])]).toEqual([0.7, 0.6, 0]);
    expect([...(table.low[0] ?? [])]).toEqual([0.5, 0, 0]);
    expect([...(table.high[0] ?? [])]).toEqual([0.8, 1, 0]);
    expect([...(table.kind[0] ?? [])]).toEqual([1, 0, 1]);
  });

  test("unknowns follow the policy; their range is the whole scale in each", () => {
    const central = (unknownPolicy: Profile["unknownPolicy"], reference = {}) => {
      const table = buildDecisionTable(siteTable, [ports], settings({ unknownPolicy }), reference);
      expect([table.low[0]?.[1], table.high[0]?.[1]]).toEqual([0, 1]);
      return table.central[0]?.[1];
    };
    expect(central("cautious", { "proximity-ports": { median: 110 } })).toBe(0);
    expect(central("hopeful", { "proximity-ports": { median: 110 } })).toBe(1);
    expect(central("neutral", { "proximity-ports": { median: 110 } })).toBe(0.6);
    expect(central("neutral")).toBe(0.5);
  });

  test("a bound of 0 counts, a missing one is the figure itself, and crossed ones are widened to hold it", () => {
    const fn: ValueFunction = {
      type: "piecewise",
      points: [
        [0, 0],
        [100, 1],
      ],
    };
    const column = makeColumn([
      [0, 40, 60],
      [Number.NaN, 40, Number.NaN],
      [50, 40, 30],
    ]);
    const table = buildDecisionTable(
      makeSiteTable([makeSite("a"), makeSite("b"), makeSite("c")], { x: column }),
      [makeCriterion("x", fn)],
      settings(),
      {},
    );
    expect([...(table.low[0] ?? [])]).toEqual([0, 0.4, 0.4]);
    expect([...(table.high[0] ?? [])]).toEqual([0.6, 0.4, 0.4]);
  });

  test("uses the value function that the user moved, and refuses one that is none", () => {
    const moved: ValueFunction = {
      type: "piecewise",
      points: [
        [0, 1],
        [190, 0],
      ],
    };
    const table = buildDecisionTable(
      siteTable,
      [ports],
      settings({ valueFunctions: { "proximity-ports": moved } }),
      {},
    );
    expect(table.central[0]?.[0]).toBe(0.5);
    const broken: ValueFunction = {
      type: "piecewise",
      points: [
        [5, 1],
        [5, 0],
      ],
    };
    expect(() =>
      buildDecisionTable(siteTable, [ports], settings({ valueFunctions: { "proximity-ports": broken } }), {}),
    ).toThrow('Value function of "proximity-ports"');
  });

  test("a criterion without a column, and a category that the table does not know, are unknown", () => {
    const grade = makeCriterion("column:grade", { type: "table", values: { "1": 0.2, "2": 1 } });
    const sites = makeSiteTable([makeSite("a"), makeSite("b")], { "column:grade": makeColumn([2, 9]) });
    const table = buildDecisionTable(sites, [grade, ports], settings(), {});
    expect([...(table.central[0] ?? [])]).toEqual([1, 0.5]);
    expect([...(table.kind[0] ?? [])]).toEqual([4, 0]);
    expect([...(table.kind[1] ?? [])]).toEqual([0, 0]);
  });

  test("sector fit is the share of picked sectors present, unknown where none are stated", () => {
    const sites = makeSiteTable(
      [makeSite("a", { sectors: ["electronics", "metals"] }), makeSite("b", { sectors: ["metals"] }), makeSite("c")],
      {},
    );
    const table = buildDecisionTable(
      sites,
      [builtin(SECTOR_FIT)],
      settings({ sectors: ["electronics", "semiconductors", "metals", "electronics"] }),
      {},
    );
    expect([...(table.central[0] ?? [])]).toEqual([2 / 3, 1 / 3, 0.5]);
    expect([...(table.kind[0] ?? [])]).toEqual([2, 2, 0]);
    const inert = buildDecisionTable(sites, [builtin(SECTOR_FIT)], settings(), {});
    expect([...(inert.high[0] ?? [])]).toEqual([0, 0, 0]);
    expect(isInert(builtin(SECTOR_FIT), { sectors: [] })).toBe(true);
    expect(isInert(builtin("land-rent"), { sectors: [] })).toBe(false);
  });

  test("bounds hold the value, and no score depends on the other sites, for any columns and functions", () => {
    const measure = fc.oneof(
      fc.constant(null),
      fc.tuple(
        fc.integer({ min: -10, max: 300 }),
        fc.integer({ min: -10, max: 300 }),
        fc.integer({ min: -10, max: 300 }),
      ),
    );
    const fn = fc
      .array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 0, max: 10 })), { minLength: 1, maxLength: 5 })
      .map((steps): ValueFunction => {
        let x = 0;
        return { type: "piecewise", points: steps.map(([dx, y]) => [(x += dx), y / 10] as [number, number]) };
      });
    const policy = fc.constantFrom<Profile["unknownPolicy"]>("cautious", "neutral", "hopeful");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(measure, measure), { minLength: 1, maxLength: 6 }),
        fn,
        fn,
        policy,
        fc.nat(9),
        (rows, f, g, unknownPolicy, weight) => {
          const criteria = [makeCriterion("x", f), makeCriterion("y", g)];
          const rank = (some: typeof rows) => {
            const sites = makeSiteTable(
              some.map((_, i) => makeSite(`s${i}`)),
              { x: makeColumn(some.map(([x]) => x)), y: makeColumn(some.map(([, y]) => y)) },
            );
            const table = buildDecisionTable(sites, criteria, settings({ unknownPolicy }), { x: { median: 50 } });
            return createRanker(table).rank([weight, 3]);
          };
          const all = rank(rows);
          for (const [row, entry] of rows.entries()) {
            const alone = rank([entry]);
            expect([all.score[row], all.low[row], all.high[row]]).toEqual([
              alone.score[0],
              alone.low[0],
              alone.high[0],
            ]);
            expect(all.low[row]).toBeLessThanOrEqual(all.score[row] ?? 0);
            expect(all.high[row]).toBeGreaterThanOrEqual(all.score[row] ?? 1);
          }
        },
      ),
    );
  });

  test("ties break by name without case and accents, then by the name as written, then by id", () => {
    const sites = [
      makeSite("3", { name: "Đông Mai" }),
      makeSite("1", { name: "Ba Thien" }),
      makeSite("2", { name: "an duong" }),
      makeSite("0", { name: "Ba Thien" }),
      makeSite("4", { name: "Bá Thiện" }),
    ];
    const order = nameOrder(sites);
    expect(
      [...sites].sort((a, b) => (order[sites.indexOf(a)] ?? 0) - (order[sites.indexOf(b)] ?? 0)).map((s) => s.id),
    ).toEqual(["2", "0", "1", "4", "3"]);
    expect(nameOrder(sites)).toBe(order);
  });
});

describe("effective weights", () => {
  const criteria = ["proximity-china", "proximity-ports", "land-rent", SECTOR_FIT].map(builtin);
  const base = profileFromPreset(findPreset("electronics") ?? (PRESETS[0] as (typeof PRESETS)[number]));
  const points = { "proximity-china": 100, "proximity-ports": 60, "land-rent": 40, "sector-fit": 50 };
  const profile = (more: Partial<Profile["weighting"]>, sectors: readonly string[] = ["electronics"]): Profile => ({
    ...base,
    sectors,
    weighting: { ...base.weighting, points, ...more },
  });
  const weights = (more: Partial<Profile["weighting"]>, sectors?: readonly string[]) =>
    effectiveWeights(criteria, profile(more, sectors));

  test("points as they are, with their shares", () => {
    const result = weights({});
    expect([...result.weights]).toEqual([100, 60, 40, 50]);
    expect([...result.shares]).toEqual([0.4, 0.24, 0.16, 0.2]);
    expect(result).toMatchObject({ inert: [], unstated: [], mode: "points", hierarchy: null });
  });

  test("sector fit carries nothing until a sector is picked", () => {
    expect(weights({}, [])).toMatchObject({ inert: [SECTOR_FIT] });
    expect([...weights({}, []).shares]).toEqual([0.5, 0.3, 0.2, 0]);
  });

  test("an order becomes rank order centroid weights (Barron & Barrett 1996: 0.61, 0.28, 0.11 for three)", () => {
    const order = [["land-rent"], ["proximity-china"], ["proximity-ports"]];
    const result = weights({ mode: "order", order });
    [0.278, 0.111, 0.611, 0].forEach((w, j) => expect(result.weights[j]).toBeCloseTo(w, 3));
    expect(result.unstated).toEqual([SECTOR_FIT]);
    const tied = weights({
      mode: "order",
      order: [
        ["land-rent", "proximity-china", "land-rent"],
        ["proximity-ports", "gone"],
      ],
    });
    [0.444, 0.111, 0.444].forEach((w, j) => expect(tied.weights[j]).toBeCloseTo(w, 3));
  });

  test("swings and pairwise judgements; a mode not answered yet leaves the points in force", () => {
    expect([...weights({ mode: "swing", swing: { "land-rent": 100, "sector-fit": 25 } }).weights]).toEqual([
      0, 0, 100, 25,
    ]);
    const pairwise = {
      "proximity-china|proximity-ports": 2,
      "proximity-china|land-rent": 4,
      "proximity-ports|land-rent": 2,
    };
    const result = weights({ mode: "pairwise", pairwise });
    [4 / 7, 2 / 7, 1 / 7, 0].forEach((w, j) => expect(result.weights[j]).toBeCloseTo(w, 12));
    expect(result.judged).toEqual(["proximity-china", "proximity-ports", "land-rent"]);
    expect(result.hierarchy?.consistencyRatio).toBeCloseTo(0, 12);
    const reversed = weights({ mode: "pairwise", pairwise: { "land-rent|proximity-china": 1 / 3 } });
    [0.75, 0, 0.25, 0].forEach((w, j) => expect(reversed.weights[j]).toBeCloseTo(w, 12));
    expect(weights({ mode: "pairwise", pairwise: {} }).unstated).toHaveLength(4);
    for (const mode of ["order", "swing", "pairwise"] as const)
      expect(weights({ mode })).toMatchObject({ mode: "points" });
  });

  test("all that was said is kept, and the mode says which of it counts", () => {
    const said = {
      order: [["sector-fit"], ["proximity-china", "proximity-ports", "land-rent"]],
      swing: { "land-rent": 100 },
      pairwise: { "proximity-china|proximity-ports": 3, "group:land|group:track": 5 },
      groupPoints: { location: 100, land: 0, labour: 0, green: 0, smart: 0, track: 0 },
    };
    const shares = (mode: Profile["weighting"]["mode"], groups = false) => {
      const result = weights({ ...said, mode, groupPoints: groups ? said.groupPoints : null });
      expect(result).toMatchObject({ mode, hierarchy: null, judged: [] });
      return [...result.shares];
    };
    const near = (list: readonly number[]) => list.map((share) => expect.closeTo(share, 12));
    expect(shares("points")).toEqual([0.4, 0.24, 0.16, 0.2]);
    expect(shares("order")).toEqual(near([23 / 144, 23 / 144, 23 / 144, 75 / 144]));
    expect(shares("swing")).toEqual([0, 0, 1, 0]);
    // Three groups: land to track 5 : 1, location as its first; inside location 3 : 1.
    expect(shares("pairwise")).toEqual(near([(3 / 4) * (5 / 11), (1 / 4) * (5 / 11), 5 / 11, 1 / 11]));
    // Points of groups count in every mode but where groups were judged.
    expect(shares("points", true)).toEqual([100 / 160, 60 / 160, 0, 0]);
    expect(shares("pairwise", true)).toEqual(near([(3 / 4) * (5 / 11), (1 / 4) * (5 / 11), 5 / 11, 1 / 11]));
  });

  test("an order that names a criterion twice takes the first; one of unknown criteria says nothing", () => {
    const twice = weights({ mode: "order", order: [["land-rent"], ["land-rent", "proximity-china"]] });
    expect([...twice.weights]).toEqual([0.25, 0, 0.75, 0]);
    expect(twice.unstated).toEqual(["proximity-ports", SECTOR_FIT]);
    const none = weights({ mode: "order", order: [["gone"]] });
    expect(none).toMatchObject({ mode: "order", unstated: criteria.map(({ id }) => id) });
    expect([...none.weights]).toEqual([0, 0, 0, 0]);
    // Points of other criteria are none of this decision's.
    expect(weights({ points: { gone: 5, "land-rent": 1 } }).unstated).toHaveLength(3);
  });

  test("pairs that were not judged count as equal; criteria in no judgement stay out", () => {
    const {
      weights: found,
      judged,
      unstated,
    } = weights({
      mode: "pairwise",
      pairwise: { "land-rent|proximity-ports": 2, "proximity-china|land-rent": 1 },
    });
    // Rows (1, 1, 1), (1, 1, 1/2), (1, 2, 1) of china, ports and rent: the geometric means of a 3 x 3 are its eigenvector.
    const means = [1, Math.cbrt(1 / 2), Math.cbrt(2)];
    const total = means.reduce((sum, mean) => sum + mean, 0);
    expect([...found]).toEqual([...means.map((mean) => expect.closeTo(mean / total, 12)), 0]);
    expect(judged).toEqual(["proximity-china", "proximity-ports", "land-rent"]);
    expect(unstated).toEqual([SECTOR_FIT]);
    expect(weights({ mode: "pairwise", pairwise: { "land-rent|land-rent": 3 } })).toMatchObject({
      mode: "pairwise",
      judged: [],
      hierarchy: null,
    });
  });

  test("groups: group weight times weight inside the group", () => {
    const groupPoints = { location: 60, land: 30, labour: 10, green: 0, smart: 0, track: 10 };
    const result = weights({ groupPoints });
    expect([...result.shares]).toEqual([37.5, 22.5, 30, 10].map((w) => w / 100));
    // A group in which nothing carries weight leaves its share to the others.
    const none = weights({ groupPoints, points: { ...points, "land-rent": 0 } });
    [37.5 / 70, 22.5 / 70, 0, 10 / 70].forEach((share, j) => expect(none.shares[j]).toBeCloseTo(share, 12));
  });

  test("all zero stays zero", () => {
    expect([...weights({ points: {} }).shares]).toEqual([0, 0, 0, 0]);
  });
});

describe("presets", () => {
  test("give every built-in criterion points of 0 to 100 and name only known criteria and sectors", () => {
    const ids = BUILTIN_CRITERIA.map(({ id }) => id);
    for (const preset of PRESETS) {
      expect(Object.keys(preset.points)).toEqual(ids);
      for (const points of Object.values(preset.points)) expect(points >= 0 && points <= 100).toBe(true);
      expect(Math.max(...Object.values(preset.points)), preset.id).toBe(100);
      for (const gate of preset.gates) expect(ids).toContain(gate.criterionId);
      expect(profileFromPreset(preset)).toMatchObject({ preset: preset.id, waivers: [], unknownPolicy: "neutral" });
    }
    expect(findPreset("nothing")).toBeUndefined();
  });
});
