/**
 * The loopback server behind the browser twin: it serves the built app (dist/renderer) to this machine
 * and to nothing else. It listens on 127.0.0.1 only, answers GET and HEAD only, and only when the Host
 * header is its own address (so that a page on the web cannot reach it through a rebound name).
 */
import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";

/** Where any Parkwise server says who it is: {"app": "parkwise", "build": "<id>"}. */
export const IDENTITY_PATH = "/.well-known/parkwise";

/**
 * Sent with every answer. The policy is the desktop app's, but for the trusted-types pair: Chromium
 * refuses to register a service worker under it, and the browser twin needs one to start offline.
 * Nothing from elsewhere is allowed in; no address but this server's can be asked for anything.
 */
export const SECURITY_HEADERS = Object.freeze({
  "Content-Security-Policy": [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join("; "),
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy":
    "camera=(), display-capture=(), geolocation=(), hid=(), microphone=(), payment=(), serial=(), usb=()",
});

/** @type {Readonly<Record<string, string>>} */
const MIME_TYPES = Object.freeze({
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".geojson": "application/geo+json; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml; charset=utf-8",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
});

/** Vite's own files carry a hash of their content in their name. */
const HASHED_ASSET = /[/\\]assets[/\\][^/\\]+-[\w-]{8}\.[a-z0-9.]+$/;

/**
 * Finds the file that a request's target means.
 * @param {string} root absolute path of the folder served
 * @param {string} target the request's target as it came ("/assets/a.js?x")
 * @returns {{ file: string } | { status: 400 | 403 }} an absolute path below `root` (which need not
 *   exist), or the answer to a target that is malformed or leads out
 */
export function resolveTarget(root, target) {
  if (!target.startsWith("/")) return { status: 400 };
  let pathname;
  try {
    pathname = decodeURIComponent(/** @type {string} */ (target.split(/[?#]/, 1)[0]));
  } catch {
    return { status: 400 };
  }
  if (/[\0\\:]/.test(pathname)) return { status: 400 };
  if (pathname.endsWith("/")) pathname += "index.html";
  const file = path.resolve(root, `.${pathname}`);
  if (!file.startsWith(root + path.sep)) return { status: 403 };
  return { file };
}

/**
 * @typedef {object} RunningServer
 * @property {string} url "http://127.0.0.1:<port>/"
 * @property {number} port
 * @property {() => Promise<void>} close ends it and every open connection
 */

/**
 * Starts the server.
 * @param {object} options
 * @param {string} options.folder the built app
 * @param {number} options.port 0 takes any free one
 * @param {string} options.buildId told at IDENTITY_PATH
 * @returns {Promise<RunningServer>}
 * @throws the system's error when the port cannot be had (code EADDRINUSE, EACCES)
 */
export async function startServer({ folder, port, buildId }) {
  const root = await realpath(folder);
  let host = "";
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      console.error(`${request.method} ${request.url}: ${error.message}`);
      if (response.headersSent) response.destroy();
      else finish(response, 500, "Could not read this file; see the terminal.");
    });
  });

  /**
   * @param {import("node:http").IncomingMessage} request
   * @param {import("node:http").ServerResponse} response
   */
  async function answer(request, response) {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    if (request.headers.host !== host) {
      return finish(response, 421, `Parkwise answers at http://${host}/ only.`);
    }
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("Allow", "GET, HEAD");
      return finish(response, 405, "Only GET and HEAD.");
    }
    const target = request.url ?? "";
    if (target === IDENTITY_PATH) {
      response.setHeader("Content-Type", MIME_TYPES[".json"] ?? "");
      response.setHeader("Cache-Control", "no-store");
      return response.end(JSON.stringify({ app: "parkwise", build: buildId }));
    }
    const resolved = resolveTarget(root, target);
    if ("status" in resolved) return finish(response, resolved.status, "Not an address of this app.");
    return sendFile(resolved.file, request, response);
  }

  /**
   * @param {string} file
   * @param {import("node:http").IncomingMessage} request
   * @param {import("node:http").ServerResponse} response
   */
  async function sendFile(file, request, response) {
    let found;
    try {
      // A link inside the folder must not lead out of it.
      if ((await realpath(file)) !== file) return finish(response, 403, "Not an address of this app.");
      found = await stat(file);
    } catch {
      return finish(response, 404, "Not found.");
    }
    const type = MIME_TYPES[path.extname(file)];
    if (!found.isFile() || type === undefined) return finish(response, 404, "Not found.");
    const tag = `"${found.size.toString(36)}-${Math.round(found.mtimeMs).toString(36)}"`;
    response.setHeader("Content-Type", type);
    response.setHeader("ETag", tag);
    response.setHeader("Cache-Control", HASHED_ASSET.test(file) ? "public, max-age=31536000, immutable" : "no-cache");
    if (request.headers["if-none-match"] === tag) {
      response.statusCode = 304;
      return response.end();
    }
    response.setHeader("Content-Length", found.size);
    if (request.method === "HEAD") return response.end();
    await new Promise((resolve, reject) => {
      const stream = createReadStream(file);
      stream.on("error", reject);
      response.on("close", () => {
        stream.destroy();
        resolve(undefined);
      });
      stream.pipe(response);
    });
  }

  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      server.removeListener("error", reject);
      resolve(undefined);
    });
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  host = `127.0.0.1:${address.port}`;
  return {
    url: `http://${host}/`,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Asks what listens at a port of this machine.
 * @param {number} port
 * @returns {Promise<{ build: string } | null>} the build of the Parkwise there, or null when it is something else
 */
export async function probe(port) {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${IDENTITY_PATH}`, {
      signal: AbortSignal.timeout(1500),
      redirect: "error",
    });
    const identity = /** @type {unknown} */ (await response.json());
    if (identity === null || typeof identity !== "object") return null;
    if (!("app" in identity) || identity.app !== "parkwise") return null;
    return { build: "build" in identity && typeof identity.build === "string" ? identity.build : "" };
  } catch {
    return null;
  }
}

/**
 * @param {import("node:http").ServerResponse} response
 * @param {number} status
 * @param {string} text
 */
function finish(response, status, text) {
  response.statusCode = status;
  response.setHeader("Content-Type", "text/plain; charset=utf-8");
  response.setHeader("Cache-Control", "no-store");
  response.end(`${text}\n`);
}
