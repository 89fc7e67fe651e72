/** Import: one screen from a file to what it adds. The work is done in a worker (`workers/import-task.ts`). */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import type { ParkwiseDocument } from "../../../shared/document/document";
import type { InspectOptions } from "../../../shared/importing/inspect";
import { type ColumnMapping, guessedMapping, questionsOf } from "../../../shared/importing/plan";
import type { Problem } from "../../../shared/importing/types";
import type { ImportRecord } from "../../../shared/model/overlay";
import { Button } from "../../components/button";
import fieldStyles from "../../components/field.module.css";
import { formatShare, loadArea, t, translate } from "../../messages";
import { importFile } from "../../state/import-file";
import { useWorkbench } from "../../state/workbench";
import { type ImportClient, startImportClient } from "../../workers/import-client";
import type { FileLook, ImportReply, PlanChoices, PlanLook } from "../../workers/import-task";
import { failureText, readPartialDate } from "../edit-fact";
import { ColumnsStep } from "./columns-step";
import { FileStep } from "./file-step";
import styles from "./import.module.css";
import { isMapping, MAPPING_PREFIX } from "./mapping";
import { Merge } from "./merge";
import { type Choices, MatchesStep, ProblemsStep } from "./review-steps";

type Doing = "reading" | "checking" | "storing";

/** Wait after a change of the mapping before the rows are read again, ms. */
const SETTLE = 350;

export default function ImportScreen() {
  const bench = useWorkbench();
  const { store, layout } = bench;
  const client = useRef<ImportClient | null>(null);
  const [file, setFile] = useState<File | null>(null);
  const [options, setOptions] = useState<InspectOptions>({});
  const [look, setLook] = useState<FileLook | null>(null);
  const [mapping, setMapping] = useState<ColumnMapping>([]);
  const [saved, setSaved] = useState(false);
  const [texts, setTexts] = useState({ rate: "", term: "", asOf: "" });
  const [termFromRows, setTermFromRows] = useState(false);
  const [plan, setPlan] = useState<PlanLook | null>(null);
  const [choices, setChoices] = useState<Choices>(new Map());
  const [doing, setDoing] = useState<Doing | null>(null);
  const [share, setShare] = useState(0);
  const [error, setError] = useState<string | null>(null);
  const [done, setDone] = useState<{ readonly record: ImportRecord; readonly columns: number } | null>(null);
  const problems = useRef<Problem[]>([]);
  const calledOff = useRef(false);
  /** Number of the last mapping that was asked to be read. */
  const asked = useRef(0);
  const columns = mapping.filter(({ target }) => target.type === "column").length;

  const onReply = useRef<(reply: ImportReply) => void>(() => {});
  onReply.current = (reply) => {
    switch (reply.type) {
      case "progress":
        setShare(reply.share);
        return;
      case "inspected":
        setDoing(null);
        void takeUp(reply.look);
        return;
      case "problems":
        problems.current.push(...reply.part);
        return;
      case "planned":
        // Of an older mapping: the newer one is about to be read.
        if (reply.number !== asked.current) return;
        setDoing(null);
        setPlan({ ...reply.look, problems: [...(look?.problems ?? []), ...problems.current] });
        return;
      case "stored":
        setDoing(null);
        void stored(reply.record);
        return;
      case "failed":
        // Work that a newer request took over from has nothing to say.
        if (reply.messageKey === "import.error.cancelled" && !calledOff.current) return;
        calledOff.current = false;
        setDoing(null);
        void loadArea("storage").then(() => setError(failureWords(reply)));
    }
  };
  useEffect(() => {
    const started = startImportClient((reply) => onReply.current(reply));
    client.current = started;
    return () => {
      client.current = null;
      started.close();
    };
  }, []);

  const inspect = useCallback((next: File, how: InspectOptions): void => {
    setFile(next);
    setOptions(how);
    setLook(null);
    setPlan(null);
    setDone(null);
    setError(null);
    setChoices(new Map());
    setDoing("reading");
    setShare(0);
    client.current?.send({ type: "inspect", file: next, options: how });
  }, []);

  const dropped = useStore(importFile, (state) => state.file);
  useEffect(() => {
    if (dropped === null) return;
    importFile.setState({ file: null });
    inspect(dropped, {});
  }, [dropped, inspect]);

  const takeUp = async (next: FileLook): Promise<void> => {
    const kept = await store.settings.get(MAPPING_PREFIX + next.signature).catch(() => null);
    const known = isMapping(kept, next.columns.length);
    setSaved(known);
    setMapping(known ? kept : guessedMapping(next.columns));
    setLook(next);
  };

  const read = useMemo(() => readChoices(texts, termFromRows), [texts, termFromRows]);
  // A change of the mapping is read at once: there is no button for it.
  useEffect(() => {
    if (look === null || look.document !== null || mapping.length === 0) return;
    setError(null);
    if (read.problem !== null) {
      asked.current += 1;
      setPlan(null);
      setDoing(null);
      setError(read.problem);
      return;
    }
    const { choices: planChoices } = read;
    // What was read under another mapping must not be imported.
    asked.current += 1;
    const number = asked.current;
    setPlan(null);
    setDoing("checking");
    setShare(0);
    const timer = setTimeout(() => {
      problems.current = [];
      client.current?.send({ type: "plan", mapping, choices: planChoices, number });
    }, SETTLE);
    return () => clearTimeout(timer);
  }, [look, mapping, read]);

  const start = async (): Promise<void> => {
    if (look === null || plan === null) return;
    setDoing("storing");
    setShare(0);
    setError(null);
    try {
      await store.settings.set(MAPPING_PREFIX + look.signature, mapping);
    } catch (cause) {
      setDoing(null);
      setError(await failureText(cause));
      return;
    }
    client.current?.send({ type: "store", decisions: [...choices], importId: crypto.randomUUID().slice(0, 13) });
  };
  const stored = async (record: ImportRecord): Promise<void> => {
    await store.layer.changedElsewhere();
    const put = (undoneAt: string | null) => store.layer.change({ put: { imports: [{ ...record, undoneAt }] } });
    bench.decision.record(
      { key: "edits.step.import", values: { file: record.fileName } },
      async () => void (await put(new Date().toISOString())),
      async () => void (await put(null)),
    );
    setDone({ record, columns });
    setLook(null);
    setPlan(null);
    setFile(null);
  };
  const cancel = (): void => {
    calledOff.current = true;
    client.current?.send({ type: "cancel" });
  };

  const questions = useMemo(() => questionsOf(mapping), [mapping]);
  const document: ParkwiseDocument | null = look?.document ?? null;
  const tally = plan === null ? null : tallyOf(plan, choices);
  return (
    <main className={styles.view}>
      <header className={styles.head}>
        <h1>{document === null ? t("import-view.title") : t("import-view.merge.title", { name: file?.name ?? "" })}</h1>
        <FilePicker
          label={t(file === null ? "import-view.choose" : "import-view.another")}
          onPick={(one) => inspect(one, {})}
        />
        <Button kind="quiet" onClick={() => layout.setState({ view: "own" })}>
          {t("import-view.back")}
        </Button>
      </header>
      <div className={styles.body} aria-live="polite">
        {file === null && done === null ? (
          <div className={styles.drop}>
            <p>{t("import-view.drop")}</p>
            <p className={styles.soft}>{t("import-view.kinds")}</p>
          </div>
        ) : null}
        {error === null ? null : (
          <p className={styles.error} role="alert">
            {error}
          </p>
        )}
        {done === null ? null : (
          <div className={styles.done} role="status">
            <p>{t("import-view.done", { file: done.record.fileName, ...done.record.counts })}</p>
            {done.columns === 0 ? null : <p>{t("import-view.done.columns", { count: done.columns })}</p>}
            <Button onClick={() => layout.setState({ view: "own" })}>{t("import-view.back")}</Button>
          </div>
        )}
        {document === null ? null : (
          <Merge
            document={document}
            name={file?.name ?? ""}
            onDone={() => {
              setLook(null);
              setFile(null);
            }}
          />
        )}
        {look === null || document !== null ? null : (
          <>
            <FileStep look={look} options={options} onChange={(next) => file !== null && inspect(file, next)} />
            <section className={styles.step}>
              <h2>{t("import-view.columns.title")}</h2>
              {saved ? (
                <p className={styles.soft}>
                  {t("import-view.columns.saved")}{" "}
                  <Button
                    kind="quiet"
                    onClick={() => {
                      setSaved(false);
                      setMapping(guessedMapping(look.columns));
                    }}
                  >
                    {t("import-view.columns.guessed")}
                  </Button>
                </p>
              ) : null}
              <ColumnsStep columns={look.columns} mapping={mapping} onChange={setMapping} />
              <div className={styles.choices}>
                <label className={fieldStyles.label}>
                  <span>{t("import-view.choice.asOf")}</span>
                  <input
                    className={fieldStyles.input}
                    value={texts.asOf}
                    maxLength={10}
                    placeholder="2026-10"
                    onChange={(event) => setTexts({ ...texts, asOf: event.target.value })}
                  />
                </label>
                {questions.rate ? (
                  <label className={fieldStyles.label}>
                    <span>{t("import-view.choice.rate")}</span>
                    <input
                      className={fieldStyles.input}
                      inputMode="decimal"
                      value={texts.rate}
                      maxLength={12}
                      onChange={(event) => setTexts({ ...texts, rate: event.target.value })}
                    />
                  </label>
                ) : null}
                {questions.term ? (
                  <div>
                    <label className={fieldStyles.label}>
                      <span>{t("import-view.choice.term")}</span>
                      <input
                        className={fieldStyles.input}
                        inputMode="decimal"
                        disabled={termFromRows}
                        value={texts.term}
                        maxLength={6}
                        onChange={(event) => setTexts({ ...texts, term: event.target.value })}
                      />
                    </label>
                    <label>
                      <input
                        type="checkbox"
                        checked={termFromRows}
                        onChange={(event) => setTermFromRows(event.target.checked)}
                      />{" "}
                      {t("import-view.choice.termFrom")}
                    </label>
                  </div>
                ) : null}
              </div>
            </section>
            {plan === null ? null : (
              <>
                <ProblemsStep problems={plan.problems} omitted={plan.problemsOmitted} />
                <MatchesStep rows={plan.matched} choices={choices} onChange={setChoices} />
              </>
            )}
          </>
        )}
      </div>
      {doing === null && tally === null ? null : (
        <footer className={styles.foot}>
          {doing === null ? (
            tally === null ? null : (
              <>
                <span>{t("import-view.import.summary", tally)}</span>
                <Button kind="primary" disabled={tally.added + tally.merged === 0} onClick={() => void start()}>
                  {t("import-view.import.button")}
                </Button>
              </>
            )
          ) : (
            <>
              <label className={styles.progress}>
                {t(`import-view.${doing}`)} <progress max={1} value={share} /> {formatShare(share)}
              </label>
              <Button onClick={cancel}>{t("import-view.cancel")}</Button>
            </>
          )}
        </footer>
      )}
    </main>
  );
}

function failureWords({ messageKey, values, row }: Extract<ImportReply, { type: "failed" }>): string {
  const given: Record<string, string | number> = { ...values };
  if (row !== null) given.row ??= row;
  return translate(messageKey, given) ?? messageKey;
}

function tallyOf(plan: PlanLook, choices: Choices) {
  const tally = { added: plan.rows - plan.matched.length, merged: 0, skipped: 0, refused: plan.refusedRows };
  for (const { row, proposed } of plan.matched) {
    const { action } = choices.get(row) ?? proposed;
    tally[action === "new" ? "added" : action === "merge" ? "merged" : "skipped"] += 1;
  }
  return tally;
}

interface ReadChoices {
  readonly choices: PlanChoices;
  readonly problem: string | null;
}

function readChoices(texts: { rate: string; term: string; asOf: string }, termFromRows: boolean): ReadChoices {
  const positive = (text: string): number | undefined => {
    if (text.trim() === "") return undefined;
    const value = Number(text.replace(/[\s,](?=\d{3}(?:\D|$))/g, "").replace(",", "."));
    if (!(value > 0 && Number.isFinite(value))) throw new Error(t("edits.error.number"));
    return value;
  };
  try {
    const rate = positive(texts.rate);
    const term = termFromRows ? "lease-end" : positive(texts.term);
    const choices: PlanChoices = {
      asOf: readPartialDate(texts.asOf),
      ...(rate === undefined ? {} : { vndPerUsd: rate }),
      ...(term === undefined ? {} : { termYears: term }),
    };
    return { choices, problem: null };
  } catch (cause) {
    return { choices: {}, problem: cause instanceof Error ? cause.message : String(cause) };
  }
}

function FilePicker({ label, onPick }: { readonly label: string; readonly onPick: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept=".csv,.tsv,.txt,.tab,.xlsx,.xlsm,.geojson,.json,.parkwise"
        aria-label={label}
        onChange={(event) => {
          const picked = event.target.files?.[0];
          event.target.value = "";
          if (picked !== undefined) onPick(picked);
        }}
      />
      <Button kind="primary" onClick={() => input.current?.click()}>
        {label}
      </Button>
    </>
  );
}
