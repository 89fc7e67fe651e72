/** For each criterion: how many sites rest on a sourced figure, an estimate, or nothing. */
import { evidenceClass } from "../../../shared/model/evidence";
import { SECTOR_FIT } from "../../../shared/ranking/criteria";
import { formatNumber, t, translate } from "../../messages";
import { useWorkbench } from "../../state/workbench";
import styles from "./data-view.module.css";

export function CoverageTable() {
  const { live } = useWorkbench();
  const total = live.sites.sites.length;
  return (
    <section className={styles.section}>
      <h2>{t("data.coverage.title")}</h2>
      <p className={styles.text}>{t("data.coverage.text")}</p>
      <table className={styles.coverage}>
        <thead>
          <tr>
            <th>{t("data.coverage.criterion")}</th>
            <td />
            <th>{t("data.coverage.sourced")}</th>
            <th>{t("data.coverage.estimated")}</th>
            <th>{t("data.coverage.unknown")}</th>
          </tr>
        </thead>
        <tbody>
          {live.criteria.map((criterion) => {
            const counts = { sourced: 0, estimated: 0, unknown: 0 };
            if (criterion.id === SECTOR_FIT) {
              for (const site of live.sites.sites) counts[site.sectors.length > 0 ? "sourced" : "unknown"] += 1;
            } else {
              const kinds = live.sites.measures[criterion.id]?.kind;
              for (let row = 0; row < total; row++) counts[evidenceClass(kinds?.[row] ?? 0)] += 1;
            }
            return (
              <tr key={criterion.id}>
                <th scope="row">{criterion.label ?? translate(`criteria.${criterion.id}`) ?? criterion.id}</th>
                <td>
                  <span className={styles.bar} aria-hidden="true">
                    <i style={{ width: `${(counts.sourced / total) * 100}%` }} />
                    <i style={{ width: `${(counts.estimated / total) * 100}%` }} />
                  </span>
                </td>
                <td>{formatNumber(counts.sourced)}</td>
                <td>{formatNumber(counts.estimated)}</td>
                <td>{formatNumber(counts.unknown)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className={styles.text}>{t("data.coverage.sectorNote")}</p>
    </section>
  );
}
