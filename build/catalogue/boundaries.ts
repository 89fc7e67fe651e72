/**
 * The map's layers: GeoJSON of the seeds, clipped at 110 degrees east (the provinces' offshore zones
 * lie beyond: the map draws no maritime claim), rounded to about 100 m, with rings wound as d3-geo
 * wants them and the attribution of each layer.
 */
import path from "node:path";
import { readSeed } from "./seeds";

type Position = readonly [number, number];
type Ring = readonly Position[];
type Geometry =
  | { readonly type: "Polygon"; readonly coordinates: readonly Ring[] }
  | { readonly type: "MultiPolygon"; readonly coordinates: readonly (readonly Ring[])[] }
  | { readonly type: "LineString"; readonly coordinates: Ring }
  | { readonly type: "MultiLineString"; readonly coordinates: readonly Ring[] };
interface Feature {
  readonly type: "Feature";
  readonly properties: Readonly<Record<string, unknown>>;
  readonly geometry: Geometry;
}
interface Collection {
  readonly type: "FeatureCollection";
  readonly features: readonly Feature[];
}
interface SourcesFile {
  readonly sources: Readonly<
    Record<
      string,
      { readonly url?: string; readonly title: string; readonly publisher: string; readonly licence: string }
    >
  >;
  readonly files: Readonly<Record<string, { readonly source: readonly string[]; readonly caution?: string }>>;
}

/** A layer as it is written. */
export interface Layer extends Collection {
  readonly attribution: readonly {
    readonly title: string;
    readonly publisher: string;
    readonly licence: string;
    readonly url: string | null;
  }[];
  readonly caution: string | null;
}

/** Layers in drawing order. */
export const LAYERS = ["countries", "provinces34", "provinces63", "land-borders", "roads", "railways"] as const;

/** Eastern edge of the map, degrees. */
export const EAST = 110;
const DECIMALS = 3;

const round = (value: number) => Math.round(value * 10 ** DECIMALS) / 10 ** DECIMALS;

function crossing(a: Position, b: Position): Position {
  const share = (EAST - a[0]) / (b[0] - a[0]);
  return [EAST, a[1] + share * (b[1] - a[1])];
}

/** Rounds and drops points that fall together. */
function tidy(points: readonly Position[]): Position[] {
  const out: Position[] = [];
  for (const [lon, lat] of points) {
    const point: Position = [round(lon), round(lat)];
    const last = out.at(-1);
    if (last === undefined || last[0] !== point[0] || last[1] !== point[1]) out.push(point);
  }
  return out;
}

/** Clips a closed ring to the west of {@link EAST} (Sutherland-Hodgman on one edge); empty when nothing is left. */
export function clipRing(ring: Ring): Position[] {
  const out: Position[] = [];
  for (let i = 0; i < ring.length - 1; i++) {
    const a = ring[i] as Position;
    const b = ring[i + 1] as Position;
    if (a[0] <= EAST) out.push(a);
    if (a[0] <= EAST !== b[0] <= EAST) out.push(crossing(a, b));
  }
  const tidied = tidy(out);
  const first = tidied[0];
  if (first === undefined || tidied.length < 3) return [];
  const last = tidied.at(-1);
  return last[0] === first[0] && last[1] === first[1] ? tidied : [...tidied, first];
}

/** Clips a line; it may fall into several. */
export function clipLine(line: Ring): Position[][] {
  const parts: Position[][] = [[]];
  line.forEach((point, i) => {
    const previous = line[i - 1];
    if (previous !== undefined && previous[0] <= EAST !== point[0] <= EAST) {
      parts.at(-1)?.push(crossing(previous, point));
      if (point[0] > EAST) parts.push([]);
      else parts[parts.length - 1] = [crossing(previous, point)];
    }
    if (point[0] <= EAST) parts.at(-1)?.push(point);
  });
  return parts.map(tidy).filter((part) => part.length > 1);
}

/** Twice the signed area in the plane: positive counter-clockwise. */
export function signedArea(ring: Ring): number {
  let sum = 0;
  for (let i = 0; i < ring.length - 1; i++) {
    const a = ring[i] as Position;
    const b = ring[i + 1] as Position;
    sum += a[0] * b[1] - b[0] * a[1];
  }
  return sum;
}

/** d3-geo takes a sphere's polygon by its clockwise outer ring; holes run the other way. */
function wound(rings: readonly Ring[]): Ring[] {
  return rings.map((ring, i) => (signedArea(ring) > 0 === (i === 0) ? [...ring].reverse() : ring));
}

function clipPolygon(rings: readonly Ring[]): Ring[] {
  const [outer, ...holes] = rings.map(clipRing);
  if (outer === undefined || outer.length === 0) return [];
  return wound([outer, ...holes.filter((hole) => hole.length > 0)]);
}

function clipGeometry(geometry: Geometry): Geometry | null {
  switch (geometry.type) {
    case "Polygon":
    case "MultiPolygon": {
      const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
      const kept = polygons.map(clipPolygon).filter((rings) => rings.length > 0);
      return kept.length === 0 ? null : { type: "MultiPolygon", coordinates: kept };
    }
    case "LineString":
    case "MultiLineString": {
      const lines = geometry.type === "LineString" ? [geometry.coordinates] : geometry.coordinates;
      const kept = lines.flatMap(clipLine);
      return kept.length === 0 ? null : { type: "MultiLineString", coordinates: kept };
    }
  }
}

/** Compiles one layer of `seeds/reference/boundaries/`. */
export function compileLayer(folder: string, name: (typeof LAYERS)[number]): Layer {
  const boundaries = path.join(folder, "reference/boundaries");
  const sources = readSeed<SourcesFile>(boundaries, "SOURCES.json");
  const file = `${name}.geojson`;
  const { features } = readSeed<Collection>(boundaries, file);
  const about = sources.files[file];
  if (about === undefined) throw new Error(`SOURCES.json says nothing of ${file}; add its source and licence.`);
  return {
    type: "FeatureCollection",
    attribution: about.source.map((id) => {
      const source = sources.sources[id];
      if (source === undefined) throw new Error(`SOURCES.json: ${file} names the unknown source ${id}.`);
      const { title, publisher, licence } = source;
      return { title, publisher, licence, url: source.url ?? null };
    }),
    caution: about.caution ?? null,
    features: features.flatMap((feature) => {
      const geometry = clipGeometry(feature.geometry);
      return geometry === null ? [] : [{ type: "Feature", properties: feature.properties, geometry }];
    }),
  };
}
