/** Merging a colleague's file (being written). */
import type { ParkwiseDocument } from "../../../shared/document/document";

export function Merge(_: { readonly document: ParkwiseDocument; readonly name: string; readonly onDone: () => void }) {
  return null;
}
