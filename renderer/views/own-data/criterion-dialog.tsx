/** Makes or changes a criterion over an imported column or a place: direction, unit, scale, points. */
import { useState } from "react";
import { CRITERION_GROUPS, type CriterionGroupId, type ValueFunction } from "../../../shared/model/criterion";
import type { CustomCriterion } from "../../../shared/model/overlay";
import { Button } from "../../components/button";
import { Dialog } from "../../components/dialog";
import fieldStyles from "../../components/field.module.css";
import { formatPlain, t } from "../../messages";
import { saveCriterion } from "../../state/own-layer";
import { useWorkbench } from "../../state/workbench";
import { failureText } from "../edit-fact";
import styles from "./own-data.module.css";

interface CriterionDialogProps {
  readonly criterion: CustomCriterion;
  /** Names of the categories in the order of their codes; empty for figures. */
  readonly categories: readonly string[];
  readonly onClose: () => void;
}

/** The measures that are worth 0 and 1 of a straight scale. */
function endsOf(fn: ValueFunction): readonly [string, string] {
  if (fn.type === "table") return ["", ""];
  const worst = fn.points.reduce((a, b) => (b[1] < a[1] ? b : a));
  const best = fn.points.reduce((a, b) => (b[1] > a[1] ? b : a));
  return [String(worst[0]), String(best[0])];
}

const DIRECTIONS = ["benefit", "cost"] as const;

export function CriterionDialog({ criterion, categories, onClose }: CriterionDialogProps) {
  const bench = useWorkbench();
  const known = bench.decision.getState().profile.weighting.points[criterion.id];
  const [label, setLabel] = useState(criterion.label ?? "");
  const [unit, setUnit] = useState(criterion.unit);
  const [group, setGroup] = useState<CriterionGroupId>(criterion.group);
  const [direction, setDirection] = useState(criterion.direction);
  const [ends, setEnds] = useState(() => endsOf(criterion.valueFunction));
  const [values, setValues] = useState<readonly string[]>(() =>
    categories.map((_, code) =>
      criterion.valueFunction.type === "table" ? String(criterion.valueFunction.values[String(code)] ?? 0) : "0",
    ),
  );
  const [points, setPoints] = useState(String(known ?? 50));
  const [error, setError] = useState<string | null>(null);
  const { reference } = criterion;

  const read = (): ValueFunction => {
    if (categories.length > 0) {
      const table = values.map((text) => Number(text.replace(",", ".")));
      if (table.some((value) => !(value >= 0 && value <= 1))) throw new Error(t("edits.criterion.categories"));
      return { type: "table", values: Object.fromEntries(table.map((value, code) => [String(code), value])) };
    }
    const [worst, best] = ends.map((text) => Number(text.trim().replace(",", "."))) as [number, number];
    if (!Number.isFinite(worst) || !Number.isFinite(best) || ends.some((text) => text.trim() === "")) {
      throw new Error(t("edits.error.number"));
    }
    if (worst === best) throw new Error(t("edits.error.ends"));
    const pair: readonly (readonly [number, number])[] = [
      [worst, 0],
      [best, 1],
    ];
    return { type: "piecewise", points: [...pair].sort((a, b) => a[0] - b[0]) };
  };
  const save = async (): Promise<void> => {
    try {
      if (label.trim() === "") throw new Error(t("edits.error.name"));
      const share = Number(points);
      if (points.trim() === "" || !(share >= 0 && share <= 100)) throw new Error(t("edits.error.points"));
      const valueFunction = read();
      const falls = valueFunction.type === "piecewise" && (valueFunction.points[0]?.[1] ?? 0) === 1;
      await saveCriterion(
        bench,
        {
          ...criterion,
          label: label.trim(),
          unit: unit.trim(),
          group,
          direction: valueFunction.type === "piecewise" ? (falls ? "cost" : "benefit") : direction,
          valueFunction,
        },
        share,
      );
      onClose();
    } catch (cause) {
      setError(cause instanceof Error && cause.name !== "StorageError" ? cause.message : await failureText(cause));
    }
  };

  return (
    <Dialog
      title={t("edits.criterion.title", { label: criterion.label ?? criterion.id })}
      closeLabel={t("common.close")}
      onClose={onClose}
      onSubmit={() => void save()}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button kind="primary" type="submit">
            {t("edits.criterion.save")}
          </Button>
        </>
      }
    >
      <div className={styles.pair}>
        <label className={fieldStyles.label}>
          <span>{t("edits.criterion.label")}</span>
          <input
            className={fieldStyles.input}
            value={label}
            maxLength={200}
            onChange={(e) => setLabel(e.target.value)}
          />
        </label>
        <label className={fieldStyles.label}>
          <span>{t("edits.criterion.unit")}</span>
          <input className={fieldStyles.input} value={unit} maxLength={40} onChange={(e) => setUnit(e.target.value)} />
        </label>
      </div>
      <div className={styles.pair}>
        <label className={fieldStyles.label}>
          <span>{t("edits.criterion.direction")}</span>
          <select
            className={fieldStyles.input}
            value={direction}
            onChange={(e) => {
              const next = DIRECTIONS.find((id) => id === e.target.value) ?? "benefit";
              if (next !== direction) {
                setEnds([ends[1], ends[0]]);
                setValues(values.map((text) => String(Math.round((1 - Number(text)) * 1000) / 1000)));
              }
              setDirection(next);
            }}
          >
            {DIRECTIONS.map((id) => (
              <option key={id} value={id}>
                {t(`edits.criterion.direction.${id}`)}
              </option>
            ))}
          </select>
        </label>
        <label className={fieldStyles.label}>
          <span>{t("edits.criterion.group")}</span>
          <select
            className={fieldStyles.input}
            value={group}
            onChange={(e) => setGroup(CRITERION_GROUPS.find((id) => id === e.target.value) ?? "track")}
          >
            {CRITERION_GROUPS.map((id) => (
              <option key={id} value={id}>
                {t(`criteria.group.${id}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {categories.length === 0 ? (
        <>
          <div className={styles.pair}>
            {(["worst", "best"] as const).map((end, at) => (
              <label key={end} className={fieldStyles.label}>
                <span>{`${t(`edits.criterion.${end}`)}${unit === "" ? "" : `, ${unit}`}`}</span>
                <input
                  className={fieldStyles.input}
                  inputMode="decimal"
                  value={ends[at]}
                  maxLength={30}
                  onChange={(e) => setEnds(at === 0 ? [e.target.value, ends[1]] : [ends[0], e.target.value])}
                />
              </label>
            ))}
          </div>
          <p className={styles.soft}>
            {reference === null
              ? t("edits.criterion.noFigures")
              : t("edits.criterion.percentiles", {
                  known: reference.known,
                  p05: formatPlain(reference.p05),
                  median: formatPlain(reference.median),
                  p95: formatPlain(reference.p95),
                })}
          </p>
        </>
      ) : (
        <fieldset className={styles.categories}>
          <legend>{t("edits.criterion.categories")}</legend>
          {categories.map((category, code) => (
            <label key={category}>
              <span>{category}</span>
              <input
                className={fieldStyles.input}
                inputMode="decimal"
                value={values[code] ?? "0"}
                maxLength={6}
                onChange={(e) => setValues(values.map((text, at) => (at === code ? e.target.value : text)))}
              />
            </label>
          ))}
        </fieldset>
      )}
      <label className={fieldStyles.label}>
        <span>{`${t("edits.criterion.points")} (${t("edits.criterion.pointsHint")})`}</span>
        <input
          className={fieldStyles.input}
          inputMode="numeric"
          value={points}
          maxLength={5}
          onChange={(e) => setPoints(e.target.value)}
        />
      </label>
      {error === null ? null : (
        <p className={fieldStyles.error} role="alert">
          {error}
        </p>
      )}
    </Dialog>
  );
}
