/** What the rows hold: every problem by row and column, and rows that may be parks that are known. */
import { useMemo, useState } from "react";
import type { RowDecision } from "../../../shared/importing/build";
import type { Problem, ProblemLevel } from "../../../shared/importing/types";
import { Button } from "../../components/button";
import fieldStyles from "../../components/field.module.css";
import { formatNumber, formatShare, t, translate } from "../../messages";
import type { MatchedRow } from "../../workers/import-task";
import styles from "./import.module.css";
import { VirtualList } from "./virtual-list";

const LEVELS: readonly ProblemLevel[] = ["refused", "warning", "note"];

interface ProblemsStepProps {
  readonly problems: readonly Problem[];
  readonly omitted: number;
}

export function ProblemsStep({ problems, omitted }: ProblemsStepProps) {
  const [level, setLevel] = useState<ProblemLevel | "all">("all");
  const [header, setHeader] = useState("");
  const headers = useMemo(
    () => [...new Set(problems.map((problem) => problem.header).filter((name) => name !== null))],
    [problems],
  );
  const counts = useMemo(() => {
    const found = { refused: 0, warning: 0, note: 0 };
    for (const problem of problems) found[problem.level] += 1;
    return found;
  }, [problems]);
  const shown = useMemo(
    () =>
      problems.filter(
        (problem) => (level === "all" || problem.level === level) && (header === "" || problem.header === header),
      ),
    [problems, level, header],
  );
  return (
    <section className={styles.step}>
      <h2>{t("import-view.problems.title")}</h2>
      {problems.length === 0 ? (
        <p className={styles.soft}>{t("import-view.problems.none")}</p>
      ) : (
        <>
          <div className={styles.filters}>
            <span>{t("import-view.problems.count", counts)}</span>
            <label>
              {t("import-view.problems.filter")}{" "}
              <select
                className={fieldStyles.input}
                value={level}
                onChange={(event) => setLevel(LEVELS.find((id) => id === event.target.value) ?? "all")}
              >
                <option value="all">{t("import-view.problems.all")}</option>
                {LEVELS.filter((id) => counts[id] > 0).map((id) => (
                  <option key={id} value={id}>
                    {t(`import.level.${id}`)} ({formatNumber(counts[id])})
                  </option>
                ))}
              </select>
            </label>
            {headers.length < 2 ? null : (
              <label>
                {t("import-view.problems.column")}{" "}
                <select
                  className={fieldStyles.input}
                  value={header}
                  onChange={(event) => setHeader(event.target.value)}
                >
                  <option value="">{t("import-view.problems.allColumns")}</option>
                  {headers.map((name) => (
                    <option key={name} value={name}>
                      {name}
                    </option>
                  ))}
                </select>
              </label>
            )}
          </div>
          <VirtualList items={shown} label={t("import-view.problems.title")} rowHeight={26}>
            {(problem) => (
              <div className={styles.problem} data-level={problem.level}>
                <span>
                  {problem.row === null
                    ? t("import-view.problems.file")
                    : t("import-view.problems.row", { row: problem.row })}
                </span>
                <span>{problem.header ?? ""}</span>
                <span>{translate(problem.messageKey, problem.values) ?? problem.code}</span>
                <span>{t(`import.level.${problem.level}`)}</span>
              </div>
            )}
          </VirtualList>
          {omitted === 0 ? null : (
            <p className={styles.soft}>{t("import-view.problems.omitted", { count: omitted })}</p>
          )}
        </>
      )}
    </section>
  );
}

/** Decisions that differ from what is proposed, by row. */
export type Choices = ReadonlyMap<number, RowDecision>;

interface MatchesStepProps {
  readonly rows: readonly MatchedRow[];
  readonly choices: Choices;
  readonly onChange: (choices: Choices) => void;
}

export function MatchesStep({ rows, choices, onChange }: MatchesStepProps) {
  if (rows.length === 0) return null;
  const all = (decide: (row: MatchedRow) => RowDecision): void =>
    onChange(new Map(rows.map((row) => [row.row, decide(row)])));
  return (
    <section className={styles.step}>
      <h2>{t("import-view.matches.title")}</h2>
      <div className={styles.filters}>
        <span>{t("import-view.matches.count", { count: rows.length })}</span>
        <Button onClick={() => onChange(new Map())}>{t("import-view.matches.proposed")}</Button>
        <Button
          onClick={() =>
            all(({ matches, proposed }) => {
              const best = matches[0];
              return best === undefined ? proposed : { action: "merge", parkId: best.parkId };
            })
          }
        >
          {t("import-view.matches.allMerge")}
        </Button>
        <Button onClick={() => all(() => ({ action: "new" }))}>{t("import-view.matches.allNew")}</Button>
        <Button onClick={() => all(() => ({ action: "skip" }))}>{t("import-view.matches.allSkip")}</Button>
      </div>
      <VirtualList items={rows} label={t("import-view.matches.title")} rowHeight={40}>
        {(row) => {
          const decision = choices.get(row.row) ?? row.proposed;
          const value = decision.action === "merge" ? `merge:${decision.parkId}` : decision.action;
          const best = row.matches.find(({ parkId }) => value === `merge:${parkId}`) ?? row.matches[0];
          return (
            <div className={styles.match}>
              <span>{t("import-view.problems.row", { row: row.row })}</span>
              <strong>{row.name}</strong>
              <span className={styles.soft}>
                {best === undefined
                  ? ""
                  : [
                      best.name,
                      t("import-view.matches.reason", {
                        reason: translate(`import.match.${best.reason}`) ?? best.reason,
                        share: formatShare(best.confidence),
                      }),
                      best.km === null ? "" : t("import-view.matches.km", { km: formatNumber(best.km, 1) }),
                    ]
                      .filter(Boolean)
                      .join(" · ")}
              </span>
              <select
                className={fieldStyles.input}
                aria-label={row.name}
                value={value}
                onChange={(event) => {
                  const picked = event.target.value;
                  const next = new Map(choices);
                  if (picked === "new" || picked === "skip") next.set(row.row, { action: picked });
                  else next.set(row.row, { action: "merge", parkId: picked.slice("merge:".length) });
                  onChange(next);
                }}
              >
                {row.matches.map(({ parkId, name }) => (
                  <option key={parkId} value={`merge:${parkId}`}>
                    {t("import-view.matches.merge", { park: name })}
                  </option>
                ))}
                <option value="new">{t("import-view.matches.new")}</option>
                <option value="skip">{t("import-view.matches.skip")}</option>
              </select>
            </div>
          );
        }}
      </VirtualList>
    </section>
  );
}
