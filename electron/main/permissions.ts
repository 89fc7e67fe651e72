/**
 * What the page may ask of the system. Electron grants everything by default; here a short table says yes
 * and everything else, known or new, is denied.
 */
import type { Session } from "electron";
import { isAppUrl } from "./app-url";

/** Keeping the database from eviction, and copying text the user selected. */
export const GRANTED_PERMISSIONS: ReadonlySet<string> = new Set(["persistent-storage", "clipboard-sanitized-write"]);

/** True only for a listed permission asked by the app's own page. */
export function isPermitted(permission: string, requestingUrl: string): boolean {
  return GRANTED_PERMISSIONS.has(permission) && isAppUrl(requestingUrl);
}

type PermissionSession = Pick<
  Session,
  "setPermissionRequestHandler" | "setPermissionCheckHandler" | "setDevicePermissionHandler"
>;

/** Installs the table for requests, checks and devices. */
export function guardPermissions(session: PermissionSession): void {
  session.setPermissionRequestHandler((contents, permission, callback, details) => {
    callback(isPermitted(permission, details.requestingUrl || contents.getURL()));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => isPermitted(permission, origin));
  session.setDevicePermissionHandler(() => false);
}
