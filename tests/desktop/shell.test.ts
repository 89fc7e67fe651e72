/**
 * The shell as a whole: the real main and the bundled preload around Chromium. These tests read what the
 * stand-in records, so they always run on it; workbench.test.ts runs in Electron itself where it is installed.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Host, ShellEvent } from "../../shared/ipc/host";
import { type Desktop, type DesktopOptions, launchDesktop as launch, launchSecond } from "../support/desktop";
import { buildFixtureApp, CATALOGUE_SOURCES } from "./fixture";

declare global {
  var host: Host;
  var shellEvents: ShellEvent[];
  var violations: string[];
  var closingDocument: string | undefined;
  var ready: boolean;
}

const HOST_METHODS = [
  "appInfo",
  "kind",
  "listMirrors",
  "onShellEvent",
  "openFile",
  "openSource",
  "printToPdf",
  "readMirror",
  "revealDataFolder",
  "saveFile",
  "setPreferences",
  "writeMirror",
] satisfies (keyof Host)[];

const documentOf = (profiles: number, text = "") =>
  JSON.stringify({ format: "parkwise", counts: { profiles, settings: 3 }, body: text });

let appPath: string;
beforeAll(async () => {
  appPath = await buildFixtureApp();
});

const launchDesktop = (options: DesktopOptions) => launch({ ...options, shell: "stand-in" });

/** What the stand-in aborted although no guard of the app had cancelled it: must always be nothing. */
const leaks = (desktop: Desktop) => desktop.main(({ standin }) => [...standin.registered.leaks], null);
const opened = (desktop: Desktop) => desktop.main(({ standin }) => [...standin.opened], null);

/** Where the page is, as an address of the app. */
const place = (desktop: Desktop) => desktop.page.evaluate(() => location.pathname + location.search);

async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 300));
}

async function eventually<T>(read: () => Promise<T> | T, done: (value: T) => boolean): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    const value = await read();
    if (done(value) || attempt > 100) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe("the page and its bridge", () => {
  let desktop: Desktop;
  beforeAll(async () => {
    desktop = await launchDesktop({ appPath });
  });
  afterAll(() => desktop.close());

  it("exposes the contract's methods on one frozen object and nothing of Node or Electron", async () => {
    const seen = await desktop.page.evaluate(() => ({
      keys: Object.keys(host).sort(),
      frozen: Object.isFrozen(host),
      replaced: Reflect.set(window, "host", {}),
      globals: ["require", "process", "module", "Buffer", "ipcRenderer", "electron", "electronStandinInvoke"].filter(
        (name) => name in window,
      ),
    }));
    expect(seen).toEqual({ keys: HOST_METHODS, frozen: true, replaced: false, globals: [] });
  });

  it("keeps the preload's world apart from the page's", async () => {
    const answered = await desktop.page.evaluate(async () => {
      const original = Array.prototype.map;
      let stolen = 0;
      Array.prototype.map = function (this: unknown[], ...args) {
        stolen += this.length;
        return original.apply(this, args as never) as never;
      };
      const before = stolen;
      const info = await host.appInfo();
      Array.prototype.map = original;
      return { kind: info.kind, stolenInPreload: before };
    });
    expect(answered).toEqual({ kind: "electron", stolenInPreload: 0 });
  });

  it("creates the window sandboxed, isolated and without Node", async () => {
    const options = await desktop.main(({ BrowserWindow, standin }) => {
      const window = BrowserWindow.getAllWindows()[0] as unknown as {
        options: Electron.BrowserWindowConstructorOptions;
      };
      const { preload, ...preferences } = window.options.webPreferences ?? {};
      return { preferences, preload, sandbox: standin.app.sandbox };
    }, null);
    expect(options.sandbox).toBe(true);
    expect(options.preload).toMatch(/dist[/\\]electron[/\\]preload\.cjs$/);
    expect(options.preferences).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: true,
    });
  });

  it("bundles the preload so that it requires electron alone", () => {
    const text = readFileSync(path.join(appPath, "dist/electron/preload.cjs"), "utf8");
    const required = [...text.matchAll(/\brequire\(\s*["'`]([^"'`]+)["'`]\s*\)/g)].map(([, name]) => name);
    expect(new Set(required)).toEqual(new Set(["electron"]));
    expect(text).not.toMatch(/\bimport\s*\(/);
  });

  it("registers the scheme standard and secure, without the privileges that loosen it", async () => {
    const schemes = await desktop.main(({ standin }) => [...standin.registered.schemes], null);
    expect(schemes).toEqual([["app", { standard: true, secure: true, supportFetchAPI: true, codeCache: true }]]);
    expect(await desktop.page.evaluate(() => isSecureContext)).toBe(true);
  });

  it("refuses malformed arguments with a code and a place", async () => {
    const refused = await desktop.page.evaluate(async () => {
      const tried = [
        () => host.writeMirror(42 as never),
        () => host.readMirror("../../etc/passwd"),
        () =>
          host.saveFile({
            suggestedName: "../x",
            mimeType: "a/b",
            extension: "txt",
            description: "",
            data: new Uint8Array(),
          }),
        () => host.openFile({ extensions: ["../../x"], description: "", maxBytes: 1 }),
        () => host.printToPdf({ suggestedName: "a/b.pdf", landscape: false }),
        () => host.setPreferences({ locale: "en", theme: "pink" as never, menuLabels: {}, userSourceUrls: [] }),
      ];
      return Promise.all(
        tried.map((call) =>
          call().then(
            () => "accepted",
            (error: Error) => error.message,
          ),
        ),
      );
    });
    for (const message of refused)
      expect(message).toMatch(/^(mirror|file|page|preferences):\w+: .*\[invalid-arguments\]$/);
  });

  it("refuses a sender that is not the app, and its sub-frames", async () => {
    // The preload runs in every top document; the door is what keeps a foreign one out.
    await desktop.page.goto("about:blank");
    const message = await desktop.page.evaluate(() =>
      host.appInfo().then(
        () => "accepted",
        (error: Error) => error.message,
      ),
    );
    expect(message).toContain("[refused]");
    const answers = await desktop.main(async ({ standin }) => {
      const handler = standin.registered.handlers.get("app:info");
      const frames = {
        own: { url: "app://parkwise/", parent: null },
        subFrame: { url: "app://parkwise/", parent: { url: "app://parkwise/", parent: null } },
        otherHost: { url: "app://parkwise.evil/", parent: null },
        https: { url: "https://parkwise/", parent: null },
        credentials: { url: "app://user@parkwise/", parent: null },
        inQuery: { url: "https://evil.example/?next=app://parkwise/", parent: null },
        malformed: { url: "", parent: null },
      };
      const entries = await Promise.all(
        Object.entries({ ...frames, none: null }).map(async ([name, senderFrame]) => {
          const answer = (await handler?.({ senderFrame } as never)) as { ok: boolean };
          return [name, answer.ok] as const;
        }),
      );
      return Object.fromEntries(entries);
    }, null);
    expect(answers).toEqual({
      own: true,
      subFrame: false,
      otherHost: false,
      https: false,
      credentials: false,
      inQuery: false,
      malformed: false,
      none: false,
    });
    await desktop.page.goto(desktop.address("/"));
  });
});

describe("what the page cannot do", () => {
  let desktop: Desktop;
  beforeAll(async () => {
    desktop = await launchDesktop({ appPath });
  });
  afterAll(async () => {
    expect(await leaks(desktop)).toEqual([]);
    await desktop.close();
  });

  it("reads nothing outside the app's folder and sends every answer with the headers", async () => {
    const answers = await desktop.page.evaluate(async () => {
      const tried = [
        "/",
        "/page.js",
        "/catalogue/catalogue.json",
        "/missing.js",
        "/..%2f..%2fpackage.json",
        "/%2e%2e%2fpackage.json",
        "/..%5c..%5cpackage.json",
        "/catalogue/..%2f..%2f..%2fpackage.json",
        "/%2e%2e/renderer-evil/secret.json",
        "/..%2frenderer-evil%2fsecret.json",
        "/%00index.html",
        "/index.html%3a%3a$DATA",
        "/%E0%A4%A",
      ];
      const entries: [string, number, string | null][] = [];
      for (const address of tried) {
        const response = await fetch(address);
        entries.push([address, response.status, response.headers.get("content-security-policy")]);
      }
      entries.push(["POST", (await fetch("/", { method: "POST", body: "x" })).status, ""]);
      return entries;
    });
    const status = Object.fromEntries(answers.map(([address, code]) => [address, code]));
    expect(status).toEqual({
      "/": 200,
      "/page.js": 200,
      "/catalogue/catalogue.json": 200,
      "/missing.js": 404,
      "/..%2f..%2fpackage.json": 403,
      "/%2e%2e%2fpackage.json": 403,
      "/..%5c..%5cpackage.json": 403,
      "/catalogue/..%2f..%2f..%2fpackage.json": 403,
      "/%2e%2e/renderer-evil/secret.json": 404,
      "/..%2frenderer-evil%2fsecret.json": 403,
      "/%00index.html": 403,
      "/index.html%3a%3a$DATA": 403,
      "/%E0%A4%A": 400,
      POST: 405,
    });
    for (const [address, , policy] of answers.slice(0, -1)) {
      expect(policy, address).toMatch(/^default-src 'none'; script-src 'self'/);
    }
  });

  it("runs no inline script, no string as code, and fetches nothing from elsewhere", async () => {
    const seen = await desktop.page.evaluate(async () => {
      violations.length = 0;
      const script = document.createElement("script");
      let trusted = "assigned";
      try {
        script.textContent = "globalThis.injected = true";
      } catch {
        trusted = "blocked";
      }
      document.body.append(script);
      const html = (() => {
        try {
          document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='globalThis.injected = true'>");
          return "inserted";
        } catch {
          return "blocked";
        }
      })();
      const outside = await fetch("https://example.org/").then(
        () => "fetched",
        () => "blocked",
      );
      const image = await new Promise<string>((resolve) => {
        const element = new Image();
        element.onload = () => resolve("loaded");
        element.onerror = () => resolve("blocked");
        element.src = "https://example.org/pixel.png";
      });
      const frame = document.createElement("iframe");
      frame.src = "https://example.org/";
      document.body.append(frame);
      await new Promise((resolve) => setTimeout(resolve, 200));
      frame.remove();
      return { trusted, html, outside, image, injected: "injected" in globalThis, violations: [...violations] };
    });
    expect(seen).toMatchObject({
      trusted: "blocked",
      html: "blocked",
      outside: "blocked",
      image: "blocked",
      injected: false,
    });
    expect(seen.violations).toEqual(expect.arrayContaining(["connect-src", "img-src", "frame-src"]));
  });

  it("cancels and counts a foreign request that the policy would let pass", async () => {
    const before = await desktop.page.evaluate(async () => (await host.appInfo()).blockedRequests);
    const decisions = await desktop.main(({ standin }) => {
      const ask = (url: string) => {
        let cancelled: boolean | undefined;
        standin.registered.beforeRequest?.({ url, resourceType: "xhr", method: "GET" }, ({ cancel }) => {
          cancelled = cancel;
        });
        return [url, cancelled] as const;
      };
      return Object.fromEntries(
        [
          "app://parkwise/index.html",
          "blob:app://parkwise/7e7e",
          "data:image/png;base64,AA",
          "https://example.org/",
          "http://127.0.0.1:47611/",
          "ws://example.org/",
          "file:///etc/passwd",
          "app://other/",
          "blob:https://example.org/1",
          "https://evil.example/?next=app://parkwise/",
          "chrome://settings/",
          "not an address",
        ].map(ask),
      );
    }, null);
    expect(decisions).toEqual({
      "app://parkwise/index.html": false,
      "blob:app://parkwise/7e7e": false,
      "data:image/png;base64,AA": false,
      "https://example.org/": true,
      "http://127.0.0.1:47611/": true,
      "ws://example.org/": true,
      "file:///etc/passwd": true,
      "app://other/": true,
      "blob:https://example.org/1": true,
      "https://evil.example/?next=app://parkwise/": true,
      "chrome://settings/": true,
      "not an address": true,
    });
    const after = await desktop.page.evaluate(async () => (await host.appInfo()).blockedRequests);
    expect(after - before).toBe(9);
  });

  it("has only the permissions of the table", async () => {
    const table = await desktop.main(({ standin }) => {
      const names = [
        "persistent-storage",
        "clipboard-sanitized-write",
        "clipboard-read",
        "geolocation",
        "media",
        "display-capture",
        "notifications",
        "midi",
        "midiSysex",
        "openExternal",
        "fileSystem",
        "fullscreen",
        "hid",
        "idle-detection",
        "keyboardLock",
        "mediaKeySystem",
        "pointerLock",
        "serial",
        "speaker-selection",
        "storage-access",
        "top-level-storage-access",
        "unknown",
        "usb",
        "window-management",
        "a name of the future",
      ];
      const { permissionRequest, permissionCheck, devicePermission } = standin.registered;
      const granted = (requestingUrl: string) =>
        names.filter((name) => {
          let answer = false;
          const callback = (value: boolean) => {
            answer = value;
          };
          permissionRequest?.({ getURL: () => requestingUrl } as never, name as never, callback, {
            requestingUrl,
          } as never);
          const checked = permissionCheck?.(null, name as never, requestingUrl, {} as never) ?? true;
          return answer || checked;
        });
      return {
        own: granted("app://parkwise/"),
        foreign: granted("https://example.org/?app://parkwise/"),
        device: devicePermission?.({ deviceType: "usb", origin: "app://parkwise", device: {} as never }),
        spellChecker: standin.spellChecker,
      };
    }, null);
    expect(table).toEqual({
      own: ["persistent-storage", "clipboard-sanitized-write"],
      foreign: [],
      device: false,
      spellChecker: false,
    });
    const inPage = await desktop.page.evaluate(async () => ({
      geolocation: (await navigator.permissions.query({ name: "geolocation" })).state,
      notifications: (await navigator.permissions.query({ name: "notifications" })).state,
    }));
    expect(inPage).toEqual({ geolocation: "denied", notifications: "denied" });
  });

  it.each([
    ["another site", "https://evil.example/"],
    ["the app's address in a query", "https://evil.example/?next=app://parkwise/"],
    ["the app's address in a fragment", "https://evil.example/#app://parkwise/"],
    ["a host that begins alike", "https://parkwise.app.standin.evil.example/"],
    ["a local server", "http://127.0.0.1:47611/"],
  ])("does not navigate to %s", async (_name, address) => {
    await desktop.page.evaluate((href) => {
      const link = document.createElement("a");
      link.href = href;
      document.body.append(link);
      link.click();
    }, address);
    await settled();
    expect(desktop.page.url()).toBe(desktop.address("/"));
    expect(await place(desktop)).toBe("/");
  });

  it.each([
    "file:///etc/passwd",
    "javascript:globalThis.injected=1",
    "data:text/html,<script>1</script>",
    "smb://host/share",
  ])("does not navigate to %s", async (address) => {
    await desktop.page.evaluate((href) => {
      try {
        location.href = href;
      } catch {
        // Trusted types refuse it before it starts.
      }
    }, address);
    await settled();
    expect(desktop.page.url()).toBe(desktop.address("/"));
    expect(await desktop.page.evaluate(() => "injected" in globalThis)).toBe(false);
  });

  it("stops redirects, foreign frames and webviews", async () => {
    const stopped = await desktop.main(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const prevented = (name: string, url: string) => {
        let stop = false;
        const event = { url, preventDefault: () => (stop = true) };
        contents?.emit(name as never, event as never);
        return stop;
      };
      return {
        redirectOut: prevented("will-redirect", "https://evil.example/?app://parkwise/"),
        redirectHome: prevented("will-redirect", "app://parkwise/"),
        frameOut: prevented("will-frame-navigate", "https://evil.example/"),
        webview: prevented("will-attach-webview", ""),
      };
    }, null);
    expect(stopped).toEqual({ redirectOut: true, redirectHome: false, frameOut: true, webview: true });
  });

  it("opens source links only for https addresses that the catalogue or the user's data name", async () => {
    await desktop.page.evaluate(() =>
      host.setPreferences({
        locale: "en",
        theme: "system",
        menuLabels: {},
        userSourceUrls: ["https://user.example/note", "http://user.example/plain", "javascript:alert(1)"],
      }),
    );
    const table: [string, boolean][] = [
      ["https://example.org/park-report.pdf", true],
      ["https://EXAMPLE.org/park-report.pdf", true],
      ["https://example.org/with/path?year=2024", true],
      ["https://user.example/note", true],
      ["https://example.org/with/path?year=2025", false],
      ["https://example.org/", false],
      ["http://example.org/not-secure", false],
      ["http://user.example/plain", false],
      ["https://example.org@evil.example/park-report.pdf", false],
      ["https://user:pass@example.org/park-report.pdf", false],
      ["javascript:alert(1)", false],
      ["file:///etc/passwd", false],
      ["smb://example.org/park-report.pdf", false],
      ["ms-msdt:/id", false],
      ["//example.org/park-report.pdf", false],
      ["", false],
    ];
    for (const [address, expected] of table) {
      expect(await desktop.page.evaluate((url) => host.openSource(url), address), address).toBe(expected);
    }
    expect(await opened(desktop)).toEqual([
      "https://example.org/park-report.pdf",
      "https://example.org/park-report.pdf",
      "https://example.org/with/path?year=2024",
      "https://user.example/note",
    ]);
    expect(CATALOGUE_SOURCES).toContain("https://example.org/park-report.pdf");
  });
});

describe("new windows", () => {
  it("opens no window, by script, by target or by the middle button", async () => {
    const desktop = await launchDesktop({ appPath });
    const asked = (count: number) =>
      eventually(
        () => desktop.main(({ standin }) => [...standin.registered.windowsAsked], null),
        (addresses) => addresses.length >= count,
      );
    await desktop.page.evaluate(() => {
      const link = document.createElement("a");
      link.id = "by-target";
      link.href = "https://evil.example/target";
      link.target = "_blank";
      link.textContent = "a link";
      document.body.append(link);
    });
    await desktop.page.click("#by-target");
    expect(await asked(1)).toEqual(["https://evil.example/target"]);
    await desktop.page.evaluate(() => void window.open("/index.html"));
    expect((await asked(2))[1]).toBe("app://parkwise/index.html");
    await settled();
    await desktop.page.click("#by-target", { button: "middle" });
    await settled();
    const pages = await eventually(
      () => desktop.page.context().pages().length,
      (open) => open === 1,
    );
    expect(pages).toBe(1);
    expect(await opened(desktop)).toEqual([]);
    expect(await leaks(desktop)).toEqual([]);
    await desktop.close();
  });
});

describe("files", () => {
  let desktop: Desktop;
  let folder: string;
  beforeAll(async () => {
    desktop = await launchDesktop({ appPath });
    folder = mkdtempSync(path.join(os.tmpdir(), "parkwise-files-"));
  });
  afterAll(() => desktop.close());

  it("saves bytes to the file the user names, and nothing when the user cancels", async () => {
    const save = () =>
      desktop.page.evaluate(() =>
        host.saveFile({
          suggestedName: "Khu công nghiệp.csv",
          mimeType: "text/csv",
          extension: "csv",
          description: "CSV",
          data: new Uint8Array([0, 1, 254, 255]),
        }),
      );
    expect(await save()).toEqual({ saved: false });
    await desktop.main(
      ({ dialog }, filePath) => {
        dialog.showSaveDialog = (async () => ({ canceled: false, filePath })) as never;
      },
      path.join(folder, "out"),
    );
    expect(await save()).toEqual({ saved: true, name: "out.csv" });
    expect([...readFileSync(path.join(folder, "out.csv"))]).toEqual([0, 1, 254, 255]);
    expect(readdirSync(folder)).toEqual(["out.csv"]);
  });

  it("says what is wrong when the folder is gone, and leaves nothing behind", async () => {
    await desktop.main(
      ({ dialog }, filePath) => {
        dialog.showSaveDialog = (async () => ({ canceled: false, filePath })) as never;
      },
      path.join(folder, "no-such-folder", "out.csv"),
    );
    const message = await desktop.page.evaluate(() =>
      host
        .saveFile({
          suggestedName: "a.csv",
          mimeType: "text/csv",
          extension: "csv",
          description: "",
          data: new Uint8Array(1),
        })
        .then(
          () => "saved",
          (error: Error) => error.message,
        ),
    );
    expect(message).toMatch(/^out\.csv: .*\[file-missing\]$/);
  });

  it("opens a file with its bytes and name but never its folder, and refuses one that is too large", async () => {
    const file = path.join(folder, "in.csv");
    writeFileSync(file, new Uint8Array([7, 0, 255]));
    await desktop.main(({ dialog }, filePath) => {
      dialog.showOpenDialog = (async () => ({ canceled: false, filePaths: [filePath] })) as never;
    }, file);
    const open = (maxBytes: number) =>
      desktop.page.evaluate(
        (limit) =>
          host.openFile({ extensions: ["csv"], description: "CSV", maxBytes: limit }).then(
            (found) => found && { name: found.name, bytes: [...found.data] },
            (error: Error) => error.message,
          ),
        maxBytes,
      );
    expect(await open(3)).toEqual({ name: "in.csv", bytes: [7, 0, 255] });
    expect(await open(2)).toMatch(/\[file-too-large\]$/);
  });

  it("prints the page to a PDF", async () => {
    await desktop.main(
      ({ dialog }, filePath) => {
        dialog.showSaveDialog = (async () => ({ canceled: false, filePath })) as never;
      },
      path.join(folder, "page.pdf"),
    );
    const outcome = await desktop.page.evaluate(() => host.printToPdf({ suggestedName: "page.pdf", landscape: true }));
    expect(outcome).toEqual({ saved: true, name: "page.pdf" });
    expect(readFileSync(path.join(folder, "page.pdf")).subarray(0, 5).toString()).toBe("%PDF-");
  });

  it("opens a document from the command line, a second start and the system", async () => {
    const appData = mkdtempSync(path.join(os.tmpdir(), "parkwise-second-"));
    const [first, second, third] = ["first.parkwise", "second.parkwise", "third.parkwise"].map((name) => {
      writeFileSync(path.join(folder, name), name);
      return path.join(folder, name);
    }) as [string, string, string];
    const instance = await launchDesktop({
      appPath,
      appData,
      args: [first, "--a-switch", path.join(folder, "in.csv")],
    });
    try {
      expect(await launchSecond({ appPath, appData, args: [second] })).toBe(0);
      await instance.main(({ app }, file) => {
        app.emit("open-file", { preventDefault: () => undefined } as never, file as never);
      }, third);
      // Nothing is told before the app has introduced itself.
      expect(await instance.page.evaluate(() => shellEvents)).toEqual([]);
      await instance.page.evaluate(() =>
        host.setPreferences({ locale: "en", theme: "system", menuLabels: {}, userSourceUrls: [] }),
      );
      const names = await eventually(
        () =>
          instance.page.evaluate(() =>
            shellEvents.map((event) => (event.type === "open-file" ? event.file.name : event.type)),
          ),
        (seen) => seen.length >= 3,
      );
      expect(names).toEqual(["first.parkwise", "second.parkwise", "third.parkwise"]);
      const bytes = await instance.page.evaluate(() => {
        const event = shellEvents[0];
        return event?.type === "open-file" ? new TextDecoder().decode(event.file.data) : null;
      });
      expect(bytes).toBe("first.parkwise");
      const recent = await instance.main(({ Menu }) => {
        const menu = Menu.getApplicationMenu()?.getMenuItemById("shell.openRecent");
        return menu?.submenu?.items.map((item) => item.label);
      }, null);
      expect(recent?.slice(0, 3)).toEqual(["third.parkwise", "second.parkwise", "first.parkwise"]);
    } finally {
      await instance.close();
    }
  });

  it("tells the user when a document cannot be opened", async () => {
    const missing = path.join(folder, "missing.parkwise");
    const shown = await desktop.main(async ({ app, dialog }, file) => {
      const message = new Promise<string>((resolve) => {
        dialog.showMessageBox = (async (options: Electron.MessageBoxOptions) => {
          resolve(`${options.message} ${options.detail ?? ""}`);
          return { response: 0, checkboxChecked: false };
        }) as never;
      });
      app.emit("open-file", { preventDefault: () => undefined } as never, file as never);
      return message;
    }, missing);
    expect(shown).toContain("missing.parkwise: the file or its folder is not there");
  });
});

describe("window, menu and the way back to work", () => {
  it("speaks the interface's language, and remembers it for the next start", async () => {
    const appData = mkdtempSync(path.join(os.tmpdir(), "parkwise-menu-"));
    const label = (desktop: Desktop) =>
      desktop.main(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById("shell.about")?.label, null);
    const desktop = await launchDesktop({ appPath, appData });
    expect(await label(desktop)).toBe("About Parkwise");
    await desktop.page.evaluate(() =>
      host.setPreferences({
        locale: "vi",
        theme: "dark",
        menuLabels: { "shell.about": "Giới thiệu Parkwise", undo: "Hoàn tác", "view:ranking": "Xếp hạng" },
        userSourceUrls: [],
      }),
    );
    expect(await label(desktop)).toBe("Giới thiệu Parkwise");
    expect(await desktop.main(({ nativeTheme }) => nativeTheme.themeSource, null)).toBe("dark");
    await desktop.main(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById("undo")?.click(), null);
    await desktop.main(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById("view:ranking")?.click(), null);
    const events = await eventually(
      () => desktop.page.evaluate(() => shellEvents),
      (seen) => seen.length > 1,
    );
    expect(events).toEqual([
      { type: "command", command: "undo" },
      { type: "command", command: "view:ranking" },
    ]);
    await desktop.close();

    const again = await launchDesktop({ appPath, appData });
    expect(await label(again)).toBe("Giới thiệu Parkwise");
    await again.close();
  });

  it("remembers its place, and survives garbage in the file that says where", async () => {
    const appData = mkdtempSync(path.join(os.tmpdir(), "parkwise-window-"));
    const userData = path.join(appData, "Parkwise");
    mkdirSync(userData, { recursive: true });
    const bounds = (desktop: Desktop) =>
      desktop.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds(), null);
    const garbage = '{"bounds":{"x":1e9,"y":0,"width":-5,"height":0},"maximized":1}';
    writeFileSync(path.join(userData, "window.json"), garbage);
    const first = await launchDesktop({ appPath, appData });
    expect(await bounds(first)).toEqual({ x: 140, y: 70, width: 1320, height: 860 });
    await first.main(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 30, y: 40, width: 1000, height: 700 });
    }, null);
    await first.close();
    const second = await launchDesktop({ appPath, appData });
    expect(await bounds(second)).toEqual({ x: 30, y: 40, width: 1000, height: 700 });
    await second.close();
    writeFileSync(
      path.join(userData, "window.json"),
      JSON.stringify({ bounds: { x: 5000, y: 5000, width: 1000, height: 700 }, maximized: false, fullScreen: false }),
    );
    const third = await launchDesktop({ appPath, appData });
    expect(await bounds(third)).toEqual({ x: 300, y: 150, width: 1000, height: 700 });
    await third.close();
  });

  it("reloads a crashed page and goes on, and offers to wait for one that hangs", async () => {
    const desktop = await launchDesktop({ appPath });
    await desktop.main(({ dialog }) => {
      const asked: string[] = [];
      (globalThis as Record<string, unknown>).asked = asked;
      dialog.showMessageBox = (async (options: Electron.MessageBoxOptions) => {
        asked.push(options.message);
        // Reload is the crash dialog's first button and the hang dialog's second.
        return { response: asked.length === 1 ? 0 : 1, checkboxChecked: false };
      }) as never;
    }, null);
    await desktop.page.evaluate(() => {
      ready = false;
    });
    await desktop.main(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      contents?.emit("render-process-gone", {} as never, { reason: "crashed", exitCode: 5 } as never);
    }, null);
    expect(await eventually(() => desktop.page.evaluate(() => ready).catch(() => false), Boolean)).toBe(true);
    await desktop.page.evaluate(() => {
      ready = false;
    });
    await desktop.main(
      ({ BrowserWindow }) => void BrowserWindow.getAllWindows()[0]?.webContents.emit("unresponsive"),
      null,
    );
    expect(await eventually(() => desktop.page.evaluate(() => ready).catch(() => false), Boolean)).toBe(true);
    expect(await desktop.main(() => (globalThis as Record<string, unknown>).asked as string[], null)).toEqual([
      "The window stopped working",
      "Parkwise does not respond",
    ]);
    // The reloaded page still hears the shell.
    await desktop.page.evaluate(() =>
      host.setPreferences({ locale: "en", theme: "system", menuLabels: { find: "Find" }, userSourceUrls: [] }),
    );
    await desktop.main(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById("find")?.click(), null);
    const events = await eventually(
      () => desktop.page.evaluate(() => shellEvents),
      (seen) => seen.length > 0,
    );
    expect(events).toEqual([{ type: "command", command: "find" }]);
    const log = readFileSync(path.join(desktop.userData, "logs/parkwise.log"), "utf8");
    expect(log).toContain("the page's process is gone: crashed, exit code 5");
    await desktop.close();
  });

  it("logs a fault in main, says so once, and goes on", async () => {
    const desktop = await launchDesktop({ appPath });
    const asked = await desktop.main(async ({ dialog }) => {
      let count = 0;
      dialog.showMessageBox = (async () => {
        count += 1;
        return { response: 0, checkboxChecked: false };
      }) as never;
      void Promise.reject(new Error("planted fault one\nforged line"));
      void Promise.reject(new Error("planted fault two"));
      await new Promise((resolve) => setTimeout(resolve, 100));
      return count;
    }, null);
    expect(asked).toBe(1);
    expect((await desktop.page.evaluate(() => host.appInfo())).kind).toBe("electron");
    const log = readFileSync(path.join(desktop.userData, "logs/parkwise.log"), "utf8");
    expect(log).toContain("planted fault one | forged line");
    expect(log).toContain("planted fault two");
    for (const line of log.trim().split("\n")) expect(line).toMatch(/^\d{4}-\d\d-\d\dT/);
    await desktop.close();
  });

  it("turns developer tools off in a package", async () => {
    const desktop = await launchDesktop({ appPath, packaged: true });
    const seen = await desktop.main(({ BrowserWindow, Menu }) => {
      const window = BrowserWindow.getAllWindows()[0] as unknown as {
        options: Electron.BrowserWindowConstructorOptions;
      };
      return {
        devTools: window.options.webPreferences?.devTools,
        item: Menu.getApplicationMenu()?.getMenuItemById("shell.devTools") ?? null,
      };
    }, null);
    expect(seen).toEqual({ devTools: false, item: null });
    await desktop.close();
  });
});

describe("mirrors", () => {
  it("waits for the app's last save when it is closed", async () => {
    const desktop = await launchDesktop({ appPath });
    await desktop.page.evaluate(
      async (text) => {
        closingDocument = text;
        // A round trip: by now the page's subscription has reached main too.
        await host.appInfo();
      },
      documentOf(2, "saved on close"),
    );
    await desktop.close();
    expect(readFileSync(path.join(desktop.userData, "mirror/current.json"), "utf8")).toBe(
      documentOf(2, "saved on close"),
    );
  });

  it("keeps documents byte for byte, lists them, and reads only what it lists", async () => {
    const desktop = await launchDesktop({ appPath });
    const text = documentOf(1, "Đồng Nai \u{1F3ED}\r\n\u2028");
    const seen = await desktop.page.evaluate(async (body) => {
      const receipt = await host.writeMirror(body);
      const list = await host.listMirrors();
      const read = await Promise.all(list.map(({ id }) => host.readMirror(id)));
      return { receipt, list, read, none: await host.readMirror("recent-20000101t000000000z") };
    }, text);
    expect(seen.receipt.bytes).toBe(Buffer.byteLength(text));
    expect(seen.list.map(({ kind }) => kind)).toEqual(["latest", "recent", "daily"]);
    expect(seen.read).toEqual([text, text, text]);
    expect(seen.none).toBeNull();
    await desktop.close();
  });

  it("never lets an empty document take the place of a full one, even after a restart", async () => {
    const appData = mkdtempSync(path.join(os.tmpdir(), "parkwise-mirror-"));
    const write = (desktop: Desktop, text: string) =>
      desktop.page.evaluate(
        (body) =>
          host.writeMirror(body).then(
            () => "written",
            (error: Error) => error.message,
          ),
        text,
      );
    const first = await launchDesktop({ appPath, appData });
    expect(await write(first, documentOf(0))).toBe("written");
    expect(await write(first, documentOf(3))).toBe("written");
    await first.kill();
    const second = await launchDesktop({ appPath, appData });
    expect(await write(second, documentOf(0))).toMatch(/\[mirror-empty\]$/);
    expect(await write(second, "{}")).toMatch(/\[mirror-malformed\]$/);
    writeFileSync(path.join(second.userData, "mirror/current.json"), "damaged");
    expect(await write(second, documentOf(0))).toMatch(/\[mirror-empty\]$/);
    await second.close();
  });

  it("has a whole document under the name after the shell was killed while writing", async () => {
    const appData = mkdtempSync(path.join(os.tmpdir(), "parkwise-kill-"));
    for (let round = 0; round < 3; round += 1) {
      const desktop = await launchDesktop({ appPath, appData });
      await desktop.page.evaluate(() => {
        const filler = "x".repeat(2_000_000);
        void (async () => {
          for (let number = 1; ; number += 1) {
            await host.writeMirror(
              JSON.stringify({ format: "parkwise", counts: { profiles: number }, filler, end: number }),
            );
          }
        })();
      });
      await new Promise((resolve) => setTimeout(resolve, 150 + round * 97));
      await desktop.kill();
    }
    const mirror = path.join(appData, "Parkwise/mirror");
    const kept = readdirSync(mirror, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
    expect(kept).toContain("current.json");
    for (const name of kept) {
      const { counts, end } = JSON.parse(readFileSync(path.join(mirror, name), "utf8")) as {
        counts: { profiles: number };
        end: number;
      };
      expect(end, name).toBe(counts.profiles);
    }
    // The next start clears what the killed ones left.
    const desktop = await launchDesktop({ appPath, appData });
    await desktop.page.evaluate((text) => host.writeMirror(text), documentOf(1));
    await desktop.close();
    expect(readdirSync(mirror, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".tmp"))).toEqual(
      [],
    );
  });
});
