/** The export dialogue: which sites, in which form; the file is saved through the host. */
import { useMemo, useState } from "react";
import { EMPTY_BODY, serializeDocument } from "../../../shared/document/document";
import {
  type ExportData,
  exportCsv,
  exportGeoJson,
  exportKml,
  exportTable,
  exportWorkbook,
} from "../../../shared/exporting";
import type { SaveRequest } from "../../../shared/ipc/host";
import { hostErrorText } from "../../../shared/ipc/host-error";
import { Button } from "../../components/button";
import { Dialog } from "../../components/dialog";
import fieldStyles from "../../components/field.module.css";
import { t } from "../../messages";
import { askReport, type OutputSubject } from "../../state/output";
import { takeSnapshot } from "../../state/shortlists";
import { useSelectedIds, useWorkbench, type Workbench } from "../../state/workbench";
import { type Basis, basisOf, inRankOrder } from "./basis";
import { collect, exportLanguage } from "./collect";
import styles from "./export-dialog.module.css";

const FORMATS = ["xlsx", "csv", "geojson", "kml", "parkwise", "clipboard"] as const;
type Format = (typeof FORMATS)[number];
type Choice = "shown" | "ticked" | "top";

const MIME_TYPES: Readonly<Record<Exclude<Format, "clipboard">, string>> = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  csv: "text/csv",
  geojson: "application/geo+json",
  kml: "application/vnd.google-earth.kml+xml",
  parkwise: "application/json",
};

/** What was chosen last time, for the length of the session. */
let last: { format: Format; bom: boolean; semicolon: boolean; top: number } = {
  format: "xlsx",
  bom: true,
  semicolon: false,
  top: 20,
};

export default function ExportDialog({
  subject,
  onClose,
}: {
  readonly subject: OutputSubject;
  readonly onClose: () => void;
}) {
  const workbench = useWorkbench();
  const { notify, reference } = workbench;
  const selected = useSelectedIds();
  const basis = useMemo(() => basisOf(workbench, subject), [workbench, subject]);
  const [choice, setChoice] = useState<Choice>(selected.size > 0 ? "ticked" : "shown");
  const [options, setOptions] = useState(last);
  const [busy, setBusy] = useState(false);
  const set = (patch: Partial<typeof last>): void => {
    last = { ...options, ...patch };
    setOptions(last);
  };
  const rows = useMemo(() => chosenRows(basis, choice, selected, options.top), [basis, choice, selected, options.top]);
  const { format } = options;
  const choices: readonly Choice[] =
    basis.list !== null ? [] : selected.size > 0 ? ["shown", "ticked", "top"] : ["shown", "top"];

  const run = async (): Promise<void> => {
    if (busy || rows.length === 0) return;
    setBusy(true);
    try {
      const count = rows.length;
      if (format === "clipboard") {
        await copyTable(await collect(workbench, basis, rows));
        notify({ text: t("export.copied", { count }) });
      } else {
        const request = await fileOf(workbench, basis, rows, options);
        const outcome = await workbench.host.saveFile(request);
        if (outcome.saved) notify({ text: t("export.done", { count, name: outcome.name }) });
      }
      onClose();
    } catch (cause) {
      notify({ text: t("export.failed", { reason: hostErrorText(cause) }) });
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={basis.list === null ? t("export.title") : t("export.titleList", { name: basis.list.name })}
      closeLabel={t("common.close")}
      onClose={onClose}
      onSubmit={() => void run()}
      footer={
        <>
          <Button kind="quiet" className={styles.report ?? ""} onClick={() => askReport(subject)}>
            {t("export.report")}
          </Button>
          {busy ? <span role="status">{t("export.busy")}</span> : null}
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button kind="primary" type="submit" disabled={busy || rows.length === 0}>
            {t(format === "clipboard" ? "export.copy" : "export.save")}
          </Button>
        </>
      }
    >
      {basis.sameCatalogue || basis.list === null ? null : (
        <p className={styles.caution}>
          {t("export.otherCatalogue", {
            before: basis.list.snapshot.catalogueVersion,
            now: reference.catalogue.version,
          })}
        </p>
      )}
      {choices.length === 0 ? null : (
        <fieldset className={styles.group}>
          <legend>{t("export.what")}</legend>
          {choices.map((option) => (
            <label key={option} className={styles.choice}>
              <input type="radio" name="export-what" checked={choice === option} onChange={() => setChoice(option)} />
              <span>
                {option === "shown"
                  ? t("export.what.shown", { count: basis.live.rowCount })
                  : option === "ticked"
                    ? t("export.what.ticked", { count: selected.size })
                    : t("export.what.top")}
              </span>
              {option === "top" ? (
                <input
                  type="number"
                  min={1}
                  max={Math.max(1, basis.live.rowCount)}
                  value={options.top}
                  aria-label={t("export.what.topLabel")}
                  className={`${fieldStyles.input} ${styles.number}`}
                  onFocus={() => setChoice("top")}
                  onChange={(event) => {
                    const top = Math.round(event.target.valueAsNumber);
                    if (top >= 1) set({ top });
                  }}
                />
              ) : null}
            </label>
          ))}
        </fieldset>
      )}
      <fieldset className={styles.group}>
        <legend>{t("export.format")}</legend>
        {FORMATS.map((option) => (
          <label key={option} className={styles.choice}>
            <input
              type="radio"
              name="export-format"
              checked={format === option}
              onChange={() => set({ format: option })}
            />
            <span>
              {t(`export.format.${option}`)}
              <small>{t(`export.format.${option}.detail`)}</small>
            </span>
          </label>
        ))}
      </fieldset>
      {format === "csv" ? (
        <div className={styles.group}>
          {(["bom", "semicolon"] as const).map((option) => (
            <label key={option} className={styles.choice}>
              <input
                type="checkbox"
                checked={options[option]}
                onChange={(event) => set({ [option]: event.target.checked })}
              />
              <span>{t(`export.csv.${option}`)}</span>
            </label>
          ))}
        </div>
      ) : null}
      {rows.length === 0 ? <p role="alert">{t("export.none")}</p> : null}
    </Dialog>
  );
}

function chosenRows(
  { live, list }: Basis,
  choice: Choice,
  selected: ReadonlySet<string>,
  top: number,
): readonly number[] {
  if (list !== null)
    return inRankOrder(
      live,
      list.siteIds.map((id) => live.rowOf(id)),
    );
  if (choice === "ticked")
    return inRankOrder(
      live,
      [...selected].map((id) => live.rowOf(id)),
    );
  const shown = inRankOrder(live, live.rows.subarray(0, live.rowCount));
  return choice === "top" ? shown.slice(0, top) : shown;
}

async function fileOf(
  workbench: Workbench,
  basis: Basis,
  rows: readonly number[],
  { format, bom, semicolon }: typeof last,
): Promise<SaveRequest> {
  if (format === "clipboard") throw new RangeError("The clipboard is no file.");
  const language = exportLanguage();
  const write = (data: ExportData): string | Uint8Array => {
    switch (format) {
      case "xlsx":
        return exportWorkbook(data, language);
      case "csv":
        return exportCsv(data, language, { bom, delimiter: semicolon ? ";" : "," });
      case "geojson":
        return exportGeoJson(data);
      default:
        return exportKml(data, language);
    }
  };
  const content =
    format === "parkwise" ? packageOf(workbench, basis, rows) : write(await collect(workbench, basis, rows));
  const day = new Date().toISOString().slice(0, 10);
  return {
    suggestedName: fileName(`${basis.title} ${day}.${format}`),
    mimeType: MIME_TYPES[format],
    extension: format,
    description: t(`export.format.${format}`),
    data: typeof content === "string" ? new TextEncoder().encode(content) : content,
  };
}

/** A name without what file systems refuse. */
export function fileName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return name.replace(/[\\/:*?"<>|\u0000-\u001f]+/g, "-").slice(-180);
}

/** A document that holds the decision as a shortlist: the saved one, or the chosen sites as one. */
function packageOf(workbench: Workbench, { list, title, live }: Basis, rows: readonly number[]): string {
  const now = new Date().toISOString();
  const siteIds = rows.flatMap((row) => live.sites.sites[row]?.id ?? []);
  const shortlist = list ?? {
    id: crypto.randomUUID(),
    name: title,
    note: "",
    siteIds,
    siteNotes: {},
    createdAt: now,
    updatedAt: now,
    snapshot: takeSnapshot(workbench, siteIds),
  };
  return serializeDocument(
    { ...EMPTY_BODY, shortlists: [shortlist] },
    { kind: "shortlist", createdAt: now, appVersion: __APP_VERSION__ },
  );
}

async function copyTable(data: ExportData): Promise<void> {
  const { html, text } = exportTable(data, exportLanguage());
  await navigator.clipboard.write([
    new ClipboardItem({
      "text/html": new Blob([html], { type: "text/html" }),
      "text/plain": new Blob([text], { type: "text/plain" }),
    }),
  ]);
}
