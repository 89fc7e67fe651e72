/** Runs second looks in a worker of their own; a new one ends the one before. */
import type { LookProblem, LookUpdate } from "./second-look";

export type LookReply =
  | { readonly type: "update"; readonly update: LookUpdate }
  | { readonly type: "failed"; readonly message: string };

/**
 * Starts a look.
 * @returns ends it: nothing is reported after
 */
export function startSecondLook(
  problem: LookProblem,
  onUpdate: (update: LookUpdate) => void,
  onError: (error: Error) => void,
): () => void {
  const worker = new Worker(new URL("./second-look.worker.ts", import.meta.url), { type: "module" });
  let ended = false;
  const end = (): void => {
    ended = true;
    worker.terminate();
  };
  worker.addEventListener("message", ({ data }: MessageEvent<LookReply>) => {
    if (ended) return;
    if (data.type === "update") {
      onUpdate(data.update);
      if (data.update.done === data.update.total) end();
    } else {
      end();
      onError(new Error(data.message));
    }
  });
  worker.addEventListener("error", (event) => {
    if (ended) return;
    end();
    onError(new Error(event.message || "The worker could not start."));
  });
  worker.postMessage(problem);
  return end;
}
