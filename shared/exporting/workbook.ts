/**
 * The decision as a workbook that a colleague can check: scores, ranges, shares of evidence and ranks are
 * formulas over the points on the sheet of weights, so that changing a weight moves the ranking there as it
 * does here. Figures, values and every fact with its source stand on sheets of their own, site by site in
 * the same rows.
 */
import type { EvidenceClass } from "../model/evidence";
import { type Cell, type CellStyle, columnName, type Sheet, sheetName, sheetReference, writeWorkbook } from "./ooxml";
import type { ExportCell, ExportData, ExportLanguage, ExportSite } from "./types";

/** Row (from 1) of the header on the sheets with one site a row, and of the first site. */
export const HEADER_ROW = 5;
export const FIRST_ROW = HEADER_ROW + 1;
/** The same on the sheet of weights. */
export const FIRST_WEIGHT_ROW = 6;
/** Columns before those of the criteria on the sheets of values and figures. */
const LEAD = 2;

const HEADER: CellStyle = { bold: true, fill: "EEF0F1", wrap: true, ruled: true };
const TITLE: CellStyle = { bold: true, size: 14 };
const SOFT: CellStyle = { color: "555C62" };
const TEXT: CellStyle = { ruled: true };
const WRAPPED: CellStyle = { wrap: true, ruled: true };
const INPUT: CellStyle = { bold: true, color: "0A3D91", fill: "FFF8DC", format: "0.###", ruled: true };
const LINKED: CellStyle = { color: "0A6B66", ruled: true };

const cell = (value: Cell["value"], style?: CellStyle): Cell => (style === undefined ? { value } : { value, style });
const number = (format: string): CellStyle => ({ format, ruled: true });
const decimals = (count: number): string => `#,##0${count === 0 ? "" : `.${"0".repeat(count)}`}`;

interface Names {
  readonly ranking: string;
  readonly weights: string;
  readonly values: string;
  readonly figures: string;
  readonly sources: string;
  readonly about: string;
}

/** Names of the sheets in the reader's language, unique. */
function sheetNames(word: ExportLanguage["word"]): Names {
  const taken = new Set<string>();
  const name = (key: string): string => {
    const base = sheetName(word(`sheet.${key}`));
    let unique = base;
    for (let n = 2; taken.has(unique.toLowerCase()); n += 1) unique = sheetName(`${base.slice(0, 27)} ${n}`);
    taken.add(unique.toLowerCase());
    return unique;
  };
  return {
    ranking: name("ranking"),
    weights: name("weights"),
    values: name("values"),
    figures: name("figures"),
    sources: name("sources"),
    about: name("about"),
  };
}

/** Title, a line about the whole, and a line about the sheet. */
function heading(title: string, lines: readonly string[]): Cell[][] {
  return [[cell(title, TITLE)], ...lines.map((line) => [cell(line, SOFT)])];
}

/** Fills up to the row before the header. */
function upTo(rows: Cell[][], count: number): Cell[][] {
  while (rows.length < count) rows.push([]);
  return rows;
}

function rankingSheet(data: ExportData, names: Names, language: ExportLanguage): Sheet {
  const { word } = language;
  const { sites, criteria } = data;
  const ranked = sites.filter(({ rank }) => rank !== null).length;
  const lastRanked = FIRST_ROW + ranked - 1;
  const withSaved = sites.some(({ saved }) => saved !== null);
  const withNotes = sites.some(({ note }) => note !== "");
  const values = sheetReference(names.values);
  const figures = sheetReference(names.figures);
  const block = (row: number, at: number): string =>
    `$${columnName(LEAD + at * criteria.length)}${row}:$${columnName(LEAD + (at + 1) * criteria.length - 1)}${row}`;
  const points = `${values}!$${columnName(LEAD)}$${HEADER_ROW - 1}:$${columnName(LEAD + criteria.length - 1)}$${HEADER_ROW - 1}`;
  // To a hundredth of a billionth of a point: sites that are equal in the app are equal here, whatever the order of adding.
  const mean = (row: number, at: number): string =>
    `IF(SUM(${points})=0,0,ROUND(100*SUMPRODUCT(${values}!${block(row, at)},${points})/SUM(${points}),11))`;
  const share = (row: number, evidence: EvidenceClass): string =>
    `IF(SUM(${points})=0,0,SUMPRODUCT((${figures}!${block(row, 1)}="${word(`evidence.${evidence}`).replaceAll('"', '""')}")*${points})/SUM(${points}))`;
  const rankOf = new Map<ExportSite, number>();
  for (const site of sites) {
    rankOf.set(site, 1 + sites.filter((other) => other.rank !== null && other.score > site.score).length);
  }
  const whole = ranked === data.ranked;
  const header = [
    word(whole ? "column.rank" : "column.rankHere"),
    word("column.site"),
    word("column.score"),
    word("column.low"),
    word("column.high"),
    word("column.sourced"),
    word("column.estimated"),
    word("column.unknown"),
    word("column.rankThere", { ranked: data.ranked }),
    word("column.scoreThere"),
    ...(withSaved ? [word("column.rankSaved"), word("column.scoreSaved")] : []),
    word("column.province"),
    word("column.former"),
    word("column.region"),
    word("column.status"),
    ...(withNotes ? [word("column.note")] : []),
  ];
  const rows = sites.map((site, i): Cell[] => {
    const row = FIRST_ROW + i;
    const evidence = (share_: number, kind: EvidenceClass): Cell =>
      cell({ formula: share(row, kind), result: share_ }, number("0%"));
    return [
      site.rank === null
        ? cell(word("leftOut"), { ...TEXT, color: "8A5300" })
        : cell(
            { formula: `RANK(C${row},C$${FIRST_ROW}:C$${lastRanked})`, result: rankOf.get(site) ?? 0 },
            { ...number("0"), bold: true, align: "center" },
          ),
      cell(site.name, { ...TEXT, bold: true }),
      cell({ formula: mean(row, 0), result: score100(site.score) }, { ...number("0.0"), bold: true }),
      cell({ formula: mean(row, 1), result: score100(site.low) }, number("0.0")),
      cell({ formula: mean(row, 2), result: score100(site.high) }, number("0.0")),
      evidence(site.sourcedShare, "sourced"),
      evidence(site.estimatedShare, "estimated"),
      evidence(site.unknownShare, "unknown"),
      site.rank === null ? cell(word("leftOut"), TEXT) : cell(site.rank, number("0")),
      cell(score100(site.score), number("0.0")),
      ...(withSaved
        ? [
            cell(site.saved?.rank ?? null, number("0")),
            cell(site.saved === null ? null : score100(site.saved.score), number("0.0")),
          ]
        : []),
      cell(site.province, TEXT),
      cell(site.formerProvince, TEXT),
      cell(site.region, TEXT),
      cell(site.status, TEXT),
      ...(withNotes ? [cell(site.note, WRAPPED)] : []),
    ];
  });
  const last = FIRST_ROW + Math.max(0, sites.length - 1);
  return {
    name: names.ranking,
    widths: [
      9,
      44,
      9,
      9,
      9,
      10,
      10,
      10,
      12,
      12,
      ...(withSaved ? [12, 12] : []),
      18,
      18,
      12,
      18,
      ...(withNotes ? [50] : []),
    ],
    rows: [
      ...upTo(
        heading(data.title, [
          word("ranking.of", { count: sites.length, ranked: data.ranked, version: data.catalogueVersion }),
          word("ranking.live", { sheet: names.weights }),
        ]),
        HEADER_ROW - 1,
      ),
      header.map((text) => cell(text, HEADER)),
      ...rows,
    ],
    frozen: { rows: HEADER_ROW, columns: 2 },
    filter: `A${HEADER_ROW}:${columnName(header.length - 1)}${last}`,
    bars: sites.length === 0 ? [] : [{ range: `C${FIRST_ROW}:C${last}`, most: 100, color: "9CCFC9" }],
  };
}

/** A score on the scale of 100, to the digits that the formulas give. */
function score100(score: number): number {
  return Math.round(score * 1e13) / 1e11;
}

function weightsSheet(data: ExportData, names: Names, { word }: ExportLanguage): Sheet {
  const last = FIRST_WEIGHT_ROW + data.criteria.length - 1;
  const total = data.criteria.reduce((sum, { points }) => sum + points, 0);
  const range = `C$${FIRST_WEIGHT_ROW}:C$${last}`;
  return {
    name: names.weights,
    widths: [18, 28, 10, 10, 22, 52, 70],
    rows: [
      ...upTo(heading(word("weights.title"), [word("weights.hint")]), FIRST_WEIGHT_ROW - 2),
      ["group", "criterion", "points", "share", "unit", "scale", "description"].map((key) =>
        cell(word(`column.${key}`), HEADER),
      ),
      ...data.criteria.map((criterion, i) => {
        const row = FIRST_WEIGHT_ROW + i;
        return [
          cell(criterion.group, TEXT),
          cell(criterion.label, { ...TEXT, bold: true }),
          cell(criterion.points, INPUT),
          cell(
            {
              formula: `IF(SUM(${range})=0,0,C${row}/SUM(${range}))`,
              result: total === 0 ? 0 : criterion.points / total,
            },
            number("0.0%"),
          ),
          cell(criterion.unit, TEXT),
          cell(criterion.scale, WRAPPED),
          cell(criterion.description, WRAPPED),
        ];
      }),
      [
        cell(null),
        cell(word("weights.total"), { bold: true }),
        cell({ formula: `SUM(C${FIRST_WEIGHT_ROW}:C${last})`, result: total }, { bold: true, format: "0.###" }),
        cell(
          { formula: `SUM(D${FIRST_WEIGHT_ROW}:D${last})`, result: total === 0 ? 0 : 1 },
          { bold: true, format: "0.0%" },
        ),
      ],
    ],
    frozen: { rows: FIRST_WEIGHT_ROW - 1, columns: 2 },
    bars: [{ range: `D${FIRST_WEIGHT_ROW}:D${last}`, most: 1, color: "B9C7E8" }],
  };
}

/** A sheet with one site a row and, for each of several quantities, one column a criterion. */
function matrixSheet(
  data: ExportData,
  name: string,
  title: string,
  hint: string,
  above: readonly Cell[],
  blocks: readonly { readonly title: string; readonly cell: (cell: ExportCell, criterion: number) => Cell }[],
  language: ExportLanguage,
): Sheet {
  const { criteria, sites } = data;
  const rows = upTo(heading(title, [hint]), HEADER_ROW - 2);
  const titles: Cell[] = [
    cell(null),
    cell(null),
    ...blocks.flatMap((block) => criteria.map((_, j) => cell(j === 0 ? block.title : null, { bold: true }))),
  ];
  rows[HEADER_ROW - 3] = titles;
  return {
    name,
    widths: [9, 44, ...blocks.flatMap(() => criteria.map(() => 13))],
    rows: [
      ...rows,
      [...above],
      [
        cell(language.word("column.rank"), HEADER),
        cell(language.word("column.site"), HEADER),
        ...blocks.flatMap(() => criteria.map(({ label }) => cell(label, HEADER))),
      ],
      ...sites.map((site) => [
        cell(site.rank ?? language.word("leftOut"), number("0")),
        cell(site.name, { ...TEXT, bold: true }),
        ...blocks.flatMap((block) => site.cells.map((entry, j) => block.cell(entry, j))),
      ]),
    ],
    frozen: { rows: HEADER_ROW, columns: 2 },
  };
}

function valuesSheet(data: ExportData, names: Names, language: ExportLanguage): Sheet {
  const { word } = language;
  const value = (pick: (entry: ExportCell) => number) => (entry: ExportCell) =>
    cell(pick(entry), {
      ...number("0.000"),
      ...(entry.evidence === "unknown" ? { italic: true, color: "8A5300" } : {}),
    });
  const points = data.criteria.map((criterion, j) =>
    cell(
      { formula: `${sheetReference(names.weights)}!$C$${FIRST_WEIGHT_ROW + j}`, result: criterion.points },
      { ...LINKED, format: "0.###" },
    ),
  );
  return matrixSheet(
    data,
    names.values,
    word("values.title"),
    word("values.hint"),
    [cell(null), cell(word("values.points"), { bold: true }), ...points],
    [
      { title: word("values.central"), cell: value((entry) => entry.value) },
      { title: word("values.low"), cell: value((entry) => entry.valueLow) },
      { title: word("values.high"), cell: value((entry) => entry.valueHigh) },
    ],
    language,
  );
}

function figuresSheet(data: ExportData, names: Names, language: ExportLanguage): Sheet {
  const { word } = language;
  const { criteria } = data;
  const figure = (pick: (entry: ExportCell) => number | null) => (entry: ExportCell, j: number) =>
    cell(pick(entry), number(decimals(criteria[j]?.decimals ?? 0)));
  const units = criteria.map(({ unit }) => cell(unit, { ...SOFT, wrap: true }));
  const none = criteria.map(() => cell(null));
  return matrixSheet(
    data,
    names.figures,
    word("figures.title"),
    word("figures.hint"),
    [cell(null), cell(word("column.unit"), SOFT), ...units, ...none, ...units, ...units],
    [
      { title: word("figures.figure"), cell: figure((entry) => entry.measure) },
      { title: word("figures.evidence"), cell: (entry) => cell(word(`evidence.${entry.evidence}`), TEXT) },
      { title: word("figures.low"), cell: figure((entry) => entry.low) },
      { title: word("figures.high"), cell: figure((entry) => entry.high) },
    ],
    language,
  );
}

function sourcesSheet(data: ExportData, names: Names, { word }: ExportLanguage): Sheet {
  const columns = [
    "site",
    "field",
    "value",
    "unit",
    "asOf",
    "used",
    "factNote",
    "source",
    "publisher",
    "kind",
    "published",
    "url",
  ];
  const facts = data.sites.flatMap((site) => site.facts.map((fact) => ({ site, fact })));
  const rows = facts.map(({ site, fact }): Cell[] => [
    cell(site.name, { ...TEXT, bold: true }),
    cell(fact.field, TEXT),
    cell(fact.value, typeof fact.value === "number" ? { ...number("General"), align: "right" } : WRAPPED),
    cell(fact.unit, TEXT),
    cell(fact.asOf, TEXT),
    cell(word(fact.used ? "used.yes" : "used.no"), TEXT),
    cell(fact.note, WRAPPED),
    cell(fact.source.title, WRAPPED),
    cell(fact.source.publisher, TEXT),
    cell(fact.source.kind, TEXT),
    cell(fact.source.date, TEXT),
    { ...cell(fact.source.url, LINKED), ...(fact.source.url === "" ? {} : { link: fact.source.url }) },
  ]);
  return {
    name: names.sources,
    widths: [36, 22, 30, 18, 12, 14, 36, 48, 28, 20, 12, 60],
    rows: [
      ...upTo(heading(word("sources.title"), [word("sources.hint", { count: facts.length })]), HEADER_ROW - 1),
      columns.map((key) => cell(word(`column.${key}`), HEADER)),
      ...rows,
    ],
    frozen: { rows: HEADER_ROW, columns: 1 },
    filter: `A${HEADER_ROW}:${columnName(columns.length - 1)}${HEADER_ROW + facts.length}`,
  };
}

/** What the reader must know to place the figures: versions, date, policy and the rest of the decision. */
export function aboutRows(data: ExportData, { word }: ExportLanguage): readonly (readonly [string, string])[] {
  return [
    [word("about.decision"), data.title],
    [word("about.date"), data.createdAt],
    ...data.decision,
    [
      word("about.sites"),
      word("ranking.of", { count: data.sites.length, ranked: data.ranked, version: data.catalogueVersion }),
    ],
    [word("about.catalogue"), data.catalogueVersion],
    [word("about.hash"), data.catalogueHash],
    [word("about.engine"), data.engineVersion],
    [word("about.app"), data.appVersion],
    [word("about.method"), word("about.methodText")],
  ];
}

function aboutSheet(data: ExportData, names: Names, language: ExportLanguage): Sheet {
  return {
    name: names.about,
    widths: [30, 110],
    rows: [
      ...heading(language.word("about.title"), [""]),
      ...aboutRows(data, language).map(([label, text]) => [
        cell(label, { bold: true, wrap: true, ruled: true }),
        cell(text, WRAPPED),
      ]),
    ],
  };
}

/** The whole workbook: ranking, weights, values, figures, sources, about. */
export function exportWorkbook(data: ExportData, language: ExportLanguage): Uint8Array {
  const names = sheetNames(language.word);
  return writeWorkbook(
    [
      rankingSheet(data, names, language),
      weightsSheet(data, names, language),
      valuesSheet(data, names, language),
      figuresSheet(data, names, language),
      sourcesSheet(data, names, language),
      aboutSheet(data, names, language),
    ],
    data,
  );
}
