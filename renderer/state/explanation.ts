/** The live ranking as the explanations take it, and a subscription no faster than the screen. */
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
