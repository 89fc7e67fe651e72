/** The rate at which dong stand beside dollars: the user's own, kept on this machine, or none. */
import { useState } from "react";
import { formatNumber, t } from "../../messages";
import { inVnd } from "../../state/currency";
import { isVndRate, MAX_VND_RATE, MIN_VND_RATE } from "../../state/layout-store";
import { useLayout, useWorkbench } from "../../state/workbench";
import styles from "./data-view.module.css";

export function Currency() {
  const { layout } = useWorkbench();
  const rate = useLayout((state) => state.vndPerUsd);
  const [text, setText] = useState(rate === null ? "" : String(rate));
  const entered = text.trim() === "" ? null : Number(text);
  const odd = entered !== null && !isVndRate(entered);
  return (
    <section className={styles.section}>
      <h2>{t("data.currency.title")}</h2>
      <p className={styles.text}>{t("data.currency.text")}</p>
      <div className={styles.rate}>
        <label>
          {t("data.currency.rate")}
          <input
            type="number"
            inputMode="decimal"
            min={MIN_VND_RATE}
            max={MAX_VND_RATE}
            step="any"
            value={text}
            aria-invalid={odd}
            aria-describedby="vnd-rate-says"
            onChange={(event) => {
              setText(event.target.value);
              const next = event.target.value.trim() === "" ? null : Number(event.target.value);
              if (next === null || isVndRate(next)) layout.setState({ vndPerUsd: next });
            }}
          />
        </label>
        <output id="vnd-rate-says" className={odd ? styles.odd : undefined}>
          {odd
            ? t("data.currency.odd", { low: formatNumber(MIN_VND_RATE), high: formatNumber(MAX_VND_RATE) })
            : rate === null
              ? t("data.currency.none")
              : t("data.currency.example", { amount: inVnd(100, rate) })}
        </output>
      </div>
    </section>
  );
}
