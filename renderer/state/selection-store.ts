/** The sites that are ticked, by id: shared by table, map and shortlists. */
import { createStore, type StoreApi } from "zustand/vanilla";

export interface Selection {
  readonly ids: ReadonlySet<string>;
}

export interface SelectionStore extends StoreApi<Selection> {
  toggle(siteId: string): void;
  set(siteIds: Iterable<string>): void;
}

export function createSelectionStore(): SelectionStore {
  const store = createStore<Selection>(() => ({ ids: new Set<string>() }));
  return Object.assign(store, {
    toggle: (siteId: string) => {
      const ids = new Set(store.getState().ids);
      if (!ids.delete(siteId)) ids.add(siteId);
      store.setState({ ids });
    },
    set: (siteIds: Iterable<string>) => store.setState({ ids: new Set(siteIds) }),
  });
}
