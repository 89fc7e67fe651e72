/** A page with the app's storage and nothing else, driven by the fault tests. */
import { loadCatalogue } from "../../../renderer/data/catalogue-loader";
import { DEVICE_PREFIX } from "../../../renderer/data/records";
import { type StartState, type Startup, start } from "../../../renderer/data/startup";
import type { OpenStore, Store, StoreEvent } from "../../../renderer/data/store";
import { createBrowserHost } from "../../../renderer/host/browser-host";
import { registerServiceWorker } from "../../../renderer/host/service-worker";
import { DATABASE_NAME } from "../../../shared/contract";
import { EMPTY_BODY, serializeDocument } from "../../../shared/document/document";
import type { Operation, StoreState } from "../operations";

declare global {
  interface Window {
    /** The test's ear: steps as they happen. Resolves when heard. */
    report?(step: string): Promise<void>;
    faults: Faults;
  }
}

/** A resting state of the start, as far as it can leave the page. */
export interface Rest {
  readonly phase: StartState["phase"];
  readonly code: string | null;
  readonly reason: string | null;
  readonly mirrors: readonly { readonly id: string; readonly shortlists: number; readonly savedAt: string }[];
}

export interface Faults {
  /** Resolves when the start is ready, in recovery or failed. */
  rest(): Promise<Rest>;
  restore(mirrorId: string): Promise<Rest>;
  retry(): Promise<Rest>;
  run(operations: readonly Operation[]): Promise<readonly (string | null)[]>;
  state(): Promise<StoreState>;
  flushMirror(): Promise<{ readonly savedAt: string | null; readonly error: string | null }>;
  events(): readonly StoreEvent["type"][];
  /** Registers the service worker, as the app does, and resolves when one is active. */
  installWorker(): Promise<void>;
  /** Merges the mirror that is ahead of the database, as the interface offers it. */
  mergeAhead(): Promise<void>;
}

const report = async (step: string): Promise<void> => {
  await window.report?.(step);
};
const startup: Startup = start({ host: createBrowserHost(), retryDelays: [100, 300, 800] });
const events: StoreEvent[] = [];
startup.onDatabaseEvent((event) => events.push(event));
startup.subscribe(() => {
  const state = startup.state();
  void report(state.phase === "loading-catalogue" ? `loading ${state.done}/${state.total}` : state.phase);
});

function rest(): Promise<Rest> {
  return new Promise((resolve) => {
    const look = () => {
      const state = startup.state();
      if (state.phase === "opening" || state.phase === "loading-catalogue") return;
      unsubscribe();
      resolve({
        phase: state.phase,
        code: state.phase === "failed" || state.phase === "recovery" ? (state.error?.code ?? null) : null,
        reason: state.phase === "recovery" ? state.reason : null,
        mirrors:
          state.phase === "recovery"
            ? state.mirrors.map(({ id, counts, savedAt }) => ({ id, shortlists: counts.shortlists, savedAt }))
            : [],
      });
    };
    const unsubscribe = startup.subscribe(look);
    look();
  });
}

function store(): Store {
  const state = startup.state();
  if (state.phase !== "ready") throw new Error(`not ready: ${state.phase}`);
  return state.store;
}

/** A second connection of the page's own, for what the interface never does: the other catalogue, raw reads. */
async function raw(): Promise<OpenStore["db"]> {
  const { openDatabase } = await import("../../../renderer/data/db");
  return openDatabase({ name: DATABASE_NAME });
}

async function apply(operation: Operation): Promise<void> {
  const { shortlists, profiles, settings, documents, mirror } = store();
  switch (operation.type) {
    case "put":
      return shortlists.put(operation.record);
    case "remove":
      return shortlists.remove(operation.id);
    case "profile":
      await profiles.save(operation.record);
      return;
    case "setting":
      return settings.set(operation.key, operation.value);
    case "import": {
      const header = { kind: "export", createdAt: "2026-01-01T00:00:00.000Z", appVersion: "test" } as const;
      await documents.restore(serializeDocument({ ...EMPTY_BODY, ...operation.body }, header), operation.mode);
      return;
    }
    case "mirror-and-restore": {
      await mirror.flush();
      const [newest] = await mirror.list();
      // Only when it holds the present state: an empty state is never mirrored over a full one.
      if (newest !== undefined && mirror.status().pending === false && (await shortlists.list()).length > 0) {
        await documents.restoreMirror(newest.id, "replace");
      }
      return;
    }
    case "catalogue": {
      const db = await raw();
      try {
        await loadCatalogue(db, new URL(`${operation.variant}/`, document.baseURI).href);
      } finally {
        db.shut();
      }
    }
  }
}

const byId = <T extends { readonly id: string }>(rows: readonly T[]): Record<string, T> =>
  Object.fromEntries(rows.map((row) => [row.id, row]));

window.faults = {
  rest,
  restore(mirrorId) {
    startup.restore(mirrorId);
    return rest();
  },
  retry() {
    startup.retry();
    return rest();
  },
  async run(operations) {
    const errors: (string | null)[] = [];
    for (const [index, operation] of operations.entries()) {
      // Heard before it begins and before the next one does: at a kill, one operation at most is unheard of.
      await report(`begun ${index}`);
      try {
        await apply(operation);
        await report(`confirmed ${index}`);
        errors.push(null);
      } catch (error) {
        const code = String((error as { code?: unknown }).code ?? error);
        await report(`refused ${index} ${code} ${String((error as { detail?: unknown }).detail ?? "")}`);
        errors.push(code);
      }
    }
    return errors;
  },
  async state() {
    const db = await raw();
    try {
      const [shortlists, profiles, settings, parks, table, reference] = await Promise.all([
        db.shortlists.toArray(),
        db.profiles.toArray(),
        db.settings.toArray(),
        db.parks.toArray(),
        db.siteTable.get("current"),
        db.reference.get("current"),
      ]);
      const version = table?.catalogue.version ?? "none";
      const agreed =
        reference?.reference.catalogue.contentHash === table?.catalogue.contentHash &&
        table?.table.sites.length === parks.length &&
        reference?.reference.counts.parks === parks.length &&
        parks.every(({ name }) => name.startsWith(`${version} park `));
      return {
        shortlists: byId(shortlists),
        profiles: byId(profiles),
        settings: Object.fromEntries(
          settings.filter(({ key }) => !key.startsWith(DEVICE_PREFIX)).map(({ key, value }) => [key, value]),
        ),
        catalogue: { version: agreed ? version : `${version}, torn`, parks: parks.length },
      };
    } finally {
      db.shut();
    }
  },
  async flushMirror() {
    const { mirror } = store();
    await mirror.flush();
    const { savedAt, error } = mirror.status();
    return { savedAt, error: error?.message ?? null };
  },
  events: () => events.map(({ type }) => type),
  async installWorker() {
    registerServiceWorker();
    await navigator.serviceWorker.ready;
  },
  async mergeAhead() {
    const ahead = events.find((event) => event.type === "behind-mirror");
    if (ahead?.type === "behind-mirror") await store().documents.restoreMirror(ahead.mirror.id, "merge");
  },
};
void report("loaded");
