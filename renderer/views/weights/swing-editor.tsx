/** Swing questions, one at a time: what lifting each criterion from its worst to its best level is worth. */
import { useState } from "react";
import type { Criterion } from "../../../shared/model/criterion";
import { valueFunctionOf } from "../../../shared/ranking/additive/table";
import { Button } from "../../components/button";
import { t } from "../../messages";
import { useDecision } from "../../state/workbench";
import { amountOf, figureOf, hue, labelOf, useChangeWeighting, useWeighting } from "./change";
import { type EditorProps, ShareBar, Slider } from "./parts";
import styles from "./weights.module.css";

/** Where a criterion's curve is worst and best: the figures that the question names. */
function useSpan(): (criterion: Criterion) => string {
  const profile = useDecision((state) => state.profile);
  return (criterion) => {
    const fn = valueFunctionOf(criterion, profile);
    if (fn.type === "table") return "";
    const byValue = [...fn.points].sort((a, b) => a[1] - b[1]);
    const worst = byValue[0]?.[0] ?? 0;
    const best = byValue.at(-1)?.[0] ?? 0;
    return t("weights.swing.span", { worst: amountOf(criterion, worst), best: amountOf(criterion, best) });
  };
}

export function SwingEditor({ criteria, shareOf }: EditorProps) {
  const { swing } = useWeighting();
  const change = useChangeWeighting();
  const span = useSpan();
  const [asking, setAsking] = useState(false);
  const [at, setAt] = useState(0);
  const answers: Readonly<Record<string, number>> = swing ?? {};
  const byWorth = [...criteria].sort((a, b) => (answers[b.id] ?? 0) - (answers[a.id] ?? 0));
  const top = byWorth[0];
  // The questions keep their order while they are answered.
  const [topId, setTopId] = useState<string | null>(null);
  const asked = criteria.filter(({ id }) => id !== (topId ?? top?.id));
  const set = (criterion: Criterion, worth: number): void =>
    change(
      { key: "weights.step.swing", values: { criterion: labelOf(criterion) } },
      { swing: { ...answers, [criterion.id]: worth } },
      `swing:${criterion.id}`,
    );

  if (swing === null || (asking && at < 0)) {
    return (
      <section>
        <p className={styles.question}>{t("weights.swing.first")}</p>
        <ul className={styles.choices}>
          {criteria.map((criterion) => (
            <li key={criterion.id}>
              <button
                type="button"
                className={styles.choice}
                style={hue(criterion.group)}
                onClick={() => {
                  // The other answers begin where today's shares are, so that nothing jumps.
                  const own = shareOf(criterion.id);
                  const begin = (id: string): number =>
                    own > 0 ? Math.min(100, Math.round((100 * shareOf(id)) / own)) : 50;
                  const first = Object.fromEntries(criteria.map(({ id }) => [id, answers[id] ?? begin(id)]));
                  change(
                    { key: "weights.step.swing", values: { criterion: labelOf(criterion) } },
                    { swing: { ...first, [criterion.id]: 100 } },
                  );
                  setTopId(criterion.id);
                  setAsking(true);
                  setAt(0);
                }}
              >
                <span className={styles.swatch} />
                <span>
                  {figureOf(criterion)} <span className={styles.soft}>{span(criterion)}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    );
  }

  const current = asked[at];
  if (asking && current !== undefined && top !== undefined) {
    const best = criteria.find(({ id }) => id === topId) ?? top;
    const worth = answers[current.id] ?? 0;
    return (
      <section>
        <p className={styles.soft}>{t("weights.swing.progress", { at: at + 1, count: asked.length })}</p>
        <p className={styles.question}>{t("weights.swing.question", { top: figureOf(best), topSpan: span(best) })}</p>
        <p className={styles.asked} style={hue(current.group)}>
          <span className={styles.swatch} />
          <span>
            <strong>{figureOf(current)}</strong> {span(current)}
          </span>
        </p>
        <div className={styles.worth}>
          <Slider
            key={current.id}
            label={t("weights.swing.worth", { criterion: labelOf(current) })}
            value={worth}
            onChange={(value) => set(current, value)}
          />
          <output className={styles.share}>{worth}</output>
        </div>
        <p className={styles.scale} aria-hidden="true">
          <span>{t("weights.swing.nothing")}</span>
          <span>{t("weights.swing.half")}</span>
          <span>{t("weights.swing.asMuch")}</span>
        </p>
        <div className={styles.buttons}>
          <Button onClick={() => setAt(at - 1)}>{t("weights.swing.back")}</Button>
          <Button kind="primary" onClick={() => (at + 1 < asked.length ? setAt(at + 1) : setAsking(false))}>
            {t(at + 1 < asked.length ? "weights.swing.next" : "weights.swing.finish")}
          </Button>
          <Button kind="quiet" onClick={() => setAsking(false)}>
            {t("weights.swing.finish")}
          </Button>
        </div>
      </section>
    );
  }

  return (
    <section>
      <h3 className={styles.legend}>{t("weights.swing.all")}</h3>
      <ul className={styles.rows}>
        {criteria.map((criterion) => (
          <li key={criterion.id} className={styles.pointsRow} style={hue(criterion.group)} title={span(criterion)}>
            <span className={styles.swatch} />
            <span className={styles.name}>{labelOf(criterion)}</span>
            <Slider
              label={t("weights.swing.worth", { criterion: labelOf(criterion) })}
              value={answers[criterion.id] ?? 0}
              onChange={(value) => set(criterion, value)}
            />
            <ShareBar share={shareOf(criterion.id)} />
          </li>
        ))}
      </ul>
      <div className={styles.buttons}>
        <Button
          onClick={() => {
            setTopId(top?.id ?? null);
            setAt(0);
            setAsking(true);
          }}
        >
          {t("weights.swing.walk")}
        </Button>
        <Button
          kind="quiet"
          onClick={() => {
            setAt(-1);
            setAsking(true);
          }}
        >
          {t("weights.swing.again")}
        </Button>
      </div>
    </section>
  );
}
