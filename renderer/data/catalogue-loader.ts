/**
 * Brings the built-in catalogue into the database: fetched, checked (form and hash), turned into the
 * ready-made site table, and written in one transaction, so that it is there whole or not at all.
 * The user's own tables take no part in it.
 */
import { CatalogueError, parseCatalogue } from "../../shared/catalogue/load";
import { buildSiteTable } from "../../shared/catalogue/sites";
import type { Catalogue } from "../../shared/model/catalogue";
import type { ParkwiseDb } from "./db";
import { explainError } from "./persistence";
import {
  type CatalogueStamp,
  NO_OWN_PART,
  ONLY,
  type Reference,
  type ReferenceRecord,
  SITE_TABLE_FORM,
  type SiteTableRecord,
} from "./records";
import { StorageError } from "./storage-error";

/** Parks written between two progress reports. */
const CHUNK = 50;

/** Counts records written; `total` is 0 until the file has been read. */
export type Progress = (done: number, total: number) => void;

export interface LoadedCatalogue {
  readonly siteTable: SiteTableRecord;
  readonly reference: Reference;
}

/**
 * Fetches the catalogue and replaces the stored one.
 * @param base address of the app's folder
 * @throws {StorageError} `catalogue-missing`, `catalogue-damaged`, or what storing it failed with; the
 *   stored catalogue is then as it was.
 */
export async function loadCatalogue(
  db: ParkwiseDb,
  base: string,
  progress: Progress = () => {},
): Promise<LoadedCatalogue> {
  progress(0, 0);
  const catalogue = readCatalogue(await fetchCatalogue(base));
  return storeCatalogue(db, catalogue, progress);
}

/** Fetches the catalogue's text. */
export async function fetchCatalogue(base: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(new URL("catalogue/catalogue.json", base), { cache: "no-cache" });
    if (response.ok) return await response.text();
  } catch (cause) {
    throw new StorageError("catalogue-missing", String(cause), cause);
  }
  throw new StorageError("catalogue-missing", `catalogue/catalogue.json: HTTP ${response.status}`);
}

/** Checks form and hash. */
export function readCatalogue(text: string): Catalogue {
  try {
    return parseCatalogue(text);
  } catch (cause) {
    const code = cause instanceof CatalogueError && cause.fault === "newer" ? "catalogue-newer" : "catalogue-damaged";
    throw new StorageError(code, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

/** Writes a checked catalogue over the stored one, in one transaction. */
export async function storeCatalogue(
  db: ParkwiseDb,
  catalogue: Catalogue,
  progress: Progress = () => {},
): Promise<LoadedCatalogue> {
  const stamp: CatalogueStamp = { version: catalogue.version, contentHash: catalogue.contentHash };
  const siteTable = makeTable(catalogue, stamp);
  const reference: Reference = {
    catalogue: stamp,
    provinces: catalogue.provinces,
    formerProvinces: catalogue.formerProvinces,
    gateways: catalogue.gateways,
    roadFactor: catalogue.roadFactor,
    measures: catalogue.reference,
    counts: { parks: catalogue.parks.length, sources: catalogue.sources.length },
  };
  const referenceRecord: ReferenceRecord = { id: ONLY, reference };
  const total = catalogue.parks.length;
  progress(0, total);
  try {
    await db.transaction("rw", [db.parks, db.sources, db.siteTable, db.reference], async () => {
      await Promise.all([db.parks.clear(), db.sources.clear()]);
      await db.sources.bulkAdd([...catalogue.sources]);
      for (let from = 0; from < total; from += CHUNK) {
        const part = catalogue.parks.slice(from, from + CHUNK);
        await db.parks.bulkAdd(part);
        progress(from + part.length, total);
      }
      await db.reference.put(referenceRecord);
      await db.siteTable.put(siteTable);
    });
  } catch (cause) {
    throw await explainError(cause);
  }
  return { siteTable, reference };
}

function makeTable(catalogue: Catalogue, stamp: CatalogueStamp): SiteTableRecord {
  try {
    return {
      id: ONLY,
      form: SITE_TABLE_FORM,
      builtBy: __APP_VERSION__,
      catalogue: stamp,
      table: buildSiteTable(catalogue),
      // The layer is laid over it next (layer-table.ts), where there is one.
      own: NO_OWN_PART,
    };
  } catch (cause) {
    throw new StorageError("catalogue-damaged", cause instanceof Error ? cause.message : String(cause), cause);
  }
}
