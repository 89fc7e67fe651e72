/**
 * An import worked off beside the window: look at the file, read its rows under a mapping, store what the
 * user decided. The table and the rows stay on this side; the window gets what it shows.
 */

import type { Candidate } from "../../shared/importing";
import {
  buildImport,
  type ColumnMapping,
  defaultDecision,
  type ImportPlan,
  type Inspection,
  type InspectOptions,
  inspectFile,
  type PlanOptions,
  type Problem,
  parkMatcher,
  planImport,
  provinceFinder,
  type RowDecision,
} from "../../shared/importing";
import { ImportError } from "../../shared/importing/types";
import type { ImportRecord } from "../../shared/model/overlay";
import { type ImportStore, type KnownPlaces, openImportStore } from "../data/import-store";
import { StorageError } from "../data/storage-error";

/** What the window is told of a file. */
export interface FileLook extends Omit<Inspection, "table"> {
  readonly rows: number;
  readonly headerRow: number | null;
}

/** A row that may be a known park. */
export interface MatchedRow {
  readonly row: number;
  readonly name: string;
  readonly matches: readonly Candidate[];
  readonly proposed: RowDecision;
}

/** What reading the rows gave. */
export interface PlanLook {
  readonly rows: number;
  readonly refusedRows: number;
  readonly refusedCells: number;
  readonly problems: readonly Problem[];
  readonly problemsOmitted: number;
  readonly matched: readonly MatchedRow[];
}

export type PlanChoices = Pick<PlanOptions, "vndPerUsd" | "termYears" | "asOf">;

export type ImportRequest =
  | { readonly type: "inspect"; readonly file: File; readonly options: Omit<InspectOptions, "progress" | "cancelled"> }
  | { readonly type: "plan"; readonly mapping: ColumnMapping; readonly choices: PlanChoices; readonly number: number }
  | {
      readonly type: "store";
      readonly decisions: readonly (readonly [number, RowDecision])[];
      readonly importId: string;
    }
  | { readonly type: "cancel" };

export type ImportReply =
  | { readonly type: "progress"; readonly share: number }
  | { readonly type: "inspected"; readonly look: FileLook }
  | { readonly type: "problems"; readonly part: readonly Problem[] }
  | { readonly type: "planned"; readonly look: Omit<PlanLook, "problems">; readonly number: number }
  | { readonly type: "stored"; readonly record: ImportRecord }
  | {
      readonly type: "failed";
      readonly messageKey: string;
      readonly values: Readonly<Record<string, string | number>>;
      readonly row: number | null;
    };

/** Problems in one message: a longer one would hold up the window. */
const PART = 4_000;

/** Answers requests one after the other; a newer one calls the running one off. */
export class ImportTask {
  #inspection: Inspection | null = null;
  #plan: ImportPlan | null = null;
  #asOf: string | null = null;
  #store: ImportStore | null = null;
  #known: KnownPlaces | null = null;
  /** Raised by each request: work of an older number is called off. */
  #turn = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(
    private readonly reply: (message: ImportReply) => void,
    private readonly database?: string,
  ) {}

  take(request: ImportRequest): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    if (request.type === "cancel") return this.#last;
    this.#last = this.#last.then(() => this.#work(request, turn));
    return this.#last;
  }

  async #work(request: Exclude<ImportRequest, { type: "cancel" }>, turn: number): Promise<void> {
    const cancelled = (): boolean => turn !== this.#turn;
    if (cancelled()) return;
    let told = 0;
    const progress = (share: number): void => {
      const at = Date.now();
      if (at - told < 80) return;
      told = at;
      this.reply({ type: "progress", share });
    };
    try {
      const watch = { progress, cancelled };
      if (request.type === "inspect") await this.#inspect(request.file, { ...request.options, ...watch });
      else if (request.type === "plan") {
        await this.#read(request.mapping, { ...request.choices, ...watch }, request.number);
      } else await this.#keep(request.decisions, request.importId, progress, cancelled);
    } catch (cause) {
      // A newer request has taken over, or the user called it off and is told so.
      const error = cancelled() ? new ImportError("cancelled") : cause;
      this.reply({ type: "failed", ...failureOf(error) });
    }
  }

  async #inspect(file: File, options: InspectOptions): Promise<void> {
    this.#plan = null;
    this.#inspection = null;
    const bytes = new Uint8Array(await file.arrayBuffer());
    const inspection = await inspectFile({ name: file.name, bytes }, options);
    this.#inspection = inspection;
    const { table, ...rest } = inspection;
    this.reply({
      type: "inspected",
      look: { ...rest, rows: table?.rows.length ?? 0, headerRow: table?.headerRow ?? null },
    });
  }

  async #knownPlaces(): Promise<KnownPlaces> {
    this.#store ??= await openImportStore(this.database);
    this.#known ??= await this.#store.known();
    return this.#known;
  }

  async #read(mapping: ColumnMapping, options: PlanOptions, number: number): Promise<void> {
    const table = this.#inspection?.table ?? null;
    if (table === null) throw new ImportError("not-a-table");
    const { parks, provinces, formerProvinces, ownProvinces } = await this.#knownPlaces();
    this.#asOf = options.asOf ?? null;
    const now = new Date();
    const plan = await planImport(table, mapping, {
      ...options,
      today: now.getUTCFullYear() + now.getUTCMonth() / 12,
      findProvince: provinceFinder(formerProvinces, provinces, ownProvinces),
      matchPark: parkMatcher(parks),
    });
    this.#plan = plan;
    for (let from = 0; from < plan.problems.length; from += PART) {
      this.reply({ type: "problems", part: plan.problems.slice(from, from + PART) });
    }
    const matched = plan.rows
      .filter(({ matches }) => matches.length > 0)
      .map((row) => ({ row: row.row, name: row.name, matches: row.matches, proposed: defaultDecision(row) }));
    const { refusedRows, refusedCells, problemsOmitted } = plan;
    this.reply({
      type: "planned",
      number,
      look: { rows: plan.rows.length, refusedRows, refusedCells, problemsOmitted, matched },
    });
  }

  async #keep(
    decisions: readonly (readonly [number, RowDecision])[],
    importId: string,
    progress: (share: number) => void,
    cancelled: () => boolean,
  ): Promise<void> {
    const plan = this.#plan;
    const inspection = this.#inspection;
    if (plan === null || inspection === null) throw new ImportError("no-rows");
    const known = await this.#knownPlaces();
    const additions = buildImport(plan, new Map(decisions), {
      importId,
      now: new Date().toISOString(),
      file: inspection,
      fileDate: this.#asOf,
      catalogueVersion: known.catalogueVersion,
      parks: new Map(known.parks.map((park) => [park.id, park])),
    });
    const { record, customParks, edits, columns } = additions;
    await this.#store?.add({ put: { customParks, edits, columns, imports: [record] } }, (share) => {
      if (cancelled()) throw new ImportError("cancelled");
      progress(share);
    });
    // The next file is compared with what came in now.
    this.#known = null;
    this.reply({ type: "stored", record });
  }

  close(): void {
    this.#turn += 1;
    this.#store?.close();
  }
}

function failureOf(error: unknown): Omit<Extract<ImportReply, { type: "failed" }>, "type"> {
  if (error instanceof ImportError)
    return { messageKey: error.messageKey, values: error.values, row: error.row ?? null };
  if (error instanceof StorageError) {
    return { messageKey: error.messageKey, values: { detail: error.detail }, row: null };
  }
  return { messageKey: "import-view.failed", values: { reason: String(error).slice(0, 300) }, row: null };
}
