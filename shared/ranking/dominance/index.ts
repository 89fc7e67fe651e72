/** Pareto dominance: who is never worth choosing, and because of whom. */
import { checkDirections, checkMatrix, type Direction, type Matrix } from "../checks";

export interface ParetoFront {
  /** Alternatives that no other dominates, ascending. */
  readonly front: number[];
  /** The front, then the front of what remains without it, and so on; each ascending. */
  readonly layers: number[][];
  /** By alternative: all that dominate it, ascending. */
  readonly dominatedBy: number[][];
}

/**
 * Dominance among alternatives: a dominates b when it is at least as good on every criterion and
 * better on one. Equal rows do not dominate each other.
 *
 * Sources: Pareto (1906); the layers are the non-dominated sorting of Goldberg (1989) and Deb et al.
 * (2002), IEEE Trans. Evol. Comput. 6(2), 182-197.
 *
 * Rows are put in lexicographic order first. A dominator always comes before what it dominates, so
 * half of the pairs need no look, and layers come out in one pass. Time grows with the square of the
 * alternatives, and `dominatedBy` with the number of dominated pairs.
 *
 * @param problem `matrix` alternatives by criteria, finite; `directions` one per criterion
 * @throws RankingError for a malformed matrix or an unknown direction
 */
export function paretoFront({
  matrix,
  directions,
}: {
  readonly matrix: Matrix;
  readonly directions: readonly Direction[];
}): ParetoFront {
  const width = checkMatrix(matrix);
  checkDirections(directions, width);
  const { order, rows } = bestFirst(matrix, directions);
  const count = order.length;
  const dominatedBy: number[][] = matrix.map(() => []);
  const layerOf = new Int32Array(count);
  for (let later = 1; later < count; later++) {
    const target = order[later] as number;
    const dominators = dominatedBy[target] as number[];
    for (let earlier = 0; earlier < later; earlier++) {
      if (!dominates(rows, earlier * width, later * width, width)) continue;
      const dominator = order[earlier] as number;
      dominators.push(dominator);
      layerOf[target] = Math.max(layerOf[target] as number, (layerOf[dominator] as number) + 1);
    }
    dominators.sort((a, b) => a - b);
  }
  const layers: number[][] = [];
  layerOf.forEach((layer, i) => {
    while (layers.length <= layer) layers.push([]);
    (layers[layer] as number[]).push(i);
  });
  return { front: [...(layers[0] as number[])], layers, dominatedBy };
}

/** Alternatives in lexicographic order, best first, and their values in that order, row by row, costs negated. */
function bestFirst(matrix: Matrix, directions: readonly Direction[]): { order: number[]; rows: Float64Array } {
  const oriented = matrix.map((row) => row.map((x, j) => (directions[j] === "cost" ? -x : x)));
  const order = oriented
    .map((_, i) => i)
    .sort((a, b) => {
      const rowA = oriented[a] as number[];
      const rowB = oriented[b] as number[];
      const j = rowA.findIndex((x, k) => x !== rowB[k]);
      return j < 0 ? 0 : (rowB[j] as number) - (rowA[j] as number);
    });
  return { order, rows: Float64Array.from(order.flatMap((i) => oriented[i] as number[])) };
}

/** Whether the row at `a`, which is not after the row at `b`, dominates it: nowhere worse, and not equal. */
function dominates(rows: Float64Array, a: number, b: number, width: number): boolean {
  let better = false;
  for (let j = 0; j < width; j++) {
    const x = rows[a + j] as number;
    const y = rows[b + j] as number;
    if (x < y) return false;
    if (x > y) better = true;
  }
  return better;
}
