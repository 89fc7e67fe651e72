/** What the frame shows when something is to leave the app: the export dialogue, or the report. */
import { lazy, Suspense } from "react";
import { loadArea } from "../../messages";
import type { OutputRequest } from "../../state/output";

const areas = (...names: readonly string[]) => Promise.all(names.map(loadArea));
const ExportDialog = lazy(async () => (await Promise.all([import("./export-dialog"), areas("export", "site")]))[0]);
const Report = lazy(
  async () =>
    (
      await Promise.all([
        import("./report-view"),
        areas("export", "site", "why", "explain", "measure", "report", "robustness"),
      ])
    )[0],
);

export default function Output({
  request,
  onClose,
}: {
  readonly request: OutputRequest;
  readonly onClose: () => void;
}) {
  const Part = request.kind === "export" ? ExportDialog : Report;
  return (
    <Suspense fallback={null}>
      <Part subject={request.subject} onClose={onClose} />
    </Suspense>
  );
}
