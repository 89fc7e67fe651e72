/**
 * What a view works with: the decision, the live ranking, the selection, the layout, the stored data
 * and the shell. Made once per start, given through React context.
 */
import { createContext, useCallback, useContext, useRef, useSyncExternalStore } from "react";
import { useStore } from "zustand";
import type { Host } from "../../shared/ipc/host";
import type { FormerProvince, Gateway, Province } from "../../shared/model/catalogue";
import type { Workspace } from "../data/startup";
import type { Store } from "../data/store";
import { currentLocale } from "../messages";
import type { BandsStore } from "./bands-store";
import type { DecisionState, DecisionStore } from "./decision-store";
import type { DrawerStore } from "./drawer-store";
import type { Layout, LayoutStore } from "./layout-store";
import type { LiveRanking } from "./live-ranking";
import type { SelectionStore } from "./selection-store";

export interface Workbench {
  readonly decision: DecisionStore;
  readonly live: LiveRanking;
  readonly selection: SelectionStore;
  readonly layout: LayoutStore;
  readonly bands: BandsStore;
  readonly drawer: DrawerStore;
  readonly places: Places;
  /** The catalogue's, with the references of the user's own criteria. */
  readonly reference: Workspace["reference"];
  /** What the site table has of the user's own layer. */
  readonly own: Workspace["own"];
  readonly store: Store;
  readonly host: Host;
  /** Stores at once what of the decision still waits to be stored. */
  flush(): Promise<void>;
  /** Shows a short message, with an action where there is one. */
  notify(notice: Notice): void;
}

export interface Notice {
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

const WorkbenchContext = createContext<Workbench | null>(null);
export const WorkbenchProvider = WorkbenchContext.Provider;

export function useWorkbench(): Workbench {
  const workbench = useContext(WorkbenchContext);
  if (workbench === null) throw new Error("There is no workbench around this component.");
  return workbench;
}

/** Follows a part of the decision. */
export function useDecision<T>(select: (state: DecisionState) => T): T {
  return useStore(useWorkbench().decision, select);
}

/** Follows a part of the layout. */
export function useLayout<T>(select: (layout: Layout) => T): T {
  return useStore(useWorkbench().layout, select);
}

/** Follows the ticked sites. */
export function useSelectedIds(): ReadonlySet<string> {
  return useStore(useWorkbench().selection, (state) => state.ids);
}

/** Renders anew after each ranking. The result must be read from `live` in the same render. */
export function useLive(live: LiveRanking): number {
  return useSyncExternalStore(
    useCallback((notify) => live.subscribe(notify), [live]),
    () => live.version,
  );
}

/** Follows one value of the live ranking; renders anew only when that value is another. */
export function useLiveValue<T extends string | number | boolean>(
  live: LiveRanking,
  read: (live: LiveRanking) => T,
): T {
  return useSyncExternalStore(
    useCallback((notify) => live.subscribe(notify), [live]),
    () => read(live),
  );
}

/** Renders anew only when other sites are shown. */
export function useMembership(live: LiveRanking): number {
  const version = useRef(live.membershipVersion);
  return useSyncExternalStore(
    useCallback(
      (notify) =>
        live.subscribe(({ membership }) => {
          if (membership) notify();
        }),
      [live],
    ),
    () => {
      version.current = live.membershipVersion;
      return version.current;
    },
  );
}

/** Names of provinces and gateways. */
export interface Places {
  provinceName(code: string): string;
  formerProvinceName(code: string): string;
  gatewayName(id: string): string;
  readonly provinces: readonly Province[];
  readonly gateways: ReadonlyMap<string, Gateway>;
}

/** Makes the names: Vietnamese ones in Vietnamese, English ones in every other language. */
export function createPlaces(
  provinces: readonly Province[],
  formerProvinces: readonly FormerProvince[],
  gateways: readonly Gateway[],
): Places {
  const byCode = new Map(provinces.map((province) => [province.code, province]));
  const formerByCode = new Map(formerProvinces.map((province) => [province.code, province]));
  const gatewayById = new Map(gateways.map((gateway) => [gateway.id, gateway]));
  const name = (place: { readonly nameVi: string; readonly nameEn: string } | undefined, fallback: string): string =>
    place === undefined ? fallback : currentLocale() === "vi" ? place.nameVi : place.nameEn;
  return {
    provinces,
    gateways: gatewayById,
    provinceName: (code) => name(byCode.get(code), code),
    formerProvinceName: (code) => name(formerByCode.get(code), code),
    gatewayName: (id) => name(gatewayById.get(id), id),
  };
}
