/**
 * What a figure speaks of, read from its note: the park as it is, a phase of it, the whole complex
 * around it, an approval or a plan. Notes are free text in English, written with the seeds; the
 * words that count are listed here and explained in `docs/evidence.md`.
 */
import type { Fact } from "../model/park";

/** Scopes in order of preference: the first with a fact gives the value. */
export const SCOPES = ["park", "approval", "phase", "complex", "plan", "doubtful"] as const;
export type Scope = (typeof SCOPES)[number];

/** First match wins, so narrower readings stand before wider ones. */
const PATTERNS: readonly (readonly [Scope, RegExp])[] = [
  [
    "doubtful",
    /\b(?:printed as|name matched|listed as|name order|digits split|page header|same remark|unit not printed|source says|as source words|zone-wide listing|average of|together|all industrial land in|new available supply)\b/,
  ],
  // "reduced from 230 ha", "enlarged from 200 ha": the figure is the present one.
  [
    "park",
    /\b(?:reduced|raised|enlarged|cut|downsized|expanded) from\b|\bafter \d+ adjustment\b|\bafter third phase\b/,
  ],
  [
    "plan",
    /\b(?:plan|plans|planned|planning|proposal|proposed|envisaged|anticipated|expected|possible|to expand|to be|under study|scheme|call|calling|priority list|listed in|project[s]? calling|will|on full completion|full plan|by 2030|to 2020|research area|earlier|at establishment)\b/,
  ],
  [
    "complex",
    /\b(?:whole|complex|urban|township|with (?:planned |anticipated |possible )?(?:extension|expansion|bau bang expansion|residential)|incl(?:uding|\.)? (?:anticipated |possible )?(?:extension|expansion|the|other|cluster)|all phases|all stages|(?:plus|and) (?:\w+ )?(?:ha )?(?:extension|expansion|service)|economic zone|residential|member parks|zones a and b|other phases|non-industrial|logistics)\b/,
  ],
  [
    "phase",
    /\b(?:phase|phases|stage|batch|first (?:zone|project|land allocation|allocation)|zone [a-c12]|section|subdivision|area a1|expansion|extension|operational zone|completed|developed|built|construction started on)\b/,
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
