/**
 * Puts the engine's explanations (`shared/ranking/explain`) into words: message keys with values that
 * are formatted as the language does. Needs the area `explain` (`loadArea`).
 *
 * A limit is rounded so that the printed sentence stays true: a rent that "may rise to 118" may.
 */
import type { Criterion } from "../../shared/model/criterion";
import { roundToSum, type Sentence, type SentenceValue } from "../../shared/ranking/explain";
import { currentLocale, formatList, formatNumber, formatPlain, formatShare, translate } from "./index";

/** What the tokens of a sentence stand for. */
export interface SentenceNames {
  /** The criterion with this id; undefined when the decision has none. */
  criterion(id: string): Criterion | undefined;
  siteName(row: number): string;
}

/** Rounding of a sentence's limit; the nearest figure where none is named. */
const LIMITS: Readonly<Record<string, (value: number) => number>> = {
  "explain.may-rise": Math.floor,
  "explain.may-fall": Math.ceil,
  "explain.unknown-up-to": Math.floor,
  "explain.unknown-from": Math.ceil,
};

/** The same for a share that must be passed. */
const SHARES: Readonly<Record<string, (value: number) => number>> = {
  "explain.flip-more": Math.ceil,
  "explain.flip-less": Math.floor,
};

/** The sentence as text. An unknown key comes back as it is. */
export function formatSentence(sentence: Sentence, names: SentenceNames): string {
  const values: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(sentence.values)) {
    values[name] = formatValue(value, name, sentence.key, names);
  }
  if (sentence.key === "explain.evidence") Object.assign(values, wholePercents(sentence.values));
  return translate(sentence.key, values) ?? sentence.key;
}

function formatValue(value: SentenceValue, name: string, key: string, names: SentenceNames): string | number {
  if (typeof value === "number") return value;
  switch (value.type) {
    case "number":
      return formatNumber(value.value, value.decimals);
    case "percent":
      return formatPercent(value.value, name, key);
    case "measure": {
      const decimals = names.criterion(value.criterionId)?.decimals ?? 0;
      const round = name === "value" ? LIMITS[key] : undefined;
      return formatAmount(
        value.criterionId,
        round === undefined ? value.value : roundTo(value.value, decimals, round),
        names,
      );
    }
    case "bare-measure": {
      // A trade-off may come to less than the criterion's own decimals show.
      const decimals = names.criterion(value.criterionId)?.decimals ?? 0;
      return Math.abs(value.value) < 10 ? formatPlain(value.value) : formatNumber(value.value, decimals);
    }
    case "criterion":
      return criterionInSentence(value.criterionId, names);
    case "criteria":
      return formatList(value.criterionIds.map((id) => criterionInSentence(id, names)));
    case "figure": {
      const figure = translate(`criteria.${value.criterionId}.figure`) ?? labelOf(value.criterionId, names);
      return key === "explain.no-slack" ? inSentence(figure, value.criterionId, names) : figure;
    }
    case "site":
      return names.siteName(value.row);
    case "sentence":
      return formatSentence(value.sentence, names);
  }
}

/** The label of a criterion as it stands inside a sentence. */
export function criterionInSentence(criterionId: string, names: Pick<SentenceNames, "criterion">): string {
  return inSentence(labelOf(criterionId, names), criterionId, names);
}

/** Shares of one whole in percent that add up to 100 as printed. */
function wholePercents(shares: Sentence["values"]): Record<string, string> {
  const entries = Object.entries(shares).map(([name, value]) => {
    const share = typeof value === "object" && value.type === "percent" ? value.value : 0;
    return { name, share };
  });
  const rounded = roundToSum(
    entries.map(({ share }) => share * 100),
    0,
  );
  return Object.fromEntries(entries.map(({ name }, at) => [name, formatShare((rounded[at] ?? 0) / 100)]));
}

/** A measure with its unit in words ("USD 118 per m²"). */
export function formatAmount(criterionId: string, measure: number, names: Pick<SentenceNames, "criterion">): string {
  const criterion = names.criterion(criterionId);
  const value = formatNumber(measure, criterion?.decimals ?? 0);
  const unit = criterion?.unit ?? "";
  return translate(`criteria.${criterionId}.amount`, { value }) ?? (unit === "" ? value : `${value} ${unit}`);
}

function formatPercent(share: number, name: string, key: string): string {
  const round = name === "needed" ? SHARES[key] : undefined;
  // Shares that must be passed are told to a tenth: two of them may lie within one percent.
  const decimals = key.startsWith("explain.flip") ? 1 : 0;
  return formatShare(round === undefined ? share : roundTo(share * 100, decimals, round) / 100, decimals);
}

/** Rounds to decimals in one direction; what is within a billionth of a step counts as on it. */
function roundTo(value: number, decimals: number, round: (value: number) => number): number {
  const scaled = value * 10 ** decimals;
  const nearest = Math.round(scaled);
  return (Math.abs(scaled - nearest) < 1e-9 * Math.max(1, Math.abs(scaled)) ? nearest : round(scaled)) / 10 ** decimals;
}

function labelOf(criterionId: string, names: Pick<SentenceNames, "criterion">): string {
  return names.criterion(criterionId)?.label ?? translate(`criteria.${criterionId}`) ?? criterionId;
}

/** Languages that write common nouns small inside a sentence. */
const SMALL_INSIDE = ["en", "vi"];

/** A built-in label as it stands inside a sentence; what begins with two capitals in English is a name and stays. */
function inSentence(label: string, criterionId: string, names: Pick<SentenceNames, "criterion">): string {
  if (names.criterion(criterionId)?.label !== undefined || !SMALL_INSIDE.includes(currentLocale())) return label;
  const isName = currentLocale() === "en" && /^\S+\s+\p{Lu}/u.test(label);
  return isName ? label : label.charAt(0).toLocaleLowerCase(currentLocale()) + label.slice(1);
}
