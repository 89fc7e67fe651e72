/**
 * Exact descending order of scores with a fixed tie-break, without a comparator and without
 * allocation.
 *
 * Scores lie on a grid of 2^-44 (see `ranker.ts`). Rows are dealt, in tie-break order, into about as
 * many buckets as there are rows, and one insertion pass finishes the nearly sorted list: linear for
 * ordinary scores. Scores that crowd into few buckets would make that pass slow, so it works to a
 * budget, and past it a four-digit radix sort on the whole 45-bit key takes over: linear always.
 */

/** Scores are multiples of this: 13 decimal digits, so that ties are ties and not rounding. */
export const SCORE_GRID = 2 ** -44;

const LARGEST_BUCKET_COUNT = 1 << 17;
const RADIX_BITS = 12;
const RADIX = 1 << RADIX_BITS;

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

/** @param tieBreak position of each row when ordered by name, then id: a permutation of 0..n-1 */
export function createOrderer(tieBreak: Uint32Array): Orderer {
  const n = tieBreak.length;
  const byTieBreak = new Uint32Array(n);
  for (let row = 0; row < n; row += 1) byTieBreak[tieBreak[row] as number] = row;

  const rows = new Uint32Array(n);
  const keys = new Float64Array(n);
  const bucketCount = Math.min(LARGEST_BUCKET_COUNT, Math.max(64, 2 ** Math.ceil(Math.log2(n + 1))));
  const buckets = new Int32Array(bucketCount + 1);
  let radix: ((count: number, order: Uint32Array) => void) | null = null;

  /** The rows that take part, in tie-break order, into `rows` and `keys`. */
  function gather(score: Float64Array, include: Uint8Array | null): number {
    let count = 0;
    for (let position = 0; position < n; position += 1) {
      const row = byTieBreak[position] as number;
      if (include !== null && include[row] === 0) continue;
      rows[count] = row;
      keys[count] = score[row] as number;
      count += 1;
    }
    return count;
  }

  /** Deals into buckets, then insertion. False when the budget ran out (`rows` and `keys` are intact). */
  function bucketSort(count: number, order: Uint32Array, sorted: Float64Array): boolean {
    let least = 1;
    let greatest = 0;
    for (let i = 0; i < count; i += 1) {
      const key = keys[i] as number;
      if (key < least) least = key;
      if (key > greatest) greatest = key;
    }
    const scale = greatest > least ? (bucketCount - 1) / (greatest - least) : 0;
    buckets.fill(0);
    for (let i = 0; i < count; i += 1) {
      const bucket = ((greatest - (keys[i] as number)) * scale) | 0;
      buckets[bucket + 1] = (buckets[bucket + 1] as number) + 1;
    }
    for (let b = 0; b < bucketCount; b += 1) buckets[b + 1] = (buckets[b + 1] as number) + (buckets[b] as number);
    for (let i = 0; i < count; i += 1) {
      const key = keys[i] as number;
      const bucket = ((greatest - key) * scale) | 0;
      const place = buckets[bucket] as number;
      buckets[bucket] = place + 1;
      order[place] = rows[i] as number;
      sorted[place] = key;
    }
    let budget = 16 * count + 256;
    for (let i = 1; i < count; i += 1) {
      const key = sorted[i] as number;
      if ((sorted[i - 1] as number) >= key) continue;
      const row = order[i] as number;
      let k = i;
      do {
        sorted[k] = sorted[k - 1] as number;
        order[k] = order[k - 1] as number;
        k -= 1;
      } while (k > 0 && (sorted[k - 1] as number) < key);
      sorted[k] = key;
      order[k] = row;
      budget -= i - k;
      if (budget < 0) return false;
    }
    return true;
  }

  const sorted = new Float64Array(n);

  return {
    run(score, include, order, rank) {
      const count = gather(score, include);
      if (!bucketSort(count, order, sorted)) {
        radix ??= createRadixSort(rows, keys);
        radix(count, order);
      }
      if (count < n) rank.fill(0);
      let shared = 0;
      let previous = Number.NaN;
      for (let i = 0; i < count; i += 1) {
        const row = order[i] as number;
        const key = score[row] as number;
        if (key !== previous) shared = i + 1;
        previous = key;
        rank[row] = shared;
      }
      return count;
    },
  };
}

/** Stable least-significant-digit radix sort of `rows` by `keys`, greatest first. */
function createRadixSort(rows: Uint32Array, keys: Float64Array): (count: number, order: Uint32Array) => void {
  const n = rows.length;
  let indexes = new Uint32Array(n);
  let other = new Uint32Array(n);
  const high = new Uint32Array(n);
  const low = new Uint32Array(n);
  const histogram = new Uint32Array(RADIX);

  function pass(digits: Uint32Array, shift: number, count: number): void {
    histogram.fill(0);
    for (let i = 0; i < count; i += 1) {
      const digit = ((digits[i] as number) >>> shift) & (RADIX - 1);
      histogram[digit] = (histogram[digit] as number) + 1;
    }
    let start = 0;
    for (let digit = 0; digit < RADIX; digit += 1) {
      const size = histogram[digit] as number;
      histogram[digit] = start;
      start += size;
    }
    for (let i = 0; i < count; i += 1) {
      const index = indexes[i] as number;
      const digit = ((digits[index] as number) >>> shift) & (RADIX - 1);
      const place = histogram[digit] as number;
      histogram[digit] = place + 1;
      other[place] = index;
    }
    [indexes, other] = [other, indexes];
  }

  return (count, order) => {
    // 1 - score, as a 45-bit whole number in two halves of 24 bits: ascending is best first.
    for (let i = 0; i < count; i += 1) {
      const whole = (1 - (keys[i] as number)) / SCORE_GRID;
      const upper = Math.floor(whole / 2 ** 24);
      high[i] = upper;
      low[i] = whole - upper * 2 ** 24;
      indexes[i] = i;
    }
    pass(low, 0, count);
    pass(low, RADIX_BITS, count);
    pass(high, 0, count);
    pass(high, RADIX_BITS, count);
    for (let i = 0; i < count; i += 1) order[i] = rows[indexes[i] as number] as number;
  };
}
