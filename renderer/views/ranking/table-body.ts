/**
 * The rows of the ranking, drawn without React: a pool of row elements, of which TanStack Virtual
 * says which are in sight. A change of weights repaints the pool in place (texts and bar widths), so
 * a drag at 60 frames a second costs the same at 500 sites as at 100,000. In a drag what is in sight is
 * painted at once; rows and columns just out of sight follow when it pauses or they come into sight.
 *
 * The grid element keeps the focus; the active row (and cell) is named by `aria-activedescendant`.
 */
import { elementScroll, observeElementOffset, type Rect, Virtualizer } from "@tanstack/react-virtual";
import type { LiveRanking } from "../../state/live-ranking";
import type { Cell, CellContext, RankingColumn } from "./columns";
import styles from "./table.module.css";

interface RowView {
  readonly element: HTMLElement;
  readonly cells: readonly Cell[];
  index: number;
  site: number;
  /** What of the row has not been painted since the last change. */
  behind: "nothing" | "columns out of sight" | "everything";
  /** Index of the cell that is marked as the active one; -1 for none. */
  marked: number;
}

/** How long changes must pause before what is out of sight is painted, ms. */
const PAUSE = 120;

export interface PlacedColumn {
  readonly column: RankingColumn;
  /** Distance from the left edge of the row, px. */
  readonly start: number;
  readonly width: number;
  /** Stays in sight when the table scrolls sideways; such columns come first. */
  readonly pinned: boolean;
}

interface BodyOptions {
  /** The grid: scrolls, has the focus. */
  readonly grid: HTMLElement;
  /** Holds the rows; as high as all of them. */
  readonly body: HTMLElement;
  readonly live: LiveRanking;
  readonly context: CellContext;
  readonly rowHeight: number;
  readonly headerHeight: number;
  readonly idPrefix: string;
  readonly onActiveChange: (row: number) => void;
  /** Whether a weight is being dragged. Rows glide to their new places after other changes, but of a slider's step. */
  readonly isDragging: () => boolean;
}

/** What the window's bars take of its height, about, px. */
const BARS = 140;

/**
 * Tells the virtualizer the grid's size: a guess at first, then what the browser's own layout found, before
 * anything is painted. Measuring at once would cost a layout of the whole page more at every start.
 */
function observeRect({ scrollElement }: Virtualizer<HTMLElement, HTMLElement>, tell: (rect: Rect) => void): () => void {
  tell({ width: innerWidth / 2, height: Math.max(innerHeight - BARS, 0) });
  const observer = new ResizeObserver((entries) => {
    const size = entries.at(-1)?.borderBoxSize[0];
    if (size !== undefined) tell({ width: Math.round(size.inlineSize), height: Math.round(size.blockSize) });
  });
  if (scrollElement !== null) observer.observe(scrollElement);
  return () => observer.disconnect();
}

export class TableBody {
  #o: BodyOptions;
  #virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  #columns: readonly PlacedColumn[] = [];
  #views: RowView[] = [];
  #spare: RowView[] = [];
  #rowHeight: number;
  #shown = -1;
  /** Columns out of sight sideways: kept up to date, but neither laid out nor painted. */
  #away: readonly boolean[] = [];
  /** The part of the columns that is in sight, px; a guess until the grid has been laid out. */
  #sight = { left: 0, width: innerWidth / 2 };
  #catchUpTimer: ReturnType<typeof setTimeout> | undefined;
  #dispose: Array<() => void> = [];
  /** Site row of the active row; -1 for none. */
  active = -1;
  /** Index of the active cell; -1 when the row as a whole is active. */
  activeCell = -1;
  /** Site row whose sheet is open; -1 for none. */
  opened = -1;

  constructor(options: BodyOptions) {
    this.#o = options;
    this.#rowHeight = options.rowHeight;
    this.#virtualizer = new Virtualizer<HTMLElement, HTMLElement>(this.#virtualOptions());
    this.#dispose.push(this.#virtualizer._didMount());
    this.#virtualizer._willUpdate();
    const onScroll = (): void => {
      const { scrollLeft, clientWidth } = options.grid;
      this.#sight = { left: scrollLeft, width: clientWidth };
      options.grid.toggleAttribute("data-sideways", scrollLeft > 0);
      this.#hideAway();
    };
    options.grid.addEventListener("scroll", onScroll, { passive: true });
    const resized = new ResizeObserver(onScroll);
    resized.observe(options.grid);
    this.#dispose.push(() => {
      options.grid.removeEventListener("scroll", onScroll);
      resized.disconnect();
    });
    const theme = new MutationObserver(() => this.repaint());
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    this.#dispose.push(() => theme.disconnect());
    this.#dispose.push(options.live.subscribe(({ gradual }) => this.repaint(!gradual && !options.isDragging())));
  }

  #virtualOptions() {
    return {
      count: this.#o.live.rowCount,
      getScrollElement: () => this.#o.grid,
      estimateSize: () => this.#rowHeight,
      overscan: 3,
      scrollPaddingEnd: this.#o.headerHeight,
      // At the start there is nothing to scroll to, and trying would lay out a page that is not whole yet.
      scrollToFn: (...to: Parameters<typeof elementScroll<HTMLElement>>) => {
        if (this.#shown >= 0) elementScroll(...to);
      },
      observeElementRect: observeRect,
      observeElementOffset,
      onChange: () => this.#draw(false),
    };
  }

  dispose(): void {
    clearTimeout(this.#catchUpTimer);
    for (const end of this.#dispose) end();
    this.#o.body.replaceChildren();
  }

  /** Takes over which columns are shown, in which order; rebuilds the pool. */
  setColumns(columns: readonly PlacedColumn[]): void {
    this.#columns = columns;
    this.#views = [];
    this.#spare = [];
    this.#o.body.replaceChildren();
    this.#away = this.#findAway();
    this.#draw(true);
  }

  /** Takes over new widths of the same columns. */
  setWidths(columns: readonly PlacedColumn[]): void {
    this.#columns = columns;
    this.#hideAway();
  }

  #findAway(): readonly boolean[] {
    const { left, width: seen } = this.#sight;
    return this.#columns.map(({ start, width, pinned }) => !pinned && (start + width < left || start > left + seen));
  }

  #hideAway(): void {
    const away = this.#findAway();
    if (away.every((hidden, at) => hidden === this.#away[at])) return;
    // By what was out of sight until now.
    this.#catchUp();
    this.#away = away;
    for (const view of [...this.#views, ...this.#spare]) {
      view.cells.forEach((cell, at) => {
        cell.element.classList.toggle(styles.away ?? "", away[at]);
      });
    }
  }

  setRowHeight(height: number): void {
    if (height === this.#rowHeight) return;
    this.#rowHeight = height;
    this.#virtualizer.setOptions(this.#virtualOptions());
    this.#virtualizer.measure();
    for (const view of this.#views) this.#place(view, view.index);
    this.#shown = -1;
    this.repaint();
  }

  /** Paints every row in sight anew; with `settle` rows glide to their new places rather than jump. */
  repaint(settle = false): void {
    const { rowCount } = this.#o.live;
    if (rowCount !== this.#shown) {
      this.#shown = rowCount;
      this.#virtualizer.setOptions(this.#virtualOptions());
      this.#virtualizer._willUpdate();
      this.#o.body.style.height = `${rowCount * this.#rowHeight}px`;
      this.#o.grid.setAttribute("aria-rowcount", String(rowCount + 1));
    }
    const before = settle ? new Map(this.#views.map((view) => [view.site, view.index])) : null;
    this.#draw(true);
    if (before !== null) this.#animate(before);
  }

  #draw(paintAll: boolean): void {
    const { live } = this.#o;
    const items = this.#virtualizer.getVirtualItems();
    const first = items[0]?.index ?? 0;
    const last = items.at(-1)?.index ?? -1;
    const inSight = this.#o.isDragging() ? this.#virtualizer.range : null;
    const { startIndex: from, endIndex: to } = inSight ?? { startIndex: first, endIndex: last };
    // Rows that left the window go to the pool and come back at the other end.
    const kept: RowView[] = [];
    const byIndex = new Map<number, RowView>();
    for (const view of this.#views) {
      if (view.index >= first && view.index <= last && view.index < live.rowCount) {
        kept.push(view);
        byIndex.set(view.index, view);
      } else this.#spare.push(view);
    }
    for (const { index } of items) {
      if (index >= live.rowCount) continue;
      let view = byIndex.get(index);
      const fresh = view === undefined;
      if (view === undefined) {
        view = this.#spare.pop() ?? this.#make();
        this.#place(view, index);
        kept.push(view);
      }
      const site = live.rows[index] ?? 0;
      if (!fresh && !paintAll && view.site === site && view.behind !== "everything") continue;
      if (fresh || (index >= from && index <= to)) this.#paint(view, site);
      else this.#paintLater(view, site);
    }
    for (const view of this.#spare) {
      if (view.index !== -1) {
        view.index = -1;
        view.site = -1;
        view.element.hidden = true;
      }
    }
    this.#views = kept;
    this.#mark();
  }

  #make(): RowView {
    const element = document.createElement("div");
    element.className = styles.row ?? "";
    element.setAttribute("role", "row");
    // One element that stays in sight a row, not one a cell: each would be a layer of its own.
    const pinnedCells = document.createElement("div");
    pinnedCells.className = styles.pinned ?? "";
    pinnedCells.setAttribute("role", "presentation");
    element.append(pinnedCells);
    const cells = this.#columns.map(({ column, pinned }, at) => {
      const cell = column.make();
      cell.element.setAttribute("role", column.role ?? "gridcell");
      cell.element.setAttribute("aria-colindex", String(at + 1));
      cell.element.dataset.column = column.id;
      cell.element.classList.add(styles.cell ?? "");
      if (column.align === "end") cell.element.classList.add(styles.end ?? "");
      cell.element.classList.toggle(styles.away ?? "", this.#away[at]);
      (pinned ? pinnedCells : element).append(cell.element);
      return cell;
    });
    this.#o.body.append(element);
    return { element, cells, index: -1, site: -1, behind: "nothing", marked: -1 };
  }

  #place(view: RowView, index: number): void {
    view.index = index;
    view.site = -1;
    view.element.hidden = false;
    view.element.style.transform = `translateY(${index * this.#rowHeight}px)`;
    view.element.setAttribute("aria-rowindex", String(index + 2));
    view.element.id = `${this.#o.idPrefix}-row-${index}`;
    view.cells.forEach((cell, at) => {
      cell.element.id = `${this.#o.idPrefix}-cell-${index}-${at}`;
    });
  }

  #paint(view: RowView, site: number): void {
    const { context } = this.#o;
    view.site = site;
    view.behind = "nothing";
    const hurried = this.#o.isDragging();
    for (const [at, cell] of view.cells.entries()) {
      if (hurried && this.#away[at] === true) view.behind = "columns out of sight";
      else cell.paint(site, context);
    }
    if (view.behind !== "nothing") this.#plan();
    const id = this.#o.live.sites.sites[site]?.id ?? "";
    const selected = String(context.isSelected(id));
    if (view.element.getAttribute("aria-selected") !== selected) view.element.setAttribute("aria-selected", selected);
  }

  #paintLater(view: RowView, site: number): void {
    view.site = site;
    view.behind = "everything";
    this.#plan();
  }

  #plan(): void {
    clearTimeout(this.#catchUpTimer);
    this.#catchUpTimer = setTimeout(() => this.#catchUp(), PAUSE);
  }

  /** Paints what is behind. */
  #catchUp(): void {
    clearTimeout(this.#catchUpTimer);
    const { context } = this.#o;
    for (const view of this.#views) {
      if (view.behind === "everything") this.#paint(view, view.site);
      if (view.behind === "nothing") continue;
      view.behind = "nothing";
      for (const [at, cell] of view.cells.entries()) if (this.#away[at] === true) cell.paint(view.site, context);
    }
    clearTimeout(this.#catchUpTimer);
  }

  /** Marks the active and the opened row, and tells assistive technology. */
  #mark(): void {
    let descendant = "";
    for (const view of this.#views) {
      const isActive = view.site === this.active;
      view.element.classList.toggle(styles.active ?? "", isActive);
      view.element.classList.toggle(styles.opened ?? "", view.site === this.opened);
      const marked = isActive ? this.activeCell : -1;
      if (marked !== view.marked) {
        view.cells[view.marked]?.element.classList.remove(styles.activeCell ?? "");
        view.cells[marked]?.element.classList.add(styles.activeCell ?? "");
        view.marked = marked;
      }
      if (!isActive) continue;
      descendant = view.cells[this.activeCell]?.element.id ?? view.element.id;
    }
    const { grid } = this.#o;
    if (descendant === "") grid.removeAttribute("aria-activedescendant");
    else if (grid.getAttribute("aria-activedescendant") !== descendant) {
      grid.setAttribute("aria-activedescendant", descendant);
    }
  }

  #animate(before: ReadonlyMap<number, number>): void {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    for (const { element, index, site } of this.#views) {
      const from = before.get(site);
      if (from === undefined || from === index) continue;
      element.animate(
        [
          { transform: `translateY(${from * this.#rowHeight}px)` },
          { transform: `translateY(${index * this.#rowHeight}px)` },
        ],
        { duration: 150, easing: "cubic-bezier(0.2, 0, 0, 1)" },
      );
    }
  }

  /** Place on screen of a site row; -1 when it is not shown. */
  indexOf(site: number): number {
    const { rows, rowCount } = this.#o.live;
    const at = rows.indexOf(site);
    return at < rowCount ? at : -1;
  }

  setActive(site: number, cell = this.activeCell, scroll = true): void {
    this.active = site;
    this.activeCell = Math.min(cell, this.#columns.length - 1);
    const index = site < 0 ? -1 : this.indexOf(site);
    if (index >= 0 && scroll) {
      this.#virtualizer.scrollToIndex(index, { align: "auto" });
      this.#virtualizer._willUpdate();
    }
    this.#draw(false);
    this.#o.onActiveChange(site);
  }

  setOpened(site: number): void {
    this.opened = site;
    this.#mark();
  }

  /** Moves the active row by a number of rows, held within the list. */
  move(by: number): void {
    const { rows, rowCount } = this.#o.live;
    if (rowCount === 0) return;
    const at = this.active < 0 ? -1 : this.indexOf(this.active);
    const next = Math.min(rowCount - 1, Math.max(0, at < 0 ? 0 : at + by));
    this.setActive(rows[next] ?? -1);
  }

  /** Moves to an end of the list. */
  moveTo(end: "first" | "last"): void {
    const { rows, rowCount } = this.#o.live;
    if (rowCount > 0) this.setActive(rows[end === "first" ? 0 : rowCount - 1] ?? -1);
  }

  /** Rows that fit into the window: the step of Page Up and Page Down. */
  get pageSize(): number {
    return Math.max(1, Math.floor((this.#o.grid.clientHeight - this.#o.headerHeight) / this.#rowHeight) - 1);
  }

  get columnCount(): number {
    return this.#columns.length;
  }

  /** Site row and column under an element of the body; null outside. */
  locate(
    target: EventTarget | null,
  ): { readonly site: number; readonly column: string; readonly cell: HTMLElement } | null {
    if (!(target instanceof Element)) return null;
    const cell = target.closest<HTMLElement>("[data-column]");
    const row = cell?.closest("[role=row]");
    const view = this.#views.find(({ element }) => element === row);
    if (cell === null || view === undefined) return null;
    return { site: view.site, column: cell.dataset.column ?? "", cell };
  }

  /** The element of the active cell, when it is in sight. */
  activeElement(): { readonly site: number; readonly column: string; readonly cell: HTMLElement } | null {
    const view = this.#views.find(({ site }) => site === this.active);
    const cell = view?.cells[this.activeCell]?.element;
    return view === undefined || cell === undefined
      ? null
      : { site: view.site, column: cell.dataset.column ?? "", cell };
  }
}
