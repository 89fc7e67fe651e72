/**
 * Resolution: several facts of one field become one value, by rules that a reader can follow. The
 * rivals are kept, and numbers get a plausible interval. `docs/evidence.md` tells the rules in plain
 * words with the numbers of this file; a test holds the two together.
 *
 * Pure: the same facts give the same value, in the compiler and in the app (where a user's own facts
 * take part with the source kind "user").
 */
import type { EvidenceKind, Source, SourceKind } from "../model/evidence";
import { type FieldId, fieldDefinition } from "../model/fields";
import type { Fact, FactValue, NumberRange, ResolvedField } from "../model/park";
import { boundOf, SCOPES, scopeOf } from "./scope";

/** How fast figures of a field grow old. */
export type Pace = "lasting" | "slow" | "quick";

const PACE: Readonly<Record<FieldId, Pace>> = {
  status: "quick",
  establishedYear: "lasting",
  developer: "lasting",
  generation: "lasting",
  totalAreaHa: "lasting",
  industrialAreaHa: "lasting",
  availableAreaHa: "quick",
  occupancyPct: "quick",
  leaseEndYear: "lasting",
  landRentUsdPerM2Term: "quick",
  readyBuiltFactoryUsdPerM2Month: "quick",
  managementFeeUsdPerM2Year: "slow",
  managementFeeVndPerM2Month: "slow",
  waterUsdPerM3: "slow",
  waterVndPerM3: "slow",
  wastewaterUsdPerM3: "slow",
  wastewaterVndPerM3: "slow",
  incentives: "slow",
  powerCapacityMva: "slow",
  waterCapacityM3Day: "slow",
  wastewaterCapacityM3Day: "slow",
  electricityNote: "slow",
  amenities: "slow",
  green: "slow",
  smart: "slow",
  sectors: "slow",
  tenants: "slow",
  projects: "quick",
  workers: "quick",
  investmentUsdMillion: "quick",
  statedDistanceKm: "lasting",
  latLon: "lasting",
};

/** Points of a statement: who speaks ... */
export const KIND_POINTS: Readonly<Record<SourceKind, number>> = {
  user: 6,
  authority: 4,
  developer: 3,
  reference: 3,
  press: 2,
  broker: 1,
};
/** ... less what its age takes off per year ... */
export const AGE_POINTS: Readonly<Record<Pace, number>> = { lasting: 0.1, slow: 0.25, quick: 0.75 };
/** ... (a statement without any date counts as this old) ... */
export const UNDATED_YEARS = 6;
/** ... plus this for each further document that says the same, up to the limit. */
export const SUPPORT_POINTS = 0.5;
export const SUPPORT_LIMIT = 1.5;
/** Numbers within this share of each other say the same. */
export const SAME_WITHIN = 0.02;
/** Status only moves forward: a later stage gets points, so that an undated "operating" beats an old "planned". */
export const STAGE_POINTS: Readonly<Record<string, number>> = { planned: 0, under_construction: 1, operating: 2 };

/** Half-width of the plausible interval by who speaks, as a share of the value (points of percent for occupancy). */
export const HALF_WIDTH: Readonly<Record<Pace, Readonly<Record<SourceKind, number>>>> = {
  lasting: { user: 0, authority: 0.02, developer: 0.03, reference: 0.03, press: 0.05, broker: 0.08 },
  slow: { user: 0, authority: 0.05, developer: 0.05, reference: 0.05, press: 0.1, broker: 0.15 },
  quick: { user: 0, authority: 0.05, developer: 0.05, reference: 0.05, press: 0.1, broker: 0.15 },
};
/** "About" widens both sides by this share; "more than" and "nearly" open one side and close the other. */
export const ABOUT_WIDTH = 0.1;

/**
 * What a year of age does to a quick figure: how far the present may lie above or below it. Rents
 * follow the published regional averages (north 99 in 2020, 133 in 2025; south 101 and 183), land is
 * let and parks fill up.
 */
interface Drift {
  readonly up: number;
  readonly down: number;
  /** Widest drift, as a share (points for occupancy). */
  readonly limit: number;
}
const DRIFT: Readonly<Partial<Record<FieldId, Drift>>> = {
  landRentUsdPerM2Term: { up: 0.08, down: 0.01, limit: 0.6 },
  readyBuiltFactoryUsdPerM2Month: { up: 0.05, down: 0.02, limit: 0.4 },
  availableAreaHa: { up: 0, down: 0.1, limit: 0.9 },
  occupancyPct: { up: 0.04, down: 0.01, limit: 0.3 },
  projects: { up: 0.08, down: 0.02, limit: 0.6 },
  workers: { up: 0.08, down: 0.03, limit: 0.6 },
  investmentUsdMillion: { up: 0.08, down: 0.02, limit: 0.6 },
};
/** Rivals of a quick figure that are this many years older than it no longer widen its interval. */
export const RIVAL_YEARS = 3;

export interface ResolveContext {
  readonly sources: ReadonlyMap<string, Source>;
  /** The day that ages are counted to, as a decimal year (the catalogue's version). */
  readonly today: number;
}

/** "2024-05" as a decimal year, taken at the middle of what it names; null for null. */
export function decimalYear(date: string | null): number | null {
  const parts = /^(\d{4})(?:[-.](\d{2})(?:[-.](\d{2}))?)?/.exec(date ?? "");
  if (parts === null) return null;
  const year = Number(parts[1]);
  if (parts[2] === undefined) return year + 0.5;
  const month = Number(parts[2]) - 1;
  return year + (month + (parts[3] === undefined ? 0.5 : Number(parts[3]) / 31)) / 12;
}

/** Evidence kind that a source's statement carries. A user's own statement counts like a developer's. */
export function evidenceOf(kind: SourceKind): EvidenceKind {
  switch (kind) {
    case "authority":
    case "reference":
      return "authority";
    case "developer":
    case "user":
      return "developer";
    case "press":
    case "broker":
      return "press";
  }
}

/** The number that stands for a value: itself, or the middle of a range; null for anything else. */
export function centralNumber(value: FactValue): number | null {
  if (typeof value === "number") return value;
  return isRange(value) ? (value.min + value.max) / 2 : null;
}

function isRange(value: FactValue): value is NumberRange {
  return typeof value === "object" && "min" in value && "max" in value;
}

/** Whether two values say the same: numbers within {@link SAME_WITHIN}, all else equal. */
export function saySame(field: FieldId, a: FactValue, b: FactValue): boolean {
  const [x, y] = [centralNumber(a), centralNumber(b)];
  if (x === null || y === null) return JSON.stringify(a) === JSON.stringify(b);
  if (fieldDefinition(field).kind === "year") return x === y;
  if (field === "occupancyPct") return Math.abs(x - y) <= 100 * SAME_WITHIN;
  return Math.abs(x - y) <= SAME_WITHIN * Math.max(Math.abs(x), Math.abs(y));
}

interface Statement {
  readonly index: number;
  readonly fact: Fact;
  readonly kind: SourceKind;
  readonly scope: number;
  readonly year: number | null;
  readonly age: number;
  readonly document: string;
  points: number;
}

function statements(facts: readonly Fact[], field: FieldId, context: ResolveContext): Statement[] {
  const pace = PACE[field];
  const found: Statement[] = [];
  facts.forEach((fact, index) => {
    if (fact.field !== field) return;
    const source = context.sources.get(fact.source);
    const kind = source?.kind ?? "press";
    // A figure without a date of its own is at least as old as the document that states it.
    const year = decimalYear(fact.asOf) ?? decimalYear(source?.date ?? null);
    const age = year === null ? UNDATED_YEARS : Math.max(0, context.today - year);
    const document = source?.url ?? `${source?.publisher ?? ""} ${source?.title ?? fact.source}`;
    const points = KIND_POINTS[kind] - AGE_POINTS[pace] * age;
    found.push({ index, fact, kind, scope: SCOPES.indexOf(scopeOf(fact)), year, age, document, points });
  });
  for (const statement of found) {
    const seconds = new Set(
      found
        .filter((other) => other.document !== statement.document && other.scope === statement.scope)
        .filter((other) => saySame(field, other.fact.value, statement.fact.value))
        .map((other) => other.document),
    );
    statement.points += Math.min(SUPPORT_LIMIT, SUPPORT_POINTS * seconds.size);
    if (field === "status") statement.points += STAGE_POINTS[String(statement.fact.value)] ?? 0;
  }
  return found;
}

/** What a statement says, as one text: the last resort of the order, so that no choice hangs on the order of facts. */
function wording({ fact }: Statement): string {
  return `${fact.source} ${JSON.stringify(fact.value)} ${fact.note ?? ""}`;
}

/** Best first: scope, points, newer date, then the wording. */
function byRank(a: Statement, b: Statement): number {
  const ranked = a.scope - b.scope || b.points - a.points || (b.year ?? 0) - (a.year ?? 0);
  if (ranked !== 0) return ranked;
  const [x, y] = [wording(a), wording(b)];
  return x < y ? -1 : x > y ? 1 : a.index - b.index;
}

function clampToField(field: FieldId, value: number): number {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = fieldDefinition(field);
  return Math.min(max, Math.max(min, value));
}

/** Bounds to seven digits: more than any figure has, and the same text on every machine. */
function significant(value: number): number {
  return Number(value.toPrecision(7));
}

/** The interval that one statement alone leaves open, in the field's unit. */
function ownInterval(field: FieldId, statement: Statement): { low: number; high: number } {
  const { fact, kind, age } = statement;
  const central = centralNumber(fact.value) ?? 0;
  const from = isRange(fact.value) ? fact.value.min : central;
  const to = isRange(fact.value) ? fact.value.max : central;
  if (fieldDefinition(field).kind === "year") {
    const slack = kind === "press" || kind === "broker" ? 1 : 0;
    return { low: from - slack, high: to + slack };
  }
  const bound = boundOf(fact);
  const width = HALF_WIDTH[PACE[field]][kind] + (bound === "about" ? ABOUT_WIDTH : 0);
  const drift = DRIFT[field];
  const drifted = (rate: number) => (drift === undefined ? 0 : Math.min(drift.limit, rate * Math.max(0, age - 1)));
  const down = (bound === "at-least" ? 0 : width) + drifted(drift?.down ?? 0);
  const up = (bound === "at-most" ? 0 : width) + (bound === "at-least" ? ABOUT_WIDTH : 0) + drifted(drift?.up ?? 0);
  if (field === "occupancyPct") return { low: from - 100 * down, high: to + 100 * up };
  return { low: from * (1 - Math.min(1, down)), high: to * (1 + up) };
}

function ruleOf(field: FieldId, ordered: readonly Statement[], rivals: readonly Statement[]): string {
  const [best] = ordered;
  if (ordered.length === 1) return "only-statement";
  if (rivals.length === 0) return "agreement";
  if (rivals.every((rival) => rival.scope !== best?.scope)) return "scope";
  return PACE[field] === "quick" ? "recent-and-strong" : "strong-and-supported";
}

function resolveSet(field: FieldId, ordered: readonly Statement[]): ResolvedField | null {
  const members = new Map<string, number[]>();
  for (const { fact, index } of ordered) {
    if (!Array.isArray(fact.value)) continue;
    for (const member of fact.value as readonly string[]) members.set(member, [...(members.get(member) ?? []), index]);
  }
  const [best] = ordered;
  if (best === undefined || members.size === 0) return null;
  const options = fieldDefinition(field).options;
  const names = [...members.keys()];
  if (options !== undefined) names.sort((a, b) => options.indexOf(a) - options.indexOf(b));
  return {
    value: names,
    kind: evidenceOf(best.kind),
    asOf: best.fact.asOf,
    fact: best.index,
    rivals: [],
    rule: "union",
    members: Object.fromEntries(names.map((name) => [name, members.get(name) ?? []])),
  };
}

/**
 * Resolves one field among a park's facts.
 *
 * @returns the value with its evidence, interval (numbers), rivals and rule; null when no fact states
 *   the field. `statedDistanceKm` is not one field but one per place: see `geography/access.ts`.
 */
export function resolveField(facts: readonly Fact[], field: FieldId, context: ResolveContext): ResolvedField | null {
  const ordered = statements(facts, field, context).sort(byRank);
  const [best] = ordered;
  if (best === undefined) return null;
  if (fieldDefinition(field).kind === "set") return resolveSet(field, ordered);
  const rivals = ordered.filter((other) => !saySame(field, other.fact.value, best.fact.value));
  const resolved = {
    value: best.fact.value,
    kind: evidenceOf(best.kind),
    asOf: best.fact.asOf,
    fact: best.index,
    rivals: rivals.map((rival) => rival.index).sort((a, b) => a - b),
    rule: ruleOf(field, ordered, rivals),
  };
  if (centralNumber(best.fact.value) === null) return resolved;
  let { low, high } = ownInterval(field, best);
  for (const rival of rivals) {
    // Another scope speaks of something else; an old quick figure speaks of another time.
    if (rival.scope !== best.scope) continue;
    if (PACE[field] === "quick" && rival.age - best.age > RIVAL_YEARS) continue;
    const value = rival.fact.value;
    low = Math.min(low, isRange(value) ? value.min : (centralNumber(value) ?? low));
    high = Math.max(high, isRange(value) ? value.max : (centralNumber(value) ?? high));
  }
  const central = centralNumber(best.fact.value) ?? 0;
  return {
    ...resolved,
    low: Math.min(central, significant(clampToField(field, low))),
    high: Math.max(central, significant(clampToField(field, high))),
  };
}

/** Resolves every field that the facts speak of. Keys stand in the order of first mention. */
export function resolveFacts(
  facts: readonly Fact[],
  context: ResolveContext,
): Readonly<Partial<Record<FieldId, ResolvedField>>> {
  const resolved: Partial<Record<FieldId, ResolvedField>> = {};
  for (const field of new Set(facts.map((fact) => fact.field))) {
    if (field === "statedDistanceKm") continue;
    const value = resolveField(facts, field, context);
    if (value !== null) resolved[field] = value;
  }
  return resolved;
}
