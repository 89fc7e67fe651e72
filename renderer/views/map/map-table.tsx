/** The same sites as a table: for the keyboard, for screen readers, and to read off exact figures. */
import { useState } from "react";
import { evidenceClass } from "../../../shared/model/evidence";
import type { SiteFigure } from "../../../shared/model/site";
import { Button } from "../../components/button";
import { EvidenceSign } from "../../components/evidence";
import { formatNumber, t } from "../../messages";
import { useLive, useSelectedIds, useWorkbench } from "../../state/workbench";
import styles from "./map-view.module.css";
import { isShown, rowsInView } from "./sites";
import type { MapStage } from "./stage";

const PAGE = 100;
const DISTANCES = ["proximity-china", "proximity-ports", "proximity-airport"] as const;

interface MapTableProps {
  /** The map behind the table; null before it has been drawn. */
  readonly stage: MapStage | null;
  readonly chosen: number;
  readonly onOpen: (row: number) => void;
}

export function MapTable({ stage, chosen, onOpen }: MapTableProps) {
  const { live, places, selection } = useWorkbench();
  useLive(live);
  const ticked = useSelectedIds();
  const [inView, setInView] = useState(true);
  const [most, setMost] = useState(PAGE);
  const rows =
    inView && stage !== null
      ? rowsInView(live, stage.scene.marks, stage.camera, stage.scene.size)
      : [...live.ranking.order.subarray(0, live.ranking.count)].filter((row) => isShown(live, row));
  const { ranking, sites } = live;
  const points = (share: number | undefined): string => formatNumber((share ?? 0) * 100, 1);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls by keyboard
    <section className={styles.tableWrap} tabIndex={0} aria-label={t("map.table")} data-map-home>
      <div className={styles.tableHead}>
        <p role="status">{t(inView ? "map.table.inView" : "map.table.allCount", { count: rows.length })}</p>
        <fieldset className={styles.segments}>
          <legend className="visually-hidden">{t("map.table")}</legend>
          {[true, false].map((option) => (
            <label key={String(option)}>
              <input type="radio" name="map-table" checked={inView === option} onChange={() => setInView(option)} />
              {t(option ? "map.table.window" : "map.table.all")}
            </label>
          ))}
        </fieldset>
      </div>
      <table className={styles.table}>
        <caption className="visually-hidden">{t("map.table")}</caption>
        <thead>
          <tr>
            <th scope="col" className={styles.number}>
              {t("map.table.rank")}
            </th>
            <th scope="col">
              <span className="visually-hidden">{t("ranking.column.select")}</span>
            </th>
            <th scope="col">{t("map.table.site")}</th>
            <th scope="col">{t("map.table.province")}</th>
            {(["score", "range", "land", "china", "port", "airport", "position"] as const).map((column) => (
              <th scope="col" key={column} className={styles.number}>
                {t(`map.table.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, most).map((row) => {
            const site = sites.sites[row];
            if (site === undefined) return null;
            return (
              <tr key={site.id} aria-current={row === chosen ? "true" : undefined}>
                <td className={styles.number}>{ranking.rank[row]}</td>
                <td>
                  <input
                    type="checkbox"
                    aria-label={t("map.table.select", { name: site.name })}
                    checked={ticked.has(site.id)}
                    onChange={() => selection.toggle(site.id)}
                  />
                </td>
                <th scope="row">
                  <button type="button" className={styles.siteButton} onClick={() => onOpen(row)}>
                    {site.name}
                  </button>
                </th>
                <td>{places.provinceName(site.province)}</td>
                <td className={styles.number}>{points(ranking.score[row])}</td>
                <td className={styles.number}>{`${points(ranking.low[row])}–${points(ranking.high[row])}`}</td>
                <td className={styles.number}>
                  <Land land={site.availableHa} />
                </td>
                {DISTANCES.map((id) => {
                  const column = sites.measures[id];
                  const km = column?.central[row] ?? Number.NaN;
                  const evidence = Number.isNaN(km) ? "unknown" : evidenceClass(column?.kind[row] ?? 0);
                  return (
                    <td key={id} className={styles.number}>
                      {evidence === "estimated" ? "≈ " : ""}
                      {Number.isNaN(km) ? "–" : formatNumber(km)}{" "}
                      <EvidenceSign evidence={evidence} label={t(`common.evidence.${evidence}`)} />
                    </td>
                  );
                })}
                <td className={styles.number}>
                  {site.position === null
                    ? "–"
                    : formatNumber(site.position.radiusKm, site.position.radiusKm < 10 ? 1 : 0)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {rows.length <= most ? null : (
        <p className={styles.more}>
          <Button onClick={() => setMost(most + PAGE)}>
            {t("map.table.more", { count: Math.min(PAGE, rows.length - most) })}
          </Button>
        </p>
      )}
    </section>
  );
}

function Land({ land }: { readonly land: SiteFigure | null }) {
  const evidence = land === null ? "unknown" : evidenceClass(land.kind);
  return (
    <>
      {evidence === "estimated" ? "≈ " : ""}
      {land === null ? "–" : formatNumber(land.value)}{" "}
      <EvidenceSign evidence={evidence} label={t(`common.evidence.${evidence}`)} />
    </>
  );
}
