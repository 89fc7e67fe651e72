import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { geodesicKm } from "../../../shared/geography/geodesic";
import {
  between,
  boxOf,
  COUNTRY_BOX,
  fitBox,
  inside,
  MAX_K,
  MIN_K,
  panBy,
  project,
  scaleBar,
  toScreen,
  zoomAt,
} from "./geometry";

const SIZE = { width: 800, height: 600 };
const inVietnam = fc.record({
  lat: fc.double({ min: 8.5, max: 23.4, noNaN: true }),
  lon: fc.double({ min: 102.2, max: 109.5, noNaN: true }),
});
const camera = fc.record({
  x: fc.double({ min: -300, max: 300, noNaN: true }),
  y: fc.double({ min: -700, max: 700, noNaN: true }),
  k: fc.double({ min: MIN_K, max: MAX_K, noNaN: true }),
});
const at = fc.record({
  x: fc.double({ min: 0, max: 800, noNaN: true }),
  y: fc.double({ min: 0, max: 600, noNaN: true }),
});

describe("projection", () => {
  test("a kilometre of the plane is a kilometre on the ground within 1 %, all over the country", () => {
    fc.assert(
      fc.property(
        inVietnam,
        fc.double({ min: -0.3, max: 0.3, noNaN: true }),
        fc.double({ min: -0.3, max: 0.3, noNaN: true }),
        (a, dLat, dLon) => {
          const b = { lat: a.lat + dLat, lon: a.lon + dLon };
          const ground = geodesicKm(a, b);
          fc.pre(ground > 1);
          const [p, q] = [project(a), project(b)];
          expect(Math.abs(Math.hypot(p.x - q.x, p.y - q.y) / ground - 1)).toBeLessThan(0.01);
        },
      ),
    );
  });

  test("north is up and east is right", () => {
    expect(project({ lat: 21, lon: 106.5 }).y).toBeLessThan(project({ lat: 10, lon: 106.5 }).y);
    expect(project({ lat: 16, lon: 108 }).x).toBeGreaterThan(project({ lat: 16, lon: 104 }).x);
  });
});

describe("camera", () => {
  test("zooming keeps the point under the pointer where it is", () => {
    fc.assert(
      fc.property(camera, at, fc.double({ min: 0.5, max: 2, noNaN: true }), (from, pointer, factor) => {
        const before = { x: from.x + (pointer.x - 400) / from.k, y: from.y + (pointer.y - 300) / from.k };
        const to = zoomAt(from, SIZE, pointer, factor);
        // Where the centre would leave the sheet it is held at its edge instead.
        fc.pre(
          Math.abs(before.x - (pointer.x - 400) / to.k) < 370 && Math.abs(before.y - (pointer.y - 300) / to.k) < 1400,
        );
        const after = toScreen(before, to, SIZE);
        expect(after.x).toBeCloseTo(pointer.x, 4);
        expect(after.y).toBeCloseTo(pointer.y, 4);
      }),
    );
  });

  test("never leaves its bounds, however it is moved", () => {
    fc.assert(
      fc.property(
        camera,
        fc.array(fc.tuple(at, fc.double({ min: 0.01, max: 100, noNaN: true })), { maxLength: 10 }),
        (from, moves) => {
          let now = from;
          for (const [point, factor] of moves)
            now = panBy(zoomAt(now, SIZE, point, factor), point.x * 10, point.y * 10);
          expect(now.k).toBeGreaterThanOrEqual(MIN_K);
          expect(now.k).toBeLessThanOrEqual(MAX_K);
          expect(Math.abs(now.x)).toBeLessThan(3000);
          expect(Math.abs(now.y)).toBeLessThan(3000);
        },
      ),
    );
  });

  test("fitting shows the whole box, with its margin", () => {
    const whole = fitBox(COUNTRY_BOX, SIZE, 20);
    for (const corner of [
      { x: COUNTRY_BOX.left, y: COUNTRY_BOX.top },
      { x: COUNTRY_BOX.right, y: COUNTRY_BOX.bottom },
    ]) {
      const { x, y } = toScreen(corner, whole, SIZE);
      expect(x).toBeGreaterThanOrEqual(19.9);
      expect(y).toBeGreaterThanOrEqual(19.9);
      expect(x).toBeLessThanOrEqual(780.1);
      expect(y).toBeLessThanOrEqual(580.1);
    }
    expect(boxOf([])).toBeNull();
  });

  test("a glide begins and ends where it should", () => {
    const [a, b] = [
      { x: 0, y: 0, k: 1 },
      { x: 10, y: -20, k: 4 },
    ];
    expect(between(a, b, 1)).toEqual(b);
    const start = between(a, b, 0);
    expect(start.x).toBeCloseTo(0);
    expect(start.k).toBeCloseTo(1);
    expect(between(a, { ...b, k: 1 }, 0.5)).toEqual({ x: 5, y: -10, k: 1 });
  });
});

test("the scale bar is a round distance that fits", () => {
  fc.assert(
    fc.property(fc.double({ min: MIN_K, max: MAX_K, noNaN: true }), (k) => {
      const { km, px } = scaleBar(k, 110);
      expect(px).toBeLessThanOrEqual(110 + 1e-9);
      expect(px).toBeGreaterThan(110 / 2.6);
      expect(px).toBeCloseTo(km * k);
      expect([1, 2, 5]).toContain(Number((km / 10 ** Math.floor(Math.log10(km) + 1e-9)).toFixed(6)));
    }),
  );
});

test("inside follows the even-odd rule of a ring with a dent", () => {
  const ring = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 10, y: 10 },
    { x: 5, y: 4 },
    { x: 0, y: 10 },
  ];
  expect(inside({ x: 5, y: 2 }, ring)).toBe(true);
  expect(inside({ x: 5, y: 8 }, ring)).toBe(false);
  expect(inside({ x: 1, y: 7 }, ring)).toBe(true);
  expect(inside({ x: -1, y: 5 }, ring)).toBe(false);
});
