/** Changes of what is stored: drafts that are typed here, and failures told in words. */
import { useEffect, useState } from "react";
import { StorageError } from "../../data/storage-error";
import { loadArea, t, translate } from "../../messages";
import type { Workbench } from "../../state/workbench";

/** Runs a change of stored data; a failure becomes a message that says why. */
export async function attempt({ notify }: Workbench, change: () => Promise<void>): Promise<boolean> {
  try {
    await change();
    return true;
  } catch (cause) {
    await loadArea("storage");
    const reason =
      cause instanceof StorageError
        ? (translate(cause.messageKey, { detail: cause.detail }) ?? cause.message)
        : String(cause);
    notify({ text: t("shortlists.failed", { reason }) });
    return false;
  }
}

/** A text that is typed here and stored when the field is left, so that each note is one undoable step. */
export function useDraft(stored: string): readonly [string, (text: string) => void] {
  const [draft, setDraft] = useState(stored);
  useEffect(() => setDraft(stored), [stored]);
  return [draft, setDraft];
}
