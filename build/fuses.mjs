/**
 * Electron's fuses: switches in the program file that cannot be turned at run time. Every fuse that the
 * program has is named here; strict checking makes a fuse that a new Electron brings a build error.
 */
import path from "node:path";
import { FuseV1Options, FuseVersion, flipFuses } from "@electron/fuses";

/** @satisfies {Record<keyof typeof FuseV1Options, boolean>} */
export const FUSES = /** @type {const} */ ({
  // The program is no Node: no ELECTRON_RUN_AS_NODE, no NODE_OPTIONS, no --inspect.
  RunAsNode: false,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  // There are no cookies; turning this on cannot be undone.
  EnableCookieEncryption: false,
  // A changed archive does not start (macOS, Windows), and no folder beside it does.
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  // Pages come from app://, never from file://.
  GrantFileProtocolExtraPrivileges: false,
  // Bounds checks of WebAssembly by the processor; V8's default.
  WasmTrapHandlers: true,
});

/**
 * The program file of a packed app.
 * @param {Pick<import("electron-builder").AfterPackContext, "appOutDir" | "electronPlatformName"> &
 *   { packager: { appInfo: { productFilename: string }, executableName?: string } }} context
 */
export function programOf({ appOutDir, electronPlatformName, packager }) {
  const name = packager.appInfo.productFilename;
  if (electronPlatformName === "darwin") return path.join(appOutDir, `${name}.app`);
  if (electronPlatformName === "win32") return path.join(appOutDir, `${name}.exe`);
  return path.join(appOutDir, packager.executableName ?? name);
}

/**
 * electron-builder's afterPack hook.
 * @param {import("electron-builder").AfterPackContext} context
 */
export async function flipAllFuses(context) {
  // The packager of Linux has a name of its own for the program.
  const program = programOf(/** @type {Parameters<typeof programOf>[0]} */ (/** @type {unknown} */ (context)));
  await flipFuses(program, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    // An unsigned arm64 program needs its ad-hoc signature renewed.
    resetAdHocDarwinSignature: context.electronPlatformName === "darwin",
    ...byNumber(FUSES),
  });
}

/** @param {typeof FUSES} named */
function byNumber(named) {
  const numbered = Object.entries(named).map(([name, on]) => [
    FuseV1Options[/** @type {keyof typeof FuseV1Options} */ (name)],
    on,
  ]);
  return /** @type {Record<FuseV1Options, boolean>} */ (Object.fromEntries(numbered));
}
