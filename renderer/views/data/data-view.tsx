/** Data: what the catalogue holds and rests on, where the user's data lie, and how to take them along. */
import { useEffect, useState, useSyncExternalStore } from "react";
import type { AppInfo } from "../../../shared/ipc/host";
import { Button } from "../../components/button";
import type { MirrorSummary } from "../../data/mirror";
import type { StorageFigures } from "../../data/persistence";
import { formatBytes, formatMoment, formatNumber, formatShare, t, translate } from "../../messages";
import { useWorkbench } from "../../state/workbench";
import { CoverageTable } from "./coverage-table";
import { Currency } from "./currency";
import styles from "./data-view.module.css";
import { Transfer, useFailure } from "./transfer";

export default function DataScreen() {
  return (
    <main className={styles.view}>
      <div className={styles.columns}>
        <div>
          <CatalogueSection />
          <CoverageTable />
        </div>
        <div>
          <StorageSection />
          <Currency />
          <Transfer />
          <Copies />
        </div>
      </div>
    </main>
  );
}

function Facts({ rows }: { readonly rows: readonly (readonly [string, string])[] }) {
  return (
    <dl className={styles.facts}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function CatalogueSection() {
  const { reference } = useWorkbench();
  const { catalogue, counts, roadFactor } = reference;
  return (
    <section className={styles.section}>
      <h2>{t("data.catalogue.title")}</h2>
      <Facts
        rows={[
          [t("data.catalogue.version"), catalogue.version],
          [t("data.catalogue.parks"), formatNumber(counts.parks)],
          [t("data.catalogue.sources"), formatNumber(counts.sources)],
          [t("data.catalogue.gateways"), formatNumber(reference.gateways.length)],
          [
            t("data.catalogue.provinces"),
            t("data.catalogue.provincesValue", {
              now: reference.provinces.length,
              before: reference.formerProvinces.length,
            }),
          ],
          [
            t("data.catalogue.road"),
            t("data.catalogue.roadValue", {
              factor: formatNumber(roadFactor.factor, 2),
              low: formatNumber(roadFactor.low, 2),
              high: formatNumber(roadFactor.high, 2),
              pairs: roadFactor.pairs,
              error: formatShare(roadFactor.medianAbsoluteError),
            }),
          ],
          [t("data.catalogue.hash"), catalogue.contentHash],
        ]}
      />
    </section>
  );
}

function StorageSection() {
  const { store, host } = useWorkbench();
  const mirror = useSyncExternalStore(store.mirror.subscribe, store.mirror.status);
  const [figures, setFigures] = useState<StorageFigures | null>(null);
  const [info, setInfo] = useState<AppInfo | null>(null);
  useEffect(() => {
    let current = true;
    store.storage.figures().then(
      (found) => current && setFigures(found),
      () => {},
    );
    host.appInfo().then(
      (found) => current && setInfo(found),
      () => {},
    );
    return () => {
      current = false;
    };
  }, [store, host]);
  const copy =
    mirror.error !== null
      ? t("data.storage.copyFailed", {
          reason: translate(mirror.error.messageKey, { detail: mirror.error.detail }) ?? mirror.error.message,
        })
      : mirror.savedAt !== null
        ? t("data.storage.copySaved", { date: formatMoment(mirror.savedAt), size: formatBytes(mirror.bytes) })
        : mirror.pending
          ? t("data.storage.copyPending")
          : t("data.storage.copyNone");
  const persistent =
    figures === null
      ? t("data.loading")
      : figures.persisted === null
        ? t("data.storage.persistent.unknown")
        : t(figures.persisted ? "data.storage.persistent.yes" : "data.storage.persistent.no");
  return (
    <section className={styles.section}>
      <h2>{t("data.storage.title")}</h2>
      <Facts
        rows={[
          [t("data.storage.where"), info?.dataLocation ?? t("data.loading")],
          [t("data.storage.persistent"), persistent],
          [
            t("data.storage.used"),
            figures?.usage == null || figures.quota === null
              ? "–"
              : t("data.storage.usedValue", { used: formatBytes(figures.usage), quota: formatBytes(figures.quota) }),
          ],
          [t("data.storage.copy"), [info?.mirrorLocation, copy].filter(Boolean).join(" · ")],
          [
            t("data.storage.runtime"),
            info === null ? t("data.loading") : `${info.runtime} · Parkwise ${info.appVersion}`,
          ],
          [t("data.storage.blocked"), info === null ? "–" : formatNumber(info.blockedRequests)],
        ]}
      />
      {info?.kind === "electron" ? (
        <div className={styles.actions}>
          <Button onClick={() => void host.revealDataFolder()}>{t("data.storage.reveal")}</Button>
        </div>
      ) : null}
    </section>
  );
}

/** Copies of the user's data outside the database. */
function Copies() {
  const { store, notify } = useWorkbench();
  const mirror = useSyncExternalStore(store.mirror.subscribe, store.mirror.status);
  const [copies, setCopies] = useState<readonly MirrorSummary[] | null>(null);
  const fail = useFailure();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a newly written copy is listed
  useEffect(() => {
    let current = true;
    store.mirror.list().then(
      (found) => current && setCopies(found),
      () => current && setCopies([]),
    );
    return () => {
      current = false;
    };
  }, [store, mirror.savedAt]);
  return (
    <section className={styles.section}>
      <h2>{t("data.copies.title")}</h2>
      {copies === null ? <p className={styles.text}>{t("data.loading")}</p> : null}
      {copies?.length === 0 ? <p className={styles.text}>{t("data.copies.none")}</p> : null}
      <ul className={styles.copies}>
        {(copies ?? []).slice(0, 8).map((copy) => (
          <li key={copy.id}>
            <span>{t("data.copies.line", { date: formatMoment(copy.savedAt), size: formatBytes(copy.bytes) })}</span>
            <Button
              kind="quiet"
              onClick={() => {
                store.documents
                  .restoreMirror(copy.id, "merge")
                  .then(
                    (counts) => notify({ text: t("data.transfer.imported", { shortlists: counts.shortlists }) }),
                    fail,
                  );
              }}
            >
              {t("data.copies.restore")}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
