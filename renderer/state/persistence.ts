/**
 * Keeps the decision in hand and the layout between starts. The decision is saved shortly after each
 * change, the layout too but under a key that stays on this machine.
 */

import { REGION_IDS, STATUS_IDS } from "../../shared/model/park";
import type { Filters, Profile } from "../../shared/model/profile";
import { NO_FILTERS, type UnknownPolicy } from "../../shared/model/profile";
import { CRITERION_IDS } from "../../shared/ranking/criteria";
import { DEFAULT_PRESET, findPreset, PRESETS, profileFromPreset } from "../../shared/ranking/presets";
import type { Store } from "../data/store";
import type { DecisionStore } from "./decision-store";
import type { LayoutStore } from "./layout-store";
import type { SelectionStore } from "./selection-store";

export const DECISION_KEY = "decision";
export const LAYOUT_KEY = "device.layout";

/** What is stored under {@link DECISION_KEY}. */
export interface SavedDecision {
  readonly profile: Profile;
  readonly filters: Filters;
  readonly selected: readonly string[];
}

/** The decision of a first start: the default preset, no filter. */
export function firstDecision(): SavedDecision {
  const preset = findPreset(DEFAULT_PRESET) ?? PRESETS[0];
  if (preset === undefined) throw new Error("There is no preset to start from.");
  return { profile: profileFromPreset(preset), filters: NO_FILTERS, selected: [] };
}

/**
 * Reads a stored decision. What an older or newer app wrote differently takes its default, member by
 * member, so that a decision is never lost whole.
 */
export function readDecision(saved: unknown): SavedDecision {
  const first = firstDecision();
  if (!isRecord(saved)) return first;
  const selected = strings(saved.selected) ?? [];
  return { profile: readProfile(saved.profile, first.profile), filters: readFilters(saved.filters), selected };
}

function readProfile(saved: unknown, fallback: Profile): Profile {
  if (!isRecord(saved) || !isRecord(saved.weighting) || !isRecord(saved.weighting.points)) return fallback;
  const points: Record<string, number> = {};
  for (const id of CRITERION_IDS) points[id] = fallback.weighting.points[id] ?? 0;
  for (const [id, value] of Object.entries(saved.weighting.points)) {
    if (typeof value === "number" && value >= 0 && value <= 100) points[id] = value;
  }
  const policies: readonly UnknownPolicy[] = ["cautious", "neutral", "hopeful"];
  return {
    ...fallback,
    ...(saved as Partial<Profile>),
    weighting: {
      ...fallback.weighting,
      ...(saved.weighting as Partial<Profile["weighting"]>),
      points,
      locked: strings(saved.weighting.locked) ?? [],
    },
    valueFunctions: isRecord(saved.valueFunctions) ? (saved.valueFunctions as Profile["valueFunctions"]) : {},
    gates: Array.isArray(saved.gates) ? (saved.gates as Profile["gates"]) : [],
    waivers: Array.isArray(saved.waivers) ? (saved.waivers as Profile["waivers"]) : [],
    sectors: strings(saved.sectors) ?? [],
    unknownPolicy: policies.find((policy) => policy === saved.unknownPolicy) ?? "neutral",
  };
}

function readFilters(saved: unknown): Filters {
  if (!isRecord(saved)) return NO_FILTERS;
  const least = saved.minAvailableHa;
  return {
    text: typeof saved.text === "string" ? saved.text : "",
    regions: [...REGION_IDS, "other" as const].filter((id) => strings(saved.regions)?.includes(id)),
    provinces: strings(saved.provinces) ?? [],
    rentTiers: (["low", "medium", "high", "premium", "unknown"] as const).filter((id) =>
      strings(saved.rentTiers)?.includes(id),
    ),
    sectors: strings(saved.sectors) ?? [],
    statuses: STATUS_IDS.filter((id) => strings(saved.statuses)?.includes(id)),
    minAvailableHa: typeof least === "number" && least >= 0 && Number.isFinite(least) ? least : null,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function strings(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined;
}

/** Where saving stands, for the status bar. */
export type SaveState = "saved" | "saving" | "failed";

export interface Persistence {
  state(): SaveState;
  subscribe(listener: () => void): () => void;
  /** Saves now what waits. */
  flush(): Promise<void>;
  stop(): void;
}

/** Saves decision, selection and layout `delay` ms after the last change, and when the window is left. */
export function persist(
  store: Store,
  decision: DecisionStore,
  selection: SelectionStore,
  layout: LayoutStore,
  delay = 400,
): Persistence {
  let state: SaveState = "saved";
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting = new Set<typeof DECISION_KEY | typeof LAYOUT_KEY>();
  const listeners = new Set<() => void>();
  const set = (next: SaveState): void => {
    if (state === next) return;
    state = next;
    for (const listener of listeners) listener();
  };

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    if (waiting.size === 0) return;
    const keys = waiting;
    waiting = new Set();
    const { profile, filters } = decision.getState();
    const values: Record<string, unknown> = {};
    if (keys.has(DECISION_KEY)) {
      const saved: SavedDecision = { profile, filters, selected: [...selection.getState().ids] };
      values[DECISION_KEY] = saved;
    }
    if (keys.has(LAYOUT_KEY)) values[LAYOUT_KEY] = layout.getState();
    try {
      await store.settings.setMany(values);
      if (waiting.size === 0) set("saved");
    } catch {
      set("failed");
    }
  };

  const later = (key: typeof DECISION_KEY | typeof LAYOUT_KEY): void => {
    waiting.add(key);
    if (key === DECISION_KEY) set("saving");
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), delay);
  };

  const stops = [
    decision.subscribe((now, before) => {
      if (now.profile !== before.profile || now.filters !== before.filters) later(DECISION_KEY);
    }),
    selection.subscribe(() => later(DECISION_KEY)),
    layout.subscribe(() => later(LAYOUT_KEY)),
  ];
  const leave = (): void => void flush();
  addEventListener("pagehide", leave);
  addEventListener("visibilitychange", leave);

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    flush,
    stop() {
      clearTimeout(timer);
      for (const stop of stops) stop();
      removeEventListener("pagehide", leave);
      removeEventListener("visibilitychange", leave);
    },
  };
}
