/**
 * The mirror in the browser's origin private file system: files beside the database, not in it. A copy
 * is written under a new name; only then does the pointer move and do older copies go.
 *
 * It outlives a damaged or reset IndexedDB. It does not outlive "clear site data": that is what the
 * reminder to export is for.
 */
import { type CopyKind, rotate } from "../../shared/document/rotation";
import type { MirrorEntry, MirrorReceipt } from "../../shared/ipc/host";
import { HostError } from "./host-error";

const FOLDER = "mirror";
const POINTER = "current.json";
const LOCK = "parkwise-mirror";
/** "2026-11-21T20-04-05-123Z-k3j9x2.parkwise" */
const COPY_NAME = /^(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})-(\d{3})Z-[a-z0-9]+\.parkwise$/;

interface Stored {
  readonly id: string;
  readonly savedAt: string;
  readonly bytes: number;
}

/** Writes a copy and rotates the older ones. */
export async function writeMirror(document: string): Promise<MirrorReceipt> {
  return exclusively(async () => {
    const folder = await mirrorFolder();
    const savedAt = new Date().toISOString();
    const tail = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
    const id = `${savedAt.replace(/[:.]/g, "-")}-${tail.toString(36)}.parkwise`;
    const bytes = await writeFile(folder, id, document);
    await writeFile(folder, POINTER, JSON.stringify({ id, savedAt, bytes }));
    const { drop } = rotate(await copies(folder));
    for (const { id: old } of drop) await folder.removeEntry(old).catch(() => {});
    return { savedAt, bytes };
  });
}

/** All copies, newest first. */
export async function listMirrors(): Promise<readonly MirrorEntry[]> {
  const folder = await mirrorFolder();
  const { keep } = rotate(await copies(folder));
  const pointed = await readPointer(folder);
  // The pointer says which copy was complete last; a newer name without it was cut off or not confirmed.
  if (!keep.some(({ id }) => id === pointed)) return keep;
  return keep.map((copy) => ({ ...copy, kind: kindOf(copy, pointed) }));
}

/** A copy's text; null when there is none of that id. */
export async function readMirror(id: string): Promise<string | null> {
  if (!COPY_NAME.test(id)) return null;
  try {
    const handle = await (await mirrorFolder()).getFileHandle(id);
    return await (await handle.getFile()).text();
  } catch (error) {
    if (error instanceof DOMException && error.name === "NotFoundError") return null;
    throw new HostError("mirror", `The backup ${id} cannot be read`, String(error), error);
  }
}

function kindOf(copy: { readonly id: string; readonly kind: CopyKind }, pointed: string | null): CopyKind {
  return copy.id === pointed ? "latest" : copy.kind === "latest" ? "recent" : copy.kind;
}

async function mirrorFolder(): Promise<FileSystemDirectoryHandle> {
  try {
    return await (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
  } catch (error) {
    throw new HostError("mirror", "This browser gives no room for backups", String(error), error);
  }
}

async function copies(folder: FileSystemDirectoryHandle): Promise<Stored[]> {
  const found: Stored[] = [];
  for await (const [name, handle] of folder.entries()) {
    const match = COPY_NAME.exec(name);
    if (match === null || handle.kind !== "file") continue;
    const [, day, hours, minutes, seconds, ms] = match;
    const { size } = await handle.getFile();
    // An empty file is what a kill between naming and filling leaves behind.
    if (size === 0) await folder.removeEntry(name).catch(() => {});
    else found.push({ id: name, savedAt: `${day}T${hours}:${minutes}:${seconds}.${ms}Z`, bytes: size });
  }
  return found;
}

async function readPointer(folder: FileSystemDirectoryHandle): Promise<string | null> {
  try {
    const text = await (await (await folder.getFileHandle(POINTER)).getFile()).text();
    const { id } = JSON.parse(text) as { id?: unknown };
    return typeof id === "string" ? id : null;
  } catch {
    return null;
  }
}

/** Writes beside and swaps in on close. Returns bytes written. */
async function writeFile(folder: FileSystemDirectoryHandle, name: string, text: string): Promise<number> {
  try {
    const data = new TextEncoder().encode(text);
    const writable = await (await folder.getFileHandle(name, { create: true })).createWritable();
    await writable.write(data);
    await writable.close();
    return data.byteLength;
  } catch (error) {
    await folder.removeEntry(name).catch(() => {});
    throw new HostError("mirror", "The backup could not be written", String(error), error);
  }
}

/** One writer at a time over all windows. */
function exclusively<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks.request(LOCK, work);
}
