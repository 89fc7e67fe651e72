import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Site } from "../../../shared/model/site";
import type { LiveRanking } from "../../state/live-ranking";
import { inside } from "./geometry";
import { boxAround, coveredMarks, LabelSpace, overlaps, shorten } from "./labels";
import { labelPlace } from "./layers";
import { shortLicence } from "./licence";
import {
  CLASSES,
  classOf,
  evenBreaks,
  landRadius,
  markAt,
  placeMarks,
  rowsInView,
  sitesInside,
  siteUnder,
} from "./sites";

const SIZE = { width: 800, height: 600 };
const CAMERA = { x: 0, y: 0, k: 1 };

/** Sites at these places with this land, ranked in their order; `out` are left out. */
function liveOf(places: readonly { lat: number; lon: number; ha: number | null; out?: true }[]): LiveRanking {
  const sites = places.map(({ lat, lon, ha }, row) => ({
    id: `s${row}`,
    position: { lat, lon, precision: "commune", radiusKm: 5 },
    availableHa: ha === null ? null : { value: ha, low: ha, high: ha, kind: "press" },
  })) as unknown as Site[];
  const order = places.flatMap(({ out }, row) => (out ? [] : [row]));
  const rank = new Uint32Array(places.length);
  for (const [at, row] of order.entries()) rank[row] = at + 1;
  return {
    sites: { sites, measures: {} },
    filtered: { found: null },
    ranking: { order: Uint32Array.from(order), count: order.length, rank, score: new Float64Array(places.length) },
  } as unknown as LiveRanking;
}

describe("marks", () => {
  test("area follows the land between the bounds", () => {
    expect(landRadius(400) / landRadius(100)).toBeCloseTo(2);
    expect(landRadius(0)).toBe(2.8);
    expect(landRadius(10_000)).toBe(14);
    expect(landRadius(null)).toBe(4.4);
  });

  test("sites at one place do not hide one another", () => {
    const live = liveOf(Array.from({ length: 6 }, () => ({ lat: 16, lon: 106.5, ha: null })));
    const marks = placeMarks(live);
    const places = [0, 1, 2, 3, 4, 5].map((row) => markAt(marks, row, CAMERA, SIZE));
    for (let i = 0; i < 6; i++) {
      for (let j = i + 1; j < 6; j++) {
        const [a, b] = [places[i], places[j]];
        if (a === undefined || b === undefined) throw new Error("no place");
        expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(4);
      }
    }
  });

  test("a click finds the small mark on top of the large one, and nothing far from any", () => {
    const live = liveOf([
      { lat: 16, lon: 106.5, ha: 500 },
      { lat: 16.02, lon: 106.52, ha: 20 },
      { lat: 17, lon: 106.5, ha: 20, out: true },
    ]);
    const marks = placeMarks(live);
    const under = (row: number, leftOut = true): number =>
      siteUnder(markAt(marks, row, CAMERA, SIZE), live, marks, CAMERA, SIZE, leftOut);
    expect(under(1)).toBe(1);
    expect(under(2)).toBe(2);
    expect(under(2, false)).toBe(-1);
    expect(siteUnder({ x: 20, y: 20 }, live, marks, CAMERA, SIZE, true)).toBe(-1);
  });

  test("box and window take the ranked sites inside and no other", () => {
    const live = liveOf([
      { lat: 16, lon: 106.5, ha: 20 },
      { lat: 16.1, lon: 106.6, ha: 20, out: true },
      { lat: 20, lon: 106.5, ha: 20 },
    ]);
    const marks = placeMarks(live);
    const ring = [
      { x: 300, y: 200 },
      { x: 500, y: 200 },
      { x: 500, y: 400 },
      { x: 300, y: 400 },
    ];
    expect(sitesInside(ring, live, marks, CAMERA, SIZE)).toEqual([0]);
    expect(rowsInView(live, marks, CAMERA, SIZE)).toEqual([0]);
    expect(rowsInView(live, marks, { ...CAMERA, k: 0.5 }, SIZE)).toEqual([0, 2]);
  });
});

describe("score classes", () => {
  test("breaks are even, round, inside 0..100, and lie about the middle of what is to be told apart", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 100, noNaN: true }),
        fc.double({ min: 0, max: 100, noNaN: true }),
        (a, b) => {
          const [low, high] = [Math.min(a, b), Math.max(a, b)];
          const breaks = evenBreaks(low, high);
          expect(breaks).toHaveLength(CLASSES - 1);
          const step = (breaks[1] ?? 0) - (breaks[0] ?? 0);
          expect([1, 2, 5, 10, 20]).toContain(step);
          breaks.forEach((value, at) => expect(value).toBe((breaks[0] ?? 0) + at * step));
          expect(breaks[0]).toBeGreaterThan(0);
          expect(breaks[3]).toBeLessThanOrEqual(100);
          // The middle of the values is neither in the lowest nor in the highest class unless at an end of the scale.
          const middle = (low + high) / 2;
          if (middle > 2 * step && middle < 100 - 2 * step) expect([1, 2, 3]).toContain(classOf(middle, breaks));
        },
      ),
    );
  });

  test("a limit belongs to the class above it", () => {
    const breaks = [30, 40, 50, 60];
    expect([29.9, 30, 45, 59.99, 60, 100].map((points) => classOf(points, breaks))).toEqual([0, 1, 2, 3, 4, 4]);
  });
});

describe("labels", () => {
  test("what is written never overlaps", () => {
    const point = fc.record({ x: fc.integer({ min: 0, max: 300 }), y: fc.integer({ min: 0, max: 300 }) });
    fc.assert(
      fc.property(fc.array(fc.tuple(point, fc.integer({ min: 10, max: 120 })), { maxLength: 40 }), (wanted) => {
        const space = new LabelSpace();
        const written = wanted.map(([at, width]) => boxAround(at, width, 12)).filter((box) => space.claim(box));
        for (const [i, a] of written.entries())
          for (const b of written.slice(i + 1)) expect(overlaps(a, b)).toBe(false);
      }),
    );
  });

  test("a long name is cut between words, a short one is left alone", () => {
    expect(shorten("Tan Hung Industrial Park and Service Area", 24)).toBe("Tan Hung Industrial…");
    expect(shorten("VSIP I", 24)).toBe("VSIP I");
    expect(shorten("Wolkenkuckucksheimindustrie", 10)).toHaveLength(10);
  });

  test("counts the marks under a text", () => {
    expect(coveredMarks(boxAround({ x: 50, y: 50 }, 40, 10), [50, 50, 4, 90, 50, 4, 75, 50, 4])).toBe(2);
  });

  test("a name stands inside its shape, also in one with a bay", () => {
    const ring = [
      { x: 0, y: 0 },
      { x: 100, y: 0 },
      { x: 100, y: 100 },
      { x: 90, y: 100 },
      { x: 90, y: 20 },
      { x: 10, y: 20 },
      { x: 10, y: 100 },
      { x: 0, y: 100 },
    ];
    const { at, km } = labelPlace([ring]);
    expect(inside(at, ring)).toBe(true);
    expect(km).toBe(100);
  });
});

test("a licence's few words leave out what is said about it", () => {
  expect(shortLicence("CC BY-SA 4.0 (LICENSE in the folder; the README says otherwise)")).toBe("CC BY-SA 4.0");
  expect(shortLicence("MIT")).toBe("MIT");
});
