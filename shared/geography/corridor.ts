/**
 * The line that a road follows. Vietnam is long and bent: a straight line from its centre to the
 * Chinese border crosses the Gulf of Tonkin or Laos, and would promise roads that do not exist. So
 * between places that lie several stages apart, the line runs along the country's corridor of
 * cities (National Highway 1 and the north-south expressway), stage by stage.
 */
import type { LatLon } from "../model/park";
import { geodesicKm } from "./geodesic";

/** The corridor from north to south: centroids of the former cities (`seeds/reference/localities.json`). */
export const CORRIDOR: readonly (LatLon & { readonly name: string })[] = [
  { name: "Hà Nội", lat: 21.032, lon: 105.8504 },
  { name: "Hoa Lư", lat: 20.2504, lon: 105.944 },
  { name: "Thanh Hóa", lat: 19.8058, lon: 105.7615 },
  { name: "Vinh", lat: 18.7175, lon: 105.6975 },
  { name: "Hà Tĩnh", lat: 18.348, lon: 105.9234 },
  { name: "Đông Hà", lat: 16.8012, lon: 107.087 },
  { name: "Huế", lat: 16.4663, lon: 107.5593 },
  { name: "Đà Nẵng", lat: 16.0762, lon: 108.2182 },
  { name: "Tam Kỳ", lat: 15.5755, lon: 108.4912 },
  { name: "Quảng Ngãi", lat: 15.1438, lon: 108.8295 },
  { name: "Quy Nhơn", lat: 13.7621, lon: 109.222 },
  { name: "Tuy Hòa", lat: 13.0897, lon: 109.2826 },
  { name: "Nha Trang", lat: 12.2508, lon: 109.1929 },
  { name: "Phan Rang - Tháp Chàm", lat: 11.5678, lon: 108.9908 },
  { name: "Phan Thiết", lat: 10.9392, lon: 108.1257 },
  { name: "Hồ Chí Minh", lat: 10.7809, lon: 106.7042 },
  { name: "Cần Thơ", lat: 10.0331, lon: 105.7774 },
  { name: "Cà Mau", lat: 9.1771, lon: 105.1948 },
];

/** Kilometres along the corridor from its first city to each. */
const ALONG: readonly number[] = CORRIDOR.reduce<number[]>((sums, city, i) => {
  const previous = CORRIDOR[i - 1];
  sums.push(previous === undefined ? 0 : (sums[i - 1] ?? 0) + geodesicKm(previous, city));
  return sums;
}, []);

/** A point's nearest city and its distances to cities, kept with it: gateways are asked for again and again. */
interface Stage {
  readonly nearest: number;
  readonly km: (number | undefined)[];
}
const stages = new WeakMap<LatLon, Stage>();

function stageOf(point: LatLon): Stage {
  const known = stages.get(point);
  if (known !== undefined) return known;
  let nearest = 0;
  let distance = Number.POSITIVE_INFINITY;
  CORRIDOR.forEach((city, i) => {
    // On the plane: exact enough to tell the nearest city.
    const d = Math.hypot(city.lat - point.lat, (city.lon - point.lon) * 0.96);
    if (d < distance) [nearest, distance] = [i, d];
  });
  const stage = { nearest, km: [] };
  stages.set(point, stage);
  return stage;
}

function cityKm(point: LatLon, city: number): number {
  const { km } = stageOf(point);
  const at = CORRIDOR[city];
  const found = km[city] ?? (at === undefined ? Number.POSITIVE_INFINITY : geodesicKm(point, at));
  km[city] = found;
  return found;
}

/**
 * Length in km of the line between two points: the geodesic between neighbours; the shortest way by
 * the corridor between places two or more stages apart. Symmetric; never shorter than the geodesic.
 */
export function lineKm(a: LatLon, b: LatLon): number {
  const [i, j] = [stageOf(a).nearest, stageOf(b).nearest];
  if (Math.abs(i - j) < 2) return geodesicKm(a, b);
  const [north, south, from, to] = i < j ? [a, b, i, j] : [b, a, j, i];
  let shortest = Number.POSITIVE_INFINITY;
  // One may join the corridor at the nearest city or the one after it.
  for (const entry of [from, from + 1]) {
    for (const exit of [to - 1, to]) {
      if (entry > exit) continue;
      const along = (ALONG[exit] ?? 0) - (ALONG[entry] ?? 0);
      shortest = Math.min(shortest, cityKm(north, entry) + along + cityKm(south, exit));
    }
  }
  return shortest;
}
