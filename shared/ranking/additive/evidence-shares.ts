/**
 * Share of weight on sourced, estimated and unknown measures, for every site at every change of a
 * weight. Seven criteria at a time, a site's evidence is one of 3^7 patterns: the sums are made once
 * per pattern, and a site looks its own up.
 */

export interface EvidenceShares {
  /** By site row; the three add up to 1 unless every weight is 0. */
  readonly sourced: Float64Array;
  readonly estimated: Float64Array;
  readonly unknown: Float64Array;
  /** @param weights normalised, one per criterion */
  update(weights: ArrayLike<number>): void;
}

const CLASSES = 3;
const CHUNK = 7;

/** 0 unknown, 1 estimated, 2 sourced: the evidence codes 2 and above are all sourced. */
function classOf(code: number): number {
  return code > 2 ? 2 : code;
}

/** Up to seven criteria: each site's pattern as a number in base 3, first criterion lowest. */
interface Chunk {
  readonly first: number;
  readonly size: number;
  readonly patternOf: Uint16Array;
}

function readChunk(kind: readonly Uint8Array[], siteCount: number, first: number): Chunk {
  const columns = kind.slice(first, first + CHUNK);
  const patternOf = new Uint16Array(siteCount);
  let place = 1;
  for (const codes of columns) {
    for (let row = 0; row < siteCount; row += 1) {
      patternOf[row] = (patternOf[row] as number) + place * classOf(codes[row] as number);
    }
    place *= CLASSES;
  }
  return { first, size: columns.length, patternOf };
}

/** Writes each pattern's sum of the weights whose criteria are of class `wanted`. */
function sumPatterns(sums: Float64Array, { first, size }: Chunk, weights: ArrayLike<number>, wanted: number): void {
  sums[0] = 0;
  let count = 1;
  for (let k = 0; k < size; k += 1) {
    const weight = weights[first + k] as number;
    // From the last class down, since class 0 overwrites what the others start from.
    for (let cls = CLASSES - 1; cls >= 0; cls -= 1) {
      const more = cls === wanted ? weight : 0;
      for (let pattern = 0; pattern < count; pattern += 1) {
        sums[cls * count + pattern] = (sums[pattern] as number) + more;
      }
    }
    count *= CLASSES;
  }
}

/** @param kind evidence codes by criterion and site row */
export function createEvidenceShares(kind: readonly Uint8Array[], siteCount: number): EvidenceShares {
  const chunks: Chunk[] = [];
  for (let first = 0; first < kind.length; first += CHUNK) chunks.push(readChunk(kind, siteCount, first));
  const sums = new Float64Array(CLASSES ** CHUNK);
  const shares = {
    unknown: new Float64Array(siteCount),
    estimated: new Float64Array(siteCount),
    sourced: new Float64Array(siteCount),
  };
  return {
    ...shares,
    update(weights) {
      for (const [wanted, out] of [shares.unknown, shares.estimated, shares.sourced].entries()) {
        out.fill(0);
        for (const chunk of chunks) {
          sumPatterns(sums, chunk, weights, wanted);
          addPatterns(out, sums, chunk.patternOf);
        }
      }
    },
  };
}

function addPatterns(out: Float64Array, sums: Float64Array, patternOf: Uint16Array): void {
  for (let row = 0; row < out.length; row += 1) {
    out[row] = (out[row] as number) + (sums[patternOf[row] as number] as number);
  }
}
