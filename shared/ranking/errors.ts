/**
 * The one error type of the decision library: what a method cannot take ends here, with a code that a
 * caller can act on and the criterion or alternative (indices from 0) at fault; never in a NaN.
 */
export class RankingError extends Error {
  override readonly name = "RankingError";
  readonly criterion?: number;
  readonly alternative?: number;

  constructor(
    readonly code: string,
    message: string,
    at: { readonly criterion?: number; readonly alternative?: number } = {},
  ) {
    super(message);
    if (at.criterion !== undefined) this.criterion = at.criterion;
    if (at.alternative !== undefined) this.alternative = at.alternative;
  }
}
