import { describe, expect, it } from "vitest";
import { geodesicKm, meanPoint } from "./geodesic";

describe("geodesicKm", () => {
  it("gives the example of GeographicLib's own documentation: Wellington to Salamanca", () => {
    // "The distance is 19959679.267 m."
    expect(geodesicKm({ lat: -41.32, lon: 174.81 }, { lat: 40.96, lon: -5.5 })).toBeCloseTo(19_959.679267, 6);
  });

  it("gives the length of a meridian degree at the equator", () => {
    // 110,574 m on WGS84 from 0 to 1 degree of latitude.
    expect(geodesicKm({ lat: 0, lon: 105 }, { lat: 1, lon: 105 })).toBeCloseTo(110.574, 3);
  });

  it("is symmetric and zero on the spot", () => {
    const a = { lat: 21.03, lon: 105.85 };
    const b = { lat: 10.78, lon: 106.7 };
    expect(geodesicKm(a, b)).toBeCloseTo(geodesicKm(b, a), 9);
    expect(geodesicKm(a, a)).toBe(0);
  });
});

describe("meanPoint", () => {
  it("averages and refuses nothing", () => {
    expect(
      meanPoint([
        { lat: 10, lon: 100 },
        { lat: 20, lon: 104 },
      ]),
    ).toEqual({ lat: 15, lon: 102 });
    expect(() => meanPoint([])).toThrow(RangeError);
  });
});
