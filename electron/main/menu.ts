/**
 * The native menu in the language of the interface. Commands of the app are only passed on; their keys are
 * shown here but handled by the page, so that a text field keeps its own undo.
 */
import type { MenuItemConstructorOptions } from "electron";
import path from "node:path";
import { type MenuCommand, type ShellLabelId, shellLabel } from "../../shared/ipc/menu";

/** What the shell itself does from the menu. */
export interface MenuActions {
  readonly command: (command: MenuCommand) => void;
  readonly openRecent: (file: string) => void;
  readonly clearRecent: () => void;
  readonly reload: () => void;
  readonly about: () => void;
  readonly licences: () => void;
  readonly dataFolder: () => void;
  readonly log: () => void;
}

export interface MenuState {
  readonly labels: Readonly<Record<string, string>>;
  readonly platform: NodeJS.Platform;
  /** Absolute paths, newest first. */
  readonly recentFiles: readonly string[];
  /** True in development: adds the developer tools. */
  readonly devTools: boolean;
}

type Item = MenuItemConstructorOptions;
const SEPARATOR: Item = { type: "separator" };

/** The whole menu bar. Every item has an id, by which tests and the app find it. */
export function menuTemplate(state: MenuState, actions: MenuActions): Item[] {
  const mac = state.platform === "darwin";
  const label = (id: ShellLabelId) => shellLabel(state.labels, id);
  const command = (id: MenuCommand, accelerator?: string): Item => ({
    id,
    label: label(id),
    click: () => actions.command(id),
    ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
  });
  const role = (id: ShellLabelId, name: NonNullable<Item["role"]>): Item => ({ id, label: label(id), role: name });
  const action = (id: ShellLabelId, click: () => void): Item => ({ id, label: label(id), click });
  const menu = (id: ShellLabelId, submenu: Item[]): Item => ({ id, label: label(id), submenu });

  const recent: Item = {
    ...menu("file.recent", [
      ...state.recentFiles.map((file, index) => ({
        id: `file.recent.${index}`,
        label: path.basename(file).replaceAll("&", "&&"),
        click: () => actions.openRecent(file),
      })),
      SEPARATOR,
      { ...action("file.recent.clear", actions.clearRecent), enabled: state.recentFiles.length > 0 },
    ]),
    enabled: state.recentFiles.length > 0,
  };

  const appMenu = {
    id: "menu.app",
    label: "Parkwise",
    submenu: [
      action("help.about", actions.about),
      SEPARATOR,
      command("app.settings", "Cmd+,"),
      SEPARATOR,
      role("app.hide", "hide"),
      SEPARATOR,
      role("file.quit", "quit"),
    ],
  } satisfies Item;

  const file = menu("menu.file", [
    command("file.open", "CmdOrCtrl+O"),
    recent,
    SEPARATOR,
    command("file.save", "CmdOrCtrl+S"),
    command("file.import"),
    command("file.export"),
    SEPARATOR,
    command("file.print", "CmdOrCtrl+P"),
    SEPARATOR,
    ...(mac
      ? [role("file.close", "close")]
      : [command("app.settings", "Ctrl+,"), SEPARATOR, role("file.quit", "quit")]),
  ]);

  const edit = menu("menu.edit", [
    command("edit.undo", "CmdOrCtrl+Z"),
    command("edit.redo", mac ? "Cmd+Shift+Z" : "Ctrl+Y"),
    SEPARATOR,
    role("edit.cut", "cut"),
    role("edit.copy", "copy"),
    role("edit.paste", "paste"),
    role("edit.selectAll", "selectAll"),
    SEPARATOR,
    command("edit.find", "CmdOrCtrl+F"),
  ]);

  const view = menu("menu.view", [
    command("view.ranking"),
    command("view.compare"),
    command("view.map"),
    command("view.weights"),
    command("view.data"),
    SEPARATOR,
    role("view.zoomIn", "zoomIn"),
    role("view.zoomOut", "zoomOut"),
    role("view.zoomReset", "resetZoom"),
    role("view.fullScreen", "togglefullscreen"),
    SEPARATOR,
    action("view.reload", actions.reload),
    ...(state.devTools ? [{ id: "view.devTools", role: "toggleDevTools" } satisfies Item] : []),
  ]);

  const help = menu("menu.help", [
    command("view.shortcuts"),
    SEPARATOR,
    action("help.dataFolder", actions.dataFolder),
    action("help.log", actions.log),
    action("help.licences", actions.licences),
    ...(mac ? [] : [SEPARATOR, action("help.about", actions.about)]),
  ]);

  const windowMenu = menu("menu.window", [role("window.minimize", "minimize")]);
  return [...(mac ? [appMenu] : []), file, edit, view, ...(mac ? [windowMenu] : []), help];
}
