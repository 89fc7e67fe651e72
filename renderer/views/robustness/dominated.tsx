/** Sites that no weighting puts first, each with a site that is at least as good everywhere. */
import { memo, useState } from "react";
import { Button } from "../../components/button";
import { t } from "../../messages";
import { Panel, SiteName } from "./parts";
import styles from "./robustness.module.css";
import type { SecondLook } from "./use-robustness";

const FEW = 8;

export const DominatedSites = memo(function DominatedSites({
  look,
  stale,
}: {
  readonly look: SecondLook;
  readonly stale: boolean;
}) {
  const [all, setAll] = useState(false);
  const { dominated, checked, rows, ranks } = look;
  if (dominated === null) return null;
  const shown = all ? dominated : dominated.slice(0, FEW);
  return (
    <Panel title={t("robustness.dominated.title")} term={t("robustness.dominated.term")} stale={stale}>
      <p className={styles.sentence}>
        {dominated.length === 0
          ? t("robustness.dominated.none", { checked })
          : t("robustness.dominated.some", { count: dominated.length, checked })}
      </p>
      {dominated.length === 0 ? null : (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th>{t("robustness.ranks.now")}</th>
                <th className={styles.start}>{t("robustness.dominated.site")}</th>
                <th className={styles.start}>{t("robustness.dominated.by")}</th>
                <th className={styles.start} title={t("robustness.dominated.certain.hint")}>
                  {t("robustness.dominated.certain")}
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map(({ site, by, certain }) => (
                <tr key={rows[site]}>
                  <td>{ranks[site]}</td>
                  <th scope="row" className={styles.start}>
                    <SiteName row={rows[site] ?? -1} />
                  </th>
                  <td className={styles.start}>
                    <SiteName row={rows[by] ?? -1} />
                  </td>
                  <td className={styles.start}>
                    {t(certain ? "robustness.dominated.yes" : "robustness.dominated.asTheyStand")}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {dominated.length > FEW ? (
        <Button kind="quiet" className={styles.more ?? ""} onClick={() => setAll(!all)}>
          {all ? t("robustness.dominated.showFew") : t("robustness.dominated.showAll", { count: dominated.length })}
        </Button>
      ) : null}
    </Panel>
  );
});
