/** Full records of parks with the user's layer over them, and their sources, read when a site is looked at. */
import { applyOverlay, type EditedField, userSources } from "../../shared/catalogue/overlay";
import type { Source } from "../../shared/model/evidence";
import { EMPTY_OVERLAY, type Overlay } from "../../shared/model/overlay";
import type { Park } from "../../shared/model/park";
import type { ParkwiseDb } from "./db";
import { layerTables } from "./layer";
import { ONLY } from "./records";
import { run } from "./user-data";

/** A park as the catalogue has it and the user's edits in force. */
export interface EditedPark {
  /** With the layer over it. */
  readonly park: Park;
  /** Null for a park of the user's own. */
  readonly builtin: Park | null;
  readonly edited: readonly EditedField[];
}

export interface SiteRepository {
  get(id: string): Promise<Park | undefined>;
  /** In the order of the ids; parks that are not there are left out. */
  many(ids: readonly string[]): Promise<readonly Park[]>;
  /** The park with and without the layer, hidden ones too. */
  edited(id: string): Promise<EditedPark | undefined>;
  /** By id; ids that are not there are left out. */
  sources(ids: readonly string[]): Promise<ReadonlyMap<string, Source>>;
  /** Whether the catalogue or the user names this address as a source. */
  isSource(url: string): Promise<boolean>;
  /** Addresses that the user named as sources. */
  ownSourceUrls(): Promise<readonly string[]>;
}

export function createSites(db: ParkwiseDb): SiteRepository {
  const many = async (ids: readonly string[]): Promise<readonly EditedPark[]> => {
    const tables = [db.parks, db.sources, db.reference, ...layerTables(db)];
    const read = await run(db, () =>
      db.transaction("r", tables, async () => {
        const [parks, own, edits, reference, gateways, imports] = await Promise.all([
          db.parks.bulkGet([...ids]),
          db.customParks.bulkGet([...ids]),
          db.edits
            .where("parkId")
            .anyOf([...ids])
            .toArray(),
          db.reference.get(ONLY),
          db.gateways.toArray(),
          db.imports.toArray(),
        ]);
        const builtin = parks.filter((park) => park !== undefined);
        const customParks = own.filter((park) => park !== undefined);
        const plain =
          edits.length === 0 && customParks.length === 0 && gateways.every(({ serves }) => serves.length === 0);
        if (plain || reference === undefined) return { builtin, overlaid: null };
        // What the values are resolved by: the sources of these parks' own facts.
        const named = new Set(builtin.flatMap(({ facts }) => facts.map(({ source }) => source)));
        const [sources, ownSources, provinces] = await Promise.all([
          db.sources.bulkGet([...named]),
          db.ownSources.toArray(),
          db.ownProvinces.toArray(),
        ]);
        const overlay: Overlay = {
          ...EMPTY_OVERLAY,
          edits,
          customParks,
          gateways,
          imports,
          provinces,
          sources: ownSources,
        };
        const { catalogue, formerProvinces, roadFactor } = reference.reference;
        const part = {
          version: catalogue.version,
          sources: sources.filter((source) => source !== undefined),
          provinces: reference.reference.provinces,
          formerProvinces,
          gateways: reference.reference.gateways,
          roadFactor,
          parks: builtin,
        };
        return { builtin, overlaid: applyOverlay(part, overlay) };
      }),
    );
    const builtin = new Map(read.builtin.map((park) => [park.id, park]));
    const overlaid = new Map((read.overlaid?.parks ?? read.builtin).map((park) => [park.id, park]));
    return ids.flatMap((id) => {
      const park = overlaid.get(id);
      if (park === undefined) return [];
      return [{ park, builtin: builtin.get(id) ?? null, edited: read.overlaid?.edited.get(id) ?? [] }];
    });
  };
  return {
    get: async (id) => (await many([id]))[0]?.park,
    many: async (ids) => (await many(ids)).map(({ park }) => park),
    edited: async (id) => (await many([id]))[0],
    sources: async (ids) => {
      const wanted = [...new Set(ids)];
      const of = (prefix: string) => wanted.filter((id) => id.startsWith(prefix)).map((id) => id.slice(prefix.length));
      const [rows, edits, imports, own] = await run(db, () =>
        db.transaction("r", [db.sources, db.edits, db.imports, db.ownSources], () =>
          Promise.all([
            db.sources.bulkGet(wanted),
            db.edits.bulkGet(of("edit:")),
            db.imports.bulkGet(of("import:")),
            db.ownSources.bulkGet(wanted),
          ]),
        ),
      );
      const found = new Map<string, Source>();
      for (const row of rows) if (row !== undefined) found.set(row.id, row);
      const layer = { imports: imports.filter(isThere), sources: own.filter(isThere) };
      for (const source of userSources(layer, edits.filter(isThere))) found.set(source.id, source);
      return found;
    },
    isSource: async (url) =>
      (await run(db, () => db.sources.where("url").equals(url).count())) > 0 || (await ownUrls(db)).includes(url),
    ownSourceUrls: () => ownUrls(db),
  };
}

function isThere<T>(record: T | undefined): record is T {
  return record !== undefined;
}

async function ownUrls(db: ParkwiseDb): Promise<readonly string[]> {
  const [edits, sources] = await run(db, () =>
    db.transaction("r", [db.edits, db.ownSources], () => Promise.all([db.edits.toArray(), db.ownSources.toArray()])),
  );
  const urls = [...edits.map(({ source }) => source.url), ...sources.map(({ url }) => url)];
  return [...new Set(urls.filter((url): url is string => url?.startsWith("https://") === true))];
}
