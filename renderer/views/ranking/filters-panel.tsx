/** Which sites take part: facets with live counts. Filters leave out sites; they change no score. */
import { useId, useRef } from "react";
import { SECTOR_IDS } from "../../../shared/model/fields";
import { REGION_IDS, type RegionId, type RentTierId, STATUS_IDS } from "../../../shared/model/park";
import { Button } from "../../components/button";
import { Icon } from "../../components/icon";
import { currentLocale, formatNumber, t, translate } from "../../messages";
import { activeFacets } from "../../state/filter-sites";
import { useDecision, useMembership, useWorkbench } from "../../state/workbench";
import styles from "./filters.module.css";

const RENT_TIERS: readonly RentTierId[] = ["low", "medium", "high", "premium", "unknown"];

export default function FiltersPanel() {
  const { decision, live, places } = useWorkbench();
  useMembership(live);
  const filters = useDecision((state) => state.filters);
  const { counts } = live.filtered;
  const active = activeFacets(filters).length;
  const toggle = <T extends string>(
    facet: "regions" | "rentTiers" | "sectors" | "provinces" | "statuses",
    list: readonly T[],
    option: T,
  ): void =>
    decision.setFilters({
      [facet]: list.includes(option) ? list.filter((other) => other !== option) : [...list, option],
    });
  const collator = new Intl.Collator(currentLocale());
  const provinces = [...places.provinces].sort((a, b) =>
    collator.compare(places.provinceName(a.code), places.provinceName(b.code)),
  );
  // Own sites may lie elsewhere; the built-in parks do not.
  const elsewhere = filters.regions.includes("other") || live.sites.sites.some(({ region }) => region === "other");
  const regions: readonly RegionId[] = elsewhere ? [...REGION_IDS, "other"] : REGION_IDS;
  const section = useRef<HTMLElement>(null);
  return (
    <>
      <div className={styles.head}>
        <button
          type="button"
          className={styles.show}
          title={t("filters.show")}
          onClick={() => section.current?.scrollIntoView({ behavior: "smooth", block: "start" })}
        >
          <h2>{t("filters.title")}</h2>
          {active === 0 ? null : <span className={styles.badge}>{active}</span>}
          <Icon name="chevron" size={14} />
        </button>
        {active === 0 ? null : (
          <Button kind="quiet" onClick={() => decision.clearFilters()}>
            {t("filters.clearAll")}
          </Button>
        )}
      </div>
      <section ref={section} className={styles.filters} aria-label={t("filters.title")}>
        <Group name={t("filters.region.title")}>
          {regions.map((region) => (
            <Chip
              key={region}
              label={t(`filters.region.${region}`)}
              count={counts.region.get(region) ?? 0}
              checked={filters.regions.includes(region)}
              onToggle={() => toggle("regions", filters.regions, region)}
            />
          ))}
        </Group>
        <Group name={t("filters.rentTier.title")} hint={t("filters.rentTier.hint")}>
          {RENT_TIERS.map((tier) => (
            <Chip
              key={tier}
              label={t(`filters.rentTier.${tier}`)}
              hint={translate(`filters.rentTier.${tier}.hint`)}
              count={counts.rentTier.get(tier) ?? 0}
              checked={filters.rentTiers.includes(tier)}
              onToggle={() => toggle("rentTiers", filters.rentTiers, tier)}
            />
          ))}
        </Group>
        <fieldset className={styles.group}>
          <legend>{t("filters.land.title")}</legend>
          <div className={styles.land}>
            <input
              type="number"
              min={0}
              className={styles.landInput}
              aria-label={t("filters.land.label")}
              placeholder={t("filters.land.any")}
              value={filters.minAvailableHa ?? ""}
              onChange={(event) => {
                const value = event.target.valueAsNumber;
                decision.setFilters(
                  { minAvailableHa: Number.isNaN(value) || value < 0 ? null : value },
                  undefined,
                  "filters.land",
                );
              }}
            />
            <span>{t("filters.land.unit")}</span>
          </div>
          {filters.minAvailableHa === null ? null : <p className={styles.note}>{t("filters.land.note")}</p>}
        </fieldset>
        <Group name={t("filters.status.title")}>
          {STATUS_IDS.map((status) => (
            <Chip
              key={status}
              label={t(`filters.status.${status}`)}
              count={counts.status.get(status) ?? 0}
              checked={filters.statuses.includes(status)}
              onToggle={() => toggle("statuses", filters.statuses, status)}
            />
          ))}
        </Group>
        <fieldset className={styles.group}>
          <legend>{t("filters.sector.title")}</legend>
          <div className={styles.list}>
            {SECTOR_IDS.map((sector) => (
              <Row
                key={sector}
                label={t(`filters.sector.${sector}`)}
                count={counts.sector.get(sector) ?? 0}
                checked={filters.sectors.includes(sector)}
                onToggle={() => toggle("sectors", filters.sectors, sector)}
              />
            ))}
          </div>
        </fieldset>
        <fieldset className={styles.group}>
          <legend>{t("filters.province.title")}</legend>
          <div className={styles.list}>
            {provinces.map(({ code }) => (
              <Row
                key={code}
                label={places.provinceName(code)}
                count={counts.province.get(code) ?? 0}
                checked={filters.provinces.includes(code)}
                onToggle={() => toggle("provinces", filters.provinces, code)}
              />
            ))}
          </div>
        </fieldset>
      </section>
    </>
  );
}

function Group({
  name,
  hint,
  children,
}: {
  readonly name: string;
  readonly hint?: string;
  readonly children: React.ReactNode;
}) {
  return (
    <fieldset className={styles.group} title={hint}>
      <legend>{name}</legend>
      <div className={styles.chips}>{children}</div>
    </fieldset>
  );
}

interface OptionProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly count: number;
  readonly checked: boolean;
  readonly onToggle: () => void;
}

function Chip({ label, hint, count, checked, onToggle }: OptionProps) {
  const countId = useId();
  return (
    <label className={styles.chip} title={hint} data-empty={count === 0}>
      <input type="checkbox" aria-label={label} aria-describedby={countId} checked={checked} onChange={onToggle} />
      {label}
      <span id={countId} className={styles.count}>
        {formatNumber(count)}
      </span>
    </label>
  );
}

function Row({ label, count, checked, onToggle }: OptionProps) {
  const countId = useId();
  return (
    <label className={styles.row} data-empty={count === 0}>
      <input type="checkbox" aria-label={label} aria-describedby={countId} checked={checked} onChange={onToggle} />
      <span className={styles.box}>
        <Icon name="check" size={12} />
      </span>
      <span className={styles.name}>{label}</span>
      <span id={countId} className={styles.count}>
        {formatNumber(count)}
      </span>
    </label>
  );
}
