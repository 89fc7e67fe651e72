/** Adds or changes a place that matters: name, kind, coordinates, road factor; and a criterion over it. */
import { useState } from "react";
import { suggestGatewayCriterion } from "../../shared/importing/criteria";
import { CUSTOM_GATEWAY_KINDS, type CustomGateway } from "../../shared/model/overlay";
import type { LatLon } from "../../shared/model/park";
import { Button } from "../components/button";
import { Dialog } from "../components/dialog";
import fieldStyles from "../components/field.module.css";
import { formatNumber, t } from "../messages";
import { saveCriterion, saveGateway } from "../state/own-layer";
import { useWorkbench } from "../state/workbench";
import { failureText, readPosition } from "./edit-fact";
import styles from "./gateway-dialog.module.css";
import { distancesTo } from "./gateway-distances";

interface GatewayDialogProps {
  /** The place that is changed; null for a new one. */
  readonly gateway: CustomGateway | null;
  /** Where a new place lies, when it was picked on the map. */
  readonly at?: LatLon;
  readonly onClose: () => void;
}

export function GatewayDialog({ gateway, at, onClose }: GatewayDialogProps) {
  const bench = useWorkbench();
  const { roadFactor } = bench.reference;
  const [name, setName] = useState(gateway?.name ?? "");
  const [kind, setKind] = useState(gateway?.kind ?? "supplier");
  const [position, setPosition] = useState(() => {
    if (gateway !== null) return `${gateway.lat}, ${gateway.lon}`;
    return at === undefined ? "" : `${at.lat.toFixed(5)}, ${at.lon.toFixed(5)}`;
  });
  const [factor, setFactor] = useState(
    gateway?.roadFactor === null || gateway === null ? "" : String(gateway.roadFactor.factor),
  );
  const [criterion, setCriterion] = useState(gateway === null);
  const [points, setPoints] = useState("50");
  const [error, setError] = useState<string | null>(null);

  const save = async (): Promise<void> => {
    try {
      if (name.trim() === "") throw new Error(t("edits.error.name"));
      const there = readPosition(position);
      const own = factor.trim() === "" ? null : Number(factor.replace(",", "."));
      if (own !== null && !(own >= 1 && own <= 5)) throw new Error(t("edits.error.factor"));
      const share = Number(points);
      if (criterion && !(share >= 0 && share <= 100)) throw new Error(t("edits.error.points"));
      const now = new Date().toISOString();
      const place: CustomGateway = {
        id: gateway?.id ?? crypto.randomUUID(),
        name: name.trim(),
        kind,
        note: gateway?.note ?? "",
        serves: gateway?.serves ?? [],
        roadFactor: own === null ? null : { factor: own, low: own, high: own },
        importId: gateway?.importId ?? null,
        createdAt: gateway?.createdAt ?? now,
        ...there,
      };
      await saveGateway(bench, place);
      if (criterion) {
        const measures = distancesTo(place, bench.live.sites.sites, roadFactor);
        await saveCriterion(bench, suggestGatewayCriterion(place, measures, now), share);
      }
      onClose();
    } catch (cause) {
      setError(cause instanceof Error && cause.name !== "StorageError" ? cause.message : await failureText(cause));
    }
  };

  return (
    <Dialog
      title={gateway === null ? t("edits.gateway.title") : t("edits.gateway.change", { place: gateway.name })}
      closeLabel={t("common.close")}
      onClose={onClose}
      onSubmit={() => void save()}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button kind="primary" type="submit">
            {t("edits.save")}
          </Button>
        </>
      }
    >
      <label className={fieldStyles.label}>
        <span>{t("edits.gateway.name")}</span>
        <input className={fieldStyles.input} value={name} maxLength={200} onChange={(e) => setName(e.target.value)} />
      </label>
      <label className={fieldStyles.label}>
        <span>{t("edits.gateway.kind")}</span>
        <select
          className={fieldStyles.input}
          value={kind}
          onChange={(e) => setKind(CUSTOM_GATEWAY_KINDS.find((id) => id === e.target.value) ?? "other")}
        >
          {CUSTOM_GATEWAY_KINDS.map((id) => (
            <option key={id} value={id}>
              {t(`edits.gateway.kind.${id}`)}
            </option>
          ))}
        </select>
      </label>
      <label className={fieldStyles.label}>
        <span>{t("edits.latLon")}</span>
        <input
          className={fieldStyles.input}
          value={position}
          maxLength={200}
          placeholder={t("edits.latLonHint")}
          onChange={(e) => setPosition(e.target.value)}
        />
      </label>
      <label className={fieldStyles.label}>
        <span>{t("edits.gateway.factor")}</span>
        <input
          className={fieldStyles.input}
          inputMode="decimal"
          value={factor}
          maxLength={10}
          onChange={(e) => setFactor(e.target.value)}
        />
        <small>
          {t("edits.gateway.factorHint", {
            factor: formatNumber(roadFactor.factor, 2),
            low: formatNumber(roadFactor.low, 2),
            high: formatNumber(roadFactor.high, 2),
          })}
        </small>
      </label>
      {gateway === null ? (
        <div className={styles.inline}>
          <label>
            <input type="checkbox" checked={criterion} onChange={(e) => setCriterion(e.target.checked)} />{" "}
            {t("edits.gateway.criterion")}
          </label>
          <label>
            {t("edits.criterion.points")}{" "}
            <input
              className={fieldStyles.input}
              inputMode="numeric"
              disabled={!criterion}
              value={points}
              maxLength={3}
              title={t("edits.criterion.pointsHint")}
              onChange={(e) => setPoints(e.target.value)}
            />
          </label>
        </div>
      ) : null}
      {error === null ? null : (
        <p className={fieldStyles.error} role="alert">
          {error}
        </p>
      )}
    </Dialog>
  );
}
