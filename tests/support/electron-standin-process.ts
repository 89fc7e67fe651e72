/**
 * The process in which the stand-in is Electron: `require("electron")` finds the stand-in, and then the app's
 * own main script is loaded. Started by tests/support/desktop.ts, which asks it over the process channel to
 * run functions with the electron module, as Playwright's `electronApp.evaluate` does with the real one.
 */
import Module from "node:module";
import path from "node:path";
import { runInThisContext } from "node:vm";
import * as electron from "./electron-standin";
import { strict } from "./electron-standin-window";

const api = strict("electron", { ...electron });

type Load = (request: string, ...rest: unknown[]) => unknown;
const loader = Module as unknown as { _load: Load };
const load = loader._load;
loader._load = (request, ...rest) => (request === "electron" ? api : load.call(Module, request, ...rest));

process.on("message", (message: { id: number; source: string; argument: unknown }) => {
  void (async () => {
    try {
      const run = runInThisContext(`(${message.source})`) as (module: unknown, argument: unknown) => unknown;
      const value = await run(api, message.argument);
      process.send?.({ type: "result", id: message.id, value });
    } catch (error) {
      process.send?.({
        type: "failure",
        id: message.id,
        message: error instanceof Error ? error.stack : String(error),
      });
    }
  })();
});
process.on("disconnect", () => electron.app.exit(0));

electron.becomeElectron();
const main = process.env.PARKWISE_MAIN ?? "";
process.argv = ["electron", path.dirname(main), ...process.argv.slice(2)];
// The bundle is CommonJS; a plain require keeps it out of this file's own bundle.
Module.createRequire(main)(main);
