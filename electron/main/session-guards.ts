/**
 * Keeps the session to itself: every request that is not the app's own is cancelled and counted, nothing is
 * downloaded, the spell checker (which fetches dictionaries) is off.
 */
import type { CommandLine, Session } from "electron";
import { isOwnRequest } from "./app-url";
import { guardPermissions } from "./permissions";

/** Requests cancelled since the start. */
export interface BlockedRequests {
  count(): number;
}

/** Switches that keep Chromium's own services off the network. Before ready. */
export function keepChromiumOffline(commandLine: Pick<CommandLine, "appendSwitch">): void {
  // No name resolves, so even a request that slipped through every other guard reaches nobody.
  commandLine.appendSwitch("host-resolver-rules", "MAP * ~NOTFOUND");
  // No proxy detection (WPAD asks the network).
  commandLine.appendSwitch("no-proxy-server");
  commandLine.appendSwitch("disable-background-networking");
  commandLine.appendSwitch("disable-component-update");
  commandLine.appendSwitch("disable-domain-reliability");
}

export function guardSession(
  session: Session,
  { allowDevTools, log }: { readonly allowDevTools: boolean; readonly log: (line: string) => void },
): BlockedRequests {
  let blocked = 0;
  session.setSpellCheckerEnabled(false);
  guardPermissions(session);
  session.webRequest.onBeforeRequest((details, callback) => {
    const own = isOwnRequest(details.url, allowDevTools);
    if (!own) {
      blocked += 1;
      log(`cancelled a ${details.resourceType} request to ${hostOf(details.url)}`);
    }
    callback({ cancel: !own });
  });
  session.on("will-download", (event) => event.preventDefault());
  return { count: () => blocked };
}

/** Scheme and host for the log; never the rest of an address. */
function hostOf(address: string): string {
  try {
    const url = new URL(address);
    return `${url.protocol}//${url.host}`;
  } catch {
    return "a malformed address";
  }
}
