/**
 * What an import needs of the database, on a connection of its own (its worker's): the parks that are known,
 * and the one transaction that stores what the import adds.
 */
import { applyOverlay } from "../../shared/catalogue/overlay";
import type { FormerProvince, Province } from "../../shared/model/catalogue";
import type { CustomProvince } from "../../shared/model/overlay";
import type { Park } from "../../shared/model/park";
import { openDatabase } from "./db";
import { changeLayer, type LayerChange, layerTables, readOverlay } from "./layer";
import { ONLY } from "./records";
import { StorageError } from "./storage-error";
import { run } from "./user-data";

/** Parks and places that an import is compared with. */
export interface KnownPlaces {
  /** The catalogue's as they are there, and the user's own. */
  readonly parks: readonly Park[];
  readonly provinces: readonly Province[];
  readonly formerProvinces: readonly FormerProvince[];
  readonly ownProvinces: readonly CustomProvince[];
  readonly catalogueVersion: string;
}

export interface ImportStore {
  known(): Promise<KnownPlaces>;
  /** All or nothing; `step` is told the share written and throws to call it off. @throws {StorageError} */
  add(change: LayerChange, step: (share: number) => void): Promise<void>;
  close(): void;
}

/** @throws {StorageError} */
export async function openImportStore(name?: string): Promise<ImportStore> {
  const db = await openDatabase(name === undefined ? {} : { name });
  return {
    known: async () => {
      const [parks, sources, record, overlay] = await run(db, () =>
        db.transaction("r", [db.parks, db.sources, db.reference, ...layerTables(db)], () =>
          Promise.all([db.parks.toArray(), db.sources.toArray(), db.reference.get(ONLY), readOverlay(db)]),
        ),
      );
      if (record === undefined) throw new StorageError("not-found", "reference");
      const { provinces, formerProvinces, gateways, roadFactor, catalogue } = record.reference;
      const part = { version: catalogue.version, sources, provinces, formerProvinces, gateways, roadFactor, parks: [] };
      return {
        parks: [...parks, ...applyOverlay(part, overlay).parks],
        provinces,
        formerProvinces,
        ownProvinces: overlay.provinces,
        catalogueVersion: catalogue.version,
      };
    },
    add: async (change, step) => void (await changeLayer(db, change, { step })),
    close: () => db.shut(),
  };
}
