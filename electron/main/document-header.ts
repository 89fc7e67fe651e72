/**
 * What the shell reads of a document: the counts at its head, to tell a full mirror from an empty one. The
 * document itself is the app's business and is never changed here.
 */
import * as v from "valibot";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const documentHead = v.looseObject({
  format: v.literal("parkwise"),
  counts: v.record(v.string(), count),
});

/** Settings alone are no data that a user would miss: a fresh database has them too. */
const NOT_RECORDS: ReadonlySet<string> = new Set(["settings"]);

/** Records that the document's head counts; null when the text is no Parkwise document. */
export function documentRecords(text: string): number | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = v.safeParse(documentHead, value);
  if (!parsed.success) return null;
  return Object.entries(parsed.output.counts)
    .filter(([name]) => !NOT_RECORDS.has(name))
    .reduce((sum, [, records]) => sum + records, 0);
}
