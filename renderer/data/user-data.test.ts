import "fake-indexeddb/auto";
import { afterEach, describe, expect, test, vi } from "vitest";
import { draftOf, profileOf, shortlistOf } from "../../tests/support/user-data";
import { openDatabase, type ParkwiseDb } from "./db";
import { StorageError } from "./storage-error";
import { createUserData, type UserData } from "./user-data";

let count = 0;
const opened: ParkwiseDb[] = [];
async function open(
  name = `user-data-${count++}`,
): Promise<{ db: ParkwiseDb; data: UserData; name: string; confirmed: () => number }> {
  const db = await openDatabase({ name, retryDelays: [] });
  opened.push(db);
  const onConfirmed = vi.fn();
  return { db, data: createUserData(db, { onConfirmed }), name, confirmed: () => onConfirmed.mock.calls.length };
}
afterEach(() => {
  for (const db of opened.splice(0)) db.shut();
});
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => "resolved",
    (error: unknown) => (error instanceof StorageError ? error.code : error),
  );

describe("shortlists", () => {
  test("created, changed, renamed, removed; the snapshot stays as it was", async () => {
    const { data, confirmed } = await open();
    const created = await data.shortlists.create(draftOf("Hải Phòng"));
    expect(await data.shortlists.get(created.id)).toEqual(created);
    const changed = await data.shortlists.update(created.id, { note: "new", siteIds: ["a"] });
    expect(changed).toMatchObject({
      note: "new",
      siteIds: ["a"],
      snapshot: created.snapshot,
      createdAt: created.createdAt,
    });
    expect(changed.updatedAt >= created.updatedAt).toBe(true);
    await data.shortlists.rename(created.id, "Bắc Ninh");
    expect((await data.shortlists.list()).map(({ name }) => name)).toEqual(["Bắc Ninh"]);
    await data.shortlists.remove(created.id);
    expect(await data.shortlists.list()).toEqual([]);
    expect(confirmed()).toBe(4);
  });

  test("newest change first, also when the clock has been set back", async () => {
    const { data } = await open();
    await data.shortlists.put(shortlistOf("old", "old", "2025-01-01T00:00:00.000Z"));
    await data.shortlists.put(shortlistOf("future", "future", "2999-01-01T00:00:00.000Z"));
    const changed = await data.shortlists.update("future", { note: "x" });
    expect(changed.updatedAt).toBe("2999-01-01T00:00:00.000Z");
    expect((await data.shortlists.list()).map(({ id }) => id)).toEqual(["future", "old"]);
  });

  test("bad records are refused with the place, before anything is written", async () => {
    const { data, confirmed } = await open();
    const refused = data.shortlists.create({ ...draftOf("x"), siteNotes: { a: 3 as unknown as string } });
    await expect(refused).rejects.toMatchObject({ code: "invalid", detail: expect.stringContaining("siteNotes.a") });
    expect(await code(data.shortlists.update("nobody", { note: "" }))).toBe("not-found");
    expect(await data.shortlists.list()).toEqual([]);
    expect(confirmed()).toBe(0);
  });

  test("a damaged stored record is reported and left where it is; the others are shown", async () => {
    const { db } = await open();
    const onDamagedRecord = vi.fn();
    const data = createUserData(db, { onDamagedRecord });
    await db.shortlists.bulkPut([shortlistOf("good"), { id: "torn", name: "torn" } as never]);
    expect((await data.shortlists.list()).map(({ id }) => id)).toEqual(["good"]);
    expect(onDamagedRecord).toHaveBeenCalledWith("shortlists", "torn", expect.stringContaining("note"));
    expect(await db.shortlists.count()).toBe(2);
  });
});

test("profiles by name; settings by key", async () => {
  const { data } = await open();
  await data.profiles.save(profileOf("2", "beta"));
  await data.profiles.save(profileOf("1", "alpha"));
  await data.profiles.rename("2", "aaa");
  expect((await data.profiles.list()).map(({ name }) => name)).toEqual(["aaa", "alpha"]);
  await data.profiles.remove("1");
  expect(await data.profiles.get("1")).toBeUndefined();
  await data.settings.setMany({ locale: "vi", columns: ["rank"] });
  await data.settings.set("locale", "en");
  expect(await data.settings.all()).toEqual({ locale: "en", columns: ["rank"] });
  await data.settings.remove("columns");
  expect(await data.settings.get("columns")).toBeUndefined();
  expect(await code(data.settings.set("bad", () => 1))).toBe("invalid");
});

test("a change in one connection shows in the other's subscription", async () => {
  const { data: first, name } = await open();
  const { data: second } = await open(name);
  const seen: string[][] = [];
  const stop = second.shortlists.watch((rows) => seen.push(rows.map((row) => row.name)));
  await vi.waitFor(() => expect(seen).toEqual([[]]));
  const { id } = await first.shortlists.create(draftOf("one"));
  await vi.waitFor(() => expect(seen.at(-1)).toEqual(["one"]));
  await first.shortlists.rename(id, "two");
  await vi.waitFor(() => expect(seen.at(-1)).toEqual(["two"]));
  stop();
  const before = seen.length;
  await first.shortlists.remove(id);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(seen).toHaveLength(before);
});

test("a full disk: the save is refused as quota, nothing of it is kept, the rest stays", async () => {
  const { db, data, confirmed } = await open();
  await data.shortlists.create(draftOf("before"));
  const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
    throw new DOMException("The disk is full", "QuotaExceededError");
  });
  await expect(data.shortlists.create(draftOf("after"))).rejects.toMatchObject({
    code: "quota",
    messageKey: "storage.error.quota",
  });
  put.mockRestore();
  expect((await data.shortlists.list()).map(({ name }) => name)).toEqual(["before"]);
  expect(confirmed()).toBe(1);
  expect(db.isOpen()).toBe(true);
});

test("quota that strikes only at commit is a quota error too", async () => {
  const { db, data } = await open();
  const run = vi.spyOn(db, "transaction").mockRejectedValue(
    Object.assign(new Error("Transaction aborted"), {
      name: "AbortError",
      inner: new DOMException("", "QuotaExceededError"),
    }),
  );
  expect(await code(data.settings.set("a", 1))).toBe("quota");
  run.mockRestore();
});

test("a lost connection comes back and the operation is run again", async () => {
  const { db, data, name } = await open();
  await data.shortlists.create(draftOf("kept"));
  const seen: number[] = [];
  const stop = data.shortlists.watch((rows) => seen.push(rows.length));
  await vi.waitFor(() => expect(seen).toEqual([1]));
  // What Chromium does when its backing store goes: the connection closes by itself.
  db.close({ disableAutoOpen: false });
  const created = data.shortlists.create(draftOf("written through"));
  expect((await created).name).toBe("written through");
  await vi.waitFor(() => expect(seen.at(-1)).toBe(2));
  stop();
  const { data: other } = await open(name);
  expect(await other.shortlists.list()).toHaveLength(2);
});

test("closed for good: a typed error, no second life", async () => {
  const { db, data } = await open();
  db.shut();
  expect(await code(data.shortlists.list())).toBe("closed");
  expect(await code(data.settings.set("a", 1))).toBe("closed");
});
