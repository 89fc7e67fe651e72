/**
 * Names of parks and provinces as files write them, folded so that they can be compared: "KCN Quế Võ II",
 * "Que Vo 2 Industrial Park" and "Quế Võ 2 IP" are one name. And the search for a park that the
 * catalogue already knows.
 */
import { geodesicKm } from "../geography/geodesic";
import type { FormerProvince, Province } from "../model/catalogue";
import type { LatLon, Park } from "../model/park";
import { fold } from "../text/fold";

const ROMAN: Readonly<Record<string, string>> = {
  i: "1",
  ii: "2",
  iii: "3",
  iv: "4",
  v: "5",
  vi: "6",
  vii: "7",
  viii: "8",
  ix: "9",
  x: "10",
  one: "1",
  two: "2",
  three: "3",
};

/** Words that only say what kind of thing it is. */
const GENERIC =
  /\b(?:khu cong nghiep|khu cn|kcn|industrial (?:parks?|zones?|estates?|complex|area)|ips?|iz|ie|industrial|parks?|estate|zone|du an|ha tang|the|of|co ltd|jsc)\b/g;
const SAME: readonly (readonly [RegExp, string])[] = [
  [/\b(?:khu che xuat|kcx|export processing zone|epz)\b/g, "epz"],
  [/\b(?:khu kinh te|kkt|economic zone)\b/g, "economiczone"],
  [/\b(?:cum cong nghiep|ccn|industrial cluster)\b/g, "cluster"],
  [/\b(?:cong nghe cao|cnc|hi tech|high tech|hightech|hitech)\b/g, "hitech"],
  [/\b(?:giai doan|gd|phase|ph|stage)\b/g, "phase"],
  [/\b(?:mo rong|expansion|expanded|extension|extended|mr)\b/g, "expansion"],
  [/\b(?:north|northern)\b/g, "bac"],
  [/\b(?:south|southern)\b/g, "nam"],
  [/\b(?:east|eastern)\b/g, "dong"],
  [/\b(?:west|western)\b/g, "tay"],
];

/** A park's name in comparable form. */
export interface NameKey {
  /** Words of the name, sorted: what two names must share to be one. */
  readonly key: string;
  readonly words: readonly string[];
  /** Numerals within it ("2", "3b"): names that differ in them are different parks. */
  readonly numerals: string;
}

/** Folds a park's name. */
export function nameKey(name: string): NameKey {
  let text = ` ${fold(name)} `;
  for (const [pattern, word] of SAME) text = text.replace(pattern, word);
  const bare = text.replace(GENERIC, " ").trim();
  const source = bare === "" ? text.trim() : bare;
  const words = source
    .split(/\s+/)
    .map((word, index) => (index > 0 ? (ROMAN[word] ?? word) : word).replace(/^0+(?=\d)/, ""));
  const sorted = words.toSorted();
  const numerals = sorted.filter((word) => /\d/.test(word) || word === "expansion" || /^[abcd]$/.test(word));
  return { key: sorted.join(" "), words, numerals: numerals.join(" ") };
}

/** Likeness of two sets of letter pairs (Dice), 0..1. */
function likeness(a: string, b: string): number {
  if (a === b) return 1;
  const pairs = (text: string) => {
    const found = new Map<string, number>();
    for (let at = 0; at + 1 < text.length; at += 1) {
      const pair = text.slice(at, at + 2);
      found.set(pair, (found.get(pair) ?? 0) + 1);
    }
    return found;
  };
  const [first, second] = [pairs(a), pairs(b)];
  let shared = 0;
  for (const [pair, count] of first) shared += Math.min(count, second.get(pair) ?? 0);
  const all = Math.max(0, a.length - 1) + Math.max(0, b.length - 1);
  return all === 0 ? 0 : (2 * shared) / all;
}

/** A province that a file names. */
export interface PlaceMatch {
  /** Code of today's province. */
  readonly province: string;
  /** Code of the former province, where the name is one's. */
  readonly formerProvince: string;
}

/** Provinces of other countries, as a package brings them. */
export interface OtherProvince {
  readonly code: string;
  readonly name: string;
  readonly nativeName: string | null;
}

/** Finds provinces by name, alias or code. */
export type ProvinceFinder = (text: string) => PlaceMatch | null;

const PROVINCE_WORDS = /\b(?:tinh|thanh pho|tp|t|province|city|municipality|prov)\b/g;
const CITY_ALIASES: Readonly<Record<string, string>> = {
  hcm: "ho chi minh",
  hcmc: "ho chi minh",
  saigon: "ho chi minh",
  "sai gon": "ho chi minh",
  brvt: "ba ria vung tau",
  "vung tau": "ba ria vung tau",
  "ba ria": "ba ria vung tau",
  hue: "thua thien hue",
  hn: "ha noi",
  hp: "hai phong",
  胡志明: "ho chi minh",
  河内: "ha noi",
  海防: "hai phong",
};

function provinceKey(text: string): string {
  const folded = fold(text);
  const bare = folded.replace(PROVINCE_WORDS, " ").replace(/\s+/g, " ").trim();
  const key = bare === "" ? folded : bare;
  return (CITY_ALIASES[key] ?? key).replaceAll(" ", "");
}

/** Builds the finder; former names first, since statistics and older lists go by them. */
export function provinceFinder(
  formerProvinces: readonly FormerProvince[],
  provinces: readonly Province[],
  others: readonly OtherProvince[] = [],
): ProvinceFinder {
  const found = new Map<string, PlaceMatch>();
  for (const province of provinces) {
    const match = { province: province.code, formerProvince: province.formerProvinces[0] ?? province.code };
    // A merged province is known by its namesake among the former ones where there is one.
    const namesake = province.formerProvinces.find((code) => code === province.code);
    for (const name of [province.nameVi, province.nameEn]) {
      found.set(provinceKey(name), namesake === undefined ? match : { ...match, formerProvince: namesake });
    }
  }
  for (const province of formerProvinces) {
    const match = { province: province.province, formerProvince: province.code };
    for (const name of [province.nameVi, province.nameEn, ...province.aliases]) found.set(provinceKey(name), match);
  }
  for (const { code, name, nativeName } of others) {
    const match = { province: code, formerProvince: code };
    for (const text of [name, nativeName ?? "", code]) if (text !== "") found.set(provinceKey(text), match);
  }
  return (text) => {
    const whole = found.get(provinceKey(text));
    if (whole !== undefined) return whole;
    // "Quế Võ, Bắc Ninh": the province stands last in an address.
    for (const part of text.split(/[,;\-–(]/).reverse()) {
      const match = part.trim() === "" ? undefined : found.get(provinceKey(part));
      if (match !== undefined) return match;
    }
    return null;
  };
}

/** What is known of a row when it is compared with the parks. */
export interface Wanted {
  readonly names: readonly string[];
  readonly province: PlaceMatch | null;
  readonly position: LatLon | null;
}

/** A known park that a row may mean. */
export interface Candidate {
  readonly parkId: string;
  readonly name: string;
  /** 0..1. */
  readonly confidence: number;
  /** What speaks for it, in message keys `import.match.<reason>`. */
  readonly reason:
    | "name-and-province"
    | "name-and-place"
    | "name"
    | "name-other-province"
    | "similar-name-and-place"
    | "similar-name";
  /** Distance between the two positions; null where one is not known. */
  readonly km: number | null;
}

/** Below this a likeness is not shown. */
const LEAST = 0.5;
/** A proposal to merge. */
export const MERGE_FROM = 0.85;
const NEAR_KM = 5;
const FAR_KM = 40;

/** Finds known parks that a row may mean, best first, five at most. */
export type ParkMatcher = (wanted: Wanted) => readonly Candidate[];

interface Entry {
  readonly park: Pick<Park, "id" | "name" | "province" | "formerProvince" | "position">;
  readonly key: NameKey;
}

/** Builds the matcher over the parks' names, Vietnamese names and other names. */
export function parkMatcher(
  parks: readonly Pick<Park, "id" | "name" | "nameVi" | "aka" | "province" | "formerProvince" | "position">[],
): ParkMatcher {
  const byKey = new Map<string, Entry[]>();
  const byWord = new Map<string, Entry[]>();
  const put = (map: Map<string, Entry[]>, key: string, entry: Entry) => {
    const list = map.get(key);
    if (list === undefined) map.set(key, [entry]);
    else list.push(entry);
  };
  for (const park of parks) {
    const seen = new Set<string>();
    for (const name of [park.name, park.nameVi, ...park.aka]) {
      if (name.trim() === "") continue;
      const key = nameKey(name);
      if (seen.has(key.key)) continue;
      seen.add(key.key);
      const entry = { park, key };
      put(byKey, key.key, entry);
      for (const word of new Set(key.words)) put(byWord, word, entry);
    }
  }
  return (wanted) => {
    const best = new Map<string, Candidate>();
    for (const name of wanted.names) {
      if (name.trim() === "") continue;
      const key = nameKey(name);
      const exact = byKey.get(key.key) ?? [];
      const near = new Set<Entry>();
      for (const word of key.words) {
        const entries = byWord.get(word) ?? [];
        // Words that half the catalogue carries ("bac", "tan") find nothing.
        if (entries.length <= 60) for (const entry of entries) near.add(entry);
      }
      for (const entry of exact) keep(best, judge(entry, 1, wanted));
      for (const entry of near) {
        if (entry.key.key === key.key || entry.key.numerals !== key.numerals) continue;
        const like = likeness(key.words.join(" "), entry.key.words.join(" "));
        if (like >= 0.7) keep(best, judge(entry, like, wanted));
      }
    }
    return [...best.values()].sort((a, b) => b.confidence - a.confidence || (a.parkId < b.parkId ? -1 : 1)).slice(0, 5);
  };
}

function keep(best: Map<string, Candidate>, candidate: Candidate | null): void {
  if (candidate === null || candidate.confidence < LEAST) return;
  const rival = best.get(candidate.parkId);
  if (rival === undefined || rival.confidence < candidate.confidence) best.set(candidate.parkId, candidate);
}

function judge({ park }: Entry, like: number, wanted: Wanted): Candidate | null {
  const exact = like === 1;
  const km = wanted.position === null || park.position === null ? null : geodesicKm(wanted.position, park.position);
  const radius = park.position?.radiusKm ?? 0;
  const near = km !== null && km <= NEAR_KM + radius;
  const far = km !== null && km > FAR_KM + radius;
  const place = wanted.province;
  const same = place === null ? null : place.province === park.province;
  const candidate = (confidence: number, reason: Candidate["reason"]): Candidate => ({
    parkId: park.id,
    name: park.name,
    confidence: Math.round(confidence * 100) / 100,
    reason,
    km: km === null ? null : Math.round(km * 10) / 10,
  });
  if (exact) {
    if (far) return candidate(0.5, "name-other-province");
    if (near) return candidate(0.98, "name-and-place");
    if (same === true) return candidate(0.95, "name-and-province");
    return same === null ? candidate(0.75, "name") : candidate(0.5, "name-other-province");
  }
  if (far || same === false) return null;
  if (near) return candidate(Math.min(0.84, like * 0.9), "similar-name-and-place");
  return candidate(same === true ? like * 0.8 : like * 0.6, "similar-name");
}
