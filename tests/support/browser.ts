/**
 * Opens real Chromium for the end-to-end tests: finds an installed one, gives it a profile folder (a fresh
 * one unless told), lets it reach nothing but this machine, and notes what a good app never causes.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { findBrowser, quietSwitches } from "../../build/browsers.mjs";

export interface OpenOptions {
  /** Profile folder to open again; a fresh one, removed at the end of the run, when left out. */
  readonly profile?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Language of the browser, "en-GB" when left out. */
  readonly locale?: string;
  /** More command-line switches. */
  readonly switches?: readonly string[];
}

export interface OpenedBrowser {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly profile: string;
  /** Addresses of all requests that went (or tried to go) anywhere but 127.0.0.1. */
  readonly outsideRequests: readonly string[];
  /** Uncaught errors, console errors and policy violations of all pages, as "kind: text". */
  readonly problems: readonly string[];
  /** Closes it as a user would. */
  close(): Promise<void>;
  /** Kills the browser's process (SIGKILL): nothing gets a chance to be saved. Resolves when it is gone. */
  kill(): Promise<void>;
}

const folders = new Set<string>();
process.on("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

/** An empty folder that is removed when the test process ends. */
export function freshFolder(prefix = "parkwise-"): string {
  const folder = mkdtempSync(path.join(tmpdir(), prefix));
  folders.add(folder);
  return folder;
}

/**
 * The browser that tests use.
 * @throws {Error} when none is installed: `npm test` installs one, so that is never a reason to skip
 */
export function browserPath(): string {
  const installed = findBrowser();
  if (installed !== null) return installed;
  const downloaded = chromium.executablePath();
  if (downloaded !== "" && existsSync(downloaded)) return downloaded;
  throw new Error("No Chromium-family browser is installed: install one, or name it in PARKWISE_BROWSER");
}

/** Opens a browser with one empty page. */
export async function openBrowser(options: OpenOptions = {}): Promise<OpenedBrowser> {
  const profile = options.profile ?? freshFolder("parkwise-profile-");
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: browserPath(),
    headless: true,
    viewport: options.viewport ?? { width: 1280, height: 800 },
    locale: options.locale ?? "en-GB",
    timezoneId: "Asia/Ho_Chi_Minh",
    args: [
      "--disable-gpu",
      // Names lead nowhere: what the app or the browser asks of the web is noted and fails.
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
      ...quietSwitches(),
      ...(options.switches ?? []),
    ],
  });
  const outsideRequests: string[] = [];
  const problems: string[] = [];
  context.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (["data:", "blob:", "about:", "chrome:", "devtools:"].includes(protocol) || hostname === "127.0.0.1") return;
    outsideRequests.push(request.url());
  });
  context.on("weberror", (error) => problems.push(`error: ${error.error().stack ?? error.error().message}`));
  context.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  return {
    context,
    page: context.pages()[0] ?? (await context.newPage()),
    profile,
    outsideRequests,
    problems,
    close: () => context.close(),
    kill: () => killBrowser(context),
  };
}

async function killBrowser(context: BrowserContext): Promise<void> {
  const browser = context.browser();
  if (browser === null) throw new Error("this context has no browser of its own");
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const gone = new Promise<void>((resolve) => context.once("close", () => resolve()));
  for (const { id, type } of processInfo) if (type === "browser") process.kill(id, "SIGKILL");
  await gone;
  // The storage process ends by itself once its parent is gone; the profile is free after that.
  await Promise.all(processInfo.map(({ id }) => ended(id)));
}

async function ended(pid: number): Promise<void> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; ) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`process ${pid} of the killed browser still runs after 10 s`);
}
