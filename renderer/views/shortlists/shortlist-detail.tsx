/** One shortlist: its decision, its sites with rank then and now, notes, and what can be done with it. */
import { useState } from "react";
import type { Shortlist } from "../../../shared/model/shortlist";
import { findPreset } from "../../../shared/ranking/presets";
import { Button, IconButton } from "../../components/button";
import { Dialog } from "../../components/dialog";
import fieldStyles from "../../components/field.module.css";
import { formatMoment, formatNumber, t, translate } from "../../messages";
import { activeFacets } from "../../state/filter-sites";
import { askExport, askReport } from "../../state/output";
import { changeShortlist, deleteShortlist, restoreDecision } from "../../state/shortlists";
import { useLive, useWorkbench } from "../../state/workbench";
import { attempt, useDraft } from "./drafts";
import { RecordSection } from "./record-section";
import styles from "./shortlists.module.css";

interface DetailProps {
  readonly list: Shortlist;
  /** All shortlists, to compare with. */
  readonly lists: readonly Shortlist[];
}

export function ShortlistDetail({ list, lists }: DetailProps) {
  const workbench = useWorkbench();
  const { decision, reference, notify, layout } = workbench;
  const [renaming, setRenaming] = useState(false);
  const [note, setNote] = useDraft(list.note);
  const { snapshot } = list;
  const preset = snapshot.profile.preset === null ? undefined : findPreset(snapshot.profile.preset);

  const remove = async (): Promise<void> => {
    if (!(await attempt(workbench, () => deleteShortlist(workbench, list)))) return;
    notify({
      text: t("shortlists.deleted", { name: list.name }),
      action: { label: t("shortlists.undo"), run: () => void decision.undo() },
    });
  };

  return (
    <>
      <div className={styles.titleLine}>
        <h2>{list.name}</h2>
        <Button
          title={t("shortlists.restoreHint")}
          onClick={() => {
            restoreDecision(workbench, list);
            layout.setState({ view: "ranking" });
            notify({ text: t("shortlists.restored", { name: list.name }) });
          }}
        >
          {t("shortlists.restore")}
        </Button>
        <Button onClick={() => askReport({ type: "shortlist", list })}>{t("shortlists.report")}</Button>
        <Button onClick={() => askExport({ type: "shortlist", list })}>{t("shortlists.export")}</Button>
        <Button onClick={() => setRenaming(true)}>{t("shortlists.rename")}</Button>
        <IconButton icon="trash" label={t("shortlists.delete")} onClick={() => void remove()} />
      </div>
      <p className={styles.basis}>
        {t("shortlists.basis", {
          date: formatMoment(list.createdAt),
          catalogue: snapshot.catalogueVersion,
          engine: snapshot.engineVersion,
          ranked: snapshot.ranked,
        })}{" "}
        {preset === undefined
          ? null
          : `${t("shortlists.basis.preset", { preset: translate(preset.nameKey) ?? preset.id })} `}
        <FilterSentence list={list} />{" "}
        {snapshot.catalogueHash === reference.catalogue.contentHash
          ? null
          : t("shortlists.newerCatalogue", { version: reference.catalogue.version })}
      </p>
      <label className={`${fieldStyles.label} ${styles.noteField}`}>
        <span>{t("shortlists.note")}</span>
        <textarea
          className={fieldStyles.area}
          value={note}
          maxLength={5000}
          onChange={(event) => setNote(event.target.value)}
          onBlur={() => {
            if (note !== list.note) void attempt(workbench, () => changeShortlist(workbench, list, { note }));
          }}
        />
      </label>
      <SiteTable list={list} />
      <p className={styles.nowMeans}>{t("shortlists.nowMeans")}</p>
      <RecordSection list={list} lists={lists} />
      {renaming ? <RenameDialog list={list} onClose={() => setRenaming(false)} /> : null}
    </>
  );
}

function FilterSentence({ list }: { readonly list: Shortlist }) {
  const { places } = useWorkbench();
  const { filters } = list.snapshot;
  const words = activeFacets(filters).flatMap((facet) => {
    switch (facet) {
      case "text":
        return [`“${filters.text}”`];
      case "minAvailableHa":
        return [t("filters.land.atLeast", { hectares: filters.minAvailableHa ?? 0 })];
      case "provinces":
        return filters.provinces.map(places.provinceName);
      default: {
        const key = { regions: "region", rentTiers: "rentTier", sectors: "sector", statuses: "status" }[facet];
        return filters[facet].map((option) => translate(`filters.${key}.${option}`) ?? option);
      }
    }
  });
  return words.length === 0
    ? t("shortlists.basis.noFilters")
    : t("shortlists.basis.filters", { filters: words.join(", ") });
}

function SiteTable({ list }: { readonly list: Shortlist }) {
  const { live } = useWorkbench();
  useLive(live);
  const then = new Map(list.snapshot.ranking.map((entry) => [entry.siteId, entry]));
  const ids = [...list.siteIds].sort((a, b) => (then.get(a)?.rank ?? Infinity) - (then.get(b)?.rank ?? Infinity));
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th className={styles.start}>{t("shortlists.column.site")}</th>
          <th>{t("shortlists.column.then")}</th>
          <th>{t("shortlists.column.now")}</th>
          <th>{t("shortlists.column.moved")}</th>
          <th>{t("shortlists.column.scoreThen")}</th>
          <th>{t("shortlists.column.scoreNow")}</th>
          <th className={styles.noteCell}>{t("shortlists.column.note")}</th>
        </tr>
      </thead>
      <tbody>
        {ids.map((id) => (
          <SiteRow key={id} list={list} siteId={id} />
        ))}
      </tbody>
    </table>
  );
}

function SiteRow({ list, siteId }: { readonly list: Shortlist; readonly siteId: string }) {
  const workbench = useWorkbench();
  const { live, layout } = workbench;
  const then = list.snapshot.ranking.find((entry) => entry.siteId === siteId);
  const row = live.rowOf(siteId);
  const name = live.sites.sites[row]?.name ?? then?.name ?? siteId;
  const now = row < 0 ? 0 : (live.ranking.rank[row] ?? 0);
  const moved = then === undefined || now === 0 ? 0 : then.rank - now;
  const stored = list.siteNotes[siteId] ?? "";
  const [note, setNote] = useDraft(stored);
  return (
    <tr>
      <th scope="row" className={styles.start}>
        {row < 0 ? (
          name
        ) : (
          <button
            type="button"
            className={styles.siteLink}
            title={t("shortlists.openSite", { name })}
            onClick={() => layout.setState({ view: "ranking", siteId, sheetOpen: true })}
          >
            {name}
          </button>
        )}
      </th>
      <td>{then?.rank ?? "–"}</td>
      <td className={now === 0 ? styles.soft : undefined}>
        {now > 0 ? now : t(row < 0 ? "shortlists.gone" : "shortlists.leftOut")}
      </td>
      <td className={moved > 0 ? styles.up : styles.soft}>
        {then === undefined || now === 0
          ? "–"
          : moved === 0
            ? t("shortlists.same")
            : `${moved > 0 ? "▲" : "▼"} ${t(moved > 0 ? "shortlists.up" : "shortlists.down", { count: Math.abs(moved) })}`}
      </td>
      <td>{then === undefined ? "–" : formatNumber(then.score * 100, 1)}</td>
      <td>{row < 0 ? "–" : formatNumber((live.ranking.score[row] ?? 0) * 100, 1)}</td>
      <td className={styles.noteCell}>
        <input
          className={styles.noteInput}
          aria-label={t("shortlists.siteNote", { name })}
          placeholder={t("shortlists.addNote")}
          value={note}
          maxLength={5000}
          onChange={(event) => setNote(event.target.value)}
          onBlur={() => {
            if (note !== stored) {
              void attempt(workbench, () =>
                changeShortlist(workbench, list, { siteNotes: { ...list.siteNotes, [siteId]: note } }),
              );
            }
          }}
        />
      </td>
    </tr>
  );
}

function RenameDialog({ list, onClose }: { readonly list: Shortlist; readonly onClose: () => void }) {
  const workbench = useWorkbench();
  const [name, setName] = useState(list.name);
  const save = async (): Promise<void> => {
    const trimmed = name.trim();
    if (trimmed === "" || trimmed === list.name) return onClose();
    if (await attempt(workbench, () => changeShortlist(workbench, list, { name: trimmed }))) onClose();
  };
  return (
    <Dialog
      title={t("shortlists.renameTitle")}
      closeLabel={t("common.close")}
      onClose={onClose}
      onSubmit={() => void save()}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button kind="primary" type="submit">
            {t("shortlists.save")}
          </Button>
        </>
      }
    >
      <label className={fieldStyles.label}>
        <span>{t("shortlists.name")}</span>
        <input
          className={fieldStyles.input}
          value={name}
          maxLength={200}
          autoFocus
          onChange={(event) => setName(event.target.value)}
        />
      </label>
    </Dialog>
  );
}
