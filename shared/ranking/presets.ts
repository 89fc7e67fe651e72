/**
 * Presets: starting points for common decisions. Each is a set of points by criterion, the sectors
 * looked for, and a must-have where the trade cannot do without. They are openings for the
 * investor's own judgement, not advice; `docs/method.md` says how they were chosen.
 */
import type { SectorId } from "../model/fields";
import type { Gate, Profile } from "../model/profile";
import type { CriterionId } from "./criteria";

export const PRESET_IDS = ["electronics", "garments", "heavy-industry", "logistics", "green-high-tech"] as const;
export type PresetId = (typeof PRESET_IDS)[number];

export const DEFAULT_PRESET: PresetId = "electronics";

export interface Preset {
  readonly id: PresetId;
  /** Message keys. */
  readonly nameKey: string;
  readonly descriptionKey: string;
  /** Points 0..100 for every built-in criterion. */
  readonly points: Readonly<Record<CriterionId, number>>;
  readonly sectors: readonly SectorId[];
  readonly gates: readonly Gate[];
}

/** Points in the order of the criteria panel: location, land, labour, green, smart, track record. */
function points(
  [china, ports, airport]: readonly [number, number, number],
  [rent, land]: readonly [number, number],
  [supply, cost, skill]: readonly [number, number, number],
  [green, smart]: readonly [number, number],
  [sectorFit, climate, tenants]: readonly [number, number, number],
): Readonly<Record<CriterionId, number>> {
  return {
    "proximity-china": china,
    "proximity-ports": ports,
    "proximity-airport": airport,
    "land-rent": rent,
    "available-land": land,
    "labour-supply": supply,
    "labour-cost": cost,
    "labour-skill": skill,
    "green-credentials": green,
    "smart-infrastructure": smart,
    "sector-fit": sectorFit,
    "business-climate": climate,
    "tenant-record": tenants,
  };
}

function preset(id: PresetId, weights: Preset["points"], sectors: readonly SectorId[], gates: readonly Gate[]): Preset {
  return { id, nameKey: `presets.${id}`, descriptionKey: `presets.${id}.description`, points: weights, sectors, gates };
}

function portWithin(km: number): Gate {
  return { id: "port-within", criterionId: "proximity-ports", op: "at-most", limit: km, unknownPasses: true };
}

/** The presets in the order of the menu. */
export const PRESETS: readonly Preset[] = [
  preset(
    "electronics",
    points([100, 50, 60], [50, 30], [70, 30, 60], [20, 20], [70, 40, 40]),
    ["electronics", "semiconductors"],
    [],
  ),
  preset(
    "garments",
    points([30, 70, 10], [80, 50], [100, 90, 20], [30, 0], [50, 40, 20]),
    ["textiles_garments", "footwear_leather"],
    [portWithin(100)],
  ),
  preset(
    "heavy-industry",
    points([10, 100, 0], [60, 90], [40, 30, 40], [40, 0], [60, 30, 20]),
    ["heavy_industry", "metals", "chemicals", "petrochemicals"],
    [portWithin(60)],
  ),
  preset(
    "logistics",
    points([30, 100, 70], [60, 70], [40, 40, 10], [10, 50], [50, 30, 30]),
    ["logistics_warehousing"],
    [],
  ),
  preset(
    "green-high-tech",
    points([20, 30, 60], [20, 40], [30, 10, 90], [100, 80], [60, 60, 40]),
    ["high_tech_rd", "semiconductors", "it_software", "renewable_energy_equipment"],
    [],
  ),
];

/** The preset with this id, or undefined. */
export function findPreset(id: string): Preset | undefined {
  return PRESETS.find((preset) => preset.id === id);
}

/** A fresh profile as the preset states it: points weighting, no waivers, unknowns at the median. */
export function profileFromPreset(preset: Preset): Profile {
  return {
    weighting: {
      mode: "points",
      points: preset.points,
      locked: [],
      groupPoints: null,
      order: null,
      swing: null,
      pairwise: null,
    },
    valueFunctions: {},
    gates: preset.gates,
    waivers: [],
    unknownPolicy: "neutral",
    sectors: preset.sectors,
    preset: preset.id,
  };
}
