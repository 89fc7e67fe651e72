/** A licence in the few words that stand on the map: without what is said about it in brackets. */
export function shortLicence(licence: string): string {
  return licence.replace(/\s*\(.*$/, "");
}
