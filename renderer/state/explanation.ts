/** The live ranking as the explanations take it, and subscriptions at the pace of the screen and of a reader. */
import { useCallback, useSyncExternalStore } from "react";
import type { Explained } from "../../shared/ranking/explain";
import type { SentenceNames } from "../messages/sentences";
import type { LiveRanking } from "./live-ranking";

/** To be used at once: it reads the live arrays. */
export function explainedOf(live: LiveRanking): Explained {
  return { siteTable: live.sites, settings: live.profile, table: live.table, ranking: live.ranking };
}

/** Names for the tokens of sentences. */
export function sentenceNames(live: LiveRanking): SentenceNames {
  return {
    criterion: (id) => live.criteria.find((criterion) => criterion.id === id),
    siteName: (row) => live.sites.sites[row]?.name ?? "",
  };
}

/** Renders anew after rankings, at most once a frame: for what is worked out beside the table. */
export function useLiveFrames(live: LiveRanking): number {
  return useSyncExternalStore(
    useCallback(
      (notify) => {
        let frame = 0;
        const stop = live.subscribe(() => {
          if (frame !== 0) return;
          frame = requestAnimationFrame(() => {
            frame = 0;
            notify();
          });
        });
        return () => {
          stop();
          cancelAnimationFrame(frame);
        };
      },
      [live],
    ),
    () => live.version,
  );
}

/** Between a change and what is read beside the table, and at least between two such in a long drag; ms. */
const SOON = 40;
const READABLE = 400;

/**
 * Renders anew soon after rankings, and a few times a second in a drag: for words and figures that are read, not
 * watched. The table comes first. Whatever renders in between shows the ranking of that moment.
 */
export function useLiveSoon(live: LiveRanking): number {
  return useSyncExternalStore(
    useCallback(
      (notify) => {
        let timer: ReturnType<typeof setTimeout> | undefined;
        let last = Number.NEGATIVE_INFINITY;
        const tell = (): void => {
          timer = undefined;
          last = performance.now();
          notify();
        };
        const stop = live.subscribe(({ gradual }) => {
          // The end of a drag, or a change at one go, is not waited for.
          if (!gradual) clearTimeout(timer);
          if (!gradual) timer = setTimeout(tell, SOON);
          else timer ??= setTimeout(tell, Math.max(SOON, last + READABLE - performance.now()));
        });
        return () => {
          stop();
          clearTimeout(timer);
        };
      },
      [live],
    ),
    () => live.version,
  );
}
