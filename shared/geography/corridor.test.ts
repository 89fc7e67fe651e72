import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CORRIDOR, lineKm } from "./corridor";
import { geodesicKm } from "./geodesic";

const HUU_NGHI = { lat: 21.97639, lon: 106.71222 };
const HANOI = { lat: 21.032, lon: 105.8504 };
const DA_NANG = { lat: 16.0762, lon: 108.2182 };
const HO_CHI_MINH_CITY = { lat: 10.7809, lon: 106.7042 };

describe("lineKm", () => {
  it("is the geodesic between neighbours", () => {
    const park = { lat: 21.1, lon: 105.96 };
    expect(lineKm(park, HUU_NGHI)).toBe(geodesicKm(park, HUU_NGHI));
  });

  it("stays on land between the centre and the Chinese border", () => {
    // The straight line from Da Nang to Huu Nghi runs over the gulf.
    expect(lineKm(DA_NANG, HUU_NGHI)).toBeGreaterThan(1.08 * geodesicKm(DA_NANG, HUU_NGHI));
  });

  it("with the road factor comes near the lengths of National Highway 1", () => {
    // Kilometres from Hanoi by National Highway 1: Da Nang about 766, Ho Chi Minh City about 1,719.
    expect(Math.abs((1.15 * lineKm(HANOI, DA_NANG)) / 766 - 1)).toBeLessThan(0.1);
    expect(Math.abs((1.15 * lineKm(HANOI, HO_CHI_MINH_CITY)) / 1719 - 1)).toBeLessThan(0.1);
  });

  const place = fc.record({
    lat: fc.double({ min: 9, max: 23, noNaN: true }),
    lon: fc.double({ min: 103, max: 109, noNaN: true }),
  });

  it("is symmetric and never shorter than the geodesic", () => {
    fc.assert(
      fc.property(place, place, (a, b) => {
        const line = lineKm(a, b);
        return Math.abs(line - lineKm(b, a)) < 1e-9 && line >= geodesicKm(a, b) - 1e-9;
      }),
    );
  });

  it("runs from north to south", () => {
    for (let i = 1; i < CORRIDOR.length; i++) expect(CORRIDOR[i]?.lat).toBeLessThan(CORRIDOR[i - 1]?.lat ?? 0);
  });
});
