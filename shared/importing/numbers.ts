/**
 * Numbers as people write them: "1.234,5", "1,234.5", "85 - 90", "$1,200", "70%", "about 120 ha". What
 * a mark means is decided for a whole column, on the cells that leave no doubt.
 */
import type { NumberRange } from "../model/park";
import type { Cell, DecimalMark } from "./types";

export type NumberReading =
  | { readonly kind: "number"; readonly value: number; readonly percent: boolean; readonly rest: string }
  | { readonly kind: "range"; readonly value: NumberRange; readonly percent: boolean; readonly rest: string }
  /** Nothing stated: empty, "-", "n/a", "chưa có". */
  | { readonly kind: "none" }
  /** "#N/A", "#REF!": an error that a spreadsheet computed. */
  | { readonly kind: "formula-error" }
  | { readonly kind: "not-finite" }
  | { readonly kind: "text" };

const NOTHING = new Set([
  ...[
    "",
    "-",
    "--",
    "–",
    "—",
    "?",
    ".",
    "/",
    "n/a",
    "na",
    "n.a.",
    "n.a",
    "nil",
    "none",
    "null",
    "unknown",
    "tbd",
    "tba",
  ],
  ...["tbc", "not available", "no data", "no information", "on request", "contact", "updating", "negotiable", "x"],
  ...["không", "không có", "chưa có", "chưa rõ", "đang cập nhật", "liên hệ", "thỏa thuận", "thoả thuận", "k có"],
  ...[
    "无",
    "無",
    "暂无",
    "未知",
    "没有",
    "面议",
    "없음",
    "미정",
    "미상",
    "해당없음",
    "不明",
    "未定",
    "なし",
    "該当なし",
  ],
]);

/** Whether a cell says that nothing is known. */
export function saysNothing(text: string): boolean {
  return NOTHING.has(text.trim().toLowerCase());
}

/** The text of a cell, trimmed; blanks of every kind as plain ones. */
export function cellText(cell: Cell): string {
  if (cell === null) return "";
  return (typeof cell === "string" ? cell : String(cell)).replace(/[\u00a0\u2007\u202f\u3000]/g, " ").trim();
}

/** Digits with marks: the bare number within a cell. */
const DIGITS = String.raw`\d+(?:[.,'’]\d+| \d{3}(?!\d))*(?:[.,](?!\d))?`;
const NUMBER = new RegExp(String.raw`^([+-]?)\s*(?:${DIGITS}|[.,]\d+)(?:[eE][+-]?\d{1,4})?`);
/** What may stand before a number: a currency, "about", "more than". */
const BEFORE =
  /^(?:(?:us\s?\$|usd|vnd|vnđ|us|[$€£¥₫₩]|about|approx(?:imately)?\.?|around|ca\.?|c\.|circa|over|more than|less than|up to|from|nearly|min\.?|max\.?|khoảng|trên|dưới|hơn|gần|từ|约|大约|超过|약|約|~|≈|>=|<=|≥|≤|>|<|=)\s*)+/i;
const BETWEEN =
  /^\s*(?:usd|vnd|us\$|\$|%|ha|m2|m²)?\s*(?:-|–|—|~|〜|～|to|until|đến|tới|至|到|から|에서)\s*(?:us\$|usd|\$)?\s*/i;

/** Which mark a written number leaves no doubt about; null when either would do. */
export function markOf(digits: string): DecimalMark | null {
  const points = digits.split(".").length - 1;
  const commas = digits.split(",").length - 1;
  if (points > 0 && commas > 0) return digits.lastIndexOf(",") > digits.lastIndexOf(".") ? "comma" : "point";
  if (points > 1) return "comma";
  if (commas > 1) return "point";
  const mark = points === 1 ? "." : commas === 1 ? "," : null;
  if (mark === null) return null;
  const [before = "", after = ""] = digits.split(mark);
  const decimals = /^\d*/.exec(after)?.[0].length ?? 0;
  // "1.234" may be a thousand and more; "0.234", "12.5", "1234.567" may not.
  const grouped = decimals === 3 && /^[+-]?\d{1,3}$/.test(before) && !/^[+-]?0/.test(before);
  if (grouped) return null;
  return mark === "." ? "point" : "comma";
}

/** The decimal mark that a cell shows beyond doubt; null for any other cell. */
export function evidenceOfMark(cell: Cell): DecimalMark | null {
  if (typeof cell !== "string") return null;
  const text = cellText(cell).slice(0, 200).replace(BEFORE, "");
  const match = NUMBER.exec(text);
  if (match === null) return null;
  const rest = text.slice(match[0].length);
  if (/^\s*[,;]\s*[+-]?\d/.test(rest)) return null;
  return markOf(match[0]);
}

/** Whether the column's mark decides what this number is ("1,234"). */
export function isAmbiguous(cell: Cell): boolean {
  if (typeof cell !== "string") return false;
  const match = NUMBER.exec(cellText(cell).slice(0, 200).replace(BEFORE, ""));
  return match !== null && /[.,]/.test(match[0]) && markOf(match[0]) === null;
}

function toNumber(written: string, mark: DecimalMark): number {
  const bare = written.replace(/['’ ]/g, "").replace(/[.,]$/, "");
  const plain = mark === "comma" ? bare.replaceAll(".", "").replace(",", ".") : bare.replaceAll(",", "");
  // A mark that cannot group ("12.5" under a decimal comma) is a decimal mark after all.
  const certain = markOf(bare);
  if (certain !== null && certain !== mark) return toNumber(written, certain);
  return Number(plain);
}

/** Reads a cell as a number or a range. */
export function readNumber(cell: Cell, mark: DecimalMark): NumberReading {
  if (cell === null || typeof cell === "boolean") return cell === null ? { kind: "none" } : { kind: "text" };
  if (typeof cell === "number") {
    return Number.isFinite(cell) ? { kind: "number", value: cell, percent: false, rest: "" } : { kind: "not-finite" };
  }
  const text = cellText(cell);
  if (text.length > 200) return { kind: "text" };
  if (saysNothing(text)) return { kind: "none" };
  if (/^#(?:N\/A|REF!|VALUE!|DIV\/0!|NUM!|NAME\?|NULL!|SPILL!|CALC!)/i.test(text)) return { kind: "formula-error" };
  if (/^[+-]?(?:nan|inf|infinity)$/i.test(text)) return { kind: "not-finite" };
  // "(1,234)": a bookkeeper's minus.
  const bracketed = /^\(([^()]+)\)$/.exec(text);
  if (bracketed !== null && NUMBER.test(bracketed[1] ?? "")) return readNumber(`-${bracketed[1]}`, mark);
  const bare = text.replace(BEFORE, "");
  const first = NUMBER.exec(bare);
  if (first === null) return { kind: "text" };
  const low = toNumber(first[0], mark);
  let rest = bare.slice(first[0].length);
  const between = BETWEEN.exec(rest);
  const second = between === null ? null : NUMBER.exec(rest.slice(between[0].length));
  if (between !== null && second !== null && second[1] !== "-") {
    const high = toNumber(second[0], mark);
    rest = rest.slice(between[0].length + second[0].length).trim();
    if (!Number.isFinite(low) || !Number.isFinite(high)) return { kind: "not-finite" };
    return { kind: "range", value: { min: low, max: high }, percent: rest.startsWith("%"), rest };
  }
  if (Number.isNaN(low)) return { kind: "text" };
  if (!Number.isFinite(low)) return { kind: "not-finite" };
  rest = rest.trim();
  // "120 ha", "85 USD/m2", "100+" are numbers; "3 phases and 2 gates" or "12 Nguyen Trai" are not.
  if (rest.length > 24 || /\d/.test(rest.replace(/m[23]|km2|m³\/|m²/gi, ""))) return { kind: "text" };
  return { kind: "number", value: low, percent: rest.startsWith("%"), rest };
}
