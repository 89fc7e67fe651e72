/**
 * The rank kernel in plain typed arrays. A sample costs one pass of multiply-adds, one pass into
 * buckets that are even in score, and an insertion pass by exact score that moves only neighbours
 * within a bucket. Counting is put off to the end of the block and then runs rank by rank, so that
 * its row of the table stays in the first-level cache.
 */
import { drawValue } from "./random";
import { BLOCK, blockBuffers, bucketCount, LEAST_RANGE, type RankKernel, type RankProblem } from "./rank-kernel";

/** Makes the kernel; its columns are read, never copied. */
export function createTypedArrayRankKernel(problem: RankProblem): RankKernel {
  const { alternatives: m, criteria: n, low, width, rows, ranks } = problem;
  const buffers = blockBuffers(m, n);
  const { weights, keys, order, leaders } = buffers;
  const scores = new Float64Array(m);
  const bucketOf = new Uint16Array(m);
  const buckets = bucketCount(m);
  const starts = new Uint32Array(buckets);
  const rankOf = problem.pairwise ? new Uint16Array(m * BLOCK) : new Uint16Array(0);
  const counts = {
    ranks: new Uint32Array(m * ranks),
    pairs: new Uint32Array(problem.pairwise ? m * m : 0),
  };

  /** 4 where four columns without an interval follow, to be added in one pass. */
  const exactRun = Uint8Array.from({ length: n }, (_, c) =>
    c + 4 <= n && width.slice(c, c + 4).every((column) => column === null) ? 4 : 0,
  );

  function score(sample: number): void {
    const key1 = keys[sample * 2] as number;
    const key2 = keys[sample * 2 + 1] as number;
    const own = sample * n;
    scores.fill(0);
    let c = 0;
    while (c < n) {
      if (exactRun[c] === 4) {
        addFour(scores, weights, own + c, low, c);
        c += 4;
        continue;
      }
      const weight = weights[own + c] as number;
      const range = width[c] as Float64Array | null;
      if (range === null) addExact(scores, weight, low[c] as Float64Array);
      else addDrawn(scores, weight, low[c] as Float64Array, range, rows, c, key1, key2);
      c++;
    }
  }

  /** Puts the alternatives in descending order of score, equal ones by index, into `order[at ..]`; true if any are equal. */
  function sort(at: number): boolean {
    let least = scores[0] as number;
    let most = least;
    for (let i = 1; i < m; i++) {
      const value = scores[i] as number;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    const range = most - least;
    const scale = range > LEAST_RANGE ? (buckets - 1) / range : 0;
    starts.fill(0);
    for (let i = 0; i < m; i++) {
      const bucket = ((most - (scores[i] as number)) * scale) | 0;
      bucketOf[i] = bucket;
      starts[bucket] = (starts[bucket] as number) + 1;
    }
    let sum = 0;
    for (let b = 0; b < buckets; b++) {
      const inside = starts[b] as number;
      starts[b] = sum;
      sum += inside;
    }
    for (let i = 0; i < m; i++) {
      const bucket = bucketOf[i] as number;
      const place = starts[bucket] as number;
      starts[bucket] = place + 1;
      order[at + place] = i;
    }
    let tied = false;
    let above = scores[order[at] as number] as number;
    for (let place = 1; place < m; place++) {
      const i = order[at + place] as number;
      const value = scores[i] as number;
      if (value <= above) {
        if (value === above) tied = true;
        above = value;
        continue;
      }
      let to = place;
      let next = above;
      do {
        order[at + to] = order[at + to - 1] as number;
        to--;
        if (to === 0) break;
        next = scores[order[at + to - 1] as number] as number;
      } while (value > next);
      if (value === next) tied = true;
      order[at + to] = i;
    }
    return tied;
  }

  /** Equal scores share the better rank: moves their counts there. Returns how many share the first. */
  function settleTies(at: number): number {
    let first = 0;
    let leading = 1;
    let above = scores[order[at] as number] as number;
    for (let place = 1; place < m; place++) {
      const i = order[at + place] as number;
      const value = scores[i] as number;
      if (value !== above) {
        above = value;
        first = place;
        continue;
      }
      if (first === 0) leading = place + 1;
      if (first < ranks) {
        counts.ranks[first * m + i] = (counts.ranks[first * m + i] as number) + 1;
        // Undoes what the counting by place will add; both wrap round at 2^32.
        if (place < ranks) counts.ranks[place * m + i] = (counts.ranks[place * m + i] as number) - 1;
      }
    }
    return leading;
  }

  function noteRanks(sample: number): void {
    const at = sample * m;
    let rank = 0;
    let above = scores[order[at] as number] as number;
    for (let place = 0; place < m; place++) {
      const i = order[at + place] as number;
      if (scores[i] !== above) {
        rank = place;
        above = scores[i] as number;
      }
      rankOf[i * BLOCK + sample] = rank;
    }
  }

  function countPairs(samples: number): void {
    for (let i = 0; i < m; i++) {
      for (let k = i + 1; k < m; k++) {
        let wins = 0;
        let losses = 0;
        for (let s = 0; s < samples; s++) {
          const difference = (rankOf[i * BLOCK + s] as number) - (rankOf[k * BLOCK + s] as number);
          wins += difference >>> 31;
          losses += -difference >>> 31;
        }
        counts.pairs[i * m + k] = (counts.pairs[i * m + k] as number) + wins;
        counts.pairs[k * m + i] = (counts.pairs[k * m + i] as number) + losses;
      }
    }
  }

  return {
    name: "typed arrays",
    ...buffers,
    counts,
    run(samples) {
      for (let s = 0; s < samples; s++) {
        score(s);
        leaders[s] = sort(s * m) ? settleTies(s * m) : 1;
        if (problem.pairwise) noteRanks(s);
      }
      for (let rank = 0; rank < ranks; rank++) {
        const row = rank * m;
        for (let s = 0; s < samples; s++) {
          const cell = row + (order[s * m + rank] as number);
          counts.ranks[cell] = (counts.ranks[cell] as number) + 1;
        }
      }
      if (problem.pairwise) countPairs(samples);
    },
    clear() {
      counts.ranks.fill(0);
      counts.pairs.fill(0);
    },
  };
}

/** Adds weight times value. */
function addExact(scores: Float64Array, weight: number, values: Float64Array): void {
  for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] as number) + weight * (values[i] as number);
}

/** The same for four columns from `c` on, one after the other, in one pass. */
function addFour(
  scores: Float64Array,
  weights: Float64Array,
  at: number,
  columns: readonly Float64Array[],
  c: number,
): void {
  const first = columns[c] as Float64Array;
  const second = columns[c + 1] as Float64Array;
  const third = columns[c + 2] as Float64Array;
  const fourth = columns[c + 3] as Float64Array;
  const w1 = weights[at] as number;
  const w2 = weights[at + 1] as number;
  const w3 = weights[at + 2] as number;
  const w4 = weights[at + 3] as number;
  for (let i = 0; i < scores.length; i++) {
    const two = (scores[i] as number) + w1 * (first[i] as number) + w2 * (second[i] as number);
    scores[i] = two + w3 * (third[i] as number) + w4 * (fourth[i] as number);
  }
}

/** Adds weight times a value drawn evenly from each cell's interval. Cells without one take no draw. */
function addDrawn(
  scores: Float64Array,
  weight: number,
  low: Float64Array,
  width: Float64Array,
  rows: Uint32Array,
  criterion: number,
  key1: number,
  key2: number,
): void {
  for (let i = 0; i < scores.length; i++) {
    const base = low[i] as number;
    const range = width[i] as number;
    const value = range === 0 ? base : drawValue(base, range, criterion, rows[i] as number, key1, key2);
    scores[i] = (scores[i] as number) + weight * value;
  }
}
