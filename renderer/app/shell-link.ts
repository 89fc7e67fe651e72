/**
 * The link to the desktop shell: tells it the language, the theme and the labels of its menu, and carries out
 * its commands. In a browser the same calls do nothing.
 */
import { useEffect } from "react";
import { DOCUMENT_EXTENSION } from "../../shared/contract";
import { MAX_DOCUMENT_BYTES } from "../../shared/ipc/contract";
import type { Host, OpenedFile, ShellPreferences } from "../../shared/ipc/host";
import { type AppCommand, DEFAULT_SHELL_LABELS, VIEW_PREFIX } from "../../shared/ipc/menu";
import { currentLocale, loadArea, subscribeToLocale, t, translate } from "../messages";
import { incomingFile } from "../state/incoming-file";
import { VIEWS } from "./view-registry";

/** The commands the workbench carries out; the shell's menu shows these and no others. */
const COMMANDS = ["open", "undo", "redo", "find", "commands", "shortcuts"] as const satisfies readonly AppCommand[];
type Command = (typeof COMMANDS)[number];

export interface ShellActions {
  readonly host: Host;
  readonly theme: ShellPreferences["theme"];
  readonly showView: (id: string) => void;
  readonly step: (direction: "undo" | "redo") => Promise<void>;
  readonly showPalette: (which: "commands" | "shortcuts") => void;
  /** Stores what waits to be stored. */
  readonly flush: () => Promise<void>;
  readonly failed: (cause: unknown) => void;
  /** Addresses that the user named as sources; asked again whenever `ownRevision` changes. */
  readonly ownSourceUrls: () => Promise<readonly string[]>;
  readonly ownRevision: number;
}

/** Labels of the shell's menu and dialogs in the language in use. */
export async function shellLabels(): Promise<Record<string, string>> {
  await loadArea("shell");
  const labels: Record<string, string> = {};
  for (const id of [...Object.keys(DEFAULT_SHELL_LABELS), ...COMMANDS]) {
    const text = translate(id.startsWith("shell.") ? id : `shell.${id}`);
    if (text !== undefined) labels[id] = text;
  }
  for (const view of VIEWS) labels[VIEW_PREFIX + view.id] = t(view.label);
  return labels;
}

/** Keeps the link while the component is mounted. The actions must keep their identity between renders. */
export function useShellLink(actions: ShellActions): void {
  const { host, theme, showView, step, showPalette, flush, failed, ownSourceUrls, ownRevision } = actions;
  useEffect(() => {
    const tell = async (): Promise<void> => {
      const preferences = { locale: currentLocale(), theme, menuLabels: await shellLabels(), userSourceUrls: [] };
      await host.setPreferences(preferences);
      // The database opens behind the first picture; the menu does not wait for it.
      const userSourceUrls = ownRevision === 0 ? [] : await ownSourceUrls();
      if (userSourceUrls.length > 0) await host.setPreferences({ ...preferences, userSourceUrls });
    };
    void tell().catch(failed);
    return subscribeToLocale(() => void tell().catch(failed));
  }, [host, theme, failed, ownSourceUrls, ownRevision]);

  useEffect(() => {
    const take = (file: OpenedFile): void => {
      incomingFile.setState({ file });
      showView("data");
    };
    const commands: Readonly<Record<Command, () => Promise<void> | void>> = {
      open: async () => {
        const file = await host.openFile({
          extensions: [DOCUMENT_EXTENSION],
          description: t("common.app"),
          maxBytes: MAX_DOCUMENT_BYTES,
        });
        if (file !== null) take(file);
      },
      undo: () => step("undo"),
      redo: () => step("redo"),
      find: () => document.getElementById("search")?.focus(),
      commands: () => showPalette("commands"),
      shortcuts: () => showPalette("shortcuts"),
    };
    return host.onShellEvent(async (event) => {
      if (event.type === "closing") return flush();
      if (event.type === "open-file") return take(event.file);
      const view = VIEWS.find(({ id }) => VIEW_PREFIX + id === event.command);
      if (view !== undefined) return showView(view.id);
      const command = COMMANDS.find((name) => name === event.command);
      // Not awaited: an open dialog must not hold up the shell's next word.
      if (command !== undefined) void Promise.resolve(commands[command]()).catch(failed);
    });
  }, [host, showView, step, showPalette, flush, failed]);
}
