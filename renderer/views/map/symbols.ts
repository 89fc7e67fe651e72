/** Signs of gateways, 16 by 16, drawn alike on the map and in its legend. */
import type { Gateway, GatewayKind } from "../../../shared/model/catalogue";

export type SymbolId = "port-deep" | "port" | "gate-china" | "gate" | "airport-international" | "airport" | "centre";

/** Outline of each sign; `filled` ones stand on a dark disc or block, the others are lines. */
export const SYMBOLS: Readonly<
  Record<SymbolId, { readonly ground: string | null; readonly lines: string; readonly fill: boolean }>
> = {
  "port-deep": {
    ground: "M8 .8a7.2 7.2 0 1 1 0 14.4A7.2 7.2 0 0 1 8 .8Z",
    lines:
      "M8 5.4v7M6 7.2h4M4.4 9.3c.2 2 1.7 3.1 3.6 3.1s3.4-1.1 3.6-3.1M8 5.4a1.1 1.1 0 1 0 0-2.2 1.1 1.1 0 0 0 0 2.2Z",
    fill: false,
  },
  port: {
    ground: null,
    lines:
      "M8 5.4v7M6 7.2h4M4.4 9.3c.2 2 1.7 3.1 3.6 3.1s3.4-1.1 3.6-3.1M8 5.4a1.1 1.1 0 1 0 0-2.2 1.1 1.1 0 0 0 0 2.2Z",
    fill: false,
  },
  "gate-china": { ground: "M1.5 1.5h13v13h-13z", lines: "M4 12V5.6h8V12M3.4 5.6h9.2M6.6 12V8.6h2.8V12", fill: false },
  gate: { ground: null, lines: "M4 12V5.6h8V12M3.2 5.6h9.6", fill: false },
  "airport-international": {
    ground: "M8 .8a7.2 7.2 0 1 1 0 14.4A7.2 7.2 0 0 1 8 .8Z",
    lines:
      "M8 2.6c.6 0 .9.7.9 1.4v2.6l4 2.5v1.3l-4-1.2v2.3l1.3 1v.9L8 12.8l-2.2.6v-.9l1.3-1V9.2l-4 1.2V9.1l4-2.5V4c0-.7.3-1.4.9-1.4Z",
    fill: true,
  },
  airport: {
    ground: null,
    lines:
      "M8 2.6c.6 0 .9.7.9 1.4v2.6l4 2.5v1.3l-4-1.2v2.3l1.3 1v.9L8 12.8l-2.2.6v-.9l1.3-1V9.2l-4 1.2V9.1l4-2.5V4c0-.7.3-1.4.9-1.4Z",
    fill: true,
  },
  centre: {
    ground: null,
    lines: "M8 1.6l1.9 4.2 4.6.5-3.4 3.1.9 4.5L8 11.6l-4 2.3.9-4.5L1.5 6.3l4.6-.5z",
    fill: true,
  },
};

export const GATEWAY_KINDS: readonly GatewayKind[] = ["seaport", "border-gate", "airport", "economic-centre"];

/** The signs of each kind, as the legend lists them. */
export const SYMBOLS_OF: Readonly<Record<GatewayKind, readonly SymbolId[]>> = {
  seaport: ["port-deep", "port"],
  "border-gate": ["gate-china", "gate"],
  airport: ["airport-international", "airport"],
  "economic-centre": ["centre"],
};

/** The sign of a gateway: what it counts for decides. */
export function symbolOf(gateway: Gateway): SymbolId {
  switch (gateway.kind) {
    case "seaport":
      return gateway.serves.includes("deep-water-port") ? "port-deep" : "port";
    case "border-gate":
      return gateway.serves.includes("china-gate") ? "gate-china" : "gate";
    case "airport":
      return gateway.serves.includes("international-airport") ? "airport-international" : "airport";
    case "economic-centre":
      return "centre";
  }
}

/** Signs that the map shows from afar. */
export function isMajor(symbol: SymbolId): boolean {
  return symbol !== "port" && symbol !== "gate" && symbol !== "airport";
}
