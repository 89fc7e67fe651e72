import { describe, expect, test } from "vitest";
import { NO_FILTERS } from "../../shared/model/profile";
import { DEFAULT_LAYOUT, readLayout } from "./layout-store";
import { firstDecision, readDecision } from "./persistence";

describe("reading a stored decision", () => {
  test("takes back what was stored", () => {
    const first = firstDecision();
    const saved = {
      profile: { ...first.profile, unknownPolicy: "cautious", sectors: ["metals"] },
      filters: { ...NO_FILTERS, regions: ["south"], minAvailableHa: 10, text: "vsip" },
      selected: ["a"],
    };
    expect(readDecision(JSON.parse(JSON.stringify(saved)))).toEqual(saved);
  });

  test.each([undefined, null, 3, "x", [], {}, { profile: 1, filters: 2, selected: 3 }])(
    "of %j gives the first decision",
    (saved) => expect(readDecision(saved)).toEqual(firstDecision()),
  );

  test("one odd member costs that member only", () => {
    const { profile } = firstDecision();
    const points = { ...profile.weighting.points, "land-rent": 900, "proximity-china": 12 };
    const read = readDecision({
      profile: { ...profile, weighting: { ...profile.weighting, points }, unknownPolicy: "reckless" },
      filters: { regions: ["north", "moon", "other"], minAvailableHa: -4 },
    });
    expect(read.profile.weighting.points["proximity-china"]).toBe(12);
    expect(read.profile.weighting.points["land-rent"]).toBe(profile.weighting.points["land-rent"]);
    expect(read.profile.unknownPolicy).toBe("neutral");
    expect(read.filters).toEqual({ ...NO_FILTERS, regions: ["north", "other"] });
  });
});

describe("reading a stored layout", () => {
  test("keeps what is sound and holds widths in bounds", () => {
    const columns = { order: ["rank"], hidden: [], pinned: [], widths: { rank: 60 } };
    expect(readLayout({ sheetWidth: 5000, theme: "dark", columns, view: "data" })).toEqual({
      ...DEFAULT_LAYOUT,
      sheetWidth: 720,
      theme: "dark",
      view: "data",
      columns,
    });
    expect(readLayout({ theme: "pink", columns: { order: [1] }, criteriaOpen: "yes" })).toEqual(DEFAULT_LAYOUT);
    expect(readLayout(null)).toEqual(DEFAULT_LAYOUT);
  });
});
