/** The drawn map: canvases, keyboard, tooltip, zoom buttons, scale bar. The drawing itself is the stage's. */
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useStore } from "zustand";
import { evidenceClass } from "../../../shared/model/evidence";
import type { LatLon } from "../../../shared/model/park";
import { IconButton } from "../../components/button";
import { currentLocale, formatNumber, subscribeToLocale, t } from "../../messages";
import { otherName } from "../../state/site-names";
import { useLive, useSelectedIds, useWorkbench } from "../../state/workbench";
import { panBy, scaleBar, unproject, zoomAt } from "./geometry";
import { listenToGestures } from "./gestures";
import { Legend } from "./legend";
import { MapSources } from "./map-sources";
import { mapStore } from "./map-store";
import styles from "./map-view.module.css";
import { isShown, markAt, markScale, rowsInView } from "./sites";
import { MapStage } from "./stage";
import { useLayers, wantedLayers } from "./use-layers";
import { useLinks } from "./use-links";

interface MapPictureProps {
  readonly chosen: number;
  readonly onOpen: (row: number) => void;
  readonly onTick: (rows: readonly number[], on: boolean) => void;
  readonly onPlace: (place: LatLon) => void;
  readonly onStage: (stage: MapStage | null) => void;
}

const COUNTRY_CODES: Readonly<Record<string, string>> = {
  Bangladesh: "BD",
  Bhutan: "BT",
  Cambodia: "KH",
  China: "CN",
  India: "IN",
  Indonesia: "ID",
  Laos: "LA",
  Malaysia: "MY",
  Myanmar: "MM",
  Singapore: "SG",
  Thailand: "TH",
  Vietnam: "VN",
};

/** px that an arrow key moves the map; with Shift, a larger part of the window. */
const STEP = 60;
const LEGEND_WIDTH = 190;

export function MapPicture({ chosen, onOpen, onTick, onPlace, onStage }: MapPictureProps) {
  const { live, places, selection } = useWorkbench();
  const settings = useStore(mapStore);
  const locale = useSyncExternalStore(subscribeToLocale, currentLocale);
  const base = useRef<HTMLCanvasElement>(null);
  const top = useRef<HTMLCanvasElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const [stage, setStage] = useState<MapStage | null>(null);
  const [hovered, setHovered] = useState(-1);
  const [said, setSaid] = useState("");
  const tickedIds = useSelectedIds();
  const { layers, failed, retry } = useLayers(settings);
  const links = useLinks(live.sites.sites[chosen]?.id ?? null);

  const input = useMemo(() => {
    const regions = new Intl.DisplayNames([locale], { type: "region" });
    return {
      live,
      settings,
      layers,
      gateways: [...places.gateways.values()],
      provinceName: (code: string, former: boolean) =>
        former ? places.formerProvinceName(code) : places.provinceName(code),
      countryName: (name: string) => regions.of(COUNTRY_CODES[name] ?? "ZZ") ?? name,
      gatewayName: (id: string) => places.gatewayName(id),
      siteName: (row: number) => {
        const site = live.sites.sites[row];
        return (locale === "vi" ? site?.nameVi : site?.name) ?? "";
      },
    };
  }, [live, settings, layers, places, locale]);
  const ticked = useMemo(
    () => new Set([...tickedIds].map((id) => live.rowOf(id)).filter((row) => row >= 0)),
    [tickedIds, live],
  );

  const targets = useRef({ onOpen, onTick, onPlace, tick: (_row: number): void => {} });
  targets.current = {
    onOpen,
    onPlace,
    onTick: (rows, on) => {
      onTick(rows, on);
      setSaid(t(on ? "map.ticked" : "map.unticked", { count: rows.length }));
    },
    tick: (row) => {
      const id = live.sites.sites[row]?.id;
      if (id !== undefined) selection.toggle(id);
    },
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; what changes is told to it below
  useEffect(() => {
    if (base.current === null || top.current === null || surface.current === null) return;
    const made = new MapStage(surface.current, base.current, top.current, { ...input, ticked, chosen, links, hovered });
    made.insetRight = mapStore.getState().legend ? LEGEND_WIDTH : 0;
    const silence = listenToGestures(surface.current, made, {
      onPick: (row, tick) => (tick ? targets.current.tick(row) : targets.current.onOpen(row)),
      onSelect: (rows, remove) => targets.current.onTick(rows, !remove),
      onPlace: (place) => targets.current.onPlace(place),
      onHover: setHovered,
    });
    setStage(made);
    onStage(made);
    return () => {
      silence();
      made.destroy();
      onStage(null);
    };
  }, [live]); // eslint-disable-line react-hooks/exhaustive-deps -- see above
  useEffect(() => stage?.update(input), [stage, input]);
  useEffect(() => stage?.update({ ticked, chosen, links, hovered }), [stage, ticked, chosen, links, hovered]);

  const announce = useCallback(
    (row: number) => {
      const site = live.sites.sites[row];
      if (site === undefined) return;
      const points = (share: number | undefined): string => formatNumber((share ?? 0) * 100, 1);
      setSaid(
        isShown(live, row)
          ? t("map.announce", {
              name: input.siteName(row),
              rank: live.ranking.rank[row] ?? 0,
              score: points(live.ranking.score[row]),
              low: points(live.ranking.low[row]),
              high: points(live.ranking.high[row]),
            })
          : t("map.announceLeftOut", { name: input.siteName(row) }),
      );
    },
    [live, input],
  );

  const onKeyDown = (event: KeyboardEvent): void => {
    if (stage === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const { size } = stage.scene;
    const middle = { x: size.width / 2, y: size.height / 2 };
    const step = event.shiftKey ? Math.min(size.width, size.height) * 0.6 : STEP;
    const zoom = (factor: number): void => stage.glide(zoomAt(stage.target, size, middle, factor));
    if (event.key === "ArrowLeft") stage.glide(panBy(stage.target, step, 0));
    else if (event.key === "ArrowRight") stage.glide(panBy(stage.target, -step, 0));
    else if (event.key === "ArrowUp") stage.glide(panBy(stage.target, 0, step));
    else if (event.key === "ArrowDown") stage.glide(panBy(stage.target, 0, -step));
    else if (event.key === "+" || event.key === "=") zoom(1.6);
    else if (event.key === "-" || event.key === "_") zoom(1 / 1.6);
    else if (event.key === "0") stage.fit();
    else if (event.key === "PageDown" || event.key === "PageUp" || event.key === "Home" || event.key === "End") {
      const rows = rowsInView(live, stage.scene.marks, stage.camera, size);
      const at = rows.indexOf(hovered);
      const next =
        event.key === "Home"
          ? 0
          : event.key === "End"
            ? rows.length - 1
            : event.key === "PageDown"
              ? Math.min(rows.length - 1, at + 1)
              : Math.max(0, at < 0 ? rows.length - 1 : at - 1);
      const row = rows[next] ?? -1;
      setHovered(row);
      announce(row);
    } else if (event.key === "Enter" && settings.tool === "place") onPlace(unproject(stage.camera));
    else if (event.key === "Enter" && hovered >= 0) onOpen(hovered);
    else if (event.key === " " && hovered >= 0) targets.current.tick(hovered);
    else if (event.key === "Escape" && (hovered >= 0 || settings.tool !== "pan")) {
      setHovered(-1);
      mapStore.setState({ tool: "pan" });
    } else return;
    event.preventDefault();
  };

  const zoomBy = (factor: number): void => {
    if (stage === null) return;
    const { width, height } = stage.scene.size;
    stage.glide(zoomAt(stage.target, stage.scene.size, { x: width / 2, y: height / 2 }, factor));
  };

  return (
    <div className={styles.picture}>
      <div
        ref={surface}
        className={styles.surface}
        role="application"
        aria-roledescription={t("map.role")}
        aria-label={t("map.label")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keyboard
        tabIndex={0}
        data-map-home
        data-tool={settings.tool}
        data-over={hovered >= 0}
        onKeyDown={onKeyDown}
        onBlur={() => setHovered(-1)}
      >
        <canvas ref={base} className={styles.canvas} />
        <canvas ref={top} className={styles.canvas} />
      </div>
      <p className="visually-hidden" role="status">
        {said}
      </p>
      {stage === null || hovered < 0 ? null : <Tip row={hovered} stage={stage} />}
      {settings.tool === "place" ? (
        <p className={styles.placeHint} data-plate role="status">
          {t("map.placeHint")}
        </p>
      ) : null}
      <Legend links={links.length > 0} />
      <div className={styles.zoom} data-plate>
        <IconButton icon="plus" label={t("map.zoomIn")} onClick={() => zoomBy(1.6)} />
        <IconButton icon="minus" label={t("map.zoomOut")} onClick={() => zoomBy(1 / 1.6)} />
        <IconButton icon="fit" label={t("map.fit")} onClick={() => stage?.fit()} />
      </div>
      {stage === null ? null : <ScaleBar stage={stage} />}
      <MapSources layers={layers} shown={wantedLayers(settings)} />
      {failed.length === 0 ? null : (
        <div className={styles.failed} role="alert">
          <span>
            {t("map.missing", { count: failed.length, layers: failed.map((id) => t(`map.layer.${id}`)).join(", ") })}
          </span>
          <button type="button" className={styles.sourcesButton} onClick={retry}>
            {t("map.retry")}
          </button>
        </div>
      )}
    </div>
  );
}

function useCamera(stage: MapStage) {
  return useSyncExternalStore(stage.subscribe, () => stage.camera);
}

function ScaleBar({ stage }: { readonly stage: MapStage }) {
  const { k } = useCamera(stage);
  const { km, px } = scaleBar(k, 110);
  return (
    <div className={styles.scale} data-plate role="img" aria-label={t("map.scale", { km: formatNumber(km) })}>
      <span>{t("map.km", { km: formatNumber(km) })}</span>
      <i style={{ width: px }} />
    </div>
  );
}

/** Name, rank, score with its range, land, and how well the place is known. */
function Tip({ row, stage }: { readonly row: number; readonly stage: MapStage }) {
  const { live, places } = useWorkbench();
  useLive(live);
  const camera = useCamera(stage);
  const site = live.sites.sites[row];
  if (site === undefined) return null;
  const { marks, size } = stage.scene;
  const at = markAt(marks, row, camera, size);
  const gap = (marks.radius[row] ?? 0) * markScale(camera.k) + 12;
  const { ranking } = live;
  const points = (share: number | undefined): string => formatNumber((share ?? 0) * 100, 1);
  const land = site.availableHa;
  const other = otherName(site);
  const left = at.x < size.width - 270;
  const up = at.y > size.height - 130;
  return (
    <div
      className={styles.tip}
      aria-hidden="true"
      style={{
        left: left ? at.x + gap : undefined,
        right: left ? undefined : size.width - at.x + gap,
        top: up ? undefined : Math.max(6, at.y - 18),
        bottom: up ? Math.max(6, size.height - at.y - 18) : undefined,
      }}
    >
      <strong>{site.name}</strong>
      {other === null ? null : <span lang={other.lang}>{other.text}</span>}
      <span>{places.provinceName(site.province)}</span>
      {isShown(live, row) ? (
        <span className={styles.tipScore}>
          <b>{t("map.rankScore", { rank: ranking.rank[row] ?? 0, score: points(ranking.score[row]) })}</b>
          <br />
          {t("map.scoreRange", { low: points(ranking.low[row]), high: points(ranking.high[row]) })}
        </span>
      ) : (
        <span>{t((ranking.rank[row] ?? 0) > 0 ? "map.notFound" : "map.notRanked")}</span>
      )}
      <span>
        {land === null
          ? t("map.landUnknown")
          : t(evidenceClass(land.kind) === "estimated" ? "map.landEstimated" : "map.land", {
              value: formatNumber(land.value),
            })}
      </span>
      {site.position === null ? null : (
        <span>
          {t("map.within", {
            precision: t(`map.precision.${site.position.precision}`),
            radius: formatNumber(site.position.radiusKm, site.position.radiusKm < 10 ? 1 : 0),
          })}
        </span>
      )}
    </div>
  );
}
