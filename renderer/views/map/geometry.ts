/**
 * The map's plane: one fixed projection, and the window that is moved over it.
 *
 * Transverse Mercator on the meridian 106.5 E, as Vietnam's own VN-2000 grid is: scale is true within
 * 0.3 % over the whole country, so one scale bar holds everywhere. The plane's unit is the kilometre
 * (sphere of 6371 km), x to the east, y to the south.
 */
import { type GeoGeometryObjects, geoPath, geoTransverseMercator } from "d3-geo";
import type { LatLon } from "../../../shared/model/park";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What of the plane is in the window: its centre, and pixels (CSS) per kilometre. */
export interface Camera extends Point {
  readonly k: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const EARTH_KM = 6371;

export const projection = geoTransverseMercator()
  .rotate([-106.5, 0])
  .center([0, 16])
  .scale(EARTH_KM)
  .translate([0, 0])
  // Edges are bent where they would stray by more than 50 m.
  .precision(0.05);

/** Where a place lies on the plane, km. */
export function project(place: LatLon): Point {
  const [x, y] = projection([place.lon, place.lat]) ?? [0, 0];
  return { x, y };
}

/** The place at a point of the plane. */
export function unproject({ x, y }: Point): LatLon {
  const [lon, lat] = projection.invert?.([x, y]) ?? [Number.NaN, Number.NaN];
  return { lat, lon };
}

/** The sheet of the map, degrees: what the boundary files cover. East of 110 nothing is drawn. */
export const SHEET = { west: 92, south: 3, east: 110, north: 29 } as const;

/** The sheet's outline, clockwise as d3-geo wants outer rings. */
export const SHEET_OUTLINE: GeoGeometryObjects = {
  type: "Polygon",
  coordinates: [
    [
      ...meridian(SHEET.west, SHEET.south, SHEET.north),
      ...parallel(SHEET.north, SHEET.west, SHEET.east),
      ...meridian(SHEET.east, SHEET.north, SHEET.south),
      ...parallel(SHEET.south, SHEET.east, SHEET.west),
      [SHEET.west, SHEET.south],
    ],
  ],
};

/** Vietnam's mainland and near islands, as it fills the window at first. */
export const COUNTRY_BOX: Box = boxOf(
  [
    { lon: 102.1, lat: 22.4 },
    { lon: 105.3, lat: 23.4 },
    { lon: 109.5, lat: 12.6 },
    { lon: 104.8, lat: 8.5 },
    { lon: 103.8, lat: 10.3 },
  ].map(project),
) as Box;

const SHEET_BOX: Box = (() => {
  const [[left, top], [right, bottom]] = geoPath(projection).bounds(SHEET_OUTLINE);
  return { left, top, right, bottom };
})();

/** Nearest and farthest: 100 m to a pixel is as fine as the boundaries are. */
export const MAX_K = 10;
export const MIN_K = 0.18;

function meridian(lon: number, from: number, to: number): [number, number][] {
  const points: [number, number][] = [];
  const step = Math.sign(to - from);
  for (let lat = from; lat !== to; lat += step) points.push([lon, lat]);
  return points;
}

function parallel(lat: number, from: number, to: number): [number, number][] {
  const points: [number, number][] = [];
  const step = Math.sign(to - from);
  for (let lon = from; lon !== to; lon += step) points.push([lon, lat]);
  return points;
}

/** The smallest box around points; null for none. */
export function boxOf(points: readonly Point[]): Box | null {
  if (points.length === 0) return null;
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { x, y } of points) {
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  return box;
}

/** The camera that shows a box with `margin` px around it. A single point is shown with 25 km around it. */
export function fitBox(box: Box, size: Size, margin = 24): Camera {
  const width = Math.max(50, box.right - box.left);
  const height = Math.max(50, box.bottom - box.top);
  const k = Math.min(Math.max(1, size.width - 2 * margin) / width, Math.max(1, size.height - 2 * margin) / height);
  return clamp({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2, k });
}

/** Keeps the zoom in its bounds and the centre on the sheet. */
export function clamp({ x, y, k }: Camera): Camera {
  return {
    x: Math.min(SHEET_BOX.right, Math.max(SHEET_BOX.left, x)),
    y: Math.min(SHEET_BOX.bottom, Math.max(SHEET_BOX.top, y)),
    k: Math.min(MAX_K, Math.max(MIN_K, k)),
  };
}

/** Zooms by `factor` so that the point of the plane under `at` (px in the window) stays where it is. */
export function zoomAt(camera: Camera, size: Size, at: Point, factor: number): Camera {
  const k = Math.min(MAX_K, Math.max(MIN_K, camera.k * factor));
  const dx = at.x - size.width / 2;
  const dy = at.y - size.height / 2;
  return clamp({ x: camera.x + dx / camera.k - dx / k, y: camera.y + dy / camera.k - dy / k, k });
}

/** Moves what is seen by so many pixels. */
export function panBy(camera: Camera, dx: number, dy: number): Camera {
  return clamp({ ...camera, x: camera.x - dx / camera.k, y: camera.y - dy / camera.k });
}

/** The point of the plane under a point of the window. */
export function fromScreen(at: Point, camera: Camera, size: Size): Point {
  return { x: camera.x + (at.x - size.width / 2) / camera.k, y: camera.y + (at.y - size.height / 2) / camera.k };
}

/** A point of the plane in the window, px. */
export function toScreen(point: Point, camera: Camera, size: Size): Point {
  return {
    x: (point.x - camera.x) * camera.k + size.width / 2,
    y: (point.y - camera.y) * camera.k + size.height / 2,
  };
}

/** A camera between two, at `t` in 0..1: the zoom goes evenly in ratios. */
export function between(from: Camera, to: Camera, t: number): Camera {
  if (t >= 1) return to;
  const k = from.k * (to.k / from.k) ** t;
  // The centre follows the zoom, so that a zoom around a point keeps that point still.
  const s = Math.abs(to.k - from.k) < 1e-9 ? t : (1 / from.k - 1 / k) / (1 / from.k - 1 / to.k);
  return { x: from.x + (to.x - from.x) * s, y: from.y + (to.y - from.y) * s, k };
}

/** The longest round distance (1, 2 or 5 times a power of ten, km) that fits into `maxPx`. */
export function scaleBar(k: number, maxPx: number): { readonly km: number; readonly px: number } {
  const max = maxPx / k;
  const power = 10 ** Math.floor(Math.log10(max));
  const km = [5, 2, 1].map((n) => n * power).find((n) => n <= max) ?? power;
  return { km, px: km * k };
}

/** Whether a point lies inside a closed ring (even-odd rule). */
export function inside(point: Point, ring: readonly Point[]): boolean {
  let is = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = ring[i] as Point;
    const b = ring[j] as Point;
    if (a.y > point.y !== b.y > point.y && point.x < ((b.x - a.x) * (point.y - a.y)) / (b.y - a.y) + a.x) is = !is;
  }
  return is;
}
