/**
 * Schemas of the user's own data: what a `.parkwise` document carries and what the database holds.
 * They are the trust boundary of both, and the published JSON Schema is generated from them.
 *
 * The `satisfies Record<keyof ..., ...>` clauses make the compiler refuse a field that was added to
 * the model and forgotten here.
 */
import * as v from "valibot";
import { CRITERION_GROUPS, type Criterion, type ValueFunction } from "../model/criterion";
import { REGION_IDS, STATUS_IDS } from "../model/park";
import type { Filters, Gate, Profile, SavedProfile, Waiver, Weighting } from "../model/profile";
import type { DecisionInputs, DecisionRecord, DecisionSnapshot, RankedSite, Shortlist } from "../model/shortlist";

/** Limits that no honest document comes near; beyond them a file is refused as broken or hostile. */
export const LIMITS = {
  idLength: 200,
  nameLength: 200,
  noteLength: 20_000,
  records: 10_000,
  sites: 200_000,
  criteria: 500,
  /** One criterion's measures of that many sites, with bounds: 25 bytes a site. */
  base64Length: 7_000_000,
} as const;

type Entries<T> = Record<keyof T, v.GenericSchema>;

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(LIMITS.idLength));
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(LIMITS.nameLength));
const note = v.pipe(v.string(), v.maxLength(LIMITS.noteLength));
const time = v.pipe(v.string(), v.isoTimestamp());
const finite = v.pipe(v.number(), v.finite());
const unit = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const points = v.pipe(v.number(), v.minValue(0), v.maxValue(100));
const ids = v.pipe(v.array(id), v.maxLength(LIMITS.records));
const siteIds = v.pipe(v.array(id), v.maxLength(LIMITS.sites));
const byId = <S extends v.GenericSchema>(schema: S) =>
  v.pipe(
    v.record(v.pipe(v.string(), v.minLength(1), v.maxLength(LIMITS.idLength * 2 + 1)), schema),
    v.maxEntries(LIMITS.records),
  );

/** A value function. */
export const valueFunctionSchema: v.GenericSchema<unknown, ValueFunction> = v.variant("type", [
  v.strictObject({
    type: v.literal("piecewise"),
    points: v.pipe(v.array(v.strictTuple([finite, unit])), v.minLength(1), v.maxLength(1_000)),
  }),
  v.strictObject({ type: v.literal("table"), values: byId(unit) }),
]);

const weighting: v.GenericSchema<unknown, Weighting> = v.strictObject({
  mode: v.picklist(["points", "order", "swing", "pairwise"]),
  points: byId(points),
  locked: ids,
  groupPoints: v.nullable(
    v.strictObject({
      location: points,
      land: points,
      labour: points,
      green: points,
      smart: points,
      track: points,
    } satisfies Record<(typeof CRITERION_GROUPS)[number], v.GenericSchema>),
  ),
  order: v.nullable(v.pipe(v.array(ids), v.maxLength(LIMITS.criteria))),
  swing: v.nullable(byId(points)),
  pairwise: v.nullable(byId(v.pipe(v.number(), v.minValue(1 / 9), v.maxValue(9)))),
} satisfies Entries<Weighting>);

const gate: v.GenericSchema<unknown, Gate> = v.strictObject({
  id,
  criterionId: id,
  op: v.picklist(["at-most", "at-least"]),
  limit: finite,
  unknownPasses: v.boolean(),
} satisfies Entries<Gate>);

const waiver: v.GenericSchema<unknown, Waiver> = v.strictObject({
  gateId: id,
  siteId: id,
  reason: note,
  grantedAt: time,
} satisfies Entries<Waiver>);

/** A decision profile. */
export const profileSchema: v.GenericSchema<unknown, Profile> = v.strictObject({
  weighting,
  valueFunctions: byId(valueFunctionSchema),
  gates: v.pipe(v.array(gate), v.maxLength(LIMITS.criteria)),
  waivers: v.pipe(v.array(waiver), v.maxLength(LIMITS.records)),
  unknownPolicy: v.picklist(["cautious", "neutral", "hopeful"]),
  sectors: ids,
  preset: v.nullable(id),
} satisfies Entries<Profile>);

/** What is shown of the ranking. */
export const filtersSchema: v.GenericSchema<unknown, Filters> = v.strictObject({
  text: v.pipe(v.string(), v.maxLength(1_000)),
  regions: v.array(v.picklist([...REGION_IDS, "other"])),
  provinces: ids,
  rentTiers: v.array(v.picklist(["low", "medium", "high", "premium", "unknown"])),
  sectors: ids,
  statuses: v.array(v.picklist(STATUS_IDS)),
  minAvailableHa: v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0))),
} satisfies Entries<Filters>);

/** A profile kept under a name. */
export const savedProfileSchema: v.GenericSchema<unknown, SavedProfile> = v.strictObject({
  id,
  name,
  savedAt: time,
  profile: profileSchema,
} satisfies Entries<SavedProfile>);

const rankedSite: v.GenericSchema<unknown, RankedSite> = v.strictObject({
  siteId: id,
  name: v.pipe(v.string(), v.maxLength(1_000)),
  rank: v.pipe(v.number(), v.integer(), v.minValue(1)),
  score: unit,
  low: unit,
  high: unit,
  sourcedShare: unit,
  estimatedShare: unit,
  unknownShare: unit,
} satisfies Entries<RankedSite>);

const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const base64 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]*={0,2}$/), v.maxLength(LIMITS.base64Length));

const decisionRecord: v.GenericSchema<unknown, DecisionRecord> = v.strictObject({
  inputs: hash,
  takingPart: base64,
  orderHash: hash,
  seal: hash,
} satisfies Entries<DecisionRecord>);

const criterion: v.GenericSchema<unknown, Criterion> = v.strictObject({
  id,
  group: v.picklist(CRITERION_GROUPS),
  label: v.exactOptional(v.pipe(v.string(), v.maxLength(LIMITS.nameLength))),
  unit: v.pipe(v.string(), v.maxLength(LIMITS.nameLength)),
  decimals: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(20)),
  direction: v.picklist(["benefit", "cost"]),
  valueFunction: valueFunctionSchema,
  measure: v.variant("type", [
    v.strictObject({ type: v.literal("builtin") }),
    v.strictObject({ type: v.literal("gateway"), gatewayId: id }),
    v.strictObject({ type: v.literal("column"), columnId: id }),
  ]),
} satisfies Entries<Criterion>);

/** The figures of a saved decision. */
export const decisionInputsSchema: v.GenericSchema<unknown, DecisionInputs> = v.strictObject({
  id: hash,
  siteIds,
  names: v.pipe(v.array(v.pipe(v.string(), v.maxLength(1_000))), v.maxLength(LIMITS.sites)),
  sectors: v.pipe(v.array(ids), v.maxLength(LIMITS.sites)),
  criteria: v.pipe(v.array(criterion), v.maxLength(LIMITS.criteria)),
  medians: byId(finite),
  measures: byId(base64),
} satisfies Entries<DecisionInputs>);

const snapshot: v.GenericSchema<unknown, DecisionSnapshot> = v.strictObject({
  profile: profileSchema,
  filters: filtersSchema,
  catalogueVersion: v.pipe(v.string(), v.maxLength(100)),
  catalogueHash: v.pipe(v.string(), v.maxLength(200)),
  engineVersion: v.pipe(v.string(), v.maxLength(100)),
  ranked: v.pipe(v.number(), v.integer(), v.minValue(0)),
  ranking: v.pipe(v.array(rankedSite), v.maxLength(LIMITS.sites)),
  record: v.exactOptional(decisionRecord),
} satisfies Entries<DecisionSnapshot>);

/** A shortlist with the decision that led to it. */
export const shortlistSchema: v.GenericSchema<unknown, Shortlist> = v.strictObject({
  id,
  name,
  note,
  siteIds,
  siteNotes: byId(note),
  createdAt: time,
  updatedAt: time,
  snapshot,
} satisfies Entries<Shortlist>);

/** Any JSON value, as settings hold it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const json: v.GenericSchema<unknown, Json> = v.lazy(() =>
  v.union([v.string(), finite, v.boolean(), v.null(), v.array(json), v.record(v.string(), json)]),
);

/** Settings by key. */
export const settingsSchema: v.GenericSchema<unknown, Readonly<Record<string, Json>>> = byId(json);

/** Names the place of an issue: "shortlists[3].snapshot.profile.preset". */
export function issuePath(issue: v.BaseIssue<unknown>): string {
  let path = "";
  for (const item of issue.path ?? []) {
    if (typeof item.key === "number") path += `[${item.key}]`;
    else path += path === "" ? String(item.key) : `.${String(item.key)}`;
  }
  return path;
}
