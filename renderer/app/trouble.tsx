/** Recovery and failure: one sentence on what is wrong, one main action, nothing lost. */

import { Button } from "../components/button";
import type { StartState, Startup } from "../data/startup";
import { formatBytes, formatMoment, t, translate } from "../messages";
import styles from "./app.module.css";

type TroubleState = Extract<StartState, { readonly phase: "recovery" | "failed" }>;

export default function Trouble({ state, startup }: { readonly state: TroubleState; readonly startup: Startup }) {
  const { error } = state;
  const sentence =
    error === null
      ? t("common.recovery.empty")
      : (translate(error.messageKey, { detail: error.detail }) ?? error.message);
  const mirrors = state.phase === "recovery" ? state.mirrors : [];
  return (
    <div className={styles.screen} role="alert">
      <p className={styles.brand}>{t("common.app")}</p>
      <h1 className={styles.heading}>
        {t(state.phase === "failed" ? "common.failed.title" : "common.recovery.title")}
      </h1>
      <p className={styles.sentence}>{sentence}</p>
      {mirrors.length === 0 ? null : (
        <>
          <p className={styles.sentence}>{t("common.recovery.mirrors", { count: mirrors.length })}</p>
          <ul className={styles.mirrors}>
            {mirrors.slice(0, 6).map((mirror, at) => (
              <li key={mirror.id}>
                <span>
                  {t("common.recovery.mirror", { date: formatMoment(mirror.savedAt), size: formatBytes(mirror.bytes) })}
                </span>
                <Button kind={at === 0 ? "primary" : "default"} onClick={() => startup.restore(mirror.id)}>
                  {t("common.recovery.restore")}
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
      <div className={styles.actions}>
        <Button kind={mirrors.length === 0 ? "primary" : "default"} onClick={() => startup.retry()}>
          {t("common.retry")}
        </Button>
        {state.phase === "recovery" && state.reason !== "refused" ? (
          <Button kind="quiet" onClick={() => startup.startEmpty()}>
            {t(state.reason === "empty" ? "common.recovery.startEmpty" : "common.recovery.startOver")}
          </Button>
        ) : null}
      </div>
      {error === null || error.detail === "" ? null : (
        <details className={styles.detail}>
          <summary>{t("common.technicalDetail")}</summary>
          <pre>{error.detail}</pre>
        </details>
      )}
    </div>
  );
}
