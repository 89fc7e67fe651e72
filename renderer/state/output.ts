/** What the user wants to take out of the app: asked for by any view, answered by the frame. */
import { createStore } from "zustand/vanilla";
import type { Shortlist } from "../../shared/model/shortlist";

/** The ranking as it is now, or a shortlist with the decision it was saved with. */
export type OutputSubject = { readonly type: "ranking" } | { readonly type: "shortlist"; readonly list: Shortlist };

export interface OutputRequest {
  readonly kind: "export" | "report";
  readonly subject: OutputSubject;
}

export const outputRequest = createStore<{ readonly request: OutputRequest | null }>(() => ({ request: null }));

/** Opens the export dialogue. */
export function askExport(subject: OutputSubject = { type: "ranking" }): void {
  outputRequest.setState({ request: { kind: "export", subject } });
}

/** Opens the report. */
export function askReport(subject: OutputSubject = { type: "ranking" }): void {
  outputRequest.setState({ request: { kind: "report", subject } });
}
