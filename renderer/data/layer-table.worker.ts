/** Builds the site table of catalogue and layer (layer-table.ts) beside the window, on a connection of its own. */
import { openDatabase } from "./db";
import { buildLayerTable, type LayerTableReply } from "./layer-table";
import { toStorageError } from "./storage-error";

/** What this file uses of a dedicated worker's global scope (the DOM library knows only the window's). */
interface WorkerScope {
  onmessage: ((event: MessageEvent<string>) => void) | null;
  postMessage(message: LayerTableReply): void;
}

const scope = globalThis as unknown as WorkerScope;
scope.onmessage = ({ data: name }) => {
  void reply(name).then((answer) => scope.postMessage(answer));
};

async function reply(name: string): Promise<LayerTableReply> {
  try {
    const db = await openDatabase({ name });
    try {
      await buildLayerTable(db);
    } finally {
      db.shut();
    }
    return { type: "done" };
  } catch (cause) {
    const { code, detail } = toStorageError(cause);
    return { type: "failed", code, detail };
  }
}
