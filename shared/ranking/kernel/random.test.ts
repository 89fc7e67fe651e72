import { describe, expect, test } from "vitest";
import { sampleSize } from "../../../tests/support/sample-size";
import { drawValue, hash32, STREAM, sampleKeys } from "./random";

const uniforms = (count: number, of: (k: number) => number) =>
  Array.from({ length: count }, (_, k) => (of(k) >>> 0) / 2 ** 32);

/** Mean, variance and lag-one correlation of numbers that should be even in 0..1 and independent. */
function moments(u: readonly number[]) {
  const mean = u.reduce((sum, x) => sum + x, 0) / u.length;
  const variance = u.reduce((sum, x) => sum + (x - mean) ** 2, 0) / u.length;
  let lag = 0;
  for (let k = 1; k < u.length; k++) lag += ((u[k] ?? 0) - mean) * ((u[k - 1] ?? 0) - mean);
  return { mean, variance, lag: lag / (u.length - 1) / variance };
}

describe("numbers by counter", () => {
  const N = sampleSize(100_000);
  const keys = sampleKeys(42, STREAM.values);
  test.each([
    ["along the counter", (k: number) => hash32(k, keys.first(0), keys.second(0))],
    ["across samples", (k: number) => hash32(5, keys.first(k), keys.second(k))],
    [
      "across seeds",
      (k: number) => {
        const other = sampleKeys(k, STREAM.values);
        return hash32(5, other.first(0), other.second(0));
      },
    ],
    ["the first keys", (k: number) => keys.first(k)],
    ["the second keys", (k: number) => keys.second(k)],
  ])("are even and independent %s", (_name, of) => {
    const u = uniforms(N, of);
    const { mean, variance, lag } = moments(u);
    // Within 4.5 standard errors.
    expect(Math.abs(mean - 1 / 2)).toBeLessThan(4.5 * Math.sqrt(1 / 12 / N));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(4.5 * Math.sqrt(1 / 180 / N));
    expect(Math.abs(lag)).toBeLessThan(4.5 / Math.sqrt(N));
    const cells = new Array<number>(256).fill(0);
    for (const x of u) cells[Math.floor(x * 256)] = (cells[Math.floor(x * 256)] ?? 0) + 1;
    const chiSquare = cells.reduce((sum, count) => sum + (count - N / 256) ** 2 / (N / 256), 0);
    // 255 degrees of freedom: mean 255, standard deviation 22.6.
    expect(chiSquare).toBeGreaterThan(255 - 4.5 * 22.6);
    expect(chiSquare).toBeLessThan(255 + 4.5 * 22.6);
  });

  test("every bit of the seed counts, and streams differ", () => {
    const seen = new Set<number>();
    for (const seed of [0, 1, -1, 2 ** 31, 2 ** 32, 2 ** 33, 2 ** 52, -(2 ** 40)]) {
      for (const stream of Object.values(STREAM)) {
        const own = sampleKeys(seed, stream);
        seen.add(own.first(0)).add(own.second(0)).add(own.first(1));
      }
    }
    expect(seen.size).toBe(8 * 3 * 3);
  });

  test("stay the same for ever: saved results hang on them", () => {
    expect([hash32(0, 0, 0), hash32(1, 2, 3), hash32(7, -1, 12345)]).toMatchInlineSnapshot(`
      [
        0,
        1651504547,
        271171409,
      ]
    `);
    expect([keys.first(3), keys.second(3)]).toMatchInlineSnapshot(`
      [
        -2136817610,
        -819161900,
      ]
    `);
  });

  test("a drawn value lies within its interval, by criterion and row", () => {
    const drawn = new Set<number>();
    for (let row = 0; row < 100; row++) {
      for (let criterion = 0; criterion < 10; criterion++) {
        const value = drawValue(2, 0.5, criterion, row, 1, 2);
        expect(value).toBeGreaterThan(2);
        expect(value).toBeLessThan(2.5);
        drawn.add(value);
      }
    }
    expect(drawn.size).toBe(1000);
  });
});
