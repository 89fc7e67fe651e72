import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { smallCatalogue } from "../../tests/support/catalogue";
import { draftOf, type MemoryHost, memoryHost, shortlistOf } from "../../tests/support/user-data";
import { nativeVersion, openDatabase } from "./db";
import { ONLY, SETTLED_KEY } from "./records";
import { compareVersions, type StartState, type Startup, start } from "./startup";
import type { StoreEvent } from "./store";

const BASE = "http://localhost/app/";
const OLD = smallCatalogue("2026.01.01", 120);
const NEW = smallCatalogue("2026.02.01", 60);

/** What the server answers by file; a number is a status, null a stopped server. */
let served: Record<string, string | number | null>;
function serve({ text, catalogue }: { text: string; catalogue: { version: string; contentHash: string } }): void {
  const { version, contentHash } = catalogue;
  served = { "catalogue.json": text, "manifest.json": JSON.stringify({ version, contentHash }) };
}

let count = 0;
let name = "";
let host: MemoryHost;
const running: Startup[] = [];
beforeEach(() => {
  name = `startup-${count++}`;
  host = memoryHost();
  serve(OLD);
  // Dexie tells of each of its own tries.
  vi.spyOn(console, "warn").mockImplementation(() => {});
  vi.stubGlobal("fetch", async (url: URL) => {
    expect(url.href.startsWith(`${BASE}catalogue/`)).toBe(true);
    const answer = served[url.pathname.split("/").at(-1) ?? ""];
    if (answer === null || answer === undefined) throw new TypeError("Failed to fetch");
    return typeof answer === "number" ? new Response("", { status: answer }) : new Response(answer);
  });
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((startup) => startup.close().catch(() => {})));
  vi.restoreAllMocks();
});

function begin(): { startup: Startup; seen: StartState[]; events: StoreEvent[] } {
  const startup = start({ host, base: BASE, databaseName: name, retryDelays: [1, 1, 1], mirrorDebounce: 5 });
  running.push(startup);
  const seen: StartState[] = [startup.state()];
  const events: StoreEvent[] = [];
  startup.subscribe(() => seen.push(startup.state()));
  startup.onDatabaseEvent((event) => events.push(event));
  return { startup, seen, events };
}
/** Waits until the start rests: ready, recovery or failed. */
async function rest(startup: Startup): Promise<StartState> {
  await vi.waitFor(() => expect(["ready", "recovery", "failed"]).toContain(startup.state().phase), { timeout: 5_000 });
  return startup.state();
}
async function ready(startup: Startup): Promise<Extract<StartState, { phase: "ready" }>> {
  const state = await rest(startup);
  if (state.phase !== "ready") throw new Error(`${state.phase}: ${String("error" in state && state.error?.message)}`);
  return state;
}
/** Starts, saves a shortlist, has it mirrored, and ends. */
async function oneSession(shortlist = "kept"): Promise<void> {
  const { startup } = begin();
  const { store } = await ready(startup);
  await store.shortlists.create(draftOf(shortlist));
  await startup.close();
}
function deleteDatabase(): Promise<unknown> {
  return new Promise((resolve) => {
    indexedDB.deleteDatabase(name).onsuccess = resolve;
  });
}
const failOpening = (error: DOMException) => {
  const spy = vi.spyOn(indexedDB, "open").mockImplementation(() => {
    throw error;
  });
  return () => spy.mockRestore();
};

describe("first run", () => {
  test("loads the catalogue in one transaction, with progress, and is ready", async () => {
    const transactions = vi.spyOn(IDBDatabase.prototype, "transaction");
    const { startup, seen } = begin();
    const { siteTable, reference, notices, store } = await ready(startup);
    expect(seen.map(({ phase }) => phase).filter((phase, i, all) => phase !== all[i - 1])).toEqual([
      "opening",
      "loading-catalogue",
      "ready",
    ]);
    const progress = seen.flatMap((state) => (state.phase === "loading-catalogue" ? [[state.done, state.total]] : []));
    expect(progress).toEqual([
      [0, 0],
      [0, 120],
      [50, 120],
      [100, 120],
      [120, 120],
    ]);
    const writing = transactions.mock.calls.filter(
      ([stores, mode]) => mode === "readwrite" && [...stores].includes("parks"),
    );
    expect(writing).toHaveLength(1);
    expect(siteTable.sites).toHaveLength(120);
    expect(reference).toMatchObject({ catalogue: { version: "2026.01.01" }, counts: { parks: 120, sources: 2 } });
    expect(notices).toEqual([]);
    expect((await store.sites.get("park-7"))?.name).toBe("2026.01.01 park 7");
    expect((await store.sites.many(["park-9", "nobody", "park-3"])).map(({ id }) => id)).toEqual(["park-9", "park-3"]);
    expect(await store.sites.isSource("https://example.org/a")).toBe(true);
    expect(await store.sites.isSource("https://example.org/b")).toBe(false);
    expect([...(await store.sites.sources(["s1", "none"])).keys()]).toEqual(["s1"]);
  });

  test.each([
    ["cut off", () => OLD.text.slice(0, 5_000), "catalogue-damaged"],
    ["with a figure changed", () => OLD.text.replace('"value":100', '"value":999'), "catalogue-damaged"],
    ["not there", () => 404, "catalogue-missing"],
    ["behind a stopped server", () => null, "catalogue-missing"],
    ["made for a newer app", () => OLD.text.replace('"format":1', '"format":2'), "catalogue-newer"],
  ])("a catalogue %s: a clear error, nothing half stored; cured by trying again", async (_, answer, code) => {
    served["catalogue.json"] = answer();
    const { startup } = begin();
    expect(await rest(startup)).toMatchObject({
      phase: "failed",
      error: { code, messageKey: `storage.error.${code}` },
    });
    serve(OLD);
    startup.retry();
    expect((await ready(startup)).siteTable.sites).toHaveLength(120);
  });

  test("a disk full while loading: quota, nothing half stored; cured by trying again", async () => {
    let writes = 0;
    const spy = vi.spyOn(IDBObjectStore.prototype, "add").mockImplementation(function (this: IDBObjectStore, value) {
      if (writes++ > 60) throw new DOMException("full", "QuotaExceededError");
      return this.put(value);
    });
    const { startup } = begin();
    expect(await rest(startup)).toMatchObject({ phase: "failed", error: { code: "quota" } });
    spy.mockRestore();
    const db = await openDatabase({ name, retryDelays: [] });
    expect([await db.parks.count(), await db.sources.count(), await db.siteTable.count()]).toEqual([0, 0, 0]);
    db.shut();
    startup.retry();
    await ready(startup);
  });
});

describe("later runs", () => {
  test("a warm start reads no parks, loads nothing, and has settings and user data", async () => {
    await oneSession();
    served["catalogue.json"] = null;
    const reads = vi.spyOn(IDBDatabase.prototype, "transaction");
    const { startup, seen } = begin();
    const { siteTable, settings, store, reference } = await ready(startup);
    expect(seen.map(({ phase }) => phase)).toEqual(["opening", "ready"]);
    // Dexie looks at the schema of all stores at once when it opens; a read of parks would name fewer.
    const parkReads = reads.mock.calls.filter(([stores]) => [...stores].includes("parks") && [...stores].length < 8);
    expect(parkReads).toEqual([]);
    expect(siteTable.sites[3]?.name).toBe("2026.01.01 park 3");
    expect(siteTable.measures).toEqual((await openedTable()).measures);
    expect(settings[SETTLED_KEY]).toEqual(expect.any(String));
    expect(reference.counts.parks).toBe(120);
    // The store opens behind the paint; its parts wait for it by themselves.
    const seenLists: number[] = [];
    const stop = store.shortlists.watch((rows) => seenLists.push(rows.length));
    expect(store.shortlists.watch).toBe(store.shortlists.watch);
    expect((await store.shortlists.list()).map((list) => list.name)).toEqual(["kept"]);
    await store.shortlists.create(draftOf("second"));
    await vi.waitFor(() => expect(seenLists.at(-1)).toBe(2));
    stop();
    expect((await store.storage.figures()).persisted).toBeNull();
  });

  async function openedTable() {
    const db = await openDatabase({ name, retryDelays: [] });
    const record = await db.siteTable.get(ONLY);
    db.shut();
    if (record === undefined) throw new Error("no table");
    return record.table;
  }

  test("a newer built-in catalogue replaces the older and touches nothing of the user's", async () => {
    await oneSession();
    serve(NEW);
    const { startup, seen } = begin();
    const { siteTable, reference, store } = await ready(startup);
    expect(seen.some(({ phase }) => phase === "loading-catalogue")).toBe(true);
    expect(siteTable.sites).toHaveLength(60);
    expect(reference.catalogue.version).toBe("2026.02.01");
    expect(await store.sites.get("park-100")).toBeUndefined();
    expect((await store.shortlists.list()).map((list) => list.name)).toEqual(["kept"]);
  });

  test("an older built-in catalogue (an app put back) does not replace a newer one", async () => {
    serve(NEW);
    await oneSession();
    serve(OLD);
    const { startup } = begin();
    expect((await ready(startup)).reference.catalogue.version).toBe("2026.02.01");
  });

  test("a damaged newer catalogue: the stored one is used, with a notice", async () => {
    await oneSession();
    serve(NEW);
    served["catalogue.json"] = NEW.text.slice(0, -10);
    const { startup } = begin();
    const { reference, notices, store } = await ready(startup);
    expect(reference.catalogue.version).toBe("2026.01.01");
    expect(notices.map(({ code }) => code)).toEqual(["catalogue-damaged"]);
    expect(await store.sites.get("park-100")).toBeDefined();
  });

  test("a table of another app version, or one that is torn, is built anew", async () => {
    await oneSession();
    const db = await openDatabase({ name, retryDelays: [] });
    await db.siteTable
      .where("id")
      .equals(ONLY)
      .modify((record) => {
        Object.assign(record, { builtBy: "0.0.1" });
      });
    const first = begin();
    await ready(first.startup);
    expect(first.seen.some(({ phase }) => phase === "loading-catalogue")).toBe(true);
    await db.siteTable
      .where("id")
      .equals(ONLY)
      .modify((record) => {
        Object.assign(record, { table: { sites: [{}], measures: { a: {} } } });
      });
    db.shut();
    const second = begin();
    expect((await ready(second.startup)).siteTable.sites).toHaveLength(120);
  });

  test("a database from a newer app: a clear message, and it is left alone", async () => {
    await new Promise((resolve) => {
      const request = indexedDB.open(name, 500);
      request.onupgradeneeded = () => request.result.createObjectStore("future");
      request.onsuccess = () => resolve(request.result.close());
    });
    const { startup } = begin();
    expect(await rest(startup)).toMatchObject({ phase: "failed", error: { code: "newer" } });
    startup.startEmpty();
    await vi.waitFor(() => expect(startup.state().phase).toBe("failed"));
    expect(await nativeVersion(name)).toBe(500);
  });
});

describe("recovery", () => {
  test("the database is gone, a mirror is there: offered with what it holds, restored whole", async () => {
    await oneSession("Hải Phòng");
    await deleteDatabase();
    const { startup } = begin();
    const state = await rest(startup);
    expect(state).toMatchObject({
      phase: "recovery",
      reason: "empty",
      error: null,
      mirrors: [{ counts: { shortlists: 1 }, shortlistNames: ["Hải Phòng"], appVersion: "0.0.0-test" }],
    });
    if (state.phase !== "recovery") return;
    startup.restore(state.mirrors[0]?.id ?? "");
    const { store } = await ready(startup);
    expect((await store.shortlists.list()).map((list) => list.name)).toEqual(["Hải Phòng"]);
    await startup.close();
    // And it is not offered again.
    const next = begin();
    await ready(next.startup);
    expect(next.events).toEqual([]);
  });

  test("asked again as long as it has not been answered, also when killed in between", async () => {
    await oneSession();
    await deleteDatabase();
    const first = begin();
    await rest(first.startup);
    await first.startup.close();
    const second = begin();
    expect(await rest(second.startup)).toMatchObject({ phase: "recovery", reason: "empty" });
  });

  test("declined: starts empty, is not asked again, and the mirror stays", async () => {
    await oneSession();
    await deleteDatabase();
    const first = begin();
    await rest(first.startup);
    first.startup.startEmpty();
    const { store } = await ready(first.startup);
    expect(await store.shortlists.list()).toEqual([]);
    await store.settings.set("locale", "vi");
    await first.startup.close();
    expect(host.copies.size).toBe(1);
    const second = begin();
    await ready(second.startup);
    expect((await (await ready(second.startup)).store.mirror.list())[0]?.shortlistNames).toEqual(["kept"]);
    await second.startup.close();
    expect(second.events).toEqual([]);
  });

  test("a database that cannot be opened: recovery, and retry brings everything back", async () => {
    await oneSession();
    const mend = failOpening(
      new DOMException("Internal error opening backing store for indexedDB.open.", "UnknownError"),
    );
    const { startup } = begin();
    expect(await rest(startup)).toMatchObject({
      phase: "recovery",
      reason: "damaged",
      error: { code: "damaged" },
      mirrors: [{}],
    });
    mend();
    startup.retry();
    const { store } = await ready(startup);
    expect(await store.shortlists.list()).toHaveLength(1);
  });

  test("restore on a database that opens after all merges: what is newer there stays", async () => {
    await oneSession("mirrored");
    const db = await openDatabase({ name, retryDelays: [] });
    await db.shortlists.put(shortlistOf("later", "never mirrored"));
    db.shut();
    const mend = failOpening(new DOMException("Internal error", "UnknownError"));
    const { startup } = begin();
    const state = await rest(startup);
    mend();
    if (state.phase !== "recovery") throw new Error(state.phase);
    startup.restore(state.mirrors[0]?.id ?? "");
    const { store } = await ready(startup);
    expect((await store.shortlists.list()).map((list) => list.name).sort()).toEqual(["mirrored", "never mirrored"]);
  });

  test("restore on one that stays broken: deleted, made anew, filled from the mirror", async () => {
    await oneSession();
    let deleted = false;
    const open = indexedDB.open.bind(indexedDB);
    const remove = indexedDB.deleteDatabase.bind(indexedDB);
    vi.spyOn(indexedDB, "deleteDatabase").mockImplementation((target) => {
      deleted = true;
      return remove(target);
    });
    vi.spyOn(indexedDB, "open").mockImplementation((...args) => {
      if (!deleted) throw new DOMException("Internal error", "UnknownError");
      return open(...args);
    });
    const { startup } = begin();
    const state = await rest(startup);
    if (state.phase !== "recovery") throw new Error(state.phase);
    startup.retry();
    await vi.waitFor(() => expect(startup.state().phase).toBe("opening"));
    expect((await rest(startup)).phase).toBe("recovery");
    // Looking and trying again delete nothing.
    expect(deleted).toBe(false);
    startup.restore(state.mirrors[0]?.id ?? "");
    const { store } = await ready(startup);
    expect(deleted).toBe(true);
    expect(await store.shortlists.list()).toHaveLength(1);
  });

  test("refused storage: recovery with that reason; a full disk: failed, and nothing is offered to be deleted", async () => {
    const mend = failOpening(new DOMException("denied", "SecurityError"));
    expect(await rest(begin().startup)).toMatchObject({ phase: "recovery", reason: "refused", mirrors: [] });
    mend();
    failOpening(new DOMException("full disk", "QuotaExceededError"));
    expect(await rest(begin().startup)).toMatchObject({ phase: "failed", error: { code: "quota" } });
  });

  test("a mirror that turns out unreadable costs nothing", async () => {
    await oneSession();
    await deleteDatabase();
    const { startup } = begin();
    const state = await rest(startup);
    if (state.phase !== "recovery") throw new Error(state.phase);
    const [id, copy] = [...host.copies][0] ?? [];
    if (id === undefined || copy === undefined) throw new Error("no copy");
    host.copies.set(id, { ...copy, text: "torn" });
    startup.restore(id);
    expect(await rest(startup)).toMatchObject({ phase: "failed", error: { code: "document" } });
  });

  test("a rolled-back database is noticed: the mirror is ahead, and merging it brings the changes back", async () => {
    await oneSession("one");
    const db = await openDatabase({ name, retryDelays: [] });
    const before = await Promise.all([db.shortlists.toArray(), db.journal.toArray()]);
    db.shut();
    await oneSession("two");
    // What a torn log does: the last transactions are gone, and nothing else shows it.
    const again = await openDatabase({ name, retryDelays: [] });
    await again.shortlists.clear();
    await again.shortlists.bulkPut(before[0]);
    await again.journal.bulkPut(before[1]);
    again.shut();
    const { startup, events } = begin();
    const { store } = await ready(startup);
    await vi.waitFor(() =>
      expect(events).toMatchObject([{ type: "behind-mirror", mirror: { shortlistNames: ["two", "one"] } }]),
    );
    const [event] = events;
    if (event?.type !== "behind-mirror") return;
    await store.documents.restoreMirror(event.mirror.id, "merge");
    expect((await store.shortlists.list()).map((list) => list.name).sort()).toEqual(["one", "two"]);
  });

  test("a mirror that a kill cut off is caught up at the next start", async () => {
    await oneSession("one");
    const db = await openDatabase({ name, retryDelays: [] });
    await db.transaction("rw", db.shortlists, db.journal, async () => {
      await db.shortlists.put(shortlistOf("x", "not mirrored"));
      await db.journal.put({ id: ONLY, revision: 99 });
    });
    db.shut();
    const { startup } = begin();
    await ready(startup);
    await vi.waitFor(() => expect(host.copies.size).toBe(2));
    expect([...host.copies.values()].at(-1)?.text).toContain("not mirrored");
  });
});

test("documents: out, looked at, and in again; what was there goes into the mirror first", async () => {
  const { startup } = begin();
  const { store } = await ready(startup);
  await store.shortlists.create(draftOf("one"));
  const text = await store.documents.export();
  expect((await store.documents.inspect(text)).counts.shortlists).toBe(1);
  await store.shortlists.create(draftOf("two"));
  await store.documents.restore(text, "replace");
  expect((await store.shortlists.list()).map((list) => list.name)).toEqual(["one"]);
  expect([...host.copies.values()].some((copy) => copy.text.includes("note of two"))).toBe(true);
  await expect(store.documents.inspect("{}")).rejects.toMatchObject({ code: "document" });
});

test("catalogue versions compare as numbers", () => {
  expect(compareVersions("2026.9.1", "2026.10.1")).toBeLessThan(0);
  expect(compareVersions("2026.10.01", "2026.10.1")).toBe(0);
  expect(compareVersions("2027", "2026.12.31")).toBeGreaterThan(0);
});
