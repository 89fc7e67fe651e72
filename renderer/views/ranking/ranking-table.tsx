/**
 * The table `Ranking`: a grid whose columns TanStack Table keeps (width, order, visibility, what stays
 * in sight), whose rows `table-body.ts` draws, and whose order comes from the live ranking.
 */
import {
  type ColumnDef,
  columnOrderingFeature,
  columnPinningFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { memo, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import { t } from "../../messages";
import type { ColumnLayout, Density } from "../../state/layout-store";
import type { LiveRanking } from "../../state/live-ranking";
import { type CellContext, COLUMNS, findColumn, type RankingColumn } from "./columns";
import { HeaderCell } from "./header-cell";
import styles from "./table.module.css";
import { type PlacedColumn, TableBody } from "./table-body";

const features = tableFeatures({
  columnSizingFeature,
  columnResizingFeature,
  columnVisibilityFeature,
  columnOrderingFeature,
  columnPinningFeature,
});

type NoRow = Record<string, never>;
const NO_ROWS: NoRow[] = [];
const DEFINITIONS: ColumnDef<typeof features, NoRow>[] = COLUMNS.map((column) => ({
  id: column.id,
  size: column.width,
  minSize: column.minWidth,
  maxSize: 640,
  enableHiding: column.fixed !== true,
}));

const HEADER_HEIGHT = 32;
const ROW_HEIGHT: Readonly<Record<Density, number>> = { comfortable: 32, compact: 26 };
/** How long rank changes stay before they fade, ms. */
const CHANGES_STAY = 2000;

export interface RankingTableProps {
  readonly live: LiveRanking;
  readonly places: Pick<CellContext, "provinceName" | "formerProvinceName">;
  /** Ids of the sites of which the user has corrected figures. */
  readonly edited: readonly string[];
  readonly selectedIds: ReadonlySet<string>;
  readonly onToggle: (siteId: string) => void;
  readonly onToggleAll: (siteRows: readonly number[], selected: boolean) => void;
  readonly onOpen: (siteRow: number) => void;
  /** Row of the site in the sheet; -1 for none. */
  readonly openedRow: number;
  /** Dong that a dollar is; null where the user has not said. */
  readonly vndPerUsd: number | null;
  readonly density: Density;
  readonly columns: ColumnLayout | null;
  readonly onColumns: (columns: ColumnLayout) => void;
  readonly dragging: boolean;
}

export const FIRST_LAYOUT: ColumnLayout = {
  order: COLUMNS.map((column) => column.id),
  hidden: COLUMNS.filter((column) => column.hidden === true).map((column) => column.id),
  pinned: COLUMNS.filter((column) => column.fixed === true).map((column) => column.id),
  widths: {},
};

/** The saved layout made whole: columns that came later join at the end, unknown ones are dropped. */
function completeLayout(layout: ColumnLayout | null): ColumnLayout {
  if (layout === null) return FIRST_LAYOUT;
  const known = layout.order.filter((id) => findColumn(id) !== undefined);
  const added = FIRST_LAYOUT.order.filter((id) => !known.includes(id));
  const fixed = FIRST_LAYOUT.pinned;
  return {
    order: [...known, ...added],
    hidden: [
      ...layout.hidden.filter((id) => !fixed.includes(id)),
      ...added.filter((id) => FIRST_LAYOUT.hidden.includes(id)),
    ],
    pinned: [...fixed, ...layout.pinned.filter((id) => !fixed.includes(id) && findColumn(id) !== undefined)],
    widths: layout.widths,
  };
}

export const RankingTable = memo(function RankingTable(props: RankingTableProps) {
  const { live, places, edited, selectedIds, density, dragging, openedRow } = props;
  const gridRef = useRef<HTMLDivElement>(null);
  const bodyRef = useRef<HTMLDivElement>(null);
  const body = useRef<TableBody | null>(null);
  const idPrefix = useId();
  const latest = useRef(props);
  latest.current = props;
  const draggingRef = useRef(dragging);
  const changes = useRef<"none" | "shown" | "fading" | "kept">("none");
  const [sort, setSort] = useState<{ columnId: string; descending: boolean } | null>(null);

  const layout = useMemo(() => completeLayout(props.columns), [props.columns]);
  const emit = (patch: Partial<ColumnLayout>): void => props.onColumns({ ...layout, ...patch });
  const table = useTable({
    features,
    columns: DEFINITIONS,
    data: NO_ROWS,
    columnResizeMode: "onChange",
    state: {
      columnOrder: [...layout.order],
      columnVisibility: Object.fromEntries(layout.hidden.map((id) => [id, false])),
      columnPinning: { start: [...layout.pinned], end: [] },
      columnSizing: { ...layout.widths },
    },
    onColumnOrderChange: (updater) => {
      emit({ order: typeof updater === "function" ? updater([...layout.order]) : updater });
    },
    onColumnVisibilityChange: (updater) => {
      const now = Object.fromEntries(layout.hidden.map((id) => [id, false]));
      const next = typeof updater === "function" ? updater(now) : updater;
      emit({ hidden: Object.keys(next).filter((id) => next[id] === false) });
    },
    onColumnPinningChange: (updater) => {
      const now = { start: [...layout.pinned], end: [] };
      emit({ pinned: (typeof updater === "function" ? updater(now) : updater).start });
    },
    onColumnSizingChange: (updater) => {
      const next = typeof updater === "function" ? updater({ ...layout.widths }) : updater;
      emit({ widths: next });
    },
  });

  const headers = [
    ...(table.getStartHeaderGroups()[0]?.headers ?? []),
    ...(table.getCenterHeaderGroups()[0]?.headers ?? []),
  ];
  const placed: PlacedColumn[] = [];
  let left = 0;
  const pinnedCount = headers.filter((header) => header.column.getIsPinned() === "start").length;
  headers.forEach((header, at) => {
    const column = findColumn(header.column.id);
    if (column === undefined) return;
    placed.push({ column, start: left, width: header.getSize(), pinned: at < pinnedCount });
    left += header.getSize();
  });
  const columnKey = placed.map(({ column, pinned }) => `${column.id}${pinned ? "!" : ""}`).join();
  const widthKey = placed.map(({ width }) => width).join();

  const context = useMemo<CellContext>(() => {
    const corrected = new Set(edited);
    return {
      live,
      isSelected: (id) => latest.current.selectedIds.has(id),
      ownSign: (id) => (corrected.has(id) ? "edited" : /^(user|import):/.test(id) ? "added" : null),
      provinceName: places.provinceName,
      formerProvinceName: places.formerProvinceName,
      vndPerUsd: () => latest.current.vndPerUsd,
      showChanges: () => changes.current !== "none",
    };
  }, [live, places, edited]);

  // The body lives as long as the grid; columns, row height and marks are told to it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: density is told apart, below
  useLayoutEffect(() => {
    const grid = gridRef.current;
    const element = bodyRef.current;
    if (grid === null || element === null) return;
    const made = new TableBody({
      grid,
      body: element,
      live,
      context,
      rowHeight: ROW_HEIGHT[density],
      headerHeight: HEADER_HEIGHT,
      idPrefix,
      onActiveChange: () => void hint.current(null),
      isDragging: () => draggingRef.current,
    });
    body.current = made;
    return () => {
      made.dispose();
      body.current = null;
    };
  }, [live, context, idPrefix]); // eslint-disable-line react-hooks/exhaustive-deps -- see above

  // biome-ignore lint/correctness/useExhaustiveDependencies: columnKey stands for what matters in `placed`
  useLayoutEffect(() => {
    body.current?.setColumns(placed);
    body.current?.repaint();
  }, [columnKey, live, context]); // eslint-disable-line react-hooks/exhaustive-deps -- see above
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys stand for what matters in `placed`
  useLayoutEffect(() => {
    const style = gridRef.current?.style;
    const tracks = (columns: readonly PlacedColumn[]): string => columns.map(({ width }) => `${width}px`).join(" ");
    const pinned = placed.filter((column) => column.pinned);
    const pinnedWidth = pinned.reduce((sum, column) => sum + column.width, 0);
    style?.setProperty("--columns", tracks(placed));
    style?.setProperty("--pinned-columns", tracks(pinned));
    style?.setProperty("--row-columns", `${pinnedWidth}px ${tracks(placed.filter((column) => !column.pinned))}`);
    style?.setProperty("--columns-width", `${placed.reduce((sum, column) => sum + column.width, 0)}px`);
    body.current?.setWidths(placed);
  }, [columnKey, widthKey]); // eslint-disable-line react-hooks/exhaustive-deps -- see above
  useLayoutEffect(() => body.current?.setRowHeight(ROW_HEIGHT[density]), [density]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new set means new ticks to paint
  useLayoutEffect(() => body.current?.repaint(), [selectedIds]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new ranking has a new body to tell
  useLayoutEffect(() => body.current?.setOpened(openedRow), [openedRow, live]);

  // What moved: shown once a change or a drag is over, gone after two seconds.
  useEffect(() => {
    const grid = gridRef.current;
    if (grid === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const set = (state: typeof changes.current): void => {
      changes.current = state;
      grid.dataset.changes = state;
    };
    const show = (): void => {
      clearTimeout(timer);
      set("shown");
      timer = setTimeout(() => set(live.isPinned ? "kept" : "fading"), CHANGES_STAY);
    };
    const stop = live.subscribe(() => {
      if (!draggingRef.current) show();
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [live]);
  useEffect(() => {
    const was = draggingRef.current;
    draggingRef.current = dragging;
    if (dragging) {
      changes.current = "none";
      gridRef.current?.setAttribute("data-changes", "none");
      body.current?.repaint();
    } else if (was) live.touch();
  }, [dragging, live]);

  const onSort = (column: RankingColumn): void => {
    if (column.sort === undefined) return;
    const first = column.sort.descendingFirst;
    const next =
      sort?.columnId !== column.id
        ? { columnId: column.id, descending: first }
        : sort.descending === first
          ? { columnId: column.id, descending: !first }
          : null;
    applySort(next);
  };
  const applySort = (next: { columnId: string; descending: boolean } | null): void => {
    // The ranking's own order is that of the score, best first.
    const own =
      next === null || (next.columnId === "score" && next.descending) || (next.columnId === "rank" && !next.descending);
    const column = next === null ? undefined : findColumn(next.columnId);
    const keys = column?.sort?.keys;
    setSort(own && next?.columnId !== "rank" ? null : next);
    live.setSort(own || next === null || keys === undefined ? null : { ...next, keys });
    if (gridRef.current !== null) gridRef.current.scrollTop = 0;
  };
  const sortOf = (id: string): "ascending" | "descending" | undefined =>
    sort === null
      ? id === "score"
        ? "descending"
        : undefined
      : sort.columnId === id
        ? sort.descending
          ? "descending"
          : "ascending"
        : undefined;

  // Hints: contributions, ranges and evidence of the cell under the pointer or the active cell.
  const hintRef = useRef<HTMLDivElement>(null);
  const hintAsked = useRef(0);
  const hint = useRef(async (at: { site: number; column: string; cell: HTMLElement } | null) => {
    hintAsked.current += 1;
    const asked = hintAsked.current;
    const box = hintRef.current;
    if (box === null) return;
    box.hidden = true;
    if (at === null) return;
    const { describeCell } = await import("./hint");
    const content = describeCell(at.column, at.site, context, at.cell);
    if (content === null || asked !== hintAsked.current) return;
    box.replaceChildren(content);
    box.hidden = false;
    const cell = at.cell.getBoundingClientRect();
    const { width, height } = box.getBoundingClientRect();
    const below = cell.bottom + 4;
    box.style.left = `${Math.max(8, Math.min(cell.left, innerWidth - width - 8))}px`;
    box.style.top = `${below + height > innerHeight - 8 ? cell.top - height - 4 : below}px`;
  });
  const hover = useRef<{ timer: ReturnType<typeof setTimeout> | undefined; key: string }>({
    timer: undefined,
    key: "",
  });
  const onPointerOver = (event: React.PointerEvent): void => {
    const at = body.current?.locate(event.target) ?? null;
    const key = at === null ? "" : `${at.site}|${at.column}`;
    if (key === hover.current.key) return;
    hover.current.key = key;
    clearTimeout(hover.current.timer);
    void hint.current(null);
    if (at !== null) hover.current.timer = setTimeout(() => void hint.current(at), 350);
  };
  const hideHint = (): void => {
    clearTimeout(hover.current.timer);
    hover.current.key = "";
    void hint.current(null);
  };
  useEffect(() => live.subscribe(() => void hint.current(null)), [live]);
  useEffect(() => () => clearTimeout(hover.current.timer), []);

  const onKeyDown = (event: React.KeyboardEvent): void => {
    const b = body.current;
    if (b === null || event.target !== gridRef.current) return;
    const site = live.sites.sites[b.active];
    switch (event.key) {
      case "ArrowDown":
        b.move(1);
        break;
      case "ArrowUp":
        b.move(-1);
        break;
      case "PageDown":
        b.move(b.pageSize);
        break;
      case "PageUp":
        b.move(-b.pageSize);
        break;
      case "Home":
        b.moveTo("first");
        break;
      case "End":
        b.moveTo("last");
        break;
      case "ArrowRight":
      case "ArrowLeft": {
        if (b.active < 0) b.move(0);
        const next = Math.max(-1, Math.min(b.columnCount - 1, b.activeCell + (event.key === "ArrowRight" ? 1 : -1)));
        b.setActive(b.active, next);
        const at = b.activeElement();
        if (at !== null) {
          scrollCellIntoSight(gridRef.current, at.cell);
          void hint.current(at);
        } else gridRef.current.scrollLeft = 0;
        break;
      }
      case " ":
        if (site !== undefined) latest.current.onToggle(site.id);
        break;
      case "Enter":
        if (b.active >= 0) latest.current.onOpen(b.active);
        break;
      case "Escape":
        if (hintRef.current?.hidden !== false) return;
        hideHint();
        event.stopPropagation();
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  const onClick = (event: React.MouseEvent): void => {
    const at = body.current?.locate(event.target) ?? null;
    const site = at === null ? undefined : live.sites.sites[at.site];
    if (at === null || site === undefined) return;
    hideHint();
    body.current?.setActive(at.site, -1, false);
    if (at.column === "select") latest.current.onToggle(site.id);
    else latest.current.onOpen(at.site);
    gridRef.current?.focus({ preventScroll: true });
  };

  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: rows are placed by hand, which a table element cannot do */}
      <div
        ref={gridRef}
        role="grid"
        aria-label={t("ranking.title")}
        aria-colcount={headers.length}
        aria-multiselectable="true"
        tabIndex={0}
        className={styles.grid}
        data-changes="none"
        onKeyDown={onKeyDown}
        onClick={onClick}
        onPointerOver={onPointerOver}
        onPointerLeave={hideHint}
        onScroll={hideHint}
        onBlur={hideHint}
        onFocus={(event) => {
          if (event.target === gridRef.current && body.current !== null && body.current.active < 0) {
            body.current.setActive(openedRow >= 0 ? openedRow : (live.rows[0] ?? -1), -1, false);
          }
        }}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        <div role="rowgroup" className={styles.headGroup}>
          {/* biome-ignore lint/a11y/useSemanticElements: see above */}
          {/* biome-ignore lint/a11y/useFocusableInteractive: its headers' buttons have the focus */}
          <div role="row" aria-rowindex={1} className={styles.head}>
            {headers.map((header, at) => {
              const column = findColumn(header.column.id);
              const place = placed[at];
              if (column === undefined || place === undefined) return null;
              return (
                <HeaderCell
                  key={column.id}
                  column={column}
                  index={at + 1}
                  stickyLeft={place.pinned ? place.start : null}
                  lastSticky={at === pinnedCount - 1}
                  pinned={header.column.getIsPinned() === "start"}
                  resizing={header.column.getIsResizing()}
                  sort={sortOf(column.id)}
                  onSort={() => onSort(column)}
                  onSortTo={(descending) => applySort({ columnId: column.id, descending })}
                  onResizeStart={header.getResizeHandler()}
                  onWidth={(delta) =>
                    emit({
                      widths: { ...layout.widths, [column.id]: Math.max(column.minWidth, header.getSize() + delta) },
                    })
                  }
                  onPin={() => header.column.pin(header.column.getIsPinned() === "start" ? false : "start")}
                  onHide={() => header.column.toggleVisibility(false)}
                  onMove={(id, before) => emit({ order: moved(layout.order, id, before) })}
                  neighbours={neighbours(placed, at)}
                  allSelected={live.rowCount > 0 && selectedIds.size > 0 && allTicked(live, selectedIds)}
                  onToggleAll={(selected) => props.onToggleAll([...live.rows.subarray(0, live.rowCount)], selected)}
                />
              );
            })}
          </div>
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        <div role="rowgroup" ref={bodyRef} className={styles.body} />
      </div>
      <div ref={hintRef} className={styles.hint} role="tooltip" hidden />
    </>
  );
});

function allTicked(live: LiveRanking, ids: ReadonlySet<string>): boolean {
  if (ids.size < live.rowCount) return false;
  for (let i = 0; i < live.rowCount; i++) {
    if (!ids.has(live.sites.sites[live.rows[i] ?? 0]?.id ?? "")) return false;
  }
  return true;
}

/** The columns to the left and right that a column can change places with. */
function neighbours(
  placed: readonly PlacedColumn[],
  at: number,
): { readonly before: string | null; readonly after: string | null } {
  const free = (index: number): string | null => {
    const column = placed[index]?.column;
    return column === undefined || column.fixed === true ? null : column.id;
  };
  return { before: free(at - 1), after: free(at + 1) };
}

/** The order with `id` put before `target`. */
function moved(order: readonly string[], id: string, target: string): string[] {
  const rest = order.filter((other) => other !== id);
  const at = rest.indexOf(target);
  return [...rest.slice(0, at), id, ...rest.slice(at)];
}

function scrollCellIntoSight(grid: HTMLElement | null, cell: HTMLElement): void {
  const pinned = cell.closest("[role=row]")?.firstElementChild;
  if (grid === null || pinned == null || pinned.contains(cell)) return;
  const frame = grid.getBoundingClientRect();
  const from = pinned.getBoundingClientRect().right;
  const box = cell.getBoundingClientRect();
  if (box.left < from) grid.scrollLeft -= from - box.left;
  else if (box.right > frame.right) grid.scrollLeft += box.right - frame.right;
}
