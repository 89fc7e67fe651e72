/**
 * The native menu in the language of the interface. Commands of the app are only passed on; their keys are
 * shown here but handled by the page, so that a text field keeps its own undo.
 */
import path from "node:path";
import type { MenuItemConstructorOptions } from "electron";
import { type AppCommand, type ShellLabelId, sentLabel, shellLabel, VIEW_PREFIX } from "../../shared/ipc/menu";

/** What the shell itself does from the menu. */
export interface MenuActions {
  /** A command of the app, or "view:<id>". */
  readonly command: (command: string) => void;
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
type Group = readonly Item[];

/** The whole menu bar. Every item has an id, by which tests find it. */
export function menuTemplate(state: MenuState, actions: MenuActions): Item[] {
  const mac = state.platform === "darwin";
  const label = (id: ShellLabelId) => shellLabel(state.labels, id);
  const role = (id: ShellLabelId, name: NonNullable<Item["role"]>): Item => ({ id, label: label(id), role: name });
  const action = (id: ShellLabelId, click: () => void): Item => ({ id, label: label(id), click });
  /** An item of the app: none while the app has not named it. */
  const command = (id: AppCommand, accelerator?: string): Group => {
    const text = sentLabel(state.labels, id);
    if (text === null) return [];
    const keys = accelerator === undefined ? {} : { accelerator, registerAccelerator: false };
    return [{ id, label: text, click: () => actions.command(id), ...keys }];
  };
  const views = Object.keys(state.labels)
    .filter((id) => id.startsWith(VIEW_PREFIX))
    .map((id): Item => ({ id, label: sentLabel(state.labels, id) ?? id, click: () => actions.command(id) }));
  const menu = (id: ShellLabelId, ...groups: readonly Group[]): Item => ({
    id,
    label: label(id),
    submenu: separated(groups),
  });

  const recent: Item = {
    ...menu(
      "shell.openRecent",
      state.recentFiles.map((file, index) => ({
        id: `recent.${index}`,
        label: path.basename(file).replaceAll("&", "&&"),
        click: () => actions.openRecent(file),
      })),
      [action("shell.clearRecent", actions.clearRecent)],
    ),
    enabled: state.recentFiles.length > 0,
  };

  const app: Item = {
    id: "menu.app",
    label: "Parkwise",
    submenu: separated([
      [action("shell.about", actions.about)],
      command("settings", "Cmd+,"),
      [role("shell.hide", "hide")],
      [role("shell.quit", "quit")],
    ]),
  };
  const file = menu(
    "menu.file",
    [...command("open", "CmdOrCtrl+O"), recent],
    command("save", "CmdOrCtrl+S"),
    command("print", "CmdOrCtrl+P"),
    mac ? [] : command("settings", "Ctrl+,"),
    [mac ? role("shell.closeWindow", "close") : role("shell.quit", "quit")],
  );
  const edit = menu(
    "menu.edit",
    [...command("undo", "CmdOrCtrl+Z"), ...command("redo", mac ? "Cmd+Shift+Z" : "Ctrl+Y")],
    [
      role("shell.cut", "cut"),
      role("shell.copy", "copy"),
      role("shell.paste", "paste"),
      role("shell.selectAll", "selectAll"),
    ],
    command("find", "/"),
  );
  const view = menu(
    "menu.view",
    views,
    command("commands", "CmdOrCtrl+K"),
    [
      role("shell.zoomIn", "zoomIn"),
      role("shell.zoomOut", "zoomOut"),
      role("shell.zoomReset", "resetZoom"),
      role("shell.fullScreen", "togglefullscreen"),
    ],
    [
      action("shell.reload", actions.reload),
      ...(state.devTools ? [{ id: "shell.devTools", role: "toggleDevTools" } satisfies Item] : []),
    ],
  );
  const help = menu(
    "menu.help",
    command("shortcuts"),
    [
      action("shell.dataFolder", actions.dataFolder),
      action("shell.log", actions.log),
      action("shell.licences", actions.licences),
    ],
    mac ? [] : [action("shell.about", actions.about)],
  );
  const windows = menu("menu.window", [role("shell.minimize", "minimize")]);
  return [...(mac ? [app] : []), file, edit, view, ...(mac ? [windows] : []), help];
}

/** The groups that have items, with a line between them. */
function separated(groups: readonly Group[]): Item[] {
  return groups
    .filter((group) => group.length > 0)
    .flatMap((group, index) => (index === 0 ? [...group] : [{ type: "separator" } satisfies Item, ...group]));
}
