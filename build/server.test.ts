import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { probe, type RunningServer, resolveTarget, startServer } from "./server.mjs";

const ROOT = path.resolve("/srv/app");

test.each([
  ["/", "index.html"],
  ["/index.html", "index.html"],
  ["/assets/a-12345678.js?v=1", "assets/a-12345678.js"],
  ["/assets/../index.html", "index.html"],
  ["/catalogue/b%C3%A1c.json", "catalogue/bác.json"],
])("%s is a file of the app", (target, file) => {
  expect(resolveTarget(ROOT, target)).toEqual({ file: path.join(ROOT, file) });
});

test.each([
  ["/../app-of-another/index.html", 403],
  ["/..", 403],
  ["/../../etc/passwd", 403],
  ["/%2e%2e/%2e%2e/etc/passwd", 403],
  ["/..%2f..%2fetc/passwd", 403],
  ["/..%5c..%5cwindows", 400],
  ["/C:/windows", 400],
  ["/a%00.js", 400],
  ["/%e0%a4%a", 400],
  ["http://parkwise.example/", 400],
  ["*", 400],
  ["", 400],
])("%s is none: %i", (target, status) => {
  expect(resolveTarget(ROOT, target)).toEqual({ status });
});

describe("a running server", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "parkwise-server-"));
  let server: RunningServer;
  beforeAll(async () => {
    mkdirSync(path.join(folder, "app/assets"), { recursive: true });
    writeFileSync(path.join(folder, "secret.json"), '"secret"');
    writeFileSync(path.join(folder, "app/engine.wasm"), "");
    writeFileSync(path.join(folder, "app/map.geojson"), "{}");
    writeFileSync(path.join(folder, "app/app.webmanifest"), "{}");
    writeFileSync(path.join(folder, "app/notes.sh"), "");
    symlinkSync(path.join(folder, "secret.json"), path.join(folder, "app/link.json"));
    server = await startServer({ folder: path.join(folder, "app"), port: 0, buildId: "abc" });
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  test.each([
    ["engine.wasm", "application/wasm"],
    ["map.geojson", "application/geo+json; charset=utf-8"],
    ["app.webmanifest", "application/manifest+json; charset=utf-8"],
  ])("%s has its type", async (file, type) => {
    const answer = await fetch(server.url + file);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe(type);
  });

  test("a link that leads out, a kind of file that no app has, and a folder are not served", async () => {
    expect((await fetch(`${server.url}link.json`)).status).toBe(403);
    expect((await fetch(`${server.url}notes.sh`)).status).toBe(404);
    expect((await fetch(`${server.url}assets`)).status).toBe(404);
  });

  test("says who it is, and a second one cannot take its port", async () => {
    expect(await probe(server.port)).toEqual({ build: "abc" });
    await expect(startServer({ folder, port: server.port, buildId: "" })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  test("once closed nothing answers there", async () => {
    const other = await startServer({ folder, port: 0, buildId: "x" });
    await other.close();
    expect(await probe(other.port)).toBeNull();
  });
});
