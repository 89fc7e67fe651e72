/**
 * The robust shortlist: instead of one winner, the fewest alternatives among which the best one is
 * found in nearly all sampled weightings and values.
 */
import { RankingError } from "../errors";
import type { Instantiate } from "../kernel";
import {
  type AcceptabilityCounts,
  type AcceptabilityProblem,
  createAcceptabilityRun,
  standardErrorOf,
} from "./acceptability";

/** A set of alternatives that holds the best one. */
export interface RobustShortlist {
  /** Indices, those that are best most often first; equal ones by index. */
  readonly alternatives: readonly number[];
  /** Share of the samples in which each of them is the best, in the same order: they add up to `coverage`. */
  readonly shares: readonly number[];
  /** Share of all samples in which the best one is among them: at least `target`. */
  readonly coverage: number;
  readonly target: number;
  readonly samples: number;
  readonly standardError: number;
}

/**
 * The smallest set that contains the best alternative in at least `coverage` of the samples. Every sample
 * has one best (the lowest index where several are level), so taking the most frequent first gives the
 * smallest set there is.
 * @param problem as for `rankAcceptability`; `coverage` above 0 and up to 1, default 0.9
 * @throws {RankingError} for input that cannot be
 */
export function robustShortlist(
  problem: AcceptabilityProblem & { readonly samples: number; readonly coverage?: number },
  instantiate?: Instantiate,
): RobustShortlist {
  const run = createAcceptabilityRun({ ...problem, ranks: 1, pairwise: false }, instantiate);
  return shortlistOfCounts(run.run(0, problem.samples), problem.coverage);
}

/** The same from counts that are at hand. */
export function shortlistOfCounts(counts: AcceptabilityCounts, target = 0.9): RobustShortlist {
  if (!(target > 0 && target <= 1)) {
    throw new RankingError("parameter", `The share to cover is ${target}; it must be above 0 and at most 1.`);
  }
  const { firsts, samples } = counts;
  const byFrequency = Array.from(firsts, (_, i) => i).sort(
    (a, b) => (firsts[b] as number) - (firsts[a] as number) || a - b,
  );
  const alternatives: number[] = [];
  let covered = 0;
  for (const i of byFrequency) {
    // Whole numbers on the left: a share of 9 in 10 is a coverage of 0.9, whatever 9 / 10 rounds to.
    if (covered / samples >= target) break;
    alternatives.push(i);
    covered += firsts[i] as number;
  }
  const coverage = covered / samples;
  return {
    alternatives,
    shares: alternatives.map((i) => (firsts[i] as number) / samples),
    coverage,
    target,
    samples,
    standardError: standardErrorOf(coverage, samples),
  };
}
