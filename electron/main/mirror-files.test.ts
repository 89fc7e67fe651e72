import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeEach, expect, it } from "vitest";
import { HostError } from "../../shared/ipc/host-error";
import { writeFileAtomically } from "./atomic-write";
import { documentRecords } from "./document-header";
import { createMirrorFiles, DAYS_KEPT, RECENT_KEPT } from "./mirror-files";

let folder: string;
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(os.tmpdir(), "parkwise-mirror-")), "mirror");
});

const text = (profiles: number, body = "") =>
  JSON.stringify({ format: "parkwise", formatVersion: 1, counts: { profiles, shortlists: 0, settings: 4 }, body });
const files = (part: string) => readdirSync(path.join(folder, part)).sort();

it("keeps the last ten writes and the last state of each of thirty days", async () => {
  let time = new Date(2026, 0, 1, 9, 0, 0);
  const mirror = createMirrorFiles(folder, { now: () => time });
  for (let day = 0; day < 40; day += 1) {
    for (let write = 0; write < 3; write += 1) {
      time = new Date(2026, 0, 1 + day, 9 + write, 0, 0);
      await mirror.write(text(1, `day ${day} write ${write}`));
    }
  }
  expect(files("recent")).toHaveLength(RECENT_KEPT);
  expect(files("daily")).toHaveLength(DAYS_KEPT);
  expect(files("daily").at(-1)).toBe("2026-02-09.json");
  expect(files("daily")[0]).toBe("2026-01-11.json");
  expect(readFileSync(path.join(folder, "daily/2026-01-11.json"), "utf8")).toBe(text(1, "day 10 write 2"));
  expect(readFileSync(path.join(folder, "current.json"), "utf8")).toBe(text(1, "day 39 write 2"));
  const list = await mirror.list();
  expect(list.map(({ kind }) => kind)).toEqual([
    "latest",
    ...Array<string>(RECENT_KEPT).fill("recent"),
    ...Array<string>(DAYS_KEPT).fill("daily"),
  ]);
  expect(await mirror.read(list[1]?.id ?? "")).toBe(text(1, "day 39 write 2"));
  expect(await mirror.read(list[2]?.id ?? "")).toBe(text(1, "day 39 write 1"));
});

it("does not lose the newest copy when the clock is set back", async () => {
  let time = new Date(2026, 5, 1);
  const mirror = createMirrorFiles(folder, { now: () => time });
  for (let write = 0; write < 12; write += 1) {
    time = new Date(2026, 5, 1, 0, write);
    await mirror.write(text(1, `before ${write}`));
  }
  time = new Date(2020, 0, 1);
  await mirror.write(text(1, "after"));
  const kept = files("recent").map((name) => readFileSync(path.join(folder, "recent", name), "utf8"));
  expect(kept).toHaveLength(RECENT_KEPT);
  expect(kept).toContain(text(1, "after"));
});

it("writes one after the other, each under a name of its own", async () => {
  const time = new Date(2026, 5, 1);
  const mirror = createMirrorFiles(folder, { now: () => time });
  await Promise.all(Array.from({ length: 8 }, (_, write) => mirror.write(text(1, `write ${write}`))));
  expect(files("recent")).toHaveLength(8);
  expect(readFileSync(path.join(folder, "current.json"), "utf8")).toBe(text(1, "write 7"));
});

it("never lets an empty document replace a full one, also when the newest copies are damaged or gone", async () => {
  const mirror = createMirrorFiles(folder);
  await mirror.write(text(0));
  await mirror.write(text(2));
  await expect(mirror.write(text(0))).rejects.toThrow(/holds 2 records.*\[mirror-empty\]$/);
  writeFileSync(path.join(folder, "current.json"), "");
  await expect(mirror.write(text(0))).rejects.toThrow(/\[mirror-empty\]$/);
  rmSync(path.join(folder, "current.json"));
  rmSync(path.join(folder, "recent"), { recursive: true });
  await expect(createMirrorFiles(folder).write(text(0))).rejects.toThrow(/\[mirror-empty\]$/);
  rmSync(path.join(folder, "daily"), { recursive: true });
  mkdirSync(path.join(folder, "daily"));
  await createMirrorFiles(folder).write(text(0));
});

it("refuses what is no document, and what only looks like one", async () => {
  const mirror = createMirrorFiles(folder);
  for (const bad of [
    "",
    "null",
    "[]",
    "{}",
    '{"format":"parkwise"}',
    '{"format":"other","counts":{}}',
    '{"format":"parkwise","counts":{"a":-1}}',
    '{"format":"parkwise","counts":{"a":0.5}}',
  ]) {
    await expect(mirror.write(bad), bad).rejects.toThrow(/\[mirror-malformed\]$/);
  }
  expect(() => files(".")).toThrow();
});

it("counts settings as nothing to protect", () => {
  expect(documentRecords(text(0))).toBe(0);
  expect(documentRecords(text(3))).toBe(3);
});

it("passes a full disk on in words, keeps what was there, and works again afterwards", async () => {
  let full = false;
  const mirror = createMirrorFiles(folder, {
    writeFile: async (file, data) => {
      if (full) throw new HostError("disk-full", "x: the disk is full.");
      await writeFileAtomically(file, data);
    },
  });
  await mirror.write(text(1, "first"));
  full = true;
  await expect(mirror.write(text(1, "second"))).rejects.toThrow(/disk is full.*\[disk-full\]$/);
  expect(readFileSync(path.join(folder, "current.json"), "utf8")).toBe(text(1, "first"));
  full = false;
  await mirror.write(text(1, "third"));
  expect(readFileSync(path.join(folder, "current.json"), "utf8")).toBe(text(1, "third"));
});

it("reads by listed ids only", async () => {
  const mirror = createMirrorFiles(folder);
  await mirror.write(text(1));
  writeFileSync(path.join(folder, "recent/notes.json"), "not a copy");
  for (const id of ["../mirror/current", "recent-notes", "daily-..", "constructor", ""]) {
    expect(await mirror.read(id), id).toBeNull();
  }
  expect((await mirror.list()).map(({ id }) => id)).not.toContain("recent-notes");
});
