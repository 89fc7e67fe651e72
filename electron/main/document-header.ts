/**
 * What the shell reads of a document: its header's counts, to tell a full mirror from an empty one. The
 * document itself is the app's business and is never changed here.
 */
import * as v from "valibot";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const withHeader = v.looseObject({
  header: v.looseObject({ counts: v.record(v.string(), count) }),
});

/** Settings alone are no data that a user would miss: a fresh database has them too. */
const NOT_RECORDS: ReadonlySet<string> = new Set(["settings"]);

/** Records the header counts; null when the text is no document with such a header. */
export function documentRecords(text: string): number | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = v.safeParse(withHeader, value);
  if (!parsed.success) return null;
  return Object.entries(parsed.output.header.counts)
    .filter(([name]) => !NOT_RECORDS.has(name))
    .reduce((sum, [, records]) => sum + records, 0);
}
