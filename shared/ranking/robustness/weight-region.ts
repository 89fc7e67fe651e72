/**
 * Weights drawn evenly from the set that an investor's stated priorities leave open: the whole
 * simplex, above lower bounds, in an order of importance, or near the current weights.
 *
 * The simplex itself is sampled by the gaps between sorted uniforms (Devroye, Non-Uniform Random
 * Variate Generation, 1986, ch. V.2), never by normalised uniforms, which crowd the middle. In units
 * of 2^-32 the gaps are exact, so drawn weights sum to exactly 1.
 * - Lower bounds b: w = b + (1 - sum b) g maps the simplex onto the set, evenly (Tervonen & Lahdelma 2007).
 * - An order of importance: by symmetry, sorting the gaps draws evenly from the ordered part. With ties, the sorted
 *   gaps of a class go to its criteria in the order that their own gaps had: an even draw of it.
 * - Anything else (within a distance; bounds with an order) is a polytope: drawn by rejection where a
 *   fixed trial accepts at least one proposal in 64, else by hit-and-run (Smith 1984; Tervonen et al.
 *   2013) in chains of 128 samples that each start afresh, so that they do not depend on the slice.
 *   Neighbours in a chain are slightly dependent: the standard error is then a little too small.
 */
import { RankingError } from "../errors";
import { hash32, type SampleKeys, STREAM, sampleKeys, UNIT } from "../kernel/random";
import { normalisedWeights } from "./values";

/** What is known of the weights. All left out: nothing. */
export interface WeightRegion {
  /** Least weight of each criterion (of a total of 1). */
  readonly lowerBounds?: ArrayLike<number>;
  /** Criterion indices, most important first: w[order[0]] >= w[order[1]] >= ... Criteria not named are free. */
  readonly order?: readonly number[];
  /**
   * The same with ties: classes of criterion indices, the most important class first. Every weight of a class is at
   * least as large as any of a later class; inside a class nothing is known. Not together with `order` or `around`,
   * and with one lower bound for all that it names.
   */
  readonly tiers?: readonly (readonly number[])[];
  /**
   * Near given weights (any non-negative numbers, normalised here): no normalised weight differs from its
   * own by more than `distance` (0..1): 0.1 is ten points of a hundred. Drawn evenly from that set.
   */
  readonly around?: { readonly weights: ArrayLike<number>; readonly distance: number };
}

/** Draws weight vectors by sample number. */
export interface WeightSampler {
  /** How the region is drawn; `point` when it is (as good as) a single weighting. */
  readonly method: "gaps" | "rejection" | "hit-and-run" | "point";
  /** Writes the weights of samples `from` .. `from + count - 1` into `out`, one after the other. */
  fill(from: number, count: number, out: Float64Array): void;
}

/**
 * A sampler of the region.
 * @param region what is known of the weights
 * @param criteria number of criteria
 * @param seed a safe integer
 * @throws {RankingError} when a bound or the order cannot be, or no weights meet them all
 */
export function createWeightSampler(region: WeightRegion, criteria: number, seed: number): WeightSampler {
  const keys = sampleKeys(seed, STREAM.weights);
  const tiers = region.tiers ?? null;
  const order = checkedOrder(tiers === null ? region.order : tiers.flat(), criteria);
  const bounds = checkedBounds(region.lowerBounds, criteria);
  if (tiers !== null) {
    const ranked = gapsSampler(bounds, order, criteria, keys, tiers);
    if (ranked === null || region.order !== undefined || region.around !== undefined) {
      throw new RankingError("parameter", "Classes of importance go with no order, distance or unequal lower bounds.");
    }
    return ranked;
  }
  if (region.around === undefined) {
    const mapped = gapsSampler(bounds, order, criteria, keys);
    if (mapped !== null) return mapped;
  }
  const box = boxOf(region.around, bounds, criteria);
  const middle = tightenAndCentre(box, order);
  return (
    rejectionSampler(box, order, keys) ??
    hitAndRunSampler(box, order, middle, seed) ?? {
      method: "point",
      fill(_from, count, out) {
        for (let s = 0; s < count; s++) out.set(middle.point, s * criteria);
      },
    }
  );
}

function checkedOrder(order: readonly number[] | undefined, criteria: number): readonly number[] {
  const seen = new Set<number>();
  for (const c of order ?? []) {
    if (!Number.isInteger(c) || c < 0 || c >= criteria) {
      throw new RankingError("parameter", `The order of importance names criterion ${c} of ${criteria}.`);
    }
    if (seen.has(c)) {
      throw new RankingError("parameter", "The order of importance names a criterion twice.", { criterion: c });
    }
    seen.add(c);
  }
  return order ?? [];
}

function checkedBounds(lowerBounds: ArrayLike<number> | undefined, criteria: number): Float64Array {
  if (lowerBounds === undefined) return new Float64Array(criteria);
  if (lowerBounds.length !== criteria) {
    throw new RankingError("shape", `There are ${criteria} criteria but ${lowerBounds.length} lower bounds.`);
  }
  const bounds = Float64Array.from({ length: criteria }, (_, c) => lowerBounds[c] as number);
  for (const [c, bound] of bounds.entries()) {
    if (!(bound >= 0 && bound <= 1)) {
      throw new RankingError("weights", `A lower bound is ${bound}, not within 0..1.`, {
        criterion: c,
      });
    }
  }
  return bounds;
}

/** Sums of decimal fractions miss 1 by a few units in the last place. */
const SUM_TOLERANCE = 1e-12;

function total(weights: Float64Array): number {
  let sum = 0;
  for (const weight of weights) sum += weight;
  return sum;
}

function infeasible(): RankingError {
  return new RankingError("weights", "No weights meet these bounds, order and distance all at once.");
}

// --- The simplex and its affine images ---------------------------------------------------------------------------

/** Gaps of sorted uniforms in 0..1, into `out[offset ..]`; `first` is the counter of the first of them. */
function drawGaps(out: Float64Array, offset: number, n: number, key1: number, key2: number, first: number): void {
  for (let j = 0; j < n - 1; j++) {
    const u = hash32(first + j, key1, key2) >>> 0;
    let at = offset + j;
    while (at > offset && (out[at - 1] as number) > u) {
      out[at] = out[at - 1] as number;
      at--;
    }
    out[at] = u;
  }
  out[offset + n - 1] = 2 ** 32;
  for (let at = offset + n - 1; at > offset; at--) {
    out[at] = ((out[at] as number) - (out[at - 1] as number)) * UNIT;
  }
  out[offset] = (out[offset] as number) * UNIT;
}

function gapsSampler(
  bounds: Float64Array,
  order: readonly number[],
  n: number,
  keys: SampleKeys,
  tiers: readonly (readonly number[])[] | null = null,
): WeightSampler | null {
  const room = 1 - total(bounds);
  if (room < -SUM_TOLERANCE) throw infeasible();
  // Sorting keeps the draw even only where the sorted criteria share one bound.
  if (order.some((c) => bounds[c] !== bounds[order[0] as number])) return null;
  const free = Math.max(room, 0);
  const bounded = bounds.some((bound) => bound > 0);
  return {
    method: "gaps",
    fill(from, count, out) {
      for (let s = 0; s < count; s++) {
        const offset = s * n;
        drawGaps(out, offset, n, keys.first(from + s), keys.second(from + s), 0);
        if (tiers !== null) sortByTier(out, offset, order, tiers);
        else if (order.length > 1) sortDescending(out, offset, order);
        if (!bounded) continue;
        for (let c = 0; c < n; c++) out[offset + c] = (bounds[c] as number) + free * (out[offset + c] as number);
      }
    },
  };
}

/** Gives the largest of the entries at `order` to the first class, and so on; inside a class their order stays. */
function sortByTier(out: Float64Array, offset: number, order: readonly number[], tiers: WeightRegion["tiers"]): void {
  const sorted = order.map((c) => out[offset + c] as number).sort((a, b) => b - a);
  let at = 0;
  for (const tier of tiers ?? []) {
    const members = [...tier].sort((a, b) => (out[offset + b] as number) - (out[offset + a] as number));
    for (const c of members) out[offset + c] = sorted[at++] as number;
  }
}

/** Sorts the entries at `order`, largest first, leaving the others. */
function sortDescending(out: Float64Array, offset: number, order: readonly number[]): void {
  for (let k = 1; k < order.length; k++) {
    const value = out[offset + (order[k] as number)] as number;
    let at = k;
    while (at > 0 && (out[offset + (order[at - 1] as number)] as number) < value) {
      out[offset + (order[at] as number)] = out[offset + (order[at - 1] as number)] as number;
      at--;
    }
    out[offset + (order[at] as number)] = value;
  }
}

// --- Polytopes: least and largest weight of each criterion, an order, and the sum of 1 ---------------------------

interface Box {
  readonly least: Float64Array;
  readonly most: Float64Array;
}

function boxOf(around: WeightRegion["around"], bounds: Float64Array, criteria: number): Box {
  if (around === undefined) return { least: bounds, most: new Float64Array(criteria).fill(1) };
  const { distance } = around;
  if (!(distance >= 0)) throw new RankingError("parameter", `The distance is ${distance}; it must be 0 or more.`);
  const weights = normalisedWeights(around.weights, criteria);
  return {
    least: weights.map((weight, c) => Math.max(weight - distance, bounds[c] as number)),
    most: weights.map((weight) => Math.min(weight + distance, 1)),
  };
}

/** A point of the polytope and the least slack it has in every bound and every step of the order. */
interface Middle {
  readonly point: Float64Array;
  readonly slack: number;
}

/**
 * Finds a point well inside. Shrinks every bound and every step of the order by a slack e; a point that
 * keeps it exists exactly when the shrunk bounds, made to respect the order, leave room for a sum of 1.
 */
function tightenAndCentre(box: Box, order: readonly number[]): Middle {
  const touching = pointWithSlack(box, order, 0);
  if (touching === null) throw infeasible();
  let best: Middle = { point: touching, slack: 0 };
  let low = 0;
  let high = 1;
  for (let step = 0; step < 50; step++) {
    const slack = (low + high) / 2;
    const point = pointWithSlack(box, order, slack);
    if (point === null) {
      high = slack;
    } else {
      low = slack;
      best = { point, slack };
    }
  }
  return best;
}

function pointWithSlack(box: Box, order: readonly number[], slack: number): Float64Array | null {
  const least = box.least.map((bound) => bound + slack);
  const most = box.most.map((bound) => bound - slack);
  for (let k = order.length - 2; k >= 0; k--) {
    const c = order[k] as number;
    least[c] = Math.max(least[c] as number, (least[order[k + 1] as number] as number) + slack);
  }
  for (let k = 1; k < order.length; k++) {
    const c = order[k] as number;
    most[c] = Math.min(most[c] as number, (most[order[k - 1] as number] as number) - slack);
  }
  if (least.some((bound, c) => bound > (most[c] as number) + SUM_TOLERANCE)) return null;
  const bottom = total(least);
  const top = total(most);
  if (bottom > 1 + SUM_TOLERANCE || top < 1 - SUM_TOLERANCE) return null;
  const part = top > bottom ? Math.min(Math.max((1 - bottom) / (top - bottom), 0), 1) : 0;
  return least.map((bound, c) => bound + part * Math.max((most[c] as number) - bound, 0));
}

/** Whether the order holds in `out[offset ..]`. */
function isOrdered(out: Float64Array, offset: number, order: readonly number[]): boolean {
  for (let k = 1; k < order.length; k++) {
    if ((out[offset + (order[k - 1] as number)] as number) < (out[offset + (order[k] as number)] as number))
      return false;
  }
  return true;
}

/** A try: writes a proposal into `out[offset ..]` and says whether it lies in the region. */
type Proposal = (out: Float64Array, offset: number, key1: number, key2: number, attempt: number) => boolean;

const TRIALS = 1024;
const LEAST_ACCEPTANCE = TRIALS / 64;

/** Two proposals are tried under fixed keys; the one that meets the region more often is taken. */
function rejectionSampler(box: Box, order: readonly number[], keys: SampleKeys): WeightSampler | null {
  const n = box.least.length;
  const scratch = new Float64Array(n);
  const hits = [cornerProposal(box, order), sliceProposal(box, order)].map((proposal) => {
    let accepted = 0;
    for (let t = 0; t < TRIALS; t++) if (proposal(scratch, 0, 0x2545f491, 0x6c078965, t)) accepted++;
    return { proposal, accepted };
  });
  const best = hits.reduce((a, b) => (b.accepted > a.accepted ? b : a));
  if (best.accepted < LEAST_ACCEPTANCE) return null;
  return {
    method: "rejection",
    fill(from, count, out) {
      for (let s = 0; s < count; s++) {
        const key1 = keys.first(from + s);
        const key2 = keys.second(from + s);
        let attempt = 0;
        while (!best.proposal(out, s * n, key1, key2, attempt)) attempt++;
      }
    },
  };
}

/** From the simplex that stands on the least weights; refused above the largest. */
function cornerProposal(box: Box, order: readonly number[]): Proposal {
  const n = box.least.length;
  const room = Math.max(1 - total(box.least), 0);
  return (out, offset, key1, key2, attempt) => {
    drawGaps(out, offset, n, key1, key2, attempt * n);
    for (let c = 0; c < n; c++) {
      const weight = (box.least[c] as number) + room * (out[offset + c] as number);
      out[offset + c] = weight;
      if (weight > (box.most[c] as number)) return false;
    }
    return isOrdered(out, offset, order);
  };
}

/** All weights but that with the widest range evenly from their ranges, that one what is left of 1. */
function sliceProposal(box: Box, order: readonly number[]): Proposal {
  const n = box.least.length;
  const width = box.most.map((most, c) => most - (box.least[c] as number));
  const last = width.indexOf(Math.max(...width));
  return (out, offset, key1, key2, attempt) => {
    let rest = 1;
    for (let c = 0; c < n; c++) {
      if (c === last) continue;
      const u = ((hash32(attempt * n + c, key1, key2) >>> 0) + 0.5) * UNIT;
      const weight = (box.least[c] as number) + u * (width[c] as number);
      out[offset + c] = weight;
      rest -= weight;
    }
    out[offset + last] = rest;
    if (rest < (box.least[last] as number) || rest > (box.most[last] as number)) return false;
    return isOrdered(out, offset, order);
  };
}

/** Samples of a chain, steps before its first sample and between two, per criterion. */
const CHAIN = 128;
const FIRST_STEPS = 40;
const STEPS_BETWEEN = 4;

function hitAndRunSampler(box: Box, order: readonly number[], middle: Middle, seed: number): WeightSampler | null {
  if (middle.slack < 1e-9) return null;
  const n = box.least.length;
  const keys = sampleKeys(seed, STREAM.chain);
  const point = new Float64Array(n);
  const step = new Float64Array(n);

  /** A direction in which the sum stays; with an order, even in the coordinates k (w_k - w_k+1), where the cone is round. */
  function drawDirection(key1: number, key2: number, counter: number): void {
    let sum = 0;
    for (let c = 0; c < n; c++) {
      const u = hash32(counter + c, key1, key2) * (2 * UNIT);
      step[c] = u;
      sum += u;
    }
    for (let c = 0; c < n; c++) step[c] = (step[c] as number) - sum / n;
    let tail = 0;
    for (let k = order.length - 1; k >= 0; k--) {
      const c = order[k] as number;
      tail += (step[c] as number) / (k + 1);
      step[c] = tail;
    }
  }

  function move(key1: number, key2: number, counter: number): void {
    drawDirection(key1, key2, counter + 1);
    let back = -Infinity;
    let ahead = Infinity;
    const limit = (slack: number, speed: number) => {
      if (speed < 0) ahead = Math.min(ahead, slack / -speed);
      else if (speed > 0) back = Math.max(back, -slack / speed);
    };
    for (let c = 0; c < n; c++) {
      const at = point[c] as number;
      limit(at - (box.least[c] as number), step[c] as number);
      limit((box.most[c] as number) - at, -(step[c] as number));
    }
    for (let k = 1; k < order.length; k++) {
      const better = order[k - 1] as number;
      const worse = order[k] as number;
      limit((point[better] as number) - (point[worse] as number), (step[better] as number) - (step[worse] as number));
    }
    if (!(ahead > back)) return;
    const along = back + ((hash32(counter, key1, key2) >>> 0) + 0.5) * UNIT * (ahead - back);
    for (let c = 0; c < n; c++) point[c] = (point[c] as number) + along * (step[c] as number);
  }

  return {
    method: "hit-and-run",
    fill(from, count, out) {
      const end = from + count;
      for (let chain = Math.floor(from / CHAIN); chain * CHAIN < end; chain++) {
        const key1 = keys.first(chain);
        const key2 = keys.second(chain);
        let counter = 0;
        point.set(middle.point);
        for (let t = 0; t < CHAIN && chain * CHAIN + t < end; t++) {
          const moves = n * (t === 0 ? FIRST_STEPS : STEPS_BETWEEN);
          for (let k = 0; k < moves; k++) {
            move(key1, key2, counter);
            counter += n + 1;
          }
          // Thousands of steps drift by some units in the last place.
          const sum = total(point);
          for (let c = 0; c < n; c++) point[c] = (point[c] as number) / sum;
          const sample = chain * CHAIN + t;
          if (sample >= from) out.set(point, (sample - from) * n);
        }
      }
    },
  };
}
