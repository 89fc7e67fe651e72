/** The memory of an instance of the WebAssembly module (source in assembly/): what it exports, and laying it out. */

/** What an instance of the module exports. */
export interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  heapBase(): number;
  rankBlock(...args: number[]): void;
  weighRows(...args: number[]): void;
  orderRows(...args: number[]): number;
}

/**
 * Makes a new instance, with a memory of its own, and returns its exports:
 * `() => new WebAssembly.Instance(module).exports as unknown as KernelExports`.
 */
export type Instantiate = () => KernelExports;

const PAGE = 65_536;

/** Hands out 16-byte-aligned places in a memory that grows once, when all are known. */
export class Layout {
  private end: number;
  constructor(private readonly instance: KernelExports) {
    this.end = (instance.heapBase() + 15) & ~15;
  }

  /** Address of room for `bytes`. */
  take(bytes: number): number {
    const at = this.end;
    this.end = at + ((bytes + 15) & ~15);
    return at;
  }

  /** The memory, large enough for all that was taken. */
  memory(): ArrayBuffer {
    const { memory } = this.instance;
    const missing = this.end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    return memory.buffer;
  }
}

/** Columns are padded to whole groups of eight entries; the padding repeats entry 0, which changes no extreme. */
export function padded(rows: number): number {
  return (rows + 7) & ~7;
}

/** Copies columns side by side to `at`, each padded; the room of a null column is left as it is. */
export function storeColumns(
  buffer: ArrayBuffer,
  at: number,
  columns: readonly (Float64Array | null)[],
  rows: number,
): void {
  const stride = padded(rows);
  for (const [c, column] of columns.entries()) {
    if (column === null) continue;
    const place = new Float64Array(buffer, at + c * stride * 8, stride);
    place.set(column);
    place.fill(column[0] as number, rows);
  }
}
