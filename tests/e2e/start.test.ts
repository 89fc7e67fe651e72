/**
 * `npm start` as a user runs it: real processes, a copy of nothing, the app that was built. The browser
 * window itself is not opened (that needs a display); the address is opened in the test browser instead.
 */
import { readFileSync, statSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { hashInputs } from "../../build/freshness.mjs";
import { DATABASE_NAME } from "../../shared/contract";
import { freshFolder, openBrowser } from "../support/browser";
import { ROOT } from "../support/built-app";
import { endStarted, npmStart, startParkwise as start } from "../support/start-process";

const servers: Server[] = [];

afterEach(() => {
  endStarted();
  for (const server of servers.splice(0)) server.close();
});

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** A request whose path and headers go out exactly as given (fetch would tidy them). */
function ask(url: string, target: string, method = "GET", headers: Record<string, string> = {}): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, path: target, method, headers, agent: false }, (response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => (body += chunk.toString()));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}

/** A program that is not Parkwise, at a port of its own. */
async function otherProgram(): Promise<number> {
  const server = createServer((_request, response) => response.end("something else"));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

describe("serving without a window", () => {
  test("prints the address once it answers, serves the app with strict headers and ends on Ctrl-C", async () => {
    const app = start(["--no-open", "--browser", "--port", "0"]);
    const url = await app.url;
    const page = await ask(url, "/");
    expect(page.status).toBe(200);
    expect(page.body).toContain("<title>Parkwise</title>");
    expect(page.headers["content-security-policy"]).toContain("default-src 'none'; script-src 'self'");
    expect(page.headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
      "cache-control": "no-cache",
      "content-type": "text/html; charset=utf-8",
    });
    const script = /src="\.(\/assets\/[^"]+\.js)"/.exec(page.body)?.[1] ?? "";
    const asset = await ask(url, script);
    expect(asset.status).toBe(200);
    expect(asset.headers["content-type"]).toBe("text/javascript; charset=utf-8");
    expect(asset.headers["cache-control"]).toContain("immutable");
    const catalogue = await ask(url, "/catalogue/catalogue.json", "HEAD");
    expect(catalogue.status).toBe(200);
    expect(catalogue.body).toBe("");
    const unchanged = await ask(url, "/catalogue/catalogue.json", "GET", {
      "If-None-Match": String(catalogue.headers.etag),
    });
    expect(unchanged.status).toBe(304);

    app.child.kill("SIGINT");
    expect(await app.exit).toBe(0);
    await expect(ask(url, "/")).rejects.toThrow(/ECONNREFUSED/);
  });

  test("answers its own host only, GET and HEAD only, and nothing outside the built app", async () => {
    const app = start(["--no-open", "--browser", "--port", "0"]);
    const url = await app.url;
    const { host, port } = new URL(url);
    for (const foreign of ["parkwise.example", `parkwise.example:${port}`, `localhost:${port}`, "127.0.0.1"]) {
      expect((await ask(url, "/", "GET", { Host: foreign })).status, foreign).toBe(421);
    }
    expect((await ask(url, "/", "GET", { Host: host })).status).toBe(200);
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"]) {
      const refused = await ask(url, "/", method);
      expect(refused.status, method).toBe(405);
      expect(refused.headers["content-security-policy"], method).toContain("default-src 'none'");
    }
    const secret = readFileSync(path.join(ROOT, "package.json"), "utf8");
    const targets = [
      "/../../package.json",
      "/..%2f..%2fpackage.json",
      "/%2e%2e/%2e%2e/package.json",
      "/assets/..%2f..%2f..%2fpackage.json",
      "/..%5c..%5cpackage.json",
      "/%2e%2e%2f.stamp",
      "/../renderer-old/index.html",
      "//etc/passwd",
      "/C:%5cWindows%5cwin.ini",
      "/index.html%00.js",
      "/%zz",
      "http://parkwise.example/package.json",
      "/package.json",
      "/assets",
    ];
    for (const target of targets) {
      const answer = await ask(url, target);
      expect([400, 403, 404], target).toContain(answer.status);
      expect(answer.body, target).not.toContain(secret.slice(0, 40));
      expect(answer.headers["x-content-type-options"], target).toBe("nosniff");
    }
  });

  test("a second start with nothing changed does not build, and joins the Parkwise that runs", async () => {
    const first = start(["--no-open", "--browser", "--port", "0"]);
    const url = await first.url;
    const stamp = path.join(ROOT, "dist/.stamp");
    const { mtimeMs } = statSync(stamp);
    const page = statSync(path.join(ROOT, "dist/renderer/index.html")).mtimeMs;

    const second = start(["--no-open", "--browser", "--port", new URL(url).port]);
    expect(await second.url).toBe(url);
    expect(await second.exit).toBe(0);
    expect(second.output()).toContain("already running");
    expect(second.output()).not.toContain("Building");
    expect(statSync(stamp).mtimeMs).toBe(mtimeMs);
    expect(statSync(path.join(ROOT, "dist/renderer/index.html")).mtimeMs).toBe(page);
    const identity = JSON.parse((await ask(url, "/.well-known/parkwise")).body) as { app: string; build: string };
    expect(identity).toEqual({ app: "parkwise", build: hashInputs().slice(0, 12) });
  });

  test("a port that another program has ends in a message that names --port and what it costs", async () => {
    const port = await otherProgram();
    const app = start(["--no-open", "--browser", "--port", String(port)]);
    expect(await app.exit).toBe(1);
    expect(app.output()).toContain(`port ${port} is taken by another program`);
    expect(app.output()).toContain("--port");
    expect(app.output()).toContain("empty database");
    expect(app.output()).not.toContain("http://127.0.0.1");
  });

  test.each([
    ["an unknown flag", ["--bogus"], "--bogus"],
    ["a word", ["now"], "now"],
    ["a port that is no number", ["--port", "8o80"], '"8o80"'],
    ["a port out of range", ["--port", "65536"], '"65536"'],
    ["an empty folder name", ["--profile-dir", ""], "--profile-dir"],
  ])("%s ends with status 2 and the usage", async (_what, args, named) => {
    const app = start(args);
    expect(await app.exit).toBe(2);
    expect(app.output()).toContain(named);
    expect(app.output()).toContain("Usage: npm start");
  });

  test.for([
    ["Ctrl-C in its terminal", "SIGINT", -1],
    ["npm being asked to end", "SIGTERM", 1],
    ["npm being killed", "SIGKILL", 1],
  ] as const)("npm start ends on %s", async ([_what, signal, whom], context) => {
    if (process.platform === "win32") context.skip("Windows has neither signals nor process groups");
    const app = npmStart(["--no-open", "--browser", "--port", "0"]);
    const url = await app.url;
    expect((await ask(url, "/")).status).toBe(200);
    // A terminal sends Ctrl-C to the whole group (a negative id).
    process.kill(whom * (app.child.pid ?? Number.NaN), signal);
    await app.exit;
    const answer = (): Promise<string> => ask(url, "/").then(() => "answers", String);
    await expect.poll(answer, { timeout: 10_000 }).toContain("ECONNREFUSED");
  });

  test("--help explains every flag", async () => {
    const app = start(["--help"]);
    expect(await app.exit).toBe(0);
    for (const flag of ["--browser", "--no-open", "--port", "--profile-dir"]) expect(app.output()).toContain(flag);
  });
});

test("without a display it prints the address and the ten best sites, and serves on", async () => {
  const app = start(["--browser", "--port", "0"], { DISPLAY: "", WAYLAND_DISPLAY: "" });
  const url = await app.url;
  await expect.poll(() => app.output(), { timeout: 30_000 }).toMatch(/^\s*10\b/m);
  expect(app.output()).toContain("no display");
  expect((await ask(url, "/")).status).toBe(200);
  app.child.kill("SIGTERM");
  expect(await app.exit).toBe(0);
});

test("the page runs under the policy, keeps its data under the contract's name and asks nothing of the web", async () => {
  const app = start(["--no-open", "--browser", "--port", "0", "--profile-dir", freshFolder()]);
  const browser = await openBrowser();
  try {
    await browser.page.goto(await app.url);
    expect(await browser.page.title()).toBe("Parkwise");
    const names = () => browser.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
    await expect.poll(names, { timeout: 30_000 }).toContain(DATABASE_NAME);
    expect(await browser.page.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(browser.problems).toEqual([]);
    expect(browser.outsideRequests).toEqual([]);
  } finally {
    await browser.close();
  }
});
