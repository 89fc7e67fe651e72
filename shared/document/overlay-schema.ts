/**
 * Schemas of the user's layer (`shared/model/overlay.ts`): the trust boundary of documents and of the
 * database for edits, own parks, places, columns, criteria and imports.
 */
import * as v from "valibot";
import { dateProblem, valueProblem } from "../catalogue/seed-schema";
import type { LandRentLevel, MeasureReference, ProvinceFigure } from "../model/catalogue";
import { CRITERION_GROUPS, type MeasureSource } from "../model/criterion";
import { EVIDENCE_KINDS, type Source } from "../model/evidence";
import { FIELD_IDS } from "../model/fields";
import {
  CUSTOM_GATEWAY_KINDS,
  type CustomColumn,
  type CustomCriterion,
  type CustomGateway,
  type CustomPark,
  type CustomProvince,
  type EditBaseline,
  type EditSource,
  type FactEdit,
  type ImportRecord,
  type RoadFactorOverride,
} from "../model/overlay";
import type { AccessKind, Fact, FactValue, LatLon } from "../model/park";
import { LIMITS, valueFunctionSchema } from "./schema";

type Entries<T> = Record<keyof T, v.GenericSchema>;

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(LIMITS.idLength));
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(LIMITS.nameLength));
const short = v.pipe(v.string(), v.maxLength(LIMITS.nameLength));
const note = v.pipe(v.string(), v.maxLength(LIMITS.noteLength));
const time = v.pipe(v.string(), v.isoTimestamp());
const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** The latest year that a date may have: lists plan ahead, not by generations. */
const LATEST_YEAR = 2100;
const date = v.pipe(
  v.string(),
  v.maxLength(10),
  v.check((text) => dateProblem(text, LATEST_YEAR) === null, "is no date"),
);
const latitude = v.pipe(v.number(), v.minValue(-90), v.maxValue(90));
const longitude = v.pipe(v.number(), v.minValue(-180), v.maxValue(180));
const importId = v.nullable(id);

const latLon: v.GenericSchema<unknown, LatLon> = v.strictObject({ lat: latitude, lon: longitude });
const factValue: v.GenericSchema<unknown, FactValue> = v.union([
  finite,
  v.pipe(v.string(), v.maxLength(LIMITS.noteLength)),
  v.pipe(v.array(v.pipe(v.string(), v.maxLength(LIMITS.nameLength))), v.maxLength(1_000)),
  v.strictObject({ min: finite, max: finite }),
  latLon,
  v.strictObject({ to: v.pipe(v.string(), v.minLength(1), v.maxLength(LIMITS.nameLength)), km: finite }),
]);

/** Whether a value is a point on Earth; the seeds' own check allows Vietnam only. */
function isPosition(value: FactValue): boolean {
  return typeof value === "object" && "lat" in value && Math.abs(value.lat) <= 90 && Math.abs(value.lon) <= 180;
}

/** Whether a value is one of its field. */
function fits(field: Fact["field"], value: FactValue): boolean {
  return field === "latLon" ? isPosition(value) : valueProblem(field, value) === null;
}

const field = v.picklist(FIELD_IDS);
const url = v.pipe(v.string(), v.maxLength(2_000), v.regex(/^https?:\/\/\S+$/));

/** A source that the user names. */
export const sourceSchema: v.GenericSchema<unknown, Source> = v.strictObject({
  id,
  url: v.nullable(url),
  title: name,
  publisher: v.nullable(short),
  date: v.nullable(date),
  kind: v.literal("user"),
  licence: v.exactOptional(short),
} satisfies Entries<Source>);

const editSource: v.GenericSchema<unknown, EditSource> = v.strictObject({
  title: name,
  url: v.exactOptional(url),
  publisher: v.exactOptional(short),
  date: v.exactOptional(date),
} satisfies Entries<EditSource>);

const baseline: v.GenericSchema<unknown, EditBaseline> = v.strictObject({
  value: v.nullable(factValue),
  asOf: v.nullable(short),
  kind: v.picklist(EVIDENCE_KINDS),
  catalogueVersion: short,
} satisfies Entries<EditBaseline>);

/** An edit of one field. */
export const factEditSchema: v.GenericSchema<unknown, FactEdit> = v.pipe(
  v.strictObject({
    id,
    parkId: id,
    field,
    place: v.nullable(name),
    action: v.picklist(["set", "withdraw"]),
    value: v.nullable(factValue),
    asOf: v.nullable(date),
    source: editSource,
    note,
    editedAt: time,
    importId,
    baseline: v.nullable(baseline),
    revertedAt: v.nullable(time),
  } satisfies Entries<FactEdit>),
  v.check((edit) => (edit.action === "withdraw") === (edit.value === null), "a withdrawn fact has no value"),
  v.check((edit) => edit.value === null || fits(edit.field, edit.value), "the value does not fit its field"),
);

const fact: v.GenericSchema<unknown, Fact> = v.pipe(
  v.strictObject({
    field,
    value: factValue,
    asOf: v.nullable(date),
    source: id,
    note: v.exactOptional(note),
  } satisfies Entries<Fact>),
  v.check((entry) => fits(entry.field, entry.value), "the value does not fit its field"),
);

const code = v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(40)));

/** A park of the user's own. */
export const customParkSchema: v.GenericSchema<unknown, CustomPark> = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^(?:user|import):./), v.maxLength(LIMITS.idLength)),
  name,
  nameVi: short,
  aka: v.pipe(v.array(name), v.maxLength(100)),
  province: code,
  formerProvince: code,
  locality: v.nullable(short),
  country: v.nullable(short),
  facts: v.pipe(v.array(fact), v.maxLength(1_000)),
  note,
  importId,
  createdAt: time,
  updatedAt: time,
} satisfies Entries<CustomPark>);

const ACCESS: readonly AccessKind[] = [
  "china-gate",
  "deep-water-port",
  "seaport",
  "international-airport",
  "economic-centre",
];
const factor = v.pipe(v.number(), v.minValue(1), v.maxValue(10));
const roadFactor: v.GenericSchema<unknown, RoadFactorOverride> = v.strictObject({
  factor,
  low: factor,
  high: factor,
} satisfies Entries<RoadFactorOverride>);

/** A place that matters to the user. */
export const customGatewaySchema: v.GenericSchema<unknown, CustomGateway> = v.strictObject({
  id,
  name,
  kind: v.picklist(CUSTOM_GATEWAY_KINDS),
  note,
  serves: v.pipe(v.array(v.picklist(ACCESS)), v.maxLength(ACCESS.length)),
  roadFactor: v.nullable(roadFactor),
  importId,
  createdAt: time,
  lat: latitude,
  lon: longitude,
} satisfies Entries<CustomGateway>);

/** A column of the user's own. */
export const customColumnSchema: v.GenericSchema<unknown, CustomColumn> = v.strictObject({
  id,
  label: name,
  unit: short,
  kind: v.picklist(["number", "category"]),
  categories: v.pipe(v.array(short), v.maxLength(LIMITS.sites)),
  values: v.pipe(v.record(id, finite), v.maxEntries(LIMITS.sites)),
  importId,
} satisfies Entries<CustomColumn>);

const measureSource: v.GenericSchema<unknown, MeasureSource> = v.variant("type", [
  v.strictObject({ type: v.literal("builtin") }),
  v.strictObject({ type: v.literal("gateway"), gatewayId: id }),
  v.strictObject({ type: v.literal("column"), columnId: id }),
]);

const reference: v.GenericSchema<unknown, MeasureReference> = v.strictObject({
  known: count,
  median: finite,
  p05: finite,
  p95: finite,
} satisfies Entries<MeasureReference>);

/** A criterion of the user's own. */
export const customCriterionSchema: v.GenericSchema<unknown, CustomCriterion> = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^(?:column|gateway|user):./), v.maxLength(LIMITS.idLength)),
  group: v.picklist(CRITERION_GROUPS),
  label: v.exactOptional(name),
  unit: short,
  decimals: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9)),
  direction: v.picklist(["benefit", "cost"]),
  valueFunction: valueFunctionSchema,
  measure: measureSource,
  reference: v.nullable(reference),
  importId,
  createdAt: time,
} satisfies Entries<CustomCriterion>);

const figureEntries = { value: finite, asOf: date, source: id, note: v.exactOptional(note) };
const figure: v.GenericSchema<unknown, ProvinceFigure> = v.strictObject(
  figureEntries satisfies Entries<ProvinceFigure>,
);
const landRent: v.GenericSchema<unknown, LandRentLevel> = v.strictObject({
  ...figureEntries,
  low: finite,
  high: finite,
} satisfies Entries<LandRentLevel>);

/** A province of another country. */
export const customProvinceSchema: v.GenericSchema<unknown, CustomProvince> = v.strictObject({
  // Vietnam's codes are two digits.
  code: v.pipe(v.string(), v.regex(/^[A-Za-z][\w.-]{1,38}$/)),
  name,
  nativeName: v.nullable(name),
  country: name,
  centroid: v.nullable(latLon),
  labourForce: v.nullable(figure),
  trainedLabourPct: v.nullable(figure),
  incomeVndMonth: v.nullable(figure),
  pci: v.nullable(figure),
  pgi: v.nullable(figure),
  landRent: v.nullable(landRent),
  importId,
} satisfies Entries<CustomProvince>);

/** The record of an import. */
export const importRecordSchema: v.GenericSchema<unknown, ImportRecord> = v.strictObject({
  id,
  fileName: name,
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  bytes: count,
  fileDate: v.nullable(date),
  importedAt: time,
  signature: short,
  mapping: v.pipe(v.array(v.strictObject({ header: short, target: note })), v.maxLength(1_000)),
  counts: v.strictObject({
    rows: count,
    added: count,
    merged: count,
    skipped: count,
    facts: count,
    refusedCells: count,
  } satisfies Entries<ImportRecord["counts"]>),
  undoneAt: v.nullable(time),
} satisfies Entries<ImportRecord>);

/** Id of a hidden park. */
export const hiddenParkSchema = id;
