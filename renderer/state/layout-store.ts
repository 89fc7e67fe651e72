/**
 * How the user has arranged the window: pane widths, folded panes, columns, theme, density. Kept on
 * this machine only (settings with the prefix `device.`), never part of a decision, not undone.
 */
import { createStore, type StoreApi } from "zustand/vanilla";

export type Theme = "system" | "light" | "dark";
export type Density = "comfortable" | "compact";

/** State of the ranking's columns, in TanStack Table's forms. */
export interface ColumnLayout {
  readonly order: readonly string[];
  readonly hidden: readonly string[];
  readonly pinned: readonly string[];
  readonly widths: Readonly<Record<string, number>>;
}

export interface Layout {
  readonly view: string;
  readonly theme: Theme;
  readonly density: Density;
  /** Dong that a US dollar is, as the user states it; null shows no dong beside dollars. */
  readonly vndPerUsd: number | null;
  readonly criteriaOpen: boolean;
  readonly sheetOpen: boolean;
  readonly sheetWidth: number;
  /** Site shown in the sheet. */
  readonly siteId: string | null;
  readonly columns: ColumnLayout | null;
}

export const DEFAULT_LAYOUT: Layout = {
  view: "ranking",
  theme: "system",
  density: "comfortable",
  vndPerUsd: null,
  criteriaOpen: true,
  sheetOpen: true,
  sheetWidth: 380,
  siteId: null,
  columns: null,
};

export type LayoutStore = StoreApi<Layout>;

export function createLayoutStore(saved: unknown): LayoutStore {
  return createStore<Layout>(() => readLayout(saved));
}

/** Reads a saved layout, member by member: what is missing or odd takes its default. */
export function readLayout(saved: unknown): Layout {
  if (saved === null || typeof saved !== "object") return DEFAULT_LAYOUT;
  const layout: Record<string, unknown> = { ...DEFAULT_LAYOUT };
  for (const [key, fallback] of Object.entries(DEFAULT_LAYOUT)) {
    const value = (saved as Record<string, unknown>)[key];
    if (key === "vndPerUsd") {
      if (isVndRate(value)) layout[key] = value;
    } else if (key === "siteId" ? typeof value === "string" : key !== "columns" && typeof value === typeof fallback) {
      layout[key] = value;
    }
  }
  const columns = (saved as { columns?: unknown }).columns;
  if (isColumnLayout(columns)) layout.columns = columns;
  const result = layout as unknown as Layout;
  return {
    ...result,
    theme: ["system", "light", "dark"].includes(result.theme) ? result.theme : "system",
    density: result.density === "compact" ? "compact" : "comfortable",
    sheetWidth: Math.min(720, Math.max(300, result.sheetWidth)),
  };
}

/** Dong per US dollar that are taken for a rate: far around today's, so that only slipped digits are refused. */
export const MIN_VND_RATE = 1000;
export const MAX_VND_RATE = 1_000_000;

/** Whether a value may be a rate. */
export function isVndRate(value: unknown): value is number {
  return typeof value === "number" && value >= MIN_VND_RATE && value <= MAX_VND_RATE;
}

function isColumnLayout(value: unknown): value is ColumnLayout {
  if (value === null || typeof value !== "object") return false;
  const { order, hidden, pinned, widths } = value as Record<string, unknown>;
  return (
    [order, hidden, pinned].every((list) => Array.isArray(list) && list.every((id) => typeof id === "string")) &&
    widths !== null &&
    typeof widths === "object" &&
    Object.values(widths).every((width) => typeof width === "number" && width > 0 && width < 2000)
  );
}
