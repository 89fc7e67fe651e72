/**
 * The dialogue that corrects or adds one fact of a park: value, date, source and note, with the catalogue's
 * value beneath and the field's history. Needs the areas `edits` and `site`.
 */
import { type ReactNode, useState } from "react";
import { historyOf } from "../../shared/catalogue/overlay";
import { positionOf, readPair } from "../../shared/importing/coordinates";
import { type FieldId, fieldDefinition } from "../../shared/model/fields";
import type { FactEdit } from "../../shared/model/overlay";
import type { FactValue, LatLon } from "../../shared/model/park";
import { Button } from "../components/button";
import { Dialog } from "../components/dialog";
import fieldStyles from "../components/field.module.css";
import { useWatched } from "../data/hooks";
import type { EditedPark } from "../data/sites";
import { StorageError } from "../data/storage-error";
import { formatMoment, formatPartialDate, formatPlain, loadArea, t, translate } from "../messages";
import { reinstateEdit, revertEdits, saveEdit } from "../state/own-layer";
import { useWorkbench } from "../state/workbench";
import styles from "./edit-fact.module.css";
import { factText } from "./facts";

await Promise.all(["edits", "site", "filters"].map(loadArea));

/** What is wrong with an input, in words; thrown by the readers below. */
class InputError extends Error {}

/** Text of a failure for the user. */
export async function failureText(cause: unknown): Promise<string> {
  await loadArea("storage");
  return cause instanceof StorageError
    ? (translate(cause.messageKey, { detail: cause.detail }) ?? cause.message)
    : String(cause);
}

/** A position as people write it. @throws {Error} with a message for the user */
export function readPosition(text: string): LatLon {
  const pair = readPair(text);
  if (pair === null) throw new InputError(t("edits.error.latLon"));
  const [a, b] = [pair.first.degrees, pair.second.degrees];
  const reading = pair.order === "lon-lat" ? positionOf(b, a) : positionOf(a, b);
  if (reading.kind === "position") return reading.at;
  throw new InputError(t(reading.kind === "projected" ? "edits.error.projected" : "edits.error.latLon"));
}

/** "YYYY", "YYYY-MM" or "YYYY-MM-DD" of a day that there is; null for none. @throws {Error} for the user */
export function readPartialDate(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  const [, year, month, day] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(trimmed) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month ?? 1) - 1, Number(day ?? 1)));
  const real = date.getUTCMonth() + 1 === Number(month ?? 1) && date.getUTCDate() === Number(day ?? 1);
  if (year === undefined || !real || Number(year) < 1900 || Number(year) > 2100) {
    throw new InputError(t("edits.error.date"));
  }
  return trimmed;
}

interface Inputs {
  readonly first: string;
  readonly second: string;
  readonly place: string;
  readonly members: readonly string[];
}

function inputsOf(value: FactValue | null): Inputs {
  const none: Inputs = { first: "", second: "", place: "", members: [] };
  if (value === null) return none;
  if (typeof value === "number" || typeof value === "string") return { ...none, first: String(value) };
  if ("min" in value) return { ...none, first: String(value.min), second: String(value.max) };
  if ("lat" in value) return { ...none, first: `${value.lat}, ${value.lon}` };
  if ("km" in value) return { ...none, first: String(value.km), place: value.to };
  return { ...none, members: value, first: value.join("\n") };
}

function readNumber(field: FieldId, text: string): number {
  const { kind, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, unit } = fieldDefinition(field);
  const value = Number(text.trim().replace(",", "."));
  if (text.trim() === "" || !Number.isFinite(value)) throw new InputError(t("edits.error.number"));
  if (kind === "year" && !Number.isInteger(value)) throw new InputError(t("edits.error.whole"));
  if (value < min || value > max) {
    const bounds =
      kind === "year" ? { min: String(min), max: String(max) } : { min: formatPlain(min), max: formatPlain(max) };
    throw new InputError(t("edits.error.bounds", { ...bounds, unit: unitWords(unit) }));
  }
  return value;
}

function unitWords(unit: string): string {
  return translate(`site.unit.${unit}`) ?? unit;
}

/** The inputs as a value of the field. @throws {Error} with a message for the user */
function readValue(field: FieldId, { first, second, place, members }: Inputs): FactValue {
  const { kind, options } = fieldDefinition(field);
  switch (kind) {
    case "number":
    case "year":
      return readNumber(field, first);
    case "range": {
      const min = readNumber(field, first);
      if (second.trim() === "") return min;
      const max = readNumber(field, second);
      if (min > max) throw new InputError(t("edits.error.order"));
      return min === max ? min : { min, max };
    }
    case "text":
    case "category":
      if (first.trim() === "") throw new InputError(t("edits.error.value"));
      return first.trim();
    case "set": {
      const named = options === undefined ? first.split("\n").map((line) => line.trim()) : members;
      const list = [...new Set(named.filter((member) => member !== ""))];
      if (list.length === 0) throw new InputError(t("edits.error.value"));
      return list;
    }
    case "distance":
      if (place.trim() === "") throw new InputError(t("edits.error.place"));
      return { to: place.trim(), km: readNumber(field, first) };
    case "position":
      return readPosition(first);
  }
}

interface ValueInputsProps {
  readonly field: FieldId;
  readonly place: string | null;
  readonly inputs: Inputs;
  readonly onChange: (inputs: Inputs) => void;
}

/** The control that fits the field's kind, with its unit. */
function ValueInputs({ field, place, inputs, onChange }: ValueInputsProps) {
  const { kind, unit, options, min, max } = fieldDefinition(field);
  const set = (change: Partial<Inputs>): void => onChange({ ...inputs, ...change });
  const words = unitWords(unit);
  const label = unit === "" ? t("edits.value") : t("edits.valueUnit", { unit: words });
  const number = (key: "first" | "second", text: string, focus: boolean): ReactNode => (
    <Labelled label={text}>
      <input
        className={fieldStyles.input}
        inputMode="decimal"
        value={inputs[key]}
        maxLength={30}
        title={min === undefined || max === undefined ? undefined : `${min} – ${max} ${words}`}
        // biome-ignore lint/a11y/noAutofocus: the first field of a dialogue that the user just opened
        autoFocus={focus}
        onChange={(event) => set({ [key]: event.target.value })}
      />
    </Labelled>
  );
  const option = (id: string): string => translate(`site.option.${id}`) ?? translate(`filters.sector.${id}`) ?? id;
  switch (kind) {
    case "number":
    case "year":
      return number("first", label, true);
    case "range":
      return (
        <div className={styles.pair}>
          {number("first", t("edits.from", { unit: words }), true)}
          {number("second", t("edits.to"), false)}
        </div>
      );
    case "distance":
      return (
        <div className={styles.pair}>
          <Labelled label={t("edits.place")}>
            <input
              className={fieldStyles.input}
              value={inputs.place}
              maxLength={200}
              placeholder={t("edits.placeHint")}
              readOnly={place !== null}
              onChange={(event) => set({ place: event.target.value })}
            />
          </Labelled>
          {number("first", label, true)}
        </div>
      );
    case "category":
      return (
        <Labelled label={label}>
          <select
            className={fieldStyles.input}
            value={inputs.first}
            onChange={(event) => set({ first: event.target.value })}
          >
            <option value="">–</option>
            {options?.map((id) => (
              <option key={id} value={id}>
                {option(id)}
              </option>
            ))}
          </select>
        </Labelled>
      );
    case "set":
      return options === undefined ? (
        <Labelled label={t("edits.members")}>
          <textarea
            className={fieldStyles.area}
            value={inputs.first}
            maxLength={20_000}
            onChange={(event) => set({ first: event.target.value })}
          />
        </Labelled>
      ) : (
        <div className={styles.options}>
          {options.map((id) => (
            <label key={id}>
              <input
                type="checkbox"
                checked={inputs.members.includes(id)}
                onChange={(event) =>
                  set({
                    members: event.target.checked
                      ? [...inputs.members, id]
                      : inputs.members.filter((other) => other !== id),
                  })
                }
              />
              {option(id)}
            </label>
          ))}
        </div>
      );
    case "position":
      return (
        <Labelled label={t("edits.latLon")}>
          <input
            className={fieldStyles.input}
            value={inputs.first}
            maxLength={200}
            placeholder={t("edits.latLonHint")}
            onChange={(event) => set({ first: event.target.value })}
          />
        </Labelled>
      );
    case "text":
      return (
        <Labelled label={label}>
          <textarea
            className={fieldStyles.area}
            value={inputs.first}
            maxLength={2000}
            onChange={(event) => set({ first: event.target.value })}
          />
        </Labelled>
      );
  }
}

interface EditFactProps {
  readonly record: EditedPark;
  readonly field: FieldId;
  /** Of a stated distance: the place whose distance is corrected. */
  readonly place?: string | null;
  readonly onClose: () => void;
}

export default function EditFact({ record, field, place = null, onClose }: EditFactProps) {
  const bench = useWorkbench();
  const { park, builtin } = record;
  const name = t(`site.field.${field}`);
  const resolved = place === null ? (park.resolved[field] ?? null) : null;
  // The last one is the user's own, where there is one.
  const stated = place === null ? null : (park.facts.findLast((fact) => isDistance(fact.value, place))?.value ?? null);
  const current = resolved !== null && resolved.fact !== null ? resolved.value : stated;
  const [inputs, setInputs] = useState<Inputs>(() => ({ ...inputsOf(current), ...(place === null ? {} : { place }) }));
  const [withdraw, setWithdraw] = useState(false);
  const [asOf, setAsOf] = useState("");
  const [title, setTitle] = useState("");
  const [url, setUrl] = useState("");
  const [note, setNote] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const overlay = useWatched(bench.store.layer.watch).value;
  const history = overlay === undefined ? [] : historyOf(overlay.edits, park.id, field, place).toReversed();
  const names = { field: name, park: park.name };

  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setSaving(true);
    setError(null);
    try {
      await work();
      onClose();
    } catch (cause) {
      setError(cause instanceof InputError ? cause.message : await failureText(cause));
      setSaving(false);
    }
  };
  const save = (): Promise<void> =>
    attempt(async () => {
      const value = withdraw ? null : readValue(field, inputs);
      const date = readPartialDate(asOf);
      if (title.trim() === "") throw new InputError(t("edits.error.source"));
      const address = readAddress(url);
      const at = value !== null && typeof value === "object" && "to" in value ? value.to : place;
      await saveEdit(
        bench,
        park,
        builtin,
        {
          field,
          place: at,
          value,
          asOf: date,
          source: { title: title.trim(), ...(address === null ? {} : { url: address }) },
          note: note.trim(),
        },
        name,
      );
    });
  const statedBeneath = place === null ? undefined : builtin?.facts.find((fact) => isDistance(fact.value, place));
  const beneath = place === null ? builtin?.resolved[field] : statedBeneath && { value: statedBeneath.value, fact: 0 };
  const inForce = history.find(({ revertedAt }) => revertedAt === null);

  return (
    <Dialog
      wide
      title={t(current === null ? "edits.addTitle" : "edits.correctTitle", names)}
      closeLabel={t("common.close")}
      onClose={onClose}
      onSubmit={() => void save()}
      footer={
        <>
          {inForce === undefined || overlay === undefined ? null : (
            <Button
              kind="quiet"
              className={styles.revert ?? ""}
              disabled={saving}
              onClick={() => void attempt(() => revertEdits(bench, overlay, inForce, names))}
            >
              {t("edits.revert")}
            </Button>
          )}
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button kind="primary" type="submit" disabled={saving}>
            {t("edits.save")}
          </Button>
        </>
      }
    >
      {builtin === null ? null : (
        <p className={styles.beneath}>
          {beneath === undefined
            ? t("edits.beneathNone")
            : t("edits.beneath", { value: `${beneath.fact === null ? "≈ " : ""}${factText(field, beneath.value)}` })}
        </p>
      )}
      <fieldset disabled={withdraw} className={styles.values}>
        <ValueInputs field={field} place={place} inputs={inputs} onChange={setInputs} />
      </fieldset>
      {beneath === undefined || beneath.fact === null ? null : (
        <label className={styles.check}>
          <input type="checkbox" checked={withdraw} onChange={(event) => setWithdraw(event.target.checked)} />
          {t("edits.withdraw")}
        </label>
      )}
      <div className={styles.pair}>
        <Labelled label={t("edits.sourceTitle")}>
          <input
            className={fieldStyles.input}
            value={title}
            maxLength={300}
            placeholder={t("edits.sourceTitleHint")}
            onChange={(event) => setTitle(event.target.value)}
          />
        </Labelled>
        <Labelled label={t("edits.asOf")}>
          <input
            className={fieldStyles.input}
            value={asOf}
            maxLength={10}
            placeholder="2026-10"
            title={t("edits.asOfHint")}
            onChange={(event) => setAsOf(event.target.value)}
          />
        </Labelled>
      </div>
      <Labelled label={t("edits.sourceUrl")}>
        <input
          className={fieldStyles.input}
          value={url}
          maxLength={2000}
          inputMode="url"
          placeholder="https://"
          onChange={(event) => setUrl(event.target.value)}
        />
      </Labelled>
      <Labelled label={t("edits.note")}>
        <textarea
          className={fieldStyles.area}
          value={note}
          maxLength={2000}
          onChange={(event) => setNote(event.target.value)}
        />
      </Labelled>
      {error === null ? null : (
        <p className={fieldStyles.error} role="alert">
          {error}
        </p>
      )}
      {history.length === 0 ? null : (
        <section>
          <h3 className={styles.historyTitle}>{t("edits.history")}</h3>
          <ul className={styles.history}>
            {history.map((edit) => (
              <li key={edit.id} data-reverted={edit.revertedAt !== null}>
                <span>
                  {historyText(edit)}
                  {edit.revertedAt === null ? null : (
                    <small> {t("edits.historyReverted", { date: formatMoment(edit.revertedAt) })}</small>
                  )}
                </span>
                {edit === inForce ? null : (
                  <Button
                    kind="quiet"
                    disabled={saving}
                    onClick={() => void attempt(() => reinstateEdit(bench, edit, names))}
                  >
                    {t("edits.again")}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </Dialog>
  );
}

function isDistance(value: FactValue, place: string): boolean {
  return typeof value === "object" && "to" in value && value.to === place;
}

/** An https address in its normal form; null for none. @throws {Error} for the user */
export function readAddress(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  try {
    const url = new URL(trimmed);
    if (url.protocol === "https:" && url.username === "" && url.password === "") return url.href;
  } catch {
    // Told below.
  }
  throw new InputError(t("edits.error.url"));
}

/** One edit of a history in words. */
export function historyText(edit: FactEdit): string {
  return t("edits.historyLine", {
    date: formatMoment(edit.editedAt),
    value: edit.value === null ? t("edits.historyWithdrawn") : factText(edit.field, edit.value),
    source: [edit.source.title, edit.asOf === null ? "" : t("site.asOf", { date: formatPartialDate(edit.asOf) })]
      .filter(Boolean)
      .join(", "),
  });
}

function Labelled({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className={fieldStyles.label}>
      <span>{label}</span>
      {children}
    </label>
  );
}
