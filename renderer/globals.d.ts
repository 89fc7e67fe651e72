import type { Host } from "../shared/ipc/host";

declare global {
  /** The app's version, written in by the build. */
  const __APP_VERSION__: string;

  interface Window {
    /** Electron's preload puts its host here. */
    readonly host?: Host;
  }
}
