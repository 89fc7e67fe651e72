/** What a site's score is made of: each criterion's figure, its points of the most possible, its range. */
import { CRITERION_GROUPS } from "../../../shared/model/criterion";
import { measureColumn } from "../../../shared/ranking";
import { contributions, roundToSum } from "../../../shared/ranking/explain";
import type { ChartDrawing } from "../../components/save-chart-image";
import { formatNumber, t } from "../../messages";
import { useLiveSoon } from "../../state/explanation";
import type { LiveRanking } from "../../state/live-ranking";
import { useWorkbench } from "../../state/workbench";
import { criterionLabel, formatMeasure, hue } from "../criterion";
import { MeasureFigure } from "../figure";
import { SaveChart } from "../save-chart";
import { contributionPicture } from "./contribution-picture";
import styles from "./sheet-why.module.css";

/** The chart as a drawing, in the light theme's hues: it goes on paper. */
function picture(live: LiveRanking, row: number): ChartDrawing {
  const { ranking } = live;
  const parts = contributions(live.table, ranking.weights, row);
  const points = roundToSum(
    parts.map(({ amount }) => amount * 100),
    1,
  );
  const paper = document.createElement("div");
  paper.dataset.paper = "";
  document.body.append(paper);
  const look = getComputedStyle(paper);
  const rows = live.criteria.flatMap((criterion, at) => {
    const part = parts[at];
    if (part === undefined || part.weight === 0) return [];
    const measure = measureColumn(live.sites, criterion, live.profile).central[row] ?? Number.NaN;
    const known = part.evidence !== "unknown" && !Number.isNaN(measure);
    return [
      {
        label: criterionLabel(criterion),
        figure: known ? `${part.evidence === "estimated" ? "≈ " : ""}${formatMeasure(measure, criterion)}` : "–",
        color: look.getPropertyValue(`--group-${criterion.group}`).trim(),
        weight: part.weight,
        amount: part.amount,
        low: part.amountLow,
        high: part.amountHigh,
        points: `${formatNumber(points[at] ?? 0, 1)} ${t("why.pointsOf", { most: formatNumber(part.weight * 100, 1) })}`,
      },
    ];
  });
  paper.remove();
  const range = t("site.scoreRange", {
    low: formatNumber((ranking.low[row] ?? 0) * 100, 1),
    high: formatNumber((ranking.high[row] ?? 0) * 100, 1),
  });
  const title = `${live.sites.sites[row]?.name ?? ""}: ${formatNumber((ranking.score[row] ?? 0) * 100, 1)}`;
  return contributionPicture(`${title} ${range}`, t("why.score"), rows);
}

export function Contributions({ row }: { readonly row: number }) {
  const { live } = useWorkbench();
  useLiveSoon(live);
  const { ranking } = live;
  const parts = contributions(live.table, ranking.weights, row);
  // Printed parts add up to the printed score.
  const points = roundToSum(
    parts.map(({ amount }) => amount * 100),
    1,
  );
  const most = Math.max(...parts.map(({ weight }) => weight), 1e-9);
  return (
    <section className={styles.section}>
      <h3 className={styles.chartTitle}>
        {t("why.score")}
        <SaveChart title={`${t("why.score")}: ${live.sites.sites[row]?.name ?? ""}`} chart={() => picture(live, row)} />
      </h3>
      <table className={styles.chart}>
        <thead>
          <tr>
            <th scope="col">{t("why.criterion")}</th>
            <th scope="col">{t("why.figure")}</th>
            <th scope="col" colSpan={2} title={t("why.pointsHint")}>
              {t("why.points")}
            </th>
          </tr>
        </thead>
        {CRITERION_GROUPS.map((group) => (
          <tbody key={group} style={hue(group)}>
            {live.criteria.map((criterion, at) => {
              const part = parts[at];
              if (criterion.group !== group || part === undefined) return null;
              const { weight, amount, amountLow, amountHigh } = part;
              const shown = formatNumber(points[at] ?? 0, 1);
              const mostShown = formatNumber(weight * 100, 1);
              const barText = t("why.barText", {
                points: shown,
                most: mostShown,
                low: formatNumber(amountLow * 100, 1),
                high: formatNumber(amountHigh * 100, 1),
              });
              return (
                <tr key={criterion.id}>
                  <th scope="row">
                    <span className={styles.swatch} />
                    {criterionLabel(criterion)}
                  </th>
                  <td>
                    <MeasureFigure row={row} criterion={criterion} short />
                  </td>
                  <td className={styles.barCell}>
                    <span className={styles.track} style={{ width: `${(weight / most) * 100}%` }} title={barText}>
                      {weight > 0 ? (
                        <>
                          <span className={styles.fill} style={{ width: `${(amount / weight) * 100}%` }} />
                          {amountHigh > amountLow ? (
                            <span
                              className={styles.whisker}
                              style={{
                                left: `${(amountLow / weight) * 100}%`,
                                width: `${((amountHigh - amountLow) / weight) * 100}%`,
                              }}
                            />
                          ) : null}
                        </>
                      ) : null}
                    </span>
                  </td>
                  <td className={styles.points}>
                    {shown} <span className={styles.most}>{t("why.pointsOf", { most: mostShown })}</span>
                  </td>
                </tr>
              );
            })}
          </tbody>
        ))}
        <tfoot>
          <tr>
            <th scope="row">{t("ranking.column.score")}</th>
            <td />
            <td />
            <td className={styles.points}>
              {formatNumber(
                points.reduce((sum, part) => sum + part, 0),
                1,
              )}{" "}
              <span className={styles.most}>{t("why.pointsOf", { most: formatNumber(100, 1) })}</span>
            </td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
