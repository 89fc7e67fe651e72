/**
 * The parts of the live ranker on instances of the WebAssembly module (source: assembly/additive.ts): the same
 * scores, order and ranks as the plain parts of ../additive/ranker.ts, bit for bit.
 */
import { PLAIN_PARTS } from "../additive/ranker";
import type { OrderedSum, RankerParts, WeightedSum } from "../additive/types";
import { type Instantiate, type KernelExports, Layout, padded } from "./memory";

/** A row's number shares a word with eleven bits of its key. */
const MOST_ROWS = 2 ** 21;

/** Words of the counters of two sorting passes. */
const COUNTERS = 2 * 2048;

/**
 * Makes the parts. Each sum has an instance of its own, whose memory holds a copy of the columns and does not grow
 * afterwards, so that the arrays handed out stay valid. Where there is no memory for an instance, or more than
 * {@link MOST_ROWS} rows, the plain part stands in.
 */
export function createKernelParts(instantiate: Instantiate): RankerParts {
  return {
    sum: (columns, rows) =>
      unlessTooLarge(
        () => createSum(columns, rows, instantiate()),
        () => PLAIN_PARTS.sum(columns, rows),
      ),
    orderedSum: (columns, tieBreak) =>
      tieBreak.length > MOST_ROWS
        ? PLAIN_PARTS.orderedSum(columns, tieBreak)
        : unlessTooLarge(
            () => createOrderedSum(columns, tieBreak, instantiate()),
            () => PLAIN_PARTS.orderedSum(columns, tieBreak),
          ),
  };
}

/** A `RangeError` is how WebAssembly says that it cannot have the memory. */
function unlessTooLarge<T>(make: () => T, otherwise: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) return otherwise();
    throw error;
  }
}

/** Copies columns into tiles of eight rows; the rows that pad the last one repeat row 0. */
function storeTiles(tiles: Float64Array, columns: readonly Float64Array[], rows: number): void {
  const n = columns.length;
  for (const [c, column] of columns.entries()) {
    for (let row = 0; row < padded(rows); row++) {
      tiles[((row >> 3) * n + c) * 8 + (row & 7)] = column[row < rows ? row : 0] as number;
    }
  }
}

function createSum(columns: readonly Float64Array[], rows: number, instance: KernelExports): WeightedSum {
  const layout = new Layout(instance);
  return layOutSum(columns, rows, instance, layout)(layout.memory());
}

/** Takes room for a sum; the result fills it in. */
function layOutSum(columns: readonly Float64Array[], rows: number, instance: KernelExports, layout: Layout) {
  const stride = padded(rows);
  const at = {
    columns: layout.take(stride * columns.length * 8),
    weights: layout.take(columns.length * 8),
    scores: layout.take(stride * 8),
  };
  return (buffer: ArrayBuffer): WeightedSum & { readonly address: number } => {
    storeTiles(new Float64Array(buffer, at.columns, stride * columns.length), columns, rows);
    const applied = new Float64Array(buffer, at.weights, columns.length).fill(Number.NaN);
    return {
      address: at.scores,
      result: new Float64Array(buffer, at.scores, rows),
      update(points, total) {
        // The total follows from the points.
        if (points.length > 0 && points.every((point, c) => point === applied[c])) return;
        applied.set(points);
        instance.weighRows(stride, columns.length, at.columns, at.weights, total === 0 ? 1 : total, at.scores);
      },
    };
  };
}

function createOrderedSum(
  columns: readonly Float64Array[],
  tieBreak: Uint32Array,
  instance: KernelExports,
): OrderedSum {
  const m = tieBreak.length;
  const layout = new Layout(instance);
  const fill = layOutSum(columns, m, instance, layout);
  const at = {
    ties: layout.take(m * 4),
    include: layout.take(m),
    keys: layout.take(padded(m) * 4),
    rows: layout.take(m * 4),
    counters: layout.take(COUNTERS * 4),
    order: layout.take(m * 4),
    rank: layout.take(m * 4),
  };
  const buffer = layout.memory();
  const sum = fill(buffer);
  const ties = new Uint32Array(buffer, at.ties, m);
  for (let row = 0; row < m; row++) ties[tieBreak[row] as number] = row;
  const included = new Uint8Array(buffer, at.include, m);
  return {
    result: sum.result,
    update: sum.update,
    order: new Uint32Array(buffer, at.order, m),
    rank: new Uint32Array(buffer, at.rank, m),
    arrange(include) {
      if (include !== null) included.set(include);
      return instance.orderRows(
        ...[m, padded(m), sum.address, at.ties, include === null ? 0 : at.include],
        ...[at.keys, at.rows, at.counters, at.order, at.rank],
      );
    },
  };
}
