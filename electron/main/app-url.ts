/**
 * What is the app's own address. The origin of a custom scheme is "null" for the URL parser, so protocol
 * and host are compared; a text search would let `https://evil.example/?next=app://parkwise/` pass.
 */
import { APP_HOST, APP_SCHEME } from "../../shared/contract";

/** The address the window loads. */
export const APP_URL = `${APP_SCHEME}://${APP_HOST}/`;

/** True for addresses below app://parkwise/ without credentials or a port; false for all else, malformed text too. */
export function isAppUrl(address: string): boolean {
  const url = parseOrNull(address);
  return (
    url !== null &&
    url.protocol === `${APP_SCHEME}:` &&
    url.host === APP_HOST &&
    url.username === "" &&
    url.password === ""
  );
}

/**
 * True for requests the page may make: the app's own files, blobs the app made, inline images, and (in
 * development only) the developer tools' pages.
 */
export function isOwnRequest(address: string, allowDevTools: boolean): boolean {
  const url = parseOrNull(address);
  if (url === null) return false;
  switch (url.protocol) {
    case `${APP_SCHEME}:`:
      return isAppUrl(address);
    case "blob:":
      return isAppUrl(url.pathname);
    case "data:":
      return true;
    case "devtools:":
      return allowDevTools;
    default:
      return false;
  }
}

function parseOrNull(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}
