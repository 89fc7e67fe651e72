/** Every fact of a site with value, unit, date, source and note; rivals; and what nobody states. */
import { Fragment, lazy, Suspense, useState } from "react";
import type { Source } from "../../../shared/model/evidence";
import { evidenceClass } from "../../../shared/model/evidence";
import { FIELD_IDS, type FieldId, fieldDefinition } from "../../../shared/model/fields";
import type { AccessKind, Fact, FactValue, ResolvedField } from "../../../shared/model/park";
import { fold } from "../../../shared/text/fold";
import { IconButton } from "../../components/button";
import { EvidenceSign } from "../../components/evidence";
import { formatNumber, formatPartialDate, formatPlain, t, translate } from "../../messages";
import { inVnd } from "../../state/currency";
import { useLayout, useWorkbench } from "../../state/workbench";
import { factText } from "../facts";
import type { ParkRecord } from "./site-sheet";
import styles from "./site-sheet.module.css";

const EditFact = lazy(() => import("../edit-fact"));

const ACCESS_KINDS: readonly AccessKind[] = [
  "china-gate",
  "deep-water-port",
  "seaport",
  "international-airport",
  "economic-centre",
];

/** Where a stated distance leads; null for every other value. */
function placeOf(value: FactValue): string | null {
  return typeof value === "object" && "to" in value ? value.to : null;
}

/** Places of the distances stated of a park, one spelling of each, without those that `used` are stated for. */
function statedPlaces({ park, edited }: ParkRecord, used: readonly (string | null)[]): readonly string[] {
  const byName = new Map<string, string>();
  for (const { edit } of edited) if (edit.place !== null) byName.set(fold(edit.place), edit.place);
  for (const { value } of park.facts) {
    const place = placeOf(value);
    if (place !== null && !byName.has(fold(place))) byName.set(fold(place), place);
  }
  for (const place of used) if (place !== null) byName.delete(fold(place));
  return [...byName.values()];
}

/** Road distances to the nearest gateways, and whether they are stated or estimated; then the other stated ones. */
export function AccessSection({ record }: { readonly record: ParkRecord }) {
  const { places } = useWorkbench();
  const [editing, setEditing] = useState<string | null>(null);
  const { park } = record;
  const used = ACCESS_KINDS.map((kind) => {
    const index = park.access[kind]?.fact ?? null;
    const fact = index === null ? undefined : park.facts[index];
    return fact === undefined ? null : placeOf(fact.value);
  });
  const others = statedPlaces(record, used);
  return (
    <section className={styles.section}>
      {editing === null ? null : (
        <Suspense fallback={null}>
          <EditFact record={record} field="statedDistanceKm" place={editing} onClose={() => setEditing(null)} />
        </Suspense>
      )}
      <h3>{t("site.access.title")}</h3>
      <dl>
        {ACCESS_KINDS.map((kind, at) => {
          const place = used[at] ?? null;
          const access = park.access[kind];
          const fact = access === undefined || access.fact === null ? undefined : park.facts[access.fact];
          const evidence = access === undefined ? "unknown" : fact === undefined ? "estimated" : "sourced";
          return (
            <div key={kind} className={styles.fact}>
              <dt>{t(`site.access.${kind}`)}</dt>
              <dd>
                <span className={styles.value}>
                  <EvidenceSign evidence={evidence} label={t(`common.evidence.${evidence}`)} />
                  <span>
                    {access === undefined
                      ? t("common.evidence.unknown")
                      : t(evidence === "estimated" ? "site.access.estimated" : "site.access.stated", {
                          km: formatNumber(access.km),
                          low: formatNumber(access.low),
                          high: formatNumber(access.high),
                        })}
                  </span>
                  {place === null ? null : <EditPlace place={place} onEdit={setEditing} />}
                </span>
                {access === undefined ? null : fact === undefined ? (
                  <p className={styles.note}>
                    {t("site.access.how", {
                      gateway: places.gatewayName(access.gateway),
                      km: formatNumber(access.geodesicKm),
                    })}
                  </p>
                ) : (
                  <>
                    <p className={styles.note}>
                      {t("site.access.to", { gateway: places.gatewayName(access.gateway) })}
                    </p>
                    <SourceLine fact={fact} source={record.sources.get(fact.source)} />
                  </>
                )}
                {place === null ? null : <Own field="statedDistanceKm" place={place} record={record} />}
              </dd>
            </div>
          );
        })}
        {others.length === 0 ? null : (
          <div className={styles.fact}>
            <dt>{t("site.field.statedDistanceKm")}</dt>
            {others.map((place) => (
              <StatedDistance key={place} place={place} record={record} onEdit={setEditing} />
            ))}
          </div>
        )}
      </dl>
    </section>
  );
}

interface StatedDistanceProps {
  readonly place: string;
  readonly record: ParkRecord;
  readonly onEdit: (place: string) => void;
}

function EditPlace({ place, onEdit }: Omit<StatedDistanceProps, "record">) {
  return (
    <IconButton
      small
      icon="pencil"
      className={styles.edit ?? ""}
      label={t("edits.correct", { field: `${t("site.field.statedDistanceKm")}: ${place}` })}
      onClick={() => onEdit(place)}
    />
  );
}

/** What is stated of the way to one place: the user's figure, else everything that sources say. */
function StatedDistance({ place, record, onEdit }: StatedDistanceProps) {
  const { park, sources, edited } = record;
  const entry = edited.find(({ edit }) => edit.place !== null && fold(edit.place) === fold(place));
  const facts = park.facts.filter(({ value, source }) => {
    return isWayTo(value, fold(place)) && (entry === undefined || source === `edit:${entry.edit.id}`);
  });
  const [first] = facts;
  const evidence = first === undefined ? "unknown" : "sourced";
  return (
    <dd>
      <span className={styles.value}>
        <EvidenceSign evidence={evidence} label={t(`common.evidence.${evidence}`)} />
        <span>{first === undefined ? place : factText("statedDistanceKm", first.value)}</span>
        <EditPlace place={place} onEdit={onEdit} />
      </span>
      {facts.map((fact, at) => (
        <Fragment key={`${fact.source}${JSON.stringify(fact.value)}${fact.asOf}`}>
          {at === 0 ? null : <Value field="statedDistanceKm" value={fact.value} />}
          <SourceLine fact={fact} source={sources.get(fact.source)} />
        </Fragment>
      ))}
      <Own field="statedDistanceKm" place={place} record={record} />
    </dd>
  );
}

const SECTIONS = ["cost", "land", "utilities", "credentials", "tenants", "identity"] as const;

export function FactSections({ record }: { readonly record: ParkRecord }) {
  const [editing, setEditing] = useState<FieldId | null>(null);
  const fields = FIELD_IDS.filter((field) => fieldDefinition(field).section !== "location");
  const unknown = [
    ...fields.filter((field) => record.park.resolved[field] === undefined),
    ...(record.park.facts.some(({ field }) => field === "latLon") ? [] : (["latLon"] as const)),
  ];
  return (
    <>
      {editing === null ? null : (
        <Suspense fallback={null}>
          <EditFact record={record} field={editing} onClose={() => setEditing(null)} />
        </Suspense>
      )}
      {SECTIONS.map((section) => {
        const known = fields.filter(
          (field) => fieldDefinition(field).section === section && record.park.resolved[field] !== undefined,
        );
        if (known.length === 0) return null;
        return (
          <section key={section} className={styles.section}>
            <h3>{t(`site.section.${section}`)}</h3>
            <dl>
              {known.map((field) => (
                <FieldEntry key={field} field={field} record={record} onEdit={setEditing} />
              ))}
            </dl>
          </section>
        );
      })}
      {record.park.aka.length === 0 ? null : (
        <section className={styles.section}>
          <h3>{t("site.aka")}</h3>
          <p className={styles.unknown}>{record.park.aka.join(" · ")}</p>
        </section>
      )}
      {unknown.length === 0 ? null : (
        <section className={styles.section}>
          <h3>{t("site.unknown.title")}</h3>
          <p className={styles.unknown}>{t("site.unknown.note")}</p>
          <ul className={styles.addable}>
            {unknown.map((field) => (
              <li key={field}>
                <button type="button" onClick={() => setEditing(field)}>
                  {t("edits.add", { field: t(`site.field.${field}`) })}
                </button>
                <Own field={field} record={record} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

interface FieldEntryProps {
  readonly field: FieldId;
  readonly record: ParkRecord;
  readonly onEdit: (field: FieldId) => void;
}

interface OwnProps extends Pick<FieldEntryProps, "field" | "record"> {
  readonly place?: string | null;
}

function isWayTo(value: FactValue, foldedPlace: string): boolean {
  const place = placeOf(value);
  return place !== null && fold(place) === foldedPlace;
}

/** The user's sign on an edited field, with what the catalogue says beneath and whether that has changed. */
function Own({ field, place = null, record }: OwnProps) {
  const key = place === null ? null : fold(place);
  const entry = record.edited.find(
    ({ edit }) => edit.field === field && (edit.place === null ? null : fold(edit.place)) === key,
  );
  if (entry === undefined) return null;
  const { edit } = entry;
  // Stated distances are not resolved into one value: what the catalogue says of the place is its first fact.
  const stated = key === null ? -1 : (record.builtin?.facts ?? []).findIndex(({ value }) => isWayTo(value, key));
  const fact = record.builtin?.facts[stated >= 0 ? stated : (entry.beneath?.fact ?? -1)];
  const beneath = stated >= 0 && fact !== undefined ? { value: fact.value, fact: stated } : entry.beneath;
  const source = fact === undefined ? undefined : record.sources.get(fact.source);
  const words =
    beneath === null ? t("edits.beneathNone") : `${beneath.fact === null ? "≈ " : ""}${factText(field, beneath.value)}`;
  const by = [source?.publisher ?? source?.title, fact?.asOf == null ? null : formatPartialDate(fact.asOf)];
  const was = edit.baseline?.value ?? null;
  const changed = place === null && record.builtin !== null && !sameText(field, was, beneath?.value ?? null);
  return (
    <div className={styles.own}>
      <p>{t(edit.action === "withdraw" ? "edits.yoursWithdrawn" : "edits.yours")}</p>
      {record.builtin === null ? null : (
        <p className={styles.beneath}>
          {beneath === null
            ? words
            : t("edits.beneath", { value: [words, ...by].filter((part) => part != null).join(", ") })}
        </p>
      )}
      {changed ? (
        <p className={styles.changed}>
          {t("edits.differs", {
            now: beneath === null ? t("edits.differsNone") : words,
            was: was === null ? t("edits.differsNone") : factText(field, was),
          })}
        </p>
      ) : null}
    </div>
  );
}

function sameText(field: FieldId, a: FactValue | null, b: FactValue | null): boolean {
  return a === null || b === null ? a === b : factText(field, a) === factText(field, b);
}

function FieldEntry({ field, record, onEdit }: FieldEntryProps) {
  const { park, sources } = record;
  const resolved = park.resolved[field];
  if (resolved === undefined) return null;
  const evidence = evidenceClass(resolved.kind);
  const fact = resolved.fact === null ? undefined : park.facts[resolved.fact];
  const rivals = resolved.rivals.flatMap((index) => park.facts[index] ?? []);
  const estimateSource = resolved.estimateSource === undefined ? undefined : sources.get(resolved.estimateSource);
  const behind = memberSources(resolved, record);
  return (
    <div className={styles.fact}>
      <dt>{t(`site.field.${field}`)}</dt>
      <dd>
        <span className={styles.value}>
          <EvidenceSign evidence={evidence} label={t(`common.evidence.${evidence}`)} />
          <span>
            {evidence === "estimated" ? "≈ " : ""}
            <Value field={field} value={resolved.value} />
          </span>
          <IconButton
            small
            icon="pencil"
            className={styles.edit ?? ""}
            label={t("edits.correct", { field: t(`site.field.${field}`) })}
            onClick={() => onEdit(field)}
          />
        </span>
        <Vnd field={field} value={resolved.value} />
        {fact !== undefined ? (
          <SourceLine fact={fact} source={sources.get(fact.source)} />
        ) : estimateSource !== undefined ? (
          <p className={styles.source}>
            {t("site.estimateFrom")} <SourceLink source={estimateSource} />
            {resolved.asOf === null ? null : ` · ${formatPartialDate(resolved.asOf)}`}
          </p>
        ) : null}
        <Own field={field} record={record} />
        {behind.length === 0 ? null : (
          <p className={styles.source}>
            {behind.map((source, at) => (
              <span key={source.id}>
                {at === 0 ? null : " · "}
                <SourceLink source={source} />
              </span>
            ))}
          </p>
        )}
        {rivals.length === 0 ? null : (
          <details className={styles.rivals}>
            <summary>{t("site.disagree", { count: new Set(rivals.map((rival) => rival.source)).size })}</summary>
            <ul>
              {rivals.map((rival) => (
                <li key={`${rival.source}${JSON.stringify(rival.value)}${rival.asOf}`}>
                  <Value field={field} value={rival.value} />
                  <SourceLine fact={rival} source={sources.get(rival.source)} />
                </li>
              ))}
            </ul>
          </details>
        )}
      </dd>
    </div>
  );
}

/** Sources of a set's members that the chosen fact does not already name. */
function memberSources(resolved: ResolvedField, { park, sources }: ParkRecord): readonly Source[] {
  if (resolved.members === undefined) return [];
  const chosen = resolved.fact === null ? undefined : park.facts[resolved.fact]?.source;
  const ids = new Set(
    Object.values(resolved.members).flatMap((facts) => facts.flatMap((index) => park.facts[index]?.source ?? [])),
  );
  return [...ids].filter((id) => id !== chosen).flatMap((id) => sources.get(id) ?? []);
}

function SourceLine({ fact, source }: { readonly fact: Fact; readonly source: Source | undefined }) {
  return (
    <>
      <p className={styles.source}>
        {source === undefined ? fact.source : <SourceLink source={source} />}
        {fact.asOf === null ? null : ` · ${t("site.asOf", { date: formatPartialDate(fact.asOf) })}`}
        {source?.date == null ? null : ` · ${t("site.published", { date: formatPartialDate(source.date) })}`}
      </p>
      {fact.note === undefined ? null : <p className={styles.note}>{fact.note}</p>}
    </>
  );
}

function SourceLink({ source }: { readonly source: Source }) {
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
      className={styles.link}
      title={url}
      onClick={async (event) => {
        // The host is the one door: it opens addresses of the catalogue and no others.
        event.preventDefault();
        const opened = await host.openSource(url).catch(() => false);
        if (!opened) notify({ text: t("site.sourceNotOpened", { url }) });
      }}
    >
      {label}
    </a>
  );
}

/** The amount in dong, where the field is in dollars and the user has stated a rate. */
function Vnd({ field, value }: { readonly field: FieldId; readonly value: FactValue }) {
  const rate = useLayout((layout) => layout.vndPerUsd);
  if (rate === null || !fieldDefinition(field).unit.startsWith("USD/")) return null;
  if (typeof value === "number") return <p className={styles.note}>{inVnd(value, rate)}</p>;
  return typeof value === "object" && "min" in value ? <p className={styles.note}>{inVnd(value, rate)}</p> : null;
}

/** A value in words, with its unit where the field has one. */
function Value({ field, value }: { readonly field: FieldId; readonly value: FactValue }) {
  const { kind, unit } = fieldDefinition(field);
  const unitText = unit === "" ? "" : ` ${translate(`site.unit.${unit}`) ?? unit}`;
  if (typeof value === "number") return <>{kind === "year" ? String(value) : formatPlain(value) + unitText}</>;
  if (typeof value === "string") return <>{translate(`site.option.${value}`) ?? value}</>;
  if ("min" in value)
    return <>{t("site.range", { min: formatPlain(value.min), max: formatPlain(value.max) }) + unitText}</>;
  if ("lat" in value) return <>{`${formatNumber(value.lat, 4)}, ${formatNumber(value.lon, 4)}`}</>;
  if ("km" in value) return <>{t("site.distanceTo", { km: formatPlain(value.km), to: value.to })}</>;
  const words = value.map((item) => translate(`site.option.${item}`) ?? translate(`filters.sector.${item}`) ?? item);
  return <>{words.join(", ")}</>;
}
