/** Names of parks as the interface language has them: Vietnamese ones in Vietnamese, English ones in every other. */
import type { Site, SiteTable } from "../../shared/model/site";

/** The table with its names in a language. Rows and tie-break stay as they are. */
export function inLanguage(table: SiteTable, locale: string): SiteTable {
  if (locale !== "vi") return table;
  const sites = table.sites.map((site) =>
    site.nameVi === site.name ? site : { ...site, name: site.nameVi, nameEn: site.name },
  );
  return { ...table, sites };
}

/** The name beside the first one: the English one in Vietnamese, else the Vietnamese one; null where they are one. */
export function otherName({ name, nameVi, nameEn }: Site): { readonly text: string; readonly lang: string } | null {
  if (nameEn !== undefined) return { text: nameEn, lang: "en" };
  return nameVi === name ? null : { text: nameVi, lang: "vi" };
}
