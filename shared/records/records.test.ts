import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeCriterion } from "../../tests/support/decision-tables";
import { SAMPLE_PROFILE } from "../../tests/support/user-data";
import { sha256 } from "../catalogue/sha256";
import { canonicalJson } from "../document/document";
import type { Json } from "../document/schema";
import type { Profile } from "../model/profile";
import { NO_FILTERS } from "../model/profile";
import type { DecisionInputs, DecisionRecord, DecisionSnapshot } from "../model/shortlist";
import type { MeasureColumn } from "../model/site";
import { ENGINE_VERSION } from "../ranking";
import { fromBase64, inputsId, packColumn, packMask, toBase64, unpackColumn, unpackMask } from "./inputs";
import { CAUSES, compareDecisions, explainMove } from "./move";
import { rankSituation, replay, type Situation, takeRecord } from "./record";

const CRITERIA = ["a", "b", "c", "d", "e"].map((id) => makeCriterion(id));

const figure = fc.record({
  kind: fc.constantFrom(0, 1, 2, 3, 4),
  three: fc
    .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean())
    .map(([x, y, bounded]) => (bounded ? [Math.min(x, y), (x + y) / 2, Math.max(x, y)] : [x, x, x])),
});

function columnOf(figures: readonly { readonly kind: number; readonly three: readonly number[] }[]): MeasureColumn {
  const part = (at: number) =>
    Float64Array.from(figures, ({ kind, three }) => (kind === 0 ? Number.NaN : (three[at] ?? Number.NaN)));
  return { low: part(0), central: part(1), high: part(2), kind: Uint8Array.from(figures, ({ kind }) => kind) };
}

const situation: fc.Arbitrary<Situation> = fc
  .tuple(fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 12 }), fc.nat(CRITERIA.length - 1))
  .chain(([ids, spare]) =>
    fc
      .record({
        columns: fc.array(fc.array(figure, { minLength: ids.length, maxLength: ids.length }), {
          minLength: CRITERIA.length,
          maxLength: CRITERIA.length,
        }),
        points: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: CRITERIA.length, maxLength: CRITERIA.length }),
        passes: fc.array(fc.constantFrom(1, 1, 1, 0), { minLength: ids.length, maxLength: ids.length }),
        policy: fc.constantFrom("cautious" as const, "neutral" as const, "hopeful" as const),
        limit: fc.double({ min: 0, max: 1, noNaN: true }),
        median: fc.double({ min: 0, max: 1, noNaN: true }),
        bend: fc.double({ min: 0, max: 1, noNaN: true }),
      })
      .map(({ columns, points, passes, policy, limit, median, bend }): Situation => {
        const criteria = CRITERIA.filter((_, j) => j === 0 || j !== spare);
        const profile: Profile = {
          ...SAMPLE_PROFILE,
          weighting: {
            ...SAMPLE_PROFILE.weighting,
            groupPoints: null,
            points: Object.fromEntries(criteria.map(({ id }, j) => [id, points[j] ?? 0])),
          },
          valueFunctions: {
            a: {
              type: "piecewise",
              points: [
                [0, 0],
                [0.5, bend],
                [1, 1],
              ],
            },
          },
          gates: [{ id: "g", criterionId: "a", op: "at-most", limit, unknownPasses: true }],
          waivers: [],
          unknownPolicy: policy,
        };
        return {
          sites: {
            sites: ids.map((id) => ({
              id: `s${id}`,
              name: `Site ${id % 7}`,
              sectors: id % 2 === 0 ? ["textile"] : [],
            })),
            measures: Object.fromEntries(criteria.map(({ id }, j) => [id, columnOf(columns[j] ?? [])])),
          },
          criteria,
          references: { a: { median } },
          profile,
          passesFilters: Uint8Array.from(passes),
        };
      }),
  );

function save(of: Situation): { readonly snapshot: DecisionSnapshot; readonly inputs: DecisionInputs } {
  const ranking = rankSituation(of);
  const open: DecisionSnapshot = {
    profile: of.profile,
    filters: NO_FILTERS,
    catalogueVersion: "2026.11.01",
    catalogueHash: "a".repeat(64),
    engineVersion: ENGINE_VERSION,
    ranked: ranking.count,
    ranking: [...ranking.order.subarray(0, ranking.count)].map((row) => ({
      siteId: of.sites.sites[row]?.id ?? "",
      name: of.sites.sites[row]?.name ?? "",
      rank: ranking.rank[row] ?? 0,
      score: ranking.score[row] ?? 0,
      low: ranking.low[row] ?? 0,
      high: ranking.high[row] ?? 0,
      sourcedShare: ranking.sourcedShare[row] ?? 0,
      estimatedShare: ranking.estimatedShare[row] ?? 0,
      unknownShare: ranking.unknownShare[row] ?? 0,
    })),
  };
  // As it comes back from a file.
  return JSON.parse(JSON.stringify(takeRecord(open, of))) as { snapshot: DecisionSnapshot; inputs: DecisionInputs };
}

describe("packing", () => {
  test("base64 as everyone writes it, and back", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
        expect(fromBase64(toBase64(bytes))).toEqual(bytes);
      }),
    );
    for (const bad of ["a", "ab=c", "a===", "ab!="]) expect(() => fromBase64(bad)).toThrow("base64");
  });

  test("figures keep every bit; masks every site", () => {
    fc.assert(
      fc.property(
        fc.array(figure, { maxLength: 20 }),
        fc.array(fc.constantFrom(0, 1), { maxLength: 40 }),
        (figures, m) => {
          const column = columnOf(figures);
          expect(unpackColumn(packColumn(column), figures.length)).toEqual(column);
          expect(unpackMask(packMask(Uint8Array.from(m)), m.length)).toEqual(Uint8Array.from(m));
        },
      ),
    );
    expect(() => unpackColumn(packColumn(columnOf([{ kind: 2, three: [1, 1, 1] }])), 2)).toThrow("do not fit");
    expect(() => unpackMask("", 1)).toThrow("does not fit");
  });
});

describe("replay", () => {
  test("any decision replays bit for bit after a trip through JSON", () => {
    fc.assert(
      fc.property(situation, (of) => {
        const { snapshot, inputs } = save(of);
        const again = replay(snapshot, inputs);
        expect(again.verdict).toBe("identical");
        if (again.verdict !== "identical") return;
        const first = rankSituation(of);
        expect(again.ranking.score).toEqual(first.score);
        expect(again.ranking.rank).toEqual(first.rank);
      }),
    );
  });

  test("the same figures have the same id whatever the weights", () => {
    fc.assert(
      fc.property(situation, fc.integer({ min: 0, max: 100 }), (of, points) => {
        const weighting = { ...of.profile.weighting, points: { a: points } };
        const other = { ...of, profile: { ...of.profile, weighting } };
        expect(save(other).inputs.id).toBe(save(of).inputs.id);
      }),
    );
  });

  const of = fc.sample(situation, { numRuns: 60, seed: 7 }).find((one) => rankSituation(one).count >= 4) as Situation;
  const { snapshot, inputs } = save(of);
  const record = snapshot.record as DecisionRecord;
  /** What someone would write who seals what they changed. */
  const forged = (change: Partial<DecisionRecord>): DecisionSnapshot => {
    const open = { ...snapshot, record: { ...record, ...change, seal: "" } };
    const { seal: _, ...content } = open.record;
    const seal = sha256(canonicalJson({ ...open, record: content } as unknown as Json));
    return { ...open, record: { ...open.record, seal } };
  };

  test("a changed figure, name or criterion is found, also with the id made to fit", () => {
    const bytes = fromBase64(inputs.measures.a ?? "");
    const at = bytes.length - 2;
    bytes[at] = (bytes[at] as number) ^ 1;
    const changed = { ...inputs, measures: { ...inputs.measures, a: toBase64(bytes) } };
    expect(replay(snapshot, changed)).toEqual({ verdict: "damaged", what: "figures" });
    expect(replay(snapshot, { ...inputs, names: inputs.names.map((name) => `${name}!`) }).verdict).toBe("damaged");
    const fitted = { ...changed, id: inputsId(changed) };
    expect(replay(snapshot, fitted).verdict).toBe("damaged");
    const named = { ...snapshot, record: { ...record, inputs: fitted.id } };
    expect(replay(named, fitted)).toEqual({ verdict: "damaged", what: "decision" });
  });

  test("a changed weight, rank, score or mask is found", () => {
    const points = { ...snapshot.profile.weighting.points, b: 99.5 };
    const profile = { ...snapshot.profile, weighting: { ...snapshot.profile.weighting, points } };
    expect(replay({ ...snapshot, profile }, inputs).verdict).toBe("damaged");
    const [first, ...rest] = snapshot.ranking;
    if (first === undefined) throw new Error("nothing is ranked");
    expect(replay({ ...snapshot, ranking: [{ ...first, rank: 2 }, ...rest] }, inputs).verdict).toBe("damaged");
    expect(replay({ ...snapshot, ranking: [{ ...first, score: first.score - 2 ** -44 }] }, inputs).verdict).toBe(
      "damaged",
    );
    expect(replay({ ...snapshot, record: { ...record, takingPart: "AAAA" } }, inputs).verdict).toBe("damaged");
    expect(replay({ ...snapshot, catalogueVersion: "2030.01.01" }, inputs).verdict).toBe("damaged");
  });

  test("another engine's result is told apart from damage; the same result is the same", () => {
    expect(replay(snapshot, inputs, "9.0.0").verdict).toBe("identical");
    const other = forged({ orderHash: "0".repeat(64) });
    expect(replay(other, inputs, "9.0.0").verdict).toBe("engine-differs");
    expect(replay(other, inputs).verdict).toBe("damaged");
    expect(replay(forged({ takingPart: "A" }), inputs).verdict).toBe("damaged");
  });

  test("shortlists from before records say so", () => {
    const { record: _, ...old } = snapshot;
    expect(replay(old, undefined)).toEqual({ verdict: "no-figures", reason: "old" });
    expect(replay(snapshot, undefined)).toEqual({ verdict: "no-figures", reason: "missing" });
  });
});

describe("what moved", () => {
  const sum = (parts: Readonly<Record<string, number>> | null): number =>
    Object.values(parts ?? {}).reduce((total, part) => total + part, 0);

  test("parts add up: scores and places exactly, criteria within 1e-12", () => {
    fc.assert(
      fc.property(situation, situation, (from, to) => {
        const [then, now] = [rankSituation(from), rankSituation(to)];
        const ids = [...new Set([...from.sites.sites, ...to.sites.sites].map(({ id }) => id))];
        for (const move of explainMove(from, to, ids)) {
          const rowThen = from.sites.sites.findIndex(({ id }) => id === move.siteId);
          const rowNow = to.sites.sites.findIndex(({ id }) => id === move.siteId);
          if (move.before.type === "ranked") expect(move.before.rank).toBe(then.rank[rowThen]);
          else expect(then.rank[rowThen] ?? 0).toBe(0);
          if (move.after.type === "ranked") expect(move.after.rank).toBe(now.rank[rowNow]);
          else expect(now.rank[rowNow] ?? 0).toBe(0);
          if (move.before.type === "absent" || move.after.type === "absent") {
            expect(move.score).toBeNull();
            continue;
          }
          expect(move.before.score).toBe(then.score[rowThen]);
          // The united list of criteria may sum in another order: off by a step of the grid at most.
          expect(Math.abs(move.after.score - (now.score[rowNow] ?? 0))).toBeLessThan(1e-12);
          expect(sum(move.score)).toBe(move.after.score - move.before.score);
          for (const cause of ["data", "values", "weights"] as const) {
            const parts = move.changes.filter((change) => change.cause === cause);
            const total = parts.reduce((all, { delta }) => all + delta, 0);
            expect(Math.abs(total - (move.score?.[cause] ?? 0))).toBeLessThan(1e-12);
          }
          if (move.before.type === "ranked" && move.after.type === "ranked") {
            expect(sum(move.places)).toBe(move.before.rank - move.after.rank);
          }
        }
      }),
    );
  });

  test("one cause alone is named alone", () => {
    fc.assert(
      fc.property(situation, fc.integer({ min: 0, max: 100 }), (of, points) => {
        const weighting = { ...of.profile.weighting, points: { ...of.profile.weighting.points, a: points } };
        const ids = of.sites.sites.map(({ id }) => id);
        for (const { score, places } of explainMove(of, { ...of, profile: { ...of.profile, weighting } }, ids)) {
          for (const cause of CAUSES) if (cause !== "weights") expect(score?.[cause]).toBe(0);
          for (const cause of CAUSES) if (cause !== "weights") expect(places?.[cause] ?? 0).toBe(0);
        }
        for (const { changes } of explainMove(of, of, ids)) expect(changes).toEqual([]);
      }),
    );
  });

  test("a better figure, a site gone and another engine, by hand", () => {
    const column = (...values: number[]): MeasureColumn => {
      const central = Float64Array.from(values);
      return { central, low: central, high: central, kind: new Uint8Array(values.length).fill(4) };
    };
    const sites = ["x", "y", "z"].map((id) => ({ id, name: id, sectors: [] }));
    const weighting = { ...SAMPLE_PROFILE.weighting, groupPoints: null, points: { a: 3, b: 1 } };
    const profile: Profile = { ...SAMPLE_PROFILE, weighting, valueFunctions: {}, gates: [], waivers: [] };
    const from: Situation = {
      sites: { sites, measures: { a: column(0.8, 0.5, 0.2), b: column(0.5, 0.5, 0.5) } },
      criteria: CRITERIA.slice(0, 2),
      references: {},
      profile,
      passesFilters: new Uint8Array([1, 1, 1]),
    };
    const to: Situation = {
      ...from,
      sites: { sites: sites.slice(1), measures: { a: column(0.5, 0.6), b: column(0.5, 0.5) } },
      passesFilters: new Uint8Array([1, 1]),
    };
    const saved = new Map([["z", { rank: 3, score: 0.25 }]]);
    const [x, y, z] = explainMove(from, to, ["x", "y", "z"], saved);
    expect(x?.after).toEqual({ type: "absent" });
    expect(y?.places).toEqual({ engine: 0, data: -1, values: 0, weights: 0, members: 1 });
    expect(z?.places).toEqual({ engine: 0, data: 1, values: 0, weights: 0, members: 1 });
    expect(z?.score?.engine).toBeCloseTo(0.025, 12);
    expect(z?.score?.data).toBeCloseTo(0.3, 12);
    expect(z?.changes).toMatchObject([{ cause: "data", before: 0.2, after: 0.6, weightBefore: 0.75 }]);
    const gate = { id: "g", criterionId: "a", op: "at-least", limit: 0.55, unknownPasses: true } as const;
    const gated: Situation = { ...to, profile: { ...profile, gates: [gate], unknownPolicy: "hopeful" } };
    expect(explainMove(from, gated, ["y"])[0]?.after).toMatchObject({ type: "gate", criterionId: "a" });
    const difference = compareDecisions(from, gated);
    expect(difference).toMatchObject({ gatesOnlyA: [], gatesOnlyB: [gate], unknownPolicy: true, figures: 1 });
    expect(difference.weights.map(({ a, b }) => [a, b])).toEqual([
      [0.75, 0.75],
      [0.25, 0.25],
    ]);
  });
});
