import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Decision, decision, makeTable, value, weight } from "../../../tests/support/decision-tables";
import { sampleSize } from "../../../tests/support/sample-size";
import { createOrderer, SCORE_GRID } from "./order";
import { rankBounds } from "./rank-bounds";
import { createRanker, PLAIN_PARTS } from "./ranker";
import type { Ranking, WeightedSum } from "./types";

/** Copies what a ranking says, since its arrays are reused. */
function copy(ranking: Ranking) {
  return {
    weights: [...ranking.weights],
    score: [...ranking.score],
    low: [...ranking.low],
    high: [...ranking.high],
    sourced: [...ranking.sourcedShare],
    estimated: [...ranking.estimatedShare],
    unknown: [...ranking.unknownShare],
    order: [...ranking.order.subarray(0, ranking.count)],
    rank: [...ranking.rank],
  };
}

const rankOnce = ({ table, weights }: Decision, include: Uint8Array | null = null) =>
  copy(createRanker(table).rank(weights, include));

describe("scores", () => {
  test("a worked example: weights 3, 2, 5 over three sites", () => {
    const table = makeTable([
      [1, 0.5, 0.2],
      [0.4, 1, 0.6],
      [0.5, 0.5, 0.5],
    ]);
    const result = rankOnce({ table, weights: [3, 2, 5] });
    expect(result.weights).toEqual([0.3, 0.2, 0.5]);
    [0.5, 0.62, 0.5].forEach((score, i) => expect(result.score[i]).toBeCloseTo(score, 12));
    expect(result.order).toEqual([1, 0, 2]);
    expect(result.rank).toEqual([2, 1, 2]);
  });

  test("agree with the plain sum within 1e-12 and lie between their bounds", () => {
    fc.assert(
      fc.property(decision(), (given) => {
        const result = rankOnce(given);
        const total = given.weights.reduce((a, b) => a + b, 0);
        result.score.forEach((score, i) => {
          const plain = given.weights.reduce((sum, w, j) => sum + w * (given.table.central[j]?.[i] ?? 0), 0);
          expect(score).toBeCloseTo(total === 0 ? 0 : plain / total, 12);
          expect(result.low[i]).toBeLessThanOrEqual(score);
          expect(result.high[i]).toBeGreaterThanOrEqual(score);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(result.high[i]).toBeLessThanOrEqual(1);
        });
      }),
    );
  });

  test("values of 1 score exactly 1, whatever the weights", () => {
    fc.assert(
      fc.property(fc.array(weight, { minLength: 1, maxLength: 17 }), (weights) => {
        fc.pre(weights.some((w) => w > 0));
        expect(rankOnce({ table: makeTable([weights.map(() => 1)]), weights }).score).toEqual([1]);
      }),
    );
  });

  test("equal sums tie, whichever criteria they come from", () => {
    const table = makeTable([
      [0.1, 0.7, 0.3, 0.2, 0.9],
      [0.9, 0.2, 0.7, 0.3, 0.1],
      [0.3, 0.9, 0.1, 0.7, 0.2],
    ]);
    expect(rankOnce({ table, weights: [1, 1, 1, 1, 1] }).rank).toEqual([1, 1, 1]);
  });

  test("all weights zero: all scores zero, order by tie-break", () => {
    const table = { ...makeTable([[1], [0.5], [0.2]]), tieBreak: Uint32Array.of(2, 0, 1) };
    const result = rankOnce({ table, weights: [0] });
    expect(result).toMatchObject({
      score: [0, 0, 0],
      weights: [0],
      order: [1, 2, 0],
      rank: [1, 1, 1],
      unknown: [0, 0, 0],
    });
  });

  test("weights of any size keep their ratios", () => {
    const table = makeTable([
      [1, 0],
      [0.3, 0.9],
    ]);
    const usual = rankOnce({ table, weights: [3, 1] }).score;
    expect(rankOnce({ table, weights: [3 * 2 ** 1000, 2 ** 1000] }).score).toEqual(usual);
    expect(rankOnce({ table, weights: [3 * 2 ** -1060, 2 ** -1060] }).score).toEqual(usual);
  });

  test("shares of weight by evidence add up to 1", () => {
    const table = makeTable(
      [
        [1, 1, 1],
        [1, 1, 1],
      ],
      [
        [4, 1, 0],
        [2, 3, 1],
      ],
    );
    const result = rankOnce({ table, weights: [5, 3, 2] });
    expect([result.sourced, result.estimated, result.unknown]).toEqual([
      [0.5, 0.8],
      [0.3, 0.2],
      [0.2, 0],
    ]);
    fc.assert(
      fc.property(decision(), (given) => {
        fc.pre(given.weights.some((w) => w > 0));
        const shares = rankOnce(given);
        const total = given.weights.reduce((a, b) => a + b, 0);
        const plain = (row: number, of: (code: number) => boolean) =>
          given.weights.reduce((sum, w, j) => sum + (of(given.table.kind[j]?.[row] ?? 0) ? w / total : 0), 0);
        for (const row of shares.sourced.keys()) {
          expect(shares.sourced[row]).toBeCloseTo(
            plain(row, (code) => code >= 2),
            12,
          );
          expect(shares.estimated[row]).toBeCloseTo(
            plain(row, (code) => code === 1),
            12,
          );
          expect(shares.unknown[row]).toBeCloseTo(
            plain(row, (code) => code === 0),
            12,
          );
        }
        shares.sourced.forEach((share, i) =>
          expect(share + (shares.estimated[i] ?? 0) + (shares.unknown[i] ?? 0)).toBeCloseTo(1, 12),
        );
      }),
    );
  });
});

describe("bit for bit", () => {
  test("after any series of edits, as from scratch", () => {
    fc.assert(
      fc.property(
        decision({ maxCriteria: 14 }),
        fc.array(fc.tuple(fc.nat(13), weight, fc.boolean()), { maxLength: 20 }),
        ({ table, weights }, edits) => {
          const live = createRanker(table);
          const current = [...weights];
          live.rank(current);
          for (const [j, w, readBounds] of edits) {
            current[j % current.length] = w;
            const ranking = live.rank(current);
            if (readBounds) copy(ranking);
            expect([...ranking.score]).toEqual(rankOnce({ table, weights: current }).score);
          }
          expect(copy(live.rank(current))).toEqual(rankOnce({ table, weights: current }));
        },
      ),
    );
  });

  test("whatever the include mask, and whatever other sites are in the list", () => {
    fc.assert(
      fc.property(decision({ minSites: 2 }), fc.infiniteStream(fc.boolean()), ({ table, weights }, keep) => {
        const whole = rankOnce({ table, weights });
        const mask = Uint8Array.from({ length: table.siteCount }, () => (keep.next().value ? 1 : 0));
        const masked = rankOnce({ table, weights }, mask);
        expect([masked.score, masked.low, masked.high]).toEqual([whole.score, whole.low, whole.high]);
        expect(masked.order).toEqual(whole.order.filter((row) => mask[row] === 1));
        expect(masked.rank.map((rank, i) => (rank > 0 ? 1 : 0) === mask[i])).not.toContain(false);

        const rows = [...mask.keys()].filter((row) => mask[row] === 1);
        const only = (column: Float64Array) => Float64Array.from(rows, (row) => column[row] ?? 0);
        const smaller = {
          ...table,
          siteCount: rows.length,
          central: table.central.map(only),
          low: table.low.map(only),
          high: table.high.map(only),
          kind: table.kind.map((codes) => Uint8Array.from(rows, (row) => codes[row] ?? 0)),
          tieBreak: Uint32Array.from(rows, (_, i) => i),
        };
        expect(rankOnce({ table: smaller, weights }).score).toEqual(rows.map((row) => whole.score[row]));
      }),
    );
  });

  test("permuted sites keep their scores and ranks", () => {
    fc.assert(
      fc.property(decision({ minSites: 2 }), fc.nat(), ({ table, weights }, turn) => {
        const n = table.siteCount;
        const from = (i: number) => (i + turn) % n;
        const turned = {
          ...table,
          central: table.central.map((column) => column.map((_, i) => column[from(i)] ?? 0)),
          tieBreak: table.tieBreak.map((_, i) => table.tieBreak[from(i)] ?? 0),
        };
        const [a, b] = [
          rankOnce({ table, weights }),
          rankOnce({ table: { ...turned, low: turned.central, high: turned.central }, weights }),
        ];
        expect(b.score).toEqual(a.score.map((_, i) => a.score[from(i)]));
        expect(b.rank).toEqual(a.rank.map((_, i) => a.rank[from(i)]));
        expect(b.order.map(from)).toEqual(a.order);
      }),
    );
  });

  test("bounds are summed when they are read, with the weights of that moment", () => {
    const calls: string[] = [];
    const watched = (name: string, sum: WeightedSum): WeightedSum => ({
      result: sum.result,
      update(points, total) {
        calls.push(`${name} ${Array.from(points)} / ${total}`);
        sum.update(points, total);
      },
    });
    const ranker = createRanker(makeTable([[1, 0]]), {
      sum: (columns, rows) => watched("bound", PLAIN_PARTS.sum(columns, rows)),
      orderedSum: (columns, tieBreak) => {
        const plain = PLAIN_PARTS.orderedSum(columns, tieBreak);
        return { ...plain, ...watched("score", plain) };
      },
    });
    const ranking = ranker.rank([1, 3]);
    expect(calls).toEqual(["score 1,3 / 4"]);
    expect([ranking.low[0], ranking.high[0]]).toEqual([0.25, 0.25]);
    expect(calls).toEqual(["score 1,3 / 4", "bound 1,3 / 4", "bound 1,3 / 4"]);
    ranker.rank([0, 0]);
    expect([ranking.low[0], ranking.score[0], ranking.weights[1]]).toEqual([0, 0, 0]);
    ranker.rank([3, 1]);
    expect([ranking.low[0], ranking.score[0], ranking.weights[1]]).toEqual([0.75, 0.75, 0.25]);
  });

  test("the same ranking object and arrays every time", () => {
    const ranker = createRanker(makeTable([[1], [0]]));
    const first = ranker.rank([1]);
    const { score, order, low } = first;
    const second = ranker.rank([2]);
    expect(second).toBe(first);
    expect([second.score, second.order, second.low]).toEqual([score, order, low]);
    expect(second.score).toBe(score);
    expect(second.low).toBe(low);
  });
});

describe("order", () => {
  const onGrid = (x: number) => Math.round(x / SCORE_GRID) * SCORE_GRID;
  /** Ordinary, tied, and crowded scores: those that differ in the last bits only. */
  const scores = fc.oneof(
    fc.array(value.map(onGrid), { maxLength: 300 }),
    fc.array(
      fc.nat(40).map((steps) => 0.5 + steps * SCORE_GRID),
      { maxLength: 300 },
    ),
    fc.array(fc.constantFrom(0, 1, 0.5, 0.5 + SCORE_GRID, 1 - SCORE_GRID), { maxLength: 300 }),
  );

  test("equals a comparator sort, ties included", () => {
    fc.assert(
      fc.property(
        scores,
        fc.infiniteStream(fc.nat()),
        fc.infiniteStream(fc.boolean()),
        fc.boolean(),
        (list, keys, keep, masked) => {
          const n = list.length;
          const permutation = list.map((_, i) => ({ i, key: keys.next().value as number }));
          permutation.sort((a, b) => a.key - b.key || a.i - b.i);
          const tieBreak = new Uint32Array(n);
          permutation.forEach(({ i }, place) => (tieBreak[i] = place));
          const include = masked ? Uint8Array.from(list, () => (keep.next().value ? 1 : 0)) : null;

          const expected = list.map((_, i) => i).filter((i) => include === null || include[i] === 1);
          expected.sort((a, b) => (list[b] ?? 0) - (list[a] ?? 0) || (tieBreak[a] ?? 0) - (tieBreak[b] ?? 0));
          const better = (i: number) => expected.filter((k) => (list[k] ?? 0) > (list[i] ?? 0)).length;

          const order = new Uint32Array(n);
          const rank = new Uint32Array(n);
          const count = createOrderer(tieBreak).run(Float64Array.from(list), include, order, rank);
          expect([...order.subarray(0, count)]).toEqual(expected);
          expect([...rank]).toEqual(list.map((_, i) => (include === null || include[i] === 1 ? 1 + better(i) : 0)));
        },
      ),
      { numRuns: sampleSize(300) },
    );
  });

  test("equals a comparator sort on 20,000 scores: spread, tied, and crowded beside an outlier", () => {
    const n = sampleSize(20_000);
    const random = mulberry(7);
    const shapes = {
      spread: () => onGrid(random()),
      tied: () => onGrid(Math.floor(random() * 20) / 20),
      crowded: () => (random() < 0.001 ? 0 : 0.75 + Math.floor(random() * 500) * SCORE_GRID),
    };
    for (const [name, draw] of Object.entries(shapes)) {
      const score = Float64Array.from({ length: n }, draw);
      const tieBreak = Uint32Array.from({ length: n }, (_, i) => (i * 7_919) % n);
      const order = new Uint32Array(n);
      const rank = new Uint32Array(n);
      createOrderer(tieBreak).run(score, null, order, rank);
      const expected = Uint32Array.from({ length: n }, (_, i) => i).sort(
        (a, b) => (score[b] ?? 0) - (score[a] ?? 0) || (tieBreak[a] ?? 0) - (tieBreak[b] ?? 0),
      );
      expect(Buffer.from(order.buffer).equals(Buffer.from(expected.buffer)), name).toBe(true);
      const first = new Map<number, number>();
      expected.forEach((row, place) => {
        const s = score[row] ?? 0;
        if (!first.has(s)) first.set(s, place + 1);
      });
      expect(
        rank.every((r, row) => r === first.get(score[row] ?? 0)),
        name,
      ).toBe(true);
    }
  });
});

function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe("rank bounds", () => {
  test("a worked example", () => {
    const ranking = createRanker(makeTable([[[0.5, 0.6, 0.9]], [[0.7, 0.8, 0.8]], [[0.1, 0.2, 0.3]]])).rank([1]);
    const bounds = rankBounds(ranking);
    expect([...bounds.best]).toEqual([1, 1, 3]);
    expect([...bounds.worst]).toEqual([2, 2, 3]);
    expect([...bounds.atBadEnd]).toEqual([2, 1, 3]);
    expect([...bounds.atGoodEnd]).toEqual([1, 2, 3]);
  });

  test("equal brute force, hold the rank, and leave out sites that take no part", () => {
    fc.assert(
      fc.property(decision({ minSites: 2 }), fc.infiniteStream(fc.boolean()), ({ table, weights }, keep) => {
        const mask = Uint8Array.from({ length: table.siteCount }, () => (keep.next().value ? 1 : 0));
        const ranking = createRanker(table).rank(weights, mask);
        const { low, high, rank } = copy(ranking);
        const bounds = rankBounds(ranking);
        const rows = [...mask.keys()].filter((row) => mask[row] === 1);
        const better = (i: number, own: number, others: readonly number[]) =>
          1 + rows.filter((k) => k !== i && (others[k] ?? 0) > own).length;
        for (const i of mask.keys()) {
          if (mask[i] === 0) {
            expect([bounds.best[i], bounds.worst[i], bounds.atBadEnd[i]]).toEqual([0, 0, 0]);
            continue;
          }
          expect(bounds.best[i]).toBe(better(i, high[i] ?? 0, low));
          expect(bounds.worst[i]).toBe(better(i, low[i] ?? 0, high));
          expect(bounds.atBadEnd[i]).toBe(better(i, low[i] ?? 0, low));
          expect(bounds.atGoodEnd[i]).toBe(better(i, high[i] ?? 0, high));
          expect(bounds.best[i]).toBeLessThanOrEqual(rank[i] ?? 0);
          expect(bounds.worst[i]).toBeGreaterThanOrEqual(rank[i] ?? 0);
        }
      }),
    );
  });
});

describe("bad input", () => {
  const table = makeTable([
    [1, 0],
    [0, 1],
  ]);
  test("names what is wrong and changes nothing", () => {
    const ranker = createRanker(table);
    const before = copy(ranker.rank([1, 2]));
    const refuse = (act: () => unknown, code: string, criterion: number | null, message: string) =>
      expect(act).toThrow(
        expect.objectContaining({ code, criterion, message: expect.stringMatching(new RegExp(`^${message}`)) }),
      );
    const weigh = (id: string, found: string) => `The weight of "${id}" must be a number of 0 or more, but is ${found}`;
    refuse(() => ranker.rank([1]), "shape", null, "Expected 2 weights, one per criterion, but got 1.");
    refuse(() => ranker.rank([1, -1]), "weights", 1, weigh("c1", "-1"));
    refuse(() => ranker.rank([Number.NaN, 1]), "not-finite", 0, weigh("c0", "NaN"));
    refuse(() => ranker.rank([Number.POSITIVE_INFINITY, 1]), "not-finite", 0, weigh("c0", "Infinity"));
    refuse(() => ranker.rank([1, 2], new Uint8Array(3)), "shape", null, "The mask has 3 rows instead of 2.");
    expect(copy(ranker.rank([1, 2]))).toEqual(before);
  });

  test("refuses a table whose columns do not fit", () => {
    const refuse = (broken: Partial<typeof table>, message: string) =>
      expect(() => createRanker({ ...table, ...broken })).toThrow(expect.objectContaining({ code: "shape", message }));
    refuse({ low: table.low.slice(1) }, "The decision table has 2 criteria but 1 columns of low.");
    refuse({ kind: [] }, "The decision table has 2 criteria but 0 columns of kind.");
    refuse(
      { central: [...table.central, new Float64Array(2)] },
      "The decision table has 2 criteria but 3 columns of central.",
    );
    const short = [new Float64Array(2), new Float64Array(1)];
    refuse({ high: short }, 'Column high of "c1" has 1 rows instead of 2.');
    refuse({ tieBreak: new Uint32Array(3) }, "The tie-break has 3 rows instead of 2.");
  });

  test("no sites and no criteria are an empty ranking", () => {
    expect(
      createRanker({ ...makeTable([]), criteria: [], central: [], low: [], high: [], kind: [] }).rank([]).count,
    ).toBe(0);
  });
});
