/** The one screen of the decision: what matters, which sites, why and how sure. */
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { SplitHandle } from "../../components/split-handle";
import { t } from "../../messages";
import { bestToLoosen } from "../../state/filter-sites";
import { useDecision, useLayout, useMembership, useSelectedIds, useWorkbench } from "../../state/workbench";
import { CriteriaPanel, CriteriaStrip } from "./criteria-panel";
import { FiltersPanel } from "./filters-panel";
import { RankingTable, type RankingTableHandle } from "./ranking-table";
import styles from "./ranking-view.module.css";
import { EmptyRanking, Toolbar } from "./toolbar";

const SiteSheet = lazy(() => import("./site-sheet"));
const LeftOut = lazy(() => import("./left-out"));

/** Below this width the sheet slides over the ranking and the criteria fold to a strip. */
const NARROW = "(max-width: 1099px)";

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

export default function RankingView() {
  const { live, places, selection, layout } = useWorkbench();
  useMembership(live);
  const narrow = useNarrow();
  // The drawer takes the place of the criteria.
  const drawerOpen = useStore(useWorkbench().drawer, ({ tab }) => tab !== null);
  const { criteriaOpen, sheetOpen, sheetWidth, siteId, vndPerUsd, density, columns } = useLayout((state) => state);
  // In a narrow window both panes begin folded, whatever the wide layout remembers.
  const [unfolded, setUnfolded] = useState(false);
  const [sheetOver, setSheetOver] = useState(false);
  const selectedIds = useSelectedIds();
  const dragging = useDecision((state) => state.dragging);
  const filters = useDecision((state) => state.filters);
  const handle = useRef<RankingTableHandle>(null);

  // The first start shows the leader's sheet, so that all three questions are answered at once.
  const shownId = siteId ?? live.sites.sites[live.rows[0] ?? -1]?.id ?? null;
  useEffect(() => {
    if (siteId === null && shownId !== null) layout.setState({ siteId: shownId });
  }, [siteId, shownId, layout]);
  const row = shownId === null ? -1 : live.rowOf(shownId);
  const sheetShown = row >= 0 && (narrow ? sheetOver : sheetOpen);
  const criteriaShown = narrow ? unfolded : criteriaOpen;

  const setSheet = (open: boolean): void => {
    if (narrow) setSheetOver(open);
    else layout.setState({ sheetOpen: open });
  };
  const open = (siteRow: number): void => {
    const site = live.sites.sites[siteRow];
    if (site === undefined) return;
    layout.setState({ siteId: site.id });
    setSheet(true);
  };
  const closeSheet = (): void => {
    setSheet(false);
    handle.current?.focus();
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: rows follow the filters and the must-haves
  const loosen = useMemo(
    () => (live.rowCount > 0 ? null : bestToLoosen(live.sites.sites, live.filters, (at) => live.passesGates(at))),
    [live, live.membershipVersion, filters], // eslint-disable-line react-hooks/exhaustive-deps -- see above
  );
  const onToggle = useMemo(() => (id: string) => selection.toggle(id), [selection]);
  const onToggleAll = useMemo(
    () => (rows: readonly number[], selected: boolean) => {
      const ids = new Set(selection.getState().ids);
      for (const at of rows) {
        const id = live.sites.sites[at]?.id;
        if (id !== undefined) selected ? ids.add(id) : ids.delete(id);
      }
      selection.set(ids);
    },
    [selection, live],
  );

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc closes the innermost pane from anywhere inside
    <div
      className={styles.view}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        const inside = event.target instanceof Element && event.target.closest("[data-sheet]") !== null;
        if (sheetShown && (narrow || inside)) closeSheet();
      }}
    >
      {criteriaShown && !drawerOpen ? (
        <CriteriaPanel onFold={() => (narrow ? setUnfolded(false) : layout.setState({ criteriaOpen: false }))}>
          <FiltersPanel />
        </CriteriaPanel>
      ) : null}
      {criteriaShown || drawerOpen ? null : (
        <CriteriaStrip onUnfold={() => (narrow ? setUnfolded(true) : layout.setState({ criteriaOpen: true }))} />
      )}
      <main className={styles.centre}>
        <Toolbar sheetOpen={sheetShown} onToggleSheet={() => setSheet(!sheetShown)} />
        {live.rowCount === 0 ? <EmptyRanking facet={loosen?.facet ?? null} gain={loosen?.gain ?? 0} /> : null}
        <div className={styles.tableWrap} hidden={live.rowCount === 0}>
          <RankingTable
            live={live}
            places={places}
            selectedIds={selectedIds}
            onToggle={onToggle}
            onToggleAll={onToggleAll}
            onOpen={open}
            openedRow={sheetShown ? row : -1}
            vndPerUsd={vndPerUsd}
            density={density}
            columns={columns}
            onColumns={(next) => layout.setState({ columns: next })}
            dragging={dragging}
            handle={handle}
          />
        </div>
        {live.excludedByGates > 0 ? (
          <Suspense fallback={null}>
            <LeftOut onOpen={open} />
          </Suspense>
        ) : null}
      </main>
      {sheetShown ? (
        <aside
          className={`${styles.sheet} ${narrow ? styles.sheetOver : ""}`}
          style={{ width: narrow ? "min(420px, calc(100% - 70px))" : sheetWidth }}
          aria-label={t("ranking.sheet")}
          data-sheet
        >
          {narrow ? null : (
            <SplitHandle
              label={t("ranking.resizeSheet")}
              width={sheetWidth}
              min={300}
              max={720}
              onChange={(width) => layout.setState({ sheetWidth: width })}
            />
          )}
          <Suspense fallback={null}>
            <SiteSheet row={row} onClose={closeSheet} />
          </Suspense>
        </aside>
      ) : null}
    </div>
  );
}
