/**
 * The interface's speed beside its peers, in real Chromium and in one run, the sides taking turns: a weight
 * change until the re-sorted table is painted and re-rankings in a drag beside LineUp.js, the start beside a bare
 * page of the same libraries, the first run, and the bundle's size. Every timed picture is checked against an
 * order computed by itself. Goals are printed as they are met or missed; only a wrong picture fails.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
import { startServer } from "../../../build/server.mjs";
import { eagerFiles, FIRST_SCRIPT_BUDGET } from "../../../build/size-budget.mjs";
import { buildDecisionTable } from "../../../shared/ranking/additive/table";
import { BUILTIN_CRITERIA } from "../../../shared/ranking/criteria";
import { DEFAULT_PRESET, findPreset, profileFromPreset } from "../../../shared/ranking/presets";
import { openBrowser } from "../../support/browser";
import type { AppDriver } from "./driver";
import type { StartTimes } from "./start-probe";
import { expand, type PlainTable } from "./synthetic";
import type { Dragged, Timed } from "./timing";

interface Paths {
  readonly app: string;
  readonly peers: string;
  readonly inject: string;
  readonly args: readonly string[];
}

/** What the scripts in the pages put there. */
declare const bench: AppDriver;
declare const startTimes: Promise<StartTimes>;
declare const fill: (entries: readonly object[]) => Promise<unknown>;

/** Goals: `npm run bench` prints them beside the figures. */
const GOAL = {
  painted: (sites: number) => (sites > 20_000 ? 0.1 : 0.12),
  reranks: (sites: number) => (sites > 20_000 ? 45 : 55),
  warmStart: 1,
};
const DRAG_MS = 2_000;
/** Between two changes, so that what follows a change (bands, saving, LineUp's timers) is over. */
const REST_MS = 400;

export async function run({ app, peers, inject, args }: Paths): Promise<number> {
  const rounds = Math.max(Number(optionOf(args, "--rounds") ?? 7), 7);
  const only = optionOf(args, "--only");
  const sizes = optionOf(args, "--sizes")?.split(",").map(Number) ?? [0, 5_000, 20_000, 100_000];
  const loadBefore = loadavg()[0] ?? 0;
  console.log(`${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, Node ${process.version}, ${rounds} rounds`);
  warnOfLoad();
  const appServer = await startServer({ folder: app, port: 0, buildId: "bench" });
  const peerServer = await startServer({ folder: peers, port: 0, buildId: "bench" });
  const scripts = {
    driver: readFileSync(path.join(inject, "driver.js"), "utf8"),
    probe: path.join(inject, "start-probe.js"),
  };
  const report: Record<string, unknown> = { rounds, loadBefore };
  try {
    const sides = { app: appServer.url, peers: peerServer.url, scripts, rounds };
    if (only === undefined || only === "rank") report.ranking = await timeRanking({ ...sides, sizes });
    if (only === undefined || only === "start") report.start = await timeStart(sides);
    if (only === undefined || only === "sizes") report.firstScript = measureSizes(app);
  } finally {
    await appServer.close();
    await peerServer.close();
  }
  report.loadAfter = loadavg()[0];
  warnOfLoad();
  const file = optionOf(args, "--json");
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  return 0;
}

interface Sides {
  readonly app: string;
  readonly peers: string;
  readonly scripts: { readonly driver: string; readonly probe: string };
  readonly rounds: number;
}

async function timeRanking({ app, peers, scripts, rounds, sizes }: Sides & { readonly sizes: readonly number[] }) {
  const own = await openBrowser();
  const peer = await openBrowser();
  try {
    await bypassPolicy(peer.page);
    const meters = { own: await processorMeter(own.page), peer: await processorMeter(peer.page) };
    // Neither side glides rows to their places: LineUp's own animation is switched off.
    await own.page.emulateMedia({ reducedMotion: "reduce" });
    await openApp(own.page, app);
    await own.page.evaluate(scripts.driver);
    const base = await own.page.evaluate(() => bench.read());
    console.log(
      `\nWeight change to painted, re-sorted table, 12 criteria; ms, median [least-most]. The whole app against LineUp.js 4.16 without animation.`,
    );
    console.log(
      "sites    side       shown                  painted                CPU ms       ratio  goal          re-ranks/s  goal        longest frame",
    );
    const results: object[] = [];
    for (const size of sizes) {
      const count = size === 0 ? base.sites.length : size;
      const setup = { base, count, steps: 40 };
      if (size !== 0) {
        await own.page.evaluate(({ base, count }) => bench.store(base, count), setup);
        await openApp(own.page, app);
        await own.page.evaluate(scripts.driver);
      }
      await peer.page.goto(`${peers}peer-lineup/index.html`);
      for (const { page } of [own, peer]) {
        await page.evaluate(({ base, count, steps }) => bench.prepare(base, count, steps), setup);
      }
      const times: Record<"own" | "peer", Timed[]> = { own: [], peer: [] };
      const cpu: Record<"own" | "peer", number[]> = { own: [], peer: [] };
      // One round more than counts: the first warms both up.
      for (let round = 0; round <= rounds; round++) {
        for (const [side, { page }] of Object.entries({ own, peer }) as ["own" | "peer", { page: Page }][]) {
          await page.waitForTimeout(REST_MS);
          const before = await meters[side]();
          const timed = await page.evaluate((at) => bench.time(at), round + 1);
          const spent = (await meters[side]()) - before;
          if (round === 0) continue;
          times[side].push(timed);
          cpu[side].push(spent);
        }
      }
      const drags: Record<"own" | "peer", Dragged[]> = { own: [], peer: [] };
      for (let round = 0; round < 3; round++) {
        drags.own.push(await own.page.evaluate((ms) => bench.drag(ms), DRAG_MS));
        await own.page.waitForTimeout(REST_MS);
        if (round === 0) drags.peer.push(await peer.page.evaluate((ms) => bench.drag(ms), DRAG_MS));
      }
      const of = (side: "own" | "peer") => ({
        shown: times[side].map(({ shown }) => shown),
        painted: times[side].map(({ painted }) => painted),
        cpu: cpu[side],
        reranks: drags[side].map(({ reranks }) => reranks),
        longestFrame: drags[side].map(({ longestFrame }) => longestFrame),
      });
      const sides = { own: of("own"), peer: of("peer") };
      const ratio = median(sides.own.painted) / median(sides.peer.painted);
      const reranks = median(sides.own.reranks);
      for (const side of ["own", "peer"] as const) {
        const figures = sides[side];
        console.log(
          [
            String(count).padEnd(8),
            (side === "own" ? "Parkwise" : "LineUp.js").padEnd(10),
            spread(figures.shown).padEnd(22),
            spread(figures.painted).padEnd(22),
            median(figures.cpu).toFixed(1).padEnd(12),
            (side === "own" ? ratio.toFixed(3) : "").padEnd(6),
            (side === "own" ? verdict(ratio, GOAL.painted(count), "most") : "").padEnd(13),
            median(figures.reranks).toFixed(1).padStart(10),
            ` ${side === "own" ? verdict(reranks, GOAL.reranks(count), "least") : ""}`.padEnd(12),
            `${median(figures.longestFrame).toFixed(0)} ms`,
          ].join(" "),
        );
      }
      results.push({ count, ...sides, ratio });
    }
    complain(own.problems);
    return results;
  } finally {
    await own.close();
    await peer.close();
  }
}

async function timeStart({ app, peers, scripts, rounds }: Sides) {
  const own = await openBrowser();
  const peer = await openBrowser();
  try {
    await bypassPolicy(peer.page);
    for (const { page } of [own, peer]) await page.addInitScript({ path: scripts.probe });
    await openApp(own.page, app);
    const expected = (await own.page.evaluate(() => startTimes)).first;
    await own.page.evaluate(scripts.driver);
    const base = await own.page.evaluate(() => bench.read());
    const parks = await own.page.evaluate(readParks);
    const entries = peerEntries(base);
    const withFacts = entries.map((entry) => ({ ...parks[entry.id], ...entry }));
    const pages = [
      { name: "Parkwise, whole app", page: own.page, address: app, times: [] as StartTimes[] },
      {
        name: "bare page, bare sites",
        page: peer.page,
        address: `${peers}peer-bare/index.html`,
        times: [] as StartTimes[],
      },
      {
        name: "bare page, parks with facts",
        page: peer.page,
        address: `${peers}peer-bare/index.html#facts`,
        times: [] as StartTimes[],
      },
    ];
    for (const [{ address }, rows] of [
      [pages[1], entries],
      [pages[2], withFacts],
    ] as [{ address: string }, object[]][]) {
      await freshStart(peer.page, address);
      await peer.page.evaluate((all) => fill(all), rows);
    }
    for (let round = -1; round < rounds; round++) {
      for (const { page, address, times } of pages) {
        await freshStart(page, address);
        const start = await page.evaluate(() => startTimes);
        if (page === own.page && String(start.first) !== String(expected)) {
          throw new Error(`The first rows were ${start.first.join(", ")}, not ${expected.join(", ")}.`);
        }
        await page.waitForTimeout(REST_MS);
        if (round >= 0) times.push(start);
      }
    }
    console.log(
      `\nStart with a filled database to first painted ranking, ${base.sites.length} parks; ms from navigation.`,
    );
    const painted = pages.map(({ times }) => times.map((time) => time.painted));
    const ratios = painted.map((all) => median(painted[0] ?? []) / median(all));
    for (const [at, { name, times }] of pages.entries()) {
      const line = [
        name.padEnd(28),
        spread(times.map((time) => time.shown)).padEnd(22),
        spread(painted[at] ?? []).padEnd(22),
      ];
      if (at > 0)
        line.push(`ratio ${(ratios[at] ?? NaN).toFixed(2)} ${verdict(ratios[at] ?? NaN, GOAL.warmStart, "most")}`);
      console.log(line.join(" "));
    }
    complain(own.problems);

    const firstRuns: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const fresh = await openBrowser();
      await fresh.page.addInitScript({ path: scripts.probe });
      await fresh.page.goto(app);
      firstRuns.push((await fresh.page.evaluate(() => startTimes)).painted);
      await fresh.close();
    }
    console.log(`First run, empty profile, catalogue loaded: ${spread(firstRuns)} ms to first painted ranking`);
    return { ...Object.fromEntries(pages.map(({ name, times }) => [name, times])), firstRuns };
  } finally {
    await own.close();
    await peer.close();
  }
}

/** Opens the address as a start: a change of only the part behind # would not load anything. */
async function freshStart(page: Page, address: string): Promise<void> {
  await page.goto("about:blank");
  // What the page before takes to go away is no part of a start.
  await page.waitForTimeout(REST_MS);
  await page.goto(address, { waitUntil: "load" });
}

/** Every park as the app keeps it, by id. Runs in the page. */
function readParks(): Promise<Record<string, object>> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("parkwise");
    request.onerror = () => reject(new Error(String(request.error)));
    request.onsuccess = () => {
      const db = request.result;
      const all = db.transaction("parks").objectStore("parks").getAll();
      all.onerror = () => reject(new Error(String(all.error)));
      all.onsuccess = () => {
        db.close();
        resolve(Object.fromEntries((all.result as { id: string }[]).map((park) => [park.id, park])));
      };
    };
  });
}

/** The same sites and values for the bare page. */
function peerEntries(base: PlainTable) {
  const sites = expand(base, base.sites.length);
  const preset = findPreset(DEFAULT_PRESET);
  if (preset === undefined) throw new Error("There is no default preset.");
  const table = buildDecisionTable(sites, BUILTIN_CRITERIA, profileFromPreset(preset), base.reference);
  return sites.sites.map((site, row) => ({ ...site, values: table.central.map((column) => column[row] ?? 0) }));
}

function measureSizes(app: string) {
  const files = eagerFiles(app);
  const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
  const first = files.filter(({ file }) => file.endsWith(".js")).reduce((sum, { gzip }) => sum + gzip, 0);
  console.log("\nLoaded before the first picture");
  for (const { file, bytes, gzip } of files) console.log(`  ${file}: ${kilobytes(bytes)}, gzip ${kilobytes(gzip)}`);
  console.log(
    `First JavaScript: ${kilobytes(first)} gzip ${verdict(first / 1000, FIRST_SCRIPT_BUDGET / 1000, "most")}`,
  );
  return first;
}

async function openApp(page: Page, address: string): Promise<void> {
  await page.goto("about:blank");
  await page.goto(address);
  await page.waitForSelector('[role=grid] [aria-rowindex="2"]', { state: "attached", timeout: 60_000 });
}

/** The peers put style sheets into their pages, which the app's server would have refused. */
async function bypassPolicy(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Page.setBypassCSP", { enabled: true });
}

/** Processor time of the page's main thread so far, in ms: what other programs hardly change. */
async function processorMeter(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN) * 1000;
  };
}

function complain(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(`The app reported problems while it was timed:\n${problems.join("\n")}`);
}

function warnOfLoad(): void {
  const [load = 0] = loadavg();
  const cores = availableParallelism();
  const busy = load > cores ? `: BUSY MACHINE, only the ratios mean something, and they little` : "";
  console.log(`Load ${load.toFixed(1)} on ${cores} cores${busy}`);
}

function optionOf(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function spread(values: readonly number[]): string {
  return `${median(values).toFixed(1)} [${Math.min(...values).toFixed(1)}-${Math.max(...values).toFixed(1)}]`;
}

function verdict(value: number, goal: number, kind: "most" | "least"): string {
  const met = kind === "most" ? value <= goal : value >= goal;
  return `${kind === "most" ? "<=" : ">="} ${goal} ${met ? "met" : "MISSED"}`;
}
