/** `npm run test:faults`: the fault tests with 200 kills. */
import { spawnSync } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
const { status } = spawnSync(
  process.execPath,
  [path.join(root, "node_modules/vitest/vitest.mjs"), "run", "--config", "tests/faults/vitest.config.ts"],
  {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, PARKWISE_FAULT_ROUNDS: process.env.PARKWISE_FAULT_ROUNDS ?? "200" },
  },
);
process.exit(status ?? 1);
