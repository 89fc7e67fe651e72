/** Serves the built app (dist/renderer) to a test, as `npm start` does, at a free port. */
import path from "node:path";
import { type RunningServer, startServer } from "../../build/server.mjs";

/** Root of the repository. */
export const ROOT = path.resolve(import.meta.dirname, "../..");

/**
 * Starts the app's own server; close it when the test is over. Pass an earlier server's `port` to come
 * back to the same address, and so to the same database.
 */
export function serveBuiltApp(port = 0): Promise<RunningServer> {
  return startServer({ folder: path.join(ROOT, "dist/renderer"), port, buildId: "test" });
}
