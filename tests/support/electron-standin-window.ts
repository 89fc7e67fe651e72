/**
 * The stand-in's windows: Chromium driven over its debugging protocol. `app://host/x` is served at
 * `https://host.app.standin/x` by interception, so that no request ever reaches a network.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type * as Electron from "electron";
import {
  type Browser,
  type BrowserContext,
  type CDPSession,
  chromium,
  type Page,
  type Request as PageRequest,
  type Route,
} from "playwright-core";
import { documentScripts, makeCodec } from "./electron-standin-bridge";

const HOST_SUFFIX = ".app.standin";
const BINDING = "electronStandinInvoke";
const WORLD = "electron-standin-preload";

/** Throws on what the app uses and the stand-in lacks: it must not pass by silence. */
export function strict<T extends object>(name: string, members: T): T {
  return new Proxy(members, {
    get(target, member, receiver) {
      if (typeof member === "string" && !(member in target) && member !== "then" && member !== "toJSON") {
        throw new Error(`The stand-in has no ${name}.${member}`);
      }
      return Reflect.get(target, member, receiver) as unknown;
    },
  });
}

type Handler = (event: Partial<Electron.IpcMainInvokeEvent>, ...args: unknown[]) => unknown;
type BeforeRequest = (
  details: { url: string; resourceType: string; method: string },
  callback: (response: { cancel?: boolean }) => void,
) => void;

/** What protocol, session and ipcMain registered, for the window to ask. */
export const registered = {
  schemes: new Map<string, Electron.Privileges>(),
  protocols: new Map<string, (request: Request) => Response | Promise<Response>>(),
  handlers: new Map<string, Handler>(),
  beforeRequest: null as BeforeRequest | null,
  permissionRequest: null as Parameters<Electron.Session["setPermissionRequestHandler"]>[0],
  permissionCheck: null as Parameters<Electron.Session["setPermissionCheckHandler"]>[0],
  devicePermission: null as Parameters<Electron.Session["setDevicePermissionHandler"]>[0],
  /** Requests that no guard of the app cancelled and that were not its own. The stand-in aborts them. */
  leaks: [] as string[],
  blocked: [] as string[],
  /** Addresses for which a page wanted a new window. */
  windowsAsked: [] as string[],
};

/** https://parkwise.app.standin/x -> app://parkwise/x */
export function toAppUrl(address: string): string {
  return address.replace(/^https:\/\/([a-z0-9-]+)\.app\.standin(?=[/:?#]|$)/, "app://$1");
}

function toPageUrl(address: string): string {
  return address.replace(/^app:\/\/([a-z0-9-]+)/, `https://$1${HOST_SUFFIX}`);
}

/** Chromium for all windows of this process. */
class StandinBrowser {
  private constructor(
    readonly process: ChildProcess,
    readonly endpoint: string,
    readonly browser: Browser,
    readonly context: BrowserContext,
  ) {}

  static async start([executable = "", ...switches]: readonly string[], profile: string): Promise<StandinBrowser> {
    mkdirSync(profile, { recursive: true });
    const flags = [
      ...switches,
      "--headless=new",
      "--disable-gpu",
      "--password-store=basic",
      "--window-size=1320,860",
      "--remote-debugging-port=0",
      `--user-data-dir=${profile}`,
      "about:blank",
    ];
    const child = spawn(executable, flags, { stdio: ["ignore", "ignore", "pipe"] });
    const endpoint = await new Promise<string>((resolve, reject) => {
      let text = "";
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`Chromium ended with ${code}: ${text}`)));
      child.stderr.on("data", (chunk: Buffer) => {
        text += chunk.toString();
        const found = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
        if (found) resolve(found);
      });
    });
    const browser = await chromium.connectOverCDP(endpoint);
    const context = browser.contexts()[0];
    if (context === undefined) throw new Error("Chromium has no default context");
    return new StandinBrowser(child, endpoint, browser, context);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    const session = await this.browser.newBrowserCDPSession().catch(() => null);
    await session?.send("Browser.close").catch(() => undefined);
    const timer = setTimeout(() => this.process.kill("SIGKILL"), 5000);
    if (this.process.exitCode === null && this.process.signalCode === null) await ended;
    clearTimeout(timer);
  }
}

let started: Promise<StandinBrowser> | null = null;

/** Starts Chromium with the first window; tells the tests' process where to reach it. */
export function sharedBrowser(userData: string): Promise<StandinBrowser> {
  started ??= StandinBrowser.start(
    JSON.parse(process.env.PARKWISE_CHROMIUM ?? "[]") as string[],
    path.join(userData, "chromium"),
  ).then((browser) => {
    process.send?.({ type: "browser", endpoint: browser.endpoint, pid: browser.process.pid });
    return browser;
  });
  return started;
}

export async function stopBrowser(): Promise<void> {
  await (await started)?.stop();
}

class PreventableEvent {
  defaultPrevented = false;
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

/** Web contents over one page. */
export class StandinContents extends EventEmitter {
  private page: Page | null = null;
  private cdp: CDPSession | null = null;
  private expected: string | null = null;
  private openHandler: ((details: Electron.HandlerDetails) => { action: string }) | null = null;
  private readonly contexts = new Map<number, string>();
  private readonly codec = makeCodec();

  constructor(
    private readonly userData: string,
    private readonly preloadFile: string,
  ) {
    super();
  }

  setWindowOpenHandler(handler: (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse): void {
    this.openHandler = handler;
  }

  getURL(): string {
    return toAppUrl(this.page?.url() ?? "");
  }

  reload(): void {
    this.expected = this.page?.url() ?? null;
    void this.cdp?.send("Page.reload").catch(() => undefined);
  }

  forcefullyCrashRenderer(): void {
    void this.cdp?.send("Page.crash").catch(() => undefined);
  }

  async printToPDF(options: Electron.PrintToPDFOptions): Promise<Buffer> {
    const page = this.openPage();
    return page.pdf({
      landscape: options.landscape ?? false,
      printBackground: options.printBackground ?? false,
      preferCSSPageSize: options.preferCSSPageSize ?? false,
      tagged: options.generateTaggedPDF ?? false,
    });
  }

  async loadURL(address: string): Promise<void> {
    const { context } = await sharedBrowser(this.userData);
    const page = context.pages()[0] ?? (await context.newPage());
    this.page = page;
    await this.wire(context, page);
    this.expected = toPageUrl(address);
    await page.goto(this.expected, { waitUntil: "load" });
  }

  async closePage(): Promise<void> {
    await this.page?.close().catch(() => undefined);
  }

  private openPage(): Page {
    if (this.page === null) throw new Error("The stand-in's window has no page yet");
    return this.page;
  }

  private async wire(context: BrowserContext, page: Page): Promise<void> {
    await grantPermissions(context, this);
    await context.route("**/*", (route, request) => this.answer(route, request));
    // A dialog of the page belongs to the test that drives it; without this it would be dismissed here.
    page.on("dialog", () => undefined);
    page.on("domcontentloaded", () => this.emit("dom-ready"));
    page.on("load", () => this.emit("did-finish-load"));
    page.on("crash", () => this.emit("render-process-gone", {}, { reason: "crashed", exitCode: 1 }));
    context.on("page", (opened) => void this.refuseWindow(opened));

    const cdp = await context.newCDPSession(page);
    this.cdp = cdp;
    cdp.on("Runtime.executionContextCreated", ({ context: created }) => {
      this.contexts.set(created.id, (created.auxData as { frameId: string }).frameId);
    });
    cdp.on("Runtime.executionContextsCleared", () => this.contexts.clear());
    cdp.on("Runtime.bindingCalled", (call) => {
      if (call.name === BINDING) void this.invoked(call.executionContextId, call.payload);
    });
    cdp.on("Page.windowOpen", ({ url }) => this.askToOpen(url));
    cdp.on("Page.frameStartedNavigating", ({ frameId, navigationType, url }) => {
      const isSameDocument = navigationType === "sameDocument" || navigationType === "historySameDocument";
      const isMainFrame = this.mainFrameId === frameId;
      this.emit("did-start-navigation", { url: toAppUrl(url), isMainFrame, isSameDocument });
    });
    await cdp.send("Page.enable");
    await cdp.send("Runtime.enable");
    this.mainFrameId = (await cdp.send("Page.getFrameTree")).frameTree.frame.id;
    await cdp.send("Runtime.addBinding", { name: BINDING, executionContextName: WORLD });
    const scripts = documentScripts(readFileSync(this.preloadFile, "utf8"), BINDING);
    await cdp.send("Page.addScriptToEvaluateOnNewDocument", { source: scripts.page });
    await cdp.send("Page.addScriptToEvaluateOnNewDocument", { source: scripts.preload, worldName: WORLD });
  }

  private mainFrameId = "";

  /** One `ipcRenderer.invoke` of the preload: the sender is what Chromium says it is. */
  private async invoked(contextId: number, payload: string): Promise<void> {
    const call = JSON.parse(payload) as { id: number; channel: string; args: unknown };
    let reply: { ok: boolean; value: unknown };
    try {
      const handler = registered.handlers.get(call.channel);
      if (handler === undefined) throw new Error(`No handler registered for '${call.channel}'`);
      const senderFrame = await this.frameOf(contextId);
      const event = { senderFrame } as Partial<Electron.IpcMainInvokeEvent>;
      const value = await handler(event, ...(this.codec.decode(call.args) as unknown[]));
      reply = { ok: true, value: this.codec.encode(value) };
    } catch (error) {
      const text = `Error invoking remote method '${call.channel}': ${String(error)}`;
      reply = { ok: false, value: this.codec.encode(new Error(text)) };
    }
    const text = JSON.stringify(JSON.stringify({ id: call.id, ...reply }));
    // The document may be gone by now; then nobody waits for the reply.
    await this.cdp
      ?.send("Runtime.evaluate", { contextId, expression: `electronStandinReply(${text})` })
      .catch(() => undefined);
  }

  private async frameOf(contextId: number): Promise<Electron.WebFrameMain | null> {
    const frameId = this.contexts.get(contextId);
    const tree = (await this.cdp?.send("Page.getFrameTree"))?.frameTree;
    if (frameId === undefined || tree === undefined) return null;
    if (tree.frame.id === frameId) return { url: toAppUrl(tree.frame.url), parent: null } as Electron.WebFrameMain;
    const child = tree.childFrames?.find(({ frame }) => frame.id === frameId);
    if (child === undefined) return null;
    const parent = { url: toAppUrl(tree.frame.url), parent: null };
    return { url: toAppUrl(child.frame.url), parent } as Electron.WebFrameMain;
  }

  private async answer(route: Route, request: PageRequest): Promise<void> {
    const address = toAppUrl(request.url());
    if (request.isNavigationRequest() && !this.mayNavigate(request, address)) {
      await route.fulfill({ status: 204 });
      return;
    }
    const { cancel } = await new Promise<{ cancel?: boolean }>((resolve) => {
      const details = { url: address, resourceType: electronType(request.resourceType()), method: request.method() };
      if (registered.beforeRequest === null) resolve({});
      else registered.beforeRequest(details, resolve);
    });
    if (cancel === true) {
      registered.blocked.push(address);
      await route.abort("blockedbyclient");
      return;
    }
    const handle = registered.protocols.get(new URL(address).protocol.slice(0, -1));
    if (handle === undefined) {
      registered.leaks.push(address);
      await route.abort("internetdisconnected");
      return;
    }
    const body = request.postDataBuffer();
    const response = await handle(
      new Request(address, { method: request.method(), ...(body === null ? {} : { body: new Uint8Array(body) }) }),
    );
    await route
      .fulfill({
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: Buffer.from(await response.arrayBuffer()),
      })
      .catch(() => undefined);
  }

  /** Asks the app about a navigation that its own main process did not start. */
  private mayNavigate(request: PageRequest, address: string): boolean {
    const isMainFrame = request.frame().parentFrame() === null;
    if (isMainFrame && this.expected === request.url()) {
      this.expected = null;
      return true;
    }
    const ask = (name: string) => {
      const event = Object.assign(new PreventableEvent(), { url: address, isMainFrame });
      this.emit(name, event, address);
      return !event.defaultPrevented;
    };
    const frame = ask("will-frame-navigate");
    return (isMainFrame ? ask("will-navigate") : true) && frame;
  }

  private askToOpen(url: string): void {
    registered.windowsAsked.push(toAppUrl(url));
    const details = { url: toAppUrl(url), disposition: "foreground-tab" } as Electron.HandlerDetails;
    const answer = this.openHandler?.(details) ?? { action: "allow" };
    if (answer.action !== "deny") registered.leaks.push(`window.open ${url}`);
  }

  /** No window but the app's own: whatever opened is closed again. */
  private async refuseWindow(opened: Page): Promise<void> {
    if (opened !== this.page) await opened.close().catch(() => undefined);
  }
}

function electronType(type: string): string {
  return ({ document: "mainFrame", fetch: "xhr" } as Record<string, string>)[type] ?? type;
}

/** Grants in Chromium what the app's permission handler grants, and denies what it denies. */
async function grantPermissions(context: BrowserContext, contents: StandinContents): Promise<void> {
  const asked: Readonly<Record<string, string>> = {
    geolocation: "geolocation",
    notifications: "notifications",
    camera: "media",
    microphone: "media",
    midi: "midi",
    "clipboard-read": "clipboard-read",
    "clipboard-write": "clipboard-sanitized-write",
  };
  const granted: string[] = [];
  for (const [name, permission] of Object.entries(asked)) {
    const yes = await new Promise<boolean>((resolve) => {
      if (registered.permissionRequest === null) return resolve(true);
      registered.permissionRequest(contents as unknown as Electron.WebContents, permission as "geolocation", resolve, {
        requestingUrl: "app://parkwise/",
        isMainFrame: true,
      } as Electron.PermissionRequest);
    });
    if (yes) granted.push(name);
  }
  await context.grantPermissions(granted);
}
