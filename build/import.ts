/**
 * `npm run import`: prints what the importer makes of a file, without storing anything: encoding,
 * delimiter, header, each column with the field, unit and confidence it was guessed as, the rows read,
 * every problem by row and column, and the known parks that rows match.
 */
import { existsSync, realpathSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { CatalogueError } from "../shared/catalogue/load";
import { decimalYear } from "../shared/catalogue/resolve";
import {
  type ColumnMapping,
  DELIMITERS,
  defaultDecision,
  ENCODING_IDS,
  guessedMapping,
  ImportError,
  type ImportPlan,
  type Inspection,
  type PlanOptions,
  parkMatcher,
  planImport,
  provinceFinder,
  questionsOf,
  targetWords,
} from "../shared/importing";
import {
  builtCatalogue,
  DataError,
  importWords,
  inspectPath,
  loadCatalogue,
  ownTerminal,
  problemSentence,
  sentenceOf,
  type Terminal,
  UsageError,
} from "./command-line";

const HELP = `Says what the importer makes of a file, without storing it.

Usage: npm run import -- FILE [options]

  --report NAME        text (default) or json
  --encoding NAME      ${ENCODING_IDS.join(", ")}; found by default
  --delimiter CHAR     one of , ; | tab; found by default
  --sheet NAME         sheet of a workbook; the fullest by default
  --header-row N       row of the column names, 0 for none; found by default
  --vnd-per-usd N      rate of exchange, where figures in dong become dollars
  --term-years N       years that leases still run, where rents by the month or year become rents for
                       the term; "lease-end" takes each row's own
  --as-of DATE         date that the figures speak of, where no column says it
  --catalogue FILE     another compiled catalogue
  --help               this text

Exit codes: 0 done, 1 a file that cannot be read, 2 options that are wrong.`;

const OPTIONS = {
  report: { type: "string" },
  encoding: { type: "string" },
  delimiter: { type: "string" },
  sheet: { type: "string" },
  "header-row": { type: "string" },
  "vnd-per-usd": { type: "string" },
  "term-years": { type: "string" },
  "as-of": { type: "string" },
  catalogue: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

function readOptions(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function positive(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(Number.isFinite(value) && value > 0))
    throw new UsageError(`--${flag} must be a number above 0, not "${text}".`);
  return value;
}

function choice<T extends string>(flag: string, text: string | undefined, allowed: readonly T[]): T | undefined {
  if (text === undefined) return undefined;
  const found = allowed.find((candidate) => candidate === text.toLowerCase());
  if (found === undefined) throw new UsageError(`--${flag} "${text}" is none of: ${allowed.join(", ")}.`);
  return found;
}

/** The file's columns and rows as the report shows them. */
function reportOf(inspection: Inspection, plan: ImportPlan | null, mapping: ColumnMapping) {
  const { table, document } = inspection;
  const problems = [...inspection.problems, ...(plan?.problems ?? [])];
  const rows = plan?.rows ?? [];
  return {
    file: inspection.fileName,
    bytes: inspection.bytes,
    sha256: inspection.sha256,
    kind: inspection.kind,
    encoding: inspection.encoding,
    delimiter: inspection.delimiter,
    sheets: inspection.sheets,
    sheet: inspection.sheet,
    headerRow: table?.headerRow ?? null,
    header: table?.header ?? [],
    signature: inspection.signature,
    columns: inspection.columns.map(({ target, ...column }, index) => ({
      ...column,
      as: targetWords(mapping[index]?.target ?? target),
      target: mapping[index]?.target ?? target,
      field: target.type === "field" ? target.field : target.type,
      unit: "unit" in target ? target.unit : "",
    })),
    questions: questionsOf(mapping),
    rowsRead: table?.rows.length ?? 0,
    rowsUsable: rows.length,
    rowsRefused: plan?.refusedRows ?? 0,
    cellsRefused: plan?.refusedCells ?? 0,
    facts: rows.reduce((sum, row) => sum + row.facts.length, 0),
    positions: rows.filter((row) => row.position !== null).length,
    problems: problems.map((problem) => ({ ...problem, message: problemSentence(problem) })),
    problemCounts: { ...inspection.problemCounts, ...plan?.problemCounts },
    problemsOmitted: plan?.problemsOmitted ?? 0,
    matches: rows
      .filter((row) => row.matches.length > 0)
      .map((row) => ({ row: row.row, name: row.name, proposal: defaultDecision(row), candidates: row.matches })),
    package: document === null ? null : { kind: document.kind, createdAt: document.createdAt, counts: document.counts },
  };
}
type Report = ReturnType<typeof reportOf>;

const SHOWN = 40;

function asText(report: Report): string {
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const lines = [`${report.file}: ${report.kind}, ${report.bytes} bytes`];
  if (report.encoding !== null) {
    const { id, byteOrderMark, confidence } = report.encoding;
    lines.push(`Encoding: ${id}${byteOrderMark ? " with byte order mark" : ""} (${percent(confidence)} sure)`);
  }
  if (report.delimiter !== null) {
    const name = report.delimiter.delimiter === "\t" ? "tab" : report.delimiter.delimiter;
    lines.push(`Delimiter: ${name} (${percent(report.delimiter.confidence)} sure)`);
  }
  if (report.sheet !== null) lines.push(`Sheet: ${report.sheet} of ${report.sheets.length}`);
  if (report.package !== null) {
    lines.push(`Parkwise package of ${report.package.createdAt}: ${JSON.stringify(report.package.counts)}`);
    return lines.join("\n");
  }
  lines.push(
    report.headerRow === null ? "No column names." : `Column names in row ${report.headerRow}.`,
    "",
    "Columns:",
  );
  for (const column of report.columns) {
    const assumed = column.unitAssumed && column.unit !== "" ? ", unit assumed" : "";
    const mark = column.type === "number" || column.type === "range" ? `, decimal ${column.decimalMark}` : "";
    lines.push(
      `  ${column.index + 1}. ${column.header}: ${column.as} (${percent(column.confidence)} sure${assumed})`,
      `     ${column.type}${mark}, ${column.filled} filled, ${column.empty} empty; ${column.samples
        .slice(0, 3)
        .map((sample) => JSON.stringify(sample))
        .join(", ")}`,
    );
  }
  if (report.questions.rate) lines.push("", "Figures in dong become dollars: state --vnd-per-usd.");
  if (report.questions.term)
    lines.push("", "Rents by the month or year become rents for the term: state --term-years.");
  lines.push(
    "",
    `${report.rowsRead} rows read, ${report.rowsUsable} usable, ${report.rowsRefused} left out; ${report.facts} figures, ${report.positions} positions, ${report.cellsRefused} cells left out.`,
  );
  if (report.problems.length > 0) lines.push("", `Problems (${report.problems.length + report.problemsOmitted}):`);
  for (const problem of report.problems.slice(0, SHOWN)) {
    const where = [problem.row === null ? "" : `row ${problem.row}`, problem.header ?? ""].filter(Boolean).join(", ");
    lines.push(`  ${importWords(`level.${problem.level}`)}: ${where === "" ? "" : `${where}: `}${problem.message}`);
  }
  if (report.problems.length > SHOWN)
    lines.push(`  ... ${report.problems.length - SHOWN} more; --report json lists them all.`);
  if (report.matches.length > 0) lines.push("", `Known parks (${report.matches.length} rows):`);
  for (const match of report.matches.slice(0, SHOWN)) {
    const [best] = match.candidates;
    if (best === undefined) continue;
    const doing = match.proposal.action === "merge" ? "merge" : "new park, perhaps";
    lines.push(
      `  row ${match.row}, ${match.name}: ${doing} ${best.name} (${best.parkId}; ${importWords(`match.${best.reason}`)}, ${percent(best.confidence)})`,
    );
  }
  if (report.matches.length > SHOWN) lines.push(`  ... ${report.matches.length - SHOWN} more.`);
  return lines.join("\n");
}

function planOptions(values: ReturnType<typeof readOptions>["values"], catalogueFile: string): PlanOptions {
  const vndPerUsd = positive("vnd-per-usd", values["vnd-per-usd"]);
  const term = values["term-years"];
  const termYears = term === "lease-end" ? ("lease-end" as const) : positive("term-years", term);
  const asOf = values["as-of"];
  if (asOf !== undefined && decimalYear(asOf) === null) throw new UsageError(`--as-of "${asOf}" is no date.`);
  const own: PlanOptions = {
    ...(vndPerUsd === undefined ? {} : { vndPerUsd }),
    ...(termYears === undefined ? {} : { termYears }),
    ...(asOf === undefined ? {} : { asOf }),
  };
  const catalogue = loadCatalogue(catalogueFile);
  return {
    ...own,
    today: decimalYear(catalogue.version) ?? Number.NaN,
    findProvince: provinceFinder(catalogue.formerProvinces, catalogue.provinces),
    matchPark: parkMatcher(catalogue.parks),
  };
}

/**
 * Runs the command.
 * @returns the exit code: 0 done, 1 a file that cannot be read, 2 wrong options
 */
export async function main(args: readonly string[], terminal: Terminal): Promise<0 | 1 | 2> {
  try {
    const { values, positionals } = readOptions(args);
    if (values.help === true) {
      terminal.out(HELP);
      return 0;
    }
    const [file, ...others] = positionals;
    if (file === undefined) throw new UsageError("Name the file to look at.");
    if (others.length > 0) throw new UsageError(`One file at a time; "${others[0]}" is one too many.`);
    const form = choice("report", values.report ?? "text", ["text", "json"]);
    const named = values.delimiter === "tab" || values.delimiter === "\\t" ? "\t" : values.delimiter;
    const delimiter = choice("delimiter", named, DELIMITERS);
    const encoding = choice("encoding", values.encoding, ENCODING_IDS);
    const headerRow = values["header-row"] === undefined ? undefined : Number(values["header-row"]);
    if (headerRow !== undefined && !(Number.isInteger(headerRow) && headerRow >= 0)) {
      throw new UsageError(`--header-row must be a row number or 0, not "${values["header-row"]}".`);
    }
    const catalogueFile = values.catalogue ?? builtCatalogue();
    if (!existsSync(catalogueFile)) {
      throw new DataError(
        `There is no compiled catalogue at ${catalogueFile}. Build it with "npm run build", then try again.`,
      );
    }
    const options = planOptions(values, catalogueFile);
    const inspection = await inspectPath(file, {
      ...(encoding === undefined ? {} : { encoding }),
      ...(delimiter === undefined ? {} : { delimiter }),
      ...(values.sheet === undefined ? {} : { sheet: values.sheet }),
      ...(headerRow === undefined ? {} : { headerRow }),
    });
    const mapping = guessedMapping(inspection.columns);
    const plan = inspection.table === null ? null : await planImport(inspection.table, mapping, options);
    const report = reportOf(inspection, plan, mapping);
    terminal.out(form === "json" ? JSON.stringify(report, null, 2) : asText(report));
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.error(`${error.message}\nSee "npm run import -- --help".`);
      return 2;
    }
    if (error instanceof ImportError) {
      terminal.error(sentenceOf(error));
      return 1;
    }
    if (error instanceof DataError || error instanceof CatalogueError) {
      terminal.error(error.message);
      return 1;
    }
    throw error;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {
  process.exitCode = await main(process.argv.slice(2), ownTerminal());
}
