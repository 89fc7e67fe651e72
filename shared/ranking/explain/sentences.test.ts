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
  compareSites,
  comparisonSentences,
  type Explained,
  evidenceSentences,
  gateSentence,
  type Sentence,
  siteSentences,
  smallestWeightChange,
  tradeOff,
  tradeOffSentence,
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
