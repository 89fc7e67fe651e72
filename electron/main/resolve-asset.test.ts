import path from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { answerAppRequest } from "./app-protocol";
import { resolveAsset } from "./resolve-asset";

const root = path.resolve("/srv/app/dist/renderer");
const resolve = (address: string, method = "GET") => resolveAsset(root, method, `app://parkwise${address}`);

it("answers the root with the page and files with their type", () => {
  expect(resolve("/")).toEqual({
    status: 200,
    file: path.join(root, "index.html"),
    contentType: "text/html; charset=utf-8",
  });
  expect(resolve("/assets/a-1.js")).toMatchObject({ status: 200, contentType: "text/javascript; charset=utf-8" });
  expect(resolve("/kernel.wasm")).toMatchObject({ contentType: "application/wasm" });
});

it.each(["HEAD", "POST", "PUT", "DELETE", "OPTIONS", "get"])("refuses the method %s", (method) => {
  expect(resolve("/", method)).toEqual({ status: 405 });
});

it.each([
  ["/assets/unknown.exe", 404],
  ["/assets", 404],
  ["/..%2fpackage.json", 403],
  ["/%2e%2e%2f%2e%2e%2fetc%2fpasswd.json", 403],
  ["/a/..%2f..%2frenderer-evil/x.json", 403],
  ["/..%5cpackage.json", 403],
  ["/C:%5cWindows%5cwin.json", 403],
  ["/index.html:stream", 403],
  ["/index.html%00.json", 403],
  ["/%ff.json", 400],
])("%s -> %i", (address, status) => {
  expect(resolve(address)).toEqual({ status });
});

it("never leads out of the root, whatever is asked", () => {
  const piece = fc.constantFrom(
    "..",
    ".",
    "%2e",
    "%2e%2e",
    "%2f",
    "%5c",
    "/",
    "\\",
    "a",
    "%00",
    "%",
    ":",
    "index.html",
    "//",
    "%25",
    "?",
    "#",
    "é",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const answer = resolve(`/${pieces.join("")}`);
      if (answer.status === 200) expect(answer.file.startsWith(root + path.sep)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

it("sends the policy and the guards with refusals too", async () => {
  for (const [address, status] of [
    ["app://parkwise/none.js", 404],
    ["app://other/", 404],
    ["app://parkwise/", 200],
  ] as const) {
    const read = async (file: string) => {
      if (file.endsWith("index.html")) return new Uint8Array([1]);
      throw new Error("ENOENT");
    };
    const response = await answerAppRequest(root, { method: "GET", url: address }, read);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("referrer-policy")).toBe("no-referrer");
  }
});
