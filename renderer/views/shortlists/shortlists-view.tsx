/** Shortlists: what was chosen, with the decision of the day, notes, and how ranks have moved since. */
import { useState } from "react";
import { Button } from "../../components/button";
import { useWatched } from "../../data/hooks";
import { formatMoment, t, translate } from "../../messages";
import { useWorkbench } from "../../state/workbench";
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
          <ShortlistDetail key={chosen.id} list={chosen} lists={lists} />
        </main>
      )}
    </div>
  );
}
