/**
 * Folding of names for search and matching: no case, no diacritics, no punctuation, đ as d. Chinese,
 * Japanese and Korean text keeps its characters, so a name is found by any part of it.
 */

const MARKS = /\p{Diacritic}|\p{Mn}/gu;
const NOT_WORD = /[^\p{Letter}\p{Number}]+/gu;

/** Voiced and semi-voiced marks of kana are letters of their own, not diacritics to drop. */
const KANA_MARKS = /[\u3099\u309a\u309b\u309c]/u;

function dropMarks(text: string): string {
  return text.replace(MARKS, (mark) => (KANA_MARKS.test(mark) ? mark : ""));
}

/**
 * Folds a text: "Giếng Đáy – Bãi Cháy" becomes "gieng day bai chay". Words are separated by single
 * blanks; the ends carry none. Full-width forms become plain ones. Idempotent.
 */
export function fold(text: string): string {
  // ł, ø and the like do not occur in Vietnamese or English place names; đ is the letter that NFD leaves whole.
  const lower = text.normalize("NFKC").toLowerCase().replaceAll("đ", "d").replaceAll("ð", "d");
  const bare = dropMarks(lower.normalize("NFD")).normalize("NFC");
  return bare.replace(NOT_WORD, " ").trim();
}

/** Folds several texts into one searchable string, each distinct part once, separated by " | ". */
export function foldAll(texts: Iterable<string | null | undefined>): string {
  const parts = new Set<string>();
  for (const text of texts) {
    const folded = text ? fold(text) : "";
    if (folded !== "") parts.add(folded);
  }
  return [...parts].join(" | ");
}

/** Whether every word of the query stands in the folded text (as a part of a word; order does not matter). */
export function matchesFolded(foldedText: string, query: string): boolean {
  const words = fold(query).split(" ");
  return words.every((word) => foldedText.includes(word));
}
