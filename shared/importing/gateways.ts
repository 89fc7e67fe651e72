/** Places that matter to the user, from a table: a name, coordinates, and where stated a kind and a road factor. */
import { CUSTOM_GATEWAY_KINDS, type CustomGateway, type CustomGatewayKind } from "../model/overlay";
import { fold } from "../text/fold";
import type { Inspection } from "./inspect";
import { cellText, readNumber } from "./numbers";
import { guessedMapping, planImport } from "./plan";
import { ImportError, type Problem, Problems } from "./types";

const KIND_WORDS: readonly (readonly [CustomGatewayKind, RegExp])[] = [
  ["border-gate", /border|cua khau|口岸|国境|국경/],
  ["airport", /airport|san bay|cang hang khong|机场|機場|空港|공항/],
  ["seaport", /port|cang|harbou?r|terminal|港|항/],
  ["supplier", /supplier|plant|factory|customer|nha may|nha cung cap|供应商|工場|공장/],
  ["economic-centre", /city|centre|center|thanh pho|trung tam|市/],
];

function kindOf(text: string): CustomGatewayKind | null {
  const folded = fold(text);
  const id = CUSTOM_GATEWAY_KINDS.find((kind) => fold(kind) === folded);
  return id ?? KIND_WORDS.find(([, words]) => words.test(folded))?.[0] ?? null;
}

/**
 * Reads places from an inspected table. Columns: a name and coordinates as in any import; "kind" or
 * "type"; "road factor" (1 to 5), which stands in for the catalogue's.
 *
 * @throws ImportError no-name-column, not-a-table when no row has a position
 */
export async function readGateways(
  inspection: Inspection,
  context: { readonly importId: string; readonly now: string },
): Promise<{ readonly gateways: readonly CustomGateway[]; readonly problems: readonly Problem[] }> {
  const { table } = inspection;
  if (table === null) throw new ImportError("not-a-table");
  const mapping = guessedMapping(inspection.columns);
  const plan = await planImport(table, mapping);
  const problems = new Problems();
  for (const problem of plan.problems) problems.list.push(problem);
  const find = (words: RegExp) => table.header.findIndex((name) => words.test(fold(name)));
  const kindColumn = find(/^(?:kind|type|loai|loai hinh|category)$/);
  const factorColumn = find(/road factor|he so duong|^factor$/);
  const cells = new Map(table.rows.map((row, index) => [table.rowNumbers[index], row]));
  const gateways = plan.rows.flatMap((row): CustomGateway[] => {
    const place = { row: row.row };
    if (row.position === null) {
      problems.add("refused", "coordinate-incomplete", {}, place);
      return [];
    }
    const own = cells.get(row.row) ?? [];
    const stated = kindColumn === -1 ? "" : cellText(own[kindColumn] ?? null);
    const reading = factorColumn === -1 ? null : readNumber(own[factorColumn] ?? null, "point");
    const factor = reading?.kind === "number" ? reading.value : null;
    const sound = factor !== null && factor >= 1 && factor <= 5;
    if (factor !== null && !sound) {
      const header = table.header[factorColumn] ?? "";
      const values = { text: String(factor), value: factor, min: 1, max: 5, unit: "" };
      problems.add("refused", "out-of-range", values, { ...place, column: factorColumn, header });
    }
    return [
      {
        id: `gateway-${context.importId}-${row.row}`,
        name: row.name,
        kind: kindOf(stated) ?? kindOf(row.name) ?? "other",
        note: row.note,
        serves: [],
        roadFactor: factor !== null && sound ? { factor, low: factor, high: factor } : null,
        importId: null,
        createdAt: context.now,
        ...row.position,
      },
    ];
  });
  if (gateways.length === 0) throw new ImportError("not-a-table", { detail: "coordinates" });
  return { gateways, problems: problems.list };
}
