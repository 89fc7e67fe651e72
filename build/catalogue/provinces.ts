/**
 * Provinces now and before 1 July 2025 with the figures that criteria use, and the published rent
 * level of each former province, for estimates.
 */
import { decimalYear } from "../../shared/catalogue/resolve";
import type { SeedSource } from "../../shared/catalogue/seed-schema";
import type { FormerProvince, Province, ProvinceFigure } from "../../shared/model/catalogue";
import type { LatLon, RegionId } from "../../shared/model/park";

interface DatedValue {
  readonly value: number;
  readonly asOf: string;
  readonly source: string;
}
interface Unit {
  readonly code: string;
  readonly nameVi: string;
  readonly nameEn: string;
  readonly region: RegionId;
  readonly centroid: LatLon;
}
/** `seeds/reference/provinces.json`, as far as it is used here. */
export interface ProvinceFile {
  readonly generated: string;
  readonly sources: Readonly<Record<string, SeedSource>>;
  readonly minimumWages: readonly {
    readonly decree: string;
    readonly effectiveFrom?: string;
    readonly regions: Readonly<Record<string, { readonly monthlyVnd: number }>>;
  }[];
  readonly units34: readonly (Unit & { readonly formerProvinces: readonly string[] })[];
  readonly former63: readonly (Unit & {
    readonly aliases: readonly string[];
    readonly newUnitCode: string;
    readonly facts: {
      readonly labourForce: DatedValue | null;
      readonly trainedLabourPct: DatedValue | null;
      readonly avgMonthlyIncomeVnd: {
        readonly valueVnd: number;
        readonly asOf: string;
        readonly source: string;
      } | null;
      readonly pci: { readonly year: number; readonly score: number; readonly source: string } | null;
      readonly pgi: { readonly year: number; readonly score: number; readonly source: string } | null;
    };
  })[];
}

/** `seeds/reference/province-rents.json`. */
export interface RentFile {
  readonly sources: Readonly<Record<string, SeedSource>>;
  readonly rows: readonly RentRow[];
}
export interface RentRow {
  readonly formerProvince?: string;
  readonly region?: string;
  readonly metric: string;
  readonly value?: number;
  readonly min?: number;
  readonly max?: number;
  readonly asOf: string | null;
  readonly source: string;
  readonly note?: string;
}

/** "2021 (preliminary)" and "2022-Q2" as the dates they mean. */
export function plainDate(asOf: string): string {
  const quarter = /^(\d{4})-Q([1-4])$/.exec(asOf);
  if (quarter !== null) return `${quarter[1]}-${String(Number(quarter[2]) * 3).padStart(2, "0")}`;
  return /^\d{4}(-\d{2}){0,2}/.exec(asOf)?.[0] ?? asOf;
}

function figure(dated: DatedValue | null): ProvinceFigure | null {
  if (dated === null) return null;
  const asOf = plainDate(dated.asOf);
  const remark = asOf === dated.asOf ? {} : { note: dated.asOf };
  return { value: dated.value, asOf, source: dated.source, ...remark };
}

function score(
  dated: { readonly year: number; readonly score: number; readonly source: string } | null,
): ProvinceFigure | null {
  return dated === null ? null : { value: dated.score, asOf: String(dated.year), source: dated.source };
}

/** Published levels are averages or ranges of a province; a single park lies within this share around them. */
const RENT_SPREAD = 0.25;
/** Rents published for a province rise with the regional averages: 8 % a year upwards at most, up to 60 %. */
const RENT_RISE = { perYear: 0.08, limit: 0.6 };
/** Rows this much older than the chosen one no longer widen its interval. */
const RENT_RIVAL_YEARS = 2;

/**
 * The published land rent of an area for estimates: the newest dated row with a level (a value, or a
 * range's middle; "highest quoted" rows give none), rows of one date averaged; between the lowest
 * and highest level of the two years before, 25 % either way, and what rents may have risen since.
 *
 * @param today the catalogue's day as a decimal year.
 */
export function rentLevel(rows: readonly RentRow[], today: number): FormerProvince["landRent"] {
  const levels = rows
    .filter((row) => row.metric === "landRentUsdPerM2Term" && row.asOf !== null)
    .flatMap((row) => {
      const asOf = plainDate(row.asOf ?? "");
      const central = row.value ?? (row.min !== undefined && row.max !== undefined ? (row.min + row.max) / 2 : null);
      const year = decimalYear(asOf);
      return central === null || year === null ? [] : [{ row, asOf, year, central }];
    })
    .sort((a, b) => b.year - a.year || (a.row.source < b.row.source ? -1 : 1));
  const [newest] = levels;
  if (newest === undefined) return null;
  const near = levels.filter((level) => newest.year - level.year <= RENT_RIVAL_YEARS);
  const same = levels.filter((level) => level.year === newest.year);
  const value = same.reduce((sum, level) => sum + level.central, 0) / same.length;
  const lowest = Math.min(...near.map((level) => level.row.min ?? level.central));
  const highest = Math.max(...near.map((level) => level.row.max ?? level.central));
  const rise = Math.min(RENT_RISE.limit, RENT_RISE.perYear * Math.max(0, today - newest.year));
  return {
    value: Math.round(value),
    asOf: newest.asOf,
    source: newest.row.source,
    low: Math.round(Math.min(lowest, value * (1 - RENT_SPREAD))),
    high: Math.round(Math.max(highest, value * (1 + RENT_SPREAD + rise))),
  };
}

/** Compiles the provinces. */
export function compileProvinces(
  file: ProvinceFile,
  rents: RentFile,
  today: number,
): { provinces: Province[]; formerProvinces: FormerProvince[] } {
  const point = ({ lat, lon }: LatLon): LatLon => ({ lat, lon });
  const provinces = file.units34.map((unit) => ({
    code: unit.code,
    nameVi: unit.nameVi,
    nameEn: unit.nameEn,
    region: unit.region,
    formerProvinces: unit.formerProvinces,
    centroid: point(unit.centroid),
  }));
  const formerProvinces = file.former63.map((unit) => {
    const names = new Set([unit.nameVi, ...unit.aliases]);
    const own = rents.rows.filter((row) => row.formerProvince !== undefined && names.has(row.formerProvince));
    const income = unit.facts.avgMonthlyIncomeVnd;
    // The averages of north and south are taken over the provinces that have levels of their own (the
    // brokers' "tier 1"); the central one is the only figure for most central provinces.
    const region = rents.rows.filter((row) => row.region === unit.region);
    const regional = unit.region === "central" ? rentLevel(region, today) : null;
    return {
      code: unit.code,
      nameVi: unit.nameVi,
      nameEn: unit.nameEn,
      aliases: unit.aliases,
      region: unit.region,
      province: unit.newUnitCode,
      centroid: point(unit.centroid),
      labourForce: figure(unit.facts.labourForce),
      trainedLabourPct: figure(unit.facts.trainedLabourPct),
      incomeVndMonth: figure(
        income === null ? null : { value: income.valueVnd, asOf: income.asOf, source: income.source },
      ),
      pci: score(unit.facts.pci),
      pgi: score(unit.facts.pgi),
      landRent:
        rentLevel(own, today) ??
        (regional === null ? null : { ...regional, high: Math.round(regional.high * 1.5), note: "central region" }),
    };
  });
  return { provinces, formerProvinces };
}
