/**
 * The preload of the sandboxed window: exposes one frozen object, `window.host`, and nothing else. It is
 * bundled to one CommonJS file, because a sandboxed preload may require only "electron".
 *
 * The page gets named functions; Electron's own objects and events never reach it.
 */
import { contextBridge, ipcRenderer } from "electron";
import type { Answer, Channel, QueuedShellEvent, Reply, RequestArguments } from "../../shared/ipc/contract";
import type { Host, ShellEvent } from "../../shared/ipc/host";

async function request<K extends Channel>(channel: K, ...args: RequestArguments<K>): Promise<Reply<K>> {
  const answer = (await ipcRenderer.invoke(channel, ...args)) as Answer<Reply<K>>;
  if (!answer.ok) throw new Error(answer.message);
  return answer.value;
}

type Listener = (event: ShellEvent) => void | Promise<void>;
const listeners = new Set<Listener>();
let listening = false;
let handled: number[] = [];
/** Events that came while nobody listened (between two mounts of the app, for instance). */
let held: QueuedShellEvent[] = [];

/** Hands an event to every listener; a listener's failure is its own and does not hold up the shell. */
async function deliver({ id, event }: QueuedShellEvent): Promise<void> {
  if (listeners.size === 0 && event.type !== "closing") {
    held.push({ id, event });
    return;
  }
  await Promise.allSettled([...listeners].map(async (listener) => listener(event)));
  handled.push(id);
  // A newer call supersedes the one that waits, so the shell hears of it at once.
  void next();
}

async function next(): Promise<void> {
  const report = handled;
  handled = [];
  const queued = await request("shell:next", report).catch(() => null);
  if (queued === null) return;
  const delivery = deliver(queued);
  void next();
  await delivery;
}

const host = Object.freeze({
  kind: "electron",
  appInfo: () => request("app:info"),
  writeMirror: (document) => request("mirror:write", document),
  listMirrors: () => request("mirror:list"),
  readMirror: (id) => request("mirror:read", id),
  saveFile: (save) => request("file:save", save),
  openFile: (open) => request("file:open", open),
  openSource: (url) => request("source:open", url),
  revealDataFolder: () => request("folder:reveal"),
  printToPdf: (print) => request("page:print", print),
  setPreferences: (preferences) => request("preferences:set", preferences),
  onShellEvent: (listener) => {
    listeners.add(listener);
    const waiting = held;
    held = [];
    for (const queued of waiting) void deliver(queued);
    if (!listening) {
      listening = true;
      void next();
    }
    return () => {
      listeners.delete(listener);
    };
  },
} satisfies Host);

contextBridge.exposeInMainWorld("host", host);
