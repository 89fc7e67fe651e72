/**
 * The `.parkwise` document: the user's own data as one JSON text, for export, import and the mirror
 * outside the database. Described for readers in `docs/parkwise-format.md`, published as
 * `docs/parkwise.schema.json`.
 *
 * A document is either understood wholly or refused wholly, with the reason and the place.
 */
import * as v from "valibot";
import { sha256 } from "../catalogue/sha256";
import type { Source } from "../model/evidence";
import type {
  CustomColumn,
  CustomCriterion,
  CustomGateway,
  CustomPark,
  CustomProvince,
  FactEdit,
  ImportRecord,
  Overlay,
} from "../model/overlay";
import type { SavedProfile } from "../model/profile";
import type { DecisionInputs, Shortlist } from "../model/shortlist";
import {
  customColumnSchema,
  customCriterionSchema,
  customGatewaySchema,
  customParkSchema,
  customProvinceSchema,
  factEditSchema,
  hiddenParkSchema,
  importRecordSchema,
  sourceSchema,
} from "./overlay-schema";
import {
  decisionInputsSchema,
  issuePath,
  type Json,
  LIMITS,
  savedProfileSchema,
  settingsSchema,
  shortlistSchema,
} from "./schema";

/** Version of the form; a reader refuses a larger one. */
export const DOCUMENT_VERSION = 1;

/** Largest document that is read or written, bytes of UTF-8 (and characters of text). */
export const MAX_DOCUMENT_BYTES = 64 * 1024 * 1024;

const MAX_DEPTH = 64;

/** What the document was written for; readers treat all alike. */
export const DOCUMENT_KINDS = ["export", "mirror", "shortlist"] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** The user's own data. The last six stand there only where there is something to say. */
export interface DocumentBody {
  readonly profiles: readonly SavedProfile[];
  readonly shortlists: readonly Shortlist[];
  readonly settings: Readonly<Record<string, Json>>;
  readonly edits: readonly FactEdit[];
  readonly customParks: readonly CustomPark[];
  readonly gateways: readonly CustomGateway[];
  readonly criteria: readonly CustomCriterion[];
  readonly hiddenParks?: readonly string[];
  readonly columns?: readonly CustomColumn[];
  readonly provinces?: readonly CustomProvince[];
  readonly imports?: readonly ImportRecord[];
  readonly sources?: readonly Source[];
  /** The figures that shortlists were saved on. */
  readonly inputs?: readonly DecisionInputs[];
}

export interface DocumentCounts {
  readonly profiles: number;
  readonly shortlists: number;
  readonly settings: number;
  readonly edits: number;
  readonly customParks: number;
  readonly gateways: number;
  readonly criteria: number;
  readonly hiddenParks?: number;
  readonly columns?: number;
  readonly provinces?: number;
  readonly imports?: number;
  readonly sources?: number;
  readonly inputs?: number;
}

export interface ParkwiseDocument {
  readonly format: "parkwise";
  readonly formatVersion: typeof DOCUMENT_VERSION;
  readonly kind: DocumentKind;
  /** ISO 8601 time. */
  readonly createdAt: string;
  readonly appVersion: string;
  /** Number of the last change in it, in a mirror: a database with a smaller one has lost changes. */
  readonly revision?: number;
  readonly counts: DocumentCounts;
  /** SHA-256 (hex) of the body's canonical JSON (RFC 8785). */
  readonly sha256: string;
  readonly body: DocumentBody;
}

export const EMPTY_BODY: DocumentBody = {
  profiles: [],
  shortlists: [],
  settings: {},
  edits: [],
  customParks: [],
  gateways: [],
  criteria: [],
};

const OPTIONAL = ["hiddenParks", "columns", "provinces", "imports", "sources", "inputs"] as const;

/** A list of records; parks and their edits may be as many as sites. */
const records = <S extends v.GenericSchema>(schema: S, most: number = LIMITS.records) =>
  v.pipe(v.array(schema), v.maxLength(most));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Schema of the body. */
export const bodySchema: v.GenericSchema<unknown, DocumentBody> = v.strictObject({
  profiles: v.pipe(v.array(savedProfileSchema), v.maxLength(LIMITS.records)),
  shortlists: v.pipe(v.array(shortlistSchema), v.maxLength(LIMITS.records)),
  settings: settingsSchema,
  edits: records(factEditSchema, 10 * LIMITS.sites),
  customParks: records(customParkSchema, LIMITS.sites),
  gateways: records(customGatewaySchema),
  criteria: records(customCriterionSchema),
  hiddenParks: v.exactOptional(records(hiddenParkSchema, LIMITS.sites)),
  columns: v.exactOptional(records(customColumnSchema)),
  provinces: v.exactOptional(records(customProvinceSchema)),
  imports: v.exactOptional(records(importRecordSchema)),
  sources: v.exactOptional(records(sourceSchema, LIMITS.sites)),
  inputs: v.exactOptional(records(decisionInputsSchema)),
} satisfies Record<keyof DocumentBody, v.GenericSchema>);

/** Schema of the whole document; source of the published JSON Schema. */
export const documentSchema: v.GenericSchema<unknown, ParkwiseDocument> = v.strictObject({
  format: v.literal("parkwise"),
  formatVersion: v.literal(DOCUMENT_VERSION),
  kind: v.picklist(DOCUMENT_KINDS),
  createdAt: v.pipe(v.string(), v.isoTimestamp()),
  appVersion: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  revision: v.exactOptional(count),
  counts: v.strictObject({
    profiles: count,
    shortlists: count,
    settings: count,
    edits: count,
    customParks: count,
    gateways: count,
    criteria: count,
    hiddenParks: v.exactOptional(count),
    columns: v.exactOptional(count),
    provinces: v.exactOptional(count),
    imports: v.exactOptional(count),
    sources: v.exactOptional(count),
    inputs: v.exactOptional(count),
  } satisfies Record<keyof DocumentCounts, v.GenericSchema>),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  body: bodySchema,
} satisfies Record<keyof ParkwiseDocument, v.GenericSchema>);

export type DocumentErrorCode =
  | "too-large"
  | "not-json"
  | "not-parkwise"
  | "newer"
  | "forbidden-key"
  | "too-deep"
  | "invalid"
  | "hash-mismatch"
  | "count-mismatch"
  | "duplicate-id";

/** Why a document is refused; `messageKey` is `document.error.<code>` and takes `{path}` and `{detail}`. */
export class DocumentError extends Error {
  override readonly name = "DocumentError";
  readonly code: DocumentErrorCode;
  /** Place in the document ("body.shortlists[3].name"); empty for the document as a whole. */
  readonly path: string;
  readonly detail: string;
  readonly messageKey: string;

  constructor(code: DocumentErrorCode, path: string, detail: string) {
    super(`${code}${path === "" ? "" : ` at ${path}`}: ${detail}`);
    this.code = code;
    this.path = path;
    this.detail = detail;
    this.messageKey = `document.error.${code}`;
  }
}

/** Counts of a body's records. */
export function countsOf(body: DocumentBody): DocumentCounts {
  return {
    profiles: body.profiles.length,
    shortlists: body.shortlists.length,
    settings: Object.keys(body.settings).length,
    edits: body.edits.length,
    customParks: body.customParks.length,
    gateways: body.gateways.length,
    criteria: body.criteria.length,
    ...Object.fromEntries(
      OPTIONAL.flatMap((table): [string, number][] => {
        const list = body[table];
        return list === undefined ? [] : [[table, list.length]];
      }),
    ),
  };
}

/** The layer that a document carries. */
export function overlayOf(body: DocumentBody): Overlay {
  const { edits, customParks, gateways, criteria } = body;
  const { hiddenParks = [], columns = [], provinces = [], imports = [], sources = [] } = body;
  return { edits, customParks, gateways, criteria, hiddenParks, columns, provinces, imports, sources };
}

/** The part of a body that a layer fills; empty lists beyond the four that every body has are left out. */
export function overlayBody(overlay: Overlay): Omit<DocumentBody, "profiles" | "shortlists" | "settings"> {
  const { edits, customParks, gateways, criteria, hiddenParks, columns, provinces, imports, sources } = overlay;
  return {
    edits,
    customParks,
    gateways,
    criteria,
    ...(hiddenParks.length > 0 ? { hiddenParks } : {}),
    ...(columns.length > 0 ? { columns } : {}),
    ...(provinces.length > 0 ? { provinces } : {}),
    ...(imports.length > 0 ? { imports } : {}),
    ...(sources.length > 0 ? { sources } : {}),
  };
}

/** Records whose loss a user would mourn: all but settings, and what only belongs to a shortlist. */
export function ownRecords(counts: DocumentCounts): number {
  const { settings: _, inputs: __, ...own } = counts;
  return Object.values(own).reduce((sum, n) => sum + n, 0);
}

/** JSON after RFC 8785: keys sorted by UTF-16 code units, no white space, ECMAScript numbers. */
export function canonicalJson(value: Json | DocumentBody): string {
  // Not by a replacer: an object lists keys such as "10" before all others, whatever the order made.
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value as Record<string, Json>)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(",")}}`;
}

/**
 * Writes a document, indented for people who look inside.
 * @throws {DocumentError} when the body breaks the schema: what could not be read back is not written.
 */
export function serializeDocument(
  body: DocumentBody,
  header: Pick<ParkwiseDocument, "kind" | "createdAt" | "appVersion" | "revision">,
): string {
  refuseHostileShape(body, "body");
  const document: ParkwiseDocument = {
    format: "parkwise",
    formatVersion: DOCUMENT_VERSION,
    ...header,
    counts: countsOf(body),
    sha256: sha256(canonicalJson(body)),
    body,
  };
  const text = `${JSON.stringify(validate(document), null, 1)}\n`;
  if (text.length > MAX_DOCUMENT_BYTES) throw tooLarge();
  return text;
}

/** Turns a document of one form version into the next one. */
export type DocumentMigration = (document: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/** From version n to n + 1, at key n. Old migrations stay for good. */
export const MIGRATIONS: Readonly<Record<number, DocumentMigration>> = {};

/**
 * Reads a document.
 * @throws {DocumentError} naming the reason and the place.
 */
export function parseDocument(
  text: string,
  migrations: Readonly<Record<number, DocumentMigration>> = MIGRATIONS,
): ParkwiseDocument {
  if (text.length > MAX_DOCUMENT_BYTES) throw tooLarge();
  let value: unknown;
  try {
    // A byte order mark is what some editors leave behind.
    value = JSON.parse(text.startsWith("\uFEFF") ? text.slice(1) : text);
  } catch (error) {
    throw new DocumentError("not-json", "", error instanceof Error ? error.message : String(error));
  }
  if (!isRecord(value) || value.format !== "parkwise") {
    throw new DocumentError("not-parkwise", "format", 'a Parkwise document begins with "format": "parkwise"');
  }
  refuseHostileShape(value, "");
  let version = value.formatVersion;
  if (typeof version !== "number" || !Number.isInteger(version) || version < 0) {
    throw new DocumentError("invalid", "formatVersion", "must be a whole number");
  }
  if (version > DOCUMENT_VERSION) {
    throw new DocumentError(
      "newer",
      "formatVersion",
      `the document has form ${version}, this app reads up to ${DOCUMENT_VERSION}`,
    );
  }
  // The checksum speaks of the body as it was written, so it is compared before any migration.
  checkHash(value);
  let document: Record<string, unknown> = value;
  let migrated = false;
  for (; version < DOCUMENT_VERSION; version++) {
    const migrate = migrations[version];
    if (migrate === undefined) throw new DocumentError("invalid", "formatVersion", `form ${version} is not known`);
    document = { ...migrate(document), formatVersion: version + 1 };
    migrated = true;
  }
  if (migrated) document = { ...document, sha256: sha256(canonicalJson(document.body as Json)) };
  const parsed = validate(document);
  checkCounts(parsed);
  checkIds(parsed.body);
  return parsed;
}

function validate(document: unknown): ParkwiseDocument {
  const result = v.safeParse(documentSchema, document, { abortPipeEarly: true });
  if (result.success) return result.output;
  const first = result.issues[0];
  throw new DocumentError("invalid", issuePath(first), first.message);
}

function checkHash(document: Readonly<Record<string, unknown>>): void {
  const { body, sha256: stated } = document;
  if (!isRecord(body)) throw new DocumentError("invalid", "body", "must be an object");
  if (typeof stated !== "string") throw new DocumentError("invalid", "sha256", "must be 64 hex digits");
  if (sha256(canonicalJson(body as Json)) !== stated) {
    throw new DocumentError(
      "hash-mismatch",
      "body",
      "the content does not match its checksum; the file was damaged or changed",
    );
  }
}

function checkCounts({ body, counts }: ParkwiseDocument): void {
  const actual = countsOf(body);
  for (const key of Object.keys({ ...actual, ...counts }) as (keyof DocumentCounts)[]) {
    if ((counts[key] ?? 0) !== (actual[key] ?? 0)) {
      throw new DocumentError(
        "count-mismatch",
        `counts.${key}`,
        `says ${counts[key] ?? 0}, the body has ${actual[key] ?? 0}`,
      );
    }
  }
}

function checkIds(body: DocumentBody): void {
  const tables = ["profiles", "shortlists", "edits", "customParks", "gateways", "criteria"] as const;
  for (const table of [...tables, "columns", "imports", "sources", "inputs"] as const) {
    const seen = new Set<string>();
    (body[table] ?? []).forEach(({ id }, index) => {
      if (seen.has(id))
        throw new DocumentError("duplicate-id", `body.${table}[${index}].id`, `"${id}" stands there twice`);
      seen.add(id);
    });
  }
}

/** Refuses keys that reach into prototypes, and nesting that no honest document has. */
function refuseHostileShape(root: unknown, rootPath: string): void {
  const stack: { readonly value: unknown; readonly path: string; readonly depth: number }[] = [
    { value: root, path: rootPath, depth: 0 },
  ];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const { value, path, depth } = at;
    if (value === null || typeof value !== "object") continue;
    if (depth > MAX_DEPTH) throw new DocumentError("too-deep", path, `nested deeper than ${MAX_DEPTH} levels`);
    if (Array.isArray(value)) {
      for (const [index, member] of value.entries()) {
        stack.push({ value: member, path: `${path}[${index}]`, depth: depth + 1 });
      }
      continue;
    }
    for (const key of Object.keys(value)) {
      const place = path === "" ? key : `${path}.${key}`;
      if (key === "__proto__" || key === "constructor" || key === "prototype") {
        throw new DocumentError("forbidden-key", place, `the key "${key}" is not allowed`);
      }
      stack.push({ value: (value as Record<string, unknown>)[key], path: place, depth: depth + 1 });
    }
  }
}

function tooLarge(): DocumentError {
  return new DocumentError("too-large", "", `larger than ${MAX_DOCUMENT_BYTES / 1024 / 1024} MB`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
