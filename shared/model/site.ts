/**
 * A site: what the ranking, filters and map need of a park, without its facts; and the columns of
 * criterion measures beside it. Sites are derived from parks (`shared/catalogue/sites.ts`) and
 * stored ready-made, so that the first ranking paints before any fact is read.
 */
import type { EvidenceKind } from "./evidence";
import type { Position, RegionId, RentTierId, StatusId } from "./park";

export interface Site {
  readonly id: string;
  readonly name: string;
  readonly nameVi: string;
  /** The English name, where `name` has been set to that of another language. */
  readonly nameEn?: string;
  readonly province: string;
  readonly formerProvince: string;
  readonly region: RegionId;
  readonly status: StatusId | null;
  readonly rentTier: RentTierId;
  /** Land rent, USD/m2/term: value, bounds and evidence; null when unknown. */
  readonly rent: SiteFigure | null;
  readonly availableHa: SiteFigure | null;
  readonly totalHa: SiteFigure | null;
  readonly occupancyPct: SiteFigure | null;
  readonly sectors: readonly string[];
  readonly position: Position | null;
  /** Folded text that the search box matches: names, aliases, provinces now and former, locality. */
  readonly searchText: string;
  /** Built-in, added by the user, or imported. */
  readonly origin: "catalogue" | "user" | "import";
}

export interface SiteFigure {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly kind: EvidenceKind;
}

/**
 * Measures of one criterion over all sites, in the criterion's unit, row i for site i.
 * `central[i]` is NaN and `kind[i]` 0 where the measure is unknown; `low` and `high` bound it.
 */
export interface MeasureColumn {
  readonly central: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly kind: Uint8Array;
}

export interface SiteTable {
  readonly sites: readonly Site[];
  /** By criterion id. */
  readonly measures: Readonly<Record<string, MeasureColumn>>;
}
