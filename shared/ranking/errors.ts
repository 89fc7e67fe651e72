/**
 * The one error class of the ranking library: every input that a method cannot take ends here, never
 * in a NaN. `code` is stable for programs, `criterion` and `alternative` are zero-based positions in
 * the caller's data (null when the trouble is not with one of them), `message` is plain English.
 */

/**
 * - `shape`: missing, empty, ragged, or of the wrong length.
 * - `not-finite`: NaN, an infinity, or not a number at all.
 * - `unknown-option`: a method, normalisation, direction or preference function that does not exist.
 * - `parameter`: a parameter of a method is missing or out of its range.
 * - `weights`: negative weights, or weights that are all zero.
 * - `too-few-alternatives`: the method compares alternatives and got only one.
 * - `domain`: a value outside the method's domain (a zero under a reciprocal, a negative factor ...).
 * - `no-variation`: data that do not differ, where a method weighs by differences.
 * - `judgement`: a pairwise comparison that is not positive and reciprocal.
 * - `overflow`: the exact result is larger than a double can hold.
 */
export type RankingErrorCode =
  | "shape"
  | "not-finite"
  | "unknown-option"
  | "parameter"
  | "weights"
  | "too-few-alternatives"
  | "domain"
  | "no-variation"
  | "judgement"
  | "overflow";

/** Where in the caller's data the trouble is, zero-based. */
export interface RankingErrorPlace {
  readonly criterion?: number;
  readonly alternative?: number;
}

/** Input that a method cannot take. The message ends with the place, where there is one. */
export class RankingError extends Error {
  override readonly name = "RankingError";
  readonly code: RankingErrorCode;
  readonly criterion: number | null;
  readonly alternative: number | null;

  constructor(code: RankingErrorCode, message: string, place: RankingErrorPlace = {}) {
    super(message + placeText(place));
    this.code = code;
    this.criterion = place.criterion ?? null;
    this.alternative = place.alternative ?? null;
  }
}

/** " (criterion 3 at index 2, alternative 1 at index 0)", or "" without a place. */
function placeText({ criterion, alternative }: RankingErrorPlace): string {
  const parts: string[] = [];
  if (criterion !== undefined) parts.push(`criterion ${criterion + 1} at index ${criterion}`);
  if (alternative !== undefined) parts.push(`alternative ${alternative + 1} at index ${alternative}`);
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}
