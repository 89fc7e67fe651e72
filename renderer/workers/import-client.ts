/** The window's side of an import: one worker for one visit of the import screen. */
import type { ImportReply, ImportRequest } from "./import-task";

export interface ImportClient {
  send(request: ImportRequest): void;
  close(): void;
}

/** Starts the worker; replies come in order. */
export function startImportClient(onReply: (reply: ImportReply) => void): ImportClient {
  const worker = new Worker(new URL("./import.worker.ts", import.meta.url), { type: "module" });
  let closed = false;
  const fail = (reason: string): void => {
    if (!closed) onReply({ type: "failed", messageKey: "import-view.failed", values: { reason }, row: null });
  };
  worker.addEventListener("message", ({ data }: MessageEvent<ImportReply>) => {
    if (!closed) onReply(data);
  });
  worker.addEventListener("error", (event) => fail(event.message || "The worker could not start."));
  worker.addEventListener("messageerror", () => fail("The answer could not be read."));
  return {
    send: (request) => worker.postMessage(request),
    close: () => {
      closed = true;
      worker.terminate();
    },
  };
}
