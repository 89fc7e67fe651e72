/** The contributions of each criterion to a site's score: measure, value, weight, points. */
import { evidenceClass } from "../../../shared/model/evidence";
import { measureColumn } from "../../../shared/ranking";
import { EvidenceSign } from "../../components/evidence";
import { formatNumber, formatShare, t, translate } from "../../messages";
import { useLive, useWorkbench } from "../../state/workbench";
import { criterionLabel, hue } from "./criteria-panel";
import styles from "./site-sheet.module.css";

export function Contributions({ row }: { readonly row: number }) {
  const { live } = useWorkbench();
  useLive(live);
  const { weights } = live.ranking;
  return (
    <section className={styles.section}>
      <h3>{t("site.contributions.title")}</h3>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("site.contributions.criterion")}</th>
            <th scope="col">{t("site.contributions.measure")}</th>
            <th scope="col" title={t("site.contributions.valueHint")}>
              {t("site.contributions.value")}
            </th>
            <th scope="col">{t("site.contributions.weight")}</th>
            <th scope="col">{t("site.contributions.points")}</th>
          </tr>
        </thead>
        <tbody>
          {live.criteria.map((criterion, at) => {
            const column = measureColumn(live.sites, criterion, live.profile);
            const measure = column.central[row] ?? Number.NaN;
            const code = live.table.kind[at]?.[row] ?? 0;
            const evidence = evidenceClass(code);
            const unit = translate(`criteria.${criterion.id}.unit`) ?? criterion.unit;
            return (
              <tr key={criterion.id}>
                <th scope="row" style={hue(criterion.group)}>
                  <span className={styles.swatch} />
                  {criterionLabel(criterion)}
                </th>
                <td>
                  <span className={styles.measure} title={unit}>
                    {evidence === "unknown" || Number.isNaN(measure)
                      ? "–"
                      : `${evidence === "estimated" ? "≈ " : ""}${formatMeasure(measure, criterion.decimals, criterion.unit)}`}
                    <EvidenceSign evidence={evidence} label={t(`common.evidence.${evidence}`)} />
                  </span>
                </td>
                <td className={evidence === "unknown" ? styles.muted : undefined}>
                  {formatNumber(live.table.central[at]?.[row] ?? 0, 2)}
                </td>
                <td>{formatShare(weights[at] ?? 0)}</td>
                <td>{formatNumber(live.contribution(at, row) * 100, 1)}</td>
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t("ranking.column.score")}</th>
            <td />
            <td />
            <td>{formatShare(weights.reduce((sum, weight) => sum + weight, 0))}</td>
            <td>{formatNumber((live.ranking.score[row] ?? 0) * 100, 1)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

/** A measure short enough for a column: persons in thousands, VND in millions. */
function formatMeasure(measure: number, decimals: number, unit: string): string {
  if (measure >= 1_000_000) return t("site.millions", { value: formatNumber(measure / 1_000_000, 2) });
  if (measure >= 10_000) return t("site.thousands", { value: formatNumber(measure / 1000, 0) });
  const text = formatNumber(measure, decimals);
  return unit === "km" || unit === "ha" ? `${text} ${unit}` : unit === "%" ? `${text} %` : text;
}
