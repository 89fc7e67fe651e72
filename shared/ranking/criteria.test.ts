import { describe, expect, test } from "vitest";
import { GREEN_IDS, SMART_IDS } from "../model/fields";
import {
  BUILTIN_CRITERIA,
  builtinCriterion,
  CRITERION_IDS,
  GREEN_POINTS,
  groupCriteria,
  SECTOR_FIT,
  SMART_POINTS,
} from "./criteria";

describe("the built-in criteria", () => {
  test("group, unit, decimals and direction of each, in the order of the panel", () => {
    expect(BUILTIN_CRITERIA.map((c) => [c.id, c.group, c.unit, c.decimals, c.direction])).toEqual([
      ["proximity-china", "location", "km", 0, "cost"],
      ["proximity-ports", "location", "km", 0, "cost"],
      ["proximity-airport", "location", "km", 0, "cost"],
      ["land-rent", "land", "USD/m²/term", 0, "cost"],
      ["available-land", "land", "ha", 0, "benefit"],
      ["labour-supply", "labour", "persons", 0, "benefit"],
      ["labour-cost", "labour", "VND/month", 0, "cost"],
      ["labour-skill", "labour", "%", 1, "benefit"],
      ["green-credentials", "green", "points", 1, "benefit"],
      ["smart-infrastructure", "smart", "points", 1, "benefit"],
      ["sector-fit", "track", "share", 2, "benefit"],
      ["business-climate", "track", "points", 1, "benefit"],
      ["tenant-record", "track", "projects", 0, "benefit"],
    ]);
    expect(BUILTIN_CRITERIA.map(({ id }) => id)).toEqual(CRITERION_IDS);
    expect(BUILTIN_CRITERIA.every(({ measure }) => measure.type === "builtin")).toBe(true);
  });

  test("a value function runs over the whole of 0..1, up for a benefit and down for a cost", () => {
    for (const { id, direction, valueFunction } of BUILTIN_CRITERIA) {
      if (valueFunction.type !== "piecewise") throw new Error(id);
      const measures = valueFunction.points.map(([measure]) => measure);
      const values = valueFunction.points.map(([, value]) => value);
      expect(measures, id).toEqual([...new Set(measures)].sort((a, b) => a - b));
      expect(values, id).toEqual([...new Set(values)].sort((a, b) => (direction === "benefit" ? a - b : b - a)));
      expect([Math.min(...values), Math.max(...values)], id).toEqual([0, 1]);
    }
  });

  test("are found by id; those of the user are not among them", () => {
    expect(builtinCriterion("land-rent")).toBe(BUILTIN_CRITERIA[3]);
    expect(builtinCriterion(SECTOR_FIT)).toBe(BUILTIN_CRITERIA[10]);
    expect(builtinCriterion("column:rent")).toBeUndefined();
  });
});

test("what was examined counts above what can be seen, and that above a claim", () => {
  expect(Object.keys(GREEN_POINTS).sort()).toEqual([...GREEN_IDS].sort());
  expect(Object.keys(SMART_POINTS).sort()).toEqual([...SMART_IDS].sort());
  const { eco_industrial_park_pilot: pilot, iso_14001, rooftop_solar, green_park_claim } = GREEN_POINTS;
  expect([pilot, iso_14001, rooftop_solar, green_park_claim]).toEqual([4, 2, 1, 0.5]);
  const { operations_centre, data_centre, "5g_or_fibre": network, smart_park_claim } = SMART_POINTS;
  expect([operations_centre, data_centre, network, smart_park_claim]).toEqual([3, 2, 1, 0.5]);
});

test("groups stand in panel order and keep the order of their criteria; empty ones are left out", () => {
  const picked = ["tenant-record", "available-land", "land-rent", "proximity-ports"].map((id) => builtinCriterion(id));
  const groups = groupCriteria(picked.filter((c) => c !== undefined));
  expect(groups.map(({ group, criteria }) => [group, ...criteria.map(({ id }) => id)])).toEqual([
    ["location", "proximity-ports"],
    ["land", "available-land", "land-rent"],
    ["track", "tenant-record"],
  ]);
  expect(groupCriteria([])).toEqual([]);
});
