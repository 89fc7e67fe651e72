/**
 * The one window: sandboxed, isolated, without Node, where it was last time. Closing waits a moment for the
 * app to write its mirror.
 */
import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle, WebPreferences } from "electron";
import { APP_URL } from "./app-url";
import type { ShellEvents } from "./shell-events";
import { MINIMUM_SIZE, type WindowState } from "./window-state";

/** How long closing waits for the app to save, in milliseconds. */
export const CLOSING_TIMEOUT_MS = 4000;
const STATE_DELAY_MS = 400;
/** Show the window after this time even if the first paint does not come (a page that fails must be seen). */
const SHOW_ANYWAY_MS = 5000;

/** Electron's safe settings, written out so that no change of a default can loosen them. */
export function webPreferences(preload: string, devTools: boolean): WebPreferences {
  return {
    preload,
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
    devTools,
  };
}

export interface WindowSettings {
  readonly bounds: Rectangle;
  readonly remembered: WindowState | null;
  readonly preload: string;
  readonly icon: string | null;
  readonly dark: boolean;
  readonly devTools: boolean;
}

export function windowOptions(settings: WindowSettings): BrowserWindowConstructorOptions {
  return {
    ...settings.bounds,
    minWidth: Math.min(MINIMUM_SIZE.width, settings.bounds.width),
    minHeight: Math.min(MINIMUM_SIZE.height, settings.bounds.height),
    show: false,
    title: "Parkwise",
    backgroundColor: settings.dark ? "#14171a" : "#ffffff",
    ...(settings.icon === null ? {} : { icon: settings.icon }),
    webPreferences: webPreferences(settings.preload, settings.devTools),
  };
}

/** Shows the window after its first paint, maximised or full screen as it was, and loads the app. */
export function startWindow(window: BrowserWindow, remembered: WindowState | null): void {
  const show = () => {
    if (window.isDestroyed() || window.isVisible()) return;
    if (remembered?.maximized) window.maximize();
    if (remembered?.fullScreen) window.setFullScreen(true);
    window.show();
  };
  window.once("ready-to-show", show);
  setTimeout(show, SHOW_ANYWAY_MS).unref();
  // A failed load is logged by the watcher of the page; the window shows Chromium's reason.
  void window.loadURL(APP_URL).catch(() => undefined);
}

/** Keeps `save` informed of bounds and state. */
export function rememberWindow(window: BrowserWindow, save: (state: WindowState) => void): void {
  let timer: NodeJS.Timeout | undefined;
  const note = () => {
    if (window.isDestroyed() || window.isMinimized()) return;
    save({ bounds: window.getNormalBounds(), maximized: window.isMaximized(), fullScreen: window.isFullScreen() });
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(note, STATE_DELAY_MS);
    timer.unref();
  };
  window.on("resize", later);
  window.on("move", later);
  window.on("maximize", later);
  window.on("unmaximize", later);
  window.on("enter-full-screen", later);
  window.on("leave-full-screen", later);
  window.on("close", note);
}

/**
 * Holds a close back until the app has saved (or the timeout), then closes, and goes on quitting when that is
 * what the user asked for.
 */
export function closeAfterSaving(
  window: BrowserWindow,
  events: Pick<ShellEvents, "closing">,
  effects: { readonly isQuitting: () => boolean; readonly quit: () => void; readonly log: (line: string) => void },
): void {
  let state: "open" | "asking" | "saved" = "open";
  window.on("close", (event) => {
    if (state === "saved") return;
    event.preventDefault();
    if (state === "asking") return;
    state = "asking";
    void events.closing(CLOSING_TIMEOUT_MS).then((outcome) => {
      if (outcome === "timeout") effects.log("the app did not report its last save in time; closing all the same");
      state = "saved";
      if (window.isDestroyed()) return;
      if (effects.isQuitting()) effects.quit();
      else window.close();
    });
  });
}
