/**
 * What looks at a ranking from the side, step by step: other methods' ranks of the same sites, the sites
 * that another beats everywhere, and the figures worth asking for next. Runs in a worker; plain functions here.
 */
import type { Matrix } from "../../shared/ranking/checks";
import { paretoFront } from "../../shared/ranking/dominance";
import { kendallTau, METHODS, type Method, scoreAlternatives, spearmanRho } from "../../shared/ranking/methods";
import { type Question, valueOfQuestions } from "../../shared/ranking/robustness";

/** Values 0..1 of the ranked sites, best first by the app's ranking; one column per criterion. */
export interface LookProblem {
  readonly low: readonly Float64Array[];
  readonly central: readonly Float64Array[];
  readonly high: readonly Float64Array[];
  readonly weights: Float64Array;
  /** What identifies each site between edits. */
  readonly rows: Uint32Array;
  /** The app's rank of each site. */
  readonly ranks: Uint32Array;
}

/** Ranks by one method, beside the app's. */
export interface Opinion {
  readonly method: Method;
  /** By place in the problem. */
  readonly ranks: readonly number[];
  /** Agreement with the app's ranking, -1 to 1; null where one of them ties everything. */
  readonly tau: number | null;
  readonly rho: number | null;
}

/** A site that another is at least as good as in every criterion, and better in one. */
export interface Dominated {
  /** Places in the problem. */
  readonly site: number;
  readonly by: number;
  /** Whether it holds however the doubtful figures of both turn out. */
  readonly certain: boolean;
}

export type LookPart =
  | { readonly type: "opinion"; readonly opinion: Opinion; readonly compared: number }
  | { readonly type: "dominated"; readonly dominated: readonly Dominated[]; readonly checked: number }
  | { readonly type: "questions"; readonly questions: readonly Question[]; readonly leader: number };

/** A part with how many of how many are done. */
export interface LookUpdate {
  readonly part: LookPart;
  readonly done: number;
  readonly total: number;
}

/** Sites that the other methods compare, and that are checked for dominance: both grow with the square. */
export const MOST_COMPARED = 500;
/**
 * The weighted product cannot rank on values of 0: one worst figure would erase all else. The scale
 * 0..1 is mapped onto 0.01..1 for it. The other methods take the values as they are: they lie on one
 * scale already, so no normalisation follows.
 */
export const PRODUCT_FLOOR = 0.01;
const MOST_QUESTIONS = 200;

/** The parts one after the other. */
export function* lookCloser(problem: LookProblem): Generator<LookUpdate, void> {
  const total = METHODS.length + 2;
  const sites = problem.rows.length;
  const compared = Math.min(sites, MOST_COMPARED);
  let done = 0;
  const update = (part: LookPart): LookUpdate => ({ part, done: ++done, total });
  for (const method of METHODS)
    yield update({ type: "opinion", opinion: opinionOf(problem, method, compared), compared });
  yield update({ type: "dominated", dominated: findDominated(problem, compared), checked: compared });
  const { low, central, high, rows, weights } = problem;
  const { questions, leader } = valueOfQuestions({ values: { low, central, high, rows }, weights, samples: 1000 });
  yield update({ type: "questions", questions: questions.slice(0, MOST_QUESTIONS), leader });
}

function opinionOf(problem: LookProblem, method: Method, compared: number): Opinion {
  const weighted = [...problem.weights.keys()].filter((c) => (problem.weights[c] ?? 0) > 0);
  const floor = method === "weighted-product" ? PRODUCT_FLOOR : 0;
  const matrix = matrixOf(problem.central, weighted, compared).map((row) => row.map((v) => floor + (1 - floor) * v));
  const { ranks } = scoreAlternatives({
    method,
    matrix,
    weights: weighted.map((c) => problem.weights[c] ?? 0),
    directions: weighted.map(() => "benefit" as const),
    normalization: "none",
  });
  const own = [...problem.ranks.subarray(0, compared)];
  return { method, ranks, tau: kendallTau(own, ranks), rho: spearmanRho(own, ranks) };
}

function matrixOf(columns: readonly Float64Array[], criteria: readonly number[], sites: number): Matrix {
  return Array.from({ length: sites }, (_, i) => criteria.map((c) => columns[c]?.[i] ?? 0));
}

/**
 * A site that dominates another never scores less, so it stands ahead of it (or level) in every ranking: for
 * the best so many sites the answer is exact although the rest is not looked at.
 */
function findDominated(problem: LookProblem, checked: number): Dominated[] {
  const criteria = [...problem.central.keys()];
  const { dominatedBy } = paretoFront({
    matrix: matrixOf(problem.central, criteria, checked),
    directions: criteria.map(() => "benefit" as const),
  });
  return dominatedBy.flatMap((dominators, site) => {
    const [first] = dominators;
    if (first === undefined) return [];
    const certain = dominators.find((by) =>
      criteria.every((c) => (problem.low[c]?.[by] ?? 0) >= (problem.high[c]?.[site] ?? 1)),
    );
    return [{ site, by: certain ?? first, certain: certain !== undefined }];
  });
}
