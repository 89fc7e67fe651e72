/**
 * Coordinates as people write them: decimal degrees, degrees with minutes and seconds, in one cell or
 * two, with hemisphere letters in English or Vietnamese, from a map's address or as WKT.
 */
import type { LatLon } from "../model/park";
import { cellText } from "./numbers";
import type { Cell } from "./types";

/** One angle: degrees, and the axis that its letter names. */
export interface Angle {
  readonly degrees: number;
  readonly axis: "lat" | "lon" | null;
}

/** Letters: N S E W; Bắc, Đông, Tây ("B", "Đ", "T"); "Nam" whole, as "N" means north everywhere else. */
const HEMISPHERES: readonly (readonly [RegExp, "lat" | "lon", 1 | -1])[] = [
  [/^(?:n|north|b|bắc|bac|北緯|北纬|북위)$/i, "lat", 1],
  [/^(?:s|south|nam|南緯|南纬|남위)$/i, "lat", -1],
  [/^(?:e|east|đ|đông|dong|東経|东经|東經|동경)$/i, "lon", 1],
  [/^(?:w|west|t|tây|tay|西経|西经|西經|서경)$/i, "lon", -1],
];

const LETTER =
  "north|south|east|west|bắc|nam|đông|tây|bac|dong|tay|北緯|北纬|북위|南緯|南纬|남위|東経|东经|東經|동경|西経|西经|西經|서경|[nsewbđt]";
const LABEL = /^(?:lat(?:itude)?|lon(?:g(?:itude)?)?|lng|vĩ độ|kinh độ|vi do|kinh do)\s*[:=]?\s*/i;
const DMS = new RegExp(
  [
    String.raw`^(${LETTER})?\s*([+-]?\d{1,3}(?:[.,]\d+)?)\s*(?:[°º˚d度도*]|\s|$|(?=(?:${LETTER})$))`,
    String.raw`\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:['’′‘m分분]|\s|$|(?=(?:${LETTER})$))\s*)?`,
    String.raw`(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:["”″“s秒초]|''|’’|′′|\s|$|(?=(?:${LETTER})$))\s*)?(${LETTER})?$`,
  ].join(""),
  "i",
);

function hemisphere(letter: string | undefined): { axis: "lat" | "lon"; sign: 1 | -1 } | null {
  if (letter === undefined) return null;
  for (const [pattern, axis, sign] of HEMISPHERES) if (pattern.test(letter)) return { axis, sign };
  return null;
}

/** Reads one angle; null when it is none. */
export function readAngle(cell: Cell): Angle | null {
  if (typeof cell === "number") return Number.isFinite(cell) ? { degrees: cell, axis: null } : null;
  const text = cellText(cell).replace(LABEL, "");
  if (text === "" || text.length > 60) return null;
  if (/^[+-]?\d+(?:[.,]\d+)?$/.test(text)) {
    const degrees = Number(text.replace(",", "."));
    return Number.isFinite(degrees) ? { degrees, axis: null } : null;
  }
  const match = DMS.exec(text);
  if (match === null) return null;
  const part = (written: string | undefined) => (written === undefined ? 0 : Number(written.replace(",", ".")));
  const whole = part(match[2]);
  const minutes = part(match[3]);
  const seconds = part(match[4]);
  if (minutes >= 60 || seconds >= 60) return null;
  const side = hemisphere(match[1]) ?? hemisphere(match[5]);
  const size = Math.abs(whole) + minutes / 60 + seconds / 3600;
  const sign = (whole < 0 || Object.is(whole, -0) || match[2]?.startsWith("-") === true ? -1 : 1) * (side?.sign ?? 1);
  return { degrees: sign * size, axis: side?.axis ?? null };
}

/** A pair of angles as written, first and second. */
export interface AnglePair {
  readonly first: Angle;
  readonly second: Angle;
  /** The writing itself names the order (letters, WKT, a map's address). */
  readonly order: "lat-lon" | "lon-lat" | null;
}

/** Reads a cell with both coordinates; null when it holds no pair. */
export function readPair(cell: Cell): AnglePair | null {
  if (typeof cell !== "string" || cell.length > 400) return null;
  const text = cellText(cell);
  const wkt = /^(?:SRID=\d+;)?\s*POINT\s*Z?\s*\(\s*([+-]?[\d.]+)\s+([+-]?[\d.]+)/i.exec(text);
  if (wkt !== null) return pair(wkt[1], wkt[2], "lon-lat");
  const address = /[@=/]([+-]?\d{1,2}\.\d+),([+-]?\d{1,3}\.\d+)/.exec(/^https?:/.test(text) ? text : "");
  if (address !== null) return pair(address[1], address[2], "lat-lon");
  const bare = text.replace(/^[([{]\s*/, "").replace(/\s*[)\]}]$/, "");
  for (const splitter of [/\s*[;|/\n]\s*/, /\s*,\s+/, /\s+-\s+/, /\s*,\s*/]) {
    const parts = bare.split(splitter);
    if (parts.length === 2) {
      const found = pair(parts[0], parts[1], null);
      if (found !== null) return found;
    }
  }
  // "20,85, 106,68" and "20,85 106,68": decimal commas.
  const commas = /^([+-]?\d{1,3},\d+)\s*[, ]\s*([+-]?\d{1,3},\d+)$/.exec(bare);
  if (commas !== null) return pair(commas[1], commas[2], null);
  // "20°51'30\"N 106°41'00\"E" and "20.85 106.68": cut where a letter or a mark ends.
  const lettered = new RegExp(String.raw`^(.+?(?:${LETTER}))[\s,]*((?:\d).+)$`, "i").exec(bare);
  if (lettered !== null) {
    const found = pair(lettered[1], lettered[2], null);
    if (found !== null) return found;
  }
  const led = new RegExp(String.raw`^((?:${LETTER})\s*\d[^A-Za-zĐđ]*)((?:${LETTER})\s*\d.*)$`, "i").exec(bare);
  if (led !== null) {
    const found = pair(led[1]?.trim(), led[2], null);
    if (found !== null) return found;
  }
  const blank = /^([+-]?\d{1,3}(?:\.\d+)?)\s+([+-]?\d{1,3}(?:\.\d+)?)$/.exec(bare);
  if (blank !== null) return pair(blank[1], blank[2], null);
  const marks = /^(.*?["”″])\s*,?\s*(\d.*)$/.exec(bare);
  return marks === null ? null : pair(marks[1], marks[2], null);
}

function pair(first: string | undefined, second: string | undefined, order: AnglePair["order"]): AnglePair | null {
  const a = readAngle(first ?? null);
  const b = readAngle(second ?? null);
  if (a === null || b === null) return null;
  if (a.axis !== null && a.axis === b.axis) return null;
  const named =
    a.axis === "lat" || b.axis === "lon" ? "lat-lon" : a.axis === "lon" || b.axis === "lat" ? "lon-lat" : order;
  return { first: a, second: b, order: named };
}

/** What two numbers can be as a position. */
export type PositionReading =
  | { readonly kind: "position"; readonly at: LatLon; readonly swapped: boolean }
  /** Metres of a projected grid (VN-2000, UTM), not degrees. */
  | { readonly kind: "projected" }
  | { readonly kind: "invalid" };

/** A position from latitude and longitude; turned round where only that can be right. */
export function positionOf(lat: number, lon: number): PositionReading {
  const inside = (a: number, o: number) => Math.abs(a) <= 90 && Math.abs(o) <= 180;
  const vietnam = (a: number, o: number) => a >= 8 && a <= 24 && o >= 102 && o <= 110;
  if (inside(lat, lon) && !vietnam(lon, lat)) return { kind: "position", at: { lat, lon }, swapped: false };
  if (inside(lon, lat)) return { kind: "position", at: { lat: lon, lon: lat }, swapped: true };
  if (Math.abs(lat) > 10_000 && Math.abs(lon) > 10_000) return { kind: "projected" };
  return { kind: "invalid" };
}
