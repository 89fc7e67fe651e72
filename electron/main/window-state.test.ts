import fc from "fast-check";
import { expect, it } from "vitest";
import { fitToDisplays, MINIMUM_SIZE, parseWindowState } from "./window-state";

const state = (x: number, y: number, width: number, height: number) => ({
  bounds: { x, y, width, height },
  maximized: false,
  fullScreen: false,
});
const primary = { workArea: { x: 0, y: 0, width: 1600, height: 1000 } };
const second = { workArea: { x: 1600, y: -200, width: 1920, height: 1080 } };

it("opens where the window was, on either display", () => {
  expect(fitToDisplays(state(30, 40, 1000, 700), [primary, second])).toEqual({
    x: 30,
    y: 40,
    width: 1000,
    height: 700,
  });
  expect(fitToDisplays(state(1700, -100, 1000, 700), [primary, second]).x).toBe(1700);
});

it("comes back to the first display when its own was unplugged, with its size", () => {
  expect(fitToDisplays(state(1700, -100, 1000, 700), [primary])).toEqual({ x: 300, y: 150, width: 1000, height: 700 });
});

it("fits a window to a smaller display, and centres the first one", () => {
  expect(fitToDisplays(state(100, 50, 3000, 2000), [primary])).toEqual({ x: 0, y: 0, width: 1600, height: 1000 });
  expect(fitToDisplays(null, [primary])).toEqual({ x: 140, y: 70, width: 1320, height: 860 });
  expect(fitToDisplays(null, [])).toMatchObject({ width: 1320, height: 860 });
});

it("is always reachable, whatever is remembered", () => {
  const whole = fc.integer({ min: -100_000, max: 100_000 });
  const size = fc.integer({ min: 1, max: 100_000 });
  fc.assert(
    fc.property(whole, whole, size, size, (x, y, width, height) => {
      const fitted = fitToDisplays(state(x, y, width, height), [primary, second]);
      const home = [primary, second].some(
        ({ workArea }) =>
          fitted.x >= workArea.x &&
          fitted.y >= workArea.y &&
          fitted.x + fitted.width <= workArea.x + workArea.width &&
          fitted.y + fitted.height <= workArea.y + workArea.height,
      );
      expect(home).toBe(true);
      expect(fitted.width).toBeGreaterThanOrEqual(MINIMUM_SIZE.width);
      expect(fitted.height).toBeGreaterThanOrEqual(MINIMUM_SIZE.height);
    }),
  );
});

it.each([
  null,
  "",
  "{",
  "[]",
  "null",
  '{"bounds":{"x":"0","y":0,"width":1,"height":1},"maximized":true,"fullScreen":false}',
  '{"bounds":{"x":1e9,"y":0,"width":900,"height":600},"maximized":true,"fullScreen":false}',
  '{"bounds":{"x":0.5,"y":0,"width":900,"height":600},"maximized":true,"fullScreen":false}',
  '{"bounds":{"x":0,"y":0,"width":-900,"height":600},"maximized":true,"fullScreen":false}',
  '{"bounds":{"x":0,"y":0,"width":900,"height":600}}',
])("counts %s as nothing remembered", (text) => {
  expect(parseWindowState(text)).toBeNull();
});

it("reads what it wrote", () => {
  const written = state(1, 2, 1000, 700);
  expect(parseWindowState(JSON.stringify(written))).toEqual(written);
});
