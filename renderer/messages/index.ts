/**
 * Messages and formats of the interface language. `t("ranking.column.score", values)` is typed by the
 * English files in `shared/messages/en/`; a message that another language lacks falls back to English.
 *
 * English's core areas come with the first script; every other area and language is loaded when it is
 * needed (`loadArea`, `setLocale`). Numbers, dates and units follow the language through Intl.
 */
import { type I18n, type Messages, setupI18n } from "@lingui/core";
import common from "../../shared/messages/en/common.json";
import type compare from "../../shared/messages/en/compare.json";
import criteria from "../../shared/messages/en/criteria.json";
import type dataArea from "../../shared/messages/en/data.json";
import type explain from "../../shared/messages/en/explain.json";
import filters from "../../shared/messages/en/filters.json";
import type mapArea from "../../shared/messages/en/map.json";
import type measure from "../../shared/messages/en/measure.json";
import presets from "../../shared/messages/en/presets.json";
import ranking from "../../shared/messages/en/ranking.json";
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
  | Qualified<"site", typeof site>
  | Qualified<"why", typeof why>
  | Qualified<"compare", typeof compare>
  | Qualified<"explain", typeof explain>
  | Qualified<"map", typeof mapArea>
  | Qualified<"measure", typeof measure>;

export type MessageValues = Readonly<Record<string, string | number>>;

/** Areas that the first picture needs. */
const CORE_AREAS = ["common", "criteria", "filters", "presets", "ranking"] as const;

const files = import.meta.glob<{ default: Messages }>("../../shared/messages/*/*.json");

/** Interface languages that have message files, English first. */
export const LOCALES: readonly string[] = [
  ...new Set([
    "en",
    ...Object.keys(files)
      .filter((file) => file.endsWith("/common.json"))
      .map((file) => file.split("/").at(-2) ?? "en"),
  ]),
];

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

async function loadInto(i18n: I18n, locale: string, area: string): Promise<void> {
  const load = files[`../../shared/messages/${locale}/${area}.json`];
  if (load !== undefined) i18n.load(locale, qualify(area, (await load()).default));
}

/** Loads the messages of a lazily loaded view, in English and in the language in use. */
export async function loadArea(area: string): Promise<void> {
  if (loadedAreas.has(area)) return;
  await Promise.all([
    loadInto(english, "en", area),
    active.locale === "en" ? undefined : loadInto(active, active.locale, area),
  ]);
  loadedAreas.add(area);
}

/** Switches the interface language; resolves once its messages are in place. */
export async function setLocale(locale: string): Promise<void> {
  if (locale === active.locale || !LOCALES.includes(locale)) return;
  if (locale !== "en") await Promise.all([...loadedAreas].map((area) => loadInto(active, locale, area)));
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
  const [year, month, day] = date.split("-").map(Number);
  if (year === undefined || !Number.isFinite(year)) return date;
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

/** A list in words ("Bac Ninh, Bac Giang and Hai Phong"). */
export function formatList(items: readonly string[]): string {
  return new Intl.ListFormat(active.locale, { type: "conjunction" }).format(items);
}
