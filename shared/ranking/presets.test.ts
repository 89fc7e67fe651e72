import { describe, expect, test } from "vitest";
import { SECTOR_IDS } from "../model/fields";
import { CRITERION_IDS } from "./criteria";
import { DEFAULT_PRESET, findPreset, PRESET_IDS, PRESETS, profileFromPreset } from "./presets";

describe("presets", () => {
  test("stand in the order of the menu, under the names of their messages", () => {
    expect(PRESETS.map(({ id }) => id)).toEqual(PRESET_IDS);
    expect(PRESETS.map(({ nameKey, descriptionKey }) => [nameKey, descriptionKey])).toEqual(
      PRESET_IDS.map((id) => [`presets.${id}`, `presets.${id}.description`]),
    );
    expect(findPreset(DEFAULT_PRESET)).toBe(PRESETS[0]);
    expect(findPreset("electronic")).toBeUndefined();
  });

  test("give every criterion points within 0..100, the weightiest 100, and look for known sectors", () => {
    for (const { id, points, sectors } of PRESETS) {
      expect(Object.keys(points), id).toEqual(CRITERION_IDS);
      const given = Object.values(points);
      expect([Math.min(...given) >= 0, Math.max(...given)], id).toEqual([true, 100]);
      expect(sectors.length, id).toBeGreaterThan(0);
      expect(
        sectors.filter((sector) => !SECTOR_IDS.includes(sector)),
        id,
      ).toEqual([]);
    }
  });

  test("the points stand with the criteria that they are meant for", () => {
    expect(findPreset("electronics")?.points).toEqual({
      "proximity-china": 100,
      "proximity-ports": 50,
      "proximity-airport": 60,
      "land-rent": 50,
      "available-land": 30,
      "labour-supply": 70,
      "labour-cost": 30,
      "labour-skill": 60,
      "green-credentials": 20,
      "smart-infrastructure": 20,
      "sector-fit": 70,
      "business-climate": 40,
      "tenant-record": 40,
    });
  });

  test("what each trade weighs most, which sectors it looks for, and what it cannot do without", () => {
    const top = PRESETS.map(({ points }) => CRITERION_IDS.filter((id) => points[id] >= 90));
    expect(top).toEqual([
      ["proximity-china"],
      ["labour-supply", "labour-cost"],
      ["proximity-ports", "available-land"],
      ["proximity-ports"],
      ["labour-skill", "green-credentials"],
    ]);
    expect(PRESETS.map(({ sectors }) => sectors)).toEqual([
      ["electronics", "semiconductors"],
      ["textiles_garments", "footwear_leather"],
      ["heavy_industry", "metals", "chemicals", "petrochemicals"],
      ["logistics_warehousing"],
      ["high_tech_rd", "semiconductors", "it_software", "renewable_energy_equipment"],
    ]);
    const port = (limit: number) => [
      { id: "port-within", criterionId: "proximity-ports", op: "at-most", limit, unknownPasses: true },
    ];
    expect(PRESETS.map(({ gates }) => gates)).toEqual([[], port(100), port(60), [], []]);
  });

  test("open a profile of points: nothing locked, waived or said in another way", () => {
    const preset = findPreset("heavy-industry");
    if (preset === undefined) throw new Error("The preset is gone.");
    expect(profileFromPreset(preset)).toEqual({
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
      preset: "heavy-industry",
    });
  });
});
