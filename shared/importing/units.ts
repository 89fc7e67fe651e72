/**
 * Units of imported figures, and their way to the units of the fields. A unit is a word such as "ha",
 * "%", "USD/m2/month", "VND/m3", "USD million". What converting needs beyond arithmetic (a rate of
 * exchange, the years that a lease still runs) is asked for, never assumed.
 */
import type { FieldId } from "../model/fields";
import type { ProblemCode } from "./types";

export interface ConversionContext {
  /** VND for one US dollar; null until the user states it. */
  readonly vndPerUsd: number | null;
  /** Years that the lease still runs, where rents by the month or year become rents for the term. */
  readonly termYears: number | null;
}

/** An exact factor, or why there is none. */
export type Conversion =
  | { readonly factor: number }
  | { readonly problem: Extract<ProblemCode, "rate-needed" | "term-needed" | "other-currency"> };

const HECTARE: Readonly<Record<string, number>> = {
  ha: 1,
  m2: 0.0001,
  km2: 100,
  // The international acre, 4,046.8564224 m2.
  acre: 0.40468564224,
  sqft: 0.09290304 / 10_000,
  // Chinese mu.
  mu: 1 / 15,
  // Korean pyeong.
  pyeong: 400 / 121 / 10_000,
  // Thai rai.
  rai: 0.16,
};
const KILOMETRE: Readonly<Record<string, number>> = { km: 1, m: 0.001, mile: 1.609344, nmi: 1.852 };
const MILLION_USD: Readonly<Record<string, number>> = {
  USD: 1e-6,
  "USD thousand": 1e-3,
  "USD million": 1,
  "USD billion": 1e3,
};
const MILLION_VND: Readonly<Record<string, number>> = {
  VND: 1e-6,
  "VND thousand": 1e-3,
  "VND million": 1,
  "VND billion": 1e3,
};
const PER_DAY: Readonly<Record<string, number>> = {
  "m3/day": 1,
  "m3/hour": 24,
  "m3/month": 12 / 365.25,
  "m3/year": 1 / 365.25,
};
const MVA: Readonly<Record<string, number>> = { MVA: 1, kVA: 0.001, VA: 1e-6 };
const PERCENT: Readonly<Record<string, number>> = { "%": 1, share: 100 };

/** Square metres of the areas that rents are quoted for. */
const RENT_AREA: Readonly<Record<string, number>> = {
  m2: 1,
  ha: 10_000,
  acre: 4046.8564224,
  sqft: 0.09290304,
  km2: 1_000_000,
};
export const PERIODS = ["month", "year", "term"] as const;
type Period = (typeof PERIODS)[number];

/** "USD/m2/month" in its parts; null for any other unit. */
export function rentUnit(unit: string): { currency: string; area: string; period: Period } | null {
  const [currency = "", area = "", period = ""] = unit.split("/");
  const known = PERIODS.find((name) => name === period);
  return known !== undefined && Object.hasOwn(RENT_AREA, area) && /^[A-Z]{3}$/.test(currency)
    ? { currency, area, period: known }
    : null;
}

const RENT_FIELDS: Readonly<Partial<Record<FieldId, { readonly currency: "USD" | "VND"; readonly period: Period }>>> = {
  landRentUsdPerM2Term: { currency: "USD", period: "term" },
  readyBuiltFactoryUsdPerM2Month: { currency: "USD", period: "month" },
  managementFeeUsdPerM2Year: { currency: "USD", period: "year" },
  managementFeeVndPerM2Month: { currency: "VND", period: "month" },
};
const VOLUME_FIELDS: Readonly<Partial<Record<FieldId, "USD" | "VND">>> = {
  waterUsdPerM3: "USD",
  waterVndPerM3: "VND",
  wastewaterUsdPerM3: "USD",
  wastewaterVndPerM3: "VND",
};
const TABLES: Readonly<Partial<Record<FieldId, Readonly<Record<string, number>>>>> = {
  totalAreaHa: HECTARE,
  industrialAreaHa: HECTARE,
  availableAreaHa: HECTARE,
  occupancyPct: PERCENT,
  powerCapacityMva: MVA,
  waterCapacityM3Day: PER_DAY,
  wastewaterCapacityM3Day: PER_DAY,
  statedDistanceKm: KILOMETRE,
};

/** Units that a field takes, its own first; empty for fields without a unit. */
export function unitsOf(field: FieldId): readonly string[] {
  const table = TABLES[field];
  if (table !== undefined) return Object.keys(table);
  const rent = RENT_FIELDS[field];
  if (rent !== undefined) {
    const currencies = [rent.currency, rent.currency === "USD" ? "VND" : "USD"];
    const periods = [rent.period, ...PERIODS.filter((period) => period !== rent.period)];
    const units = periods.flatMap((period) => currencies.map((currency) => `${currency}/m2/${period}`));
    const own = units.filter((unit) => field === "landRentUsdPerM2Term" || !unit.endsWith("/term"));
    return [...own, ...own.map((unit) => unit.replace("/m2/", "/ha/"))];
  }
  const volume = VOLUME_FIELDS[field];
  if (volume !== undefined) return volume === "USD" ? ["USD/m3", "VND/m3"] : ["VND/m3", "USD/m3"];
  if (field === "investmentUsdMillion")
    return ["USD million", ...Object.keys(MILLION_USD), ...Object.keys(MILLION_VND)].filter(
      (u, i, all) => all.indexOf(u) === i,
    );
  return [];
}

/** The unit that figures of a field have where none is written; "" for fields without a unit. */
export function ownUnit(field: FieldId): string {
  return unitsOf(field)[0] ?? "";
}

function between(from: string, to: "USD" | "VND", context: ConversionContext): Conversion {
  if (from === to) return { factor: 1 };
  if ((from !== "USD" && from !== "VND") || !(from === "USD" || to === "USD")) return { problem: "other-currency" };
  if (context.vndPerUsd === null) return { problem: "rate-needed" };
  return { factor: from === "VND" ? 1 / context.vndPerUsd : context.vndPerUsd };
}

const MONTHS: Readonly<Record<"month" | "year", number>> = { month: 1, year: 12 };

/** Rent for `from` period per one of `to`: 12 for a month's rent to a year's. */
function periods(from: Period, to: Period, context: ConversionContext): Conversion {
  if (from === to) return { factor: 1 };
  const months = (period: Period) => (period === "term" ? (context.termYears ?? Number.NaN) * 12 : MONTHS[period]);
  const factor = months(to) / months(from);
  return Number.isFinite(factor) && factor > 0 ? { factor } : { problem: "term-needed" };
}

/**
 * What a figure of a unit is multiplied by to be one of the field.
 *
 * @returns null when the unit is not one of the field's.
 */
export function conversion(field: FieldId, unit: string, context: ConversionContext): Conversion | null {
  const table = TABLES[field];
  if (table !== undefined) {
    const factor = Object.hasOwn(table, unit) ? table[unit] : undefined;
    return factor === undefined ? null : { factor };
  }
  const rent = RENT_FIELDS[field];
  if (rent !== undefined) {
    const parts = rentUnit(unit);
    if (parts === null) return null;
    const money = between(parts.currency, rent.currency, context);
    const time = periods(parts.period, rent.period, context);
    if ("problem" in money) return money;
    if ("problem" in time) return time;
    return { factor: (money.factor * time.factor) / (RENT_AREA[parts.area] ?? Number.NaN) };
  }
  const volume = VOLUME_FIELDS[field];
  if (volume !== undefined) {
    const currency = /^([A-Z]{3})\/m3$/.exec(unit)?.[1];
    return currency === undefined ? null : between(currency, volume, context);
  }
  if (field === "investmentUsdMillion") {
    const dollars = Object.hasOwn(MILLION_USD, unit) ? MILLION_USD[unit] : undefined;
    if (dollars !== undefined) return { factor: dollars };
    const dong = Object.hasOwn(MILLION_VND, unit) ? MILLION_VND[unit] : undefined;
    if (dong === undefined) return null;
    const money = between("VND", "USD", context);
    return "problem" in money ? money : { factor: money.factor * dong };
  }
  return unit === "" ? { factor: 1 } : null;
}

/** Kilometres of a distance's unit; NaN for any other. */
export function kilometres(unit: string): number {
  return Object.hasOwn(KILOMETRE, unit) ? (KILOMETRE[unit] ?? Number.NaN) : Number.NaN;
}

const AREA_WORDS: readonly (readonly [RegExp, string])[] = [
  [/km\s?(?:2|²|\^2)|sq\.?\s?km|平方公里|平方キロ|㎢/i, "km2"],
  [/m\s?(?:2|²|\^2)\b|m²|sq\.?\s?m\b|sqm|square met|mét vuông|met vuong|㎡|平方米|平米|平方メートル|제곱미터/i, "m2"],
  [/(?:^|[^a-z])ha(?:$|[^a-z])|hectare|hecta|héc|公顷|公頃|ヘクタール|헥타르/i, "ha"],
  [/(?:^|[^a-z])(?:acres?|ac)(?:$|[^a-z])|英亩|エーカー|에이커/i, "acre"],
  [/sq\.?\s?ft|square f|ft2|ft²/i, "sqft"],
  [/(?:^|[^a-z])rai(?:$|[^a-z])/i, "rai"],
  [/亩|畝/, "mu"],
  [/평(?!방)/, "pyeong"],
];

/** The first area that a text names; null for none. */
export function areaIn(text: string): string | null {
  return AREA_WORDS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** The currency that a text names, as ISO 4217; null for none. */
export function currencyIn(text: string): string | null {
  if (/us\s?\$|usd|\$|đô la|do la|dollar|美元|美金|ドル|달러/i.test(text)) return "USD";
  if (/vnd|vnđ|₫|(?:^|[^\p{L}])(?:đồng|dong|đ)(?:$|[^\p{L}])|triệu|trieu|tỷ|越南盾|ドン|동(?:$|[^\p{L}])/iu.test(text))
    return "VND";
  if (/eur|€/i.test(text)) return "EUR";
  if (/cny|rmb|人民币|元/i.test(text)) return "CNY";
  if (/jpy|¥|円/i.test(text)) return "JPY";
  if (/krw|₩|원/i.test(text)) return "KRW";
  return /thb|baht|฿/i.test(text) ? "THB" : null;
}

/** The period that a text names; null for none. */
export function periodIn(text: string): Period | null {
  if (/month|(?:^|[^a-z])mo(?:$|[^a-z])|mth|monthly|tháng|thang|月|월|개월/i.test(text)) return "month";
  if (
    /term|lease period|whole|cycle|one[- ]?time|upfront|remaining|vòng đời|chu kỳ|chu ky|thời hạn|trọn|\d\d\s?(?:years|năm)|期限|租期|一括|기간|全期/i.test(
      text,
    )
  )
    return "term";
  if (
    /year|annual|annum|(?:^|[^a-z])(?:yr|pa|p\.a\.)(?:$|[^a-z])|năm|(?:^|[^a-z])nam(?:$|[^a-z])|年|연간|년/i.test(text)
  )
    return "year";
  return null;
}

/** How many of the currency's units the text counts in: "million", "tỷ". */
export function scaleIn(text: string): "" | " thousand" | " million" | " billion" {
  if (/billion|(?:^|[^a-z])bn(?:$|[^a-z])|tỷ|tỉ|十亿|10억/i.test(text)) return " billion";
  if (/million|(?:^|[^a-z])(?:mn|mil|m)(?:$|[^a-z])|mln|triệu|trieu|百万|백만/i.test(text)) return " million";
  return /thousand|nghìn|ngàn|千|천/i.test(text) ? " thousand" : "";
}
