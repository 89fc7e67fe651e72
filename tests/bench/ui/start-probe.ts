/**
 * Put into a page before its own scripts: notes when the first row of a ranking stands in the DOM and, two
 * animation frames later, is painted. Times in ms from the navigation's start.
 */
export interface StartTimes {
  readonly shown: number;
  readonly painted: number;
  /** Names in the first rows when painted. */
  readonly first: readonly string[];
}

/** A name in the app's table, or in that of the bare page. */
const header = (place: number): string =>
  document.querySelector(
    `[role=grid] [aria-rowindex="${place + 2}"]:not([hidden]) [role=rowheader], [data-place="${place}"] .name`,
  )?.textContent ?? "";

const times = new Promise<StartTimes>((resolve) => {
  const look = (): void => {
    if (header(0) === "") return;
    observer.disconnect();
    const shown = performance.now();
    requestAnimationFrame(() =>
      requestAnimationFrame(() => resolve({ shown, painted: performance.now(), first: [0, 1, 2, 3, 4].map(header) })),
    );
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { subtree: true, childList: true, characterData: true });
});
Object.assign(globalThis, { startTimes: times });
