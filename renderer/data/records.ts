/**
 * What lies in the database: names of tables, forms of the single records, and the version. Free of
 * Dexie, so that the first read (`warm-read.ts`) needs nothing but this.
 */
import type { FormerProvince, Gateway, MeasureReference, Province, RoadFactor } from "../../shared/model/catalogue";
import type { CustomCriterion, CustomGateway, CustomProvince } from "../../shared/model/overlay";
import type { FactValue } from "../../shared/model/park";
import type { SiteTable } from "../../shared/model/site";

/** Newest schema version. IndexedDB's own number is ten times it (Dexie's convention). */
export const SCHEMA_VERSION = 3;

/** Form of the stored site table; raised when `buildSiteTable` makes something else of the same catalogue. */
export const SITE_TABLE_FORM = 2;

/** Key of the only record of `siteTable` and of `reference`. */
export const ONLY = "current";

/** Which catalogue a record was made from. */
export interface CatalogueStamp {
  /** Date version, "YYYY.MM.DD". */
  readonly version: string;
  /** SHA-256 in hex. */
  readonly contentHash: string;
}

/** Small data of the catalogue that ranking and labels need at once. */
export interface Reference {
  readonly catalogue: CatalogueStamp;
  readonly provinces: readonly Province[];
  readonly formerProvinces: readonly FormerProvince[];
  readonly gateways: readonly Gateway[];
  readonly roadFactor: RoadFactor;
  readonly measures: Readonly<Record<string, MeasureReference>>;
  /** Parks and sources in the catalogue. */
  readonly counts: { readonly parks: number; readonly sources: number };
}

/** What the first picture needs of the user's own layer beside the sites it changed. */
export interface OwnPart {
  /** The layer's number (see {@link JournalRecord}) that the table was built with; 0 for no layer. */
  readonly revision: number;
  /** Criteria that have a column in the table. */
  readonly criteria: readonly CustomCriterion[];
  readonly provinces: readonly CustomProvince[];
  readonly gateways: readonly CustomGateway[];
  /** Parks with an edit in force. */
  readonly edited: readonly string[];
  /** Edits beneath which the catalogue says something else than when they were made: what it says now. */
  readonly changes: readonly { readonly editId: string; readonly now: FactValue | null }[];
  /** Edits of parks that neither catalogue nor layer has. */
  readonly orphans: readonly string[];
}

export const NO_OWN_PART: OwnPart = {
  revision: 0,
  criteria: [],
  provinces: [],
  gateways: [],
  edited: [],
  changes: [],
  orphans: [],
};

export interface SiteTableRecord {
  readonly id: typeof ONLY;
  readonly form: number;
  /** App version that built the table; another one builds it anew. */
  readonly builtBy: string;
  readonly catalogue: CatalogueStamp;
  /** Catalogue and layer as one. */
  readonly table: SiteTable;
  readonly own: OwnPart;
}

export interface ReferenceRecord {
  readonly id: typeof ONLY;
  readonly reference: Reference;
}

/** A park that the user does not want to see. */
export interface HiddenRecord {
  readonly id: string;
}

export interface SettingRecord {
  readonly key: string;
  readonly value: unknown;
}

/** Settings whose key begins so belong to this machine: they go into no mirror and no export. */
export const DEVICE_PREFIX = "device.";

/**
 * Set once the user's data have a settled beginning: a first run with nothing to restore, a restore,
 * or the choice to start empty. Its absence with a mirror at hand means that data were lost.
 */
export const SETTLED_KEY = "device.settled";

/** Key of the journal's second record: the number of the last change of the user's own layer. */
export const LAYER = "layer";

/**
 * Counts confirmed changes of the user's own data, so that a mirror knows what a rolled-back database
 * lost; and those of the layer, so that a site table knows whether it is behind it.
 */
export interface JournalRecord {
  readonly id: typeof ONLY | typeof LAYER;
  readonly revision: number;
}

/** All settings by key. */
export type Settings = Readonly<Record<string, unknown>>;

/** Whether a native IndexedDB version number is newer than this app's schema. */
export function isNewerNative(nativeVersion: number): boolean {
  // Dexie numbers version n as 10 n and may add up to 9 patches of its own.
  return nativeVersion >= (SCHEMA_VERSION + 1) * 10;
}
