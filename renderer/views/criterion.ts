/** What criteria are called and which hue they carry, for every view. */
import type { CSSProperties } from "react";
import type { Criterion, CriterionGroupId } from "../../shared/model/criterion";
import { formatCompact, formatNumber, formatShare, t, translate } from "../messages";

export function criterionLabel(criterion: Criterion): string {
  return criterion.label ?? translate(`criteria.${criterion.id}`) ?? criterion.id;
}

/** The short label, where columns are narrow. */
export function shortLabel(criterion: Criterion): string {
  return criterion.label ?? translate(`criteria.${criterion.id}.short`) ?? criterionLabel(criterion);
}

/** The property that gives an element its group's hue. */
export function hue(group: CriterionGroupId): CSSProperties {
  return { "--hue": `var(--group-${group})` } as CSSProperties;
}

/** A measure short enough for a column: large numbers of persons and of VND as the language shortens them. */
export function formatMeasure(measure: number, { decimals, unit }: Pick<Criterion, "decimals" | "unit">): string {
  if (measure >= 10_000) return formatCompact(measure);
  if (unit === "%") return formatShare(measure / 100, decimals);
  const text = formatNumber(measure, decimals);
  return unit === "km" || unit === "ha" ? `${text} ${t(`common.unit.${unit}`)}` : text;
}
