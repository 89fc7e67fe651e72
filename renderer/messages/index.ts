/**
 * Messages and formats of the interface language. `t("ranking.column.score", values)` is typed by the
 * English files in `shared/messages/en/`; a message that another language lacks falls back to English.
 *
 * English's core areas come with the first script, its other areas with the view that needs them (`loadArea`);
 * another language comes as one file when it is chosen (`setLocale`). Numbers, dates and units follow the language through Intl.
 */
import { type Messages, setupI18n } from "@lingui/core";
import common from "../../shared/messages/en/common.json";
import type compare from "../../shared/messages/en/compare.json";
import criteria from "../../shared/messages/en/criteria.json";
import type dataArea from "../../shared/messages/en/data.json";
import type edits from "../../shared/messages/en/edits.json";
import type explain from "../../shared/messages/en/explain.json";
import type exportArea from "../../shared/messages/en/export.json";
import filters from "../../shared/messages/en/filters.json";
import type guide from "../../shared/messages/en/guide.json";
import type importArea from "../../shared/messages/en/import.json";
import type importView from "../../shared/messages/en/import-view.json";
import type mapArea from "../../shared/messages/en/map.json";
import type measure from "../../shared/messages/en/measure.json";
import presets from "../../shared/messages/en/presets.json";
import ranking from "../../shared/messages/en/ranking.json";
import type recordsArea from "../../shared/messages/en/records.json";
import type report from "../../shared/messages/en/report.json";
import type robustness from "../../shared/messages/en/robustness.json";
import type shortlists from "../../shared/messages/en/shortlists.json";
import type site from "../../shared/messages/en/site.json";
import type weights from "../../shared/messages/en/weights.json";
import type why from "../../shared/messages/en/why.json";

type Qualified<Area extends string, T> = {
  [K in keyof T & string]: K extends `${Area}.${string}` ? K : `${Area}.${K}`;
}[keyof T & string];

/** Every key of an area that exists in English. Other views add their areas here. */
export type MessageKey =
  | Qualified<"common", typeof common>
  | Qualified<"criteria", typeof criteria>
  | Qualified<"filters", typeof filters>
  | Qualified<"presets", typeof presets>
  | Qualified<"ranking", typeof ranking>
  | Qualified<"data", typeof dataArea>
  | Qualified<"robustness", typeof robustness>
  | Qualified<"weights", typeof weights>
  | Qualified<"shortlists", typeof shortlists>
  | Qualified<"records", typeof recordsArea>
  | Qualified<"site", typeof site>
  | Qualified<"why", typeof why>
  | Qualified<"compare", typeof compare>
  | Qualified<"explain", typeof explain>
  | Qualified<"edits", typeof edits>
  | Qualified<"import", typeof importArea>
  | Qualified<"import-view", typeof importView>
  | Qualified<"export", typeof exportArea>
  | Qualified<"report", typeof report>
  | Qualified<"map", typeof mapArea>
  | Qualified<"measure", typeof measure>
  | Qualified<"guide", typeof guide>;

export type MessageValues = Readonly<Record<string, string | number>>;

/** Areas that the first picture needs. */
const CORE_AREAS = ["common", "criteria", "filters", "presets", "ranking"] as const;

const files = import.meta.glob<{ default: Messages }>("../../shared/messages/en/*.json");

type Language = { readonly default: Readonly<Record<string, Messages>> };
const languages: Readonly<Record<string, () => Promise<Language>>> = {
  vi: () => import("virtual:messages/vi"),
  "zh-Hans": () => import("virtual:messages/zh-Hans"),
  ko: () => import("virtual:messages/ko"),
  ja: () => import("virtual:messages/ja"),
};

/** Interface languages with their own names, English first. */
export const LOCALES: ReadonlyMap<string, string> = new Map([
  ["en", "English"],
  ["vi", "Tiếng Việt"],
  ["zh-Hans", "简体中文"],
  ["ko", "한국어"],
  ["ja", "日本語"],
]);

/**
 * The interface language for a list of preferred ones (`navigator.languages`): the first that there is, whatever
 * its region ("ko-KR" is Korean, every Chinese is served in simplified characters); English where there is none.
 */
export function matchLocale(preferred: readonly string[]): string {
  for (const tag of preferred) {
    const language = tag.split("-", 1)[0]?.toLowerCase();
    const found = [...LOCALES.keys()].find((locale) => locale.split("-", 1)[0] === language);
    if (found !== undefined) return found;
  }
  return "en";
}

const english = setupI18n({ locale: "en", messages: { en: {} } });
const active = setupI18n({ locale: "en", messages: { en: {} } });
const loadedAreas = new Set<string>(CORE_AREAS);
const listeners = new Set<() => void>();

function qualify(area: string, messages: Messages): Messages {
  return Object.fromEntries(
    Object.entries(messages).map(([key, message]) => [key.startsWith(`${area}.`) ? key : `${area}.${key}`, message]),
  );
}

for (const [area, messages] of Object.entries({ common, criteria, filters, presets, ranking })) {
  english.load("en", qualify(area, messages));
}

/** Loads the English messages of a lazily loaded view; every other language is in place as a whole. */
export async function loadArea(area: string): Promise<void> {
  if (loadedAreas.has(area)) return;
  const load = files[`../../shared/messages/en/${area}.json`];
  if (load !== undefined) english.load("en", qualify(area, (await load()).default));
  loadedAreas.add(area);
}

let wanted = "en";

/**
 * Switches the interface language; resolves once its messages are in place. Of several switches under way the
 * last one counts. An unknown language changes nothing.
 */
export async function setLocale(locale: string): Promise<void> {
  if (!LOCALES.has(locale)) return;
  wanted = locale;
  const areas = await languages[locale]?.();
  if (wanted !== locale || locale === active.locale) return;
  for (const [area, messages] of Object.entries(areas?.default ?? {})) active.load(locale, qualify(area, messages));
  active.activate(locale);
  document.documentElement.lang = locale;
  formats.clear();
  for (const listener of listeners) listener();
}

/** The interface language, a BCP 47 tag. */
export function currentLocale(): string {
  return active.locale;
}

export function subscribeToLocale(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The message of a key in the language in use. */
export function t(key: MessageKey, values?: MessageValues): string {
  return translate(key, values) ?? key;
}

/** As {@link t} for a key made at run time; undefined where there is no such message. */
export function translate(key: string, values?: MessageValues): string | undefined {
  const i18n = active.locale !== "en" && key in active.messages ? active : english;
  return key in i18n.messages ? i18n._(key, values) : undefined;
}

// ---------------------------------------------------------------------------------------------
// Formats

const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `n${JSON.stringify(options)}`;
  let format = formats.get(key) as Intl.NumberFormat | undefined;
  if (format === undefined) {
    format = new Intl.NumberFormat(active.locale, options);
    formats.set(key, format);
  }
  return format;
}

const fixed: { locale: string; formats: Intl.NumberFormat[] } = { locale: "", formats: [] };

/** A number with a fixed count of decimals (0 to 6), grouped as the language does. */
export function formatNumber(value: number, decimals = 0): string {
  if (fixed.locale !== active.locale) {
    fixed.locale = active.locale;
    fixed.formats = [];
  }
  let format = fixed.formats[decimals];
  if (format === undefined) {
    format = new Intl.NumberFormat(active.locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    fixed.formats[decimals] = format;
  }
  return format.format(value);
}

/** A number as people state it: at most two decimals, none that are zero. */
export function formatPlain(value: number): string {
  return numberFormat({ maximumFractionDigits: 2 }).format(value);
}

/** A share 0..1 as a percentage. */
export function formatShare(share: number, decimals = 0): string {
  return numberFormat({ style: "percent", minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(
    share,
  );
}

/** A large number in few signs, as the language shortens it ("1.03M", "1,03 Tr", "103万"). */
export function formatCompact(value: number): string {
  return numberFormat({ notation: "compact", maximumFractionDigits: value >= 1_000_000 ? 2 : 0 }).format(value);
}

/** Bytes in kB, MB or GB. */
export function formatBytes(bytes: number): string {
  const units = ["kilobyte", "megabyte", "gigabyte"] as const;
  let value = bytes / 1000;
  let step = 0;
  while (value >= 1000 && step < 2) {
    value /= 1000;
    step += 1;
  }
  return numberFormat({ style: "unit", unit: units[step] ?? "megabyte", maximumFractionDigits: 1 }).format(value);
}

/** A date of the catalogue, "YYYY", "YYYY-MM" or "YYYY-MM-DD", as precise as it is stated. */
export function formatPartialDate(date: string): string {
  // Some sources are dated otherwise ("2023-01-11 (commit)"): that is shown as it is stated.
  if (!/^\d{4}(-\d{2}){0,2}$/.test(date)) return date;
  const [year = 0, month, day] = date.split("-").map(Number);
  if (month === undefined) return String(year);
  const options: Intl.DateTimeFormatOptions =
    day === undefined
      ? { year: "numeric", month: "short", timeZone: "UTC" }
      : { year: "numeric", month: "short", day: "numeric", timeZone: "UTC" };
  return dateFormat(options).format(Date.UTC(year, month - 1, day ?? 1));
}

/** A moment, ISO 8601, in the user's time zone. */
export function formatMoment(iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? iso : dateFormat({ dateStyle: "medium", timeStyle: "short" }).format(time);
}

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `d${JSON.stringify(options)}`;
  let format = formats.get(key) as Intl.DateTimeFormat | undefined;
  if (format === undefined) {
    format = new Intl.DateTimeFormat(active.locale, options);
    formats.set(key, format);
  }
  return format;
}

/** Sentences as one text; Chinese and Japanese set no space between them. */
export function joinSentences(sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== "").join(["zh-Hans", "ja"].includes(active.locale) ? "" : " ");
}

/** A list in words ("Bac Ninh, Bac Giang and Hai Phong"). */
export function formatList(items: readonly string[]): string {
  return new Intl.ListFormat(active.locale, { type: "conjunction" }).format(items);
}
