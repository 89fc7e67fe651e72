import { expect, test } from "vitest";
import { marksOf } from "./marks";

test("marks the best and the worst of what is known, ties alike", () => {
  expect(marksOf([3, 1, 2], ["3", "1", "2"])).toEqual(["best", "worst", null]);
  expect(marksOf([1, 1, 2, null], ["1", "1", "2", "–"])).toEqual(["worst", "worst", "best", null]);
  expect(marksOf([2, 2 + 1e-12], ["2", "2"])).toEqual([null, null]);
  expect(marksOf([2, null], ["2", "–"])).toEqual([null, null]);
  expect(marksOf([], [])).toEqual([]);
});

test("a difference that the reader cannot see is none", () => {
  expect(marksOf([-15.2, -15.4], ["15", "15"])).toEqual([null, null]);
  expect(marksOf([-15.2, -15.4, -20], ["15", "15", "20"])).toEqual(["best", "best", "worst"]);
  // Beyond the end of a scale different figures are worth the same.
  expect(marksOf([1, 1, 0.5], ["20", "35", "90"])).toEqual(["best", "best", "worst"]);
});
