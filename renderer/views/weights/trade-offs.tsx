/** What the weights say in money and kilometres, at the figures of the site in the sheet (else the leader). */
import { useState } from "react";
import { tradeOff, tradeOffSentence } from "../../../shared/ranking/explain";
import { t } from "../../messages";
import { formatSentence } from "../../messages/sentences";
import { explainedOf, sentenceNames } from "../../state/explanation";
import { useLayout, useLive, useWorkbench } from "../../state/workbench";
import { figureOf, unitOf } from "./change";
import styles from "./weights.module.css";

/** Units that people think in: money, and road to the port. */
const UNITS: readonly string[] = ["land-rent", "proximity-ports", "labour-cost", "proximity-airport"];

export function TradeOffs() {
  const { live } = useWorkbench();
  useLive(live);
  const siteId = useLayout((state) => state.siteId);
  const [payId, setPayId] = useState("land-rent");
  const shown = siteId === null ? -1 : live.rowOf(siteId);
  const row = shown >= 0 ? shown : (live.ranking.order[0] ?? 0);
  const name = live.sites.sites[row]?.name ?? "";
  const explained = explainedOf(live);
  const names = sentenceNames(live);
  const sentences = live.criteria
    .filter(({ id }) => id !== payId)
    .flatMap(({ id }) => {
      const sentence = tradeOffSentence(tradeOff(explained, row, id, payId));
      return sentence === null ? [] : [{ id, text: formatSentence(sentence, names) }];
    });
  return (
    <section className={styles.section}>
      <div className={styles.sectionHead}>
        <h3>{t("weights.trade.title")}</h3>
        <label className={styles.inline}>
          {t("weights.trade.in")}
          <select className={styles.select} value={payId} onChange={(event) => setPayId(event.target.value)}>
            {live.criteria
              .filter(({ id }) => UNITS.includes(id))
              .map((criterion) => (
                <option key={criterion.id} value={criterion.id}>
                  {figureOf(criterion)} ({unitOf(criterion)})
                </option>
              ))}
          </select>
        </label>
      </div>
      {sentences.length === 0 ? (
        <p className={styles.hint}>{t("weights.trade.none", { name })}</p>
      ) : (
        <>
          <p className={styles.hint}>{t("weights.trade.hint", { name })}</p>
          <ul className={styles.sentences}>
            {sentences.map(({ id, text }) => (
              <li key={id}>{text}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
