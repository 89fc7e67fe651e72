/** A against B: sentences, where the difference comes from, and the least change of weights that turns it. */
import { useId, useState } from "react";
import {
  compareSites,
  comparisonSentences,
  roundToSum,
  smallestWeightChange,
  weightChangeSentences,
} from "../../../shared/ranking/explain";
import { Button } from "../../components/button";
import fieldStyles from "../../components/field.module.css";
import { formatList, formatNumber, formatShare, joinSentences, t } from "../../messages";
import { criterionInSentence, formatSentence } from "../../messages/sentences";
import { sentenceNames } from "../../state/explanation";
import { profileWith } from "../../state/try-weights";
import { useWorkbench } from "../../state/workbench";
import { criterionLabel, hue } from "../criterion";
import styles from "./compare.module.css";

/** Moves of weights that are named; the others are counted. */
const NAMED = 5;

export function PairPanel({ rows }: { readonly rows: readonly number[] }) {
  const { live } = useWorkbench();
  const [chosen, setChosen] = useState<readonly [number, number] | null>(null);
  const idA = useId();
  const idB = useId();
  const kept = chosen?.every((row) => rows.includes(row)) ? chosen : null;
  const [a, b] = kept ?? [rows[0] ?? -1, rows[1] ?? -1];
  const name = (row: number): string => live.sites.sites[row]?.name ?? "";
  const options = rows.map((row) => (
    <option key={row} value={row}>
      {name(row)}
    </option>
  ));
  // Choosing the other's site swaps the two.
  const choose = (nextA: number, nextB: number): void => setChosen(nextA === nextB ? [b, a] : [nextA, nextB]);
  return (
    <section className={styles.panel}>
      <h3>{t("compare.pair")}</h3>
      <div className={styles.pickers}>
        <label className={styles.picker} htmlFor={idA}>
          <span>{t("compare.siteA")}</span>
          <select id={idA} className={fieldStyles.input} value={a} onChange={(e) => choose(Number(e.target.value), b)}>
            {options}
          </select>
        </label>
        <label className={styles.picker} htmlFor={idB}>
          <span>{t("compare.siteB")}</span>
          <select id={idB} className={fieldStyles.input} value={b} onChange={(e) => choose(a, Number(e.target.value))}>
            {options}
          </select>
        </label>
      </div>
      <Difference a={a} b={b} />
      <Flip a={a} b={b} onTry={() => setChosen([a, b])} />
    </section>
  );
}

interface PairProps {
  readonly a: number;
  readonly b: number;
}

function Difference({ a, b }: PairProps) {
  const { live } = useWorkbench();
  const comparison = compareSites(live.table, live.ranking.weights, a, b);
  const names = sentenceNames(live);
  const criterionOf = (id: string) => live.criteria.find((criterion) => criterion.id === id);
  const terms = comparison.terms.filter(({ amount }) => amount !== 0);
  const same = comparison.terms.filter(({ amount }) => amount === 0);
  const printed = roundToSum(
    terms.map(({ amount }) => amount * 100),
    1,
  );
  const most = Math.max(...terms.map(({ amount }) => Math.abs(amount)), 1e-9);
  return (
    <>
      <p className={styles.story}>
        {joinSentences(comparisonSentences(comparison, a, b).map((sentence) => formatSentence(sentence, names)))}
      </p>
      <p className={styles.note}>{t("compare.sourcedShare", { share: formatShare(comparison.sourcedShare) })}</p>
      {terms.length === 0 ? null : (
        <table className={styles.diverging}>
          <caption>{t("compare.pairChart")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("compare.pairTerm")}</th>
              <th scope="col" className={styles.sides}>
                <span title={names.siteName(b)}>◂ {t("compare.pairB")}</span>
                <span title={names.siteName(a)}>{t("compare.pairA")} ▸</span>
              </th>
              <th scope="col">{t("compare.pairPoints")}</th>
            </tr>
          </thead>
          <tbody>
            {terms.map((term, at) => {
              const criterion = criterionOf(term.criterionId);
              const share = `${(Math.abs(term.amount) / most) * 50}%`;
              return (
                <tr key={term.criterionId} style={criterion === undefined ? undefined : hue(criterion.group)}>
                  <th scope="row">
                    <span className={styles.swatch} />
                    {criterion === undefined ? term.criterionId : criterionLabel(criterion)}
                  </th>
                  <td>
                    <span className={styles.axis}>
                      <span
                        className={styles.swing}
                        style={term.amount > 0 ? { left: "50%", width: share } : { right: "50%", width: share }}
                      />
                    </span>
                  </td>
                  <td>{signed(printed[at] ?? 0)}</td>
                </tr>
              );
            })}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t("compare.pairTotal")}</th>
              <td>
                {comparison.difference === 0
                  ? null
                  : t("compare.pairFor", {
                      site: t(comparison.difference > 0 ? "compare.pairA" : "compare.pairB"),
                    })}
              </td>
              <td>{signed(printed.reduce((sum, points) => sum + points, 0))}</td>
            </tr>
          </tfoot>
        </table>
      )}
      {same.length === 0 || terms.length === 0 ? null : (
        <p className={styles.note}>
          {t("compare.noDifference", {
            criteria: formatList(same.map(({ criterionId }) => criterionInSentence(criterionId, names))),
          })}
        </p>
      )}
    </>
  );
}

/** Points with their sign; a true minus. */
function signed(points: number): string {
  const text = formatNumber(Math.abs(points), 1);
  return Number(Math.abs(points).toFixed(1)) === 0 ? text : `${points > 0 ? "+" : "−"}${text}`;
}

/** What turns the order; `onTry` before weights are tried, so that the pair stays as it is. */
function Flip({ a, b, onTry }: PairProps & { readonly onTry: () => void }) {
  const { live, decision, notify } = useWorkbench();
  const { table, ranking } = live;
  const current = Float64Array.from(ranking.weights);
  const names = sentenceNames(live);
  const [ahead, behind] = (ranking.score[a] ?? 0) >= (ranking.score[b] ?? 0) ? [a, b] : [b, a];
  const change = smallestWeightChange(table, current, ahead, behind);
  const label = (id: string): string => {
    const criterion = live.criteria.find((one) => one.id === id);
    return criterion === undefined ? id : criterionLabel(criterion);
  };
  const apply = (target: Float64Array): void => {
    const next = profileWith(decision.getState().profile, table, current, target, ahead, behind);
    if (next === null) {
      notify({ text: t("compare.tryFailed") });
      return;
    }
    const site = names.siteName(behind);
    onTry();
    decision.change({ key: "compare.step.try", values: { site } }, { profile: next });
    notify({
      text: t("compare.tried", { site }),
      action: { label: t("common.command.undo"), run: () => void decision.undo() },
    });
  };
  const moves = change.status === "changeable" ? change.joint.changes : [];
  // Small moves need a further decimal to be seen.
  const decimals = Math.abs((moves[0]?.to ?? 0) - (moves[0]?.from ?? 0)) < 0.01 ? 2 : 1;
  const named = moves
    .filter(({ from, to }) => formatShare(from, decimals) !== formatShare(to, decimals))
    .slice(0, NAMED);
  const sentences = weightChangeSentences(change, ahead, behind).map((sentence) => formatSentence(sentence, names));
  return (
    <div className={styles.flip}>
      <h4>{t("compare.flip")}</h4>
      {change.status !== "changeable" ? <p>{joinSentences(sentences)}</p> : null}
      {change.status === "changeable" && change.level ? <p>{t("compare.flipLevel")}</p> : null}
      {change.status === "changeable" && !change.level ? (
        <>
          {change.single[0] === undefined ? null : (
            <div className={styles.way}>
              <div>
                <h5>{t("compare.flipOne")}</h5>
                <p>{sentences[0]}</p>
              </div>
              <Button
                title={t("compare.tryHint")}
                aria-label={`${t("compare.try")}: ${t("compare.flipOne")}`}
                onClick={() => apply(change.single[0]?.weights ?? current)}
              >
                {t("compare.try")}
              </Button>
            </div>
          )}
          <div className={styles.way}>
            <div>
              <h5>{t("compare.flipAll")}</h5>
              <ul className={styles.moves}>
                {named.map(({ criterionId, from, to }) => (
                  <li key={criterionId}>
                    {t("compare.flipChange", {
                      criterion: label(criterionId),
                      from: formatShare(from, decimals),
                      to: formatShare(to, decimals),
                    })}
                  </li>
                ))}
                {moves.length > named.length ? (
                  <li className={styles.soft}>{t("compare.flipMore", { count: moves.length - named.length })}</li>
                ) : null}
              </ul>
            </div>
            <Button
              title={t("compare.tryHint")}
              aria-label={`${t("compare.try")}: ${t("compare.flipAll")}`}
              onClick={() => apply(change.joint.weights)}
            >
              {t("compare.try")}
            </Button>
          </div>
        </>
      ) : null}
    </div>
  );
}
