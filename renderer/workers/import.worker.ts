/** Works off an import (import-task.ts) beside the window. */
import { type ImportReply, type ImportRequest, ImportTask } from "./import-task";

/** What this file uses of a dedicated worker's global scope (the DOM library knows only the window's). */
interface WorkerScope {
  onmessage: ((event: MessageEvent<ImportRequest>) => void) | null;
  postMessage(message: ImportReply): void;
}

const scope = globalThis as unknown as WorkerScope;
const task = new ImportTask((message) => scope.postMessage(message));
scope.onmessage = ({ data }) => void task.take(data);
