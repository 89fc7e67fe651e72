/** What the report says of each site, gathered once, with its sources numbered in the order of their mention. */
import { useEffect, useState } from "react";
import { evidenceClass, type Source } from "../../../shared/model/evidence";
import { FIELD_IDS, type FieldId, fieldDefinition } from "../../../shared/model/fields";
import type { Fact, Park } from "../../../shared/model/park";
import { rankBounds } from "../../../shared/ranking";
import { evidenceSentences, siteSentences } from "../../../shared/ranking/explain";
import { formatPartialDate, t, translate } from "../../messages";
import { formatSentence } from "../../messages/sentences";
import { explainedOf, sentenceNames } from "../../state/explanation";
import type { LiveRanking } from "../../state/live-ranking";
import { readParkRecord } from "../../state/park-records";
import type { Workbench } from "../../state/workbench";
import { criterionLabel } from "../criterion";
import { factText } from "../facts";
import { type FigureDetail, fieldDetail, measureDetail } from "../figure";

/** Sources in the order in which they are first cited. */
export class Citations {
  readonly #numbers = new Map<string, number>();
  readonly sources: Source[] = [];

  /** The source's number, from 1. */
  cite(source: Source): number {
    const known = this.#numbers.get(source.id);
    if (known !== undefined) return known;
    this.sources.push(source);
    this.#numbers.set(source.id, this.sources.length);
    return this.sources.length;
  }
}

/** A figure as it is printed: without sign, "–" when unknown. */
export interface PrintedFigure {
  readonly label: string;
  readonly value: string | null;
  readonly range: string | null;
  readonly evidence: "sourced" | "estimated" | "unknown";
  readonly asOf: string | null;
  readonly cites: readonly number[];
  /** What other sources state instead. */
  readonly rivals: readonly { readonly text: string; readonly cite: number | null }[];
  readonly how: readonly string[];
}

export interface CriterionFigure extends PrintedFigure {
  readonly criterion: number;
}

export interface SiteReport {
  readonly row: number;
  readonly id: string;
  readonly park: Park | null;
  readonly sentences: readonly string[];
  readonly figures: readonly CriterionFigure[];
  readonly facts: readonly PrintedFigure[];
  /** Names of fields that no source states. */
  readonly unknownFields: readonly string[];
}

/** Fields that say what the park is; distances and position have lines of their own. */
const FACT_FIELDS = FIELD_IDS.filter((field) => fieldDefinition(field).section !== "location");

function print(label: string, detail: FigureDetail, citations: Citations): PrintedFigure {
  const sources = detail.used.flatMap((fact) => detail.sources.get(fact.source) ?? []);
  const cites = [...sources, ...detail.more].map((source) => citations.cite(source));
  const text = (fact: Fact): string =>
    fact.asOf === null
      ? factText(fact.field, fact.value)
      : `${factText(fact.field, fact.value)}, ${formatPartialDate(fact.asOf)}`;
  const seen = new Set<string>();
  return {
    label,
    value: detail.value,
    range: detail.range,
    evidence: detail.evidence,
    asOf: detail.asOf === null ? null : formatPartialDate(detail.asOf),
    cites: [...new Set(cites)].sort((a, b) => a - b),
    rivals: detail.rivals.flatMap((fact) => {
      const source = detail.sources.get(fact.source);
      const cite = source === undefined ? null : citations.cite(source);
      const key = `${text(fact)} ${cite}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ text: text(fact), cite }];
    }),
    how: detail.how,
  };
}

async function readSite(
  workbench: Workbench,
  live: LiveRanking,
  row: number,
  sentences: readonly string[],
  citations: Citations,
): Promise<SiteReport> {
  const bench = { ...workbench, live };
  const id = live.sites.sites[row]?.id ?? "";
  const record = await readParkRecord(workbench.store, workbench.reference, id);
  const figures: CriterionFigure[] = [];
  for (const [j, criterion] of live.criteria.entries()) {
    const detail = await measureDetail(bench, row, criterion);
    const label = criterionLabel(criterion);
    figures.push(
      detail === null
        ? {
            criterion: j,
            label,
            value: null,
            range: null,
            evidence: evidenceClass(live.table.kind[j]?.[row] ?? 0),
            asOf: null,
            cites: [],
            rivals: [],
            how: [],
          }
        : { criterion: j, ...print(label, detail, citations) },
    );
  }
  const fieldName = (field: FieldId): string => translate(`site.field.${field}`) ?? field;
  return {
    row,
    id,
    park: record?.park ?? null,
    sentences,
    figures,
    facts:
      record === null
        ? []
        : FACT_FIELDS.filter((field) => record.park.resolved[field] !== undefined).map((field) =>
            print(fieldName(field), fieldDetail(record, field), citations),
          ),
    unknownFields:
      record === null ? [] : FACT_FIELDS.filter((field) => record.park.resolved[field] === undefined).map(fieldName),
  };
}

export interface SiteReports {
  readonly sites: readonly SiteReport[];
  readonly sources: readonly Source[];
}

/** Reads what the report says of these rows. Null while it is read. */
export function useSiteReports(
  workbench: Workbench,
  live: LiveRanking,
  rows: readonly number[],
): SiteReports | { readonly error: string } | null {
  const [reports, setReports] = useState<SiteReports | { readonly error: string } | null>(null);
  const key = rows.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the rows
  useEffect(() => {
    let current = true;
    setReports(null);
    // What is said of the ranking is worked out before anything is waited for.
    const explained = explainedOf(live);
    const names = sentenceNames(live);
    const bounds = rankBounds(live.ranking);
    const said = rows.map((row) =>
      [...siteSentences(explained, row), ...evidenceSentences(explained, row, bounds)].map((sentence) =>
        formatSentence(sentence, names),
      ),
    );
    const read = async (): Promise<SiteReports> => {
      const citations = new Citations();
      const sites: SiteReport[] = [];
      // One after the other, so that sources are numbered in reading order.
      for (const [i, row] of rows.entries()) sites.push(await readSite(workbench, live, row, said[i] ?? [], citations));
      return { sites, sources: citations.sources };
    };
    read().then(
      (done) => current && setReports(done),
      (error: unknown) => current && setReports({ error: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      current = false;
    };
  }, [workbench, live, key]); // eslint-disable-line react-hooks/exhaustive-deps -- see above
  return reports;
}

/** Title of a position's precision. */
export function placeText(park: Park): string | null {
  if (park.position === null) return null;
  const { precision, radiusKm } = park.position;
  return t("export.precisionWithin", {
    precision: t(`export.precision.${precision}`),
    radius: String(Math.round(radiusKm)),
  });
}
