import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Gateway, RoadFactor } from "../model/catalogue";
import type { Fact, Position } from "../model/park";
import {
  canBeRoad,
  type DistanceContext,
  fitRoadFactor,
  gatewayFinder,
  isDeepWater,
  nearestAccess,
  type RoadPair,
  roadDistance,
} from "./access";
import { geodesicKm } from "./geodesic";

const gateway = (id: string, lat: number, lon: number, extra: Partial<Gateway> = {}): Gateway => ({
  id,
  kind: "seaport",
  nameEn: id,
  nameVi: id,
  formerProvince: null,
  lat,
  lon,
  precision: "",
  source: "x",
  serves: ["seaport"],
  aliases: [`${id} port`],
  ...extra,
});
const NEAR = gateway("near", 10, 106.5);
const FAR = gateway("far", 10, 108);
const GATE = gateway("gate", 12, 107, { kind: "border-gate", serves: ["china-gate"] });
const GATEWAYS = [NEAR, FAR, GATE];
const roadFactor: RoadFactor = { factor: 1.2, low: 1, high: 1.5, pairs: 100, medianAbsoluteError: 0.1 };
const context: DistanceContext = { roadFactor, find: gatewayFinder(GATEWAYS) };
const position: Position = { lat: 10, lon: 106, precision: "commune", radiusKm: 5, matched: "", source: "x" };
const stated = (to: string, km: number): Fact => ({
  field: "statedDistanceKm",
  value: { to, km },
  asOf: null,
  source: "x",
});

describe("roadDistance", () => {
  it("estimates from the position, with the factor's spread and the position's radius", () => {
    const direct = geodesicKm(position, NEAR);
    const estimate = roadDistance({ position, facts: [] }, NEAR, context);
    expect(estimate).toMatchObject({ gateway: "near", fact: null });
    // The position spreads over a disc of 5 km.
    expect(estimate?.km).toBeCloseTo(Math.hypot(direct, 5 / Math.SQRT2) * 1.2, 3);
    expect(estimate?.low).toBeCloseTo(direct - 5, 3);
    expect(estimate?.high).toBeCloseTo((direct + 5) * 1.5, 3);
    expect(estimate?.geodesicKm).toBeCloseTo(direct, 3);
  });

  it("takes a stated distance over an estimate", () => {
    const facts = [stated("Near port", 70)];
    expect(roadDistance({ position, facts }, NEAR, context)).toMatchObject({ km: 70, low: 63, high: 77, fact: 0 });
  });

  it("takes the middle of several statements, one that a source makes, and spans them", () => {
    const facts = [stated("near port", 60), stated("near port", 90), stated("NEAR PORT", 64)];
    expect(roadDistance({ position, facts }, NEAR, context)).toMatchObject({ km: 64, low: 57.6, high: 90, fact: 2 });
  });

  it("does not take a figure that no road can have", () => {
    const direct = geodesicKm(position, NEAR);
    expect(direct).toBeGreaterThan(50);
    const facts = [stated("near port", 1)];
    const estimate = roadDistance({ position, facts }, NEAR, context);
    expect(estimate?.fact).toBeNull();
    expect(estimate?.km).toBeGreaterThan(direct * 1.2);
    expect(canBeRoad(direct - 5, direct, 5)).toBe(true);
    expect(canBeRoad(direct - 5.1, direct, 5)).toBe(false);
  });

  it("needs a position or a statement", () => {
    expect(roadDistance({ position: null, facts: [] }, NEAR, context)).toBeNull();
    expect(roadDistance({ position: null, facts: [stated("near port", 12)] }, NEAR, context)).toMatchObject({ km: 12 });
  });
});

describe("nearestAccess", () => {
  it("finds the nearest of each kind and leaves out kinds that are not served", () => {
    const access = nearestAccess({ position, facts: [] }, GATEWAYS, context);
    expect(access.seaport?.gateway).toBe("near");
    expect(access["china-gate"]?.gateway).toBe("gate");
    expect(access["international-airport"]).toBeUndefined();
  });

  it("lets a stated distance decide which is nearest", () => {
    const direct = geodesicKm(position, FAR);
    const facts = [stated("far port", direct), stated("near port", 2 * direct)];
    expect(nearestAccess({ position, facts }, GATEWAYS, context).seaport?.gateway).toBe("far");
  });

  it("holds the value within the interval, for any place", () => {
    const anywhere = fc.record({
      lat: fc.double({ min: 9, max: 13, noNaN: true }),
      lon: fc.double({ min: 105, max: 109, noNaN: true }),
      radiusKm: fc.double({ min: 1, max: 40, noNaN: true }),
    });
    fc.assert(
      fc.property(anywhere, (point) => {
        const access = nearestAccess({ position: { ...position, ...point }, facts: [] }, GATEWAYS, context);
        return Object.values(access).every(({ low, km, high }) => low >= 0 && low <= km && km <= high);
      }),
    );
  });
});

describe("fitRoadFactor", () => {
  const pair = (i: number, direct: number, km: number, radiusKm = 3): RoadPair => ({
    park: `p${i}`,
    gateway: "g",
    lineKm: direct,
    statedKm: km,
    radiusKm,
  });

  it("finds the factor that the pairs were made with, whatever a few misprints say", () => {
    const pairs = Array.from({ length: 30 }, (_, i) => pair(i, 30 + i, 1.3 * (30 + i)));
    const misprints = [pair(100, 50, 500), pair(101, 60, 700), pair(102, 50, 5)];
    const fit = fitRoadFactor([...pairs, ...misprints]);
    expect(fit.factor).toBeCloseTo(1.3);
    expect(fit.medianAbsoluteError).toBeCloseTo(0);
    // The impossible one is left out, the two long ones stay.
    expect(fit.pairs).toBe(32);
  });

  it("leaves out what is near, vague or impossible, and counts a pair once", () => {
    const good = Array.from({ length: 12 }, (_, i) => pair(i, 40, 50));
    const out = [pair(50, 10, 90), pair(51, 40, 90, 20), pair(52, 40, 30)];
    const twice = [pair(0, 40, 54), pair(0, 40, 58)];
    const fit = fitRoadFactor([...good, ...out, ...twice]);
    expect(fit.pairs).toBe(12);
    expect(fit.factor).toBeCloseTo(1.25);
    expect(fit.low).toBeGreaterThanOrEqual(1);
  });

  it("refuses to fit on a handful", () => {
    expect(() => fitRoadFactor([pair(1, 40, 50)])).toThrow(/at least 10 pairs; there are 1/);
  });
});

describe("isDeepWater", () => {
  it("asks for the depth or the vessel, at a port that works", () => {
    const port = { kind: "seaport", status: "operating" } as const;
    expect(isDeepWater({ ...port, depthM: 12 })).toBe(true);
    expect(isDeepWater({ ...port, depthM: 11.8 })).toBe(false);
    expect(isDeepWater({ ...port, maxVesselDwt: 50_000 })).toBe(true);
    expect(isDeepWater({ ...port, maxVesselDwt: 48_000 })).toBe(false);
    expect(isDeepWater({ ...port, status: "under construction", depthM: 16 })).toBe(false);
    expect(isDeepWater(port)).toBe(false);
  });
});
