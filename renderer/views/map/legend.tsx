/** What colour, size, shape and sign mean. */
import { useStore } from "zustand";
import { IconButton } from "../../components/button";
import { EvidenceSign } from "../../components/evidence";
import { formatNumber, t } from "../../messages";
import { useLive, useWorkbench } from "../../state/workbench";
import { mapStore } from "./map-store";
import styles from "./map-view.module.css";
import { landRadius, scoreBreaks, UNKNOWN_RADIUS } from "./sites";
import { GATEWAY_KINDS, SYMBOLS, SYMBOLS_OF, type SymbolId } from "./symbols";

const SIZES = [20, 100, 400] as const;

export function Legend({ links }: { readonly links: boolean }) {
  const { live } = useWorkbench();
  useLive(live);
  const open = useStore(mapStore, (state) => state.legend);
  const shown = useStore(mapStore, (state) => state.gateways);
  const leftOut = useStore(mapStore, (state) => state.leftOut);
  const breaks = scoreBreaks(live);
  const toggle = (): void => mapStore.setState({ legend: !open });
  if (!open) {
    return (
      <div className={`${styles.plate} ${styles.legendFolded}`} data-plate>
        <button type="button" className={styles.legendButton} aria-expanded={false} onClick={toggle}>
          {t("map.legend")}
        </button>
      </div>
    );
  }
  return (
    <section className={`${styles.plate} ${styles.legend}`} aria-label={t("map.legend")} data-plate>
      <div className={styles.legendHead}>
        <h3>{t("map.legend.score")}</h3>
        <IconButton small icon="close" label={t("map.foldLegend")} aria-expanded={true} onClick={toggle} />
      </div>
      <ol className={styles.ramp}>
        {[...breaks, null].map((to, at) => {
          const from = breaks[at - 1];
          const text =
            from === undefined
              ? t("map.legend.class.first", { to: formatNumber(to ?? 0) })
              : to === null
                ? t("map.legend.class.last", { from: formatNumber(from) })
                : t("map.legend.class.middle", { from: formatNumber(from), to: formatNumber(to) });
          return (
            <li key={String(at)} title={text}>
              <i style={{ background: `var(--map-score-${at + 1})` }} />
              <span className="visually-hidden">{text}</span>
              {to === null ? null : <b aria-hidden="true">{formatNumber(to)}</b>}
            </li>
          );
        })}
      </ol>
      <h3>{t("map.legend.land")}</h3>
      <div className={styles.sizes}>
        {SIZES.map((hectares) => (
          <span key={hectares}>
            <Sign width={30}>
              <circle cx="15" cy="15" r={landRadius(hectares)} className={styles.disc} />
            </Sign>
            {formatNumber(hectares)}
          </span>
        ))}
        <span>
          <Sign width={30}>
            <circle cx="15" cy="15" r={UNKNOWN_RADIUS} className={styles.disc} />
            <circle cx="15" cy="15" r={UNKNOWN_RADIUS * 0.45} className={styles.hole} />
          </Sign>
          {t("map.legend.landUnknown")}
        </span>
      </div>
      <h3>{t("map.legend.place")}</h3>
      <ul className={styles.signs}>
        <li>
          <Sign width={16}>
            <circle cx="8" cy="8" r="5" className={styles.disc} />
          </Sign>
          {t("map.legend.area")}
        </li>
        <li>
          <Sign width={16}>
            <path d="M8 2l6 6-6 6-6-6z" className={styles.disc} />
          </Sign>
          {t("map.legend.province")}
        </li>
        {leftOut && live.rowCount < live.sites.sites.length ? (
          <li>
            <Sign width={16}>
              <circle cx="8" cy="8" r="2" className={styles.leftOut} />
            </Sign>
            {t("map.legend.leftOut")}
          </li>
        ) : null}
      </ul>
      {shown.length === 0 ? null : (
        <>
          <h3>{t("map.layers.gateways")}</h3>
          <ul className={styles.signs}>
            {GATEWAY_KINDS.filter((kind) => shown.includes(kind)).flatMap((kind) =>
              SYMBOLS_OF[kind].map((symbol) => (
                <li key={symbol}>
                  <GatewaySign symbol={symbol} />
                  {t(`map.symbol.${symbol}`)}
                </li>
              )),
            )}
          </ul>
        </>
      )}
      {links ? (
        <>
          <h3>{t("map.legend.links")}</h3>
          <ul className={styles.signs}>
            {(["sourced", "estimated"] as const).map((evidence) => (
              <li key={evidence}>
                <Sign width={22}>
                  <path
                    d="M1 8h20"
                    className={styles.link}
                    strokeDasharray={evidence === "estimated" ? "6 4" : undefined}
                  />
                </Sign>
                <EvidenceSign evidence={evidence} label={t(`common.evidence.${evidence}`)} />
                {t(evidence === "sourced" ? "map.legend.stated" : "map.legend.estimated")}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
}

function Sign({ width, children }: { readonly width: number; readonly children: React.ReactNode }) {
  const height = width === 22 ? 16 : width;
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

function GatewaySign({ symbol }: { readonly symbol: SymbolId }) {
  const { ground, lines, fill } = SYMBOLS[symbol];
  return (
    <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true" focusable="false" className={styles.gateway}>
      {ground === null ? null : <path d={ground} data-part="ground" />}
      <path d={lines} data-part={fill ? "fill" : "lines"} data-on={ground === null ? undefined : "ground"} />
    </svg>
  );
}
