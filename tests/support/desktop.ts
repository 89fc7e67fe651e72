/**
 * Starts the desktop app for tests: the real Electron where its binary is installed, else the stand-in. Both
 * give the same handle, so a flow written once runs in either.
 */
import { type ChildProcess, fork } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { chromium, type Page, _electron as playwrightElectron } from "playwright-core";
import { quietSwitches } from "../../build/browsers.mjs";
import { bundle } from "../../build/bundle.mjs";
import { findElectron } from "../../build/electron-binary.mjs";
import { browserPath, freshFolder } from "./browser";
import type * as standinModule from "./electron-standin";

const root = path.resolve(import.meta.dirname, "../..");

/** What functions run in main get: Electron's module; under the stand-in also what it recorded. */
export type MainModule = typeof import("electron") & Pick<typeof standinModule, "standin">;

export interface Desktop {
  readonly kind: "electron" | "stand-in";
  /** The app's page. */
  readonly page: Page;
  /** Folder of the user's data. */
  readonly userData: string;
  /** Folder of Chromium's profile, which holds IndexedDB/. */
  readonly profile: string;
  /** The page's address of an app path: app://parkwise/x, or what stands for it. */
  address(pathname: string): string;
  /** Runs a function in the main process. It must stand alone; its result must be plain data. */
  main<Argument, Result>(
    run: (electron: MainModule, argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>;
  /** Quits as a user does: the app is told and may save. */
  close(): Promise<void>;
  /** SIGKILL to the shell and its browser, as a crash or a power cut would end them. */
  kill(): Promise<void>;
}

export interface DesktopOptions {
  /** Folder that stands for the system's application-data folder; a new one when left out. */
  readonly appData?: string;
  /** Folder with package.json and dist/; the repository when left out. */
  readonly appPath?: string;
  /** Arguments after the executable, for instance a file to open. */
  readonly args?: readonly string[];
  /** Pretend to be an installed package (stand-in only). */
  readonly packaged?: boolean;
  /** "stand-in" for tests that read what only the stand-in records; else Electron itself where it is installed. */
  readonly shell?: "any" | "stand-in";
}

/** Path of the installed Electron binary; null when there is none (tests then print that as a skip). */
export function electronBinary(): string | null {
  return findElectron(path.join(root, "node_modules/electron"));
}

/** Starts the app and waits for its page. */
export async function launchDesktop(options: DesktopOptions = {}): Promise<Desktop> {
  const binary = options.shell === "stand-in" ? null : electronBinary();
  return binary === null ? launchStandin(options) : launchElectron(binary, options);
}

/** A second start on the same data. Resolves with the exit code of the process, which hands over and ends. */
export async function launchSecond(options: DesktopOptions & { readonly appData: string }): Promise<number | null> {
  const child = await startStandin(options);
  return new Promise((resolve) => child.once("exit", resolve));
}

let bundled: Promise<string> | undefined;

/** The stand-in's process as one file, made once a run. */
function standinProcess(): Promise<string> {
  const outFile = `.cache/desktop/standin-${process.pid}.cjs`;
  if (bundled === undefined) {
    process.once("exit", () => {
      for (const name of [outFile, `${outFile}.map`]) rmSync(path.join(root, name), { force: true });
    });
  }
  const made =
    bundled ??
    bundle({
      entry: "tests/support/electron-standin-process.ts",
      outFile,
      format: "cjs",
      packages: false,
    });
  bundled = made;
  return made;
}

async function startStandin(options: DesktopOptions): Promise<ChildProcess> {
  const appPath = options.appPath ?? root;
  const appData = options.appData ?? freshFolder("parkwise-desktop-");
  const settings = { appPath, appData, packaged: options.packaged ?? false };
  const { main } = JSON.parse(readFileSync(path.join(appPath, "package.json"), "utf8")) as { main: string };
  const child = fork(await standinProcess(), [...(options.args ?? [])], {
    // Without a terminal's options and the test runner's hooks.
    execArgv: ["--enable-source-maps"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: {
      ...withoutRunner(process.env),
      PARKWISE_STANDIN: JSON.stringify(settings),
      PARKWISE_MAIN: path.join(appPath, main),
      PARKWISE_CHROMIUM: JSON.stringify([browserPath(), ...quietSwitches()]),
    },
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

function withoutRunner(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(NODE_OPTIONS|VITEST|NODE_ENV)/.test(name)));
}

const running = new Set<ChildProcess>();
const browsers = new Set<number>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
  for (const pid of browsers) killQuietly(pid);
});

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}

async function launchStandin(given: DesktopOptions): Promise<Desktop> {
  const appData = given.appData ?? freshFolder("parkwise-desktop-");
  const child = await startStandin({ ...given, appData });
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const browser = await new Promise<{ endpoint: string; pid: number }>((resolve, reject) => {
    child.on("message", (message: { type: string; endpoint: string; pid: number }) => {
      if (message.type === "browser") resolve(message);
    });
    void exited.then((code) => reject(new Error(`The shell ended with ${code} before it had a window`)));
  });
  browsers.add(browser.pid);

  let lastId = 0;
  const main = <A, R>(run: (electron: MainModule, argument: A) => R | Promise<R>, argument: A): Promise<R> =>
    new Promise<R>((resolve, reject) => {
      lastId += 1;
      const id = lastId;
      const listen = (message: { type: string; id: number; value: R; message: string }) => {
        if (message.id !== id) return;
        child.off("message", listen);
        if (message.type === "result") resolve(message.value);
        else reject(new Error(message.message));
      };
      child.on("message", listen);
      child.send({ id, source: run.toString(), argument });
      void exited.then(() => reject(new Error("The shell has ended")));
    });

  const connection = await chromium.connectOverCDP(browser.endpoint);
  const context = connection.contexts()[0];
  if (context === undefined) throw new Error("Chromium has no default context");
  const page = context.pages()[0] ?? (await context.waitForEvent("page"));
  await page.waitForURL(/^https:\/\/parkwise\.app\.standin\//, { waitUntil: "load" });
  const userData = await main(({ app }) => app.getPath("userData"), null);

  return {
    kind: "stand-in",
    page,
    userData,
    profile: path.join(userData, "chromium", "Default"),
    address: (pathname) => `https://parkwise.app.standin${pathname}`,
    main,
    async close() {
      await main(({ app }) => app.quit(), null).catch(() => undefined);
      await exited;
      browsers.delete(browser.pid);
      await connection.close().catch(() => undefined);
    },
    async kill() {
      child.kill("SIGKILL");
      killQuietly(browser.pid);
      await exited;
      await connection.close().catch(() => undefined);
      await gone(browser.pid);
      browsers.delete(browser.pid);
    },
  };
}

/** Waits until a killed process is dead and its files are closed (a zombie that nobody reaps counts as dead). */
async function gone(pid: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    try {
      process.kill(pid, 0);
      if (/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"))) return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ESRCH") return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function launchElectron(executablePath: string, options: DesktopOptions): Promise<Desktop> {
  const appData = options.appData ?? freshFolder("parkwise-desktop-");
  const userData = path.join(appData, "Parkwise");
  mkdirSync(userData, { recursive: true });
  const electronApp = await playwrightElectron.launch({
    executablePath,
    args: [
      options.appPath ?? root,
      `--user-data-dir=${userData}`,
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ...(options.args ?? []),
    ],
  });
  const page = await electronApp.firstWindow();
  await page.waitForLoadState("load");
  const shellProcess = electronApp.process();
  return {
    kind: "electron",
    page,
    userData,
    profile: userData,
    address: (pathname) => `app://parkwise${pathname}`,
    main: (run, argument) => electronApp.evaluate(run as never, argument) as never,
    close: () => electronApp.close(),
    async kill() {
      const exited = new Promise((resolve) => shellProcess.once("exit", resolve));
      shellProcess.kill("SIGKILL");
      await exited;
    },
  };
}
