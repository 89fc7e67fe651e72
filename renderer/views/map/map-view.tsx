/** Where the sites lie: the map, or the same sites as a table, inside the decision's frame. */
import { lazy, Suspense, useCallback, useState } from "react";
import { useStore } from "zustand";
import type { LatLon } from "../../../shared/model/park";
import { Button, IconButton } from "../../components/button";
import { Icon, type IconName } from "../../components/icon";
import { formatNumber, t } from "../../messages";
import { useLive, useSelectedIds, useWorkbench } from "../../state/workbench";
import { DecisionFrame, type FrameActions } from "../decision-frame";
import { LayersMenu } from "./layers-menu";
import { MapPicture } from "./map-picture";
import { mapStore, type Tool } from "./map-store";
import { MapTable } from "./map-table";
import styles from "./map-view.module.css";
import type { MapStage } from "./stage";

const TOOLS: readonly { readonly id: Tool; readonly icon: IconName }[] = [
  { id: "pan", icon: "hand" },
  { id: "box", icon: "box" },
  { id: "lasso", icon: "lasso" },
  { id: "place", icon: "plus" },
];

const GatewayDialog = lazy(async () => ({ default: (await import("../gateway-dialog")).GatewayDialog }));

export default function MapView() {
  return <DecisionFrame home="[data-map-home]">{(frame) => <MapCentre frame={frame} />}</DecisionFrame>;
}

function MapCentre({ frame }: { readonly frame: FrameActions }) {
  const { live, selection } = useWorkbench();
  const asTable = useStore(mapStore, (state) => state.asTable);
  const [stage, setStage] = useState<MapStage | null>(null);
  const [place, setPlace] = useState<LatLon | null>(null);
  const open = (row: number): void => frame.choose(row, true);
  const onTick = useCallback(
    (rows: readonly number[], on: boolean) => {
      const ids = new Set(selection.getState().ids);
      for (const row of rows) {
        const id = live.sites.sites[row]?.id;
        if (id !== undefined) on ? ids.add(id) : ids.delete(id);
      }
      selection.set(ids);
    },
    [selection, live],
  );
  return (
    <>
      <MapToolbar frame={frame} asTable={asTable} />
      <div className={styles.body}>
        {/* The picture stays under the table: its window is what the table lists. */}
        <div className={styles.under} inert={asTable}>
          <MapPicture chosen={frame.row} onOpen={open} onTick={onTick} onPlace={setPlace} onStage={setStage} />
        </div>
        {place === null ? null : (
          <Suspense fallback={null}>
            <GatewayDialog
              gateway={null}
              at={place}
              onClose={() => {
                setPlace(null);
                mapStore.setState({ tool: "pan" });
              }}
            />
          </Suspense>
        )}
        {asTable ? <MapTable stage={stage} chosen={frame.row} onOpen={open} /> : null}
      </div>
    </>
  );
}

function MapToolbar({ frame, asTable }: { readonly frame: FrameActions; readonly asTable: boolean }) {
  const { live, selection } = useWorkbench();
  useLive(live);
  const ticked = useSelectedIds();
  const tool = useStore(mapStore, (state) => state.tool);
  const total = live.sites.sites.length;
  const unplaced = live.sites.sites.filter(({ position }) => position === null).length;
  return (
    <div className={styles.toolbar}>
      <h2 className={styles.title}>{t("map.title")}</h2>
      <span className={styles.count} role="status">
        {live.rowCount === total
          ? t("map.countAll", { count: total })
          : live.rowCount === 0
            ? t("map.empty")
            : t("map.countSome", { shown: formatNumber(live.rowCount), count: total })}
        {unplaced === 0 ? null : ` · ${t("map.unplaced", { count: unplaced })}`}
      </span>
      <span className={styles.spacer} />
      {ticked.size === 0 ? null : (
        <Button kind="quiet" onClick={() => selection.set([])}>
          {t("map.untick", { count: ticked.size })}
        </Button>
      )}
      {asTable ? null : (
        <>
          <fieldset className={styles.tools} aria-label={t("map.tools")} title={t("map.toolsHint")}>
            {TOOLS.map(({ id, icon }) => (
              <IconButton
                key={id}
                icon={icon}
                label={t(`map.tool.${id}`)}
                aria-pressed={tool === id}
                onClick={() => mapStore.setState({ tool: id })}
              />
            ))}
          </fieldset>
          <LayersMenu />
        </>
      )}
      <Button kind="quiet" aria-pressed={asTable} onClick={() => mapStore.setState({ asTable: !asTable })}>
        <Icon name={asTable ? "map" : "table"} />
        {t(asTable ? "map.asMap" : "map.asTable")}
      </Button>
      <IconButton
        icon="panelRight"
        label={t(frame.sheetShown ? "ranking.foldSheet" : "ranking.unfoldSheet")}
        aria-pressed={frame.sheetShown}
        onClick={frame.toggleSheet}
      />
    </div>
  );
}
