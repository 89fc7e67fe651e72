/** What is drawn: everything the painters need, put together by the stage. */
import type { Gateway } from "../../../shared/model/catalogue";
import type { AccessKind } from "../../../shared/model/park";
import type { LiveRanking } from "../../state/live-ranking";
import { isOwnPlace } from "../../state/own-part";
import type { Camera, Point, Size } from "./geometry";
import type { Rect } from "./labels";
import type { Layer, LayerId } from "./layers";
import type { MapSettings } from "./map-store";
import type { Palette } from "./palette";
import type { Marks } from "./sites";
import { isMajor, symbolOf } from "./symbols";

/** A line from the chosen site to a gateway. */
export interface Link {
  readonly kind: AccessKind;
  readonly gateway: Gateway;
  /** Ready to show: "≈ 78 km". */
  readonly distance: string;
  readonly evidence: "sourced" | "estimated";
}

export interface Scene {
  readonly live: LiveRanking;
  readonly marks: Marks;
  readonly camera: Camera;
  readonly size: Size;
  readonly palette: Palette;
  readonly settings: MapSettings;
  readonly layers: ReadonlyMap<LayerId, Layer>;
  readonly sheet: Path2D;
  readonly gateways: readonly Gateway[];
  readonly provinceName: (code: string, former: boolean) => string;
  readonly countryName: (englishName: string) => string;
  readonly gatewayName: (id: string) => string;
  readonly siteName: (row: number) => string;
  /** Ticked rows. */
  readonly ticked: ReadonlySet<number>;
  /** The part of the canvas that is in sight; names of what lies in it stay in it. */
  readonly inSight: Rect;
  /** What lies over the canvas, the legend and the buttons: no name is written there. */
  readonly plates: readonly Rect[];
  /** Row of the site whose sheet is meant; -1 for none. */
  readonly chosen: number;
  readonly links: readonly Link[];
  /** Row under the pointer or the keyboard; -1 for none. */
  readonly hovered: number;
  /** Outline of a selection under way, window px. */
  readonly selecting: readonly Point[];
  readonly breaks: readonly number[];
}

/** The gateways that are drawn: the kinds wanted, the minor ones on a near map only; always the linked and the user's. */
export function visibleGateways({ gateways, links, settings, camera }: Scene): readonly Gateway[] {
  return gateways.filter(
    (gateway) =>
      isOwnPlace(gateway) ||
      links.some((link) => link.gateway.id === gateway.id) ||
      (settings.gateways.includes(gateway.kind) && (camera.k > 1 || isMajor(symbolOf(gateway)))),
  );
}
