/**
 * Distances on the WGS84 ellipsoid, by Karney's algorithm (C. F. F. Karney, "Algorithms for
 * geodesics", J. Geodesy 87, 43-55, 2013), exact to nanometres. A great circle would be off by up
 * to 0.5 %.
 */
import * as geographiclib from "geographiclib-geodesic";
import type { LatLon } from "../model/park";

// The package is UMD: Node hands it over as a default export, a bundler by its names.
const library = "default" in geographiclib ? (geographiclib.default as typeof geographiclib) : geographiclib;
const WGS84 = library.Geodesic.WGS84;

/** Geodesic distance in kilometres between two points (degrees, WGS84). */
export function geodesicKm(a: LatLon, b: LatLon): number {
  const { s12 } = WGS84.Inverse(a.lat, a.lon, b.lat, b.lon);
  return (s12 ?? 0) / 1000;
}

/** Mean of points that lie near each other (arithmetic in degrees: fine within a few hundred km of each other). */
export function meanPoint(points: readonly LatLon[]): LatLon {
  if (points.length === 0) throw new RangeError("meanPoint needs at least one point.");
  const lat = points.reduce((sum, point) => sum + point.lat, 0) / points.length;
  const lon = points.reduce((sum, point) => sum + point.lon, 0) / points.length;
  return { lat, lon };
}
