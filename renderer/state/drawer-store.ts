/** The drawer beside the views in which the criteria are worked on in detail: weights, values, must-haves. */
import { createStore, type StoreApi } from "zustand/vanilla";

export type DrawerTab = "weights" | "values" | "must-haves";

export interface Drawer {
  /** Null while the drawer is closed. */
  readonly tab: DrawerTab | null;
  /** The criterion whose value curve is shown, or whose must-have is wanted. */
  readonly criterionId: string | null;
}

export interface DrawerStore extends StoreApi<Drawer> {
  open(tab: DrawerTab, criterionId?: string): void;
  close(): void;
}

export function createDrawerStore(): DrawerStore {
  const store = createStore<Drawer>(() => ({ tab: null, criterionId: null }));
  let opener: string | null = null;
  return Object.assign(store, {
    open: (tab: DrawerTab, criterionId?: string) => {
      // The button may be gone while the drawer is open: it is found again by its name.
      if (store.getState().tab === null) opener = document.activeElement?.getAttribute("aria-label") ?? null;
      store.setState({ tab, criterionId: criterionId ?? store.getState().criterionId });
    },
    close: () => {
      store.setState({ tab: null });
      const name = opener;
      requestAnimationFrame(() => {
        if (document.activeElement !== document.body) return;
        const back = name === null ? null : document.querySelector<HTMLElement>(`[aria-label="${CSS.escape(name)}"]`);
        (back ?? document.querySelector<HTMLElement>("[role=grid]"))?.focus();
      });
    },
  });
}
