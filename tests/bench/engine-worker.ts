/** A worker thread of Node that counts slices, as robustness.worker.ts does in the browser. */
import { parentPort } from "node:worker_threads";
import { createRobustnessServer, type RobustnessRequest } from "../../renderer/workers/robustness-client";

const serve = createRobustnessServer((message, transfer) => parentPort?.postMessage(message, transfer));
parentPort?.on("message", (request: RobustnessRequest) => serve(request));
