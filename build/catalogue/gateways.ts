/** Seaports, border gates, airports and economic centres as the catalogue carries them. */
import type { SeedSource } from "../../shared/catalogue/seed-schema";
import { isDeepWater } from "../../shared/geography/access";
import type { Gateway } from "../../shared/model/catalogue";
import type { AccessKind } from "../../shared/model/park";
import { fold } from "../../shared/text/fold";

interface Point {
  readonly nameEn: string;
  readonly nameVi: string;
  readonly formerProvince: string | null;
  readonly lat: number;
  readonly lon: number;
  readonly coordSource: string;
}
/** `seeds/reference/gateways.json`, as far as it is used here. */
export interface GatewayFile {
  readonly sources: Readonly<Record<string, SeedSource>>;
  readonly seaports: readonly (Point & {
    readonly id: string;
    readonly coordPrecision: string;
    readonly status: string;
    readonly maxVesselDwt: { readonly value: number } | null;
    readonly depthOrDraftM: { readonly value: number } | null;
  })[];
  readonly borderGates: readonly (Point & {
    readonly id: string;
    readonly coordPrecision: string;
    readonly country: "China" | "Laos" | "Cambodia";
    readonly type: string | null;
    readonly modes: readonly string[];
  })[];
  readonly airports: readonly (Omit<Point, "nameEn" | "nameVi"> & {
    readonly iata: string;
    readonly name: string;
    readonly status: string;
    readonly namedInternational: boolean;
  })[];
  readonly economicCentres: readonly (Point & { readonly anchor: string })[];
}
/** `seeds/reference/gateway-aliases.json`. */
export interface AliasFile {
  readonly gateways: Readonly<Record<string, readonly string[]>>;
}

/** Compiles the gateways. @throws Error when an alias names no gateway, or two gateways share one. */
export function compileGateways(file: GatewayFile, aliases: AliasFile): Gateway[] {
  const named = (id: string) => aliases.gateways[id] ?? [];
  const seaports = file.seaports.map((port): Gateway => {
    const base = {
      ...place(port, port.id, "seaport", port.coordPrecision),
      status: port.status,
      ...(port.maxVesselDwt === null ? {} : { maxVesselDwt: port.maxVesselDwt.value }),
      ...(port.depthOrDraftM === null ? {} : { depthM: port.depthOrDraftM.value }),
    };
    const deep = isDeepWater(base);
    const serves: AccessKind[] = port.status !== "operating" ? [] : deep ? ["deep-water-port", "seaport"] : ["seaport"];
    return { ...base, ...(deep ? { rank: "deep-water" } : {}), serves, aliases: named(port.id) };
  });
  const gates = file.borderGates.map((gate): Gateway => {
    const rank = gate.type === null ? undefined : gate.type.startsWith("main") ? "main" : gate.type;
    // Goods pass at international and main gates; a rail gate stands beside a road gate of the same place.
    const open = gate.country === "China" && (rank === "international" || rank === "main");
    return {
      ...place(gate, gate.id, "border-gate", gate.coordPrecision),
      country: gate.country,
      ...(rank === undefined ? {} : { rank }),
      serves: open ? ["china-gate"] : [],
      aliases: named(gate.id),
    };
  });
  const airports = file.airports.map((airport): Gateway => {
    const id = `airport-${airport.iata.toLowerCase()}`;
    const international = airport.namedInternational && airport.status === "operating";
    const name = airport.name.replace(/ \/ .*$/, "");
    return {
      ...place({ ...airport, nameEn: name, nameVi: name }, id, "airport", "airport reference point"),
      status: airport.status,
      ...(airport.namedInternational ? { rank: "international" } : {}),
      serves: international ? ["international-airport"] : [],
      aliases: named(id),
    };
  });
  const centres = file.economicCentres.map((centre): Gateway => {
    const id = `centre-${fold(centre.nameEn).replaceAll(" ", "-")}`;
    return { ...place(centre, id, "economic-centre", centre.anchor), serves: ["economic-centre"], aliases: named(id) };
  });
  const all = [...seaports, ...gates, ...airports, ...centres];
  checkAliases(all, aliases);
  return all;
}

function place(point: Point, id: string, kind: Gateway["kind"], precision: string) {
  const { lat, lon, nameEn, nameVi, formerProvince, coordSource } = point;
  return { id, kind, nameEn, nameVi, formerProvince, lat, lon, precision, source: coordSource };
}

function checkAliases(gateways: readonly Gateway[], aliases: AliasFile): void {
  const ids = new Set(gateways.map((gateway) => gateway.id));
  const owner = new Map<string, string>();
  for (const [id, names] of Object.entries(aliases.gateways)) {
    if (!ids.has(id)) throw new Error(`gateway-aliases.json: there is no gateway "${id}"; correct the id.`);
    for (const name of names) {
      const other = owner.get(fold(name));
      if (other !== undefined)
        throw new Error(`gateway-aliases.json: "${name}" names both ${other} and ${id}; decide.`);
      owner.set(fold(name), id);
    }
  }
}
