/**
 * Put into a page of the built app before its own scripts: swaps the stored site table for a made-up one, moves
 * the real sliders, and reads what stands in the real table. Nothing of it is in the product.
 */

import type { ReferenceRecord, SiteTableRecord } from "../../../renderer/data/records";
import criteriaMessages from "../../../shared/messages/en/criteria.json";
import type { SiteTable } from "../../../shared/model/site";
import { buildDecisionTable } from "../../../shared/ranking/additive/table";
import type { DecisionTable } from "../../../shared/ranking/additive/types";
import { BUILTIN_CRITERIA } from "../../../shared/ranking/criteria";
import { DEFAULT_PRESET, findPreset, profileFromPreset } from "../../../shared/ranking/presets";
import { expand, MOVED, makeSteps, type PlainTable, type Step, TOP, toPlain } from "./synthetic";
import { type Dragged, type Subject, settle, type Timed, timeDrag, timeStep } from "./timing";

export interface AppDriver {
  /** The stored site table, as plain data. */
  read(): Promise<PlainTable>;
  /** Stores as many sites; they show after a reload. */
  store(base: PlainTable, count: number): Promise<void>;
  /** After the reload: works out the steps and sets all sliders to the first. */
  prepare(base: PlainTable, count: number, steps: number): Promise<void>;
  time(step: number): Promise<Timed>;
  drag(ms: number): Promise<Dragged>;
}

const labels: Readonly<Record<string, string>> = criteriaMessages;
const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("parkwise");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error(String(request.error)));
  });
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error(String(request.error)));
  });
}

let table: DecisionTable;
let steps: Step[] = [];
let subject: Subject;

function slider(criterion: number): HTMLInputElement {
  const label = labels[`criteria.${BUILTIN_CRITERIA[criterion]?.id}`] ?? "";
  const found = document.querySelector<HTMLInputElement>(`input[type=range][aria-label="${label}"]`);
  if (found === null) throw new Error(`There is no slider "${label}".`);
  return found;
}

function move(input: HTMLInputElement, points: number): void {
  // Past React's own setter, as a user's hand does.
  setValue?.call(input, String(points));
  input.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

function makeSubject(sites: SiteTable["sites"]): Subject {
  const grid = document.querySelector<HTMLElement>('[role=grid][aria-label="Ranking"]');
  if (grid === null) throw new Error('There is no grid "Ranking".');
  const moved = slider(MOVED);
  return {
    root: document.body,
    apply: (step) => move(moved, step.points[MOVED] ?? 0),
    shows(step) {
      for (let place = 0; place < TOP; place++) {
        const header = grid.querySelector(`[aria-rowindex="${place + 2}"]:not([hidden]) [role=rowheader]`);
        if (header?.textContent !== sites[step.top[place] ?? -1]?.name) return false;
      }
      return true;
    },
    drag(on) {
      const type = on ? "pointerdown" : "pointerup";
      (on ? moved : window).dispatchEvent(new PointerEvent(type, { bubbles: true, button: 0 }));
    },
  };
}

/** That everything else followed the weights as well: shares, rank, score and its bar. */
function checkInterface(step: Step): void {
  const total = step.points.reduce((sum, x) => sum + x, 0);
  const first = step.top[0] ?? 0;
  let score = 0;
  for (const [c, x] of step.points.entries()) score += ((x / total) * 100 * (table.central[c]?.[first] ?? 0)) as number;
  const row = document.querySelector('[role=grid] [aria-rowindex="2"]');
  const text = (column: string): string => row?.querySelector(`[data-column=${column}]`)?.textContent ?? "";
  const share = slider(MOVED).getAttribute("aria-valuetext") ?? "";
  const expected = ((step.points[MOVED] ?? 0) / total) * 100;
  const percent = Number(/([\d.]+)\s?%/.exec(share)?.[1]);
  if (!(Math.abs(percent - expected) <= 0.51)) throw new Error(`The share reads "${share}", not ${expected} %.`);
  if (Number.parseInt(text("rank"), 10) !== 1) throw new Error(`The first rank reads "${text("rank")}".`);
  if (!(Math.abs(Number.parseFloat(text("score")) - score) <= 0.051)) {
    throw new Error(`The first score reads "${text("score")}", not ${score}.`);
  }
}

const driver: AppDriver = {
  async read() {
    const db = await openDatabase();
    const transaction = db.transaction(["siteTable", "reference"], "readonly");
    const [record, reference] = await Promise.all([
      done<SiteTableRecord>(transaction.objectStore("siteTable").get("current")),
      done<ReferenceRecord>(transaction.objectStore("reference").get("current")),
    ]);
    db.close();
    return toPlain(record.table, reference.reference.measures);
  },
  async store(base, count) {
    const db = await openDatabase();
    const record = await done<SiteTableRecord>(db.transaction("siteTable").objectStore("siteTable").get("current"));
    const transaction = db.transaction("siteTable", "readwrite");
    transaction.objectStore("siteTable").put({ ...record, table: expand(base, count) });
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(new Error(String(transaction.error)));
    });
    db.close();
  },
  async prepare(base, count, length) {
    const sites = expand(base, count);
    const preset = findPreset(DEFAULT_PRESET);
    if (preset === undefined) throw new Error("There is no default preset.");
    table = buildDecisionTable(sites, BUILTIN_CRITERIA, profileFromPreset(preset), base.reference);
    steps = makeSteps(table, length, 5);
    subject = makeSubject(sites.sites);
    const [first] = steps;
    if (first === undefined) return;
    for (const [c, points] of first.points.entries()) move(slider(c), points);
    await settle(subject, first);
  },
  async time(at) {
    const step = steps[at];
    if (step === undefined) throw new Error(`There is no step ${at}.`);
    const timed = await timeStep(subject, step);
    checkInterface(step);
    return timed;
  },
  drag: (ms) => timeDrag(subject, steps, ms),
};
Object.assign(globalThis, { bench: driver });
