/** Export and import of `.parkwise` documents: checked and described before anything is taken in. */
import { useCallback, useEffect, useState } from "react";
import { useStore } from "zustand";
import type { ParkwiseDocument } from "../../../shared/document/document";
import type { OpenedFile } from "../../../shared/ipc/host";
import { hostErrorText } from "../../../shared/ipc/host-error";
import { Button } from "../../components/button";
import { Dialog } from "../../components/dialog";
import { StorageError } from "../../data/storage-error";
import { t, translate } from "../../messages";
import { importFile } from "../../state/import-file";
import { incomingFile } from "../../state/incoming-file";
import { useWorkbench } from "../../state/workbench";
import styles from "./data-view.module.css";

const EXTENSION = "parkwise";
const MIME_TYPE = "application/json";
const MAX_BYTES = 200_000_000;

interface Incoming {
  readonly name: string;
  readonly text: string;
  readonly counts: ParkwiseDocument["counts"];
}

/** Shows why something failed. */
export function useFailure(): (cause: unknown) => void {
  const { notify } = useWorkbench();
  return useCallback(
    (cause) => {
      const reason =
        cause instanceof StorageError
          ? (translate(cause.messageKey, { detail: cause.detail }) ?? cause.message)
          : hostErrorText(cause);
      notify({ text: t("data.failed", { reason }) });
    },
    [notify],
  );
}

export function Transfer() {
  const { store, host, notify } = useWorkbench();
  const [incoming, setIncoming] = useState<Incoming | null>(null);
  const fail = useFailure();

  const offer = useCallback(
    async (file: OpenedFile): Promise<void> => {
      const text = new TextDecoder().decode(file.data);
      const { counts } = await store.documents.inspect(text);
      setIncoming({ name: file.name, text, counts });
    },
    [store],
  );
  const opened = useStore(incomingFile, (state) => state.file);
  useEffect(() => {
    if (opened === null) return;
    incomingFile.setState({ file: null });
    void offer(opened).catch(fail);
  }, [opened, offer, fail]);

  const exportAll = async (): Promise<void> => {
    const text = await store.documents.export();
    const outcome = await host.saveFile({
      suggestedName: `parkwise-${new Date().toISOString().slice(0, 10)}.${EXTENSION}`,
      mimeType: MIME_TYPE,
      extension: EXTENSION,
      description: t("data.transfer.fileKind"),
      data: new TextEncoder().encode(text),
    });
    if (outcome.saved) notify({ text: t("data.transfer.exported", { name: outcome.name }) });
  };
  const choose = async (): Promise<void> => {
    const file = await host.openFile({
      extensions: [EXTENSION, "json"],
      description: t("data.transfer.fileKind"),
      maxBytes: MAX_BYTES,
    });
    if (file !== null) await offer(file);
  };

  return (
    <section className={styles.section}>
      <h2>{t("data.transfer.title")}</h2>
      <p className={styles.text}>{t("data.transfer.text")}</p>
      <div className={styles.actions}>
        <Button onClick={() => void exportAll().catch(fail)}>{t("data.transfer.export")}</Button>
        <Button onClick={() => void choose().catch(fail)}>{t("data.transfer.import")}</Button>
      </div>
      {incoming === null ? null : <ImportDialog incoming={incoming} onClose={() => setIncoming(null)} />}
    </section>
  );
}

function ImportDialog({ incoming, onClose }: { readonly incoming: Incoming; readonly onClose: () => void }) {
  const { store, notify, layout } = useWorkbench();
  const [mode, setMode] = useState<"merge" | "replace">("merge");
  const [busy, setBusy] = useState(false);
  const fail = useFailure();
  const { shortlists, profiles, settings } = incoming.counts;
  const take = async (): Promise<void> => {
    setBusy(true);
    try {
      const counts = await store.documents.restore(incoming.text, mode);
      notify({
        text: `${t("data.transfer.imported", { shortlists: counts.shortlists })} ${t("data.transfer.importDone")}`,
        action: { label: t("common.reload"), run: () => location.reload() },
      });
    } catch (cause) {
      fail(cause);
    }
    onClose();
  };
  return (
    <Dialog
      title={t("data.transfer.importTitle", { name: incoming.name })}
      closeLabel={t("common.close")}
      onClose={onClose}
      onSubmit={() => void take()}
      footer={
        <>
          <Button
            kind="quiet"
            onClick={() => {
              // The import screen shows each difference.
              importFile.setState({ file: new File([incoming.text], incoming.name) });
              onClose();
              layout.setState({ view: "import" });
            }}
          >
            {t("data.transfer.oneByOne")}
          </Button>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button kind="primary" type="submit" disabled={busy}>
            {t("data.transfer.import")}
          </Button>
        </>
      }
    >
      <p>{t("data.transfer.holds", { shortlists, profiles, settings })}</p>
      {(["merge", "replace"] as const).map((option) => (
        <label key={option} className={styles.choice}>
          <input type="radio" name="import-mode" checked={mode === option} onChange={() => setMode(option)} />
          <span>
            {t(`data.transfer.${option}`)}
            <small>{t(`data.transfer.${option}Detail`)}</small>
          </span>
        </label>
      ))}
    </Dialog>
  );
}
