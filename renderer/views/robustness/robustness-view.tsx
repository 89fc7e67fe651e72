/** How sure the ranking is: the robust shortlist, ranks under doubt, other methods, dominance, what to ask. */
import { Button } from "../../components/button";
import { formatShare, t } from "../../messages";
import { SAMPLES, type Settings } from "../../state/robustness-analysis";
import { useWorkbench } from "../../state/workbench";
import { AcceptabilityChart } from "./acceptability-chart";
import { DominatedSites } from "./dominated";
import { Segments } from "./parts";
import { Questions } from "./questions";
import styles from "./robustness.module.css";
import { SecondOpinion } from "./second-opinion";
import { type Analysis, useAcceptability, useSecondLook, useSettings } from "./use-robustness";
import { Verdict } from "./verdict";

export default function RobustnessView() {
  const { drawer } = useWorkbench();
  const [settings, change] = useSettings();
  const ranks = useAcceptability(settings);
  const look = useSecondLook();
  return (
    <main className={styles.view} aria-label={t("robustness.title")}>
      <header className={styles.head}>
        <h2>{t("robustness.title")}</h2>
        <SettingsBar settings={settings} onChange={change} />
        <Button onClick={() => drawer.open("weights")}>{t("robustness.weights")}</Button>
        <span className={styles.gap} />
        <RunState analysis={ranks} />
      </header>
      {/* A scrolling region needs the keyboard too. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls by keyboard */}
      <section className={styles.body} tabIndex={0} aria-label={t("robustness.title")}>
        {ranks.status === "idle" ? (
          <p className={styles.empty}>{t("robustness.idle")}</p>
        ) : (
          <>
            <p className={styles.intro}>{t("robustness.intro")}</p>
            <div className={styles.grid}>
              <div className={styles.column}>
                {ranks.result === null ? (
                  <p className={styles.loading}>
                    {ranks.status === "failed"
                      ? t("robustness.failed", { reason: ranks.error ?? "" })
                      : t("robustness.loading")}
                  </p>
                ) : (
                  <>
                    <Verdict picture={ranks.result} settings={settings} stale={ranks.stale} />
                    <AcceptabilityChart picture={ranks.result} stale={ranks.stale} />
                  </>
                )}
              </div>
              <div className={styles.column}>
                {look.status === "failed" ? (
                  <p className={styles.loading}>{t("robustness.failed", { reason: look.error ?? "" })}</p>
                ) : null}
                {look.result === null ? null : (
                  <>
                    <Questions look={look.result} stale={look.stale} />
                    <SecondOpinion look={look.result} stale={look.stale} />
                    <DominatedSites look={look.result} stale={look.stale} />
                  </>
                )}
                {look.status === "running" && look.progress !== null ? (
                  <p className={styles.note} role="status">
                    {t("robustness.look.progress", look.progress as unknown as { done: number; total: number })}
                  </p>
                ) : null}
              </div>
            </div>
          </>
        )}
      </section>
    </main>
  );
}

const DISTANCES: readonly number[] = [0.02, 0.05, 0.1, 0.2];
const COVERAGES: readonly number[] = [0.8, 0.9, 0.95];

function SettingsBar({
  settings,
  onChange,
}: {
  readonly settings: Settings;
  readonly onChange: (patch: Partial<Settings>) => void;
}) {
  return (
    <div className={styles.settings}>
      <span className={styles.settingLabel}>{t("robustness.scope")}</span>
      <Segments
        label={t("robustness.scope")}
        value={settings.scope}
        onChange={(scope) => onChange({ scope })}
        options={(["around", "order", "any"] as const).map((id) => ({
          id,
          label: t(`robustness.scope.${id}`),
          hint: t(`robustness.scope.${id}.hint`),
        }))}
      />
      {settings.scope === "around" ? (
        <select
          className={styles.select}
          aria-label={t("robustness.distance")}
          title={t("robustness.scope.around.hint")}
          value={settings.distance}
          onChange={(event) => onChange({ distance: Number(event.target.value) })}
        >
          {DISTANCES.map((distance) => (
            <option key={distance} value={distance}>
              {t("robustness.distance.option", { points: Math.round(distance * 100) })}
            </option>
          ))}
        </select>
      ) : null}
      <label className={styles.check} title={t("robustness.figures.hint")}>
        <input
          type="checkbox"
          checked={settings.figures}
          onChange={(event) => onChange({ figures: event.target.checked })}
        />
        {t("robustness.figures")}
      </label>
      <label className={styles.check}>
        {t("robustness.coverage")}
        <select
          className={styles.select}
          value={settings.coverage}
          onChange={(event) => onChange({ coverage: Number(event.target.value) })}
        >
          {COVERAGES.map((coverage) => (
            <option key={coverage} value={coverage}>
              {formatShare(coverage)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

/** Progress with a count, and a way to stop. */
function RunState({ analysis }: { readonly analysis: Analysis<unknown> }) {
  const { status, progress, cancel, restart } = analysis;
  const done = progress?.done ?? 0;
  const total = progress?.total ?? SAMPLES;
  const text =
    status === "running"
      ? t("robustness.progress", { done, total })
      : status === "done"
        ? t("robustness.done", { total })
        : status === "stopped"
          ? t("robustness.stopped", { done, total })
          : status === "waiting"
            ? t("robustness.waiting")
            : "";
  return (
    <div className={styles.run} data-status={status}>
      <progress className={styles.progress} max={total} value={done} aria-label={text} hidden={status !== "running"} />
      <span role="status">{text}</span>
      {status === "running" ? <Button onClick={cancel}>{t("robustness.stop")}</Button> : null}
      {status === "stopped" || status === "failed" ? <Button onClick={restart}>{t("robustness.again")}</Button> : null}
    </div>
  );
}
