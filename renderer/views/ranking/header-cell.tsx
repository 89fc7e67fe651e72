/** A column header: sorts on click, resizes at its edge, moves by drag, and has a menu for all of it. */
import { useState } from "react";
import { IconButton } from "../../components/button";
import { MenuItem, MenuSeparator, Popover } from "../../components/popover";
import { t } from "../../messages";
import type { RankingColumn } from "./columns";
import styles from "./table.module.css";

interface HeaderCellProps {
  readonly column: RankingColumn;
  /** Place of the column, from 1. */
  readonly index: number;
  readonly stickyLeft: number | null;
  readonly lastSticky: boolean;
  readonly pinned: boolean;
  readonly resizing: boolean;
  readonly sort: "ascending" | "descending" | undefined;
  readonly onSort: () => void;
  readonly onSortTo: (descending: boolean) => void;
  readonly onResizeStart: (event: unknown) => void;
  readonly onWidth: (delta: number) => void;
  readonly onPin: () => void;
  readonly onHide: () => void;
  /** Moves a column before another one. */
  readonly onMove: (id: string, before: string) => void;
  readonly neighbours: { readonly before: string | null; readonly after: string | null };
  readonly allSelected: boolean;
  readonly onToggleAll: (selected: boolean) => void;
}

const DRAG_TYPE = "application/x-parkwise-column";

export function HeaderCell(props: HeaderCellProps) {
  const { column, sort } = props;
  const [dropping, setDropping] = useState(false);
  const label = t(column.label);
  const movable = column.fixed !== true;
  const { before, after } = props.neighbours;
  const classes = [
    styles.headCell,
    column.align === "end" ? styles.end : "",
    props.stickyLeft === null ? "" : styles.sticky,
    props.lastSticky ? styles.lastSticky : "",
  ].join(" ");
  const place = props.stickyLeft === null ? undefined : { left: props.stickyLeft };

  if (column.id === "select") {
    return (
      // biome-ignore lint/a11y/useSemanticElements: part of a grid placed by hand
      // biome-ignore lint/a11y/useFocusableInteractive: its checkbox has the focus
      <div role="columnheader" aria-colindex={props.index} aria-label={label} className={classes} style={place}>
        <span className={styles.headSelect}>
          <input
            type="checkbox"
            aria-label={t("ranking.selectAll")}
            title={t("ranking.selectAll")}
            checked={props.allSelected}
            onChange={(event) => props.onToggleAll(event.target.checked)}
          />
        </span>
      </div>
    );
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: part of a grid placed by hand
    // biome-ignore lint/a11y/useFocusableInteractive: its button has the focus
    <div
      role="columnheader"
      aria-colindex={props.index}
      aria-sort={column.sort === undefined ? undefined : (sort ?? "none")}
      className={classes}
      style={place}
      data-dropping={dropping ? "before" : undefined}
      draggable={movable && !props.resizing}
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAG_TYPE, column.id);
        event.dataTransfer.effectAllowed = "move";
      }}
      onDragOver={(event) => {
        if (!movable || !event.dataTransfer.types.includes(DRAG_TYPE)) return;
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={(event) => {
        setDropping(false);
        const id = event.dataTransfer.getData(DRAG_TYPE);
        if (id === "" || id === column.id) return;
        event.preventDefault();
        props.onMove(id, column.id);
      }}
    >
      {column.id === "change" ? (
        <span className="visually-hidden">{label}</span>
      ) : (
        <button type="button" className={styles.headButton} onClick={props.onSort} title={label}>
          {column.align === "end" && sort !== undefined ? <Arrow sort={sort} /> : null}
          <span className={styles.headLabel}>{label}</span>
          {column.unit === undefined ? null : <span className={styles.unit}>{t(column.unit)}</span>}
          {column.align === "start" && sort !== undefined ? <Arrow sort={sort} /> : null}
        </button>
      )}
      {movable ? (
        <Popover
          role="menu"
          align="end"
          label={t("ranking.columnMenu", { column: label })}
          trigger={(trigger) => (
            <IconButton
              small
              icon="chevron"
              className={styles.menuButton ?? ""}
              label={t("ranking.columnMenu", { column: label })}
              {...trigger}
            />
          )}
        >
          {(close) => {
            const item = (text: string, act: () => void, disabled = false) => (
              <MenuItem
                disabled={disabled}
                onSelect={() => {
                  act();
                  close();
                }}
              >
                {text}
              </MenuItem>
            );
            return (
              <>
                {item(t("ranking.sortAscending"), () => props.onSortTo(false))}
                {item(t("ranking.sortDescending"), () => props.onSortTo(true))}
                <MenuSeparator />
                {item(t(props.pinned ? "ranking.unpinColumn" : "ranking.pinColumn"), props.onPin)}
                {item(t("ranking.moveLeft"), () => before !== null && props.onMove(column.id, before), before === null)}
                {item(t("ranking.moveRight"), () => after !== null && props.onMove(after, column.id), after === null)}
                {item(t("ranking.wider"), () => props.onWidth(24))}
                {item(t("ranking.narrower"), () => props.onWidth(-24))}
                <MenuSeparator />
                {item(t("ranking.hideColumn"), props.onHide)}
              </>
            );
          }}
        </Popover>
      ) : null}
      <span
        className={styles.resizer}
        data-resizing={props.resizing}
        aria-hidden="true"
        draggable={false}
        onMouseDown={(event) => {
          event.preventDefault();
          props.onResizeStart(event);
        }}
        onTouchStart={props.onResizeStart}
      />
    </div>
  );
}

function Arrow({ sort }: { readonly sort: "ascending" | "descending" }) {
  return <span className={styles.arrow} data-up={sort === "ascending"} aria-hidden="true" />;
}
