/**
 * The one door between the app and the machine it runs on. Electron's preload and the browser twin
 * both implement `Host`; the renderer knows nothing else of either. No path ever crosses it: files
 * are chosen in the system's dialogs and named only for display.
 */

export interface AppInfo {
  readonly kind: "electron" | "browser";
  readonly appVersion: string;
  /** "Electron 45.4.1, Chromium 148" or the browser's name. */
  readonly runtime: string;
  readonly platform: string;
  /** Where the data lie, in words for the Data view ("C:\\Users\\...\\Parkwise" or "this browser's profile"). */
  readonly dataLocation: string;
  readonly mirrorLocation: string;
  /** Requests that were not the app's own and were cancelled since the start. */
  readonly blockedRequests: number;
}

export interface MirrorEntry {
  /** Opaque id to read it by. */
  readonly id: string;
  readonly savedAt: string;
  readonly bytes: number;
  readonly kind: "latest" | "recent" | "daily";
}

export interface MirrorReceipt {
  readonly savedAt: string;
  readonly bytes: number;
}

export interface SaveRequest {
  readonly suggestedName: string;
  readonly mimeType: string;
  /** Extension without the dot, and what to call such files in the dialog. */
  readonly extension: string;
  readonly description: string;
  readonly data: Uint8Array;
}

export interface OpenRequest {
  readonly extensions: readonly string[];
  readonly description: string;
  readonly maxBytes: number;
}

export interface OpenedFile {
  readonly name: string;
  readonly data: Uint8Array;
}

export type SaveOutcome = { readonly saved: true; readonly name: string } | { readonly saved: false };

/** What the shell asks of the app: menu commands, a file opened from outside, or "you are about to close". */
export type ShellEvent =
  | { readonly type: "command"; readonly command: string }
  | { readonly type: "open-file"; readonly file: OpenedFile }
  | { readonly type: "closing" };

export interface ShellPreferences {
  readonly locale: string;
  readonly theme: "system" | "light" | "dark";
  /** Menu labels by command id, in the UI language. */
  readonly menuLabels: Readonly<Record<string, string>>;
  /** Addresses beside the catalogue's that the user's own data name as sources. */
  readonly userSourceUrls: readonly string[];
}

/** Every method rejects with an `Error` whose message says what went wrong and what to do. */
export interface Host {
  readonly kind: "electron" | "browser";
  appInfo(): Promise<AppInfo>;
  /** Writes the user's own data outside IndexedDB, atomically; rotates older copies. */
  writeMirror(document: string): Promise<MirrorReceipt>;
  listMirrors(): Promise<readonly MirrorEntry[]>;
  /** Null when there is none with that id. */
  readMirror(id: string): Promise<string | null>;
  saveFile(request: SaveRequest): Promise<SaveOutcome>;
  /** Null when the user cancels. Rejects when the file is larger than `maxBytes`. */
  openFile(request: OpenRequest): Promise<OpenedFile | null>;
  /** Opens a source's address in the system browser; only https addresses that the data name. */
  openSource(url: string): Promise<boolean>;
  /** Shows the data folder in the file manager; false where that cannot be done. */
  revealDataFolder(): Promise<boolean>;
  /** Prints the page to a PDF file that the user names, or opens the print dialogue in a browser. */
  printToPdf(request: { readonly suggestedName: string; readonly landscape: boolean }): Promise<SaveOutcome>;
  setPreferences(preferences: ShellPreferences): Promise<void>;
  /**
   * Subscribes to shell events; returns the unsubscriber. Commands and files wait until the first
   * `setPreferences` of the page says that the whole app listens; `closing` never waits.
   */
  onShellEvent(listener: (event: ShellEvent) => void | Promise<void>): () => void;
}
