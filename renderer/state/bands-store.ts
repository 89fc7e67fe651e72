/**
 * Soft bands on the weight sliders: for a criterion, the points between which the leader stays the
 * leader. Filled by whoever computes them; empty until then.
 */
import { createStore, type StoreApi } from "zustand/vanilla";

export interface Bands {
  /** [low, high] in points 0..100, by criterion id. */
  readonly bands: Readonly<Record<string, readonly [number, number]>>;
}

export type BandsStore = StoreApi<Bands>;

export function createBandsStore(): BandsStore {
  return createStore<Bands>(() => ({ bands: {} }));
}
