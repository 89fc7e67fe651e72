/**
 * Holds the palette to what the design promises: contrast of text and marks in both themes, and six
 * group hues that stay apart for colour-blind eyes (simulated after Machado, Oliveira and Fernandes,
 * 2009, at full severity; distance in Oklab, times 100).
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const css = readFileSync(path.join(import.meta.dirname, "tokens.css"), "utf8");
type Rgb = readonly [number, number, number];

function theme(selector: string): ReadonlyMap<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf("}", start));
  return new Map(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, value]) => [name ?? "", value ?? ""]),
  );
}

const linear = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);

function rgb(hex: string): Rgb {
  const at = (i: number): number => linear(Number.parseInt(hex.slice(i, i + 2), 16) / 255);
  return [at(1), at(3), at(5)];
}

function contrast(a: string, b: string): number {
  const luminance = ([r, g, bl]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * bl;
  const [x, y] = [luminance(rgb(a)), luminance(rgb(b))];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

function oklab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

const VISION: Readonly<Record<string, readonly [Rgb, Rgb, Rgb]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function seen(color: Rgb, matrix: readonly [Rgb, Rgb, Rgb]): Rgb {
  const mix = (row: Rgb): number => Math.min(1, Math.max(0, row[0] * color[0] + row[1] * color[1] + row[2] * color[2]));
  return [mix(matrix[0]), mix(matrix[1]), mix(matrix[2])];
}

const light = theme(":root");
const dark = new Map([...light, ...theme(':root[data-theme="dark"]')]);
const GROUPS = ["location", "land", "labour", "green", "smart", "track"];

describe.each([
  ["light", light],
  ["dark", dark],
])("%s theme", (_, tokens) => {
  const value = (name: string): string => {
    const found = tokens.get(name);
    if (found === undefined) throw new Error(`--${name} is not in tokens.css`);
    return found;
  };
  const SURFACES = ["surface", "surface-chrome", "surface-raised", "surface-hover", "surface-selected"];

  test("text has 4.5 : 1 on every surface it stands on", () => {
    for (const surface of SURFACES) {
      for (const text of ["text", "text-soft", "accent", "danger", "warning"]) {
        expect(contrast(value(text), value(surface)), `${text} on ${surface}`).toBeGreaterThanOrEqual(4.5);
      }
    }
    for (const surface of ["surface", "surface-chrome"]) {
      expect(contrast(value("text-faint"), value(surface))).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(value("accent-text"), value("accent"))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(value("accent-strong"), value("accent-soft"))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(value("accent"), value("accent-soft"))).toBeGreaterThanOrEqual(4.5);
  });

  test("marks and edges of controls have 3 : 1", () => {
    for (const surface of ["surface", "surface-chrome"]) {
      for (const mark of [...GROUPS.map((group) => `group-${group}`), "mark", "control-line"]) {
        expect(contrast(value(mark), value(surface)), `${mark} on ${surface}`).toBeGreaterThanOrEqual(3);
      }
    }
  });

  test.each(Object.keys(VISION))("the six hues stay apart under %s", (vision) => {
    const matrix = VISION[vision];
    if (matrix === undefined) throw new Error(vision);
    const labs = GROUPS.map((group) => oklab(seen(rgb(value(`group-${group}`)), matrix)));
    for (let i = 0; i < labs.length; i++) {
      for (let j = i + 1; j < labs.length; j++) {
        const [a, b] = [labs[i] as Rgb, labs[j] as Rgb];
        const distance = 100 * Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
        expect(distance, `${GROUPS[i]} and ${GROUPS[j]}`).toBeGreaterThanOrEqual(9);
      }
    }
  });

  test.each(Object.keys(VISION))("the map's five classes of score are steps of lightness under %s", (vision) => {
    const matrix = VISION[vision];
    if (matrix === undefined) throw new Error(vision);
    const steps = [1, 2, 3, 4, 5].map((at) => 100 * oklab(seen(rgb(value(`map-score-${at}`)), matrix))[0]);
    const rising = (steps[4] ?? 0) > (steps[0] ?? 0) ? 1 : -1;
    for (let at = 1; at < steps.length; at++) {
      expect(rising * ((steps[at] ?? 0) - (steps[at - 1] ?? 0)), `classes ${at} and ${at + 1}`).toBeGreaterThanOrEqual(
        7,
      );
    }
  });

  test("the map's marks and signs have 3 : 1 on land, by their edge where the fill is pale", () => {
    for (const ground of ["map-land", "map-neighbour", "map-sea"]) {
      for (const mark of ["map-edge", "text-soft", "accent"]) {
        expect(contrast(value(mark), value(ground)), `${mark} on ${ground}`).toBeGreaterThanOrEqual(3);
      }
      expect(contrast(value("text-soft"), value(ground)), `names on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(value("text-faint"), value("map-land"))).toBeGreaterThanOrEqual(4.5);
  });
});
