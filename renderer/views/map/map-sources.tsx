/** Whose data the base map is, under which licence, and what to beware of. */
import { Popover } from "../../components/popover";
import { formatList, t } from "../../messages";
import { useWorkbench } from "../../state/workbench";
import type { Attribution, Layer, LayerId } from "./layers";
import { shortLicence } from "./licence";
import styles from "./map-view.module.css";

/** Layers whose data need a word of caution. */
const CAUTIONS = {
  countries: "map.caution.countries",
  provinces63: "map.caution.provinces63",
  roads: "map.caution.roads",
} as const;

function isKnown(id: LayerId): id is keyof typeof CAUTIONS {
  return id in CAUTIONS;
}

export function MapSources({
  layers,
  shown,
}: {
  readonly layers: ReadonlyMap<LayerId, Layer>;
  readonly shown: readonly LayerId[];
}) {
  const drawn = shown.flatMap((id) => layers.get(id) ?? []);
  const ways = drawn.filter(({ id }) => id === "roads" || id === "railways");
  const short = [
    t("map.attributionWays", {
      layers: formatList(ways.map(({ id }) => t(`map.layer.${id}`))),
      licence: shortLicence(ways[0]?.attribution[0]?.licence ?? ""),
    }),
    ...(ways.some(({ id }) => id === "roads") ? [t("map.cautionShort")] : []),
  ].join(" · ");
  return (
    <div className={styles.attribution} data-plate>
      {ways.length === 0 ? null : <span>{`${short} ·`}</span>}
      <Popover
        label={t("map.sources")}
        align="end"
        width={420}
        trigger={(trigger) => (
          <button type="button" className={styles.sourcesButton} {...trigger}>
            {t("map.sources")}
          </button>
        )}
      >
        {() => (
          <div className={styles.sources}>
            {drawn.map((layer) => (
              <section key={layer.id}>
                <h3>{t(`map.layer.${layer.id}`)}</h3>
                {layer.attribution.map((attribution) => (
                  <p key={attribution.title}>
                    <SourceName attribution={attribution} />
                    <br />
                    {t("map.licence", { licence: attribution.licence })}
                  </p>
                ))}
                {isKnown(layer.id) ? <p className={styles.caution}>{t(CAUTIONS[layer.id])}</p> : null}
              </section>
            ))}
          </div>
        )}
      </Popover>
    </div>
  );
}

function SourceName({ attribution }: { readonly attribution: Attribution }) {
  const { host, notify } = useWorkbench();
  const { title, publisher, url } = attribution;
  const label = publisher === null ? title : `${publisher}: ${title}`;
  if (url === null) return <span lang="en">{label}</span>;
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      lang="en"
      onClick={async (event) => {
        // The host is the one door: it opens addresses of the catalogue and no others.
        event.preventDefault();
        const opened = await host.openSource(url).catch(() => false);
        if (!opened) notify({ text: t("map.sourceNotOpened", { url }) });
      }}
    >
      {label}
    </a>
  );
}
