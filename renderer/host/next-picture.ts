/** Waits for the picture on screen, so that what can come behind it does. */

/** A window out of sight gets no frames; ms. */
const PATIENCE = 500;

/** Settles when what has been drawn so far is on screen: the frame after the one that paints it has begun. */
export function nextPicture(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, PATIENCE);
    if (typeof requestAnimationFrame === "function") {
      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 0)));
    } else setTimeout(resolve, 0);
  });
}
