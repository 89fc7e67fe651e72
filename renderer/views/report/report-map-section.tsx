/** The map with its heading; drawing code and boundaries are loaded when a report is made. */
import { lazy, Suspense, useMemo } from "react";
import type { Gateway } from "../../../shared/model/catalogue";
import type { AccessKind } from "../../../shared/model/park";
import { t } from "../../messages";
import { useWorkbench } from "../../state/workbench";
import type { Basis } from "./basis";
import styles from "./report.module.css";
import type { SiteReport } from "./site-reports";

const ReportMap = lazy(() => import("./report-map"));

/** Distances that criteria rank by. */
const KINDS: readonly AccessKind[] = ["china-gate", "deep-water-port", "international-airport"];

interface MapSectionProps {
  readonly basis: Basis;
  readonly rows: readonly number[];
  readonly reports: readonly SiteReport[];
}

export function ReportMapSection({ basis, rows, reports }: MapSectionProps) {
  const { places } = useWorkbench();
  const sites = useMemo(
    () =>
      rows.flatMap((row, i) => {
        const site = basis.live.sites.sites[row];
        return site === undefined ? [] : [{ site, label: String(i + 1) }];
      }),
    [basis, rows],
  );
  const gateways = useMemo((): readonly Gateway[] => {
    const ids = new Set(reports.flatMap(({ park }) => KINDS.flatMap((kind) => park?.access[kind]?.gateway ?? [])));
    return [...ids].flatMap((id) => places.gateways.get(id) ?? []);
  }, [reports, places]);
  return (
    <section className={styles.keep}>
      <h2>{t("report.map")}</h2>
      <Suspense fallback={<p>{t("common.loading")}</p>}>
        <ReportMap sites={sites} gateways={gateways} />
      </Suspense>
    </section>
  );
}
