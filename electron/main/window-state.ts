/**
 * Remembers where the window was. What is read back is not trusted: it is validated and fitted to the
 * displays there are now, so that a window never opens on a screen that was unplugged.
 */
import type { Display, Rectangle } from "electron";
import * as v from "valibot";

export const MINIMUM_SIZE = { width: 900, height: 600 } as const;
const DEFAULT_SIZE = { width: 1320, height: 860 } as const;

const coordinate = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000));
const extent = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000));
const windowState = v.object({
  bounds: v.object({ x: coordinate, y: coordinate, width: extent, height: extent }),
  maximized: v.boolean(),
  fullScreen: v.boolean(),
});

export type WindowState = v.InferOutput<typeof windowState>;

/** The state in a file's text; null for anything else. */
export function parseWindowState(text: string | null): WindowState | null {
  if (text === null) return null;
  try {
    return v.parse(windowState, JSON.parse(text));
  } catch {
    return null;
  }
}

type Area = Pick<Display, "workArea">;

/**
 * Bounds for a new window: the remembered ones when enough of the title bar lies on a display, else centred
 * on the first display; never larger than that display, never smaller than it allows.
 * @param displays at least one, the primary first
 */
export function fitToDisplays(state: WindowState | null, displays: readonly Area[]): Rectangle {
  const primary = displays[0]?.workArea ?? { x: 0, y: 0, ...DEFAULT_SIZE };
  const remembered = state?.bounds;
  const home = remembered && displays.find(({ workArea }) => titleBarVisible(remembered, workArea))?.workArea;
  if (!remembered || !home) return centred(remembered ?? DEFAULT_SIZE, primary);
  const width = clamp(remembered.width, MINIMUM_SIZE.width, home.width);
  const height = clamp(remembered.height, MINIMUM_SIZE.height, home.height);
  return {
    x: clamp(remembered.x, home.x, home.x + home.width - width),
    y: clamp(remembered.y, home.y, home.y + home.height - height),
    width,
    height,
  };
}

/** At least 100 by 20 pixels of the window's top edge can be seen and dragged. */
function titleBarVisible(bounds: Rectangle, area: Rectangle): boolean {
  const overlap = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  return overlap >= 100 && bounds.y >= area.y - 10 && bounds.y + 20 <= area.y + area.height;
}

function centred(size: { readonly width: number; readonly height: number }, area: Rectangle): Rectangle {
  const width = clamp(size.width, MINIMUM_SIZE.width, area.width);
  const height = clamp(size.height, MINIMUM_SIZE.height, area.height);
  return {
    x: Math.round(area.x + (area.width - width) / 2),
    y: Math.round(area.y + (area.height - height) / 2),
    width,
    height,
  };
}

/** `high` wins where the two contradict each other: a window is never larger than its display. */
function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
