/**
 * A stand-in for the `electron` module, so that the real main process and the bundled preload can be run and
 * attacked where Electron's binary cannot be had. Pages run in real Chromium: its Content-Security-Policy,
 * its IndexedDB, its isolated worlds.
 *
 * What it is not, and what therefore is proven elsewhere or only with the real binary:
 * - `app://host/` is served as `https://host.app.standin/`: schemes' privileges are recorded, not enforced;
 * - no OS sandbox, fuses, asar integrity or code cache (fuses: build/dist-check.mjs);
 * - menus, message boxes and file dialogs are data: tests call an item's click and replace a dialog's function;
 * - permissions are asked for a table of names at the start and then granted or denied by Chromium itself;
 * - redirects and webviews: `will-redirect` and `will-attach-webview` are never emitted (unit tests do);
 * - a new window is closed after the handler was asked, instead of never being opened;
 * - one window at a time; the bridge carries plain data, Uint8Array, functions and promises (no Map, no Set).
 *
 * It throws on every member that the app uses and it lacks.
 */
import { EventEmitter } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import path from "node:path";
import type * as Electron from "electron";
import { registered, StandinContents, stopBrowser, strict } from "./electron-standin-window";

/** The version whose behaviour is stood in for: that of the installed type definitions. */
const ELECTRON_VERSION = "45.4.1";

interface Settings {
  readonly appPath: string;
  readonly appData: string;
  readonly packaged: boolean;
}

function settings(): Settings {
  const text = process.env.PARKWISE_STANDIN;
  if (text === undefined) throw new Error("The stand-in runs in a process that tests/support/desktop.ts starts");
  return JSON.parse(text) as Settings;
}

class StandinApp extends EventEmitter {
  private readonly folders = new Map<string, string>();
  private ready = false;
  private lockFolder: string | null = null;
  private readonly whenReadyPromise: Promise<void>;
  /** For tests: what was set or called. */
  readonly recorded = {
    sandbox: false,
    appUserModelId: "",
    recentDocuments: [] as string[],
    switches: new Map<string, string>(),
  };

  constructor() {
    super();
    // Ready comes after the main script has run, as in Electron.
    this.whenReadyPromise = new Promise((resolve) => {
      setTimeout(() => {
        this.ready = true;
        this.emit("ready");
        resolve();
      }, 0);
    });
  }

  readonly commandLine = strict("app.commandLine", {
    appendSwitch: (name: string, value = "") => void this.recorded.switches.set(name, value),
    hasSwitch: (name: string) =>
      process.argv.some((argument) => argument === `--${name}` || argument.startsWith(`--${name}=`)),
  });

  get isPackaged(): boolean {
    return settings().packaged;
  }

  whenReady = () => this.whenReadyPromise;
  isReady = () => this.ready;
  getName = () => "parkwise";
  getAppPath = () => settings().appPath;

  getVersion = () => {
    const text = readFileSync(path.join(settings().appPath, "package.json"), "utf8");
    return (JSON.parse(text) as { version: string }).version;
  };

  getPath = (name: string) => {
    const known = this.folders.get(name);
    if (known !== undefined) return known;
    const { appData } = settings();
    const folder = { appData, userData: path.join(appData, "parkwise"), documents: path.join(appData, "Documents") }[
      name
    ];
    if (folder === undefined) throw new Error(`The stand-in has no path "${name}"`);
    mkdirSync(folder, { recursive: true });
    return folder;
  };

  setPath = (name: string, folder: string) => {
    mkdirSync(folder, { recursive: true });
    this.folders.set(name, folder);
  };

  setAppUserModelId = (id: string) => {
    this.recorded.appUserModelId = id;
  };

  addRecentDocument = (file: string) => void this.recorded.recentDocuments.push(file);
  clearRecentDocuments = () => void this.recorded.recentDocuments.splice(0);

  enableSandbox = () => {
    if (this.ready) throw new Error("app.enableSandbox() can only be called before app is ready");
    this.recorded.sandbox = true;
  };

  /** A lock file with the owner's process id; a second process leaves its arguments in a folder and is refused. */
  requestSingleInstanceLock = () => {
    const folder = path.join(this.getPath("userData"), "standin-instances");
    const lock = path.join(folder, "lock");
    mkdirSync(folder, { recursive: true });
    const owner = existsSync(lock) ? Number(readFileSync(lock, "utf8")) : 0;
    if (owner !== 0 && isAlive(owner)) {
      const call = { argv: process.argv, workingFolder: process.cwd() };
      writeFileSync(path.join(folder, `${process.pid}.call`), JSON.stringify(call));
      return false;
    }
    writeFileSync(lock, String(process.pid));
    this.lockFolder = folder;
    const take = () => {
      for (const name of readdirSync(folder).filter((file) => file.endsWith(".call"))) {
        const text = readFileSync(path.join(folder, name), "utf8");
        if (text === "") continue;
        rmSync(path.join(folder, name));
        const { argv, workingFolder } = JSON.parse(text) as { argv: string[]; workingFolder: string };
        this.emit("second-instance", {}, argv, workingFolder, undefined);
      }
    };
    watch(folder, take).unref();
    return true;
  };

  quit = () => {
    const event = { defaultPrevented: false, preventDefault: () => undefined };
    this.emit("before-quit", event);
    for (const window of StandinWindow.getAllWindows()) window.close();
    if (StandinWindow.getAllWindows().length > 0) return;
    void this.leave(0);
  };

  exit = (code = 0) => void this.leave(code);

  private async leave(code: number): Promise<void> {
    this.emit("will-quit", {});
    this.emit("quit", {}, code);
    await stopBrowser();
    if (this.lockFolder !== null) rmSync(path.join(this.lockFolder, "lock"), { force: true });
    process.exit(code);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

class StandinWindow extends EventEmitter {
  private static open: StandinWindow[] = [];
  static getAllWindows = () => StandinWindow.open.map((window) => strict("BrowserWindow", window));

  readonly webContents: StandinContents;
  private bounds: Electron.Rectangle;
  private state = { visible: false, maximized: false, fullScreen: false, minimized: false, destroyed: false };

  constructor(readonly options: Electron.BrowserWindowConstructorOptions) {
    super();
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.bounds = { x, y, width, height };
    const contents = new StandinContents(theApp.getPath("userData"), options.webPreferences?.preload ?? "");
    this.webContents = strict("webContents", contents);
    StandinWindow.open.push(this);
    theApp.emit("web-contents-created", {}, this.webContents);
    contents.once("dom-ready", () => this.emit("ready-to-show"));
  }

  loadURL = (address: string) => this.webContents.loadURL(address);
  isDestroyed = () => this.state.destroyed;
  isVisible = () => this.state.visible;
  isMaximized = () => this.state.maximized;
  isFullScreen = () => this.state.fullScreen;
  isMinimized = () => this.state.minimized;
  getNormalBounds = () => this.bounds;
  getBounds = () => this.bounds;
  focus = () => void this.emit("focus");

  setBounds = (bounds: Partial<Electron.Rectangle>) => {
    this.bounds = { ...this.bounds, ...bounds };
    this.emit("resize");
    this.emit("move");
  };

  show = () => {
    this.state.visible = true;
    this.emit("show");
  };

  minimize = () => {
    this.state.minimized = true;
    this.emit("minimize");
  };

  restore = () => {
    this.state.minimized = false;
    this.emit("restore");
  };

  maximize = () => {
    this.state.maximized = true;
    this.emit("maximize");
  };

  setFullScreen = (on: boolean) => {
    this.state.fullScreen = on;
    this.emit(on ? "enter-full-screen" : "leave-full-screen");
  };

  close = () => {
    let prevented = false;
    this.emit("close", {
      preventDefault: () => {
        prevented = true;
      },
    });
    if (!prevented) this.destroy();
  };

  destroy = () => {
    this.state.destroyed = true;
    StandinWindow.open = StandinWindow.open.filter((window) => window.webContents !== this.webContents);
    this.emit("closed");
    if (StandinWindow.open.length === 0) {
      if (theApp.listenerCount("window-all-closed") === 0) theApp.quit();
      else theApp.emit("window-all-closed");
    }
  };
}

/** A menu item as built: labels, ids and clicks can be asked. */
class StandinMenuItem {
  readonly id: string;
  readonly label: string;
  readonly role: string | undefined;
  readonly enabled: boolean;
  readonly accelerator: string | undefined;
  readonly submenu: StandinMenu | undefined;
  readonly click: () => void;

  constructor(options: Electron.MenuItemConstructorOptions) {
    this.id = options.id ?? "";
    this.label = options.label ?? "";
    this.role = options.role;
    this.enabled = options.enabled ?? true;
    this.accelerator = options.accelerator;
    this.submenu = Array.isArray(options.submenu) ? new StandinMenu(options.submenu) : undefined;
    this.click = () => options.click?.({} as Electron.MenuItem, undefined, {} as Electron.KeyboardEvent);
  }
}

class StandinMenu {
  private static current: StandinMenu | null = null;
  readonly items: readonly StandinMenuItem[];

  constructor(template: readonly (Electron.MenuItemConstructorOptions | Electron.MenuItem)[]) {
    this.items = template.map((item) => new StandinMenuItem(item as Electron.MenuItemConstructorOptions));
  }

  static buildFromTemplate = (template: readonly (Electron.MenuItemConstructorOptions | Electron.MenuItem)[]) =>
    new StandinMenu(template);
  static setApplicationMenu = (menu: StandinMenu | null) => {
    StandinMenu.current = menu;
  };
  static getApplicationMenu = () => StandinMenu.current;

  getMenuItemById(id: string): StandinMenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : (item.submenu?.getMenuItemById(id) ?? null);
      if (found !== null) return found;
    }
    return null;
  }
}

const theApp = new StandinApp();

/** What tests read back. Not part of Electron. */
export const standin = {
  registered,
  app: theApp.recorded,
  opened: [] as string[],
  shownInFolder: [] as string[],
  openedPaths: [] as string[],
  spellChecker: true,
};

export const app = strict("app", theApp);
export const BrowserWindow = new Proxy(strict("BrowserWindow", StandinWindow), {
  construct: (_target, [options]: [Electron.BrowserWindowConstructorOptions]) =>
    strict("BrowserWindow", new StandinWindow(options)),
});
export const Menu = strict("Menu", StandinMenu);

export const protocol: Pick<Electron.Protocol, "registerSchemesAsPrivileged" | "handle"> = strict("protocol", {
  registerSchemesAsPrivileged: (schemes) => {
    if (theApp.isReady()) throw new Error("protocol.registerSchemesAsPrivileged should be called before app is ready");
    for (const { scheme, privileges } of schemes) registered.schemes.set(scheme, privileges ?? {});
  },
  handle: (scheme, handler) => {
    if (!theApp.isReady()) throw new Error("protocol.handle needs a ready app");
    registered.protocols.set(scheme, handler as unknown as (request: Request) => Response | Promise<Response>);
  },
});

export const ipcMain: Pick<Electron.IpcMain, "handle"> = strict("ipcMain", {
  handle: (channel, listener) => {
    if (registered.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    registered.handlers.set(channel, listener as never);
  },
});

const webRequest: Pick<Electron.WebRequest, "onBeforeRequest"> = strict("webRequest", {
  onBeforeRequest: (...args: readonly unknown[]) => {
    registered.beforeRequest = args.at(-1) as NonNullable<typeof registered.beforeRequest>;
  },
});

const defaultSession = strict(
  "session",
  Object.assign(new EventEmitter(), {
    webRequest,
    setSpellCheckerEnabled: (on: boolean) => {
      standin.spellChecker = on;
    },
    setPermissionRequestHandler: (handler: typeof registered.permissionRequest) => {
      registered.permissionRequest = handler;
    },
    setPermissionCheckHandler: (handler: typeof registered.permissionCheck) => {
      registered.permissionCheck = handler;
    },
    setDevicePermissionHandler: (handler: typeof registered.devicePermission) => {
      registered.devicePermission = handler;
    },
  }),
);

export const session = strict("session", { defaultSession });

/** Dialogs answer as if cancelled; a test replaces the function with the answer it wants. */
export const dialog: Pick<Electron.Dialog, "showErrorBox"> & {
  showOpenDialog: (...args: unknown[]) => Promise<Electron.OpenDialogReturnValue>;
  showSaveDialog: (...args: unknown[]) => Promise<Electron.SaveDialogReturnValue>;
  showMessageBox: (...args: unknown[]) => Promise<Electron.MessageBoxReturnValue>;
} = strict("dialog", {
  showErrorBox: () => undefined,
  showOpenDialog: async () => ({ canceled: true, filePaths: [] }),
  showSaveDialog: async () => ({ canceled: true, filePath: "" }),
  showMessageBox: async () => ({ response: 0, checkboxChecked: false }),
});

export const shell: Pick<Electron.Shell, "openExternal" | "showItemInFolder" | "openPath"> = strict("shell", {
  openExternal: async (address) => void standin.opened.push(address),
  showItemInFolder: (file) => void standin.shownInFolder.push(file),
  openPath: async (file) => {
    standin.openedPaths.push(file);
    return "";
  },
});

export const nativeTheme: Pick<Electron.NativeTheme, "themeSource" | "shouldUseDarkColors"> = strict("nativeTheme", {
  themeSource: "system",
  shouldUseDarkColors: false,
});

const display = { id: 1, workArea: { x: 0, y: 0, width: 1600, height: 1000 } } as Electron.Display;
export const screen: Pick<Electron.Screen, "getPrimaryDisplay" | "getAllDisplays"> = strict("screen", {
  getPrimaryDisplay: () => display,
  getAllDisplays: () => [display],
});

/** Gives this process what Electron's would have beside the module. */
export function becomeElectron(): void {
  Object.defineProperty(process, "versions", {
    value: { ...process.versions, electron: ELECTRON_VERSION, chrome: "stand-in" },
    configurable: true,
  });
  Object.defineProperty(process, "resourcesPath", { value: path.join(settings().appPath, "resources") });
}
