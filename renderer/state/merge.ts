/**
 * A colleague's document beside the user's own data: what differs, record by record, and the one change
 * that follows from what the user chooses for each. What an import brought goes with its import.
 */

import { editKey, editsInForce } from "../../shared/catalogue/overlay";
import { canonicalJson, type DocumentBody, overlayOf } from "../../shared/document/document";
import type { Json } from "../../shared/document/schema";
import type { Overlay } from "../../shared/model/overlay";
import type { SavedProfile } from "../../shared/model/profile";
import type { Shortlist } from "../../shared/model/shortlist";
import type { LayerChange, OwnRecords } from "../data/layer";

/** Kinds of records that the user chooses about, in the order of the screen. */
export const MERGE_KINDS = [
  "shortlists",
  "profiles",
  "edits",
  "customParks",
  "gateways",
  "criteria",
  "imports",
  "hidden",
] as const;
export type MergeKind = (typeof MERGE_KINDS)[number];

/** `mine`: nothing is taken. `both`: theirs comes beside mine (an edit: into the history). */
export type MergeChoice = "mine" | "theirs" | "both";

export interface Difference<K extends MergeKind = MergeKind> {
  /** Unique over all kinds. */
  readonly key: string;
  readonly kind: K;
  /** Null: it is only in the file. */
  readonly mine: OwnRecords[K] | null;
  readonly theirs: OwnRecords[K];
  /** What can be chosen, the proposed one first. */
  readonly options: readonly MergeChoice[];
}

/** The user's own data as they are now. */
export interface Mine {
  readonly profiles: readonly SavedProfile[];
  readonly shortlists: readonly Shortlist[];
  readonly overlay: Overlay;
}

export interface Differences {
  readonly list: readonly Difference[];
  /** Records that are the same on both sides. */
  readonly same: number;
}

function equal(a: unknown, b: unknown): boolean {
  return canonicalJson(a as Json) === canonicalJson(b as Json);
}

/** Finds what differs. */
export function findDifferences(mine: Mine, body: DocumentBody): Differences {
  const theirs = overlayOf(body);
  const list: Difference[] = [];
  let same = 0;
  const compare = <K extends MergeKind>(
    kind: K,
    ours: readonly OwnRecords[K][],
    others: readonly OwnRecords[K][],
    keyOf: (record: OwnRecords[K]) => string,
    whenBoth: readonly MergeChoice[],
  ): void => {
    const byKey = new Map(ours.map((record) => [keyOf(record), record]));
    for (const record of others) {
      const key = keyOf(record);
      const own = byKey.get(key) ?? null;
      if (own !== null && equal(own, record)) {
        same += 1;
        continue;
      }
      const options: readonly MergeChoice[] = own === null ? ["theirs", "mine"] : whenBoth;
      list.push({ key: `${kind} ${key}`, kind, mine: own, theirs: record, options });
    }
  };
  const id = (record: { readonly id: string }): string => record.id;
  const byHand = <T extends { readonly importId: string | null }>(records: readonly T[]): readonly T[] =>
    records.filter(({ importId }) => importId === null);
  const three: readonly MergeChoice[] = ["mine", "theirs", "both"];
  compare("shortlists", mine.shortlists, body.shortlists, id, three);
  compare("profiles", mine.profiles, body.profiles, id, three);
  // Edits are compared by what they are of: two people correct one figure in two edits.
  const known = new Set(mine.overlay.edits.map((edit) => edit.id));
  const inForce = byHand(editsInForce(theirs)).filter((edit) => {
    const ours = editsInForce(mine.overlay).find((one) => editKey(one) === editKey(edit));
    const there = ours !== undefined && equal(ours.value, edit.value) && ours.action === edit.action;
    if (there || (known.has(edit.id) && ours === undefined)) same += 1;
    return !there && !(known.has(edit.id) && ours === undefined);
  });
  compare("edits", editsInForce(mine.overlay), inForce, editKey, three);
  compare("customParks", mine.overlay.customParks, byHand(theirs.customParks), id, three);
  compare("gateways", mine.overlay.gateways, byHand(theirs.gateways), id, three);
  compare("criteria", mine.overlay.criteria, byHand(theirs.criteria), id, three);
  compare("imports", mine.overlay.imports, theirs.imports, id, ["mine", "theirs"]);
  compare(
    "hidden",
    mine.overlay.hiddenParks.map((park) => ({ id: park })),
    theirs.hiddenParks.map((park) => ({ id: park })),
    id,
    ["mine", "theirs"],
  );
  return { list, same };
}

export interface MergeContext {
  /** ISO 8601 time of the merge. */
  readonly now: string;
  readonly newId: () => string;
  /** Name of a copy that stands beside the user's own. */
  readonly copyName: (name: string) => string;
}

/** The change that the choices ask for, with the sources, columns and provinces that what is taken needs. */
export function mergeChange(
  mine: Mine,
  body: DocumentBody,
  differences: readonly Difference[],
  choiceOf: (difference: Difference) => MergeChoice,
  context: MergeContext,
): { readonly change: LayerChange; readonly taken: number } {
  const theirs = overlayOf(body);
  const put: { -readonly [K in keyof OwnRecords]?: OwnRecords[K][] } = {};
  const add = <K extends keyof OwnRecords>(table: K, ...records: readonly OwnRecords[K][]): void => {
    const list: OwnRecords[K][] = put[table] ?? [];
    for (const record of records) list.push(record);
    put[table] = list as never;
  };
  let taken = 0;
  for (const difference of differences) {
    const choice = choiceOf(difference);
    if (choice === "mine") continue;
    taken += 1;
    const copied = choice === "both" && difference.mine !== null;
    switch (difference.kind) {
      case "shortlists":
      case "profiles":
      case "customParks":
      case "gateways": {
        const record = difference.theirs as OwnRecords["gateways"];
        const copy = copied
          ? { ...record, id: copyId(record.id, context), name: context.copyName(record.name) }
          : record;
        add(difference.kind as "gateways", copy);
        break;
      }
      case "criteria": {
        const record = difference.theirs as OwnRecords["criteria"];
        const label = context.copyName(record.label ?? record.id);
        add("criteria", copied ? { ...record, id: `${record.id}:${context.newId()}`, label } : record);
        break;
      }
      case "edits": {
        const record = difference.theirs as OwnRecords["edits"];
        // Theirs counts from now on; beside mine it stands in the history only.
        if (difference.mine === null) add("edits", record);
        else if (copied) add("edits", { ...record, id: context.newId(), revertedAt: context.now });
        else add("edits", { ...record, id: context.newId(), editedAt: context.now });
        break;
      }
      case "imports": {
        const record = difference.theirs as OwnRecords["imports"];
        const of = <T extends { readonly importId: string | null }>(list: readonly T[]): readonly T[] =>
          list.filter(({ importId }) => importId === record.id);
        add("imports", record);
        add("customParks", ...of(theirs.customParks));
        add("edits", ...of(theirs.edits));
        add("columns", ...of(theirs.columns));
        add("gateways", ...of(theirs.gateways));
        add("criteria", ...of(theirs.criteria));
        add("ownProvinces", ...of(theirs.provinces));
        break;
      }
      case "hidden":
        add("hidden", difference.theirs);
    }
  }
  const saved = new Set((put.shortlists ?? []).map(({ snapshot }) => snapshot.record?.inputs));
  const inputs = (body.inputs ?? []).filter((one) => saved.has(one.id));
  if (inputs.length > 0) put.inputs = inputs;
  addNeeded(put, mine.overlay, theirs);
  return { change: { put }, taken };
}

/** What the taken records lean on and is not there yet. */
function addNeeded(put: { -readonly [K in keyof OwnRecords]?: OwnRecords[K][] }, mine: Overlay, theirs: Overlay): void {
  const missing = <T extends { readonly id: string }>(
    wanted: ReadonlySet<string>,
    there: readonly T[],
    from: readonly T[],
    taken: readonly T[],
  ): T[] => {
    const have = new Set([...there, ...taken].map(({ id }) => id));
    return from.filter(({ id }) => wanted.has(id) && !have.has(id));
  };
  const measures = (put.criteria ?? []).map(({ measure }) => measure);
  const columns = new Set(measures.flatMap((measure) => (measure.type === "column" ? [measure.columnId] : [])));
  const gateways = new Set(measures.flatMap((measure) => (measure.type === "gateway" ? [measure.gatewayId] : [])));
  const sources = new Set((put.customParks ?? []).flatMap(({ facts }) => facts.map(({ source }) => source)));
  const more = {
    columns: missing(columns, mine.columns, theirs.columns, put.columns ?? []),
    gateways: missing(gateways, mine.gateways, theirs.gateways, put.gateways ?? []),
    ownSources: missing(sources, mine.sources, theirs.sources, put.ownSources ?? []),
  };
  if (more.columns.length > 0) put.columns = [...(put.columns ?? []), ...more.columns];
  if (more.gateways.length > 0) put.gateways = [...(put.gateways ?? []), ...more.gateways];
  if (more.ownSources.length > 0) put.ownSources = [...(put.ownSources ?? []), ...more.ownSources];
  const codes = new Set((put.customParks ?? []).map(({ province }) => province));
  const have = new Set([...mine.provinces, ...(put.ownProvinces ?? [])].map(({ code }) => code));
  const provinces = theirs.provinces.filter(({ code }) => codes.has(code) && !have.has(code));
  if (provinces.length > 0) put.ownProvinces = [...(put.ownProvinces ?? []), ...provinces];
}

/** A park keeps the prefix that says whose it is. */
function copyId(id: string, { newId }: MergeContext): string {
  const prefix = /^(?:user|import|gateway):/.exec(id)?.[0] ?? "";
  return `${prefix}${newId()}`;
}
