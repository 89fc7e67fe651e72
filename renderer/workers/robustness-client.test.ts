import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { compileKernel } from "../../build/wasm.mjs";
import { RankingError } from "../../shared/ranking/errors";
import { type AcceptabilityProblem, createAcceptabilityRun } from "../../shared/ranking/robustness";
import {
  createRobustnessClient,
  createRobustnessServer,
  type RobustnessReply,
  type RobustnessRequest,
  type RobustnessUpdate,
  type WorkerPort,
} from "./robustness-client";

let kernel: WebAssembly.Module;
beforeAll(async () => {
  kernel = await WebAssembly.compile(await readFile(await compileKernel()));
}, 60_000);

/** A worker in this thread: messages are copied and arrive later, after a delay of its own. */
function fakeWorker(delay: () => number, log: RobustnessRequest[] = []) {
  let hear: (reply: RobustnessReply) => void = () => {};
  let break_: (reason: Error) => void = () => {};
  const state = { terminated: false };
  let queue = Promise.resolve();
  const serve = createRobustnessServer((message, transfer) => {
    const copy = structuredClone(message, { transfer });
    queue = queue
      .then(() => sleep(delay()))
      .then(() => {
        if (!state.terminated) hear(copy);
      });
  });
  const port: WorkerPort = {
    post(request) {
      log.push(request);
      const copy = request.type === "kernel" ? request : structuredClone(request);
      queue = queue.then(() => serve(copy));
    },
    onReply(listener) {
      hear = listener;
    },
    onFailure(listener) {
      break_ = listener;
    },
    terminate() {
      state.terminated = true;
    },
  };
  return { port, state, fail: (reason: Error) => break_(reason) };
}

const problem: AcceptabilityProblem = {
  values: Array.from(
    { length: 20 },
    (_, i) => [(i * 7) % 20, [(i * 3) % 20, ((i * 3) % 20) + 2], (i * 11) % 20] as const,
  ),
  seed: 5,
};

/** Runs an analysis to its end; counts are copied, since updates reuse them. */
function finish(client: ReturnType<typeof createRobustnessClient>, samples: number, every = 0) {
  return new Promise<RobustnessUpdate[]>((resolve, reject) => {
    const updates: RobustnessUpdate[] = [];
    client.start(
      problem,
      (update) => {
        updates.push({ ...update, counts: structuredClone(update.counts) });
        if (update.done) resolve(updates);
      },
      { samples, every, onError: reject },
    );
  });
}

test.each([1, 2, 3])("%i workers with slices out of order count what one run counts", async (workers) => {
  let turn = 0;
  const log: RobustnessRequest[] = [];
  const client = createRobustnessClient({
    workers,
    createWorker: () => fakeWorker(() => [7, 0, 3, 1][turn++ % 4] ?? 0, log).port,
    kernel: async () => (workers === 2 ? kernel : null),
  });
  const updates = await finish(client, 5000);
  const last = updates.at(-1);
  expect(last?.counts).toEqual(createAcceptabilityRun(problem).run(0, 5000));
  expect(last).toMatchObject({ done: true, progress: 1, samples: 5000, total: 5000, workers });
  expect(last?.kernel).toBe(workers === 2 ? "WebAssembly SIMD" : "typed arrays");
  // Each worker begins with a small slice. How many there are after these, and how many reports, is a matter of speed.
  const slices = log.flatMap((request) => (request.type === "slice" ? [[request.from, request.to]] : []));
  expect(slices.slice(0, workers)).toEqual(Array.from({ length: workers }, (_, i) => [256 * i, 256 * (i + 1)]));
  expect(slices.length).toBeGreaterThan(workers);
  // Each report covers the first so many samples.
  for (const { counts, samples, progress, done } of updates) {
    expect(counts).toEqual(createAcceptabilityRun(problem).run(0, samples));
    expect(progress).toBe(samples / 5000);
    expect(done).toBe(samples === 5000);
  }
  const shares = Array.from(last?.counts.firstRanks ?? [], (count) => count / 5000);
  expect(last?.standardError).toBeCloseTo(Math.sqrt(Math.max(...shares.map((p) => p * (1 - p))) / 5000), 15);
  client.dispose();
});

test("reports no more often than asked, but always the first picture and the end", async () => {
  const client = createRobustnessClient({
    workers: 1,
    createWorker: () => fakeWorker(() => 0).port,
    kernel: async () => null,
  });
  const updates = await finish(client, 60_000, 1e9);
  expect(updates.map(({ samples }) => samples)).toEqual([256, 60_000]);
  client.dispose();
});

test("a cancelled or replaced analysis stays silent, and its workers serve the next", async () => {
  const log: RobustnessRequest[] = [];
  const client = createRobustnessClient({
    workers: 2,
    createWorker: () => fakeWorker(() => 2, log).port,
    kernel: async () => null,
  });
  const heard: string[] = [];
  const cancel = client.start(problem, () => heard.push("cancelled"), { samples: 100_000 });
  await sleep(1);
  cancel();
  client.start(problem, () => heard.push("replaced"), { samples: 100_000, every: 0 });
  await sleep(1);
  const updates = await finish(client, 1000);
  expect(updates.at(-1)?.counts).toEqual(createAcceptabilityRun(problem).run(0, 1000));
  await sleep(30);
  expect(heard).toEqual([]);
  // Most of the 200,000 samples were never asked for.
  expect(log.filter(({ type }) => type === "slice").length).toBeLessThan(20);
  client.dispose();
});

test("a late cancel does not stop the next analysis", async () => {
  const client = createRobustnessClient({
    workers: 1,
    createWorker: () => fakeWorker(() => 0).port,
    kernel: async () => null,
  });
  const cancel = client.start(problem, () => {}, { samples: 500 });
  const next = finish(client, 500);
  cancel();
  expect((await next).at(-1)?.samples).toBe(500);
  client.dispose();
});

test("input that cannot be comes back as the error it is, and the next analysis works", async () => {
  const client = createRobustnessClient({
    workers: 2,
    createWorker: () => fakeWorker(() => 0).port,
    kernel: async () => null,
  });
  const failing = (bad: AcceptabilityProblem, samples = 100) =>
    new Promise<Error>((resolve, reject) => {
      client.start(bad, () => reject(new Error("counted")), { samples, onError: resolve });
    });
  const error = await failing({ ...problem, lowerBounds: [0, 2, 0] });
  expect(error).toBeInstanceOf(RankingError);
  expect(error).toMatchObject({ code: "weights", criterion: 1, alternative: null });
  expect(await failing({ values: [[1], [NaN]], seed: 1 })).toMatchObject({
    code: "not-finite",
    criterion: 0,
    alternative: 1,
  });
  expect(await failing({ ...problem, seed: 0.5 })).toMatchObject({ code: "parameter", criterion: null });
  expect(await failing(problem, 0)).toMatchObject({ code: "parameter" });
  expect(await failing({} as AcceptabilityProblem)).not.toBeInstanceOf(RankingError);
  expect((await finish(client, 300)).at(-1)?.samples).toBe(300);
  client.dispose();
});

test("a worker that breaks ends the analysis with its reason; the next starts new workers", async () => {
  const made: ReturnType<typeof fakeWorker>[] = [];
  const client = createRobustnessClient({
    workers: 2,
    createWorker: () => {
      const worker = fakeWorker(() => 1);
      made.push(worker);
      return worker.port;
    },
    kernel: () => Promise.reject(new Error("refused by the policy")),
  });
  const error = new Promise<Error>((resolve) => {
    client.start(problem, () => {}, { samples: 1_000_000, onError: resolve });
  });
  await sleep(5);
  made[1]?.fail(new Error("out of memory"));
  expect((await error).message).toBe("out of memory");
  expect(made.map(({ state }) => state.terminated)).toEqual([true, true]);
  expect((await finish(client, 300)).at(-1)?.workers).toBe(2);
  expect(made).toHaveLength(4);
  client.dispose();
  expect(made.every(({ state }) => state.terminated)).toBe(true);
});

test("a worker that cannot use the kernel counts without it", () => {
  const replies: RobustnessReply[] = [];
  const serve = createRobustnessServer((reply) => replies.push(reply));
  serve({ type: "kernel", module: {} as WebAssembly.Module });
  serve({ type: "slice", run: 1, from: 0, to: 10 });
  expect(replies).toEqual([]);
  serve({ type: "problem", run: 2, problem });
  serve({ type: "slice", run: 1, from: 0, to: 10 });
  serve({ type: "slice", run: 2, from: 0, to: 10 });
  expect(replies).toEqual([
    expect.objectContaining({ type: "counted", run: 2, from: 0, to: 10, kernel: "typed arrays" }),
  ]);
});
