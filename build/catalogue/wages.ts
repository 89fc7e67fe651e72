/**
 * The region of the minimum wage by former district, read from the annex of Decree 74/2024/ND-CP,
 * whose sentences read "Các thành phố A, B và các huyện C, D thuộc tỉnh E".
 */
import { fold } from "../../shared/text/fold";

export const WAGE_REGIONS = ["I", "II", "III", "IV"] as const;
export type WageRegion = (typeof WAGE_REGIONS)[number];

/** `seeds/reference/minimum-wage-regions.json`. */
export interface WageFile {
  readonly sources: Readonly<Record<string, unknown>>;
  readonly annex: {
    readonly source: string;
    readonly asOf: string;
    readonly regions: Readonly<Record<string, readonly string[]>>;
  };
  readonly remainingProvincialCities: WageRegion;
  readonly rest: WageRegion;
  readonly amounts: { readonly decree: string; readonly source: string; readonly asOf: string };
  readonly renamed: readonly { readonly was: string; readonly province: string; readonly now: readonly string[] }[];
  /** Districts that the decree in force is known to have raised. */
  readonly raised: readonly {
    readonly province: string;
    readonly districts: readonly string[];
    readonly to: WageRegion;
    readonly source: string;
  }[];
}

interface District {
  readonly code: string;
  readonly fullName: string;
  readonly province: string;
}

const TYPE = /^(?:cac )?(quan|huyen|thi xa|thanh pho)(?: (.*))?$/;
const CENTRAL_CITIES = new Set(["01", "31", "46", "48", "79", "92"]);

/** The districts that one sentence of the annex names, as [type, name] pairs; a null name means all of the type. */
export function annexUnits(sentence: string): { place: string; units: [type: string, name: string | null][] } {
  const parts = /^(.*) thuộc (?:tỉnh|thành phố) (.*)$/i.exec(sentence);
  if (parts?.[1] === undefined || parts[2] === undefined) {
    throw new Error(`minimum-wage-regions.json: "${sentence}" does not read "... thuộc tỉnh ...".`);
  }
  const units: [string, string | null][] = [];
  let type = "";
  for (const part of parts[1].split(/,|;| và /)) {
    const folded = fold(part);
    const named = TYPE.exec(folded);
    if (named?.[1] !== undefined) type = named[1];
    const name = named === null ? folded : (named[2] ?? "");
    units.push([type, name === "" || name === "con lai" ? null : name]);
  }
  return { place: parts[2], units };
}

/**
 * The region of every former district, by district code.
 *
 * @param provinceCode finds a former province's code by name.
 * @throws Error that names the sentence and unit when the annex speaks of a district that is not known.
 */
export function wageRegions(
  file: WageFile,
  districts: readonly District[],
  provinceCode: (name: string) => string | null,
): Map<string, WageRegion> {
  const regions = new Map<string, WageRegion>();
  // A district named by two regions (parts of it were two) takes the higher wage: the lower region never overwrites.
  const give = (code: string, region: WageRegion) => {
    if (!regions.has(code)) regions.set(code, region);
  };
  for (const region of ["I", "II", "III"] as const) {
    for (const sentence of file.annex.regions[region] ?? []) {
      if (sentence.startsWith("Các thành phố trực thuộc tỉnh còn lại")) continue;
      const { place, units } = annexUnits(sentence);
      const province = provinceCode(place);
      if (province === null) throw new Error(`minimum-wage-regions.json: "${place}" is no former province.`);
      const own = districts.filter((district) => district.province === province);
      for (const [type, name] of units) {
        if (name === null) {
          for (const district of own) if (fold(district.fullName).startsWith(`${type} `)) give(district.code, region);
          continue;
        }
        const renamed = file.renamed.find((r) => r.province === province && fold(r.was) === `${type} ${name}`);
        const names = renamed?.now.map(fold) ?? [`${type} ${name}`];
        for (const wanted of names) {
          const district = own.find((entry) => fold(entry.fullName) === wanted);
          if (district === undefined) {
            throw new Error(
              `minimum-wage-regions.json: "${wanted}" of "${sentence}" is no former district; add it to \`renamed\`.`,
            );
          }
          give(district.code, region);
        }
      }
    }
  }
  for (const { code, fullName, province } of districts) {
    const city = fold(fullName).startsWith("thanh pho ") && !CENTRAL_CITIES.has(province);
    give(code, city ? file.remainingProvincialCities : file.rest);
  }
  for (const { province, districts: names, to } of file.raised) {
    for (const name of names) {
      const district = districts.find((entry) => entry.province === province && fold(entry.fullName) === fold(name));
      if (district === undefined)
        throw new Error(`minimum-wage-regions.json: raised: there is no "${name}" in ${province}.`);
      regions.set(district.code, to);
    }
  }
  return regions;
}
