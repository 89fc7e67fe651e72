/**
 * The report: a decision memo on screen as it will be printed, with what may still be said before (author,
 * purpose, paper) above it. Printing goes through the host: a PDF in the desktop app, the print dialogue in a
 * browser.
 */
import { useEffect, useMemo, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { hostErrorText } from "../../../shared/ipc/host-error";
import { Button, IconButton } from "../../components/button";
import fieldStyles from "../../components/field.module.css";
import { formatPartialDate, t } from "../../messages";
import type { OutputSubject } from "../../state/output";
import { useSelectedIds, useWorkbench } from "../../state/workbench";
import { useAnalyses } from "./analyses";
import { basisOf, inRankOrder } from "./basis";
import { applyPageRules, PAGE_MARKS, PAPERS, type Paper } from "./page-rules";
import styles from "./report.module.css";
import { ReportMapSection } from "./report-map-section";
import { Answer, Colophon, Mattered, Method, Opinions, Shortlist, Sources, Sure } from "./report-parts";
import { SitePage } from "./report-site";
import { useSiteReports } from "./site-reports";

/** Sites that a report of the ranking takes when none is ticked, and the most it takes. */
const FEW = 5;
const MOST = 30;
/** Where author and paper are kept. */
const SETTING = "report";

interface Kept {
  readonly author: string;
  readonly paper: Paper;
}

export default function Report({
  subject,
  onClose,
}: {
  readonly subject: OutputSubject;
  readonly onClose: () => void;
}) {
  const workbench = useWorkbench();
  const { notify, host, store, reference } = workbench;
  const selected = useSelectedIds();
  const basis = useMemo(() => basisOf(workbench, subject), [workbench, subject]);
  const [few, setFew] = useState(FEW);
  const [purpose, setPurpose] = useState(basis.list?.note ?? "");
  const [kept, keep] = useKept();
  const closeButton = useRef<HTMLButtonElement>(null);
  const [date] = useState(() => new Date().toISOString().slice(0, 10));

  const ticked = basis.list === null && selected.size > 0;
  const rows = useMemo(() => {
    const { live, list } = basis;
    if (list !== null)
      return inRankOrder(
        live,
        list.siteIds.map((id) => live.rowOf(id)),
      );
    if (selected.size > 0)
      return inRankOrder(
        live,
        [...selected].map((id) => live.rowOf(id)),
      ).slice(0, MOST);
    return [...live.ranking.order.subarray(0, Math.min(few, live.ranking.count))];
  }, [basis, selected, few]);
  const analyses = useAnalyses(basis.live);
  const reports = useSiteReports(workbench, basis.live, rows);
  const ready = analyses.done && reports !== null && !("error" in reports);

  // Wherever the focus is: a click on the paper leaves it nowhere.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const inside = event.target instanceof Element && event.target.closest("[data-report]") !== null;
      if (event.key === "Escape") onClose();
      else if (inside) return;
      event.stopPropagation();
    };
    addEventListener("keydown", onKeyDown, { capture: true });
    return () => removeEventListener("keydown", onKeyDown, { capture: true });
  }, [onClose]);
  useEffect(() => {
    const before = document.activeElement;
    const root = document.getElementById("root");
    root?.setAttribute("inert", "");
    closeButton.current?.focus();
    return () => {
      root?.removeAttribute("inert");
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  useEffect(() => {
    const foot = t("report.foot", { name: basis.title, version: reference.catalogue.version });
    return applyPageRules(kept.paper, foot, t("report.page", PAGE_MARKS));
  }, [kept.paper, basis.title, reference.catalogue.version]);

  const print = async (): Promise<void> => {
    void store.settings.set(SETTING, { author: kept.author, paper: kept.paper }).catch(() => {});
    try {
      const name = `${basis.title} ${date}`.replace(/[\\/:*?"<>|]+/g, "-").slice(0, 180);
      const outcome = await host.printToPdf({ suggestedName: `${name}.pdf`, landscape: false });
      if (outcome.saved) notify({ text: t("report.saved", { name: outcome.name }) });
    } catch (cause) {
      notify({ text: t("report.failed", { reason: hostErrorText(cause) }) });
    }
  };

  return createPortal(
    <div
      className={styles.overlay}
      role="dialog"
      aria-modal="true"
      aria-label={t("report.label", { name: basis.title })}
      data-report
      // The shortcuts of the views beneath stay out of reach.
      onKeyDown={(event) => event.stopPropagation()}
    >
      <div className={styles.bar}>
        <h2 className={styles.barTitle}>{t("report.title")}</h2>
        <label className={styles.field}>
          <span>{t("report.author")}</span>
          <input
            className={fieldStyles.input}
            value={kept.author}
            maxLength={120}
            onChange={(event) => keep({ author: event.target.value })}
          />
        </label>
        <label className={`${styles.field} ${styles.purpose}`}>
          <span>{t("report.purpose")}</span>
          <input
            className={fieldStyles.input}
            value={purpose}
            placeholder={t("report.purposePlaceholder")}
            maxLength={2000}
            onChange={(event) => setPurpose(event.target.value)}
          />
        </label>
        {basis.list !== null || ticked ? null : (
          <label className={styles.field}>
            <span>{t("report.sites")}</span>
            <input
              className={`${fieldStyles.input} ${styles.count}`}
              type="number"
              min={1}
              max={MOST}
              value={few}
              onChange={(event) => {
                const count = Math.round(event.target.valueAsNumber);
                if (count >= 1) setFew(Math.min(MOST, count));
              }}
            />
          </label>
        )}
        <label className={styles.field}>
          <span>{t("report.paper")}</span>
          <select
            className={fieldStyles.input}
            value={kept.paper}
            onChange={(event) => keep({ paper: event.target.value === "letter" ? "letter" : "A4" })}
          >
            {PAPERS.map((paper) => (
              <option key={paper} value={paper}>
                {t(`report.paper.${paper}`)}
              </option>
            ))}
          </select>
        </label>
        <Button kind="primary" disabled={!ready || rows.length === 0} onClick={() => void print()}>
          {t("report.print")}
        </Button>
        <IconButton ref={closeButton} icon="close" label={t("report.close")} onClick={onClose} />
      </div>
      <div className={styles.desk}>
        {rows.length === 0 ? (
          <p className={styles.message}>{t("report.none")}</p>
        ) : reports !== null && "error" in reports ? (
          <p className={styles.message} role="alert">
            {t("report.failed", { reason: reports.error })}
          </p>
        ) : !ready || reports === null ? (
          <p className={styles.message} role="status">
            {t("report.waiting")}
          </p>
        ) : (
          <article className={styles.paper} data-paper={kept.paper} data-ready>
            <Answer
              basis={basis}
              rows={rows}
              author={kept.author}
              purpose={purpose}
              date={formatPartialDate(date)}
              analyses={analyses}
            />
            <Shortlist basis={basis} rows={rows} />
            <Mattered basis={basis} />
            <Sure basis={basis} analyses={analyses} />
            <Opinions basis={basis} rows={rows} analyses={analyses} />
            <ReportMapSection basis={basis} rows={rows} reports={reports.sites} />
            {reports.sites.map((report, i) => (
              <SitePage key={report.id} number={i + 1} basis={basis} report={report} analyses={analyses} />
            ))}
            <Method basis={basis} />
            <Sources sources={reports.sources} />
            <Colophon />
          </article>
        )}
      </div>
    </div>,
    document.body,
  );
}

/** Author and paper, as they were the last time. */
function useKept(): readonly [Kept, (patch: Partial<Kept>) => void] {
  const { store } = useWorkbench();
  const [kept, setKept] = useState<Kept>({ author: "", paper: "A4" });
  useEffect(() => {
    let current = true;
    store.settings.get(SETTING).then(
      (saved) => {
        if (!current || saved === null || typeof saved !== "object") return;
        const { author, paper } = saved as { author?: unknown; paper?: unknown };
        setKept({
          author: typeof author === "string" ? author : "",
          paper: PAPERS.find((known) => known === paper) ?? "A4",
        });
      },
      () => {},
    );
    return () => {
      current = false;
    };
  }, [store]);
  return [kept, (patch) => setKept((was) => ({ ...was, ...patch }))];
}
