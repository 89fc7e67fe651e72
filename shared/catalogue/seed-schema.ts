/**
 * The form of the seeds' park files, and the check that every one of them passes before anything is
 * compiled: fields and units of `model/fields.ts`, sources that exist, dates that are dates. The
 * same value check serves imports and edits.
 *
 * Problems name the file, the park, the field, what is wrong and what to do; all are reported at
 * once rather than the first only.
 */
import * as v from "valibot";
import { FIELD_IDS, FIELDS, type FieldDefinition, type FieldId, fieldDefinition } from "../model/fields";
import type { FactValue } from "../model/park";

/** Something wrong in a seed file. */
export interface SeedProblem {
  readonly file: string;
  /** Id of the park, source or entry; null where the whole file is meant. */
  readonly park: string | null;
  readonly field: string | null;
  /** What is wrong and what to do, as a sentence. */
  readonly message: string;
}

/** One line per problem: "parks/north.json: park que-vo, totalAreaHa: ...". */
export function describeProblem(problem: SeedProblem): string {
  const where = [problem.park === null ? null : `park ${problem.park}`, problem.field].filter(Boolean).join(", ");
  return `${problem.file}: ${where === "" ? "" : `${where}: `}${problem.message}`;
}

const text = v.pipe(v.string(), v.trim(), v.nonEmpty("is empty"));
const nullableText = v.nullable(text);

export const seedSource = v.strictObject({
  url: v.nullable(v.pipe(v.string(), v.regex(/^https?:\/\/\S+$/, "is no http(s) address; use null for print"))),
  title: text,
  publisher: nullableText,
  date: nullableText,
  licence: v.optional(text),
  /** What is known of an address that was not kept whole. */
  addressNote: v.optional(text),
  note: v.optional(text),
});
export type SeedSource = v.InferOutput<typeof seedSource>;

const seedFact = v.strictObject({
  field: text,
  value: v.unknown(),
  asOf: nullableText,
  source: text,
  note: v.optional(text),
});
export type SeedFact = v.InferOutput<typeof seedFact>;

const seedPark = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "is no id; use lower-case words joined by hyphens")),
  name: v.optional(text),
  nameVi: v.optional(nullableText),
  aka: v.optional(v.array(text)),
  formerProvince: v.optional(text),
  locality: v.optional(nullableText),
  localitySource: v.optional(text),
  facts: v.array(seedFact),
});
export type SeedPark = v.InferOutput<typeof seedPark>;

export const seedParkFile = v.strictObject({
  sources: v.record(text, seedSource),
  parks: v.array(seedPark),
});
export type SeedParkFile = v.InferOutput<typeof seedParkFile>;

export const seedMerges = v.strictObject({
  about: text,
  merges: v.array(
    v.strictObject({ into: text, from: v.pipe(v.array(text), v.minLength(1)), reason: text, evidence: text }),
  ),
  unconfirmed: v.array(v.strictObject({ parks: v.pipe(v.array(text), v.minLength(2)), question: text })),
  distinct: v.array(v.strictObject({ parks: v.pipe(v.array(text), v.minLength(2)), reason: text })),
});
export type SeedMerges = v.InferOutput<typeof seedMerges>;

const sourceKind = v.picklist(["authority", "developer", "press", "broker", "reference"]);

export const seedSourceKinds = v.strictObject({
  about: text,
  kinds: v.record(sourceKind, text),
  publishers: v.record(text, sourceKind),
  sources: v.record(text, sourceKind),
  mirrors: v.array(text),
});
export type SeedSourceKinds = v.InferOutput<typeof seedSourceKinds>;

const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/**
 * Why a date is refused, or null. Accepts "YYYY", "YYYY-MM" and "YYYY-MM-DD" from 1960 to `latest`
 * (a year).
 */
export function dateProblem(date: string, latest: number): string | null {
  const parts = DATE.exec(date);
  if (parts === null) return `"${date}" is no date; write YYYY, YYYY-MM or YYYY-MM-DD`;
  const [year, month, day] = [Number(parts[1]), parts[2], parts[3]];
  if (year < 1960 || year > latest) return `the year of "${date}" lies outside 1960 to ${latest}`;
  if (month !== undefined && (Number(month) < 1 || Number(month) > 12)) return `"${date}" has no such month`;
  if (day !== undefined) {
    const days = new Date(Date.UTC(year, Number(month), 0)).getUTCDate();
    if (Number(day) < 1 || Number(day) > days) return `"${date}" has no such day`;
  }
  return null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function boundsProblem(value: unknown, definition: FieldDefinition): string | null {
  if (typeof value !== "number" || !Number.isFinite(value)) return `${JSON.stringify(value)} is no number`;
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, unit } = definition;
  if (value < min || value > max) {
    return `${value} lies outside ${min} to ${max}${unit === "" ? "" : ` ${unit}`}; is the unit right?`;
  }
  return null;
}

function onlyKeys(value: Record<string, unknown>, keys: readonly string[]): string | null {
  const extra = Object.keys(value).filter((key) => !keys.includes(key));
  const missing = keys.filter((key) => !(key in value));
  if (extra.length > 0) return `has the unknown member "${extra[0]}"; use ${keys.join(" and ")}`;
  return missing.length > 0 ? `lacks "${missing[0]}"` : null;
}

/**
 * Why a value does not fit its field (kind, bounds, options), or null when it does. The sentence has
 * no subject: callers put the park and field before it.
 */
export function valueProblem(field: FieldId, value: unknown): string | null {
  const definition = fieldDefinition(field);
  switch (definition.kind) {
    case "number":
      return boundsProblem(value, definition);
    case "year":
      return boundsProblem(value, definition) ?? (Number.isInteger(value) ? null : `${String(value)} is no whole year`);
    case "range": {
      if (!isRecord(value)) return boundsProblem(value, definition);
      const wrong = onlyKeys(value, ["min", "max"]);
      if (wrong !== null) return wrong;
      const bounds = boundsProblem(value.min, definition) ?? boundsProblem(value.max, definition);
      if (bounds !== null) return bounds;
      return (value.min as number) <= (value.max as number) ? null : "has a min above its max; swap them";
    }
    case "text":
      return typeof value === "string" && value.trim() !== "" ? null : `${JSON.stringify(value)} is no text`;
    case "category":
      return definition.options?.includes(value as string) === true
        ? null
        : `${JSON.stringify(value)} is none of ${definition.options?.join(", ")}`;
    case "set": {
      if (!Array.isArray(value) || value.length === 0) return "needs a list with at least one member";
      for (const member of value) {
        if (typeof member !== "string" || member.trim() === "") return `${JSON.stringify(member)} is no text`;
        if (definition.options !== undefined && !definition.options.includes(member)) {
          return `"${member}" is none of ${definition.options.join(", ")}`;
        }
      }
      return new Set(value).size === value.length ? null : "names a member twice";
    }
    case "distance": {
      if (!isRecord(value)) return "needs the form { to, km }";
      const wrong = onlyKeys(value, ["to", "km"]);
      if (wrong !== null) return wrong;
      if (typeof value.to !== "string" || value.to.trim() === "") return "needs a place in `to`";
      return boundsProblem(value.km, definition);
    }
    case "position": {
      if (!isRecord(value)) return "needs the form { lat, lon }";
      const wrong = onlyKeys(value, ["lat", "lon"]);
      if (wrong !== null) return wrong;
      const { lat, lon } = value;
      const inside =
        typeof lat === "number" && typeof lon === "number" && lat >= 8 && lat <= 24 && lon >= 102 && lon <= 110;
      return inside ? null : "lies outside Vietnam (lat 8 to 24, lon 102 to 110); are lat and lon swapped?";
    }
  }
}

/** Whether a text is the id of a field. */
export function isFieldId(id: string): id is FieldId {
  return Object.hasOwn(FIELDS, id);
}

/** Narrowing form of {@link valueProblem}. */
export function isFactValue(field: FieldId, value: unknown): value is FactValue {
  return valueProblem(field, value) === null;
}

function issueProblem(file: string, json: unknown, issue: v.BaseIssue<unknown>): SeedProblem {
  const path = (issue.path ?? []).map((item) => item.key);
  const [list, index] = path;
  let park: string | null = null;
  if (list === "parks" && typeof index === "number" && isRecord(json) && Array.isArray(json.parks)) {
    const entry: unknown = json.parks[index];
    park = isRecord(entry) && typeof entry.id === "string" ? entry.id : `number ${index + 1}`;
  } else if (list === "sources" && index !== undefined) {
    park = `source ${String(index)}`;
  }
  const field = path.slice(park === null ? 0 : 2).join(".");
  const unknownKey = issue.expected === "never" && path.length > 0;
  const message = unknownKey
    ? `has a member that no one reads; remove it or correct its spelling`
    : `${issue.message.replace(/^Invalid key: /, "")}`;
  return { file, park, field: field === "" ? null : field, message };
}

/** What a park file's check needs to know of the other files. */
export interface SeedContext {
  /** Ids of all sources over all park files. */
  readonly sources: ReadonlySet<string>;
  /** Names of the 63 former provinces, with their aliases. */
  readonly formerProvinces: ReadonlySet<string>;
  /** Latest year that a date may have. */
  readonly latestYear: number;
}

/** Checks one park file; an empty list means that it is sound. `json` is the parsed file. */
export function checkParkFile(file: string, json: unknown, context: SeedContext): SeedProblem[] {
  const parsed = v.safeParse(seedParkFile, json);
  if (!parsed.success) return parsed.issues.map((issue) => issueProblem(file, json, issue));
  const problems: SeedProblem[] = [];
  const { sources, parks } = parsed.output;
  for (const [id, source] of Object.entries(sources)) {
    if (source.date === null) continue;
    const wrong = dateProblem(source.date, context.latestYear);
    if (wrong !== null) problems.push({ file, park: `source ${id}`, field: "date", message: wrong });
  }
  const ids = new Set<string>();
  for (const park of parks) {
    const add = (field: string | null, message: string) => problems.push({ file, park: park.id, field, message });
    if (ids.has(park.id)) add("id", "stands twice in this file; put its facts into one entry");
    ids.add(park.id);
    if (park.formerProvince !== undefined && !context.formerProvinces.has(park.formerProvince)) {
      add("formerProvince", `"${park.formerProvince}" is none of the 63 former provinces`);
    }
    if (park.localitySource !== undefined && !context.sources.has(park.localitySource)) {
      add("localitySource", `the source ${park.localitySource} does not exist; add it to \`sources\``);
    }
    for (const fact of park.facts) {
      if (!isFieldId(fact.field)) {
        add(fact.field, `is no known field; the fields are ${FIELD_IDS.join(", ")}`);
        continue;
      }
      const wrong = valueProblem(fact.field, fact.value);
      if (wrong !== null) add(fact.field, wrong);
      if (fact.asOf !== null) {
        const wrongDate = dateProblem(fact.asOf, context.latestYear);
        if (wrongDate !== null) add(fact.field, wrongDate);
      }
      if (!context.sources.has(fact.source)) {
        add(fact.field, `the source ${fact.source} does not exist; add it to \`sources\``);
      }
    }
  }
  return problems;
}
