/** How often each site takes each rank: a heat map, stacked bars, or the numbers. */
import { memo, useState } from "react";
import { formatNumber, formatShare, t } from "../../messages";
import { type Picture, SHOWN_RANKS, type SiteRanks } from "../../state/robustness-analysis";
import { useWorkbench } from "../../state/workbench";
import { Panel, Segments, SiteName } from "./parts";
import styles from "./robustness.module.css";

type Form = "heat" | "bars" | "table";

export const AcceptabilityChart = memo(function AcceptabilityChart({
  picture,
  stale,
}: {
  readonly picture: Picture;
  readonly stale: boolean;
}) {
  const [form, setForm] = useState<Form>("heat");
  const { sites, samples, ranked } = picture;
  const ranks = sites[0]?.shares.length ?? 0;
  // The largest standard error a share can have with so many samples.
  const error = 100 * Math.sqrt(0.25 / samples);
  return (
    <Panel
      title={t("robustness.ranks.title")}
      term={t("robustness.ranks.term")}
      stale={stale}
      tools={
        <Segments
          label={t("robustness.ranks.view")}
          value={form}
          onChange={setForm}
          options={(["heat", "bars", "table"] as const).map((id) => ({ id, label: t(`robustness.ranks.view.${id}`) }))}
        />
      }
    >
      <p className={styles.caption}>{t("robustness.ranks.of", { count: sites.length, ranked })}</p>
      {form === "bars" ? (
        <Bars sites={sites} />
      ) : (
        <Heat sites={sites} ranks={ranks} hasLower={ranked > ranks} numbers={form === "table"} />
      )}
      <p className={styles.note}>{t("robustness.ranks.error", { error: formatNumber(error, 1) })}</p>
    </Panel>
  );
});

/** The shares at which the shading may be at its deepest. */
const DEEPEST: readonly number[] = [0.1, 0.15, 0.25, 0.5, 1];

/** Where the shading ends: a round share that none exceeds, so that it changes seldom. */
export function deepest(sites: readonly SiteRanks[]): number {
  const largest = Math.max(0, ...sites.flatMap(({ shares }) => shares));
  return DEEPEST.find((share) => share >= largest) ?? 1;
}

/** How much of the accent a share gets, in percent: a little more than in proportion, so that small shares show. */
export function shade(share: number, full: number): number {
  return Math.round(100 * Math.min(1, share / full) ** 0.7);
}

/** A share as a short percentage: none below 0.05 %, one decimal below 1 %. */
function percent(share: number): string {
  return share > 0 && share < 0.0095 ? formatShare(share, 1) : formatShare(share);
}

interface HeatProps {
  readonly sites: readonly SiteRanks[];
  readonly ranks: number;
  readonly hasLower: boolean;
  /** Whether every cell shows its number. */
  readonly numbers: boolean;
}

/** One table for both forms: the heat map hides the numbers until a cell is pointed at or reached. */
function Heat({ sites, ranks, hasLower, numbers }: HeatProps) {
  const { live } = useWorkbench();
  const [at, setAt] = useState<{ readonly y: number; readonly x: number }>({ y: 0, x: 0 });
  const [said, setSaid] = useState<{ readonly y: number; readonly x: number } | null>(null);
  const columns = ranks + (hasLower ? 1 : 0);
  const columnNames = Array.from({ length: columns }, (_, x) => (x < ranks ? String(x + 1) : "lower"));
  const full = deepest(sites);
  const nameOf = (site: SiteRanks): string => live.sites.sites[site.row]?.name ?? "";
  const shareAt = (site: SiteRanks, x: number): number => (x < ranks ? (site.shares[x] ?? 0) : site.lower);
  const saidSite = said === null ? undefined : sites[said.y];
  const reading =
    said === null || saidSite === undefined
      ? t("robustness.ranks.hint")
      : t(said.x < ranks ? "robustness.ranks.cell" : "robustness.ranks.cellLower", {
          name: nameOf(saidSite),
          rank: said.x < ranks ? said.x + 1 : ranks,
          share: percent(shareAt(saidSite, said.x)),
        });
  const walk = (event: React.KeyboardEvent): void => {
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      Home: [0, -columns],
      End: [0, columns],
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const y = Math.min(sites.length - 1, Math.max(0, at.y + step[0]));
    const x = Math.min(columns - 1, Math.max(0, at.x + step[1]));
    setAt({ y, x });
    event.currentTarget.querySelector<HTMLElement>(`[data-cell="${y}:${x}"]`)?.focus();
  };
  return (
    <>
      <div className={styles.scroll}>
        <table
          className={styles.heat}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its cells are walked with the arrow keys
          role="grid"
          aria-label={t("robustness.ranks.title")}
          data-numbers={numbers}
          onKeyDown={walk}
          onMouseLeave={() => setSaid(null)}
        >
          <thead>
            <tr>
              <th className={styles.rankNow}>{t("robustness.ranks.now")}</th>
              <th className={styles.heatName}>{t("robustness.ranks.site")}</th>
              {columnNames.slice(0, ranks).map((name) => (
                <th key={name}>{name}</th>
              ))}
              {hasLower ? (
                <th title={t("robustness.ranks.lowerThan", { rank: SHOWN_RANKS })}>{t("robustness.ranks.lower")}</th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {sites.map((site, y) => (
              <tr key={site.row}>
                <td className={styles.rankNow}>{site.rank}</td>
                <th className={styles.heatName} scope="row">
                  <SiteName row={site.row} />
                </th>
                {columnNames.map((column, x) => {
                  const share = shareAt(site, x);
                  const depth = shade(share, full);
                  return (
                    <td
                      key={column}
                      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of the grid
                      role="gridcell"
                      data-cell={`${y}:${x}`}
                      data-deep={depth > 55}
                      data-lower={x === ranks}
                      tabIndex={at.y === y && at.x === x ? 0 : -1}
                      className={styles.cell}
                      style={{ "--depth": `${x === ranks ? 0 : depth}%` } as React.CSSProperties}
                      onMouseEnter={() => setSaid({ y, x })}
                      onFocus={() => {
                        setAt({ y, x });
                        setSaid({ y, x });
                      }}
                    >
                      <span>{share === 0 ? "0" : formatNumber(share * 100, share < 0.01 ? 1 : 0)}</span>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={styles.legend}>
        <span aria-hidden="true">{t("robustness.ranks.legend")}</span>
        {[0, 0.05, 0.2, 0.5, 1]
          .map((part) => part * full)
          .map((share) => (
            <span key={share} className={styles.legendStep} aria-hidden="true">
              <span
                className={styles.legendSwatch}
                style={{ "--depth": `${shade(share, full)}%` } as React.CSSProperties}
              />
              {percent(share)}
            </span>
          ))}
        <span className={styles.reading}>{reading}</span>
      </div>
    </>
  );
}

/** Ranks that share a colour in the bars: up to and including these. */
const BANDS = [1, 2, 3, 5, 10] as const;
const BAND_DEPTH: readonly number[] = [100, 74, 54, 34, 18];

function Bars({ sites }: { readonly sites: readonly SiteRanks[] }) {
  const { live } = useWorkbench();
  return (
    <>
      <ul className={styles.bars}>
        {sites.map((site) => {
          const name = live.sites.sites[site.row]?.name ?? "";
          let from = 0;
          const parts = BANDS.map((to, at) => {
            const share = site.shares.slice(from, to).reduce((sum, value) => sum + value, 0);
            from = to;
            return { to, share, depth: BAND_DEPTH[at] ?? 0 };
          });
          const words = parts
            .filter(({ share }) => share > 0)
            .map(({ to, share }) => `${t(`robustness.ranks.band.${to}`)} ${percent(share)}`)
            .join(", ");
          return (
            <li key={site.row} className={styles.bar}>
              <span className={styles.rankNow}>{site.rank}</span>
              <SiteName row={site.row} className={styles.barName} />
              <span className={styles.barTrack} role="img" aria-label={`${name}: ${words}`}>
                {parts.map(({ to, share, depth }) =>
                  share === 0 ? null : (
                    <span
                      key={to}
                      className={styles.barPart}
                      style={{ width: `${share * 100}%`, "--depth": `${depth}%` } as React.CSSProperties}
                      title={t("robustness.ranks.band", {
                        name,
                        band: t(`robustness.ranks.band.${to}`),
                        share: percent(share),
                      })}
                    />
                  ),
                )}
              </span>
              <span className={styles.barValue}>{percent(site.shares[0] ?? 0)}</span>
            </li>
          );
        })}
      </ul>
      <div className={styles.legend} aria-hidden="true">
        {BANDS.map((to, at) => (
          <span key={to} className={styles.legendStep}>
            <span
              className={styles.legendSwatch}
              style={{ "--depth": `${BAND_DEPTH[at] ?? 0}%` } as React.CSSProperties}
            />
            {t(`robustness.ranks.band.${to}`)}
          </span>
        ))}
      </div>
    </>
  );
}
