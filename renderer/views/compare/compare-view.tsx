/** Two to six sites side by side; one against another; and what to ask their parks next. */
import { useEffect, useMemo, useState } from "react";
import { fold } from "../../../shared/text/fold";
import { Button } from "../../components/button";
import fieldStyles from "../../components/field.module.css";
import { Popover } from "../../components/popover";
import { loadArea, t } from "../../messages";
import { useLiveFrames } from "../../state/explanation";
import type { LiveRanking } from "../../state/live-ranking";
import { useParkRecords } from "../../state/park-records";
import { useSelectedIds, useWorkbench } from "../../state/workbench";
import styles from "./compare.module.css";
import { CompareTable } from "./compare-table";
import { PairPanel } from "./pair-panel";
import { QuestionsPanel } from "./questions-panel";

await Promise.all(["compare", "site", "why", "explain", "measure"].map(loadArea));

const MOST = 6;
/** Below this width the three parts take turns. */
const NARROW = "(max-width: 1239px)";

const PARTS = ["sideBySide", "pair", "ask"] as const;

function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const update = (): void => setNarrow(query.matches);
    query.addEventListener("change", update);
    return () => query.removeEventListener("change", update);
  }, []);
  return narrow;
}

/** Rows of the ticked sites, best first; what is left out of the ranking stands by its score. */
function comparedRows(live: LiveRanking, ids: ReadonlySet<string>): readonly number[] {
  const { rank, score } = live.ranking;
  const place = (row: number): number => rank[row] || Number.POSITIVE_INFINITY;
  return [...ids]
    .map((id) => live.rowOf(id))
    .filter((row) => row >= 0)
    .sort((a, b) => (place(a) === place(b) ? (score[b] ?? 0) - (score[a] ?? 0) : place(a) - place(b)));
}

export default function CompareView() {
  const { live, selection } = useWorkbench();
  useLiveFrames(live);
  const ids = useSelectedIds();
  const narrow = useNarrow();
  const [part, setPart] = useState<(typeof PARTS)[number]>("sideBySide");
  const ticked = comparedRows(live, ids);
  const rows = ticked.slice(0, MOST);
  const siteIds = rows.map((row) => live.sites.sites[row]?.id ?? "");
  // In the order of the ids, so that another order of columns reads nothing again.
  const records = useParkRecords([...siteIds].sort());

  const toolbar = (
    <div className={styles.toolbar}>
      <h2 className={styles.heading}>{t("compare.title")}</h2>
      <span className={styles.count} role="status">
        {ticked.length > MOST
          ? t("compare.tooMany", { count: ticked.length })
          : t("compare.count", { count: rows.length })}
      </span>
      <span className={styles.spacer} />
      {narrow && rows.length > 1 ? (
        <fieldset className={styles.parts} aria-label={t("compare.parts")}>
          {PARTS.map((id) => (
            <button key={id} type="button" aria-pressed={part === id} onClick={() => setPart(id)}>
              {t(`compare.${id}`)}
            </button>
          ))}
        </fieldset>
      ) : null}
      <AddSite rows={rows} />
    </div>
  );

  if (rows.length < 2) {
    return (
      <main className={styles.view}>
        {toolbar}
        <div className={styles.empty}>
          <p>{t(rows.length === 0 ? "compare.empty" : "compare.emptyOne")}</p>
          <Button
            kind="primary"
            disabled={live.ranking.count < 2}
            onClick={() =>
              selection.set(
                [...live.ranking.order.subarray(0, Math.min(3, live.ranking.count))].map(
                  (row) => live.sites.sites[row]?.id ?? "",
                ),
              )
            }
          >
            {t("compare.emptyAction")}
          </Button>
        </div>
      </main>
    );
  }
  return (
    <main className={styles.view}>
      {toolbar}
      <div className={styles.body}>
        {narrow && part !== "sideBySide" ? null : <CompareTable rows={rows} records={records} />}
        {narrow && part === "sideBySide" ? null : (
          <section
            className={styles.side}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard too
            tabIndex={0}
            aria-label={t(narrow ? `compare.${part}` : "compare.pair")}
          >
            {narrow && part !== "pair" ? null : <PairPanel rows={rows} />}
            {narrow && part !== "ask" ? null : <QuestionsPanel rows={rows} />}
          </section>
        )}
      </div>
    </main>
  );
}

const FOUND = 8;

/** Adds a site by its name or province. */
function AddSite({ rows }: { readonly rows: readonly number[] }) {
  const full = rows.length >= MOST;
  return (
    <Popover
      label={t("compare.add")}
      align="end"
      width={320}
      trigger={(trigger) => (
        <Button disabled={full} title={full ? t("compare.addFull") : undefined} {...trigger}>
          {t("compare.add")}
        </Button>
      )}
    >
      {(close) => <AddSiteList rows={rows} onDone={close} />}
    </Popover>
  );
}

function AddSiteList({ rows, onDone }: { readonly rows: readonly number[]; readonly onDone: () => void }) {
  const { live, places, selection } = useWorkbench();
  const [text, setText] = useState("");
  const found = useMemo(() => {
    const words = fold(text).split(" ").filter(Boolean);
    const { score } = live.ranking;
    return live.sites.sites
      .map((site, row) => ({ site, row }))
      .filter(({ site, row }) => !rows.includes(row) && words.every((word) => site.searchText.includes(word)))
      .sort((a, b) => (score[b.row] ?? 0) - (score[a.row] ?? 0))
      .slice(0, FOUND);
  }, [live, rows, text]);
  return (
    <div className={styles.add}>
      <input
        className={fieldStyles.input}
        type="search"
        data-autofocus
        aria-label={t("compare.add")}
        placeholder={t("compare.addPlaceholder")}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {found.length === 0 ? <p className={styles.none}>{t("compare.noMatch")}</p> : null}
      <ul>
        {found.map(({ site }) => (
          <li key={site.id}>
            <button
              type="button"
              className={styles.found}
              onClick={() => {
                selection.toggle(site.id);
                onDone();
              }}
            >
              {site.name}
              <span className={styles.detail}>{places.provinceName(site.province)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
