/**
 * Shortlists: named sets of sites, kept with everything that led to them, so that a saved decision
 * reads the same after the catalogue or the engine has moved on.
 */
import type { Filters, Profile } from "./profile";

/** One row of the ranking as it was when the shortlist was saved; scores are 0..1. */
export interface RankedSite {
  readonly siteId: string;
  readonly name: string;
  readonly rank: number;
  readonly score: number;
  readonly low: number;
  readonly high: number;
  /** Share of weight on sourced, estimated and unknown measures; they add up to 1. */
  readonly sourcedShare: number;
  readonly estimatedShare: number;
  readonly unknownShare: number;
}

/** The decision as it was: never changed after saving. */
export interface DecisionSnapshot {
  readonly profile: Profile;
  readonly filters: Filters;
  readonly catalogueVersion: string;
  readonly catalogueHash: string;
  readonly engineVersion: string;
  /** Number of sites that were ranked. */
  readonly ranked: number;
  /** The ranking: the chosen sites and at least the ten best. */
  readonly ranking: readonly RankedSite[];
}

export interface Shortlist {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly siteIds: readonly string[];
  /** Notes by site id. */
  readonly siteNotes: Readonly<Record<string, string>>;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly snapshot: DecisionSnapshot;
}
