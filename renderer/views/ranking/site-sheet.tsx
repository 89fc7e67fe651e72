/** The sheet of one site: score and rank with their range, contributions, distances, every fact. */
import { useEffect, useState } from "react";
import { CRITERION_GROUPS } from "../../../shared/model/criterion";
import type { Source } from "../../../shared/model/evidence";
import { Button, IconButton } from "../../components/button";
import type { EditedPark } from "../../data/sites";
import { formatNumber, loadArea, t } from "../../messages";
import { useLiveSoon } from "../../state/explanation";
import { groupContributions, type LiveRanking, rankSpan } from "../../state/live-ranking";
import { setHidden } from "../../state/own-layer";
import { otherName } from "../../state/site-names";
import { useWorkbench } from "../../state/workbench";
import { Contributions } from "./sheet-contributions";
import { AccessSection, FactSections } from "./sheet-facts";
import { MustHaves, Why } from "./sheet-why";
import styles from "./site-sheet.module.css";

await Promise.all(["site", "why", "explain", "measure", "edits"].map(loadArea));

interface SiteSheetProps {
  /** Row of the site in the table of sites. */
  readonly row: number;
  readonly onClose: () => void;
}

/** A park with and without the user's edits, and the sources of its facts. */
export interface ParkRecord extends EditedPark {
  readonly sources: ReadonlyMap<string, Source>;
}

export default function SiteSheet({ row, onClose }: SiteSheetProps) {
  const bench = useWorkbench();
  const { live, places, store, own, decision, notify } = bench;
  const site = live.sites.sites[row];
  const id = site?.id ?? "";
  const [record, setRecord] = useState<ParkRecord | "missing" | "failed" | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the user's edits, when they change, are read anew
  useEffect(() => {
    let current = true;
    // What is shown of this park stays until its edit is read.
    setRecord((shown) => (shown !== null && typeof shown === "object" && shown.park.id === id ? shown : null));
    void (async () => {
      try {
        const edited = await store.sites.edited(id);
        if (edited === undefined) return current && setRecord("missing");
        const { park } = edited;
        const estimates = Object.values(park.resolved).flatMap((field) => field.estimateSource ?? []);
        const ids = [
          ...park.facts.map((fact) => fact.source),
          ...estimates,
          ...(park.position === null ? [] : [park.position.source]),
        ];
        const sources = await store.sites.sources([...new Set(ids)]);
        if (current) setRecord({ ...edited, sources });
      } catch {
        if (current) setRecord("failed");
      }
    })();
    return () => {
      current = false;
    };
  }, [store, id, own]);

  if (site === undefined) return null;
  const { position } = site;
  const other = otherName(site);
  const hide = async (): Promise<void> => {
    try {
      await setHidden(bench, site, true);
      notify({
        text: t("edits.hidden", { park: site.name }),
        action: { label: t("edits.undo"), run: () => void decision.undo() },
      });
    } catch (cause) {
      notify({ text: await import("../edit-fact").then(({ failureText }) => failureText(cause)) });
    }
  };
  return (
    <>
      <header className={styles.head}>
        <div className={styles.headLine}>
          <h2 lang={other?.lang === "en" ? "vi" : undefined}>{site.name}</h2>
          <IconButton icon="close" label={t("site.close")} onClick={onClose} />
        </div>
        {other === null ? null : (
          <p className={styles.nameVi} lang={other.lang}>
            {other.text}
          </p>
        )}
        <p className={styles.place}>
          {site.province === ""
            ? null
            : t("site.province", {
                now: places.provinceName(site.province),
                before: places.formerProvinceName(site.formerProvince),
              })}
          {record !== null && typeof record === "object" && record.park.locality !== null ? (
            <>
              <br />
              <span lang="vi">{record.park.locality}</span>
            </>
          ) : null}
          <br />
          {position === null
            ? t("site.position.unknown")
            : t("site.position.line", {
                latitude: formatNumber(position.lat, 3),
                longitude: formatNumber(position.lon, 3),
                precision: t(`site.position.${position.precision}`),
                radius: formatNumber(position.radiusKm, position.radiusKm < 10 ? 1 : 0),
              })}
        </p>
      </header>
      {/* A scrolling region needs the keyboard too. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls by keyboard */}
      <section className={styles.body} tabIndex={0} aria-label={t("site.details")}>
        <Standing row={row} live={live} />
        <Why row={row} />
        <MustHaves key={id} row={row} />
        <Contributions row={row} />
        {record === null ? <p className={styles.loading}>{t("common.loading")}</p> : null}
        {record === "missing" ? <p className={styles.loading}>{t("site.missing")}</p> : null}
        {record === "failed" ? <p className={styles.loading}>{t("site.failed")}</p> : null}
        {record !== null && typeof record === "object" ? (
          <>
            <AccessSection record={record} />
            <FactSections record={record} />
            <p className={styles.foot}>
              <Button kind="quiet" onClick={() => void hide()}>
                {t("edits.hide")}
              </Button>
            </p>
          </>
        ) : null}
      </section>
    </>
  );
}

const groups = new Float64Array(CRITERION_GROUPS.length);

/** Rank and score with their ranges. */
function Standing({ row, live }: { readonly row: number; readonly live: LiveRanking }) {
  useLiveSoon(live);
  const { ranking } = live;
  const rank = ranking.rank[row] ?? 0;
  const low = (ranking.low[row] ?? 0) * 100;
  const high = (ranking.high[row] ?? 0) * 100;
  groupContributions(live, row, groups);
  const bounds = rankSpan(ranking, row);
  return (
    <>
      <div className={styles.summary}>
        <div>
          <div className={styles.rank}>{rank === 0 ? "–" : t("site.rank", { rank })}</div>
          <div className={styles.caption}>
            {rank === 0
              ? t("site.notRanked")
              : bounds === null
                ? t("site.rankOf", { count: ranking.count })
                : t("site.rankRange", {
                    count: ranking.count,
                    best: bounds.best,
                    worst: bounds.worst,
                  })}
          </div>
        </div>
        <div>
          <div className={styles.rank}>
            {t("site.score", { score: formatNumber((ranking.score[row] ?? 0) * 100, 1) })}
          </div>
          <div className={styles.caption}>
            {t("site.scoreRange", { low: formatNumber(low, 1), high: formatNumber(high, 1) })}
          </div>
        </div>
      </div>
      <div className={styles.scoreBar} aria-hidden="true">
        {CRITERION_GROUPS.map((group, at) => (
          <span
            key={group}
            className={styles.segment}
            style={{ width: `${(groups[at] ?? 0) * 100}%`, background: `var(--group-${group})` }}
          />
        ))}
        <span className={styles.whisker} style={{ left: `${low}%`, width: `${high - low}%` }} />
      </div>
      {rank === 0 ? (
        <p className={styles.notRanked}>
          {t(live.passesGates(row) ? "site.leftOutByFilter" : "site.leftOutByMustHave")}
        </p>
      ) : null}
    </>
  );
}
