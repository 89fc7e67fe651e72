import "fake-indexeddb/auto";
import { describe, expect, test, vi } from "vitest";
import { editOf, profileOf, shortlistOf } from "../../tests/support/user-data";
import { type DatabaseEvent, nativeVersion, openDatabase, type ParkwiseDb } from "./db";
import { createLayer } from "./layer";
import { isNewerNative, ONLY, SCHEMA_VERSION } from "./records";
import { StorageError, toStorageError } from "./storage-error";
import { createUserData } from "./user-data";
import { warmRead } from "./warm-read";

/**
 * Each released schema as its own app created it, written with plain IndexedDB. Never edited: a new
 * version adds an entry.
 */
function createVersion1(db: IDBDatabase): void {
  const parks = db.createObjectStore("parks", { keyPath: "id" });
  for (const index of ["province", "formerProvince", "region"]) parks.createIndex(index, index);
  db.createObjectStore("sources", { keyPath: "id" }).createIndex("url", "url");
  db.createObjectStore("siteTable", { keyPath: "id" });
  db.createObjectStore("reference", { keyPath: "id" });
  const profiles = db.createObjectStore("profiles", { keyPath: "id" });
  profiles.createIndex("name", "name");
  profiles.put(profileOf("p1"));
  const shortlists = db.createObjectStore("shortlists", { keyPath: "id" });
  for (const index of ["name", "updatedAt"]) shortlists.createIndex(index, index);
  shortlists.put(shortlistOf("s1"));
  db.createObjectStore("settings", { keyPath: "key" }).put({ key: "locale", value: "vi" });
  db.createObjectStore("journal", { keyPath: "id" }).put({ id: "current", revision: 7 });
}

function createVersion2(db: IDBDatabase): void {
  createVersion1(db);
  const edits = db.createObjectStore("edits", { keyPath: "id" });
  for (const index of ["parkId", "importId"]) edits.createIndex(index, index);
  edits.put(editOf("e1"));
  for (const table of ["customParks", "gateways", "columns", "criteria"]) {
    db.createObjectStore(table, { keyPath: "id" }).createIndex("importId", "importId");
  }
  db.createObjectStore("hidden", { keyPath: "id" }).put({ id: "vsip-bac-ninh" });
  db.createObjectStore("ownProvinces", { keyPath: "code" }).createIndex("importId", "importId");
  db.createObjectStore("ownSources", { keyPath: "id" });
  db.createObjectStore("imports", { keyPath: "id" }).createIndex("signature", "signature");
}

const FIXTURES: Readonly<Record<number, (db: IDBDatabase) => void>> = {
  1: createVersion1,
  2: createVersion2,
  3: (db) => {
    createVersion2(db);
    db.createObjectStore("inputs", { keyPath: "id" });
  },
};

function createRaw(name: string, version: number, fill: (db: IDBDatabase) => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => fill(request.result);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("open failed"));
  });
}
async function openCode(promise: Promise<ParkwiseDb>): Promise<string> {
  return promise.then(
    (db) => {
      db.shut();
      return "open";
    },
    (error: unknown) => (error instanceof StorageError ? error.code : String(error)),
  );
}

describe("every released version opens and keeps what the user had", () => {
  test("each version up to now has a fixture", () => {
    expect(Object.keys(FIXTURES).map(Number)).toEqual(Array.from({ length: SCHEMA_VERSION }, (_, i) => i + 1));
  });

  test.each(Object.keys(FIXTURES).map(Number))("version %i", async (version) => {
    const name = `fixture-${version}`;
    (await createRaw(name, version * 10, FIXTURES[version] as (db: IDBDatabase) => void)).close();
    const warn = vi.spyOn(console, "warn");
    const db = await openDatabase({ name, retryDelays: [] });
    // Dexie warns when a declared schema differs from the stored one; then the fixture or the schema lies.
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
    expect(db.backendDB().version).toBe(SCHEMA_VERSION * 10);
    const data = createUserData(db);
    expect(await data.profiles.list()).toEqual([profileOf("p1")]);
    expect(await data.shortlists.list()).toEqual([shortlistOf("s1")]);
    expect(await data.settings.all()).toEqual({ locale: "vi" });
    const layer = await createLayer(db).read();
    expect(layer.edits).toEqual(version < 2 ? [] : [editOf("e1")]);
    expect(layer.hiddenParks).toEqual(version < 2 ? [] : ["vsip-bac-ninh"]);
    db.shut();
  });

  test("a new database has the schema of the newest fixture", async () => {
    const describeStores = (db: IDBDatabase) =>
      [...db.objectStoreNames].sort().map((store) => {
        const { keyPath, indexNames } = db.transaction(store).objectStore(store);
        return { store, keyPath, indexes: [...indexNames].sort() };
      });
    const fixture = await createRaw("schema-fixture", 1, FIXTURES[SCHEMA_VERSION] as (db: IDBDatabase) => void);
    const db = await openDatabase({ name: "schema-new", retryDelays: [] });
    expect(describeStores(db.backendDB())).toEqual(describeStores(fixture));
    fixture.close();
    db.shut();
  });
});

test("user data are written with strict durability", async () => {
  // Dexie binds the method when it opens.
  const transaction = vi.spyOn(IDBDatabase.prototype, "transaction");
  const db = await openDatabase({ name: "strict", retryDelays: [] });
  await createUserData(db).settings.set("a", 1);
  expect(transaction).toHaveBeenCalledWith(["settings", "journal"], "readwrite", { durability: "strict" });
  transaction.mockRestore();
  db.shut();
});

describe("a database from a newer app", () => {
  test("is refused and left alone", async () => {
    const name = "newer";
    const raw = await createRaw(name, (SCHEMA_VERSION + 1) * 10, (db) => {
      db.createObjectStore("shortlists", { keyPath: "id" }).put({ id: "from the future" });
    });
    raw.close();
    expect(await openCode(openDatabase({ name, retryDelays: [1, 1] }))).toBe("newer");
    expect(await warmRead(name)).toEqual({ kind: "newer", version: (SCHEMA_VERSION + 1) * 10 });
    const after = await createRaw(name, (SCHEMA_VERSION + 1) * 10, () => {
      throw new Error("the version has been changed");
    });
    expect([...after.objectStoreNames]).toEqual(["shortlists"]);
    const rows = await new Promise((resolve) => {
      const request = after.transaction("shortlists").objectStore("shortlists").getAll();
      request.onsuccess = () => resolve(request.result);
    });
    expect(rows).toEqual([{ id: "from the future" }]);
    after.close();
  });

  test("a patch that Dexie makes of the same version is not newer", () => {
    expect(isNewerNative(SCHEMA_VERSION * 10 + 9)).toBe(false);
    expect(isNewerNative(SCHEMA_VERSION * 10 + 10)).toBe(true);
  });
});

describe("two windows", () => {
  test("an upgrade by the other one closes this one and says so", async () => {
    const name = "upgraded";
    const events: DatabaseEvent[] = [];
    const db = await openDatabase({ name, retryDelays: [], onEvent: (event) => events.push(event) });
    (await createRaw(name, (SCHEMA_VERSION + 1) * 10, () => {})).close();
    expect(events).toEqual([{ type: "upgraded-elsewhere" }]);
    expect(db.isOpen()).toBe(false);
    await expect(createUserData(db).settings.set("a", 1)).rejects.toMatchObject({ code: "closed" });
  });

  test("a deletion by the other one is told and makes no empty database in its place", async () => {
    const name = "deleted";
    const events: DatabaseEvent[] = [];
    const db = await openDatabase({ name, retryDelays: [], onEvent: (event) => events.push(event) });
    await new Promise((resolve) => {
      indexedDB.deleteDatabase(name).onsuccess = resolve;
    });
    expect(events).toEqual([{ type: "deleted-elsewhere" }]);
    await expect(createUserData(db).settings.get("a")).rejects.toMatchObject({ code: "closed" });
    expect(await nativeVersion(name)).toBe(0);
  });

  test("an older window that does not let go: blocked, after patience", async () => {
    const name = "blocked";
    // A connection of an older version that ignores the request to close.
    const stubborn = await createRaw(name, 5, () => {});
    expect(await openCode(openDatabase({ name, retryDelays: [1], blockedPatience: 30 }))).toBe("blocked");
    stubborn.close();
    await vi.waitFor(async () => expect(await openCode(openDatabase({ name, retryDelays: [10, 50] }))).toBe("open"));
  });
});

describe("opening fails", () => {
  test("for a moment: tried again", async () => {
    let left = 2;
    const real = indexedDB.open.bind(indexedDB);
    const spy = vi.spyOn(indexedDB, "open").mockImplementation((...args) => {
      if (left-- > 0)
        throw new DOMException("Internal error opening backing store for indexedDB.open.", "UnknownError");
      return real(...args);
    });
    expect(await openCode(openDatabase({ name: "flaky", retryDelays: [1, 1, 1] }))).toBe("open");
    spy.mockRestore();
  });

  test.each([
    ["UnknownError", "Internal error opening backing store for indexedDB.open.", "damaged"],
    ["SecurityError", "access is denied for this document", "refused"],
    ["QuotaExceededError", "Encountered full disk while opening backing store for indexedDB.open.", "quota"],
    ["UnknownError", "Encountered full disk while opening backing store for indexedDB.open.", "quota"],
    ["Error", "never heard of", "damaged"],
  ])("for good with %s (%s): %s", async (errorName, message, code) => {
    const spy = vi.spyOn(indexedDB, "open").mockImplementation(() => {
      throw new DOMException(message, errorName);
    });
    expect(await openCode(openDatabase({ name: "bad", retryDelays: [1, 1, 1] }))).toBe(code);
    // Four tries; but not on a full disk, where each one may cost the database.
    expect(spy.mock.calls.length).toBe(code === "quota" ? 1 : 4);
    spy.mockRestore();
  });
});

test("the warm read creates nothing and says what it found", async () => {
  expect(await warmRead("nothing")).toEqual({ kind: "absent" });
  expect(await nativeVersion("nothing")).toBe(0);
  (await createRaw("older", 5, (db) => db.createObjectStore("settings", { keyPath: "key" }))).close();
  expect(await warmRead("older")).toEqual({ kind: "older" });
  const db = await openDatabase({ name: "warm", retryDelays: [] });
  await db.settings.put({ key: "locale", value: "vi" });
  expect(await warmRead("warm")).toEqual({
    kind: "read",
    siteTable: undefined,
    reference: undefined,
    settings: { locale: "vi" },
  });
  await db.siteTable.put({
    id: ONLY,
    table: { sites: [], measures: { a: { central: new Float64Array([1, Number.NaN]) } } },
  } as never);
  const read = await warmRead("warm");
  expect(read.kind === "read" && read.siteTable?.table.measures.a?.central).toEqual(new Float64Array([1, Number.NaN]));
  db.shut();
  const spy = vi.spyOn(indexedDB, "open").mockImplementation(() => {
    throw new DOMException("no", "SecurityError");
  });
  expect((await warmRead("warm")).kind).toBe("failed");
  spy.mockRestore();
});

test("errors are known by their cause, however deep", () => {
  const wrapped = {
    name: "OpenFailedError",
    message: "x",
    inner: { name: "AbortError", inner: { name: "QuotaExceededError" } },
  };
  expect(toStorageError(wrapped).code).toBe("quota");
  expect(toStorageError(new TypeError("x")).code).toBe("unknown");
  expect(toStorageError("text")).toMatchObject({ code: "unknown", detail: "text" });
});
