/**
 * A figure with its sign of evidence, as a button that opens what is behind it: value and range, how
 * it came about, the facts with date and source, and who says otherwise. Needs the areas `site`,
 * `why` and `measure`.
 */
import { memo, useEffect, useRef, useState } from "react";
import { explainMeasure, isMeasured } from "../../shared/catalogue/measures";
import { measureContext } from "../../shared/catalogue/sites";
import { gatewayFinder, roadDistance } from "../../shared/geography/access";
import type { Gateway } from "../../shared/model/catalogue";
import type { Criterion } from "../../shared/model/criterion";
import { type EvidenceClass, evidenceClass, type Source } from "../../shared/model/evidence";
import type { FieldId } from "../../shared/model/fields";
import type { Access, Fact } from "../../shared/model/park";
import { measureColumn } from "../../shared/ranking";
import { EvidenceSign } from "../components/evidence";
import { Popover } from "../components/popover";
import { currentLocale, formatNumber, formatPartialDate, t, translate } from "../messages";
import { formatAmount } from "../messages/sentences";
import { inVnd } from "../state/currency";
import { sentenceNames } from "../state/explanation";
import { type ParkRecord, readParkRecord } from "../state/park-records";
import { useLayout, useWorkbench, type Workbench } from "../state/workbench";
import { criterionLabel, formatMeasure } from "./criterion";
import { factText, SourceLink } from "./facts";
import styles from "./figure.module.css";

/** What stands behind a figure. */
export interface FigureDetail {
  /** Value with its unit; null when unknown. */
  readonly value: string | null;
  readonly range: string | null;
  readonly evidence: EvidenceClass;
  readonly asOf: string | null;
  /** The amount, where the figure is in USD. */
  readonly usd?: number;
  /** How it came about, in sentences. */
  readonly how: readonly string[];
  readonly used: readonly Fact[];
  readonly rivals: readonly Fact[];
  readonly sources: ReadonlyMap<string, Source>;
  /** Sources that no fact above names. */
  readonly more: readonly Source[];
}

interface FigureProps {
  /** What the figure is of, for the popover's heading and for those who do not see the column. */
  readonly title: string;
  /** The figure as shown, without sign. */
  readonly text: string;
  readonly evidence: EvidenceClass;
  readonly load: () => Promise<FigureDetail | null>;
  readonly mark?: "best" | "worst" | null;
  /** Words, not a number: the sign stands before them, and long ones end after some lines. */
  readonly words?: boolean;
}

export function Figure({ title, text, evidence, load, mark = null, words = false }: FigureProps) {
  const shown = evidence === "unknown" ? "–" : evidence === "estimated" ? `≈ ${text}` : text;
  const said = t("why.facts.open", {
    figure: title,
    value: shown,
    evidence: t(`common.evidence.${evidence}`),
  });
  return (
    <Popover
      label={title}
      align={words ? "start" : "end"}
      width={340}
      trigger={(trigger) => (
        <button
          type="button"
          className={`${styles.figure} ${words ? styles.words : ""}`}
          data-mark={mark ?? undefined}
          aria-label={mark === null ? said : `${said} (${t(`why.facts.${mark}`)})`}
          title={t(`common.evidence.${evidence}`)}
          {...trigger}
        >
          {mark === null ? null : (
            <span className={styles.mark} aria-hidden="true">
              {mark === "best" ? "▲" : "▽"}
            </span>
          )}
          <span className={styles.text}>{shown}</span>
          <EvidenceSign evidence={evidence} label={t(`common.evidence.${evidence}`)} />
        </button>
      )}
    >
      {() => <Behind title={title} load={load} />}
    </Popover>
  );
}

function Behind({ title, load }: Pick<FigureProps, "title" | "load">) {
  const [detail, setDetail] = useState<FigureDetail | "failed" | null>(null);
  // Read once per opening.
  const read = useRef(load);
  useEffect(() => {
    let current = true;
    read.current().then(
      (found) => current && setDetail(found ?? "failed"),
      () => current && setDetail("failed"),
    );
    return () => {
      current = false;
    };
  }, []);
  return (
    <div className={styles.behind} data-autofocus tabIndex={-1}>
      <h4 className={styles.title}>{title}</h4>
      {detail === null ? <p className={styles.soft}>{t("common.loading")}</p> : null}
      {detail === "failed" ? <p className={styles.soft}>{t("why.facts.failed")}</p> : null}
      {detail === null || detail === "failed" ? null : <Detail detail={detail} />}
    </div>
  );
}

function Detail({ detail }: { readonly detail: FigureDetail }) {
  const { evidence, value, range, asOf, usd } = detail;
  const vndPerUsd = useLayout((layout) => layout.vndPerUsd);
  return (
    <>
      <p className={styles.value}>
        {value === null ? "–" : evidence === "estimated" ? `≈ ${value}` : value}
        <span className={styles.class}>
          <span aria-hidden="true">
            <EvidenceSign evidence={evidence} label={t(`common.evidence.${evidence}`)} />
          </span>
          {t(`common.evidence.${evidence}`)}
        </span>
      </p>
      <p className={styles.soft}>
        {[range, asOf === null ? null : t("why.facts.asOf", { date: formatPartialDate(asOf) })]
          .filter((part) => part !== null)
          .join(" · ")}
      </p>
      {usd === undefined || vndPerUsd === null ? null : <p className={styles.soft}>{inVnd(usd, vndPerUsd)}</p>}
      {detail.how.map((sentence) => (
        <p key={sentence} className={styles.how}>
          {sentence}
        </p>
      ))}
      <FactList title={t("why.facts.used")} facts={detail.used} sources={detail.sources} />
      <FactList title={t("why.facts.unused")} facts={detail.rivals} sources={detail.sources} />
      {detail.more.length === 0 ? null : (
        <>
          <h5 className={styles.head}>{t("why.facts.sources")}</h5>
          <ul>
            {detail.more.map((source) => (
              <li key={source.id} className={styles.fact}>
                <SourceLine source={source} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

interface FactListProps {
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly sources: ReadonlyMap<string, Source>;
}

function FactList({ title, facts, sources }: FactListProps) {
  if (facts.length === 0) return null;
  return (
    <>
      <h5 className={styles.head}>{title}</h5>
      <ul>
        {facts.map((fact) => (
          <li key={`${fact.field}${fact.source}${JSON.stringify(fact.value)}${fact.asOf}`} className={styles.fact}>
            <span className={styles.factValue}>
              {translate(`site.field.${fact.field}`) ?? fact.field}: {factText(fact.field, fact.value)}
              {fact.asOf === null ? null : (
                <span className={styles.soft}> · {t("site.asOf", { date: formatPartialDate(fact.asOf) })}</span>
              )}
            </span>
            <SourceLine source={sources.get(fact.source)} />
            {fact.note === undefined ? null : <p className={styles.soft}>{fact.note}</p>}
          </li>
        ))}
      </ul>
    </>
  );
}

function SourceLine({ source }: { readonly source: Source | undefined }) {
  if (source === undefined) return null;
  return (
    <p className={styles.source}>
      <SourceLink source={source} />
      {source.date === null ? null : (
        <span className={styles.soft}> · {t("site.published", { date: formatPartialDate(source.date) })}</span>
      )}
    </p>
  );
}

// ---------------------------------------------------------------------------------------------
// Details of the three kinds of figures: a criterion's measure, a field, a distance

type Bench = Pick<Workbench, "live" | "store" | "reference" | "places">;

function describe(
  facts: readonly Fact[],
  rivals: readonly Fact[],
  sources: ReadonlyMap<string, Source>,
  more: readonly string[],
): Pick<FigureDetail, "used" | "rivals" | "sources" | "more"> {
  const named = new Set([...facts, ...rivals].map((fact) => fact.source));
  return {
    used: facts,
    rivals,
    sources,
    more: [...new Set(more)].filter((id) => !named.has(id)).flatMap((id) => sources.get(id) ?? []),
  };
}

/** What stands behind a site's measure of a criterion. */
export async function measureDetail(bench: Bench, row: number, criterion: Criterion): Promise<FigureDetail | null> {
  const { live, store, reference, places } = bench;
  const site = live.sites.sites[row];
  if (site === undefined) return null;
  const column = measureColumn(live.sites, criterion, live.profile);
  const central = column.central[row] ?? Number.NaN;
  const evidence = Number.isNaN(central) ? "unknown" : evidenceClass(column.kind[row] ?? 0);
  const names = sentenceNames(live);
  const amount = (measure: number): string => formatAmount(criterion.id, measure, names);
  const low = column.low[row] ?? central;
  const high = column.high[row] ?? central;
  const common = {
    value: evidence === "unknown" ? null : amount(central),
    range:
      evidence === "unknown" || low === high
        ? null
        : t("why.facts.range", {
            low: formatNumber(low, criterion.decimals),
            high: formatNumber(high, criterion.decimals),
          }),
    evidence,
    ...(criterion.id === "land-rent" && evidence !== "unknown" ? { usd: central } : {}),
  } as const;
  const record = await readParkRecord(store, reference, site.id);
  if (record === null) return null;
  const { park, sources } = record;
  if (criterion.id === "sector-fit") {
    const resolved = park.resolved.sectors;
    const { sectors } = live.profile;
    const met = sectors.filter((sector) => site.sectors.includes(sector)).length;
    const indexes = resolved?.members === undefined ? [] : [...new Set(Object.values(resolved.members).flat())];
    const how =
      sectors.length === 0
        ? t("why.facts.noSectors")
        : resolved === undefined
          ? t("measure.unknown.no-fact")
          : t("why.facts.sectors", { met, picked: sectors.length });
    const facts = indexes.flatMap((index) => park.facts[index] ?? []);
    return { ...common, asOf: resolved?.asOf ?? null, how: [how], ...describe(facts, [], sources, []) };
  }
  if (criterion.measure.type === "gateway") {
    const gateway = places.gateways.get(criterion.measure.gatewayId);
    const find = gatewayFinder([...places.gateways.values()]);
    if (gateway !== undefined) {
      const access = roadDistance(park, gateway, { roadFactor: reference.roadFactor, find });
      return { ...distanceDetail({ places }, record, gateway, access), ...common };
    }
  }
  if (!isMeasured(criterion.id)) {
    return { ...common, asOf: null, how: [t("why.facts.own")], ...describe([], [], sources, []) };
  }
  const context = measureContext({
    version: reference.catalogue.version,
    formerProvinces: reference.formerProvinces,
    sources: [...sources.values()],
  });
  const explained = explainMeasure(park, criterion.id, context);
  if (explained === null) return null;
  const { key, values } = explained.how;
  const gateway = typeof values.gateway === "string" ? { gateway: places.gatewayName(values.gateway) } : {};
  const numbers = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "number" && !["rivals", "count", "tenants"].includes(name)
        ? formatNumber(value, value < 10 && !Number.isInteger(value) ? 1 : 0)
        : value,
    ]),
  );
  const year = typeof values.year === "string" ? { year: formatPartialDate(values.year) } : {};
  const rivalIndexes = rivalsOf(record, criterion.id);
  const facts = explained.facts.filter((index) => !rivalIndexes.has(index)).flatMap((index) => park.facts[index] ?? []);
  const rivals = explained.facts.filter((index) => rivalIndexes.has(index)).flatMap((index) => park.facts[index] ?? []);
  return {
    ...common,
    asOf: explained.asOf,
    how: [translate(key, { ...numbers, ...gateway, ...year }) ?? key],
    ...describe(facts, rivals, sources, explained.sourceIds),
  };
}

/** Facts that state another value than the one taken, by index. */
function rivalsOf({ park }: ParkRecord, criterionId: string): ReadonlySet<number> {
  const fields: Readonly<Record<string, readonly FieldId[]>> = {
    "land-rent": ["landRentUsdPerM2Term"],
    "available-land": ["availableAreaHa", "industrialAreaHa", "totalAreaHa", "occupancyPct"],
    "tenant-record": ["projects", "workers"],
  };
  return new Set((fields[criterionId] ?? []).flatMap((field) => park.resolved[field]?.rivals ?? []));
}

/** What stands behind a field of a park. */
export function fieldDetail({ park, sources }: ParkRecord, field: FieldId): FigureDetail {
  const resolved = park.resolved[field];
  if (resolved === undefined) {
    return {
      value: null,
      range: null,
      evidence: "unknown",
      asOf: null,
      how: [t("measure.unknown.no-fact")],
      ...describe([], [], sources, []),
    };
  }
  const indexes =
    resolved.members === undefined
      ? resolved.fact === null
        ? []
        : [resolved.fact]
      : [...new Set(Object.values(resolved.members).flat())];
  const facts = indexes.flatMap((index) => park.facts[index] ?? []);
  const rivals = resolved.rivals.flatMap((index) => park.facts[index] ?? []);
  const { low, high } = resolved;
  const how = translate(`measure.how.${resolved.rule}`, { rivals: rivals.length });
  return {
    value: factText(field, resolved.value),
    range:
      low === undefined || high === undefined || low === high
        ? null
        : t("why.facts.range", {
            low: formatNumber(low, low < 10 ? 1 : 0),
            high: formatNumber(high, high < 10 ? 1 : 0),
          }),
    evidence: evidenceClass(resolved.kind),
    asOf: resolved.asOf,
    how: how === undefined ? [] : [how],
    ...describe(facts, rivals, sources, resolved.estimateSource === undefined ? [] : [resolved.estimateSource]),
  };
}

/** What stands behind a distance by road to one gateway; null where the park's place is not known. */
export function distanceDetail(
  { places }: Pick<Workbench, "places">,
  { park, sources }: ParkRecord,
  gateway: Gateway,
  access: Access | null,
): FigureDetail {
  const km = (value: number): string => `${formatNumber(value)} km`;
  const fact = access === null || access.fact === null ? undefined : park.facts[access.fact];
  const how =
    access === null
      ? t("measure.unknown.position")
      : fact !== undefined
        ? t("measure.how.stated-distance", { gateway: places.gatewayName(gateway.id) })
        : t("measure.how.road-factor", {
            gateway: places.gatewayName(gateway.id),
            geodesicKm: formatNumber(access.geodesicKm),
            radiusKm: formatNumber(park.position?.radiusKm ?? 0, (park.position?.radiusKm ?? 0) < 10 ? 1 : 0),
          });
  return {
    value: access === null ? null : km(access.km),
    range:
      access === null ? null : t("why.facts.range", { low: formatNumber(access.low), high: formatNumber(access.high) }),
    evidence: access === null ? "unknown" : fact === undefined ? "estimated" : "sourced",
    asOf: fact?.asOf ?? null,
    how: [how],
    ...describe(fact === undefined ? [] : [fact], [], sources, [
      ...(access !== null && fact === undefined && park.position !== null ? [park.position.source] : []),
    ]),
  };
}

interface MeasureFigureProps {
  readonly row: number;
  readonly criterion: Criterion;
  /** Short enough for a column: thousands, millions, the unit beside the number. */
  readonly short?: boolean;
  readonly mark?: "best" | "worst" | null;
}

/** A site's measure of a criterion. Follows the picked sectors when what is around it renders anew. */
export function MeasureFigure({ row, criterion, short = false, mark = null }: MeasureFigureProps) {
  const { live } = useWorkbench();
  const column = measureColumn(live.sites, criterion, live.profile);
  const measure = column.central[row] ?? Number.NaN;
  const evidence = Number.isNaN(measure) ? "unknown" : evidenceClass(column.kind[row] ?? 0);
  return (
    <SteadyMeasure
      row={row}
      criterion={criterion}
      measure={measure}
      evidence={evidence}
      short={short}
      mark={mark}
      locale={currentLocale()}
    />
  );
}

interface SteadyMeasureProps extends Required<MeasureFigureProps> {
  readonly measure: number;
  readonly evidence: EvidenceClass;
  readonly locale: string;
}

/** Drawn anew only when the figure is another one, not with every move of a weight. */
const SteadyMeasure = memo(function SteadyMeasure({
  row,
  criterion,
  measure,
  evidence,
  short,
  mark,
}: SteadyMeasureProps) {
  const bench = useWorkbench();
  return (
    <Figure
      title={translate(`criteria.${criterion.id}.figure`) ?? criterionLabel(criterion)}
      text={
        Number.isNaN(measure)
          ? "–"
          : short
            ? formatMeasure(measure, criterion)
            : formatNumber(measure, criterion.decimals)
      }
      evidence={evidence}
      load={() => measureDetail(bench, row, criterion)}
      mark={mark}
    />
  );
});
