/** Registers the service worker of the browser twin, once the start has had the machine to itself. */
export function registerServiceWorker(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  const register = () => {
    // Refused (a private window, a policy): the app then merely needs its server.
    navigator.serviceWorker.register(new URL("sw.js", document.baseURI)).catch(() => {});
  };
  const whenIdle = () => requestIdleCallback(register, { timeout: 5_000 });
  if (document.readyState === "complete") whenIdle();
  else addEventListener("load", whenIdle, { once: true });
}
