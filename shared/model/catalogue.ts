/**
 * The built-in catalogue as it is compiled from `seeds/` and loaded by the app: one JSON document
 * with a version and a content hash.
 */
import type { Source } from "./evidence";
import type { AccessKind, LatLon, Park, RegionId } from "./park";

/** Version of the compiled document's form; a reader refuses a larger one. */
export const CATALOGUE_FORMAT = 1;

/** A dated figure of a province, with its source. */
export interface ProvinceFigure {
  readonly value: number;
  readonly asOf: string;
  readonly source: string;
  readonly note?: string;
}

/** A province's published land rent level, USD per m2 and term, with its bounds. */
export interface LandRentLevel extends ProvinceFigure {
  readonly low: number;
  readonly high: number;
}

/** Figures of one of the 63 former provinces that criteria use (statistics are published for these). */
export interface FormerProvince {
  readonly code: string;
  readonly nameVi: string;
  readonly nameEn: string;
  readonly aliases: readonly string[];
  readonly region: RegionId;
  /** Code of today's province. */
  readonly province: string;
  readonly centroid: LatLon;
  /** Labour force, persons. */
  readonly labourForce: ProvinceFigure | null;
  /** Share of trained workers, percent. */
  readonly trainedLabourPct: ProvinceFigure | null;
  /** Household income per person and month, VND (a proxy of wages, not a wage). */
  readonly incomeVndMonth: ProvinceFigure | null;
  /** Provincial Competitiveness Index, 0..100. */
  readonly pci: ProvinceFigure | null;
  /** Provincial Green Index. */
  readonly pgi: ProvinceFigure | null;
  /** Published land rent level, USD per m2 and term: newest per source kind, for estimates. */
  readonly landRent: LandRentLevel | null;
}

/** One of the 34 provinces since 1 July 2025. */
export interface Province {
  readonly code: string;
  readonly nameVi: string;
  readonly nameEn: string;
  readonly region: RegionId;
  readonly formerProvinces: readonly string[];
  readonly centroid: LatLon;
}

export type GatewayKind = "seaport" | "border-gate" | "airport" | "economic-centre";

export interface Gateway extends LatLon {
  readonly id: string;
  readonly kind: GatewayKind;
  readonly nameEn: string;
  readonly nameVi: string;
  readonly formerProvince: string | null;
  /** How far to trust the point, in the words of its source. */
  readonly precision: string;
  readonly source: string;
  /** Border gates: the neighbour. */
  readonly country?: "China" | "Laos" | "Cambodia";
  /** Border gates: international, main, auxiliary. Seaports: "deep-water" where it qualifies. Airports: "international". */
  readonly rank?: string;
  /** Seaports: largest vessel, DWT, and depth, m, where stated. */
  readonly maxVesselDwt?: number;
  readonly depthM?: number;
  readonly status?: string;
  /** Kinds of access that the gateway counts for ("deep-water-port" beside "seaport"); empty for none. */
  readonly serves: readonly AccessKind[];
  /** Names by which stated distances mean it. */
  readonly aliases: readonly string[];
}

/** Distribution of a criterion's known measures over the built-in catalogue. */
export interface MeasureReference {
  readonly known: number;
  readonly median: number;
  readonly p05: number;
  readonly p95: number;
}

/** The fit of road distance on the line (geodesic, by the country's corridor where far), made on the parks' own stated distances. */
export interface RoadFactor {
  /** Road km per km of the line. */
  readonly factor: number;
  /** 10th and 90th percentile of stated / line, the lower at least 1. */
  readonly low: number;
  readonly high: number;
  /** Pairs fitted and median absolute relative error. */
  readonly pairs: number;
  readonly medianAbsoluteError: number;
}

export interface Catalogue {
  readonly format: typeof CATALOGUE_FORMAT;
  /** Date version, "YYYY.MM.DD" of the newest seed. */
  readonly version: string;
  /** SHA-256 (hex) of the document without this member. */
  readonly contentHash: string;
  readonly sources: readonly Source[];
  readonly provinces: readonly Province[];
  readonly formerProvinces: readonly FormerProvince[];
  readonly gateways: readonly Gateway[];
  readonly roadFactor: RoadFactor;
  /** By built-in criterion id; unknown measures take the median under the neutral policy. */
  readonly reference: Readonly<Record<string, MeasureReference>>;
  readonly parks: readonly Park[];
}
