/**
 * The two steps of the live ranker: weighted sums of a table's columns, and their exact order with ranks.
 * The twins in plain TypeScript are ../../additive/ranker.ts and ../../additive/order.ts; the memory is
 * laid out by ../ranker-parts.ts, which passes addresses.
 *
 * A table is stored in tiles of 8 rows, each with its columns one after the other, so that the weighted sum reads
 * one unbroken stream. The padding of the last tile repeats row 0, so that it changes neither the least nor the
 * greatest score.
 */

/** 2^52 steps of the grid of 2^-44: adding and taking it away rounds a score to the grid. */
const ROUNDER: f64 = 256.0;
/** With ROUNDER added, the mantissa of a score is its number of grid steps. */
const MANTISSA: u64 = 0xfffffffffffff;

/** Sum of two rows' values in up to four columns, in the fixed tree; a column that is missing would add 0. */
// @ts-ignore: decorator
@inline
function weighFour(columns: usize, weights: usize, count: i32): v128 {
  const a = f64x2.mul(v128.load_splat<f64>(weights), v128.load(columns));
  if (count == 1) return a;
  const b = f64x2.mul(v128.load_splat<f64>(weights, 8), v128.load(columns, 64));
  if (count == 2) return f64x2.add(a, b);
  const c = f64x2.mul(v128.load_splat<f64>(weights, 16), v128.load(columns, 128));
  if (count == 3) return f64x2.add(f64x2.add(a, b), c);
  const d = f64x2.mul(v128.load_splat<f64>(weights, 24), v128.load(columns, 192));
  return f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
}

// @ts-ignore: decorator
@inline
function toGrid(sum: v128, total: v128): v128 {
  const rounder = f64x2.splat(ROUNDER);
  return f64x2.sub(f64x2.add(f64x2.div(sum, total), rounder), rounder);
}

/**
 * Writes the scores of `padded` rows of a table in tiles: the weighted sum of n columns (blocks of four, added from
 * left to right), divided by `total` (above 0) and rounded to the grid.
 */
export function weighRows(padded: i32, n: i32, columns: usize, weights: usize, total: f64, scores: usize): void {
  const end = scores + (<usize>padded << 3);
  const rest = n & 3;
  const lastBlock = weights + (<usize>(n - rest) << 3);
  const divisor = f64x2.splat(total);
  let column = columns;
  for (let at = scores; at < end; at += 64) {
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let own = weights; own < lastBlock; own += 32) {
      s0 = f64x2.add(s0, weighFour(column, own, 4));
      s1 = f64x2.add(s1, weighFour(column + 16, own, 4));
      s2 = f64x2.add(s2, weighFour(column + 32, own, 4));
      s3 = f64x2.add(s3, weighFour(column + 48, own, 4));
      column += 256;
    }
    if (rest != 0) {
      s0 = f64x2.add(s0, weighFour(column, lastBlock, rest));
      s1 = f64x2.add(s1, weighFour(column + 16, lastBlock, rest));
      s2 = f64x2.add(s2, weighFour(column + 32, lastBlock, rest));
      s3 = f64x2.add(s3, weighFour(column + 48, lastBlock, rest));
      column += <usize>rest << 6;
    }
    v128.store(at, toGrid(s0, divisor));
    v128.store(at, toGrid(s1, divisor), 16);
    v128.store(at, toGrid(s2, divisor), 32);
    v128.store(at, toGrid(s3, divisor), 48);
  }
}

/** Bits of one sorting pass and its number of buckets. */
const DIGIT: u32 = 11;
const RADIX: usize = 1 << 11;
/** Bits of a row's number beside the upper digit of its key. */
const ROW_BITS: u32 = 21;
const ROW_MASK: u32 = (1 << 21) - 1;

/** A score from 0 to 1 as a whole number of grid steps. */
// @ts-ignore: decorator
@inline
function gridSteps(score: f64): u64 {
  return reinterpret<u64>(score + ROUNDER) & MANTISSA;
}

// @ts-ignore: decorator
@inline
function scoreOf(scores: usize, row: u32): f64 {
  return load<f64>(scores + (<usize>row << 3));
}

// @ts-ignore: decorator
@inline
function takesPart(include: usize, row: u32): bool {
  return include == 0 || load<u8>(include + <usize>row) != 0;
}

// @ts-ignore: decorator
@inline
function increment(counter: usize): void {
  store<u32>(counter, load<u32>(counter) + 1);
}

/** The address that a counter holds, which then moves on by four bytes. */
// @ts-ignore: decorator
@inline
function nextPlace(counter: usize): usize {
  const place = load<u32>(counter);
  store<u32>(counter, place + 4);
  return <usize>place;
}

/** Turns `RADIX` counts into addresses of consecutive places from `at` on; returns the end. */
function placesFrom(counters: usize, at: usize): usize {
  let next = <u32>at;
  for (let counter = counters; counter < counters + (RADIX << 2); counter += 4) {
    const size = load<u32>(counter);
    store<u32>(counter, next);
    next += size << 2;
  }
  return <usize>next;
}

/**
 * Puts the rows that take part (those whose byte in `include` is not 0; all for address 0) in descending order of
 * score, equal ones as in `ties` (all m rows, below 2^21, in order of the tie-break), and writes the ranks of all rows:
 * 1 is best, equal scores share the better rank, 0 for rows that take no part.
 *
 * Two stable counting passes over 22 bits of the distance from the greatest score, in whole grid steps, then an
 * insertion pass by exact score. Where that pass would take long because scores crowd, passes over all bits.
 * @param keys room for `padded` words; `rows`: for m; `counters`: for 2 x 2,048
 * @returns how many take part
 */
export function orderRows(
  m: i32, padded: i32, scores: usize, ties: usize, include: usize,
  keys: usize, rows: usize, counters: usize, order: usize, rank: usize,
): i32 {
  if (m == 0) return 0;
  const upper = counters + (RADIX << 2);
  memory.fill(counters, 0, RADIX << 3);
  const top = makeKeys(padded, scores, keys);
  for (let row = 0; row < m; row++) {
    if (!takesPart(include, row)) continue;
    const key = load<u32>(keys + (<usize>row << 2));
    increment(counters + (<usize>(key & (<u32>RADIX - 1)) << 2));
    increment(upper + (<usize>(key >> DIGIT) << 2));
  }
  const rowsEnd = placesFrom(counters, rows);
  placesFrom(upper, order);
  const tiesEnd = ties + (<usize>m << 2);
  for (let at = ties; at < tiesEnd; at += 4) {
    const row = load<u32>(at);
    if (!takesPart(include, row)) continue;
    const key = load<u32>(keys + (<usize>row << 2));
    const place = nextPlace(counters + (<usize>(key & (<u32>RADIX - 1)) << 2));
    store<u32>(place, ((key >> DIGIT) << ROW_BITS) | row);
  }
  for (let at = rows; at < rowsEnd; at += 4) {
    const packed = load<u32>(at);
    store<u32>(nextPlace(upper + (<usize>(packed >> ROW_BITS) << 2)), packed & ROW_MASK);
  }
  const bytes = rowsEnd - rows;
  const count = <i32>(bytes >> 2);
  if (count < m) memory.fill(rank, 0, <usize>m << 2);
  if (count == 0) return 0;
  if (!settle(scores, order, order + bytes, rank)) {
    sortByAllBits(m, scores, ties, include, top, rows, order, counters);
    settle(scores, order, order + bytes, rank);
  }
  return count;
}

/** Writes the leading 22 bits of each score's distance from the greatest one; returns the greatest, in grid steps. */
// @ts-ignore: decorator
@inline
function makeKeys(padded: i32, scores: usize, keys: usize): u64 {
  const end = scores + (<usize>padded << 3);
  let least2 = v128.load(scores);
  let most2 = least2;
  for (let at = scores; at < end; at += 32) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    least2 = f64x2.pmin(least2, f64x2.pmin(a, b));
    most2 = f64x2.pmax(most2, f64x2.pmax(a, b));
  }
  const least = min(f64x2.extract_lane(least2, 0), f64x2.extract_lane(least2, 1));
  const top = gridSteps(max(f64x2.extract_lane(most2, 0), f64x2.extract_lane(most2, 1)));
  const bits = 64 - <u32>clz<u64>(top - gridSteps(least));
  const shift: i32 = bits > 2 * DIGIT ? bits - 2 * DIGIT : 0;
  const tops = i64x2.splat(top);
  const rounder = f64x2.splat(ROUNDER);
  const mantissa = i64x2.splat(MANTISSA);
  let target = keys;
  for (let at = scores; at < end; at += 32) {
    const a = v128.and(f64x2.add(v128.load(at), rounder), mantissa);
    const b = v128.and(f64x2.add(v128.load(at, 16), rounder), mantissa);
    const x = i64x2.shr_u(i64x2.sub(tops, a), shift);
    const y = i64x2.shr_u(i64x2.sub(tops, b), shift);
    v128.store(target, i32x4.shuffle(x, y, 0, 2, 4, 6));
    target += 16;
  }
  return top;
}

/** Writes ranks along the order and moves rows past those with a smaller score; false when that takes many moves. */
function settle(scores: usize, order: usize, end: usize, rank: usize): bool {
  let budget = <i32>(end - order) + 256;
  let shared: u32 = 0;
  let previous: f64 = Infinity;
  for (let at = order; at < end; at += 4) {
    const row = load<u32>(at);
    const value = scoreOf(scores, row);
    if (value > previous) {
      let to = at;
      do {
        store<u32>(to, load<u32>(to - 4));
        to -= 4;
      } while (to > order && scoreOf(scores, load<u32>(to - 4)) < value);
      store<u32>(to, row);
      budget -= <i32>((at - to) >> 2);
      if (budget < 0) return false;
      // Take the ranks up again from the row that moved in.
      if (to == order) {
        previous = Infinity;
      } else {
        const before = load<u32>(to - 4);
        previous = scoreOf(scores, before);
        shared = load<u32>(rank + (<usize>before << 2));
      }
      at = to - 4;
      continue;
    }
    shared = value < previous ? <u32>((at - order) >> 2) + 1 : shared;
    previous = value;
    store<u32>(rank + (<usize>row << 2), shared);
  }
  return true;
}

/** The whole order, by five stable passes over the 45 bits of the distance from the greatest score. */
function sortByAllBits(
  m: i32, scores: usize, ties: usize, include: usize, top: u64, rows: usize, order: usize, counters: usize,
): void {
  let end = order;
  for (let at = ties; at < ties + (<usize>m << 2); at += 4) {
    const row = load<u32>(at);
    if (!takesPart(include, row)) continue;
    store<u32>(end, row);
    end += 4;
  }
  const bytes = end - order;
  let from = order;
  let to = rows;
  for (let shift: u64 = 0; shift < 5 * DIGIT; shift += DIGIT) {
    memory.fill(counters, 0, RADIX << 2);
    for (let at = from; at < from + bytes; at += 4) {
      increment(counters + digitAt(top, scoreOf(scores, load<u32>(at)), shift));
    }
    placesFrom(counters, to);
    for (let at = from; at < from + bytes; at += 4) {
      const row = load<u32>(at);
      store<u32>(nextPlace(counters + digitAt(top, scoreOf(scores, row), shift)), row);
    }
    const other = from;
    from = to;
    to = other;
  }
  // After an odd number of passes the rows lie in the other room.
  memory.copy(order, rows, bytes);
}

/** Offset of a digit's counter. */
// @ts-ignore: decorator
@inline
function digitAt(top: u64, score: f64, shift: u64): usize {
  return (<usize>((top - gridSteps(score)) >> shift) & (RADIX - 1)) << 2;
}
