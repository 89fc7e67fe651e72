/**
 * What a file is, by its content first and its name second, and the table in it with a guess for every
 * column. Nothing is decided here that the user cannot decide otherwise (see {@link InspectOptions}).
 */
import { sha256 } from "../catalogue/sha256";
import { DocumentError, type ParkwiseDocument, parseDocument } from "../document/document";
import { fold } from "../text/fold";
import { ambiguousColumns, describeColumns } from "./columns";
import { type Delimiter, type DelimiterReport, detectDelimiter, readRecords, unifyLines } from "./csv";
import { decodeText, detectEncoding, type EncodingId, type EncodingReport } from "./encoding";
import { checkDepth, isGeoJson, readGeoJson } from "./geojson";
import { findHeader } from "./header";
import {
  breathe,
  type Cell,
  type ColumnReport,
  type FileKind,
  ImportError,
  type ImportTable,
  LIMITS,
  type Problem,
  type ProblemCode,
  Problems,
  type Watch,
} from "./types";
import { isWorkbook, readWorkbook, readZipDirectory } from "./xlsx";

/** What the user says otherwise. */
export interface InspectOptions extends Watch {
  readonly encoding?: EncodingId;
  readonly delimiter?: Delimiter;
  /** Name of the sheet. */
  readonly sheet?: string;
  /** Row of the header as a spreadsheet numbers it; 0 for a table without one. */
  readonly headerRow?: number;
}

export interface Inspection {
  readonly fileName: string;
  readonly bytes: number;
  /** SHA-256 (hex) of the file. */
  readonly sha256: string;
  readonly kind: Exclude<FileKind, "unknown">;
  /** Null for workbooks. */
  readonly encoding: EncodingReport | null;
  /** Delimited text only. */
  readonly delimiter: DelimiterReport | null;
  /** Sheets of a workbook with their rows; the chosen one is `sheet`. */
  readonly sheets: readonly { readonly name: string; readonly rows: number }[];
  readonly sheet: string | null;
  /** Null for a Parkwise package. */
  readonly table: ImportTable | null;
  readonly columns: readonly ColumnReport[];
  /** Under which a mapping is kept and found again: the same column names in the same order. */
  readonly signature: string;
  readonly problems: readonly Problem[];
  readonly problemCounts: Readonly<Partial<Record<ProblemCode, number>>>;
  /** The package, for a `.parkwise` file. */
  readonly document: ParkwiseDocument | null;
}

const EXTENSIONS: Readonly<Record<string, readonly FileKind[]>> = {
  csv: ["csv"],
  tsv: ["csv"],
  txt: ["csv"],
  tab: ["csv"],
  xlsx: ["xlsx"],
  xlsm: ["xlsx"],
  geojson: ["geojson"],
  json: ["geojson", "parkwise"],
  parkwise: ["parkwise"],
};

function extensionOf(name: string): string {
  return /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
}

function startsWith(bytes: Uint8Array, ...signature: number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

/** Refuses what is plainly something else. @throws ImportError */
function refuseOther(bytes: Uint8Array): void {
  if (bytes.length === 0) throw new ImportError("empty-file");
  if (bytes.length > LIMITS.fileBytes) {
    throw new ImportError("file-too-large", {
      megabytes: Math.ceil(bytes.length / 1024 / 1024),
      limit: LIMITS.fileBytes / 1024 / 1024,
    });
  }
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) throw new ImportError("old-excel");
  if (startsWith(bytes, 0x25, 0x50, 0x44, 0x46)) throw new ImportError("binary-file", { what: "PDF" });
  if (
    startsWith(bytes, 0x89, 0x50, 0x4e, 0x47) ||
    startsWith(bytes, 0xff, 0xd8, 0xff) ||
    startsWith(bytes, 0x47, 0x49, 0x46, 0x38)
  ) {
    throw new ImportError("binary-file", { what: "image" });
  }
  if (startsWith(bytes, 0x1f, 0x8b)) throw new ImportError("binary-file", { what: "gzip" });
}

/** Control characters that no table holds, in the first part of a text. */
function controlShare(text: string): number {
  const head = text.slice(0, 4096);
  let control = 0;
  for (let at = 0; at < head.length; at += 1) {
    const code = head.charCodeAt(at);
    if (code < 32 && code !== 9 && code !== 10 && code !== 13 && code !== 12 && code !== 26) control += 1;
  }
  return head.length === 0 ? 0 : control / head.length;
}

/** What inspecting has found before the columns are described. */
interface Found {
  readonly kind: Inspection["kind"];
  readonly encoding?: EncodingReport;
  readonly delimiter?: DelimiterReport;
  readonly sheets?: Inspection["sheets"];
  readonly sheet?: string;
  readonly table?: ImportTable;
  readonly document?: ParkwiseDocument;
}

/**
 * Finds out what a file is and what its columns mean.
 *
 * @throws ImportError when the file cannot be read as a whole; problems of rows and cells are listed.
 */
export async function inspectFile(
  file: { readonly name: string; readonly bytes: Uint8Array },
  options: InspectOptions = {},
): Promise<Inspection> {
  const { name, bytes } = file;
  refuseOther(bytes);
  const problems = new Problems();
  const found = startsWith(bytes, 0x50, 0x4b)
    ? await inspectZip(bytes, problems, options)
    : await inspectText(file, problems, options);
  const expected = EXTENSIONS[extensionOf(name)];
  if (expected !== undefined && !expected.includes(found.kind)) {
    problems.add("note", "wrong-extension", { extension: extensionOf(name), kind: found.kind });
  }
  const { table = null } = found;
  const columns = table === null ? [] : describeColumns(table, found.delimiter?.delimiter ?? null);
  if (table !== null) {
    if (table.rows.length === 0) throw new ImportError("no-rows");
    if (table.rows.length > LIMITS.rows) {
      throw new ImportError("too-many-rows", { rows: table.rows.length, limit: LIMITS.rows });
    }
    listAmbiguous(table, columns, problems);
  }
  await breathe(options, 1);
  return {
    fileName: name,
    bytes: bytes.length,
    sha256: sha256(bytes),
    kind: found.kind,
    encoding: found.encoding ?? null,
    delimiter: found.delimiter ?? null,
    sheets: found.sheets ?? [],
    sheet: found.sheet ?? null,
    table,
    columns,
    signature: table === null ? "" : headerSignature(table.header),
    problems: problems.list,
    problemCounts: problems.counts,
    document: found.document ?? null,
  };
}

/** Signature of a header: what saved mappings go by. Case, accents and punctuation do not count. */
export function headerSignature(header: readonly string[]): string {
  return sha256(header.map((name) => fold(name)).join("\n")).slice(0, 32);
}

function listAmbiguous(table: ImportTable, columns: readonly ColumnReport[], problems: Problems): void {
  for (const { column, example } of ambiguousColumns(table)) {
    const report = columns[column];
    if (report === undefined || !["number", "range"].includes(report.type) || report.target.type === "ignore") continue;
    const read =
      report.decimalMark === "comma" ? example.replaceAll(".", "").replace(",", ".") : example.replaceAll(",", "");
    problems.add(
      "warning",
      "ambiguous-number",
      { example, read, mark: report.decimalMark },
      { column, header: report.header },
    );
  }
}

async function inspectZip(bytes: Uint8Array, problems: Problems, options: InspectOptions): Promise<Found> {
  const entries = readZipDirectory(bytes);
  if (entries === null) throw new ImportError("zip-damaged");
  if (!isWorkbook(entries)) throw new ImportError("zip-not-workbook");
  const sheets = await readWorkbook(bytes, problems, options);
  const filled = (rows: readonly (readonly Cell[])[]) =>
    rows.reduce((sum, row) => sum + row.reduce<number>((n, cell) => n + (cell === null ? 0 : 1), 0), 0);
  const byName = options.sheet === undefined ? undefined : sheets.find((sheet) => sheet.name === options.sheet);
  if (options.sheet !== undefined && byName === undefined) throw new ImportError("no-sheet", { sheet: options.sheet });
  let chosen = byName ?? sheets[0];
  if (byName === undefined)
    for (const sheet of sheets) if (filled(sheet.rows) > filled(chosen?.rows ?? [])) chosen = sheet;
  if (chosen === undefined) throw new ImportError("no-sheet");
  for (const sheet of sheets) {
    if (sheet !== chosen && sheet.rows.length > 1)
      problems.add("note", "sheet-left-out", { sheet: sheet.name, rows: sheet.rows.length });
  }
  return {
    kind: "xlsx",
    sheets: sheets.map((sheet) => ({ name: sheet.name, rows: sheet.rows.length })),
    sheet: chosen.name,
    table: findHeader(chosen.rows, options.headerRow),
  };
}

async function inspectText(
  file: { readonly name: string; readonly bytes: Uint8Array },
  problems: Problems,
  options: InspectOptions,
): Promise<Found> {
  const detected = detectEncoding(file.bytes);
  const encoding: EncodingReport =
    options.encoding === undefined || options.encoding === detected.id
      ? detected
      : { id: options.encoding, byteOrderMark: false, confidence: 1, replaced: 0, cutOff: false };
  const text = decodeText(file.bytes, encoding.id);
  if (encoding.replaced > 0)
    problems.add("warning", "characters-replaced", { count: encoding.replaced, encoding: encoding.id });
  if (encoding.cutOff) problems.add("warning", "file-cut-off");
  if (text.trim() === "") throw new ImportError("empty-file");
  if (controlShare(text) > 0.05) throw new ImportError("binary-file", { what: "binary" });
  const head = text.slice(0, 2000).trimStart();
  if (/^(?:<!doctype html|<html|<table|<\?xml[^>]*>\s*<(?:html|\w*:?Workbook|kml))|^<(?:meta|head|body)\b/i.test(head))
    throw new ImportError("html-file");
  const json = ["json", "geojson", "parkwise"].includes(extensionOf(file.name));
  if (json || /^[{[]/.test(head)) {
    const found = inspectJson(text, json, problems, encoding);
    if (found !== null) return found;
  }
  const unified = unifyLines(text);
  const delimiter: DelimiterReport =
    options.delimiter === undefined ? detectDelimiter(unified) : { delimiter: options.delimiter, confidence: 1 };
  const records = await readRecords(unified, delimiter.delimiter, problems, {
    ...options,
    progress: (share) => options.progress?.(share * 0.8),
  });
  return { kind: "csv", encoding, delimiter, table: findHeader(records, options.headerRow) };
}

/** Null when the text only begins like JSON and its name does not say that it is. */
function inspectJson(text: string, named: boolean, problems: Problems, encoding: EncodingReport): Found | null {
  if (text.length > LIMITS.jsonCharacters) {
    throw new ImportError("file-too-large", {
      megabytes: Math.ceil(text.length / 1024 / 1024),
      limit: LIMITS.jsonCharacters / 1024 / 1024,
    });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!named && !/^\s*[{[]\s*(?:"|\{|$)/.test(text.slice(0, 200))) return null;
    throw new ImportError("json-damaged", {
      detail: (error instanceof Error ? error.message : String(error)).slice(0, 200),
    });
  }
  checkDepth(value);
  if (typeof value === "object" && value !== null && (value as { format?: unknown }).format === "parkwise") {
    try {
      return { kind: "parkwise", encoding, document: parseDocument(text) };
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      throw new ImportError("package-damaged", {
        code: error.code,
        path: error.path.slice(0, 200),
        detail: error.detail.slice(0, 300),
      });
    }
  }
  if (isGeoJson(value)) return { kind: "geojson", encoding, table: readGeoJson(value, problems) };
  throw new ImportError("json-unknown");
}
