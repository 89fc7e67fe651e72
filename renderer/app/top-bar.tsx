/** The top bar: the decision's name, views, search, undo and redo, language and theme. */

import { hostErrorText } from "../../shared/ipc/host-error";
import { findPreset } from "../../shared/ranking/presets";
import { IconButton } from "../components/button";
import { Icon, type IconName } from "../components/icon";
import { currentLocale, LOCALES, setLocale, t, translate } from "../messages";
import type { StepLabel } from "../state/decision-store";
import type { Theme } from "../state/layout-store";
import { useDecision, useLayout, useWorkbench } from "../state/workbench";
import { VIEWS } from "./view-registry";
import styles from "./workbench.module.css";

interface TopBarProps {
  readonly view: string;
  readonly onStep: (direction: "undo" | "redo") => Promise<void>;
  readonly onCommands: () => void;
}

const NEXT_THEME: Readonly<Record<Theme, Theme>> = { system: "light", light: "dark", dark: "system" };
const THEME_ICON: Readonly<Record<Theme, IconName>> = { system: "system", light: "sun", dark: "moon" };

export function TopBar({ view, onStep, onCommands }: TopBarProps) {
  const { decision, layout, notify } = useWorkbench();
  // As texts, which stay the same while one weight is moved.
  const undo = useDecision(({ past }) => stepText("common.undo", past.at(-1)?.label));
  const redo = useDecision(({ future }) => stepText("common.redo", future.at(-1)?.label));
  const presetId = useDecision((state) => state.profile.preset);
  const theme = useLayout((state) => state.theme);
  const preset = presetId === null ? undefined : findPreset(presetId);
  const decisionName = preset === undefined ? t("common.ownDecision") : (translate(preset.nameKey) ?? preset.id);
  return (
    <header className={styles.topBar}>
      <h1 className={styles.brand}>
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
          <path d="M2 14V8l4-2.5V8l4-2.5V8l4-2.5V14z" fill="var(--accent)" />
          <path d="M2 3.2h3.4M2 5.4h1.6" stroke="var(--text-faint)" strokeWidth="1.2" strokeLinecap="round" />
        </svg>
        {t("common.app")}
      </h1>
      <nav className={styles.views} aria-label={t("common.views")}>
        {VIEWS.filter(({ aside }) => aside !== true).map(({ id, label }) => (
          <button
            type="button"
            key={id}
            className={styles.viewTab}
            aria-current={id === view ? "page" : undefined}
            onClick={() => layout.setState({ view: id })}
          >
            {t(label)}
          </button>
        ))}
      </nav>
      <p className={styles.decision} title={decisionName}>
        {decisionName}
      </p>
      <span className={styles.spacer} />
      <SearchBox onChange={(text) => decision.setFilters({ text }, { key: "common.step.search" }, "filters.text")} />
      <IconButton icon="keyboard" label={t("common.commands")} onClick={onCommands} />
      <IconButton
        icon="help"
        label={t("common.view.guide")}
        aria-pressed={view === "guide"}
        onClick={() => layout.setState({ view: view === "guide" ? "ranking" : "guide" })}
      />
      <IconButton
        icon="undo"
        label={undo ?? t("common.nothingToUndo")}
        disabled={undo === null}
        onClick={() => void onStep("undo")}
      />
      <IconButton
        icon="redo"
        label={redo ?? t("common.nothingToRedo")}
        disabled={redo === null}
        onClick={() => void onStep("redo")}
      />
      <select
        className={styles.select}
        aria-label={t("common.language")}
        title={t("common.language")}
        value={currentLocale()}
        onChange={(event) => {
          const next = event.target.value;
          localStorage.setItem("locale", next);
          setLocale(next).catch((cause: unknown) => notify({ text: hostErrorText(cause) }));
        }}
      >
        {[...LOCALES].map(([tag, name]) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
      <IconButton
        icon={THEME_ICON[theme]}
        label={t(`common.theme.${theme}`)}
        onClick={() => layout.setState({ theme: NEXT_THEME[theme] })}
      />
    </header>
  );
}

function stepText(key: "common.undo" | "common.redo", label: StepLabel | undefined): string | null {
  return label === undefined ? null : t(key, { step: t(label.key, label.values) });
}

function SearchBox({ onChange }: { readonly onChange: (text: string) => void }) {
  const text = useDecision((state) => state.filters.text);
  return (
    <div className={styles.search}>
      <Icon name="search" />
      <input
        id="search"
        type="search"
        aria-label={t("common.search")}
        placeholder={t("common.searchPlaceholder")}
        value={text}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape" && text !== "") {
            onChange("");
            event.preventDefault();
          } else if (event.key === "Enter" || event.key === "ArrowDown") {
            document.querySelector<HTMLElement>("[role=grid]")?.focus();
            event.preventDefault();
          }
        }}
      />
      {text === "" ? (
        <kbd className={styles.searchHint}>/</kbd>
      ) : (
        <IconButton
          small
          icon="close"
          className={styles.searchClear ?? ""}
          label={t("common.clearSearch")}
          onClick={() => onChange("")}
        />
      )}
    </div>
  );
}
