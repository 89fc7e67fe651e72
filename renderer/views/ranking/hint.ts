/** The hint of a cell: contributions behind a score, range and evidence of a figure, the whole name. */
import { evidenceClass } from "../../../shared/model/evidence";
import type { SiteFigure } from "../../../shared/model/site";
import { groupCriteria } from "../../../shared/ranking/criteria";
import { formatNumber, formatShare, t, translate } from "../../messages";
import { inVnd } from "../../state/currency";
import { otherName } from "../../state/site-names";
import type { CellContext } from "./columns";
import styles from "./table.module.css";

/** Content for a cell, or null where there is nothing to add to what the cell shows. */
export function describeCell(columnId: string, row: number, context: CellContext, cell: HTMLElement): Node | null {
  const { live } = context;
  const site = live.sites.sites[row];
  if (site === undefined) return null;
  if (columnId === "score") return contributions(row, context);
  if (columnId === "known") {
    const { sourcedShare, estimatedShare, unknownShare } = live.ranking;
    return lines(
      t("ranking.hint.known"),
      t("ranking.hint.sourced", { share: formatShare(sourcedShare[row] ?? 0) }),
      t("ranking.hint.estimated", { share: formatShare(estimatedShare[row] ?? 0) }),
      t("ranking.hint.unknown", { share: formatShare(unknownShare[row] ?? 0) }),
    );
  }
  if (columnId === "site") {
    const own = context.ownSign(site.id);
    return lines(site.name, otherName(site)?.text ?? null, own === null ? null : t(`ranking.own.${own}`));
  }
  if (columnId === "rent") return figure(site.rent, t("common.unit.rent"), vndBeside(site.rent, context));
  if (columnId === "available") return figure(site.availableHa, t("common.unit.ha"));
  if (columnId === "totalArea") return figure(site.totalHa, t("common.unit.ha"));
  if (columnId === "occupancy") return figure(site.occupancyPct, t("common.unit.percent"));
  const column = live.sites.measures[columnId];
  if (column !== undefined) {
    const value = column.central[row] ?? Number.NaN;
    const code = column.kind[row] ?? 0;
    const criterion = live.criteria.find(({ id }) => id === columnId);
    return lines(
      translate(`criteria.${columnId}.description`) ?? "",
      Number.isNaN(value) || code === 0
        ? t("common.evidence.unknown")
        : rangeLine(
            value,
            column.low[row] ?? value,
            column.high[row] ?? value,
            criterion?.decimals ?? 0,
            translate(`criteria.${columnId}.unit`) ?? "",
          ),
      code === 0 ? null : t(`common.evidence.${evidenceClass(code)}`),
    );
  }
  const box = cell.firstElementChild ?? cell;
  return box.scrollWidth > box.clientWidth ? lines(cell.textContent ?? "") : null;
}

function vndBeside(rent: SiteFigure | null, context: CellContext): string | null {
  const rate = context.vndPerUsd();
  return rent === null || rate === null ? null : inVnd(rent.value, rate);
}

function figure(value: SiteFigure | null, unit: string, beside: string | null = null): Node {
  if (value === null) return lines(t("common.evidence.unknown"));
  return lines(
    rangeLine(value.value, value.low, value.high, 1, unit),
    beside,
    t(`common.evidence.${evidenceClass(value.kind)}`),
  );
}

function rangeLine(value: number, low: number, high: number, decimals: number, unit: string): string {
  const places = Number.isInteger(value) && Number.isInteger(low) && Number.isInteger(high) ? 0 : decimals;
  return low === high
    ? t("ranking.hint.value", { value: formatNumber(value, places), unit })
    : t("ranking.hint.range", {
        value: formatNumber(value, places),
        low: formatNumber(low, places),
        high: formatNumber(high, places),
        unit,
      });
}

function lines(first: string, ...more: readonly (string | null)[]): Node {
  const box = document.createDocumentFragment();
  const title = document.createElement("div");
  title.className = styles.hintTitle ?? "";
  title.textContent = first;
  box.append(title);
  for (const line of more) {
    if (line === null) continue;
    const element = document.createElement("div");
    element.className = styles.hintSoft ?? "";
    element.textContent = line;
    box.append(element);
  }
  return box;
}

/** Contributions by criterion group, in points out of 100, with the score's range. */
function contributions(row: number, { live }: CellContext): Node {
  const table = document.createElement("table");
  const body = table.createTBody();
  for (const { group, criteria } of groupCriteria(live.criteria)) {
    let points = 0;
    for (const criterion of criteria) points += live.contribution(live.criteria.indexOf(criterion), row);
    const line = body.insertRow();
    const head = document.createElement("th");
    head.scope = "row";
    const swatch = document.createElement("span");
    swatch.className = styles.swatch ?? "";
    swatch.style.background = `var(--group-${group})`;
    head.append(swatch, t(`criteria.group.${group}`));
    line.append(head);
    line.insertCell().textContent = formatNumber(points * 100, 1);
  }
  const foot = table.createTFoot().insertRow();
  const head = document.createElement("th");
  head.scope = "row";
  head.textContent = t("ranking.column.score");
  foot.append(head);
  foot.insertCell().textContent = formatNumber((live.ranking.score[row] ?? 0) * 100, 1);
  const box = document.createDocumentFragment();
  const range = document.createElement("div");
  range.className = styles.hintSoft ?? "";
  range.textContent = t("ranking.hint.scoreRange", {
    low: formatNumber((live.ranking.low[row] ?? 0) * 100, 1),
    high: formatNumber((live.ranking.high[row] ?? 0) * 100, 1),
  });
  box.append(table, range);
  return box;
}
