/** Own data: everything of the user's layer in one place, each with its way back. */
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { editKey, editsInForce, withoutUndone } from "../../../shared/catalogue/overlay";
import { suggestCriterion } from "../../../shared/importing/criteria";
import type { CustomCriterion, CustomGateway, FactEdit, Overlay } from "../../../shared/model/overlay";
import { Button } from "../../components/button";
import { useWatched } from "../../data/hooks";
import { isTooLargeToMirror } from "../../data/layer";
import { formatMoment, formatNumber, t } from "../../messages";
import {
  keepEdit,
  removeCriterion,
  removeGateway,
  removePark,
  revertEdits,
  setHidden,
  setUndone,
} from "../../state/own-layer";
import { useWorkbench } from "../../state/workbench";
import { failureText, historyText } from "../edit-fact";
import { factText } from "../facts";
import { GatewayDialog } from "../gateway-dialog";
import { distancesTo } from "../gateway-distances";
import { CriterionDialog } from "./criterion-dialog";
import styles from "./own-data.module.css";
import { ParkDialog } from "./park-dialog";

type Open =
  | { readonly type: "park" }
  | { readonly type: "gateway"; readonly gateway: CustomGateway | null }
  | { readonly type: "criterion"; readonly criterion: CustomCriterion; readonly categories: readonly string[] };

/** Edits listed at once; the others follow on demand. */
const PAGE = 100;

export default function OwnDataScreen() {
  const bench = useWorkbench();
  const { store, layout, notify } = bench;
  const overlay = useWatched(store.layer.watch).value;
  const [open, setOpen] = useState<Open | null>(null);
  const attempt = (work: Promise<void>): void => {
    work.catch(async (cause: unknown) => notify({ text: t("edits.own.failed", { reason: await failureText(cause) }) }));
  };
  const close = (): void => setOpen(null);
  return (
    <main className={styles.view}>
      <header className={styles.head}>
        <h1>{t("edits.own.title")}</h1>
        <Button kind="primary" onClick={() => layout.setState({ view: "import" })}>
          {t("edits.own.import")}
        </Button>
        <Button onClick={() => setOpen({ type: "park" })}>{t("edits.own.addPark")}</Button>
        <Button onClick={() => setOpen({ type: "gateway", gateway: null })}>{t("edits.own.addGateway")}</Button>
      </header>
      {overlay === undefined ? null : <Sections overlay={overlay} onOpen={setOpen} attempt={attempt} />}
      {open?.type === "park" ? <ParkDialog onClose={close} /> : null}
      {open?.type === "gateway" ? <GatewayDialog gateway={open.gateway} onClose={close} /> : null}
      {open?.type === "criterion" ? (
        <CriterionDialog criterion={open.criterion} categories={open.categories} onClose={close} />
      ) : null}
    </main>
  );
}

interface SectionsProps {
  readonly overlay: Overlay;
  readonly onOpen: (open: Open) => void;
  readonly attempt: (work: Promise<void>) => void;
}

function Sections({ overlay, onOpen, attempt }: SectionsProps) {
  const bench = useWorkbench();
  const { live, places, decision, layout, reference } = bench;
  const [shown, setShown] = useState(PAGE);
  const [parksShown, setParksShown] = useState(PAGE);
  const own = useMemo(() => withoutUndone(overlay), [overlay]);
  const edits = useMemo(() => editsInForce(overlay).toSorted((a, b) => (a.editedAt < b.editedAt ? 1 : -1)), [overlay]);
  const ownNames = useMemo(() => new Map(overlay.customParks.map(({ id, name }) => [id, name])), [overlay]);
  const parkName = (id: string): string => live.sites.sites[live.rowOf(id)]?.name ?? ownNames.get(id) ?? id;
  const openPark = (id: string): void => layout.setState({ view: "ranking", siteId: id, sheetOpen: true });
  const fileOf = (importId: string | null): string =>
    overlay.imports.find(({ id }) => id === importId)?.fileName ?? "–";
  const { points } = decision.getState().profile.weighting;
  const categoriesOf = (criterion: CustomCriterion): readonly string[] => {
    const { measure } = criterion;
    if (measure.type !== "column") return [];
    return own.columns.find(({ id }) => id === measure.columnId)?.categories ?? [];
  };
  const nothing = [
    overlay.edits,
    overlay.customParks,
    overlay.hiddenParks,
    overlay.gateways,
    overlay.criteria,
    overlay.imports,
  ].every((list) => list.length === 0);
  const nameOf = (edit: FactEdit) => ({ field: t(`site.field.${edit.field}`), park: parkName(edit.parkId) });
  const changed = bench.own.changes.flatMap(({ editId, now }) => {
    const edit = edits.find(({ id }) => id === editId);
    return edit === undefined ? [] : [{ edit, now }];
  });
  const orphans = edits.filter(({ id }) => bench.own.orphans.includes(id));
  const keep = async (edit: FactEdit): Promise<void> => {
    const builtin = (await bench.store.sites.edited(edit.parkId))?.builtin;
    if (builtin != null) await keepEdit(bench, edit, builtin, nameOf(edit));
  };
  return (
    <div className={styles.sections}>
      {nothing ? <p className={styles.soft}>{t("edits.own.empty")}</p> : null}
      <List title={t("edits.own.imports")} count={overlay.imports.length}>
        {overlay.imports.map((record) => (
          <Item
            key={record.id}
            faded={record.undoneAt !== null}
            title={record.fileName}
            detail={
              t("edits.own.importLine", { date: formatMoment(record.importedAt), ...record.counts }) +
              (record.undoneAt === null
                ? ""
                : ` · ${t("edits.own.importUndone", { date: formatMoment(record.undoneAt) })}`)
            }
          >
            {isTooLargeToMirror(record) ? <small className={styles.soft}>{t("edits.own.tooLarge")}</small> : null}
            <Button kind="quiet" onClick={() => attempt(setUndone(bench, record, record.undoneAt === null))}>
              {t(record.undoneAt === null ? "edits.own.takeBack" : "edits.own.bringBack")}
            </Button>
          </Item>
        ))}
      </List>
      <List title={t("edits.own.columns")} count={own.columns.length}>
        {own.columns.map((column) => (
          <Item
            key={column.id}
            title={column.unit === "" ? column.label : `${column.label}, ${column.unit}`}
            detail={t("edits.own.columnLine", {
              kind: column.kind,
              count: Object.keys(column.values).length,
              file: fileOf(column.importId),
            })}
          >
            <Button
              kind="quiet"
              onClick={() => {
                const made = own.criteria.find(
                  ({ measure }) => measure.type === "column" && measure.columnId === column.id,
                );
                const criterion = made ?? suggestCriterion(column, new Date().toISOString());
                onOpen({ type: "criterion", criterion, categories: column.categories });
              }}
            >
              {t("edits.own.makeCriterion")}
            </Button>
          </Item>
        ))}
      </List>
      <List title={t("edits.own.criteria")} count={own.criteria.length}>
        {own.criteria.map((criterion) => (
          <Item
            key={criterion.id}
            title={criterion.label ?? criterion.id}
            detail={t("edits.own.criterionLine", {
              group: t(`criteria.group.${criterion.group}`),
              direction: t(`edits.criterion.direction.${criterion.direction}`),
              points: points[criterion.id] ?? 0,
            })}
          >
            <Button
              kind="quiet"
              onClick={() => onOpen({ type: "criterion", criterion, categories: categoriesOf(criterion) })}
            >
              {t("edits.own.change")}
            </Button>
            <Button kind="quiet" onClick={() => attempt(removeCriterion(bench, criterion))}>
              {t("edits.own.remove")}
            </Button>
          </Item>
        ))}
      </List>
      <List title={t("edits.own.gateways")} count={own.gateways.length}>
        {own.gateways.map((gateway) => (
          <Item
            key={gateway.id}
            title={gateway.name}
            detail={t("edits.own.gatewayLine", {
              kind: t(`edits.gateway.kind.${gateway.kind}`),
              lat: formatNumber(gateway.lat, 3),
              lon: formatNumber(gateway.lon, 3),
              factor: formatNumber(gateway.roadFactor?.factor ?? reference.roadFactor.factor, 2),
            })}
            more={<Nearest gateway={gateway} />}
          >
            <Button kind="quiet" onClick={() => onOpen({ type: "gateway", gateway })}>
              {t("edits.own.change")}
            </Button>
            <Button kind="quiet" onClick={() => attempt(removeGateway(bench, overlay, gateway))}>
              {t("edits.own.remove")}
            </Button>
          </Item>
        ))}
      </List>
      <List title={t("edits.own.changes")} count={changed.length}>
        {changed.map(({ edit, now }) => (
          <Item
            key={edit.id}
            title={`${parkName(edit.parkId)}: ${t(`site.field.${edit.field}`)}`}
            detail={historyText(edit)}
            more={t("edits.differs", {
              now: now === null ? t("edits.differsNone") : factText(edit.field, now),
              was: edit.baseline?.value == null ? t("edits.differsNone") : factText(edit.field, edit.baseline.value),
            })}
          >
            <Button kind="quiet" onClick={() => attempt(keep(edit))}>
              {t("edits.keep")}
            </Button>
            <Button kind="quiet" onClick={() => attempt(revertEdits(bench, overlay, edit, nameOf(edit)))}>
              {t("edits.revert")}
            </Button>
          </Item>
        ))}
      </List>
      <List title={t("edits.own.orphans")} count={orphans.length}>
        {orphans.map((edit) => (
          <Item key={edit.id} title={`${edit.parkId}: ${t(`site.field.${edit.field}`)}`} detail={historyText(edit)}>
            <Button kind="quiet" onClick={() => attempt(revertEdits(bench, overlay, edit, nameOf(edit)))}>
              {t("edits.own.remove")}
            </Button>
          </Item>
        ))}
      </List>
      <List title={t("edits.own.edits")} count={edits.length}>
        {edits.slice(0, shown).map((edit) => (
          <Item
            key={editKey(edit)}
            title={`${parkName(edit.parkId)}: ${t(`site.field.${edit.field}`)}`}
            detail={historyText(edit)}
          >
            <Button kind="quiet" onClick={() => openPark(edit.parkId)}>
              {t("edits.own.open")}
            </Button>
            <Button kind="quiet" onClick={() => attempt(revertEdits(bench, overlay, edit, nameOf(edit)))}>
              {t("edits.revert")}
            </Button>
          </Item>
        ))}
        <More left={edits.length - shown} onMore={() => setShown(shown + PAGE)} />
      </List>
      <List title={t("edits.own.parks")} count={own.customParks.length}>
        {own.customParks.slice(0, parksShown).map((park) => (
          <Item
            key={park.id}
            title={park.name}
            detail={t("edits.own.parkLine", {
              place: park.formerProvince === null ? "–" : places.formerProvinceName(park.formerProvince),
              facts: park.facts.length,
            })}
          >
            <Button kind="quiet" onClick={() => openPark(park.id)}>
              {t("edits.own.open")}
            </Button>
            <Button kind="quiet" onClick={() => attempt(removePark(bench, overlay, park))}>
              {t("edits.own.remove")}
            </Button>
          </Item>
        ))}
        <More left={own.customParks.length - parksShown} onMore={() => setParksShown(parksShown + PAGE)} />
      </List>
      <HiddenParks overlay={overlay} attempt={attempt} ownNames={ownNames} />
    </div>
  );
}

/** Hidden parks are in no table, so their names are read. */
function HiddenParks({
  overlay,
  attempt,
  ownNames,
}: Pick<SectionsProps, "overlay" | "attempt"> & { readonly ownNames: ReadonlyMap<string, string> }) {
  const bench = useWorkbench();
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const { store } = bench;
  useEffect(() => {
    let current = true;
    store.sites.many(overlay.hiddenParks).then(
      (parks) => current && setNames(new Map(parks.map(({ id, name }) => [id, name]))),
      () => {},
    );
    return () => {
      current = false;
    };
  }, [store, overlay.hiddenParks]);
  const nameOf = (id: string): string => ownNames.get(id) ?? names.get(id) ?? id;
  return (
    <List title={t("edits.own.hidden")} count={overlay.hiddenParks.length}>
      {overlay.hiddenParks.map((id) => (
        <Item key={id} title={nameOf(id)} detail="">
          <Button kind="quiet" onClick={() => attempt(setHidden(bench, { id, name: nameOf(id) }, false))}>
            {t("edits.own.show")}
          </Button>
        </Item>
      ))}
    </List>
  );
}

/** The park of the ranking that lies nearest, with both distances. */
function Nearest({ gateway }: { readonly gateway: CustomGateway }) {
  const { live, reference } = useWorkbench();
  const nearest = useMemo(() => {
    const { sites } = live.sites;
    const { central } = distancesTo(gateway, sites, reference.roadFactor);
    let best = -1;
    central.forEach((km, row) => {
      if (!Number.isNaN(km) && (best < 0 || km < (central[best] ?? 0))) best = row;
    });
    const site = sites[best];
    if (site === undefined || site.position === null) return null;
    const line = distancesTo({ ...gateway, roadFactor: { factor: 1, low: 1, high: 1 } }, [site], reference.roadFactor);
    return { park: site.name, km: central[best] ?? 0, line: line.central[0] ?? 0 };
  }, [gateway, live, reference]);
  if (nearest === null) return null;
  const { park, km, line } = nearest;
  return t("edits.own.distance", { park, line: formatNumber(line, 1), km: formatNumber(km, 1) });
}

function More({ left, onMore }: { readonly left: number; readonly onMore: () => void }) {
  if (left <= 0) return null;
  return (
    <li>
      <Button kind="quiet" onClick={onMore}>
        {t("edits.own.editsMore", { count: left })}
      </Button>
    </li>
  );
}

interface ListProps {
  readonly title: string;
  readonly count: number;
  readonly children: ReactNode;
}

function List({ title, count, children }: ListProps) {
  if (count === 0) return null;
  return (
    <section className={styles.section} aria-label={title}>
      <h2>
        {title} <small>{formatNumber(count)}</small>
      </h2>
      <ul>{children}</ul>
    </section>
  );
}

interface ItemProps {
  readonly title: string;
  readonly detail: string;
  readonly more?: ReactNode;
  readonly faded?: boolean;
  readonly children: ReactNode;
}

function Item({ title, detail, more, faded = false, children }: ItemProps) {
  return (
    <li className={styles.item} data-faded={faded}>
      <div>
        <strong>{title}</strong>
        <p>{detail}</p>
        {more === undefined ? null : <p>{more}</p>}
      </div>
      <span className={styles.actions}>{children}</span>
    </li>
  );
}
