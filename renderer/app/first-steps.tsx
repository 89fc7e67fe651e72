/**
 * First steps: one quiet line above the workbench that names the three moves of a first minute and
 * ticks them off as they are made. It blocks nothing and is gone for good once done or dismissed.
 */
import { useEffect, useMemo, useState } from "react";
import { IconButton } from "../components/button";
import { Icon } from "../components/icon";
import { t } from "../messages";
import { useDecision, useWorkbench } from "../state/workbench";
import styles from "./first-steps.module.css";

/** Setting that ends the first steps on this machine. */
const FIRST_STEPS_KEY = "device.firstSteps";

const STEPS = ["preset", "weight", "shortlist"] as const;
type Step = (typeof STEPS)[number];
const STEP_OF_KEY: Readonly<Record<string, Step>> = {
  "common.step.preset": "preset",
  "common.step.weight": "weight",
  "common.step.shortlistSave": "shortlist",
};

export default function FirstSteps({ onGuide }: { readonly onGuide: () => void }) {
  const { store, notify } = useWorkbench();
  const last = useDecision((state) => state.past.at(-1)?.label.key);
  const [made, setMade] = useState<ReadonlySet<Step>>(new Set());
  const [hidden, setHidden] = useState(false);

  const step = last === undefined ? undefined : STEP_OF_KEY[last];
  if (step !== undefined && !made.has(step)) setMade(new Set([...made, step]));
  const finished = made.size === STEPS.length;
  const end = useMemo(
    () => (): void => {
      setHidden(true);
      // Not worth a message when it fails: the line then shows once more.
      store.settings.setMany({ [FIRST_STEPS_KEY]: "done" }).catch(() => undefined);
    },
    [store],
  );
  useEffect(() => {
    if (!finished) return;
    notify({ text: t("guide.steps.finished") });
    end();
  }, [finished, notify, end]);

  if (hidden || finished) return null;
  return (
    <section className={styles.bar} aria-label={t("guide.steps.title")}>
      <ol className={styles.steps}>
        {STEPS.map((id, index) => (
          <li key={id} data-done={made.has(id)}>
            <span className={styles.number} aria-hidden="true">
              {made.has(id) ? <Icon name="check" size={12} /> : index + 1}
            </span>
            {t(`guide.steps.${id}`)}
            {made.has(id) ? <span className={styles.hidden}>({t("guide.steps.done")})</span> : null}
          </li>
        ))}
      </ol>
      <button type="button" className={styles.how} onClick={onGuide}>
        {t("guide.steps.how")}
      </button>
      <IconButton small icon="close" label={t("guide.steps.dismiss")} onClick={end} />
    </section>
  );
}
