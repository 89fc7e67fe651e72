/**
 * Finds an installed Chromium-family browser, for the app window of `npm start` and for the tests.
 */
import { accessSync, constants, existsSync } from "node:fs";
import path from "node:path";

/** Commands to look for on the PATH, in this order (Linux and other Unix systems). */
const COMMANDS = [
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
  "microsoft-edge-stable",
  "microsoft-edge",
  "brave-browser-stable",
  "brave-browser",
];

/** Bundles below /Applications and ~/Applications. */
const MAC_BUNDLES = [
  "Google Chrome.app/Contents/MacOS/Google Chrome",
  "Chromium.app/Contents/MacOS/Chromium",
  "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  "Brave Browser.app/Contents/MacOS/Brave Browser",
];

/** Programs below the folders for programs of Windows. */
const WINDOWS_PROGRAMS = [
  "Google\\Chrome\\Application\\chrome.exe",
  "Chromium\\Application\\chrome.exe",
  "Microsoft\\Edge\\Application\\msedge.exe",
  "BraveSoftware\\Brave-Browser\\Application\\brave.exe",
];

/**
 * Every place to look, in order of preference. `PARKWISE_BROWSER` names one outright and comes first.
 * @param {NodeJS.Platform} platform
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {string[]}
 */
export function browserCandidates(platform, env) {
  const named = env.PARKWISE_BROWSER;
  const places = named === undefined || named === "" ? [] : [named];
  if (platform === "win32") {
    for (const name of ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"]) {
      const folder = env[name];
      if (folder) places.push(...WINDOWS_PROGRAMS.map((program) => path.win32.join(folder, program)));
    }
    return places;
  }
  if (platform === "darwin") {
    const folders = ["/Applications", ...(env.HOME ? [path.posix.join(env.HOME, "Applications")] : [])];
    for (const folder of folders) places.push(...MAC_BUNDLES.map((bundle) => path.posix.join(folder, bundle)));
  }
  const folders = (env.PATH ?? "").split(":").filter((folder) => folder !== "");
  for (const command of COMMANDS) places.push(...folders.map((folder) => path.posix.join(folder, command)));
  if (platform === "linux")
    places.push("/snap/bin/chromium", "/opt/google/chrome/chrome", "/opt/brave.com/brave/brave");
  return places;
}

/**
 * The first of them that is there and can be run, or null.
 * @param {NodeJS.Platform} [platform]
 * @param {Readonly<Record<string, string | undefined>>} [env]
 * @returns {string | null}
 */
export function findBrowser(platform = process.platform, env = process.env) {
  return browserCandidates(platform, env).find((file) => isProgram(file, platform)) ?? null;
}

/**
 * @param {string} file
 * @param {NodeJS.Platform} platform
 */
function isProgram(file, platform) {
  try {
    if (platform === "win32") return existsSync(file);
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * True where a window can be shown.
 * @param {NodeJS.Platform} [platform]
 * @param {Readonly<Record<string, string | undefined>>} [env]
 */
export function hasDisplay(platform = process.platform, env = process.env) {
  if (platform === "win32" || platform === "darwin") return true;
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/**
 * Switches that keep a browser's own chatter off the network and its first-run screens away. Chromium
 * refuses to run its sandbox as root, so there (a container) it goes without.
 * @returns {string[]}
 */
export function quietSwitches() {
  return [
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-breakpad",
    "--metrics-recording-only",
    "--disable-features=MediaRouter,OptimizationHints,Translate",
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  ];
}
