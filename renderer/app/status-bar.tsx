/** The status bar: sites shown, kept out by must-haves, what the weights rest on, saved state, catalogue. */
import { formatShare, t } from "../messages";
import type { LiveRanking } from "../state/live-ranking";
import type { SaveState } from "../state/persistence";
import { useLive, useWorkbench } from "../state/workbench";
import styles from "./workbench.module.css";

export function StatusBar({ saving }: { readonly saving: SaveState }) {
  const { live, reference } = useWorkbench();
  useLive(live);
  const { sourced, estimated, unknown } = evidenceOfWeight(live);
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

/** Shares of weight on sourced, estimated and unknown figures, averaged over the ranked sites. */
function evidenceOfWeight({ ranking }: LiveRanking): { sourced: number; estimated: number; unknown: number } {
  const { order, count, sourcedShare, estimatedShare, unknownShare } = ranking;
  let sourced = 0;
  let estimated = 0;
  let unknown = 0;
  for (let i = 0; i < count; i++) {
    const row = order[i] ?? 0;
    sourced += sourcedShare[row] ?? 0;
    estimated += estimatedShare[row] ?? 0;
    unknown += unknownShare[row] ?? 0;
  }
  const n = Math.max(1, count);
  return { sourced: sourced / n, estimated: estimated / n, unknown: unknown / n };
}
