/**
 * Filters over sites: which sites take part in the ranking, which of them the search text finds, and
 * how many sites each option would show. Filters never touch a score.
 *
 * Facets (region, province, rent tier, sector, status, least land) decide who is ranked; the search
 * text only finds rows in that ranking, so a park found by name keeps its rank.
 */
import type { Filters } from "../../shared/model/profile";
import type { Site } from "../../shared/model/site";
import { fold } from "../../shared/text/fold";

const REGION = 1;
const PROVINCE = 2;
const TIER = 4;
const SECTOR = 8;
const STATUS = 16;
const LAND = 32;
const TEXT = 64;

/** Name of the status facet's option for sites whose status nobody states. */
export const STATUS_UNKNOWN = "unknown";

export interface FacetCounts {
  readonly region: ReadonlyMap<string, number>;
  readonly province: ReadonlyMap<string, number>;
  readonly rentTier: ReadonlyMap<string, number>;
  readonly sector: ReadonlyMap<string, number>;
  readonly status: ReadonlyMap<string, number>;
}

export interface FilterResult {
  /** 1 where the facets let the site take part. */
  readonly include: Uint8Array;
  /** 1 where the search text finds the site; null without a text. */
  readonly found: Uint8Array | null;
  /** Sites that pass facets and text. */
  readonly shown: number;
  /** For each option: sites shown if it were the only choice of its facet, all others as they are. */
  readonly counts: FacetCounts;
}

/**
 * Applies `filters` to all sites, in one pass. O(sites).
 * @param eligible 0 for sites that are shown in no case (a must-have fails): no count has them
 */
export function filterSites(
  sites: readonly Site[],
  filters: Filters,
  eligible: Uint8Array | null = null,
): FilterResult {
  const include = new Uint8Array(sites.length);
  const words = fold(filters.text).split(" ").filter(Boolean);
  const found = words.length === 0 ? null : new Uint8Array(sites.length);
  const regions = new Set<string>(filters.regions);
  const provinces = new Set<string>(filters.provinces);
  const tiers = new Set<string>(filters.rentTiers);
  const sectors = new Set<string>(filters.sectors);
  const statuses = new Set<string>(filters.statuses);
  const least = filters.minAvailableHa;
  const counts = {
    region: new Map<string, number>(),
    province: new Map<string, number>(),
    rentTier: new Map<string, number>(),
    sector: new Map<string, number>(),
    status: new Map<string, number>(),
  };
  let shown = 0;
  sites.forEach((site, row) => {
    let fails = 0;
    if (regions.size > 0 && !regions.has(site.region)) fails |= REGION;
    if (provinces.size > 0 && !provinces.has(site.province)) fails |= PROVINCE;
    if (tiers.size > 0 && !tiers.has(site.rentTier)) fails |= TIER;
    if (sectors.size > 0 && !site.sectors.some((sector) => sectors.has(sector))) fails |= SECTOR;
    if (statuses.size > 0 && !statuses.has(site.status ?? STATUS_UNKNOWN)) fails |= STATUS;
    if (least !== null && !(site.availableHa !== null && site.availableHa.value >= least)) fails |= LAND;
    if (fails === 0) include[row] = 1;
    if (found !== null) {
      if (words.every((word) => site.searchText.includes(word))) found[row] = 1;
      else fails |= TEXT;
    }
    if (eligible?.[row] === 0) return;
    if (fails === 0) shown += 1;
    // A site that fails one facet only still counts among that facet's own options.
    if (fails === 0 || fails === REGION) add(counts.region, site.region);
    if (fails === 0 || fails === PROVINCE) add(counts.province, site.province);
    if (fails === 0 || fails === TIER) add(counts.rentTier, site.rentTier);
    if (fails === 0 || fails === SECTOR) for (const sector of site.sectors) add(counts.sector, sector);
    if (fails === 0 || fails === STATUS) add(counts.status, site.status ?? STATUS_UNKNOWN);
  });
  return { include, found, shown, counts };
}

function add(counts: Map<string, number>, option: string): void {
  counts.set(option, (counts.get(option) ?? 0) + 1);
}

/** The facets in use, in the order in which they are shown. */
export type FacetName = "text" | "regions" | "rentTiers" | "sectors" | "provinces" | "statuses" | "minAvailableHa";

export function activeFacets(filters: Filters): readonly FacetName[] {
  const active: FacetName[] = [];
  if (fold(filters.text) !== "") active.push("text");
  for (const name of ["regions", "rentTiers", "sectors", "provinces", "statuses"] as const) {
    if (filters[name].length > 0) active.push(name);
  }
  if (filters.minAvailableHa !== null) active.push("minAvailableHa");
  return active;
}

/**
 * Which one filter to loosen when nothing is shown: the one whose removal brings back most sites,
 * with that number; null when no single one helps.
 */
export function bestToLoosen(
  sites: readonly Site[],
  filters: Filters,
  passes: (row: number) => boolean,
): { readonly facet: FacetName; readonly gain: number } | null {
  let best: { facet: FacetName; gain: number } | null = null;
  for (const facet of activeFacets(filters)) {
    const result = filterSites(sites, without(filters, facet));
    let gain = 0;
    for (let row = 0; row < sites.length; row++) {
      if (result.include[row] === 1 && (result.found === null || result.found[row] === 1) && passes(row)) gain += 1;
    }
    if (gain > 0 && (best === null || gain > best.gain)) best = { facet, gain };
  }
  return best;
}

/** The filters without one facet. */
export function without(filters: Filters, facet: FacetName): Filters {
  if (facet === "text") return { ...filters, text: "" };
  if (facet === "minAvailableHa") return { ...filters, minAvailableHa: null };
  return { ...filters, [facet]: [] };
}
