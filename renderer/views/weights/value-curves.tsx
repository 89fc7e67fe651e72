/** The value curve of one criterion, as a drawing and as numbers, with the catalogue's figures behind it. */
import { useEffect, useId, useState } from "react";
import { useStore } from "zustand";
import type { Criterion, ValueFunction } from "../../../shared/model/criterion";
import { measureColumn, valueFunctionOf } from "../../../shared/ranking/additive/table";
import { type ValueFunctionProblem, validateValueFunction } from "../../../shared/ranking/additive/value-function";
import { Button, IconButton } from "../../components/button";
import { t, translate } from "../../messages";
import { useDecision, useWorkbench } from "../../state/workbench";
import { figureOf, labelOf, unitOf, useChangeProfile } from "./change";
import { CurveChart } from "./curve-chart";
import styles from "./weights.module.css";

export type Points = readonly (readonly [number, number])[];

export function ValueCurves() {
  const { live, drawer } = useWorkbench();
  const chosen = useStore(drawer, (state) => state.criterionId);
  const criterion = live.criteria.find(({ id }) => id === chosen) ?? live.criteria[0];
  if (criterion === undefined) return null;
  return (
    <>
      <label className={styles.inline}>
        {t("weights.curve.criterion")}
        <select
          className={styles.select}
          value={criterion.id}
          onChange={(event) => drawer.open("values", event.target.value)}
        >
          {live.criteria.map((other) => (
            <option key={other.id} value={other.id}>
              {labelOf(other)}
            </option>
          ))}
        </select>
      </label>
      <CurveEditor key={criterion.id} criterion={criterion} />
    </>
  );
}

function CurveEditor({ criterion }: { readonly criterion: Criterion }) {
  const { live } = useWorkbench();
  const profile = useDecision((state) => state.profile);
  const change = useChangeProfile();
  const fn = valueFunctionOf(criterion, profile);
  const own = Object.hasOwn(profile.valueFunctions, criterion.id);
  const label = labelOf(criterion);
  if (fn.type === "table") return <p className={styles.hint}>{t("weights.curve.table")}</p>;

  const put = (points: Points, coalesce?: string): void => {
    const next: ValueFunction = { type: "piecewise", points };
    if (validateValueFunction(next) !== null) return;
    change(
      { key: "weights.step.curve", values: { criterion: label } },
      { valueFunctions: { ...profile.valueFunctions, [criterion.id]: next } },
      coalesce ?? `curve:${criterion.id}`,
    );
  };
  const reset = (): void => {
    const { [criterion.id]: _, ...others } = profile.valueFunctions;
    change({ key: "weights.step.curveReset", values: { criterion: label } }, { valueFunctions: others });
  };
  const column = measureColumn(live.sites, criterion, profile);
  const reference = translate(`criteria.${criterion.id}.reference`);
  return (
    <section>
      <div className={styles.sectionHead}>
        <h3>{t("weights.curve.title", { criterion: label })}</h3>
        <span className={styles.soft}>{t(own ? "weights.curve.isOwn" : "weights.curve.isDefault")}</span>
        <Button kind="quiet" disabled={!own} onClick={reset}>
          {t("weights.curve.reset")}
        </Button>
      </div>
      <CurveChart criterion={criterion} points={fn.points} column={column} onChange={put} />
      <PointTable criterion={criterion} points={fn.points} onChange={put} />
      {reference === undefined ? null : (
        <>
          <h3 className={styles.legend}>{t("weights.curve.reference")}</h3>
          <p className={styles.hint}>{reference}</p>
        </>
      )}
      <p className={styles.hint}>{t("weights.curve.hint")}</p>
    </section>
  );
}

interface PointTableProps {
  readonly criterion: Criterion;
  readonly points: Points;
  readonly onChange: (points: Points) => void;
}

/** The points as numbers. What is typed is taken over once all of it is right. */
function PointTable({ criterion, points, onChange }: PointTableProps) {
  const [draft, setDraft] = useState<readonly (readonly [string, string])[] | null>(null);
  const problemId = useId();
  // What is typed stays as typed ("0." on the way to "0.4") until the curve is moved from elsewhere.
  useEffect(() => {
    setDraft((typed) => (typed !== null && isSame(typed, points) ? typed : null));
  }, [points]);
  const shown = draft ?? points.map(([x, y]) => [String(x), String(y)] as const);
  const parsed: Points = shown.map(([x, y]) => [numberOf(x), numberOf(y)]);
  const problem = draft === null ? null : validateValueFunction({ type: "piecewise", points: parsed });
  const edit = (index: number, part: 0 | 1, text: string): void => {
    const next = shown.map((pair, i) =>
      i !== index ? pair : part === 0 ? ([text, pair[1]] as const) : ([pair[0], text] as const),
    );
    setDraft(next);
    const values: Points = next.map(([x, y]) => [numberOf(x), numberOf(y)]);
    if (validateValueFunction({ type: "piecewise", points: values }) === null) onChange(values);
  };
  const unit = unitOf(criterion);
  return (
    <>
      <table className={styles.points}>
        <thead>
          <tr>
            <th scope="col">{t("weights.curve.axis", { figure: figureOf(criterion), unit })}</th>
            <th scope="col">{t("weights.curve.value")}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {shown.map(([x, y], index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a point is known by its place
            <tr key={index}>
              <td>
                <input
                  inputMode="decimal"
                  className={styles.number}
                  aria-label={t("weights.curve.figureOf", { at: index + 1, unit })}
                  aria-invalid={isAt(problem, index)}
                  aria-describedby={problem === null ? undefined : problemId}
                  value={x}
                  onChange={(event) => edit(index, 0, event.target.value)}
                  onBlur={() => problem === null && setDraft(null)}
                />
              </td>
              <td>
                <input
                  inputMode="decimal"
                  className={styles.number}
                  aria-label={t("weights.curve.valueOf", { at: index + 1 })}
                  aria-invalid={isAt(problem, index)}
                  aria-describedby={problem === null ? undefined : problemId}
                  value={y}
                  onChange={(event) => edit(index, 1, event.target.value)}
                  onBlur={() => problem === null && setDraft(null)}
                />
              </td>
              <td>
                <IconButton
                  small
                  icon="close"
                  label={t("weights.curve.remove", { at: index + 1 })}
                  disabled={points.length < 2}
                  onClick={() => onChange(points.filter((_, i) => i !== index))}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {problem === null ? null : (
        <p id={problemId} className={styles.problem} role="alert">
          {problemText(problem)} {t("weights.curve.notSaved")}
        </p>
      )}
      <Button onClick={() => onChange(withPoint(points))}>{t("weights.curve.add")}</Button>
    </>
  );
}

/** A number as typed, with a point or a comma; NaN for anything else. */
function numberOf(text: string): number {
  const plain = text.trim().replace(",", ".");
  return plain === "" ? Number.NaN : Number(plain);
}

function isSame(typed: readonly (readonly [string, string])[], points: Points): boolean {
  return (
    typed.length === points.length &&
    typed.every(([x, y], i) => numberOf(x) === points[i]?.[0] && numberOf(y) === points[i]?.[1])
  );
}

function isAt(problem: ValueFunctionProblem | null, index: number): boolean {
  return problem !== null && "index" in problem && problem.index === index;
}

function problemText(problem: ValueFunctionProblem): string {
  switch (problem.code) {
    case "not-finite":
    case "not-increasing":
    case "value-out-of-range":
      return t(`weights.curve.problem.${problem.code}`, { at: problem.index + 1 });
    default:
      return t("weights.curve.problem.too-few-points");
  }
}

/** The points with one more, in the middle of the widest gap, on the line. */
export function withPoint(points: Points): Points {
  let widest = 0;
  for (let i = 1; i + 1 < points.length; i++) if (gap(points, i) > gap(points, widest)) widest = i;
  const a = points[widest] ?? [0, 0];
  const b = points[widest + 1] ?? [a[0] + 1, a[1]];
  const middle = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] as const;
  return [...points.slice(0, widest + 1), middle, ...points.slice(widest + 1)];
}

function gap(points: Points, i: number): number {
  return (points[i + 1]?.[0] ?? 0) - (points[i]?.[0] ?? 0);
}
