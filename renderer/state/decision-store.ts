/**
 * The decision in hand: the profile (weights, must-haves, unknown policy, sectors) and the filters,
 * with undo and redo. Every change is one step that says what it did; a drag is one step. Effects
 * outside (a shortlist saved or deleted) join the same history with their own undo.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Filters, Profile, UnknownPolicy } from "../../shared/model/profile";
import { NO_FILTERS } from "../../shared/model/profile";
import { findPreset, profileFromPreset } from "../../shared/ranking/presets";
import type { MessageKey, MessageValues } from "../messages";

/** What a step did, as a message to be put after "Undo". */
export interface StepLabel {
  readonly key: MessageKey;
  readonly values?: MessageValues;
}

interface Decision {
  readonly profile: Profile;
  readonly filters: Filters;
}

interface Step {
  readonly label: StepLabel;
  /** Steps of one gesture share a key and melt into one. */
  readonly coalesce: string | null;
  readonly at: number;
  readonly undo: () => void | Promise<void>;
  readonly redo: () => void | Promise<void>;
  /** For decision steps: the state before, kept when later changes melt into the step. */
  readonly before: Decision | null;
}

export interface DecisionState extends Decision {
  readonly past: readonly Step[];
  readonly future: readonly Step[];
  /** A pointer drags a weight: the order follows, rank changes are shown on release. */
  readonly dragging: boolean;
}

/** Changes that follow one another within this time under one key are one step, ms. */
const COALESCE_MS = 1200;
const HISTORY_LIMIT = 200;

export interface DecisionStore extends StoreApi<DecisionState> {
  /** Changes the decision as one undoable step. */
  change(label: StepLabel, next: Partial<Decision>, coalesce?: string): void;
  /** Adds a step whose effect has already happened outside the decision. */
  record(label: StepLabel, undo: () => void | Promise<void>, redo: () => void | Promise<void>): void;
  undo(): Promise<void>;
  redo(): Promise<void>;
  setDragging(dragging: boolean): void;

  setPoints(criterionId: string, points: number, label: string): void;
  toggleLock(criterionId: string, label: string): void;
  applyPreset(presetId: string, name: string): void;
  /** Back to the preset's points: one criterion, or all. */
  resetPoints(criterionId?: string, label?: string): void;
  setPolicy(policy: UnknownPolicy): void;
  setSectors(sectors: readonly string[]): void;
  setFilters(patch: Partial<Filters>, label?: StepLabel, coalesce?: string): void;
  clearFilters(): void;
}

export function createDecisionStore(initial: Decision, clock: () => number = Date.now): DecisionStore {
  const store = createStore<DecisionState>(() => ({ ...initial, past: [], future: [], dragging: false }));
  let gesture = 0;
  let busy = false;

  const push = (step: Step, next: Partial<Decision>): void => {
    store.setState((state) => ({ ...next, past: [...state.past, step].slice(-HISTORY_LIMIT), future: [] }));
  };

  const change: DecisionStore["change"] = (label, next, coalesce) => {
    const state = store.getState();
    const key = coalesce === undefined ? null : state.dragging ? `${coalesce}#${gesture}` : coalesce;
    const last = state.past.at(-1);
    const now = clock();
    const melts =
      key !== null &&
      last !== undefined &&
      last.coalesce === key &&
      last.before !== null &&
      state.future.length === 0 &&
      (state.dragging || now - last.at < COALESCE_MS);
    const before: Decision = melts && last?.before ? last.before : { profile: state.profile, filters: state.filters };
    const after: Decision = { profile: state.profile, filters: state.filters, ...next };
    const step: Step = {
      label,
      coalesce: key,
      at: now,
      before,
      undo: () => store.setState(before),
      redo: () => store.setState(after),
    };
    if (melts) store.setState({ ...next, past: [...state.past.slice(0, -1), step] });
    else push(step, next);
  };

  const move = async (from: "past" | "future"): Promise<void> => {
    const step = store.getState()[from].at(-1);
    if (step === undefined || busy) return;
    busy = true;
    try {
      await (from === "past" ? step.undo() : step.redo());
      const to = from === "past" ? "future" : "past";
      store.setState((state) => ({
        ...state,
        [from]: state[from].slice(0, -1),
        [to]: [...state[to], { ...step, coalesce: null }],
      }));
    } finally {
      busy = false;
    }
  };

  const changeProfile = (label: StepLabel, patch: Partial<Profile>, coalesce?: string): void =>
    change(label, { profile: { ...store.getState().profile, ...patch } }, coalesce);

  return Object.assign(store, {
    change,
    record: (label: StepLabel, undo: Step["undo"], redo: Step["redo"]) =>
      push({ label, coalesce: null, at: clock(), before: null, undo, redo }, {}),
    undo: () => move("past"),
    redo: () => move("future"),
    setDragging: (dragging: boolean) => {
      if (dragging === store.getState().dragging) return;
      if (dragging) gesture += 1;
      store.setState({ dragging });
    },
    setPoints: (criterionId: string, points: number, label: string) => {
      const { weighting } = store.getState().profile;
      const clamped = Math.min(100, Math.max(0, points));
      if (weighting.points[criterionId] === clamped || Number.isNaN(clamped)) return;
      changeProfile(
        { key: "common.step.weight", values: { criterion: label } },
        { weighting: { ...weighting, points: { ...weighting.points, [criterionId]: clamped } } },
        `points:${criterionId}`,
      );
    },
    toggleLock: (criterionId: string, label: string) => {
      const { weighting } = store.getState().profile;
      const locked = weighting.locked.includes(criterionId);
      changeProfile(
        { key: locked ? "common.step.unlock" : "common.step.lock", values: { criterion: label } },
        {
          weighting: {
            ...weighting,
            locked: locked ? weighting.locked.filter((id) => id !== criterionId) : [...weighting.locked, criterionId],
          },
        },
      );
    },
    applyPreset: (presetId: string, name: string) => {
      const preset = findPreset(presetId);
      if (preset === undefined) return;
      const { profile } = store.getState();
      const fresh = profileFromPreset(preset);
      changeProfile(
        { key: "common.step.preset", values: { preset: name } },
        { ...fresh, unknownPolicy: profile.unknownPolicy, weighting: keepLocked(profile, keepOwn(profile, fresh)) },
      );
    },
    resetPoints: (criterionId?: string, label = "") => {
      const { profile } = store.getState();
      const preset = profile.preset === null ? undefined : findPreset(profile.preset);
      const ids = Object.keys(profile.weighting.points);
      const target: Readonly<Record<string, number>> =
        preset === undefined
          ? Object.fromEntries(ids.map((id) => [id, 50] as const))
          : { ...ownPoints(profile), ...preset.points };
      if (criterionId !== undefined) {
        const points = { ...profile.weighting.points, [criterionId]: target[criterionId] ?? 0 };
        changeProfile(
          { key: "common.step.weight", values: { criterion: label } },
          { weighting: { ...profile.weighting, points } },
        );
        return;
      }
      changeProfile(
        { key: "common.step.reset" },
        {
          weighting: keepLocked(profile, {
            ...profile,
            // The weights of the preset are points without weights of groups.
            weighting: { ...profile.weighting, mode: "points", groupPoints: null, points: target },
          }),
        },
      );
    },
    setPolicy: (unknownPolicy: UnknownPolicy) => changeProfile({ key: "common.step.policy" }, { unknownPolicy }),
    setSectors: (sectors: readonly string[]) =>
      changeProfile({ key: "common.step.sectors" }, { sectors }, "profile.sectors"),
    setFilters: (patch: Partial<Filters>, label: StepLabel = { key: "common.step.filter" }, coalesce?: string) =>
      change(label, { filters: { ...store.getState().filters, ...patch } }, coalesce),
    clearFilters: () => change({ key: "common.step.clearFilters" }, { filters: NO_FILTERS }),
  });
}

/** Points of criteria that the user made: no preset knows them. */
function ownPoints({ weighting }: Profile): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(weighting.points).filter(([id]) => id.includes(":")));
}

/** `next` with the points of the user's own criteria as they are in `current`. */
function keepOwn(current: Profile, next: Profile): Profile {
  return {
    ...next,
    weighting: { ...next.weighting, points: { ...ownPoints(current), ...next.weighting.points } },
  };
}

/** The weighting of `next`, with the points of locked criteria and all that was said in other ways in `current`. */
function keepLocked(current: Profile, next: Profile): Profile["weighting"] {
  const points: Record<string, number> = { ...next.weighting.points };
  for (const id of current.weighting.locked) {
    const kept = current.weighting.points[id];
    if (kept !== undefined) points[id] = kept;
  }
  const { locked, order, swing, pairwise } = current.weighting;
  return { ...next.weighting, points, locked, order, swing, pairwise };
}
