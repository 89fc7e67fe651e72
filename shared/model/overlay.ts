/**
 * The user's own layer over the catalogue: corrections, parks of their own, hidden parks, places that
 * matter, imported columns and criteria made from them. Plain, readonly data; the catalogue beneath is
 * never written to (`shared/catalogue/overlay.ts` lays one over the other).
 */
import type { LandRentLevel, MeasureReference, ProvinceFigure } from "./catalogue";
import type { Criterion } from "./criterion";
import type { EvidenceKind, Source } from "./evidence";
import type { FieldId } from "./fields";
import type { AccessKind, Fact, FactValue, LatLon } from "./park";

/** Where an edit has its figure from. */
export interface EditSource {
  readonly title: string;
  readonly url?: string;
  readonly publisher?: string;
  /** "YYYY", "YYYY-MM" or "YYYY-MM-DD". */
  readonly date?: string;
}

/** What the catalogue said when the user edited; a later catalogue is compared with it. */
export interface EditBaseline {
  /** Null: the catalogue had no value. */
  readonly value: FactValue | null;
  readonly asOf: string | null;
  readonly kind: EvidenceKind;
  readonly catalogueVersion: string;
}

/**
 * One edit of one field of one park. Edits are only ever added: the newest one of a field that is not
 * reverted is in force, so the list of edits is the field's history.
 */
export interface FactEdit {
  readonly id: string;
  /** A park of the catalogue or the user's own. */
  readonly parkId: string;
  readonly field: FieldId;
  /** For stated distances: the place that the distance leads to (one edit per place); null otherwise. */
  readonly place: string | null;
  /** `withdraw`: what the catalogue states shall not count; the field is unknown or estimated. */
  readonly action: "set" | "withdraw";
  /** Null when withdrawn. */
  readonly value: FactValue | null;
  readonly asOf: string | null;
  readonly source: EditSource;
  readonly note: string;
  /** ISO 8601 time. */
  readonly editedAt: string;
  /** The import that brought it; null for an edit by hand. */
  readonly importId: string | null;
  readonly baseline: EditBaseline | null;
  /** ISO 8601 time; null while it counts. */
  readonly revertedAt: string | null;
}

/** A park of the user's own: added by hand ("user:...") or imported ("import:..."). */
export interface CustomPark {
  readonly id: string;
  readonly name: string;
  /** Name in the country's language; empty when it has none of its own. */
  readonly nameVi: string;
  readonly aka: readonly string[];
  /** Code of one of the 34 provinces or of a {@link CustomProvince}; null when not known. */
  readonly province: string | null;
  /** Code of one of the 63 former provinces or of a {@link CustomProvince}; null when not known. */
  readonly formerProvince: string | null;
  readonly locality: string | null;
  /** As the file names it; null for Vietnam or not known. */
  readonly country: string | null;
  /** Sources are `import:<importId>` or ids of the layer's own sources; the position is a `latLon` fact. */
  readonly facts: readonly Fact[];
  readonly note: string;
  readonly importId: string | null;
  /** ISO 8601 times. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A factor of road on geodesic distance that the user sets for one place. */
export interface RoadFactorOverride {
  readonly factor: number;
  readonly low: number;
  readonly high: number;
}

export const CUSTOM_GATEWAY_KINDS = [
  "seaport",
  "border-gate",
  "airport",
  "economic-centre",
  "supplier",
  "other",
] as const;
export type CustomGatewayKind = (typeof CUSTOM_GATEWAY_KINDS)[number];

/** A place that matters to the user. Each can become a distance criterion. */
export interface CustomGateway extends LatLon {
  readonly id: string;
  readonly name: string;
  readonly kind: CustomGatewayKind;
  readonly note: string;
  /** Built-in proximity criteria that it counts for beside the catalogue's gateways; mostly none. */
  readonly serves: readonly AccessKind[];
  /** Null: the catalogue's fitted factor. */
  readonly roadFactor: RoadFactorOverride | null;
  readonly importId: string | null;
  readonly createdAt: string;
}

/** A column of figures or categories that the user brought, by park id. */
export interface CustomColumn {
  /** "column:...". */
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly kind: "number" | "category";
  /** Categories in the order of their codes; empty for a numeric column. */
  readonly categories: readonly string[];
  /** Numbers, or codes into `categories`. */
  readonly values: Readonly<Record<string, number>>;
  readonly importId: string | null;
}

/** A criterion that the user made from a place or a column. */
export interface CustomCriterion extends Criterion {
  /** Distribution when the criterion was made: what an unknown measure counts under the neutral policy. */
  readonly reference: MeasureReference | null;
  readonly importId: string | null;
  readonly createdAt: string;
}

/** A province of another country. Its code is not one of Vietnam's: "TH-20". */
export interface CustomProvince {
  readonly code: string;
  readonly name: string;
  readonly nativeName: string | null;
  readonly country: string;
  readonly centroid: LatLon | null;
  readonly labourForce: ProvinceFigure | null;
  readonly trainedLabourPct: ProvinceFigure | null;
  readonly incomeVndMonth: ProvinceFigure | null;
  readonly pci: ProvinceFigure | null;
  readonly pgi: ProvinceFigure | null;
  readonly landRent: LandRentLevel | null;
  readonly importId: string | null;
}

/** An import as it happened; it is the source of what it brought, and what undoing it takes away. */
export interface ImportRecord {
  readonly id: string;
  readonly fileName: string;
  /** SHA-256 (hex) of the file. */
  readonly sha256: string;
  readonly bytes: number;
  /** Date of the file's figures as the user states it; null when not known. */
  readonly fileDate: string | null;
  /** ISO 8601 time. */
  readonly importedAt: string;
  /** Signature of the header, by which a saved mapping is found again. */
  readonly signature: string;
  /** What each column became, in words ("landRentUsdPerM2Term [USD/m2/month]"): for the reader. */
  readonly mapping: readonly { readonly header: string; readonly target: string }[];
  readonly counts: {
    readonly rows: number;
    readonly added: number;
    readonly merged: number;
    readonly skipped: number;
    readonly facts: number;
    readonly refusedCells: number;
  };
  /** ISO 8601 time; null while it counts. What it brought carries its id in `importId`. */
  readonly undoneAt: string | null;
}

/** The whole layer. */
export interface Overlay {
  readonly edits: readonly FactEdit[];
  readonly customParks: readonly CustomPark[];
  readonly hiddenParks: readonly string[];
  readonly gateways: readonly CustomGateway[];
  readonly columns: readonly CustomColumn[];
  readonly criteria: readonly CustomCriterion[];
  readonly provinces: readonly CustomProvince[];
  readonly imports: readonly ImportRecord[];
  /** Sources of kind "user" that custom parks' facts and provinces' figures name. */
  readonly sources: readonly Source[];
}

export const EMPTY_OVERLAY: Overlay = {
  edits: [],
  customParks: [],
  hiddenParks: [],
  gateways: [],
  columns: [],
  criteria: [],
  provinces: [],
  imports: [],
  sources: [],
};
