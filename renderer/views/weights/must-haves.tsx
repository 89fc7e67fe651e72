/** Must-haves: a limit on a criterion's figure, what it leaves out, what barely misses it, and who may pass anyway. */
import { useId, useState } from "react";
import type { Criterion } from "../../../shared/model/criterion";
import type { Gate, Profile } from "../../../shared/model/profile";
import type { GateSummary } from "../../../shared/ranking/gates";
import { Button, IconButton } from "../../components/button";
import fieldStyles from "../../components/field.module.css";
import { formatNumber, t } from "../../messages";
import { useDecision, useLive, useWorkbench } from "../../state/workbench";
import { amountOf, hue, labelOf, unitOf, useChangeProfile } from "./change";
import styles from "./weights.module.css";

const MOST_NEAR = 6;

export function MustHavesEditor() {
  const { live, reference } = useWorkbench();
  useLive(live);
  const profile = useDecision((state) => state.profile);
  const change = useChangeProfile();
  const report = live.gates;
  const free = live.criteria.filter(({ id }) => !profile.gates.some((gate) => gate.criterionId === id));

  const add = (criterion: Criterion): void => {
    const median = reference.measures[criterion.id]?.median ?? 0;
    const round = 10 ** criterion.decimals;
    const gate: Gate = {
      id: `gate:${criterion.id}:${crypto.randomUUID().slice(0, 8)}`,
      criterionId: criterion.id,
      op: criterion.direction === "cost" ? "at-most" : "at-least",
      limit: Math.round(median * round) / round,
      unknownPasses: true,
    };
    change(
      { key: "weights.step.gateAdd", values: { criterion: labelOf(criterion) } },
      { gates: [...profile.gates, gate] },
    );
  };

  return (
    <>
      <p className={styles.hint}>{t("weights.gate.intro")}</p>
      {profile.gates.length === 0 ? <p>{t("weights.gate.none")}</p> : null}
      {profile.gates.map((gate) => (
        <GateCard
          key={gate.id}
          gate={gate}
          profile={profile}
          summary={report.summaries.find((summary) => summary.gate.id === gate.id) ?? null}
        />
      ))}
      <label className={styles.inline}>
        {t("weights.gate.add")}
        <select
          className={styles.select}
          aria-label={t("weights.gate.pick")}
          value=""
          onChange={(event) => {
            const criterion = live.criteria.find(({ id }) => id === event.target.value);
            if (criterion !== undefined) add(criterion);
          }}
        >
          <option value="">…</option>
          {free.map((criterion) => (
            <option key={criterion.id} value={criterion.id}>
              {labelOf(criterion)}
            </option>
          ))}
        </select>
      </label>
      {profile.gates.length === 0 ? null : (
        <p className={styles.hint} role="status">
          {t("weights.gate.excluded", { count: report.excludedCount })}
        </p>
      )}
      <Waivers profile={profile} />
    </>
  );
}

interface GateCardProps {
  readonly gate: Gate;
  readonly profile: Profile;
  readonly summary: GateSummary | null;
}

function GateCard({ gate, profile, summary }: GateCardProps) {
  const { live } = useWorkbench();
  const change = useChangeProfile();
  const [waiving, setWaiving] = useState<number | null>(null);
  const criterion = live.criteria.find(({ id }) => id === gate.criterionId);
  if (criterion === undefined) return null;
  const label = labelOf(criterion);
  const put = (patch: Partial<Gate>, coalesce?: string): void =>
    change(
      { key: "weights.step.gate", values: { criterion: label } },
      { gates: profile.gates.map((other) => (other.id === gate.id ? { ...gate, ...patch } : other)) },
      coalesce,
    );
  const remove = (): void =>
    change(
      { key: "weights.step.gateRemove", values: { criterion: label } },
      {
        gates: profile.gates.filter(({ id }) => id !== gate.id),
        waivers: profile.waivers.filter(({ gateId }) => gateId !== gate.id),
      },
    );
  const near = summary?.nearMisses ?? [];
  return (
    <section className={styles.gate} style={hue(criterion.group)} aria-label={label}>
      <div className={styles.gateLine}>
        <span className={styles.swatch} />
        <span className={styles.name}>{label}</span>
        <select
          className={styles.select}
          aria-label={t("weights.gate.op", { criterion: label })}
          value={gate.op}
          onChange={(event) => put({ op: event.target.value === "at-least" ? "at-least" : "at-most" })}
        >
          <option value="at-most">{t("weights.gate.at-most")}</option>
          <option value="at-least">{t("weights.gate.at-least")}</option>
        </select>
        <input
          type="number"
          className={styles.number}
          aria-label={t("weights.gate.limit", { criterion: label, unit: unitOf(criterion) })}
          min={0}
          step="any"
          value={gate.limit}
          onChange={(event) => {
            const limit = event.target.valueAsNumber;
            if (limit >= 0) put({ limit }, `gate:${gate.id}`);
          }}
        />
        <span className={styles.soft}>{unitOf(criterion)}</span>
        <IconButton small icon="close" label={t("weights.gate.remove", { criterion: label })} onClick={remove} />
      </div>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={gate.unknownPasses}
          onChange={(event) => put({ unknownPasses: event.target.checked })}
        />
        {t("weights.gate.unknown")}
      </label>
      <p className={styles.hint}>
        {summary === null
          ? t("weights.gate.ineffective")
          : t("weights.gate.counts", {
              failing: summary.failing,
              unknown: summary.unknown,
              alone: summary.removesAlone,
            })}
      </p>
      {near.length === 0 ? null : (
        <>
          <h3 className={styles.legend}>{t("weights.gate.near")}</h3>
          <ul className={styles.near}>
            {near.slice(0, MOST_NEAR).map((row) => {
              const site = live.sites.sites[row];
              const measure = live.sites.measures[gate.criterionId]?.central[row] ?? Number.NaN;
              if (site === undefined) return null;
              return (
                <li key={site.id}>
                  <div className={styles.nearLine}>
                    <span className={styles.name} title={site.name}>
                      {site.name}
                    </span>
                    <span className={styles.soft}>
                      {t(gate.op === "at-most" ? "weights.gate.over" : "weights.gate.under", {
                        measure: amountOf(criterion, measure),
                        margin: formatMargin(Math.abs(measure - gate.limit), criterion.decimals),
                      })}
                    </span>
                    <Button
                      kind="quiet"
                      aria-label={t("weights.gate.waiveName", { name: site.name })}
                      aria-expanded={waiving === row}
                      onClick={() => setWaiving(waiving === row ? null : row)}
                    >
                      {t("weights.gate.waive")}
                    </Button>
                  </div>
                  {waiving === row ? (
                    <WaiverForm gate={gate} siteId={site.id} name={site.name} onDone={() => setWaiving(null)} />
                  ) : null}
                </li>
              );
            })}
          </ul>
          {near.length > MOST_NEAR ? (
            <p className={styles.hint}>{t("weights.gate.more", { count: near.length - MOST_NEAR })}</p>
          ) : null}
        </>
      )}
    </section>
  );
}

/** A margin that its unit would round away gets a decimal more. */
function formatMargin(margin: number, decimals: number): string {
  return formatNumber(margin, margin < 10 ** -decimals ? decimals + 1 : decimals);
}

interface WaiverFormProps {
  readonly gate: Gate;
  readonly siteId: string;
  readonly name: string;
  readonly onDone: () => void;
}

function WaiverForm({ gate, siteId, name, onDone }: WaiverFormProps) {
  const { decision } = useWorkbench();
  const change = useChangeProfile();
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  const problemId = useId();
  return (
    <form
      className={styles.waiver}
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() === "") {
          setMissing(true);
          return;
        }
        const { waivers } = decision.getState().profile;
        const waiver = { gateId: gate.id, siteId, reason: reason.trim(), grantedAt: new Date().toISOString() };
        change({ key: "weights.step.waive", values: { name } }, { waivers: [...waivers, waiver] });
        onDone();
      }}
    >
      <label className={fieldStyles.label}>
        <span>{t("weights.gate.reason", { name })}</span>
        <input
          className={fieldStyles.input}
          value={reason}
          maxLength={500}
          // biome-ignore lint/a11y/noAutofocus: the field is why the form was opened
          autoFocus
          aria-invalid={missing}
          aria-describedby={missing ? problemId : undefined}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      {missing ? (
        <p id={problemId} className={styles.problem} role="alert">
          {t("weights.gate.reasonNeeded")}
        </p>
      ) : null}
      <div className={styles.buttons}>
        <Button type="submit">{t("weights.gate.save")}</Button>
        <Button kind="quiet" onClick={onDone}>
          {t("weights.gate.cancel")}
        </Button>
      </div>
    </form>
  );
}

function Waivers({ profile }: { readonly profile: Profile }) {
  const { live } = useWorkbench();
  const change = useChangeProfile();
  const effective = profile.waivers.filter(({ gateId }) => profile.gates.some(({ id }) => id === gateId));
  if (effective.length === 0) return null;
  return (
    <section className={styles.section}>
      <h3 className={styles.legend}>{t("weights.gate.waivers")}</h3>
      <ul className={styles.near}>
        {effective.map((waiver) => {
          const name = live.sites.sites[live.rowOf(waiver.siteId)]?.name ?? waiver.siteId;
          return (
            <li key={`${waiver.gateId}|${waiver.siteId}`} className={styles.nearLine}>
              <span className={styles.name}>{t("weights.gate.waiver", { name, reason: waiver.reason })}</span>
              <IconButton
                small
                icon="close"
                label={t("weights.gate.unwaive", { name })}
                onClick={() =>
                  change(
                    { key: "weights.step.unwaive", values: { name } },
                    { waivers: profile.waivers.filter((other) => other !== waiver) },
                  )
                }
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
