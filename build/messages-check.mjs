/**
 * Holds the other languages' messages beside the English ones: what is missing, what is left over, and what
 * uses other arguments or was never translated. `npm run messages:missing -- [LOCALE...]` prints what is
 * missing with its English text, as JSON by area, ready to be filled in.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { compileMessageOrThrow } from "@lingui/message-utils/compileMessage";
import { root } from "./repository.mjs";

const folder = path.join(root, "shared/messages");

/** Languages that must be complete, beside English. */
export const TRANSLATIONS = ["vi", "zh-Hans", "ko", "ja"];

/** Names, units and signs that are the same in every language. */
const INTERNATIONAL = [
  "Parkwise|TOPSIS|VIKOR|PROMETHEE II|SMAA-2|Lahdelma|Salminen|Open Development Mekong",
  "Excel|CSV|XLSX|GeoJSON|KML|SVG|PNG|PDF|JSON|UTF-8|BOM|SHA-256|WGS84|VN-2000|UTM|OK|ID",
  "USD|VND|km|ha|MVA|MB|GB|m²|m³|m|ISO 14001|5G|URL|IndexedDB|LEED|LOTUS",
].join("|");
const INTERNATIONAL_WORD = new RegExp(`(?<![\\p{L}\\p{N}])(?:${INTERNATIONAL})(?![\\p{L}\\p{N}])`, "gu");

/**
 * Messages whose translation may read like the English one: codes, and words that the language shares with
 * English. By language, as "area/key".
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const SAME_AS_ENGLISH = {
  vi: ["filters/sector.logistics_warehousing", "site/field.incentives"],
};

/** @typedef {ReadonlyMap<string, string>} MessagesOf keys "area/key" to ICU messages */

/**
 * Every message of a language.
 * @param {string} locale
 * @returns {MessagesOf}
 */
export function readMessages(locale) {
  const messages = new Map();
  const own = path.join(folder, locale);
  if (!existsSync(own)) return messages;
  for (const file of readdirSync(own).sort()) {
    if (!file.endsWith(".json")) continue;
    const area = file.slice(0, -".json".length);
    const content = JSON.parse(readFileSync(path.join(own, file), "utf8"));
    for (const [key, message] of Object.entries(content)) messages.set(`${area}/${key}`, message);
  }
  return messages;
}

/**
 * What is wrong with a translation, sentence by sentence; empty when nothing is.
 * @param {string} locale
 * @param {string} id "area/key"
 * @param {string} english
 * @param {string} translated
 * @returns {readonly string[]}
 */
export function translationProblems(locale, id, english, translated) {
  let tokens;
  try {
    tokens = compileMessageOrThrow(translated);
  } catch (error) {
    return [`is not a valid ICU message: ${error instanceof Error ? error.message : String(error)}`];
  }
  const problems = [];
  const original = describe(compileMessageOrThrow(english));
  const own = describe(tokens);
  for (const name of original.uses.keys()) if (!own.uses.has(name)) problems.push(`lacks the argument {${name}}`);
  for (const [name, forms] of own.uses) {
    const allowed = original.uses.get(name);
    if (allowed === undefined) {
      problems.push(`uses the argument {${name}}, which the English message has not`);
      continue;
    }
    const counts = allowed.has("plural") || allowed.has("selectordinal");
    for (const form of forms) {
      if (!allowed.has(form) && !(counts && form === "number")) {
        problems.push(`uses {${name}} as ${form}, the English message as ${[...allowed].join(" and ")}`);
      }
    }
  }
  for (const { name, kind, keys } of own.choices) {
    if (!keys.includes("other")) problems.push(`${kind} of {${name}} lacks "other"`);
    if (kind === "select") {
      const same = original.choices.some(
        (o) => o.name === name && [...o.keys].sort().join() === [...keys].sort().join(),
      );
      if (!same) problems.push(`select of {${name}} has other choices than the English message`);
      continue;
    }
    const type = kind === "plural" ? "cardinal" : "ordinal";
    const categories = new Intl.PluralRules(locale, { type }).resolvedOptions().pluralCategories;
    for (const key of keys) {
      if (!/^\d+$/.test(key) && !categories.includes(/** @type {Intl.LDMLPluralRule} */ (key))) {
        problems.push(`${kind} of {${name}} has "${key}", which ${locale} does not know`);
      }
    }
  }
  const isText = /\p{L}{2}/u.test(original.text.replace(INTERNATIONAL_WORD, ""));
  if (isText && own.text === original.text && !SAME_AS_ENGLISH[locale]?.includes(id)) {
    problems.push("reads like the English message");
  }
  if (translated.trim() === "" && english.trim() !== "") problems.push("is empty");
  return problems;
}

/**
 * Arguments with the forms they are used in, choices, and the literal text.
 * @param {unknown} tokens a compiled message
 */
function describe(tokens) {
  /** @type {Map<string, Set<string>>} */
  const uses = new Map();
  /** @type {{ name: string, kind: string, keys: string[] }[]} */
  const choices = [];
  let text = "";
  /** @param {unknown} part */
  const walk = (part) => {
    if (typeof part === "string") {
      text += part;
      return;
    }
    if (!Array.isArray(part)) return;
    for (const token of part) {
      if (typeof token === "string") {
        if (token !== "#") text += token;
        continue;
      }
      if (!Array.isArray(token)) continue;
      const [name, kind = "text", options] = token;
      const forms = uses.get(name) ?? new Set();
      uses.set(name, forms.add(kind));
      if (options !== null && typeof options === "object" && ["plural", "select", "selectordinal"].includes(kind)) {
        const own = Object.entries(options).filter(([key]) => key !== "offset");
        choices.push({ name, kind, keys: own.map(([key]) => key) });
        for (const [, option] of own) walk(option);
      }
    }
  };
  walk(tokens);
  return { uses, choices, text };
}

/**
 * Keys that English has and the language lacks, and the other way round.
 * @param {string} locale
 * @returns {{ missing: readonly string[], extra: readonly string[], wrong: readonly string[] }} "area/key", and
 *   in `wrong` with what is wrong
 */
export function compareWithEnglish(locale) {
  const english = readMessages("en");
  const translated = readMessages(locale);
  return {
    missing: [...english.keys()].filter((id) => !translated.has(id)),
    extra: [...translated.keys()].filter((id) => !english.has(id)),
    wrong: [...translated].flatMap(([id, message]) => {
      const original = english.get(id);
      if (original === undefined) return [];
      return translationProblems(locale, id, original, message).map((problem) => `${id} ${problem}`);
    }),
  };
}

/** Prints what is missing by language and area. */
function main() {
  const asked = process.argv.slice(2);
  const english = readMessages("en");
  for (const locale of asked.length > 0 ? asked : TRANSLATIONS) {
    const { missing, extra, wrong } = compareWithEnglish(locale);
    console.log(`${locale}: ${missing.length} missing, ${extra.length} left over, ${wrong.length} wrong`);
    for (const area of new Set(missing.map((id) => id.split("/", 1)[0]))) {
      const own = missing.filter((id) => id.startsWith(`${area}/`));
      const texts = Object.fromEntries(own.map((id) => [id.slice(id.indexOf("/") + 1), english.get(id)]));
      console.log(`  ${locale}/${area}.json ${JSON.stringify(texts, null, 2).replaceAll("\n", "\n  ")}`);
    }
    for (const id of extra) console.log(`  left over: ${id}`);
    for (const problem of wrong) console.log(`  wrong: ${problem}`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main();
