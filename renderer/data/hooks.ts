/** Live data in React: the only file of this folder that knows it. */
import { useCallback, useRef, useSyncExternalStore } from "react";
import type { StartState, Startup } from "./startup";
import type { StorageError } from "./storage-error";
import type { Watch } from "./user-data";

/** A live result: undefined until the first value; the last value stays when an error follows. */
export interface Live<T> {
  readonly value: T | undefined;
  readonly error: StorageError | undefined;
}

const NOTHING: Live<never> = { value: undefined, error: undefined };

/**
 * Follows a repository's `watch`: `useWatched(store.shortlists.watch)`. Changes of every window arrive.
 * The function must keep its identity between renders.
 */
export function useWatched<T>(watch: Watch<T>): Live<T> {
  const live = useRef<Live<T>>(NOTHING);
  const subscribe = useCallback(
    (notify: () => void) => {
      live.current = NOTHING;
      return watch(
        (value) => {
          live.current = { value, error: undefined };
          notify();
        },
        (error) => {
          live.current = { value: live.current.value, error };
          notify();
        },
      );
    },
    [watch],
  );
  return useSyncExternalStore(subscribe, () => live.current);
}

/** Follows the start of the app. */
export function useStartState(startup: Startup): StartState {
  return useSyncExternalStore(startup.subscribe, startup.state);
}
