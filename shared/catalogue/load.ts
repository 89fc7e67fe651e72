/**
 * Reading a compiled catalogue: its form, its hash, and that nothing in it points to nothing. What
 * fails ends in a `CatalogueError` with a sentence for the reader; a catalogue is taken whole or not
 * at all.
 */
import { CATALOGUE_FORMAT, type Catalogue } from "../model/catalogue";
import { sha256 } from "./sha256";

/** `newer`: made for a newer app. `damaged`: incomplete, altered or no catalogue at all. */
export type CatalogueFault = "newer" | "damaged";

/** A catalogue that cannot be used; `message` says what is wrong and what to do. */
export class CatalogueError extends Error {
  constructor(
    readonly fault: CatalogueFault,
    message: string,
  ) {
    super(message);
    this.name = "CatalogueError";
  }
}

const HASH_MEMBER = /"contentHash":"([0-9a-f]{64})",/;

/** The text of a catalogue whose `contentHash` is still empty, with the hash filled in. */
export function sealCatalogue(unsealed: Omit<Catalogue, "contentHash">): { text: string; contentHash: string } {
  const { format, version, ...rest } = unsealed;
  const bare = JSON.stringify({ format, version, ...rest });
  const contentHash = sha256(bare);
  const head = JSON.stringify({ format, version }).slice(0, -1);
  return { text: `${head},"contentHash":"${contentHash}",${bare.slice(head.length + 1)}`, contentHash };
}

function damaged(what: string): CatalogueError {
  return new CatalogueError(
    "damaged",
    `The built-in catalogue is damaged (${what}). Reinstall Parkwise, or build it again with "npm run build". Your own data are not affected.`,
  );
}

/**
 * Parses and checks a compiled catalogue.
 *
 * @param hash hex SHA-256 of a text; a faster one than the built-in may be given.
 * @throws CatalogueError
 */
export function parseCatalogue(text: string, hash: (text: string) => string = sha256): Catalogue {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw damaged("it is cut off or no JSON");
  }
  if (typeof document !== "object" || document === null) throw damaged("it is no document");
  const { format } = document as { format?: unknown };
  if (typeof format !== "number") throw damaged("it names no format");
  if (format > CATALOGUE_FORMAT) {
    throw new CatalogueError(
      "newer",
      `This catalogue was made for a newer Parkwise (format ${format}; this app reads up to ${CATALOGUE_FORMAT}). Update Parkwise to use it.`,
    );
  }
  const member = HASH_MEMBER.exec(text.slice(0, 300));
  if (member?.[1] === undefined) throw damaged("it carries no content hash");
  const bare = text.slice(0, member.index) + text.slice(member.index + member[0].length);
  if (hash(bare) !== member[1]) throw damaged("its content does not match its hash");
  const problem = referenceProblem(document as Catalogue);
  if (problem !== null) throw damaged(problem);
  return document as Catalogue;
}

/** The hash vouches for every figure; this finds a catalogue that was compiled wrong. */
function referenceProblem(catalogue: Catalogue): string | null {
  const lists = ["sources", "provinces", "formerProvinces", "gateways", "parks"] as const;
  for (const list of lists) {
    if (!Array.isArray(catalogue[list]) || catalogue[list].length === 0) return `"${list}" is missing or empty`;
  }
  if (typeof catalogue.version !== "string") return "it has no version";
  if (typeof catalogue.roadFactor?.factor !== "number") return "the road factor is missing";
  if (typeof catalogue.reference !== "object") return "the reference values are missing";
  const sources = new Set(catalogue.sources.map((source) => source.id));
  const provinces = new Set(catalogue.provinces.map((province) => province.code));
  const formerProvinces = new Set(catalogue.formerProvinces.map((province) => province.code));
  const ids = new Set<string>();
  for (const park of catalogue.parks) {
    if (ids.has(park.id)) return `park ${park.id} stands twice`;
    ids.add(park.id);
    if (!provinces.has(park.province) || !formerProvinces.has(park.formerProvince)) {
      return `park ${park.id} lies in an unknown province`;
    }
    for (const fact of park.facts) {
      if (!sources.has(fact.source)) return `park ${park.id} names the unknown source ${fact.source}`;
    }
  }
  return null;
}
