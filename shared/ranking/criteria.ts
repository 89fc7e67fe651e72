/**
 * The built-in criteria: what each measures, in which unit, and the fixed value function that turns
 * the measure into a value between 0 and 1. Labels stand in the messages `criteria.<id>`; the
 * reasons for every reference point stand in `docs/method.md` and in `criteria.<id>.reference`.
 *
 * Reference points are properties of the market and of published rules, never of the sites on
 * screen: a filter, an import or an added site changes no value.
 */
import { CRITERION_GROUPS, type Criterion, type CriterionGroupId } from "../model/criterion";
import type { GreenId, SmartId } from "../model/fields";

type BuiltinCriterion = Criterion & { readonly id: CriterionId };

/** Ids of the built-in criteria, in the order of the panel. Users' saved weights hang on them. */
export const CRITERION_IDS = [
  "proximity-china",
  "proximity-ports",
  "proximity-airport",
  "land-rent",
  "available-land",
  "labour-supply",
  "labour-cost",
  "labour-skill",
  "green-credentials",
  "smart-infrastructure",
  "sector-fit",
  "business-climate",
  "tenant-record",
] as const;
export type CriterionId = (typeof CRITERION_IDS)[number];

/** The criterion whose measure depends on the profile: the sectors that the investor picked. */
export const SECTOR_FIT: CriterionId = "sector-fit";

/**
 * Points of a green credential towards the measure of `green-credentials`. What an outsider has
 * examined counts most (a national eco-industrial park pilot, a certificate), what a visitor can
 * see counts less, a bare claim least.
 */
export const GREEN_POINTS: Readonly<Record<GreenId, number>> = {
  eco_industrial_park_pilot: 4,
  iso_14001: 2,
  green_building_certified: 2,
  renewable_power: 2,
  industrial_symbiosis: 2,
  water_recycling: 2,
  zero_emission_target: 1,
  rooftop_solar: 1,
  waste_recycling: 1,
  central_wastewater_plant: 1,
  green_park_claim: 0.5,
};

/** Points of a smart feature towards the measure of `smart-infrastructure`, on the same reasoning. */
export const SMART_POINTS: Readonly<Record<SmartId, number>> = {
  operations_centre: 3,
  iot_monitoring: 2,
  smart_logistics: 2,
  data_centre: 2,
  "5g_or_fibre": 1,
  smart_park_claim: 0.5,
};

function builtin(
  id: CriterionId,
  group: CriterionGroupId,
  unit: string,
  decimals: number,
  direction: Criterion["direction"],
  points: readonly (readonly [number, number])[],
): BuiltinCriterion {
  return {
    id,
    group,
    unit,
    decimals,
    direction,
    valueFunction: { type: "piecewise", points },
    measure: { type: "builtin" },
  };
}

/** The thirteen built-in criteria, in the order of {@link CRITERION_IDS}. */
export const BUILTIN_CRITERIA: readonly BuiltinCriterion[] = [
  // A lorry's working day: there and back, one stretch, one day, two days of driving at 50 km/h.
  builtin("proximity-china", "location", "km", 0, "cost", [
    [100, 1],
    [200, 0.75],
    [500, 0.25],
    [1000, 0],
  ]),
  // A consultancy's published rule of thumb: under 50 km best, over 200 km worst.
  builtin("proximity-ports", "location", "km", 0, "cost", [
    [50, 1],
    [200, 0],
  ]),
  // The same consultancy's rule for airports: 30 and 100 km.
  builtin("proximity-airport", "location", "km", 0, "cost", [
    [30, 1],
    [100, 0],
  ]),
  // Published asking levels: cheapest provinces, northern and southern average, top of Ho Chi Minh City.
  builtin("land-rent", "land", "USD/m²/term", 0, "cost", [
    [40, 1],
    [133, 0.5],
    [180, 0.25],
    [300, 0],
  ]),
  // From one workshop's plot to a supplier cluster of its own.
  builtin("available-land", "land", "ha", 0, "benefit", [
    [0, 0],
    [5, 0.3],
    [20, 0.6],
    [50, 0.85],
    [100, 1],
  ]),
  // Small province, mean of the 63 former provinces, large province.
  builtin("labour-supply", "labour", "persons", 0, "benefit", [
    [200_000, 0],
    [800_000, 0.7],
    [2_000_000, 1],
  ]),
  // The four legal levels of 2026: the cheapest region to the dearest.
  builtin("labour-cost", "labour", "VND/month", 0, "cost", [
    [3_700_000, 1],
    [5_310_000, 0],
  ]),
  // Least trained provinces, national mean, the metropolises.
  builtin("labour-skill", "labour", "%", 1, "benefit", [
    [8, 0],
    [22, 0.5],
    [40, 1],
  ]),
  builtin("green-credentials", "green", "points", 1, "benefit", [
    [0, 0],
    [4, 0.6],
    [10, 1],
  ]),
  builtin("smart-infrastructure", "smart", "points", 1, "benefit", [
    [0, 0],
    [3, 0.6],
    [8, 1],
  ]),
  builtin("sector-fit", "track", "share", 2, "benefit", [
    [0, 0],
    [1, 1],
  ]),
  // Weak province, national median of 2024, best score on record.
  builtin("business-climate", "track", "points", 1, "benefit", [
    [58, 0],
    [67.67, 0.5],
    [75, 1],
  ]),
  // A proven park has dozens of projects; more than 150 prove nothing new.
  builtin("tenant-record", "track", "projects", 0, "benefit", [
    [0, 0],
    [10, 0.3],
    [40, 0.6],
    [150, 1],
  ]),
];

const BY_ID: ReadonlyMap<string, BuiltinCriterion> = new Map(BUILTIN_CRITERIA.map((c) => [c.id, c]));

/** The built-in criterion with this id; undefined for ids of criteria that the user made. */
export function builtinCriterion(id: string): Criterion | undefined {
  return BY_ID.get(id);
}

/** The groups in panel order, each with those of `criteria` that belong to it (order kept). */
export function groupCriteria(
  criteria: readonly Criterion[],
): readonly { readonly group: CriterionGroupId; readonly criteria: readonly Criterion[] }[] {
  return CRITERION_GROUPS.map((group) => ({ group, criteria: criteria.filter((c) => c.group === group) })).filter(
    (entry) => entry.criteria.length > 0,
  );
}
