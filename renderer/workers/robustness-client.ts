/**
 * Spreads an acceptability analysis over workers, slice by slice, and reports as it goes.
 *
 * Slices are handed out by sample number and merged in that order, so every report covers the first so
 * many samples of one fixed sequence: between edits the same samples are compared (bars do not flicker),
 * and the result is the same bit for bit whatever the number of workers. The first slices are small, for a
 * first picture at once; later ones last about 25 ms, which is as long as a cancelled run can linger.
 *
 * Knows workers only as ports that post and receive, so that it runs on the browser's and on Node's alike.
 */
import { RankingError, type RankingErrorCode } from "../../shared/ranking/errors";
import type { Instantiate, KernelExports, RankKernel } from "../../shared/ranking/kernel";
import {
  type AcceptabilityCounts,
  type AcceptabilityProblem,
  type AcceptabilityRun,
  createAcceptabilityRun,
  MAX_SAMPLES,
  mergeCounts,
  transferables,
} from "../../shared/ranking/robustness";

/** To a worker: a problem, or a slice of the samples of the last one. */
export type RobustnessRequest =
  | { readonly type: "problem"; readonly run: number; readonly problem: AcceptabilityProblem }
  | { readonly type: "slice"; readonly run: number; readonly from: number; readonly to: number }
  | { readonly type: "kernel"; readonly module: WebAssembly.Module };

/** From a worker. */
export type RobustnessReply =
  | {
      readonly type: "counted";
      readonly run: number;
      readonly from: number;
      readonly to: number;
      readonly counts: AcceptabilityCounts;
      readonly kernel: RankKernel["name"];
      readonly milliseconds: number;
    }
  | {
      readonly type: "refused";
      readonly run: number;
      /** Null when it is no `RankingError`. */
      readonly code: RankingErrorCode | null;
      readonly message: string;
      readonly criterion: number | null;
      readonly alternative: number | null;
    };

/** A worker, seen from the client. */
export interface WorkerPort {
  post(request: RobustnessRequest): void;
  onReply(listener: (reply: RobustnessReply) => void): void;
  /** The worker died or could not start. */
  onFailure(listener: (reason: Error) => void): void;
  terminate(): void;
}

/** How far an analysis has come. */
export interface RobustnessUpdate {
  /** Counts over the first `samples` samples. The tables are reused: the next update overwrites them. */
  readonly counts: AcceptabilityCounts;
  readonly samples: number;
  readonly total: number;
  /** `samples / total`, 1 at the end. */
  readonly progress: number;
  /** Largest standard error of any alternative's share of first ranks. */
  readonly standardError: number;
  readonly done: boolean;
  readonly milliseconds: number;
  readonly kernel: RankKernel["name"];
  readonly workers: number;
}

export interface RobustnessRequestOptions {
  /** 1 .. 8,388,608; default 10,000. */
  readonly samples?: number;
  /** Least time between two updates but the last, in ms; default 60. */
  readonly every?: number;
  /** Told of input that cannot be (`RankingError`) or of a worker that failed; nothing follows it. */
  readonly onError?: (error: Error) => void;
}

export interface RobustnessClient {
  /**
   * Starts an analysis; the one that was running, if any, is cancelled.
   * @returns cancels this one: no update comes after
   */
  start(
    problem: AcceptabilityProblem,
    onUpdate: (update: RobustnessUpdate) => void,
    options?: RobustnessRequestOptions,
  ): () => void;
  /** Ends the workers. */
  dispose(): void;
}

/** Samples of a worker's first slice, and what slices are multiples of (whole blocks and chains). */
const FIRST_SLICE = 256;
const SLICE_STEP = 128;
/** How long a slice should last, in ms. */
const SLICE_TIME = 25;

interface PoolWorker {
  readonly port: WorkerPort;
  /** The run whose problem it holds. */
  holds: number;
  busy: boolean;
  /** Samples per ms of its last slice of this run; 0 before. */
  speed: number;
}

interface Run {
  readonly id: number;
  readonly problem: AcceptabilityProblem;
  readonly total: number;
  readonly every: number;
  readonly started: number;
  readonly onUpdate: (update: RobustnessUpdate) => void;
  readonly onError: (error: Error) => void;
  /** First sample that nobody counts yet. */
  next: number;
  /** Slices that wait for an earlier one, by first sample. */
  readonly waiting: Map<number, AcceptabilityCounts>;
  merged: AcceptabilityCounts | null;
  /** Samples of the last report, and when the next may come. */
  reported: number;
  reportAfter: number;
}

/**
 * Makes a client. Workers are created with the first analysis and kept.
 * @param options `workers`: how many; `createWorker`: makes one; `kernel`: the compiled WebAssembly kernel, or null where
 *   the page may not compile any (then the plain one counts, with the same result)
 */
export function createRobustnessClient(options: {
  readonly workers: number;
  readonly createWorker: () => WorkerPort;
  readonly kernel: () => Promise<WebAssembly.Module | null>;
  readonly now?: () => number;
}): RobustnessClient {
  const now = options.now ?? (() => performance.now());
  let pool: PoolWorker[] = [];
  let current: Run | null = null;
  let lastRun = 0;
  let kernelReady: Promise<void> | null = null;

  function open(): void {
    if (pool.length > 0) return;
    pool = Array.from({ length: Math.max(options.workers, 1) }, () => {
      const worker: PoolWorker = { port: options.createWorker(), holds: 0, busy: false, speed: 0 };
      worker.port.onReply((reply) => receive(worker, reply));
      worker.port.onFailure((reason) => fail(reason));
      return worker;
    });
    const opened = pool;
    kernelReady = options
      .kernel()
      .catch(() => null)
      .then((module) => {
        if (module !== null && pool === opened) for (const { port } of pool) port.post({ type: "kernel", module });
      });
  }

  /** A broken worker leaves the pool unfit: the next analysis starts a new one. */
  function fail(reason: Error): void {
    const run = current;
    close();
    run?.onError(reason);
  }

  function close(): void {
    current = null;
    for (const { port } of pool) port.terminate();
    pool = [];
  }

  function receive(worker: PoolWorker, reply: RobustnessReply): void {
    worker.busy = false;
    const run = current;
    if (run === null) return;
    if (reply.run === run.id) {
      if (reply.type === "refused") {
        current = null;
        run.onError(errorOf(reply));
        return;
      }
      worker.speed = (reply.to - reply.from) / Math.max(reply.milliseconds, 0.01);
      run.waiting.set(reply.from, reply.counts);
      // The worker goes on while its counts are merged.
      feed(worker, run);
      merge(run);
      report(run, reply.kernel);
    } else {
      feed(worker, run);
    }
  }

  function feed(worker: PoolWorker, run: Run): void {
    if (worker.busy || run.next >= run.total) return;
    if (worker.holds !== run.id) {
      worker.port.post({ type: "problem", run: run.id, problem: run.problem });
      worker.holds = run.id;
      worker.speed = 0;
    }
    const wanted = worker.speed === 0 ? FIRST_SLICE : Math.floor((worker.speed * SLICE_TIME) / SLICE_STEP) * SLICE_STEP;
    const from = run.next;
    run.next = Math.min(from + Math.max(wanted, SLICE_STEP), run.total);
    worker.busy = true;
    worker.port.post({ type: "slice", run: run.id, from, to: run.next });
  }

  function merge(run: Run): void {
    for (;;) {
      const at = run.merged?.samples ?? 0;
      const counts = run.waiting.get(at);
      if (counts === undefined) return;
      run.waiting.delete(at);
      run.merged = run.merged === null ? counts : mergeCounts(run.merged, counts);
    }
  }

  function report(run: Run, kernel: RankKernel["name"]): void {
    const counts = run.merged;
    if (counts === null || counts.samples === run.reported) return;
    const done = counts.samples === run.total;
    const time = now();
    if (!done && time < run.reportAfter) return;
    run.reportAfter = time + run.every;
    run.reported = counts.samples;
    if (done) current = null;
    run.onUpdate({
      counts,
      samples: counts.samples,
      total: run.total,
      progress: counts.samples / run.total,
      standardError: firstRankError(counts),
      done,
      milliseconds: time - run.started,
      kernel,
      workers: pool.length,
    });
  }

  return {
    start(problem, onUpdate, { samples = 10_000, every = 60, onError = () => {} } = {}) {
      const id = ++lastRun;
      const run: Run = {
        id,
        problem,
        total: samples,
        every,
        started: now(),
        onUpdate,
        onError,
        next: 0,
        waiting: new Map(),
        merged: null,
        reported: 0,
        reportAfter: 0,
      };
      current = run;
      if (!(Number.isInteger(samples) && samples >= 1 && samples <= MAX_SAMPLES)) {
        current = null;
        queueMicrotask(() => onError(new RankingError("parameter", `${samples} is no number of samples.`)));
        return () => {};
      }
      open();
      // The first analysis of all waits for the kernel, so that it is not counted the slow way.
      void kernelReady?.then(() => {
        if (current === run) for (const worker of pool) feed(worker, run);
      });
      return () => {
        if (current === run) current = null;
      };
    },
    dispose: close,
  };
}

function errorOf(reply: Extract<RobustnessReply, { type: "refused" }>): Error {
  return reply.code === null ? new Error(reply.message) : new RankingError(reply.code, reply.message, placeOf(reply));
}

function placeOf(reply: { readonly criterion: number | null; readonly alternative: number | null }) {
  return {
    ...(reply.criterion === null ? {} : { criterion: reply.criterion }),
    ...(reply.alternative === null ? {} : { alternative: reply.alternative }),
  };
}

function firstRankError({ firstRanks, samples }: AcceptabilityCounts): number {
  let largest = 0;
  for (const count of firstRanks) largest = Math.max(largest, (count / samples) * (1 - count / samples));
  return Math.sqrt(largest / samples);
}

/** Whether the kernel can be had here; the plain one counts the same where not. */
function works(instantiate: Instantiate): boolean {
  try {
    return instantiate().heapBase() > 0;
  } catch {
    return false;
  }
}

/**
 * The worker's side: answers the requests of one client.
 * @param reply posts an answer, with the buffers to transfer
 */
export function createRobustnessServer(
  reply: (message: RobustnessReply, transfer: ArrayBuffer[]) => void,
): (request: RobustnessRequest) => void {
  let instantiate: Instantiate | undefined;
  let run: { readonly id: number; readonly analysis: AcceptabilityRun } | null = null;

  function answer(request: RobustnessRequest): void {
    switch (request.type) {
      case "kernel": {
        const { module } = request;
        const make = () => new WebAssembly.Instance(module).exports as unknown as KernelExports;
        if (works(make)) instantiate = make;
        break;
      }
      case "problem":
        run = null;
        run = { id: request.run, analysis: createAcceptabilityRun(request.problem, instantiate) };
        break;
      case "slice": {
        if (run?.id !== request.run) return;
        const started = performance.now();
        const counts = run.analysis.run(request.from, request.to);
        const milliseconds = performance.now() - started;
        const { from, to } = request;
        const kernel = run.analysis.kernel;
        reply({ type: "counted", run: run.id, from, to, counts, kernel, milliseconds }, transferables(counts));
      }
    }
  }

  return (request) => {
    try {
      answer(request);
    } catch (error) {
      const { code, criterion, alternative } =
        error instanceof RankingError ? error : { code: null, criterion: null, alternative: null };
      const message = error instanceof Error ? error.message : String(error);
      reply(
        { type: "refused", run: request.type === "kernel" ? 0 : request.run, code, message, criterion, alternative },
        [],
      );
    }
  };
}
