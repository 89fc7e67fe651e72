import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import english from "../messages/en/criteria.json";
import { BUILTIN_CRITERIA, GREEN_POINTS, SMART_POINTS } from "./criteria";

const method = readFileSync(new URL("../../docs/method.md", import.meta.url), "utf8");

test("docs/method.md states every value function as it is", () => {
  const rows = [...method.matchAll(/^\| (.+?) \| .+? \| (.+?) \|$/gm)].slice(1).map(([, name, points]) => ({
    name,
    points: points?.split(", ").map((text) => text.split(" → ").map((number) => Number(number.replaceAll(",", "")))),
  }));
  expect(rows).toEqual(
    BUILTIN_CRITERIA.map(({ id, valueFunction }) => ({
      name: String((english as Record<string, unknown>)[`criteria.${id}`]),
      points: valueFunction.type === "piecewise" ? valueFunction.points : [],
    })),
  );
});

test("docs/method.md names every level of points that credentials can have", () => {
  for (const points of [...Object.values(GREEN_POINTS), ...Object.values(SMART_POINTS)]) {
    expect(method).toMatch(new RegExp(`[^\\d.]${points}[ ,;.]`));
  }
});
