/** Which copies of the mirror are kept: the last ten, and the last one of each of thirty days. */

export const RECENT_COPIES = 10;
export const DAILY_COPIES = 30;

export interface Copy {
  readonly id: string;
  /** ISO 8601 time, UTC. */
  readonly savedAt: string;
}

export type CopyKind = "latest" | "recent" | "daily";

/**
 * Sorts copies newest first and says why each is kept.
 * @returns the kept ones with their kind, and the ones to delete
 */
export function rotate<C extends Copy>(
  copies: readonly C[],
): { readonly keep: readonly (C & { readonly kind: CopyKind })[]; readonly drop: readonly C[] } {
  const newestFirst = [...copies].sort((a, b) =>
    a.savedAt !== b.savedAt ? (a.savedAt < b.savedAt ? 1 : -1) : a.id < b.id ? 1 : -1,
  );
  const keep: (C & { kind: CopyKind })[] = [];
  const drop: C[] = [];
  const days = new Set<string>();
  newestFirst.forEach((copy, index) => {
    const day = copy.savedAt.slice(0, 10);
    const lastOfDay = !days.has(day) && days.size < DAILY_COPIES;
    days.add(day);
    if (index === 0) keep.push({ ...copy, kind: "latest" });
    else if (index < RECENT_COPIES) keep.push({ ...copy, kind: "recent" });
    else if (lastOfDay) keep.push({ ...copy, kind: "daily" });
    else drop.push(copy);
  });
  return { keep, drop };
}
