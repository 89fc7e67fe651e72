/**
 * The live ranker: from weights to scores, an exact order and ranks, in reused typed arrays.
 *
 * Score of a site = sum of weight x value over the criteria, divided by the sum of the weights, and
 * rounded to a grid of 2^-44 (an error below 3e-14) so that sites that are equal score equal. The
 * sum is always taken in the same tree: blocks of four columns, then the blocks in order. A block's
 * sum is kept and taken again only when one of its four weights has changed; nothing is ever
 * corrected by a difference, so a ranker that has seen a thousand edits gives the same bits as a new
 * one. Every step is monotone in floating point, so low <= score <= high holds exactly, and all
 * values 1 give exactly 1.
 */
import { RankingError } from "../errors";
import { createEvidenceShares, type EvidenceShares } from "./evidence-shares";
import { createOrderer, SCORE_GRID } from "./order";
import type { DecisionTable, OrderedSum, Ranker, RankerParts, Ranking, WeightedSum } from "./types";

const BLOCK = 4;
/** Adding and taking away 2^52 grid steps rounds to the grid. */
const ROUNDER = SCORE_GRID * 2 ** 52;

/** The columns' weighted sum, kept by blocks of four columns. */
function createWeightedSum(columns: readonly Float64Array[], siteCount: number): WeightedSum {
  const blockCount = Math.max(1, Math.ceil(columns.length / BLOCK));
  const zero = new Float64Array(columns.length % BLOCK === 0 && columns.length > 0 ? 0 : siteCount);
  const blocks = Array.from({ length: blockCount }, () => new Float64Array(siteCount));
  const applied = new Float64Array(blockCount * BLOCK).fill(Number.NaN);
  const result = new Float64Array(siteCount);

  function weigh(block: number, points: Float64Array): boolean {
    const first = block * BLOCK;
    const p0 = points[first] ?? 0;
    const p1 = points[first + 1] ?? 0;
    const p2 = points[first + 2] ?? 0;
    const p3 = points[first + 3] ?? 0;
    if (applied[first] === p0 && applied[first + 1] === p1 && applied[first + 2] === p2 && applied[first + 3] === p3) {
      return false;
    }
    applied[first] = p0;
    applied[first + 1] = p1;
    applied[first + 2] = p2;
    applied[first + 3] = p3;
    weighBlock(
      blocks[block] as Float64Array,
      columns[first] ?? zero,
      columns[first + 1] ?? zero,
      columns[first + 2] ?? zero,
      columns[first + 3] ?? zero,
      p0,
      p1,
      p2,
      p3,
    );
    return true;
  }

  let appliedTotal = Number.NaN;
  return {
    result,
    update(points, total) {
      let changed = total !== appliedTotal;
      for (let block = 0; block < blockCount; block += 1) if (weigh(block, points)) changed = true;
      if (!changed) return;
      appliedTotal = total;
      if (total === 0) result.fill(0);
      else combineBlocks(result, blocks, total);
    },
  };
}

function weighBlock(
  out: Float64Array,
  a: Float64Array,
  b: Float64Array,
  c: Float64Array,
  d: Float64Array,
  wa: number,
  wb: number,
  wc: number,
  wd: number,
): void {
  for (let i = 0; i < out.length; i += 1) {
    out[i] = wa * (a[i] as number) + wb * (b[i] as number) + (wc * (c[i] as number) + wd * (d[i] as number));
  }
}

/** Adds the blocks from left to right, divides by the total and rounds to the grid. */
function combineBlocks(out: Float64Array, blocks: readonly Float64Array[], total: number): void {
  const n = out.length;
  const [b0, b1, b2, b3] = blocks;
  if (blocks.length === 3 && b0 && b1 && b2) {
    for (let i = 0; i < n; i += 1) {
      out[i] = ((b0[i] as number) + (b1[i] as number) + (b2[i] as number)) / total + ROUNDER - ROUNDER;
    }
  } else if (blocks.length === 4 && b0 && b1 && b2 && b3) {
    for (let i = 0; i < n; i += 1) {
      const sum = (b0[i] as number) + (b1[i] as number) + (b2[i] as number) + (b3[i] as number);
      out[i] = sum / total + ROUNDER - ROUNDER;
    }
  } else {
    out.set(b0 as Float64Array);
    for (let block = 1; block < blocks.length; block += 1) {
      const more = blocks[block] as Float64Array;
      for (let i = 0; i < n; i += 1) out[i] = (out[i] as number) + (more[i] as number);
    }
    for (let i = 0; i < n; i += 1) out[i] = (out[i] as number) / total + ROUNDER - ROUNDER;
  }
}

function createOrderedSum(columns: readonly Float64Array[], tieBreak: Uint32Array): OrderedSum {
  const n = tieBreak.length;
  const { result, update } = createWeightedSum(columns, n);
  const orderer = createOrderer(tieBreak);
  const order = new Uint32Array(n);
  const rank = new Uint32Array(n);
  return { result, update, order, rank, arrange: (include) => orderer.run(result, include, order, rank) };
}

/** The parts in plain typed arrays. */
export const PLAIN_PARTS: RankerParts = { sum: createWeightedSum, orderedSum: createOrderedSum };

/** Sum of the points in the very tree in which the columns are summed, so that all-1 values give 1. */
function sumPoints(points: Float64Array): number {
  let total = 0;
  for (let first = 0; first < points.length; first += BLOCK) {
    const block =
      (points[first] ?? 0) + (points[first + 1] ?? 0) + ((points[first + 2] ?? 0) + (points[first + 3] ?? 0));
    total = first === 0 ? block : total + block;
  }
  return total;
}

/**
 * Copies the weights, refusing what is not a weight. Extreme sizes are brought near 1 by a power of
 * two, which changes no ratio.
 */
function readWeights(weights: ArrayLike<number>, points: Float64Array, table: DecisionTable): void {
  if (weights.length !== points.length) {
    throw new RankingError("shape", `Expected ${points.length} weights, one per criterion, but got ${weights.length}.`);
  }
  let greatest = 0;
  for (let j = 0; j < points.length; j += 1) {
    const weight = weights[j] as number;
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY)) {
      const id = table.criteria[j]?.id ?? String(j);
      const code = Number.isFinite(weight) ? "weights" : "not-finite";
      throw new RankingError(code, `The weight of "${id}" must be a number of 0 or more, but is ${weight}`, {
        criterion: j,
      });
    }
    if (weight > greatest) greatest = weight;
  }
  for (let j = 0; j < points.length; j += 1) points[j] = weights[j] as number;
  if (greatest > 0 && (greatest > 1e100 || greatest < 1e-100)) {
    const exponent = -Math.floor(Math.log2(greatest));
    // In two steps: 2 ** 1074 alone would overflow.
    const half = Math.trunc(exponent / 2);
    for (let j = 0; j < points.length; j += 1) {
      points[j] = (points[j] as number) * 2 ** half * 2 ** (exponent - half);
    }
  }
}

function checkTable(table: DecisionTable): void {
  const { siteCount, criteria, central, low, high, kind, tieBreak } = table;
  for (const [name, columns] of Object.entries({ central, low, high, kind })) {
    if (columns.length !== criteria.length) {
      throw new RankingError(
        "shape",
        `The decision table has ${criteria.length} criteria but ${columns.length} columns of ${name}.`,
      );
    }
    for (const [j, column] of columns.entries()) {
      if (column.length !== siteCount) {
        const id = criteria[j]?.id ?? String(j);
        throw new RankingError("shape", `Column ${name} of "${id}" has ${column.length} rows instead of ${siteCount}.`);
      }
    }
  }
  if (tieBreak.length !== siteCount) {
    throw new RankingError("shape", `The tie-break has ${tieBreak.length} rows instead of ${siteCount}.`);
  }
}

/**
 * A ranker over a decision table. Its arrays are allocated here (those of the bounds and shares when
 * first read) and reused by every call; the ranking it returns is the same object each time.
 * @param parts what it computes with; in plain typed arrays when left out
 * @throws {RankingError} `shape` when the table's columns do not fit together
 */
export function createRanker(table: DecisionTable, parts: RankerParts = PLAIN_PARTS): Ranker {
  checkTable(table);
  const { siteCount } = table;
  const points = new Float64Array(table.criteria.length);
  const weights = new Float64Array(table.criteria.length);
  const central = parts.orderedSum(table.central, table.tieBreak);
  let total = 0;
  let count = 0;
  let version = 0;

  // Bounds and shares are wanted for rows in sight or on request: they follow when they are read.
  let low: WeightedSum | null = null;
  let high: WeightedSum | null = null;
  let shares: EvidenceShares | null = null;
  let sharesVersion = -1;

  function evidenceShares(): EvidenceShares {
    shares ??= createEvidenceShares(table.kind, siteCount);
    if (sharesVersion !== version) {
      sharesVersion = version;
      shares.update(weights);
    }
    return shares;
  }

  const ranking: Ranking = {
    weights,
    score: central.result,
    get low() {
      low ??= parts.sum(table.low, siteCount);
      low.update(points, total);
      return low.result;
    },
    get high() {
      high ??= parts.sum(table.high, siteCount);
      high.update(points, total);
      return high.result;
    },
    get sourcedShare() {
      return evidenceShares().sourced;
    },
    get estimatedShare() {
      return evidenceShares().estimated;
    },
    get unknownShare() {
      return evidenceShares().unknown;
    },
    order: central.order,
    get count() {
      return count;
    },
    rank: central.rank,
  };

  return {
    table,
    rank(newWeights, include = null) {
      if (include !== null && include.length !== siteCount) {
        throw new RankingError("shape", `The mask has ${include.length} rows instead of ${siteCount}.`);
      }
      readWeights(newWeights, points, table);
      total = sumPoints(points);
      for (let j = 0; j < points.length; j += 1) weights[j] = total === 0 ? 0 : (points[j] as number) / total;
      version += 1;
      central.update(points, total);
      count = central.arrange(include);
      return ranking;
    },
  };
}
