/** How the map is set up; kept while the app runs, so that the view comes back as it was left. */
import { createStore } from "zustand/vanilla";
import type { GatewayKind } from "../../../shared/model/catalogue";
import type { Camera } from "./geometry";

/** `place`: a click says where a place of the user's own lies. */
export type Tool = "pan" | "box" | "lasso" | "place";
/** The 34 provinces since July 2025, the 63 before, or none. */
export type ProvinceLayer = "now" | "former" | "none";

export interface MapSettings {
  readonly provinces: ProvinceLayer;
  readonly roads: boolean;
  readonly railways: boolean;
  readonly gateways: readonly GatewayKind[];
  /** Whether sites that filters, must-haves or the search leave out are drawn, muted. */
  readonly leftOut: boolean;
  readonly tool: Tool;
  readonly asTable: boolean;
  readonly legend: boolean;
}

export const mapStore = createStore<MapSettings>(() => ({
  provinces: "now",
  roads: true,
  railways: false,
  gateways: ["seaport", "border-gate", "airport", "economic-centre"],
  leftOut: true,
  tool: "pan",
  asTable: false,
  legend: true,
}));

/** Where the camera was left; null where it follows the sites. Beside the settings: it changes in every frame of a pan. */
export const lastCamera: { current: Camera | null } = { current: null };
