/**
 * Pairwise judgements in two steps, so that thirteen criteria take 25 comparisons instead of 78: first the
 * groups against each other, then the criteria inside each group (Saaty 1980, the hierarchy of his title).
 * A criterion's weight is its group's weight times its weight inside the group.
 *
 * A block need not be complete: what was not judged is left out of account (Harker 1987, "Incomplete pairwise
 * comparisons in the analytic hierarchy process", Mathematical Modelling 9(11), 837-848), so a chain of n - 1
 * judgements is enough to begin with and each further one checks those before. Elements that no judgement
 * connects with the first one count as equal to it.
 */
import { CRITERION_GROUPS, type Criterion, type CriterionGroupId } from "../../model/criterion";
import { type AnalyticHierarchy, analyticHierarchy } from "../weights";

/** Key of a pairwise judgement: how many times more important the first is than the second. */
export function pairKey(first: string, second: string): string {
  return `${first}|${second}`;
}

const GROUP_PREFIX = "group:";

/** The element that stands for a group in judgements of groups. */
export function groupElement(group: CriterionGroupId): string {
  return `${GROUP_PREFIX}${group}`;
}

export type Judgements = Readonly<Record<string, number>>;

/** Elements that are compared with each other. */
export interface PairwiseBlock {
  readonly scope: "groups" | CriterionGroupId;
  /** Criterion ids, or group elements. */
  readonly elements: readonly string[];
  /** All pairs in the order of asking: a chain first, then those that check it. */
  readonly pairs: readonly (readonly [string, string])[];
  readonly answered: number;
  /** From the judgements made, the rest filled in as they imply. */
  readonly hierarchy: AnalyticHierarchy;
}

/** Whether these judgements were made in two steps. */
export function isGrouped(judgements: Judgements): boolean {
  return Object.keys(judgements).some((key) => key.startsWith(GROUP_PREFIX));
}

/** The judgement of a pair, in whichever direction it was made. */
export function judgementOf(judgements: Judgements, first: string, second: string): number | undefined {
  const direct = judgements[pairKey(first, second)];
  const reverse = judgements[pairKey(second, first)];
  return direct ?? (reverse === undefined ? undefined : 1 / reverse);
}

/** The blocks of these criteria: the groups, then each group of two or more. */
export function pairwiseBlocks(criteria: readonly Criterion[], judgements: Judgements): readonly PairwiseBlock[] {
  const groups = CRITERION_GROUPS.filter((group) => criteria.some((criterion) => criterion.group === group));
  const blocks = [blockOf("groups", groups.map(groupElement), judgements)];
  for (const group of groups) {
    const ids = criteria.filter((criterion) => criterion.group === group).map(({ id }) => id);
    if (ids.length > 1) blocks.push(blockOf(group, ids, judgements));
  }
  return blocks.filter(({ elements }) => elements.length > 1);
}

/** Weight of each criterion, by id; they sum to 1. */
export function groupedWeights(criteria: readonly Criterion[], judgements: Judgements): ReadonlyMap<string, number> {
  const share = new Map<string, number>();
  for (const { elements, hierarchy } of pairwiseBlocks(criteria, judgements)) {
    for (const [i, element] of elements.entries()) share.set(element, hierarchy.weights[i] as number);
  }
  return new Map(criteria.map(({ id, group }) => [id, (share.get(groupElement(group)) ?? 1) * (share.get(id) ?? 1)]));
}

function blockOf(scope: PairwiseBlock["scope"], elements: readonly string[], judgements: Judgements): PairwiseBlock {
  const pairs: [string, string][] = [];
  for (let apart = 1; apart < elements.length; apart++) {
    for (let i = 0; i + apart < elements.length; i++) {
      pairs.push([elements[i] as string, elements[i + apart] as string]);
    }
  }
  const known = elements.map((a) => elements.map((b) => (a === b ? 1 : (judgementOf(judgements, a, b) ?? null))));
  const answered = pairs.filter(([a, b]) => judgementOf(judgements, a, b) !== undefined).length;
  return { scope, elements, pairs, answered, hierarchy: analyticHierarchy(completed(known)) };
}

/** Power steps: each gains at least a digit in the small, connected matrices that people fill in. */
const STEPS = 400;

/** The matrix with every missing comparison set to what Harker's weights say. */
function completed(known: readonly (readonly (number | null)[])[]): number[][] {
  const connected = connect(known);
  const missing = connected.map((row) => row.filter((value) => value === null).length);
  let weights = connected.map(() => 1);
  for (let step = 0; step < STEPS; step++) {
    const next = connected.map((row, i) =>
      row.reduce<number>(
        (sum, value, j) => sum + (value === null ? 0 : value * (weights[j] as number)),
        (missing[i] as number) * (weights[i] as number),
      ),
    );
    const total = next.reduce((sum, value) => sum + value, 0);
    weights = next.map((value) => value / total);
  }
  return connected.map((row, i) => row.map((value, j) => value ?? (weights[i] as number) / (weights[j] as number)));
}

/** Joins every element that no judgement leads to with the first one, as its equal. */
function connect(known: readonly (readonly (number | null)[])[]): (number | null)[][] {
  const matrix = known.map((row) => [...row]);
  const reached = new Set<number>();
  const reach = (i: number): void => {
    if (reached.has(i)) return;
    reached.add(i);
    for (const [j, value] of (matrix[i] as (number | null)[]).entries()) if (value !== null) reach(j);
  };
  reach(0);
  for (let i = 1; i < matrix.length; i++) {
    if (reached.has(i)) continue;
    (matrix[0] as (number | null)[])[i] = 1;
    (matrix[i] as (number | null)[])[0] = 1;
    reach(i);
  }
  return matrix;
}
