/**
 * Scores a table under one weighting and puts it in exact order, in plain typed arrays: two counting
 * passes over a 22-bit key that falls as the score rises, then an insertion pass by exact score.
 */

/** Arrays are reused: the next run overwrites them. */
export interface OrderKernel {
  readonly name: "typed arrays" | "WebAssembly SIMD";
  /** Weighted sum of values by row. */
  readonly scores: Float64Array;
  /** Rows, best first, equal scores by tie-break; the first `run()` entries count. */
  readonly order: Uint32Array;
  /**
   * Scores and orders.
   * @param weights one per criterion, finite, used as they are
   * @param include a number a row, 0 for a row that stays out of the order; its score is still computed
   * @returns how many rows take part
   */
  run(weights: ArrayLike<number>, include?: Uint8Array | null): number;
}

/** Bits of one counting pass. */
const DIGIT = 11;
const RADIX = 1 << DIGIT;

/** Least range of scores that is spread over keys: the scale overflows below. */
const LEAST_RANGE = 1e-290;

/**
 * Rows in the order of the tie-break.
 * @param tieBreak place of each row among equals, a permutation of 0 .. rows - 1; by row number when left out
 */
export function tieOrder(rows: number, tieBreak: Uint32Array | undefined): Uint32Array {
  const order = new Uint32Array(rows);
  for (let i = 0; i < rows; i++) order[tieBreak === undefined ? i : (tieBreak[i] as number)] = i;
  return order;
}

/** Exact order for scores that stand too close for the fast way. */
export function sortExactly(order: Uint32Array, count: number, scores: Float64Array, ties: Uint32Array): void {
  const place = new Uint32Array(ties.length);
  for (let k = 0; k < ties.length; k++) place[ties[k] as number] = k;
  order
    .subarray(0, count)
    .sort((a, b) => (scores[b] as number) - (scores[a] as number) || (place[a] as number) - (place[b] as number));
}

/**
 * Makes the kernel.
 * @param columns values per criterion, finite, all of one length; read, never copied
 * @param tieBreak see `tieOrder`
 */
export function createTypedArrayOrderKernel(columns: readonly Float64Array[], tieBreak?: Uint32Array): OrderKernel {
  const m = columns[0]?.length ?? 0;
  const scores = new Float64Array(m);
  const order = new Uint32Array(m);
  const ties = tieOrder(m, tieBreak);
  const keys = new Uint32Array(m);
  const halfOrder = new Uint32Array(m);
  const low = new Uint32Array(RADIX);
  const high = new Uint32Array(RADIX);

  function score(weights: ArrayLike<number>): void {
    scores.fill(0);
    for (const [c, column] of columns.entries()) {
      const weight = weights[c] as number;
      for (let i = 0; i < m; i++) scores[i] = (scores[i] as number) + weight * (column[i] as number);
    }
  }

  function makeKeys(): void {
    let least = Infinity;
    let most = -Infinity;
    for (let i = 0; i < m; i++) {
      const value = scores[i] as number;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    const range = most - least;
    const scale = range > LEAST_RANGE ? (RADIX * RADIX - 1) / range : 0;
    for (let i = 0; i < m; i++) keys[i] = (most - (scores[i] as number)) * scale;
  }

  function countingPasses(include: Uint8Array | null): number {
    low.fill(0);
    high.fill(0);
    let count = 0;
    for (let i = 0; i < m; i++) {
      if (include !== null && include[i] === 0) continue;
      const key = keys[i] as number;
      low[key & (RADIX - 1)] = (low[key & (RADIX - 1)] as number) + 1;
      high[key >>> DIGIT] = (high[key >>> DIGIT] as number) + 1;
      count++;
    }
    let lowSum = 0;
    let highSum = 0;
    for (let b = 0; b < RADIX; b++) {
      const lows = low[b] as number;
      low[b] = lowSum;
      lowSum += lows;
      const highs = high[b] as number;
      high[b] = highSum;
      highSum += highs;
    }
    for (let t = 0; t < m; t++) {
      const i = ties[t] as number;
      if (include !== null && include[i] === 0) continue;
      const digit = (keys[i] as number) & (RADIX - 1);
      const place = low[digit] as number;
      low[digit] = place + 1;
      halfOrder[place] = i;
    }
    for (let t = 0; t < count; t++) {
      const i = halfOrder[t] as number;
      const digit = (keys[i] as number) >>> DIGIT;
      const place = high[digit] as number;
      high[digit] = place + 1;
      order[place] = i;
    }
    return count;
  }

  /** Insertion by exact score; false when it takes too many moves. */
  function settle(count: number): boolean {
    let moves = count * 8;
    for (let place = 1; place < count; place++) {
      const i = order[place] as number;
      const value = scores[i] as number;
      let to = place;
      while (to > 0 && value > (scores[order[to - 1] as number] as number)) {
        order[to] = order[to - 1] as number;
        to--;
      }
      order[to] = i;
      moves -= place - to;
      if (moves < 0) return false;
    }
    return true;
  }

  return {
    name: "typed arrays",
    scores,
    order,
    run(weights, include = null) {
      score(weights);
      makeKeys();
      const count = countingPasses(include);
      if (!settle(count)) sortExactly(order, count, scores, ties);
      return count;
    },
  };
}
