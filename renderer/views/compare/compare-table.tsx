/** The sites in columns: standing, figures with points, distances to the same gateways, other facts. */
import type { CSSProperties, ReactNode } from "react";
import type { Gateway } from "../../../shared/model/catalogue";
import { CRITERION_GROUPS, type CriterionGroupId } from "../../../shared/model/criterion";
import { evidenceClass } from "../../../shared/model/evidence";
import { FIELD_IDS, type FieldId, type FieldKind, fieldDefinition } from "../../../shared/model/fields";
import { measureColumn, rankBounds } from "../../../shared/ranking";
import { IconButton } from "../../components/button";
import { formatNumber, formatShare, t, translate } from "../../messages";
import { groupContributions } from "../../state/live-ranking";
import type { ParkRecord } from "../../state/park-records";
import { otherName } from "../../state/site-names";
import { useWorkbench } from "../../state/workbench";
import { criterionLabel, hue } from "../criterion";
import { factText } from "../facts";
import { distanceDetail, Figure, fieldDetail, MeasureFigure } from "../figure";
import styles from "./compare.module.css";
import { type GatewayRow, gatewayRows } from "./gateways";
import { type Mark, marksOf } from "./marks";

interface CompareTableProps {
  /** Rows of the site table, in the order of the columns. */
  readonly rows: readonly number[];
  readonly records: ReadonlyMap<string, ParkRecord | null>;
}

export function CompareTable({ rows, records }: CompareTableProps) {
  const { live, layout, places, selection } = useWorkbench();
  const siteRecords = rows.map((row) => records.get(live.sites.sites[row]?.id ?? "") ?? null);
  const open = (id: string): void => layout.setState({ view: "ranking", siteId: id, sheetOpen: true });
  return (
    <section
      className={styles.region}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard too
      tabIndex={0}
      aria-label={t("compare.region")}
    >
      <table className={styles.table} style={{ "--sites": rows.length } as CSSProperties}>
        <caption className="visually-hidden">{t("compare.tableCaption")}</caption>
        <thead>
          <tr>
            <td className={styles.corner} title={t("compare.legendHint")}>
              {t("compare.legend")}
              <span className="visually-hidden">{t("compare.legendHint")}</span>
            </td>
            {rows.map((row) => {
              const site = live.sites.sites[row];
              if (site === undefined) return null;
              return (
                <th key={site.id} scope="col">
                  <div className={styles.site}>
                    <button
                      type="button"
                      className={styles.siteName}
                      title={`${site.name}${otherName(site) === null ? "" : `\n${otherName(site)?.text}`}\n${t("compare.open", { site: site.name })}`}
                      onClick={() => open(site.id)}
                    >
                      {site.name}
                    </button>
                    <IconButton
                      icon="close"
                      small
                      label={t("compare.remove", { site: site.name })}
                      onClick={() => selection.toggle(site.id)}
                    />
                  </div>
                  <div className={styles.sitePlace}>{places.provinceName(site.province)}</div>
                </th>
              );
            })}
          </tr>
        </thead>
        <StandingRows rows={rows} />
        <CriterionRows rows={rows} />
        <DistanceRows rows={rows} records={siteRecords} />
        <FactRows rows={rows} records={siteRecords} />
      </table>
    </section>
  );
}

function Section({ title, columns, children }: { title: string; columns: number; children: ReactNode }) {
  return (
    <tbody>
      <tr className={styles.sectionHead}>
        <th scope="rowgroup" colSpan={columns + 1}>
          <span>{title}</span>
        </th>
      </tr>
      {children}
    </tbody>
  );
}

const groups = new Float64Array(CRITERION_GROUPS.length);

function StandingRows({ rows }: { readonly rows: readonly number[] }) {
  const { live } = useWorkbench();
  const { ranking } = live;
  const bounds = rankBounds(ranking);
  const gated = live.profile.gates.length > live.gates.ineffective.length;
  return (
    <Section title={t("compare.section.standing")} columns={rows.length}>
      <tr>
        <th scope="row">{t("compare.row.score")}</th>
        {rows.map((row) => (
          <td key={row}>
            <ScoreBar row={row} />
          </td>
        ))}
      </tr>
      <tr>
        <th scope="row">{t("compare.row.rank")}</th>
        {rows.map((row) => (
          <td key={row}>
            {ranking.rank[row] === 0 ? <span className={styles.soft}>{t("compare.rankNone")}</span> : ranking.rank[row]}
          </td>
        ))}
      </tr>
      <tr>
        <th scope="row">{t("compare.row.rankPossible")}</th>
        {rows.map((row) => (
          <td key={row}>
            {ranking.rank[row] === 0
              ? "–"
              : t("compare.row.rankSpan", { best: bounds.best[row] ?? 0, worst: bounds.worst[row] ?? 0 })}
          </td>
        ))}
      </tr>
      <tr>
        <th scope="row">{t("compare.row.rankBad")}</th>
        {rows.map((row) => (
          <td key={row}>{ranking.rank[row] === 0 ? "–" : bounds.atBadEnd[row]}</td>
        ))}
      </tr>
      <tr>
        <th scope="row">{t("compare.row.evidence")}</th>
        {rows.map((row) => (
          <td key={row}>{formatShare(ranking.sourcedShare[row] ?? 0)}</td>
        ))}
      </tr>
      {gated ? (
        <tr>
          <th scope="row">{t("compare.row.mustHaves")}</th>
          {rows.map((row) => {
            const results = live.gates.resultsOf(row);
            const failed = results.filter((result) => result.excludes).length;
            const waived = results.filter((result) => result.waiver !== null).length;
            return (
              <td key={row}>
                {failed > 0 ? (
                  <span className={styles.failed}>✕ {t("compare.row.mustHavesFailed", { count: failed })}</span>
                ) : waived > 0 ? (
                  `↷ ${t("compare.row.mustHavesWaived", { count: waived })}`
                ) : (
                  `✓ ${t("compare.row.mustHavesMet")}`
                )}
              </td>
            );
          })}
        </tr>
      ) : null}
    </Section>
  );
}

function ScoreBar({ row }: { readonly row: number }) {
  const { live } = useWorkbench();
  const { ranking } = live;
  const score = ranking.score[row] ?? 0;
  const low = ranking.low[row] ?? 0;
  const high = ranking.high[row] ?? 0;
  groupContributions(live, row, groups);
  const shown = formatNumber(score * 100, 1);
  const range = { low: formatNumber(low * 100, 1), high: formatNumber(high * 100, 1) };
  const byGroup = CRITERION_GROUPS.map((group, at) =>
    t("compare.groupText", { group: t(`criteria.group.${group}`), points: formatNumber((groups[at] ?? 0) * 100, 1) }),
  );
  return (
    <>
      <div className={styles.scoreLine}>
        <span className={styles.soft}>{t("compare.row.scoreRange", range)}</span>
        <strong className={styles.score}>{shown}</strong>
      </div>
      <div
        className={styles.scoreBar}
        role="img"
        aria-label={`${t("compare.scoreText", { score: shown, ...range })}; ${byGroup.join(", ")}`}
        title={byGroup.join("\n")}
      >
        {CRITERION_GROUPS.map((group, at) => (
          <span
            key={group}
            className={styles.segment}
            style={{ width: `${(groups[at] ?? 0) * 100}%`, background: `var(--group-${group})` }}
          />
        ))}
        <span className={styles.whisker} style={{ left: `${low * 100}%`, width: `${(high - low) * 100}%` }} />
      </div>
    </>
  );
}

function CriterionRows({ rows }: { readonly rows: readonly number[] }) {
  const { live } = useWorkbench();
  const { weights } = live.ranking;
  const most = Math.max(...weights, 1e-9);
  const inGroups = CRITERION_GROUPS.flatMap((group: CriterionGroupId) =>
    live.criteria.map((criterion, at) => ({ criterion, at })).filter(({ criterion }) => criterion.group === group),
  );
  return (
    <Section title={t("compare.section.criteria")} columns={rows.length}>
      {inGroups.map(({ criterion, at }) => {
        const column = measureColumn(live.sites, criterion, live.profile);
        const marks = marksOf(
          rows.map((row) =>
            column.kind[row] === 0 || Number.isNaN(column.central[row] ?? Number.NaN)
              ? null
              : (live.table.central[at]?.[row] ?? 0),
          ),
          rows.map((row) => formatNumber(column.central[row] ?? Number.NaN, criterion.decimals)),
        );
        const weight = weights[at] ?? 0;
        const unit = translate(`criteria.${criterion.id}.unit`) ?? criterion.unit;
        return (
          <tr key={criterion.id} style={hue(criterion.group)}>
            <th scope="row" title={translate(`criteria.${criterion.id}.description`)}>
              <span className={styles.swatch} />
              {criterionLabel(criterion)}
              <span className={styles.unit}>
                {unit} · {t("compare.row.weight", { share: formatShare(weight) })}
              </span>
            </th>
            {rows.map((row, site) => {
              const value = live.table.central[at]?.[row] ?? 0;
              return (
                <td key={row}>
                  <div className={styles.measure}>
                    <MeasureFigure row={row} criterion={criterion} mark={marks[site] ?? null} />
                    <span className={styles.bar} aria-hidden="true">
                      <span className={styles.barTrack} style={{ width: `${(weight / most) * 100}%` }}>
                        <span className={styles.barFill} style={{ width: `${value * 100}%` }} />
                      </span>
                    </span>
                    <span className={styles.points} title={t("compare.pointsHint")}>
                      {formatNumber(live.contribution(at, row) * 100, 1)}
                    </span>
                  </div>
                </td>
              );
            })}
          </tr>
        );
      })}
    </Section>
  );
}

interface RecordRowsProps {
  readonly rows: readonly number[];
  readonly records: readonly (ParkRecord | null)[];
}

function gatewayKind({ kind, serves }: Gateway): string {
  return t(
    kind === "seaport" && serves.includes("deep-water-port")
      ? "compare.gatewayKind.deep-water"
      : `compare.gatewayKind.${kind}`,
  );
}

function DistanceRows({ rows, records }: RecordRowsProps) {
  const { places, reference } = useWorkbench();
  const gateways = gatewayRows(
    records.map((record) => record?.park ?? null),
    [...places.gateways.values()],
    reference.roadFactor,
  );
  if (gateways.length === 0) return null;
  return (
    <Section title={t("compare.section.distances")} columns={rows.length}>
      {gateways.map((entry: GatewayRow) => {
        const marks = marksOf(
          entry.distances.map((access) => (access === null ? null : -access.km)),
          entry.distances.map((access) => formatNumber(access?.km ?? Number.NaN)),
        );
        const name = places.gatewayName(entry.gateway.id);
        return (
          <tr key={entry.gateway.id}>
            <th scope="row">
              {name}
              <span className={styles.unit}>{gatewayKind(entry.gateway)} · km</span>
            </th>
            {rows.map((row, at) => {
              const record = records[at] ?? null;
              const access = entry.distances[at] ?? null;
              if (record === null) return <td key={row}>–</td>;
              return (
                <td key={row}>
                  <Figure
                    title={name}
                    text={access === null ? "–" : formatNumber(access.km)}
                    evidence={access === null ? "unknown" : access.fact === null ? "estimated" : "sourced"}
                    load={async () => distanceDetail({ places }, record, entry.gateway, access)}
                    mark={marks[at] ?? null}
                  />
                </td>
              );
            })}
          </tr>
        );
      })}
    </Section>
  );
}

/** Fields that the criteria above already show. */
const SHOWN: readonly FieldId[] = [
  "landRentUsdPerM2Term",
  "availableAreaHa",
  "green",
  "smart",
  "projects",
  "statedDistanceKm",
  "latLon",
];
const WORDS: readonly FieldKind[] = ["text", "category", "set"];
/** Where one end of a field's scale is plainly better: 1 for larger. */
const BETTER: Readonly<Partial<Record<FieldId, 1 | -1>>> = {
  readyBuiltFactoryUsdPerM2Month: -1,
  managementFeeUsdPerM2Year: -1,
  managementFeeVndPerM2Month: -1,
  waterUsdPerM3: -1,
  waterVndPerM3: -1,
  wastewaterUsdPerM3: -1,
  wastewaterVndPerM3: -1,
  powerCapacityMva: 1,
  waterCapacityM3Day: 1,
  wastewaterCapacityM3Day: 1,
  leaseEndYear: 1,
};

function numberOf(value: unknown): number | null {
  if (typeof value === "number") return value;
  if (value !== null && typeof value === "object" && "min" in value && "max" in value) {
    return (Number(value.min) + Number(value.max)) / 2;
  }
  return null;
}

function FactRows({ rows, records }: RecordRowsProps) {
  const fields = FIELD_IDS.filter(
    (field) => !SHOWN.includes(field) && records.some((record) => record?.park.resolved[field] !== undefined),
  );
  if (fields.length === 0) return null;
  return (
    <Section title={t("compare.section.facts")} columns={rows.length}>
      {fields.map((field) => {
        const sign = BETTER[field];
        const values = records.map((record) => record?.park.resolved[field]);
        const marks: readonly Mark[] =
          sign === undefined
            ? values.map(() => null)
            : marksOf(
                values.map((resolved) => {
                  const value = numberOf(resolved?.value);
                  return value === null ? null : sign * value;
                }),
                values.map((resolved) => (resolved === undefined ? "" : factText(field, resolved.value))),
              );
        const title = t(`site.field.${field}`);
        return (
          <tr key={field}>
            <th scope="row">{title}</th>
            {rows.map((row, at) => {
              const record = records[at] ?? null;
              const resolved = values[at];
              if (record === null) return <td key={row}>–</td>;
              return (
                <td key={row}>
                  <Figure
                    title={title}
                    text={resolved === undefined ? "–" : factText(field, resolved.value)}
                    evidence={resolved === undefined ? "unknown" : evidenceClass(resolved.kind)}
                    load={async () => fieldDetail(record, field)}
                    mark={marks[at] ?? null}
                    words={WORDS.includes(fieldDefinition(field).kind)}
                  />
                </td>
              );
            })}
          </tr>
        );
      })}
    </Section>
  );
}
