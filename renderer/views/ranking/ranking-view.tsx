/** The one screen of the decision: what matters, which sites, why and how sure. */
import { lazy, Suspense, useMemo } from "react";
import { bestToLoosen } from "../../state/filter-sites";
import { useDecision, useLayout, useMembership, useSelectedIds, useWorkbench } from "../../state/workbench";
import { DecisionFrame, type FrameActions } from "../decision-frame";
import { RankingTable } from "./ranking-table";
import styles from "./ranking-view.module.css";
import { EmptyRanking, Toolbar } from "./toolbar";

const LeftOut = lazy(() => import("./left-out"));

export default function RankingView() {
  return <DecisionFrame home="[role=grid]">{(frame) => <RankingCentre frame={frame} />}</DecisionFrame>;
}

function RankingCentre({ frame }: { readonly frame: FrameActions }) {
  const { live, places, own, selection, layout } = useWorkbench();
  useMembership(live);
  const { vndPerUsd, density, columns } = useLayout((state) => state);
  const selectedIds = useSelectedIds();
  const dragging = useDecision((state) => state.dragging);
  const filters = useDecision((state) => state.filters);

  const open = (row: number): void => frame.choose(row, true);

  // biome-ignore lint/correctness/useExhaustiveDependencies: rows follow the filters and the must-haves
  const loosen = useMemo(
    () => (live.rowCount > 0 ? null : bestToLoosen(live.sites.sites, live.filters, (at) => live.passesGates(at))),
    [live, live.membershipVersion, filters], // eslint-disable-line react-hooks/exhaustive-deps -- see above
  );
  const onToggle = useMemo(() => (id: string) => selection.toggle(id), [selection]);
  const onToggleAll = useMemo(
    () => (rows: readonly number[], selected: boolean) => {
      const ids = new Set(selection.getState().ids);
      for (const at of rows) {
        const id = live.sites.sites[at]?.id;
        if (id !== undefined) selected ? ids.add(id) : ids.delete(id);
      }
      selection.set(ids);
    },
    [selection, live],
  );

  return (
    <>
      <Toolbar sheetOpen={frame.sheetShown} onToggleSheet={frame.toggleSheet} />
      {live.rowCount === 0 ? <EmptyRanking facet={loosen?.facet ?? null} gain={loosen?.gain ?? 0} /> : null}
      <div className={styles.tableWrap} hidden={live.rowCount === 0}>
        <RankingTable
          live={live}
          places={places}
          edited={own.edited}
          selectedIds={selectedIds}
          onToggle={onToggle}
          onToggleAll={onToggleAll}
          onOpen={open}
          openedRow={frame.sheetShown ? frame.row : -1}
          vndPerUsd={vndPerUsd}
          density={density}
          columns={columns}
          onColumns={(next) => layout.setState({ columns: next })}
          dragging={dragging}
        />
      </div>
      {live.excludedByGates > 0 ? (
        <Suspense fallback={null}>
          <LeftOut onOpen={open} />
        </Suspense>
      ) : null}
    </>
  );
}
