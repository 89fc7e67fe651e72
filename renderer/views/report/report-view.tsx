/** The report. */
import type { OutputSubject } from "../../state/output";
export default function Report(_: { readonly subject: OutputSubject; readonly onClose: () => void }) {
  return null;
}
