/** The service worker: opens with the server stopped, shows a new build at once, keeps nothing of others. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { startServer } from "../../build/server.mjs";
import { builtFiles, writeServiceWorker } from "../../build/vite-service-worker.mjs";
import { freshFolder } from "../support/browser";
import { shortlistOf } from "../support/user-data";
import { buildFaultPage, openSession, type Session } from "./harness";

const cacheNames = (session: Session) => session.page.evaluate(() => caches.keys());
const title = (session: Session) => session.page.title();

test("installs, opens without its server, and follows a new build", { timeout: 120_000 }, async () => {
  const folder = await buildFaultPage();
  let server = await startServer({ folder, port: 0, buildId: "1" });
  const profile = freshFolder("parkwise-offline-");

  const first = await openSession(server.url, profile);
  expect(await first.call("rest")).toMatchObject({ phase: "ready" });
  await first.call("run", [{ type: "put", record: shortlistOf("kept") }]);
  await first.call("installWorker");
  const names = await cacheNames(first);
  expect(names).toHaveLength(1);
  const kept = await first.page.evaluate(async () => {
    const cache = await caches.open((await caches.keys())[0] ?? "");
    return (await cache.keys())
      .map(({ url }) => new URL(url))
      .map(({ origin, pathname }) => ({ own: origin === location.origin, pathname }));
  });
  // Every built file but the worker and the maps; and nothing of any other origin.
  expect(kept.map(({ pathname }) => pathname.slice(1)).sort()).toEqual(Object.keys(builtFiles(folder)));
  expect(kept.every(({ own }) => own)).toBe(true);
  await first.browser.close();

  // The server is gone: the whole app opens, lazily loaded parts and catalogue included.
  const { port } = server;
  await server.close();
  const offline = await openSession(server.url, profile);
  expect(await offline.call("rest")).toMatchObject({ phase: "ready" });
  expect(await offline.call("run", [{ type: "put", record: shortlistOf("offline") }])).toEqual([null]);
  expect(Object.keys((await offline.call("state")).shortlists).sort()).toEqual(["kept", "offline"]);
  expect(await title(offline)).toBe("Faults");
  // What is of another origin is neither answered nor kept.
  await offline.page.evaluate(() => fetch("https://example.org/a.json").catch(() => {}));
  expect(
    await offline.page.evaluate(async () => (await caches.match("https://example.org/a.json")) === undefined),
  ).toBe(true);
  await offline.browser.close();

  // A new build at the same address shows at once, before its worker has taken over ...
  const page = path.join(folder, "index.html");
  writeFileSync(page, readFileSync(page, "utf8").replace("<title>Faults", "<title>New build"));
  await writeServiceWorker(folder);
  server = await startServer({ folder, port, buildId: "2" });
  const renewed = await openSession(server.url, profile);
  expect(await renewed.call("rest")).toMatchObject({ phase: "ready" });
  expect(await title(renewed)).toBe("New build");
  await renewed.call("installWorker");
  await expect.poll(() => cacheNames(renewed), { timeout: 20_000 }).not.toEqual(names);
  await expect.poll(() => cacheNames(renewed), { timeout: 20_000 }).toHaveLength(1);
  await renewed.browser.close();

  // ... and is what opens without the server from then on; the old build's files are gone.
  await server.close();
  const last = await openSession(server.url, profile);
  expect(await last.call("rest")).toMatchObject({ phase: "ready" });
  expect(await title(last)).toBe("New build");
  await last.browser.close();
});

test("a file that is not of the build stops the installation: no half-filled cache", { timeout: 120_000 }, async () => {
  const folder = await buildFaultPage();
  const script = readdirSync(path.join(folder, "assets")).find((name) => name.endsWith(".js")) ?? "";
  const worker = path.join(folder, "sw.js");
  const hash = builtFiles(folder)[`assets/${script}`] ?? "none";
  writeFileSync(worker, readFileSync(worker, "utf8").replace(hash, "0".repeat(64)));
  const server = await startServer({ folder, port: 0, buildId: "1" });
  const session = await openSession(server.url);
  expect(await session.call("rest")).toMatchObject({ phase: "ready" });
  const installed = await session.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.register("sw.js");
    const worker = registration.installing;
    if (worker === null) return "nothing to install";
    return new Promise((resolve) => worker.addEventListener("statechange", () => resolve(worker.state)));
  });
  expect(installed).toBe("redundant");
  expect(await cacheNames(session)).toEqual([]);
  await session.browser.close();
  await server.close();
});
