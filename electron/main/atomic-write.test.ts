import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { hostErrorCode } from "../../shared/ipc/host-error";
import { removeLeftovers, type WriteEffects, writeFileAtomically } from "./atomic-write";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "parkwise-atomic-"));
  file = path.join(folder, "data.json");
  writeFileSync(file, "old");
});

const failure = (code: string) => Object.assign(new Error(code), { code });

/** The disk, with some calls made to fail. Counts the pauses. */
function disk(change: Partial<WriteEffects>): { effects: WriteEffects; pauses: () => number } {
  let pauses = 0;
  const effects: WriteEffects = {
    open,
    rename,
    remove: (name) => rm(name, { force: true }),
    wait: async () => {
      pauses += 1;
    },
    ...change,
  };
  return { effects, pauses: () => pauses };
}

it("replaces the file and leaves nothing beside it", async () => {
  await writeFileAtomically(file, "new");
  expect(readFileSync(file, "utf8")).toBe("new");
  await writeFileAtomically(file, new Uint8Array([1, 2]));
  expect([...readFileSync(file)]).toEqual([1, 2]);
  expect(readdirSync(folder)).toEqual(["data.json"]);
});

it("flushes the data before the rename, and the folder after it", async () => {
  const order: string[] = [];
  const { effects } = disk({
    open: async (name, flags) => {
      const handle = await open(name, flags);
      return {
        writeFile: (data: string) => handle.writeFile(data),
        sync: async () => {
          order.push(name === folder ? "sync folder" : "sync file");
          await handle.sync();
        },
        close: () => handle.close(),
      } as Awaited<ReturnType<WriteEffects["open"]>>;
    },
    rename: async (from, to) => {
      order.push("rename");
      await rename(from, to);
    },
  });
  await writeFileAtomically(file, "new", effects);
  expect(order).toEqual(
    process.platform === "win32" ? ["sync file", "rename"] : ["sync file", "rename", "sync folder"],
  );
});

it.each(["EBUSY", "EPERM", "EACCES"])("tries again while a scanner holds the file (%s)", async (code) => {
  let failures = 5;
  const { effects, pauses } = disk({
    rename: async (from, to) => {
      failures -= 1;
      if (failures >= 0) throw failure(code);
      await rename(from, to);
    },
  });
  await writeFileAtomically(file, "new", effects);
  expect(readFileSync(file, "utf8")).toBe("new");
  expect(pauses()).toBe(5);
});

describe("a write that fails leaves the old file, no other, and says what to do", () => {
  it.each([
    ["ENOSPC", "disk-full", /free some space/i],
    ["EDQUOT", "disk-full", /quota/],
    ["EROFS", "read-only", /another folder/],
    ["EACCES", "no-permission", /another folder/],
    ["EBUSY", "file-locked", /another program/],
    ["EWHATEVER", "failed", /EWHATEVER/],
  ] as const)("%s while writing", async (code, hostCode, advice) => {
    const { effects } = disk({
      open: async (name, flags) => {
        const handle = await open(name, flags);
        return {
          writeFile: async () => {
            await handle.writeFile("ne");
            throw failure(code);
          },
          sync: () => handle.sync(),
          close: () => handle.close(),
        } as Awaited<ReturnType<WriteEffects["open"]>>;
      },
    });
    const error: unknown = await writeFileAtomically(file, "new", effects).catch((reason: unknown) => reason);
    expect(hostErrorCode(error)).toBe(hostCode);
    expect((error as Error).message).toMatch(advice);
    expect((error as Error).message).toContain("data.json");
    expect((error as Error).message).not.toContain(folder);
    expect(readFileSync(file, "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["data.json"]);
  });

  it("a lock that does not go away", async () => {
    const { effects, pauses } = disk({ rename: async () => Promise.reject(failure("EBUSY")) });
    await expect(writeFileAtomically(file, "new", effects)).rejects.toThrow(/\[file-locked\]$/);
    expect(pauses()).toBe(19);
    expect(readFileSync(file, "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["data.json"]);
  });
});

it("clears what a killed process left, and nothing else", async () => {
  writeFileSync(path.join(folder, ".data.json.0123456789ab.tmp"), "half");
  writeFileSync(path.join(folder, ".hidden.tmp"), "the user's own");
  await removeLeftovers(folder);
  expect(readdirSync(folder).sort()).toEqual([".hidden.tmp", "data.json"]);
  await removeLeftovers(path.join(folder, "none"));
});
