import { describe, expect, it } from "vitest";
import { euclideanNorm, extent, largestMagnitude, nearlyEqual, safeUnit, sum } from "./arithmetic";

describe("sum", () => {
  it("keeps what a plain sum rounds away, wherever the large term stands", () => {
    expect(sum([1, 1e100, 1, -1e100])).toBe(2);
    expect(sum([1e100, 1, -1e100, 1])).toBe(2);
    expect(sum(new Array(10).fill(0.1))).toBe(1);
  });
  it("is 0 of nothing", () => expect(sum([])).toBe(0));
});

describe("euclideanNorm", () => {
  it("is the length of a vector", () => {
    expect(euclideanNorm([3, -4])).toBe(5);
    expect(euclideanNorm([0, 0])).toBe(0);
    expect(euclideanNorm([])).toBe(0);
  });
  it("neither overflows nor vanishes at the ends of the double range", () => {
    expect(euclideanNorm([3e300, 4e300]) / 5e300).toBeCloseTo(1, 14);
    expect(euclideanNorm([3e-300, 4e-300]) / 5e-300).toBeCloseTo(1, 14);
    expect(euclideanNorm([5e-324])).toBe(5e-324);
  });
});

describe("safeUnit", () => {
  it("is a power of two, and 1 for ordinary values", () => {
    expect(safeUnit([1, -1e100])).toBe(1);
    expect(safeUnit([2 ** 400, 1])).toBe(1);
    expect(safeUnit([-(2 ** 401), 1])).toBe(2 ** -600);
    expect(safeUnit([2 ** -400])).toBe(1);
    expect(safeUnit([2 ** -401, 0])).toBe(2 ** 600);
  });
});

describe("largestMagnitude and extent", () => {
  it("look at both signs", () => {
    expect(largestMagnitude([1, -7, 3])).toBe(7);
    expect(largestMagnitude([])).toBe(0);
    expect(extent([4, -2, 9, 0])).toEqual({ min: -2, max: 9 });
    expect(extent([5])).toEqual({ min: 5, max: 5 });
  });
});

describe("nearlyEqual", () => {
  it("is relative to the larger value", () => {
    expect(nearlyEqual(1, 1 + 0.9e-12)).toBe(true);
    expect(nearlyEqual(1, 1 + 1.1e-12)).toBe(false);
    expect(nearlyEqual(-2e-30, -2e-30 * (1 + 1e-11))).toBe(false);
    expect(nearlyEqual(0, 1e-300)).toBe(false);
    expect(nearlyEqual(0, 0)).toBe(true);
  });
  it("takes the size of the cancelled terms into account", () => {
    expect(nearlyEqual(0, 0.9e-12, 1)).toBe(true);
    expect(nearlyEqual(0, 1.1e-12, 1)).toBe(false);
  });
});
