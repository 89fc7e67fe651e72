/**
 * The host in a plain browser: the same face as Electron's, with what a browser can give. What
 * differs: the data lie in the browser's profile, printing opens the browser's own dialogue, and no
 * folder can be shown.
 */
import type {
  AppInfo,
  Host,
  OpenRequest,
  SaveOutcome,
  SaveRequest,
  ShellEvent,
  ShellPreferences,
} from "../../shared/ipc/host";
import { openFile, readFile, saveFile } from "./browser-files";

/** Largest file that the system may hand over, bytes. */
const MAX_HANDED_BYTES = 64 * 1024 * 1024;

export interface BrowserHost extends Host {
  /** Tells the host which addresses the catalogue names; until then no source is opened. */
  connectSources(isSource: (url: string) => Promise<boolean>): void;
}

/** The files that an installed web app was opened with. */
interface LaunchQueue {
  setConsumer(consumer: (launch: { readonly files?: readonly FileSystemFileHandle[] }) => void): void;
}

/** Makes the browser's host; once per page. */
export function createBrowserHost(): BrowserHost {
  let preferences: ShellPreferences = { locale: "en", theme: "system", menuLabels: {}, userSourceUrls: [] };
  let isSource: (url: string) => Promise<boolean> = async () => false;
  let blockedRequests = 0;
  // Files may arrive before the app listens.
  const waiting: ShellEvent[] = [];
  const listeners = new Set<(event: ShellEvent) => void | Promise<void>>();
  const emit = (event: ShellEvent) => {
    if (listeners.size === 0 && event.type !== "closing") waiting.push(event);
    for (const listener of listeners) void listener(event);
  };

  // The content security policy is what cancels foreign requests here, and it reports each.
  document.addEventListener("securitypolicyviolation", ({ blockedURI }) => {
    if (/^[a-z]+:\/\//i.test(blockedURI) && !blockedURI.startsWith(location.origin)) blockedRequests++;
  });
  addEventListener("pagehide", () => emit({ type: "closing" }));
  const handOver = async (files: readonly FileSystemFileHandle[]): Promise<void> => {
    for (const handle of files) {
      const file = await readFile(await handle.getFile(), MAX_HANDED_BYTES);
      emit({ type: "open-file", file });
    }
  };
  (window as { launchQueue?: LaunchQueue }).launchQueue?.setConsumer(({ files = [] }) => {
    handOver(files).catch((error: unknown) => console.warn("Parkwise: a file handed over cannot be read:", error));
  });

  return {
    kind: "browser",
    appInfo: async (): Promise<AppInfo> => ({
      kind: "browser",
      appVersion: __APP_VERSION__,
      runtime: runtimeName(),
      platform: navigator.platform,
      dataLocation: `${location.origin} · IndexedDB`,
      mirrorLocation: `${location.origin} · OPFS`,
      blockedRequests,
    }),
    writeMirror: async (document: string) => (await import("./opfs-mirror")).writeMirror(document),
    listMirrors: async () => (await import("./opfs-mirror")).listMirrors(),
    readMirror: async (id: string) => (await import("./opfs-mirror")).readMirror(id),
    saveFile: (request: SaveRequest) => saveFile(request),
    openFile: (request: OpenRequest) => openFile(request),
    async openSource(address: string): Promise<boolean> {
      const url = httpsAddress(address);
      if (url === null) return false;
      if (!preferences.userSourceUrls.includes(address) && !(await isSource(address))) return false;
      // The new page learns neither who opened it nor from where.
      window.open(url, "_blank", "noopener,noreferrer");
      return true;
    },
    revealDataFolder: async () => false,
    /** The browser does not tell whether its dialogue ended in a file: never `saved`. */
    async printToPdf({ suggestedName, landscape }): Promise<SaveOutcome> {
      const title = document.title;
      const page = new CSSStyleSheet();
      page.replaceSync(`@page { size: A4 ${landscape ? "landscape" : "portrait"}; }`);
      try {
        // The dialogue proposes the title as the file's name.
        document.title = suggestedName.replace(/\.pdf$/i, "");
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, page];
        window.print();
      } finally {
        document.title = title;
        document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== page);
      }
      return { saved: false };
    },
    async setPreferences(next: ShellPreferences): Promise<void> {
      preferences = next;
    },
    onShellEvent(listener): () => void {
      listeners.add(listener);
      for (const event of waiting.splice(0)) void listener(event);
      return () => listeners.delete(listener);
    },
    connectSources(test): void {
      isSource = test;
    },
  };
}

/** The address in its normal form if it is https; else null. */
function httpsAddress(address: string): string | null {
  try {
    const url = new URL(address);
    return url.protocol === "https:" && url.username === "" && url.password === "" ? url.href : null;
  } catch {
    return null;
  }
}

function runtimeName(): string {
  type Brands = { readonly brands?: readonly { readonly brand: string; readonly version: string }[] };
  const { brands = [] } = (navigator as { userAgentData?: Brands }).userAgentData ?? {};
  // One of the listed brands is noise on purpose ("Not.A/Brand").
  const real = brands
    .filter(({ brand }) => !/not.*brand/i.test(brand))
    .map(({ brand, version }) => `${brand} ${version}`);
  return real.length > 0 ? real.join(", ") : navigator.userAgent;
}
