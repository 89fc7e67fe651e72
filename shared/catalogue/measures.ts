/**
 * The measure of each built-in criterion for one park: value, interval and kind of evidence, and what
 * it rests on (facts, sources, date, method), so that every figure on screen can be traced.
 *
 * `sector-fit` is missing here on purpose: it depends on the sectors that the investor picks.
 */

import type { ProvinceFigure } from "../model/catalogue";
import { EVIDENCE_CODE, type EvidenceKind, type Source } from "../model/evidence";
import type { FieldId } from "../model/fields";
import type { AccessKind, Park, ResolvedField } from "../model/park";
import { type CriterionId, GREEN_POINTS, SMART_POINTS } from "../ranking/criteria";
import type { DeriveContext } from "./derive";
import { centralNumber, decimalYear, evidenceOf } from "./resolve";

/** A measure in the criterion's unit; `central` is NaN and `kind` 0 when unknown. */
export interface Measure {
  readonly central: number;
  readonly low: number;
  readonly high: number;
  /** Byte code of the evidence kind. */
  readonly kind: number;
}

/** How a measure came about: a message key with its values. */
export interface MeasureMethod {
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
}

export interface MeasureExplanation {
  readonly measure: Measure;
  /** Indexes into the park's facts. */
  readonly facts: readonly number[];
  /** Sources beyond those of the facts come last (a statistic, a map). */
  readonly sourceIds: readonly string[];
  readonly asOf: string | null;
  readonly how: MeasureMethod;
}

export type MeasureContext = Pick<DeriveContext, "sources" | "formerProvinces" | "today">;

/** Relative half-width of provincial statistics: single districts differ, and the figures are some years old. */
export const PROVINCE_WIDTH = { labourForce: 0.05, trainedLabourPct: 0.1 } as const;
/** The index of a province moves by about this many points from survey to survey; older scores are less sure. */
export const PCI_WIDTH = { points: 1, perYear: 0.5 } as const;
/** Points that credentials not mentioned in any source may add. */
export const UNMENTIONED_POINTS = { green: 2, smart: 2 } as const;
/** What a member counts that is only planned, and at the low end one that only brokers state. */
export const WEAK_SHARE = 0.5;
const PLANNED = /\b(?:plan|planned|plans|proposed|proposal|vision|to be|future|will)\b/;
/** A planned or unbuilt park has no tenants; believed when the status is at most this many years old. */
export const NO_TENANTS_YEARS = 4;
/** Workers per project in the parks that state both: median and quartiles (a test measures them anew). */
export const WORKERS_PER_PROJECT = { central: 320, low: 195, high: 650 } as const;

const UNKNOWN: Measure = { central: Number.NaN, low: Number.NaN, high: Number.NaN, kind: 0 };

function unknown(reason: string): MeasureExplanation {
  return {
    measure: UNKNOWN,
    facts: [],
    sourceIds: [],
    asOf: null,
    how: { key: `measure.unknown.${reason}`, values: {} },
  };
}

function measured(central: number, low: number, high: number, kind: EvidenceKind): Measure {
  return { central, low: Math.min(low, central), high: Math.max(high, central), kind: EVIDENCE_CODE[kind] };
}

function sourcesOf(park: Park, facts: readonly number[], more: readonly (string | undefined)[] = []): string[] {
  const ids = [...facts.map((index) => park.facts[index]?.source), ...more];
  return [...new Set(ids.filter((id): id is string => id !== undefined))];
}

function sourceKind(context: MeasureContext, id: string): EvidenceKind {
  const source: Source | undefined = context.sources.get(id);
  return source === undefined ? "press" : evidenceOf(source.kind);
}

function factsOf(field: ResolvedField | undefined): number[] {
  if (field === undefined) return [];
  return field.fact === null ? [...field.rivals] : [field.fact, ...field.rivals];
}

function fromAccess(park: Park, kind: AccessKind, context: MeasureContext): MeasureExplanation {
  const access = park.access[kind];
  if (access === undefined) return unknown("position");
  const values = { gateway: access.gateway, km: access.km, geodesicKm: access.geodesicKm };
  if (access.fact !== null) {
    const fact = park.facts[access.fact];
    const evidence = fact === undefined ? "press" : sourceKind(context, fact.source);
    return {
      measure: measured(access.km, access.low, access.high, evidence),
      facts: [access.fact],
      sourceIds: sourcesOf(park, [access.fact]),
      asOf: fact?.asOf ?? null,
      how: { key: "measure.how.stated-distance", values },
    };
  }
  const position = park.position;
  return {
    measure: measured(access.km, access.low, access.high, "estimated"),
    facts: [],
    sourceIds: position === null ? [] : [position.source],
    asOf: null,
    how: {
      key: "measure.how.road-factor",
      values: { ...values, precision: position?.precision ?? "", radiusKm: position?.radiusKm ?? 0 },
    },
  };
}

function fromField(park: Park, field: FieldId): MeasureExplanation {
  const resolved = park.resolved[field];
  const central = resolved === undefined ? null : centralNumber(resolved.value);
  if (resolved === undefined || central === null) return unknown("no-fact");
  // An estimate from other fields rests on their facts.
  const basis: readonly FieldId[] =
    resolved.fact === null && field === "availableAreaHa"
      ? [park.resolved.industrialAreaHa === undefined ? "totalAreaHa" : "industrialAreaHa", "occupancyPct"]
      : [field];
  const facts = basis.flatMap((id) => factsOf(park.resolved[id]));
  return {
    measure: measured(central, resolved.low ?? central, resolved.high ?? central, resolved.kind),
    facts,
    sourceIds: sourcesOf(park, facts, [resolved.estimateSource]),
    asOf: resolved.asOf,
    how: { key: `measure.how.${resolved.rule}`, values: { rivals: resolved.rivals.length } },
  };
}

function fromProvince(
  park: Park,
  context: MeasureContext,
  pick: "labourForce" | "trainedLabourPct" | "pci",
): MeasureExplanation {
  const province = context.formerProvinces.get(park.formerProvince);
  const figure: ProvinceFigure | null = province?.[pick] ?? null;
  if (province === undefined || figure === null) return unknown("no-statistic");
  const age = Math.max(0, context.today - (decimalYear(figure.asOf) ?? context.today));
  const width = pick === "pci" ? PCI_WIDTH.points + PCI_WIDTH.perYear * age : PROVINCE_WIDTH[pick] * figure.value;
  return {
    measure: measured(figure.value, figure.value - width, figure.value + width, sourceKind(context, figure.source)),
    facts: [],
    sourceIds: [figure.source],
    asOf: figure.asOf,
    how: { key: `measure.how.province-${pick}`, values: { province: province.code, year: figure.asOf } },
  };
}

function fromMinimumWage(park: Park): MeasureExplanation {
  const wage = park.minimumWage ?? null;
  if (wage === null) return unknown("no-statistic");
  const sure = wage.low === wage.vndMonth && wage.high === wage.vndMonth;
  return {
    measure: measured(wage.vndMonth, wage.low, wage.high, sure ? "authority" : "estimated"),
    facts: [],
    sourceIds: [wage.source],
    asOf: wage.asOf,
    how: { key: "measure.how.minimum-wage", values: { region: wage.region, district: wage.matched } },
  };
}

/**
 * Points of a set of credentials. Every distinct member counts once, however many sources state it;
 * one that is only planned counts half, and nothing at the low end; one that only brokers state
 * counts half at the low end.
 */
function fromPoints(
  park: Park,
  field: "green" | "smart",
  points: Readonly<Record<string, number>>,
  context: MeasureContext,
): MeasureExplanation {
  const resolved = park.resolved[field];
  if (resolved?.members === undefined) return unknown("no-fact");
  let central = 0;
  let low = 0;
  let best = 0;
  const facts = new Set<number>();
  for (const [member, indexes] of Object.entries(resolved.members)) {
    const value = points[member] ?? 0;
    const stated = indexes.flatMap((index) => park.facts[index] ?? []);
    const working = stated.filter((fact) => !PLANNED.test(fact.note ?? ""));
    const firm = working.some((fact) => context.sources.get(fact.source)?.kind !== "broker");
    central += working.length > 0 ? value : value * WEAK_SHARE;
    low += firm ? value : working.length > 0 ? value * WEAK_SHARE : 0;
    for (const fact of stated) best = Math.max(best, EVIDENCE_CODE[sourceKind(context, fact.source)]);
    for (const index of indexes) facts.add(index);
  }
  const all = Object.values(points).reduce((sum, value) => sum + value, 0);
  const high = Math.min(all, central + UNMENTIONED_POINTS[field]);
  const indexes = [...facts].sort((a, b) => a - b);
  return {
    measure: { central, low, high: Math.max(high, central), kind: best },
    facts: indexes,
    sourceIds: sourcesOf(park, indexes),
    asOf: resolved.asOf,
    how: { key: "measure.how.points", values: { count: Object.keys(resolved.members).length, points: central } },
  };
}

/**
 * Projects at work: stated; else from the stated workers; else at least the tenants that sources
 * name; else none in a park that is not built yet.
 */
function fromTenants(park: Park, context: MeasureContext): MeasureExplanation {
  if (park.resolved.projects !== undefined) return fromField(park, "projects");
  const workers = park.resolved.workers;
  const count = workers === undefined ? null : centralNumber(workers.value);
  if (workers !== undefined && count !== null) {
    const projects = (perProject: number) => Math.round(count / perProject);
    const { central, low, high } = WORKERS_PER_PROJECT;
    const facts = factsOf(workers);
    return {
      measure: measured(projects(central), projects(high), projects(low), "estimated"),
      facts,
      sourceIds: sourcesOf(park, facts),
      asOf: workers.asOf,
      how: { key: "measure.how.projects-from-workers", values: { workers: count } },
    };
  }
  const tenants = park.resolved.tenants?.members;
  if (tenants !== undefined) {
    const named = Object.keys(tenants).length;
    const facts = [...new Set(Object.values(tenants).flat())].sort((a, b) => a - b);
    return {
      measure: measured(named, named, Math.max(4 * named, 40), "estimated"),
      facts,
      sourceIds: sourcesOf(park, facts),
      asOf: park.resolved.tenants?.asOf ?? null,
      how: { key: "measure.how.projects-from-tenants", values: { tenants: named } },
    };
  }
  const status = park.resolved.status;
  const since = status === undefined ? null : decimalYear(status.asOf);
  if (
    status !== undefined &&
    status.value !== "operating" &&
    since !== null &&
    context.today - since <= NO_TENANTS_YEARS
  ) {
    const facts = status.fact === null ? [] : [status.fact];
    return {
      measure: measured(0, 0, 10, "estimated"),
      facts,
      sourceIds: sourcesOf(park, facts),
      asOf: status.asOf,
      how: { key: "measure.how.no-tenants-yet", values: {} },
    };
  }
  return unknown("no-fact");
}

/** Criteria that have a measure here: all built-in ones but `sector-fit`. */
export type MeasuredCriterionId = Exclude<CriterionId, "sector-fit">;

const MEASURES: Readonly<Record<MeasuredCriterionId, (park: Park, context: MeasureContext) => MeasureExplanation>> = {
  "proximity-china": (park, context) => fromAccess(park, "china-gate", context),
  "proximity-ports": (park, context) => fromAccess(park, "deep-water-port", context),
  "proximity-airport": (park, context) => fromAccess(park, "international-airport", context),
  "land-rent": (park) => fromField(park, "landRentUsdPerM2Term"),
  "available-land": (park) => fromField(park, "availableAreaHa"),
  "labour-supply": (park, context) => fromProvince(park, context, "labourForce"),
  "labour-cost": (park) => fromMinimumWage(park),
  "labour-skill": (park, context) => fromProvince(park, context, "trainedLabourPct"),
  "green-credentials": (park, context) => fromPoints(park, "green", GREEN_POINTS, context),
  "smart-infrastructure": (park, context) => fromPoints(park, "smart", SMART_POINTS, context),
  "business-climate": (park, context) => fromProvince(park, context, "pci"),
  "tenant-record": fromTenants,
};

/** In the order of the criteria panel. */
export const MEASURED_CRITERIA = Object.keys(MEASURES) as readonly MeasuredCriterionId[];

/** Whether {@link explainMeasure} knows the criterion. */
export function isMeasured(criterionId: string): criterionId is MeasuredCriterionId {
  return Object.hasOwn(MEASURES, criterionId);
}

/**
 * A park's measure of a built-in criterion and what it rests on.
 *
 * @returns null for criteria that are not measured here (`sector-fit`, the user's own).
 */
export function explainMeasure(park: Park, criterionId: string, context: MeasureContext): MeasureExplanation | null {
  return isMeasured(criterionId) ? MEASURES[criterionId](park, context) : null;
}
