import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { makeColumn, makeSite, makeSiteTable } from "../../../tests/support/decision-tables";
import type { Profile } from "../../model/profile";
import { rankBounds } from "../additive/rank-bounds";
import { createRanker } from "../additive/ranker";
import { buildDecisionTable } from "../additive/table";
import { BUILTIN_CRITERIA, builtinCriterion, CRITERION_IDS } from "../criteria";
import { evaluateGates } from "../gates";
import { PRESETS } from "../presets";
import {
  type Comparison,
  compareSites,
  comparisonSentences,
  type Explained,
  evidenceSentences,
  gateSentence,
  type Sentence,
  siteSentences,
  smallestWeightChange,
  tightestWorsenings,
  tradeOff,
  tradeOffSentence,
  type WeightChange,
  type Worsening,
  weightChangeSentences,
  worsening,
  worseningSentence,
} from "./index";

const area = (name: string): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`../../messages/en/${name}.json`, import.meta.url), "utf8"));
const messages = { ...area("explain"), ...area("criteria"), ...area("presets") };

const used = new Set<string>();
/** Every key must exist, and every placeholder of its message must be given. */
function check(sentence: Sentence | null | undefined): Sentence {
  if (!sentence) throw new Error("There is no sentence.");
  const message = messages[sentence.key];
  expect(message, sentence.key).toBeTypeOf("string");
  used.add(sentence.key);
  const placeholders = [...(message ?? "").matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name);
  for (const name of placeholders) expect(Object.keys(sentence.values), `${sentence.key}: ${name}`).toContain(name);
  for (const value of Object.values(sentence.values)) {
    if (typeof value === "object" && value.type === "sentence") check(value.sentence);
  }
  return sentence;
}

const rent = builtinCriterion("land-rent");
const ports = builtinCriterion("proximity-ports");
const land = builtinCriterion("available-land");
const criteria = [rent, ports, land].filter((c) => c !== undefined);
type Measures = readonly (number | null)[];

function explain(rents: Measures, distances: Measures, lands: Measures, weights = [50, 50, 20]): Explained {
  const siteTable = makeSiteTable(
    rents.map((_, i) => makeSite(`s${i}`)),
    {
      "land-rent": makeColumn(rents),
      "proximity-ports": makeColumn(distances, 1),
      "available-land": makeColumn(lands),
    },
  );
  const settings = { valueFunctions: {}, unknownPolicy: "neutral", sectors: [] } as const;
  const table = buildDecisionTable(siteTable, criteria, settings, {});
  return { siteTable, settings, table, ranking: createRanker(table).rank(weights) };
}
const keys = (list: readonly Sentence[]) => list.map((s) => check(s).key.replace("explain.", ""));

describe("sentences", () => {
  const explained = explain([80, 100, 120], [60, 90, 100], [20, 50, null]);
  /** The last one is so far behind that one figure alone costs nobody the place. */
  const wide = explain([80, 100, 300], [60, 90, 200], [20, 50, 0]);

  test("the story of a site: against the winner, and for the winner against the next", () => {
    expect([...explained.ranking.rank]).toEqual([1, 2, 3]);
    const second = siteSentences(explained, 1);
    expect(keys(second)).toEqual(["leads-on", "behind-winner", "may-rise"]);
    expect(second[0]?.values.criteria).toEqual({ type: "criteria", criterionIds: ["available-land"] });
    expect(second[1]?.values.criterion).toEqual({ type: "criterion", criterionId: "proximity-ports" });
    expect(second[2]?.values).toMatchObject({ rank: 3, other: { type: "site", row: 2 } });
    expect(keys(siteSentences(explained, 0))).toEqual(["leads-on", "ahead-of-next", "may-rise"]);
    const masked = { ...explained, ranking: createRanker(explained.table).rank([1, 1, 1], Uint8Array.of(0, 1, 1)) };
    expect(siteSentences(masked, 0)).toEqual([]);
  });

  test("shared first place, and figures that cannot worsen", () => {
    const level = explain([80, 80], [60, 60], [20, 20]);
    expect(keys(siteSentences(level, 1))).toEqual(["shares-first", "no-slack"]);
    expect(keys(comparisonSentences(compareSites(level.table, level.ranking.weights, 0, 1), 0, 1))).toEqual(["level"]);
    expect(keys(weightChangeSentences(smallestWeightChange(level.table, level.ranking.weights, 0, 1), 0, 1))).toEqual([
      "equal-throughout",
    ]);
  });

  test("A against B from either side", () => {
    const comparison = compareSites(explained.table, explained.ranking.weights, 1, 0);
    const list = comparisonSentences(comparison, 1, 0);
    expect(keys(list)).toEqual(["ahead", "better-in", "better-in"]);
    expect(list[0]?.values).toMatchObject({ a: { row: 0 }, b: { row: 1 } });
    expect(list[1]?.values.site).toEqual({ type: "site", row: 0 });
  });

  test("what would put B ahead", () => {
    const { table, ranking } = explained;
    const list = weightChangeSentences(smallestWeightChange(table, ranking.weights, 0, 1), 0, 1);
    expect(keys(list)).toEqual(["flip-more", "flip-together"]);
    expect(list[0]?.values).toMatchObject({ criterion: { criterionId: "available-land" }, b: { row: 1 } });
    expect(weightChangeSentences(smallestWeightChange(table, ranking.weights, 1, 0), 1, 0)).toEqual([]);
    const worse = explain([80, 100], [60, 90], [20, 20]);
    expect(keys(weightChangeSentences(smallestWeightChange(worse.table, worse.ranking.weights, 0, 1), 0, 1))).toEqual([
      "dominated",
    ]);
    const less = explain([40, 300], [200, 50], [0, 100], [60, 20, 20]);
    expect(keys(weightChangeSentences(smallestWeightChange(less.table, less.ranking.weights, 0, 1), 0, 1))[0]).toBe(
      "flip-less",
    );
  });

  test("worsenings of every kind", () => {
    const say = (given: Explained, row: number, id: string) =>
      check(worseningSentence(worsening(given, row, id), id)).key;
    expect(say(explained, 1, "land-rent")).toBe("explain.may-rise");
    expect(say(wide, 1, "available-land")).toBe("explain.never-drops");
    expect(say(explain([80, 81], [60, 60], [50, 49]), 0, "available-land")).toBe("explain.may-fall");
    expect(say(explain([null, 250], [60, 60], [50, 50]), 0, "land-rent")).toBe("explain.unknown-up-to");
    expect(say(explain([80, 80], [60, 60], [null, 2]), 0, "available-land")).toBe("explain.unknown-from");
    expect(worseningSentence({ status: "last" }, "land-rent")).toBeNull();
    expect(say(explain([null, 300], [50, 200], [100, 0]), 0, "land-rent")).toBe("explain.never-drops");
    const next = { row: 1, rankAfter: 2, gap: 0 };
    expect(
      check(
        worseningSentence(
          { status: "limit", next, measure: null, limit: null, side: "rise", otherLimit: null },
          "land-rent",
        ),
      ).key,
    ).toBe("explain.unknown-costs");
  });

  test("trade-offs in each criterion's own words", () => {
    const sentence = check(tradeOffSentence(tradeOff(explained, 1, "proximity-ports", "land-rent")));
    expect(sentence.values).toMatchObject({
      gain: { sentence: { key: "criteria.proximity-ports.fall", values: { value: { value: 10 } } } },
      pay: { sentence: { key: "criteria.land-rent.rise" } },
    });
    expect(tradeOffSentence({ status: "nothing-to-pay", criterionId: "land-rent" })).toBeNull();
    const own = tradeOffSentence({
      status: "worth",
      gainId: "column:x",
      step: 1,
      gainSide: "rise",
      payId: "gateway:y",
      amount: 2,
      paySide: "fall",
    });
    check(own);
  });

  test("must-haves: met, missed, waived, unknown and doubtful", () => {
    const siteTable = makeSiteTable(
      ["a", "b", "c", "d"].map((id) => makeSite(id)),
      { "proximity-ports": makeColumn([78, null, [50, 55, 70], 20]), "available-land": makeColumn([5, null, 30, 40]) },
    );
    const gates: Profile["gates"] = [
      { id: "p", criterionId: "proximity-ports", op: "at-most", limit: 60, unknownPasses: true },
      { id: "l", criterionId: "available-land", op: "at-least", limit: 10, unknownPasses: false },
    ];
    const waivers = ["p", "l"].map((gateId) => ({
      gateId,
      siteId: "a",
      reason: "r",
      grantedAt: "2026-01-01T00:00:00Z",
    }));
    const say = (row: number, granted: Profile["waivers"] = []) =>
      evaluateGates(siteTable, BUILTIN_CRITERIA, { gates, waivers: granted, sectors: [] })
        .resultsOf(row)
        .map((result) => gateSentence(result))
        .map((sentence) => (sentence === null ? null : check(sentence).key.replace("explain.", "")));
    expect(say(0)).toEqual(["gate-over", "gate-under"]);
    expect(say(0, waivers)).toEqual(["gate-over-waived", "gate-under-waived"]);
    expect(say(1)).toEqual(["gate-unknown-passes", "gate-unknown-fails"]);
    expect(say(2)).toEqual(["gate-doubtful", null]);
    expect(say(3)).toEqual([null, null]);
  });

  test("evidence and the span of ranks", () => {
    const list = evidenceSentences(explained, 1, rankBounds(explained.ranking));
    expect(keys(list)).toEqual(["evidence", "rank-range"]);
    const share = (v: unknown) => (v as { value: number }).value;
    const { sourced, estimated, unknown } = list[0]?.values ?? {};
    expect([share(sourced), share(estimated), share(unknown)]).toEqual([
      expect.closeTo(7 / 12, 9),
      expect.closeTo(5 / 12, 9),
      0,
    ]);
    expect(keys(evidenceSentences(explained, 1))).toEqual(["evidence"]);
  });

  test("a wide dominance names how many criteria", () => {
    const sentences = weightChangeSentences(
      { status: "dominated", domination: { betterIn: [...CRITERION_IDS], equalIn: [] } },
      0,
      1,
    );
    expect(keys(sentences)).toEqual(["dominated-widely"]);
    expect(sentences[0]?.values.count).toBe(13);
  });
});

describe("what a sentence is given", () => {
  const site = (row: number) => ({ type: "site", row });
  const criterion = (criterionId: string) => ({ type: "criterion", criterionId });
  const list = (...criterionIds: string[]) => ({ type: "criteria", criterionIds });
  const figure = (criterionId: string) => ({ type: "figure", criterionId });
  const points = (value: number) => ({ type: "number", value: expect.closeTo(value, 9), decimals: 1 });
  const percent = (value: number) => ({ type: "percent", value: expect.closeTo(value, 12) });
  const measure = (criterionId: string, value: number) => ({ type: "measure", criterionId, value });
  const say = (key: string, values: object) => ({ key: `explain.${key}`, values });

  /** Values of rents 80 and 100: 10/93 apart; of ports 60 and 90: 0.2; of land 20 and 50: 0.25. Weights 5 : 5 : 2. */
  const explained = explain([80, 100, 120], [60, 90, 100], [20, 50, null]);
  const lead = 100 * ((5 / 12) * (10 / 93) + 1 / 12 - 1 / 24);

  test("A against B: the lead in points, and each side's criteria, the largest first", () => {
    const expected = [
      say("ahead", { a: site(0), b: site(1), points: points(lead) }),
      say("better-in", { site: site(0), criteria: list("proximity-ports", "land-rent") }),
      say("better-in", { site: site(1), criteria: list("available-land") }),
    ];
    const { table, ranking } = explained;
    expect(comparisonSentences(compareSites(table, ranking.weights, 0, 1), 0, 1)).toEqual(expected);
    expect(comparisonSentences(compareSites(table, ranking.weights, 1, 0), 1, 0)).toEqual(expected);
  });

  test("level sites are better in what they are better in; three criteria at most are named", () => {
    const term = (criterionId: string) => ({ criterionId }) as Comparison["terms"][number];
    const compared = (difference: number, forA: string[], forB: string[]): Comparison => ({
      difference,
      terms: [],
      forA: forA.map(term),
      forB: forB.map(term),
      sourcedShare: 1,
    });
    expect(comparisonSentences(compared(0, ["a", "b", "c", "d"], ["e"]), 3, 4)).toEqual([
      say("level", { a: site(3), b: site(4) }),
      say("better-in", { site: site(3), criteria: list("a", "b", "c") }),
      say("better-in", { site: site(4), criteria: list("e") }),
    ]);
    expect(keys(comparisonSentences(compared(-4e-13, [], []), 0, 1))).toEqual(["level"]);
    expect(comparisonSentences(compared(-5e-13, [], ["e"]), 0, 1)).toEqual([
      say("ahead", { a: site(1), b: site(0), points: points(5e-11) }),
      say("better-in", { site: site(1), criteria: list("e") }),
    ]);
  });

  test("what would put B ahead: the smallest single change, then the joint one if it moves several", () => {
    const change = (moves: number): WeightChange => ({
      status: "changeable",
      level: false,
      single: [
        { criterionId: "a", current: 0.3, needed: 0.2, direction: "less", weights: new Float64Array() },
        { criterionId: "b", current: 0.1, needed: 0.5, direction: "more", weights: new Float64Array() },
      ].slice(0, moves) as (WeightChange & { status: "changeable" })["single"],
      joint: {
        distance: 0.1,
        weights: new Float64Array(),
        changes: [
          { criterionId: "c", from: 0.4, to: 0.6 },
          { criterionId: "a", from: 0.3, to: 0.2 },
        ].slice(0, moves),
      },
    });
    const single = say("flip-less", {
      b: site(7),
      criterion: criterion("a"),
      needed: percent(0.2),
      current: percent(0.3),
    });
    expect(weightChangeSentences(change(2), 5, 7)).toEqual([
      single,
      say("flip-together", { b: site(7), count: 2, criterion: criterion("c"), from: percent(0.4), to: percent(0.6) }),
    ]);
    expect(weightChangeSentences(change(1), 5, 7)).toEqual([single]);
    expect(weightChangeSentences(change(0), 5, 7)).toEqual([]);

    const dominated = (...betterIn: string[]) =>
      weightChangeSentences({ status: "dominated", domination: { betterIn, equalIn: [] } }, 5, 7);
    expect(dominated()).toEqual([say("equal-throughout", { a: site(5), b: site(7) })]);
    expect(dominated("a", "b", "c")).toEqual([
      say("dominated", { a: site(5), b: site(7), criteria: list("a", "b", "c"), count: 3 }),
    ]);
    expect(dominated("a", "b", "c", "d")).toEqual([
      say("dominated-widely", { a: site(5), b: site(7), criteria: list("a", "b", "c"), count: 4 }),
    ]);
  });

  test("how far a figure may worsen", () => {
    const next = { row: 4, rankAfter: 3, gap: 0.1 };
    const limit = (result: Partial<Worsening & { status: "limit" }>) =>
      worseningSentence(
        { status: "limit", next, measure: 80, limit: 95, side: "rise", otherLimit: null, ...result },
        "x",
      );
    const values = { figure: figure("x"), rank: 3, other: site(4) };
    expect(worseningSentence({ status: "never", next, measure: 80 }, "x")).toEqual(
      say("never-drops", { figure: figure("x"), other: site(4) }),
    );
    expect(limit({})).toEqual(say("may-rise", { ...values, value: measure("x", 95) }));
    expect(limit({ side: "fall", limit: 20 })).toEqual(say("may-fall", { ...values, value: measure("x", 20) }));
    expect(limit({ limit: 80 })).toEqual(say("no-slack", values));
    expect(limit({ measure: null })).toEqual(say("unknown-up-to", { ...values, value: measure("x", 95) }));
    expect(limit({ measure: null, side: "fall" })).toEqual(say("unknown-from", { ...values, value: measure("x", 95) }));
    expect(limit({ measure: null, limit: null })).toEqual(say("unknown-costs", values));
    expect(worseningSentence({ status: "no-weight" }, "x")).toBeNull();
    expect(worseningSentence({ status: "category" }, "x")).toBeNull();
  });

  test("trade-offs: the words of a built-in criterion, plain steps for one of the user's", () => {
    const part = (key: string, id: string, value: number) => ({
      type: "sentence",
      sentence: { key, values: { figure: figure(id), value: { type: "bare-measure", criterionId: id, value } } },
    });
    expect(
      tradeOffSentence({
        status: "worth",
        gainId: "land-rent",
        step: 10,
        gainSide: "fall",
        payId: "column:x",
        amount: 2,
        paySide: "rise",
      }),
    ).toEqual(
      say("trade-off", {
        gain: part("criteria.land-rent.fall", "land-rent", 10),
        pay: part("explain.step.rise", "column:x", 2),
      }),
    );
  });

  test("must-haves: the figure, the limit and by how much", () => {
    const gate = { id: "p", criterionId: "proximity-ports", op: "at-most", limit: 60, unknownPasses: true } as const;
    const result = { gate, outcome: "fails", measure: 78, margin: 18, marginShare: 0.3, doubtful: false } as const;
    const values = { figure: figure("proximity-ports"), limit: measure("proximity-ports", 60) };
    const known = { ...values, measure: measure("proximity-ports", 78) };
    expect(gateSentence({ ...result, waiver: null, excludes: true })).toEqual(
      say("gate-over", { ...known, by: measure("proximity-ports", 18) }),
    );
    expect(gateSentence({ ...result, outcome: "passes", doubtful: true, waiver: null, excludes: false })).toEqual(
      say("gate-doubtful", known),
    );
    const unknown = { outcome: "unknown", measure: null, margin: null, marginShare: null } as const;
    expect(gateSentence({ ...result, ...unknown, waiver: null, excludes: false })).toEqual(
      say("gate-unknown-passes", values),
    );
  });

  test("evidence: shares of weight, and the ranks for sites that have one", () => {
    const bounds = { best: [1, 2, 3], worst: [4, 5, 6], atBadEnd: [7, 8, 9] };
    expect(evidenceSentences(explained, 2, bounds)).toEqual([
      say("evidence", { sourced: percent(5 / 12), estimated: percent(5 / 12), unknown: percent(1 / 6) }),
      say("rank-range", { best: 3, worst: 6, bad: 9 }),
    ]);
    const masked = { ...explained, ranking: createRanker(explained.table).rank([1, 1, 1], Uint8Array.of(0, 1, 1)) };
    expect(keys(evidenceSentences(masked, 0, bounds))).toEqual(["evidence"]);
  });

  test("worsenings of a site, the tightest by its share of the scale first; unknown figures are left out", () => {
    // The second stands 0.05 of land's value behind, which weighs double: as much as 0.1 of rent's or a port's value.
    const pair = explain([133, 133], [80, 80], [50, 44], [1, 1, 2]);
    expect(tightestWorsenings(pair, 0)).toMatchObject([
      { criterionId: "available-land", slack: expect.closeTo(0.06, 9), result: { limit: expect.closeTo(44, 9) } },
      { criterionId: "land-rent", slack: expect.closeTo(18.8 / 260, 9), result: { limit: expect.closeTo(151.8, 9) } },
      { criterionId: "proximity-ports", slack: expect.closeTo(0.1, 9), result: { limit: expect.closeTo(95, 9) } },
    ]);
    const unknown = explain([null, 133], [80, 80], [50, 50], [1, 1, 1]);
    expect(tightestWorsenings(unknown, 0).map(({ criterionId }) => criterionId)).not.toContain("land-rent");
    expect(tightestWorsenings(pair, 1)).toEqual([]);
  });

  test("the story of a site", () => {
    expect(siteSentences(explained, 1).slice(0, 2)).toEqual([
      say("leads-on", { criteria: list("available-land") }),
      say("behind-winner", { points: points(lead), criterion: criterion("proximity-ports") }),
    ]);
    expect(siteSentences(explained, 0).slice(0, 2)).toEqual([
      say("leads-on", { criteria: list("proximity-ports", "land-rent") }),
      say("ahead-of-next", { points: points(lead), other: site(1), criterion: criterion("proximity-ports") }),
    ]);
    const level = explain([80, 80], [60, 60], [20, 20]);
    expect(siteSentences(level, 1)[0]).toEqual(say("shares-first", { other: site(0) }));
    expect(keys(siteSentences(level, 0))).toEqual(["no-slack"]);
    expect(siteSentences(explain([80], [60], [20]), 0)).toEqual([]);
  });
});

test("no explanation message stands there unused", () => {
  expect(Object.keys(area("explain")).filter((key) => !used.has(key))).toEqual([]);
});

test("every built-in criterion and preset has its words", () => {
  for (const id of CRITERION_IDS) {
    for (const part of ["", ".short", ".description", ".unit", ".figure", ".amount", ".rise", ".fall", ".reference"]) {
      expect(messages[`criteria.${id}${part}`], `criteria.${id}${part}`).toBeTypeOf("string");
    }
    for (const part of [".amount", ".rise", ".fall"]) expect(messages[`criteria.${id}${part}`]).toContain("{value}");
  }
  for (const { group } of BUILTIN_CRITERIA) expect(messages[`criteria.group.${group}`]).toBeTypeOf("string");
  for (const { nameKey, descriptionKey } of PRESETS) {
    expect(messages[nameKey]).toBeTypeOf("string");
    expect(messages[descriptionKey]).toBeTypeOf("string");
  }
});
