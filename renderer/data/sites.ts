/** Full records of parks and their sources, read when a site is looked at. */
import type { Source } from "../../shared/model/evidence";
import type { Park } from "../../shared/model/park";
import type { ParkwiseDb } from "./db";
import { run } from "./user-data";

export interface SiteRepository {
  get(id: string): Promise<Park | undefined>;
  /** In the order of the ids; parks that are not there are left out. */
  many(ids: readonly string[]): Promise<readonly Park[]>;
  /** By id; ids that are not there are left out. */
  sources(ids: readonly string[]): Promise<ReadonlyMap<string, Source>>;
  /** Whether the catalogue names this address as a source. */
  isSource(url: string): Promise<boolean>;
}

export function createSites(db: ParkwiseDb): SiteRepository {
  return {
    get: (id) => run(db, () => db.parks.get(id)),
    many: async (ids) => (await run(db, () => db.parks.bulkGet([...ids]))).filter((park) => park !== undefined),
    sources: async (ids) => {
      const rows = await run(db, () => db.sources.bulkGet([...new Set(ids)]));
      return new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.id, row] as const])));
    },
    isSource: async (url) => (await run(db, () => db.sources.where("url").equals(url).count())) > 0,
  };
}
