/**
 * Compiles the seeds into a catalogue: reads and checks them, joins and merges parks, places them,
 * fits the road factor, derives every park. Deterministic: the same seeds give the same bytes.
 */
import * as v from "valibot";
import { type DeriveContext, deriveContext, derivePark, type ParkBase } from "../../shared/catalogue/derive";
import { sealCatalogue } from "../../shared/catalogue/load";
import { decimalYear, resolveField } from "../../shared/catalogue/resolve";
import { seedSource } from "../../shared/catalogue/seed-schema";
import { buildSiteTable, measureReference } from "../../shared/catalogue/sites";
import { fitRoadFactor, gatewayFinder, type RoadPair, statedDistance } from "../../shared/geography/access";
import { lineKm } from "../../shared/geography/corridor";
import { CATALOGUE_FORMAT, type Catalogue, type MeasureReference, type RoadFactor } from "../../shared/model/catalogue";
import type { Source } from "../../shared/model/evidence";
import type { MinimumWage, Position } from "../../shared/model/park";
import { fold } from "../../shared/text/fold";
import { type AliasFile, compileGateways, type GatewayFile } from "./gateways";
import { BY_NAME, Geocoder, type LocalityFile, type PlaceAliases, type Placement } from "./geocode";
import { compileProvinces, type ProvinceFile, type RentFile } from "./provinces";
import { type ParkEntry, readSeed, readSeeds, SeedError, type Seeds, toSource } from "./seeds";
import { WAGE_REGIONS, type WageFile, type WageRegion, wageRegions } from "./wages";

export interface Compiled {
  readonly catalogue: Catalogue;
  /** The document as it is written. */
  readonly text: string;
  readonly pairs: readonly RoadPair[];
  readonly seeds: Seeds;
}

/** Before the road factor is fitted, distances are not asked for. */
const NO_FACTOR: RoadFactor = { factor: 1, low: 1, high: 1, pairs: 0, medianAbsoluteError: 0 };

/** Compiles the folder `seeds/`. @throws SeedError that lists every problem. */
export function compile(folder: string): Compiled {
  const provinceFile = readSeed<ProvinceFile>(folder, "reference/provinces.json");
  const rentFile = readSeed<RentFile>(folder, "reference/province-rents.json");
  const gatewayFile = readSeed<GatewayFile>(folder, "reference/gateways.json");
  const aliasFile = readSeed<AliasFile>(folder, "reference/gateway-aliases.json");
  const localityFile = readSeed<LocalityFile & { sources: ProvinceFile["sources"] }>(
    folder,
    "reference/localities.json",
  );
  const placeFile = readSeed<PlaceAliases>(folder, "reference/place-aliases.json");
  const wageFile = readSeed<WageFile & { sources: ProvinceFile["sources"] }>(
    folder,
    "reference/minimum-wage-regions.json",
  );

  const version = provinceFile.generated.replaceAll("-", ".");
  const today = decimalYear(version) ?? 0;
  const seeds = readSeeds(folder, provinceFile.former63, Math.floor(today));
  const { provinces, formerProvinces } = compileProvinces(provinceFile, rentFile, today);
  const gateways = compileGateways(gatewayFile, aliasFile);
  const sources = allSources(seeds, [provinceFile, rentFile, gatewayFile, localityFile, wageFile]);

  const geocoder = new Geocoder(localityFile, placeFile, formerProvinces);
  const context = deriveContext({ version, sources, formerProvinces, gateways, roadFactor: NO_FACTOR });
  const placed = seeds.entries.map((entry) => ({ entry, placement: place(entry, geocoder, context) }));
  const pairs = roadPairs(placed, context);
  const roadFactor = roundFactor(fitRoadFactor(pairs));
  const wages = wageTable(placed, localityFile, wageFile, provinceFile);

  const full: DeriveContext = { ...context, roadFactor };
  const parks = placed
    .map(({ entry, placement }) => derivePark(baseOf(entry, placement, wages(entry, placement)), full))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const used = usedSources(sources, parks, formerProvinces, gateways);
  const format: typeof CATALOGUE_FORMAT = CATALOGUE_FORMAT;
  const bare = { format, version, sources: used, provinces, formerProvinces, gateways, roadFactor };
  const table = buildSiteTable({ ...bare, parks });
  const reference: Record<string, MeasureReference> = {};
  for (const [id, column] of Object.entries(table.measures)) {
    const distribution = measureReference(column);
    if (distribution !== null) reference[id] = distribution;
  }
  const unsealed = { ...bare, reference, parks };
  const { text, contentHash } = sealCatalogue(unsealed);
  return { catalogue: { ...unsealed, contentHash }, text, pairs, seeds };
}

function allSources(seeds: Seeds, files: readonly Pick<ProvinceFile, "sources">[]): Source[] {
  const all = new Map(seeds.sources);
  const problems: string[] = [];
  for (const file of files) {
    for (const [id, seed] of Object.entries(file.sources)) {
      if (all.has(id)) continue;
      const sound = v.safeParse(seedSource, seed);
      if (!sound.success) {
        const issue = sound.issues[0];
        problems.push(`reference: source ${id}: ${v.getDotPath(issue) ?? ""} ${issue.message}`);
        continue;
      }
      const source = toSource(id, seed, seeds.kinds);
      if (source === null)
        problems.push(`reference: source ${id}: "${seed.publisher}" has no kind; add it to source-kinds.json`);
      else all.set(id, source);
    }
  }
  if (problems.length > 0) throw new SeedError(problems);
  return [...all.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Sources that something in the catalogue rests on. */
function usedSources(
  sources: readonly Source[],
  parks: Catalogue["parks"],
  formerProvinces: Catalogue["formerProvinces"],
  gateways: Catalogue["gateways"],
): Source[] {
  const ids = new Set<string>();
  for (const park of parks) {
    for (const fact of park.facts) ids.add(fact.source);
    if (park.position !== null) ids.add(park.position.source);
    if (park.minimumWage) ids.add(park.minimumWage.source);
  }
  for (const { labourForce, trainedLabourPct, incomeVndMonth, pci, pgi, landRent } of formerProvinces) {
    for (const figure of [labourForce, trainedLabourPct, incomeVndMonth, pci, pgi, landRent]) {
      if (figure !== null) ids.add(figure.source);
    }
  }
  for (const gateway of gateways) ids.add(gateway.source);
  return sources.filter((source) => ids.has(source.id));
}

function place(entry: ParkEntry, geocoder: Geocoder, context: DeriveContext): Placement {
  const stated = resolveField(entry.facts, "latLon", context);
  const value = stated?.value;
  const point = typeof value === "object" && "lat" in value ? value : null;
  const fact = stated?.fact == null ? undefined : entry.facts[stated.fact];
  return geocoder.place({
    id: entry.id,
    nameVi: entry.nameVi,
    province: entry.formerProvince,
    localities: entry.localities,
    stated: point === null || fact === undefined ? null : { ...point, source: fact.source },
  });
}

/** Pairs of parks and gateways with a stated distance and a position from a commune or better. */
function roadPairs(
  placed: readonly { readonly entry: ParkEntry; readonly placement: Placement }[],
  context: DeriveContext,
): RoadPair[] {
  const find = gatewayFinder(context.gateways);
  const pairs: RoadPair[] = [];
  for (const { entry, placement } of placed) {
    const { position } = placement;
    if (position.precision !== "stated" && position.precision !== "commune") continue;
    for (const fact of entry.facts) {
      const distance = statedDistance(fact);
      const gateway = distance === null ? null : find(distance.to);
      if (distance === null || gateway === null) continue;
      const km = lineKm(position, gateway);
      const { radiusKm } = position;
      pairs.push({ park: entry.id, gateway: gateway.id, statedKm: distance.km, lineKm: km, radiusKm });
    }
  }
  return pairs;
}

function roundFactor(fit: RoadFactor): RoadFactor {
  const cut = (value: number) => Math.round(value * 1000) / 1000;
  return {
    factor: cut(fit.factor),
    low: cut(fit.low),
    high: cut(fit.high),
    pairs: fit.pairs,
    medianAbsoluteError: cut(fit.medianAbsoluteError),
  };
}

/** Wage of a park: its district's region; where the district is not known, what its province spans. */
function wageTable(
  placed: readonly { readonly entry: ParkEntry; readonly placement: Placement }[],
  localities: LocalityFile,
  file: WageFile,
  provinces: ProvinceFile,
): (entry: ParkEntry, placement: Placement) => MinimumWage | null {
  const districts = localities.formerDistricts.map(([code, fullName, province]) => ({ code, fullName, province }));
  const nameOf = new Map(districts.map((district) => [district.code, district.fullName]));
  const codeOf = new Map(
    provinces.former63.flatMap((p) => [p.nameVi, ...p.aliases].map((name) => [fold(name), p.code] as const)),
  );
  const regions = wageRegions(file, districts, (name) => codeOf.get(fold(name)) ?? null);
  const decree = provinces.minimumWages.find((entry) => entry.decree === file.amounts.decree);
  if (decree === undefined) throw new SeedError([`provinces.json: minimumWages lacks decree ${file.amounts.decree}`]);
  const amount = (region: WageRegion) => decree.regions[region]?.monthlyVnd ?? Number.NaN;
  // The decree in force lists communes anew and moved some up by one region, none down.
  const oneUp = (region: WageRegion): WageRegion =>
    WAGE_REGIONS[Math.max(0, WAGE_REGIONS.indexOf(region) - 1)] ?? region;
  const highest = (codes: readonly string[]) =>
    WAGE_REGIONS.find((region) => codes.some((code) => regions.get(code) === region)) ?? null;
  const usual = new Map<string, WageRegion>();
  for (const province of new Set(placed.map(({ entry }) => entry.formerProvince))) {
    const known = placed
      .filter(({ entry }) => entry.formerProvince === province)
      .flatMap(({ placement }) => highest(placement.districts) ?? [])
      .sort();
    const middle = known[Math.floor(known.length / 2)];
    if (middle !== undefined) usual.set(province, middle);
  }
  const raisedBy = (codes: readonly string[]) =>
    file.raised.find((entry) => entry.districts.some((name) => codes.some((code) => nameOf.get(code) === name)))
      ?.source;
  const base = { asOf: file.amounts.asOf, source: file.annex.source };
  return (entry, placement) => {
    const own = highest(placement.districts);
    if (own !== null) {
      const matched = placement.districts
        .filter((code) => regions.get(code) === own)
        .map((code) => nameOf.get(code) ?? code)
        .join(", ");
      const source = raisedBy(placement.districts) ?? base.source;
      return {
        region: own,
        vndMonth: amount(own),
        low: amount(own),
        high: amount(oneUp(own)),
        ...base,
        source,
        matched,
      };
    }
    const all = districts.filter((d) => d.province === entry.formerProvince).map((d) => regions.get(d.code) ?? "IV");
    const region = usual.get(entry.formerProvince) ?? all.sort()[0];
    if (region === undefined) return null;
    const amounts = all.map(amount);
    const [low, high] = [Math.min(...amounts), Math.max(...amounts)];
    const name = provinces.former63.find((p) => p.code === entry.formerProvince)?.nameVi ?? "";
    return {
      region,
      vndMonth: amount(region),
      low,
      high: Math.max(high, amount(oneUp(region))),
      ...base,
      matched: name,
    };
  };
}

function baseOf(entry: ParkEntry, placement: Placement, minimumWage: MinimumWage | null): ParkBase {
  const [locality] = entry.localities;
  const position: Position = placement.position;
  return {
    id: entry.id,
    name: entry.name,
    nameVi: entry.nameVi,
    aka: entry.aka,
    formerProvince: entry.formerProvince,
    locality: locality?.text ?? null,
    // A position by the park's name has no document behind it but the park's own entry.
    position: { ...position, source: position.source === BY_NAME ? "thanglequoc" : position.source },
    facts: entry.facts,
    minimumWage,
  };
}
