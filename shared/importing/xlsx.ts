/**
 * Workbooks. Before anything is unpacked the archive's directory is held to limits (entries, unpacked
 * bytes, ratio), and before the sheets are parsed their cell addresses are: one cell "XFD1048576" in a
 * tiny file would otherwise unfold to 17 billion empty ones.
 */
import { unzipSync, zipSync } from "fflate";
import readXlsxFile from "read-excel-file/universal";
import { breathe, type Cell, ImportError, LIMITS, type Problems, type Watch } from "./types";

/** A sheet's rows as read. */
export interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly Cell[])[];
}

interface ZipEntry {
  readonly name: string;
  readonly packed: number;
  readonly unpacked: number;
  readonly flags: number;
}

/**
 * The central directory of a ZIP archive (APPNOTE.TXT 4.3.12), or null when the archive is damaged,
 * cut off or of the 64-bit form, which no workbook within the limits needs.
 */
export function readZipDirectory(bytes: Uint8Array): readonly ZipEntry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  const lowest = Math.max(0, end - 65_535);
  while (end >= lowest && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < lowest || end < 0) return null;
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: ZipEntry[] = [];
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) return null;
    const nameLength = view.getUint16(at + 28, true);
    const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > bytes.length) return null;
    let name = "";
    for (let c = 0; c < nameLength; c += 1) name += String.fromCharCode(bytes[at + 46 + c] as number);
    entries.push({
      name,
      packed: view.getUint32(at + 20, true),
      unpacked: view.getUint32(at + 24, true),
      flags: view.getUint16(at + 8, true),
    });
    at = next;
  }
  return entries;
}

/** Whether the archive is a workbook by its members. */
export function isWorkbook(entries: readonly ZipEntry[]): boolean {
  return entries.some(({ name }) => name === "xl/workbook.xml");
}

/** @throws ImportError zip-bomb, workbook-encrypted */
function checkDirectory(entries: readonly ZipEntry[]): void {
  if (entries.length > LIMITS.zipEntries) {
    throw new ImportError("zip-bomb", { what: "entries", size: entries.length, limit: LIMITS.zipEntries });
  }
  let total = 0;
  for (const { packed, unpacked, flags, name } of entries) {
    if ((flags & 1) === 1) throw new ImportError("workbook-encrypted", { name });
    total += unpacked;
    const ratio = unpacked / Math.max(1, packed);
    if (unpacked > 10 * 1024 * 1024 && ratio > LIMITS.unpackedRatio) {
      throw new ImportError("zip-bomb", { what: "ratio", size: Math.round(ratio), limit: LIMITS.unpackedRatio });
    }
  }
  if (total > LIMITS.unpackedBytes) {
    throw new ImportError("zip-bomb", { what: "bytes", size: total, limit: LIMITS.unpackedBytes });
  }
}

const CELL_OR_ROW = /<(?:\w+:)?(?:row\b|c\b(?:[^>]*?\sr="([A-Z]{1,3})\d{1,7}")?)/g;

function columnNumber(letters: string): number {
  let number = 0;
  for (let i = 0; i < letters.length; i += 1) number = number * 26 + letters.charCodeAt(i) - 64;
  return number;
}

/** Refuses sheets that would unfold to more cells than any table has. @throws ImportError too-many-... */
function checkSheet(xml: string): void {
  let rows = 0;
  let cells = 0;
  let widest = 0;
  let width = 0;
  for (const match of xml.matchAll(CELL_OR_ROW)) {
    const letters = match[1];
    if (letters === undefined && !/c$/.test(match[0])) {
      rows += 1;
      cells += width;
      width = 0;
    } else width = letters === undefined ? width + 1 : Math.max(width, columnNumber(letters));
    if (width > widest) widest = width;
    if (cells + width > LIMITS.cells) throw new ImportError("too-many-cells", { limit: LIMITS.cells });
  }
  if (widest > LIMITS.columns) throw new ImportError("too-many-columns", { columns: widest, limit: LIMITS.columns });
  if (Math.min(rows, 4 * LIMITS.rows) * widest > 5 * LIMITS.cells) {
    throw new ImportError("too-many-cells", { limit: LIMITS.cells });
  }
  // A row far below the others is padded with empty ones.
  for (const match of xml.matchAll(/<(?:\w+:)?row\b[^>]*?\sr="(\d+)"/g)) {
    if (Number(match[1]) > 1_048_576) throw new ImportError("workbook-damaged", { detail: `row ${match[1]}` });
  }
}

/** What of the archive a reader of tables needs; media, macros and the rest are never unpacked. */
function isNeeded(name: string): boolean {
  return (name.endsWith(".xml") || name.endsWith(".rels")) && !name.startsWith("xl/media/");
}

/**
 * Reads a workbook's sheets. Dates become "YYYY-MM-DD" (with time of day where there is one);
 * formulas come as the value that the spreadsheet last computed.
 *
 * @throws ImportError zip-..., workbook-..., no-sheet, too-many-...
 */
export async function readWorkbook(
  bytes: Uint8Array,
  problems: Problems,
  watch: Watch = {},
): Promise<readonly Sheet[]> {
  const entries = readZipDirectory(bytes);
  if (entries === null) throw new ImportError("zip-damaged");
  if (!isWorkbook(entries)) throw new ImportError("zip-not-workbook");
  checkDirectory(entries);
  await breathe(watch, 0.05);
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, { filter: ({ name }) => isNeeded(name) });
  } catch (error) {
    throw new ImportError("zip-damaged", { detail: messageOf(error) });
  }
  await breathe(watch, 0.2);
  const decoder = new TextDecoder("utf-8");
  for (const [name, content] of Object.entries(files)) {
    if (/^xl\/worksheets\//.test(name) && name.endsWith(".xml")) checkSheet(decoder.decode(content));
  }
  await breathe(watch, 0.35);
  let sheets: readonly { readonly sheet: string; readonly data: readonly (readonly unknown[])[] }[];
  try {
    // Handed over without compression: what was unpacked under guard is not unpacked again, and the
    // library starts no workers for it, which the app's content policy would refuse.
    const stored = zipSync(files, { level: 0 });
    sheets = await readXlsxFile(stored.buffer, { trim: false });
  } catch (error) {
    throw new ImportError("workbook-damaged", { detail: messageOf(error) });
  }
  await breathe(watch, 0.9);
  if (sheets.length === 0) throw new ImportError("no-sheet");
  return sheets.map(({ sheet, data }) => ({
    name: sheet,
    rows: data.map((row, index) => row.map((cell, column) => plainCell(cell, index + 1, column, problems))),
  }));
}

function plainCell(cell: unknown, row: number, column: number, problems: Problems): Cell {
  if (cell === null || cell === undefined || cell === "") return null;
  if (cell instanceof Date) {
    if (Number.isNaN(cell.getTime())) return null;
    const text = cell.toISOString();
    return text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : text.slice(0, 16).replace("T", " ");
  }
  if (typeof cell === "number" || typeof cell === "boolean") return cell;
  const text = typeof cell === "string" ? cell : JSON.stringify(cell);
  if (text.length <= LIMITS.cellCharacters) return text;
  problems.add("refused", "cell-too-long", { characters: text.length, limit: LIMITS.cellCharacters }, { row, column });
  return null;
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 300);
}
