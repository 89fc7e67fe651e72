import "fake-indexeddb/auto";
import { afterEach, describe, expect, test, vi } from "vitest";
import { parseDocument } from "../../shared/document/document";
import { draftOf, type MemoryHost, memoryHost, profileOf, shortlistOf } from "../../tests/support/user-data";
import { openDatabase, type ParkwiseDb } from "./db";
import { createMirror, exportDocument, findMirrors, type Mirror, readState, restoreDocument } from "./mirror";
import { SETTLED_KEY } from "./records";
import { createUserData, type UserData } from "./user-data";

const DEBOUNCE = 20;
let count = 0;
const opened: { db: ParkwiseDb; mirror: Mirror }[] = [];
async function open(
  host = memoryHost(),
): Promise<{ db: ParkwiseDb; data: UserData; host: MemoryHost; mirror: Mirror }> {
  const db = await openDatabase({ name: `mirror-${count++}`, retryDelays: [] });
  const mirror = createMirror(db, host, DEBOUNCE);
  opened.push({ db, mirror });
  return { db, host, mirror, data: createUserData(db, { onConfirmed: mirror.changed }) };
}
afterEach(() => {
  for (const { db, mirror } of opened.splice(0)) {
    mirror.stop();
    db.shut();
  }
});
const newest = (host: MemoryHost) => parseDocument([...host.copies.values()].at(-1)?.text ?? "").body;

describe("the mirror follows the database", () => {
  test("once after several quick changes, with all of them", async () => {
    const { data, host, mirror } = await open();
    await data.shortlists.create(draftOf("one"));
    await data.shortlists.create(draftOf("two"));
    await data.settings.setMany({ locale: "vi", "device.window": 1 });
    expect(mirror.status()).toMatchObject({ pending: true, savedAt: null });
    await vi.waitFor(() => expect(host.copies.size).toBe(1));
    expect(
      newest(host)
        .shortlists.map(({ name }) => name)
        .sort(),
    ).toEqual(["one", "two"]);
    // What belongs to the machine stays on it.
    expect(newest(host).settings).toEqual({ locale: "vi" });
    await vi.waitFor(() =>
      expect(mirror.status()).toMatchObject({ pending: false, error: null, savedAt: expect.any(String) }),
    );
  });

  test("a steady stream of changes does not put it off", async () => {
    const { data, host } = await open();
    const until = Date.now() + DEBOUNCE * 8;
    for (let i = 0; Date.now() < until; i++) await data.settings.set("i", i);
    expect(host.copies.size).toBeGreaterThanOrEqual(2);
  });

  test("flush writes at once; a state that is mirrored already is not written again", async () => {
    const { db, data, host, mirror } = await open();
    await data.profiles.save(profileOf("p"));
    await mirror.flush();
    expect(host.copies.size).toBe(1);
    await data.profiles.save(profileOf("p"));
    await mirror.flush();
    // Also not by the next session.
    const next = createMirror(db, host, DEBOUNCE);
    next.changed();
    await next.flush();
    expect(host.copies.size).toBe(1);
  });

  test("a mirror that cannot be written is tried again and shown", async () => {
    const { data, host, mirror } = await open();
    host.failWith = new DOMException("no room", "QuotaExceededError");
    const seen = vi.fn();
    mirror.subscribe(seen);
    await data.profiles.save(profileOf("p"));
    await mirror.flush();
    expect(mirror.status()).toMatchObject({ pending: true, error: { code: "quota" } });
    expect(seen).toHaveBeenCalled();
    // The save itself is confirmed all the same.
    expect(await data.profiles.list()).toHaveLength(1);
    host.failWith = null;
    await mirror.flush();
    expect(mirror.status()).toMatchObject({ pending: false, error: null });
    expect(newest(host).profiles).toHaveLength(1);
  });

  test("a state that was read outlives the database: it reaches the mirror when there is room again", async () => {
    const { db, data, host, mirror } = await open();
    await data.profiles.save(profileOf("p"));
    host.failWith = new DOMException("no room", "QuotaExceededError");
    await mirror.flush();
    db.shut();
    host.failWith = null;
    await mirror.flush();
    expect(newest(host).profiles).toHaveLength(1);
    expect(mirror.status()).toMatchObject({ pending: true, error: { code: "closed" } });
  });

  test("one damaged record does not keep the others out", async () => {
    const { db, data, host, mirror } = await open();
    await db.shortlists.put({ id: "torn" } as never);
    await data.shortlists.put(shortlistOf("good"));
    await mirror.flush();
    expect(newest(host).shortlists).toEqual([shortlistOf("good")]);
  });
});

describe("an empty state never overwrites a full mirror", () => {
  test("in the same session", async () => {
    const { data, host, mirror } = await open();
    await data.shortlists.put(shortlistOf("s"));
    await mirror.flush();
    await data.shortlists.remove("s");
    await data.settings.set("locale", "vi");
    await mirror.flush();
    expect(host.copies.size).toBe(1);
    expect(newest(host).shortlists).toHaveLength(1);
  });

  test("nor from a new database that finds the old one's mirror", async () => {
    const { data, host, mirror } = await open();
    await data.shortlists.put(shortlistOf("s"));
    await mirror.flush();
    const fresh = await open(host);
    for (let i = 0; i < 15; i++) {
      await fresh.data.settings.set("i", i);
      await fresh.mirror.flush();
    }
    expect(host.copies.size).toBe(1);
    await fresh.data.shortlists.put(shortlistOf("t"));
    await fresh.mirror.flush();
    expect(host.copies.size).toBe(2);
  });
});

describe("restore", () => {
  test("replace puts the document in the place of what is there", async () => {
    const a = await open();
    await a.data.shortlists.put(shortlistOf("s"));
    await a.data.profiles.save(profileOf("p"));
    await a.data.settings.set("locale", "vi");
    const text = await exportDocument(a.db, "export");
    const b = await open();
    await b.data.shortlists.put(shortlistOf("other"));
    await b.data.settings.setMany({ theme: "dark", "device.x": 1 });
    expect(await restoreDocument(b.db, text, "replace")).toMatchObject({ shortlists: 1, profiles: 1, settings: 1 });
    expect((await readState(b.db)).body).toEqual((await readState(a.db)).body);
    expect(await b.data.settings.all()).toEqual({ locale: "vi", "device.x": 1, [SETTLED_KEY]: expect.any(String) });
  });

  test("merge adds; of the same record the later one stays; settings in place stay", async () => {
    const a = await open();
    await a.data.shortlists.put(shortlistOf("both", "from document", "2026-11-03T00:00:00.000Z"));
    await a.data.shortlists.put(shortlistOf("stale", "from document", "2026-11-01T00:00:00.000Z"));
    await a.data.shortlists.put(shortlistOf("new", "from document"));
    await a.data.settings.setMany({ locale: "vi", theme: "dark" });
    const text = await exportDocument(a.db, "export");
    const b = await open();
    await b.data.shortlists.put(shortlistOf("both", "here", "2026-11-02T00:00:00.000Z"));
    await b.data.shortlists.put(shortlistOf("stale", "here", "2026-11-02T00:00:00.000Z"));
    await b.data.settings.set("locale", "en");
    await restoreDocument(b.db, text, "merge");
    const names = Object.fromEntries((await b.data.shortlists.list()).map(({ id, name }) => [id, name]));
    expect(names).toEqual({ both: "from document", stale: "here", new: "from document" });
    expect(await b.data.settings.all()).toMatchObject({ locale: "en", theme: "dark" });
  });

  test("a refused document changes nothing and says where", async () => {
    const { db, data } = await open();
    await data.shortlists.put(shortlistOf("kept"));
    const text = (await exportDocument(db, "export")).replace("note of kept", "note of tampered");
    await expect(restoreDocument(db, text, "replace")).rejects.toMatchObject({
      code: "document",
      detail: expect.stringContaining("hash-mismatch"),
    });
    expect(await data.shortlists.list()).toHaveLength(1);
  });

  test("a restore that fails half-way leaves everything as it was", async () => {
    const { db, data } = await open();
    await data.shortlists.put(shortlistOf("kept"));
    const other = await open();
    await other.data.shortlists.put(shortlistOf("a"));
    await other.data.settings.set("locale", "vi");
    const text = await exportDocument(other.db, "export");
    // The settings are written last; by then the old shortlist is cleared and the new one is in.
    const failing = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (
      this: IDBObjectStore,
      value,
    ) {
      if (this.name === "settings") throw new DOMException("full", "QuotaExceededError");
      return this.add(value);
    });
    await expect(restoreDocument(db, text, "replace")).rejects.toMatchObject({ code: "quota" });
    failing.mockRestore();
    expect((await data.shortlists.list()).map(({ id }) => id)).toEqual(["kept"]);
  });
});

test("mirrors are found newest first, damaged, newer and empty ones passed over", async () => {
  const { data, host, mirror } = await open();
  await data.shortlists.put(shortlistOf("a", "first"));
  await mirror.flush();
  await data.shortlists.put(shortlistOf("b", "second", "2026-11-09T00:00:00.000Z"));
  await mirror.flush();
  const [first, second] = [...host.copies.values()];
  if (first === undefined || second === undefined) throw new Error("no copies");
  const at = (minute: number) => new Date(Date.now() + minute * 60_000).toISOString();
  host.copies.set("torn", { savedAt: at(1), text: second.text.slice(0, 500) });
  host.copies.set("newer", { savedAt: at(2), text: second.text.replace('"formatVersion": 1', '"formatVersion": 9') });
  host.copies.set("nothing", { savedAt: at(3), text: "" });
  const found = await findMirrors(host);
  expect(found.map(({ shortlistNames }) => shortlistNames)).toEqual([["second", "first"], ["first"]]);
  expect(found[0]).toMatchObject({ counts: { shortlists: 2 }, appVersion: "0.0.0-test" });
});
