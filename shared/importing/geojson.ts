/**
 * GeoJSON (RFC 7946) as a table: a row per feature, a column per property, latitude and longitude from
 * the geometry. Areas come in by their centroid, which is said.
 */
import { type Cell, ImportError, type ImportTable, LIMITS, type Problems } from "./types";

export const LATITUDE_HEADER = "latitude (geometry)";
export const LONGITUDE_HEADER = "longitude (geometry)";

const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);
const GEOMETRIES = new Set([
  "Point",
  "MultiPoint",
  "LineString",
  "MultiLineString",
  "Polygon",
  "MultiPolygon",
  "GeometryCollection",
]);

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Refuses nesting that no honest file has, before anything recursive sees it. @throws ImportError json-too-deep */
export function checkDepth(root: unknown): void {
  const stack: { readonly value: unknown; readonly depth: number }[] = [{ value: root, depth: 0 }];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const { value, depth } = at;
    if (typeof value !== "object" || value === null) continue;
    if (depth > LIMITS.depth) throw new ImportError("json-too-deep", { limit: LIMITS.depth });
    for (const member of Array.isArray(value) ? (value as unknown[]) : Object.values(value)) {
      if (typeof member === "object" && member !== null) stack.push({ value: member, depth: depth + 1 });
    }
  }
}

/** Whether a parsed JSON is GeoJSON by its form. */
export function isGeoJson(value: unknown): boolean {
  if (!isObject(value)) return false;
  return value.type === "FeatureCollection" || value.type === "Feature" || GEOMETRIES.has(String(value.type));
}

interface Point {
  readonly x: number;
  readonly y: number;
}
interface Place extends Point {
  /** Kind of geometry that the point stands for; null for a point itself. */
  readonly of: string | null;
}

function pointOf(value: unknown): Point | null {
  if (!Array.isArray(value)) return null;
  const [x, y] = value as unknown[];
  return typeof x === "number" && typeof y === "number" && Number.isFinite(x) && Number.isFinite(y) ? { x, y } : null;
}

/** Centroid of a polygon's outer ring with its area (planar in degrees: fine for a park). */
function ringCentroid(ring: unknown): (Point & { readonly area: number }) | null {
  if (!Array.isArray(ring)) return null;
  const points = ring.map(pointOf).filter((point) => point !== null);
  const [first] = points;
  if (first === undefined) return null;
  let area = 0;
  let x = 0;
  let y = 0;
  points.forEach((a, index) => {
    const b = points[(index + 1) % points.length] ?? a;
    // Relative to the first point, so that nothing is lost by cancellation.
    const cross = (a.x - first.x) * (b.y - first.y) - (b.x - first.x) * (a.y - first.y);
    area += cross;
    x += (a.x + b.x - 2 * first.x) * cross;
    y += (a.y + b.y - 2 * first.y) * cross;
  });
  if (Math.abs(area) < 1e-18) {
    const mean = (pick: (point: Point) => number) => points.reduce((sum, p) => sum + pick(p), 0) / points.length;
    return { x: mean((p) => p.x), y: mean((p) => p.y), area: 0 };
  }
  return { x: first.x + x / (3 * area), y: first.y + y / (3 * area), area: Math.abs(area) };
}

function weighted(parts: readonly (Point & { readonly area: number })[]): Point | null {
  if (parts.length === 0) return null;
  const total = parts.reduce((sum, part) => sum + part.area, 0);
  const weight = (part: { readonly area: number }) => (total === 0 ? 1 / parts.length : part.area / total);
  return {
    x: parts.reduce((sum, part) => sum + part.x * weight(part), 0),
    y: parts.reduce((sum, part) => sum + part.y * weight(part), 0),
  };
}

/** The point that a geometry stands for; null where it has none, "type" where its type gives none. */
function placeOf(geometry: unknown): Place | "type" | null {
  if (!isObject(geometry)) return null;
  const { coordinates } = geometry;
  const type = String(geometry.type);
  if (type === "Point") {
    const point = pointOf(coordinates);
    return point === null ? null : { ...point, of: null };
  }
  if (!Array.isArray(coordinates)) return type === "GeometryCollection" ? "type" : null;
  const list = coordinates as readonly unknown[];
  let centre: Point | null = null;
  if (type === "Polygon") centre = ringCentroid(list[0]);
  else if (type === "MultiPolygon") {
    const rings = list.map((polygon) => ringCentroid(Array.isArray(polygon) ? polygon[0] : null));
    centre = weighted(rings.filter((ring) => ring !== null));
  } else if (type === "MultiPoint") {
    centre = weighted(list.map(pointOf).flatMap((point) => (point === null ? [] : [{ ...point, area: 1 }])));
  } else return "type";
  return centre === null ? null : { ...centre, of: type };
}

function countVertices(features: readonly unknown[]): void {
  let vertices = 0;
  const stack: unknown[] = features.map((feature) => (isObject(feature) ? feature.geometry : null));
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (Array.isArray(at)) {
      if (typeof at[0] === "number") vertices += 1;
      else for (const member of at as unknown[]) stack.push(member ?? null);
    } else if (isObject(at)) stack.push(at.coordinates ?? null, at.geometries ?? null);
    if (vertices > LIMITS.vertices) throw new ImportError("too-many-vertices", { limit: LIMITS.vertices });
  }
}

function cellOf(value: unknown, row: number, header: string, problems: Problems): Cell {
  if (value === null || value === undefined || value === "") return null;
  if (typeof value === "number" || typeof value === "boolean") return value;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (text.length <= LIMITS.cellCharacters) return text;
  problems.add("refused", "cell-too-long", { characters: text.length, limit: LIMITS.cellCharacters }, { row, header });
  return null;
}

/**
 * A table of a parsed GeoJSON; row n is its n-th feature.
 *
 * @throws ImportError geojson-empty, geojson-damaged, too-many-...
 */
export function readGeoJson(root: unknown, problems: Problems): ImportTable {
  if (!isObject(root)) throw new ImportError("geojson-damaged");
  const features: readonly unknown[] =
    root.type === "FeatureCollection"
      ? Array.isArray(root.features)
        ? (root.features as unknown[])
        : []
      : root.type === "Feature"
        ? [root]
        : [{ type: "Feature", properties: {}, geometry: root }];
  if (features.length === 0) throw new ImportError("geojson-empty");
  if (features.length > LIMITS.rows) throw new ImportError("too-many-rows", { limit: LIMITS.rows });
  countVertices(features);
  const columns = new Map<string, number>();
  for (const feature of features) {
    const properties = isObject(feature) ? feature.properties : null;
    if (!isObject(properties)) continue;
    for (const key of Object.keys(properties)) {
      if (FORBIDDEN.has(key)) continue;
      if (!columns.has(key)) columns.set(key, columns.size);
    }
    if (columns.size > LIMITS.columns) {
      throw new ImportError("too-many-columns", { columns: columns.size, limit: LIMITS.columns });
    }
  }
  const header = [...columns.keys(), LATITUDE_HEADER, LONGITUDE_HEADER];
  const rows = features.map((feature, index): Cell[] => {
    const row = index + 1;
    const cells: Cell[] = new Array<Cell>(header.length).fill(null);
    if (!isObject(feature)) {
      problems.add("refused", "geometry-missing", {}, { row });
      return cells;
    }
    const { properties } = feature;
    if (isObject(properties)) {
      for (const [key, value] of Object.entries(properties)) {
        const column = columns.get(key);
        if (column === undefined) problems.add("warning", "key-left-out", { key }, { row });
        else cells[column] = cellOf(value, row, key, problems);
      }
    }
    const place = placeOf(feature.geometry);
    if (place === "type") {
      const type = isObject(feature.geometry) ? String(feature.geometry.type).slice(0, 40) : "";
      problems.add("warning", "geometry-type", { type }, { row });
    } else if (place === null) problems.add("warning", "geometry-missing", {}, { row });
    else {
      cells[header.length - 2] = place.y;
      cells[header.length - 1] = place.x;
      if (place.of !== null) problems.add("note", "geometry-centroid", { type: place.of }, { row });
    }
    return cells;
  });
  return { header, headerRow: null, rows, rowNumbers: rows.map((_, index) => index + 1) };
}
