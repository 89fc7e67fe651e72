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
 * Rows are taken in lexicographic order. A dominator always comes before what it dominates, so half
 * of the pairs need no look, and layers come out in one pass. Time grows with the square of the
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
  const count = matrix.length;
  const rows = Float64Array.from(matrix.flatMap((row) => row.map((x, j) => (directions[j] === "cost" ? -x : x))));
  const order = lexicographic(rows, count, width);
  const place = new Int32Array(count);
  order.forEach((i, at) => {
    place[i] = at;
  });
  const dominatedBy: number[][] = matrix.map(() => []);
  const layerOf = new Int32Array(count);
  for (const target of order) {
    const before = place[target] as number;
    for (let i = 0; i < count; i++) {
      if ((place[i] as number) >= before || !dominates(rows, i * width, target * width, width)) continue;
      (dominatedBy[target] as number[]).push(i);
      layerOf[target] = Math.max(layerOf[target] as number, (layerOf[i] as number) + 1);
    }
  }
  const layers: number[][] = [];
  layerOf.forEach((layer, i) => {
    while (layers.length <= layer) layers.push([]);
    (layers[layer] as number[]).push(i);
  });
  return { front: [...(layers[0] as number[])], layers, dominatedBy };
}

/** Rows in lexicographic order, largest first. */
function lexicographic(rows: Float64Array, count: number, width: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => i).sort((a, b) => {
    for (let j = 0; j < width; j++) {
      const x = rows[a * width + j] as number;
      const y = rows[b * width + j] as number;
      if (x !== y) return x < y ? 1 : -1;
    }
    return 0;
  });
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
