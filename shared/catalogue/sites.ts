/**
 * From parks to the site table: what ranking, filters and map need, with a column of measures per
 * built-in criterion.
 */
import type { Catalogue, FormerProvince, MeasureReference, Province } from "../model/catalogue";
import type { Park, ResolvedField, StatusId } from "../model/park";
import { STATUS_IDS } from "../model/park";
import type { MeasureColumn, Site, SiteFigure, SiteTable } from "../model/site";
import { foldAll } from "../text/fold";
import { explainMeasure, MEASURED_CRITERIA, type MeasureContext } from "./measures";
import { centralNumber, decimalYear } from "./resolve";

/** What sites are made from: a compiled catalogue is one; so is what the app keeps of it with the user's parks added. */
export interface SiteTableInput extends Pick<Catalogue, "version" | "provinces" | "formerProvinces" | "sources"> {
  readonly parks: readonly Park[];
  /** Where a park comes from; "catalogue" by default. */
  readonly origin?: (park: Park) => Site["origin"];
}

function figure(field: ResolvedField | undefined): SiteFigure | null {
  const value = field === undefined ? null : centralNumber(field.value);
  if (field === undefined || value === null) return null;
  return { value, low: field.low ?? value, high: field.high ?? value, kind: field.kind };
}

function statusOf(field: ResolvedField | undefined): StatusId | null {
  return STATUS_IDS.find((status) => status === field?.value) ?? null;
}

interface Names {
  readonly provinces: ReadonlyMap<string, Province>;
  readonly formerProvinces: ReadonlyMap<string, FormerProvince>;
  /** Former provinces by their Vietnamese name (codes were given anew in 2025). */
  readonly namesakes: ReadonlyMap<string, FormerProvince>;
}

function searchText(park: Park, names: Names): string {
  const province = names.provinces.get(park.province);
  const former = names.formerProvinces.get(park.formerProvince);
  // A merged province goes by the aliases of its namesake too ("HCMC").
  const namesake = province === undefined ? undefined : names.namesakes.get(province.nameVi);
  return foldAll([
    park.name,
    park.nameVi,
    ...park.aka,
    former?.nameVi,
    former?.nameEn,
    ...(former?.aliases ?? []),
    ...(namesake?.aliases ?? []),
    province?.nameVi,
    province?.nameEn,
    park.locality,
    park.position?.matched,
  ]);
}

function siteOf(park: Park, names: Names, origin: Site["origin"]): Site {
  const { resolved } = park;
  const sectors = resolved.sectors?.value;
  return {
    id: park.id,
    name: park.name,
    nameVi: park.nameVi,
    province: park.province,
    formerProvince: park.formerProvince,
    region: park.region,
    status: statusOf(resolved.status),
    rentTier: park.rentTier,
    rent: figure(resolved.landRentUsdPerM2Term),
    availableHa: figure(resolved.availableAreaHa),
    totalHa: figure(resolved.totalAreaHa),
    occupancyPct: figure(resolved.occupancyPct),
    sectors: Array.isArray(sectors) ? (sectors as readonly string[]) : [],
    position: park.position,
    searchText: searchText(park, names),
    origin,
  };
}

/** What measuring needs of a catalogue. */
export function measureContext(input: Pick<SiteTableInput, "version" | "formerProvinces" | "sources">): MeasureContext {
  return {
    sources: new Map(input.sources.map((source) => [source.id, source])),
    formerProvinces: new Map(input.formerProvinces.map((province) => [province.code, province])),
    today: decimalYear(input.version) ?? 0,
  };
}

/** Builds the site table: sites and measure columns in the order of `input.parks`. */
export function buildSiteTable(input: SiteTableInput): SiteTable {
  const { parks, provinces, origin } = input;
  const context = measureContext(input);
  const names = {
    provinces: new Map(provinces.map((province) => [province.code, province])),
    formerProvinces: context.formerProvinces,
    namesakes: new Map(input.formerProvinces.map((province) => [province.nameVi, province])),
  };
  const measures: Record<string, MeasureColumn> = {};
  for (const id of MEASURED_CRITERIA) {
    const column = {
      central: new Float64Array(parks.length),
      low: new Float64Array(parks.length),
      high: new Float64Array(parks.length),
      kind: new Uint8Array(parks.length),
    };
    parks.forEach((park, row) => {
      const measure = explainMeasure(park, id, context)?.measure;
      column.central[row] = measure?.central ?? Number.NaN;
      column.low[row] = measure?.low ?? Number.NaN;
      column.high[row] = measure?.high ?? Number.NaN;
      column.kind[row] = measure?.kind ?? 0;
    });
    measures[id] = column;
  }
  return { sites: parks.map((park) => siteOf(park, names, origin?.(park) ?? "catalogue")), measures };
}

/** Distribution of a column's known measures; null when none is known. */
export function measureReference(column: MeasureColumn): MeasureReference | null {
  const known = column.central.filter((_, row) => column.kind[row] !== 0).sort();
  if (known.length === 0) return null;
  const quantile = (share: number) => {
    const at = (known.length - 1) * share;
    const below = known[Math.floor(at)] ?? Number.NaN;
    return below + ((known[Math.ceil(at)] ?? below) - below) * (at - Math.floor(at));
  };
  return { known: known.length, median: quantile(0.5), p05: quantile(0.05), p95: quantile(0.95) };
}
