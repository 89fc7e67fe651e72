/** Merging a colleague's file: each difference with both sides, and the user's choice for one or for all. */
import { useEffect, useMemo, useState } from "react";
import type { ParkwiseDocument } from "../../../shared/document/document";
import { Button } from "../../components/button";
import fieldStyles from "../../components/field.module.css";
import { formatMoment, formatNumber, t } from "../../messages";
import {
  type Difference,
  findDifferences,
  MERGE_KINDS,
  type MergeChoice,
  type Mine,
  mergeChange,
} from "../../state/merge";
import { changeOwn } from "../../state/own-layer";
import { useWorkbench } from "../../state/workbench";
import { failureText, historyText } from "../edit-fact";
import styles from "./import.module.css";

interface MergeProps {
  readonly document: ParkwiseDocument;
  readonly name: string;
  readonly onDone: () => void;
}

/** Differences of one kind that are listed at once. */
const PAGE = 200;

export function Merge({ document, name, onDone }: MergeProps) {
  const bench = useWorkbench();
  const { store, notify, decision } = bench;
  const [mine, setMine] = useState<Mine | null>(null);
  const [choices, setChoices] = useState<ReadonlyMap<string, MergeChoice>>(new Map());
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    let current = true;
    Promise.all([store.profiles.list(), store.shortlists.list(), store.layer.read()]).then(
      ([profiles, shortlists, overlay]) => current && setMine({ profiles, shortlists, overlay }),
      async (cause: unknown) => current && setError(await failureText(cause)),
    );
    return () => {
      current = false;
    };
  }, [store]);
  const found = useMemo(() => (mine === null ? null : findDifferences(mine, document.body)), [mine, document]);
  if (mine === null || found === null) return error === null ? null : <p role="alert">{error}</p>;

  const choiceOf = (difference: Difference): MergeChoice =>
    choices.get(difference.key) ?? difference.options[0] ?? "mine";
  const merge = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const { change, taken } = mergeChange(mine, document.body, found.list, choiceOf, {
        now: new Date().toISOString(),
        newId: () => crypto.randomUUID(),
        copyName: (own) => t("import-view.merge.copyName", { name: own }).slice(0, 200),
      });
      if (taken > 0) await changeOwn(bench, { key: "edits.step.merge", values: { file: name } }, change);
      notify({
        text: t("import-view.merge.done", { name, count: taken }),
        ...(taken === 0 ? {} : { action: { label: t("import-view.done.undo"), run: () => void decision.undo() } }),
      });
      onDone();
    } catch (cause) {
      setError(await failureText(cause));
      setBusy(false);
    }
  };
  const setAll = (choice: MergeChoice, kind?: Difference["kind"]): void =>
    setChoices(
      new Map([
        ...choices,
        ...found.list
          .filter((difference) => kind === undefined || difference.kind === kind)
          .map((difference) => [difference.key, difference.options.includes(choice) ? choice : "theirs"] as const),
      ]),
    );

  return (
    <section className={styles.step}>
      <p className={styles.soft}>
        {t("import-view.merge.intro", { date: formatMoment(document.createdAt), version: document.appVersion })}
      </p>
      {found.list.length === 0 ? <p>{t("import-view.merge.same")}</p> : null}
      {found.same === 0 ? null : (
        <p className={styles.soft}>{t("import-view.merge.same.count", { count: found.same })}</p>
      )}
      {error === null ? null : (
        <p className={styles.error} role="alert">
          {error}
        </p>
      )}
      {found.list.length === 0 ? null : (
        <div className={styles.filters}>
          <span>{t("import-view.merge.all")}</span>
          {(["mine", "theirs", "both"] as const).map((choice) => (
            <Button key={choice} onClick={() => setAll(choice)}>
              {t(`import-view.merge.${choice}`)}
            </Button>
          ))}
        </div>
      )}
      {MERGE_KINDS.map((kind) => {
        const list = found.list.filter((difference) => difference.kind === kind);
        if (list.length === 0) return null;
        return (
          <section key={kind} className={styles.kind} aria-label={t(`import-view.merge.kind.${kind}`)}>
            <h3>
              {t(`import-view.merge.kind.${kind}`)} {formatNumber(list.length)}
            </h3>
            <ul>
              {list.slice(0, PAGE).map((difference) => (
                <Row
                  key={difference.key}
                  difference={difference}
                  choice={choiceOf(difference)}
                  onChoose={(choice) => setChoices(new Map([...choices, [difference.key, choice]]))}
                />
              ))}
              {list.length > PAGE ? <li>{t("import-view.merge.more", { count: list.length - PAGE })}</li> : null}
            </ul>
          </section>
        );
      })}
      {found.list.length === 0 ? null : (
        <Button kind="primary" disabled={busy} onClick={() => void merge()}>
          {t("import-view.merge.button")}
        </Button>
      )}
    </section>
  );
}

interface RowProps {
  readonly difference: Difference;
  readonly choice: MergeChoice;
  readonly onChoose: (choice: MergeChoice) => void;
}

function Row({ difference, choice, onChoose }: RowProps) {
  const { live } = useWorkbench();
  const { mine, theirs, options } = difference;
  const title = titleOf(difference, (id) => live.sites.sites[live.rowOf(id)]?.name ?? id);
  const describe = (record: Difference["theirs"]): string => detailOf({ ...difference, theirs: record });
  return (
    <li>
      <div>
        <strong>{title}</strong>{" "}
        <small className={styles.soft}>
          {t(mine === null ? "import-view.merge.new" : "import-view.merge.changed")}
        </small>
        {mine === null ? null : <p>{t("import-view.merge.mineIs", { text: describe(mine) })}</p>}
        <p>{mine === null ? describe(theirs) : t("import-view.merge.theirsIs", { text: describe(theirs) })}</p>
      </div>
      <select
        className={fieldStyles.input}
        aria-label={title}
        value={choice}
        onChange={(event) => onChoose(options.find((option) => option === event.target.value) ?? "mine")}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {t(
              mine !== null
                ? `import-view.merge.${option}`
                : option === "mine"
                  ? "import-view.merge.skip"
                  : "import-view.merge.add",
            )}
          </option>
        ))}
      </select>
    </li>
  );
}

/** The record of a difference as what its kind says it is. */
type Records = {
  readonly [K in Difference["kind"]]: { readonly kind: K; readonly theirs: Difference<K>["theirs"] };
}[Difference["kind"]];

function titleOf(difference: Difference, parkName: (id: string) => string): string {
  const { kind, theirs } = difference as Records;
  switch (kind) {
    case "edits":
      return `${parkName(theirs.parkId)}: ${t(`site.field.${theirs.field}`)}${theirs.place === null ? "" : `, ${theirs.place}`}`;
    case "criteria":
      return theirs.label ?? theirs.id;
    case "imports":
      return theirs.fileName;
    case "hidden":
      return parkName(theirs.id);
    default:
      return theirs.name;
  }
}

function detailOf(difference: Difference): string {
  const { kind, theirs } = difference as Records;
  switch (kind) {
    case "shortlists":
      return t("import-view.merge.sites", { count: theirs.siteIds.length, date: formatMoment(theirs.updatedAt) });
    case "profiles":
      return formatMoment(theirs.savedAt);
    case "edits":
      return historyText(theirs);
    case "customParks":
      return t("import-view.merge.facts", { count: theirs.facts.length, date: formatMoment(theirs.updatedAt) });
    case "gateways":
      return t("edits.own.gatewayLine", {
        kind: t(`edits.gateway.kind.${theirs.kind}`),
        lat: formatNumber(theirs.lat, 3),
        lon: formatNumber(theirs.lon, 3),
        factor: theirs.roadFactor === null ? "–" : formatNumber(theirs.roadFactor.factor, 2),
      });
    case "criteria":
      return `${t(`criteria.group.${theirs.group}`)} · ${t(`edits.criterion.direction.${theirs.direction}`)}${theirs.unit === "" ? "" : ` · ${theirs.unit}`}`;
    case "imports":
      return t("edits.own.importLine", { date: formatMoment(theirs.importedAt), ...theirs.counts });
    case "hidden":
      return "";
  }
}
