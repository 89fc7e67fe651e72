/**
 * The value of the next question: which missing or doubtful figure, once known, is most likely to change
 * the choice. So the investor knows what to ask which park next.
 *
 * The choice is the best alternative by weighted sum under the present weights. Each open figure lies
 * somewhere in its interval, evenly and independently. Two answers for each:
 * - `probability`, `expectedGain`: over all that the other open figures may turn out to be, how likely the
 *   choice with this figure known differs from the choice with its central value assumed, and how much value
 *   is saved on average by knowing it. The others are sampled (one set of samples for all questions, kept
 *   between edits); given them, the figure's own part is integrated in closed form (conditional Monte Carlo:
 *   Asmussen & Glynn, Stochastic Simulation, 2007, ch. V.4), which gives far less noise than drawing it.
 * - `alone`: the same with the others at their central values, exact: what the question yields if it is the
 *   only one asked (partial perfect information: Howard, IEEE Trans. SSC 2(1), 1966). Often 0 for all, since
 *   one figure seldom turns the scale by itself; that is why questions are ordered by the first.
 *
 * Alternatives that stay behind another even with every figure at its good end, and that other's at its bad
 * end, cannot be chosen: they are left out before any sampling.
 */
import { RankingError } from "../errors";
import { drawValue, STREAM, sampleKeys } from "../kernel/random";
import { MAX_SAMPLES } from "./acceptability";
import { type CellMatrix, type Columns, normalisedWeights, toColumns, type ValueColumns } from "./values";

/** What knowing one figure is worth. */
export interface Question {
  readonly alternative: number;
  readonly criterion: number;
  /** How likely knowing it changes the choice, 0..1, and the standard error of that. */
  readonly probability: number;
  readonly standardError: number;
  /** Mean gain in value (0..1) of choosing with it known. */
  readonly expectedGain: number;
  /** Both, when no other figure is asked for; exact. */
  readonly alone: { readonly probability: number; readonly expectedGain: number };
}

export interface QuestionValues {
  /** The present choice: the best with every figure at its central value; equal ones by index. */
  readonly leader: number;
  /** Open figures that can change the choice, the most likely first. */
  readonly questions: readonly Question[];
  /** Alternatives that can be the best within the intervals, by index. */
  readonly contenders: readonly number[];
  readonly samples: number;
}

/**
 * Orders the open figures by how likely knowing them changes the choice.
 * @param problem `values`: alternatives x criteria or columns, larger is better, open cells as intervals (their
 *   central value is the middle, unless the columns say otherwise); `weights`: any non-negative numbers, not all
 *   zero; `samples`: default 2,000; `seed`: a safe integer, default 1
 * @throws {RankingError} for input that cannot be
 */
export function valueOfQuestions(problem: {
  readonly values: CellMatrix | ValueColumns;
  readonly weights: ArrayLike<number>;
  readonly samples?: number;
  readonly seed?: number;
}): QuestionValues {
  const columns = toColumns(problem.values);
  const weights = normalisedWeights(problem.weights, columns.criteria);
  const { samples = 2000, seed = 1 } = problem;
  if (!(Number.isInteger(samples) && samples >= 1 && samples <= MAX_SAMPLES)) {
    throw new RankingError("parameter", `The number of samples is ${samples}; it must be within 1 to ${MAX_SAMPLES}.`);
  }
  if (!Number.isSafeInteger(seed))
    throw new RankingError("parameter", `The seed is ${seed}; it must be a whole number.`);

  const centralScores = scores(columns.central, weights);
  const leader = centralScores.indexOf(Math.max(...centralScores));
  const contenders = findContenders(columns, weights);
  const cells = openCells(columns, weights, contenders);
  const tallies = cells.map(() => ({ probability: 0, squares: 0, gain: 0 }));
  const keys = sampleKeys(seed, STREAM.values);
  const drawn = new Float64Array(cells.length);
  const closed = contenders.map((i) => closedScore(columns, weights, i));
  const values = new Float64Array(contenders.length);
  for (let s = 0; s < samples; s++) {
    const key1 = keys.first(s);
    const key2 = keys.second(s);
    values.set(closed);
    for (const [q, cell] of cells.entries()) {
      const draw = drawValue(cell.low, cell.width, cell.criterion, cell.row, key1, key2);
      drawn[q] = cell.weight * draw;
      values[cell.place] = (values[cell.place] as number) + drawn[q];
    }
    const rival = rivals(values);
    for (const [q, cell] of cells.entries()) {
      const rest = (values[cell.place] as number) - (drawn[q] as number);
      const turn = turning(cell, rest, rival(cell.place));
      const tally = tallies[q] as (typeof tallies)[number];
      tally.probability += turn.probability;
      tally.squares += turn.probability ** 2;
      tally.gain += turn.expectedGain;
    }
  }

  const rivalNow = rivals(contenders.map((i) => centralScores[i] as number));
  const questions = cells.map((cell, q): Question => {
    const { probability, squares, gain } = tallies[q] as (typeof tallies)[number];
    const mean = probability / samples;
    const central = (columns.central[cell.criterion] as Float64Array)[cell.alternative] as number;
    const rest = (centralScores[cell.alternative] as number) - cell.weight * central;
    return {
      alternative: cell.alternative,
      criterion: cell.criterion,
      probability: mean,
      standardError: Math.sqrt(Math.max(squares / samples - mean ** 2, 0) / samples),
      expectedGain: gain / samples,
      alone: turning(cell, rest, rivalNow(cell.place)),
    };
  });
  return {
    leader,
    questions: questions.filter((q) => q.probability > 0 || q.alone.probability > 0).sort(mostTellingFirst),
    contenders,
    samples,
  };
}

/** Equal ones keep the order of alternatives and criteria. */
function mostTellingFirst(a: Question, b: Question): number {
  return b.probability - a.probability || b.expectedGain - a.expectedGain;
}

/** An open figure that counts: of a contender, on a criterion with weight. */
interface OpenCell {
  readonly alternative: number;
  /** Place of the alternative among the contenders. */
  readonly place: number;
  readonly row: number;
  readonly criterion: number;
  readonly weight: number;
  readonly low: number;
  readonly width: number;
  readonly central: number;
}

function scores(table: readonly Float64Array[], weights: Float64Array): Float64Array {
  const sums = new Float64Array((table[0] as Float64Array).length);
  for (const [c, column] of table.entries()) {
    for (const [i, value] of column.entries()) sums[i] = (sums[i] as number) + (weights[c] as number) * value;
  }
  return sums;
}

/** Whoever at its best reaches the highest of all worst scores. */
function findContenders(columns: Columns, weights: Float64Array): number[] {
  const floor = Math.max(...scores(columns.low, weights));
  const contenders: number[] = [];
  for (const [i, best] of scores(columns.high, weights).entries()) if (best >= floor) contenders.push(i);
  return contenders;
}

function openCells(columns: Columns, weights: Float64Array, contenders: readonly number[]): OpenCell[] {
  const cells: OpenCell[] = [];
  for (const [place, i] of contenders.entries()) {
    for (let c = 0; c < columns.criteria; c++) {
      const low = (columns.low[c] as Float64Array)[i] as number;
      const width = ((columns.high[c] as Float64Array)[i] as number) - low;
      const weight = weights[c] as number;
      if (width === 0 || weight === 0) continue;
      const central = (columns.central[c] as Float64Array)[i] as number;
      const row = columns.rows[i] as number;
      cells.push({ alternative: i, place, row, criterion: c, weight, low, width, central });
    }
  }
  return cells;
}

/** The part of an alternative's score that does not hang on open figures. */
function closedScore(columns: Columns, weights: Float64Array, i: number): number {
  let sum = 0;
  for (let c = 0; c < columns.criteria; c++) {
    const low = (columns.low[c] as Float64Array)[i] as number;
    if (low === (columns.high[c] as Float64Array)[i]) sum += (weights[c] as number) * low;
  }
  return sum;
}

/** For each place: the best of all the others. */
function rivals(values: ArrayLike<number>): (place: number) => number {
  let best = -Infinity;
  let second = -Infinity;
  let leader = -1;
  for (let place = 0; place < values.length; place++) {
    const value = values[place] as number;
    if (value > best) {
      second = best;
      best = value;
      leader = place;
    } else if (value > second) {
      second = value;
    }
  }
  return (place) => (place === leader ? second : best);
}

/**
 * How likely the figure, drawn evenly from its interval, puts its alternative on the other side of the rival
 * than its central value does, and the mean gain in value of knowing so.
 * @param rest the alternative's score without the figure
 */
function turning(cell: OpenCell, rest: number, rival: number): { probability: number; expectedGain: number } {
  // The alternative is ahead of the rival when the figure is above this.
  const threshold = (rival - rest) / cell.weight;
  const high = cell.low + cell.width;
  const ahead = cell.central > threshold;
  const reach = Math.min(Math.max(ahead ? threshold - cell.low : high - threshold, 0), cell.width);
  // The gain grows evenly from 0 at the threshold to the far end.
  return { probability: reach / cell.width, expectedGain: (cell.weight * reach ** 2) / (2 * cell.width) };
}
