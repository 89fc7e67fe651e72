import { describe, expect, it } from "vitest";
import { RENT_TIER_BOUNDS, RENT_TIERS, rentTierOf } from "./rent-tier";

describe("rentTierOf", () => {
  it.each([
    [34, "low"],
    [79.99, "low"],
    [RENT_TIER_BOUNDS.low, "medium"],
    [132.9, "medium"],
    [RENT_TIER_BOUNDS.medium, "high"],
    [RENT_TIER_BOUNDS.high, "premium"],
    [300, "premium"],
    [null, "unknown"],
    [Number.NaN, "unknown"],
  ])("%s -> %s", (rent, tier) => {
    expect(rentTierOf(rent)).toBe(tier);
    expect(RENT_TIERS).toContain(tier);
  });
});
