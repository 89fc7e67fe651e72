/**
 * The app's robustness analyses: the client of robustness-client.ts on the browser's workers, with the
 * WebAssembly kernel where the page may compile it.
 */
import { compiledKernel } from "./ranking-kernel";
import {
  createRobustnessClient,
  type RobustnessClient,
  type RobustnessReply,
  type WorkerPort,
} from "./robustness-client";

export type { RobustnessClient, RobustnessUpdate } from "./robustness-client";

const MOST_WORKERS = 4;

/** Makes a client; its workers start with its first analysis. Dispose of it when it is no longer needed. */
export function createBrowserRobustness(): RobustnessClient {
  return createRobustnessClient({
    workers: Math.min(navigator.hardwareConcurrency, MOST_WORKERS),
    createWorker,
    kernel: compiledKernel,
  });
}

function createWorker(): WorkerPort {
  const worker = new Worker(new URL("./robustness.worker.ts", import.meta.url), { type: "module" });
  return {
    post: (request) => worker.postMessage(request),
    onReply: (listener) =>
      worker.addEventListener("message", (event: MessageEvent<RobustnessReply>) => listener(event.data)),
    onFailure: (listener) =>
      worker.addEventListener("error", (event) => listener(new Error(event.message || "The worker could not start."))),
    terminate: () => worker.terminate(),
  };
}
