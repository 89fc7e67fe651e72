/**
 * Soft bands on the weight sliders: for a criterion, the points between which the leader stays the
 * leader, and who takes over beyond. Filled by `stability-bands.ts`; empty until then.
 */
import { createStore, type StoreApi } from "zustand/vanilla";

/** What lies at one end of a band. */
export interface BandEnd {
  /** Share of the weight at which the challenger draws level, 0..1. */
  readonly share: number;
  /** The site that takes over beyond. */
  readonly name: string;
}

export interface BandEnds {
  /** Null where the leader stays to the end of the slider. */
  readonly below: BandEnd | null;
  readonly above: BandEnd | null;
}

export interface Bands {
  /** [low, high] in points 0..100 (in percent of the whole weight where the slider shows shares), by criterion id. */
  readonly bands: Readonly<Record<string, readonly [number, number]>>;
  readonly ends: Readonly<Record<string, BandEnds>>;
}

export type BandsStore = StoreApi<Bands>;

export const NO_BANDS: Bands = { bands: {}, ends: {} };

export function createBandsStore(): BandsStore {
  return createStore<Bands>(() => NO_BANDS);
}
