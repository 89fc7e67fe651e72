/** Files in a plain browser: the system's dialogs where the browser has them, download and file input else. */
import type { OpenedFile, OpenRequest, SaveOutcome, SaveRequest } from "../../shared/ipc/host";
import { HostError } from "./host-error";

interface PickerType {
  readonly description: string;
  readonly accept: Readonly<Record<string, readonly string[]>>;
}

/** The File System Access pickers, which TypeScript's DOM library does not describe. */
interface Pickers {
  showSaveFilePicker?(options: {
    readonly suggestedName: string;
    readonly types: readonly PickerType[];
  }): Promise<FileSystemFileHandle>;
  showOpenFilePicker?(options: {
    readonly multiple: false;
    readonly types: readonly PickerType[];
  }): Promise<readonly FileSystemFileHandle[]>;
}

const pickers = (): Pickers => window as unknown as Pickers;

/** Saves through the system's dialog, else as a download. */
export async function saveFile(request: SaveRequest): Promise<SaveOutcome> {
  const name = safeName(request.suggestedName, request.extension);
  const handle = await pick(() =>
    pickers().showSaveFilePicker?.({
      suggestedName: name,
      types: [{ description: request.description, accept: { [request.mimeType]: [`.${request.extension}`] } }],
    }),
  );
  if (handle === "cancelled") return { saved: false };
  if (handle === "unavailable") return download(request, name);
  try {
    const writable = await handle.createWritable();
    // A copy: the stream may not be given memory that is shared with a worker.
    await writable.write(new Uint8Array(request.data));
    await writable.close();
    return { saved: true, name: handle.name };
  } catch (error) {
    throw new HostError("unwritable", `${handle.name} could not be written`, `${handle.name}: ${String(error)}`, error);
  }
}

/** Opens through the system's dialog, else through a file input; null when the user cancels. */
export async function openFile(request: OpenRequest): Promise<OpenedFile | null> {
  const extensions = request.extensions.map((extension) => `.${extension}`);
  const handles = await pick(() =>
    pickers().showOpenFilePicker?.({
      multiple: false,
      types: [{ description: request.description, accept: { "application/octet-stream": extensions } }],
    }),
  );
  if (handles === "cancelled") return null;
  const file = handles === "unavailable" ? await chooseByInput(extensions) : await handles[0]?.getFile();
  return file === undefined || file === null ? null : readFile(file, request.maxBytes);
}

/** Reads a chosen or handed-over file, at most so many bytes. */
export async function readFile(file: File, maxBytes: number): Promise<OpenedFile> {
  const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
  if (file.size > maxBytes) {
    const detail = `${file.name}: ${megabytes(file.size)} > ${megabytes(maxBytes)}`;
    throw new HostError("too-large", `${file.name} is larger than ${megabytes(maxBytes)}`, detail);
  }
  try {
    return { name: file.name, data: new Uint8Array(await file.arrayBuffer()) };
  } catch (error) {
    throw new HostError("unreadable", `${file.name} cannot be read`, `${file.name}: ${String(error)}`, error);
  }
}

async function pick<T>(open: () => Promise<T> | undefined): Promise<T | "cancelled" | "unavailable"> {
  try {
    return (await open()) ?? "unavailable";
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return "cancelled";
    // Refused by policy, or no click behind the call: the older ways still work.
    return "unavailable";
  }
}

function download(request: SaveRequest, name: string): SaveOutcome {
  const url = URL.createObjectURL(new Blob([new Uint8Array(request.data)], { type: request.mimeType }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The download reads the address after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return { saved: true, name };
}

function chooseByInput(extensions: readonly string[]): Promise<File | null> {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = extensions.join(",");
    input.addEventListener("change", () => resolve(input.files?.[0] ?? null), { once: true });
    input.addEventListener("cancel", () => resolve(null), { once: true });
    input.click();
  });
}

/** A file name that every system takes, with its extension. */
export function safeName(suggested: string, extension: string): string {
  const base = [...suggested]
    .map((character) => (/[<>:"/\\|?*]/.test(character) || character < " " ? "-" : character))
    .join("")
    .replace(/[. ]+$/, "")
    .slice(0, 120);
  const named = base === "" ? "parkwise" : base;
  return named.toLowerCase().endsWith(`.${extension}`) ? named : `${named}.${extension}`;
}
