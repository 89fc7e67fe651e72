/** One sentence that says how sure the choice is, and the sites it names. */
import { memo } from "react";
import { Button } from "../../components/button";
import { formatShare, t } from "../../messages";
import type { Picture, Settings } from "../../state/robustness-analysis";
import { useWorkbench } from "../../state/workbench";
import { Panel, SiteName } from "./parts";
import styles from "./robustness.module.css";

/** A shortlist longer than this is no shortlist. */
const LONG = 12;
/** Of a long one only the first are shown. */
const FEW = 8;

interface VerdictProps {
  readonly picture: Picture;
  readonly settings: Settings;
  readonly stale: boolean;
}

export const Verdict = memo(function Verdict({ picture, settings, stale }: VerdictProps) {
  const { live, selection, notify } = useWorkbench();
  const { shortlist, shortlistRows, samples, ranked, leaderRow, leaderShare } = picture;
  const name = (row: number): string => live.sites.sites[row]?.name ?? "";
  const count = shortlistRows.length;
  const values = {
    share: formatShare(shortlist.coverage),
    samples,
    what: t(settings.figures ? "robustness.verdict.what.both" : "robustness.verdict.what.weights"),
    count,
    ranked,
    name: name(shortlistRows[0] ?? -1),
  };
  const shown = shortlistRows.slice(0, count > LONG ? FEW : LONG);
  const top = Math.max(...shortlist.shares);
  return (
    <Panel
      title={t("robustness.verdict.title")}
      term={t("robustness.verdict.term")}
      stale={stale}
      tools={
        count > LONG ? null : (
          <Button
            kind="quiet"
            onClick={() => {
              const ids = new Set(selection.getState().ids);
              for (const row of shortlistRows) ids.add(live.sites.sites[row]?.id ?? "");
              selection.set(ids);
              notify({ text: t("robustness.verdict.kept", { count: ids.size }) });
            }}
          >
            {t("robustness.verdict.keep")}
          </Button>
        )
      }
    >
      <p className={styles.sentence}>
        {t(
          count === 1
            ? "robustness.verdict.one"
            : count <= LONG
              ? "robustness.verdict.some"
              : "robustness.verdict.many",
          values,
        )}
      </p>
      <p className={styles.caption}>
        {t("robustness.verdict.leader", { name: name(leaderRow), share: formatShare(leaderShare) })}
      </p>
      <ol className={styles.shortlist}>
        {shown.map((row, at) => (
          <li key={row}>
            <SiteName row={row} />
            <span className={styles.chanceTrack} aria-hidden="true">
              <span style={{ width: `${((shortlist.shares[at] ?? 0) / top) * 100}%` }} />
            </span>
            <span
              className={styles.chance}
              title={t("robustness.verdict.share", { share: formatShare(shortlist.shares[at] ?? 0, 1) })}
            >
              {formatShare(shortlist.shares[at] ?? 0)}
            </span>
            <span className={styles.caption}>
              {t("robustness.verdict.rank", { rank: live.ranking.rank[row] ?? 0 })}
            </span>
          </li>
        ))}
      </ol>
      {count > LONG ? <p className={styles.note}>{t("robustness.verdict.more", { count: count - FEW })}</p> : null}
    </Panel>
  );
});
