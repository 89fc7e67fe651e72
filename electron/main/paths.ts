/** Where everything lies. */
import path from "node:path";
import type { App } from "electron";
import { USER_DATA_FOLDER } from "../../shared/contract";

export interface Paths {
  /** Root of the user's data: Chromium's profile with the database, and the folders below. */
  readonly userData: string;
  readonly mirror: string;
  readonly logs: string;
  /** The built renderer, served as app://parkwise/. */
  readonly renderer: string;
  /** The compiled catalogue, read for the addresses of its sources. */
  readonly catalogue: string;
  readonly preload: string;
  /** Licences of what is built in. */
  readonly licences: string;
  readonly documents: string;
  /** The window's icon where the system takes none from the program (Linux). */
  readonly icon: string;
}

/**
 * Fixes the user-data folder by a name of the contract (not the product name, which may change), unless
 * Chromium's own --user-data-dir says otherwise. Must run before the single-instance lock, which lives there.
 */
export function setUserDataFolder(app: Pick<App, "getPath" | "setPath" | "commandLine">): void {
  if (app.commandLine.hasSwitch("user-data-dir")) return;
  app.setPath("userData", path.join(app.getPath("appData"), USER_DATA_FOLDER));
}

export function findPaths(app: Pick<App, "getPath" | "getAppPath" | "isPackaged">, resourcesPath: string): Paths {
  const userData = app.getPath("userData");
  const built = path.join(app.getAppPath(), "dist");
  return {
    userData,
    mirror: path.join(userData, "mirror"),
    logs: path.join(userData, "logs"),
    renderer: path.join(built, "renderer"),
    catalogue: path.join(built, "renderer", "catalogue", "catalogue.json"),
    preload: path.join(built, "electron", "preload.cjs"),
    licences: app.isPackaged ? path.join(resourcesPath, "licenses.txt") : path.join(built, "licenses.txt"),
    documents: app.getPath("documents"),
    icon: app.isPackaged
      ? path.join(resourcesPath, "icon.png")
      : path.join(app.getAppPath(), "build/icons/png/256x256.png"),
  };
}
