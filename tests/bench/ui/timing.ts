/**
 * How a re-ranking is timed, the same on both sides: t0 just before the change; shown, when the first rows of
 * the DOM equal the computed ones; painted, two animation frames later.
 */
import type { Step } from "./synthetic";

/** One of the two tables that are compared. */
export interface Subject {
  /** What changes when the table does. */
  readonly root: Node;
  /** Puts a step's weights to work as its interface would. */
  apply(step: Step): void;
  /** Whether the first rows of the DOM are those of the step. */
  shows(step: Step): boolean;
  /** Begins and ends a drag. */
  drag(on: boolean): void;
}

export interface Timed {
  readonly shown: number;
  readonly painted: number;
}

export interface Dragged {
  /** Changes that were on screen, in the right order, when the next frame began; per second. */
  readonly reranks: number;
  readonly frames: number;
  /** ms */
  readonly longestFrame: number;
}

export const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Waits until the table stands still in a step's order.
 * @throws {Error} when it does not within 20 s
 */
export async function settle(subject: Subject, step: Step): Promise<void> {
  const limit = performance.now() + 20_000;
  do {
    if (performance.now() > limit) throw new Error("The first rows are not those of the computed order.");
    await pause(500);
  } while (!subject.shows(step));
  await pause(500);
}

/** @throws {Error} when the table is not right within 20 s */
export async function timeStep(subject: Subject, step: Step): Promise<Timed> {
  const from = performance.now();
  const shown = await new Promise<number>((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error("The table did not take the weights' order.")), 20_000);
    const look = (): void => {
      if (!subject.shows(step)) return;
      observer.disconnect();
      clearTimeout(limit);
      resolve(performance.now() - from);
    };
    const observer = new MutationObserver(look);
    observer.observe(subject.root, { subtree: true, childList: true, attributes: true, characterData: true });
    subject.apply(step);
    look();
  });
  await frame();
  await frame();
  return { shown, painted: performance.now() - from };
}

/** Another step at every frame for a while. */
export async function timeDrag(subject: Subject, steps: readonly Step[], ms: number): Promise<Dragged> {
  subject.drag(true);
  await pause(100);
  let last = await frame();
  const from = last;
  let longestFrame = 0;
  let frames = 0;
  let right = 0;
  let waiting: Step | null = null;
  while (last - from < ms) {
    if (waiting !== null && subject.shows(waiting)) right += 1;
    const step = steps[frames % steps.length];
    if (step === undefined) throw new Error("A drag needs steps.");
    subject.apply(step);
    waiting = step;
    frames += 1;
    const now = await frame();
    longestFrame = Math.max(longestFrame, now - last);
    last = now;
  }
  if (waiting !== null && subject.shows(waiting)) right += 1;
  subject.drag(false);
  return { reranks: (right * 1000) / (last - from), frames: (frames * 1000) / (last - from), longestFrame };
}
