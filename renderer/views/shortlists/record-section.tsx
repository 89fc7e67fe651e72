/**
 * The decision record of a shortlist: whether its ranks can be computed again to the same, what moved
 * since and why, and how another record was made.
 */
import { useEffect, useMemo, useState } from "react";
import type { Shortlist } from "../../../shared/model/shortlist";
import { ENGINE_VERSION } from "../../../shared/ranking";
import { explainMove, type SavedResults, type SiteMove } from "../../../shared/records/move";
import { type Replay, replay, type Situation } from "../../../shared/records/record";
import { StorageError } from "../../data/storage-error";
import { t } from "../../messages";
import { filterSites } from "../../state/filter-sites";
import { useLive, useWorkbench, type Workbench } from "../../state/workbench";
import { DecisionDifferences } from "./record-differences";
import { MoveTable } from "./record-moves";
import styles from "./shortlists.module.css";

type Checked = Replay | { readonly verdict: "failed"; readonly reason: string };

/** Reads a record's figures and computes it again; undefined while that is under way, and for no shortlist. */
function useReplay(list: Shortlist | undefined): Checked | undefined {
  const { store } = useWorkbench();
  const [checked, setChecked] = useState<{ readonly of: Shortlist["snapshot"]; readonly result: Checked }>();
  const snapshot = list?.snapshot;
  useEffect(() => {
    if (snapshot === undefined) return;
    let stopped = false;
    const check = async (): Promise<Checked> => {
      try {
        const id = snapshot.record?.inputs;
        return replay(snapshot, id === undefined ? undefined : await store.shortlists.inputs(id));
      } catch (cause) {
        return { verdict: "failed", reason: cause instanceof StorageError ? cause.detail : String(cause) };
      }
    };
    void check().then((result) => {
      if (!stopped) setChecked({ of: snapshot, result });
    });
    return () => {
      stopped = true;
    };
  }, [snapshot, store.shortlists]);
  const sealed = checked?.of.record?.seal === snapshot?.record?.seal;
  return snapshot === undefined || !sealed ? undefined : checked?.result;
}

function verdictWords(checked: Checked, list: Shortlist): string {
  switch (checked.verdict) {
    case "identical":
      return t("records.verdict.identical", { count: list.snapshot.ranked });
    case "engine-differs":
      return t("records.verdict.engine", { before: list.snapshot.engineVersion, after: ENGINE_VERSION });
    case "damaged":
      return t(`records.verdict.${checked.what}`);
    case "no-figures":
      return t(`records.verdict.${checked.reason}`);
    case "failed":
      return t("records.verdict.failed", { reason: checked.reason });
  }
}

const canReplay = (checked: Checked | undefined): checked is Extract<Checked, { readonly situation: Situation }> =>
  checked?.verdict === "identical" || checked?.verdict === "engine-differs";

/** The record's own decision or the one in use, over today's sites and figures. */
function today(
  { live, reference }: Workbench,
  decision: Pick<Shortlist["snapshot"], "profile" | "filters">,
): Situation {
  return {
    sites: live.sites,
    criteria: live.criteria,
    references: reference.measures,
    profile: decision.profile,
    passesFilters: filterSites(live.sites.sites, decision.filters).include,
  };
}

const AGAIN = "again";
const NOW = "now";

interface RecordSectionProps {
  readonly list: Shortlist;
  readonly lists: readonly Shortlist[];
}

export function RecordSection({ list, lists }: RecordSectionProps) {
  const workbench = useWorkbench();
  useLive(workbench.live);
  const checked = useReplay(list);
  const [against, setAgainst] = useState<string>(AGAIN);
  const other = lists.find(({ id }) => id === against);
  const otherChecked = useReplay(other);

  const { profile, filters } = against === NOW ? workbench.live : list.snapshot;
  const to = useMemo((): Situation | null => {
    if (other !== undefined) return canReplay(otherChecked) ? otherChecked.situation : null;
    return today(workbench, { profile, filters });
  }, [workbench, profile, filters, other, otherChecked]);
  const moves = useMemo((): readonly SiteMove[] => {
    if (!canReplay(checked) || to === null) return [];
    const kept = [list, ...(other === undefined ? [] : [other])].flatMap(({ siteIds, snapshot }) => [
      ...siteIds,
      ...snapshot.ranking.map(({ siteId }) => siteId),
    ]);
    const saved: SavedResults =
      checked.verdict === "identical"
        ? new Map()
        : new Map(list.snapshot.ranking.map(({ siteId, rank, score }) => [siteId, { rank, score }]));
    return explainMove(checked.situation, to, [...new Set(kept)], saved);
  }, [checked, to, list, other]);

  return (
    <section className={styles.record} aria-labelledby="record-title">
      <h3 id="record-title">{t("records.title")}</h3>
      <p
        role="status"
        className={`${styles.verdict} ${checked?.verdict === "damaged" || checked?.verdict === "failed" ? styles.warning : ""}`}
      >
        {checked === undefined ? t("records.checking") : verdictWords(checked, list)}
      </p>
      {canReplay(checked) ? (
        <>
          <label className={styles.against}>
            <span>{t("records.against")}</span>
            <select value={other?.id ?? against} onChange={(event) => setAgainst(event.target.value)}>
              <option value={AGAIN}>{t("records.against.again")}</option>
              <option value={NOW}>{t("records.against.now")}</option>
              {lists.length > 1 ? (
                <optgroup label={t("records.against.records")}>
                  {lists
                    .filter(({ id }) => id !== list.id)
                    .map(({ id, name }) => (
                      <option key={id} value={id}>
                        {name}
                      </option>
                    ))}
                </optgroup>
              ) : null}
            </select>
          </label>
          {to === null ? (
            <p className={styles.verdict}>
              {otherChecked === undefined
                ? t("records.checking")
                : t("records.otherUnfit", { name: other?.name ?? "" })}
            </p>
          ) : (
            <>
              <MoveTable moves={moves} lists={other === undefined ? [list] : [list, other]} />
              {against === AGAIN ? null : (
                <DecisionDifferences a={checked.situation} b={to} list={list} other={other} />
              )}
            </>
          )}
        </>
      ) : null}
    </section>
  );
}
