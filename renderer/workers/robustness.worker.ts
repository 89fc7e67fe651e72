/** Counts slices of an acceptability analysis for the client in robustness-client.ts. */
import { createRobustnessServer, type RobustnessRequest } from "./robustness-client";

/** What this file uses of a dedicated worker's global scope (the DOM library knows only the window's). */
interface WorkerScope {
  onmessage: ((event: MessageEvent<RobustnessRequest>) => void) | null;
  postMessage(message: unknown, transfer: Transferable[]): void;
}

const scope = globalThis as unknown as WorkerScope;
const serve = createRobustnessServer((message, transfer) => scope.postMessage(message, transfer));
scope.onmessage = (event) => serve(event.data);
