/** The decision that is exported or reported: the one in hand, or a shortlist's own over today's catalogue. */

import type { Filters, Gate, Profile } from "../../../shared/model/profile";
import type { Shortlist } from "../../../shared/model/shortlist";
import { findPreset } from "../../../shared/ranking/presets";
import { formatList, formatMoment, t, translate } from "../../messages";
import { formatAmount } from "../../messages/sentences";
import { createEngine } from "../../state/engine";
import { sentenceNames } from "../../state/explanation";
import { activeFacets } from "../../state/filter-sites";
import { LiveRanking } from "../../state/live-ranking";
import type { OutputSubject } from "../../state/output";
import type { Workbench } from "../../state/workbench";

export interface Basis {
  readonly title: string;
  readonly live: LiveRanking;
  readonly list: Shortlist | null;
  /** Whether a shortlist was saved with the very catalogue that is in use. */
  readonly sameCatalogue: boolean;
}

/** The ranking behind a subject. A shortlist's is replayed with its own weights, must-haves and filters. */
export function basisOf({ live, reference }: Pick<Workbench, "live" | "reference">, subject: OutputSubject): Basis {
  if (subject.type === "ranking") {
    live.flush();
    return { title: presetName(live.profile) ?? t("common.ownDecision"), live, list: null, sameCatalogue: true };
  }
  const { list } = subject;
  const { profile, filters, catalogueHash } = list.snapshot;
  const engine = createEngine(reference.measures, live.criteria);
  return {
    title: list.name,
    live: new LiveRanking(engine, live.sites, profile, filters),
    list,
    sameCatalogue: catalogueHash === reference.catalogue.contentHash,
  };
}

export function presetName(profile: Profile): string | null {
  const preset = profile.preset === null ? undefined : findPreset(profile.preset);
  return preset === undefined ? null : (translate(preset.nameKey) ?? preset.id);
}

/** Rows in the order of the ranking, those that are left out at the end by name. */
export function inRankOrder(live: LiveRanking, rows: Iterable<number>): readonly number[] {
  const place = new Map<number, number>();
  for (let i = 0; i < live.ranking.count; i++) place.set(live.ranking.order[i] ?? 0, i);
  return [...new Set(rows)]
    .filter((row) => row >= 0)
    .sort(
      (a, b) =>
        (place.get(a) ?? Number.MAX_SAFE_INTEGER) - (place.get(b) ?? Number.MAX_SAFE_INTEGER) ||
        (live.table.tieBreak[a] ?? 0) - (live.table.tieBreak[b] ?? 0),
    );
}

/** "Distance to a deep-water port: at most 60 km". */
export function gateText(live: LiveRanking, gate: Gate): string {
  const names = sentenceNames(live);
  const figure =
    translate(`criteria.${gate.criterionId}.figure`) ?? names.criterion(gate.criterionId)?.label ?? gate.criterionId;
  return t(`export.gate.${gate.op}`, { figure, limit: formatAmount(gate.criterionId, gate.limit, names) });
}

/** The filters in use in words; null for none. */
export function filterText({ places }: Pick<Workbench, "places">, filters: Filters): string | null {
  const words = activeFacets(filters).map((facet) => {
    switch (facet) {
      case "text":
        return `“${filters.text.trim()}”`;
      case "minAvailableHa":
        return t("filters.land.atLeast", { hectares: filters.minAvailableHa ?? 0 });
      case "provinces":
        return formatList(filters.provinces.map(places.provinceName));
      default: {
        const key = { regions: "region", rentTiers: "rentTier", sectors: "sector", statuses: "status" }[facet];
        return formatList(filters[facet].map((option) => translate(`filters.${key}.${option}`) ?? option));
      }
    }
  });
  return words.length === 0 ? null : words.join("; ");
}

/** What describes the decision beside its weights, as pairs of label and text. */
export function decisionRows(
  { places }: Pick<Workbench, "places">,
  { live, list }: Pick<Basis, "live" | "list">,
): readonly (readonly [string, string])[] {
  const { profile, filters } = live;
  const preset = presetName(profile);
  const filter = filterText({ places }, filters);
  const siteName = (id: string): string => live.sites.sites[live.rowOf(id)]?.name ?? id;
  const gates = profile.gates.map((gate): readonly [string, string] => [
    t("export.about.mustHave"),
    t(gate.unknownPasses ? "export.gate.unknownPasses" : "export.gate.unknownFails", { gate: gateText(live, gate) }),
  ]);
  const waivers = profile.waivers.flatMap((waiver): readonly (readonly [string, string])[] => {
    const gate = profile.gates.find(({ id }) => id === waiver.gateId);
    if (gate === undefined) return [];
    const text = t("export.waiver", {
      site: siteName(waiver.siteId),
      gate: gateText(live, gate),
      reason: waiver.reason,
    });
    return [[t("export.about.waiver"), text]];
  });
  const sectors = profile.sectors.map((sector) => translate(`filters.sector.${sector}`) ?? sector);
  return [
    ...(list === null ? [] : ([[t("export.about.savedAt"), formatMoment(list.createdAt)]] as const)),
    ...(list === null || list.note === "" ? [] : ([[t("export.about.note"), list.note]] as const)),
    ...(preset === null ? [] : ([[t("export.about.preset"), preset]] as const)),
    [t("export.about.weighting"), t(`export.weighting.${profile.weighting.mode}`)],
    [t("export.about.policy"), t(`ranking.policy.${profile.unknownPolicy}`)],
    ...(sectors.length === 0 ? [] : ([[t("export.about.sectors"), formatList(sectors)]] as const)),
    ...gates,
    ...waivers,
    ...(filter === null ? [] : ([[t("export.about.filters"), filter]] as const)),
  ];
}
