/**
 * The base map: boundary files of the catalogue, fetched when they are first wanted, projected once
 * into paths. A file that is missing or damaged costs its own layer and nothing else.
 */
import { type GeoContext, type GeoPermissibleObjects, geoPath } from "d3-geo";
import * as v from "valibot";
import { type Box, type Point, project, projection, SHEET_OUTLINE } from "./geometry";

export type LayerId = "countries" | "land-borders" | "provinces34" | "provinces63" | "roads" | "railways";

const position = v.array(v.number());
const geometry = v.variant("type", [
  v.object({ type: v.literal("LineString"), coordinates: v.array(position) }),
  v.object({ type: v.literal("MultiLineString"), coordinates: v.array(v.array(position)) }),
  v.object({ type: v.literal("Polygon"), coordinates: v.array(v.array(position)) }),
  v.object({ type: v.literal("MultiPolygon"), coordinates: v.array(v.array(v.array(position))) }),
]);
const collection = v.object({
  type: v.literal("FeatureCollection"),
  attribution: v.array(
    v.object({
      title: v.string(),
      publisher: v.nullable(v.string()),
      licence: v.string(),
      url: v.nullable(v.string()),
    }),
  ),
  features: v.array(v.object({ properties: v.record(v.string(), v.unknown()), geometry })),
});

export interface Attribution {
  readonly title: string;
  readonly publisher: string | null;
  readonly licence: string;
  readonly url: string | null;
}

/** A name with the place where it is written, and the width in km that it may take. */
export interface PlaceName {
  readonly code: string;
  readonly at: Point;
  readonly km: number;
}

/** One feature, in km of the plane. */
export interface Shape {
  readonly path: Path2D;
  readonly box: Box;
  /** "vietnam" or "neighbour" of the countries, "major" or "minor" of the roads. */
  readonly part: string | null;
}

export interface Layer {
  readonly id: LayerId;
  readonly attribution: readonly Attribution[];
  readonly shapes: readonly Shape[];
  readonly names: readonly PlaceName[];
}

/**
 * Fetches and projects a layer.
 * @throws {Error} when the file is not there or is not what it should be
 */
export async function loadLayer(id: LayerId): Promise<Layer> {
  const response = await fetch(new URL(`catalogue/boundaries/${id}.json`, document.baseURI));
  if (!response.ok) throw new Error(`catalogue/boundaries/${id}.json: HTTP ${response.status}`);
  const data = v.parse(collection, await response.json());
  const shapes: Shape[] = [];
  const names: PlaceName[] = [];
  for (const { properties, geometry } of data.features) {
    const shape = geometry as GeoPermissibleObjects;
    const path = new Path2D();
    drawInto(path, shape);
    const [[left, top], [right, bottom]] = geoPath(projection).bounds(shape);
    shapes.push({ path, box: { left, top, right, bottom }, part: partOf(id, properties) });
    const code = properties.code ?? (id === "countries" ? properties.name : undefined);
    if (typeof code === "string") {
      const largest = largestPolygon(geometry);
      if (largest !== null) names.push({ code, ...labelPlace(largest) });
    }
  }
  return { id, attribution: data.attribution, shapes, names };
}

function partOf(id: LayerId, properties: Readonly<Record<string, unknown>>): string | null {
  if (id === "countries") return properties.name === "Vietnam" ? "vietnam" : "neighbour";
  if (id === "roads") return properties.type === "Principal road" ? "major" : "minor";
  return null;
}

function drawInto(path: Path2D, shape: GeoPermissibleObjects): void {
  const context: GeoContext = {
    beginPath: () => {},
    moveTo: (x, y) => path.moveTo(x, y),
    lineTo: (x, y) => path.lineTo(x, y),
    arc: (x, y, r, a, b) => path.arc(x, y, r, a, b),
    closePath: () => path.closePath(),
  };
  geoPath(projection, context)(shape);
}

/** The sheet that the base map is drawn on. */
export function sheetPath(): Path2D {
  const path = new Path2D();
  drawInto(path, SHEET_OUTLINE);
  return path;
}

type Ring = readonly Point[];

/** Rings of the polygon with the largest outer ring, projected. */
function largestPolygon(shape: v.InferOutput<typeof geometry>): readonly Ring[] | null {
  const polygons =
    shape.type === "MultiPolygon" ? shape.coordinates : shape.type === "Polygon" ? [shape.coordinates] : [];
  let best: readonly Ring[] | null = null;
  let most = 0;
  for (const rings of polygons) {
    const projected = rings.map((ring) => ring.map(([lon, lat]) => project({ lon: lon ?? 0, lat: lat ?? 0 })));
    const area = Math.abs(ringArea(projected[0] ?? []));
    if (area > most) {
      most = area;
      best = projected;
    }
  }
  return best;
}

function ringArea(ring: Ring): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = ring[i] as Point;
    const b = ring[j] as Point;
    sum += (b.x - a.x) * (a.y + b.y);
  }
  return sum / 2;
}

/**
 * Where a name stands in a polygon: the middle of the widest stretch of land on one of nine levels,
 * those near the middle of its height first.
 */
export function labelPlace(rings: readonly Ring[]): { readonly at: Point; readonly km: number } {
  const ys = (rings[0] ?? []).map(({ y }) => y);
  const top = Math.min(...ys);
  const bottom = Math.max(...ys);
  let best = { at: { x: 0, y: 0 }, km: 0 };
  let bestWorth = -1;
  for (let level = 1; level <= 9; level++) {
    const y = top + ((bottom - top) * level) / 10;
    const crossings: number[] = [];
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const a = ring[i] as Point;
        const b = ring[j] as Point;
        if (a.y > y !== b.y > y) crossings.push(a.x + ((y - a.y) * (b.x - a.x)) / (b.y - a.y));
      }
    }
    crossings.sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const left = crossings[i] ?? 0;
      const right = crossings[i + 1] ?? 0;
      const worth = (right - left) * (1 - Math.abs(level - 5) * 0.06);
      if (worth > bestWorth) {
        bestWorth = worth;
        best = { at: { x: (left + right) / 2, y }, km: right - left };
      }
    }
  }
  return best;
}
