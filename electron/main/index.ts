/**
 * The desktop shell, as a table of contents: each step is a module beside this file. It shows the app's own
 * packaged page and nothing else, keeps the page away from the system, and sends nothing anywhere.
 */
import { readFile } from "node:fs/promises";
import { app, BrowserWindow, dialog, Menu, nativeTheme, protocol, screen, session, shell } from "electron";
import { APP_ID } from "../../shared/contract";
import { type ShellLabelId, shellLabel } from "../../shared/ipc/menu";
import { aboutBox, LICENCES_BUTTON, runtimeName } from "./about";
import { registerAppScheme, serveApp } from "./app-protocol";
import { watchMain, watchPage } from "./failures";
import { createFileDialogs } from "./file-dialogs";
import { openDoor } from "./ipc-door";
import { createLogFile } from "./log-file";
import { type MenuActions, menuTemplate } from "./menu";
import { createMirrorFiles } from "./mirror-files";
import { guardNavigation } from "./navigation-guards";
import { documentsIn, readChosenFile } from "./open-files";
import { findPaths, setUserDataFolder } from "./paths";
import { createPreferences } from "./preferences";
import { createRecentFiles } from "./recent-files";
import { requestHandlers } from "./request-handlers";
import { type BlockedRequests, guardSession, keepChromiumOffline } from "./session-guards";
import { createShellEvents } from "./shell-events";
import { createSmallStore } from "./small-store";
import { createSourceLinks, sourceUrlsOfCatalogue } from "./source-links";
import { closeAfterSaving, rememberWindow, startWindow, windowOptions } from "./window";
import { fitToDisplays, parseWindowState } from "./window-state";

// 1. Where the data lie, then the lock on them: two processes on one database would damage it.
setUserDataFolder(app);
if (app.requestSingleInstanceLock()) start();
else app.quit();

function start(): void {
  const paths = findPaths(app, process.resourcesPath);
  const logFile = createLogFile(paths.logs);
  const log = logFile.write;
  log(`Parkwise ${app.getVersion()} starts`);

  // 2. Before Electron is ready: sandbox for everything, the app:// scheme, no network for Chromium itself.
  app.enableSandbox();
  app.setAppUserModelId(APP_ID);
  registerAppScheme(protocol);
  keepChromiumOffline(app.commandLine);

  // 3. The parts.
  const devTools = !app.isPackaged;
  let window: BrowserWindow | null = null;
  let blocked: BlockedRequests = { count: () => 0 };
  let quitting = false;
  const events = createShellEvents();
  const windowStore = createSmallStore(paths.userData, "window.json", log);
  const recentFiles = createRecentFiles(createSmallStore(paths.userData, "recent-files.json", log), {
    onChange: () => refreshMenu(),
    tellSystem: (file) => app.addRecentDocument(file),
    clearSystem: () => app.clearRecentDocuments(),
  });
  const preferences = createPreferences(createSmallStore(paths.userData, "shell.json", log), ({ theme }) => {
    nativeTheme.themeSource = theme;
    refreshMenu();
  });
  const links = createSourceLinks({
    catalogueUrls: async () => sourceUrlsOfCatalogue(await readFile(paths.catalogue, "utf8")),
    userUrls: () => preferences.current().userSourceUrls,
    openExternal: (address) => shell.openExternal(address),
    log,
  });
  const labels = () => preferences.current().menuLabels;
  const versions = {
    app: app.getVersion(),
    electron: process.versions.electron ?? "",
    chrome: process.versions.chrome ?? "",
    node: process.versions.node,
  };

  // 4. The door.
  openDoor(
    requestHandlers({
      info: () => ({
        kind: "electron",
        appVersion: versions.app,
        runtime: runtimeName(versions),
        platform: process.platform,
        dataLocation: paths.userData,
        mirrorLocation: paths.mirror,
        blockedRequests: blocked.count(),
      }),
      mirror: createMirrorFiles(paths.mirror),
      dialogs: createFileDialogs(dialog, { firstFolder: paths.documents, onDocument: recentFiles.add }),
      links,
      preferences,
      events,
      window: () => window,
      revealDataFolder: () => showDataFolder(),
    }),
    log,
  );

  // 5. Guards and watchers, before there is a page to guard.
  guardNavigation(app, { openSource: links.open, log });
  const failureEffects = {
    labels,
    // A fault may come before Electron can show anything.
    ask: (options: Electron.MessageBoxOptions) => app.whenReady().then(() => dialog.showMessageBox(options)),
    reload: () => reloadPage(),
    quit: () => app.quit(),
    showLog: () => shell.showItemInFolder(logFile.file),
    pageGone: () => events.pageGone(),
    log,
  };
  watchMain(process, app, failureEffects);

  // 6. Files from outside: the system's open event, this start's arguments, a second start's arguments.
  app.on("open-file", (event, file) => {
    event.preventDefault();
    void openDocument(file);
  });
  for (const file of documentsIn(process.argv, process.cwd())) void openDocument(file);
  app.on("second-instance", (_event, argv, workingFolder) => {
    showWindow();
    for (const file of documentsIn(argv, workingFolder)) void openDocument(file);
  });

  // 7. Life of the process.
  app.on("before-quit", () => {
    quitting = true;
  });
  app.on("activate", () => showWindow());
  app.on("window-all-closed", () => {
    if (process.platform !== "darwin" || quitting) app.quit();
  });

  // 8. Ready: serve, guard the session, show.
  void app.whenReady().then(() => {
    serveApp(protocol, paths.renderer);
    blocked = guardSession(session.defaultSession, { allowDevTools: devTools, log });
    refreshMenu();
    showWindow();
  });

  function showWindow(): void {
    if (!app.isReady()) return;
    if (window !== null) {
      if (window.isMinimized()) window.restore();
      window.focus();
      return;
    }
    const remembered = parseWindowState(windowStore.read());
    const primary = screen.getPrimaryDisplay();
    const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
    const created = new BrowserWindow(
      windowOptions({
        bounds: fitToDisplays(remembered, [primary, ...others]),
        remembered,
        preload: paths.preload,
        icon: process.platform === "linux" ? paths.icon : null,
        dark: nativeTheme.shouldUseDarkColors,
        devTools,
      }),
    );
    window = created;
    watchPage(created.webContents, failureEffects);
    created.webContents.on("did-start-navigation", (details) => {
      if (details.isMainFrame && !details.isSameDocument) events.pageGone();
    });
    rememberWindow(created, (state) => void windowStore.write(state));
    closeAfterSaving(created, events, { isQuitting: () => quitting, quit: () => app.quit(), log });
    created.on("closed", () => {
      window = null;
      events.pageGone();
    });
    startWindow(created, remembered);
  }

  function reloadPage(): void {
    events.pageGone();
    window?.webContents.reload();
  }

  async function openDocument(file: string): Promise<void> {
    showWindow();
    try {
      const opened = await readChosenFile(file);
      recentFiles.add(file);
      await events.tell({ type: "open-file", file: opened });
    } catch (error) {
      recentFiles.remove(file);
      log(`a file could not be opened: ${String(error)}`);
      await app.whenReady();
      await dialog.showMessageBox({
        type: "error",
        message: say("dialog.openFailed.title"),
        detail: error instanceof Error ? error.message : String(error),
        buttons: [say("dialog.ok")],
      });
    }
  }

  function say(id: ShellLabelId): string {
    return shellLabel(labels(), id);
  }

  function showDataFolder(): void {
    shell.showItemInFolder(paths.userData);
  }

  async function showAbout(): Promise<void> {
    const { response } = await dialog.showMessageBox(aboutBox(versions, labels()));
    if (response === LICENCES_BUTTON) await shell.openPath(paths.licences);
  }

  function refreshMenu(): void {
    if (!app.isReady()) return;
    const actions: MenuActions = {
      command: (command) => void events.tell({ type: "command", command }),
      openRecent: (file) => void openDocument(file),
      clearRecent: recentFiles.clear,
      reload: reloadPage,
      about: () => void showAbout(),
      licences: () => void shell.openPath(paths.licences),
      dataFolder: showDataFolder,
      log: () => shell.showItemInFolder(logFile.file),
    };
    const state = { labels: labels(), platform: process.platform, recentFiles: recentFiles.list(), devTools };
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(state, actions)));
  }
}
