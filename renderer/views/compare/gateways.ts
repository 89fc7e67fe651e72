/** The gateways that compared sites are measured to: the nearest of each kind of every site, merged. */
import { gatewayFinder, roadDistance } from "../../../shared/geography/access";
import type { Gateway, GatewayKind, RoadFactor } from "../../../shared/model/catalogue";
import type { Access, AccessKind, Park } from "../../../shared/model/park";

const KINDS: readonly AccessKind[] = [
  "china-gate",
  "deep-water-port",
  "seaport",
  "international-airport",
  "economic-centre",
];
const ORDER: readonly GatewayKind[] = ["border-gate", "seaport", "airport", "economic-centre"];

export interface GatewayRow {
  readonly gateway: Gateway;
  /** By place of the park; null where neither distance nor position is known. */
  readonly distances: readonly (Access | null)[];
}

/** Rows by kind, then by the least distance. */
export function gatewayRows(
  parks: readonly (Park | null)[],
  gateways: readonly Gateway[],
  roadFactor: RoadFactor,
): readonly GatewayRow[] {
  const ids = new Set(parks.flatMap((park) => KINDS.flatMap((kind) => park?.access[kind]?.gateway ?? [])));
  const context = { roadFactor, find: gatewayFinder(gateways) };
  const least = ({ distances }: GatewayRow): number =>
    Math.min(...distances.map((access) => access?.km ?? Number.POSITIVE_INFINITY));
  return gateways
    .filter(({ id }) => ids.has(id))
    .map((gateway) => ({
      gateway,
      distances: parks.map((park) => (park === null ? null : roadDistance(park, gateway, context))),
    }))
    .sort((x, y) => ORDER.indexOf(x.gateway.kind) - ORDER.indexOf(y.gateway.kind) || least(x) - least(y));
}
