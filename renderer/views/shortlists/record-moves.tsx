/** What moved between two rankings, site by site, with causes and figures. Needs the area `records`. */
import type { Shortlist } from "../../../shared/model/shortlist";
import { CAUSES, type CriterionChange, type SiteMove, type Standing } from "../../../shared/records/move";
import { formatNumber, formatShare, t } from "../../messages";
import { useWorkbench } from "../../state/workbench";
import { criterionLabel, formatMeasure } from "../criterion";
import styles from "./shortlists.module.css";

/** So many changes are named for each site. */
const NAMED = 3;

/** Below what a score shows, in points of 100. */
const VISIBLE = 0.05;

/** A change of the score in points of 100, signed. */
function points(delta: number): string {
  const value = 100 * delta;
  const sign = value > 0 ? "+" : value < 0 ? "−" : "";
  return `${sign}${formatNumber(Math.abs(value), Math.abs(value) < VISIBLE ? 3 : 1)}`;
}

function movedWords(places: number): string {
  if (places === 0) return t("shortlists.same");
  return `${places > 0 ? "▲" : "▼"} ${t(places > 0 ? "shortlists.up" : "shortlists.down", { count: Math.abs(places) })}`;
}

function measureWords(measure: number | null, { criterion }: CriterionChange): string {
  return measure === null ? t("records.unknown") : formatMeasure(measure, criterion);
}

function changeWords(change: CriterionChange): string {
  const criterion = criterionLabel(change.criterion);
  const delta = points(change.delta);
  switch (change.cause) {
    case "values":
      return t("records.change.values", { criterion, points: delta });
    case "weights":
      return t("records.change.weights", {
        criterion,
        before: formatShare(change.weightBefore, 1),
        after: formatShare(change.weightAfter, 1),
        points: delta,
      });
    case "data": {
      const [before, after] = [measureWords(change.before, change), measureWords(change.after, change)];
      return before === after
        ? t("records.change.median", { criterion, points: delta })
        : t("records.change.data", { criterion, before, after, points: delta });
    }
  }
}

function StandingWords({ standing }: { readonly standing: Standing }) {
  const { live } = useWorkbench();
  if (standing.type === "ranked") return standing.rank;
  if (standing.type !== "gate") return <span className={styles.soft}>{t(`records.place.${standing.type}`)}</span>;
  const criterion = live.criteria.find(({ id }) => id === standing.criterionId);
  const label = criterion === undefined ? standing.criterionId : criterionLabel(criterion);
  return <span className={styles.soft}>{t("records.place.gate", { criterion: label })}</span>;
}

/** Each cause that had an effect, then the figures behind the greatest changes. */
function reasons({ score, places, changes }: SiteMove): readonly string[] {
  const causes = CAUSES.flatMap((cause): string[] => {
    const delta = score?.[cause] ?? 0;
    const won = places?.[cause] ?? 0;
    const name = t(`records.cause.${cause}`);
    if (delta === 0 && won === 0) return [];
    if (won === 0) return [t("records.cause.score", { cause: name, points: points(delta) })];
    if (delta === 0) return [t("records.cause.moved", { cause: name, moved: movedWords(won) })];
    return [t("records.cause.both", { cause: name, moved: movedWords(won), points: points(delta) })];
  });
  const more = changes.length - NAMED;
  return [
    ...causes,
    ...changes.slice(0, NAMED).map(changeWords),
    ...(more > 0 ? [t("records.more", { count: more })] : []),
  ];
}

const rankOf = (standing: Standing): number => (standing.type === "ranked" ? standing.rank : Number.POSITIVE_INFINITY);

interface MoveTableProps {
  readonly moves: readonly SiteMove[];
  /** The shortlists that are spoken of: they know names of sites that are gone. */
  readonly lists: readonly Shortlist[];
}

export function MoveTable({ moves, lists }: MoveTableProps) {
  const { live } = useWorkbench();
  const saved = new Map(lists.flatMap(({ snapshot }) => snapshot.ranking.map(({ siteId, name }) => [siteId, name])));
  const nameOf = ({ siteId, name }: SiteMove): string =>
    live.sites.sites[live.rowOf(siteId)]?.name ?? saved.get(siteId) ?? name;
  const seen = moves.filter(({ before, after }) => before.type === "ranked" || after.type === "ranked");
  const wonOf = ({ before, after }: SiteMove): number | null =>
    before.type === "ranked" && after.type === "ranked" ? before.rank - after.rank : null;
  const count = (test: (won: number | null) => boolean): number => seen.filter((move) => test(wonOf(move))).length;
  const still = seen.every((move) => wonOf(move) === 0 && reasons(move).length === 0);
  const rows = seen.toSorted((a, b) => rankOf(a.before) - rankOf(b.before) || rankOf(a.after) - rankOf(b.after));
  return (
    <>
      <p className={styles.differences} data-testid="record-summary">
        {still
          ? t("records.nothing")
          : t("records.summary", {
              sites: seen.length,
              up: count((won) => won !== null && won > 0),
              down: count((won) => won !== null && won < 0),
              same: count((won) => won === 0),
              out: count((won) => won === null),
            })}
      </p>
      {still ? null : (
        <>
          <table className={`${styles.table} ${styles.moves}`} aria-label={t("records.table")}>
            <thead>
              <tr>
                <th className={styles.start}>{t("records.column.site")}</th>
                <th>{t("records.column.then")}</th>
                <th>{t("records.column.now")}</th>
                <th>{t("records.column.moved")}</th>
                <th className={styles.why}>{t("records.column.why")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((move) => {
                const won = wonOf(move);
                return (
                  <tr key={move.siteId}>
                    <th scope="row" className={styles.start}>
                      {nameOf(move)}
                    </th>
                    <td>
                      <StandingWords standing={move.before} />
                    </td>
                    <td>
                      <StandingWords standing={move.after} />
                    </td>
                    <td className={won !== null && won > 0 ? styles.up : styles.soft}>
                      {won === null ? "–" : movedWords(won)}
                    </td>
                    <td className={styles.why}>
                      <ul>
                        {reasons(move).map((reason) => (
                          <li key={reason}>{reason}</li>
                        ))}
                      </ul>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
          <p className={styles.nowMeans}>{t("records.method")}</p>
        </>
      )}
    </>
  );
}
