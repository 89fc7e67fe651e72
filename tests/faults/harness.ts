/**
 * The ground of the fault tests: the page with the app's storage, built and served at one address for
 * the whole run, and a browser whose processes can be killed at a chosen step.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import { build } from "vite";
import { type RunningServer, startServer } from "../../build/server.mjs";
import { writeServiceWorker } from "../../build/vite-service-worker.mjs";
import { freshFolder, type OpenedBrowser, openBrowser } from "../support/browser";
import { smallCatalogue } from "../support/catalogue";
import { VARIANTS } from "./operations";
import type { Faults } from "./page/main";

const ROOT = path.resolve(import.meta.dirname, "../..");
/** A step that has not come after so long is not coming, ms. */
const PATIENCE = 60_000;

/** Builds the page and serves it with two catalogues: the built-in one (variant a) and its rival. */
export async function serveFaultPage(): Promise<RunningServer> {
  return startServer({ folder: await buildFaultPage(), port: 0, buildId: "faults" });
}

/** Builds the page; returns its folder. */
export async function buildFaultPage(): Promise<string> {
  const folder = freshFolder("parkwise-faults-page-");
  await build({
    configFile: false,
    logLevel: "error",
    root: path.join(ROOT, "tests/faults/page"),
    base: "./",
    // The test runner's NODE_ENV would make it a development build.
    define: { __APP_VERSION__: JSON.stringify("0.0.0-faults"), "import.meta.env.PROD": "true" },
    build: { outDir: folder, emptyOutDir: true, modulePreload: { polyfill: false }, target: "chrome120" },
  });
  for (const place of ["", "a/", "b/"] as const) {
    const { version, parks } = VARIANTS[place === "b/" ? "b" : "a"];
    const { text, catalogue } = smallCatalogue(version, parks, 12);
    const target = path.join(folder, place, "catalogue");
    mkdirSync(target, { recursive: true });
    writeFileSync(path.join(target, "catalogue.json"), text);
    // The rival never counts as built in: a start must leave it where the kill left it.
    const stamp = { version: VARIANTS.a.version, contentHash: catalogue.contentHash };
    writeFileSync(path.join(target, "manifest.json"), JSON.stringify(stamp));
  }
  await writeServiceWorker(folder);
  return folder;
}

export interface Session {
  readonly browser: OpenedBrowser;
  readonly page: Page;
  /** Steps reported so far. */
  readonly steps: readonly string[];
  /** Calls into the page. */
  call<K extends keyof Faults>(name: K, ...args: Parameters<Faults[K]>): Promise<Awaited<ReturnType<Faults[K]>>>;
  /** Resolves at the n-th step from now. */
  stepsAhead(n: number): Promise<void>;
  /** Kills every process of the browser at once. */
  kill(): Promise<void>;
}

/** Opens the page in a profile. Does not wait for the start of the store. */
export async function openSession(url: string, profile?: string): Promise<Session> {
  const browser = await openBrowser(profile === undefined ? {} : { profile });
  const { page, context } = browser;
  const steps: string[] = [];
  const waiting = new Set<() => void>();
  await context.exposeBinding("report", (_, step: string) => {
    steps.push(step);
    for (const look of waiting) look();
  });
  const cdp = await context.browser()?.newBrowserCDPSession();
  if (cdp === undefined) throw new Error("this context has no browser of its own");
  const session: Session = {
    browser,
    page,
    steps,
    async call(name, ...args) {
      await page.waitForFunction(() => "faults" in window);
      const argument: { readonly method: string; readonly values: readonly unknown[] } = { method: name, values: args };
      return page.evaluate(({ method, values }) => {
        const faults = window.faults as unknown as Record<string, (...all: readonly unknown[]) => unknown>;
        return faults[method]?.(...values);
      }, argument) as never;
    },
    stepsAhead(n) {
      const goal = steps.length + n;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`step ${n} of ${steps.join(", ")} never came`)), PATIENCE);
        const look = () => {
          if (steps.length < goal) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      });
    },
    async kill() {
      // Known beforehand, so that nothing is asked of the browser at the moment of the kill.
      for (const pid of pids) end(pid);
      await gone(context);
      for (const pid of pids) await ended(pid);
    },
  };
  let pids: readonly number[] = [];
  const note = async () => {
    const { processInfo } = await cdp.send("SystemInfo.getProcessInfo");
    pids = [...processInfo].sort((a) => (a.type === "browser" ? -1 : 1)).map(({ id }) => id);
  };
  await note();
  // Not awaited to the end: the caller may want to kill it on the way.
  await page.goto(url, { waitUntil: "commit" });
  await note();
  return session;
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function gone(context: OpenedBrowser["context"]): Promise<void> {
  return new Promise((resolve) => {
    if (context.browser()?.isConnected() !== true) return resolve();
    context.once("close", () => resolve());
  });
}

async function ended(pid: number): Promise<void> {
  for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; ) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await pause(10);
  }
  throw new Error(`process ${pid} of the killed browser still runs`);
}

/** Waits, ms. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The folders of a profile that hold IndexedDB and the private file system. */
export function storageFolders(profile: string): { readonly indexedDb: string; readonly files: string } {
  const indexedDb = path.join(profile, "Default/IndexedDB");
  const files = path.join(profile, "Default/File System");
  for (const folder of [indexedDb, files]) if (!existsSync(folder)) throw new Error(`${folder} is not there`);
  return { indexedDb, files };
}
