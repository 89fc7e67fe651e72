/** The app from start to workbench: opening, loading the catalogue, ready, or a way out of trouble. */
import { Component, lazy, type ReactNode, Suspense, useSyncExternalStore } from "react";
import type { Host } from "../../shared/ipc/host";
import { useStartState } from "../data/hooks";
import type { Startup } from "../data/startup";
import { currentLocale, loadArea, subscribeToLocale, t } from "../messages";
import styles from "./app.module.css";
import { Workbench } from "./workbench";

const Trouble = lazy(async () => {
  const [module] = await Promise.all([import("./trouble"), loadArea("storage")]);
  return module;
});

interface AppProps {
  readonly startup: Startup;
  readonly host: Host;
  readonly connectSources: (isSource: (url: string) => Promise<boolean>) => void;
}

export function App({ startup, host, connectSources }: AppProps) {
  const locale = useSyncExternalStore(subscribeToLocale, currentLocale);
  return (
    <Boundary>
      <Phases locale={locale} startup={startup} host={host} connectSources={connectSources} />
    </Boundary>
  );
}

/** Draws anew when the language changes; the workbench lives on, with its decision and its history. */
function Phases({ startup, host, connectSources }: AppProps & { readonly locale: string }) {
  const state = useStartState(startup);
  switch (state.phase) {
    case "opening":
      return <Opening />;
    case "loading-catalogue":
      return <Loading done={state.done} total={state.total} />;
    case "ready":
      return <Workbench workspace={state} startup={startup} host={host} connectSources={connectSources} />;
    default:
      return (
        <Suspense fallback={<Opening />}>
          <Trouble state={state} startup={startup} />
        </Suspense>
      );
  }
}

/** Shown only when opening takes long enough to be seen. */
function Opening() {
  return (
    <div className={`${styles.screen} ${styles.late}`} role="status">
      <p className={styles.brand}>{t("common.app")}</p>
      <p>{t("common.opening")}</p>
    </div>
  );
}

function Loading({ done, total }: { readonly done: number; readonly total: number }) {
  return (
    <div className={styles.screen} role="status">
      <p className={styles.brand}>{t("common.app")}</p>
      <p>{total === 0 ? t("common.readingCatalogue") : t("common.loadingCatalogue", { done, total })}</p>
      <progress
        className={styles.progress}
        aria-label={t("common.readingCatalogue")}
        {...(total === 0 ? {} : { value: done, max: total })}
      />
    </div>
  );
}

/** Catches what no component caught: never a blank window. */
class Boundary extends Component<{ readonly children: ReactNode }, { readonly error: Error | null }> {
  override state = { error: null as Error | null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <div className={styles.screen} role="alert">
        <p className={styles.brand}>{t("common.app")}</p>
        <p>{t("common.crashed")}</p>
        <button type="button" className={styles.action} onClick={() => location.reload()}>
          {t("common.reload")}
        </button>
        <pre className={styles.detail}>{error.message}</pre>
      </div>
    );
  }
}
