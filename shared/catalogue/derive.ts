/**
 * From a park's facts to the park that the app shows and ranks: resolved fields, estimates where the
 * method allows one, distances to gateways, rent tier. The compiler and the app derive alike, so a
 * user's added fact changes a park by the same rules that made it.
 */

import { type GatewayFinder, gatewayFinder, nearestAccess } from "../geography/access";
import type { Catalogue, FormerProvince, Gateway, RoadFactor } from "../model/catalogue";
import type { Source } from "../model/evidence";
import type { Fact, MinimumWage, Park, Position, ResolvedField } from "../model/park";
import { rentTierOf } from "../model/rent-tier";
import { centralNumber, decimalYear, type ResolveContext, resolveFacts } from "./resolve";

/** What deriving needs beside a park's own facts. */
export interface DeriveContext extends ResolveContext {
  readonly formerProvinces: ReadonlyMap<string, FormerProvince>;
  readonly gateways: readonly Gateway[];
  readonly roadFactor: RoadFactor;
  readonly find: GatewayFinder;
}

/** A park before anything is derived. */
export interface ParkBase
  extends Pick<Park, "id" | "name" | "nameVi" | "aka" | "formerProvince" | "locality" | "position" | "facts"> {
  readonly minimumWage?: MinimumWage | null;
}

type ContextParts = Pick<Catalogue, "version" | "sources" | "formerProvinces" | "gateways" | "roadFactor">;

/**
 * The context of a compiled catalogue.
 *
 * @param extraSources the user's own sources (kind "user").
 */
export function deriveContext(catalogue: ContextParts, extraSources: readonly Source[] = []): DeriveContext {
  return {
    sources: new Map([...catalogue.sources, ...extraSources].map((source) => [source.id, source])),
    today: decimalYear(catalogue.version) ?? 2026,
    formerProvinces: new Map(catalogue.formerProvinces.map((province) => [province.code, province])),
    gateways: catalogue.gateways,
    roadFactor: catalogue.roadFactor,
    find: gatewayFinder(catalogue.gateways),
  };
}

/**
 * Leasable share of a park's whole area where only the whole is stated: 89,900 of 132,300 ha over
 * Vietnam's 431 established parks in early 2025 (Vietnam Business Forum, 19 July 2025); between the
 * 10th and 90th percentile of the catalogue's parks that state both areas (a test measures them).
 */
export const LEASABLE_SHARE = { central: 0.68, low: 0.5, high: 0.95 } as const;

/** Rule ids of estimates; `docs/evidence.md` explains each. */
export const ESTIMATE_RULES = {
  provinceRent: "province-level",
  vacantIndustrial: "industrial-area-times-vacancy",
  vacantTotal: "total-area-times-vacancy",
} as const;

/** A former province's published rent level, for a park without a rent of its own. */
function estimateRent(province: Pick<FormerProvince, "landRent">): ResolvedField | null {
  const level = province.landRent;
  if (level === null) return null;
  return {
    value: level.value,
    low: level.low,
    high: level.high,
    kind: "estimated",
    asOf: level.asOf,
    fact: null,
    rivals: [],
    rule: ESTIMATE_RULES.provinceRent,
    estimateSource: level.source,
  };
}

function numbersOf(field: ResolvedField | undefined): { central: number; low: number; high: number } | null {
  const central = field === undefined ? null : centralNumber(field.value);
  if (field === undefined || central === null) return null;
  return { central, low: field.low ?? central, high: field.high ?? central };
}

/** Land still to be let: leasable area times the share not occupied. */
function estimateAvailable(resolved: Park["resolved"]): ResolvedField | null {
  const occupancy = numbersOf(resolved.occupancyPct);
  const industrial = numbersOf(resolved.industrialAreaHa);
  const total = numbersOf(resolved.totalAreaHa);
  if (occupancy === null || (industrial === null && total === null)) return null;
  const area = industrial ?? {
    central: (total?.central ?? 0) * LEASABLE_SHARE.central,
    low: (total?.low ?? 0) * LEASABLE_SHARE.low,
    high: (total?.high ?? 0) * LEASABLE_SHARE.high,
  };
  const vacant = (pct: number) => Math.max(0, 1 - pct / 100);
  const tenth = (ha: number) => Math.round(ha * 10) / 10;
  return {
    value: tenth(area.central * vacant(occupancy.central)),
    low: tenth(area.low * vacant(occupancy.high)),
    high: tenth(area.high * vacant(occupancy.low)),
    kind: "estimated",
    asOf: resolved.occupancyPct?.asOf ?? null,
    fact: null,
    rivals: [],
    rule: industrial === null ? ESTIMATE_RULES.vacantTotal : ESTIMATE_RULES.vacantIndustrial,
  };
}

/** A park's own coordinates, where a fact states them (the user's first). */
export function statedPosition(facts: readonly Fact[], resolved: Park["resolved"]): Position | null {
  const chosen = resolved.latLon;
  if (chosen === undefined || chosen.fact === null) return null;
  const value = chosen.value;
  if (typeof value !== "object" || !("lat" in value)) return null;
  const source = facts[chosen.fact]?.source ?? "";
  return { lat: value.lat, lon: value.lon, precision: "stated", radiusKm: 1, matched: "", source };
}

/** Where a park lies, and the rent level published for it; a park outside Vietnam has a province of its own. */
export type ParkPlace = Pick<FormerProvince, "province" | "region" | "landRent">;

/** How facts become values; the user's edits give their own (`overlay.ts`). */
export interface Reading {
  /** Defaults to all facts by the documented rules. */
  readonly resolved?: Park["resolved"];
  /** Indexes of the facts whose stated distances count; all by default. */
  readonly distances?: readonly number[];
}

/**
 * Derives a park. Stated coordinates lead over `base.position`.
 *
 * @throws RangeError when the former province is not in the context.
 */
export function derivePark(base: ParkBase, context: DeriveContext): Park {
  const province = context.formerProvinces.get(base.formerProvince);
  if (province === undefined) {
    throw new RangeError(`Park ${base.id}: there is no former province with the code ${base.formerProvince}.`);
  }
  return deriveAt(base, province, context);
}

/** Derives a park at a given place, under a given reading of its facts. */
export function deriveAt(base: ParkBase, place: ParkPlace, context: DeriveContext, reading: Reading = {}): Park {
  const facts = base.facts;
  const resolved: Partial<Record<Fact["field"], ResolvedField>> = {
    ...(reading.resolved ?? resolveFacts(facts, context)),
  };
  if (resolved.landRentUsdPerM2Term === undefined) {
    const rent = estimateRent(place);
    if (rent !== null) resolved.landRentUsdPerM2Term = rent;
  }
  if (resolved.availableAreaHa === undefined) {
    const available = estimateAvailable(resolved);
    if (available !== null) resolved.availableAreaHa = available;
  }
  const position = statedPosition(facts, resolved) ?? base.position;
  const rent = resolved.landRentUsdPerM2Term;
  return {
    id: base.id,
    name: base.name,
    nameVi: base.nameVi,
    aka: base.aka,
    province: place.province,
    formerProvince: base.formerProvince,
    region: place.region,
    locality: base.locality,
    position,
    facts,
    resolved,
    access: accessOf(facts, position, context, reading.distances),
    rentTier: rentTierOf(rent === undefined ? null : centralNumber(rent.value)),
    minimumWage: base.minimumWage ?? null,
  };
}

/** Distances to the nearest gateways, on some of the facts only where `among` names them. */
function accessOf(
  facts: readonly Fact[],
  position: Position | null,
  context: DeriveContext,
  among: readonly number[] | undefined,
): Park["access"] {
  if (among === undefined) return nearestAccess({ position, facts }, context.gateways, context);
  const some = among.flatMap((index) => facts[index] ?? []);
  const access = nearestAccess({ position, facts: some }, context.gateways, context);
  return Object.fromEntries(
    Object.entries(access).map(([kind, way]) => [
      kind,
      { ...way, fact: way.fact === null ? null : (among[way.fact] ?? null) },
    ]),
  );
}
