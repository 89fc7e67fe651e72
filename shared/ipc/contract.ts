/**
 * The wire between the preload and the main process: every channel with its signature and the
 * validator of its arguments. Each channel is a request with one reply; main never pushes. What the
 * shell has to say waits in a queue that `shell:next` reads, so nothing is lost before the app listens.
 *
 * Eleven channels. No path crosses in either direction: files are chosen in the system's dialogs.
 */
import * as v from "valibot";
import type {
  AppInfo,
  MirrorEntry,
  MirrorReceipt,
  OpenedFile,
  OpenRequest,
  SaveOutcome,
  SaveRequest,
  ShellEvent,
  ShellPreferences,
} from "./host";

/** Largest mirror document main accepts, in UTF-16 code units. */
export const MAX_MIRROR_LENGTH = 64 * 1024 * 1024;

/** Largest file that is saved or opened through the dialogs, in bytes. */
export const MAX_FILE_BYTES = 256 * 1024 * 1024;

/** Largest `.parkwise` file opened from outside (association, recent files), in bytes. */
export const MAX_DOCUMENT_BYTES = 64 * 1024 * 1024;

/** An event of the shell with the number by which the app reports it as handled. */
export interface QueuedShellEvent {
  readonly id: number;
  readonly event: ShellEvent;
}

export interface PrintRequest {
  readonly suggestedName: string;
  readonly landscape: boolean;
}

/** Channel -> signature. */
export interface Requests {
  "app:info": () => AppInfo;
  "mirror:write": (document: string) => MirrorReceipt;
  "mirror:list": () => readonly MirrorEntry[];
  "mirror:read": (id: string) => string | null;
  "file:save": (request: SaveRequest) => SaveOutcome;
  "file:open": (request: OpenRequest) => OpenedFile | null;
  "source:open": (url: string) => boolean;
  "folder:reveal": () => boolean;
  "page:print": (request: PrintRequest) => SaveOutcome;
  "preferences:set": (preferences: ShellPreferences) => undefined;
  /**
   * Reports the events handled so far and waits for the next one. A newer call answers an older one
   * with null; so does a reload.
   */
  "shell:next": (handled: readonly number[]) => QueuedShellEvent | null;
}

export type Channel = keyof Requests;
export type RequestArguments<K extends Channel> = Parameters<Requests[K]>;
export type Reply<K extends Channel> = ReturnType<Requests[K]>;

const shortText = v.pipe(v.string(), v.maxLength(500));
/** A file name for display and suggestion: no folder, no control characters. */
const fileName = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(200),
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  v.regex(/^[^\\/:*?"<>|\u0000-\u001f]+$/u),
  v.check((name) => name !== "." && name !== ".."),
);
const extension = v.pipe(v.string(), v.regex(/^[a-z0-9]{1,12}$/));
const bytes = v.pipe(
  v.instance(Uint8Array),
  v.check((data) => data.byteLength <= MAX_FILE_BYTES, "larger than a file may be"),
);
const address = v.pipe(v.string(), v.maxLength(2000));

/** Channel -> validator of its argument list. Unknown members are refused, missing ones too. */
export const ARGUMENT_SCHEMAS: {
  readonly [K in Channel]: v.GenericSchema<unknown, RequestArguments<K>>;
} = {
  "app:info": v.strictTuple([]),
  "mirror:write": v.strictTuple([v.pipe(v.string(), v.minLength(2), v.maxLength(MAX_MIRROR_LENGTH))]),
  "mirror:list": v.strictTuple([]),
  "mirror:read": v.strictTuple([v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9.-]{0,80}$/))]),
  "file:save": v.strictTuple([
    v.strictObject({
      suggestedName: fileName,
      mimeType: v.pipe(v.string(), v.maxLength(120)),
      extension,
      description: shortText,
      data: bytes,
    }),
  ]),
  "file:open": v.strictTuple([
    v.strictObject({
      extensions: v.pipe(v.array(extension), v.minLength(1), v.maxLength(10), v.readonly()),
      description: shortText,
      maxBytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_FILE_BYTES)),
    }),
  ]),
  "source:open": v.strictTuple([address]),
  "folder:reveal": v.strictTuple([]),
  "page:print": v.strictTuple([v.strictObject({ suggestedName: fileName, landscape: v.boolean() })]),
  "preferences:set": v.strictTuple([
    v.strictObject({
      locale: v.pipe(v.string(), v.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)),
      theme: v.picklist(["system", "light", "dark"]),
      menuLabels: v.record(v.pipe(v.string(), v.maxLength(80)), shortText),
      userSourceUrls: v.pipe(v.array(address), v.maxLength(20_000), v.readonly()),
    }),
  ]),
  "shell:next": v.strictTuple([v.pipe(v.array(v.pipe(v.number(), v.integer())), v.maxLength(1000), v.readonly())]),
};

/** Every channel of the contract. */
export const CHANNELS = Object.keys(ARGUMENT_SCHEMAS) as readonly Channel[];

/** What the door answers: a value, or an error as plain data (Electron would prefix a thrown one). */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };
