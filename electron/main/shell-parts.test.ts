/** The shell's small parts: links, files from outside, recent files, log, dialogs, menu, preferences. */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { BaseWindow, MenuItemConstructorOptions } from "electron";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createFileDialogs, type Dialogs } from "./file-dialogs";
import { createLogFile } from "./log-file";
import { type MenuActions, menuTemplate } from "./menu";
import { documentsIn, readChosenFile } from "./open-files";
import { createPreferences } from "./preferences";
import { createRecentFiles } from "./recent-files";
import { createSmallStore, type SmallStore } from "./small-store";
import { createSourceLinks, sourceUrlsOfCatalogue } from "./source-links";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "parkwise-parts-"));
});

function memoryStore(text: string | null): SmallStore & { written: unknown[] } {
  const written: unknown[] = [];
  return { written, read: () => text, write: async (value) => void written.push(value) };
}

describe("source links", () => {
  it("reads the catalogue at the first click only, and again after it could not be read", async () => {
    const opened: string[] = [];
    const catalogueUrls = vi
      .fn<() => Promise<readonly string[]>>()
      .mockRejectedValueOnce(new Error("busy"))
      .mockResolvedValue(["https://example.org/a"]);
    const links = createSourceLinks({
      catalogueUrls,
      userUrls: () => [],
      openExternal: async (url) => void opened.push(url),
      log: () => {},
    });
    expect(catalogueUrls).not.toHaveBeenCalled();
    expect(await links.open("https://example.org/a")).toBe(false);
    expect(await links.open("https://example.org/a")).toBe(true);
    expect(await links.open("https://example.org/a")).toBe(true);
    expect(catalogueUrls).toHaveBeenCalledTimes(2);
    expect(opened).toEqual(["https://example.org/a", "https://example.org/a"]);
  });

  it("refuses a catalogue of another form", () => {
    expect(() => sourceUrlsOfCatalogue('{"sources":[{"url":5}]}')).toThrow();
    expect(sourceUrlsOfCatalogue('{"sources":[{"url":null},{"url":"https://a.example/"}]}')).toEqual([
      "https://a.example/",
    ]);
  });
});

describe("files from outside", () => {
  it("finds documents among arguments, and no switches", () => {
    const argv = ["parkwise", "--x=a.parkwise", "a.parkwise", "/b/C.PARKWISE", "d.csv", "-psn_0_1", "."];
    expect(documentsIn(argv, "/home/u")).toEqual([path.resolve("/home/u/a.parkwise"), path.resolve("/b/C.PARKWISE")]);
    expect(documentsIn(["only.parkwise"], "/")).toEqual([]);
  });

  it("refuses a folder and a file beyond the limit", async () => {
    const file = path.join(folder, "a.parkwise");
    writeFileSync(file, "12345");
    expect((await readChosenFile(file, 5)).data).toHaveLength(5);
    await expect(readChosenFile(file, 4)).rejects.toThrow(/\[file-too-large\]$/);
    await expect(readChosenFile(folder)).rejects.toThrow(/is not a file/);
  });
});

describe("recent files", () => {
  it("keeps ten, newest first, each once, and only absolute ones of what it remembered", () => {
    const store = memoryStore(JSON.stringify(["/a.parkwise", "relative.parkwise", "/b.parkwise"]));
    const told: string[] = [];
    const recent = createRecentFiles(store, {
      onChange: () => {},
      tellSystem: (file) => void told.push(file),
      clearSystem: () => {},
    });
    expect(recent.list()).toEqual(["/a.parkwise", "/b.parkwise"]);
    recent.add("/b.parkwise");
    expect(recent.list()).toEqual(["/b.parkwise", "/a.parkwise"]);
    for (let number = 0; number < 20; number += 1) recent.add(`/${number}.parkwise`);
    expect(recent.list()).toHaveLength(10);
    expect(recent.list()[0]).toBe("/19.parkwise");
    recent.remove("/19.parkwise");
    expect(recent.list()).not.toContain("/19.parkwise");
    recent.clear();
    expect(recent.list()).toEqual([]);
    expect(told).toHaveLength(21);
  });

  it.each(["{", "{}", "[1]", '"x"'])("starts empty from %s", (text) => {
    expect(
      createRecentFiles(memoryStore(text), { onChange: () => {}, tellSystem: () => {}, clearSystem: () => {} }).list(),
    ).toEqual([]);
  });
});

describe("preferences", () => {
  it("remembers language, theme and labels, and not the addresses", () => {
    const store = memoryStore(null);
    const seen: string[] = [];
    const preferences = createPreferences(store, ({ locale }) => void seen.push(locale));
    preferences.set({ locale: "vi", theme: "dark", menuLabels: { undo: "x" }, userSourceUrls: ["https://a.example/"] });
    expect(seen).toEqual(["en", "vi"]);
    expect(store.written).toEqual([{ locale: "vi", theme: "dark", menuLabels: { undo: "x" } }]);
    const again = createPreferences(memoryStore(JSON.stringify(store.written[0])), () => {});
    expect(again.current()).toEqual({ locale: "vi", theme: "dark", menuLabels: { undo: "x" }, userSourceUrls: [] });
  });

  it("starts with English from garbage", () => {
    expect(createPreferences(memoryStore('{"theme":"pink"}'), () => {}).current().locale).toBe("en");
  });
});

describe("the small store", () => {
  it("writes in order and logs what fails instead of rejecting", async () => {
    const log = vi.fn();
    const store = createSmallStore(folder, "x.json", log);
    expect(store.read()).toBeNull();
    await Promise.all([store.write({ n: 1 }), store.write({ n: 2 })]);
    expect(JSON.parse(store.read() ?? "")).toEqual({ n: 2 });
    writeFileSync(path.join(folder, "file"), "");
    await createSmallStore(path.join(folder, "file"), "x.json", log).write({});
    expect(log).toHaveBeenCalledOnce();
  });
});

describe("the log", () => {
  it("rotates at its size, keeps three, and never throws", () => {
    const log = createLogFile(folder, { maxBytes: 200, now: () => new Date(0) });
    for (let number = 0; number < 40; number += 1) log.write(`line ${number}`);
    const names = ["parkwise.log", "parkwise.1.log", "parkwise.2.log"];
    const lines = names.map((name) => readFileSync(path.join(folder, name), "utf8").trim().split("\n"));
    expect(lines[0]?.at(-1)).toBe("1970-01-01T00:00:00.000Z line 39");
    for (const kept of lines) expect(kept.join("\n").length).toBeLessThan(300);
    expect(() => readFileSync(path.join(folder, "parkwise.3.log"))).toThrow();
    const nowhere = createLogFile(path.join(folder, "parkwise.log", "below-a-file"));
    expect(() => nowhere.write("x")).not.toThrow();
  });
});

describe("dialogs", () => {
  const window = {} as BaseWindow;
  const answering = (filePath: string): Dialogs => ({
    showSaveDialog: async () => ({ canceled: false, filePath }),
    showOpenDialog: async () => ({ canceled: false, filePaths: [filePath] }),
  });
  const request = { suggestedName: "a.pdf", extension: "pdf", description: "PDF" };

  it("adds a missing extension, but never overwrites a file the dialog did not ask about", async () => {
    const dialogs = createFileDialogs(answering(path.join(folder, "report")), {
      firstFolder: folder,
      onDocument: () => {},
    });
    const data = async () => new Uint8Array([1]);
    expect(await dialogs.save(window, request, data)).toEqual({ saved: true, name: "report.pdf" });
    expect(await dialogs.save(window, request, async () => new Uint8Array([2]))).toEqual({
      saved: true,
      name: "report",
    });
    expect([...readFileSync(path.join(folder, "report.pdf"))]).toEqual([1]);
  });

  it("renders nothing for a cancelled dialog, and remembers documents and the folder", async () => {
    const data = vi.fn(async () => new Uint8Array());
    const cancelled: Dialogs = { ...answering(""), showSaveDialog: async () => ({ canceled: true, filePath: "" }) };
    const none = createFileDialogs(cancelled, { firstFolder: folder, onDocument: () => {} });
    expect(await none.save(window, request, data)).toEqual({ saved: false });
    expect(data).not.toHaveBeenCalled();

    const documents: string[] = [];
    const asked: (string | undefined)[] = [];
    const target = path.join(mkdtempSync(path.join(os.tmpdir(), "parkwise-other-")), "b.parkwise");
    const dialogs = createFileDialogs(
      {
        ...answering(target),
        showSaveDialog: async (_window, { defaultPath }) => {
          asked.push(defaultPath);
          return { canceled: false, filePath: target };
        },
      },
      { firstFolder: folder, onDocument: (file) => void documents.push(file) },
    );
    const document = { ...request, extension: "parkwise" };
    await dialogs.save(window, document, async () => new Uint8Array([1]));
    await dialogs.save(window, document, async () => new Uint8Array([2]));
    expect(asked).toEqual([path.join(folder, "a.pdf"), path.join(path.dirname(target), "a.pdf")]);
    expect(documents).toEqual([target, target]);
  });
});

describe("the menu", () => {
  const actions = Object.fromEntries(
    ["command", "openRecent", "clearRecent", "reload", "about", "licences", "dataFolder", "log"].map((name) => [
      name,
      () => {},
    ]),
  ) as unknown as MenuActions;
  const build = (platform: NodeJS.Platform, labels: Record<string, string> = {}, recentFiles: string[] = []) =>
    menuTemplate({ labels, platform, recentFiles, devTools: false }, actions);
  const all = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
    items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? all(item.submenu) : [])]);

  it.each(["win32", "darwin", "linux"] as const)(
    "has ids, labels and something to do for every item on %s",
    (platform) => {
      const items = all(
        build(platform, { undo: "Undo", settings: "Settings", "view:ranking": "Ranking" }, ["/x.parkwise"]),
      );
      const ids = items.filter(({ type }) => type !== "separator").map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const item of items.filter(({ type }) => type !== "separator")) {
        expect(item.id).toBeTruthy();
        expect(item.label, item.id).toBeTruthy();
        expect(item.role ?? item.click ?? item.submenu, item.id).toBeDefined();
      }
      expect(ids).toContain("shell.quit");
      expect(ids).toContain("shell.about");
      expect(ids).toContain("settings");
    },
  );

  it("offers no command that the app has not named, and no developer tools", () => {
    const ids = all(build("linux")).map(({ id }) => id);
    expect(ids).not.toContain("undo");
    expect(ids).not.toContain("shell.devTools");
  });

  it("begins and ends no group with a line", () => {
    for (const { submenu } of build("win32")) {
      const types = (submenu as MenuItemConstructorOptions[]).map(({ type }) => type);
      expect(types[0]).not.toBe("separator");
      expect(types.at(-1)).not.toBe("separator");
      expect(types.some((type, index) => type === "separator" && types[index + 1] === "separator")).toBe(false);
    }
  });

  it("shows recent files by name, with an ampersand as itself", () => {
    const recent = all(build("linux", {}, ["/home/u/A & B.parkwise"])).find(({ id }) => id === "recent.0");
    expect(recent?.label).toBe("A && B.parkwise");
  });
});
