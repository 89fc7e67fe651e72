/** How sure the reported ranking is: the samples and second opinions of the Robustness view, once. */
import { useEffect, useState } from "react";
import type { Question } from "../../../shared/ranking/robustness";
import type { LiveRanking } from "../../state/live-ranking";
import { acceptabilityProblem, type Picture, pictureOf, rankedColumns, SAMPLES } from "../../state/robustness-analysis";
import { createBrowserRobustness } from "../../workers/robustness";
import type { Dominated, Opinion } from "../../workers/second-look";
import { startSecondLook } from "../../workers/second-look-client";

/** As the Robustness view begins: near the weights, doubtful figures drawn from their ranges. */
export const SETTINGS = { scope: "around", distance: 0.05, figures: true, coverage: 0.9 } as const;

export interface Analyses {
  /** Nothing to compare: fewer than two sites, or no weight. */
  readonly idle: boolean;
  readonly picture: Picture | null;
  readonly opinions: readonly Opinion[];
  readonly compared: number;
  readonly dominated: readonly Dominated[] | null;
  readonly questions: readonly Question[] | null;
  /** Site rows and criteria that the opinions' and questions' places stand for. */
  readonly rows: Uint32Array;
  readonly criteria: readonly number[];
  readonly done: boolean;
  readonly error: string | null;
}

const NONE: Analyses = {
  idle: false,
  picture: null,
  opinions: [],
  compared: 0,
  dominated: null,
  questions: null,
  rows: new Uint32Array(0),
  criteria: [],
  done: false,
  error: null,
};

/** Runs the analyses of a ranking that stands still. */
export function useAnalyses(live: LiveRanking): Analyses {
  const [state, setState] = useState<Analyses>(NONE);
  useEffect(() => {
    const columns = rankedColumns(live);
    const { rows, criteria, ranks, low, central, high, weights } = columns;
    if (rows.length < 2 || !weights.some((weight) => weight > 0)) {
      setState({ ...NONE, idle: true, done: true });
      return;
    }
    setState({ ...NONE, rows, criteria });
    const left = new Set(["samples", "look"]);
    const finish = (part: string): void => {
      left.delete(part);
      if (left.size === 0) setState((was) => ({ ...was, done: true }));
    };
    const fail = (part: string) => (error: Error) => {
      setState((was) => ({ ...was, error: error.message }));
      finish(part);
    };
    const client = createBrowserRobustness();
    client.start(
      acceptabilityProblem(columns, SETTINGS),
      ({ counts, done }) => {
        if (!done) return;
        setState((was) => ({ ...was, picture: pictureOf(counts, columns, SETTINGS.coverage) }));
        finish("samples");
      },
      { samples: SAMPLES, every: 500, onError: fail("samples") },
    );
    const end = startSecondLook(
      { low, central, high, weights, rows, ranks },
      ({ part, done, total }) => {
        setState((was) =>
          part.type === "opinion"
            ? { ...was, opinions: [...was.opinions, part.opinion], compared: part.compared }
            : part.type === "dominated"
              ? { ...was, dominated: part.dominated }
              : { ...was, questions: part.questions },
        );
        if (done === total) finish("look");
      },
      fail("look"),
    );
    return () => {
      client.dispose();
      end();
    };
  }, [live]);
  return state;
}
