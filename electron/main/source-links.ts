/**
 * The one opener of links. An address goes to the system browser only when it is https, carries no
 * credentials, and is a source the catalogue or the user's own data name; all else is refused.
 */
import * as v from "valibot";

const catalogueSources = v.object({
  sources: v.array(v.object({ url: v.nullable(v.string()) })),
});

/** The addresses in a compiled catalogue's text. Throws when it is no catalogue. */
export function sourceUrlsOfCatalogue(text: string): readonly string[] {
  const { sources } = v.parse(catalogueSources, JSON.parse(text));
  return sources.flatMap(({ url }) => (url === null ? [] : [url]));
}

/** The address in the parser's normal form; null unless it is plain https. */
export function httpsAddress(address: string): string | null {
  try {
    const url = new URL(address);
    return url.protocol === "https:" && url.username === "" && url.password === "" ? url.href : null;
  } catch {
    return null;
  }
}

export interface SourceLinks {
  /** True when the address was handed to the system browser. */
  open(address: string): Promise<boolean>;
}

export function createSourceLinks(effects: {
  /** Addresses of the built-in catalogue; asked for once, at the first click. */
  readonly catalogueUrls: () => Promise<readonly string[]>;
  /** Addresses the user's own data name, as last told by the app. */
  readonly userUrls: () => readonly string[];
  readonly openExternal: (address: string) => Promise<void>;
  readonly log: (line: string) => void;
}): SourceLinks {
  let catalogue: Promise<ReadonlySet<string>> | null = null;
  const normalised = (urls: readonly string[]) =>
    new Set(urls.map(httpsAddress).filter((url): url is string => url !== null));

  return {
    async open(address) {
      const url = httpsAddress(address);
      if (url === null) {
        effects.log("refused a link that is not plain https");
        return false;
      }
      catalogue ??= effects.catalogueUrls().then(normalised);
      const known = await catalogue.catch((error: unknown) => {
        catalogue = null;
        effects.log(`the catalogue's sources cannot be read: ${String(error)}`);
        return new Set<string>();
      });
      if (!known.has(url) && !normalised(effects.userUrls()).has(url)) {
        effects.log("refused a link that no source names");
        return false;
      }
      await effects.openExternal(url);
      return true;
    },
  };
}
