/** The chosen sites as CSV, GeoJSON (RFC 7946), KML 2.2 and as a table for the clipboard. */

import { xmlText } from "./ooxml";
import type { ExportData, ExportLanguage, ExportSite } from "./types";
import { aboutRows } from "./workbook";

type Field = string | number | null;

/**
 * A text that no spreadsheet takes for a formula: one that begins with = + - @, a tab or a line break (also
 * in their full-width forms) gets an apostrophe in front. Numbers are not texts and stay as they are.
 */
export function harmless(text: string): string {
  return /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
}

function csvField(field: Field, delimiter: string): string {
  if (field === null) return "";
  if (typeof field === "number") return Number.isFinite(field) ? String(field) : "";
  const text = harmless(field);
  return text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export interface CsvOptions {
  /** Byte order mark, by which spreadsheets tell UTF-8. */
  readonly bom: boolean;
  /** Semicolons suit spreadsheets whose decimal sign is the comma. */
  readonly delimiter: "," | ";";
}

/** Scores with one digit more than is shown, without the noise of binary fractions. */
const points = (score: number): number => Math.round(score * 10_000) / 100;
const share = (part: number): number => Math.round(part * 10_000) / 10_000;

/** One row a site; lines end as RFC 4180 has it. Decimal points in numbers, whatever the language. */
export function exportCsv(data: ExportData, { word }: ExportLanguage, { bom, delimiter }: CsvOptions): string {
  const header = [
    ...["rank", "site", "nameVi", "id", "score", "low", "high", "sourced", "estimated", "unknown"].map((key) =>
      word(`column.${key}`),
    ),
    ...["province", "former", "region", "status", "latitude", "longitude", "precision", "radius"].map((key) =>
      word(`column.${key}`),
    ),
    ...data.criteria.flatMap(({ label, unit }) => [
      unit === "" ? label : `${label} (${unit})`,
      word("column.evidenceOf", { criterion: label }),
    ]),
    word("column.note"),
  ];
  const rows = data.sites.map((site): Field[] => [
    site.rank,
    site.name,
    site.nameVi,
    site.id,
    points(site.score),
    points(site.low),
    points(site.high),
    share(site.sourcedShare),
    share(site.estimatedShare),
    share(site.unknownShare),
    site.province,
    site.formerProvince,
    site.region,
    site.status,
    site.position?.lat ?? null,
    site.position?.lon ?? null,
    site.position === null ? null : word(`precision.${site.position.precision}`),
    site.position?.radiusKm ?? null,
    ...site.cells.flatMap((cell): Field[] => [cell.measure, word(`evidence.${cell.evidence}`)]),
    site.note,
  ]);
  const lines = [header, ...rows].map((row) => row.map((field) => csvField(field, delimiter)).join(delimiter));
  return `${bom ? "\uFEFF" : ""}${lines.join("\r\n")}\r\n`;
}

/** Six decimals are a tenth of a metre: more would claim what nobody knows. */
const degrees = (value: number): number => Math.round(value * 1e6) / 1e6;

/** GeoJSON; a site whose place is not known has no geometry. Keys are the app's own, in every language. */
export function exportGeoJson(data: ExportData): string {
  const features = data.sites.map((site) => ({
    type: "Feature",
    id: site.id,
    geometry:
      site.position === null
        ? null
        : { type: "Point", coordinates: [degrees(site.position.lon), degrees(site.position.lat)] },
    properties: {
      name: site.name,
      nameVi: site.nameVi,
      rank: site.rank,
      score: points(site.score),
      scoreLow: points(site.low),
      scoreHigh: points(site.high),
      sourcedShare: share(site.sourcedShare),
      estimatedShare: share(site.estimatedShare),
      unknownShare: share(site.unknownShare),
      province: site.province,
      formerProvince: site.formerProvince,
      region: site.region,
      status: site.status,
      positionPrecision: site.position?.precision ?? null,
      positionRadiusKm: site.position?.radiusKm ?? null,
      ...Object.fromEntries(
        data.criteria.flatMap(({ id }, j): (readonly [string, string | number | null])[] => {
          const cell = site.cells[j];
          return [
            [id, cell?.measure ?? null],
            [`${id}:evidence`, cell?.evidence ?? "unknown"],
          ];
        }),
      ),
      ...(site.note === "" ? {} : { note: site.note }),
    },
  }));
  const { title, createdAt, catalogueVersion, catalogueHash, engineVersion, appVersion, ranked } = data;
  const about = { title, createdAt, catalogueVersion, catalogueHash, engineVersion, appVersion, ranked };
  return `${JSON.stringify({ type: "FeatureCollection", parkwise: about, features }, null, 1)}\n`;
}

/** Styles of placemarks: the three best, the rest, and those left out. Colours as KML writes them: aabbggrr. */
const KML_STYLES = [
  { id: "best", color: "ff666b0a", scale: 1.3 },
  { id: "ranked", color: "ffbc5024", scale: 1 },
  { id: "leftOut", color: "ff9a9a9a", scale: 0.8 },
] as const;

function kmlDescription(site: ExportSite, data: ExportData, language: ExportLanguage): string {
  const { word, number } = language;
  const row = (label: string, value: string): string =>
    `<tr><td>${xmlText(label)}</td><td><b>${xmlText(value)}</b></td></tr>`;
  const rows = [
    row(
      word("column.rank"),
      site.rank === null ? word("leftOut") : word("rankOf", { rank: site.rank, ranked: data.ranked }),
    ),
    row(
      word("column.score"),
      word("scoreRange", {
        score: number(site.score * 100, 1),
        low: number(site.low * 100, 1),
        high: number(site.high * 100, 1),
      }),
    ),
    row(
      word("column.province"),
      site.province === site.formerProvince ? site.province : `${site.province} (${site.formerProvince})`,
    ),
    ...data.criteria.map((criterion, j) => row(criterion.label, figureText(site, j, data, language, true))),
    ...(site.position === null
      ? []
      : [
          row(
            word("column.precision"),
            word("precisionWithin", {
              precision: word(`precision.${site.position.precision}`),
              radius: number(site.position.radiusKm, site.position.radiusKm < 10 ? 1 : 0),
            }),
          ),
        ]),
    ...(site.note === "" ? [] : [row(word("column.note"), site.note)]),
  ];
  // Nothing in here can end the section: every ">" of a text is escaped.
  return `<![CDATA[<table border="0" cellpadding="3">${rows.join("")}</table>]]>`;
}

/** A figure as the table shows it: "–" for unknown, "≈" before an estimate. */
function figureText(site: ExportSite, j: number, data: ExportData, { number }: ExportLanguage, unit: boolean): string {
  const cell = site.cells[j];
  const criterion = data.criteria[j];
  if (cell === undefined || criterion === undefined || cell.measure === null) return "–";
  const text = `${cell.evidence === "estimated" ? "≈ " : ""}${number(cell.measure, criterion.decimals)}`;
  return unit && criterion.unit !== "" ? `${text} ${criterion.unit}` : text;
}

/** KML for Google Earth: a folder of placemarks by rank, and one of sites whose place is not known. */
export function exportKml(data: ExportData, language: ExportLanguage): string {
  const { word } = language;
  const placemark = (site: ExportSite): string => {
    const style = site.rank === null ? "leftOut" : site.rank <= 3 ? "best" : "ranked";
    const fields: readonly (readonly [string, Field])[] = [
      ["id", site.id],
      ["rank", site.rank],
      ["score", points(site.score)],
      ["nameVi", site.nameVi],
      ["positionRadiusKm", site.position?.radiusKm ?? null],
    ];
    return (
      `<Placemark><name>${xmlText(site.rank === null ? site.name : `${site.rank}. ${site.name}`)}</name>` +
      `<description>${kmlDescription(site, data, language)}</description><styleUrl>#${style}</styleUrl><ExtendedData>` +
      fields
        .filter(([, value]) => value !== null)
        .map(([name, value]) => `<Data name="${name}"><value>${xmlText(String(value))}</value></Data>`)
        .join("") +
      `</ExtendedData>` +
      (site.position === null
        ? ""
        : `<Point><coordinates>${degrees(site.position.lon)},${degrees(site.position.lat)}</coordinates></Point>`) +
      `</Placemark>`
    );
  };
  const folder = (name: string, sites: readonly ExportSite[]): string =>
    sites.length === 0
      ? ""
      : `<Folder><name>${xmlText(name)}</name><open>1</open>${sites.map(placemark).join("")}</Folder>`;
  const about = aboutRows(data, language).map(([label, text]) => `${label}: ${text}`);
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>` +
    `<name>${xmlText(data.title)}</name><description>${xmlText(about.join("\n"))}</description>` +
    KML_STYLES.map(
      ({ id, color, scale }) =>
        `<Style id="${id}"><IconStyle><color>${color}</color><scale>${scale}</scale></IconStyle>` +
        `<LabelStyle><scale>${scale * 0.8}</scale></LabelStyle><BalloonStyle><text><![CDATA[<h3>$[name]</h3>$[description]]]></text></BalloonStyle></Style>`,
    ).join("") +
    folder(
      word("sheet.ranking"),
      data.sites.filter((site) => site.position !== null),
    ) +
    folder(
      word("positionUnknown"),
      data.sites.filter((site) => site.position === null),
    ) +
    `</Document></kml>\n`
  );
}

/** The table as the clipboard takes it: marked up for documents and mail, with tabs for everything else. */
export function exportTable(
  data: ExportData,
  language: ExportLanguage,
): { readonly html: string; readonly text: string } {
  const { word, number } = language;
  const header = [
    word("column.rank"),
    word("column.site"),
    word("column.province"),
    word("column.score"),
    word("column.range"),
    ...data.criteria.map(({ label, unit }) => (unit === "" ? label : `${label} (${unit})`)),
  ];
  const rows = data.sites.map((site) => [
    site.rank === null ? word("leftOut") : String(site.rank),
    site.name,
    site.province,
    number(site.score * 100, 1),
    `${number(site.low * 100, 1)} – ${number(site.high * 100, 1)}`,
    ...site.cells.map((_, j) => figureText(site, j, data, language, false)),
  ]);
  // Attributes, not styles: the app's content policy forbids inline styles, also in what it copies.
  const align = (column: number): string => (column === 1 || column === 2 ? "" : ' align="right"');
  const row = (cells: readonly string[], tag: "th" | "td", ground: string): string =>
    `<tr>${cells.map((text, c) => `<${tag}${align(c)}${ground}>${xmlText(text)}</${tag}>`).join("")}</tr>`;
  const html =
    `<table border="1" cellspacing="0" cellpadding="4"><thead>${row(header, "th", ' bgcolor="#eef0f1"')}</thead>` +
    `<tbody>${rows.map((cells) => row(cells, "td", "")).join("")}</tbody></table>`;
  const plain = (text: string): string => harmless(text.replace(/[\t\r\n]+/g, " "));
  return { html, text: [header, ...rows].map((row) => row.map(plain).join("\t")).join("\n") };
}
