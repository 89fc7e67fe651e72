/**
 * The user's layer laid over the catalogue: parks with the user's facts in force and the built-in values
 * beneath, parks of their own, hidden ones left out, and the measures of criteria that they made.
 *
 * The catalogue is never written to: a park without edits is the very object of the catalogue, and an
 * empty layer gives the catalogue back.
 */

import { nearestAccess, roadDistance, statedDistance } from "../geography/access";
import { geodesicKm } from "../geography/geodesic";
import type { Catalogue, FormerProvince, Gateway, Province } from "../model/catalogue";
import type { Criterion } from "../model/criterion";
import { EVIDENCE_CODE, type Source } from "../model/evidence";
import type { FieldId } from "../model/fields";
import type { CustomGateway, CustomPark, CustomProvince, EditBaseline, FactEdit, Overlay } from "../model/overlay";
import type { Access, Fact, LatLon, Park, ResolvedField } from "../model/park";
import type { MeasureColumn, Site, SiteTable } from "../model/site";
import { fold } from "../text/fold";
import { type DeriveContext, deriveAt, deriveContext, type ParkPlace } from "./derive";
import { resolveFacts, resolveField, saySame } from "./resolve";
import { buildSiteTable } from "./sites";

/** What of a catalogue the layer lies on. */
export type OverlaidPart = Pick<
  Catalogue,
  "version" | "sources" | "provinces" | "formerProvinces" | "gateways" | "roadFactor" | "parks"
>;

/** An edit in force, and what lies beneath it. */
export interface EditedField {
  readonly edit: FactEdit;
  /** The catalogue's own value; null where it has none, and for stated distances (see the park's facts). */
  readonly beneath: ResolvedField | null;
}

/** The catalogue says something else now than when the user edited. */
export interface CatalogueChange {
  readonly edit: FactEdit;
  readonly was: EditBaseline | null;
  readonly now: ResolvedField | null;
}

/** Catalogue and layer as one: what the app shows and ranks. */
export interface OverlaidCatalogue extends OverlaidPart {
  /** Edits in force by park id, in the order of the fields' first edit. */
  readonly edited: ReadonlyMap<string, readonly EditedField[]>;
  readonly changes: readonly CatalogueChange[];
  /** Edits in force of parks that are in neither catalogue nor layer (a later catalogue dropped them). */
  readonly orphans: readonly FactEdit[];
  readonly origin: (park: Pick<Park, "id">) => Site["origin"];
}

/** The rule that a user's edit decides by. */
export const USER_EDIT_RULE = "user-edit";

/** What one edit is of: a park's field, and for distances the place. */
export function editKey(edit: Pick<FactEdit, "parkId" | "field" | "place">): string {
  return JSON.stringify([edit.parkId, edit.field, edit.place === null ? null : fold(edit.place)]);
}

/** All edits of one field of a park, oldest first. */
export function historyOf(
  edits: readonly FactEdit[],
  parkId: string,
  field: FieldId,
  place: string | null = null,
): readonly FactEdit[] {
  const key = editKey({ parkId, field, place });
  return edits.filter((edit) => editKey(edit) === key).toSorted(byTime);
}

function byTime(a: FactEdit, b: FactEdit): number {
  return a.editedAt < b.editedAt ? -1 : a.editedAt > b.editedAt ? 1 : 0;
}

/** The edits in force: of each field the newest that is not reverted and whose import is not undone. */
export function editsInForce(overlay: Pick<Overlay, "edits" | "imports">): readonly FactEdit[] {
  const undone = undoneImports(overlay);
  const newest = new Map<string, FactEdit>();
  for (const edit of overlay.edits.toSorted(byTime)) {
    if (edit.revertedAt !== null || (edit.importId !== null && undone.has(edit.importId))) continue;
    newest.set(editKey(edit), edit);
  }
  return [...newest.values()];
}

/** Reverts a field to the catalogue: none of its edits counts any more; they stay in the history. */
export function revertField(
  edits: readonly FactEdit[],
  parkId: string,
  field: FieldId,
  place: string | null,
  at: string,
): readonly FactEdit[] {
  const key = editKey({ parkId, field, place });
  return edits.map((edit) => (edit.revertedAt === null && editKey(edit) === key ? { ...edit, revertedAt: at } : edit));
}

/** Reverts one edit: the one before it is in force again. */
export function revertEdit(edits: readonly FactEdit[], id: string, at: string): readonly FactEdit[] {
  return edits.map((edit) => (edit.id === id && edit.revertedAt === null ? { ...edit, revertedAt: at } : edit));
}

function undoneImports(overlay: Pick<Overlay, "imports">): ReadonlySet<string> {
  return new Set(overlay.imports.filter((record) => record.undoneAt !== null).map((record) => record.id));
}

/** The layer without anything that undone imports brought. */
export function withoutUndone(overlay: Overlay): Overlay {
  const undone = undoneImports(overlay);
  if (undone.size === 0) return overlay;
  const kept = <T extends { readonly importId: string | null }>(list: readonly T[]) =>
    list.filter((entry) => entry.importId === null || !undone.has(entry.importId));
  return {
    ...overlay,
    edits: kept(overlay.edits),
    customParks: kept(overlay.customParks),
    gateways: kept(overlay.gateways),
    columns: kept(overlay.columns),
    criteria: kept(overlay.criteria),
    provinces: kept(overlay.provinces),
  };
}

/** What the catalogue says now, to be kept with a new edit. */
export function baselineOf(park: Park, field: FieldId, catalogueVersion: string): EditBaseline {
  const resolved = park.resolved[field];
  return {
    value: resolved?.value ?? null,
    asOf: resolved?.asOf ?? null,
    kind: resolved?.kind ?? "unknown",
    catalogueVersion,
  };
}

/** Lays the layer over the catalogue. */
export function applyOverlay(catalogue: OverlaidPart, layer: Overlay): OverlaidCatalogue {
  const overlay = withoutUndone(layer);
  const hidden = new Set(overlay.hiddenParks);
  const inForce = editsInForce(overlay);
  const byPark = new Map<string, FactEdit[]>();
  for (const edit of inForce) {
    const list = byPark.get(edit.parkId);
    if (list === undefined) byPark.set(edit.parkId, [edit]);
    else list.push(edit);
  }
  const sources = [...catalogue.sources, ...userSources(overlay, inForce)];
  const provinces = [...catalogue.provinces, ...overlay.provinces.map(asProvince)];
  const formerProvinces = [...catalogue.formerProvinces, ...overlay.provinces.map(asFormerProvince)];
  const serving = overlay.gateways.filter((gateway) => gateway.serves.length > 0).map(asGateway);
  const gateways = serving.length === 0 ? catalogue.gateways : [...catalogue.gateways, ...serving];
  const context = deriveContext({ ...catalogue, sources, formerProvinces, gateways });

  const edited = new Map<string, readonly EditedField[]>();
  const changes: CatalogueChange[] = [];
  const parks: Park[] = [];
  const own = new Set<string>();
  for (const park of catalogue.parks) {
    own.add(park.id);
    const edits = byPark.get(park.id) ?? [];
    if (edits.length > 0) {
      edited.set(
        park.id,
        edits.map((edit) => ({ edit, beneath: edit.place === null ? (park.resolved[edit.field] ?? null) : null })),
      );
      changes.push(...edits.flatMap((edit) => changeOf(edit, park)));
    }
    if (hidden.has(park.id)) continue;
    if (edits.length > 0) parks.push(editedPark(park, edits, context));
    else parks.push(serving.length === 0 ? park : withServing(park, context));
  }
  for (const custom of overlay.customParks) {
    own.add(custom.id);
    if (hidden.has(custom.id)) continue;
    const edits = byPark.get(custom.id) ?? [];
    const base = customParkOf(custom, context);
    if (edits.length > 0) {
      edited.set(
        custom.id,
        edits.map((edit) => ({ edit, beneath: edit.place === null ? (base.resolved[edit.field] ?? null) : null })),
      );
    }
    parks.push(edits.length === 0 ? base : editedPark(base, edits, context));
  }
  return {
    ...catalogue,
    sources,
    provinces,
    formerProvinces,
    gateways,
    parks,
    edited,
    changes,
    orphans: inForce.filter((edit) => !own.has(edit.parkId)),
    origin: ({ id }) => (id.startsWith("user:") ? "user" : id.startsWith("import:") ? "import" : "catalogue"),
  };
}

/** Sources of kind "user": of edits, of imports, and the layer's own. */
export function userSources(
  overlay: Pick<Overlay, "sources" | "imports">,
  edits: readonly FactEdit[],
): readonly Source[] {
  const own = overlay.sources.map((source): Source => ({ ...source, kind: "user" }));
  const imports = overlay.imports.map(
    (record): Source => ({
      id: `import:${record.id}`,
      url: null,
      title: record.fileName,
      publisher: null,
      date: record.fileDate,
      kind: "user",
    }),
  );
  const edited = edits.map(
    (edit): Source => ({
      id: `edit:${edit.id}`,
      url: edit.source.url ?? null,
      title: edit.source.title,
      publisher: edit.source.publisher ?? null,
      date: edit.source.date ?? null,
      kind: "user",
    }),
  );
  return [...own, ...imports, ...edited];
}

function changeOf(edit: FactEdit, park: Park): CatalogueChange[] {
  if (edit.place !== null) return [];
  const now = park.resolved[edit.field] ?? null;
  const was = edit.baseline?.value ?? null;
  const same = now === null || was === null ? (now === null) === (was === null) : saySame(edit.field, now.value, was);
  return same ? [] : [{ edit, was: edit.baseline, now }];
}

/** A park under the user's edits: their facts are added, and of each edited field theirs alone counts. */
function editedPark(park: Park, edits: readonly FactEdit[], context: DeriveContext): Park {
  const facts: Fact[] = [...park.facts];
  const own = new Map<FieldId, number | null>();
  const silenced = new Set<string>();
  for (const edit of edits) {
    if (edit.place !== null) silenced.add(fold(edit.place));
    else own.set(edit.field, null);
    if (edit.action === "withdraw" || edit.value === null) continue;
    if (edit.place === null) own.set(edit.field, facts.length);
    facts.push({
      field: edit.field,
      value: edit.value,
      asOf: edit.asOf,
      source: `edit:${edit.id}`,
      ...(edit.note === "" ? {} : { note: edit.note }),
    });
  }
  const resolved: Partial<Record<FieldId, ResolvedField>> = {};
  for (const [field, value] of Object.entries(park.resolved) as [FieldId, ResolvedField][]) {
    // Estimates are made anew, since what they rest on may have been edited.
    if (!own.has(field) && value.fact !== null) resolved[field] = value;
  }
  for (const [field, index] of own) {
    const fact = index === null ? undefined : facts[index];
    if (index === null || fact === undefined) continue;
    const alone = resolveField([fact], field, context);
    if (alone === null) continue;
    const others = park.facts.flatMap((other, at) =>
      other.field === field && !saySame(field, other.value, fact.value) ? [at] : [],
    );
    resolved[field] = {
      ...alone,
      fact: index,
      rivals: others,
      rule: USER_EDIT_RULE,
      ...(alone.members === undefined
        ? {}
        : { members: Object.fromEntries(Object.keys(alone.members).map((member) => [member, [index]])) }),
    };
  }
  const distances = facts.flatMap((fact, index) => {
    const stated = statedDistance(fact);
    const theirs = index >= park.facts.length;
    return stated !== null && (theirs || !silenced.has(fold(stated.to))) ? [index] : [];
  });
  // A stated position that the user withdrew leaves none: the catalogue keeps no other.
  const position = own.has("latLon") ? null : park.position;
  return deriveAt(
    { ...park, facts, position, minimumWage: park.minimumWage ?? null },
    placeOf(park, context),
    context,
    {
      resolved,
      distances,
    },
  );
}

const NOWHERE: ParkPlace = { province: "", region: "other", landRent: null };

function placeOf(park: Pick<Park, "formerProvince" | "province">, context: DeriveContext): ParkPlace {
  const former = context.formerProvinces.get(park.formerProvince);
  return former ?? { ...NOWHERE, province: park.province };
}

/** A park of the user's own as the app knows parks. */
export function customParkOf(custom: CustomPark, context: DeriveContext): Park {
  const formerProvince = custom.formerProvince ?? "";
  const base = { ...custom, formerProvince, position: null, minimumWage: null };
  return deriveAt(base, placeOf({ formerProvince, province: custom.province ?? "" }, context), context, {
    resolved: resolveFacts(custom.facts, context),
  });
}

/** A catalogue park's nearest gateways where the user added some that count. */
function withServing(park: Park, context: DeriveContext): Park {
  return { ...park, access: nearestAccess(park, context.gateways, context) };
}

function asProvince(province: CustomProvince): Province {
  return {
    code: province.code,
    nameVi: province.nativeName ?? province.name,
    nameEn: province.name,
    region: "other",
    formerProvinces: [province.code],
    centroid: province.centroid ?? { lat: 0, lon: 0 },
  };
}

function asFormerProvince(province: CustomProvince): FormerProvince {
  const { labourForce, trainedLabourPct, incomeVndMonth, pci, pgi, landRent } = province;
  const figures = { labourForce, trainedLabourPct, incomeVndMonth, pci, pgi, landRent };
  const { code, nameVi, nameEn, region, centroid } = asProvince(province);
  return { code, nameVi, nameEn, aliases: [], region, province: code, centroid, ...figures };
}

/** A place of the user's as a gateway. */
export function asGateway(gateway: CustomGateway): Gateway {
  const { kind } = gateway;
  return {
    id: gateway.id,
    kind: kind === "supplier" || kind === "other" ? "economic-centre" : kind,
    nameEn: gateway.name,
    nameVi: gateway.name,
    formerProvince: null,
    precision: "",
    source: "",
    lat: gateway.lat,
    lon: gateway.lon,
    serves: gateway.serves,
    aliases: [gateway.name],
  };
}

function inVietnam({ lat, lon }: LatLon): boolean {
  return lat >= 8 && lat <= 24 && lon >= 102 && lon <= 110;
}

/**
 * Road distance from a park to a place of the user's: what the park or the user states, else the
 * geodesic on the WGS84 ellipsoid times the place's road factor (the catalogue's where it has none of
 * its own). Within Vietnam long ways follow the country's corridor, as the built-in distances do.
 *
 * @returns null when the park has no position and no one states the distance.
 */
export function customDistance(
  park: Pick<Park, "facts" | "position">,
  gateway: CustomGateway,
  context: Pick<DeriveContext, "roadFactor" | "find">,
): Access | null {
  const roadFactor = { ...context.roadFactor, ...(gateway.roadFactor ?? {}) };
  const target = asGateway(gateway);
  const name = fold(gateway.name);
  const find = (place: string) => (fold(place) === name ? target : context.find(place));
  const { position } = park;
  if (position === null || (inVietnam(position) && inVietnam(gateway) && gateway.roadFactor === null)) {
    return roadDistance(park, target, { roadFactor, find });
  }
  const stated = roadDistance(park, target, { roadFactor, find });
  if (stated !== null && stated.fact !== null) return stated;
  const line = geodesicKm(position, gateway);
  return {
    gateway: gateway.id,
    km: line * roadFactor.factor,
    low: Math.max(0, line - position.radiusKm) * roadFactor.low,
    high: (line + position.radiusKm) * roadFactor.high,
    geodesicKm: line,
    fact: null,
  };
}

function emptyColumn(size: number): MeasureColumn {
  return {
    central: new Float64Array(size).fill(Number.NaN),
    low: new Float64Array(size).fill(Number.NaN),
    high: new Float64Array(size).fill(Number.NaN),
    kind: new Uint8Array(size),
  };
}

/** Measures of a criterion that the user made; null when its place or column does not exist. */
export function customMeasures(
  criterion: Pick<Criterion, "measure">,
  overlaid: OverlaidCatalogue,
  overlay: Overlay,
): MeasureColumn | null {
  const { measure } = criterion;
  const { parks } = overlaid;
  if (measure.type === "builtin") return null;
  const column = emptyColumn(parks.length);
  const put = (row: number, central: number, low: number, high: number, kind: number) => {
    column.central[row] = central;
    column.low[row] = low;
    column.high[row] = high;
    column.kind[row] = kind;
  };
  if (measure.type === "column") {
    const source = overlay.columns.find(({ id }) => id === measure.columnId);
    if (source === undefined) return null;
    parks.forEach((park, row) => {
      const value = Object.hasOwn(source.values, park.id) ? source.values[park.id] : undefined;
      if (value !== undefined) put(row, value, value, value, EVIDENCE_CODE.developer);
    });
    return column;
  }
  const custom = overlay.gateways.find(({ id }) => id === measure.gatewayId);
  const builtin = overlaid.gateways.find(({ id }) => id === measure.gatewayId);
  if (custom === undefined && builtin === undefined) return null;
  const context = deriveContext(overlaid);
  parks.forEach((park, row) => {
    const access =
      custom !== undefined
        ? customDistance(park, custom, context)
        : builtin !== undefined
          ? roadDistance(park, builtin, context)
          : null;
    if (access === null) return;
    const kind = access.fact === null ? EVIDENCE_CODE.estimated : EVIDENCE_CODE.developer;
    put(row, access.km, Math.min(access.low, access.km), Math.max(access.high, access.km), kind);
  });
  return column;
}

/** Sites and measures of catalogue and layer, with a column for every criterion of the user's. */
export function overlaySiteTable(overlaid: OverlaidCatalogue, overlay: Overlay): SiteTable {
  const table = buildSiteTable({ ...overlaid, origin: overlaid.origin });
  const own = withoutUndone(overlay);
  const measures: Record<string, MeasureColumn> = { ...table.measures };
  for (const criterion of own.criteria) {
    const column = customMeasures(criterion, overlaid, own);
    if (column !== null) measures[criterion.id] = column;
  }
  return { sites: table.sites, measures };
}
