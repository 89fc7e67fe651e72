/** The parts of the report that speak of the decision as a whole. */
import type { Source } from "../../../shared/model/evidence";
import { ENGINE_VERSION, effectiveWeights, rankBounds, valueFunctionOf } from "../../../shared/ranking";
import { roundToSum } from "../../../shared/ranking/explain";
import { formatMoment, formatNumber, formatPartialDate, formatShare, t } from "../../messages";
import { SAMPLES, SEED } from "../../state/robustness-analysis";
import { useWorkbench } from "../../state/workbench";
import { criterionLabel, hue } from "../criterion";
import { type Analyses, SETTINGS } from "./analyses";
import { type Basis, decisionRows, presetName } from "./basis";
import { scaleText, unitText } from "./collect";
import styles from "./report.module.css";

interface PartProps {
  readonly basis: Basis;
  readonly rows: readonly number[];
}

/** A score out of 100, one decimal. */
export function scoreText(score: number | undefined): string {
  return formatNumber((score ?? 0) * 100, 1);
}

export function siteName({ live }: Basis, row: number): string {
  return live.sites.sites[row]?.name ?? "";
}

interface AnswerProps extends PartProps {
  readonly author: string;
  readonly purpose: string;
  readonly date: string;
  readonly analyses: Analyses;
}

/** Title, what the memo is, and its answer in two sentences. */
export function Answer({ basis, rows, author, purpose, date, analyses }: AnswerProps) {
  const { reference } = useWorkbench();
  const { live, list } = basis;
  const { ranking } = live;
  const best = rows[0] ?? 0;
  const values = {
    name: siteName(basis, best),
    ranked: ranking.count,
    rank: ranking.rank[best] ?? 0,
    score: scoreText(ranking.score[best]),
    low: scoreText(ranking.low[best]),
    high: scoreText(ranking.high[best]),
    count: rows.length,
  };
  const brief: readonly (readonly [string, string])[] = [
    [t("report.memo.date"), date],
    ...(author.trim() === "" ? [] : ([[t("report.memo.author"), author]] as const)),
    [t("report.memo.preset"), presetName(live.profile) ?? t("report.memo.preset.own")],
    [t("report.memo.compared"), t("report.memo.comparedValue", { ranked: ranking.count, chosen: rows.length })],
    ...(list === null ? [] : ([[t("report.memo.saved"), formatMoment(list.createdAt)]] as const)),
    [t("report.memo.catalogue"), reference.catalogue.version],
  ];
  return (
    <header>
      <p className={styles.kicker}>{t("report.memo")}</p>
      <h1>{t("report.memo.title", { name: basis.title })}</h1>
      <dl className={styles.brief}>
        {brief.map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {purpose.trim() === "" ? null : <p className={styles.purposeText}>{purpose}</p>}
      <div className={styles.answer}>
        {values.rank === 0 ? null : (
          <p>{t(values.rank === 1 && list === null ? "report.answer.first" : "report.answer.chosen", values)}</p>
        )}
        <p>
          <RobustSentence basis={basis} analyses={analyses} />
        </p>
      </div>
      {basis.sameCatalogue || list === null ? null : (
        <p className={styles.caution}>
          {t("report.moved", { before: list.snapshot.catalogueVersion, now: reference.catalogue.version })}
        </p>
      )}
    </header>
  );
}

/** A shortlist longer than this is no shortlist. */
const LONG = 12;

/** Which sites hold the best one in nearly all samples. */
function RobustSentence({ basis, analyses }: { readonly basis: Basis; readonly analyses: Analyses }) {
  const { picture } = analyses;
  if (picture === null) return null;
  const { shortlist, shortlistRows, samples, ranked, leaderRow, leaderShare } = picture;
  const count = shortlistRows.length;
  const text = t(
    count === 1 ? "robustness.verdict.one" : count <= LONG ? "robustness.verdict.some" : "robustness.verdict.many",
    {
      share: formatShare(Math.floor(shortlist.coverage * 100) / 100),
      samples,
      what: t("robustness.verdict.what.both"),
      count,
      ranked,
      name: siteName(basis, shortlistRows[0] ?? -1),
    },
  );
  const names = count > 1 && count <= LONG ? ` ${shortlistRows.map((row) => siteName(basis, row)).join(", ")}.` : "";
  const leader = t("robustness.verdict.leader", { name: siteName(basis, leaderRow), share: formatShare(leaderShare) });
  return (
    <>
      {text}
      {names} {count === 1 && shortlistRows[0] === leaderRow ? null : leader}
    </>
  );
}

/** Weights with their scales, must-haves and the reading of unknown figures. */
export function Mattered({ basis }: { readonly basis: Basis }) {
  const workbench = useWorkbench();
  const { live } = basis;
  const { shares } = effectiveWeights(live.criteria, live.profile);
  const order = [...live.criteria.keys()].sort((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0) || a - b);
  const weighted = order.filter((j) => (shares[j] ?? 0) > 0);
  const without = order.flatMap((j) => {
    const criterion = live.criteria[j];
    return (shares[j] ?? 0) > 0 || criterion === undefined ? [] : [criterionLabel(criterion)];
  });
  const most = Math.max(...shares);
  const saved = [t("export.about.savedAt"), t("export.about.note"), t("export.about.preset")];
  const limits = decisionRows(workbench, basis).filter(([label]) => !saved.includes(label));
  return (
    <section>
      <h2>{t("report.mattered")}</h2>
      {weighted.length === 0 ? (
        <p>{t("report.mattered.none")}</p>
      ) : (
        <>
          <p className={styles.soft}>{t("report.mattered.text")}</p>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t("report.column.criterion")}</th>
                <th scope="col" colSpan={2} className={styles.share}>
                  {t("report.column.share")}
                </th>
                <th scope="col">{t("report.column.scale")}</th>
                <th scope="col">{t("report.column.unit")}</th>
              </tr>
            </thead>
            <tbody>
              {weighted.map((j) => {
                const criterion = live.criteria[j];
                if (criterion === undefined) return null;
                const share = shares[j] ?? 0;
                return (
                  <tr key={criterion.id}>
                    <th scope="row">{criterionLabel(criterion)}</th>
                    <td className={styles.barCell}>
                      <svg
                        viewBox="0 0 100 10"
                        preserveAspectRatio="none"
                        aria-hidden="true"
                        style={hue(criterion.group)}
                      >
                        <rect width={(100 * share) / most} height={10} className={styles.weightBar} />
                      </svg>
                    </td>
                    <td className={styles.number}>{formatShare(share, 1)}</td>
                    <td className={styles.scaleText}>
                      {scaleText(valueFunctionOf(criterion, live.profile)).replaceAll(" → ", "\u00a0→\u00a0")}
                    </td>
                    <td className={styles.soft}>{unitText(criterion)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
          {without.length === 0 ? null : (
            <p className={styles.soft}>{t("report.mattered.without", { criteria: without.join(", ") })}</p>
          )}
        </>
      )}
      <h3>{t("report.limits")}</h3>
      <dl className={styles.pairs}>
        {limits.map(([label, text]) => (
          <div key={`${label} ${text}`}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
        {live.gates.summaries.map(({ gate, failing, unknown, waived }) => (
          <div key={gate.id}>
            <dt>{criterionLabel(live.criteria.find(({ id }) => id === gate.criterionId) ?? UNKNOWN_CRITERION)}</dt>
            <dd>{t("report.limits.counts", { failing, unknown, waived })}</dd>
          </div>
        ))}
      </dl>
      {live.profile.gates.length === 0 ? <p className={styles.soft}>{t("report.limits.none")}</p> : null}
    </section>
  );
}

const UNKNOWN_CRITERION = {
  id: "",
  group: "track",
  unit: "",
  decimals: 0,
  direction: "benefit",
  valueFunction: { type: "piecewise", points: [] },
  measure: { type: "builtin" },
} as const;

/** The chosen sites: ranks, scores with ranges, and what the weight rests on. */
export function Shortlist({ basis, rows }: PartProps) {
  const { places } = useWorkbench();
  const { live, list } = basis;
  const { ranking } = live;
  const bounds = rankBounds(ranking);
  return (
    <section>
      <h2>{t("report.shortlist")}</h2>
      <table className={styles.table}>
        <thead>
          <tr>
            <th />
            <th scope="col" className={styles.number}>
              {t("report.column.rank")}
            </th>
            {list === null ? null : (
              <th scope="col" className={styles.number}>
                {t("report.column.saved")}
              </th>
            )}
            <th scope="col">{t("report.column.site")}</th>
            <th scope="col">{t("report.column.province")}</th>
            <th scope="col" colSpan={2}>
              {t("report.column.score")}
            </th>
            <th scope="col" className={styles.number}>
              {t("report.column.range")}
            </th>
            <th scope="col" className={styles.number}>
              {t("report.column.ranks")}
            </th>
            <th scope="col" className={`${styles.number} ${styles.known}`}>
              {t("report.column.known")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => {
            const site = live.sites.sites[row];
            if (site === undefined) return null;
            const rank = ranking.rank[row] ?? 0;
            const then = list?.snapshot.ranking.find(({ siteId }) => siteId === site.id);
            return (
              <tr key={site.id}>
                <td>
                  <span className={styles.badgeMark}>{i + 1}</span>
                </td>
                <td className={styles.number}>{rank === 0 ? t("report.leftOut") : formatNumber(rank)}</td>
                {list === null ? null : <td className={styles.number}>{then?.rank ?? "–"}</td>}
                <th scope="row">{site.name}</th>
                <td className={styles.date}>{places.provinceName(site.province)}</td>
                <td className={styles.scoreCell}>
                  <ScoreBar score={ranking.score[row] ?? 0} low={ranking.low[row] ?? 0} high={ranking.high[row] ?? 0} />
                </td>
                <td className={`${styles.number} ${styles.strong}`}>{scoreText(ranking.score[row])}</td>
                <td className={styles.number}>
                  {scoreText(ranking.low[row])}–{scoreText(ranking.high[row])}
                </td>
                <td className={styles.number}>
                  {rank === 0 ? "–" : `${formatNumber(bounds.best[row] ?? 0)}–${formatNumber(bounds.worst[row] ?? 0)}`}
                </td>
                <td className={styles.number}>
                  {roundToSum(
                    [ranking.sourcedShare, ranking.estimatedShare, ranking.unknownShare].map(
                      (shares) => 100 * (shares[row] ?? 0),
                    ),
                    0,
                  )
                    .map((percent) => formatNumber(percent))
                    .join(" / ")}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className={styles.soft}>{t("report.shortlist.note")}</p>
    </section>
  );
}

function ScoreBar({ score, low, high }: { readonly score: number; readonly low: number; readonly high: number }) {
  return (
    <svg viewBox="0 0 100 12" className={styles.scoreBar} aria-hidden="true">
      <rect width={100} height={8} y={2} className={styles.scoreGround} />
      <rect width={100 * score} height={8} y={2} className={styles.scoreFill} />
      <path d={`M${100 * low},6H${100 * high}M${100 * low},3V9M${100 * high},3V9`} className={styles.whisker} />
    </svg>
  );
}

/** The robust shortlist, and how often each candidate is the best. */
export function Sure({ basis, analyses }: { readonly basis: Basis; readonly analyses: Analyses }) {
  const { picture, idle, error } = analyses;
  if (idle) {
    return (
      <section>
        <h2>{t("report.sure")}</h2>
        <p>{t("report.sure.idle")}</p>
      </section>
    );
  }
  const best = picture?.shortlist.shares.slice(0, 8) ?? [];
  return (
    <section>
      <h2>{t("report.sure")}</h2>
      {error === null ? null : <p>{t("report.sure.failed", { reason: error })}</p>}
      {picture === null ? null : (
        <>
          <p>
            <RobustSentence basis={basis} analyses={analyses} />
          </p>
          <table className={`${styles.table} ${styles.narrow}`}>
            <thead>
              <tr>
                <th scope="col">{t("report.column.site")}</th>
                <th scope="col" colSpan={2}>
                  {t("report.sure.sharesTitle")}
                </th>
              </tr>
            </thead>
            <tbody>
              {best.map((share, i) => {
                const row = picture.shortlistRows[i] ?? -1;
                return (
                  <tr key={row}>
                    <th scope="row">{siteName(basis, row)}</th>
                    <td className={styles.barCell}>
                      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                        <rect width={(100 * share) / (best[0] ?? 1)} height={10} className={styles.scoreFill} />
                      </svg>
                    </td>
                    <td className={styles.number}>{formatShare(share)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </>
      )}
      <p className={styles.soft}>
        {t("report.sure.sample", {
          samples: picture?.samples ?? SAMPLES,
          seed: String(SEED),
          points: formatNumber(SETTINGS.distance * 100),
        })}
      </p>
    </section>
  );
}

/** Most sites that get a column. */
const MOST_COLUMNS = 10;

/** What other methods say of the same values. */
export function Opinions({ basis, rows, analyses }: PartProps & { readonly analyses: Analyses }) {
  const { opinions, compared } = analyses;
  if (opinions.length === 0) return null;
  const placeOf = new Map([...analyses.rows].map((row, place) => [row, place]));
  const shown = rows.slice(0, MOST_COLUMNS);
  return (
    <section className={styles.keep}>
      <h2>{t("report.opinions")}</h2>
      <p className={styles.soft}>{t("report.opinions.text", { count: compared })}</p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("report.column.method")}</th>
            <th scope="col">{t("report.column.first")}</th>
            {shown.map((row, i) => (
              <th scope="col" key={row} className={styles.number} title={siteName(basis, row)}>
                <span className={styles.badgeMark}>{i + 1}</span>
              </th>
            ))}
            <th scope="col" className={styles.number}>
              {t("report.column.agreement")}
            </th>
          </tr>
        </thead>
        <tbody>
          {opinions.map(({ method, ranks, tau }) => (
            <tr key={method}>
              <th scope="row">{t(`robustness.opinion.${method}`)}</th>
              <td>{siteName(basis, analyses.rows[ranks.indexOf(1)] ?? -1)}</td>
              {shown.map((row) => (
                <td key={row} className={styles.number}>
                  {ranks[placeOf.get(row) ?? -1] ?? "–"}
                </td>
              ))}
              <td className={styles.number}>{tau === null ? "–" : formatNumber(tau, 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function Method({ basis }: { readonly basis: Basis }) {
  const { reference } = useWorkbench();
  const { factor, pairs } = reference.roadFactor;
  return (
    <section className={`${styles.keep} ${styles.newPage}`}>
      <h2>{t("report.method")}</h2>
      <p>{t("report.method.text")}</p>
      <p>{t("report.method.unknown", { policy: t(`ranking.policy.${basis.live.profile.unknownPolicy}`) })}</p>
      <p>{t("report.method.distance", { factor: formatNumber(factor, 2), pairs })}</p>
    </section>
  );
}

/** Every source that the memo cites, numbered in the order of mention. */
export function Sources({ sources }: { readonly sources: readonly Source[] }) {
  if (sources.length === 0) return null;
  return (
    <section>
      <h2>{t("report.sources")}</h2>
      <ol className={styles.sources}>
        {sources.map((source, i) => (
          <li key={source.id}>
            <span className={styles.citeNumber}>{i + 1}</span>
            <span>
              {source.publisher === null || source.publisher === source.title
                ? t("report.sources.lineAlone", { title: source.title })
                : t("report.sources.line", { publisher: source.publisher, title: source.title })}{" "}
              {source.date === null
                ? null
                : `${t("report.sources.published", { date: formatPartialDate(source.date) })} `}
              {t(`export.kind.${source.kind}`)}.{" "}
              {source.url === null ? null : <span className={styles.address}>{source.url}</span>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

export function Colophon() {
  const { reference } = useWorkbench();
  return (
    <footer className={styles.colophon}>
      {t("report.colophon", {
        app: __APP_VERSION__,
        engine: ENGINE_VERSION,
        version: reference.catalogue.version,
        hash: reference.catalogue.contentHash,
      })}
    </footer>
  );
}
