/**
 * The decision engine's speed beside NumPy's, in one run: score and order 100,000 x 12, and SMAA with
 * full ranks, 500 x 12, at 10,000 and 100,000 samples. Medians of at least seven rounds; every result is
 * checked against NumPy's before its time counts. Prints the ratios against the goals as they are.
 *
 * Goals are in wall time, which means little while other programs hold the processor: a busy machine is
 * said so, and processor times of both sides (which other programs hardly change) stand beside.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import {
  createRobustnessClient,
  type RobustnessReply,
  type RobustnessUpdate,
  type WorkerPort,
} from "../../renderer/workers/robustness-client";
import { SCORE_GRID } from "../../shared/ranking/additive/order";
import { createRanker } from "../../shared/ranking/additive/ranker";
import type { DecisionTable, Ranker, RankerParts } from "../../shared/ranking/additive/types";
import { BUILTIN_CRITERIA } from "../../shared/ranking/criteria";
import { createKernelParts, type Instantiate, type KernelExports } from "../../shared/ranking/kernel";
import { drawValue } from "../../shared/ranking/kernel/random";
import { type AcceptabilityProblem, summarise } from "../../shared/ranking/robustness";

const ROWS = 100_000;
const SMAA_ROWS = 500;
const CRITERIA = 12;
const SEED = 2026;
/** Task, samples, and how many times NumPy's speed is the goal. */
const SMAA_TASKS = [
  ["smaa10k", 10_000, 6],
  ["smaa100k", 100_000, 8],
] as const;

type Task = "order" | "raw" | "smaa10k" | "smaa100k";

/** NumPy in a process of its own, that does a task when told to. */
interface Peer {
  readonly name: string;
  /** Does a task; its time in ms, measured there. */
  time(task: Task): Promise<Time>;
  /** The result of its last task. */
  result(): Float64Array;
  end(): void;
}

/** Wall and processor time in ms. */
interface Time {
  readonly wall: number;
  readonly cpu: number;
}

interface Variant {
  readonly name: string;
  readonly goal?: number;
  /** Does the task; its time. */
  readonly once: () => Promise<Time>;
  /** Whether its last result is that of NumPy. */
  readonly check?: (expected: Float64Array) => boolean;
}

interface Line {
  readonly task: string;
  readonly variant: string;
  readonly time: Time;
  readonly numpy: Time | null;
  readonly goal: number | null;
}

/** Runs all tasks and prints the table; 1 when a result is wrong, else 0 (a missed goal is printed, not hidden). */
export async function run(options: {
  readonly kernel: string;
  readonly worker: string;
  readonly peer: URL;
  readonly args: readonly string[];
}): Promise<number> {
  const rounds = Math.max(Number(optionOf(options.args, "--rounds") ?? 7), 7);
  const module = new WebAssembly.Module(readFileSync(options.kernel));
  const instantiate: Instantiate = () => new WebAssembly.Instance(module).exports as unknown as KernelExports;
  const weights = normalised(Float64Array.from({ length: CRITERIA }, (_, c) => uniform(c, 1)));
  const table = makeTable(ROWS, 2);
  const smaaTable = makeTable(SMAA_ROWS, 3);

  console.log(`${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, Node ${process.version}, ${rounds} rounds`);
  const peer = await startPeer(fileURLToPath(options.peer), [weights, rowMajor(table), rowMajor(smaaTable)]);
  console.log(peer === null ? "" : `Peer: ${peer.name}, taking turns; as many threads as it takes by itself\n`);

  const wrong = new Set<string>();
  const lines: Line[] = [];
  /** Times the variants of a task in turns with NumPy, round by round, and checks every result. */
  const measure = async (task: string, key: Task, variants: readonly Variant[]) => {
    const times = variants.map((): Time[] => []);
    const peerTimes: Time[] = [];
    for (const { once } of variants) await once();
    for (let round = 0; round < rounds; round++) {
      if (peer !== null) peerTimes.push(await peer.time(key));
      for (const [v, { name, once, check }] of variants.entries()) {
        times[v]?.push(await once());
        if (peer !== null && check?.(peer.result()) === false) wrong.add(`${task}, ${name}: not NumPy's result`);
      }
    }
    const numpy = peer === null ? null : medians(peerTimes);
    for (const [v, { name, goal }] of variants.entries()) {
      lines.push({ task, variant: name, time: medians(times[v] ?? []), numpy, goal: goal ?? null });
    }
  };

  // What the app ranks with on every pointer move: scores on the grid, the exact order, ranks. On the kernel, as it
  // does with many sites, and in plain typed arrays, as with few.
  const makers: readonly { readonly name: string; readonly goal?: number; readonly parts?: RankerParts }[] = [
    { name: "WebAssembly SIMD", goal: 10, parts: createKernelParts(instantiate) },
    { name: "typed arrays" },
  ];
  const decisions = decisionTable(table);
  const swapped = Float64Array.from(weights, (_, c) => weights[(c + 1) % CRITERIA] ?? 0);
  const moved = weights.with(0, (weights[0] ?? 0) / 2);
  await measure(
    "score, order and rank",
    "order",
    makers.flatMap(({ name, goal, parts }) => {
      const ranker = createRanker(decisions, parts);
      return [
        { edit: "all new", from: swapped, ...(goal === undefined ? {} : { goal }) },
        { edit: "one moved", from: moved },
      ].map(({ edit, from, ...variant }) => ({
        ...variant,
        name: `${name}, ${edit}`,
        once: () =>
          medianOf(
            5,
            () => void ranker.rank(weights),
            () => void ranker.rank(from),
          ),
        check: (expected: Float64Array) => sameOrder(ranker, weights, expected),
      }));
    }),
  );
  await measure(
    "the same, from raw measures",
    "raw",
    makers.map(({ name, parts }) => {
      const make = () => {
        const central = table.map(minMax);
        return createRanker({ ...decisions, central, low: central, high: central }, parts);
      };
      let ranker = make();
      return {
        name,
        once: () =>
          medianOf(1, () => {
            ranker = make();
            ranker.rank(weights);
          }),
        check: (expected: Float64Array) => sameOrder(ranker, weights, expected),
      };
    }),
  );

  const problem: AcceptabilityProblem = { values: { low: smaaTable, high: smaaTable }, seed: SEED };
  const clients = (
    [
      [2, false],
      [1, false],
      [2, true],
      [1, true],
    ] as const
  ).map(([workers, plain]) => ({
    name: `${plain ? "typed arrays" : "WebAssembly SIMD"}, ${workers} worker${workers > 1 ? "s" : ""}`,
    best: workers === 2 && !plain,
    client: createRobustnessClient({
      workers,
      createWorker: () => threadPort(options.worker),
      kernel: async () => (plain ? null : module),
    }),
  }));
  const firstPicture: number[] = [];
  let counted: Uint32Array | null = null;
  const withSmaa = optionOf(options.args, "--only") !== "order";
  for (const [key, samples, goal] of withSmaa ? SMAA_TASKS : []) {
    counted = null;
    await measure(
      `SMAA full ranks, ${samples.toLocaleString("en")}`,
      key,
      clients.map(({ name, best, client }) => {
        let last: RobustnessUpdate | null = null;
        return {
          name,
          ...(best ? { goal } : {}),
          once: async () => {
            const cpu = cpuTime();
            const result = await analyse(client, problem, samples);
            last = result.last;
            if (best) firstPicture.push(result.first);
            counted ??= result.last.counts.ranks.slice();
            if (!result.last.counts.ranks.every((count, k) => count === counted?.[k]))
              wrong.add(`${name}: other counts`);
            return { wall: result.total, cpu: cpuTime() - cpu };
          },
          check: (acceptability: Float64Array) => last !== null && agrees(last, acceptability),
        };
      }),
    );
  }
  for (const { client } of clients) client.dispose();
  peer?.end();

  print(lines);
  const [load = 0] = loadavg();
  if (load > availableParallelism() + 1) {
    console.log(
      `\nBUSY MACHINE: load ${load.toFixed(1)} on ${availableParallelism()} cores; wall times are not to be relied on.`,
    );
  }
  const first = median(firstPicture);
  if (withSmaa)
    console.log(
      `\nFirst picture (2 workers, WebAssembly SIMD): ${first.toFixed(1)} ms; goal 50 ms: ${first <= 50 ? "met" : "MISSED"}`,
    );
  for (const message of wrong) console.error(`WRONG RESULT: ${message}`);
  const file = optionOf(options.args, "--json");
  if (file !== undefined) {
    const report = { peer: peer?.name ?? null, rounds, firstPicture: first, lines, wrong: [...wrong] };
    writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  }
  return wrong.size === 0 ? 0 : 1;
}

function optionOf(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}

function uniform(k: number, stream: number): number {
  return drawValue(0, 1, 0, k, SEED, stream);
}

function makeTable(rows: number, stream: number): Float64Array[] {
  return Array.from({ length: CRITERIA }, (_, c) =>
    Float64Array.from({ length: rows }, (_, i) => uniform(i * CRITERIA + c, stream)),
  );
}

/** The columns as the ranker takes them: exact figures, ties by row number. */
function decisionTable(columns: readonly Float64Array[]): DecisionTable {
  const siteCount = columns[0]?.length ?? 0;
  return {
    siteCount,
    criteria: BUILTIN_CRITERIA.slice(0, columns.length),
    central: columns,
    low: columns,
    high: columns,
    kind: columns.map(() => new Uint8Array(siteCount).fill(4)),
    tieBreak: Uint32Array.from({ length: siteCount }, (_, row) => row),
  };
}

function normalised(weights: Float64Array): Float64Array {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** Min-max scaling of a column of raw measures; every second criterion is a cost. */
function minMax(column: Float64Array, c: number): Float64Array {
  let low = Infinity;
  let high = -Infinity;
  for (const value of column) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const range = high - low;
  const scaled = new Float64Array(column.length);
  for (let i = 0; i < column.length; i++) {
    const share = ((column[i] as number) - low) / range;
    scaled[i] = c % 2 === 1 ? 1 - share : share;
  }
  return scaled;
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[times.length >> 1] ?? NaN;
}

/** Processor time of this process and its threads so far, in ms. */
function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function medians(times: readonly Time[]): Time {
  return { wall: median(times.map(({ wall }) => wall)), cpu: median(times.map(({ cpu }) => cpu)) };
}

/** Median time of a task that is done so often; its processor time is the mean. `prepare` is not timed. */
async function medianOf(times: number, task: () => void, prepare: () => void = () => {}): Promise<Time> {
  const found: number[] = [];
  let cpu = 0;
  for (let k = 0; k < times; k++) {
    prepare();
    const cpuStart = cpuTime();
    const start = performance.now();
    task();
    found.push(performance.now() - start);
    cpu += cpuTime() - cpuStart;
  }
  return { wall: median(found), cpu: cpu / times };
}

function rowMajor(columns: readonly Float64Array[]): Float64Array {
  const rows = columns[0]?.length ?? 0;
  return Float64Array.from(
    { length: rows * CRITERIA },
    (_, k) => columns[k % CRITERIA]?.[Math.floor(k / CRITERIA)] ?? NaN,
  );
}

/** Debian's Python first: its python3-numpy is the named peer. Null, and a printed skip, where there is none. */
async function startPeer(script: string, tables: readonly Float64Array[]): Promise<Peer | null> {
  const folder = mkdtempSync(path.join(tmpdir(), "parkwise-bench-"));
  const file = path.join(folder, "table.bin");
  const out = path.join(folder, "result.bin");
  writeFileSync(file, Buffer.concat(tables.map((part) => Buffer.from(part.buffer))));
  for (const python of ["/usr/bin/python3", "python3"]) {
    if (spawnSync(python, ["-c", "import numpy"]).status !== 0) continue;
    const args = [script, file, ROWS, SMAA_ROWS, CRITERIA, out].map(String);
    const child = spawn(python, args, { stdio: ["pipe", "pipe", "inherit"] });
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const answer = async () => {
      const { value, done } = await answers.next();
      if (done === true) throw new Error("The NumPy peer ended early.");
      return value;
    };
    return {
      name: `NumPy ${await answer()} (${python})`,
      time: async (task) => {
        child.stdin.write(`${task}\n`);
        const [wall = NaN, cpu = NaN] = (await answer()).split(" ").map(Number);
        return { wall, cpu };
      },
      result: () => new Float64Array(Uint8Array.from(readFileSync(out)).buffer),
      end: () => {
        child.stdin.end();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  }
  rmSync(folder, { recursive: true, force: true });
  console.log("SKIPPED the comparison: no Python 3 with NumPy here (Debian: apt install python3-numpy).");
  return null;
}

/**
 * The same order, but for neighbours whose scores differ by a step of the grid to which the ranker rounds, so that
 * equal sites tie (and NumPy adds in another order).
 */
function sameOrder(ranker: Ranker, weights: Float64Array, expected: Float64Array): boolean {
  const { order, score } = ranker.rank(weights);
  return expected.every((row, place) => {
    const own = order[place] as number;
    return own === row || Math.abs((score[own] as number) - (score[row] as number)) <= SCORE_GRID;
  });
}

/** Both sample: every acceptability must agree within 6.5 standard errors of the difference (250,000 are compared). */
function agrees(update: RobustnessUpdate, acceptability: Float64Array): boolean {
  return summarise(update.counts).acceptability.every((row, i) =>
    row.every((p, r) => {
      const q = acceptability[i * SMAA_ROWS + r] as number;
      const middle = (p + q) / 2;
      // A count of a few samples is not normal: allow ten more.
      return Math.abs(p - q) <= 6.5 * Math.sqrt((2 * middle * (1 - middle)) / update.samples) + 10 / update.samples;
    }),
  );
}

function threadPort(file: string): WorkerPort {
  const worker = new Worker(file);
  return {
    post: (request) => worker.postMessage(request),
    onReply: (listener) => void worker.on("message", (reply: RobustnessReply) => listener(reply)),
    onFailure: (listener) => void worker.on("error", (error) => listener(error as Error)),
    terminate: () => void worker.terminate(),
  };
}

function analyse(
  client: ReturnType<typeof createRobustnessClient>,
  problem: AcceptabilityProblem,
  samples: number,
): Promise<{ total: number; first: number; last: RobustnessUpdate }> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    let first = 0;
    const onUpdate = (update: RobustnessUpdate) => {
      first ||= performance.now() - start;
      if (update.done) resolve({ total: performance.now() - start, first, last: update });
    };
    client.start(problem, onUpdate, { samples, onError: reject });
  });
}

function print(lines: readonly Line[]): void {
  console.log("task                          variant                        ms   NumPy ms  times  CPU times  goal");
  for (const { task, variant, time, numpy, goal } of lines) {
    const ratio = numpy === null ? NaN : numpy.wall / time.wall;
    const cpuRatio = numpy === null ? NaN : numpy.cpu / time.cpu;
    const verdict = Number.isNaN(ratio) ? "not compared" : ratio >= (goal ?? 0) ? "met" : "MISSED";
    const figures = [time.wall.toFixed(2).padStart(9), (numpy?.wall.toFixed(1) ?? "-").padStart(11)];
    figures.push(ratio.toFixed(1).padStart(7), cpuRatio.toFixed(1).padStart(11));
    console.log(
      `${task.padEnd(29)} ${variant.padEnd(27)}${figures.join("")}  ${goal === null ? "" : `${goal}: ${verdict}`}`,
    );
  }
}
