/**
 * A decision profile: the investor's weights, must-haves and reading of unknowns. It is plain,
 * readonly data that can be stored, exported, undone and compared.
 */
import type { CriterionGroupId, ValueFunction } from "./criterion";
import type { RegionId, RentTierId, StatusId } from "./park";

/**
 * How an unknown measure enters the central score: `cautious` as the scale's worst, `neutral` as
 * the catalogue's median, `hopeful` as the scale's best. Its range is the whole scale in each case.
 */
export type UnknownPolicy = "cautious" | "neutral" | "hopeful";

/** A must-have: a limit on a criterion's measure, or membership in a set. */
export interface Gate {
  readonly id: string;
  readonly criterionId: string;
  readonly op: "at-most" | "at-least";
  /** In the criterion's unit. */
  readonly limit: number;
  /** Whether a site whose measure is unknown passes. */
  readonly unknownPasses: boolean;
}

/** The user lets a site pass a gate that it fails, and says why. */
export interface Waiver {
  readonly gateId: string;
  readonly siteId: string;
  readonly reason: string;
  /** ISO 8601 time. */
  readonly grantedAt: string;
}

/** Ways of stating weights. What was said in each is kept, so that switching loses nothing. */
export type WeightingMode = "points" | "order" | "swing" | "pairwise";

export interface Weighting {
  readonly mode: WeightingMode;
  /** Points 0..100 by criterion id; the effective weight is the share. */
  readonly points: Readonly<Record<string, number>>;
  /** Criteria whose points stay put when the others are scaled. */
  readonly locked: readonly string[];
  /** Group points 0..100; null: groups carry no weight of their own (flat). */
  readonly groupPoints: Readonly<Record<CriterionGroupId, number>> | null;
  /** Most important first; ties share a tier. Null until the user has ordered. */
  readonly order: readonly (readonly string[])[] | null;
  /** Swing points 0..100 by criterion id. Null until answered. */
  readonly swing: Readonly<Record<string, number>> | null;
  /** Saaty judgements: key "a|b" with a before b in criterion order, value 1/9..9. Null until answered. */
  readonly pairwise: Readonly<Record<string, number>> | null;
}

export interface Profile {
  readonly weighting: Weighting;
  /** Value functions that the user moved, by criterion id. */
  readonly valueFunctions: Readonly<Record<string, ValueFunction>>;
  readonly gates: readonly Gate[];
  readonly waivers: readonly Waiver[];
  readonly unknownPolicy: UnknownPolicy;
  /** Sectors that sector fit is measured against. */
  readonly sectors: readonly string[];
  /** Preset that the profile began from; null for none. */
  readonly preset: string | null;
}

export interface Filters {
  readonly text: string;
  readonly regions: readonly RegionId[];
  /** Codes of today's provinces. */
  readonly provinces: readonly string[];
  readonly rentTiers: readonly RentTierId[];
  readonly sectors: readonly string[];
  readonly statuses: readonly StatusId[];
  /** Least available land, ha; sites with unknown land are left out when set. */
  readonly minAvailableHa: number | null;
}

export const NO_FILTERS: Filters = {
  text: "",
  regions: [],
  provinces: [],
  rentTiers: [],
  sectors: [],
  statuses: [],
  minAvailableHa: null,
};

/** A profile kept under a name. */
export interface SavedProfile {
  readonly id: string;
  readonly name: string;
  readonly savedAt: string;
  readonly profile: Profile;
}
