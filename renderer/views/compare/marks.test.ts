import { expect, test } from "vitest";
import { marksOf } from "./marks";

test("marks the best and the worst of what is known, ties alike", () => {
  expect(marksOf([3, 1, 2])).toEqual(["best", "worst", null]);
  expect(marksOf([1, 1, 2, null])).toEqual(["worst", "worst", "best", null]);
  expect(marksOf([2, 2 + 1e-12])).toEqual([null, null]);
  expect(marksOf([2, null])).toEqual([null, null]);
  expect(marksOf([])).toEqual([]);
});
