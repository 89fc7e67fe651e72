/** The app's ranking engine: the built-in criteria, the decision table and the ranker of `shared/ranking`. */
import type { MeasureReference } from "../../shared/model/catalogue";
import type { Criterion } from "../../shared/model/criterion";
import { effectiveWeights } from "../../shared/ranking/additive/effective-weights";
import { createRanker } from "../../shared/ranking/additive/ranker";
import { buildDecisionTable } from "../../shared/ranking/additive/table";
import { BUILTIN_CRITERIA } from "../../shared/ranking/criteria";
import type { RankingEngine } from "./live-ranking";

/** Sites from which the kernel saves about half a millisecond a change (and 3 ms at 100,000). */
const KERNEL_FROM = 20_000;

/** Once nothing else waits to be done or drawn. */
const idle = (): Promise<unknown> =>
  new Promise((done) => (typeof requestIdleCallback === "function" ? requestIdleCallback(done) : setTimeout(done)));

/** The engine over fixed measure references (those of the catalogue). */
export function createEngine(
  reference: Readonly<Record<string, MeasureReference>>,
  criteria: readonly Criterion[] = BUILTIN_CRITERIA,
): RankingEngine {
  return {
    criteria,
    buildTable: (sites, of, profile) => buildDecisionTable(sites, of, profile, reference),
    createRanker,
    fasterRanker: async (sites) => {
      if (sites < KERNEL_FROM) return null;
      await idle();
      return (await import("./kernel-ranker")).kernelRanker;
    },
    weights: (profile, of) => effectiveWeights(of, profile).weights,
  };
}
