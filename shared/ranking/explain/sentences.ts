/**
 * Explanations as sentences: message keys of `shared/messages/<locale>/explain.json` with values that
 * the reader's language still has to format. Nothing here is text, so everything translates.
 */
import { builtinCriterion } from "../criteria";
import type { GateResult } from "../gates";
import { type Explained, explainedCriterion, knownMeasure } from "./context";
import { type Comparison, compareSites } from "./contributions";
import type { TradeOff } from "./trade-off";
import type { WeightChange } from "./weight-change";
import { nextBehind, type Worsening, worsening } from "./worsening";

/** A value of a sentence, to be formatted in the reader's language. */
export type SentenceValue =
  /** A plain number for plural and ordinal forms (a rank, a count). */
  | number
  /** A figure with its decimals. */
  | { readonly type: "number"; readonly value: number; readonly decimals: number }
  /** A share of 0..1, shown in percent. */
  | { readonly type: "percent"; readonly value: number }
  /** A measure with its unit in words: `criteria.<id>.amount`, or number and unit for a criterion of the user's. */
  | { readonly type: "measure"; readonly criterionId: string; readonly value: number }
  /** A measure as a number with the criterion's decimals; the message itself names the unit. */
  | { readonly type: "bare-measure"; readonly criterionId: string; readonly value: number }
  /** The criterion's label, inside a sentence. */
  | { readonly type: "criterion"; readonly criterionId: string }
  /** The name of what is measured: `criteria.<id>.figure`, or the label of a criterion of the user's. */
  | { readonly type: "figure"; readonly criterionId: string }
  /** Labels joined as the language joins a list. */
  | { readonly type: "criteria"; readonly criterionIds: readonly string[] }
  /** The name of the site in this row of the site table. */
  | { readonly type: "site"; readonly row: number }
  | { readonly type: "sentence"; readonly sentence: Sentence };

export interface Sentence {
  readonly key: string;
  readonly values: Readonly<Record<string, SentenceValue>>;
}

/** Points of the score's scale of 100, one decimal. */
function points(amount: number): SentenceValue {
  return { type: "number", value: Math.abs(amount) * 100, decimals: 1 };
}

const criterionValue = (criterionId: string): SentenceValue => ({ type: "criterion", criterionId });
const figureValue = (criterionId: string): SentenceValue => ({ type: "figure", criterionId });
const siteValue = (row: number): SentenceValue => ({ type: "site", row });
const percentValue = (value: number): SentenceValue => ({ type: "percent", value });
const measureValue = (criterionId: string, value: number): SentenceValue => ({ type: "measure", criterionId, value });

function sentence(key: string, values: Sentence["values"] = {}): Sentence {
  return { key: `explain.${key}`, values };
}

/** Lead of the first over the second site: what it rests on, and what speaks for the other. */
export function comparisonSentences(comparison: Comparison, a: number, b: number): readonly Sentence[] {
  const { difference, forA, forB } = comparison;
  const ids = (terms: Comparison["terms"]): SentenceValue => ({
    type: "criteria",
    criterionIds: terms.slice(0, 3).map((term) => term.criterionId),
  });
  const level = Math.abs(difference) < 5e-13;
  const [ahead, behind] = difference >= 0 ? [a, b] : [b, a];
  const [gains, losses] = difference >= 0 ? [forA, forB] : [forB, forA];
  const sentences = [
    level
      ? sentence("level", { a: siteValue(a), b: siteValue(b) })
      : sentence("ahead", { a: siteValue(ahead), b: siteValue(behind), points: points(difference) }),
  ];
  if (gains.length > 0) sentences.push(sentence("better-in", { site: siteValue(ahead), criteria: ids(gains) }));
  if (losses.length > 0) sentences.push(sentence("better-in", { site: siteValue(behind), criteria: ids(losses) }));
  return sentences;
}

/** What would put B ahead of A. */
export function weightChangeSentences(change: WeightChange, a: number, b: number): readonly Sentence[] {
  if (change.status === "ahead") return [];
  if (change.status === "dominated") {
    const { betterIn } = change.domination;
    return betterIn.length === 0
      ? [sentence("equal-throughout", { a: siteValue(a), b: siteValue(b) })]
      : [
          sentence(betterIn.length > 3 ? "dominated-widely" : "dominated", {
            a: siteValue(a),
            b: siteValue(b),
            criteria: { type: "criteria", criterionIds: betterIn.slice(0, 3) },
            count: betterIn.length,
          }),
        ];
  }
  const [smallest] = change.single;
  const sentences: Sentence[] = [];
  if (smallest !== undefined) {
    sentences.push(
      sentence(`flip-${smallest.direction}`, {
        b: siteValue(b),
        criterion: criterionValue(smallest.criterionId),
        needed: percentValue(smallest.needed),
        current: percentValue(smallest.current),
      }),
    );
  }
  const [largest] = change.joint.changes;
  if (change.joint.changes.length > 1 && largest !== undefined) {
    sentences.push(
      sentence("flip-together", {
        b: siteValue(b),
        count: change.joint.changes.length,
        criterion: criterionValue(largest.criterionId),
        from: percentValue(largest.from),
        to: percentValue(largest.to),
      }),
    );
  }
  return sentences;
}

/** How far a figure may worsen; null where there is nothing to say. */
export function worseningSentence(result: Worsening, criterionId: string): Sentence | null {
  const figure = figureValue(criterionId);
  if (result.status === "never") return sentence("never-drops", { figure, other: siteValue(result.next.row) });
  if (result.status !== "limit") return null;
  const { limit, measure, side, next } = result;
  const values = { figure, rank: next.rankAfter, other: siteValue(next.row) };
  if (limit === null) return sentence("unknown-costs", values);
  const value = measureValue(criterionId, limit);
  if (measure === null) return sentence(side === "rise" ? "unknown-up-to" : "unknown-from", { ...values, value });
  if (limit === measure) return sentence("no-slack", values);
  return sentence(side === "rise" ? "may-rise" : "may-fall", { ...values, value });
}

/** "10 km nearer the port is worth USD 6 per m2 of rent"; null where nothing can be traded. */
export function tradeOffSentence(result: TradeOff): Sentence | null {
  if (result.status !== "worth") return null;
  const part = (criterionId: string, side: "rise" | "fall", value: number): SentenceValue => ({
    type: "sentence",
    sentence: {
      key: builtinCriterion(criterionId) === undefined ? `explain.step.${side}` : `criteria.${criterionId}.${side}`,
      values: { figure: figureValue(criterionId), value: { type: "bare-measure", criterionId, value } },
    },
  });
  return sentence("trade-off", {
    gain: part(result.gainId, result.gainSide, result.step),
    pay: part(result.payId, result.paySide, result.amount),
  });
}

/** A failed or doubtful must-have: "78 over 60"; null for a gate that is simply met. */
export function gateSentence(result: GateResult): Sentence | null {
  const { gate, measure, margin, outcome } = result;
  const figure = figureValue(gate.criterionId);
  const limit = measureValue(gate.criterionId, gate.limit);
  if (outcome === "unknown") {
    return sentence(gate.unknownPasses ? "gate-unknown-passes" : "gate-unknown-fails", { figure, limit });
  }
  if (measure === null || margin === null) return null;
  const values = { figure, limit, measure: measureValue(gate.criterionId, measure) };
  if (outcome === "fails") {
    const by = measureValue(gate.criterionId, margin);
    const key = gate.op === "at-most" ? "gate-over" : "gate-under";
    return sentence(result.waiver === null ? key : `${key}-waived`, { ...values, by });
  }
  return result.doubtful ? sentence("gate-doubtful", values) : null;
}

/** Shares of weight by evidence, and the span of ranks that they leave open. */
export function evidenceSentences(
  explained: Explained,
  row: number,
  bounds?: Readonly<Record<"best" | "worst" | "atBadEnd", { readonly [siteRow: number]: number }>>,
): readonly Sentence[] {
  const { ranking } = explained;
  const sentences = [
    sentence("evidence", {
      sourced: percentValue(ranking.sourcedShare[row] ?? 0),
      estimated: percentValue(ranking.estimatedShare[row] ?? 0),
      unknown: percentValue(ranking.unknownShare[row] ?? 0),
    }),
  ];
  if (bounds !== undefined && (ranking.rank[row] ?? 0) > 0) {
    sentences.push(
      sentence("rank-range", {
        best: bounds.best[row] ?? 0,
        worst: bounds.worst[row] ?? 0,
        bad: bounds.atBadEnd[row] ?? 0,
      }),
    );
  }
  return sentences;
}

/** Worsenings of a site, the tightest first: by the share of the criterion's scale that is left. */
export function tightestWorsenings(
  explained: Explained,
  row: number,
): readonly {
  readonly criterionId: string;
  readonly result: Worsening & { status: "limit" };
  readonly slack: number;
}[] {
  const found: { criterionId: string; result: Worsening & { status: "limit" }; slack: number }[] = [];
  for (const { id } of explained.table.criteria) {
    const result = worsening(explained, row, id);
    if (result.status !== "limit" || result.measure === null || result.limit === null) continue;
    const entry = explainedCriterion(explained, id);
    if (knownMeasure(entry, row) === null || entry.fn.type === "table") continue;
    const span = (entry.fn.points.at(-1)?.[0] ?? 0) - (entry.fn.points[0]?.[0] ?? 0);
    found.push({ criterionId: id, result, slack: Math.abs(result.limit - result.measure) / (span > 0 ? span : 1) });
  }
  return found.sort((a, b) => a.slack - b.slack);
}

/**
 * The short story of one site: where it leads and trails against the site that matters (the winner,
 * or for the winner the runner-up), by how many points, and the figure with the least room to worsen.
 * Empty for a site that takes no part.
 */
export function siteSentences(explained: Explained, row: number): readonly Sentence[] {
  const { ranking, table } = explained;
  const rank = ranking.rank[row] ?? 0;
  if (rank === 0) return [];
  const first = ranking.order[0] as number;
  const next = nextBehind(ranking, row);
  const rival = first !== row ? first : (next?.row ?? null);
  const sentences: Sentence[] = [];
  if (rival !== null) {
    const { difference, forA, forB } = compareSites(table, ranking.weights, row, rival);
    if (forA.length > 0) {
      const criterionIds = forA.slice(0, 3).map((term) => term.criterionId);
      sentences.push(sentence("leads-on", { criteria: { type: "criteria", criterionIds } }));
    }
    const [against] = forB;
    const [inFavour] = forA;
    if (rank === 1 && first !== row) {
      sentences.push(sentence("shares-first", { other: siteValue(rival) }));
    } else if (rank > 1 && against !== undefined) {
      sentences.push(
        sentence("behind-winner", { points: points(difference), criterion: criterionValue(against.criterionId) }),
      );
    } else if (rank === 1 && inFavour !== undefined) {
      sentences.push(
        sentence("ahead-of-next", {
          points: points(difference),
          other: siteValue(rival),
          criterion: criterionValue(inFavour.criterionId),
        }),
      );
    }
  }
  const [tightest] = tightestWorsenings(explained, row);
  const room = tightest === undefined ? null : worseningSentence(tightest.result, tightest.criterionId);
  if (room !== null) sentences.push(room);
  return sentences;
}
