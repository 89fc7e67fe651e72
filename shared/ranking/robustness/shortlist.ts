/**
 * The robust shortlist: instead of one winner, the fewest alternatives among which the best one is
 * found in nearly all sampled weightings and values; and how far ranking methods agree.
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

/** How far rankings of the same alternatives agree. Methods are in the given order. */
export interface MethodAgreement {
  /** Number of methods that rank each alternative k or better. */
  readonly inTop: readonly number[];
  /** Kendall's tau-b between methods (ties count): 1 same order, -1 reversed. Null where a ranking is one tie. */
  readonly kendall: readonly (readonly (number | null)[])[];
  /** Spearman's rho between methods, on mid-ranks. Null where a ranking is one tie. */
  readonly spearman: readonly (readonly (number | null)[])[];
}

/**
 * Agreement between rankings (Kendall, Biometrika 33(3), 1945; Spearman 1904).
 * @param rankings ranks per method: 1 is best, equal ones share a rank
 * @param topK how many ranks count as the top, default 5
 * @throws {RankingError} when the rankings differ in length or hold something that is no number
 */
export function methodAgreement(rankings: readonly (readonly number[])[], topK = 5): MethodAgreement {
  const m = rankings[0]?.length ?? 0;
  for (const ranks of rankings) {
    if (ranks.length !== m)
      throw new RankingError("shape", `A ranking has ${ranks.length} alternatives, the first ${m}.`);
    const alternative = ranks.findIndex((rank) => !Number.isFinite(rank));
    if (alternative >= 0) throw new RankingError("not-finite", "A rank is not a finite number.", { alternative });
  }
  const between = (measure: (a: readonly number[], b: readonly number[]) => number | null) =>
    rankings.map((a) => rankings.map((b) => measure(a, b)));
  return {
    inTop: Array.from({ length: m }, (_, i) => rankings.filter((ranks) => (ranks[i] as number) <= topK).length),
    kendall: between(kendallTau),
    spearman: between((a, b) => correlation(midRanks(a), midRanks(b))),
  };
}

function kendallTau(a: readonly number[], b: readonly number[]): number | null {
  let agreeing = 0;
  let apartInA = 0;
  let apartInB = 0;
  for (let i = 0; i < a.length; i++) {
    for (let k = 0; k < i; k++) {
      const inA = Math.sign((a[i] as number) - (a[k] as number));
      const inB = Math.sign((b[i] as number) - (b[k] as number));
      agreeing += inA * inB;
      apartInA += Math.abs(inA);
      apartInB += Math.abs(inB);
    }
  }
  return apartInA === 0 || apartInB === 0 ? null : agreeing / Math.sqrt(apartInA * apartInB);
}

/** Equal ones get the mean of the places they take up together. */
function midRanks(ranks: readonly number[]): number[] {
  return ranks.map((rank) => {
    let better = 0;
    let level = 0;
    for (const other of ranks) {
      if (other < rank) better++;
      else if (other === rank) level++;
    }
    return better + (level + 1) / 2;
  });
}

function correlation(a: readonly number[], b: readonly number[]): number | null {
  const mean = (a.length + 1) / 2;
  let both = 0;
  let inA = 0;
  let inB = 0;
  for (const [i, x] of a.entries()) {
    const y = b[i] as number;
    both += (x - mean) * (y - mean);
    inA += (x - mean) ** 2;
    inB += (y - mean) ** 2;
  }
  return inA === 0 || inB === 0 ? null : both / Math.sqrt(inA * inB);
}
