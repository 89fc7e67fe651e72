/**
 * The native menu's commands and labels. The renderer sends labels in the language of the interface
 * (`ShellPreferences.menuLabels`, by these ids); English stands in for what it does not send.
 */

/** Commands the menu sends to the app as `{ type: "command", command }`. */
export const MENU_COMMANDS = [
  "file.import",
  "file.export",
  "file.open",
  "file.save",
  "file.print",
  "edit.undo",
  "edit.redo",
  "edit.find",
  "view.ranking",
  "view.compare",
  "view.map",
  "view.weights",
  "view.data",
  "view.shortcuts",
  "app.settings",
] as const;

export type MenuCommand = (typeof MENU_COMMANDS)[number];

/** English labels of the menu and of the shell's own dialogs, by id. */
export const DEFAULT_SHELL_LABELS = {
  "menu.file": "File",
  "menu.edit": "Edit",
  "menu.view": "View",
  "menu.window": "Window",
  "menu.help": "Help",
  "file.open": "Open Parkwise File…",
  "file.recent": "Open Recent",
  "file.recent.clear": "Clear Recent Files",
  "file.save": "Save as Parkwise File…",
  "file.import": "Import…",
  "file.export": "Export…",
  "file.print": "Print to PDF…",
  "file.close": "Close Window",
  "file.quit": "Quit Parkwise",
  "edit.undo": "Undo",
  "edit.redo": "Redo",
  "edit.cut": "Cut",
  "edit.copy": "Copy",
  "edit.paste": "Paste",
  "edit.selectAll": "Select All",
  "edit.find": "Find…",
  "view.ranking": "Ranking",
  "view.compare": "Compare",
  "view.map": "Map",
  "view.weights": "Weights",
  "view.data": "Data",
  "view.reload": "Reload Window",
  "view.zoomIn": "Zoom In",
  "view.zoomOut": "Zoom Out",
  "view.zoomReset": "Actual Size",
  "view.fullScreen": "Full Screen",
  "view.shortcuts": "Keyboard Shortcuts",
  "window.minimize": "Minimize",
  "app.settings": "Settings…",
  "app.hide": "Hide Parkwise",
  "help.about": "About Parkwise",
  "help.licences": "Licences",
  "help.dataFolder": "Show Data Folder",
  "help.log": "Show Log File",
  "dialog.ok": "OK",
  "dialog.close": "Close",
  "dialog.reload": "Reload",
  "dialog.wait": "Wait",
  "dialog.quit": "Quit",
  "dialog.showLog": "Show Log",
  "dialog.crashed.title": "The window stopped working",
  "dialog.crashed.detail": "Everything you confirmed is saved. Reload to go on where you were.",
  "dialog.unresponsive.title": "Parkwise does not respond",
  "dialog.unresponsive.detail": "It may be busy. Wait, or reload the window; what you confirmed is saved.",
  "dialog.fault.title": "Something went wrong in Parkwise",
  "dialog.fault.detail": "What you confirmed is saved. The log file says what happened; nothing was sent anywhere.",
  "dialog.openFailed.title": "The file could not be opened",
  "about.offline": "Works offline. Nothing you enter leaves this computer.",
} as const;

export type ShellLabelId = keyof typeof DEFAULT_SHELL_LABELS;

/** The label of an id among those the renderer sent (empty ones do not count), else the English one. */
export function shellLabel(labels: Readonly<Record<string, string>>, id: ShellLabelId): string {
  const own = Object.hasOwn(labels, id) ? labels[id] : undefined;
  return own !== undefined && own.trim() !== "" ? own : DEFAULT_SHELL_LABELS[id];
}
