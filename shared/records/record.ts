/**
 * Decision records: a saved ranking that can be computed again from its own figures and compared with
 * what was saved, bit for bit.
 */
import { sha256 } from "../catalogue/sha256";
import { canonicalJson } from "../document/document";
import type { Json } from "../document/schema";
import type { Criterion } from "../model/criterion";
import type { Profile } from "../model/profile";
import type { DecisionInputs, DecisionRecord, DecisionSnapshot, RankedSite } from "../model/shortlist";
import { ENGINE_VERSION } from "../ranking";
import { effectiveWeights } from "../ranking/additive/effective-weights";
import { createRanker } from "../ranking/additive/ranker";
import { buildDecisionTable, type RankingSites, type References } from "../ranking/additive/table";
import type { Ranking } from "../ranking/additive/types";
import { evaluateGates } from "../ranking/gates";
import { inputsId, packMask, takeInputs, unpackInputs, unpackMask } from "./inputs";

/** All that a ranking follows from. */
export interface Situation {
  readonly sites: RankingSites;
  readonly criteria: readonly Criterion[];
  readonly references: References;
  readonly profile: Profile;
  /** 1 where the filters let the site through; must-haves come on top. */
  readonly passesFilters: Uint8Array;
}

/** Ranks a situation from scratch. */
export function rankSituation({ sites, criteria, references, profile, passesFilters }: Situation): Ranking {
  const gates = evaluateGates(sites, criteria, profile).include;
  const include = passesFilters.map((passes, row) => passes & (gates[row] as number));
  const table = buildDecisionTable(sites, criteria, profile, references);
  return createRanker(table).rank(effectiveWeights(criteria, profile).weights, include);
}

/** SHA-256 over the order: for each place the row, its rank (32-bit) and the bits of its score, little-endian. */
export function orderHash({ order, rank, score, count }: Ranking): string {
  const view = new DataView(new ArrayBuffer(16 * count));
  for (let place = 0; place < count; place += 1) {
    const row = order[place] as number;
    view.setUint32(16 * place, row, true);
    view.setUint32(16 * place + 4, rank[row] as number, true);
    view.setFloat64(16 * place + 8, score[row] as number, true);
  }
  return sha256(new Uint8Array(view.buffer));
}

function sealOf({ record, ...snapshot }: DecisionSnapshot): string {
  const { seal: _, ...open } = record ?? { seal: "" };
  return sha256(canonicalJson({ ...snapshot, record: open } as unknown as Json));
}

/**
 * Completes a snapshot with what a replay needs, sealed: whatever is changed in it later shows.
 * @param situation the one that the snapshot's ranking comes from
 */
export function takeRecord(
  snapshot: DecisionSnapshot,
  situation: Situation,
): { readonly snapshot: DecisionSnapshot; readonly inputs: DecisionInputs } {
  const inputs = takeInputs(situation.sites, situation.criteria, situation.references);
  const record = {
    inputs: inputs.id,
    takingPart: packMask(situation.passesFilters),
    orderHash: orderHash(rankSituation(situation)),
  };
  const open: DecisionSnapshot = { ...snapshot, record: { ...record, seal: "" } };
  return { snapshot: { ...open, record: { ...record, seal: sealOf(open) } }, inputs };
}

/** The situation in which a snapshot was saved. @throws {RecordError} when the figures are damaged */
export function situationOf(snapshot: DecisionSnapshot, record: DecisionRecord, inputs: DecisionInputs): Situation {
  const unpacked = unpackInputs(inputs);
  return {
    ...unpacked,
    profile: snapshot.profile,
    passesFilters: unpackMask(record.takingPart, inputs.siteIds.length),
  };
}

export type Replay =
  /** Saved before records were kept, or its figures did not come along. */
  | { readonly verdict: "no-figures"; readonly reason: "old" | "missing" }
  /** Every rank and every score is the saved one, to the last bit. */
  | { readonly verdict: "identical"; readonly situation: Situation; readonly ranking: Ranking }
  /** Another engine computed it, and this one comes to another result. */
  | { readonly verdict: "engine-differs"; readonly situation: Situation; readonly ranking: Ranking }
  /** The figures or the decision (weights, must-haves, ranks) are not what was saved. */
  | { readonly verdict: "damaged"; readonly what: "figures" | "decision" };

/**
 * Computes a saved ranking again from its own figures.
 * @param inputs the record's figures; undefined where they are not to be had
 * @param engineVersion this engine's
 */
export function replay(
  snapshot: DecisionSnapshot,
  inputs: DecisionInputs | undefined,
  engineVersion: string = ENGINE_VERSION,
): Replay {
  const { record } = snapshot;
  if (record === undefined) return { verdict: "no-figures", reason: "old" };
  if (inputs === undefined) return { verdict: "no-figures", reason: "missing" };
  if (record.inputs !== inputs.id || inputsId(inputs) !== inputs.id) return { verdict: "damaged", what: "figures" };
  if (sealOf(snapshot) !== record.seal) return { verdict: "damaged", what: "decision" };
  let situation: Situation;
  let ranking: Ranking;
  try {
    situation = situationOf(snapshot, record, inputs);
    ranking = rankSituation(situation);
  } catch {
    // A profile or mask that the engine refuses cannot have been saved by it.
    return { verdict: "damaged", what: "decision" };
  }
  const rows = new Map(inputs.siteIds.map((id, row) => [id, row]));
  const same =
    ranking.count === snapshot.ranked &&
    orderHash(ranking) === record.orderHash &&
    snapshot.ranking.every((entry) => isSame(entry, ranking, rows.get(entry.siteId)));
  if (same) return { verdict: "identical", situation, ranking };
  if (snapshot.engineVersion !== engineVersion) return { verdict: "engine-differs", situation, ranking };
  return { verdict: "damaged", what: "decision" };
}

function isSame(entry: RankedSite, ranking: Ranking, row: number | undefined): boolean {
  return (
    row !== undefined &&
    entry.rank === ranking.rank[row] &&
    (["score", "low", "high", "sourcedShare", "estimatedShare", "unknownShare"] as const).every(
      (member) => entry[member] === ranking[member][row],
    )
  );
}
