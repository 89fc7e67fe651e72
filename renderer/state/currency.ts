/** Dollars in dong at the rate the user states; the app brings no rate of its own. */
import { formatCompact, formatPlain, t } from "../messages";

/** "≈ VND 2.7M at 26,300 VND per USD", of an amount or of a range in USD. */
export function inVnd(usd: number | { readonly min: number; readonly max: number }, vndPerUsd: number): string {
  const short = (amount: number): string => (amount < 10_000 ? formatPlain(Math.round(amount)) : formatCompact(amount));
  const rate = formatPlain(vndPerUsd);
  if (typeof usd === "number") return t("common.inVnd", { amount: short(usd * vndPerUsd), rate });
  return t("common.inVndRange", { min: short(usd.min * vndPerUsd), max: short(usd.max * vndPerUsd), rate });
}
