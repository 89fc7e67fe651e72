/**
 * Ranking a list of the user's own (`--import`): its rows become parks, its columns and the distances
 * to given places (`--gateways`) become criteria. The profile says which count and how; what it does
 * not say is suggested from the figures and told on standard error.
 */
import * as v from "valibot";
import { applyOverlay, customMeasures, type OverlaidCatalogue } from "../shared/catalogue/overlay";
import { decimalYear } from "../shared/catalogue/resolve";
import { buildSiteTable } from "../shared/catalogue/sites";
import {
  buildImport,
  type ColumnMapping,
  columnId,
  guessedMapping,
  type Inspection,
  planImport,
  provinceFinder,
  questionsOf,
  readGateways,
  suggestCriterion,
  suggestGatewayCriterion,
} from "../shared/importing";
import type { Catalogue } from "../shared/model/catalogue";
import type { CustomColumn, CustomCriterion, CustomGateway, Overlay } from "../shared/model/overlay";
import { EMPTY_OVERLAY } from "../shared/model/overlay";
import type { Gate, Profile } from "../shared/model/profile";
import type { MeasureColumn, SiteTable } from "../shared/model/site";
import { BUILTIN_CRITERIA, type References } from "../shared/ranking";
import { fold } from "../shared/text/fold";
import { DataError, inspectPath, problemSentence, type Terminal, UsageError } from "./command-line";

/** An imported list, ready to be ranked. */
export interface ImportedList {
  readonly siteTable: SiteTable;
  /** All that can carry weight: the list's columns, the places, and the built-in criteria. */
  readonly criteria: readonly CustomCriterion[];
  readonly references: References;
  /** Null: the profile of the options holds. */
  readonly profile: Profile | null;
  readonly rows: { readonly read: number; readonly refused: number; readonly cellsRefused: number };
}

const finite = v.pipe(v.number(), v.finite());
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const points = v.pipe(v.number(), v.minValue(0), v.maxValue(100));
const text = v.pipe(v.string(), v.minLength(1), v.maxLength(500));

/** One criterion of a list's profile: over a column, to a place, or a built-in one. */
const criterionSchema = v.strictObject({
  label: v.optional(text),
  column: v.optional(text),
  gateway: v.optional(text),
  criterion: v.optional(text),
  weight: v.optional(points),
  direction: v.optional(v.picklist(["benefit", "cost"])),
  unit: v.optional(v.string()),
  /** [measure, value] pairs; measures increasing, values 0 to 1. */
  points: v.optional(v.pipe(v.array(v.strictTuple([finite, share])), v.minLength(1))),
  /** Value by category. */
  values: v.optional(v.record(v.string(), share)),
});

const profileFile = v.strictObject({
  criteria: v.optional(v.array(criterionSchema), []),
  weights: v.optional(v.record(v.string(), points), {}),
  gates: v.optional(
    v.array(
      v.strictObject({
        criterion: text,
        op: v.picklist(["at-most", "at-least"]),
        limit: finite,
        unknownPasses: v.optional(v.boolean(), true),
      }),
    ),
    [],
  ),
  unknownPolicy: v.optional(v.picklist(["cautious", "neutral", "hopeful"]), "neutral"),
  sectors: v.optional(v.array(v.string()), []),
  vndPerUsd: v.optional(v.pipe(finite, v.gtValue(0))),
  termYears: v.optional(v.pipe(finite, v.gtValue(0))),
});
export type ListProfile = v.InferOutput<typeof profileFile>;

/** Whether a parsed JSON is a profile of this form rather than one of the app's. */
export function isListProfile(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return !("format" in value) && !("weighting" in value) && !("profile" in value);
}

/** @throws DataError naming file and place */
export function parseListProfile(value: unknown, file: string): ListProfile {
  const parsed = v.safeParse(profileFile, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new DataError(`${file} is not a profile for a list: ${v.getDotPath(issue) ?? "the file"}: ${issue.message}`);
}

export interface ListOptions {
  readonly file: string;
  readonly gateways: string | undefined;
  /** "LABEL=POINTS" as read. */
  readonly weights: Readonly<Record<string, number>> | null;
  readonly profile: ListProfile | null;
  readonly vndPerUsd: number | undefined;
  readonly termYears: number | undefined;
  /** English labels of the built-in criteria by id. */
  readonly labelOf: (id: string) => string;
}

const NOW = "1970-01-01T00:00:00.000Z";
const LIST = "list";

/** Every column with figures or categories as a column of its own, beside what it is as a field. */
function ownColumns(inspection: Inspection): ColumnMapping {
  return inspection.columns.map(({ target, type, decimalMark }) => {
    if (target.type === "name") return { target, decimalMark };
    const numeric = type === "number" || type === "range" || type === "boolean";
    const kind = numeric ? ("number" as const) : ("category" as const);
    const unit = "unit" in target ? target.unit : "";
    if (
      type !== "empty" &&
      type !== "coordinate" &&
      type !== "date" &&
      target.type !== "lat" &&
      target.type !== "lon"
    ) {
      return { target: { type: "column" as const, kind, unit }, decimalMark };
    }
    return { target: { type: "ignore" as const }, decimalMark };
  });
}

/** Reads and measures a list. @throws UsageError, DataError, ImportError */
export async function readList(options: ListOptions, catalogue: Catalogue, terminal: Terminal): Promise<ImportedList> {
  const inspection = await inspectPath(options.file);
  if (inspection.table === null) throw new DataError(`${options.file} is a package of the app, not a list.`);
  const vndPerUsd = options.vndPerUsd ?? options.profile?.vndPerUsd;
  const termYears = options.termYears ?? options.profile?.termYears;
  const mapping = guessedMapping(inspection.columns);
  const questions = questionsOf(mapping);
  if (questions.rate && vndPerUsd === undefined) terminal.error("Figures in dong stay unknown without --vnd-per-usd.");
  if (questions.term && termYears === undefined)
    terminal.error("Rents by the month or year stay unknown as land rents without --term-years.");
  const findProvince = provinceFinder(catalogue.formerProvinces, catalogue.provinces);
  const plan = await planImport(inspection.table, mapping, {
    findProvince,
    today: decimalYear(catalogue.version) ?? Number.NaN,
    ...(vndPerUsd === undefined ? {} : { vndPerUsd }),
    ...(termYears === undefined ? {} : { termYears }),
  });
  const raw = await planImport(inspection.table, ownColumns(inspection));
  if (plan.rows.length === 0) throw new DataError(`${options.file} holds no row with a name.`);
  const context = {
    importId: LIST,
    now: NOW,
    file: inspection,
    fileDate: null,
    catalogueVersion: catalogue.version,
    parks: new Map(),
  };
  const asNew = new Map(plan.rows.map((row) => [row.row, { action: "new" as const }]));
  const { customParks, record } = buildImport(plan, asNew, context);
  const { columns } = buildImport(raw, asNew, context);
  const gateways = options.gateways === undefined ? [] : await readPlaces(options.gateways, terminal);
  const overlay: Overlay = { ...EMPTY_OVERLAY, customParks, columns, gateways, imports: [record] };
  const overlaid = applyOverlay({ ...catalogue, parks: [] }, overlay);
  const made = chooseCriteria(options, overlay, overlaid, inspection, terminal);
  const built = buildSiteTable({ ...overlaid, origin: overlaid.origin });
  const measures: Record<string, MeasureColumn> = { ...built.measures };
  const references: Record<string, { readonly median: number }> = { ...catalogue.reference };
  for (const criterion of made.criteria) {
    const column = customMeasures(criterion, overlaid, overlay);
    if (column !== null) measures[criterion.id] = column;
    if (criterion.reference !== null) references[criterion.id] = criterion.reference;
  }
  const siteTable = { sites: built.sites, measures };
  const rows = { read: inspection.table.rows.length, refused: plan.refusedRows, cellsRefused: plan.refusedCells };
  return { siteTable, criteria: made.criteria, references, profile: made.profile, rows };
}

async function readPlaces(file: string, terminal: Terminal): Promise<readonly CustomGateway[]> {
  const inspection = await inspectPath(file);
  const { gateways, problems } = await readGateways(inspection, { importId: LIST, now: NOW });
  for (const problem of problems.slice(0, 20)) {
    if (problem.level !== "note") terminal.error(`${file}, row ${problem.row ?? "?"}: ${problemSentence(problem)}`);
  }
  return gateways;
}

interface Wish {
  readonly label: string;
  readonly weight: number;
  readonly spec: v.InferOutput<typeof criterionSchema> | null;
}

/** The criteria that profile and weights ask for, and the profile over them. */
function chooseCriteria(
  options: ListOptions,
  overlay: Overlay,
  overlaid: OverlaidCatalogue,
  inspection: Inspection,
  terminal: Terminal,
): { criteria: readonly CustomCriterion[]; profile: Profile | null } {
  const wishes: Wish[] = [
    ...(options.profile?.criteria ?? []).map((spec, index) => {
      const label = spec.label ?? spec.column ?? spec.gateway ?? spec.criterion;
      if (label === undefined) throw new DataError(`criteria[${index}] names no column, gateway or criterion.`);
      const weight = spec.weight ?? options.profile?.weights[label] ?? 0;
      return { label, weight, spec };
    }),
  ];
  const asked = { ...options.profile?.weights, ...options.weights };
  for (const [label, weight] of Object.entries(asked)) {
    const at = wishes.findIndex((wish) => fold(wish.label) === fold(label));
    const wish = wishes[at];
    if (wish === undefined) wishes.push({ label, weight, spec: null });
    else wishes[at] = { ...wish, weight };
  }
  if (wishes.length === 0) return { criteria: [], profile: null };
  const criteria: CustomCriterion[] = [];
  const weights: Record<string, number> = {};
  const idByLabel = new Map<string, string>();
  for (const wish of wishes) {
    const criterion = resolveWish(wish, overlay, overlaid, inspection, options.labelOf);
    const id = typeof criterion === "string" ? criterion : criterion.id;
    if (weights[id] !== undefined) throw new DataError(`"${wish.label}" carries weight twice.`);
    weights[id] = wish.weight;
    for (const name of [wish.label, wish.spec?.column, wish.spec?.gateway, id])
      if (name !== undefined) idByLabel.set(fold(name), id);
    if (typeof criterion === "string") continue;
    criteria.push(criterion);
    if (wish.spec?.points === undefined && wish.spec?.values === undefined) {
      terminal.error(`"${criterion.label ?? id}": ${describe(criterion)} (say otherwise in a profile).`);
    }
  }
  const gates = (options.profile?.gates ?? []).map((gate, index): Gate => {
    const criterionId = idByLabel.get(fold(gate.criterion)) ?? builtinId(gate.criterion, options.labelOf);
    if (criterionId === null)
      throw new DataError(`gates[${index}] names "${gate.criterion}", which is no criterion of the profile.`);
    return { id: `gate-${index}`, criterionId, op: gate.op, limit: gate.limit, unknownPasses: gate.unknownPasses };
  });
  const profile: Profile = {
    weighting: {
      mode: "points",
      points: weights,
      locked: [],
      groupPoints: null,
      order: null,
      swing: null,
      pairwise: null,
    },
    valueFunctions: {},
    gates,
    waivers: [],
    unknownPolicy: options.profile?.unknownPolicy ?? "neutral",
    sectors: options.profile?.sectors ?? [],
    preset: null,
  };
  return { criteria, profile };
}

function describe({ direction, valueFunction, unit }: CustomCriterion): string {
  const better = direction === "cost" ? "less is better" : "more is better";
  if (valueFunction.type === "table") return "categories valued evenly in the order of the alphabet";
  const [from, to] = [valueFunction.points[0]?.[0], valueFunction.points.at(-1)?.[0]];
  const round = (value: number | undefined) => (value === undefined ? "" : Number(value.toPrecision(4)));
  return `${better}, from ${round(from)} to ${round(to)}${unit === "" ? "" : ` ${unit}`}`;
}

function builtinId(name: string, labelOf: ListOptions["labelOf"]): string | null {
  return BUILTIN_CRITERIA.find(({ id }) => id === name.toLowerCase() || fold(labelOf(id)) === fold(name))?.id ?? null;
}

/** The criterion that a wish means, or the id of a built-in one. */
function resolveWish(
  { label, spec }: Wish,
  overlay: Overlay,
  overlaid: OverlaidCatalogue,
  inspection: Inspection,
  labelOf: ListOptions["labelOf"],
): CustomCriterion | string {
  const column = findColumn(spec?.column ?? (spec === null ? label : null), overlay, inspection);
  if (column !== null) return withSpec({ ...suggestCriterion(column, NOW, spec?.direction), label }, spec, column);
  const place = findGateway(spec?.gateway ?? (spec === null ? label : null), overlay);
  if (place !== null) {
    const measures = customMeasures({ measure: { type: "gateway", gatewayId: place.id } }, overlaid, overlay);
    if (measures === null) throw new DataError(`The distance to "${place.name}" cannot be measured.`);
    return withSpec({ ...suggestGatewayCriterion(place, measures, NOW), label }, spec, null);
  }
  const builtin = builtinId(spec?.criterion ?? (spec === null ? label : ""), labelOf);
  if (builtin !== null) return builtin;
  const names = [...inspection.columns.map(({ header }) => header), ...overlay.gateways.map(({ name }) => name)];
  throw new UsageError(
    `There is no column, place or criterion "${spec?.column ?? spec?.gateway ?? spec?.criterion ?? label}". There are: ${names.join(", ")}; and the built-in ${BUILTIN_CRITERIA.map(({ id }) => labelOf(id)).join(", ")}.`,
  );
}

function findColumn(name: string | null, overlay: Overlay, inspection: Inspection): CustomColumn | null {
  if (name === null) return null;
  const index = inspection.columns.findIndex(({ header }) => header === name || fold(header) === fold(name));
  return index === -1 ? null : (overlay.columns.find(({ id }) => id === columnId(LIST, index)) ?? null);
}

function findGateway(name: string | null, overlay: Overlay): CustomGateway | null {
  if (name === null) return null;
  const wanted = fold(name);
  const same = (gateway: CustomGateway) =>
    fold(gateway.name) === wanted || `distance to ${fold(gateway.name)}` === wanted;
  return overlay.gateways.find(same) ?? null;
}

function withSpec(criterion: CustomCriterion, spec: Wish["spec"], column: CustomColumn | null): CustomCriterion {
  const id = `${criterion.measure.type}:${criterion.label ?? criterion.id}`;
  const direction = spec?.direction ?? criterion.direction;
  const unit = spec?.unit ?? criterion.unit;
  if (spec?.values !== undefined && column?.kind === "category") {
    const given = new Map(Object.entries(spec.values).map(([category, value]) => [fold(category), value]));
    const values = Object.fromEntries(
      column.categories.flatMap((category, code) => {
        const value = given.get(fold(category));
        return value === undefined ? [] : [[String(code), value]];
      }),
    );
    return { ...criterion, id, direction, unit, valueFunction: { type: "table", values } };
  }
  if (spec?.points === undefined) return { ...criterion, id, direction, unit };
  const sorted = spec.points.toSorted((a, b) => a[0] - b[0]);
  const stated = spec.direction ?? ((sorted.at(-1)?.[1] ?? 0) >= (sorted[0]?.[1] ?? 0) ? "benefit" : "cost");
  return { ...criterion, id, direction: stated, unit, valueFunction: { type: "piecewise", points: sorted } };
}
