/** Adds a park by hand: name, province, locality, coordinates. Its figures are added in its sheet. */
import { useState } from "react";
import { Button } from "../../components/button";
import { Dialog } from "../../components/dialog";
import fieldStyles from "../../components/field.module.css";
import { t } from "../../messages";
import { addPark } from "../../state/own-layer";
import { useWorkbench } from "../../state/workbench";
import { failureText, readPosition } from "../edit-fact";

export function ParkDialog({ onClose }: { readonly onClose: () => void }) {
  const bench = useWorkbench();
  const { reference, notify, layout, places } = bench;
  const [name, setName] = useState("");
  const [nameVi, setNameVi] = useState("");
  const [province, setProvince] = useState("");
  const [locality, setLocality] = useState("");
  const [position, setPosition] = useState("");
  const [note, setNote] = useState("");
  const [error, setError] = useState<string | null>(null);
  const former = [...reference.formerProvinces]
    .map(({ code }) => ({ code, name: places.formerProvinceName(code) }))
    .sort((a, b) => a.name.localeCompare(b.name));
  const own = bench.own.provinces;

  const save = async (): Promise<void> => {
    try {
      if (name.trim() === "") throw new Error(t("edits.error.name"));
      const found = reference.formerProvinces.find(({ code }) => code === province);
      const draft = {
        name: name.trim(),
        nameVi: nameVi.trim(),
        province: found?.province ?? (province === "" ? null : province),
        formerProvince: found?.code ?? (province === "" ? null : province),
        locality: locality.trim() === "" ? null : locality.trim(),
        note: note.trim(),
        position: position.trim() === "" ? null : readPosition(position),
      };
      const id = await addPark(bench, draft, t("edits.park.source"));
      notify({
        text: t("edits.park.added", { park: draft.name }),
        action: {
          label: t("edits.own.open"),
          run: () => layout.setState({ view: "ranking", siteId: id, sheetOpen: true }),
        },
      });
      onClose();
    } catch (cause) {
      setError(cause instanceof Error && cause.name !== "StorageError" ? cause.message : await failureText(cause));
    }
  };

  return (
    <Dialog
      title={t("edits.park.title")}
      closeLabel={t("common.close")}
      onClose={onClose}
      onSubmit={() => void save()}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button kind="primary" type="submit">
            {t("edits.park.add")}
          </Button>
        </>
      }
    >
      <label className={fieldStyles.label}>
        <span>{t("edits.park.name")}</span>
        <input className={fieldStyles.input} value={name} maxLength={200} onChange={(e) => setName(e.target.value)} />
      </label>
      <label className={fieldStyles.label}>
        <span>{t("edits.park.nameVi")}</span>
        <input
          className={fieldStyles.input}
          value={nameVi}
          maxLength={200}
          onChange={(e) => setNameVi(e.target.value)}
        />
      </label>
      <label className={fieldStyles.label}>
        <span>{t("edits.park.province")}</span>
        <select className={fieldStyles.input} value={province} onChange={(e) => setProvince(e.target.value)}>
          <option value="">{t("edits.park.provinceNone")}</option>
          {[...former, ...own].map(({ code, name: label }) => (
            <option key={code} value={code}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label className={fieldStyles.label}>
        <span>{t("edits.park.locality")}</span>
        <input
          className={fieldStyles.input}
          value={locality}
          maxLength={200}
          onChange={(e) => setLocality(e.target.value)}
        />
      </label>
      <label className={fieldStyles.label}>
        <span>{t("edits.park.position")}</span>
        <input
          className={fieldStyles.input}
          value={position}
          maxLength={200}
          placeholder={t("edits.latLonHint")}
          onChange={(e) => setPosition(e.target.value)}
        />
        <small>{t("edits.park.noPosition")}</small>
      </label>
      <label className={fieldStyles.label}>
        <span>{t("edits.note")}</span>
        <textarea
          className={fieldStyles.area}
          value={note}
          maxLength={5000}
          onChange={(e) => setNote(e.target.value)}
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
