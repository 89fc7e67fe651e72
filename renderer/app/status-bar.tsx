/** The status bar: sites shown, kept out by must-haves, what the weights rest on, saved state, catalogue. */
import { useSyncExternalStore } from "react";
import { formatShare, t } from "../messages";
import { useLiveSoon } from "../state/explanation";
import type { Persistence } from "../state/persistence";
import { useWorkbench } from "../state/workbench";
import styles from "./workbench.module.css";

export function StatusBar({ persistence }: { readonly persistence: Persistence }) {
  const { live, reference } = useWorkbench();
  const saving = useSyncExternalStore(persistence.subscribe, persistence.state);
  useLiveSoon(live);
  const { sourced, estimated, unknown } = live.meanEvidence();
  const total = live.sites.sites.length;
  return (
    <footer className={styles.statusBar}>
      <span>{t("common.status.sites", { shown: live.rowCount, total })}</span>
      {live.excludedByGates === 0 ? null : <span>{t("common.status.excluded", { count: live.excludedByGates })}</span>}
      {live.ranking.count === 0 ? null : (
        <span title={t("common.status.evidenceHint")}>
          <span className={styles.evidenceBar} aria-hidden="true">
            <i style={{ width: `${sourced * 100}%` }} />
            <i style={{ width: `${estimated * 100}%` }} />
          </span>
          {t("common.status.evidence", {
            sourced: formatShare(sourced),
            estimated: formatShare(estimated),
            unknown: formatShare(unknown),
          })}
        </span>
      )}
      <span className={styles.spacer} />
      <span className={saving === "failed" ? styles.failed : undefined} role="status">
        {t(`common.status.${saving}`)}
      </span>
      <span>{t("common.status.catalogue", { version: reference.catalogue.version })}</span>
    </footer>
  );
}
