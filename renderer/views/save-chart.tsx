/** A button that saves a chart as a picture, SVG or PNG, through the host. Any view may put it beside a chart. */
import { hostErrorText } from "../../shared/ipc/host-error";
import { IconButton } from "../components/button";
import { MenuItem, Popover } from "../components/popover";
import type { ChartImageKind, ChartSource } from "../components/save-chart-image";
import { t } from "../messages";
import { useWorkbench } from "../state/workbench";

interface SaveChartProps {
  /** What the picture shows: its title, and the file's name. */
  readonly title: string;
  /** The chart as it stands on screen, or as it is drawn for the picture; null when there is none. */
  readonly chart: () => ChartSource | null;
  /** Forms to choose from; a canvas gives PNG only. */
  readonly kinds?: readonly ChartImageKind[];
}

export function SaveChart({ title, chart, kinds = ["svg", "png"] }: SaveChartProps) {
  const { host, notify } = useWorkbench();
  const save = async (kind: ChartImageKind): Promise<void> => {
    const source = chart();
    if (source === null) return;
    try {
      const { chartImage } = await import("../components/save-chart-image");
      const { data, mimeType, extension } = await chartImage(source, kind, title);
      const outcome = await host.saveFile({
        suggestedName: `${title.replace(/[\\/:*?"<>|]+/g, "-").slice(0, 160)}.${extension}`,
        mimeType,
        extension,
        description: t(`common.picture.${extension}`),
        data,
      });
      if (outcome.saved) notify({ text: t("common.picture.saved", { name: outcome.name }) });
    } catch (cause) {
      notify({ text: t("common.picture.failed", { reason: hostErrorText(cause) }) });
    }
  };
  return (
    <Popover
      role="menu"
      align="end"
      label={t("common.picture.save")}
      trigger={(trigger) => <IconButton small icon="share" label={t("common.picture.save")} {...trigger} />}
    >
      {(close) =>
        kinds.map((kind) => (
          <MenuItem
            key={kind}
            onSelect={() => {
              close();
              void save(kind);
            }}
          >
            {t(`common.picture.${kind}`)}
          </MenuItem>
        ))
      }
    </Popover>
  );
}
