/**
 * The site table of catalogue and layer as one: built anew whenever the layer has changed, in a worker
 * where there is one, and kept ready-made beside the catalogue, so that the next start reads it at once.
 */

import { liveQuery } from "dexie";
import { applyOverlay, editsInForce, overlaySiteTable, withoutUndone } from "../../shared/catalogue/overlay";
import { type ParkwiseDb, readLayerRevision } from "./db";
import { layerTables, readOverlay } from "./layer";
import { LAYER, ONLY, SITE_TABLE_FORM, type SiteTableRecord } from "./records";
import { StorageError, type StorageErrorCode, toStorageError } from "./storage-error";
import { run, type Watch } from "./user-data";

/** What {@link buildLayerTable} answers to its worker's owner. */
export type LayerTableReply =
  | { readonly type: "done" }
  | { readonly type: "failed"; readonly code: StorageErrorCode; readonly detail: string };

/** Whether a stored table has the layer of this number in it. */
function isUpToDate(record: SiteTableRecord | undefined, revision: number): boolean {
  return record?.form === SITE_TABLE_FORM && record.builtBy === __APP_VERSION__ && record.own.revision === revision;
}

/**
 * Builds and stores the table unless the stored one is up to date. Where the layer or the catalogue moved
 * meanwhile nothing is stored: whoever moved it builds again.
 * @throws {StorageError}
 */
export async function buildLayerTable(db: ParkwiseDb): Promise<void> {
  const build = async (): Promise<void> => {
    const read = await run(db, () =>
      db.transaction(
        "r",
        [db.parks, db.sources, db.reference, db.siteTable, db.journal, ...layerTables(db)],
        async () => {
          const [record, revision] = await Promise.all([db.siteTable.get(ONLY), readLayerRevision(db)]);
          if (isUpToDate(record, revision)) return null;
          const [parks, sources, reference, overlay] = await Promise.all([
            db.parks.toArray(),
            db.sources.toArray(),
            db.reference.get(ONLY),
            readOverlay(db),
          ]);
          return reference === undefined ? null : { parks, sources, reference: reference.reference, overlay, revision };
        },
      ),
    );
    if (read === null) return;
    const { parks, sources, reference, overlay, revision } = read;
    const { provinces, formerProvinces, gateways, roadFactor, catalogue } = reference;
    const part = { version: catalogue.version, sources, provinces, formerProvinces, gateways, roadFactor, parks };
    const own = withoutUndone(overlay);
    const overlaid = applyOverlay(part, overlay);
    const table = overlaySiteTable(overlaid, overlay);
    const record: SiteTableRecord = {
      id: ONLY,
      form: SITE_TABLE_FORM,
      builtBy: __APP_VERSION__,
      catalogue,
      table,
      own: {
        revision,
        criteria: own.criteria.filter(({ id }) => table.measures[id] !== undefined),
        provinces: own.provinces,
        gateways: own.gateways,
        changes: overlaid.changes.map(({ edit, now }) => ({ editId: edit.id, now: now?.value ?? null })),
        orphans: overlaid.orphans.map(({ id }) => id),
        edited: [...new Set(editsInForce(overlay).map(({ parkId }) => parkId))],
      },
    };
    await run(db, () =>
      db.transaction("rw", [db.siteTable, db.reference, db.journal], async () => {
        const [now, current] = await Promise.all([readLayerRevision(db), db.reference.get(ONLY)]);
        const same = current?.reference.catalogue.contentHash === catalogue.contentHash;
        if (now === revision && same) await db.siteTable.put(record);
      }),
    );
  };
  // Two windows see the same change; one of them builds, the other finds it done.
  if (typeof navigator !== "undefined" && navigator.locks !== undefined) {
    await navigator.locks.request(`${db.name}-layer-table`, build);
  } else await build();
}

function buildInWorker(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./layer-table.worker.ts", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<LayerTableReply>) => {
      worker.terminate();
      if (data.type === "done") resolve();
      else reject(new StorageError(data.code, data.detail));
    });
    worker.addEventListener("error", (event) => {
      worker.terminate();
      reject(new StorageError("unknown", event.message || "the worker could not start"));
    });
    worker.postMessage(name);
  });
}

/** Brings the stored table up to date and reads it; undefined where there is no catalogue yet. */
export async function currentTable(db: ParkwiseDb): Promise<SiteTableRecord | undefined> {
  // Built again where the layer moved while it was being built.
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const [record, revision] = await run(db, () =>
      db.transaction("r", [db.siteTable, db.journal], () =>
        Promise.all([db.siteTable.get(ONLY), readLayerRevision(db)]),
      ),
    );
    if (isUpToDate(record, revision) || record === undefined) return record;
    if (typeof Worker === "undefined") await buildLayerTable(db);
    else await buildInWorker(db.name);
  }
  throw new StorageError("unknown", "the layer changes faster than its table can be built");
}

/** Tells the table of now and after each change of the layer, by whichever window. */
export function watchTable(db: ParkwiseDb): Watch<SiteTableRecord> {
  return (onValue, onError) => {
    let stopped = false;
    let told = -1;
    let busy: Promise<void> = Promise.resolve();
    const subscription = liveQuery(async () => (await db.journal.get(LAYER))?.revision ?? 0).subscribe({
      next: () => {
        busy = busy.then(async () => {
          if (stopped) return;
          try {
            const record = await currentTable(db);
            if (stopped || record === undefined || record.own.revision === told) return;
            told = record.own.revision;
            onValue(record);
          } catch (cause) {
            if (!stopped) onError?.(toStorageError(cause));
          }
        });
      },
      error: (cause: unknown) => onError?.(toStorageError(cause)),
    });
    return () => {
      stopped = true;
      subscription.unsubscribe();
    };
  };
}
