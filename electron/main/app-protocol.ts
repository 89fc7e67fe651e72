/**
 * The `app://` scheme: serves the built renderer out of the package with strict headers on every answer.
 * There is no file:// page and no server.
 */
import { readFile } from "node:fs/promises";
import type { Protocol } from "electron";
import { APP_SCHEME } from "../../shared/contract";
import { pageHeaders } from "../../shared/ipc/page-policy";
import { resolveAsset } from "./resolve-asset";

/** Declares the scheme standard and secure (so that IndexedDB, workers and fetch work). Once, before ready. */
export function registerAppScheme(protocol: Pick<Protocol, "registerSchemesAsPrivileged">): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Answers the scheme's requests from `root`. After ready. */
export function serveApp(protocol: Pick<Protocol, "handle">, root: string): void {
  protocol.handle(APP_SCHEME, (request) => answerAppRequest(root, request));
}

/** The answer to one request; never rejects. */
export async function answerAppRequest(
  root: string,
  request: Pick<Request, "method" | "url">,
  read: (file: string) => Promise<Uint8Array> = readFile,
): Promise<Response> {
  const asset = resolveAsset(root, request.method, request.url);
  if (asset.status !== 200) return refusal(asset.status);
  try {
    const body = await read(asset.file);
    return new Response(new Uint8Array(body), {
      status: 200,
      headers: { ...pageHeaders(), "Content-Type": asset.contentType, "Cache-Control": "no-cache" },
    });
  } catch {
    return refusal(404);
  }
}

function refusal(status: number): Response {
  const headers = { ...pageHeaders(), "Content-Type": "text/plain; charset=utf-8" };
  return new Response(status === 405 ? "Method not allowed" : "Not available", {
    status,
    headers: status === 405 ? { ...headers, Allow: "GET" } : headers,
  });
}
