/** The forms in which the rank command prints: a table, CSV, and the type behind its JSON. */
import type { ValueFunction } from "../shared/model/criterion";
import type { UnknownPolicy } from "../shared/model/profile";

/** One row of the output; scores and contributions on a scale of 100. */
export interface RankedRow {
  readonly rank: number;
  readonly id: string;
  readonly name: string;
  readonly province: string;
  readonly formerProvince: string;
  readonly region: string;
  readonly score: number;
  readonly low: number;
  readonly high: number;
  readonly bestRank: number;
  readonly worstRank: number;
  readonly rankAtBadEnd: number;
  readonly sourcedShare: number;
  readonly estimatedShare: number;
  readonly unknownShare: number;
  readonly contributions: Readonly<Record<string, number>>;
}

/** The whole result, as JSON prints it. */
export interface RankResult {
  readonly engineVersion: string;
  readonly catalogue: { readonly version: string; readonly hash: string };
  readonly preset: string | null;
  /** Normalised weights by criterion id. */
  readonly weights: Readonly<Record<string, number>>;
  readonly sectors: readonly string[];
  readonly policy: UnknownPolicy;
  /** How many sites took part, and how many the must-haves kept out. */
  readonly ranked: number;
  readonly excluded: number;
  /** Of a list of the user's own: its rows, and the criteria that carry weight. */
  readonly imported?: { readonly read: number; readonly refused: number; readonly cellsRefused: number };
  readonly criteria?: readonly {
    readonly id: string;
    readonly label: string;
    readonly unit: string;
    readonly direction: "benefit" | "cost";
    readonly valueFunction: ValueFunction;
    readonly measure: string;
  }[];
  readonly sites: readonly RankedRow[];
}

/** Width of a text in a terminal: combining marks take no column. */
function width(text: string): number {
  return [...text.normalize("NFC")].length;
}

/** Aligned columns for a terminal, with a line that says how many there are. */
export function asTable({ sites, ranked, excluded, catalogue }: RankResult): string {
  const header = ["Rank", "Site", "Province", "Score", "Range", "Sourced"];
  const rows = sites.map((site) => [
    String(site.rank),
    site.name,
    site.formerProvince === site.province ? site.province : `${site.province} (${site.formerProvince})`,
    site.score.toFixed(1),
    `${site.low.toFixed(1)}-${site.high.toFixed(1)}`,
    `${Math.round(site.sourcedShare * 100)} %`,
  ]);
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => width(line[column] ?? ""))));
  const text = lines.map((line) =>
    line
      .map((cell, column) => {
        const pad = " ".repeat((widths[column] ?? 0) - width(cell));
        return column === 1 || column === 2 ? cell + pad : pad + cell;
      })
      .join("  ")
      .trimEnd(),
  );
  const kept = excluded > 0 ? `, ${excluded} kept out by must-haves` : "";
  return [...text, "", `${sites.length} of ${ranked} ranked sites${kept}; catalogue ${catalogue.version}.`].join("\n");
}

/** RFC 4180, with a column a criterion. */
export function asCsv({ sites, weights }: RankResult): string {
  const quote = (cell: string | number): string => {
    // A name that a spreadsheet would run as a formula is kept from it by an apostrophe.
    const text = typeof cell === "string" && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const ids = Object.keys(weights);
  const head = ["rank", "id", "name", "province", "formerProvince", "region", "score", "low", "high"] as const;
  const tail = ["bestRank", "worstRank", "rankAtBadEnd", "sourcedShare", "estimatedShare", "unknownShare"] as const;
  const lines = sites.map((site) => [
    ...[...head, ...tail].map((column) => site[column]),
    ...ids.map((id) => site.contributions[id] ?? 0),
  ]);
  return [[...head, ...tail, ...ids], ...lines].map((line) => line.map(quote).join(",")).join("\r\n");
}
