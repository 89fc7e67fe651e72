import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { browserCandidates, findBrowser, hasDisplay } from "./browsers.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "parkwise-browsers-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("where a browser is looked for", () => {
  test("on Windows: Chrome, Chromium, Edge and Brave below the three folders for programs", () => {
    const places = browserCandidates("win32", {
      ProgramFiles: "C:\\Program Files",
      LOCALAPPDATA: "C:\\Users\\a\\Local",
    });
    expect(places).toContain("C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe");
    expect(places).toContain("C:\\Users\\a\\Local\\Google\\Chrome\\Application\\chrome.exe");
    expect(places).toContain("C:\\Program Files\\BraveSoftware\\Brave-Browser\\Application\\brave.exe");
    expect(places.some((place) => place.includes("undefined"))).toBe(false);
  });

  test("on macOS: the system's and the user's applications, then the path", () => {
    const places = browserCandidates("darwin", { HOME: "/Users/a", PATH: "/opt/homebrew/bin" });
    expect(places[0]).toBe("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    expect(places).toContain("/Users/a/Applications/Brave Browser.app/Contents/MacOS/Brave Browser");
    expect(places).toContain("/opt/homebrew/bin/chromium");
  });

  test("on Linux: each command in every folder of the path, in order of preference", () => {
    const places = browserCandidates("linux", { PATH: "/usr/local/bin:/usr/bin" });
    expect(places.indexOf("/usr/bin/chromium")).toBeLessThan(places.indexOf("/usr/local/bin/google-chrome"));
    expect(places).toContain("/usr/bin/microsoft-edge-stable");
    expect(places).toContain("/snap/bin/chromium");
  });

  test("the one named in PARKWISE_BROWSER comes first", () => {
    expect(browserCandidates("linux", { PATH: "/usr/bin", PARKWISE_BROWSER: "/opt/mine" })[0]).toBe("/opt/mine");
  });
});

test("finds the first that can be run, passing over a file that cannot", (context) => {
  if (process.platform === "win32") context.skip("Windows has no mark for files that can be run");
  const chromium = path.join(folder, "chromium");
  const chrome = path.join(folder, "google-chrome");
  writeFileSync(chromium, "");
  chmodSync(chromium, 0o644);
  const onlyPath = (): string | null => findBrowser("freebsd", { PATH: folder });
  expect(onlyPath()).toBeNull();
  writeFileSync(chrome, "#!/bin/sh\n");
  chmodSync(chrome, 0o755);
  expect(onlyPath()).toBe(chrome);
  chmodSync(chromium, 0o755);
  expect(onlyPath()).toBe(chromium);
});

test("a window needs a display only on Unix systems other than macOS", () => {
  expect(hasDisplay("linux", {})).toBe(false);
  expect(hasDisplay("linux", { DISPLAY: "" })).toBe(false);
  expect(hasDisplay("linux", { DISPLAY: ":0" })).toBe(true);
  expect(hasDisplay("linux", { WAYLAND_DISPLAY: "wayland-0" })).toBe(true);
  expect(hasDisplay("darwin", {})).toBe(true);
  expect(hasDisplay("win32", {})).toBe(true);
});
