/**
 * The one trusted-types policy. Under the desktop app's headers no text becomes HTML or script; this policy
 * lets `new Worker(...)` name the app's own built files and nothing else. Import it before the first worker.
 */

interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createScriptURL(address: string): string | null }): unknown;
}

/** The address when it is one of the app's own script files, else null (the browser then refuses it). */
export function ownScriptUrl(address: string, page: string): string | null {
  try {
    const url = new URL(address, page);
    const { protocol, host } = new URL(page);
    const own = url.protocol === protocol && url.host === host && url.username === "" && url.password === "";
    return own && /\.(js|mjs)$/.test(url.pathname) ? url.href : null;
  } catch {
    return null;
  }
}

const factory = (globalThis as { trustedTypes?: TrustedTypesFactory }).trustedTypes;
factory?.createPolicy("default", { createScriptURL: (address) => ownScriptUrl(address, location.href) });
