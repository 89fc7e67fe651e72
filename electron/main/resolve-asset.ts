/**
 * Which file answers an `app://` request. Pure: a method, an address and a root folder in, a file path or
 * an HTTP status out. Everything that is not plainly a file below the root is refused.
 */
import path from "node:path";
import { isAppUrl } from "./app-url";

export type AssetAnswer =
  | { readonly status: 200; readonly file: string; readonly contentType: string }
  | { readonly status: 400 | 403 | 404 | 405 };

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".geojson": "application/geo+json; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** Backslash, colon (drives, alternate streams), control characters: never in the name of an app file. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const FORBIDDEN = /[\\:\u0000-\u001f\u007f]/;

/**
 * @param root absolute folder of the built renderer
 * @returns 405 for other methods than GET, 404 for other hosts and unknown file types, 400 for malformed
 *   escapes, 403 for whatever leads out of the root
 */
export function resolveAsset(root: string, method: string, address: string): AssetAnswer {
  if (method !== "GET") return { status: 405 };
  if (!isAppUrl(address)) return { status: 404 };
  // The URL parser folds plain and %2e dot segments away; escaped separators only show after decoding.
  const escaped = new URL(address).pathname;
  let decoded: string;
  try {
    decoded = decodeURIComponent(escaped);
  } catch {
    return { status: 400 };
  }
  if (FORBIDDEN.test(decoded)) return { status: 403 };
  const segments = decoded.split("/");
  if (segments.includes("..") || segments.includes(".")) return { status: 403 };

  const base = path.resolve(root);
  const file = path.resolve(base, `.${decoded === "/" ? "/index.html" : decoded}`);
  if (!file.startsWith(base + path.sep)) return { status: 403 };
  const contentType = CONTENT_TYPES[path.extname(file).toLowerCase()];
  return contentType === undefined ? { status: 404 } : { status: 200, file, contentType };
}
