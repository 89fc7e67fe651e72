/** Shortlists: what was chosen, with the decision of the day, notes, and how ranks have moved since. */
import { useEffect, useState } from "react";
import { Button } from "../../components/button";
import { useWatched } from "../../data/hooks";
import { StorageError } from "../../data/storage-error";
import { formatMoment, loadArea, t, translate } from "../../messages";
import { useWorkbench, type Workbench } from "../../state/workbench";
import { ShortlistDetail } from "./shortlist-detail";
import styles from "./shortlists.module.css";

export default function ShortlistsView() {
  const { store, layout } = useWorkbench();
  const { value: lists, error } = useWatched(store.shortlists.watch);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const chosen = lists?.find(({ id }) => id === chosenId) ?? lists?.[0];

  if (error !== undefined && lists === undefined) {
    return <p className={styles.empty}>{translate(error.messageKey, { detail: error.detail }) ?? error.message}</p>;
  }
  return (
    <div className={styles.view}>
      <aside className={styles.side}>
        <div className={styles.head}>
          <h2 id="shortlists-title">{t("shortlists.title")}</h2>
        </div>
        <ul className={styles.list} aria-labelledby="shortlists-title">
          {(lists ?? []).map((list) => (
            <li key={list.id}>
              <button
                type="button"
                className={styles.entry}
                aria-current={list === chosen}
                onClick={() => setChosenId(list.id)}
              >
                <span className={styles.entryName}>{list.name}</span>
                <span className={styles.entryDetail}>
                  {t("shortlists.count", { count: list.siteIds.length })} ·{" "}
                  {t("shortlists.saved", { date: formatMoment(list.createdAt) })}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </aside>
      {lists === undefined ? (
        <p className={styles.empty} role="status">
          {t("shortlists.loading")}
        </p>
      ) : chosen === undefined ? (
        <div className={styles.empty}>
          <p>{t("shortlists.empty")}</p>
          <Button onClick={() => layout.setState({ view: "ranking" })}>{t("shortlists.toRanking")}</Button>
        </div>
      ) : (
        <main className={styles.main}>
          <ShortlistDetail key={chosen.id} list={chosen} />
        </main>
      )}
    </div>
  );
}

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
