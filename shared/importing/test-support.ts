/** Makes files for the importer's tests. */
import { type Inspection, inspectFile } from "./inspect";
import type { ColumnReport } from "./types";

export const file = (name: string, text: string) => ({ name, bytes: utf8(text) });
export const inspect = (input: { name: string; bytes: Uint8Array }): Promise<Inspection> => inspectFile(input);

function utf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return Uint8Array.from(bytes);
}

export function utf16(text: string, little: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    bytes[2 * at] = little ? code & 255 : code >> 8;
    bytes[2 * at + 1] = little ? code >> 8 : code & 255;
  }
  return bytes;
}

const LETTERS: Readonly<Record<string, number>> = {
  "\u0300": 0xcc,
  "\u0309": 0xd2,
  "\u0303": 0xde,
  "\u0301": 0xec,
  "\u0323": 0xf2,
  Ă: 0xc3,
  ă: 0xe3,
  Đ: 0xd0,
  đ: 0xf0,
  Ơ: 0xd5,
  ơ: 0xf5,
  Ư: 0xdd,
  ư: 0xfd,
};

/** Vietnamese as Windows-1258 writes it: the vowel with its hat, then the tone. */
export function windows1258(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const char of text.normalize("NFD")) {
    const hat = char === "\u0302" || char === "\u0306" || char === "\u031b";
    const tone = LETTERS[char];
    if (!hat) {
      bytes.push(tone ?? char.charCodeAt(0));
      continue;
    }
    // The hat joins its letter, even across a tone that stands between (dot below sorts first).
    const dot = bytes.at(-1) === 0xf2;
    if (dot) bytes.pop();
    const letter = `${String.fromCharCode(bytes.pop() ?? 0)}${char}`.normalize("NFC");
    bytes.push(LETTERS[letter] ?? letter.charCodeAt(0), ...(dot ? [0xf2] : []));
  }
  return Uint8Array.from(bytes);
}

/** The report of one column of a CSV. */
export async function columnOf(text: string, index: number): Promise<ColumnReport> {
  const column = (await inspect(file("a.csv", text))).columns[index];
  if (column === undefined) throw new Error(`no column ${index}`);
  return column;
}
