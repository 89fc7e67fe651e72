/**
 * The fields that facts speak of, with kind and unit. Seeds, imports and edits are validated
 * against this table, and the site sheet lists fields in its order.
 */

/** Form of a field's value. `range` accepts a number or {min, max}. */
export type FieldKind = "number" | "range" | "year" | "text" | "category" | "set" | "distance" | "position";

export interface FieldDefinition {
  readonly kind: FieldKind;
  /** Unit in words of the field's standards ("ha", "USD/m²/term"); empty where none applies. */
  readonly unit: string;
  /** Plausible bounds of a number: outside them a fact is refused as a slip of units. */
  readonly min?: number;
  readonly max?: number;
  /** Heading of the site sheet under which the field stands. */
  readonly section: "land" | "cost" | "utilities" | "credentials" | "tenants" | "identity" | "location";
  /** Allowed members of a category or set. */
  readonly options?: readonly string[];
}

export const SECTOR_IDS = [
  "electronics",
  "semiconductors",
  "it_software",
  "high_tech_rd",
  "machinery",
  "automotive",
  "metals",
  "heavy_industry",
  "chemicals",
  "petrochemicals",
  "plastics_rubber",
  "construction_materials",
  "renewable_energy_equipment",
  "textiles_garments",
  "footwear_leather",
  "furniture_wood",
  "paper_packaging",
  "food_processing",
  "agriculture",
  "pharma_medical",
  "light_industry",
  "supporting_industry",
  "logistics_warehousing",
] as const;
export type SectorId = (typeof SECTOR_IDS)[number];

export const GREEN_IDS = [
  "eco_industrial_park_pilot",
  "iso_14001",
  "green_building_certified",
  "zero_emission_target",
  "renewable_power",
  "rooftop_solar",
  "industrial_symbiosis",
  "water_recycling",
  "waste_recycling",
  "central_wastewater_plant",
  "green_park_claim",
] as const;
export type GreenId = (typeof GREEN_IDS)[number];

export const SMART_IDS = [
  "operations_centre",
  "iot_monitoring",
  "smart_logistics",
  "data_centre",
  "5g_or_fibre",
  "smart_park_claim",
] as const;
export type SmartId = (typeof SMART_IDS)[number];

export const AMENITY_IDS = [
  "worker_housing",
  "urban_township",
  "training_centre",
  "hospital",
  "international_school",
  "bank",
  "customs_on_site",
  "fire_station",
] as const;

export const GENERATION_IDS = ["industrial_urban_service", "eco", "high_tech", "next_generation_2_0"] as const;

export const FIELDS = {
  status: { kind: "category", unit: "", section: "identity", options: ["planned", "under_construction", "operating"] },
  establishedYear: { kind: "year", unit: "", section: "identity", min: 1960, max: 2100 },
  developer: { kind: "text", unit: "", section: "identity" },
  generation: { kind: "category", unit: "", section: "identity", options: GENERATION_IDS },
  // Whole economic zones are in the catalogue too: Nghi Son covers 106,000 ha.
  totalAreaHa: { kind: "number", unit: "ha", section: "land", min: 0.1, max: 150_000 },
  industrialAreaHa: { kind: "number", unit: "ha", section: "land", min: 0.1, max: 50_000 },
  availableAreaHa: { kind: "number", unit: "ha", section: "land", min: 0, max: 50_000 },
  occupancyPct: { kind: "number", unit: "%", section: "land", min: 0, max: 100 },
  leaseEndYear: { kind: "year", unit: "", section: "land", min: 2000, max: 2150 },
  landRentUsdPerM2Term: { kind: "range", unit: "USD/m²/term", section: "cost", min: 1, max: 2_000 },
  readyBuiltFactoryUsdPerM2Month: { kind: "range", unit: "USD/m²/month", section: "cost", min: 0.1, max: 100 },
  managementFeeUsdPerM2Year: { kind: "range", unit: "USD/m²/year", section: "cost", min: 0, max: 50 },
  managementFeeVndPerM2Month: { kind: "range", unit: "VND/m²/month", section: "cost", min: 0, max: 1_000_000 },
  waterUsdPerM3: { kind: "range", unit: "USD/m³", section: "cost", min: 0, max: 10 },
  waterVndPerM3: { kind: "range", unit: "VND/m³", section: "cost", min: 0, max: 200_000 },
  wastewaterUsdPerM3: { kind: "range", unit: "USD/m³", section: "cost", min: 0, max: 10 },
  wastewaterVndPerM3: { kind: "range", unit: "VND/m³", section: "cost", min: 0, max: 200_000 },
  incentives: { kind: "text", unit: "", section: "cost" },
  powerCapacityMva: { kind: "number", unit: "MVA", section: "utilities", min: 0, max: 10_000 },
  waterCapacityM3Day: { kind: "number", unit: "m³/day", section: "utilities", min: 0, max: 2_000_000 },
  wastewaterCapacityM3Day: { kind: "number", unit: "m³/day", section: "utilities", min: 0, max: 2_000_000 },
  electricityNote: { kind: "text", unit: "", section: "utilities" },
  amenities: { kind: "set", unit: "", section: "utilities", options: AMENITY_IDS },
  green: { kind: "set", unit: "", section: "credentials", options: GREEN_IDS },
  smart: { kind: "set", unit: "", section: "credentials", options: SMART_IDS },
  sectors: { kind: "set", unit: "", section: "tenants", options: SECTOR_IDS },
  tenants: { kind: "set", unit: "", section: "tenants" },
  projects: { kind: "number", unit: "projects", section: "tenants", min: 0, max: 10_000 },
  workers: { kind: "number", unit: "workers", section: "tenants", min: 0, max: 1_000_000 },
  investmentUsdMillion: { kind: "number", unit: "USD million", section: "tenants", min: 0, max: 100_000 },
  statedDistanceKm: { kind: "distance", unit: "km", section: "location", min: 0, max: 3_000 },
  latLon: { kind: "position", unit: "°", section: "location" },
} as const satisfies Record<string, FieldDefinition>;

export type FieldId = keyof typeof FIELDS;
export const FIELD_IDS = Object.keys(FIELDS) as readonly FieldId[];

/** The definition of a field, widened to the common type. */
export function fieldDefinition(id: FieldId): FieldDefinition {
  return FIELDS[id];
}
