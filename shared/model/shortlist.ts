/**
 * Shortlists: named sets of sites, kept with everything that led to them, so that a saved decision
 * reads the same after the catalogue or the engine has moved on.
 */
import type { Criterion } from "./criterion";
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
  /** What a replay needs. Absent in shortlists that were saved before there was one. */
  readonly record?: DecisionRecord;
}

/** How a snapshot is replayed, and what the replay must give. */
export interface DecisionRecord {
  /** Id of the {@link DecisionInputs}. */
  readonly inputs: string;
  /** The sites that the filters let through: one bit a site, lowest bit first, base64. */
  readonly takingPart: string;
  /** SHA-256 (hex) of the whole order, with every rank and the bits of every score. */
  readonly orderHash: string;
  /** SHA-256 (hex) of the snapshot as canonical JSON, without this member. */
  readonly seal: string;
}

/** The figures that a decision was made on; shared by all shortlists that were saved on the same ones. */
export interface DecisionInputs {
  /** SHA-256 (hex) of all other members as canonical JSON. */
  readonly id: string;
  readonly siteIds: readonly string[];
  /** Names that break ties, in the order of `siteIds` (so are the next two). */
  readonly names: readonly string[];
  readonly sectors: readonly (readonly string[])[];
  readonly criteria: readonly Criterion[];
  /** Medians that unknown figures take under the neutral policy, by criterion id. */
  readonly medians: Readonly<Record<string, number>>;
  /** Measures by criterion id, base64: see `shared/records/inputs.ts`. */
  readonly measures: Readonly<Record<string, string>>;
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
