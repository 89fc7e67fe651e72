/**
 * `npm run bench:engine`: builds what the benchmark runs (itself, its worker, the kernel), then runs it.
 * `--rounds N` sets how often each task is timed (default 7); `--json FILE` writes the figures as well,
 * `--only order` leaves the samples out.
 */
import { pathToFileURL } from "node:url";
import { bundle } from "../../build/bundle.mjs";
import { compileKernel } from "../../build/wasm.mjs";

const kernel = await compileKernel();
const worker = await bundle({
  entry: "tests/bench/engine-worker.ts",
  outFile: ".cache/bench/engine-worker.mjs",
  packages: false,
});
const main = await bundle({ entry: "tests/bench/engine.ts", outFile: ".cache/bench/engine.mjs", packages: false });
const { run } = await import(pathToFileURL(main).href);
process.exitCode = await run({
  kernel,
  worker,
  peer: new URL("numpy_peer.py", import.meta.url),
  args: process.argv.slice(2),
});
