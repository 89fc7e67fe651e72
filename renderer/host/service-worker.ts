/** Registers the service worker of the browser twin, once the start has had the machine to itself. */
export function registerServiceWorker(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  // Refused (a private window, a policy): the app then merely needs its server.
  const whenIdle = () => requestIdleCallback(() => void register().catch(() => {}), { timeout: 5_000 });
  if (document.readyState === "complete") whenIdle();
  else addEventListener("load", whenIdle, { once: true });
}

async function register(): Promise<void> {
  const registration = await navigator.serviceWorker.register(new URL("sw.js", document.baseURI));
  // A worker of this page's own build need not wait until every window has been closed.
  const takeOver = (worker: ServiceWorker | null) => {
    if (worker?.state === "installed" && registration.active !== null) {
      worker.postMessage({ takeOver: true, script: import.meta.url });
    }
  };
  takeOver(registration.waiting);
  const follow = () => {
    const worker = registration.installing;
    worker?.addEventListener("statechange", () => takeOver(worker));
  };
  follow();
  registration.addEventListener("updatefound", follow);
}
