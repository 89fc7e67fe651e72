/**
 * `npm run rank`: ranks the built-in catalogue in the terminal, through the very engine of the app
 * and so in the app's order, or a list of the user's own, or scores a plain matrix problem with the
 * textbook methods.
 */
import { realpathSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { setupI18n } from "@lingui/core";
import * as v from "valibot";
import { CatalogueError } from "../shared/catalogue/load";
import { buildSiteTable } from "../shared/catalogue/sites";
import { DocumentError, parseDocument } from "../shared/document/document";
import { profileSchema, savedProfileSchema } from "../shared/document/schema";
import { ImportError } from "../shared/importing";
import criteriaMessages from "../shared/messages/en/criteria.json";
import type { Catalogue } from "../shared/model/catalogue";
import { SECTOR_IDS } from "../shared/model/fields";
import { REGION_IDS } from "../shared/model/park";
import type { Profile, UnknownPolicy } from "../shared/model/profile";
import {
  BUILTIN_CRITERIA,
  buildDecisionTable,
  createRanker,
  DEFAULT_PRESET,
  ENGINE_VERSION,
  effectiveWeights,
  findPreset,
  PRESET_IDS,
  profileFromPreset,
  rankBounds,
  SECTOR_FIT,
} from "../shared/ranking";
import { contributions } from "../shared/ranking/explain";
import { evaluateGates } from "../shared/ranking/gates";
import { RankingError, type ScoringProblem, scoreAlternatives } from "../shared/ranking/methods";
import {
  builtCatalogue,
  DataError,
  loadCatalogue,
  ownTerminal,
  readText,
  sentenceOf,
  type Terminal,
  UsageError,
} from "./command-line";
import { asCsv, asTable, type RankedRow, type RankResult } from "./rank-format";
import { type ImportedList, isListProfile, type ListProfile, parseListProfile, readList } from "./rank-import";

const HELP = `Ranks Vietnam's industrial parks as the app does.

Usage: npm run rank -- [options]

What matters (one of):
  --preset NAME            ${PRESET_IDS.join(", ")} (default ${DEFAULT_PRESET})
  --weight "LABEL=POINTS"  points 0 to 100 for a criterion by its label or id; repeat for more;
                           criteria not named get 0
  --profile FILE           a profile exported from the app
  --profile-name NAME      which one, where the file holds several
  --problem FILE           score a matrix problem instead ("-" reads standard input); prints JSON:
                           { method, matrix, weights, directions, normalization?, parameters? }

A list of your own (docs/import.md):
  --import FILE            rank the rows of a CSV, XLSX or GeoJSON file instead of the catalogue;
                           --weight then takes its column names too, and --profile criteria over them
  --gateways FILE          places (name, coordinates) to which distances are criteria
  --vnd-per-usd N          rate of exchange, where figures in dong become dollars
  --term-years N           years that leases still run, where rents by the month become rents for the term

How it is read:
  --sectors A,B            sectors that "Sector fit" looks for, in place of the preset's
  --policy NAME            unknown figures: cautious, neutral (default) or hopeful

What is shown:
  --region NAME            north, central or south; commas or repeats for several
  --top N                  the N best only
  --format NAME            table (default), json or csv
  --catalogue FILE         another compiled catalogue
  --help                   this text

Exit codes: 0 done, 1 data that cannot be read or ranked, 2 options that are wrong.`;

const OPTIONS = {
  preset: { type: "string" },
  weight: { type: "string", multiple: true },
  profile: { type: "string" },
  "profile-name": { type: "string" },
  problem: { type: "string" },
  import: { type: "string" },
  gateways: { type: "string" },
  "vnd-per-usd": { type: "string" },
  "term-years": { type: "string" },
  sectors: { type: "string" },
  policy: { type: "string" },
  region: { type: "string", multiple: true },
  top: { type: "string" },
  format: { type: "string" },
  catalogue: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

function readOptions(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
type Options = ReturnType<typeof readOptions>;

/** One of a list of names, or a message that gives the list. */
function oneOf<T extends string>(flag: string, name: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === name.trim().toLowerCase());
  if (found === undefined) throw new UsageError(`--${flag} "${name}" is none of: ${allowed.join(", ")}.`);
  return found;
}

function listOf<T extends string>(flag: string, texts: readonly string[], allowed: readonly T[]): readonly T[] {
  const names = texts.flatMap((text) => text.split(",")).filter((name) => name.trim() !== "");
  return [...new Set(names.map((name) => oneOf(flag, name, allowed)))];
}

const i18n = setupI18n({ locale: "en", messages: { en: criteriaMessages } });

/** English label of a built-in criterion. */
function label(criterionId: string): string {
  return i18n._(`criteria.${criterionId}`);
}

/** "LABEL=POINTS" in its parts. */
function splitWeights(texts: readonly string[]): readonly { text: string; name: string; value: number }[] {
  return texts.map((text) => {
    const at = text.lastIndexOf("=");
    const name = text.slice(0, Math.max(at, 0)).trim();
    const amount = text.slice(at + 1).trim();
    if (at <= 0 || name === "") throw new UsageError(`--weight "${text}" must read "LABEL=POINTS".`);
    const value = amount === "" ? Number.NaN : Number(amount);
    if (!(value >= 0 && value <= 100)) {
      throw new UsageError(`--weight "${text}": points must be a number from 0 to 100, not "${amount}".`);
    }
    return { text, name, value };
  });
}

function readWeights(texts: readonly string[]): Readonly<Record<string, number>> {
  const points: Record<string, number> = {};
  for (const { text, name, value } of splitWeights(texts)) {
    const criterion = BUILTIN_CRITERIA.find(
      ({ id }) => id === name.toLowerCase() || label(id).toLowerCase() === name.toLowerCase(),
    );
    if (criterion === undefined) {
      const labels = BUILTIN_CRITERIA.map(({ id }) => label(id)).join(", ");
      throw new UsageError(`--weight "${text}": there is no criterion "${name}". There are: ${labels}.`);
    }
    points[criterion.id] = value;
  }
  return points;
}

function readJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new DataError(`${name} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A profile from a file of the app: a document with profiles or a shortlist, or a profile by itself. */
function readProfile(file: string, name: string | undefined): Profile {
  const text = readText(file);
  const value = readJson(text, file);
  if (typeof value === "object" && value !== null && "format" in value) {
    const { body } = parseDocument(text);
    const named = [
      ...body.profiles.map((saved) => ({ name: saved.name, profile: saved.profile })),
      ...body.shortlists.map((list) => ({ name: list.name, profile: list.snapshot.profile })),
    ];
    const wanted = name === undefined ? named : named.filter((entry) => entry.name === name);
    const [first] = wanted;
    if (first !== undefined && wanted.length === 1) return first.profile;
    const names = named.map((entry) => `"${entry.name}"`).join(", ");
    if (named.length === 0) throw new DataError(`${file} holds no profile and no shortlist.`);
    throw new UsageError(
      wanted.length === 0
        ? `${file} holds no profile "${name}". It holds: ${names}.`
        : `${file} holds several profiles; choose one with --profile-name: ${names}.`,
    );
  }
  const saved = v.safeParse(savedProfileSchema, value);
  if (saved.success) return saved.output.profile;
  const bare = v.safeParse(profileSchema, value);
  if (bare.success) return bare.output;
  const [issue] = bare.issues;
  throw new DataError(`${file} is not a profile of Parkwise: ${v.getDotPath(issue) ?? "the file"}: ${issue.message}`);
}

const ZERO: Profile = {
  weighting: { mode: "points", points: {}, locked: [], groupPoints: null, order: null, swing: null, pairwise: null },
  valueFunctions: {},
  gates: [],
  waivers: [],
  unknownPolicy: "neutral",
  sectors: [],
  preset: null,
};

/** The profile that the options describe; that of a list where it states one. */
function chooseProfile(options: Options, list: ImportedList | null): Profile {
  const ways = (["preset", "weight", "profile", "problem"] as const).filter((way) => options[way] !== undefined);
  if (ways.length > 1) {
    throw new UsageError(`Use only one of ${ways.map((way) => `--${way}`).join(" and ")}.`);
  }
  if (options["profile-name"] !== undefined && options.profile === undefined) {
    throw new UsageError("--profile-name needs --profile.");
  }
  let profile: Profile;
  if (list !== null && list.profile !== null) {
    profile = list.profile;
  } else if (options.weight !== undefined) {
    profile = { ...ZERO, weighting: { ...ZERO.weighting, points: readWeights(options.weight) } };
  } else if (options.profile !== undefined) {
    profile = readProfile(options.profile, options["profile-name"]);
  } else {
    const preset = findPreset(oneOf("preset", options.preset ?? DEFAULT_PRESET, PRESET_IDS));
    if (preset === undefined) throw new UsageError("There is no such preset.");
    profile = profileFromPreset(preset);
  }
  const policies: readonly UnknownPolicy[] = ["cautious", "neutral", "hopeful"];
  return {
    ...profile,
    ...(options.sectors === undefined ? {} : { sectors: listOf("sectors", [options.sectors], SECTOR_IDS) }),
    ...(options.policy === undefined ? {} : { unknownPolicy: oneOf("policy", options.policy, policies) }),
  };
}

function rankCatalogue(
  catalogue: Catalogue,
  profile: Profile,
  regions: readonly string[],
  top: number,
  list: ImportedList | null,
): RankResult {
  const siteTable = list === null ? buildSiteTable(catalogue) : list.siteTable;
  const criteria = list === null ? BUILTIN_CRITERIA : [...BUILTIN_CRITERIA, ...list.criteria];
  const table = buildDecisionTable(siteTable, criteria, profile, list === null ? catalogue.reference : list.references);
  const include = evaluateGates(siteTable, criteria, profile).include;
  let excluded = 0;
  for (const [row, site] of siteTable.sites.entries()) {
    const shown = regions.length === 0 || regions.includes(site.region);
    if (shown && include[row] === 0) excluded += 1;
    if (!shown) include[row] = 0;
  }
  const ranking = createRanker(table).rank(effectiveWeights(criteria, profile).weights, include);
  const bounds = rankBounds(ranking);
  const current = new Map(catalogue.provinces.map((province) => [province.code, province.nameEn]));
  const former = new Map(catalogue.formerProvinces.map((province) => [province.code, province.nameEn]));
  const sites: RankedRow[] = [];
  for (const row of ranking.order.subarray(0, Math.min(top, ranking.count))) {
    const site = siteTable.sites[row];
    if (site === undefined) continue;
    sites.push({
      rank: ranking.rank[row] ?? 0,
      id: site.id,
      name: site.name,
      province: current.get(site.province) ?? site.province,
      formerProvince: former.get(site.formerProvince) ?? site.formerProvince,
      region: site.region,
      score: (ranking.score[row] ?? 0) * 100,
      low: (ranking.low[row] ?? 0) * 100,
      high: (ranking.high[row] ?? 0) * 100,
      bestRank: bounds.best[row] ?? 0,
      worstRank: bounds.worst[row] ?? 0,
      rankAtBadEnd: bounds.atBadEnd[row] ?? 0,
      sourcedShare: ranking.sourcedShare[row] ?? 0,
      estimatedShare: ranking.estimatedShare[row] ?? 0,
      unknownShare: ranking.unknownShare[row] ?? 0,
      contributions: Object.fromEntries(
        contributions(table, ranking.weights, row).map(({ criterionId, amount }) => [criterionId, amount * 100]),
      ),
    });
  }
  return {
    engineVersion: ENGINE_VERSION,
    catalogue: { version: catalogue.version, hash: catalogue.contentHash },
    preset: profile.preset,
    weights: Object.fromEntries(criteria.map(({ id }, j) => [id, ranking.weights[j] ?? 0])),
    sectors: profile.sectors,
    policy: profile.unknownPolicy,
    ranked: ranking.count,
    excluded,
    ...(list === null
      ? {}
      : {
          imported: list.rows,
          criteria: criteria
            .filter((_, j) => (ranking.weights[j] ?? 0) > 0)
            .map(({ id, label: own, unit, direction, valueFunction, measure }) => ({
              id,
              label: own ?? label(id),
              unit,
              direction,
              valueFunction,
              measure: measure.type,
            })),
        }),
    sites,
  };
}

function scoreProblem(file: string, terminal: Terminal): string {
  const name = file === "-" ? "standard input" : file;
  const value = readJson(file === "-" ? terminal.input() : readText(file), name);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new DataError(`${name} must hold one object: { method, matrix, weights, directions, ... }.`);
  }
  // The methods check every member themselves and name what is wrong.
  return JSON.stringify(scoreAlternatives(value as ScoringProblem), null, 2);
}

function warnings(profile: Profile, own: ImportedList["criteria"]): readonly string[] {
  const criteria = [...BUILTIN_CRITERIA, ...own];
  const known = new Set<string>(criteria.map(({ id }) => id));
  const foreign = Object.entries(profile.weighting.points).filter(([id, points]) => points > 0 && !known.has(id));
  const list: string[] = [];
  if (foreign.length > 0) {
    list.push(`Left out, as the built-in catalogue does not measure them: ${foreign.map(([id]) => id).join(", ")}.`);
  }
  const { inert, weights } = effectiveWeights(criteria, profile);
  if (inert.includes(SECTOR_FIT) && (profile.weighting.points[SECTOR_FIT] ?? 0) > 0) {
    list.push(`${label(SECTOR_FIT)} carries no weight: name sectors with --sectors.`);
  }
  if (weights.every((weight) => weight === 0)) list.push("Every weight is 0: the order is that of the names.");
  return list;
}

/** Rates and years that the options state. */
function positive(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(Number.isFinite(value) && value > 0)) {
    throw new UsageError(`--${flag} must be a number above 0, not "${text}".`);
  }
  return value;
}

/** The list that `--import` names. */
async function importedList(file: string, options: Options, terminal: Terminal): Promise<ImportedList> {
  if (options.preset !== undefined && options.weight !== undefined) {
    throw new UsageError("Use only one of --preset and --weight.");
  }
  let profile: ListProfile | null = null;
  if (options.profile !== undefined) {
    const value = readJson(readText(options.profile), options.profile);
    if (isListProfile(value)) profile = parseListProfile(value, options.profile);
  }
  const split = options.weight === undefined ? null : splitWeights(options.weight);
  const weights = split === null ? null : Object.fromEntries(split.map(({ name, value }) => [name, value]));
  return readList(
    {
      file,
      gateways: options.gateways,
      weights,
      profile,
      vndPerUsd: positive("vnd-per-usd", options["vnd-per-usd"]),
      termYears: positive("term-years", options["term-years"]),
      labelOf: label,
    },
    loadCatalogue(options.catalogue ?? builtCatalogue()),
    terminal,
  );
}

/**
 * Runs the command.
 * @param list the rows of `--import`, read already; see {@link run}
 * @returns the exit code: 0 done, 1 unreadable data, 2 wrong options
 */
export function main(args: readonly string[], terminal: Terminal, list: ImportedList | null = null): 0 | 1 | 2 {
  try {
    const options = readOptions(args);
    if (options.help === true) {
      terminal.out(HELP);
      return 0;
    }
    if (options.import === undefined && options.gateways !== undefined) {
      throw new UsageError("--gateways needs --import.");
    }
    const format = oneOf("format", options.format ?? "table", ["table", "json", "csv"] as const);
    const regions = listOf("region", options.region ?? [], REGION_IDS);
    const top = options.top === undefined ? Number.POSITIVE_INFINITY : Number(options.top);
    if (options.top !== undefined && !(Number.isInteger(top) && top > 0)) {
      throw new UsageError(`--top must be a whole number above 0, not "${options.top}".`);
    }
    const profile = chooseProfile(options, list);
    if (options.problem !== undefined) {
      terminal.out(scoreProblem(options.problem, terminal));
      return 0;
    }
    for (const warning of warnings(profile, list?.criteria ?? [])) terminal.error(warning);
    const catalogue = loadCatalogue(options.catalogue ?? builtCatalogue());
    const result = rankCatalogue(catalogue, profile, regions, top, list);
    terminal.out(
      format === "json" ? JSON.stringify(result, null, 2) : format === "csv" ? asCsv(result) : asTable(result),
    );
    return 0;
  } catch (error) {
    return exitCode(error, terminal);
  }
}

/** Tells the user what went wrong. */
function exitCode(error: unknown, terminal: Terminal): 1 | 2 {
  if (error instanceof UsageError) {
    terminal.error(`${error.message}\nSee "npm run rank -- --help".`);
    return 2;
  }
  if (error instanceof ImportError) {
    terminal.error(sentenceOf(error));
    return 1;
  }
  if (
    error instanceof DataError ||
    error instanceof RankingError ||
    error instanceof CatalogueError ||
    error instanceof DocumentError
  ) {
    terminal.error(error.message);
    return 1;
  }
  throw error;
}

/** Runs the command, reading the list of `--import` first where there is one. */
export async function run(args: readonly string[], terminal: Terminal): Promise<0 | 1 | 2> {
  try {
    const options = readOptions(args);
    if (options.import === undefined || options.help === true || options.problem !== undefined)
      return main(args, terminal);
    return main(args, terminal, await importedList(options.import, options, terminal));
  } catch (error) {
    return exitCode(error, terminal);
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {
  process.exitCode = await run(process.argv.slice(2), ownTerminal());
}
