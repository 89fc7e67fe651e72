/**
 * What importing speaks of: files, tables, columns and their targets, problems, and the one error that
 * a refused file ends in. Texts are messages of `shared/messages/<locale>/import.json`.
 */
import type { FieldId } from "../model/fields";

/** What no honest file comes near; beyond it a file is refused before it is parsed. */
export const LIMITS = {
  /** Bytes of a file as it lies on the disk. */
  fileBytes: 256 * 1024 * 1024,
  /** Characters of a JSON text. */
  jsonCharacters: 128 * 1024 * 1024,
  rows: 100_000,
  columns: 1_000,
  /** Cells over all rows. */
  cells: 20_000_000,
  /** Characters of a cell: what a spreadsheet holds at most. */
  cellCharacters: 32_767,
  /** Workbooks: entries of the archive, unpacked bytes of all, and of one beside its packed size. */
  zipEntries: 5_000,
  unpackedBytes: 1024 * 1024 * 1024,
  unpackedRatio: 500,
  /** Nesting of JSON. */
  depth: 32,
  /** Vertices of all geometries of a file. */
  vertices: 20_000_000,
  /** Problems that are kept one by one; the others are counted. */
  problems: 100_000,
} as const;

export type FileKind = "csv" | "xlsx" | "geojson" | "parkwise" | "unknown";

export type ImportErrorCode =
  | "empty-file"
  | "file-too-large"
  | "not-a-table"
  | "old-excel"
  | "html-file"
  | "binary-file"
  | "zip-not-workbook"
  | "zip-damaged"
  | "zip-bomb"
  | "workbook-damaged"
  | "workbook-encrypted"
  | "no-sheet"
  | "json-damaged"
  | "json-unknown"
  | "json-too-deep"
  | "geojson-empty"
  | "geojson-damaged"
  | "too-many-rows"
  | "too-many-columns"
  | "too-many-cells"
  | "too-many-vertices"
  | "unclosed-quote"
  | "encoding-unknown"
  | "no-rows"
  | "no-name-column"
  | "bad-mapping"
  | "package-damaged"
  | "cancelled";

export type MessageValues = Readonly<Record<string, string | number>>;

/** Why a file is refused as a whole; `messageKey` is `import.error.<code>` and takes `values`. */
export class ImportError extends Error {
  override readonly name = "ImportError";
  readonly messageKey: string;

  constructor(
    readonly code: ImportErrorCode,
    readonly values: MessageValues = {},
    /** Row as a spreadsheet numbers it (the file's first is 1). */
    readonly row?: number,
    readonly column?: string,
  ) {
    super(`${code} ${JSON.stringify(values)}`);
    this.messageKey = `import.error.${code}`;
  }
}

export type ProblemCode =
  | "wrong-extension"
  | "characters-replaced"
  | "file-cut-off"
  | "sheet-left-out"
  | "key-left-out"
  | "cell-too-long"
  | "row-too-long"
  | "quote-misplaced"
  | "unclosed-quote"
  | "geometry-missing"
  | "geometry-centroid"
  | "geometry-type"
  | "ambiguous-number"
  | "not-a-number"
  | "number-not-finite"
  | "out-of-range"
  | "negative"
  | "range-for-number"
  | "range-reversed"
  | "other-currency"
  | "rate-needed"
  | "term-needed"
  | "term-invalid"
  | "not-a-year"
  | "not-a-date"
  | "formula-text"
  | "formula-error"
  | "unknown-category"
  | "unknown-member"
  | "coordinate-invalid"
  | "coordinate-incomplete"
  | "coordinates-swapped"
  | "coordinates-projected"
  | "coordinate-order-assumed"
  | "province-unknown"
  | "name-missing"
  | "duplicate-row"
  | "same-park"
  | "unit-assumed"
  | "problems-omitted";

/** `refused`: the cell or row does not come in; `warning`: it does, look at it; `note`: good to know. */
export type ProblemLevel = "refused" | "warning" | "note";

/** One problem; its message is `import.problem.<code>` with `values`. */
export interface Problem {
  readonly level: ProblemLevel;
  readonly code: ProblemCode;
  readonly messageKey: string;
  readonly values: MessageValues;
  /** Row as a spreadsheet numbers it; null for a column or the file as a whole. */
  readonly row: number | null;
  /** Index of the column from 0; null for a row or the file as a whole. */
  readonly column: number | null;
  /** Name of the column. */
  readonly header: string | null;
}

/** Collects problems: each one up to a limit, beyond it by number. */
export class Problems {
  readonly list: Problem[] = [];
  readonly counts: Partial<Record<ProblemCode, number>> = {};
  omitted = 0;
  refusedCells = 0;

  add(
    level: ProblemLevel,
    code: ProblemCode,
    values: MessageValues = {},
    place: { readonly row?: number; readonly column?: number; readonly header?: string } = {},
  ): void {
    this.counts[code] = (this.counts[code] ?? 0) + 1;
    if (level === "refused" && place.column !== undefined) this.refusedCells += 1;
    if (this.list.length >= LIMITS.problems) {
      this.omitted += 1;
      return;
    }
    const { row = null, column = null, header = null } = place;
    this.list.push({ level, code, messageKey: `import.problem.${code}`, values, row, column, header });
  }
}

/** A cell as read: text of a CSV, text, number or truth value of a workbook; dates as "YYYY-MM-DD". */
export type Cell = string | number | boolean | null;

/** A file's rows, whatever it was. */
export interface ImportTable {
  /** Column names, unique; "Column 3" where the file has none. */
  readonly header: readonly string[];
  /** Row of the header; null without one. */
  readonly headerRow: number | null;
  readonly rows: readonly (readonly Cell[])[];
  /** Row number of each, as a spreadsheet numbers them. */
  readonly rowNumbers: readonly number[];
}

/** How a column writes numbers. */
export type DecimalMark = "point" | "comma";

/** What a column becomes. */
export type ColumnTarget =
  | { readonly type: "ignore" }
  | { readonly type: "name" | "nameVi" | "aka" | "province" | "locality" | "country" | "asOf" | "note" }
  | { readonly type: "lat" | "lon" }
  | { readonly type: "latLon"; readonly order: "lat-lon" | "lon-lat" }
  | { readonly type: "field"; readonly field: FieldId; readonly unit: string }
  /** Road distance to a place. */
  | { readonly type: "distance"; readonly to: string; readonly unit: string }
  /** A column of the user's own, for criteria. */
  | { readonly type: "column"; readonly kind: "number" | "category"; readonly unit: string };

export type CellType = "empty" | "number" | "range" | "text" | "date" | "boolean" | "coordinate";

/** A column as found, with the guess of what it means. */
export interface ColumnReport {
  readonly index: number;
  readonly header: string;
  /** First cells that say something, as text. */
  readonly samples: readonly string[];
  readonly type: CellType;
  readonly filled: number;
  readonly empty: number;
  readonly distinct: number;
  /** For columns with numbers; null where no cell tells. */
  readonly decimalMark: DecimalMark;
  /** Least and greatest number, as written (before units). */
  readonly range: { readonly min: number; readonly max: number } | null;
  readonly target: ColumnTarget;
  /** 0..1: how sure the target is. */
  readonly confidence: number;
  /** The unit was not written: it is the field's own, or one that fits the figures. */
  readonly unitAssumed: boolean;
}

/** Work that can be watched and called off. */
export interface Watch {
  /** 0..1. */
  readonly progress?: (share: number) => void;
  /** Asked between slices; true ends the work with the error "cancelled". */
  readonly cancelled?: () => boolean;
}

/** Reports progress, gives way to other work, and ends the work when it was called off. */
export async function breathe(watch: Watch, share: number): Promise<void> {
  watch.progress?.(Math.min(1, share));
  // One turn of the task queue where the platform has one, so that a click to cancel is heard.
  await new Promise<void>((resolve) => {
    if (typeof setTimeout === "function") setTimeout(resolve, 0);
    else resolve();
  });
  if (watch.cancelled?.() === true) throw new ImportError("cancelled");
}
