/**
 * Keeps the analyses in step with the decision: a change marks what is shown as stale, and starts anew
 * once the pointer rests. Everything is computed in workers; the same samples are compared after each edit.
 */
import { useCallback, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Question } from "../../../shared/ranking/robustness";
import {
  acceptabilityProblem,
  type Picture,
  pictureOf,
  rankedColumns,
  SAMPLES,
  type Settings,
} from "../../state/robustness-analysis";
import { useDecision, useLive, useWorkbench } from "../../state/workbench";
import { createBrowserRobustness, type RobustnessClient } from "../../workers/robustness";
import type { Dominated, LookProblem, LookUpdate, Opinion } from "../../workers/second-look";
import { startSecondLook } from "../../workers/second-look-client";

/** The settings outlive a visit to another view. */
const settingsStore = createStore<Settings>(() => ({ scope: "around", distance: 0.05, figures: true, coverage: 0.9 }));

export function useSettings(): readonly [Settings, (patch: Partial<Settings>) => void] {
  return [useStore(settingsStore), (patch) => settingsStore.setState(patch)];
}

export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** `idle`: nothing to analyse; `stopped`: the user cancelled. */
export type Status = "idle" | "waiting" | "running" | "done" | "stopped" | "failed";

export interface Analysis<T> {
  readonly status: Status;
  readonly progress: Progress | null;
  readonly error: string | null;
  /** The last result; it is stale while `status` is `waiting`, and until the first update of a run. */
  readonly result: T | null;
  readonly stale: boolean;
  readonly cancel: () => void;
  readonly restart: () => void;
}

/** Time after the last change before work starts, ms. */
const REST = 60;
const REST_LOOK = 400;

interface State<T> {
  readonly status: Status;
  readonly progress: Progress | null;
  readonly error: string | null;
  readonly result: T | null;
  readonly stale: boolean;
}

/** Runs `start` after each change of the decision or of `key`, when it rests. */
function useAnalysis<T>(
  key: string,
  rest: number,
  start: (
    columns: LookProblem & { readonly criteria: readonly number[] },
    report: (result: T | null, progress: Progress) => void,
    fail: (error: Error) => void,
  ) => () => void,
): Analysis<T> {
  const { live } = useWorkbench();
  const version = useLive(live);
  const dragging = useDecision((state) => state.dragging);
  const [round, setRound] = useState(0);
  const [state, setState] = useState<State<T>>({
    status: "waiting",
    progress: null,
    error: null,
    result: null,
    stale: true,
  });
  const stop = useRef<() => void>(() => {});
  const starter = useRef(start);
  starter.current = start;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the version, the key and the round say when to start anew
  useEffect(() => {
    setState((was) => (was.status === "waiting" && was.stale ? was : { ...was, status: "waiting", stale: true }));
    if (dragging) return;
    const timer = setTimeout(() => {
      const columns = rankedColumns(live);
      const weighted = columns.weights.some((weight) => weight > 0);
      if (columns.rows.length < 2 || !weighted) {
        setState({ status: "idle", progress: null, error: null, result: null, stale: false });
        return;
      }
      setState((was) => ({ ...was, status: "running", progress: null, error: null }));
      stop.current = starter.current(
        columns,
        (result, progress) =>
          setState((was) => ({
            status: progress.done === progress.total ? "done" : "running",
            progress,
            error: null,
            result: result ?? was.result,
            stale: result === null && was.stale,
          })),
        (error) => setState((was) => ({ ...was, status: "failed", error: error.message })),
      );
    }, rest);
    return () => {
      clearTimeout(timer);
      stop.current();
      stop.current = () => {};
    };
  }, [live, version, dragging, key, round, rest]);

  const cancel = useCallback(() => {
    stop.current();
    setState((was) => ({ ...was, status: "stopped" }));
  }, []);
  const restart = useCallback(() => setRound((n) => n + 1), []);
  return { ...state, cancel, restart };
}

/** How often each site takes each rank. */
export function useAcceptability(settings: Settings): Analysis<Picture> {
  const client = useRef<RobustnessClient | null>(null);
  useEffect(
    () => () => {
      client.current?.dispose();
      client.current = null;
    },
    [],
  );
  return useAnalysis<Picture>(JSON.stringify(settings), REST, (columns, report, fail) => {
    client.current ??= createBrowserRobustness();
    return client.current.start(
      acceptabilityProblem(columns, settings),
      ({ counts, samples, total }) => report(pictureOf(counts, columns, settings.coverage), { done: samples, total }),
      { samples: SAMPLES, every: 100, onError: fail },
    );
  });
}

/** Other methods, dominated sites and questions, as far as they are there. */
export interface SecondLook {
  readonly rows: Uint32Array;
  /** Index of each of the problem's criteria among all. */
  readonly criteria: readonly number[];
  readonly ranks: Uint32Array;
  readonly compared: number;
  readonly opinions: readonly Opinion[];
  readonly dominated: readonly Dominated[] | null;
  readonly checked: number;
  readonly questions: readonly Question[] | null;
}

export function useSecondLook(): Analysis<SecondLook> {
  const seen = useRef(false);
  return useAnalysis<SecondLook>("", REST_LOOK, (columns, report, fail) => {
    const { rows, criteria, ranks, low, central, high, weights } = columns;
    let look: SecondLook = {
      rows,
      criteria,
      ranks,
      compared: 0,
      opinions: [],
      dominated: null,
      checked: 0,
      questions: null,
    };
    // The first look fills in part by part; a later one replaces the last at its end, so that nothing flickers.
    const first = !seen.current;
    return startSecondLook(
      { low, central, high, weights, rows, ranks },
      ({ part, done, total }: LookUpdate) => {
        if (part.type === "opinion") {
          look = { ...look, opinions: [...look.opinions, part.opinion], compared: part.compared };
        } else if (part.type === "dominated") look = { ...look, dominated: part.dominated, checked: part.checked };
        else look = { ...look, questions: part.questions };
        if (done === total) seen.current = true;
        report(first || done === total ? look : null, { done, total });
      },
      fail,
    );
  });
}
