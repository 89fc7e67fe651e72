/**
 * Exact descending order of scores with a fixed tie-break, without a comparator and without
 * allocation.
 *
 * Scores lie on a grid of 2^-44 (see `ranker.ts`). Rows are taken in tie-break order and sorted by
 * two stable radix passes on 22 bits of the score's place between the least and the greatest; an
 * insertion pass puts the few right that share those bits. Scores that crowd together would make
 * that pass slow, so it works to a budget, and past it radix passes over all 45 bits take over:
 * the time is linear whatever the scores.
 */

/** Scores are multiples of this: 13 decimal digits, so that ties are ties and not rounding. */
export const SCORE_GRID = 2 ** -44;

const DIGIT_BITS = 11;
const RADIX = 1 << DIGIT_BITS;
const MASK = RADIX - 1;

export interface Orderer {
  /**
   * Writes the rows that take part into `order`, best first, and the ranks of all rows into `rank`
   * (1 best, equal scores share the better rank, 0 for rows that take no part).
   * @param score multiples of {@link SCORE_GRID} from 0 to 1, by row
   * @param include rows with 0 take no part; null: all do
   * @returns how many take part
   */
  run(score: Float64Array, include: Uint8Array | null, order: Uint32Array, rank: Uint32Array): number;
}

/** Two key columns and two row columns between which radix passes move, and their histograms. */
interface Scratch {
  readonly keyA: Uint32Array;
  readonly keyB: Uint32Array;
  readonly rowA: Uint32Array;
  readonly rowB: Uint32Array;
  readonly histogram: Uint32Array;
  readonly upperHistogram: Uint32Array;
}

/** @param tieBreak position of each row when ordered by name, then id: a permutation of 0..n-1 */
export function createOrderer(tieBreak: Uint32Array): Orderer {
  const n = tieBreak.length;
  const byTieBreak = new Uint32Array(n);
  for (let row = 0; row < n; row += 1) byTieBreak[tieBreak[row] as number] = row;
  const scratch: Scratch = {
    keyA: new Uint32Array(n),
    keyB: new Uint32Array(n),
    rowA: new Uint32Array(n),
    rowB: new Uint32Array(n),
    histogram: new Uint32Array(RADIX),
    upperHistogram: new Uint32Array(RADIX),
  };
  return {
    run(score, include, order, rank) {
      const count = gather(byTieBreak, include, scratch.rowA);
      sortByLeadingBits(score, count, order, scratch);
      if (count < n) rank.fill(0);
      if (!rankAndFinish(score, count, order, rank)) {
        gather(byTieBreak, include, scratch.rowA);
        sortByAllBits(score, count, order, scratch);
        rankAndFinish(score, count, order, rank);
      }
      return count;
    },
  };
}

/** The rows that take part, in tie-break order; returns how many. */
function gather(byTieBreak: Uint32Array, include: Uint8Array | null, rows: Uint32Array): number {
  if (include === null) {
    rows.set(byTieBreak);
    return byTieBreak.length;
  }
  let count = 0;
  for (let position = 0; position < byTieBreak.length; position += 1) {
    const row = byTieBreak[position] as number;
    if (include[row] !== 0) {
      rows[count] = row;
      count += 1;
    }
  }
  return count;
}

/** Sorts `rowA` into `order` by 22 bits of the score, greatest first, stably. */
function sortByLeadingBits(score: Float64Array, count: number, order: Uint32Array, scratch: Scratch): void {
  const { keyA, keyB, rowA, rowB, histogram, upperHistogram } = scratch;
  let least = 1;
  let greatest = 0;
  for (let i = 0; i < count; i += 1) {
    const value = score[rowA[i] as number] as number;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  const scale = greatest > least ? (RADIX * RADIX - 1) / (greatest - least) : 0;
  histogram.fill(0);
  upperHistogram.fill(0);
  for (let i = 0; i < count; i += 1) {
    const key = ((greatest - (score[rowA[i] as number] as number)) * scale) | 0;
    keyA[i] = key;
    histogram[key & MASK] = (histogram[key & MASK] as number) + 1;
    upperHistogram[key >>> DIGIT_BITS] = (upperHistogram[key >>> DIGIT_BITS] as number) + 1;
  }
  deal(keyA, rowA, 0, count, keyB, rowB, histogram);
  deal(keyB, rowB, DIGIT_BITS, count, keyA, order, upperHistogram);
}

/** One stable counting pass by the digit that starts at `shift`, from the first columns to the second. */
function radixPass(
  keys: Uint32Array,
  rows: Uint32Array,
  shift: number,
  count: number,
  keysOut: Uint32Array,
  rowsOut: Uint32Array,
  histogram: Uint32Array,
): void {
  histogram.fill(0);
  for (let i = 0; i < count; i += 1) {
    const digit = ((keys[i] as number) >>> shift) & MASK;
    histogram[digit] = (histogram[digit] as number) + 1;
  }
  deal(keys, rows, shift, count, keysOut, rowsOut, histogram);
}

/** The dealing half of a pass: the histogram holds how many keys have each digit, and is used up. */
function deal(
  keys: Uint32Array,
  rows: Uint32Array,
  shift: number,
  count: number,
  keysOut: Uint32Array,
  rowsOut: Uint32Array,
  histogram: Uint32Array,
): void {
  let start = 0;
  for (let digit = 0; digit < RADIX; digit += 1) {
    const size = histogram[digit] as number;
    histogram[digit] = start;
    start += size;
  }
  for (let i = 0; i < count; i += 1) {
    const key = keys[i] as number;
    const digit = (key >>> shift) & MASK;
    const place = histogram[digit] as number;
    histogram[digit] = place + 1;
    keysOut[place] = key;
    rowsOut[place] = rows[i] as number;
  }
}

/**
 * Writes ranks along the order (1 is best, equal scores share the better rank), and on the way moves
 * rows past those with a strictly smaller score. False when moving took more than the budget.
 */
function rankAndFinish(score: Float64Array, count: number, order: Uint32Array, rank: Uint32Array): boolean {
  let budget = 4 * count + 256;
  let shared = 0;
  let previous = Number.POSITIVE_INFINITY;
  for (let i = 0; i < count; i += 1) {
    const row = order[i] as number;
    const value = score[row] as number;
    if (value < previous) {
      shared = i + 1;
      previous = value;
    } else if (value > previous) {
      let k = i;
      do {
        order[k] = order[k - 1] as number;
        k -= 1;
      } while (k > 0 && (score[order[k - 1] as number] as number) < value);
      order[k] = row;
      budget -= i - k;
      if (budget < 0) return false;
      // Take the ranks up again from the row before the one that moved in.
      const before = k > 0 ? (order[k - 1] as number) : -1;
      previous = before < 0 ? Number.POSITIVE_INFINITY : (score[before] as number);
      shared = before < 0 ? 0 : (rank[before] as number);
      i = k - 1;
      continue;
    }
    rank[row] = shared;
  }
  return true;
}

/** Sorts `rowA` into `order` by the whole score, greatest first, stably: five passes of 11 bits. */
function sortByAllBits(score: Float64Array, count: number, order: Uint32Array, scratch: Scratch): void {
  const { keyA, keyB, rowA, rowB, histogram } = scratch;
  // 1 - score is a whole number of 45 bits of grid steps: its lower 22 bits first, then the upper 23.
  const half = RADIX * RADIX;
  for (let i = 0; i < count; i += 1) {
    const steps = (1 - (score[rowA[i] as number] as number)) / SCORE_GRID;
    keyA[i] = steps - Math.floor(steps / half) * half;
  }
  radixPass(keyA, rowA, 0, count, keyB, rowB, histogram);
  radixPass(keyB, rowB, DIGIT_BITS, count, keyA, rowA, histogram);
  for (let i = 0; i < count; i += 1) {
    keyA[i] = Math.floor((1 - (score[rowA[i] as number] as number)) / SCORE_GRID / half);
  }
  radixPass(keyA, rowA, 0, count, keyB, rowB, histogram);
  radixPass(keyB, rowB, DIGIT_BITS, count, keyA, rowA, histogram);
  radixPass(keyA, rowA, 2 * DIGIT_BITS, count, keyB, order, histogram);
}
