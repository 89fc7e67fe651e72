/**
 * What goes wrong, and the way back to work: a window that crashed or hangs can be reloaded (what was
 * confirmed is in the database), a fault in main is logged and said once. Nothing is sent anywhere.
 */
import type { App, MessageBoxOptions, MessageBoxReturnValue, RenderProcessGoneDetails, WebContents } from "electron";
import { type ShellLabelId, shellLabel } from "../../shared/ipc/menu";

export interface FailureEffects {
  readonly labels: () => Readonly<Record<string, string>>;
  readonly ask: (options: MessageBoxOptions) => Promise<Pick<MessageBoxReturnValue, "response">>;
  readonly reload: () => void;
  readonly quit: () => void;
  readonly showLog: () => void;
  /** Told when the page is gone, so that nobody waits for its answers. */
  readonly pageGone: () => void;
  readonly log: (line: string) => void;
}

/** Watches the window's page. */
export function watchPage(contents: Pick<WebContents, "on">, effects: FailureEffects): void {
  const say = (id: ShellLabelId) => shellLabel(effects.labels(), id);
  let hanging: AbortController | null = null;

  contents.on("render-process-gone", (_event, details: RenderProcessGoneDetails) => {
    effects.log(`the page's process is gone: ${details.reason}, exit code ${details.exitCode}`);
    effects.pageGone();
    if (details.reason === "clean-exit") return;
    hanging?.abort();
    void effects
      .ask({
        type: "error",
        message: say("dialog.crashed.title"),
        detail: say("dialog.crashed.detail"),
        buttons: [say("dialog.reload"), say("dialog.showLog"), say("dialog.quit")],
        defaultId: 0,
        cancelId: 0,
      })
      .then(({ response }) => {
        if (response === 2) return effects.quit();
        if (response === 1) effects.showLog();
        return effects.reload();
      });
  });

  contents.on("unresponsive", () => {
    if (hanging !== null) return;
    effects.log("the page does not respond");
    const question = new AbortController();
    hanging = question;
    void effects
      .ask({
        type: "warning",
        message: say("dialog.unresponsive.title"),
        detail: say("dialog.unresponsive.detail"),
        buttons: [say("dialog.wait"), say("dialog.reload")],
        defaultId: 0,
        cancelId: 0,
        signal: question.signal,
      })
      .then(({ response }) => {
        hanging = null;
        if (response === 1 && !question.signal.aborted) effects.reload();
      });
  });

  contents.on("responsive", () => {
    effects.log("the page responds again");
    hanging?.abort();
  });

  contents.on("preload-error", (_event, _path, error) =>
    effects.log(`the preload failed: ${String(error.stack ?? error)}`),
  );
  contents.on("did-fail-load", (_event, code, description, _url, isMainFrame) => {
    if (isMainFrame) effects.log(`the page did not load: ${description} (${code})`);
  });
}

/** Watches main itself and Chromium's other processes. One dialog for all faults of a run: more would only stack up. */
export function watchMain(
  nodeProcess: Pick<NodeJS.Process, "on">,
  app: Pick<App, "on">,
  effects: Pick<FailureEffects, "labels" | "ask" | "showLog" | "log">,
): void {
  let told = false;
  const fault = (kind: string) => (error: unknown) => {
    effects.log(`${kind}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    if (told) return;
    told = true;
    const say = (id: ShellLabelId) => shellLabel(effects.labels(), id);
    void effects
      .ask({
        type: "error",
        message: say("dialog.fault.title"),
        detail: say("dialog.fault.detail"),
        buttons: [say("dialog.ok"), say("dialog.showLog")],
        defaultId: 0,
        cancelId: 0,
      })
      .then(({ response }) => {
        if (response === 1) effects.showLog();
      })
      .catch(() => undefined);
  };
  nodeProcess.on("uncaughtException", fault("uncaught exception"));
  nodeProcess.on("unhandledRejection", fault("unhandled rejection"));
  app.on("child-process-gone", (_event, details) => {
    if (details.reason !== "clean-exit") effects.log(`${details.type} process is gone: ${details.reason}`);
  });
}
