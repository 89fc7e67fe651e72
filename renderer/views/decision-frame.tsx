/**
 * The decision's frame around a picture of the sites: criteria and filters at the left, the picture,
 * the sheet of one site at the right. In a narrow window the criteria fold to a strip and the sheet
 * slides over.
 */
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { SplitHandle } from "../components/split-handle";
import { nextPicture } from "../host/next-picture";
import { t } from "../messages";
import { useLayout, useMembership, useWorkbench } from "../state/workbench";
import styles from "./decision-frame.module.css";
import { CriteriaPanel, CriteriaStrip } from "./ranking/criteria-panel";

const FiltersPanel = lazy(() => import("./ranking/filters-panel"));
const SiteSheet = lazy(() => import("./ranking/site-sheet"));

/** Below this width the sheet slides over the picture and the criteria fold to a strip. */
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

let painted = false;

/** False until the app has painted for the first time: what can wait does not hold up the ranking. */
function usePainted(): boolean {
  const [now, setNow] = useState(painted);
  useEffect(() => {
    if (painted) return;
    let current = true;
    void nextPicture().then(() => {
      painted = true;
      if (current) setNow(true);
    });
    return () => {
      current = false;
    };
  }, []);
  return now;
}

/** What the picture in the middle may ask of its frame. */
export interface FrameActions {
  /** Row of the site that the sheet is about; -1 for none. */
  readonly row: number;
  readonly sheetShown: boolean;
  toggleSheet(): void;
  /** Makes a site the one that the sheet is about; `show` opens the sheet where it is closed. */
  choose(row: number, show: boolean): void;
}

interface DecisionFrameProps {
  readonly children: (actions: FrameActions) => ReactNode;
  /** Where the focus goes when the sheet is closed: a selector inside the picture. */
  readonly home: string;
}

export function DecisionFrame({ children, home }: DecisionFrameProps) {
  const { live, layout } = useWorkbench();
  useMembership(live);
  const narrow = useNarrow();
  const later = usePainted();
  // The drawer takes the place of the criteria.
  const drawerOpen = useStore(useWorkbench().drawer, ({ tab }) => tab !== null);
  const { criteriaOpen, sheetOpen, sheetWidth, siteId } = useLayout((state) => state);
  // In a narrow window both panes begin folded, whatever the wide layout remembers.
  const [unfolded, setUnfolded] = useState(false);
  const [sheetOver, setSheetOver] = useState(false);
  const centre = useRef<HTMLElement>(null);

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
  const setCriteria = (open: boolean): void => {
    if (narrow) setUnfolded(open);
    else layout.setState({ criteriaOpen: open });
  };
  const closeSheet = (): void => {
    setSheet(false);
    centre.current?.querySelector<HTMLElement>(home)?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc closes the innermost pane from anywhere inside
    <div
      className={styles.frame}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        const inside = event.target instanceof Element && event.target.closest("[data-sheet]") !== null;
        if (sheetShown && (narrow || inside)) closeSheet();
      }}
    >
      {criteriaShown && !drawerOpen ? (
        <CriteriaPanel onFold={() => setCriteria(false)}>
          <Suspense fallback={null}>{later ? <FiltersPanel /> : null}</Suspense>
        </CriteriaPanel>
      ) : null}
      {criteriaShown || drawerOpen ? null : <CriteriaStrip onUnfold={() => setCriteria(true)} />}
      <main className={styles.centre} ref={centre}>
        {children({
          row,
          sheetShown,
          toggleSheet: () => setSheet(!sheetShown),
          choose: (at, show) => {
            const site = live.sites.sites[at];
            if (site === undefined) return;
            layout.setState({ siteId: site.id });
            if (show) setSheet(true);
          },
        })}
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
          <Suspense fallback={null}>{later ? <SiteSheet row={row} onClose={closeSheet} /> : null}</Suspense>
        </aside>
      ) : null}
    </div>
  );
}
