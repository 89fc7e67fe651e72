/** Names the ticked sites and saves them with the decision as it is. */
import { useRef, useState } from "react";
import { Button } from "../../components/button";
import { Dialog } from "../../components/dialog";
import fieldStyles from "../../components/field.module.css";
import { StorageError } from "../../data/storage-error";
import { loadArea, t, translate } from "../../messages";
import { saveShortlist } from "../../state/shortlists";
import { useWorkbench } from "../../state/workbench";

interface SaveShortlistDialogProps {
  readonly siteIds: readonly string[];
  readonly onClose: () => void;
}

export default function SaveShortlistDialog({ siteIds, onClose }: SaveShortlistDialogProps) {
  const workbench = useWorkbench();
  const [name, setName] = useState("");
  const [note, setNote] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  const save = async (): Promise<void> => {
    const trimmed = name.trim();
    if (trimmed === "") {
      setError(t("ranking.save.nameNeeded"));
      field.current?.focus();
      return;
    }
    setSaving(true);
    try {
      await saveShortlist(workbench, trimmed, note.trim(), siteIds);
      workbench.notify({ text: t("ranking.save.done", { name: trimmed, count: siteIds.length }) });
      onClose();
    } catch (cause) {
      await loadArea("storage");
      setError(
        cause instanceof StorageError
          ? (translate(cause.messageKey, { detail: cause.detail }) ?? cause.message)
          : String(cause),
      );
      setSaving(false);
    }
  };

  return (
    <Dialog
      title={t("ranking.saveShortlist")}
      closeLabel={t("common.close")}
      onClose={onClose}
      onSubmit={() => void save()}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button kind="primary" type="submit" disabled={saving}>
            {t("ranking.save.save")}
          </Button>
        </>
      }
    >
      <p>{t("ranking.save.what", { count: siteIds.length })}</p>
      <label className={fieldStyles.label}>
        <span>{t("ranking.save.name")}</span>
        <input
          ref={field}
          className={fieldStyles.input}
          value={name}
          maxLength={200}
          autoFocus
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <label className={fieldStyles.label}>
        <span>{t("ranking.save.note")}</span>
        <textarea
          className={fieldStyles.area}
          value={note}
          maxLength={5000}
          onChange={(event) => setNote(event.target.value)}
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
