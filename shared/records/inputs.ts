/**
 * The figures behind a saved decision as one small record, named by its content: shortlists that were
 * saved on the same figures share it.
 *
 * A criterion's measures are packed as bytes, then base64: one byte a site (the evidence code, plus 128
 * where the figure has bounds of its own), then for each known figure its 64-bit float, little-endian,
 * followed by low and high where the byte says so. Nothing is rounded; what is unknown takes one byte.
 */
import { sha256 } from "../catalogue/sha256";
import { canonicalJson } from "../document/document";
import type { Json } from "../document/schema";
import type { Criterion } from "../model/criterion";
import type { DecisionInputs } from "../model/shortlist";
import type { MeasureColumn } from "../model/site";
import { type RankingSites, type References, unknownColumn } from "../ranking/additive/table";

const HAS_BOUNDS = 128;

/** A packed record that does not hold what it says it holds. */
export class RecordError extends Error {
  override readonly name = "RecordError";
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Bytes as base64 (RFC 4648, with padding). */
export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const three = ((bytes[at] as number) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += DIGITS.charAt(three >> 18) + DIGITS.charAt((three >> 12) & 63);
    text += at + 1 < bytes.length ? DIGITS.charAt((three >> 6) & 63) : "=";
    text += at + 2 < bytes.length ? DIGITS.charAt(three & 63) : "=";
    if (text.length >= 8_192) {
      parts.push(text);
      text = "";
    }
  }
  return parts.join("") + text;
}

/** @throws {RecordError} for what is not base64 */
export function fromBase64(text: string): Uint8Array {
  const length = text.replace(/=+$/, "").length;
  if (text.length % 4 !== 0 || text.length - length > 2) throw new RecordError("not base64");
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let held = 0;
  let bits = 0;
  let to = 0;
  for (let at = 0; at < length; at += 1) {
    const digit = DIGITS.indexOf(text.charAt(at));
    if (digit < 0) throw new RecordError("not base64");
    held = ((held << 6) | digit) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[to++] = (held >> bits) & 255;
  }
  return bytes;
}

/** A mask (0 or 1 a site) as base64 bits, lowest first. */
export function packMask(mask: Uint8Array): string {
  const bytes = new Uint8Array(Math.ceil(mask.length / 8));
  for (let row = 0; row < mask.length; row += 1) {
    if (mask[row] === 1) bytes[row >> 3] = (bytes[row >> 3] as number) | (1 << (row & 7));
  }
  return toBase64(bytes);
}

/** @throws {RecordError} when there are more or fewer bits than sites */
export function unpackMask(text: string, count: number): Uint8Array {
  const bytes = fromBase64(text);
  if (bytes.length !== Math.ceil(count / 8)) throw new RecordError("the mask does not fit the sites");
  return Uint8Array.from({ length: count }, (_, row) => ((bytes[row >> 3] as number) >> (row & 7)) & 1);
}

function hasBounds(column: MeasureColumn, row: number): boolean {
  const central = column.central[row];
  return !(Object.is(column.low[row], central) && Object.is(column.high[row], central));
}

/** Packs a column's measures. */
export function packColumn(column: MeasureColumn): string {
  const { central, low, high, kind } = column;
  let floats = 0;
  for (let row = 0; row < kind.length; row += 1) if (kind[row] !== 0) floats += hasBounds(column, row) ? 3 : 1;
  const bytes = new Uint8Array(kind.length + 8 * floats);
  const view = new DataView(bytes.buffer);
  let at = kind.length;
  for (let row = 0; row < kind.length; row += 1) {
    const code = kind[row] as number;
    if (code === 0) continue;
    const bounds = hasBounds(column, row);
    bytes[row] = bounds ? code + HAS_BOUNDS : code;
    for (const list of bounds ? [central, low, high] : [central]) {
      view.setFloat64(at, list[row] as number, true);
      at += 8;
    }
  }
  return toBase64(bytes);
}

/** @throws {RecordError} when the bytes do not fit the number of sites */
export function unpackColumn(text: string, count: number): MeasureColumn {
  const bytes = fromBase64(text);
  const column = unknownColumn(count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = count;
  const next = (): number => {
    if (at + 8 > bytes.length) throw new RecordError("the measures do not fit the sites");
    at += 8;
    return view.getFloat64(at - 8, true);
  };
  for (let row = 0; row < count; row += 1) {
    const code = bytes[row] ?? 0;
    if (code === 0) continue;
    const central = next();
    column.central[row] = central;
    column.low[row] = code >= HAS_BOUNDS ? next() : central;
    column.high[row] = code >= HAS_BOUNDS ? next() : central;
    column.kind[row] = code & (HAS_BOUNDS - 1);
  }
  if (at !== bytes.length) throw new RecordError("the measures do not fit the sites");
  return column;
}

/** The id that inputs with this content have. */
export function inputsId({ id: _, ...content }: Omit<DecisionInputs, "id"> & { readonly id?: string }): string {
  return sha256(canonicalJson(content as unknown as Json));
}

/** Packs the figures that a decision is made on. */
export function takeInputs(
  { sites, measures }: RankingSites,
  criteria: readonly Criterion[],
  references: References,
): DecisionInputs {
  const packed = criteria.flatMap(({ id }): [string, string][] => {
    const column = measures[id];
    return column === undefined ? [] : [[id, packColumn(column)]];
  });
  const medians = criteria.flatMap(({ id }): [string, number][] => {
    const median = references[id]?.median;
    return median === undefined || !Number.isFinite(median) ? [] : [[id, median]];
  });
  const content = {
    siteIds: sites.map(({ id }) => id),
    names: sites.map(({ name, nameEn }) => nameEn ?? name),
    sectors: sites.map(({ sectors }) => sectors),
    criteria,
    medians: Object.fromEntries(medians),
    measures: Object.fromEntries(packed),
  };
  return { id: inputsId(content), ...content };
}

/** What the engine takes: sites with measures, and the medians. */
export interface UnpackedInputs {
  readonly sites: RankingSites;
  readonly criteria: readonly Criterion[];
  readonly references: References;
}

/** @throws {RecordError} when lists do not fit together */
export function unpackInputs(inputs: DecisionInputs): UnpackedInputs {
  const { siteIds, names, sectors, criteria, medians, measures } = inputs;
  if (names.length !== siteIds.length || sectors.length !== siteIds.length) {
    throw new RecordError("names and sectors do not fit the sites");
  }
  return {
    sites: {
      sites: siteIds.map((id, row) => ({ id, name: names[row] ?? id, sectors: sectors[row] ?? [] })),
      measures: Object.fromEntries(
        Object.entries(measures).map(([id, packed]) => [id, unpackColumn(packed, siteIds.length)]),
      ),
    },
    criteria,
    references: Object.fromEntries(Object.entries(medians).map(([id, median]) => [id, { median }])),
  };
}
