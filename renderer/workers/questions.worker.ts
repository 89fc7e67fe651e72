/** Works out what the answer to each open question is worth (`shared/ranking/robustness`), off the page's thread. */
import { valueOfQuestions } from "../../shared/ranking/robustness";
import type { QuestionsReply, QuestionsRequest } from "./questions";

/** What this file uses of a dedicated worker's global scope (the DOM library knows only the window's). */
interface WorkerScope {
  onmessage: ((event: MessageEvent<QuestionsRequest>) => void) | null;
  postMessage(message: QuestionsReply): void;
}

const scope = globalThis as unknown as WorkerScope;
scope.onmessage = ({ data: { run, problem } }) => {
  try {
    scope.postMessage({ run, result: valueOfQuestions(problem) });
  } catch (error) {
    scope.postMessage({ run, failure: error instanceof Error ? error.message : String(error) });
  }
};
