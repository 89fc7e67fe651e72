import { beforeAll, describe, expect, test } from "vitest";
import type { Criterion } from "../../shared/model/criterion";
import { builtinCriterion } from "../../shared/ranking/criteria";
import { loadArea } from "./index";
import { criterionInSentence, formatAmount, formatSentence, type SentenceNames } from "./sentences";

const own = { ...builtinCriterion("land-rent"), id: "column:noise", label: "Noise at night", unit: "dB" } as Criterion;
const names: SentenceNames = {
  criterion: (id) => (id === own.id ? own : builtinCriterion(id)),
  siteName: (row) => `Site ${row}`,
};
const measure = (criterionId: string, value: number) => ({ type: "measure", criterionId, value }) as const;
const figure = (criterionId: string) => ({ type: "figure", criterionId }) as const;
const percent = (value: number) => ({ type: "percent", value }) as const;

beforeAll(() => loadArea("explain"));

describe("sentences", () => {
  test("names criteria as they stand inside a sentence, names of the user's as written", () => {
    const say = (criterionIds: readonly string[]) =>
      formatSentence({ key: "explain.leads-on", values: { criteria: { type: "criteria", criterionIds } } }, names);
    expect(say(["proximity-ports", "land-rent"])).toBe("Leads on proximity to ports and land rent.");
    expect(say([own.id])).toBe("Leads on Noise at night.");
    expect(criterionInSentence("labour-cost", names)).toBe("labour cost");
  });

  test("rounds a limit to the side on which the sentence stays true", () => {
    const room = (key: string, criterionId: string, value: number) =>
      formatSentence(
        { key, values: { figure: figure(criterionId), value: measure(criterionId, value), rank: 3 } },
        names,
      );
    expect(room("explain.may-rise", "land-rent", 118.9)).toBe(
      "Land rent may rise to USD 118 per m² before it drops to 3rd place.",
    );
    expect(room("explain.may-fall", "available-land", 20.1)).toMatch(/may fall to 21 ha/);
    // A limit on a whole figure is that figure, whatever the last bit says.
    expect(room("explain.may-rise", "land-rent", 118 - 1e-12)).toMatch(/USD 118 per/);
    expect(room("explain.unknown-up-to", "land-rent", 95.6)).toMatch(/up to USD 95 per/);
  });

  test("says by how much a share must be passed to a tenth, never less than it takes", () => {
    const flip = (key: string, needed: number) =>
      formatSentence(
        {
          key,
          values: {
            b: { type: "site", row: 2 },
            criterion: { type: "criterion", criterionId: "land-rent" },
            needed: percent(needed),
            current: percent(0.1),
          },
        },
        names,
      );
    expect(flip("explain.flip-more", 0.12311)).toBe(
      "Site 2 comes ahead once land rent counts for more than 12.4% instead of 10.0%.",
    );
    expect(flip("explain.flip-less", 0.0789)).toMatch(/less than 7.8% instead/);
  });

  test("prints shares of one whole that add up", () => {
    const sentence = {
      key: "explain.evidence",
      values: { sourced: percent(0.546), estimated: percent(0.406), unknown: percent(0.048) },
    };
    expect(formatSentence(sentence, names)).toBe(
      "55% of the weight rests on sourced figures, 40% on estimates, 5% on nothing known.",
    );
  });

  test("a proper name stays capital inside a sentence", () => {
    const worse = (criterionId: string) =>
      formatSentence({ key: "explain.no-slack", values: { figure: figure(criterionId), rank: 2 } }, names);
    expect(worse("business-climate")).toMatch(/^If Provincial Competitiveness Index worsens/);
    expect(worse("land-rent")).toMatch(/^If land rent worsens/);
  });

  test("a measure of the user's own has its number and unit", () => {
    expect(formatAmount(own.id, 41, names)).toBe("41 dB");
    expect(formatAmount("proximity-ports", 41.4, names)).toBe("41 km");
  });
});
