/**
 * The peer of a start: the plainest page that does the same first picture with the same libraries. Dexie's
 * `toArray` reads the records, TanStack Table sorts them by score, TanStack Virtual keeps the rows in sight.
 * No panel, no filters, no messages, no settings. `#facts` reads parks with all their facts, as the app keeps
 * them; else the bare sites.
 */
import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  sortFn_basic,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import Dexie, { type EntityTable } from "dexie";
import { useEffect, useRef, useState } from "react";
import { createRoot } from "react-dom/client";

interface Entry {
  readonly id: string;
  readonly name: string;
  readonly province: string;
  readonly region: string;
  readonly status: string | null;
  /** Values 0..1 of the criteria. */
  readonly values: readonly number[];
}

const name = location.hash === "#facts" ? "bare-facts" : "bare-sites";
const db = new Dexie(name) as Dexie & { sites: EntityTable<Entry, "id"> };
db.version(1).stores({ sites: "id,province,region,status" });
const weights: readonly number[] = [100, 50, 60, 50, 30, 70, 30, 60, 20, 20, 70, 40, 40];
const total = weights.reduce((sum, weight) => sum + weight, 0);

interface Scored extends Entry {
  readonly score: number;
}

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic },
});
const columns: ColumnDef<typeof features, Scored>[] = [
  { id: "name", accessorKey: "name", header: "Site" },
  { id: "province", accessorKey: "province", header: "Province" },
  { id: "score", accessorKey: "score", header: "Score", sortFn: "basic" },
  ...weights.map(
    (_, c): ColumnDef<typeof features, Scored> => ({
      id: `c${c}`,
      accessorFn: (site) => site.values[c] ?? 0,
      header: `C${c}`,
    }),
  ),
];
const SORTING = [{ id: "score", desc: true }];
const NONE: Scored[] = [];

function Page() {
  const [data, setData] = useState(NONE);
  const grid = useRef<HTMLDivElement>(null);
  useEffect(() => {
    void db.sites.toArray().then((sites) =>
      setData(
        sites.map((site) => ({
          ...site,
          score: site.values.reduce((sum, value, c) => sum + value * (weights[c] ?? 0), 0) / total,
        })),
      ),
    );
  }, []);
  const table = useTable({ features, columns, data, state: { sorting: SORTING } });
  const { rows } = table.getRowModel();
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => grid.current,
    estimateSize: () => 32,
    overscan: 3,
  });
  return (
    <div className="grid" ref={grid}>
      <div className="row head">
        <span>Rank</span>
        {columns.map(({ id, header }) => (
          <span key={id}>{header as string}</span>
        ))}
      </div>
      <div style={{ height: virtualizer.getTotalSize(), position: "relative" }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <div key={row.id} className="row" data-place={index} style={{ top: start }}>
              <span>{index + 1}</span>
              {row.getAllCells().map((cell) => {
                const value = cell.getValue();
                const text = typeof value === "number" ? (value * 100).toFixed(1) : String(value);
                return (
                  <span key={cell.id} className={cell.column.id}>
                    {text}
                  </span>
                );
              })}
            </div>
          );
        })}
      </div>
    </div>
  );
}

Object.assign(globalThis, {
  /** Fills the database; a reload then starts warm. */
  fill: (entries: readonly Entry[]) => db.sites.bulkPut(entries),
});
const root = document.getElementById("root");
if (root !== null) createRoot(root).render(<Page />);
