/**
 * Ranks a block of sampled weightings and counts who came where. Its twin in plain TypeScript is
 * ../typed-arrays.ts; the memory is laid out by ../wasm.ts, which passes addresses.
 *
 * Columns of doubles are padded to a multiple of 8 entries; the padding repeats entry 0, so that it
 * changes neither the least nor the largest score.
 */

const WEYL: i32 = <i32>0x9e3779b9;
const UNIT: f64 = 1.0 / 4294967296.0;
const LEAST_RANGE: f64 = 1e-290;
const BLOCK: i32 = 32;

/** Scores a sample: adds the columns with `width` 0 (no interval) eight alternatives at a time. */
// @ts-ignore: decorator
@inline
function scoreExact(scores: usize, low: usize, weights: usize, padded: i32, n: i32): void {
  const stride = <usize>padded << 3;
  for (let at: usize = 0; at < stride; at += 64) {
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let column = low + at;
    for (let c = 0; c < n; c++) {
      const weight = v128.load_splat<f64>(weights + (<usize>c << 3));
      s0 = f64x2.add(s0, f64x2.mul(weight, v128.load(column)));
      s1 = f64x2.add(s1, f64x2.mul(weight, v128.load(column, 16)));
      s2 = f64x2.add(s2, f64x2.mul(weight, v128.load(column, 32)));
      s3 = f64x2.add(s3, f64x2.mul(weight, v128.load(column, 48)));
      column += stride;
    }
    v128.store(scores + at, s0);
    v128.store(scores + at, s1, 16);
    v128.store(scores + at, s2, 32);
    v128.store(scores + at, s3, 48);
  }
}

/** Four draws in 0..1 as two pairs of doubles; see drawValue in ../random.ts. */
// @ts-ignore: decorator
@inline
function hash4(counter: v128, key1: v128, key2: v128): v128 {
  let h = i32x4.add(key1, i32x4.mul(counter, i32x4.splat(WEYL)));
  h = v128.xor(h, i32x4.shr_u(h, 16));
  h = v128.xor(i32x4.mul(h, i32x4.splat(0x21f0aaad)), key2);
  h = v128.xor(h, i32x4.shr_u(h, 15));
  h = i32x4.mul(h, i32x4.splat(0x735a2d97));
  return v128.xor(h, i32x4.shr_u(h, 15));
}

/** The same with intervals: `flags` holds a byte per criterion, 0 for a column without any. */
function scoreDrawn(
  scores: usize, low: usize, width: usize, flags: usize, rows: usize, weights: usize, padded: i32, n: i32,
  first: i32, second: i32,
): void {
  const stride = <usize>padded << 3;
  const key1 = i32x4.splat(first);
  const key2 = i32x4.splat(second);
  const half = f64x2.splat(0.5);
  const unit = f64x2.splat(UNIT);
  memory.fill(scores, 0, stride);
  for (let c = 0; c < n; c++) {
    const weight = v128.load_splat<f64>(weights + (<usize>c << 3));
    const base = low + <usize>c * stride;
    if (load<u8>(flags + <usize>c) == 0) {
      for (let at: usize = 0; at < stride; at += 16) {
        v128.store(scores + at, f64x2.add(v128.load(scores + at), f64x2.mul(weight, v128.load(base + at))));
      }
      continue;
    }
    const range = width + <usize>c * stride;
    const high = i32x4.splat(c << 20);
    for (let at: usize = 0; at < stride; at += 32) {
      const w0 = v128.load(range + at);
      const w1 = v128.load(range + at, 16);
      let v0 = v128.load(base + at);
      let v1 = v128.load(base + at, 16);
      if (v128.any_true(v128.or(w0, w1))) {
        const h = hash4(v128.or(high, v128.load(rows + (at >> 1))), key1, key2);
        const u0 = f64x2.mul(f64x2.add(f64x2.convert_low_i32x4_u(h), half), unit);
        const u1 = f64x2.mul(f64x2.add(f64x2.convert_low_i32x4_u(i64x2.shuffle(h, h, 1, 0)), half), unit);
        // An exact cell has width 0 and adds 0 times its draw.
        v0 = f64x2.add(v0, f64x2.mul(w0, u0));
        v1 = f64x2.add(v1, f64x2.mul(w1, u1));
      }
      v128.store(scores + at, f64x2.add(v128.load(scores + at), f64x2.mul(weight, v0)));
      v128.store(scores + at, f64x2.add(v128.load(scores + at, 16), f64x2.mul(weight, v1)), 16);
    }
  }
}

/** Turns the numbers of entries in buckets into the places where they start, eight buckets at a time. */
// @ts-ignore: decorator
@inline
function countsToStarts(starts: usize, end: usize): void {
  const zero = i16x8.splat(0);
  let before = zero;
  for (let at = starts; at < end; at += 16) {
    const inside = v128.load(at);
    let sum = i16x8.add(inside, i16x8.shuffle(zero, inside, 7, 8, 9, 10, 11, 12, 13, 14));
    sum = i16x8.add(sum, i16x8.shuffle(zero, sum, 6, 7, 8, 9, 10, 11, 12, 13));
    sum = i16x8.add(sum, i16x8.shuffle(zero, sum, 4, 5, 6, 7, 8, 9, 10, 11));
    v128.store(at, i16x8.add(i16x8.sub(sum, inside), before));
    before = i16x8.add(before, i16x8.shuffle(sum, sum, 7, 7, 7, 7, 7, 7, 7, 7));
  }
}

/**
 * Descending order of one sample's scores, equal ones by index: buckets, then insertion by exact score.
 * Returns whether any two are equal.
 */
// @ts-ignore: decorator
@inline
function sortSample(scores: usize, order: usize, bucketOf: usize, starts: usize, buckets: i32, m: i32, padded: i32): bool {
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
  const most = max(f64x2.extract_lane(most2, 0), f64x2.extract_lane(most2, 1));
  const range = most - least;
  const scale = range > LEAST_RANGE ? <f64>(buckets - 1) / range : 0;
  const top = f64x2.splat(most);
  const factor = f64x2.splat(scale);
  memory.fill(starts, 0, <usize>buckets << 1);
  let target = bucketOf;
  for (let at = scores; at < end; at += 32) {
    const a = i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(f64x2.sub(top, v128.load(at)), factor));
    const b = i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(f64x2.sub(top, v128.load(at, 16)), factor));
    v128.store(target, i64x2.shuffle(a, b, 0, 2));
    target += 16;
  }
  for (let i: usize = 0; i < <usize>m; i++) {
    const bucket = starts + (<usize>load<u32>(bucketOf + (i << 2)) << 1);
    store<u16>(bucket, load<u16>(bucket) + 1);
  }
  countsToStarts(starts, starts + (<usize>buckets << 1));
  for (let i: usize = 0; i < <usize>m; i++) {
    const bucket = starts + (<usize>load<u32>(bucketOf + (i << 2)) << 1);
    const place = load<u16>(bucket);
    store<u16>(bucket, place + 1);
    store<u16>(order + (<usize>place << 1), <u16>i);
  }
  const orderEnd = order + (<usize>m << 1);
  let tied = false;
  let above = load<f64>(scores + (<usize>load<u16>(order) << 3));
  for (let place = order + 2; place < orderEnd; place += 2) {
    const i = load<u16>(place);
    const value = load<f64>(scores + (<usize>i << 3));
    if (value <= above) {
      if (value == above) tied = true;
      above = value;
      continue;
    }
    let to = place;
    let next = above;
    do {
      store<u16>(to, load<u16>(to - 2));
      to -= 2;
      if (to == order) break;
      next = load<f64>(scores + (<usize>load<u16>(to - 2) << 3));
    } while (value > next);
    if (value == next) tied = true;
    store<u16>(to, i);
  }
  return tied;
}

/** Equal scores share the better rank; returns how many share the first. */
// @ts-ignore: decorator
@inline
function settleTies(scores: usize, order: usize, counts: usize, m: i32, ranks: i32): i32 {
  let first = 0;
  let leading = 1;
  let above = load<f64>(scores + (<usize>load<u16>(order) << 3));
  for (let place = 1; place < m; place++) {
    const i = <i32>load<u16>(order + (<usize>place << 1));
    const value = load<f64>(scores + (<usize>i << 3));
    if (value != above) {
      above = value;
      first = place;
      continue;
    }
    if (first == 0) leading = place + 1;
    if (first < ranks) {
      const gain = counts + (<usize>(first * m + i) << 2);
      store<u32>(gain, load<u32>(gain) + 1);
      if (place < ranks) {
        const loss = counts + (<usize>(place * m + i) << 2);
        store<u32>(loss, load<u32>(loss) - 1);
      }
    }
  }
  return leading;
}

function noteRanks(scores: usize, order: usize, rankOf: usize, sample: i32, m: i32): void {
  let rank = 0;
  let above = load<f64>(scores + (<usize>load<u16>(order) << 3));
  for (let place = 0; place < m; place++) {
    const i = <usize>load<u16>(order + (<usize>place << 1));
    const value = load<f64>(scores + (i << 3));
    if (value != above) {
      rank = place;
      above = value;
    }
    store<u16>(rankOf + ((i * BLOCK + sample) << 1), <u16>rank);
  }
}

/** Pairs of a block; entries past its last sample hold equal ranks (zero) for all. */
function countPairs(rankOf: usize, pairs: usize, m: i32): void {
  for (let i = 0; i < m; i++) {
    const own = rankOf + (<usize>i << 6);
    const a0 = v128.load(own);
    const a1 = v128.load(own, 16);
    const a2 = v128.load(own, 32);
    const a3 = v128.load(own, 48);
    for (let k = i + 1; k < m; k++) {
      const other = rankOf + (<usize>k << 6);
      const b0 = v128.load(other);
      const b1 = v128.load(other, 16);
      const b2 = v128.load(other, 32);
      const b3 = v128.load(other, 48);
      const wins = popcnt(
        i8x16.bitmask(i8x16.narrow_i16x8_s(i16x8.lt_u(a0, b0), i16x8.lt_u(a1, b1))) |
        (i8x16.bitmask(i8x16.narrow_i16x8_s(i16x8.lt_u(a2, b2), i16x8.lt_u(a3, b3))) << 16));
      const losses = popcnt(
        i8x16.bitmask(i8x16.narrow_i16x8_s(i16x8.lt_u(b0, a0), i16x8.lt_u(b1, a1))) |
        (i8x16.bitmask(i8x16.narrow_i16x8_s(i16x8.lt_u(b2, a2), i16x8.lt_u(b3, a3))) << 16));
      const won = pairs + (<usize>(i * m + k) << 2);
      const lost = pairs + (<usize>(k * m + i) << 2);
      store<u32>(won, load<u32>(won) + wins);
      store<u32>(lost, load<u32>(lost) + losses);
    }
  }
}

/** Ranks `samples` weightings and counts; addresses as laid out in ../wasm.ts, `pairs` 0 when not asked for. */
export function rankBlock(
  samples: i32, m: i32, padded: i32, n: i32, ranks: i32, buckets: i32, drawn: i32,
  low: usize, width: usize, flags: usize, rows: usize, weights: usize, keys: usize,
  scores: usize, bucketOf: usize, starts: usize, order: usize, leaders: usize, counts: usize,
  rankOf: usize, pairs: usize,
): void {
  if (pairs != 0) memory.fill(rankOf, 0, <usize>(m * BLOCK) << 1);
  for (let s = 0; s < samples; s++) {
    const own = weights + (<usize>(s * n) << 3);
    if (drawn != 0) {
      const key = keys + (<usize>s << 3);
      scoreDrawn(scores, low, width, flags, rows, own, padded, n, load<i32>(key), load<i32>(key, 4));
    } else {
      scoreExact(scores, low, own, padded, n);
    }
    const sorted = order + (<usize>(s * m) << 1);
    const tied = sortSample(scores, sorted, bucketOf, starts, buckets, m, padded);
    store<u32>(leaders + (<usize>s << 2), tied ? settleTies(scores, sorted, counts, m, ranks) : 1);
    if (pairs != 0) noteRanks(scores, sorted, rankOf, s, m);
  }
  const stride = <usize>m << 1;
  for (let rank = 0; rank < ranks; rank++) {
    const row = counts + (<usize>(rank * m) << 2);
    let at = order + (<usize>rank << 1);
    for (let s = 0; s < samples; s++) {
      const cell = row + (<usize>load<u16>(at) << 2);
      store<u32>(cell, load<u32>(cell) + 1);
      at += stride;
    }
  }
  if (pairs != 0) countPairs(rankOf, pairs, m);
}
