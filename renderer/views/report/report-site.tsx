/** The page of one site: why it stands where it does, what makes the score, what is stated, what is not known. */
import { gateSentence } from "../../../shared/ranking/explain";
import { EvidenceSign } from "../../components/evidence";
import { formatList, formatNumber, formatShare, t, translate } from "../../messages";
import { formatSentence } from "../../messages/sentences";
import { sentenceNames } from "../../state/explanation";
import { useWorkbench } from "../../state/workbench";
import { criterionLabel, hue } from "../criterion";
import type { Analyses } from "./analyses";
import type { Basis } from "./basis";
import { unitText } from "./collect";
import styles from "./report.module.css";
import { scoreText } from "./report-parts";
import { type PrintedFigure, placeText, type SiteReport } from "./site-reports";

/** Questions that change the choice less often than this are not worth the paper. */
const LEAST_CHANCE = 0.005;
const MOST_QUESTIONS = 6;

interface SitePageProps {
  readonly number: number;
  readonly basis: Basis;
  readonly report: SiteReport;
  readonly analyses: Analyses;
}

export function SitePage({ number, basis, report, analyses }: SitePageProps) {
  const { places } = useWorkbench();
  const { live, list } = basis;
  const { row, park } = report;
  const site = live.sites.sites[row];
  if (site === undefined) return null;
  const { ranking } = live;
  const rank = ranking.rank[row] ?? 0;
  const province = places.provinceName(site.province);
  const former = places.formerProvinceName(site.formerProvince);
  const place = park === null ? null : placeText(park);
  const note = list?.siteNotes[site.id] ?? "";
  const gates = live.gates.resultsOf(row).flatMap((result) => gateSentence(result) ?? []);
  return (
    <section className={styles.site}>
      <h2 className={styles.siteTitle}>
        <span className={styles.badgeMark}>{number}</span> {site.name}
      </h2>
      <p className={styles.soft}>
        {[
          site.nameVi === site.name ? null : site.nameVi,
          province === former ? t("report.site.placeSame", { province }) : t("report.site.place", { province, former }),
          park?.locality ?? null,
          place,
        ]
          .filter((part) => part !== null && part !== "")
          .join(" · ")}
      </p>
      <p className={styles.standing}>
        <b>{rank === 0 ? t("report.site.leftOut") : t("report.site.rank", { rank, ranked: ranking.count })}</b>
        {" · "}
        {t("report.site.score", {
          score: scoreText(ranking.score[row]),
          low: scoreText(ranking.low[row]),
          high: scoreText(ranking.high[row]),
        })}
      </p>
      {note === "" ? null : <p className={styles.purposeText}>{t("report.note", { note })}</p>}
      {report.sentences.length + gates.length === 0 ? null : (
        <div className={styles.keep}>
          <h3>{t("report.site.why")}</h3>
          <ul className={styles.sentences}>
            {report.sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
            {gates.map((sentence) => {
              const text = formatSentence(sentence, sentenceNames(live));
              return <li key={text}>{text}</li>;
            })}
          </ul>
        </div>
      )}
      <Questions basis={basis} report={report} analyses={analyses} />
      <Contributions basis={basis} report={report} />
      {park === null ? <p>{t("report.site.noRecord")}</p> : <Facts report={report} />}
      {report.unknownFields.length === 0 ? null : (
        <p className={styles.soft}>{t("report.site.unknownFields", { fields: formatList(report.unknownFields) })}</p>
      )}
    </section>
  );
}

function Cites({ numbers }: { readonly numbers: readonly number[] }) {
  return numbers.length === 0 ? null : <span className={styles.cite}>{numbers.map((n) => `[${n}]`).join(" ")}</span>;
}

function FigureText({ figure }: { readonly figure: PrintedFigure }) {
  return (
    <>
      <EvidenceSign evidence={figure.evidence} label={t(`common.evidence.${figure.evidence}`)} />{" "}
      {figure.value === null ? "–" : figure.evidence === "estimated" ? `≈ ${figure.value}` : figure.value}
    </>
  );
}

/** What each criterion adds to the score, the largest share of weight first. */
function Contributions({ basis, report }: { readonly basis: Basis; readonly report: SiteReport }) {
  const { live } = basis;
  const { weights } = live.ranking;
  const figures = report.figures
    .filter(({ criterion }) => (weights[criterion] ?? 0) > 0)
    .sort((a, b) => (weights[b.criterion] ?? 0) - (weights[a.criterion] ?? 0) || a.criterion - b.criterion);
  const most = Math.max(...figures.map(({ criterion }) => weights[criterion] ?? 0), 0.01);
  if (figures.length === 0) return null;
  return (
    <>
      <h3>{t("report.site.contributions")}</h3>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("report.column.criterion")}</th>
            <th scope="col">{t("report.column.figure")}</th>
            <th scope="col">{t("report.column.asOf")}</th>
            <th scope="col" className={styles.number}>
              {t("report.column.value")}
            </th>
            <th scope="col" colSpan={2}>
              {t("report.column.points")}
            </th>
            <th scope="col">{t("report.column.sources")}</th>
          </tr>
        </thead>
        <tbody>
          {figures.map((figure) => {
            const criterion = live.criteria[figure.criterion];
            const weight = weights[figure.criterion] ?? 0;
            const value = live.table.central[figure.criterion]?.[report.row] ?? 0;
            if (criterion === undefined) return null;
            return (
              <tr key={criterion.id}>
                <th scope="row">{figure.label}</th>
                <td>
                  <FigureText figure={figure} />
                  {figure.range === null ? null : <span className={styles.rangeText}>{figure.range}</span>}
                </td>
                <td className={styles.date}>{figure.asOf ?? ""}</td>
                <td className={`${styles.number} ${figure.evidence === "unknown" ? styles.soft : ""}`}>
                  {formatNumber(value, 2)}
                </td>
                <td className={styles.barCell}>
                  <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" style={hue(criterion.group)}>
                    <rect width={(100 * weight) / most} height={10} className={styles.weightGround} />
                    <rect width={(100 * weight * value) / most} height={10} className={styles.weightBar} />
                  </svg>
                </td>
                <td className={styles.number}>
                  {formatNumber(100 * weight * value, 1)}
                  <span className={styles.soft}> / {formatNumber(100 * weight, 1)}</span>
                </td>
                <td>
                  <Cites numbers={figure.cites} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}

/** What is known of a figure that is asked for. */
function todayText({ value, range, evidence }: PrintedFigure): string {
  if (value === null) return t("report.site.ask.unknown");
  const today = t(evidence === "estimated" ? "report.site.ask.estimated" : "report.site.ask.stated", { value });
  return range === null ? today : t("report.site.ask.range", { today, range });
}

/** Figures that carry weight and are not known, and those whose knowledge may change the choice. */
function Questions({ basis, report, analyses }: Pick<SitePageProps, "basis" | "report" | "analyses">) {
  const { live } = basis;
  const { weights } = live.ranking;
  const unknown = report.figures.filter(
    ({ criterion, evidence }) => evidence === "unknown" && (weights[criterion] ?? 0) > 0,
  );
  const telling = (analyses.questions ?? []).flatMap(({ alternative, criterion, probability }) =>
    analyses.rows[alternative] === report.row && probability >= LEAST_CHANCE
      ? [{ criterion: analyses.criteria[criterion] ?? -1, chance: probability }]
      : [],
  );
  const asked = new Set(telling.map(({ criterion }) => criterion));
  const questions = [
    ...telling,
    ...unknown
      .filter(({ criterion }) => !asked.has(criterion))
      .sort((a, b) => (weights[b.criterion] ?? 0) - (weights[a.criterion] ?? 0))
      .map(({ criterion }) => ({ criterion, chance: null })),
  ].slice(0, MOST_QUESTIONS);
  return (
    <div className={styles.keep}>
      <h3>{t("report.site.unknown")}</h3>
      <p>
        {unknown.length === 0
          ? t("report.site.unknownAll")
          : t("report.site.unknownWeighted", {
              criteria: formatList(
                unknown.map(({ label, criterion }) => `${label} (${formatShare(weights[criterion] ?? 0)})`),
              ),
            })}
      </p>
      {questions.length === 0 ? null : (
        <>
          <h3>{t("report.site.ask")}</h3>
          <ul className={styles.questions}>
            {questions.map(({ criterion: j, chance }) => {
              const criterion = live.criteria[j];
              const figure = report.figures[j];
              if (criterion === undefined || figure === undefined) return null;
              return (
                <li key={criterion.id}>
                  <span className={styles.tick} aria-hidden="true" />
                  <span>
                    {t("report.site.ask.item", {
                      figure: translate(`criteria.${criterion.id}.figure`) ?? criterionLabel(criterion),
                      unit: unitText(criterion),
                      today: todayText(figure),
                    })}
                    {chance === null ? null : `; ${t("report.site.ask.chance", { chance: formatShare(chance) })}`}
                  </span>
                </li>
              );
            })}
          </ul>
        </>
      )}
    </div>
  );
}

/** Every field that some source states, with date, source and what others state instead. */
function Facts({ report }: { readonly report: SiteReport }) {
  if (report.facts.length === 0) return null;
  const disputed = report.facts.some(({ rivals }) => rivals.length > 0);
  return (
    <>
      <h3>{t("report.site.facts")}</h3>
      <table className={`${styles.table} ${styles.facts}`}>
        <thead>
          <tr>
            <th scope="col">{t("report.column.fact")}</th>
            <th scope="col">{t("report.column.stated")}</th>
            <th scope="col">{t("report.column.asOf")}</th>
            <th scope="col">{t("report.column.sources")}</th>
            {disputed ? (
              <th scope="col" className={styles.rivals}>
                {t("report.column.otherwise")}
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {report.facts.map((fact) => (
            <tr key={fact.label}>
              <th scope="row">{fact.label}</th>
              <td>
                <FigureText figure={fact} />
              </td>
              <td className={styles.date}>{fact.asOf ?? ""}</td>
              <td>
                <Cites numbers={fact.cites} />
              </td>
              {disputed ? (
                <td className={styles.soft}>
                  {fact.rivals.map(({ text, cite }, i) => (
                    <span key={`${text} ${cite}`}>
                      {i === 0 ? "" : "; "}
                      {text} {cite === null ? null : <Cites numbers={[cite]} />}
                    </span>
                  ))}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
