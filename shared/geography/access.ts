/**
 * Road distances from parks to gateways: a stated one where a source states it, otherwise the line
 * (`corridor.ts`) times a road factor that is fitted on the parks' own stated distances. Either way the
 * distance comes with an interval and says what it rests on.
 */
import type { Gateway, RoadFactor } from "../model/catalogue";
import type { Access, AccessKind, Fact, LatLon, Position, StatedDistance } from "../model/park";
import { fold } from "../text/fold";
import { lineKm } from "./corridor";
import { geodesicKm } from "./geodesic";

export const ACCESS_KINDS: readonly AccessKind[] = [
  "china-gate",
  "deep-water-port",
  "seaport",
  "international-airport",
  "economic-centre",
];

/** A stated distance is a round figure to an unnamed gate of the port or park: at least this share ... */
export const STATED_SHARE = 0.1;
/** ... and at least this many kilometres either way. */
export const STATED_KM = 2;

/** A seaport counts as deep-water from this depth at the berth or this vessel, as its sources state them. */
export const DEEP_WATER = { depthM: 12, vesselDwt: 50_000 } as const;

/** Whether a seaport's stated depth or vessel makes it a deep-water port. Ports not yet at work do not count. */
export function isDeepWater(port: Pick<Gateway, "kind" | "depthM" | "maxVesselDwt" | "status">): boolean {
  if (port.kind !== "seaport" || port.status !== "operating") return false;
  return (port.depthM ?? 0) >= DEEP_WATER.depthM || (port.maxVesselDwt ?? 0) >= DEEP_WATER.vesselDwt;
}

/** The value of a fact that states a distance; null for other facts. */
export function statedDistance(fact: Fact): StatedDistance | null {
  if (fact.field !== "statedDistanceKm") return null;
  const value = fact.value;
  return typeof value === "object" && "to" in value ? value : null;
}

/** Finds the gateway that the place of a stated distance means. */
export type GatewayFinder = (place: string) => Gateway | null;

/** Builds the finder from the gateways' aliases. */
export function gatewayFinder(gateways: readonly Gateway[]): GatewayFinder {
  const byName = new Map<string, Gateway>();
  for (const gateway of gateways) for (const alias of gateway.aliases) byName.set(fold(alias), gateway);
  return (place) => byName.get(fold(place)) ?? null;
}

/** The middle of some numbers. */
function median(sorted: readonly number[]): number {
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)] ?? Number.NaN;
  return Number.isInteger(half) ? ((sorted[half - 1] ?? upper) + upper) / 2 : upper;
}

function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? below;
  return below + (above - below) * (at - Math.floor(at));
}

/** One park-gateway pair with a stated road distance and a position good enough to compare. */
export interface RoadPair {
  readonly park: string;
  readonly gateway: string;
  readonly statedKm: number;
  readonly lineKm: number;
  /** Radius of the park's position, km. */
  readonly radiusKm: number;
}

/** What a pair must meet to take part in the fit: far enough, and a position that is small beside the distance. */
export const FIT = { fromKm: 20, radiusShare: 0.25 } as const;

/**
 * Whether a stated distance can be a road's at all: no road is shorter than the line, even from the
 * near edge of where the park may lie. Lesser figures are as the crow flies, to a nearer gate or of
 * another place with that name.
 */
export function canBeRoad(statedKm: number, directKm: number, radiusKm: number): boolean {
  return statedKm >= directKm - radiusKm;
}

/**
 * Fits the road factor: the median of stated / line over the pairs that can be roads (robust:
 * misprints do not move it); as its spread the 10th and 90th percentile, the lower never below 1;
 * and the median absolute relative error of predicting the stated distances with it. Several
 * statements of one pair count as one, their middle.
 *
 * @throws RangeError with fewer than ten pairs.
 */
export function fitRoadFactor(pairs: readonly RoadPair[]): RoadFactor {
  const statements = new Map<string, RoadPair[]>();
  for (const pair of pairs) {
    if (pair.lineKm < FIT.fromKm || pair.radiusKm > FIT.radiusShare * pair.lineKm) continue;
    if (!canBeRoad(pair.statedKm, pair.lineKm, pair.radiusKm)) continue;
    const key = `${pair.park} ${pair.gateway}`;
    statements.set(key, [...(statements.get(key) ?? []), pair]);
  }
  const used = [...statements.values()].map((same) => {
    const sorted = same.map((pair) => pair.statedKm).sort((a, b) => a - b);
    return { statedKm: median(sorted), lineKm: same[0]?.lineKm ?? Number.NaN };
  });
  if (used.length < 10) throw new RangeError(`A road factor needs at least 10 pairs; there are ${used.length}.`);
  const ratios = used.map((pair) => pair.statedKm / pair.lineKm).sort((a, b) => a - b);
  const factor = median(ratios);
  const errors = used
    .map((pair) => Math.abs(factor * pair.lineKm - pair.statedKm) / pair.statedKm)
    .sort((a, b) => a - b);
  return {
    factor,
    low: Math.max(1, quantile(ratios, 0.1)),
    high: quantile(ratios, 0.9),
    pairs: used.length,
    medianAbsoluteError: median(errors),
  };
}

interface Stated {
  readonly km: number;
  readonly low: number;
  readonly high: number;
  readonly fact: number;
}

/**
 * The stated distance to one gateway: the middle of its statements, their spread within the
 * interval. Statements that cannot be roads are left out.
 */
function statedTo(park: DistanceInput, gateway: Gateway, direct: number, find: GatewayFinder): Stated | null {
  const found: { readonly km: number; readonly fact: number }[] = [];
  park.facts.forEach((fact, index) => {
    const distance = statedDistance(fact);
    if (distance === null || find(distance.to)?.id !== gateway.id) return;
    if (park.position !== null && !canBeRoad(distance.km, direct, park.position.radiusKm)) return;
    found.push({ km: distance.km, fact: index });
  });
  if (found.length === 0) return null;
  found.sort((a, b) => a.km - b.km || a.fact - b.fact);
  // The lower middle one, so that the value is always one that a source states.
  const middle = found[Math.floor((found.length - 1) / 2)];
  if (middle === undefined) return null;
  const slack = Math.max(STATED_KM, STATED_SHARE * middle.km);
  const low = Math.max(0, Math.min(middle.km - slack, found[0]?.km ?? middle.km));
  const high = Math.max(middle.km + slack, found.at(-1)?.km ?? middle.km);
  return { km: middle.km, low, high, fact: middle.fact };
}

/**
 * Root mean square distance from a point to places spread evenly over a disc of the radius around
 * another: a park whose commune has the port is some kilometres from it, not none.
 */
function expectedLine(lineKm: number, radiusKm: number): number {
  return Math.hypot(lineKm, radiusKm / Math.SQRT2);
}

/** Kilometres to the metre. */
function metres(km: number): number {
  return Math.round(km * 1000) / 1000;
}

/** Facts, position and means of one park's distances. */
export interface DistanceInput {
  readonly position: Position | null;
  readonly facts: readonly Fact[];
}
export interface DistanceContext {
  readonly roadFactor: RoadFactor;
  readonly find: GatewayFinder;
}

/**
 * Road distance from a park to one gateway.
 *
 * @returns null when the park has neither a stated distance to it nor a position. `geodesicKm` is NaN
 *   when only the distance is known.
 */
export function roadDistance(park: DistanceInput, gateway: Gateway, context: DistanceContext): Access | null {
  const direct = park.position === null ? Number.NaN : geodesicKm(park.position, gateway);
  const stated = statedTo(park, gateway, direct, context.find);
  if (stated !== null) return { gateway: gateway.id, ...stated, geodesicKm: metres(direct) };
  if (park.position === null) return null;
  const { factor, low, high } = context.roadFactor;
  const radius = park.position.radiusKm;
  const line = lineKm(park.position, gateway);
  return {
    gateway: gateway.id,
    km: metres(expectedLine(line, radius) * factor),
    low: metres(Math.max(0, line - radius) * low),
    high: metres((line + radius) * high),
    geodesicKm: metres(direct),
    fact: null,
  };
}

/** The sphere's distances lie within 0.6 % of the ellipsoid's; twice that and a kilometre leave no doubt. */
const SPHERE = { radiusKm: 6371.0088, share: 1.012, km: 1 } as const;

function sphereKm(a: LatLon, b: LatLon): number {
  const rad = Math.PI / 180;
  const dLat = Math.sin(((b.lat - a.lat) * rad) / 2);
  const dLon = Math.sin(((b.lon - a.lon) * rad) / 2);
  const h = dLat * dLat + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * dLon * dLon;
  return 2 * SPHERE.radiusKm * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Lines that differ by less than this may round to the same metre. */
const SAME_LINE_KM = 0.002;

/**
 * Gateways that can be the nearest of a kind: those with a stated distance, and of the others the one
 * with the shortest line, since a distance and its bounds grow with the line. The sphere rules out most
 * before a line is measured: a geodesic takes a hundred times as long as a great circle, and imported
 * lists are long. The result is the same as over all gateways.
 */
function candidates(park: DistanceInput, gateways: readonly Gateway[], context: DistanceContext): readonly Gateway[] {
  const serving = gateways.filter((gateway) => gateway.serves.length > 0);
  const { position } = park;
  if (position === null) return serving;
  const stated = new Set<Gateway>();
  for (const fact of park.facts) {
    const distance = statedDistance(fact);
    const id = distance === null ? undefined : context.find(distance.to)?.id;
    if (id !== undefined) for (const gateway of serving) if (gateway.id === id) stated.add(gateway);
  }
  const kept = new Set(stated);
  const direct = serving.map((gateway) => sphereKm(position, gateway));
  const lines = new Map<Gateway, number>();
  const line = (gateway: Gateway) => {
    const km = lines.get(gateway) ?? lineKm(position, gateway);
    lines.set(gateway, km);
    return km;
  };
  for (const kind of ACCESS_KINDS) {
    const rows = serving.flatMap((gateway, row) =>
      gateway.serves.includes(kind) && !stated.has(gateway) ? [row] : [],
    );
    rows.sort((a, b) => (direct[a] as number) - (direct[b] as number));
    let shortest = Number.POSITIVE_INFINITY;
    for (const row of rows) {
      if ((direct[row] as number) > shortest * SPHERE.share + SPHERE.km) break;
      shortest = Math.min(shortest, line(serving[row] as Gateway));
    }
    for (const row of rows) {
      const gateway = serving[row] as Gateway;
      if ((lines.get(gateway) ?? Number.POSITIVE_INFINITY) <= shortest + SAME_LINE_KM) kept.add(gateway);
    }
  }
  return serving.filter((gateway) => kept.has(gateway));
}

/** The nearest gateway of each kind by road; kinds without any known distance are left out. */
export function nearestAccess(
  park: DistanceInput,
  gateways: readonly Gateway[],
  context: DistanceContext,
): Partial<Record<AccessKind, Access>> {
  const all = candidates(park, gateways, context).map((gateway) => ({
    gateway,
    access: roadDistance(park, gateway, context),
  }));
  const nearest: Partial<Record<AccessKind, Access>> = {};
  for (const kind of ACCESS_KINDS) {
    let best: Access | null = null;
    let low = Number.POSITIVE_INFINITY;
    let high = Number.POSITIVE_INFINITY;
    for (const { gateway, access } of all) {
      if (access === null || !gateway.serves.includes(kind)) continue;
      if (best === null || access.km < best.km) best = access;
      low = Math.min(low, access.low);
      high = Math.min(high, access.high);
    }
    // Another gateway may turn out nearer than the one that looks nearest; none can be farther than it seems at most.
    if (best !== null) nearest[kind] = { ...best, low, high };
  }
  return nearest;
}
