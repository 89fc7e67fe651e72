/** Facts in words and their sources as links, the same in every view. Needs the area `site`. */
import type { Source } from "../../shared/model/evidence";
import { type FieldId, fieldDefinition } from "../../shared/model/fields";
import type { FactValue } from "../../shared/model/park";
import { formatNumber, formatPlain, t, translate } from "../messages";
import { useWorkbench } from "../state/workbench";

/** A value in words, with its unit where the field has one. */
export function factText(field: FieldId, value: FactValue): string {
  const { kind, unit } = fieldDefinition(field);
  const unitText = unit === "" ? "" : ` ${translate(`site.unit.${unit}`) ?? unit}`;
  if (typeof value === "number") return kind === "year" ? String(value) : formatPlain(value) + unitText;
  if (typeof value === "string") return translate(`site.option.${value}`) ?? value;
  if ("min" in value) return t("site.range", { min: formatPlain(value.min), max: formatPlain(value.max) }) + unitText;
  if ("lat" in value) return `${formatNumber(value.lat, 4)}, ${formatNumber(value.lon, 4)}`;
  if ("km" in value) return t("site.distanceTo", { km: formatPlain(value.km), to: value.to });
  return value
    .map((item) => translate(`site.option.${item}`) ?? translate(`filters.sector.${item}`) ?? item)
    .join(", ");
}

interface SourceLinkProps {
  readonly source: Source;
  readonly className?: string | undefined;
}

/** Publisher and title; opens through the host, which knows the catalogue's addresses and no others. */
export function SourceLink({ source, className }: SourceLinkProps) {
  const { host, notify } = useWorkbench();
  const label =
    source.publisher === null
      ? source.title
      : t("site.sourceLabel", { publisher: source.publisher, title: source.title });
  const { url } = source;
  if (url === null) return <span>{label}</span>;
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      className={className}
      title={url}
      onClick={async (event) => {
        event.preventDefault();
        const opened = await host.openSource(url).catch(() => false);
        if (!opened) notify({ text: t("site.sourceNotOpened", { url }) });
      }}
    >
      {label}
    </a>
  );
}
