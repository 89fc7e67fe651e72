/**
 * Which window `npm start` opens, and that Ctrl-C ends it: with stand-ins for Electron and the browser that
 * write down how they were called and stay until they are ended.
 */
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freshFolder } from "../support/browser";
import { ROOT } from "../support/built-app";
import { endStarted, startParkwise } from "../support/start-process";

interface Call {
  readonly pid: number;
  readonly args: readonly string[];
}

let folder = "";

beforeEach((context) => {
  if (process.platform === "win32") context.skip("the stand-ins are scripts, which Windows does not run by name");
  folder = freshFolder();
});
afterEach(endStarted);

/** A program that writes its pid and arguments to `<name>.call`, then does as `end` says. */
function standIn(name: string, end: string): string {
  const file = path.join(folder, name);
  const record = `require("node:fs").writeFileSync(__filename + ".call", JSON.stringify({ pid: process.pid, args: process.argv.slice(2) }))`;
  writeFileSync(file, `#!${process.execPath}\n${record};\n${end};\n`);
  chmodSync(file, 0o755);
  return file;
}

const STAYS = "setInterval(() => {}, 1000)";

async function called(program: string): Promise<Call> {
  const file = `${program}.call`;
  await expect.poll(() => existsSync(file) && readFileSync(file, "utf8").endsWith("}"), { timeout: 20_000 }).toBe(true);
  return JSON.parse(readFileSync(file, "utf8")) as Call;
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Electron's program is nowhere and cannot be had. */
function withoutElectron(): NodeJS.ProcessEnv {
  return {
    DISPLAY: ":0",
    ELECTRON_OVERRIDE_DIST_PATH: path.join(folder, "nowhere"),
    ELECTRON_MIRROR: "http://127.0.0.1:9/",
    electron_config_cache: path.join(folder, "empty-cache"),
  };
}

test("opens Electron where its program is present, serves nothing, and ends with it", async () => {
  const electron = standIn("electron", "setTimeout(() => process.exit(0), 1500)");
  const profile = path.join(folder, "data");
  const env = { DISPLAY: ":0", ELECTRON_OVERRIDE_DIST_PATH: folder };
  const app = startParkwise(["--profile-dir", profile], env);
  const call = await called(electron);
  expect(call.args).toContain(ROOT);
  expect(call.args).toContain(`--user-data-dir=${profile}`);
  expect(await app.exit).toBe(0);
  expect(app.output()).not.toContain("http://");
});

test("without Electron it says so in one line and opens an app window with its own profile", async () => {
  const browser = standIn("browser", STAYS);
  const profile = path.join(folder, "profile");
  const env = { ...withoutElectron(), PARKWISE_BROWSER: browser };
  const app = startParkwise(["--port", "0", "--profile-dir", profile], env);
  const url = await app.url;
  const call = await called(browser);
  expect(call.args).toContain(`--app=${url}`);
  expect(call.args).toContain(`--user-data-dir=${profile}`);
  expect(existsSync(profile)).toBe(true);
  expect(app.output().match(/^.*Electron.*$/gm)).toEqual([expect.stringContaining("Electron is not available")]);

  app.child.kill("SIGINT");
  expect(await app.exit).toBe(0);
  expect(runs(call.pid), "the browser is ended too").toBe(false);
});

test("the default profile lies below the system's folder for data, under the contract's names", async () => {
  const browser = standIn("browser", STAYS);
  const env = { ...withoutElectron(), PARKWISE_BROWSER: browser, XDG_CONFIG_HOME: folder, HOME: folder };
  const app = startParkwise(["--browser", "--port", "0"], env);
  const { args } = await called(browser);
  const base = process.platform === "darwin" ? path.join(folder, "Library/Application Support") : folder;
  expect(args).toContain(`--user-data-dir=${path.join(base, "Parkwise/browser-profile")}`);
  app.child.kill("SIGINT");
  expect(await app.exit).toBe(0);
});

test("an Electron that does not start gives way to the browser", async () => {
  standIn("electron", "process.exit(127)");
  const browser = standIn("browser", STAYS);
  const env = { DISPLAY: ":0", ELECTRON_OVERRIDE_DIST_PATH: folder, PARKWISE_BROWSER: browser };
  const app = startParkwise(["--port", "0", "--profile-dir", path.join(folder, "data")], env);
  expect((await called(browser)).args).toContain(`--app=${await app.url}`);
  expect(app.output()).toContain("Electron does not start here (exit code 127)");
  app.child.kill("SIGTERM");
  expect(await app.exit).toBe(0);
});

test("a window that a running browser took over does not end the server", async () => {
  const browser = standIn("browser", "process.exit(0)");
  const env = { DISPLAY: ":0", PARKWISE_BROWSER: browser };
  const app = startParkwise(["--browser", "--port", "0", "--profile-dir", path.join(folder, "data")], env);
  const url = await app.url;
  await expect.poll(() => app.output(), { timeout: 20_000 }).toContain("already open");
  expect((await fetch(url)).status).toBe(200);
  app.child.kill("SIGINT");
  expect(await app.exit).toBe(0);
});
