/** Works off a second look (second-look.ts) part by part. */
import { type LookProblem, lookCloser } from "./second-look";
import type { LookReply } from "./second-look-client";

/** What this file uses of a dedicated worker's global scope (the DOM library knows only the window's). */
interface WorkerScope {
  onmessage: ((event: MessageEvent<LookProblem>) => void) | null;
  postMessage(message: LookReply): void;
}

const scope = globalThis as unknown as WorkerScope;
scope.onmessage = ({ data }) => {
  try {
    for (const update of lookCloser(data)) scope.postMessage({ type: "update", update });
  } catch (error) {
    scope.postMessage({ type: "failed", message: error instanceof Error ? error.message : String(error) });
  }
};
