/** Gathers what is exported: numbers of the ranking at once, then facts and sources from the database. */

import type {
  ExportCell,
  ExportCriterion,
  ExportData,
  ExportFact,
  ExportLanguage,
  ExportSite,
  ExportSource,
} from "../../../shared/exporting";
import type { Criterion, ValueFunction } from "../../../shared/model/criterion";
import { evidenceClass, type Source } from "../../../shared/model/evidence";
import { FIELD_IDS, fieldDefinition } from "../../../shared/model/fields";
import type { Fact, Park } from "../../../shared/model/park";
import { ENGINE_VERSION, effectiveWeights, measureColumn, valueFunctionOf } from "../../../shared/ranking";
import { currentLocale, formatNumber, formatPlain, t, translate } from "../../messages";
import type { LiveRanking } from "../../state/live-ranking";
import type { Workbench } from "../../state/workbench";
import { criterionLabel } from "../criterion";
import { factText } from "../facts";
import { type Basis, decisionRows } from "./basis";

/** Words and numbers of the language in use. Needs the area `export`. */
export function exportLanguage(): ExportLanguage {
  return {
    locale: currentLocale(),
    word: (key, values) => translate(`export.${key}`, values) ?? key,
    number: formatNumber,
  };
}

export function unitText(criterion: Criterion): string {
  return translate(`criteria.${criterion.id}.unit`) ?? criterion.unit;
}

/** A value function in words. */
export function scaleText(fn: ValueFunction): string {
  return fn.type === "piecewise"
    ? fn.points.map(([measure, value]) => `${formatPlain(measure)} → ${formatPlain(value)}`).join(", ")
    : Object.entries(fn.values)
        .map(([category, value]) => `${category} → ${formatPlain(value)}`)
        .join(", ");
}

function exportCriteria(live: LiveRanking): readonly ExportCriterion[] {
  const { weights } = effectiveWeights(live.criteria, live.profile);
  return live.criteria.map((criterion, j) => ({
    id: criterion.id,
    label: criterionLabel(criterion),
    group: t(`criteria.group.${criterion.group}`),
    unit: unitText(criterion),
    decimals: criterion.decimals,
    points: weights[j] ?? 0,
    scale: scaleText(valueFunctionOf(criterion, live.profile)),
    description: translate(`criteria.${criterion.id}.description`) ?? "",
  }));
}

/** The sites as they are ranked now, without their facts. */
function exportSites({ places }: Workbench, { live, list }: Basis, rows: readonly number[]): readonly ExportSite[] {
  const { ranking, table } = live;
  const columns = live.criteria.map((criterion) => measureColumn(live.sites, criterion, live.profile));
  const known = (value: number | undefined): number | null =>
    value === undefined || Number.isNaN(value) ? null : value;
  return rows.flatMap((row): readonly ExportSite[] => {
    const site = live.sites.sites[row];
    if (site === undefined) return [];
    const then = list?.snapshot.ranking.find(({ siteId }) => siteId === site.id);
    return [
      {
        id: site.id,
        name: site.name,
        nameVi: site.nameVi,
        province: places.provinceName(site.province),
        formerProvince: places.formerProvinceName(site.formerProvince),
        region: t(`filters.region.${site.region}`),
        status: t(`filters.status.${site.status ?? "unknown"}`),
        position: site.position,
        rank: ranking.rank[row] || null,
        score: ranking.score[row] ?? 0,
        low: ranking.low[row] ?? 0,
        high: ranking.high[row] ?? 0,
        sourcedShare: ranking.sourcedShare[row] ?? 0,
        estimatedShare: ranking.estimatedShare[row] ?? 0,
        unknownShare: ranking.unknownShare[row] ?? 0,
        cells: live.criteria.map((_, j): ExportCell => {
          const evidence = evidenceClass(table.kind[j]?.[row] ?? 0);
          const column = columns[j];
          const unknown = evidence === "unknown" || column === undefined;
          return {
            measure: unknown ? null : known(column.central[row]),
            low: unknown ? null : known(column.low[row]),
            high: unknown ? null : known(column.high[row]),
            value: table.central[j]?.[row] ?? 0,
            valueLow: table.low[j]?.[row] ?? 0,
            valueHigh: table.high[j]?.[row] ?? 0,
            evidence,
          };
        }),
        facts: [],
        note: list?.siteNotes[site.id] ?? "",
        saved: then === undefined ? null : { rank: then.rank, score: then.score },
      },
    ];
  });
}

function exportSource(source: Source | undefined, id: string): ExportSource {
  return {
    title: source?.title ?? id,
    publisher: source?.publisher ?? "",
    kind: source === undefined ? "" : t(`export.kind.${source.kind}`),
    date: source?.date ?? "",
    url: source?.url ?? "",
  };
}

/** Facts of a park that its values rest on, by index. */
export function usedFacts(park: Park): ReadonlySet<number> {
  const used = new Set<number>();
  for (const field of Object.values(park.resolved)) {
    if (field.fact !== null) used.add(field.fact);
    for (const members of Object.values(field.members ?? {})) for (const index of members) used.add(index);
  }
  for (const access of Object.values(park.access)) if (access.fact !== null) used.add(access.fact);
  return used;
}

/** Ids of all sources that a park's figures name. */
function sourceIdsOf(park: Park, { reference }: Workbench): readonly string[] {
  const former = reference.formerProvinces.find(({ code }) => code === park.formerProvince);
  return [
    ...park.facts.map(({ source }) => source),
    ...Object.values(park.resolved).map(({ estimateSource }) => estimateSource),
    park.position?.source,
    park.minimumWage?.source,
    former?.labourForce?.source,
    former?.trainedLabourPct?.source,
    former?.pci?.source,
  ].filter((id) => id !== undefined);
}

function exportFacts(park: Park, workbench: Workbench, sources: ReadonlyMap<string, Source>): readonly ExportFact[] {
  const { reference, places } = workbench;
  const used = usedFacts(park);
  const fieldName = (field: Fact["field"]): string => translate(`site.field.${field}`) ?? field;
  const entry = (
    field: string,
    value: string | number,
    unit: string,
    source: string,
    rest: Partial<Pick<ExportFact, "asOf" | "note" | "used">> = {},
  ): ExportFact => ({
    field,
    value,
    unit,
    asOf: "",
    note: "",
    used: true,
    ...rest,
    source: exportSource(sources.get(source), source),
  });

  const stated = park.facts.map((fact, index) => ({ fact, index }));
  // In the order of the site sheet, so that statements about one thing stand together.
  stated.sort((a, b) => FIELD_IDS.indexOf(a.fact.field) - FIELD_IDS.indexOf(b.fact.field) || a.index - b.index);
  const facts = stated.map(({ fact, index }) => {
    const plain = typeof fact.value === "number";
    const { unit } = fieldDefinition(fact.field);
    return entry(
      fieldName(fact.field),
      plain ? fact.value : factText(fact.field, fact.value),
      plain && unit !== "" ? (translate(`site.unit.${unit}`) ?? unit) : "",
      fact.source,
      { asOf: fact.asOf ?? "", note: fact.note ?? "", used: used.has(index) },
    );
  });
  for (const field of FIELD_IDS) {
    const resolved = park.resolved[field];
    if (resolved?.fact !== null || resolved.estimateSource === undefined) continue;
    const { unit } = fieldDefinition(field);
    facts.push(
      entry(
        t("export.fact.estimate", { field: fieldName(field) }),
        typeof resolved.value === "number" ? resolved.value : factText(field, resolved.value),
        typeof resolved.value === "number" ? (translate(`site.unit.${unit}`) ?? unit) : "",
        resolved.estimateSource,
        { asOf: resolved.asOf ?? "" },
      ),
    );
  }
  if (park.position !== null) {
    const { lat, lon, precision, radiusKm, source, matched } = park.position;
    const known = t("export.precisionWithin", {
      precision: t(`export.precision.${precision}`),
      radius: formatPlain(radiusKm),
    });
    facts.push(entry(t("export.fact.position"), `${lat}, ${lon}`, "°", source, { note: `${known}; ${matched}` }));
    for (const access of Object.values(park.access)) {
      if (access.fact !== null) continue;
      facts.push(
        entry(t("export.fact.distance", { gateway: places.gatewayName(access.gateway) }), access.km, "km", source, {
          note: t("export.roadFactor", { km: formatNumber(access.geodesicKm, 0) }),
        }),
      );
    }
  }
  const wage = park.minimumWage;
  if (wage !== null && wage !== undefined) {
    facts.push(
      entry(t("export.fact.minimumWage", { region: wage.region }), wage.vndMonth, t("export.unit.wage"), wage.source, {
        asOf: wage.asOf,
        note: wage.matched,
      }),
    );
  }
  const former = reference.formerProvinces.find(({ code }) => code === park.formerProvince);
  const statistics = [
    ["labourForce", "persons"],
    ["trainedLabourPct", "percent"],
    ["pci", "index"],
  ] as const;
  for (const [figure, unit] of statistics) {
    const value = former?.[figure];
    if (value === null || value === undefined) continue;
    facts.push(
      entry(t(`export.fact.${figure}`), value.value, t(`export.unit.${unit}`), value.source, {
        asOf: value.asOf,
        note: [places.formerProvinceName(park.formerProvince), value.note ?? ""].filter(Boolean).join("; "),
      }),
    );
  }
  return facts;
}

/**
 * Gathers the chosen rows. The ranking is read before anything is waited for, so that it is one moment's.
 * Needs the areas `export` and `site`. @throws {StorageError}
 */
export async function collect(workbench: Workbench, basis: Basis, rows: readonly number[]): Promise<ExportData> {
  const { reference, store } = workbench;
  const sites = exportSites(workbench, basis, rows);
  const data = {
    title: basis.title,
    createdAt: new Date().toISOString(),
    catalogueVersion: reference.catalogue.version,
    catalogueHash: reference.catalogue.contentHash,
    engineVersion: ENGINE_VERSION,
    appVersion: __APP_VERSION__,
    decision: decisionRows(workbench, basis),
    ranked: basis.live.ranking.count,
    criteria: exportCriteria(basis.live),
  };
  const parks = new Map((await store.sites.many(sites.map(({ id }) => id))).map((park) => [park.id, park]));
  const sources = await store.sites.sources([...parks.values()].flatMap((park) => sourceIdsOf(park, workbench)));
  return {
    ...data,
    sites: sites.map((site) => {
      const park = parks.get(site.id);
      return park === undefined ? site : { ...site, facts: exportFacts(park, workbench, sources) };
    }),
  };
}
