/** Labels that keep clear of one another: whoever comes first has the place. */
import type { Point } from "./geometry";

export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function overlaps(a: Rect, b: Rect): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Keeps what is already written. */
export class LabelSpace {
  readonly #taken: Rect[];

  constructor(taken: readonly Rect[] = []) {
    this.#taken = [...taken];
  }

  copy(): LabelSpace {
    return new LabelSpace(this.#taken);
  }

  /** Takes the place if it is free. */
  claim(rect: Rect): boolean {
    if (!this.isFree(rect)) return false;
    this.#taken.push(rect);
    return true;
  }

  isFree(rect: Rect): boolean {
    return !this.#taken.some((other) => overlaps(rect, other));
  }

  /** Takes the place whatever stands there. */
  take(rect: Rect): void {
    this.#taken.push(rect);
  }
}

/** The box of a text of this size around its middle. */
export function boxAround(at: Point, width: number, height: number, padding = 2): Rect {
  return {
    left: at.x - width / 2 - padding,
    right: at.x + width / 2 + padding,
    top: at.y - height / 2 - padding,
    bottom: at.y + height / 2 + padding,
  };
}

/** Whether a box for something at `at` stays in sight; what is itself out of sight may be named anywhere. */
export function staysInSight(box: Rect, at: Point, inSight: Rect): boolean {
  const { left, top, right, bottom } = inSight;
  if (at.x < left || at.x > right || at.y < top || at.y > bottom) return true;
  return box.left >= left && box.right <= right && box.top >= top && box.bottom <= bottom;
}

/** How many marks (x, y and radius, three numbers each) a box covers. */
export function coveredMarks(box: Rect, marks: readonly number[]): number {
  let covered = 0;
  for (let i = 0; i < marks.length; i += 3) {
    const x = marks[i] ?? 0;
    const y = marks[i + 1] ?? 0;
    const r = marks[i + 2] ?? 0;
    if (x + r > box.left && x - r < box.right && y + r > box.top && y - r < box.bottom) covered += 1;
  }
  return covered;
}

/** A text cut to so many characters, with an ellipsis; the cut falls between words where it can. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  const space = cut.lastIndexOf(" ");
  return `${(space > most * 0.6 ? cut.slice(0, space) : cut).trimEnd()}…`;
}

const widths = new Map<string, number>();

/** Width of a text in px in the context's font, measured once. */
export function textWidth(context: CanvasRenderingContext2D, text: string): number {
  const key = `${context.font} ${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    if (widths.size > 5000) widths.clear();
    width = context.measureText(text).width;
    widths.set(key, width);
  }
  return width;
}
