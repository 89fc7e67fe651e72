/**
 * `npm run bench`: the interface beside LineUp.js and a bare page (ui.mjs), the engine beside NumPy (engine.mjs).
 * `npm run bench -- ui` or `-- engine` runs one of them; options go to it as they are.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";

const [first, ...rest] = process.argv.slice(2);
const parts = first === "ui" || first === "engine" ? [first] : ["ui", "engine"];
const options = parts.length === 1 ? rest : process.argv.slice(2);
for (const part of parts) {
  const script = path.join(import.meta.dirname, `${part}.mjs`);
  const { status } = spawnSync(process.execPath, [script, ...options], { stdio: "inherit" });
  process.exitCode ||= status ?? 1;
}
