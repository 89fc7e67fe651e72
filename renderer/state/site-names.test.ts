/** A language changes names, never the order. */
import { expect, test } from "vitest";
import type { Site, SiteTable } from "../../shared/model/site";
import { nameOrder } from "../../shared/ranking/additive/table";
import { inLanguage, otherName } from "./site-names";

const site = (id: string, name: string, nameVi: string): Site => ({
  id,
  name,
  nameVi,
  province: "p",
  formerProvince: "p",
  region: "north",
  status: null,
  rentTier: "unknown",
  rent: null,
  availableHa: null,
  totalHa: null,
  occupancyPct: null,
  sectors: [],
  position: null,
  searchText: "",
  origin: "catalogue",
});
const table: SiteTable = {
  sites: [
    site("a", "Yen Phong", "Khu công nghiệp Yên Phong"),
    site("b", "Vietnam-Singapore Bac Ninh", "A đầu tiên"),
    site("c", "DEEP C", "DEEP C"),
  ],
  measures: {},
};

test("Vietnamese names lead in Vietnamese, the English one stands beside them", () => {
  const [first, , third] = inLanguage(table, "vi").sites;
  expect(first?.name).toBe("Khu công nghiệp Yên Phong");
  expect(first && otherName(first)).toEqual({ text: "Yen Phong", lang: "en" });
  expect(third && otherName(third)).toBeNull();
});

test("other languages keep the English names", () => {
  expect(inLanguage(table, "zh-Hans")).toBe(table);
  const [first] = table.sites;
  expect(first && otherName(first)).toEqual({ text: "Khu công nghiệp Yên Phong", lang: "vi" });
});

test("the tie-break is the same in every language", () => {
  expect([...nameOrder(inLanguage(table, "vi").sites)]).toEqual([...nameOrder(table.sites)]);
});
