/**
 * Reads `seeds/`, checks every file, and joins the entries of each park: the union over the files,
 * then the reviewed merges. All problems are collected and reported at once.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import {
  checkParkFile,
  describeProblem,
  isFactValue,
  isFieldId,
  type SeedContext,
  type SeedMerges,
  type SeedParkFile,
  type SeedProblem,
  type SeedSource,
  type SeedSourceKinds,
  seedMerges,
  seedSourceKinds,
} from "../../shared/catalogue/seed-schema";
import type { Source, SourceKind } from "../../shared/model/evidence";
import type { Fact } from "../../shared/model/park";
import { fold } from "../../shared/text/fold";

/** The seeds do not compile; the message lists every problem on a line of its own. */
export class SeedError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The seeds have ${problems.length} problem(s):\n${problems.map((line) => `  ${line}`).join("\n")}`);
    this.name = "SeedError";
  }
}

/** A park's statements before anything is derived from them. */
export interface ParkEntry {
  readonly id: string;
  readonly name: string;
  readonly nameVi: string;
  readonly aka: readonly string[];
  /** Code of the former province. */
  readonly formerProvince: string;
  /** As stated, best first, each with the source that states it. */
  readonly localities: readonly { readonly text: string; readonly source: string }[];
  readonly facts: readonly Fact[];
}

interface FormerProvinceNames {
  readonly code: string;
  readonly nameVi: string;
  readonly nameEn: string;
  readonly aliases: readonly string[];
}

export interface Seeds {
  readonly entries: readonly ParkEntry[];
  /** All sources of facts, by id, with their kinds. */
  readonly sources: ReadonlyMap<string, Source>;
  readonly merges: SeedMerges;
  readonly kinds: SeedSourceKinds;
}

/** Reads a JSON file of the seeds; its error names the file and says what to do. */
export function readSeed<T>(folder: string, file: string): T {
  let content: string;
  try {
    content = readFileSync(path.join(folder, file), "utf8");
  } catch {
    throw new SeedError([`${file}: is missing; restore it from the repository`]);
  }
  try {
    return JSON.parse(content) as T;
  } catch (error) {
    throw new SeedError([`${file}: is no JSON (${error instanceof Error ? error.message : ""}); correct it`]);
  }
}

function checked<T>(schema: v.GenericSchema<unknown, T>, folder: string, file: string): T {
  const result = v.safeParse(schema, readSeed(folder, file));
  if (result.success) return result.output;
  throw new SeedError(result.issues.map((issue) => `${file}: ${v.getDotPath(issue) ?? ""}: ${issue.message}`));
}

/** The kind of a source, by its own line or its publisher's; null when it is not classified. */
export function kindOf(id: string, source: Pick<SeedSource, "publisher">, kinds: SeedSourceKinds): SourceKind | null {
  return kinds.sources[id] ?? (source.publisher === null ? null : (kinds.publishers[source.publisher] ?? null));
}

/** A seed's source as the catalogue carries it. Links to mirrors are left out; the title says so. */
export function toSource(id: string, source: SeedSource, kinds: SeedSourceKinds): Source | null {
  const kind = kindOf(id, source, kinds);
  if (kind === null) return null;
  const host = source.url === null ? null : new URL(source.url).hostname;
  const mirrored = host !== null && kinds.mirrors.includes(host);
  return {
    id,
    url: mirrored ? null : source.url,
    title: mirrored ? `${source.title} (copy; address not offered)` : source.title,
    publisher: source.publisher,
    date: source.date,
    kind,
    ...(source.licence === undefined ? {} : { licence: source.licence }),
  };
}

/** Reads and checks the parks of all files. @throws SeedError with every problem found. */
export function readSeeds(folder: string, provinces: readonly FormerProvinceNames[], latestYear: number): Seeds {
  const kinds = checked(seedSourceKinds, folder, "source-kinds.json");
  const merges = checked(seedMerges, folder, "merges.json");
  const files = readdirSync(path.join(folder, "parks"))
    .filter((name) => name.endsWith(".json"))
    .map((name) => `parks/${name}`)
    .sort(byRegionFirst);
  const contents = files.map((file) => ({ file, json: readSeed<SeedParkFile>(folder, file) }));
  const names = new Map(provinces.flatMap((p) => [p.nameVi, ...p.aliases].map((name) => [name, p.code] as const)));
  const context: SeedContext = {
    sources: new Set(contents.flatMap(({ json }) => Object.keys(json.sources ?? {}))),
    formerProvinces: new Set(names.keys()),
    latestYear,
  };
  const problems: SeedProblem[] = contents.flatMap(({ file, json }) => checkParkFile(file, json, context));
  if (problems.length > 0) throw new SeedError(problems.map(describeProblem));

  const lines: string[] = [];
  const sources = new Map<string, Source>();
  for (const { file, json } of contents) {
    for (const [id, seed] of Object.entries(json.sources)) {
      const source = toSource(id, seed, kinds);
      if (sources.has(id)) lines.push(`${file}: source ${id}: stands in another file too; give it an id of its own`);
      if (source === null) {
        lines.push(`${file}: source ${id}: "${seed.publisher}" has no kind; add it to source-kinds.json`);
      } else sources.set(id, source);
    }
  }
  const entries = joinEntries(contents, names, lines);
  const merged = applyMerges(entries, merges, lines);
  if (lines.length > 0) throw new SeedError(lines);
  return { entries: merged, sources, merges, kinds };
}

/** Region files first: they hold the names; the rest by name. */
function byRegionFirst(a: string, b: string): number {
  const rank = (file: string) => {
    const at = ["north", "central", "south"].indexOf(path.basename(file, ".json"));
    return at === -1 ? 3 : at;
  };
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}

interface Draft {
  id: string;
  name?: string | undefined;
  nameVi?: string | undefined;
  aka: string[];
  province?: string | undefined;
  localities: { text: string; source: string }[];
  facts: Fact[];
}

function joinEntries(
  contents: readonly { readonly file: string; readonly json: SeedParkFile }[],
  provinces: ReadonlyMap<string, string>,
  lines: string[],
): ParkEntry[] {
  const drafts = new Map<string, Draft>();
  for (const { file, json } of contents) {
    for (const park of json.parks) {
      const draft = drafts.get(park.id) ?? { id: park.id, aka: [], localities: [], facts: [] };
      drafts.set(park.id, draft);
      draft.name ??= park.name;
      // A Vietnamese name may be printed as the word null where a source had none.
      draft.nameVi ??= park.nameVi === "null" ? undefined : (park.nameVi ?? undefined);
      draft.aka.push(...(park.aka ?? []));
      const province = park.formerProvince === undefined ? undefined : provinces.get(park.formerProvince);
      if (draft.province !== undefined && province !== undefined && draft.province !== province) {
        lines.push(`${file}: park ${park.id}, formerProvince: differs from another file's; decide which is right`);
      }
      draft.province ??= province;
      if (park.locality != null) {
        // A locality with a source of its own was looked up for the purpose, so it leads.
        const statement = { text: park.locality, source: park.localitySource ?? park.facts[0]?.source ?? park.id };
        if (park.localitySource === undefined) draft.localities.push(statement);
        else draft.localities.unshift(statement);
      }
      for (const { field, value, asOf, source, note } of park.facts) {
        if (!isFieldId(field) || !isFactValue(field, value)) continue;
        draft.facts.push({ field, value, asOf, source, ...(note === undefined ? {} : { note }) });
      }
    }
  }
  return [...drafts.values()].flatMap((draft) => {
    const { id, name, province } = draft;
    if (name === undefined || province === undefined) {
      lines.push(`parks/: park ${id}: no file gives its ${name === undefined ? "name" : "formerProvince"}; add it`);
      return [];
    }
    const { aka, localities, facts } = draft;
    return [{ id, name, nameVi: draft.nameVi ?? name, aka, formerProvince: province, localities, facts }];
  });
}

function applyMerges(
  entries: readonly ParkEntry[],
  { merges, unconfirmed, distinct }: SeedMerges,
  lines: string[],
): ParkEntry[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const wanted = [...unconfirmed, ...distinct].flatMap((entry) => entry.parks);
  for (const id of [...wanted, ...merges.flatMap((merge) => [merge.into, ...merge.from])]) {
    if (!byId.has(id)) lines.push(`merges.json: there is no park ${id}; correct the id`);
  }
  const gone = new Set<string>();
  for (const { into, from } of merges) {
    const target = byId.get(into);
    if (target === undefined) continue;
    let joined = target;
    for (const id of from) {
      const other = byId.get(id);
      if (other === undefined) continue;
      if (gone.has(id) || gone.has(into)) lines.push(`merges.json: ${id} into ${into}: one of them is merged already`);
      if (other.formerProvince !== target.formerProvince)
        lines.push(`merges.json: ${id} and ${into} lie in two provinces`);
      gone.add(id);
      joined = {
        ...joined,
        aka: [...joined.aka, other.name, other.nameVi, ...other.aka],
        localities: [...joined.localities, ...other.localities],
        facts: [...joined.facts, ...other.facts],
      };
    }
    byId.set(into, joined);
  }
  return [...byId.values()].filter((entry) => !gone.has(entry.id)).map(tidy);
}

/** Drops names that say the same as another, and facts that stand twice. */
function tidy(entry: ParkEntry): ParkEntry {
  const seen = new Set([fold(entry.name), fold(entry.nameVi)]);
  const aka = entry.aka.filter((name) => !seen.has(fold(name)) && seen.add(fold(name)));
  const facts = new Map(entry.facts.map((fact) => [JSON.stringify(fact), fact]));
  return { ...entry, aka, facts: [...facts.values()] };
}
