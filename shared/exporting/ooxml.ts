/**
 * Writes a workbook in Office Open XML (ECMA-376, transitional): sheets with typed cells, formulas with the
 * result they had when written, styles, frozen panes, filters, links and print settings.
 *
 * Formulas carry their results so that previews and scripts, which do not calculate, show figures too; the
 * workbook asks spreadsheets to calculate anew when it is opened. Everything is compressed in this thread:
 * the app's content policy allows no worker made from a text.
 */
import { strToU8, zipSync } from "fflate";

export interface CellStyle {
  readonly bold?: boolean;
  readonly italic?: boolean;
  /** Points; 10 by default. */
  readonly size?: number;
  /** Six hex digits. */
  readonly color?: string;
  readonly fill?: string;
  /** Number format code ("0.0", "0%"). */
  readonly format?: string;
  readonly align?: "left" | "right" | "center";
  readonly wrap?: boolean;
  /** A thin line below. */
  readonly ruled?: boolean;
}

export interface Formula {
  /** Without the equals sign. */
  readonly formula: string;
  readonly result: number;
}

export interface Cell {
  readonly value: string | number | Formula | null;
  readonly style?: CellStyle;
  /** Address that the cell opens; only http and https are taken. */
  readonly link?: string;
}

export interface Sheet {
  /** At most 31 characters; see {@link sheetName}. */
  readonly name: string;
  /** Widths in characters. */
  readonly widths: readonly number[];
  readonly rows: readonly (readonly Cell[])[];
  /** Rows and columns that stay in sight; the rows are repeated on each printed page. */
  readonly frozen?: { readonly rows: number; readonly columns: number };
  /** Range with filter buttons ("A5:F20"). */
  readonly filter?: string;
  /** Ranges drawn with bars, and the number that fills a cell. */
  readonly bars?: readonly { readonly range: string; readonly most: number; readonly color: string }[];
}

export interface WorkbookProperties {
  readonly title: string;
  /** ISO 8601 time. */
  readonly createdAt: string;
}

/** Longest text of a cell. */
const MAX_TEXT = 32_767;
/** Links that a sheet may hold. */
const MAX_LINKS = 65_530;
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** "A", "Z", "AA" for 0, 25, 26. */
export function columnName(index: number): string {
  let name = "";
  for (let n = index + 1; n > 0; n = Math.floor((n - 1) / 26)) name = String.fromCharCode(65 + ((n - 1) % 26)) + name;
  return name;
}

/** A sheet's name that every spreadsheet takes. */
export function sheetName(wanted: string): string {
  const name = wanted
    .replace(/[[\]/\\:*?]/g, " ")
    .replace(/^'+|'+$/g, "")
    .trim()
    .slice(0, 31);
  return name === "" ? "Sheet" : name;
}

/** A sheet's name as it stands before "!" in a formula. */
export function sheetReference(name: string): string {
  return `'${name.replaceAll("'", "''")}'`;
}

/** Text for XML: escaped, without what XML cannot hold. */
export function xmlText(text: string): string {
  let safe = "";
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20 && character !== "\t" && character !== "\n" && character !== "\r") continue;
    if ((code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff) continue;
    safe += ESCAPES[character] ?? character;
  }
  return safe;
}
const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** The parts of a style sheet, each kind listed once. */
class Styles {
  readonly #kinds = new Map<string, number>();
  readonly fonts: string[] = [];
  readonly fills = [
    '<fill><patternFill patternType="none"/></fill>',
    '<fill><patternFill patternType="gray125"/></fill>',
  ];
  readonly formats: string[] = [];
  readonly cells: string[] = [];

  constructor() {
    this.indexOf({});
  }

  /** Index of a style, which is added when it is new. */
  indexOf(style: CellStyle): number {
    const key = JSON.stringify(style, Object.keys(style).sort());
    const known = this.#kinds.get(key);
    if (known !== undefined) return known;
    const font = add(
      this.fonts,
      `<font>${style.bold ? "<b/>" : ""}${style.italic ? "<i/>" : ""}<sz val="${style.size ?? 10}"/>` +
        `<color rgb="FF${style.color ?? "17191B"}"/><name val="Calibri"/><family val="2"/></font>`,
    );
    const fill =
      style.fill === undefined
        ? 0
        : add(
            this.fills,
            `<fill><patternFill patternType="solid"><fgColor rgb="FF${style.fill}"/><bgColor indexed="64"/></patternFill></fill>`,
          );
    const format = style.format === undefined ? 0 : 164 + add(this.formats, style.format);
    const alignment = [
      style.align === undefined ? "" : ` horizontal="${style.align}"`,
      ` vertical="${style.wrap ? "top" : "center"}"`,
      style.wrap ? ' wrapText="1"' : "",
    ].join("");
    this.cells.push(
      `<xf numFmtId="${format}" fontId="${font}" fillId="${fill}" borderId="${style.ruled ? 1 : 0}" xfId="0" ` +
        `applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">` +
        `<alignment${alignment}/></xf>`,
    );
    this.#kinds.set(key, this.cells.length - 1);
    return this.cells.length - 1;
  }

  xml(): string {
    const formats = this.formats.map((code, i) => `<numFmt numFmtId="${164 + i}" formatCode="${xmlText(code)}"/>`);
    const line = '<bottom style="thin"><color rgb="FFC3C8CC"/></bottom>';
    return (
      `${HEAD}<styleSheet xmlns="${MAIN}">` +
      (formats.length === 0 ? "" : `<numFmts count="${formats.length}">${formats.join("")}</numFmts>`) +
      `<fonts count="${this.fonts.length}">${this.fonts.join("")}</fonts>` +
      `<fills count="${this.fills.length}">${this.fills.join("")}</fills>` +
      `<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>` +
      `<border><left/><right/><top/>${line}<diagonal/></border></borders>` +
      `<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
      `<cellXfs count="${this.cells.length}">${this.cells.join("")}</cellXfs>` +
      `<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
    );
  }
}

function add(list: string[], entry: string): number {
  const at = list.indexOf(entry);
  return at >= 0 ? at : list.push(entry) - 1;
}

function cellXml({ value, style }: Cell, reference: string, styles: Styles): string {
  const attributes = `r="${reference}" s="${styles.indexOf(style ?? {})}"`;
  if (value === null || value === "") return style === undefined ? "" : `<c ${attributes}/>`;
  if (typeof value === "number") {
    // A number that no spreadsheet can hold is left out rather than written wrong.
    return Number.isFinite(value) ? `<c ${attributes}><v>${value}</v></c>` : `<c ${attributes}/>`;
  }
  if (typeof value === "object") {
    return `<c ${attributes}><f>${xmlText(value.formula)}</f><v>${value.result}</v></c>`;
  }
  // "_x0041_" in a text would be read as the character with that code.
  const text = value.slice(0, MAX_TEXT).replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_");
  return `<c ${attributes} t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`;
}

interface WrittenSheet {
  readonly xml: string;
  /** Addresses by relation id. */
  readonly links: readonly string[];
}

function sheetXml(sheet: Sheet, styles: Styles, first: boolean): WrittenSheet {
  const links: { readonly reference: string; readonly url: string }[] = [];
  const rows = sheet.rows.map((cells, r) => {
    const written = cells.map((cell, c) => {
      const reference = `${columnName(c)}${r + 1}`;
      if (cell.link !== undefined && links.length < MAX_LINKS && isWebAddress(cell.link)) {
        links.push({ reference, url: cell.link });
      }
      return cellXml(cell, reference, styles);
    });
    return written.join("") === "" ? "" : `<row r="${r + 1}">${written.join("")}</row>`;
  });
  const { rows: frozenRows, columns: frozenColumns } = sheet.frozen ?? { rows: 0, columns: 0 };
  const pane = frozenRows > 0 && frozenColumns > 0 ? "bottomRight" : frozenRows > 0 ? "bottomLeft" : "topRight";
  const view =
    frozenRows + frozenColumns === 0
      ? ""
      : `<pane${frozenColumns > 0 ? ` xSplit="${frozenColumns}"` : ""}${frozenRows > 0 ? ` ySplit="${frozenRows}"` : ""} ` +
        `topLeftCell="${columnName(frozenColumns)}${frozenRows + 1}" activePane="${pane}" state="frozen"/>` +
        `<selection pane="${pane}"/>`;
  const width = Math.max(1, ...sheet.rows.map((row) => row.length));
  const bars = (sheet.bars ?? []).map(
    ({ range, most, color }, i) =>
      `<conditionalFormatting sqref="${range}"><cfRule type="dataBar" priority="${i + 1}"><dataBar>` +
      `<cfvo type="num" val="0"/><cfvo type="num" val="${most}"/><color rgb="FF${color}"/></dataBar></cfRule></conditionalFormatting>`,
  );
  const xml =
    `${HEAD}<worksheet xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
    `<dimension ref="A1:${columnName(width - 1)}${Math.max(1, sheet.rows.length)}"/>` +
    `<sheetViews><sheetView showGridLines="0"${first ? ' tabSelected="1"' : ""} workbookViewId="0">${view}</sheetView></sheetViews>` +
    `<sheetFormatPr defaultRowHeight="15"/>` +
    `<cols>${sheet.widths.map((w, i) => `<col min="${i + 1}" max="${i + 1}" width="${w}" customWidth="1"/>`).join("")}</cols>` +
    `<sheetData>${rows.join("")}</sheetData>` +
    (sheet.filter === undefined ? "" : `<autoFilter ref="${sheet.filter}"/>`) +
    bars.join("") +
    (links.length === 0
      ? ""
      : `<hyperlinks>${links.map(({ reference }, i) => `<hyperlink ref="${reference}" r:id="rId${i + 1}"/>`).join("")}</hyperlinks>`) +
    `<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>` +
    `<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>` +
    `<headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter></worksheet>`;
  return { xml, links: links.map(({ url }) => url) };
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s"<>]+$/i.test(text) && text.length <= 2_000;
}

function relations(entries: readonly { type: string; target: string; external?: boolean }[]): string {
  const items = entries.map(
    ({ type, target, external }, i) =>
      `<Relationship Id="rId${i + 1}" Type="${type}" Target="${xmlText(target)}"${external ? ' TargetMode="External"' : ""}/>`,
  );
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${items.join("")}</Relationships>`;
}

/**
 * Writes the workbook.
 * @param sheets at least one; names unique without regard to case
 * @throws {RangeError} when two sheets share a name, or there is none
 */
export function writeWorkbook(sheets: readonly Sheet[], { title, createdAt }: WorkbookProperties): Uint8Array {
  const names = new Set(sheets.map(({ name }) => name.toLowerCase()));
  if (sheets.length === 0 || names.size !== sheets.length) throw new RangeError("Sheets need names of their own.");
  const styles = new Styles();
  const written = sheets.map((sheet, i) => sheetXml(sheet, styles, i === 0));
  // Names that spreadsheets know: what a filter covers, and the rows repeated in print.
  const defined = sheets.flatMap((sheet, i) => [
    ...(sheet.filter === undefined
      ? []
      : [
          `<definedName name="_xlnm._FilterDatabase" localSheetId="${i}" hidden="1">` +
            `${xmlText(sheetReference(sheet.name))}!${sheet.filter.replace(/([A-Z]+)(\d+)/g, "$$$1$$$2")}</definedName>`,
        ]),
    ...((sheet.frozen?.rows ?? 0) === 0
      ? []
      : [
          `<definedName name="_xlnm.Print_Titles" localSheetId="${i}">` +
            `${xmlText(sheetReference(sheet.name))}!$${sheet.frozen?.rows}:$${sheet.frozen?.rows}</definedName>`,
        ]),
  ]);
  const files: Record<string, string> = {
    "[Content_Types].xml":
      `${HEAD}<Types xmlns="${PACKAGE}/content-types">` +
      `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      `<Default Extension="xml" ContentType="application/xml"/>` +
      `<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
      `<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` +
      `<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
      sheets
        .map(
          (_, i) =>
            `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`,
        )
        .join("") +
      `</Types>`,
    "_rels/.rels": relations([
      { type: `${RELATIONS}/officeDocument`, target: "xl/workbook.xml" },
      { type: `${PACKAGE}/relationships/metadata/core-properties`, target: "docProps/core.xml" },
    ]),
    "docProps/core.xml":
      `${HEAD}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" ` +
      `xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
      `<dc:title>${xmlText(title)}</dc:title><dc:creator>Parkwise</dc:creator>` +
      `<dcterms:created xsi:type="dcterms:W3CDTF">${xmlText(createdAt)}</dcterms:created></cp:coreProperties>`,
    "xl/workbook.xml":
      `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><bookViews><workbookView activeTab="0"/></bookViews><sheets>` +
      sheets.map(({ name }, i) => `<sheet name="${xmlText(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join("") +
      `</sheets>${defined.length === 0 ? "" : `<definedNames>${defined.join("")}</definedNames>`}` +
      `<calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>`,
    "xl/_rels/workbook.xml.rels": relations([
      ...sheets.map((_, i) => ({ type: `${RELATIONS}/worksheet`, target: `worksheets/sheet${i + 1}.xml` })),
      { type: `${RELATIONS}/styles`, target: "styles.xml" },
    ]),
    "xl/styles.xml": styles.xml(),
  };
  for (const [i, { xml, links }] of written.entries()) {
    files[`xl/worksheets/sheet${i + 1}.xml`] = xml;
    if (links.length > 0) {
      files[`xl/worksheets/_rels/sheet${i + 1}.xml.rels`] = relations(
        links.map((target) => ({ type: `${RELATIONS}/hyperlink`, target, external: true })),
      );
    }
  }
  const date = new Date(createdAt);
  const mtime = Number.isNaN(date.getTime()) || date.getFullYear() < 1980 ? new Date(1980, 0, 1) : date;
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])), {
    level: 6,
    mtime,
  });
}
