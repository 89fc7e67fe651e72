/** What each column becomes: guessed, shown with samples, changed by the user; units and decimal marks. */
import type { ColumnMapping } from "../../../shared/importing/plan";
import type { ColumnReport, ColumnTarget } from "../../../shared/importing/types";
import { ownUnit, unitsOf } from "../../../shared/importing/units";
import { FIELD_IDS, type FieldId } from "../../../shared/model/fields";
import fieldStyles from "../../components/field.module.css";
import { t } from "../../messages";
import styles from "./import.module.css";

const PARK_TARGETS = [
  "name",
  "nameVi",
  "aka",
  "province",
  "locality",
  "country",
  "asOf",
  "note",
  "lat",
  "lon",
] as const;
const KILOMETRE_UNITS = unitsOf("statedDistanceKm");

/** A target as the value of its option. */
function keyOf(target: ColumnTarget): string {
  if (target.type === "field") return `field:${target.field}`;
  if (target.type === "latLon") return `latLon:${target.order}`;
  return target.type === "column" ? `column:${target.kind}` : target.type;
}

function targetOf(key: string, column: ColumnReport, before: ColumnTarget): ColumnTarget {
  const [type, detail] = key.split(":");
  const unit = "unit" in before ? before.unit : "";
  switch (type) {
    case "field": {
      const field = FIELD_IDS.find((id) => id === detail) ?? "totalAreaHa";
      return { type: "field", field, unit: unitsOf(field).includes(unit) ? unit : ownUnit(field) };
    }
    case "latLon":
      return { type: "latLon", order: detail === "lon-lat" ? "lon-lat" : "lat-lon" };
    case "distance":
      return { type: "distance", to: column.header, unit: KILOMETRE_UNITS.includes(unit) ? unit : "km" };
    case "column":
      return { type: "column", kind: detail === "category" ? "category" : "number", unit };
    default:
      return { type: PARK_TARGETS.find((id) => id === type) ?? "ignore" };
  }
}

interface ColumnsStepProps {
  readonly columns: readonly ColumnReport[];
  readonly mapping: ColumnMapping;
  readonly onChange: (mapping: ColumnMapping) => void;
}

export function ColumnsStep({ columns, mapping, onChange }: ColumnsStepProps) {
  const change = (index: number, part: Partial<ColumnMapping[number]>): void =>
    onChange(mapping.map((one, at) => (at === index ? { ...one, ...part } : one)));
  return (
    <div className={styles.tableWrap}>
      <table className={styles.columns}>
        <thead>
          <tr>
            <th scope="col">{t("import-view.columns.header")}</th>
            <th scope="col">{t("import-view.columns.samples")}</th>
            <th scope="col">{t("import-view.columns.target")}</th>
            <th scope="col">{t("import-view.columns.unit")}</th>
            <th scope="col">{t("import-view.columns.decimal")}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => {
            const use = mapping[column.index];
            if (use === undefined) return null;
            const { target } = use;
            const guessed = keyOf(target) === keyOf(column.target);
            return (
              <tr key={column.index} data-ignored={target.type === "ignore"}>
                <th scope="row">{column.header}</th>
                <td className={styles.samples}>{column.samples.slice(0, 3).join(" · ")}</td>
                <td>
                  <select
                    className={fieldStyles.input}
                    aria-label={`${t("import-view.columns.target")}: ${column.header}`}
                    value={keyOf(target)}
                    onChange={(event) => change(column.index, { target: targetOf(event.target.value, column, target) })}
                  >
                    <TargetOptions />
                  </select>
                  <small>
                    {guessed && target.type !== "ignore"
                      ? t(
                          column.confidence >= 0.85
                            ? "import-view.columns.sure"
                            : column.confidence >= 0.6
                              ? "import-view.columns.likely"
                              : "import-view.columns.guess",
                        )
                      : null}
                    {guessed && column.unitAssumed && target.type === "field" && target.unit !== ""
                      ? `, ${t("import-view.columns.unitAssumed")}`
                      : null}
                  </small>
                </td>
                <td>
                  <UnitInput
                    column={column}
                    target={target}
                    onChange={(next) => change(column.index, { target: next })}
                  />
                </td>
                <td>
                  {column.type === "number" || column.type === "range" || column.type === "coordinate" ? (
                    <select
                      className={fieldStyles.input}
                      aria-label={`${t("import-view.columns.decimal")}: ${column.header}`}
                      value={use.decimalMark}
                      onChange={(event) =>
                        change(column.index, { decimalMark: event.target.value === "comma" ? "comma" : "point" })
                      }
                    >
                      <option value="point">1.5</option>
                      <option value="comma">1,5</option>
                    </select>
                  ) : null}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const FIGURES: readonly FieldId[] = FIELD_IDS.filter((id) => id !== "statedDistanceKm" && id !== "latLon");

function TargetOptions() {
  return (
    <>
      <option value="ignore">{t("import-view.target.ignore")}</option>
      <optgroup label={t("import-view.target.park")}>
        {PARK_TARGETS.map((id) => (
          <option key={id} value={id}>
            {t(`import-view.target.${id}`)}
          </option>
        ))}
        <option value="latLon:lat-lon">{t("import-view.target.latLon")}</option>
        <option value="latLon:lon-lat">{t("import-view.target.lonLat")}</option>
      </optgroup>
      <optgroup label={t("import-view.target.figures")}>
        {FIGURES.map((field) => (
          <option key={field} value={`field:${field}`}>
            {t(`site.field.${field}`)}
          </option>
        ))}
        <option value="distance">{t("import-view.target.distance")}</option>
      </optgroup>
      <optgroup label={t("import-view.target.own")}>
        <option value="column:number">{t("import-view.target.number")}</option>
        <option value="column:category">{t("import-view.target.category")}</option>
      </optgroup>
    </>
  );
}

interface UnitInputProps {
  readonly column: ColumnReport;
  readonly target: ColumnTarget;
  readonly onChange: (target: ColumnTarget) => void;
}

function UnitInput({ column, target, onChange }: UnitInputProps) {
  const label = `${t("import-view.columns.unit")}: ${column.header}`;
  if (target.type === "column" && target.kind === "number") {
    return (
      <input
        className={fieldStyles.input}
        aria-label={label}
        value={target.unit}
        maxLength={40}
        onChange={(event) => onChange({ ...target, unit: event.target.value })}
      />
    );
  }
  if (target.type === "distance") {
    return (
      <div className={styles.distance}>
        <input
          className={fieldStyles.input}
          aria-label={`${t("import-view.columns.place")}: ${column.header}`}
          value={target.to}
          maxLength={200}
          onChange={(event) => onChange({ ...target, to: event.target.value })}
        />
        <Units
          label={label}
          unit={target.unit}
          units={KILOMETRE_UNITS}
          onPick={(unit) => onChange({ ...target, unit })}
        />
      </div>
    );
  }
  if (target.type !== "field") return null;
  const units = unitsOf(target.field);
  if (units.length === 0 || (units.length === 1 && units[0] === "")) return null;
  return <Units label={label} unit={target.unit} units={units} onPick={(unit) => onChange({ ...target, unit })} />;
}

function Units(props: {
  readonly label: string;
  readonly unit: string;
  readonly units: readonly string[];
  readonly onPick: (unit: string) => void;
}) {
  const { label, unit, units, onPick } = props;
  return (
    <select
      className={fieldStyles.input}
      aria-label={label}
      value={unit}
      onChange={(event) => onPick(event.target.value)}
    >
      {(units.includes(unit) ? units : [unit, ...units]).map((id) => (
        <option key={id} value={id}>
          {id}
        </option>
      ))}
    </select>
  );
}
