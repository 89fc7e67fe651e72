/** The frame around the views: top bar, view, status bar, notices; and what joins data and decision. */
import {
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { useStore } from "zustand";
import type { Host } from "../../shared/ipc/host";
import { hostErrorText } from "../../shared/ipc/host-error";
import type { SiteTable } from "../../shared/model/site";
import { BUILTIN_CRITERIA } from "../../shared/ranking/criteria";
import type { OwnPart, SiteTableRecord } from "../data/records";
import type { Startup, Workspace } from "../data/startup";
import { currentLocale, loadArea, subscribeToLocale, t, translate } from "../messages";
import { createBandsStore } from "../state/bands-store";
import { createDecisionStore } from "../state/decision-store";
import { createDrawerStore } from "../state/drawer-store";
import { createEngine } from "../state/engine";
import { createLayoutStore } from "../state/layout-store";
import { LiveRanking } from "../state/live-ranking";
import { outputRequest } from "../state/output";
import { namesWithOwn, withOwn } from "../state/own-part";
import { DECISION_KEY, LAYOUT_KEY, type Persistence, persist, readDecision } from "../state/persistence";
import { createSelectionStore } from "../state/selection-store";
import { inLanguage } from "../state/site-names";
import { type Workbench as Bench, createPlaces, type Notice, WorkbenchProvider } from "../state/workbench";
import { useFileDrop } from "./file-drop";
import { NoticeBar } from "./notice-bar";
import { useShellLink } from "./shell-link";
import { StatusBar } from "./status-bar";
import { applyDensity, applyTheme } from "./theme";
import { TopBar } from "./top-bar";
import { VIEWS } from "./view-registry";
import styles from "./workbench.module.css";

const Commands = lazy(() => import("./commands"));
const Shortcuts = lazy(() => import("./shortcuts"));
const FirstSteps = lazy(async () => {
  const [module] = await Promise.all([import("./first-steps"), loadArea("guide")]);
  return module;
});
const Output = lazy(() => import("../views/report/index"));
const Drawer = lazy(async () => {
  const [module] = await Promise.all([
    import("../views/weights/weights-view"),
    loadArea("weights"),
    loadArea("explain"),
  ]);
  return module;
});
/** Views beside which the drawer stands. */
const WITH_DRAWER: ReadonlySet<string> = new Set(["ranking", "robustness", "map", "compare"]);

interface WorkbenchProps {
  readonly workspace: Workspace;
  readonly startup: Startup;
  readonly host: Host;
  readonly connectSources: (isSource: (url: string) => Promise<boolean>) => void;
}

/** What follows from the site table: it is joined anew whenever the user's own layer has changed. */
type Joined = Pick<Bench, "live" | "places" | "reference" | "own">;

/** Joins the parts once per start. */
function assemble(
  workspace: Workspace,
  host: Host,
  notify: (notice: Notice) => void,
): Bench & { readonly persistence: Persistence; readonly join: (record?: SiteTableRecord) => Joined } {
  const { settings, store } = workspace;
  const saved = readDecision(settings[DECISION_KEY]);
  const decision = createDecisionStore(saved);
  const selection = createSelectionStore();
  const layout = createLayoutStore(settings[LAYOUT_KEY]);
  const bands = createBandsStore();
  const joinWith = (siteTable: SiteTable, own: OwnPart): Joined => {
    const { profile, filters } = decision.getState();
    const reference = withOwn(workspace.reference, own);
    const { provinces, formerProvinces, gateways } = namesWithOwn(workspace.reference, own);
    const criteria = [...BUILTIN_CRITERIA, ...own.criteria];
    const named = inLanguage(siteTable, currentLocale());
    const next = new LiveRanking(createEngine(reference.measures, criteria), named, profile, filters);
    return { live: next, places: createPlaces(provinces, formerProvinces, gateways), reference, own };
  };
  const first = joinWith(workspace.siteTable, workspace.own);
  let { live } = first;
  selection.set(saved.selected.filter((id) => live.rowOf(id) >= 0));
  decision.subscribe((now, before) => {
    if (now.dragging && !before.dragging) live.keepAsBefore();
    if (now.profile === before.profile && now.filters === before.filters) return;
    if (!now.dragging) live.keepAsBefore();
    live.update(now.profile, now.filters);
    // Now, not in a microtask: rows and shares are written before React renders what of the decision changed.
    live.flush();
  });
  // They come after the first picture, with code of their own.
  let follow: () => void = () => {};
  void import("../state/stability-bands").then(({ followBands }) => {
    let stop = followBands(live, decision, bands);
    follow = () => {
      stop();
      stop = followBands(live, decision, bands);
    };
  });
  let { siteTable, own } = workspace;
  const join = (record?: SiteTableRecord): Joined => {
    if (record !== undefined) {
      siteTable = record.table;
      own = record.own;
    }
    const next = joinWith(siteTable, own);
    next.live.takeOver(live);
    live = next.live;
    follow();
    return next;
  };
  const persistence = persist(store, decision, selection, layout);
  return {
    ...first,
    decision,
    selection,
    layout,
    bands,
    drawer: createDrawerStore(),
    store,
    host,
    notify,
    flush: persistence.flush,
    persistence,
    join,
  };
}

export function Workbench({ workspace, startup, host, connectSources }: WorkbenchProps) {
  const [notices, setNotices] = useState<readonly (Notice & { readonly id: number })[]>([]);
  const nextNotice = useRef(0);
  const notify = useCallback((notice: Notice) => {
    nextNotice.current += 1;
    const id = nextNotice.current;
    setNotices((all) => [...all.slice(-2), { ...notice, id }]);
  }, []);
  // One workspace, one bench: what is stored must not be joined to two.
  // biome-ignore lint/correctness/useExhaustiveDependencies: made once per workspace's store
  const base = useMemo(() => assemble(workspace, host, notify), [workspace.store]); // eslint-disable-line react-hooks/exhaustive-deps -- see above
  const [joined, setJoined] = useState<Joined | null>(null);
  const bench = useMemo(() => (joined === null ? base : { ...base, ...joined }), [base, joined]);
  const { decision, layout, persistence, store } = base;
  const view = useStore(layout, (state) => state.view);
  const theme = useStore(layout, (state) => state.theme);
  const density = useStore(layout, (state) => state.density);
  const [palette, setPalette] = useState<"none" | "commands" | "shortcuts">("none");

  const locale = useSyncExternalStore(subscribeToLocale, currentLocale);
  const namedIn = useRef({ base, locale });
  // Before the language's first picture, so that no name is seen in the one before.
  useLayoutEffect(() => {
    const before = namedIn.current;
    namedIn.current = { base, locale };
    if (before.base === base && before.locale !== locale) setJoined(base.join());
  }, [base, locale]);
  useEffect(() => applyTheme(theme), [theme]);
  useEffect(() => applyDensity(density), [density]);
  useEffect(() => () => persistence.stop(), [persistence]);
  useEffect(() => {
    let shown = workspace.own.revision;
    return store.tables.watch(
      (record) => {
        if (record.own.revision === shown) return;
        shown = record.own.revision;
        setJoined(base.join(record));
      },
      (error) => {
        void loadArea("storage").then(() =>
          notify({ text: translate(error.messageKey, { detail: error.detail }) ?? error.message }),
        );
      },
    );
  }, [base, store, workspace.own.revision, notify]);
  useEffect(() => connectSources((url) => store.sites.isSource(url)), [connectSources, store]);
  useEffect(() => {
    for (const error of workspace.notices) {
      void loadArea("storage").then(() =>
        notify({ text: translate(error.messageKey, { detail: error.detail }) ?? error.message }),
      );
    }
  }, [workspace.notices, notify]);
  useEffect(
    () =>
      startup.onDatabaseEvent((event) => {
        if (event.type !== "reopened") {
          notify({
            text: t(event.type === "upgraded-elsewhere" ? "common.databaseUpgraded" : "common.databaseLost"),
            action: { label: t("common.reload"), run: () => location.reload() },
          });
        }
      }),
    [startup, notify],
  );

  const step = useCallback(
    async (direction: "undo" | "redo") => {
      try {
        await decision[direction]();
      } catch (cause) {
        await loadArea("storage");
        notify({ text: translate((cause as { messageKey?: string }).messageKey ?? "") ?? String(cause) });
      }
    },
    [decision, notify],
  );

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const typing =
        event.target instanceof Element &&
        event.target.closest(
          "input:not([type=range], [type=checkbox], [type=radio]), textarea, select, [contenteditable]",
        ) !== null;
      const command = event.ctrlKey || event.metaKey;
      const key = event.key.toLowerCase();
      if (document.querySelector("dialog[open]") !== null) return;
      if (command && key === "z" && (!typing || isSearch(event.target))) void step(event.shiftKey ? "redo" : "undo");
      else if (command && key === "y" && !typing) void step("redo");
      else if (command && key === "k") setPalette("commands");
      else if (event.key === "/" && !typing && !command) document.getElementById("search")?.focus();
      else if (event.key === "?" && !typing) setPalette("shortcuts");
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [step]);

  const showView = useCallback((id: string) => layout.setState({ view: id }), [layout]);
  useFileDrop(showView);
  const failed = useCallback((cause: unknown) => notify({ text: hostErrorText(cause) }), [notify]);
  useShellLink({
    host,
    theme,
    showView,
    step,
    showPalette: setPalette,
    flush: persistence.flush,
    failed,
    ownSourceUrls: store.sites.ownSourceUrls,
    ownRevision: bench.own.revision,
  });

  const output = useStore(outputRequest, (state) => state.request);
  const firstTime = workspace.settings["device.firstSteps"] === undefined;
  const drawer = useStore(bench.drawer, (state) => state.tab);
  const shown = VIEWS.find(({ id }) => id === view) ?? VIEWS[0];
  return (
    <WorkbenchProvider value={bench}>
      <div className={styles.frame}>
        <TopBar view={shown?.id ?? ""} onStep={step} onCommands={() => setPalette("commands")} />
        <div>
          {firstTime ? (
            <Suspense fallback={<div className={styles.firstSteps} />}>
              <FirstSteps onGuide={() => showView("guide")} />
            </Suspense>
          ) : null}
        </div>
        <Suspense fallback={<div className={styles.view} />}>
          <div key={locale} className={styles.view}>
            {drawer !== null && WITH_DRAWER.has(shown?.id ?? "") ? (
              <Suspense fallback={null}>
                <Drawer />
              </Suspense>
            ) : null}
            {shown === undefined ? null : <shown.Component />}
          </div>
        </Suspense>
        <StatusBar persistence={persistence} />
        <NoticeBar notices={notices} onDone={(id) => setNotices((all) => all.filter((notice) => notice.id !== id))} />
      </div>
      <Suspense fallback={null}>
        {palette === "commands" ? (
          <Commands onStep={step} onClose={() => setPalette("none")} onShortcuts={() => setPalette("shortcuts")} />
        ) : null}
        {palette === "shortcuts" ? <Shortcuts onClose={() => setPalette("none")} /> : null}
        {output === null ? null : <Output request={output} onClose={() => outputRequest.setState({ request: null })} />}
      </Suspense>
    </WorkbenchProvider>
  );
}

/** In the search box the app's undo is the useful one: its text is a filter, with a step of its own. */
function isSearch(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.id === "search";
}
