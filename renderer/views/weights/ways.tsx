/** Five doors to the same weights: sliders, order, swing, pairs; each keeps what was said in it. */
import { CRITERION_GROUPS, type CriterionGroupId } from "../../../shared/model/criterion";
import type { WeightingMode } from "../../../shared/model/profile";
import { effectiveWeights } from "../../../shared/ranking/additive/effective-weights";
import { isInert } from "../../../shared/ranking/additive/table";
import { Button } from "../../components/button";
import { formatShare, t } from "../../messages";
import { useDecision, useLive, useWorkbench } from "../../state/workbench";
import { hue, labelOf, useChangeWeighting, useWeighting } from "./change";
import { OrderEditor, tiersOf } from "./order-editor";
import { PairsEditor } from "./pairs-editor";
import { type EditorProps, Slider } from "./parts";
import { SwingEditor } from "./swing-editor";
import { TradeOffs } from "./trade-offs";
import styles from "./weights.module.css";

const WAYS: readonly WeightingMode[] = ["points", "order", "swing", "pairwise"];

export function Ways() {
  const { live } = useWorkbench();
  useLive(live);
  const profile = useDecision((state) => state.profile);
  const weighting = useWeighting();
  const change = useChangeWeighting();
  const active = live.criteria.filter((criterion) => !isInert(criterion, profile));
  const { shares } = effectiveWeights(live.criteria, profile);
  const shareOf = (id: string): number => shares[live.criteria.findIndex((criterion) => criterion.id === id)] ?? 0;

  const choose = (mode: WeightingMode): void => {
    if (mode === weighting.mode) return;
    const patch =
      mode === "order" && weighting.order === null
        ? { mode, order: tiersOf(active.map(({ id }) => ({ id, share: shareOf(id) }))) }
        : { mode };
    change({ key: "weights.step.way", values: { way: t(`weights.way.${mode}`) } }, patch);
  };

  return (
    <>
      <fieldset>
        <legend className={styles.legend}>{t("weights.way")}</legend>
        <div className={styles.segments}>
          {WAYS.map((mode) => (
            <label key={mode} className={styles.segment} title={t(`weights.way.${mode}.hint`)}>
              <input
                type="radio"
                name="way-of-weighting"
                checked={weighting.mode === mode}
                onChange={() => choose(mode)}
              />
              {t(`weights.way.${mode}`)}
            </label>
          ))}
        </div>
        <p className={styles.hint}>
          {t(`weights.way.${weighting.mode}.hint`)} {t("weights.kept")}
        </p>
      </fieldset>
      {weighting.mode === "points" ? <PointsEditor criteria={active} shareOf={shareOf} /> : null}
      {weighting.mode === "order" ? <OrderEditor criteria={active} shareOf={shareOf} /> : null}
      {weighting.mode === "swing" ? <SwingEditor criteria={active} shareOf={shareOf} /> : null}
      {weighting.mode === "pairwise" ? <PairsEditor criteria={active} shareOf={shareOf} /> : null}
      {weighting.mode === "pairwise" ? null : <GroupWeights />}
      {weighting.mode === "points" ? null : <TakeOver criteria={active} shareOf={shareOf} />}
      <TradeOffs />
    </>
  );
}

function PointsEditor({ criteria, shareOf }: EditorProps) {
  const { decision } = useWorkbench();
  const { points, locked } = useWeighting();
  return (
    <ul className={styles.rows}>
      {criteria.map((criterion) => {
        const label = labelOf(criterion);
        return (
          <li key={criterion.id} className={styles.pointsRow} style={hue(criterion.group)}>
            <span className={styles.swatch} />
            <span className={styles.name}>{label}</span>
            <Slider
              label={t("weights.points.of", { criterion: label })}
              value={points[criterion.id] ?? 0}
              disabled={locked.includes(criterion.id)}
              onChange={(value) => decision.setPoints(criterion.id, value, label)}
            />
            <span className={styles.share}>{formatShare(shareOf(criterion.id))}</span>
          </li>
        );
      })}
    </ul>
  );
}

function GroupWeights() {
  const weighting = useWeighting();
  const change = useChangeWeighting();
  const { live } = useWorkbench();
  const { groupPoints } = weighting;
  const shareOfGroup = (group: CriterionGroupId): number =>
    live.criteria.reduce(
      (sum, criterion, c) => sum + (criterion.group === group ? (live.ranking.weights[c] ?? 0) : 0),
      0,
    );
  const toggle = (on: boolean): void => {
    const largest = Math.max(...CRITERION_GROUPS.map(shareOfGroup), 1e-9);
    const points = Object.fromEntries(
      // The shares stay as they are when groups come in: only what moves later differs.
      CRITERION_GROUPS.map((group) => [group, (100 * shareOfGroup(group)) / largest]),
    ) as Record<CriterionGroupId, number>;
    change({ key: "weights.step.groups" }, { groupPoints: on ? points : null });
  };
  return (
    <section className={styles.section}>
      <label className={styles.check} title={t("weights.groups.hint")}>
        <input type="checkbox" checked={groupPoints !== null} onChange={(event) => toggle(event.target.checked)} />
        {t("weights.groups.toggle")}
      </label>
      {groupPoints === null ? null : (
        <>
          <p className={styles.hint}>{t("weights.groups.hint")}</p>
          <ul className={styles.rows}>
            {CRITERION_GROUPS.map((group) => {
              const name = t(`criteria.group.${group}`);
              return (
                <li key={group} className={styles.pointsRow} style={hue(group)}>
                  <span className={styles.swatch} />
                  <span className={styles.name}>{name}</span>
                  <Slider
                    label={t("weights.groups.points", { group: name })}
                    value={Math.round(groupPoints[group])}
                    onChange={(value) =>
                      change(
                        { key: "weights.step.group", values: { group: name } },
                        { groupPoints: { ...groupPoints, [group]: value } },
                        `group:${group}`,
                      )
                    }
                  />
                  <span className={styles.share}>{formatShare(shareOfGroup(group))}</span>
                </li>
              );
            })}
          </ul>
        </>
      )}
    </section>
  );
}

/** Copies the shares into the points: the largest gets 100. */
function TakeOver({ criteria, shareOf }: EditorProps) {
  const weighting = useWeighting();
  const change = useChangeWeighting();
  const largest = Math.max(...criteria.map(({ id }) => shareOf(id)));
  return (
    <Button
      disabled={!(largest > 0)}
      onClick={() => {
        const points: Record<string, number> = { ...weighting.points };
        for (const { id } of criteria) points[id] = Math.round((100 * shareOf(id)) / largest);
        change({ key: "weights.step.takeOver" }, { mode: "points", points, groupPoints: null });
      }}
    >
      {t("weights.takeOver")}
    </Button>
  );
}
