/**
 * The native menu's ids and labels. The renderer sends labels in the language of the interface
 * (`ShellPreferences.menuLabels`, by these ids). The shell's own items have English labels until then; an
 * item of the app appears only once the app has named it, so the menu offers nothing that does nothing.
 */

/**
 * Commands of the app, sent to it as `{ type: "command", command }` when it has sent a label for them.
 * Beside these, every label whose id begins with {@link VIEW_PREFIX} becomes an item of the View menu, in
 * the order sent.
 */
export const APP_COMMANDS = [
  "open",
  "save",
  "print",
  "settings",
  "undo",
  "redo",
  "find",
  "commands",
  "shortcuts",
] as const;

export type AppCommand = (typeof APP_COMMANDS)[number];

/** "view:ranking" switches to the view "ranking". */
export const VIEW_PREFIX = "view:";

/** English labels of the shell's own items and dialogs, by id. */
export const DEFAULT_SHELL_LABELS = {
  "menu.file": "File",
  "menu.edit": "Edit",
  "menu.view": "View",
  "menu.window": "Window",
  "menu.help": "Help",
  "shell.openRecent": "Open Recent",
  "shell.clearRecent": "Clear Recent Files",
  "shell.closeWindow": "Close Window",
  "shell.quit": "Quit Parkwise",
  "shell.hide": "Hide Parkwise",
  "shell.cut": "Cut",
  "shell.copy": "Copy",
  "shell.paste": "Paste",
  "shell.selectAll": "Select All",
  "shell.reload": "Reload Window",
  "shell.zoomIn": "Zoom In",
  "shell.zoomOut": "Zoom Out",
  "shell.zoomReset": "Actual Size",
  "shell.fullScreen": "Full Screen",
  "shell.minimize": "Minimize",
  "shell.about": "About Parkwise",
  "shell.licences": "Licences",
  "shell.dataFolder": "Show Data Folder",
  "shell.log": "Show Log File",
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
  return sentLabel(labels, id) ?? DEFAULT_SHELL_LABELS[id];
}

/** The label the renderer sent for an id; null when it sent none or an empty one. */
export function sentLabel(labels: Readonly<Record<string, string>>, id: string): string | null {
  const own = Object.hasOwn(labels, id) ? labels[id] : undefined;
  return own !== undefined && own.trim() !== "" ? own : null;
}
