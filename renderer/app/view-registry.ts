/**
 * The views of the workbench, in the order of the view switch. A view is a folder in `views/`; its
 * code is loaded when it is first opened (the ranking comes with the first script).
 */
import { type ComponentType, lazy } from "react";
import { loadArea, type MessageKey } from "../messages";
import RankingView from "../views/ranking/ranking-view";

export interface View {
  readonly id: string;
  readonly label: MessageKey;
  readonly Component: ComponentType;
  /** Reached by a button of its own, not by the view switch. */
  readonly aside?: true;
}

/** A view whose code and messages come when it is opened. */
function lazyView(
  id: string,
  label: MessageKey,
  areas: readonly string[],
  load: () => Promise<{ default: ComponentType }>,
): View {
  return {
    id,
    label,
    Component: lazy(async () => {
      const [module] = await Promise.all([load(), ...areas.map(loadArea)]);
      return module;
    }),
  };
}

export const VIEWS: readonly View[] = [
  { id: "ranking", label: "common.view.ranking", Component: RankingView },
  lazyView("map", "common.view.map", ["map", "site"], () => import("../views/map/map-view")),
  lazyView("compare", "common.view.compare", ["compare"], () => import("../views/compare/compare-view")),
  lazyView("robustness", "common.view.robustness", ["robustness"], () => import("../views/robustness/robustness-view")),
  lazyView(
    "shortlists",
    "common.view.shortlists",
    ["shortlists", "records"],
    () => import("../views/shortlists/shortlists-view"),
  ),
  lazyView("own", "common.view.own", ["edits", "site", "criteria"], () => import("../views/own-data/own-data-view")),
  {
    ...lazyView(
      "import",
      "common.view.import",
      ["import", "import-view", "edits", "site"],
      () => import("../views/import/import-view"),
    ),
    aside: true,
  },
  lazyView("data", "common.view.data", ["data", "storage"], () => import("../views/data/data-view")),
  { ...lazyView("guide", "common.view.guide", ["guide"], () => import("../views/guide/guide-view")), aside: true },
];
