/**
 * From sites and their measures to the decision table: one column of values per criterion, each with
 * its low and high, through the criterion's value function. A row's values depend on that row, the
 * profile and the fixed reference of the catalogue alone, never on the other rows.
 */
import type { MeasureReference } from "../../model/catalogue";
import type { Criterion, ValueFunction } from "../../model/criterion";
import { EVIDENCE_CODE } from "../../model/evidence";
import type { Profile } from "../../model/profile";
import type { MeasureColumn, Site, SiteTable } from "../../model/site";
import { fold } from "../../text/fold";
import { SECTOR_FIT } from "../criteria";
import type { DecisionTable } from "./types";
import { assertValueFunction, evaluate, evaluateInterval } from "./value-function";

/** What of a profile the values depend on; weights and must-haves change no value. */
export type ValueSettings = Pick<Profile, "valueFunctions" | "unknownPolicy" | "sectors">;

/** What the ranking reads of a site table. */
export interface RankingSites {
  readonly sites: readonly Pick<Site, "id" | "name" | "nameEn" | "sectors">[];
  readonly measures: SiteTable["measures"];
}

/** Fixed distributions by criterion id, from the catalogue (or stored when a column was imported). */
export type References = Readonly<Record<string, Pick<MeasureReference, "median">>>;

/** Neutral value of an unknown measure for which no reference is stored: the middle of the scale. */
export const NEUTRAL_WITHOUT_REFERENCE = 0.5;

/** The value function that a profile uses for a criterion: the user's, else the criterion's own. */
export function valueFunctionOf(criterion: Criterion, settings: Pick<Profile, "valueFunctions">): ValueFunction {
  return settings.valueFunctions[criterion.id] ?? criterion.valueFunction;
}

/** Whether a criterion can tell sites apart under this profile: sector fit needs a picked sector. */
export function isInert(criterion: Criterion, settings: Pick<Profile, "sectors">): boolean {
  return criterion.id === SECTOR_FIT && settings.sectors.length === 0;
}

/** A column in which nothing is known. */
export function unknownColumn(siteCount: number): MeasureColumn {
  return {
    central: new Float64Array(siteCount).fill(Number.NaN),
    low: new Float64Array(siteCount).fill(Number.NaN),
    high: new Float64Array(siteCount).fill(Number.NaN),
    kind: new Uint8Array(siteCount),
  };
}

/**
 * Share of the picked sectors that each site states among its own, 0..1; unknown where the site
 * states no sectors. The evidence is that of the site's sectors where the catalogue says it, else
 * that of the weakest source that states anything (press).
 */
export function sectorFitColumn(siteTable: RankingSites, sectors: readonly string[]): MeasureColumn {
  const { sites } = siteTable;
  const column = unknownColumn(sites.length);
  const stated = siteTable.measures[SECTOR_FIT]?.kind;
  const picked = new Set(sectors);
  if (picked.size === 0) return column;
  for (const [row, site] of sites.entries()) {
    if (site.sectors.length === 0) continue;
    let present = 0;
    for (const sector of picked) if (site.sectors.includes(sector)) present += 1;
    const share = present / picked.size;
    column.central[row] = share;
    column.low[row] = share;
    column.high[row] = share;
    column.kind[row] = stated?.[row] || EVIDENCE_CODE.press;
  }
  return column;
}

/** The last column of sector fit by site table: explanations ask for it again and again, for one site each. */
const lastFit = new WeakMap<RankingSites, { readonly sectors: readonly string[]; readonly column: MeasureColumn }>();

/** Measures of a criterion over all sites: sector fit follows the picked sectors, the rest are stored. */
export function measureColumn(
  siteTable: RankingSites,
  criterion: Criterion,
  settings: Pick<Profile, "sectors">,
): MeasureColumn {
  if (criterion.id === SECTOR_FIT) {
    const { sectors } = settings;
    const last = lastFit.get(siteTable);
    if (last?.sectors === sectors) return last.column;
    const column = sectorFitColumn(siteTable, sectors);
    lastFit.set(siteTable, { sectors, column });
    return column;
  }
  return siteTable.measures[criterion.id] ?? unknownColumn(siteTable.sites.length);
}

/** Value that an unknown measure takes in the central score. */
export function unknownValue(
  fn: ValueFunction,
  policy: Profile["unknownPolicy"],
  reference: Pick<MeasureReference, "median"> | undefined,
): number {
  if (policy === "cautious") return 0;
  if (policy === "hopeful") return 1;
  const value = reference === undefined ? Number.NaN : evaluate(fn, reference.median);
  return Number.isNaN(value) ? NEUTRAL_WITHOUT_REFERENCE : value;
}

/** Values, bounds and evidence of one criterion. */
interface ValueColumn {
  readonly central: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly kind: Uint8Array;
}

function valueColumn(column: MeasureColumn, fn: ValueFunction, ifUnknown: number): ValueColumn {
  const n = column.central.length;
  const central = new Float64Array(n);
  const low = new Float64Array(n);
  const high = new Float64Array(n).fill(1);
  const kind = new Uint8Array(n);
  for (let row = 0; row < n; row += 1) {
    const measure = column.central[row] as number;
    const value = column.kind[row] === 0 ? Number.NaN : evaluate(fn, measure);
    if (Number.isNaN(value)) {
      central[row] = ifUnknown;
      continue;
    }
    const from = column.low[row] as number;
    const to = column.high[row] as number;
    central[row] = value;
    kind[row] = column.kind[row] as number;
    if (from === measure && to === measure) {
      low[row] = value;
      high[row] = value;
    } else {
      // A bound that nobody stated is the figure itself; the figure always lies within its bounds.
      const image = evaluateInterval(fn, from < measure ? from : measure, to > measure ? to : measure);
      low[row] = Number.isNaN(image.low) ? value : image.low;
      high[row] = Number.isNaN(image.high) ? value : image.high;
    }
  }
  return { central, low, high, kind };
}

const nameOf = (site: Pick<Site, "name" | "nameEn">): string => site.nameEn ?? site.name;

const tieBreaks = new WeakMap<RankingSites["sites"], Uint32Array>();

/**
 * Position of each site when ordered by name (case, accents and punctuation aside), then by the name
 * as written, then by id: the same on every machine, whatever its language.
 */
export function nameOrder(sites: RankingSites["sites"]): Uint32Array {
  const known = tieBreaks.get(sites);
  if (known !== undefined) return known;
  const folded = sites.map((site) => fold(nameOf(site)));
  const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const rows = Array.from(sites, (_, row) => row).sort((a, b) => {
    const [siteA, siteB] = [sites[a] as (typeof sites)[number], sites[b] as (typeof sites)[number]];
    return (
      compare(folded[a] as string, folded[b] as string) ||
      compare(nameOf(siteA), nameOf(siteB)) ||
      compare(siteA.id, siteB.id) ||
      a - b
    );
  });
  const position = new Uint32Array(sites.length);
  for (const [place, row] of rows.entries()) position[row] = place;
  tieBreaks.set(sites, position);
  return position;
}

/**
 * The decision table of these sites under a profile.
 *
 * Known measures go through the value function, their bounds through its exact image. An unknown
 * one takes the policy's value (cautious 0, neutral the value of the catalogue's median, hopeful 1)
 * with the whole scale as its range. A criterion that is inert under the profile is 0 everywhere,
 * with weight 0 (see `effective-weights.ts`).
 * @param reference fixed medians by criterion id
 * @throws {RankingError} for a value function that is not one, naming the criterion
 */
export function buildDecisionTable(
  siteTable: RankingSites,
  criteria: readonly Criterion[],
  settings: ValueSettings,
  reference: References,
): DecisionTable {
  const siteCount = siteTable.sites.length;
  const columns = criteria.map((criterion): ValueColumn => {
    if (isInert(criterion, settings)) {
      const none = new Float64Array(siteCount);
      return { central: none, low: none, high: none, kind: new Uint8Array(siteCount) };
    }
    const fn = valueFunctionOf(criterion, settings);
    assertValueFunction(fn, criterion.id);
    const ifUnknown = unknownValue(fn, settings.unknownPolicy, reference[criterion.id]);
    return valueColumn(measureColumn(siteTable, criterion, settings), fn, ifUnknown);
  });
  return {
    siteCount,
    criteria,
    central: columns.map((column) => column.central),
    low: columns.map((column) => column.low),
    high: columns.map((column) => column.high),
    kind: columns.map((column) => column.kind),
    tieBreak: nameOrder(siteTable.sites),
  };
}
