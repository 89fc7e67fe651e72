/** The drawer in which criteria are worked on in detail: ways of weighting, value curves, must-haves. */
import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import { IconButton } from "../../components/button";
import { t } from "../../messages";
import type { DrawerTab } from "../../state/drawer-store";
import { useWorkbench } from "../../state/workbench";
import { MustHavesEditor } from "./must-haves";
import { ValueCurves } from "./value-curves";
import { Ways } from "./ways";
import styles from "./weights.module.css";

const TABS: readonly DrawerTab[] = ["weights", "values", "must-haves"];

export default function WeightsView() {
  const { drawer } = useWorkbench();
  const tab = useStore(drawer, (state) => state.tab) ?? "weights";
  const frame = useRef<HTMLElement>(null);
  useEffect(() => frame.current?.querySelector<HTMLElement>("[role=tab][aria-selected=true]")?.focus(), []);
  const walk = (event: React.KeyboardEvent): void => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length] ?? "weights";
    drawer.open(next);
    frame.current?.querySelector<HTMLElement>(`#drawer-${next}`)?.focus();
  };
  return (
    <aside
      ref={frame}
      className={styles.drawer}
      aria-label={t("weights.title")}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) {
          event.stopPropagation();
          drawer.close();
        }
      }}
    >
      <h2 className="visually-hidden">{t("weights.title")}</h2>
      <header className={styles.head}>
        <div role="tablist" aria-label={t("weights.title")} className={styles.tabs} onKeyDown={walk}>
          {TABS.map((id) => (
            <button
              type="button"
              key={id}
              id={`drawer-${id}`}
              role="tab"
              aria-selected={id === tab}
              aria-controls="drawer-panel"
              tabIndex={id === tab ? 0 : -1}
              className={styles.tab}
              onClick={() => drawer.open(id)}
            >
              {t(`weights.tab.${id}`)}
            </button>
          ))}
        </div>
        <IconButton icon="close" label={t("weights.close")} onClick={() => drawer.close()} />
      </header>
      <div id="drawer-panel" role="tabpanel" aria-labelledby={`drawer-${tab}`} className={styles.body}>
        {tab === "weights" ? <Ways /> : tab === "values" ? <ValueCurves /> : <MustHavesEditor />}
      </div>
    </aside>
  );
}
