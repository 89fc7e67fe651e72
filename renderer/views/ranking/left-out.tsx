/** Sites that a must-have keeps out of the order: still in sight, with the limit and by how much they miss it. */
import { useId, useState } from "react";
import { gateSentence } from "../../../shared/ranking/explain";
import { Icon } from "../../components/icon";
import { formatNumber, loadArea, t } from "../../messages";
import { formatSentence } from "../../messages/sentences";
import { sentenceNames } from "../../state/explanation";
import { useLive, useWorkbench } from "../../state/workbench";
import styles from "./left-out.module.css";

await loadArea("explain");

/** Rows that are drawn at most; a longer list is better narrowed by filters. */
const MOST = 200;

export default function LeftOut({ onOpen }: { readonly onOpen: (row: number) => void }) {
  const { live, drawer } = useWorkbench();
  useLive(live);
  const [open, setOpen] = useState(false);
  const listId = useId();
  const count = live.excludedByGates;
  if (count === 0) return null;
  return (
    <div className={styles.strip}>
      <div className={styles.head}>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={open}
          aria-controls={listId}
          onClick={() => setOpen(!open)}
        >
          <span className={styles.chevron} data-open={open}>
            <Icon name="chevron" size={14} />
          </span>
          {t("ranking.leftOut", { count })}
        </button>
        <button type="button" className={styles.edit} onClick={() => drawer.open("must-haves")}>
          {t("ranking.mustHaves")}
        </button>
      </div>
      <div id={listId} hidden={!open}>
        {open ? <List onOpen={onOpen} /> : null}
      </div>
    </div>
  );
}

function List({ onOpen }: { readonly onOpen: (row: number) => void }) {
  const { live } = useWorkbench();
  const { include } = live.filtered;
  const { score } = live.ranking;
  const rows = [...include.keys()]
    .filter((row) => include[row] === 1 && !live.passesGates(row))
    .sort((a, b) => (score[b] ?? 0) - (score[a] ?? 0));
  const names = sentenceNames(live);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={t("ranking.leftOut", { count: rows.length })}>
      <ul>
        {rows.slice(0, MOST).map((row) => {
          const reasons = live.gates.resultsOf(row).flatMap((result) => {
            const sentence = result.excludes ? gateSentence(result) : null;
            return sentence === null ? [] : [formatSentence(sentence, names)];
          });
          return (
            <li key={row} className={styles.row}>
              <button type="button" className={styles.name} onClick={() => onOpen(row)}>
                {live.sites.sites[row]?.name}
              </button>
              <span className={styles.reason}>{reasons.join("; ")}</span>
              <span className={styles.score}>{formatNumber((score[row] ?? 0) * 100, 1)}</span>
            </li>
          );
        })}
      </ul>
      {rows.length > MOST ? (
        <p className={styles.more}>{t("ranking.leftOut.more", { count: rows.length - MOST })}</p>
      ) : null}
    </section>
  );
}
