/**
 * Rent tiers: bands of land rent in USD per m2 for the remaining lease term, with thresholds that
 * are published market levels (see docs/data.md): the top of the levels published for Vietnam's
 * cheaper provinces, the average of the northern and of the southern economic region in the third
 * quarter of 2025.
 */
import type { RentTierId } from "./park";

/** Upper bounds of the tiers, USD per m2 and term: a rent below `low` is low, and so on. */
export const RENT_TIER_BOUNDS = { low: 80, medium: 133, high: 183 } as const;

/** In order of rent, the unknown last: for filters and legends. */
export const RENT_TIERS: readonly RentTierId[] = ["low", "medium", "high", "premium", "unknown"];

/** The tier of a rent; "unknown" for null. */
export function rentTierOf(usdPerM2Term: number | null): RentTierId {
  if (usdPerM2Term === null || Number.isNaN(usdPerM2Term)) return "unknown";
  if (usdPerM2Term < RENT_TIER_BOUNDS.low) return "low";
  if (usdPerM2Term < RENT_TIER_BOUNDS.medium) return "medium";
  return usdPerM2Term < RENT_TIER_BOUNDS.high ? "high" : "premium";
}
