/**
 * What leaves the app, before it has a format: the chosen sites with scores, values, figures and facts,
 * in the reader's language. `renderer/views/report/collect.ts` makes it; the writers beside this file turn
 * it into a workbook, CSV, GeoJSON, KML and a table for the clipboard.
 */
import type { EvidenceClass } from "../model/evidence";
import type { Position } from "../model/park";

/** Words and numbers in the reader's language; keys are those of `shared/messages/<locale>/export.json`. */
export interface ExportLanguage {
  /** BCP 47 tag. */
  readonly locale: string;
  word(key: string, values?: Readonly<Record<string, string | number>>): string;
  number(value: number, decimals: number): string;
}

export interface ExportCriterion {
  readonly id: string;
  readonly label: string;
  readonly group: string;
  /** Unit in words; empty where there is none. */
  readonly unit: string;
  readonly decimals: number;
  /** Weight as the ranker takes it, before it is made a share; 0 or more. */
  readonly points: number;
  /** The value function in words ("100 → 1, 200 → 0.75"). */
  readonly scale: string;
  /** The user's reason or the criterion's description. */
  readonly description: string;
}

/** One criterion of one site. */
export interface ExportCell {
  /** In the criterion's unit; null when unknown. */
  readonly measure: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Values 0..1 as they entered the score, unknowns by the policy. */
  readonly value: number;
  readonly valueLow: number;
  readonly valueHigh: number;
  readonly evidence: EvidenceClass;
}

/** One statement about one site, with its source. */
export interface ExportFact {
  /** What it states, in words. */
  readonly field: string;
  readonly value: string | number;
  readonly unit: string;
  /** As stated: "YYYY", "YYYY-MM", "YYYY-MM-DD", or empty. */
  readonly asOf: string;
  /** Whether the app's value rests on it. */
  readonly used: boolean;
  readonly note: string;
  readonly source: ExportSource;
}

export interface ExportSource {
  readonly title: string;
  readonly publisher: string;
  /** Kind of source in words. */
  readonly kind: string;
  readonly date: string;
  /** Empty for a document without an address. */
  readonly url: string;
}

export interface ExportSite {
  readonly id: string;
  readonly name: string;
  readonly nameVi: string;
  readonly province: string;
  readonly formerProvince: string;
  readonly region: string;
  readonly status: string;
  readonly position: Pick<Position, "lat" | "lon" | "precision" | "radiusKm"> | null;
  /** Rank among all ranked sites; null for a site that filters or must-haves leave out. */
  readonly rank: number | null;
  /** 0..1. */
  readonly score: number;
  readonly low: number;
  readonly high: number;
  /** Shares of weight, 0..1. */
  readonly sourcedShare: number;
  readonly estimatedShare: number;
  readonly unknownShare: number;
  /** In the order of the criteria. */
  readonly cells: readonly ExportCell[];
  readonly facts: readonly ExportFact[];
  /** The user's note on it; empty for none. */
  readonly note: string;
  /** Rank and score when the shortlist was saved; null outside shortlists. */
  readonly saved: { readonly rank: number; readonly score: number } | null;
}

export interface ExportData {
  readonly title: string;
  /** ISO 8601 time. */
  readonly createdAt: string;
  readonly catalogueVersion: string;
  readonly catalogueHash: string;
  readonly engineVersion: string;
  readonly appVersion: string;
  /** What else describes the decision, as pairs of label and text: preset, policy, must-haves, filters, waivers. */
  readonly decision: readonly (readonly [string, string])[];
  /** Sites in the whole ranking. */
  readonly ranked: number;
  readonly criteria: readonly ExportCriterion[];
  /** Ranked sites first, best first; then those left out. */
  readonly sites: readonly ExportSite[];
}
