/**
 * The decision engine's speed beside NumPy's, in one run: score and order 100,000 x 12, and SMAA with
 * full ranks, 500 x 12, at 10,000 and 100,000 samples. Medians of at least seven rounds; every result is
 * checked against NumPy's before its time counts. Prints the ratios against the goals as they are.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import {
  createRobustnessClient,
  type RobustnessReply,
  type RobustnessUpdate,
  type WorkerPort,
} from "../../renderer/workers/robustness-client";
import {
  createTypedArrayOrderKernel,
  createWasmOrderKernel,
  type Instantiate,
  type KernelExports,
  type OrderKernel,
} from "../../shared/ranking/kernel";
import { drawValue } from "../../shared/ranking/kernel/random";
import { type AcceptabilityProblem, summarise } from "../../shared/ranking/robustness";

const ROWS = 100_000;
const SMAA_ROWS = 500;
const CRITERIA = 12;
const SEED = 2026;

type Task = "order" | "raw" | "smaa10k" | "smaa100k";

interface Peer {
  readonly name: string;
  readonly times: Readonly<Record<Task, readonly number[]>>;
  readonly order: Float64Array;
  readonly rawOrder: Float64Array;
  readonly acceptability: Float64Array;
}

interface Line {
  readonly task: string;
  readonly variant: string;
  readonly milliseconds: number;
  readonly numpy: number | null;
  readonly goal: number | null;
}

/** Runs all tasks and prints the table; 1 when a result is wrong, else 0 (a missed goal is printed, not hidden). */
export async function run(options: {
  readonly kernel: string;
  readonly worker: string;
  readonly peer: URL;
  readonly args: readonly string[];
}): Promise<number> {
  const rounds = Math.max(Number(valueOf(options.args, "--rounds") ?? 7), 7);
  const module = new WebAssembly.Module(readFileSync(options.kernel));
  const instantiate: Instantiate = () => new WebAssembly.Instance(module).exports as unknown as KernelExports;
  const weights = normalised(Float64Array.from({ length: CRITERIA }, (_, c) => uniform(c, 1)));
  const table = makeTable(ROWS, 2);
  const smaaTable = makeTable(SMAA_ROWS, 3);

  console.log(`${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, Node ${process.version}, ${rounds} rounds`);
  const peer = runPeer(fileURLToPath(options.peer), weights, table, smaaTable, rounds);
  console.log(peer === null ? "" : `Peer: ${peer.name}, as many threads as it takes by itself\n`);

  const wrong: string[] = [];
  const lines: Line[] = [];
  const add = (task: string, variant: string, times: readonly number[], key: Task, goal: number | null) => {
    lines.push({ task, variant, milliseconds: median(times), numpy: peer && median(peer.times[key]), goal });
  };

  for (const kernel of [createWasmOrderKernel(table, instantiate()), createTypedArrayOrderKernel(table)]) {
    const goal = kernel.name === "WebAssembly SIMD" ? 10 : null;
    const prepared = time(rounds * 5, () => kernel.run(weights));
    if (peer !== null && !sameOrder(kernel, peer.order)) wrong.push(`order of ${kernel.name}`);
    add("score and order, from values", kernel.name, prepared, "order", goal);
  }
  for (const make of [
    (columns: Float64Array[]) => createWasmOrderKernel(columns, instantiate()),
    (columns: Float64Array[]) => createTypedArrayOrderKernel(columns),
  ]) {
    let last: OrderKernel | null = null;
    const times = time(rounds, () => {
      last = make(table.map(minMax));
      last.run(weights);
    });
    const kernel = last as OrderKernel | null;
    if (peer !== null && kernel !== null && !sameOrder(kernel, peer.rawOrder)) wrong.push(`order of ${kernel.name}`);
    add("the same, from raw measures", kernel?.name ?? "", times, "raw", null);
  }

  const problem: AcceptabilityProblem = { values: { low: smaaTable, high: smaaTable }, seed: SEED };
  let reference: Uint32Array | null = null;
  let firstPicture: number[] = [];
  for (const [workers, plain] of [
    [2, false],
    [1, false],
    [2, true],
    [1, true],
  ] as const) {
    const client = createRobustnessClient({
      workers,
      createWorker: () => threadPort(options.worker),
      kernel: async () => (plain ? null : module),
    });
    await analyse(client, problem, 20_000);
    for (const [key, samples, goal] of [
      ["smaa10k", 10_000, 6],
      ["smaa100k", 100_000, 8],
    ] as const) {
      const runs: { total: number; first: number }[] = [];
      for (let round = 0; round < rounds; round++) {
        const result = await analyse(client, problem, samples);
        runs.push(result);
        if (samples === 100_000) {
          reference ??= result.last.counts.ranks.slice();
          if (!result.last.counts.ranks.every((count, k) => count === reference?.[k]))
            wrong.push("counts differ between kernels");
          if (peer !== null && round === 0) wrong.push(...compare(result.last, peer.acceptability));
        }
      }
      const counted = goal !== null && workers === 2 && !plain ? goal : null;
      const variant = `${plain ? "typed arrays" : "WebAssembly SIMD"}, ${workers} worker${workers > 1 ? "s" : ""}`;
      add(
        `SMAA full ranks, ${samples.toLocaleString("en")}`,
        variant,
        runs.map(({ total }) => total),
        key,
        counted,
      );
      if (counted !== null && samples === 100_000) firstPicture = runs.map(({ first }) => first);
    }
    client.dispose();
  }

  print(lines);
  const first = median(firstPicture);
  console.log(
    `\nFirst picture (2 workers, WebAssembly SIMD): ${first.toFixed(1)} ms; goal 50 ms: ${first <= 50 ? "met" : "MISSED"}`,
  );
  for (const message of new Set(wrong)) console.error(`WRONG RESULT: ${message}`);
  const file = valueOf(options.args, "--json");
  if (file !== undefined) {
    const report = { peer: peer?.name ?? null, rounds, firstPicture: first, lines, wrong };
    writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  }
  return wrong.length === 0 ? 0 : 1;
}

function valueOf(args: readonly string[], name: string): string | undefined {
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

function time(rounds: number, task: () => void): number[] {
  for (let warm = 0; warm < 5; warm++) task();
  return Array.from({ length: rounds }, () => {
    const start = performance.now();
    task();
    return performance.now() - start;
  });
}

/** Debian's Python first: its python3-numpy is the named peer. */
function runPeer(
  script: string,
  weights: Float64Array,
  table: Float64Array[],
  smaaTable: Float64Array[],
  rounds: number,
): Peer | null {
  const folder = mkdtempSync(path.join(tmpdir(), "parkwise-bench-"));
  try {
    const rowMajor = (columns: readonly Float64Array[], rows: number) =>
      Float64Array.from(
        { length: rows * CRITERIA },
        (_, k) => columns[k % CRITERIA]?.[Math.floor(k / CRITERIA)] ?? NaN,
      );
    const tables = [weights, rowMajor(table, ROWS), rowMajor(smaaTable, SMAA_ROWS)];
    const file = path.join(folder, "table.bin");
    const out = path.join(folder, "result.bin");
    writeFileSync(file, Buffer.concat(tables.map((part) => Buffer.from(part.buffer))));
    for (const python of ["/usr/bin/python3", "python3"]) {
      const args = [script, file, ROWS, SMAA_ROWS, CRITERIA, rounds, out].map(String);
      const { status, stdout } = spawnSync(python, args, { encoding: "utf8" });
      if (status !== 0) continue;
      const { version, times } = JSON.parse(stdout) as { version: string; times: Peer["times"] };
      const results = new Float64Array(Uint8Array.from(readFileSync(out)).buffer);
      return {
        name: `NumPy ${version} (${python})`,
        times,
        order: results.subarray(0, ROWS),
        rawOrder: results.subarray(ROWS, 2 * ROWS),
        acceptability: results.subarray(2 * ROWS),
      };
    }
    console.log("SKIPPED the comparison: no Python 3 with NumPy here (Debian: apt install python3-numpy).");
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same order, but for neighbours whose scores differ only by rounding (NumPy adds in another order). */
function sameOrder(kernel: OrderKernel, order: Float64Array): boolean {
  return order.every((row, place) => {
    const own = kernel.order[place] as number;
    return own === row || Math.abs((kernel.scores[own] as number) - (kernel.scores[row] as number)) < 1e-14;
  });
}

/** Both sample: acceptabilities must agree within six standard errors of their difference. */
function compare(update: RobustnessUpdate, acceptability: Float64Array): string[] {
  let worst = 0;
  for (const [i, row] of summarise(update.counts).acceptability.entries()) {
    for (const [r, p] of row.entries()) {
      const q = acceptability[i * SMAA_ROWS + r] as number;
      const middle = (p + q) / 2;
      if (middle > 0)
        worst = Math.max(worst, Math.abs(p - q) / Math.sqrt((2 * middle * (1 - middle)) / update.samples + 1e-9));
    }
  }
  return worst < 6.5 ? [] : [`acceptabilities are ${worst.toFixed(1)} standard errors from NumPy's`];
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
  console.log(
    "task                              variant                          ms      NumPy ms   times NumPy   goal",
  );
  for (const { task, variant, milliseconds, numpy, goal } of lines) {
    const ratio = numpy === null ? null : numpy / milliseconds;
    const verdict =
      goal === null ? "" : ratio === null ? `${goal} (not compared)` : `${goal} ${ratio >= goal ? "met" : "MISSED"}`;
    console.log(
      `${task.padEnd(34)}${variant.padEnd(29)}${milliseconds.toFixed(2).padStart(8)}` +
        `${(numpy === null ? "-" : numpy.toFixed(1)).padStart(12)}${(ratio === null ? "-" : ratio.toFixed(1)).padStart(12)}     ${verdict}`,
    );
  }
}
