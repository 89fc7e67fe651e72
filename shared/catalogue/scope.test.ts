import { describe, expect, it } from "vitest";
import { boundOf, scopeOf } from "./scope";

describe("scopeOf", () => {
  it.each([
    // Notes as they stand in the seeds.
    [undefined, "park"],
    ["of industrial land registered", "park"],
    ["reduced from 350 ha", "park"],
    ["expanded from 400 in plan", "park"],
    ["300 ha phase 1 (2002), 300 ha phase 2 (2006)", "park"],
    ["187 ha phase I plus 214 ha phase II", "park"],
    ["50 ha plus 147.31 ha expansion", "park"],
    ["all industrial land leased out", "park"],
    ["approved November 2016", "approval"],
    ["phase 1", "part"],
    ["of 220 ha first phase", "part"],
    ["expansion area", "part"],
    ["foreign projects", "part"],
    ["FDI capital only", "part"],
    ["500 ha industrial, 200 ha urban-service", "complex"],
    ["with extension", "complex"],
    ["whole complex", "complex"],
    ["nearly; all VSIP Binh Duong parks", "complex"],
    ["planned, zones A and B", "plan"],
    ["expected, more than 30,000", "plan"],
    ["phases 1 and 2; 2,000 planned in three", "plan"],
    ["name matched from Chinese text", "doubtful"],
    ["all industrial land in northern VSIPs sold", "doubtful"],
    ["infrastructure capital", "doubtful"],
  ])("%s -> %s", (note, scope) => {
    expect(scopeOf(note === undefined ? {} : { note })).toBe(scope);
  });
});

describe("boundOf", () => {
  it.each([
    [undefined, "exact"],
    ["more than", "at-least"],
    ["over 90%", "at-least"],
    ["phase 1, more than 42 ha", "at-least"],
    ["nearly", "at-most"],
    ["about; reserved for small firms", "about"],
    ["jobs created, approximate", "about"],
    ["FDI projects on 132.5 ha", "exact"],
  ])("%s -> %s", (note, bound) => {
    expect(boundOf(note === undefined ? {} : { note })).toBe(bound);
  });
});
