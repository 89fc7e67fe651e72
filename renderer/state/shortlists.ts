/**
 * What can be done with shortlists, each step with its undo: save the ticked sites with the decision
 * as it is, rename, note, delete, and take a shortlist's weights and filters up again.
 */
import type { DecisionSnapshot, RankedSite, Shortlist } from "../../shared/model/shortlist";
import { ENGINE_VERSION } from "../../shared/ranking";
import type { ShortlistPatch } from "../data/user-data";
import type { LiveRanking } from "./live-ranking";
import type { Workbench } from "./workbench";

/** How many of the best sites a snapshot keeps beside the chosen ones. */
const BEST_KEPT = 10;

/** One row of the ranking as it is now; null for a site that is not ranked. */
export function rankedSite(live: LiveRanking, row: number): RankedSite | null {
  const site = live.sites.sites[row];
  const { rank, score, low, high, sourcedShare, estimatedShare, unknownShare } = live.ranking;
  const place = rank[row] ?? 0;
  if (site === undefined || place === 0) return null;
  return {
    siteId: site.id,
    name: site.name,
    rank: place,
    score: score[row] ?? 0,
    low: low[row] ?? 0,
    high: high[row] ?? 0,
    sourcedShare: sourcedShare[row] ?? 0,
    estimatedShare: estimatedShare[row] ?? 0,
    unknownShare: unknownShare[row] ?? 0,
  };
}

/** The decision and the ranking as they are now, for the chosen sites and the best. */
export function takeSnapshot(
  { live, reference }: Pick<Workbench, "live" | "reference">,
  siteIds: readonly string[],
): DecisionSnapshot {
  live.flush();
  const { order, count } = live.ranking;
  const rows = new Set<number>(order.subarray(0, Math.min(BEST_KEPT, count)));
  for (const id of siteIds) rows.add(live.rowOf(id));
  const ranking = [...rows].flatMap((row) => rankedSite(live, row) ?? []);
  ranking.sort((a, b) => a.rank - b.rank || order.indexOf(live.rowOf(a.siteId)) - order.indexOf(live.rowOf(b.siteId)));
  return {
    profile: live.profile,
    filters: live.filters,
    catalogueVersion: reference.catalogue.version,
    catalogueHash: reference.catalogue.contentHash,
    engineVersion: ENGINE_VERSION,
    ranked: count,
    ranking,
  };
}

/** Saves the sites under a name. Resolves when the shortlist is on the disk. */
export async function saveShortlist(
  workbench: Workbench,
  name: string,
  note: string,
  siteIds: readonly string[],
): Promise<Shortlist> {
  const { store, decision, live, reference } = workbench;
  const { takeRecord } = await import("../../shared/records/record");
  const { snapshot, inputs } = takeRecord(takeSnapshot(workbench, siteIds), {
    sites: live.sites,
    criteria: live.criteria,
    references: reference.measures,
    profile: live.profile,
    passesFilters: live.filtered.include,
  });
  const saved = await store.shortlists.create({ name, note, siteIds, siteNotes: {}, snapshot }, inputs);
  // Whoever is told "saved" finds the decision in hand as well.
  await workbench.flush();
  decision.record(
    { key: "common.step.shortlistSave", values: { name } },
    () => store.shortlists.remove(saved.id),
    () => store.shortlists.put(saved),
  );
  return saved;
}

let last: Promise<unknown> = Promise.resolve();

/** Runs changes one after the other, so that a deletion finds the note that was typed just before. */
function inTurn<T>(change: () => Promise<T>): Promise<T> {
  const mine = last.then(change, change);
  last = mine.catch(() => {});
  return mine;
}

/** The shortlist as it is stored: the screen may be one change behind. */
async function current({ store }: Workbench, list: Shortlist): Promise<Shortlist> {
  return (await store.shortlists.get(list.id)) ?? list;
}

/** Changes name or notes. */
export function changeShortlist(workbench: Workbench, list: Shortlist, patch: ShortlistPatch): Promise<void> {
  return inTurn(() => change(workbench, list, patch));
}

async function change(workbench: Workbench, list: Shortlist, patch: ShortlistPatch): Promise<void> {
  const { store, decision } = workbench;
  const before = await current(workbench, list);
  const changed = await store.shortlists.update(list.id, patch);
  decision.record(
    {
      key: patch.name === undefined ? "common.step.shortlistNote" : "common.step.shortlistRename",
      values: { name: changed.name },
    },
    () => store.shortlists.put(before),
    () => store.shortlists.put(changed),
  );
}

/** Deletes a shortlist; undo brings it back as it was. */
export function deleteShortlist(workbench: Workbench, list: Shortlist): Promise<void> {
  return inTurn(() => remove(workbench, list));
}

async function remove(workbench: Workbench, list: Shortlist): Promise<void> {
  const { store, decision } = workbench;
  const before = await current(workbench, list);
  await store.shortlists.remove(list.id);
  decision.record(
    { key: "common.step.shortlistDelete", values: { name: list.name } },
    () => store.shortlists.put(before),
    () => store.shortlists.remove(list.id),
  );
}

/** Takes up a shortlist's weights and filters, and ticks its sites. */
export function restoreDecision({ decision, selection }: Workbench, list: Shortlist): void {
  const { profile, filters } = list.snapshot;
  decision.change({ key: "common.step.restore", values: { name: list.name } }, { profile, filters });
  selection.set(list.siteIds);
}
