/**
 * The value of the next question, in a worker of its own. While one problem is worked on, of those
 * that come after it only the newest is kept.
 */
import type { QuestionValues, ValueColumns } from "../../shared/ranking/robustness";

interface QuestionsProblem {
  readonly values: ValueColumns;
  readonly weights: Float64Array;
  readonly samples?: number;
}

export interface QuestionsRequest {
  readonly run: number;
  readonly problem: QuestionsProblem;
}

export type QuestionsReply =
  | { readonly run: number; readonly result: QuestionValues }
  | { readonly run: number; readonly failure: string };

export interface QuestionsClient {
  /** Answers to the newest problem only. */
  ask(problem: QuestionsProblem): void;
  dispose(): void;
}

/** Starts the worker. `onAnswer` hears of the newest problem's answer, or of its failure. */
export function createQuestions(
  onAnswer: (answer: QuestionValues) => void,
  onFailure: (detail: string) => void,
): QuestionsClient {
  const worker = new Worker(new URL("./questions.worker.ts", import.meta.url), { type: "module" });
  let lastRun = 0;
  let busy = false;
  let waiting: QuestionsRequest | null = null;
  const post = (request: QuestionsRequest): void => {
    busy = true;
    worker.postMessage(request);
  };
  worker.addEventListener("message", ({ data }: MessageEvent<QuestionsReply>) => {
    busy = false;
    if (waiting !== null) {
      const next = waiting;
      waiting = null;
      post(next);
    }
    if (data.run !== lastRun) return;
    if ("result" in data) onAnswer(data.result);
    else onFailure(data.failure);
  });
  worker.addEventListener("error", (event) => {
    busy = false;
    onFailure(event.message);
  });
  return {
    ask(problem) {
      lastRun += 1;
      const request = { run: lastRun, problem };
      if (busy) waiting = request;
      else post(request);
    },
    dispose: () => worker.terminate(),
  };
}
