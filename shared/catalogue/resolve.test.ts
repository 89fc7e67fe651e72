import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Source, SourceKind } from "../model/evidence";
import { FIELD_IDS, type FieldId, fieldDefinition } from "../model/fields";
import type { Fact, FactValue } from "../model/park";
import { centralNumber, decimalYear, type ResolveContext, resolveFacts, resolveField } from "./resolve";

const KINDS: readonly SourceKind[] = ["authority", "developer", "press", "broker", "reference", "user"];
const sources = new Map<string, Source>(
  KINDS.flatMap((kind) =>
    ["", "2", "3"].map((suffix): [string, Source] => {
      const id = `${kind}${suffix}`;
      return [id, { id, url: `https://example.org/${id}`, title: id, publisher: id, date: null, kind }];
    }),
  ),
);
const context: ResolveContext = { sources, today: decimalYear("2026.11.21") ?? 0 };

const fact = (
  field: FieldId,
  value: FactValue,
  source: string,
  asOf: string | null = "2024-06",
  note?: string,
): Fact => ({
  field,
  value,
  source,
  asOf,
  ...(note === undefined ? {} : { note }),
});
const resolve = (field: FieldId, ...facts: Fact[]) => resolveField(facts, field, context);

describe("resolveField", () => {
  it("knows nothing without a fact", () => {
    expect(resolve("totalAreaHa")).toBeNull();
  });

  it("takes an only statement, with an interval by who speaks", () => {
    const authority = resolve("totalAreaHa", fact("totalAreaHa", 100, "authority"));
    expect(authority).toEqual({
      value: 100,
      low: 98,
      high: 102,
      kind: "authority",
      asOf: "2024-06",
      fact: 0,
      rivals: [],
      rule: "only-statement",
    });
    const broker = resolve("totalAreaHa", fact("totalAreaHa", 100, "broker"));
    expect(broker).toMatchObject({ low: 92, high: 108, kind: "press" });
  });

  it("lets what is said of the park lead over a phase, the complex or a plan, and calls that scope", () => {
    const resolved = resolve(
      "totalAreaHa",
      fact("totalAreaHa", 1700, "authority", "2025-01", "1,000 ha industrial plus 700 ha urban"),
      fact("totalAreaHa", 1000, "broker", "2015"),
      fact("totalAreaHa", 350, "authority", "2025-01", "phase 1"),
    );
    expect(resolved).toMatchObject({ value: 1000, fact: 1, rivals: [0, 2], rule: "scope" });
    // Another scope is another thing: it does not widen the interval.
    expect(resolved?.high).toBeCloseTo(1080);
  });

  it("believes the stronger kind on lasting figures, and several documents over one", () => {
    const stronger = resolve("totalAreaHa", fact("totalAreaHa", 300, "broker"), fact("totalAreaHa", 280, "authority"));
    expect(stronger).toMatchObject({ value: 280, fact: 1, rivals: [0], rule: "strong-and-supported" });
    // Rivals of the same scope widen the interval.
    expect(stronger?.high).toBe(300);
    const supported = resolve(
      "totalAreaHa",
      fact("totalAreaHa", 300, "press"),
      fact("totalAreaHa", 250, "press2"),
      fact("totalAreaHa", 251, "press3"),
    );
    expect(supported).toMatchObject({ value: 250, fact: 1, rivals: [0] });
  });

  it("counts one document once, however often it says so", () => {
    const resolved = resolve(
      "totalAreaHa",
      fact("totalAreaHa", 300, "developer"),
      fact("totalAreaHa", 250, "press"),
      fact("totalAreaHa", 250, "press"),
      fact("totalAreaHa", 250, "press"),
    );
    expect(resolved).toMatchObject({ value: 300, fact: 0 });
  });

  it("believes the newer statement on figures that change", () => {
    const resolved = resolve(
      "occupancyPct",
      fact("occupancyPct", 40, "authority", "2018-06"),
      fact("occupancyPct", 85, "press", "2025-06"),
    );
    expect(resolved).toMatchObject({ value: 85, fact: 1, rivals: [0], rule: "recent-and-strong" });
    // A figure from another time does not widen the interval.
    expect(resolved?.low).toBeGreaterThan(70);
    expect(resolved?.high).toBeLessThanOrEqual(100);
  });

  it("widens a figure that changes with its age, in the direction in which it moves", () => {
    const young = resolve("landRentUsdPerM2Term", fact("landRentUsdPerM2Term", 100, "press", "2026-06"));
    const old = resolve("landRentUsdPerM2Term", fact("landRentUsdPerM2Term", 100, "press", "2020-06"));
    expect(young?.low).toBeCloseTo(90);
    expect(young?.high).toBeCloseTo(110);
    // Six years and five months: 8 % a year upwards after the first year, 1 % down.
    expect(old?.high).toBeCloseTo(100 * (1 + 0.1 + 0.08 * (context.today - (decimalYear("2020-06") ?? 0) - 1)), 3);
    expect(old?.low).toBeGreaterThan(84);
  });

  it("reads 'more than' and 'nearly' as bounds", () => {
    expect(resolve("projects", fact("projects", 100, "authority", "2026-10", "more than"))).toMatchObject({ low: 100 });
    expect(resolve("projects", fact("projects", 100, "authority", "2026-10", "nearly"))).toMatchObject({ high: 100 });
  });

  it("takes a range as its ends", () => {
    const resolved = resolve(
      "landRentUsdPerM2Term",
      fact("landRentUsdPerM2Term", { min: 130, max: 140 }, "developer", "2026-10"),
    );
    expect(resolved).toMatchObject({ value: { min: 130, max: 140 } });
    expect(resolved?.low).toBeLessThan(130);
    expect(resolved?.high).toBeGreaterThan(140);
  });

  it("lets a later stage of building beat an earlier one of the same weight", () => {
    const resolved = resolve(
      "status",
      fact("status", "planned", "press", null),
      fact("status", "operating", "press2", null),
    );
    expect(resolved).toMatchObject({ value: "operating", fact: 1 });
  });

  it("unites sets and says who states each member", () => {
    const resolved = resolve(
      "green",
      fact("green", ["rooftop_solar", "iso_14001"], "press"),
      fact("green", ["iso_14001", "water_recycling"], "authority"),
    );
    expect(resolved).toEqual({
      value: ["iso_14001", "rooftop_solar", "water_recycling"],
      kind: "authority",
      asOf: "2024-06",
      fact: 1,
      rivals: [],
      rule: "union",
      members: { iso_14001: [1, 0], rooftop_solar: [0], water_recycling: [1] },
    });
  });

  it("puts the user's own fact first", () => {
    const facts = [
      fact("landRentUsdPerM2Term", 90, "authority", "2026-10"),
      fact("landRentUsdPerM2Term", 120, "user", "2026-11"),
    ];
    expect(resolve("landRentUsdPerM2Term", ...facts)).toMatchObject({ value: 120, fact: 1, rivals: [0], low: 90 });
  });

  it("takes an unknown source as press and never fails on it", () => {
    expect(resolve("projects", fact("projects", 5, "nowhere"))).toMatchObject({ kind: "press" });
  });
});

describe("resolving, for any facts", () => {
  const numeric = FIELD_IDS.filter((id) => ["number", "range", "year"].includes(fieldDefinition(id).kind));
  const anyFact = fc
    .record({
      field: fc.constantFrom(...numeric),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      source: fc.constantFrom(...sources.keys()),
      asOf: fc.constantFrom(null, "2009", "2018-03", "2024-12", "2026-11"),
      note: fc.constantFrom(undefined, "phase 1", "more than", "nearly", "about", "planned", "whole complex"),
    })
    .map(({ field, share, source, asOf, note }) => {
      const { min = 0, max = 100, kind } = fieldDefinition(field);
      const value = min + share * (max - min);
      return fact(field, kind === "year" ? Math.round(value) : value, source, asOf, note);
    });
  const anyFacts = fc.array(anyFact, { minLength: 1, maxLength: 12 });

  it("keeps the value within its interval and the interval within the field's bounds", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        for (const [field, resolved] of Object.entries(resolveFacts(facts, context))) {
          const { min = 0, max = Number.POSITIVE_INFINITY } = fieldDefinition(field as FieldId);
          const central = centralNumber(resolved.value) ?? Number.NaN;
          const { low = Number.NaN, high = Number.NaN } = resolved;
          if (!(low <= central && central <= high && low >= min && high <= max)) return false;
        }
        return true;
      }),
    );
  });

  it("does not depend on the order of the facts", () => {
    fc.assert(
      fc.property(anyFacts, fc.infiniteStream(fc.nat()), (facts, stream) => {
        const shuffled = facts
          .map((entry) => ({ entry, key: stream.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ entry }) => entry);
        for (const field of new Set(facts.map((entry) => entry.field))) {
          const a = resolveField(facts, field, context);
          const b = resolveField(shuffled, field, context);
          if (
            JSON.stringify([a?.value, a?.low, a?.high, a?.rule]) !==
            JSON.stringify([b?.value, b?.low, b?.high, b?.rule])
          ) {
            return false;
          }
        }
        return true;
      }),
    );
  });

  it("names the rivals: every other fact of the field that says something else", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        for (const [field, resolved] of Object.entries(resolveFacts(facts, context))) {
          for (const index of [resolved.fact ?? -1, ...resolved.rivals]) {
            if (facts[index]?.field !== field) return false;
          }
          if (resolved.rivals.includes(resolved.fact ?? -1)) return false;
        }
        return true;
      }),
    );
  });
});

describe("decimalYear", () => {
  it("takes the middle of what a date names", () => {
    expect(decimalYear("2024")).toBe(2024.5);
    expect(decimalYear("2024-01")).toBeCloseTo(2024 + 0.5 / 12);
    expect(decimalYear(null)).toBeNull();
    expect(decimalYear("soon")).toBeNull();
  });
});
