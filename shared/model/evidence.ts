/**
 * Evidence: who states a figure, when, and how far it can be trusted.
 *
 * Every figure of Parkwise is a fact with a source and a date. What nobody states is unknown and
 * stays unknown; it is never filled in silently.
 */

/** Who stands behind a source. `reference` is a published data set (statistics office, port index). */
export type SourceKind = "authority" | "developer" | "press" | "broker" | "reference" | "user";

/** A document that states facts. A null `url` is a printed or offline document. */
export interface Source {
  readonly id: string;
  readonly url: string | null;
  readonly title: string;
  readonly publisher: string | null;
  /** Publication date as printed: "YYYY", "YYYY-MM" or "YYYY-MM-DD"; null when unknown. */
  readonly date: string | null;
  readonly kind: SourceKind;
  readonly licence?: string;
}

/**
 * Kind of evidence behind one value, weakest first. The order is meaningful: a larger code is
 * stronger evidence, so columns can hold it as a byte (see `EVIDENCE_CODE`).
 */
export const EVIDENCE_KINDS = ["unknown", "estimated", "press", "developer", "authority"] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** The three classes a reader sees: filled dot, half dot, ring. */
export type EvidenceClass = "sourced" | "estimated" | "unknown";

/** Byte code of an evidence kind: its index in {@link EVIDENCE_KINDS}. */
export const EVIDENCE_CODE: Readonly<Record<EvidenceKind, number>> = {
  unknown: 0,
  estimated: 1,
  press: 2,
  developer: 3,
  authority: 4,
};

/** The class a reader sees for a kind (or its byte code). */
export function evidenceClass(kind: EvidenceKind | number): EvidenceClass {
  const code = typeof kind === "number" ? kind : EVIDENCE_CODE[kind];
  return code === 0 ? "unknown" : code === 1 ? "estimated" : "sourced";
}
