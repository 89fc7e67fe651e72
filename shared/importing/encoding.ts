/**
 * Which encoding a text file is in, and its text. UTF-8 proves itself (chance bytes hardly ever are
 * valid UTF-8); UTF-16 shows in its mark or its zeros; of the old single-byte code pages, Windows-1258
 * writes Vietnamese tones as bytes of their own that follow a vowel, which Windows-1252 texts do not.
 */
import { ImportError } from "./types";

export type EncodingId = "utf-8" | "utf-16le" | "utf-16be" | "windows-1258" | "windows-1252";
export const ENCODING_IDS: readonly EncodingId[] = ["utf-8", "utf-16le", "utf-16be", "windows-1258", "windows-1252"];

export interface EncodingReport {
  readonly id: EncodingId;
  readonly byteOrderMark: boolean;
  /** 0..1. */
  readonly confidence: number;
  /** Bytes that are no character in it and came in as U+FFFD. */
  readonly replaced: number;
  /** The file ends in the middle of a character. */
  readonly cutOff: boolean;
}

/** Bytes that Windows-1258 puts after a vowel: grave, hook above, tilde, acute, dot below. */
const TONES = new Set([0xcc, 0xd2, 0xde, 0xec, 0xf2]);
/** Letters of Windows-1258 that stand elsewhere in 1252: Đ đ Ă ă Ơ ơ Ư ư. */
const LETTERS = new Set([0xd0, 0xf0, 0xc3, 0xe3, 0xd5, 0xf5, 0xdd, 0xfd]);
/** Vowels that carry tones, in the bytes of Windows-1258: a e i o u y and their Vietnamese kin. */
const VOWELS = new Set([
  ...[..."aeiouyAEIOUY"].map((letter) => letter.charCodeAt(0)),
  ...[0xc2, 0xe2, 0xca, 0xea, 0xd4, 0xf4, 0xc3, 0xe3, 0xd5, 0xf5, 0xdd, 0xfd],
]);
/** Bytes that are no character in Windows-1252. */
const UNUSED_1252 = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

const SAMPLE = 4 * 1024 * 1024;

/** Whether the zeros of plain text in UTF-16 stand at even or at odd places. */
function zeros(bytes: Uint8Array): { readonly even: number; readonly odd: number } {
  const end = Math.min(bytes.length, 4096) & ~1;
  let even = 0;
  let odd = 0;
  for (let at = 0; at < end; at += 2) {
    if (bytes[at] === 0) even += 1;
    if (bytes[at + 1] === 0) odd += 1;
  }
  return { even: end === 0 ? 0 : even / (end / 2), odd: end === 0 ? 0 : odd / (end / 2) };
}

interface Utf8Check {
  /** Characters of more than one byte. */
  readonly multi: number;
  readonly invalid: number;
  readonly cutOff: boolean;
}

function checkUtf8(bytes: Uint8Array): Utf8Check {
  const end = bytes.length;
  let multi = 0;
  let invalid = 0;
  let at = 0;
  while (at < end) {
    const lead = bytes[at] as number;
    if (lead < 0x80) {
      at += 1;
      continue;
    }
    const length =
      lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
    let have = 1;
    while (have < length && at + have < end && ((bytes[at + have] as number) & 0xc0) === 0x80) have += 1;
    if (length === 0 || (have < length && at + have < end)) {
      invalid += 1;
      at += Math.max(1, length === 0 ? 1 : have);
      continue;
    }
    if (have < length) return { multi, invalid, cutOff: true };
    multi += 1;
    at += length;
  }
  return { multi, invalid, cutOff: false };
}

/** How much the bytes look like Vietnamese in Windows-1258: tones after vowels against tones elsewhere. */
function vietnamese(bytes: Uint8Array): { readonly placed: number; readonly stray: number; readonly letters: number } {
  const end = Math.min(bytes.length, SAMPLE);
  let placed = 0;
  let stray = 0;
  let letters = 0;
  for (let at = 0; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (TONES.has(byte)) {
      if (at > 0 && VOWELS.has(bytes[at - 1] as number)) placed += 1;
      else stray += 1;
    } else if (LETTERS.has(byte)) letters += 1;
  }
  return { placed, stray, letters };
}

/** Decides on the encoding of a text file. */
export function detectEncoding(bytes: Uint8Array): EncodingReport {
  const sure = { byteOrderMark: true, confidence: 1, replaced: 0, cutOff: false };
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    const { invalid, cutOff } = checkUtf8(bytes);
    return { ...sure, id: "utf-8", replaced: invalid, cutOff };
  }
  const half = bytes.length % 2 === 1;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { ...sure, id: "utf-16le", cutOff: half };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { ...sure, id: "utf-16be", cutOff: half };
  const bare = { byteOrderMark: false, replaced: 0, cutOff: false };
  const { even, odd } = zeros(bytes);
  if (odd > 0.2 && even < 0.02) return { ...bare, id: "utf-16le", confidence: 0.95, cutOff: half };
  if (even > 0.2 && odd < 0.02) return { ...bare, id: "utf-16be", confidence: 0.95, cutOff: half };
  const { multi, invalid, cutOff } = checkUtf8(bytes);
  if (invalid === 0 && (multi > 0 || !cutOff))
    return { ...bare, id: "utf-8", confidence: multi > 3 || multi === 0 ? 1 : 0.9, cutOff };
  if (multi > 10 * invalid && multi > 10) return { ...bare, id: "utf-8", confidence: 0.8, replaced: invalid, cutOff };
  const { placed, stray, letters } = vietnamese(bytes);
  if (placed + letters > 0 && placed >= 3 * stray && placed + letters >= 3) {
    return { ...bare, id: "windows-1258", confidence: Math.min(0.95, 0.6 + (placed + letters) / 50) };
  }
  let unused = 0;
  for (let at = 0; at < Math.min(bytes.length, SAMPLE); at += 1) if (UNUSED_1252.has(bytes[at] as number)) unused += 1;
  return { ...bare, id: "windows-1252", confidence: unused > 0 ? 0.2 : 0.6 };
}

/**
 * The text of a file, composed (NFC) and without its byte order mark.
 *
 * @throws ImportError `encoding-unknown` where the platform cannot read the encoding.
 */
export function decodeText(bytes: Uint8Array, encoding: EncodingId): string {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(encoding);
  } catch {
    throw new ImportError("encoding-unknown", { encoding });
  }
  const text = decoder.decode(bytes);
  // Only Windows-1258 writes decomposed letters as a rule; others may, where a Mac wrote them.
  return encoding === "windows-1258" || /[\u0300-\u036f]/.test(text) ? text.normalize("NFC") : text;
}
