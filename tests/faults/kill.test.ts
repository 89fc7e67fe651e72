/**
 * Kills Chromium (SIGKILL, every process of it) at seeded moments of saves, imports, restores and
 * catalogue loads, and opens the same profile again: every confirmed operation is there, the one under
 * way is wholly there or wholly absent, the database opens. A short series here; `npm run test:faults`
 * runs 200 rounds. PARKWISE_FAULT_SEED repeats a schedule.
 */
import { rmSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningServer } from "../../build/server.mjs";
import { freshFolder } from "../support/browser";
import { openSession, pause, type Session, serveFaultPage } from "./harness";
import { after, EMPTY_STATE, type Operation, operationsOf, randomFrom, type StoreState, VARIANTS } from "./operations";

const ROUNDS = Number(process.env.PARKWISE_FAULT_ROUNDS ?? 6);
const SEED = Number(process.env.PARKWISE_FAULT_SEED ?? 20_261_121);
/** Every so many rounds a first run is killed instead. */
const FIRST_RUN_EVERY = 6;

let server: RunningServer;
beforeAll(async () => {
  server = await serveFaultPage();
});
afterAll(() => server.close());

test(`${ROUNDS} kills on schedule ${SEED}: nothing confirmed is lost, nothing is torn`, {
  timeout: ROUNDS * 60_000,
}, async () => {
  const random = randomFrom(SEED);
  const profile = freshFolder("parkwise-faults-");
  const figures = { kills: 0, firstRuns: 0, confirmed: 0, underWay: 0, underWayKept: 0, underWayAbsent: 0 };
  const byType: Record<string, number> = {};
  let state = EMPTY_STATE;
  /** The states that the next opening may find: without and with the operation that was under way. */
  let possible: readonly StoreState[] = [state];

  for (let round = 0; round < ROUNDS; round++) {
    if (round % FIRST_RUN_EVERY === 0) {
      await killFirstRun(random);
      figures.firstRuns++;
      figures.kills++;
    }
    const session = await openSession(server.url, profile);
    state = await found(session, possible, round);
    if (possible.length === 2 && !same(possible[0], possible[1])) {
      if (same(state, possible[1])) figures.underWayKept++;
      else figures.underWayAbsent++;
    }
    const operations = operationsOf(round, random);
    const heard = await runUntilKilled(session, operations, random);
    figures.kills++;
    figures.confirmed += heard.confirmed;
    const reached = operations.slice(0, heard.confirmed).reduce(after, state);
    const next = operations[heard.confirmed];
    if (next !== undefined && heard.begun > heard.confirmed) {
      figures.underWay++;
      byType[next.type] = (byType[next.type] ?? 0) + 1;
    }
    // The page goes on between its last report and the kill: at most into the next operation.
    possible = next === undefined ? [reached] : [reached, after(reached, next)];
  }
  const last = await openSession(server.url, profile);
  await found(last, possible, ROUNDS);
  await last.browser.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 3 });

  console.log(
    `kills ${figures.kills} (of these ${figures.firstRuns} in a first run), confirmed operations ${figures.confirmed}, lost 0, torn 0; ` +
      `under way at the kill ${figures.underWay} (${Object.entries(byType)
        .map(([type, n]) => `${type} ${n}`)
        .join(", ")}): ` +
      `wholly there ${figures.underWayKept}, wholly absent ${figures.underWayAbsent}`,
  );
  expect(figures.confirmed).toBeGreaterThan(0);
});

/** Opens, checks that the store is ready and holds one of the possible states; returns which. */
async function found(session: Session, possible: readonly StoreState[], round: number): Promise<StoreState> {
  expect(await session.call("rest"), `round ${round}`).toMatchObject({ phase: "ready" });
  const actual = await session.call("state");
  const match = possible.find((candidate) => same(candidate, actual));
  if (match === undefined)
    expect(actual, `round ${round}: neither without nor with the operation under way`).toEqual(possible[0]);
  expect(await session.call("events"), `round ${round}`).toEqual([]);
  return match ?? actual;
}

/** Runs operations and kills the browser at a random step; returns what had been heard by then. */
async function runUntilKilled(
  session: Session,
  operations: readonly Operation[],
  random: () => number,
): Promise<{ confirmed: number; begun: number }> {
  const from = session.steps.length;
  const target = 1 + Math.floor(random() * (operations.length * 2 - 1));
  // Most operations take some milliseconds, a catalogue load some hundred.
  const jitter = random() * ([10, 10, 60, 400][Math.floor(random() * 4)] ?? 0);
  // Ends with an error when the page is killed under it.
  const running = session.call("run", operations).catch(() => {});
  await session.stepsAhead(target);
  await pause(jitter);
  await session.kill();
  await running;
  const steps = session.steps.slice(from);
  expect(steps.filter((step) => step.startsWith("refused"))).toEqual([]);
  return {
    confirmed: steps.filter((step) => step.startsWith("confirmed")).length,
    begun: steps.filter((step) => step.startsWith("begun")).length,
  };
}

/** A first run in a new profile, killed while it opens, loads or has just loaded the catalogue. */
async function killFirstRun(random: () => number): Promise<void> {
  const profile = freshFolder("parkwise-faults-first-");
  const session = await openSession(server.url, profile);
  await session.stepsAhead(Math.floor(random() * 14)).catch(() => {});
  await pause(random() < 0.5 ? 0 : random() * 40);
  await session.kill();
  const again = await openSession(server.url, profile);
  expect(await again.call("rest")).toMatchObject({ phase: "ready" });
  expect(await again.call("state")).toEqual(EMPTY_STATE);
  expect((await again.call("state")).catalogue.parks).toBe(VARIANTS.a.parks);
  await again.browser.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
}

function same(a: unknown, b: unknown): boolean {
  return sorted(a) === sorted(b);
}

/** JSON with keys in one order. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    member !== null && typeof member === "object" && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
