/** The bar over the table: how many sites, what is ticked, the filters in use, pin, columns, density. */
import { lazy, Suspense, useState } from "react";
import { Button, IconButton } from "../../components/button";
import { Icon } from "../../components/icon";
import { MenuItem, MenuSeparator, Popover } from "../../components/popover";
import { formatNumber, t, translate } from "../../messages";
import { activeFacets, type FacetName, without } from "../../state/filter-sites";
import { askExport, askReport } from "../../state/output";
import {
  useDecision,
  useLayout,
  useLiveValue,
  useMembership,
  useSelectedIds,
  useWorkbench,
} from "../../state/workbench";
import { COLUMNS } from "./columns";
import { FIRST_LAYOUT } from "./ranking-table";
import styles from "./ranking-view.module.css";

const SaveShortlistDialog = lazy(() => import("./save-shortlist-dialog"));

interface ToolbarProps {
  readonly sheetOpen: boolean;
  readonly onToggleSheet: () => void;
}

export function Toolbar({ sheetOpen, onToggleSheet }: ToolbarProps) {
  const { live, selection, layout } = useWorkbench();
  useMembership(live);
  const pinned = useLiveValue(live, ({ isPinned }) => isPinned);
  const selected = useSelectedIds();
  const density = useLayout((state) => state.density);
  const [saving, setSaving] = useState(false);
  const total = live.sites.sites.length;
  return (
    <>
      <div className={styles.toolbar}>
        <h2 className={styles.title}>{t("ranking.title")}</h2>
        <span className={styles.count} role="status">
          {live.rowCount === total
            ? t("ranking.countAll", { count: total })
            : t("ranking.countSome", { shown: formatNumber(live.rowCount), count: total })}
        </span>
        <span className={styles.spacer} />
        {selected.size === 0 ? null : (
          <Button kind="quiet" onClick={() => selection.set([])}>
            {t("ranking.untick", { count: selected.size })}
          </Button>
        )}
        {selected.size < 2 || selected.size > 6 ? null : (
          <Button onClick={() => layout.setState({ view: "compare" })}>{t("ranking.compare")}</Button>
        )}
        <Button
          className={styles.save ?? ""}
          kind={selected.size === 0 ? "default" : "primary"}
          disabled={selected.size === 0}
          title={selected.size === 0 ? t("ranking.saveHint") : undefined}
          onClick={() => setSaving(true)}
        >
          {t("ranking.saveShortlist")}
        </Button>
        <IconButton
          icon="pin"
          label={t(pinned ? "ranking.unpinRanking" : "ranking.pinRanking")}
          aria-pressed={pinned}
          onClick={() => live.pin(!pinned)}
        />
        <ExportMenu />
        <ColumnsMenu />
        <IconButton
          icon="density"
          label={t(density === "compact" ? "ranking.comfortableRows" : "ranking.compactRows")}
          aria-pressed={density === "compact"}
          onClick={() => layout.setState({ density: density === "compact" ? "comfortable" : "compact" })}
        />
        <IconButton
          icon="panelRight"
          label={t(sheetOpen ? "ranking.foldSheet" : "ranking.unfoldSheet")}
          aria-pressed={sheetOpen}
          onClick={onToggleSheet}
        />
      </div>
      <FilterBar />
      {saving ? (
        <Suspense fallback={null}>
          <SaveShortlistDialog siteIds={[...selected]} onClose={() => setSaving(false)} />
        </Suspense>
      ) : null}
    </>
  );
}

function ExportMenu() {
  return (
    <Popover
      role="menu"
      align="end"
      label={t("ranking.export")}
      trigger={(trigger) => <IconButton icon="share" label={t("ranking.export")} {...trigger} />}
    >
      {(close) => (
        <>
          <MenuItem
            onSelect={() => {
              close();
              askExport();
            }}
          >
            {t("ranking.exportFile")}
          </MenuItem>
          <MenuItem
            onSelect={() => {
              close();
              askReport();
            }}
          >
            {t("ranking.exportReport")}
          </MenuItem>
        </>
      )}
    </Popover>
  );
}

function ColumnsMenu() {
  const { layout } = useWorkbench();
  const columns = useLayout((state) => state.columns) ?? FIRST_LAYOUT;
  return (
    <Popover
      role="menu"
      align="end"
      label={t("ranking.columns")}
      width={230}
      trigger={(trigger) => <IconButton icon="columns" label={t("ranking.columns")} {...trigger} />}
    >
      {(close) => (
        <>
          {COLUMNS.filter((column) => column.fixed !== true).map((column) => {
            const hidden = columns.hidden.includes(column.id);
            return (
              <MenuItem
                key={column.id}
                checked={!hidden}
                onSelect={() =>
                  layout.setState({
                    columns: {
                      ...columns,
                      hidden: hidden ? columns.hidden.filter((id) => id !== column.id) : [...columns.hidden, column.id],
                    },
                  })
                }
              >
                {t(column.label)}
              </MenuItem>
            );
          })}
          <MenuSeparator />
          <MenuItem
            onSelect={() => {
              layout.setState({ columns: null });
              close();
            }}
          >
            {t("ranking.resetColumns")}
          </MenuItem>
        </>
      )}
    </Popover>
  );
}

/** The filters in use as tags, each with its own way out. */
function FilterBar() {
  const { decision } = useWorkbench();
  const filters = useDecision((state) => state.filters);
  const active = activeFacets(filters);
  if (active.length === 0) return null;
  return (
    <div className={styles.filterBar}>
      {active.map((facet) => (
        <FilterTag key={facet} facet={facet} />
      ))}
      <Button kind="quiet" onClick={() => decision.clearFilters()}>
        {t("filters.clearAll")}
      </Button>
    </div>
  );
}

function FilterTag({ facet }: { readonly facet: FacetName }) {
  const { decision, places } = useWorkbench();
  const filters = useDecision((state) => state.filters);
  const name = facetLabel(facet);
  const values =
    facet === "text"
      ? [`“${filters.text.trim()}”`]
      : facet === "minAvailableHa"
        ? [t("filters.land.atLeast", { hectares: filters.minAvailableHa ?? 0 })]
        : facet === "provinces"
          ? filters.provinces.map(places.provinceName)
          : filters[facet].map((option) => translate(`filters.${FACET_KEY[facet]}.${option}`) ?? option);
  const text = t("filters.tag", { facet: name, values: values.join(", ") });
  return (
    <span className={styles.tag}>
      <span title={text}>{text}</span>
      <IconButton
        small
        icon="close"
        label={t("filters.remove", { facet: name })}
        onClick={() => decision.change({ key: "common.step.filter" }, { filters: without(filters, facet) })}
      />
    </span>
  );
}

const FACET_KEY = { regions: "region", rentTiers: "rentTier", sectors: "sector", statuses: "status" } as const;

/** What a facet is called. */
export function facetLabel(facet: FacetName): string {
  switch (facet) {
    case "text":
      return t("filters.text.title");
    case "minAvailableHa":
      return t("filters.land.title");
    case "provinces":
      return t("filters.province.title");
    default:
      return t(`filters.${FACET_KEY[facet]}.title`);
  }
}

/** What is shown in place of rows when no site passes: which one filter to loosen. */
export function EmptyRanking({ facet, gain }: { readonly facet: FacetName | null; readonly gain: number }) {
  const { decision, live } = useWorkbench();
  const filters = useDecision((state) => state.filters);
  return (
    <div className={styles.empty}>
      <Icon name="search" size={20} />
      {facet === null ? (
        <>
          <p>{t(live.excludedByGates > 0 ? "ranking.empty.mustHaves" : "ranking.empty.several")}</p>
          <Button onClick={() => decision.clearFilters()}>{t("filters.clearAll")}</Button>
        </>
      ) : (
        <>
          <p>{t("ranking.empty.one", { facet: facetLabel(facet), count: gain })}</p>
          <Button
            kind="primary"
            onClick={() => decision.change({ key: "common.step.filter" }, { filters: without(filters, facet) })}
          >
            {t("filters.remove", { facet: facetLabel(facet) })}
          </Button>
        </>
      )}
    </div>
  );
}
