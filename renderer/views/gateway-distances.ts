/** Road distances from the sites at hand to a place: geodesic on the WGS84 ellipsoid times the road factor. */
import { customDistance } from "../../shared/catalogue/overlay";
import { gatewayFinder } from "../../shared/geography/access";
import type { RoadFactor } from "../../shared/model/catalogue";
import type { CustomGateway } from "../../shared/model/overlay";
import type { MeasureColumn, Site } from "../../shared/model/site";

/** Estimated distances; unknown for sites without a position. What parks state themselves is not in it. */
export function distancesTo(gateway: CustomGateway, sites: readonly Site[], roadFactor: RoadFactor): MeasureColumn {
  const find = gatewayFinder([]);
  const column = {
    central: new Float64Array(sites.length).fill(Number.NaN),
    low: new Float64Array(sites.length).fill(Number.NaN),
    high: new Float64Array(sites.length).fill(Number.NaN),
    kind: new Uint8Array(sites.length),
  };
  sites.forEach(({ position }, row) => {
    const access = customDistance({ facts: [], position }, gateway, { roadFactor, find });
    if (access === null) return;
    column.central[row] = access.km;
    column.low[row] = access.low;
    column.high[row] = access.high;
    column.kind[row] = 1;
  });
  return column;
}
