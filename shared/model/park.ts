/**
 * Parks as the catalogue knows them: facts, the values they resolve to, the position, and the
 * road distances to gateways. Units are in the field names and in `fields.ts`.
 */
import type { EvidenceKind } from "./evidence";
import type { FieldId } from "./fields";

/** Vietnam's three regions; `other` for parks outside Vietnam or without a known province. */
export type RegionId = "north" | "central" | "south" | "other";
/** The regions of Vietnam. */
export const REGION_IDS: readonly RegionId[] = ["north", "central", "south"];

export type StatusId = "planned" | "under_construction" | "operating";
export const STATUS_IDS: readonly StatusId[] = ["operating", "under_construction", "planned"];

/** Tier of land rent, USD per m2 for the remaining lease term; thresholds in `rent-tier.ts`. */
export type RentTierId = "low" | "medium" | "high" | "premium" | "unknown";

export interface NumberRange {
  readonly min: number;
  readonly max: number;
}
export interface LatLon {
  /** Degrees WGS84, -90..90. */
  readonly lat: number;
  /** Degrees WGS84, -180..180. */
  readonly lon: number;
}
export interface StatedDistance {
  readonly to: string;
  readonly km: number;
}

export type FactValue = number | string | readonly string[] | NumberRange | LatLon | StatedDistance;

/** One statement of one source about one field of one park. */
export interface Fact {
  readonly field: FieldId;
  readonly value: FactValue;
  /** "YYYY", "YYYY-MM" or "YYYY-MM-DD": the time the figure speaks of; null when not stated. */
  readonly asOf: string | null;
  /** Id of the {@link Source}. */
  readonly source: string;
  /** Scope or caution in the source's sense ("phase 1", "approved, not built"). */
  readonly note?: string;
}

/** A field's one value, chosen among its facts by a documented rule (`shared/catalogue/resolve.ts`). */
export interface ResolvedField {
  readonly value: FactValue;
  /** Plausible bounds for numeric fields, in the field's unit; equal to the value when undisputed. */
  readonly low?: number;
  readonly high?: number;
  readonly kind: EvidenceKind;
  readonly asOf: string | null;
  /** Index into the park's `facts` of the chosen fact; null for an estimate. */
  readonly fact: number | null;
  /** Indexes into `facts` of the other facts of the field that state another value. */
  readonly rivals: readonly number[];
  /** Id of the rule that decided; each is explained in `docs/evidence.md`. */
  readonly rule: string;
  /** For an estimate: the source that the estimate rests on (a province's published level). */
  readonly estimateSource?: string;
  /** For a set: indexes into `facts` of the statements behind each member. */
  readonly members?: Readonly<Record<string, readonly number[]>>;
}

/** How well a position is known, best first. `radiusKm` of the position says it in kilometres. */
export type PositionPrecision = "stated" | "commune" | "district" | "province";

export interface Position extends LatLon {
  readonly precision: PositionPrecision;
  /** Radius in km within which the park plausibly lies. */
  readonly radiusKm: number;
  /** What was matched ("Xã Thụy Trường", "Huyện Thái Thụy"), in Vietnamese. */
  readonly matched: string;
  readonly source: string;
}

/** Kinds of gateways that ranking measures distances to. */
export type AccessKind = "china-gate" | "deep-water-port" | "seaport" | "international-airport" | "economic-centre";

/** Road distance from a park to the nearest gateway of a kind. */
export interface Access {
  readonly gateway: string;
  /** Central road distance, km. */
  readonly km: number;
  /** Plausible bounds, km: the road factor's spread and the position's radius. */
  readonly low: number;
  readonly high: number;
  readonly geodesicKm: number;
  /** Index of the fact that states the distance; null when estimated from the position. */
  readonly fact: number | null;
}

/** Statutory minimum wage where a park lies. Actual wages are higher; the four regions order them. */
export interface MinimumWage {
  readonly region: "I" | "II" | "III" | "IV";
  readonly vndMonth: number;
  readonly low: number;
  readonly high: number;
  readonly asOf: string;
  readonly source: string;
  /** Former district whose region it is, in Vietnamese. */
  readonly matched: string;
}

export interface Park {
  readonly id: string;
  /** International name, as written in English documents. */
  readonly name: string;
  readonly nameVi: string;
  /** Other names and the names of entries merged into this one. */
  readonly aka: readonly string[];
  /** Code of one of the 34 provinces since 1 July 2025. */
  readonly province: string;
  /** Code of one of the 63 provinces before 1 July 2025. */
  readonly formerProvince: string;
  readonly region: RegionId;
  readonly locality: string | null;
  readonly position: Position | null;
  readonly facts: readonly Fact[];
  readonly resolved: Readonly<Partial<Record<FieldId, ResolvedField>>>;
  readonly access: Readonly<Partial<Record<AccessKind, Access>>>;
  readonly rentTier: RentTierId;
  /** Null or absent where the park's district is not known. */
  readonly minimumWage?: MinimumWage | null;
}
