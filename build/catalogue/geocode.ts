/**
 * Places parks on the map from what their sources say of them: own coordinates, else communes, else
 * districts, else the province. Each position says what was matched, how precise it is and within
 * which radius the park plausibly lies.
 *
 * Since 1 July 2025 Vietnam has no districts and new communes. Former communes are placed by the new
 * ones they went to; former districts by the mean of those.
 */

import { geodesicKm, meanPoint } from "../../shared/geography/geodesic";
import type { LatLon, Position, PositionPrecision } from "../../shared/model/park";
import { fold } from "../../shared/text/fold";

/** `seeds/reference/localities.json`: rows in the order of its `columns`. */
export interface LocalityFile {
  readonly newWards: readonly (readonly [string, string, string, string, number, number])[];
  readonly formerDistricts: readonly (readonly [string, string, string, number, number, number])[];
  readonly formerWards: readonly (readonly [string, string, string, readonly string[]])[];
}

/** `seeds/reference/place-aliases.json`: names of places that are neither communes nor districts. */
export interface PlaceAliases {
  readonly places: readonly { readonly name: string; readonly province: string; readonly means: readonly string[] }[];
  /** Parks that are not placed by their name, with the reason. */
  readonly notByName: readonly { readonly park: string; readonly reason: string }[];
}

interface Area extends LatLon {
  readonly code: string;
  readonly fullName: string;
  /** Folded name without its type ("gieng day"). */
  readonly name: string;
  /** Folded type ("phuong", "huyen"). */
  readonly type: string;
  readonly province: string;
  /** Former wards: the district they belonged to. */
  readonly district: string | null;
  readonly radiusKm: number;
}

/** Least radius of a commune: its centroid is rarely the park's gate. */
const LEAST_RADIUS_KM = 2;
/** A position that rests on the park's name alone gets this much wider. */
const BY_NAME_FACTOR = 1.5;
/** Stands for the source of a position that rests on the park's name. */
export const BY_NAME = "name";
/** Places named together for one park lie within this distance of the first; a namesake farther off is dropped. */
const TOGETHER_KM = 25;
/** Radius of coordinates that a source states. */
const STATED_RADIUS_KM = 1;

const TYPES = /^(phuong|xa|thi tran|quan|huyen|thi xa|thanh pho|dac khu) /;

function typed(fullName: string): { name: string; type: string } {
  const folded = fold(fullName);
  const type = TYPES.exec(folded)?.[1] ?? "";
  return { type, name: type === "" ? folded : folded.slice(type.length + 1) };
}

type Hint = "ward" | "district" | "any";
interface Token {
  readonly name: string;
  /** As written, in lower case: tells "Minh Quân" from "Minh Quán" where both exist. */
  readonly exact: string;
  readonly hint: Hint;
}

const WARD_WORDS = /\b(?:wards?|communes?|phuong|xa|thi tran)\b/;
const DISTRICT_WORDS = /\b(?:districts?|city|quan|huyen|thi xa|thanh pho)\b/;
const NOISE =
  /\b(?:wards?|communes?|districts?|city|towns?|phuong|xa|thi tran|huyen|thi xa|thanh pho|tp|of|the|six|formerly)\b/g;

/**
 * Splits a locality ("Giếng Đáy and Bãi Cháy wards, Hạ Long city") into names with a hint of what
 * they are. A hint in the plural covers the names joined to it. Names of roads are left out.
 */
export function localityTokens(locality: string): Token[] {
  const tokens: Token[] = [];
  for (const group of locality.split(/[,;()]/)) {
    const names = group.split(/\s+(?:and|và|&)\s+/).filter((part) => part.trim() !== "");
    const last = fold(names.at(-1) ?? "");
    const plural = /\b(?:wards|communes|districts)\b/.test(last);
    for (const name of names) {
      const folded = fold(name);
      const seen = plural ? last : folded;
      // "Thị xã" is a district although "xã" alone is a commune.
      const ward = WARD_WORDS.test(seen) && !/\bthi xa\b/.test(seen);
      const hint: Hint = ward ? "ward" : DISTRICT_WORDS.test(seen) ? "district" : "any";
      // "Km 51 National Highway 5" and the like name a road, not a place.
      if (/\b(?:km ?\d+|national highway|highway|quoc lo)\b/.test(folded)) continue;
      // "Quận 2" is named by a number: the type belongs to the name.
      const numbered = /^quan \d+$/.test(folded);
      const bare = numbered ? folded.replace("quan ", "") : folded.replace(NOISE, " ").replaceAll(/\s+/g, " ").trim();
      if (bare !== "") tokens.push({ name: bare, exact: name.trim().normalize("NFC").toLowerCase(), hint });
    }
  }
  return tokens;
}

/** Words of park names that are no place: brands and kinds. */
const NAME_NOISE =
  /\b(?:kcn|kcx|khu|cong nghiep|cong nghe|cao|thong tin|tap trung|sinh thai|ho tro|che xuat|kinh te|mo rong|giai doan|phan khu|dot|det may|so|industrial|park|zone|expansion|expanded|phase|[ivx]+|\d+|[a-c])\b/g;
/** "Bắc Thăng Bình" lies in the north of Thăng Bình. */
const DIRECTION = /^(?:bac|nam|dong|tay|tay bac|dong nam|dong bac|tay nam) /;

/**
 * The places that a park may be named after, likeliest first: "KCN Quế Võ III" gives [["que vo"]],
 * "KCN Song Khê - Nội Hoàng" its two communes, "Bắc Thăng Bình" also the district without the
 * direction.
 */
export function placesInName(nameVi: string): string[][] {
  const bare = nameVi.replaceAll(/\(.*?\)/g, " ").replace(/^KCN sạch /i, "");
  const clean = (part: string) => fold(part).replace(NAME_NOISE, " ").replaceAll(/\s+/g, " ").trim();
  const whole = clean(bare);
  const readings = [[whole], bare.split(/ [-–] /).map(clean), [whole.replace(DIRECTION, "")]];
  return readings.map((names) => names.filter((name) => name !== "")).filter((names) => names.length > 0);
}

/** The spelling with diacritics of a folded name within a text; empty when it is not one run of words. */
function exactIn(text: string, folded: string): string {
  const words = text
    .normalize("NFC")
    .toLowerCase()
    .split(/[\s()–-]+/)
    .filter((word) => word !== "");
  const count = folded.split(" ").length;
  for (let at = 0; at + count <= words.length; at++) {
    const run = words.slice(at, at + count).join(" ");
    if (fold(run) === folded) return run;
  }
  return "";
}

/** What a park's entry says of its place. */
export interface PlaceStatement {
  readonly id: string;
  readonly nameVi: string;
  /** Code of the former province. */
  readonly province: string;
  /** Localities, best first: the first that can be matched to a commune or district is taken. */
  readonly localities: readonly { readonly text: string; readonly source: string }[];
  readonly stated: (LatLon & { readonly source: string }) | null;
}

/** A position and the codes of the former districts it lies in (for the region of the minimum wage). */
export interface Placement {
  readonly position: Position;
  readonly districts: readonly string[];
}

/** Finds positions; built once from the localities. */
export class Geocoder {
  readonly #wards = new Map<string, Area[]>();
  readonly #newWards = new Map<string, Area[]>();
  readonly #districts = new Map<string, Area[]>();
  readonly #provinces = new Map<
    string,
    { readonly centroid: LatLon; readonly radiusKm: number; readonly name: string }
  >();
  readonly #places = new Map<string, readonly string[]>();
  readonly #notByName: ReadonlySet<string>;
  /** Former districts of a new ward, by ward code. */
  readonly #districtsOfNewWard = new Map<string, Set<string>>();

  constructor(
    file: LocalityFile,
    aliases: PlaceAliases,
    provinces: readonly { readonly code: string; readonly nameVi: string; readonly centroid: LatLon }[],
  ) {
    const radius = wardRadii(file);
    const newByCode = new Map<string, Area>();
    for (const [code, fullName, , province, lat, lon] of file.newWards) {
      const area: Area = {
        code,
        fullName,
        ...typed(fullName),
        province,
        district: null,
        lat,
        lon,
        radiusKm: radius.get(code) ?? LEAST_RADIUS_KM,
      };
      newByCode.set(code, area);
      push(this.#newWards, province, area);
    }
    const provinceOfDistrict = new Map(file.formerDistricts.map(([code, , province]) => [code, province]));
    const partsOfDistrict = new Map<string, Set<Area>>();
    for (const [code, fullName, district, successors] of file.formerWards) {
      const province = provinceOfDistrict.get(district);
      const parts = successors.flatMap((id) => newByCode.get(id) ?? []);
      if (province === undefined || parts.length === 0) continue;
      const inDistrict = partsOfDistrict.get(district) ?? new Set();
      partsOfDistrict.set(district, inDistrict);
      for (const part of parts) inDistrict.add(part);
      for (const part of parts) {
        const of = this.#districtsOfNewWard.get(part.code) ?? new Set();
        this.#districtsOfNewWard.set(part.code, of.add(district));
      }
      const centre = meanPoint(parts);
      const reach = Math.max(...parts.map((part) => geodesicKm(centre, part) + part.radiusKm));
      push(this.#wards, province, {
        code,
        fullName,
        ...typed(fullName),
        province,
        district,
        ...centre,
        radiusKm: reach,
      });
    }
    for (const [code, fullName, province, lat, lon, spreadKm] of file.formerDistricts) {
      // From the mean of its successors to the far edge of the farthest one.
      const reach = [...(partsOfDistrict.get(code) ?? [])].map(
        (part) => geodesicKm({ lat, lon }, part) + part.radiusKm,
      );
      const radiusKm = Math.max(spreadKm, LEAST_RADIUS_KM, ...reach);
      push(this.#districts, province, {
        code,
        fullName,
        ...typed(fullName),
        province,
        district: code,
        lat,
        lon,
        radiusKm,
      });
    }
    for (const { code, nameVi, centroid } of provinces) {
      const distances = (this.#newWards.get(code) ?? [])
        .map((ward) => geodesicKm(centroid, ward))
        .sort((a, b) => a - b);
      // Nine of ten communes lie within this distance of the centroid.
      const radiusKm = distances[Math.floor(0.9 * (distances.length - 1))] ?? 60;
      this.#provinces.set(code, { centroid, radiusKm, name: nameVi });
    }
    this.#notByName = new Set(aliases.notByName.map((entry) => entry.park));
    for (const place of aliases.places) this.#places.set(`${place.province}|${fold(place.name)}`, place.means);
  }

  /** Places a park. @throws RangeError when the province is unknown. */
  place(statement: PlaceStatement): Placement {
    const { province, stated } = statement;
    if (stated !== null) {
      const near = this.#nearestNewWard(province, stated);
      return {
        position: {
          lat: stated.lat,
          lon: stated.lon,
          precision: "stated",
          radiusKm: STATED_RADIUS_KM,
          matched: "",
          source: stated.source,
        },
        districts: near === null ? [] : [...(this.#districtsOfNewWard.get(near.code) ?? [])],
      };
    }
    for (const { text, source } of statement.localities) {
      const zone = this.#places.get(`${province}|${fold(text)}`);
      if (zone !== undefined) {
        const named = this.#byName(statement, "commune");
        if (named !== null) return named;
      }
      const match = this.#match(province, localityTokens(zone?.join(", ") ?? text));
      if (match === null) continue;
      const stated = this.#around(match, source, 1);
      if (match.precision === "commune") return stated;
      // Only the district is stated: a commune in it whose name the park bears says more.
      const named = this.#byName(statement, "commune");
      const inside = named?.districts.every((code) => stated.districts.includes(code)) === true;
      return inside && named !== null ? named : stated;
    }
    const named = this.#byName(statement, "district");
    if (named !== null) return named;
    const fallback = this.#provinces.get(province);
    if (fallback === undefined) throw new RangeError(`There is no former province with the code ${province}.`);
    return {
      position: {
        ...fallback.centroid,
        precision: "province",
        radiusKm: round(fallback.radiusKm, 1),
        matched: fallback.name,
        source: "thanglequoc",
      },
      districts: [],
    };
  }

  /** The place that the park bears the name of, at least as precise as asked; null when there is none. */
  #byName(statement: PlaceStatement, least: "commune" | "district"): Placement | null {
    if (this.#notByName.has(statement.id)) return null;
    for (const names of placesInName(statement.nameVi)) {
      const tokens = names.map((name): Token => ({ name, exact: exactIn(statement.nameVi, name), hint: "any" }));
      const match = this.#match(statement.province, tokens);
      if (match !== null && (least === "district" || match.precision === "commune")) {
        return this.#around(match, BY_NAME, BY_NAME_FACTOR);
      }
    }
    return null;
  }

  #nearestNewWard(province: string, point: LatLon): Area | null {
    let best: Area | null = null;
    let distance = Number.POSITIVE_INFINITY;
    for (const ward of this.#newWards.get(province) ?? []) {
      const km = geodesicKm(point, ward);
      if (km < distance) [best, distance] = [ward, km];
    }
    return best;
  }

  /** The communes that the names mean, or else the districts; null when nothing matches. */
  #match(province: string, tokens: readonly Token[]): { areas: Area[]; precision: PositionPrecision } | null {
    const districts = this.#districts.get(province) ?? [];
    const wards = this.#wards.get(province) ?? [];
    const districtsOf = (token: Token) =>
      token.hint === "ward" ? [] : districts.filter((district) => district.name === token.name);
    const matchedDistricts = tokens.map(districtsOf);
    const found: Area[] = [];
    const districtOnly: Area[] = [];
    tokens.forEach((token, at) => {
      const others = new Set(matchedDistricts.flatMap((list, i) => (i === at ? [] : list.map((d) => d.code))));
      const alike = token.hint === "district" ? [] : wards.filter((ward) => ward.name === token.name);
      const written = alike.filter((ward) => ward.fullName.normalize("NFC").toLowerCase().endsWith(` ${token.exact}`));
      const same = token.exact !== "" && written.length > 0 ? written : alike;
      const inside = same.filter((ward) => ward.district !== null && others.has(ward.district));
      const own = matchedDistricts[at] ?? [];
      if (inside.length > 0) found.push(...inside);
      else if (own.length > 0) districtOnly.push(...own);
      else if (same.length > 0 && (others.size === 0 || same.length === 1) && closeTogether(same)) found.push(...same);
      else if (token.hint !== "district") {
        const today = (this.#newWards.get(province) ?? []).filter((ward) => ward.name === token.name);
        if (today.length === 1) found.push(...today);
      }
    });
    const together = (areas: Area[]) => areas.filter((area) => geodesicKm(area, areas[0] ?? area) <= TOGETHER_KM);
    if (found.length > 0) return { areas: together(found), precision: "commune" };
    return districtOnly.length > 0 ? { areas: districtOnly, precision: "district" } : null;
  }

  #around(match: { areas: Area[]; precision: PositionPrecision }, source: string, factor: number): Placement {
    const areas = [...new Map(match.areas.map((area) => [area.code, area])).values()];
    const centre = meanPoint(areas);
    const reach = Math.max(...areas.map((area) => geodesicKm(centre, area) + area.radiusKm));
    const districts = new Set<string>();
    for (const area of areas) {
      if (area.district !== null) districts.add(area.district);
      else for (const code of this.#districtsOfNewWard.get(area.code) ?? []) districts.add(code);
    }
    return {
      position: {
        lat: round(centre.lat, 4),
        lon: round(centre.lon, 4),
        precision: match.precision,
        radiusKm: round(reach * factor, 1),
        matched: areas.map((area) => area.fullName).join(", "),
        source,
      },
      districts: [...districts].sort(),
    };
  }
}

/** Communes of one name in several districts are taken together only when they are neighbours. */
function closeTogether(areas: readonly Area[]): boolean {
  const centre = meanPoint(areas);
  return areas.every((area) => geodesicKm(centre, area) < 8);
}

function push(map: Map<string, Area[]>, key: string, area: Area): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [area]);
  else list.push(area);
}

function round(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}

/**
 * Radius of each new ward: three quarters of the mean distance to its three nearest neighbours'
 * centroids, which for a plane tiled by cells of one size covers a cell to its corners.
 */
function wardRadii(file: LocalityFile): Map<string, number> {
  const radii = new Map<string, number>();
  const byProvince = new Map<string, LatLon[]>();
  for (const [, , p34, , lat, lon] of file.newWards)
    byProvince.set(p34, [...(byProvince.get(p34) ?? []), { lat, lon }]);
  for (const [code, , p34, , lat, lon] of file.newWards) {
    const cos = Math.cos((lat * Math.PI) / 180);
    // A plane is exact enough over a few kilometres and fast over three thousand wards.
    const near = (byProvince.get(p34) ?? [])
      .map((other) => 111.2 * Math.hypot(other.lat - lat, (other.lon - lon) * cos))
      .sort((a, b) => a - b)
      .slice(1, 4);
    const mean = near.reduce((sum, km) => sum + km, 0) / Math.max(1, near.length);
    radii.set(code, Math.min(15, Math.max(LEAST_RADIUS_KM, 0.75 * mean)));
  }
  return radii;
}
