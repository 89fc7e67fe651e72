/** What the file is: encoding, delimiter, sheet and header row, each to be set otherwise. */
import { DELIMITERS } from "../../../shared/importing/csv";
import { ENCODING_IDS } from "../../../shared/importing/encoding";
import type { InspectOptions } from "../../../shared/importing/inspect";
import fieldStyles from "../../components/field.module.css";
import { formatBytes, t } from "../../messages";
import type { FileLook } from "../../workers/import-task";
import styles from "./import.module.css";

const DELIMITER_NAMES = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe" } as const;

interface FileStepProps {
  readonly look: FileLook;
  readonly options: InspectOptions;
  readonly onChange: (options: InspectOptions) => void;
}

export function FileStep({ look, options, onChange }: FileStepProps) {
  return (
    <section className={styles.step}>
      <h2>{t("import-view.file.title")}</h2>
      <p>
        <strong>{t("import-view.file.name", { name: look.fileName, size: formatBytes(look.bytes) })}</strong>{" "}
        {t("import-view.file.rows", { rows: look.rows, columns: look.columns.length })}
      </p>
      <div className={styles.choices}>
        {look.encoding === null ? null : (
          <label className={fieldStyles.label}>
            <span>{t("import-view.file.encoding")}</span>
            <select
              className={fieldStyles.input}
              value={look.encoding.id}
              onChange={(event) => {
                const encoding = ENCODING_IDS.find((id) => id === event.target.value);
                if (encoding !== undefined) onChange({ ...options, encoding });
              }}
            >
              {ENCODING_IDS.map((id) => (
                <option key={id} value={id}>
                  {id}
                </option>
              ))}
            </select>
          </label>
        )}
        {look.delimiter === null ? null : (
          <label className={fieldStyles.label}>
            <span>{t("import-view.file.delimiter")}</span>
            <select
              className={fieldStyles.input}
              value={look.delimiter.delimiter}
              onChange={(event) => {
                const delimiter = DELIMITERS.find((one) => one === event.target.value);
                if (delimiter !== undefined) onChange({ ...options, delimiter });
              }}
            >
              {DELIMITERS.map((delimiter) => (
                <option key={delimiter} value={delimiter}>
                  {t(`import-view.file.delimiter.${DELIMITER_NAMES[delimiter]}`)}
                </option>
              ))}
            </select>
          </label>
        )}
        {look.sheets.length === 0 ? null : (
          <label className={fieldStyles.label}>
            <span>{t("import-view.file.sheet")}</span>
            <select
              className={fieldStyles.input}
              value={look.sheet ?? ""}
              onChange={(event) => {
                const { headerRow: _, ...rest } = options;
                onChange({ ...rest, sheet: event.target.value });
              }}
            >
              {look.sheets.map(({ name, rows }) => (
                <option key={name} value={name}>
                  {t("import-view.file.sheetLine", { name, rows })}
                </option>
              ))}
            </select>
          </label>
        )}
        {look.kind === "geojson" ? null : (
          <label className={fieldStyles.label}>
            <span>{t("import-view.file.headerRow")}</span>
            <input
              type="number"
              className={fieldStyles.input}
              min={0}
              max={100_000}
              key={look.headerRow}
              defaultValue={look.headerRow ?? 0}
              onBlur={(event) => {
                const headerRow = event.target.valueAsNumber;
                if (Number.isInteger(headerRow) && headerRow >= 0 && headerRow !== (look.headerRow ?? 0)) {
                  onChange({ ...options, headerRow });
                }
              }}
            />
          </label>
        )}
      </div>
    </section>
  );
}
