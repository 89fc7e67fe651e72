/** What to ask each park next: open figures by how likely the answer changes which site is best. */
import { useEffect, useMemo, useRef, useState } from "react";
import { evidenceClass } from "../../../shared/model/evidence";
import { measureColumn } from "../../../shared/ranking";
import type { Question, QuestionValues } from "../../../shared/ranking/robustness";
import { Button } from "../../components/button";
import fieldStyles from "../../components/field.module.css";
import { currentLocale, formatPartialDate, formatShare, t, translate } from "../../messages";
import { formatAmount } from "../../messages/sentences";
import { sentenceNames } from "../../state/explanation";
import type { LiveRanking } from "../../state/live-ranking";
import { useWorkbench } from "../../state/workbench";
import { createQuestions, type QuestionsClient } from "../../workers/questions";
import { criterionLabel } from "../criterion";
import { MeasureFigure } from "../figure";
import styles from "./compare.module.css";

/** Questions less likely than this to change the choice are only counted. */
const LEAST = 0.005;

/** An answer of the worker with the sites that it is about. */
interface Answered {
  readonly rows: readonly number[];
  readonly values: QuestionValues;
}

/** Statistics of the former province: no park can answer them, and sites of one province share them. */
const PROVINCIAL: readonly string[] = ["labour-supply", "labour-skill", "business-climate"];
/** What the law sets is not for the park to answer either. */
const NOT_ASKED: readonly string[] = [...PROVINCIAL, "labour-cost"];

/**
 * The values of these sites as the worker takes them. A statistic that all of them share moves all of
 * them alike, so it stands still.
 */
function problemOf(live: LiveRanking, rows: readonly number[]) {
  const province = (row: number): string | undefined => live.sites.sites[row]?.formerProvince;
  const oneProvince = rows.every((row) => province(row) === province(rows[0] ?? -1));
  const { low, central, high } = live.table;
  const pick = (columns: readonly Float64Array[]): Float64Array[] =>
    live.criteria.map(({ id }, at) => {
      const column = oneProvince && PROVINCIAL.includes(id) ? central[at] : columns[at];
      return Float64Array.from(rows, (row) => column?.[row] ?? 0);
    });
  return {
    values: { low: pick(low), central: pick(central), high: pick(high), rows: Uint32Array.from(rows) },
    weights: Float64Array.from(live.ranking.weights),
  };
}

function useQuestions(rows: readonly number[]): Answered | { readonly failure: string } | null {
  const { live } = useWorkbench();
  const [answer, setAnswer] = useState<Answered | { readonly failure: string } | null>(null);
  const client = useRef<QuestionsClient | null>(null);
  const asked = useRef<readonly number[]>([]);
  useEffect(() => {
    const made = createQuestions(
      (values) => setAnswer({ rows: asked.current, values }),
      (failure) => setAnswer({ failure }),
    );
    client.current = made;
    return () => made.dispose();
  }, []);
  const key = rows.join(",");
  const sites = useMemo(() => key.split(",").map(Number), [key]);
  const { version } = live;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for the live arrays
  useEffect(() => {
    const weightless = live.ranking.weights.every((weight) => weight === 0);
    if (weightless) {
      setAnswer({ rows: sites, values: { leader: 0, questions: [], contenders: [], samples: 0 } });
      return;
    }
    asked.current = sites;
    client.current?.ask(problemOf(live, sites));
  }, [live, version, sites]);
  return answer;
}

export function QuestionsPanel({ rows }: { readonly rows: readonly number[] }) {
  const { live, notify } = useWorkbench();
  const answer = useQuestions(rows);
  const [text, setText] = useState<string | null>(null);
  const current = answer !== null && "values" in answer && answer.rows.join() === rows.join() ? answer : null;
  const failure = answer !== null && "failure" in answer ? answer.failure : null;
  const asked = (current?.values.questions ?? []).filter(
    ({ criterion }) => !NOT_ASKED.includes(live.criteria[criterion]?.id ?? ""),
  );
  const telling = asked.filter(({ probability }) => probability >= LEAST);
  const rest = asked.length - telling.length;
  const parks = byPark(telling);
  const copy = async (): Promise<void> => {
    const written = asText(live, rows, parks);
    try {
      await navigator.clipboard.writeText(written);
      setText(null);
      notify({ text: t("compare.askCopied") });
    } catch {
      setText(written);
    }
  };
  return (
    <section className={styles.panel}>
      <div className={styles.panelHead}>
        <h3>{t("compare.ask")}</h3>
        {telling.length === 0 ? null : <Button onClick={copy}>{t("compare.askCopy")}</Button>}
      </div>
      {failure === null ? null : <p role="alert">{t("compare.askFailed", { detail: failure })}</p>}
      {current === null && failure === null ? (
        <p className={styles.note} role="status">
          {t("compare.askWorking")}
        </p>
      ) : null}
      {current === null ? null : (
        <p className={styles.note}>
          {telling.length === 0
            ? t("compare.askNone")
            : t("compare.askIntro", { site: live.sites.sites[rows[current.values.leader] ?? -1]?.name ?? "" })}
        </p>
      )}
      {text === null ? null : (
        <label className={styles.asText}>
          {t("compare.askCopyFailed")}
          <textarea
            className={fieldStyles.area}
            aria-label={t("compare.askText")}
            rows={10}
            readOnly
            value={text}
            ref={(element) => element?.select()}
          />
        </label>
      )}
      {parks.map(({ alternative, questions }) => {
        const row = rows[alternative] ?? -1;
        return (
          <div key={row} className={styles.park}>
            <h4>{live.sites.sites[row]?.name}</h4>
            <ol>
              {questions.map((question) => {
                const criterion = live.criteria[question.criterion];
                if (criterion === undefined) return null;
                return (
                  <li key={criterion.id} className={styles.question}>
                    <span className={styles.worthBar} aria-hidden="true">
                      <span style={{ width: `${question.probability * 100}%` }} />
                    </span>
                    <p>{questionText(live, question)}</p>
                    <div className={styles.questionFoot}>
                      <span>{t("compare.askWorth", { share: formatShare(question.probability) })}</span>
                      <span className={styles.questionFigure}>
                        {criterionLabel(criterion)}
                        <MeasureFigure row={row} criterion={criterion} />
                      </span>
                    </div>
                  </li>
                );
              })}
            </ol>
          </div>
        );
      })}
      {rest === 0 ? null : <p className={styles.note}>{t("compare.askRest", { count: rest })}</p>}
      {current === null ? null : <p className={styles.note}>{t("compare.askNotAsked")}</p>}
    </section>
  );
}

interface ParkQuestions {
  readonly alternative: number;
  readonly questions: readonly Question[];
}

/** By park, the one with the most telling question first; questions keep their order. */
function byPark(questions: readonly Question[]): readonly ParkQuestions[] {
  const parks = new Map<number, Question[]>();
  for (const question of questions) {
    const list = parks.get(question.alternative);
    if (list === undefined) parks.set(question.alternative, [question]);
    else list.push(question);
  }
  return [...parks].map(([alternative, list]) => ({ alternative, questions: list }));
}

function questionText(live: LiveRanking, { criterion: at }: Question): string {
  const criterion = live.criteria[at];
  if (criterion === undefined) return "";
  return (
    translate(`compare.question.${criterion.id}`) ?? t("compare.question.other", { figure: criterionLabel(criterion) })
  );
}

/** The questions as plain text, grouped by park. */
function asText(live: LiveRanking, rows: readonly number[], parks: readonly ParkQuestions[]): string {
  const names = sentenceNames(live);
  const today = new Date();
  const date = [today.getFullYear(), today.getMonth() + 1, today.getDate()].join("-");
  const lines = [t("compare.askTextHead", { date: formatPartialDate(date) })];
  for (const { alternative, questions } of parks) {
    const row = rows[alternative] ?? -1;
    lines.push("", live.sites.sites[row]?.name ?? "");
    questions.forEach((question, at) => {
      const criterion = live.criteria[question.criterion];
      if (criterion === undefined) return;
      const column = measureColumn(live.sites, criterion, live.profile);
      const measure = column.central[row] ?? Number.NaN;
      const evidence = Number.isNaN(measure) ? "unknown" : evidenceClass(column.kind[row] ?? 0);
      const now =
        evidence === "unknown"
          ? t("compare.askTextUnknown")
          : t("compare.askTextNow", {
              figure: `${formatAmount(criterion.id, measure, names)}, ${t(`common.evidence.${evidence}`).toLocaleLowerCase(currentLocale())}`,
            });
      const worth = t("compare.askTextWorth", { share: formatShare(question.probability) });
      lines.push(`${at + 1}. ${questionText(live, question)} (${now}; ${worth})`);
    });
  }
  return `${lines.join("\n")}\n`;
}
