/** The figures that shortlists were saved on, in the database: read for a document, removed when nothing refers to them. */
import * as v from "valibot";
import { decisionInputsSchema } from "../../shared/document/schema";
import type { DecisionInputs, Shortlist } from "../../shared/model/shortlist";
import type { ParkwiseDb } from "./db";
import { run } from "./user-data";

/** Room for them, characters. Newest shortlists come first; one whose figures find none still reads as saved. */
const ROOM = { mirror: 8_000_000, export: 32_000_000 } as const;

/** The figures that the shortlists refer to, as many as there is room for; inside a transaction over `inputs`. */
export async function readInputs(
  db: ParkwiseDb,
  shortlists: readonly Shortlist[],
  kind: keyof typeof ROOM,
): Promise<readonly DecisionInputs[]> {
  const newest = shortlists.toSorted((a, b) => (a.createdAt > b.createdAt ? -1 : 1));
  // A damaged shortlist may lack anything.
  const wanted = new Set(newest.flatMap(({ snapshot }) => snapshot?.record?.inputs ?? []));
  const found: DecisionInputs[] = [];
  let left: number = ROOM[kind];
  for (const id of wanted) {
    const inputs = await db.inputs.get(id);
    if (inputs === undefined || !v.is(decisionInputsSchema, inputs)) continue;
    // Id, name and sectors of a site take about 100 characters.
    const size = Object.values(inputs.measures).reduce((sum, text) => sum + text.length, 100 * inputs.siteIds.length);
    if (size > left) continue;
    left -= size;
    found.push(inputs);
  }
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Removes figures that no shortlist refers to any more. Done at a start, when no undo can ask for them. */
export async function sweepInputs(db: ParkwiseDb): Promise<void> {
  await run(db, async () => {
    if ((await db.inputs.count()) === 0) return;
    await db.transaction("rw", [db.shortlists, db.inputs], async () => {
      const used = new Set((await db.shortlists.toArray()).map(({ snapshot }) => snapshot?.record?.inputs));
      const stored = await db.inputs.toCollection().primaryKeys();
      await db.inputs.bulkDelete(stored.filter((id) => !used.has(id)));
    });
  });
}
