/** The command box (Ctrl K): views, presets, sites and commands by name. */
import { useId, useMemo, useState } from "react";
import { PRESETS } from "../../shared/ranking/presets";
import { fold } from "../../shared/text/fold";
import { Dialog } from "../components/dialog";
import fieldStyles from "../components/field.module.css";
import { t, translate } from "../messages";
import { askExport, askReport } from "../state/output";
import { useWorkbench } from "../state/workbench";
import { VIEWS } from "./view-registry";
import styles from "./workbench.module.css";

interface Command {
  readonly id: string;
  readonly label: string;
  readonly kind: string;
  readonly search: string;
  readonly run: () => void;
}

interface CommandsProps {
  readonly onClose: () => void;
  readonly onShortcuts: () => void;
  readonly onStep: (direction: "undo" | "redo") => Promise<void>;
}

const MOST = 40;

export default function Commands({ onClose, onShortcuts, onStep }: CommandsProps) {
  const { decision, layout, live, drawer } = useWorkbench();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const listId = useId();

  const commands = useMemo<readonly Command[]>(() => {
    const command = (id: string, label: string, kind: string, run: () => void, search = fold(label)): Command => ({
      id,
      label,
      kind,
      search,
      run,
    });
    return [
      ...VIEWS.map((view) =>
        command(`view:${view.id}`, t(view.label), t("common.kind.view"), () => layout.setState({ view: view.id })),
      ),
      ...PRESETS.map((preset) => {
        const name = translate(preset.nameKey) ?? preset.id;
        return command(`preset:${preset.id}`, name, t("common.kind.preset"), () =>
          decision.applyPreset(preset.id, name),
        );
      }),
      command("undo", t("common.command.undo"), t("common.kind.command"), () => void onStep("undo")),
      command("redo", t("common.command.redo"), t("common.kind.command"), () => void onStep("redo")),
      command("weights", t("ranking.waysOfWeighting"), t("common.kind.command"), () => drawer.open("weights")),
      command("must-haves", t("ranking.editMustHaves"), t("common.kind.command"), () => drawer.open("must-haves")),
      command("reset", t("ranking.resetWeights"), t("common.kind.command"), () => decision.resetPoints()),
      command("clear", t("filters.clearAll"), t("common.kind.command"), () => decision.clearFilters()),
      command("export", t("common.command.export"), t("common.kind.command"), () => askExport()),
      command("report", t("common.command.report"), t("common.kind.command"), () => askReport()),
      command("keys", t("common.keys.title"), t("common.kind.command"), onShortcuts),
      ...live.sites.sites.map((site) =>
        command(
          `site:${site.id}`,
          site.name,
          t("common.kind.site"),
          () => layout.setState({ view: "ranking", siteId: site.id, sheetOpen: true }),
          site.searchText,
        ),
      ),
    ];
  }, [decision, drawer, layout, live, onShortcuts, onStep]);

  const words = fold(text).split(" ").filter(Boolean);
  const found = commands.filter(({ search }) => words.every((word) => search.includes(word))).slice(0, MOST);
  const chosen = found[Math.min(at, found.length - 1)];
  const run = (command: Command | undefined): void => {
    if (command === undefined) return;
    onClose();
    command.run();
  };
  return (
    <Dialog
      title={t("common.commands")}
      closeLabel={t("common.close")}
      onClose={onClose}
      onSubmit={() => run(chosen)}
      wide
    >
      <div className={styles.palette}>
        <input
          className={fieldStyles.input}
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={chosen === undefined ? undefined : `${listId}-${chosen.id}`}
          aria-label={t("common.commands")}
          placeholder={t("common.commandPlaceholder")}
          value={text}
          autoFocus
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown") setAt(Math.min(found.length - 1, at + 1));
            else if (event.key === "ArrowUp") setAt(Math.max(0, at - 1));
            else return;
            event.preventDefault();
          }}
        />
        <div id={listId} role="listbox" aria-label={t("common.commands")} className={styles.paletteList}>
          {found.map((command) => (
            <button
              type="button"
              key={command.id}
              id={`${listId}-${command.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={command === chosen}
              className={styles.paletteItem}
              ref={(element) => {
                if (command === chosen) element?.scrollIntoView({ block: "nearest" });
              }}
              onClick={() => run(command)}
            >
              <span>{command.label}</span>
              <span className={styles.paletteKind}>{command.kind}</span>
            </button>
          ))}
        </div>
        {found.length === 0 ? <p>{t("common.noCommand")}</p> : null}
      </div>
    </Dialog>
  );
}
