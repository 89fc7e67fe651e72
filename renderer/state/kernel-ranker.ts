/** The ranker on the WebAssembly kernel: loaded when idle, and only for lists so large that it shows (`engine.ts`). */
import { createRanker } from "../../shared/ranking/additive/ranker";
import type { DecisionTable, Ranker } from "../../shared/ranking/additive/types";
import { createKernelParts, type KernelExports } from "../../shared/ranking/kernel";
import { compiledKernel } from "../workers/ranking-kernel";

/** Makes rankers that give the bits of the plain one, faster; null where the page may not compile the kernel. */
export const kernelRanker: Promise<((table: DecisionTable) => Ranker) | null> = compiledKernel().then((module) => {
  if (module === null) return null;
  const parts = createKernelParts(() => new WebAssembly.Instance(module).exports as unknown as KernelExports);
  return (table) => createRanker(table, parts);
});
