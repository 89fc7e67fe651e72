/** The about box: versions, licence, and the promise that nothing leaves the machine. */
import type { MessageBoxOptions } from "electron";
import { shellLabel } from "../../shared/ipc/menu";

export interface Versions {
  readonly app: string;
  readonly electron: string;
  readonly chrome: string;
  readonly node: string;
}

/** "Electron 45.4.1, Chromium 148.0.0.0". */
export function runtimeName(versions: Versions): string {
  return `Electron ${versions.electron}, Chromium ${versions.chrome}`;
}

/** Index of the button that shows the licences. */
export const LICENCES_BUTTON = 1;

export function aboutBox(versions: Versions, labels: Readonly<Record<string, string>>): MessageBoxOptions {
  return {
    type: "info",
    title: shellLabel(labels, "shell.about"),
    message: `Parkwise ${versions.app}`,
    detail: [
      `Electron ${versions.electron}`,
      `Chromium ${versions.chrome}`,
      `Node.js ${versions.node}`,
      "",
      shellLabel(labels, "about.offline"),
      "MIT",
    ].join("\n"),
    buttons: [shellLabel(labels, "dialog.close"), shellLabel(labels, "shell.licences")],
    defaultId: 0,
    cancelId: 0,
  };
}
