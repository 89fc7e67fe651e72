/** Global setup of the e2e project: these tests run what was built, so there must be a build. */
import { existsSync } from "node:fs";
import path from "node:path";

export default function setup(): void {
  const built = path.resolve("dist/renderer/index.html");
  if (!existsSync(built)) {
    throw new Error(`${built} is missing: run "npm run build" before the end-to-end tests`);
  }
}
