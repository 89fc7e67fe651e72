/** Finds the host: Electron's, put there by the preload, or the browser's own. */
import type { Host } from "../../shared/ipc/host";
import { createBrowserHost } from "./browser-host";
import { registerServiceWorker } from "./service-worker";

const browser = window.host === undefined ? createBrowserHost() : null;

if (browser !== null) registerServiceWorker();

/** The one door to the machine. */
export const host: Host = window.host ?? (browser as Host);

/**
 * Tells the browser's host which addresses are sources (`store.sites.isSource`), so that it opens those
 * and no others. Electron's shell knows the catalogue itself.
 */
export function connectSources(isSource: (url: string) => Promise<boolean>): void {
  browser?.connectSources(isSource);
}
