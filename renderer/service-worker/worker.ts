/**
 * The service worker of the browser twin: with the server stopped, the app opens all the same. Only
 * there; Electron needs none.
 *
 * One cache a build, filled whole and checked at install, or not at all. Built assets carry their hash
 * in their name and come from the cache; the page and the catalogue come from the server while it
 * runs, so that a new build shows at once. Nothing of another origin is answered or kept.
 */

/** Written in by the build (`build/vite-service-worker.mjs`): id and files with their SHA-256. */
declare const __BUILD__: { readonly id: string; readonly files: Readonly<Record<string, string>> };
declare const self: ServiceWorkerGlobalScope;

const PREFIX = "parkwise-";
const CACHE = `${PREFIX}${__BUILD__.id}`;
/** How long a running but silent server is waited for, ms. */
const PATIENCE = 3_000;

const scope = new URL("./", self.location.href);
const pageUrl = new URL("index.html", scope).href;

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  const path = url.pathname.slice(scope.pathname.length);
  if (event.request.mode === "navigate") event.respondWith(fresh(event.request, pageUrl, event.preloadResponse));
  else if (path.startsWith("assets/")) event.respondWith(cached(event.request));
  else if (path in __BUILD__.files) event.respondWith(fresh(event.request, new URL(path, scope).href));
});

// The page of this build asks for it; a waiting worker outlives restarts of the browser otherwise.
self.addEventListener("message", (event) => event.waitUntil(takeOverFor(event.data)));

async function fill(): Promise<void> {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(
      Object.entries(__BUILD__.files).map(async ([path, hash]) => {
        const url = new URL(path, scope).href;
        const response = await fetch(url, { cache: "no-cache" });
        // A file of another build (replaced while this one installs) would not fit the rest.
        if (!response.ok || (await sha256(await response.clone().arrayBuffer())) !== hash) {
          throw new Error(`${path} is not the file of this build`);
        }
        await cache.put(url, response);
      }),
    );
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

/** Takes over when the asking page is of this build and no other window might still need the old files. */
async function takeOverFor(data: unknown): Promise<void> {
  const { takeOver, script } = (data ?? {}) as { readonly takeOver?: unknown; readonly script?: unknown };
  if (takeOver !== true || typeof script !== "string") return;
  const path = new URL(script).pathname.slice(scope.pathname.length);
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (path in __BUILD__.files && windows.length <= 1) await self.skipWaiting();
}

/** Runs when no window uses the build before any more. */
async function takeOver(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)),
  );
  // Lets the page's request leave while the worker is still waking up.
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

async function cached(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(request, { ignoreSearch: true })) ?? fetch(request);
}

async function fresh(request: Request, cachedUrl: string, preload?: Promise<unknown>): Promise<Response> {
  let refused: Response | undefined;
  try {
    const answer = (async () => {
      const preloaded = await preload;
      return preloaded instanceof Response ? preloaded : fetch(request);
    })();
    const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error("no answer")), PATIENCE));
    const response = await Promise.race([answer, late]);
    if (response.ok) return response;
    refused = response;
  } catch {
    // The server is stopped or silent.
  }
  const kept = await (await caches.open(CACHE)).match(cachedUrl);
  return kept ?? refused ?? Response.error();
}

async function sha256(data: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
