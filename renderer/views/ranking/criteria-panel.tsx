/** What matters: a slider per criterion in six groups, presets, must-haves, and how unknowns count. */
import { memo, useCallback, useLayoutEffect, useMemo, useRef } from "react";
import { useStore } from "zustand";
import type { Criterion } from "../../../shared/model/criterion";
import { SECTOR_IDS } from "../../../shared/model/fields";
import type { Gate, UnknownPolicy } from "../../../shared/model/profile";
import { isInert } from "../../../shared/ranking/additive/table";
import { groupCriteria, SECTOR_FIT } from "../../../shared/ranking/criteria";
import { findPreset, PRESETS } from "../../../shared/ranking/presets";
import { Button, IconButton } from "../../components/button";
import { Icon } from "../../components/icon";
import { MenuItem, Popover } from "../../components/popover";
import { formatList, formatShare, t, translate } from "../../messages";
import type { BandEnds } from "../../state/bands-store";
import type { DecisionStore } from "../../state/decision-store";
import { useDecision, useLive, useLiveValue, useMembership, useWorkbench, type Workbench } from "../../state/workbench";
import { criterionLabel, hue, shortLabel } from "../criterion";
import styles from "./criteria.module.css";

interface CriteriaPanelProps {
  readonly onFold: () => void;
  readonly children?: React.ReactNode;
}

export function CriteriaPanel({ onFold, children }: CriteriaPanelProps) {
  const { live, decision, drawer, bands: bandsStore } = useWorkbench();
  const profile = useDecision((state) => state.profile);
  const groups = useMemo(() => groupCriteria(live.criteria), [live]);
  const { bands, ends } = useStore(bandsStore);
  const { mode } = profile.weighting;
  // Points in another way of weighting are the shares, which follow the ranking.
  useLiveValue(live, ({ version }) => (mode === "points" ? 0 : version));
  const preset = profile.preset === null ? undefined : findPreset(profile.preset);
  const presetPoints: Readonly<Record<string, number>> = preset?.points ?? {};
  const openCurve = useCallback((id: string) => drawer.open("values", id), [drawer]);
  const share = (criterion: Criterion): number => live.ranking.weights[live.criteria.indexOf(criterion)] ?? 0;
  return (
    <aside className={styles.panel} aria-label={t("ranking.inputs")}>
      <div className={styles.head}>
        <h2 className={styles.title}>{t("ranking.criteria")}</h2>
        <IconButton icon="sliders" label={t("ranking.waysOfWeighting")} onClick={() => drawer.open("weights")} />
        <IconButton icon="reset" label={t("ranking.resetWeights")} onClick={() => decision.resetPoints()} />
        <IconButton icon="panelLeft" label={t("ranking.foldCriteria")} onClick={onFold} />
      </div>
      <div className={styles.preset}>
        <PresetMenu />
      </div>
      {mode === "points" ? null : (
        <p className={styles.way}>
          {t(`ranking.weightsFrom.${mode}`)}{" "}
          <button type="button" onClick={() => drawer.open("weights")}>
            {t("ranking.weightsFrom.change")}
          </button>
        </p>
      )}
      {groups.map(({ group, criteria }) => (
        <section key={group} className={styles.group} style={hue(group)} aria-label={t(`criteria.group.${group}`)}>
          <div className={styles.groupHead}>
            <span className={styles.swatch} />
            <h3>{t(`criteria.group.${group}`)}</h3>
            <GroupShare criteria={criteria} />
          </div>
          {criteria.map((criterion) => (
            <CriterionRow
              key={criterion.id}
              criterion={criterion}
              decision={decision}
              points={
                mode === "points"
                  ? (profile.weighting.points[criterion.id] ?? 0)
                  : Math.round(1000 * share(criterion)) / 10
              }
              stated={mode === "points"}
              locked={profile.weighting.locked.includes(criterion.id)}
              inert={isInert(criterion, profile)}
              changed={preset !== undefined && presetPoints[criterion.id] !== profile.weighting.points[criterion.id]}
              band={bands[criterion.id] ?? null}
              bandWords={bandWords(ends[criterion.id])}
              onCurve={openCurve}
            />
          ))}
          {criteria.some(({ id }) => id === SECTOR_FIT) ? <SectorPicker sectors={profile.sectors} /> : null}
        </section>
      ))}
      <div className={styles.options}>
        <MustHaves gates={profile.gates} />
        <UnknownPolicyPicker policy={profile.unknownPolicy} />
      </div>
      {children}
    </aside>
  );
}

interface CriterionRowProps {
  readonly criterion: Criterion;
  readonly decision: DecisionStore;
  readonly points: number;
  readonly locked: boolean;
  readonly inert: boolean;
  /** The points are not those of the preset. */
  readonly changed: boolean;
  /** Whether the points are stated; else they are the share that another way of weighting gave. */
  readonly stated: boolean;
  /** Points between which the leader stays the leader, and who takes over beyond. */
  readonly band: readonly [number, number] | null;
  readonly bandWords: string;
  readonly onCurve: (criterionId: string) => void;
}

/** In a drag, how long the shares of the criteria that are not moved may be behind, ms. */
const PACE = 100;
const waiting = new Set<() => void>();

/** Does it in a while, together with what else waits. */
function soon(paint: () => void): void {
  if (waiting.size === 0) {
    setTimeout(() => {
      for (const waited of waiting) waited();
      waiting.clear();
    }, PACE);
  }
  waiting.add(paint);
}

/**
 * Does something after each ranking and each render, outside React: a moved slider changes every share, and
 * thirteen texts are written faster than thirteen rows are rendered. In a drag a few times a second; the moved
 * criterion is rendered, and so written, at every step.
 */
function useOnRanking({ live, decision }: Pick<Workbench, "live" | "decision">, paint: () => void): void {
  const latest = useRef(paint);
  useLayoutEffect(() => {
    latest.current = paint;
    paint();
  });
  useLayoutEffect(() => {
    const now = (): void => latest.current();
    const stop = live.subscribe(() => (decision.getState().dragging ? soon(now) : now()));
    return () => {
      stop();
      waiting.delete(now);
    };
  }, [live, decision]);
}

const GroupShare = memo(function GroupShare({ criteria }: { readonly criteria: readonly Criterion[] }) {
  const bench = useWorkbench();
  const { live } = bench;
  const text = useRef<HTMLSpanElement>(null);
  useOnRanking(bench, () => {
    const sum = criteria.reduce((all, one) => all + (live.ranking.weights[live.criteria.indexOf(one)] ?? 0), 0);
    if (text.current !== null) text.current.textContent = formatShare(sum);
  });
  return <span ref={text} />;
});

/** Who takes over beyond the safe range, in words. */
function bandWords(ends: BandEnds | undefined): string {
  if (ends === undefined) return "";
  const { below, above } = ends;
  if (below === null && above === null) return t("ranking.safeRange.always");
  const words = [t("ranking.safeRange")];
  if (below !== null)
    words.push(t("ranking.safeRange.below", { name: below.name, share: formatShare(below.share, 1) }));
  if (above !== null)
    words.push(t("ranking.safeRange.above", { name: above.name, share: formatShare(above.share, 1) }));
  return words.join(" ");
}

const CriterionRow = memo(function CriterionRow(props: CriterionRowProps) {
  const { criterion, decision, points, locked, inert, changed, stated, band } = props;
  const label = criterionLabel(criterion);
  const bench = useWorkbench();
  const { live } = bench;
  const shareText = useRef<HTMLSpanElement>(null);
  const slider = useRef<HTMLInputElement>(null);
  useOnRanking(bench, () => {
    const share = formatShare(live.ranking.weights[live.criteria.indexOf(criterion)] ?? 0);
    if (shareText.current !== null) shareText.current.textContent = share;
    slider.current?.setAttribute("aria-valuetext", stated ? t("ranking.sliderValue", { points, share }) : share);
  });
  const set = useCallback(
    (value: number) => decision.setPoints(criterion.id, value, label),
    [decision, criterion.id, label],
  );
  const release = (): void => decision.setDragging(false);
  const hintText = inert
    ? translate("criteria.sector-fit.inert")
    : `${translate(`criteria.${criterion.id}.description`) ?? ""}\n${translate(`criteria.${criterion.id}.reference`) ?? ""}`;
  return (
    <div className={`${styles.criterion} ${inert ? styles.inert : ""}`}>
      <div className={styles.line}>
        <span className={styles.label} title={hintText}>
          {label}
        </span>
        <span className={styles.tools} data-locked={locked}>
          <IconButton
            small
            icon="curve"
            label={t("ranking.valueCurve", { criterion: label })}
            onClick={() => props.onCurve(criterion.id)}
          />
          {changed && !locked && stated ? (
            <IconButton
              small
              icon="reset"
              label={t("ranking.reset", { criterion: label })}
              onClick={() => decision.resetPoints(criterion.id, label)}
            />
          ) : null}
          <IconButton
            small
            icon={locked ? "lock" : "unlock"}
            label={t(locked ? "ranking.unlock" : "ranking.lock", { criterion: label })}
            aria-pressed={locked}
            onClick={() => decision.toggleLock(criterion.id, label)}
          />
        </span>
        <input
          type="number"
          className={styles.points}
          aria-label={t("ranking.points", { criterion: label })}
          min={0}
          max={100}
          step={1}
          value={points}
          disabled={locked || !stated}
          hidden={!stated}
          onChange={(event) => set(event.target.valueAsNumber)}
        />
        <span ref={shareText} className={styles.share} title={t("ranking.shareOfWeight")} />
      </div>
      <div className={styles.track}>
        {band === null ? null : (
          <span className={styles.band} style={{ left: `${band[0]}%`, width: `${band[1] - band[0]}%` }} />
        )}
        <span className={styles.rail} style={{ backgroundSize: `${points}% 100%` }} />
        <input
          ref={slider}
          type="range"
          className={styles.slider}
          aria-label={label}
          aria-description={props.bandWords}
          title={props.bandWords}
          min={0}
          max={100}
          step={1}
          value={points}
          disabled={locked || !stated}
          onChange={(event) => set(event.target.valueAsNumber)}
          onPointerDown={(event) => {
            if (event.button !== 0) return;
            decision.setDragging(true);
            addEventListener("pointerup", release, { once: true });
            addEventListener("pointercancel", release, { once: true });
          }}
          onKeyDown={(event) => {
            if (!event.shiftKey) return;
            const step = ["ArrowRight", "ArrowUp"].includes(event.key)
              ? 10
              : ["ArrowLeft", "ArrowDown"].includes(event.key)
                ? -10
                : 0;
            if (step === 0) return;
            event.preventDefault();
            set(points + step);
          }}
        />
      </div>
    </div>
  );
});

const PresetMenu = memo(function PresetMenu() {
  const { decision } = useWorkbench();
  const id = useDecision(({ profile }) => profile.preset);
  const current = id === null ? undefined : findPreset(id);
  const changed = useDecision(
    ({ profile }) =>
      current !== undefined &&
      Object.entries(current.points).some(([criterion, points]) => profile.weighting.points[criterion] !== points),
  );
  return (
    <Popover
      role="menu"
      label={t("ranking.presets")}
      width={340}
      trigger={(trigger) => (
        <Button className={styles.presetButton ?? ""} {...trigger}>
          <span className={styles.presetName}>
            {current === undefined ? t("ranking.noPreset") : (translate(current.nameKey) ?? current.id)}
          </span>
          {changed ? <span className={styles.changed}>{t("ranking.presetChanged")}</span> : null}
          <Icon name="chevron" size={14} />
        </Button>
      )}
    >
      {(close) =>
        PRESETS.map((preset) => (
          <MenuItem
            key={preset.id}
            checked={preset.id === id}
            detail={translate(preset.descriptionKey)}
            onSelect={() => {
              decision.applyPreset(preset.id, translate(preset.nameKey) ?? preset.id);
              close();
            }}
          >
            {translate(preset.nameKey) ?? preset.id}
          </MenuItem>
        ))
      }
    </Popover>
  );
});

const SectorPicker = memo(function SectorPicker({ sectors }: { readonly sectors: readonly string[] }) {
  const { decision } = useWorkbench();
  const names = sectors.map((sector) => translate(`filters.sector.${sector}`) ?? sector);
  return (
    <div className={styles.sectors}>
      <Popover
        label={t("ranking.sectorsWanted")}
        width={420}
        trigger={(trigger) => (
          <button type="button" {...trigger}>
            {names.length === 0 ? t("ranking.pickSectors") : t("ranking.sectorsPicked", { sectors: formatList(names) })}
          </button>
        )}
      >
        {() => (
          <div className={styles.pick}>
            {SECTOR_IDS.map((sector) => (
              <label key={sector}>
                <input
                  type="checkbox"
                  checked={sectors.includes(sector)}
                  onChange={(event) =>
                    decision.setSectors(
                      event.target.checked ? [...sectors, sector] : sectors.filter((other) => other !== sector),
                    )
                  }
                />
                {t(`filters.sector.${sector}`)}
              </label>
            ))}
          </div>
        )}
      </Popover>
    </div>
  );
});

const MustHaves = memo(function MustHaves({ gates }: { readonly gates: readonly Gate[] }) {
  const { decision, live, drawer } = useWorkbench();
  useMembership(live);
  const change = (next: readonly Gate[]): void =>
    decision.change(
      { key: "common.step.mustHave" },
      { profile: { ...decision.getState().profile, gates: next } },
      "profile.gates",
    );
  return (
    <div>
      <div className={styles.optionHead}>
        <h3 className={styles.optionTitle}>{t("ranking.mustHaves")}</h3>
        <IconButton
          small
          icon={gates.length === 0 ? "plus" : "sliders"}
          label={t("ranking.editMustHaves")}
          onClick={() => drawer.open("must-haves")}
        />
      </div>
      {gates.map((gate) => {
        const criterion = live.criteria.find(({ id }) => id === gate.criterionId);
        if (criterion === undefined) return null;
        const label = criterionLabel(criterion);
        return (
          <div key={gate.id} className={styles.gate}>
            <span>{t(gate.op === "at-most" ? "ranking.gateAtMost" : "ranking.gateAtLeast", { criterion: label })}</span>
            <input
              type="number"
              className={styles.gateLimit}
              aria-label={t("ranking.gateLimit", { criterion: label })}
              min={0}
              value={gate.limit}
              onChange={(event) => {
                const limit = event.target.valueAsNumber;
                if (limit >= 0) change(gates.map((other) => (other.id === gate.id ? { ...gate, limit } : other)));
              }}
            />
            <span>{translate(`criteria.${gate.criterionId}.unit`) ?? criterion.unit}</span>
            <IconButton
              small
              icon="close"
              label={t("ranking.removeMustHave", { criterion: label })}
              onClick={() => change(gates.filter((other) => other.id !== gate.id))}
            />
          </div>
        );
      })}
      {gates.length === 0 ? null : (
        <p className={styles.note}>{t("ranking.excluded", { count: live.excludedByGates })}</p>
      )}
    </div>
  );
});

const POLICIES: readonly UnknownPolicy[] = ["cautious", "neutral", "hopeful"];

const UnknownPolicyPicker = memo(function UnknownPolicyPicker({ policy }: { readonly policy: UnknownPolicy }) {
  const { decision } = useWorkbench();
  return (
    <fieldset>
      <legend className={styles.optionTitle}>{t("ranking.unknownCounts")}</legend>
      <div className={styles.segments}>
        {POLICIES.map((option) => (
          <label key={option} className={styles.segment} title={t(`ranking.policy.${option}.detail`)}>
            <input
              type="radio"
              name="unknown-policy"
              checked={policy === option}
              onChange={() => decision.setPolicy(option)}
            />
            {t(`ranking.policy.${option}`)}
          </label>
        ))}
      </div>
    </fieldset>
  );
});

/** The folded panel: each criterion's share, a press away from its slider. */
export function CriteriaStrip({ onUnfold }: { readonly onUnfold: () => void }) {
  const { live } = useWorkbench();
  useLive(live);
  return (
    <aside className={styles.strip} aria-label={t("ranking.criteria")}>
      <IconButton
        icon="panelLeft"
        className={styles.stripOpen ?? ""}
        label={t("ranking.unfoldCriteria")}
        onClick={onUnfold}
      />
      {live.criteria.map((criterion, at) => (
        <button
          type="button"
          key={criterion.id}
          className={styles.stripItem}
          style={hue(criterion.group)}
          title={criterionLabel(criterion)}
          onClick={onUnfold}
        >
          {formatShare(live.ranking.weights[at] ?? 0)}
          <span className={styles.stripLabel}>{shortLabel(criterion)}</span>
        </button>
      ))}
    </aside>
  );
}
