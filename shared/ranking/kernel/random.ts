/**
 * Random numbers by counter: number j of sample k is a hash of (seed, stream, k, j), with no state
 * carried from one to the next. So sample k is the same whoever draws it, in whichever slice and on
 * however many workers, and a site keeps its draws when other sites come and go (common random
 * numbers: bars do not flicker between edits).
 *
 * Only 32-bit integer arithmetic: the same bits in every engine, and in WebAssembly.
 *
 * The hash is the two-round multiply-xorshift of C. Wellons' hash prospector ("lowbias32", constants
 * of 2023), keyed before the first and between the two rounds; the counter runs through a Weyl
 * sequence as in SplitMix (Steele, Lea & Flood, OOPSLA 2014).
 */

/** Odd multiplier of the Weyl sequence: 2^32 divided by the golden ratio. */
export const WEYL = 0x9e3779b9 | 0;

/** Streams: what a draw is for. Draws of different streams are independent. */
export const STREAM = { weights: 1, values: 2, chain: 3 } as const;

/** 2^-32: a hash times this lies in [0, 1). */
export const UNIT = 2 ** -32;

/**
 * Number `counter` of the stream with the given keys, as a signed 32-bit integer (every bit pattern equally likely).
 */
export function hash32(counter: number, key1: number, key2: number): number {
  let h = (key1 + Math.imul(counter, WEYL)) | 0;
  h ^= h >>> 16;
  h = Math.imul(h, 0x21f0aaad) ^ key2;
  h ^= h >>> 15;
  h = Math.imul(h, 0x735a2d97);
  return h ^ (h >>> 15);
}

/** The keys of samples of one stream under one seed. */
export interface SampleKeys {
  /** First and second key of sample `k` (0 .. 2^32 - 1). */
  first(k: number): number;
  second(k: number): number;
}

/**
 * Keys for the samples of a stream.
 * @param seed a safe integer; all 53 bits count
 */
export function sampleKeys(seed: number, stream: number): SampleKeys {
  const low = seed | 0;
  const high = Math.floor(seed / 2 ** 32) | 0;
  const a = hash32(stream, low, high);
  const b = hash32(stream + 64, high ^ 0x5bd1e995, low);
  return {
    first: (k) => hash32(k, a, b),
    second: (k) => hash32(k, b, ~a),
  };
}

/**
 * The value drawn for a cell in the sample with the given keys: evenly from its interval.
 * @param row the alternative's part of the counter, below 2^20; `criterion` below 2^12
 */
export function drawValue(
  low: number,
  width: number,
  criterion: number,
  row: number,
  key1: number,
  key2: number,
): number {
  return low + width * (((hash32((criterion << 20) | row, key1, key2) >>> 0) + 0.5) * UNIT);
}
