/**
 * What a figure speaks of, read from its note: the park as it is, an approval, a part of it, the
 * whole complex around it or a plan. Notes are free text in English, written with the seeds; the
 * words that count are listed here and explained in `docs/evidence.md`.
 */
import type { Fact } from "../model/park";

/** Scopes in order of preference: the first with a fact gives the value. */
export const SCOPES = ["park", "approval", "part", "complex", "plan", "doubtful"] as const;
export type Scope = (typeof SCOPES)[number];

/** First match wins, so narrower readings stand before wider ones. */
const PATTERNS: readonly (readonly [Scope, RegExp])[] = [
  // The figure may speak of another park, another thing or no park at all.
  [
    "doubtful",
    /\b(?:printed as|name matched|listed as|digits split|page header|same remark|unit not printed|source says|as source words|zone-wide listing|average of|together|all industrial land in|new available supply)\b/,
  ],
  // Money for building the park is not what its tenants invested.
  [
    "doubtful",
    /\binfrastructure\b.*\b(?:capital|investment|project|phases)\b|\b(?:initial|developer total|total) investment\b|\bproject cost\b/,
  ],
  // "reduced from 230 ha", "enlarged from 200 ha": the figure is the present one.
  [
    "park",
    /\b(?:reduced|raised|enlarged|cut|downsized|expanded) from\b|\bafter \d+ adjustment\b|\bafter third phase\b/,
  ],
  // A sum of phases is the park.
  [
    "park",
    /^(?!.*\b(?:plan|planned|expected)\b).*(?:\b(?:two|both|2) phases\b|\bphases (?:1|i) and (?:2|ii)\b|\bphase 1\b.*\bphase 2\b|\bsum\b|\bha (?:phase (?:1|i) )?plus \d)/,
  ],
  [
    "plan",
    /\b(?:plan|plans|planned|planning|proposal|proposed|envisaged|anticipated|expected|forecast|predicted|full capacity|possible|to expand|to be|under study|scheme|call|calling|priority list|full plan|by 2030|to 2020|research area|earlier|at establishment)\b/,
  ],
  [
    "complex",
    /\b(?:whole|complex|urban|township|with (?:planned |anticipated |possible )?(?:extension|expansion|bau bang expansion|residential)|incl(?:uding|\.)? (?:anticipated |possible )?(?:extension|expansion|the|other|cluster)|all phases|all stages|(?:plus|and) (?:\w+ )?(?:ha )?(?:extension|expansion|service)|service land|economic zone|residential|member parks|zones a and b|other phases|non-industrial|logistics|all vsip|parks 1 and 2|quang ngai parks)\b/,
  ],
  [
    "part",
    /\b(?:phase|phases|stage|batch|first (?:zone|project|land allocation|allocation)|zone [a-c12]|zone only|section|subdivision|area a1|north part|expansion|extension|operational zone|completed|developed|built|construction started on)\b/,
  ],
  // Foreign tenants alone, or those of one year.
  [
    "part",
    /^(?:\d+ )?(?:fdi|foreign)[- ](?:projects?|capital|invested|fund)|\b(?:only|new since|since beginning|newly)\b|\bprojects in 20\d\d\b/,
  ],
  ["approval", /\b(?:approved|approval|permit|decision|investment policy|established)\b/],
];

/** The scope of a fact, from its note; "park" when the note sets none. */
export function scopeOf(fact: Pick<Fact, "note">): Scope {
  const note = fact.note?.toLowerCase();
  if (note === undefined) return "park";
  for (const [scope, pattern] of PATTERNS) if (pattern.test(note)) return scope;
  return "park";
}

/** How a note bounds its figure: "more than" from below, "nearly" from above, "about" on both sides. */
export type Bound = "exact" | "at-least" | "at-most" | "about";

/** Reads the bound from a note. */
export function boundOf(fact: Pick<Fact, "note">): Bound {
  const note = fact.note?.toLowerCase();
  if (note === undefined) return "exact";
  // "more than", "over 80%", but not "over the years".
  if (/(?:^|[;,] ?)(?:more than|over)\b|\bonly over\b|\bexceeding\b/.test(note)) return "at-least";
  if (/(?:^|[;,] ?)(?:nearly|under|up to|less than)\b/.test(note)) return "at-most";
  return /\b(?:about|around|roughly|approximate|approximately|some)\b/.test(note) ? "about" : "exact";
}
