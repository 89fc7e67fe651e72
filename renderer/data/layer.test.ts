import "fake-indexeddb/auto";
import { afterEach, describe, expect, test, vi } from "vitest";
import { smallCatalogue } from "../../tests/support/catalogue";
import { editOf, memoryHost } from "../../tests/support/user-data";
import { storeCatalogue } from "./catalogue-loader";
import { openDatabase, type ParkwiseDb } from "./db";
import { changeLayer, createLayer, type LayerChange } from "./layer";
import { currentTable, watchTable } from "./layer-table";
import { createMirror, exportDocument, readState, restoreDocument } from "./mirror";
import { ONLY, type SiteTableRecord } from "./records";
import { createSites } from "./sites";
import { StorageError } from "./storage-error";

const { catalogue } = smallCatalogue("2026.01.01", 5);
const opened: ParkwiseDb[] = [];
let count = 0;
async function open(name = `layer-${count++}`, withCatalogue = true): Promise<ParkwiseDb> {
  const db = await openDatabase({ name, retryDelays: [] });
  opened.push(db);
  if (withCatalogue) await storeCatalogue(db, catalogue);
  return db;
}
afterEach(() => {
  for (const db of opened.splice(0)) db.shut();
});

const NOW = "2026-11-03T00:00:00.000Z";
const areaEdit = { ...editOf("e1", "park-1"), field: "totalAreaHa" as const, value: 321 };
const ownPark = {
  id: "user:1",
  name: "Khu của tôi",
  nameVi: "",
  aka: [],
  province: "27",
  formerProvince: "27",
  locality: null,
  country: null,
  facts: [],
  note: "",
  importId: null,
  createdAt: NOW,
  updatedAt: NOW,
};
const column = {
  id: "column:a",
  label: "Flood risk",
  unit: "",
  kind: "number" as const,
  categories: [],
  values: { "park-0": 1, "user:1": 3 },
  importId: null,
};
const criterion = {
  id: "column:a",
  group: "track" as const,
  label: "Flood risk",
  unit: "",
  decimals: 0,
  direction: "cost" as const,
  valueFunction: { type: "piecewise" as const, points: [[1, 1] as const, [3, 0] as const] },
  measure: { type: "column" as const, columnId: "column:a" },
  reference: null,
  importId: null,
  createdAt: NOW,
};
const everything: LayerChange = {
  put: {
    edits: [areaEdit],
    customParks: [ownPark],
    hidden: [{ id: "park-3" }],
    columns: [column],
    criteria: [criterion],
  },
};

function sites(record: SiteTableRecord | undefined): readonly string[] {
  return record?.table.sites.map(({ id }) => id) ?? [];
}

describe("a change", () => {
  test("answers with the change that takes it back, exactly", async () => {
    const db = await open();
    const layer = createLayer(db);
    const empty = await layer.read();
    const back = await layer.change(everything);
    const full = await layer.read();
    expect(full.hiddenParks).toEqual(["park-3"]);
    const forth = await layer.change({ put: { edits: [{ ...areaEdit, note: "x" }] }, remove: { hidden: ["park-3"] } });
    expect((await layer.read()).edits[0]?.note).toBe("x");
    await layer.change(forth);
    expect(await layer.read()).toEqual(full);
    await layer.change(back);
    expect(await layer.read()).toEqual(empty);
  });

  test("is confirmed once, and refused with the place when a document could not carry it", async () => {
    const db = await open();
    const confirmed = vi.fn();
    const layer = createLayer(db, confirmed);
    const bad = { ...areaEdit, source: { title: 3 as unknown as string } };
    await expect(layer.change({ put: { edits: [areaEdit, bad] } })).rejects.toMatchObject({
      code: "invalid",
      detail: expect.stringContaining("edits[1].source.title"),
    });
    expect((await layer.read()).edits).toEqual([]);
    expect(confirmed).not.toHaveBeenCalled();
    await layer.change({ put: { edits: [areaEdit] } });
    expect(confirmed).toHaveBeenCalledOnce();
  });

  test("that is called off half way leaves nothing behind", async () => {
    const db = await open();
    const parks = Array.from({ length: 5_000 }, (_, at) => ({ ...ownPark, id: `import:i:${at}` }));
    const shares: number[] = [];
    const step = (share: number) => {
      shares.push(share);
      if (share > 0.5) throw new StorageError("unknown", "called off");
    };
    await expect(changeLayer(db, { put: { customParks: parks } }, { step })).rejects.toMatchObject({
      detail: "called off",
    });
    expect(shares).toEqual([0.4, 0.8]);
    expect(await db.customParks.count()).toBe(0);
    expect(await db.journal.get("layer")).toBeUndefined();
  });
});

describe("the site table", () => {
  test("has the layer in it, is kept, and is the catalogue's again without a layer", async () => {
    const db = await open();
    const plain = (await db.siteTable.get(ONLY))?.table;
    const layer = createLayer(db);
    const back = await layer.change(everything);
    const record = await currentTable(db);
    expect(sites(record)).toEqual(["park-0", "park-1", "park-2", "park-4", "user:1"]);
    expect(record?.table.sites[1]?.totalHa).toMatchObject({ value: 321 });
    expect(record?.table.measures["column:a"]?.central).toEqual(
      Float64Array.from([1, Number.NaN, Number.NaN, Number.NaN, 3]),
    );
    expect(record?.own).toMatchObject({ revision: 1, edited: ["park-1"], criteria: [criterion] });
    expect(await db.siteTable.get(ONLY)).toEqual(record);
    await layer.change(back);
    expect((await currentTable(db))?.table).toEqual(plain);
  });

  test("is told to every window after a change by any of them", async () => {
    const db = await open();
    const other = await open(db.name, false);
    const told: (readonly string[])[] = [];
    const stop = watchTable(other)((record) => told.push(sites(record)));
    await vi.waitFor(() => expect(told).toHaveLength(1));
    await createLayer(db).change({ put: { hidden: [{ id: "park-0" }] } });
    await vi.waitFor(() => expect(told.at(-1)).toEqual(["park-1", "park-2", "park-3", "park-4"]), { timeout: 3_000 });
    stop();
  });

  test("a new catalogue keeps the edit, shows its new value beneath, and says that it differs", async () => {
    const db = await open();
    await createLayer(db).change({
      put: {
        edits: [
          {
            ...areaEdit,
            baseline: { value: 101, asOf: "2025", kind: "authority", catalogueVersion: catalogue.version },
          },
        ],
      },
    });
    const newer = smallCatalogue("2026.02.01", 5).catalogue;
    const parks = newer.parks.map((park) => ({
      ...park,
      resolved: { totalAreaHa: { ...park.resolved.totalAreaHa, value: 777 } },
    })) as unknown as typeof newer.parks;
    await storeCatalogue(db, { ...newer, parks });
    expect((await currentTable(db))?.table.sites[1]?.totalHa?.value).toBe(321);
    const park = await createSites(db).edited("park-1");
    expect(park?.park.resolved.totalAreaHa?.value).toBe(321);
    expect(park?.edited[0]?.beneath?.value).toBe(777);
    expect(park?.edited[0]?.edit.baseline?.value).toBe(101);
  });
});

test("a park is read with its edits, its sources with the user's own", async () => {
  const db = await open();
  await createLayer(db).change(everything);
  const repository = createSites(db);
  expect((await repository.get("park-1"))?.resolved.totalAreaHa).toMatchObject({ value: 321, rule: "user-edit" });
  expect((await repository.get("park-0"))?.resolved.totalAreaHa?.value).toBe(100);
  expect((await repository.get("user:1"))?.name).toBe("Khu của tôi");
  expect((await repository.edited("park-1"))?.builtin?.resolved.totalAreaHa?.value).toBe(101);
  const sources = await repository.sources(["edit:e1", "s1"]);
  expect(sources.get("edit:e1")).toMatchObject({ title: "Offer of the developer", kind: "user" });
  expect(sources.get("s1")?.title).toBe("A");
  expect(await repository.isSource("https://example.com/offer")).toBe(true);
  expect(await repository.isSource("https://example.com/other")).toBe(false);
});

describe("documents and the mirror", () => {
  test("carry the layer there and back", async () => {
    const db = await open();
    await createLayer(db).change(everything);
    const text = await exportDocument(db, "export");
    const other = await open();
    await createLayer(other).change({ put: { hidden: [{ id: "park-0" }] } });
    await restoreDocument(other, text, "merge");
    expect((await createLayer(other).read()).hiddenParks).toEqual(["park-0", "park-3"]);
    expect(sites(await currentTable(other))).toEqual(["park-1", "park-2", "park-4", "user:1"]);
    await restoreDocument(other, text, "replace");
    expect(await createLayer(other).read()).toEqual(await createLayer(db).read());
  });

  test("merging keeps the later of two edits of one id", async () => {
    const db = await open();
    await createLayer(db).change({ put: { edits: [areaEdit] } });
    const text = await exportDocument(db, "export");
    await createLayer(db).change({ put: { edits: [{ ...areaEdit, revertedAt: NOW }] } });
    await restoreDocument(db, text, "merge");
    expect((await createLayer(db).read()).edits[0]?.revertedAt).toBe(NOW);
  });

  test("a damaged record of the layer keeps none of the others out", async () => {
    const db = await open();
    await createLayer(db).change({ put: { edits: [areaEdit] } });
    await db.edits.put({ id: "torn" } as never);
    expect((await readState(db)).body.edits).toEqual([areaEdit]);
  });

  test("the mirror leaves out what a large import brought, and nothing else", async () => {
    const db = await open();
    const record = (id: string, added: number) => ({
      id,
      fileName: `${id}.csv`,
      sha256: "a".repeat(64),
      bytes: 1,
      fileDate: null,
      importedAt: NOW,
      signature: "s",
      mapping: [],
      counts: { rows: added, added, merged: 0, skipped: 0, facts: 0, refusedCells: 0 },
      undoneAt: null,
    });
    const parkOf = (importId: string, row: number) => ({ ...ownPark, id: `import:${importId}:${row}`, importId });
    await createLayer(db).change({
      put: {
        imports: [record("big", 2_001), record("small", 2)],
        customParks: [ownPark, parkOf("big", 2), parkOf("bigger", 3), parkOf("small", 2)],
        edits: [areaEdit, { ...areaEdit, id: "big:2:totalAreaHa", importId: "big" }],
      },
    });
    const mirrored = (await readState(db)).body;
    expect(mirrored.customParks.map(({ id }) => id)).toEqual(["import:bigger:3", "import:small:2", "user:1"]);
    expect(mirrored.edits.map(({ id }) => id)).toEqual(["e1"]);
    expect(mirrored.imports?.map(({ id }) => id)).toEqual(["small"]);
    expect((await readState(db, "export")).body.customParks).toHaveLength(4);
  });

  test("the mirror follows a change of the layer", async () => {
    const db = await open();
    const host = memoryHost();
    const mirror = createMirror(db, host, 1);
    await createLayer(db, mirror.changed).change({ put: { edits: [areaEdit] } });
    await mirror.flush();
    expect([...host.copies.values()][0]?.text).toContain("Offer of the developer");
    mirror.stop();
  });
});
