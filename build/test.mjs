/**
 * `npm test`: from a fresh clone to one line of totals. Installs what is missing, finds a browser, builds
 * what is stale, then checks and tests everything. A step's output is shown when it fails. The last line
 * is `N passed, N failed, N skipped`; every check counts as one beside the single tests.
 *
 * While working: `npm test -- lint` (checks), `npm test -- unit [filter...]`, `npm test -- e2e [filter...]`.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { findBrowser } from "./browsers.mjs";
import { installPackages, missingPackages } from "./install.mjs";
import { root } from "./repository.mjs";

/** @typedef {{ code: number, output: string }} Outcome */

const PARTS = ["lint", "unit", "e2e"];
// Ends a step that hangs; on a busy machine of two cores the browser tests alone take a good quarter of an hour.
const STEP_LIMIT_MS = 40 * 60_000;

const totals = { passed: 0, failed: 0 };
/** @type {{ name: string, reason: string }[]} */
const skips = [];
/** @type {Set<import("node:child_process").ChildProcess>} */
const children = new Set();

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.on(signal, () => {
    for (const child of children) endGroup(child);
    process.exit(130);
  });
}

const [part, ...filters] = process.argv.slice(2);
if (part !== undefined && !PARTS.includes(part)) {
  console.error(`Unknown part "${part}". Usage: npm test -- [${PARTS.join(" | ")}] [filter...]`);
  process.exit(2);
}
process.chdir(root);
await testAll();
for (const { name, reason } of skips) console.log(`skipped: ${name}: ${reason}`);
console.log(`${totals.passed} passed, ${totals.failed} failed, ${skips.length} skipped`);
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;

async function testAll() {
  if (missingPackages().length > 0) {
    try {
      await installPackages((child) => children.add(child));
    } catch (error) {
      console.error(String(error));
      totals.failed += 1;
      return;
    }
  }
  const wants = (/** @type {string} */ name) => part === undefined || part === name;
  if (wants("e2e")) await check("browser", prepareBrowser);
  if (wants("e2e")) await check("build", () => node("build/build.mjs", "--if-stale"));
  if (wants("lint")) {
    await check("format and quick rules (biome)", () => bin("@biomejs/biome/bin/biome", ["ci", "--colors=off", "."]));
    await check("typed rules (eslint)", () => bin("eslint/bin/eslint.js", ["--max-warnings=0", "."]));
    await check("types (tsc)", () => bin("typescript/bin/tsc", ["-b"]));
    await check("import rules (dependency-cruiser)", () => node("build/import-rules.mjs"));
    await check("unused code (knip)", () => bin("knip/bin/knip.js", ["--no-config-hints", "--no-progress"]));
  }
  if (part === undefined) await check("size of the first script", () => node("build/size-budget.mjs"), true);
  if (wants("unit")) await vitest("unit");
  if (wants("e2e")) await vitest("e2e");
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
  if (part === undefined && scripts["dist:check"]) {
    await check("package", () => run("npm", ["run", "--silent", "dist:check"], {}, process.platform === "win32"));
  }
}

/**
 * Runs one check and counts it.
 * @param {string} name
 * @param {() => Promise<Outcome>} work
 * @param {boolean} [show] prints the output of a check that passed too
 */
async function check(name, work, show = false) {
  const started = Date.now();
  const { code, output } = await work();
  totals[code === 0 ? "passed" : "failed"] += 1;
  line(code === 0, name, started);
  if (show || code !== 0) console.log(output.trimEnd());
}

/**
 * Runs a project of tests and adds its totals.
 * @param {string} project
 */
async function vitest(project) {
  const started = Date.now();
  const file = path.join(root, `.cache/test/${project}.json`);
  rmSync(file, { force: true });
  const { code, output } = await bin(
    "vitest/vitest.mjs",
    ["run", "--project", project, "--reporter=default", "--reporter=./build/vitest-totals.mjs", ...filters],
    { PARKWISE_TOTALS: file, NO_COLOR: "1" },
  );
  /** @type {import("./vitest-totals.mjs").Totals} */
  const result = existsSync(file)
    ? JSON.parse(readFileSync(file, "utf8"))
    : { passed: 0, failures: ["Vitest did not finish"], skips: [] };
  if (code !== 0 && result.failures.length === 0) result.failures.push(`Vitest ended with code ${code}`);
  totals.passed += result.passed;
  totals.failed += result.failures.length;
  skips.push(...result.skips);
  line(result.failures.length === 0, `${project} tests: ${result.passed} passed`, started);
  if (result.failures.length > 0) {
    console.log(output.trimEnd());
    for (const failure of result.failures) console.log(`failed: ${failure}`);
  }
}

/**
 * Makes sure that there is a browser for the end-to-end tests, installing one if need be.
 * @returns {Promise<Outcome>}
 */
async function prepareBrowser() {
  /** @type {string[]} */
  const tried = [];
  const ways = [
    async () => null,
    playwrightBrowser,
    async () => {
      if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return null;
      const quiet = { DEBIAN_FRONTEND: "noninteractive" };
      await run("apt-get", ["update", "-qq"], quiet);
      tried.push((await run("apt-get", ["install", "-y", "-qq", "chromium"], quiet)).output);
      return null;
    },
    async () => {
      tried.push((await bin("playwright-core/cli.js", ["install", "chromium"])).output);
      return playwrightBrowser();
    },
  ];
  for (const way of ways) {
    const browser = (await way()) ?? findBrowser();
    if (browser === null) continue;
    process.env.PARKWISE_BROWSER = browser;
    return { code: 0, output: browser };
  }
  const advice = "No Chromium-family browser could be found or installed: install one, or name it in PARKWISE_BROWSER.";
  return { code: 1, output: [...tried, advice].join("\n") };
}

/** A browser that Playwright downloaded earlier, or null. */
async function playwrightBrowser() {
  const { chromium } = await import("playwright-core");
  const file = chromium.executablePath();
  return file !== "" && existsSync(file) ? file : null;
}

/**
 * @param {string} script
 * @param {...string} args
 */
function node(script, ...args) {
  return run(process.execPath, [script, ...args]);
}

/**
 * Runs the program of an installed package.
 * @param {string} script below node_modules
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 */
function bin(script, args, env) {
  return run(process.execPath, [path.join("node_modules", script), ...args], env);
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 * @param {boolean} [shell]
 * @returns {Promise<Outcome>}
 */
function run(program, args, env = {}, shell = false) {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, so that a step that hangs is ended with all that it started.
    detached: process.platform !== "win32",
    shell,
  });
  children.add(child);
  let output = "";
  child.stdout.on("data", (data) => (output += data));
  child.stderr.on("data", (data) => (output += data));
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      output += `\nended after ${STEP_LIMIT_MS / 60_000} minutes`;
      endGroup(child);
    }, STEP_LIMIT_MS);
    const done = (/** @type {number} */ code) => {
      clearTimeout(timer);
      children.delete(child);
      resolve({ code, output });
    };
    child.on("error", (error) => {
      output += error.message;
      done(1);
    });
    child.on("close", (code) => done(code ?? 1));
  });
}

/** @param {import("node:child_process").ChildProcess} child */
function endGroup(child) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill();
    else process.kill(-child.pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}

/**
 * @param {boolean} good
 * @param {string} name
 * @param {number} started
 */
function line(good, name, started) {
  console.log(`${good ? "ok  " : "FAIL"}  ${name}  ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
