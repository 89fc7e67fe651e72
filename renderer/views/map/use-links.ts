/** The chosen site's lines: to its nearest China gate, deep-water port and international airport. */
import { useEffect, useState } from "react";
import type { AccessKind } from "../../../shared/model/park";
import { formatNumber, t } from "../../messages";
import { useWorkbench } from "../../state/workbench";
import type { Link } from "./scene";

const KINDS: readonly AccessKind[] = ["china-gate", "deep-water-port", "international-airport"];
const NONE: readonly Link[] = [];

export function useLinks(siteId: string | null): readonly Link[] {
  const { store, places } = useWorkbench();
  const [found, setFound] = useState<{ readonly id: string | null; readonly links: readonly Link[] }>({
    id: null,
    links: NONE,
  });
  useEffect(() => {
    if (siteId === null) return;
    let current = true;
    store.sites.get(siteId).then(
      (park) => {
        if (!current) return;
        const links = KINDS.flatMap((kind): readonly Link[] => {
          const access = park?.access[kind];
          const gateway = access === undefined ? undefined : places.gateways.get(access.gateway);
          if (access === undefined || gateway === undefined) return [];
          const evidence = access.fact === null ? "estimated" : "sourced";
          const km = formatNumber(access.km);
          return [
            {
              kind,
              gateway,
              evidence,
              distance: t(evidence === "sourced" ? "map.link.stated" : "map.link.estimated", { km }),
            },
          ];
        });
        setFound({ id: siteId, links });
      },
      // The sheet says that the facts cannot be read; the map then has no lines.
      () => current && setFound({ id: siteId, links: NONE }),
    );
    return () => {
      current = false;
    };
  }, [store, places, siteId]);
  return found.id === siteId ? found.links : NONE;
}
