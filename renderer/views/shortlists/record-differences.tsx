/** How two decisions were made differently: weights side by side, must-haves, figures and sites. Needs `records`. */
import { useMemo } from "react";
import type { Gate } from "../../../shared/model/profile";
import type { Shortlist } from "../../../shared/model/shortlist";
import { compareDecisions } from "../../../shared/records/move";
import type { Situation } from "../../../shared/records/record";
import { formatList, formatNumber, formatShare, t } from "../../messages";
import { useWorkbench } from "../../state/workbench";
import { criterionLabel, formatMeasure } from "../criterion";
import styles from "./shortlists.module.css";

interface DecisionDifferencesProps {
  readonly a: Situation;
  readonly b: Situation;
  readonly list: Shortlist;
  /** Undefined where the decision in use is compared with. */
  readonly other: Shortlist | undefined;
}

export function DecisionDifferences({ a, b, list, other }: DecisionDifferencesProps) {
  const { live } = useWorkbench();
  const difference = useMemo(() => compareDecisions(a, b), [a, b]);
  const nameOf = (id: string): string =>
    live.sites.sites[live.rowOf(id)]?.name ??
    [list, other].flatMap((one) => one?.snapshot.ranking ?? []).find(({ siteId }) => siteId === id)?.name ??
    id;
  const gateWords = (gate: Gate, side: "A" | "B"): string => {
    const criterion = [...a.criteria, ...b.criteria].find(({ id }) => id === gate.criterionId);
    return t(`records.diff.gate${side}`, {
      criterion: criterion === undefined ? gate.criterionId : criterionLabel(criterion),
      op: gate.op === "at-most" ? "most" : "least",
      limit: criterion === undefined ? formatNumber(gate.limit) : formatMeasure(gate.limit, criterion),
    });
  };
  const { waivers, weights, valueFunctions } = difference;
  const onlyA = other === undefined ? [] : list.siteIds.filter((id) => !other.siteIds.includes(id));
  const onlyB = other === undefined ? [] : other.siteIds.filter((id) => !list.siteIds.includes(id));
  const lines = [
    ...difference.gatesOnlyA.map((gate) => gateWords(gate, "A")),
    ...difference.gatesOnlyB.map((gate) => gateWords(gate, "B")),
    ...(waivers.a === waivers.b ? [] : [t("records.diff.waivers", waivers)]),
    ...(difference.unknownPolicy ? [t("records.diff.unknown")] : []),
    ...(difference.sectors ? [t("records.diff.sectors")] : []),
    ...(valueFunctions.length === 0
      ? []
      : [t("records.diff.values", { criteria: formatList(valueFunctions.map(criterionLabel)) })]),
    t("records.diff.figures", { count: difference.figures }),
    ...(onlyA.length === 0 ? [] : [t("records.diff.onlyA", { sites: formatList(onlyA.map(nameOf)) })]),
    ...(onlyB.length === 0 ? [] : [t("records.diff.onlyB", { sites: formatList(onlyB.map(nameOf)) })]),
  ];
  return (
    <>
      <h4 id="record-weights">{t("records.weights")}</h4>
      <table className={`${styles.table} ${styles.narrow}`} aria-labelledby="record-weights">
        <thead>
          <tr>
            <th className={styles.start}>{t("records.weights.criterion")}</th>
            <th>{t("records.weights.a")}</th>
            <th>{t("records.weights.b")}</th>
            <th>{t("records.weights.difference")}</th>
          </tr>
        </thead>
        <tbody>
          {weights.map((entry) => (
            <tr key={entry.criterion.id}>
              <th scope="row" className={styles.start}>
                {criterionLabel(entry.criterion)}
              </th>
              <td>{formatShare(entry.a, 1)}</td>
              <td>{formatShare(entry.b, 1)}</td>
              <td className={entry.a === entry.b ? styles.soft : undefined}>
                {entry.a === entry.b
                  ? t("shortlists.same")
                  : `${entry.b > entry.a ? "+" : "−"}${formatShare(Math.abs(entry.b - entry.a), 1)}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className={styles.differences}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}
