/** The base map's layers as the settings want them: fetched once, kept while the view is open. */
import { useCallback, useEffect, useRef, useState } from "react";
import { type Layer, type LayerId, loadLayer } from "./layers";
import type { MapSettings } from "./map-store";

/** The layers that these settings draw, the ground first. */
export function wantedLayers({
  provinces,
  roads,
  railways,
}: Pick<MapSettings, "provinces" | "roads" | "railways">): readonly LayerId[] {
  return [
    "countries",
    provinces === "former" ? "provinces63" : "provinces34",
    "land-borders",
    ...(roads ? (["roads"] as const) : []),
    ...(railways ? (["railways"] as const) : []),
  ];
}

export interface Layers {
  readonly layers: ReadonlyMap<LayerId, Layer>;
  /** Wanted layers whose file could not be read. */
  readonly failed: readonly LayerId[];
  retry(): void;
}

export function useLayers(settings: MapSettings): Layers {
  const [layers, setLayers] = useState<ReadonlyMap<LayerId, Layer>>(new Map());
  const [failed, setFailed] = useState<readonly LayerId[]>([]);
  const asked = useRef(new Set<LayerId>());
  const wanted = wantedLayers(settings);
  const key = wanted.join();
  const ask = useCallback((id: LayerId) => {
    if (asked.current.has(id)) return;
    asked.current.add(id);
    loadLayer(id).then(
      (layer) => {
        setLayers((all) => new Map(all).set(id, layer));
        setFailed((all) => all.filter((other) => other !== id));
      },
      (cause: unknown) => {
        console.warn(cause);
        setFailed((all) => [...all.filter((other) => other !== id), id]);
      },
    );
  }, []);
  useEffect(() => {
    for (const id of key.split(",")) ask(id as LayerId);
  }, [key, ask]);
  const missing = failed.filter((id) => wanted.includes(id));
  return {
    layers,
    failed: missing,
    retry: () => {
      for (const id of missing) {
        asked.current.delete(id);
        ask(id);
      }
    },
  };
}
