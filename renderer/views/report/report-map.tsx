/**
 * A still map of the chosen sites and the gateways their distances lead to, for print: boundaries of the
 * catalogue in d3-geo's transverse Mercator on 106.5 E (Vietnam's own meridian), fitted to the sites, with the
 * whole country beside it. Numbers stand where they cover no other; a line leads to the place.
 */
import { type GeoPermissibleObjects, type GeoProjection, geoPath, geoTransverseMercator } from "d3-geo";
import { useCallback, useEffect, useMemo, useState } from "react";
import type { Gateway } from "../../../shared/model/catalogue";
import type { Site } from "../../../shared/model/site";
import { t } from "../../messages";
import { useWorkbench } from "../../state/workbench";
import styles from "./report.module.css";

const WIDTH = 660;
/** As high as the sites ask for, within half a page. */
const LEAST_HEIGHT = 350;
const MOST_HEIGHT = 540;
/** From this part of the country on, the small map beside it says nothing more. */
const WHOLE = 0.6;
const INSET = { width: 104, height: 190 };
/** East of this the files draw islands that no site lies on. */
const EAST = 110;
/** Least height of what is shown, degrees: a lone site is shown with what surrounds it. */
const LEAST_SPAN = 1.1;

interface Boundaries {
  readonly countries: GeoPermissibleObjects;
  readonly provinces: GeoPermissibleObjects;
  readonly attribution: readonly string[];
}

interface BoundaryFile {
  readonly type: "FeatureCollection";
  readonly attribution?: readonly { readonly title: string; readonly publisher: string | null }[];
  readonly features: readonly (GeoPermissibleObjects & { readonly properties?: { readonly name?: string } })[];
}

let boundaries: Promise<Boundaries> | null = null;

async function loadBoundaries(): Promise<Boundaries> {
  const load = async (id: string): Promise<BoundaryFile> => {
    const response = await fetch(new URL(`catalogue/boundaries/${id}.json`, document.baseURI));
    if (!response.ok) throw new Error(`${id}: ${response.status}`);
    return (await response.json()) as BoundaryFile;
  };
  const [countries, provinces] = await Promise.all([load("countries"), load("provinces34")]);
  const attribution = [countries, provinces].flatMap((file) =>
    (file.attribution ?? []).map(({ title, publisher }) => (publisher === null ? title : `${title}, ${publisher}`)),
  );
  // Vietnam itself is drawn from the finer file.
  const neighbours = countries.features.filter(({ properties }) => properties?.name !== "Vietnam");
  const whole = (features: BoundaryFile["features"]): GeoPermissibleObjects =>
    ({ type: "FeatureCollection", features }) as GeoPermissibleObjects;
  return { countries: whole(neighbours), provinces: whole(provinces.features), attribution };
}

export interface MapSite {
  readonly site: Site;
  /** What stands in its circle. */
  readonly label: string;
}

interface ReportMapProps {
  readonly sites: readonly MapSite[];
  readonly gateways: readonly Gateway[];
}

export default function ReportMap({ sites, gateways }: ReportMapProps) {
  const { places } = useWorkbench();
  const [ground, setGround] = useState<Boundaries | null | "failed">(null);
  useEffect(() => {
    boundaries ??= loadBoundaries();
    boundaries.then(setGround, () => {
      boundaries = null;
      setGround("failed");
    });
  }, []);
  // What stands in brackets is said in the text.
  const shortName = useCallback((id: string) => places.gatewayName(id).replace(/\s*\([^)]*\)\s*$/, ""), [places]);
  const placed = useMemo(() => sites.filter(({ site }) => site.position !== null), [sites]);
  const drawing = useMemo(
    () =>
      ground === null || ground === "failed" || placed.length === 0 ? null : draw(ground, placed, gateways, shortName),
    [ground, placed, gateways, shortName],
  );
  const missing = sites.filter(({ site }) => site.position === null).map(({ site }) => site.name);
  if (ground === "failed") return <p className={styles.soft}>{t("report.map.failed")}</p>;
  if (placed.length === 0) return <p className={styles.soft}>{t("report.map.none")}</p>;
  if (drawing === null) return <p className={styles.soft}>{t("common.loading")}</p>;
  const names = placed.map(({ site, label }) => `${label} ${site.name}`).join(", ");
  return (
    <figure className={styles.map}>
      <svg viewBox={`0 0 ${WIDTH} ${drawing.height}`} role="img" aria-label={t("report.map.label", { sites: names })}>
        <clipPath id="report-map-frame">
          <rect width={WIDTH} height={drawing.height} rx={3} />
        </clipPath>
        <g clipPath="url(#report-map-frame)">
          <rect width={WIDTH} height={drawing.height} className={styles.sea} />
          <path d={drawing.countries} className={styles.neighbour} />
          <path d={drawing.provinces} className={styles.province} />
          {drawing.gateways.map(({ gateway, x, y, text }) => (
            <g key={gateway.id}>
              <path
                d={SYMBOLS[gateway.kind] ?? SYMBOLS.seaport}
                transform={`translate(${x},${y})`}
                className={styles.gateway}
              />
              {text === null ? null : (
                <text x={text.x} y={text.y} textAnchor={text.anchor} className={styles.gatewayName}>
                  {shortName(gateway.id)}
                </text>
              )}
            </g>
          ))}
          {drawing.sites.map(({ label, x, y, at }) => (
            <g key={label}>
              <line x1={x} y1={y} x2={at.x} y2={at.y} className={styles.leader} />
              <circle cx={x} cy={y} r={2.6} className={styles.dot} />
            </g>
          ))}
          {drawing.sites.map(({ label, at }) => (
            <g key={label}>
              <circle cx={at.x} cy={at.y} r={8.5} className={styles.badge} />
              <text x={at.x} y={at.y} dy="0.35em" textAnchor="middle" className={styles.badgeText}>
                {label}
              </text>
            </g>
          ))}
          <g transform={`translate(14,${drawing.height - 16})`}>
            <path d={`M0,-4V0H${drawing.scale.px}V-4`} className={styles.scale} />
            <text x={drawing.scale.px / 2} y={-7} textAnchor="middle" className={styles.gatewayName}>
              {drawing.scale.km} km
            </text>
          </g>
        </g>
        {drawing.inset.frame.height > WHOLE * INSET.height ? null : (
          <g transform={`translate(${WIDTH - INSET.width},0)`}>
            <rect width={INSET.width} height={INSET.height} className={styles.inset} />
            <path d={drawing.inset.land} className={styles.insetLand} />
            <rect {...drawing.inset.frame} className={styles.insetFrame} />
          </g>
        )}
        <rect x={0.5} y={0.5} width={WIDTH - 1} height={drawing.height - 1} rx={3} className={styles.frame} />
      </svg>
      <figcaption className={styles.caption}>
        {t("report.map.key")}{" "}
        {missing.length === 0 ? null : `${t("report.map.missing", { sites: missing.join(", ") })} `}
        {t("report.map.sources", { sources: (ground as Boundaries).attribution.join("; ") })}
      </figcaption>
    </figure>
  );
}

/** Signs of gateways around (0, 0): anchor-like triangle, square, diamond, dot. */
const SYMBOLS: Readonly<Record<string, string>> = {
  seaport: "M0,4.5L-4.5,-3.5H4.5Z",
  "border-gate": "M-3.8,-3.8H3.8V3.8H-3.8Z",
  airport: "M0,-5L5,0L0,5L-5,0Z",
  "economic-centre": "M3.5,0A3.5,3.5 0 1 1 -3.5,0A3.5,3.5 0 1 1 3.5,0Z",
};

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function draw(
  ground: Boundaries,
  sites: readonly MapSite[],
  gateways: readonly Gateway[],
  nameOf: (id: string) => string,
) {
  const points = [
    ...sites.flatMap(({ site }) => (site.position === null ? [] : [[site.position.lon, site.position.lat] as const])),
    ...gateways.map(({ lon, lat }) => [lon, lat] as const),
  ];
  const height = heightFor(points);
  const projection = fitted(points, WIDTH, height, { top: 26, right: INSET.width + 16, bottom: 34, left: 34 });
  const path = geoPath(projection).digits(1);
  const at = (lon: number, lat: number): readonly [number, number] => projection([lon, lat]) ?? [0, 0];

  const taken: Box[] = [{ x: WIDTH - INSET.width, y: 0, width: INSET.width, height: INSET.height }];
  const dots = sites.map(({ site, label }) => {
    const [x, y] = at(site.position?.lon ?? 0, site.position?.lat ?? 0);
    taken.push({ x: x - 4, y: y - 4, width: 8, height: 8 });
    return { label, x: round(x), y: round(y) };
  });
  for (const { lon, lat } of gateways) {
    const [x, y] = at(lon, lat);
    taken.push({ x: x - 5, y: y - 5, width: 10, height: 10 });
  }
  const badges = dots.map((dot) => {
    const box = freeBox(taken, height, dot.x, dot.y, 19, 19, [15, 24, 34, 46, 60, 76]);
    taken.push(box);
    return { ...dot, at: { x: round(box.x + 9.5), y: round(box.y + 9.5) } };
  });
  const named = gateways.map((gateway) => {
    const [x, y] = at(gateway.lon, gateway.lat);
    // About the width of the name in the map's type.
    const width = nameOf(gateway.id).length * 5.4 + 4;
    const sides = [
      { x: x + 8, y: y - 6, anchor: "start" as const },
      { x: x - 8 - width, y: y - 6, anchor: "end" as const },
      { x: x - width / 2, y: y + 7, anchor: "middle" as const },
      { x: x - width / 2, y: y - 19, anchor: "middle" as const },
    ];
    const side = sides.find((s) => !overlapsAny(taken, { x: s.x, y: s.y, width, height: 12 })) ?? null;
    // A name that would cover something is left to the tables.
    if (side === null) return { gateway, x: round(x), y: round(y), text: null };
    taken.push({ x: side.x, y: side.y, width, height: 12 });
    const textX = side.anchor === "start" ? side.x : side.anchor === "end" ? side.x + width : side.x + width / 2;
    return { gateway, x: round(x), y: round(y), text: { x: round(textX), y: round(side.y + 9), anchor: side.anchor } };
  });

  const whole = geoTransverseMercator()
    .rotate([-106.5, 0])
    .fitExtent(
      [
        [7, 7],
        [INSET.width - 7, INSET.height - 7],
      ],
      {
        type: "MultiPoint",
        coordinates: [
          [102.1, 23.4],
          [109.5, 8.5],
        ],
      },
    )
    .clipExtent([
      [1, 1],
      [INSET.width - 1, INSET.height - 1],
    ]);
  const corners = [
    [0, 0],
    [WIDTH, height],
  ].map((corner) => whole(projection.invert?.(corner as [number, number]) ?? [0, 0]) ?? [0, 0]);
  const [[left, top], [right, bottom]] = corners as [[number, number], [number, number]];
  const x = Math.max(1, left);
  const y = Math.max(1, top);
  const frameHeight = Math.min(INSET.height - 1, bottom) - y;
  return {
    height,
    countries: path(ground.countries) ?? "",
    provinces: path(ground.provinces) ?? "",
    sites: badges,
    gateways: named,
    scale: scaleBar(projection),
    inset: {
      land: geoPath(whole).digits(1)(ground.provinces) ?? "",
      frame: {
        x: round(x),
        y: round(y),
        width: round(Math.min(INSET.width - 1, right) - x),
        height: round(frameHeight),
      },
    },
  };
}

/** Height of the map, px: what lies far apart from north to south gets a taller one. */
function heightFor(points: readonly (readonly [number, number])[]): number {
  const lons = points.map(([lon]) => lon);
  const lats = points.map(([, lat]) => lat);
  const north = Math.max(...lats) - Math.min(...lats);
  const east = (Math.max(...lons) - Math.min(...lons)) * Math.cos((lats[0] ?? 16) * (Math.PI / 180));
  const wanted = (0.7 * WIDTH * Math.max(north, LEAST_SPAN)) / Math.max(east, LEAST_SPAN);
  return Math.round(Math.min(MOST_HEIGHT, Math.max(LEAST_HEIGHT, wanted)));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function fitted(
  points: readonly (readonly [number, number])[],
  width: number,
  height: number,
  margin: { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number },
): GeoProjection {
  const lons = points.map(([lon]) => Math.min(lon, EAST));
  const lats = points.map(([, lat]) => lat);
  const grow = (low: number, high: number, least: number): readonly [number, number] => {
    const more = Math.max(0, least - (high - low)) / 2;
    return [low - more, high + more];
  };
  const [south, north] = grow(Math.min(...lats), Math.max(...lats), LEAST_SPAN);
  const [west, east] = grow(Math.min(...lons), Math.max(...lons), LEAST_SPAN);
  return geoTransverseMercator()
    .rotate([-106.5, 0])
    .fitExtent(
      [
        [margin.left, margin.top],
        [width - margin.right, height - margin.bottom],
      ],
      {
        type: "MultiPoint",
        coordinates: [
          [west, south],
          [east, north],
          [west, north],
          [east, south],
        ],
      },
    )
    .clipExtent([
      [-2, -2],
      [width + 2, height + 2],
    ]);
}

/** A round number of km between 60 and 160 px long. */
function scaleBar(projection: GeoProjection): { readonly km: number; readonly px: number } {
  const perKm = projection.scale() / 6371;
  const km = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((length) => length * perKm >= 60) ?? 1000;
  return { km, px: round(km * perKm) };
}

/** The first place around a point, nearest first, where a box covers no other. */
function freeBox(
  taken: readonly Box[],
  mapHeight: number,
  x: number,
  y: number,
  width: number,
  height: number,
  radii: readonly number[],
): Box {
  for (const radius of radii) {
    for (let turn = 0; turn < 12; turn += 1) {
      const angle = -Math.PI / 2 + (turn % 2 === 0 ? 1 : -1) * Math.ceil(turn / 2) * (Math.PI / 6);
      const box = {
        x: x + radius * Math.cos(angle) - width / 2,
        y: y + radius * Math.sin(angle) - height / 2,
        width,
        height,
      };
      const inside = box.x > 2 && box.y > 2 && box.x + width < WIDTH - 2 && box.y + height < mapHeight - 2;
      if (inside && !overlapsAny(taken, box)) return box;
    }
  }
  return { x: x - width / 2, y: y - height / 2, width, height };
}

function overlapsAny(taken: readonly Box[], box: Box): boolean {
  return taken.some(
    (other) =>
      box.x < other.x + other.width &&
      other.x < box.x + box.width &&
      box.y < other.y + other.height &&
      other.y < box.y + box.height,
  );
}
