/**
 * The ranking's columns: width, alignment, sort key, and how a cell is made once and painted for a
 * site. Cells are painted without React, since a drag repaints every visible row on every frame.
 */

import { CRITERION_GROUPS } from "../../../shared/model/criterion";
import { type EvidenceKind, evidenceClass } from "../../../shared/model/evidence";
import { REGION_IDS } from "../../../shared/model/park";
import type { Site, SiteFigure } from "../../../shared/model/site";
import { evidenceSignClass } from "../../components/evidence";
import { currentLocale, formatNumber, type MessageKey, t, translate } from "../../messages";
import { groupContributions, type LiveRanking } from "../../state/live-ranking";
import styles from "./table.module.css";

/** What cells need beside the live ranking. */
export interface CellContext {
  readonly live: LiveRanking;
  isSelected(siteId: string): boolean;
  /** Whether the user has corrected figures of a site, or has brought the site itself; null for neither. */
  ownSign(siteId: string): "edited" | "added" | null;
  /** Names of provinces in the language in use. */
  provinceName(code: string): string;
  formerProvinceName(code: string): string;
  /** Dong that a dollar is; null where the user has not said. */
  vndPerUsd(): number | null;
  /** Whether rank changes are shown now. */
  showChanges(): boolean;
}

export interface Cell {
  readonly element: HTMLElement;
  paint(row: number, context: CellContext): void;
}

export interface RankingColumn {
  readonly id: string;
  /** Message key of the header, or null where the header is a control of its own. */
  readonly label: MessageKey;
  /** Short unit shown in the header in a softer tone. */
  readonly unit?: MessageKey;
  readonly width: number;
  readonly minWidth: number;
  readonly align: "start" | "end";
  readonly role?: "rowheader";
  /** Stays in sight at the left and cannot be moved or hidden. */
  readonly fixed?: boolean;
  readonly hidden?: boolean;
  readonly sort?: { readonly descendingFirst: boolean; keys(live: LiveRanking): ArrayLike<number> };
  make(): Cell;
}

/** Sets a text only where it changes: an unchanged text node costs no layout. */
function setText(node: Text, text: string): void {
  if (node.data !== text) node.data = text;
}

function element(tag: string, className: string | undefined): HTMLElement {
  const made = document.createElement(tag);
  if (className !== undefined) made.className = className;
  return made;
}

function textCell(read: (row: number, context: CellContext) => string, className?: string): Cell {
  const cell = element("div", className);
  const text = document.createTextNode("");
  const box = element("span", undefined);
  box.append(text);
  cell.append(box);
  return { element: cell, paint: (row, context) => setText(text, read(row, context)) };
}

/** The name, and the user's sign where the site has figures of the user. */
function siteCell(): Cell {
  const name = textCell((row, { live }) => live.sites.sites[row]?.name ?? "", styles.name);
  const sign = element("i", styles.own);
  sign.setAttribute("role", "img");
  sign.hidden = true;
  name.element.append(sign);
  let shown: string | null = null;
  return {
    element: name.element,
    paint: (row, context) => {
      name.paint(row, context);
      const own = context.ownSign(context.live.sites.sites[row]?.id ?? "");
      if (own === shown) return;
      shown = own;
      sign.hidden = own === null;
      if (own !== null) sign.setAttribute("aria-label", t(`ranking.own.${own}`));
    },
  };
}

/** A figure with its sign of evidence: "≈" before an estimate, "–" for unknown. */
function figureCell(
  read: (row: number, context: CellContext) => { value: number; kind: EvidenceKind | number } | null,
  decimals: number,
): Cell {
  const cell = element("div", styles.figure);
  const text = document.createTextNode("");
  const number = element("span", styles.number);
  number.append(text);
  const sign = element("span", evidenceSignClass);
  sign.setAttribute("role", "img");
  cell.append(number, sign);
  let shown = "";
  return {
    element: cell,
    paint: (row, context) => {
      const figure = read(row, context);
      const evidence = figure === null || Number.isNaN(figure.value) ? "unknown" : evidenceClass(figure.kind);
      setText(
        text,
        figure === null || evidence === "unknown"
          ? "–"
          : `${evidence === "estimated" ? "≈ " : ""}${formatNumber(figure.value, decimals)}`,
      );
      if (shown !== evidence) {
        shown = evidence;
        sign.dataset.evidence = evidence;
        sign.setAttribute("aria-label", t(`common.evidence.${evidence}`));
      }
    },
  };
}

function siteFigure(read: (site: Site) => SiteFigure | null, decimals: number): () => Cell {
  return () =>
    figureCell((row, { live }) => {
      const site = live.sites.sites[row];
      return site === undefined ? null : read(site);
    }, decimals);
}

function siteKeys(read: (site: Site) => number): (live: LiveRanking) => Float64Array {
  const cache = new WeakMap<object, Float64Array>();
  return (live) => {
    let keys = cache.get(live.sites);
    if (keys === undefined) {
      keys = Float64Array.from(live.sites.sites, read);
      cache.set(live.sites, keys);
    }
    return keys;
  };
}

/** Sort keys of a text: its place in the language's alphabet. */
function textKeys(read: (site: Site) => string): (live: LiveRanking) => Float64Array {
  return (live) => {
    const { sites } = live.sites;
    const collator = new Intl.Collator(currentLocale());
    const places = [...new Set(sites.map(read))].sort(collator.compare);
    const place = new Map(places.map((text, index) => [text, index]));
    return Float64Array.from(sites, (site) => place.get(read(site)) ?? Number.NaN);
  };
}

/** Sort key of one of a few options: its place among them; others ("other", "unknown", none) stand last. */
function placeIn(options: readonly string[], option: string | null): number {
  const place = option === null ? -1 : options.indexOf(option);
  return place < 0 ? Number.NaN : place;
}

function measureColumn(
  criterionId: string,
  label: MessageKey,
  unit: MessageKey,
  decimals: number,
  hidden = false,
): RankingColumn {
  return {
    id: criterionId,
    label,
    unit,
    width: 96,
    minWidth: 64,
    align: "end",
    hidden,
    sort: {
      descendingFirst: false,
      keys: (live) => live.sites.measures[criterionId]?.central ?? [],
    },
    make: () =>
      figureCell((row, { live }) => {
        const column = live.sites.measures[criterionId];
        return column === undefined ? null : { value: column.central[row] ?? Number.NaN, kind: column.kind[row] ?? 0 };
      }, decimals),
  };
}

const groups = new Float64Array(CRITERION_GROUPS.length);

/** Colours of the theme in use, as values: a bar that names variables takes twice the time to restyle. */
interface Hues {
  readonly theme: string | undefined;
  readonly groups: readonly string[];
  readonly surface: string;
  readonly mark: string;
  readonly markSoft: string;
}
let hues: Hues | null = null;

function huesNow(): Hues {
  const { theme } = document.documentElement.dataset;
  if (hues === null || hues.theme !== theme) {
    const style = getComputedStyle(document.documentElement);
    const read = (name: string): string => style.getPropertyValue(name).trim();
    hues = {
      theme,
      groups: CRITERION_GROUPS.map((group) => read(`--group-${group}`)),
      surface: read("--surface"),
      mark: read("--mark"),
      markSoft: read("--mark-soft"),
    };
  }
  return hues;
}

/** The bar stacked by criterion group, its whisker for the range, and the score out of 100. */
function scoreCell(): Cell {
  const cell = element("div", styles.score);
  const bar = element("span", styles.bar);
  bar.setAttribute("aria-hidden", "true");
  const whisker = element("span", styles.whisker);
  bar.append(whisker);
  const number = element("span", styles.number);
  const text = document.createTextNode("");
  number.append(text);
  cell.append(bar, number);
  let segments = "";
  return {
    element: cell,
    paint: (row, { live }) => {
      const { score, low, high } = live.ranking;
      groupContributions(live, row, groups);
      // One picture of six segments, each with a gap at its end.
      const { groups: colours, surface } = huesNow();
      let end = 0;
      let next = "linear-gradient(90deg";
      for (let g = 0; g < groups.length; g++) {
        end += groups[g] ?? 0;
        const at = (end * 100).toFixed(1);
        next += `,${colours[g]} 0 calc(${at}% - 1px),${surface} 0 ${at}%`;
      }
      next += ",transparent 0)";
      if (next !== segments) {
        segments = next;
        bar.style.backgroundImage = next;
      }
      const from = (low[row] ?? 0) * 100;
      const width = (high[row] ?? 0) * 100 - from;
      whisker.style.left = `${from.toFixed(2)}%`;
      whisker.style.width = `${width.toFixed(2)}%`;
      setText(text, formatNumber((score[row] ?? 0) * 100, 1));
    },
  };
}

function rankCell(): Cell {
  const cell = element("div", styles.rank);
  const text = document.createTextNode("");
  cell.append(text);
  return { element: cell, paint: (row, { live }) => setText(text, String(live.ranking.rank[row] ?? "")) };
}

function changeCell(): Cell {
  const cell = element("div", styles.change);
  const text = document.createTextNode("");
  cell.append(text);
  let shown = "";
  return {
    element: cell,
    paint: (row, context) => {
      const change = context.showChanges() ? context.live.rankChange(row) : 0;
      setText(text, change === 0 ? "" : `${change > 0 ? "▲" : "▼"} ${Math.abs(change)}`);
      const direction = change > 0 ? "up" : change < 0 ? "down" : "";
      if (direction !== shown) {
        shown = direction;
        cell.dataset.direction = direction;
      }
    },
  };
}

function selectCell(): Cell {
  const cell = element("div", styles.select);
  const box = document.createElement("input");
  box.type = "checkbox";
  box.tabIndex = -1;
  cell.append(box);
  let named = -1;
  return {
    element: cell,
    paint: (row, context) => {
      const site = context.live.sites.sites[row];
      if (site === undefined) return;
      if (named !== row) {
        named = row;
        box.setAttribute("aria-label", t("ranking.select", { name: site.name }));
      }
      const checked = context.isSelected(site.id);
      if (box.checked !== checked) box.checked = checked;
    },
  };
}

function knownCell(): Cell {
  const cell = element("div", styles.known);
  const bar = element("span", styles.knownBar);
  bar.setAttribute("aria-hidden", "true");
  const text = document.createTextNode("");
  const number = element("span", styles.number);
  number.append(text);
  cell.append(bar, number);
  let shares = "";
  return {
    element: cell,
    paint: (row, { live }) => {
      const sourced = (live.ranking.sourcedShare[row] ?? 0) * 100;
      const estimated = (live.ranking.estimatedShare[row] ?? 0) * 100;
      const { mark, markSoft } = huesNow();
      const known = (sourced + estimated).toFixed(1);
      const next = `linear-gradient(90deg,${mark} ${sourced.toFixed(1)}%,${markSoft} 0 ${known}%,transparent 0)`;
      if (next !== shares) {
        shares = next;
        bar.style.backgroundImage = next;
      }
      setText(text, formatNumber(sourced + estimated, 0));
    },
  };
}

/** The columns in their first order. */
export const COLUMNS: readonly RankingColumn[] = [
  {
    id: "rank",
    label: "ranking.column.rank",
    width: 50,
    minWidth: 44,
    align: "end",
    fixed: true,
    sort: { descendingFirst: false, keys: (live) => live.ranking.rank },
    make: rankCell,
  },
  {
    id: "change",
    label: "ranking.column.change",
    width: 42,
    minWidth: 40,
    align: "start",
    fixed: true,
    make: changeCell,
  },
  {
    id: "select",
    label: "ranking.column.select",
    width: 30,
    minWidth: 30,
    align: "start",
    fixed: true,
    make: selectCell,
  },
  {
    id: "site",
    label: "ranking.column.site",
    width: 200,
    minWidth: 120,
    align: "start",
    role: "rowheader",
    fixed: true,
    sort: { descendingFirst: false, keys: textKeys((site) => site.name) },
    make: siteCell,
  },
  {
    id: "score",
    label: "ranking.column.score",
    width: 196,
    minWidth: 110,
    align: "end",
    sort: { descendingFirst: true, keys: (live) => live.ranking.score },
    make: scoreCell,
  },
  {
    id: "known",
    label: "ranking.column.known",
    unit: "common.unit.percent",
    width: 84,
    minWidth: 60,
    align: "end",
    sort: { descendingFirst: true, keys: (live) => live.ranking.unknownShare.map((share) => 1 - share) },
    make: knownCell,
  },
  {
    id: "province",
    label: "ranking.column.province",
    width: 124,
    minWidth: 80,
    align: "start",
    sort: { descendingFirst: false, keys: textKeys((site) => site.province) },
    make: () =>
      textCell((row, { live, provinceName }) => provinceName(live.sites.sites[row]?.province ?? ""), styles.text),
  },
  {
    id: "former",
    label: "ranking.column.former",
    width: 116,
    minWidth: 80,
    align: "start",
    sort: { descendingFirst: false, keys: textKeys((site) => site.formerProvince) },
    make: () =>
      textCell(
        (row, { live, formerProvinceName }) => formerProvinceName(live.sites.sites[row]?.formerProvince ?? ""),
        styles.text,
      ),
  },
  {
    id: "region",
    label: "ranking.column.region",
    width: 74,
    minWidth: 56,
    align: "start",
    sort: { descendingFirst: false, keys: siteKeys((site) => placeIn(REGION_IDS, site.region)) },
    make: () =>
      textCell((row, { live }) => {
        const site = live.sites.sites[row];
        return site === undefined ? "" : t(`filters.region.${site.region}`);
      }, styles.text),
  },
  {
    id: "rentTier",
    label: "ranking.column.rentTier",
    width: 82,
    minWidth: 60,
    align: "start",
    sort: {
      descendingFirst: false,
      keys: siteKeys((site) => placeIn(["low", "medium", "high", "premium"], site.rentTier)),
    },
    make: () =>
      textCell((row, { live }) => {
        const site = live.sites.sites[row];
        return site === undefined ? "" : t(`filters.rentTier.${site.rentTier}`);
      }, styles.text),
  },
  {
    id: "rent",
    label: "ranking.column.rent",
    unit: "common.unit.rentShort",
    width: 112,
    minWidth: 64,
    align: "end",
    sort: { descendingFirst: false, keys: siteKeys((site) => site.rent?.value ?? Number.NaN) },
    make: siteFigure((site) => site.rent, 0),
  },
  {
    id: "available",
    label: "ranking.column.available",
    unit: "common.unit.ha",
    width: 104,
    minWidth: 64,
    align: "end",
    sort: { descendingFirst: true, keys: siteKeys((site) => site.availableHa?.value ?? Number.NaN) },
    make: siteFigure((site) => site.availableHa, 0),
  },
  measureColumn("proximity-china", "ranking.column.china", "common.unit.km", 0),
  measureColumn("proximity-ports", "ranking.column.port", "common.unit.km", 0),
  measureColumn("proximity-airport", "ranking.column.airport", "common.unit.km", 0),
  {
    id: "totalArea",
    label: "ranking.column.totalArea",
    unit: "common.unit.ha",
    width: 96,
    minWidth: 64,
    align: "end",
    hidden: true,
    sort: { descendingFirst: true, keys: siteKeys((site) => site.totalHa?.value ?? Number.NaN) },
    make: siteFigure((site) => site.totalHa, 0),
  },
  {
    id: "occupancy",
    label: "ranking.column.occupancy",
    unit: "common.unit.percent",
    width: 96,
    minWidth: 64,
    align: "end",
    hidden: true,
    sort: { descendingFirst: true, keys: siteKeys((site) => site.occupancyPct?.value ?? Number.NaN) },
    make: siteFigure((site) => site.occupancyPct, 0),
  },
  {
    id: "status",
    label: "ranking.column.status",
    width: 110,
    minWidth: 70,
    align: "start",
    hidden: true,
    sort: {
      descendingFirst: false,
      keys: siteKeys((site) => placeIn(["operating", "under_construction", "planned"], site.status)),
    },
    make: () =>
      textCell(
        (row, { live }) => translate(`filters.status.${live.sites.sites[row]?.status ?? "unknown"}`) ?? "",
        styles.text,
      ),
  },
  measureColumn("green-credentials", "ranking.column.green", "common.unit.points", 1, true),
  measureColumn("smart-infrastructure", "ranking.column.smart", "common.unit.points", 1, true),
  measureColumn("business-climate", "ranking.column.climate", "common.unit.points", 1, true),
  measureColumn("tenant-record", "ranking.column.tenants", "common.unit.projects", 0, true),
];

/** A column by its id. */
export function findColumn(id: string): RankingColumn | undefined {
  return COLUMNS.find((column) => column.id === id);
}
