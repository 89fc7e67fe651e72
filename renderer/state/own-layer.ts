/**
 * What can be done with the user's own layer, each step with its undo: correct, add or revert a fact, add
 * or hide a park, add a place or a criterion, take an import back. Labels need the area `edits`.
 */
import { baselineOf, historyOf } from "../../shared/catalogue/overlay";
import type { FieldId } from "../../shared/model/fields";
import type {
  CustomCriterion,
  CustomGateway,
  CustomPark,
  EditSource,
  FactEdit,
  ImportRecord,
  Overlay,
} from "../../shared/model/overlay";
import type { FactValue, Park } from "../../shared/model/park";
import type { LayerChange } from "../data/layer";
import type { StepLabel } from "./decision-store";
import type { Workbench } from "./workbench";

type Bench = Pick<Workbench, "store" | "decision" | "reference">;

/** Makes a change of the layer as one step. Resolves when it is on the disk. @throws {StorageError} */
export async function changeOwn({ store, decision }: Bench, label: StepLabel, change: LayerChange): Promise<void> {
  const inverse = await store.layer.change(change);
  decision.record(
    label,
    async () => void (await store.layer.change(inverse)),
    async () => void (await store.layer.change(change)),
  );
}

const now = (): string => new Date().toISOString();

/** What the user states about a field. */
export interface Statement {
  readonly field: FieldId;
  /** Of a stated distance: where it leads; null for every other field. */
  readonly place: string | null;
  /** Null: what the catalogue states shall not count. */
  readonly value: FactValue | null;
  readonly asOf: string | null;
  readonly source: EditSource;
  readonly note: string;
}

/**
 * Corrects or adds a fact of a park.
 * @param builtin the park without the layer; null for a park of the user's own
 * @param fieldName the field in words, for the undo
 */
export async function saveEdit(
  bench: Bench,
  park: Pick<Park, "id" | "name">,
  builtin: Park | null,
  statement: Statement,
  fieldName: string,
): Promise<void> {
  const edit: FactEdit = {
    id: crypto.randomUUID(),
    parkId: park.id,
    ...statement,
    action: statement.value === null ? "withdraw" : "set",
    editedAt: now(),
    importId: null,
    baseline: builtin === null ? null : baselineOf(builtin, statement.field, bench.reference.catalogue.version),
    revertedAt: null,
  };
  await changeOwn(
    bench,
    { key: "edits.step.edit", values: { field: fieldName, park: park.name } },
    { put: { edits: [edit] } },
  );
}

/** Takes back every edit of a field: the catalogue's value counts again. They stay in the history. */
export async function revertEdits(
  bench: Bench,
  overlay: Overlay,
  edit: Pick<FactEdit, "parkId" | "field" | "place">,
  names: { readonly field: string; readonly park: string },
): Promise<void> {
  const at = now();
  const edits = historyOf(overlay.edits, edit.parkId, edit.field, edit.place)
    .filter(({ revertedAt }) => revertedAt === null)
    .map((one) => ({ ...one, revertedAt: at }));
  await changeOwn(bench, { key: "edits.step.revert", values: names }, { put: { edits } });
}

/** Makes an edit of the history count again, as a new statement. */
export async function reinstateEdit(
  bench: Bench,
  edit: FactEdit,
  names: { readonly field: string; readonly park: string },
): Promise<void> {
  const again: FactEdit = { ...edit, id: crypto.randomUUID(), editedAt: now(), revertedAt: null, importId: null };
  await changeOwn(bench, { key: "edits.step.reinstate", values: names }, { put: { edits: [again] } });
}

/** Says that the user has seen the catalogue's new value and keeps the edit. */
export async function keepEdit(bench: Bench, edit: FactEdit, builtin: Park, names: StepLabel["values"]): Promise<void> {
  const seen = { ...edit, baseline: baselineOf(builtin, edit.field, bench.reference.catalogue.version) };
  await changeOwn(bench, { key: "edits.step.keep", ...(names && { values: names }) }, { put: { edits: [seen] } });
}

export type ParkDraft = Pick<CustomPark, "name" | "nameVi" | "province" | "formerProvince" | "locality" | "note"> & {
  readonly position: { readonly lat: number; readonly lon: number } | null;
};

/** Adds a park by hand; its source is the user's own statement. Gives the park's id. */
export async function addPark(bench: Bench, draft: ParkDraft, sourceTitle: string): Promise<string> {
  const { position, ...rest } = draft;
  const key = crypto.randomUUID();
  const at = now();
  const source = `user:${key}`;
  const park: CustomPark = {
    ...rest,
    id: `user:${key}`,
    aka: [],
    country: null,
    facts: position === null ? [] : [{ field: "latLon", value: position, asOf: at.slice(0, 10), source }],
    importId: null,
    createdAt: at,
    updatedAt: at,
  };
  const sources =
    position === null
      ? []
      : [{ id: source, url: null, title: sourceTitle, publisher: null, date: at.slice(0, 10), kind: "user" as const }];
  await changeOwn(
    bench,
    { key: "edits.step.addPark", values: { park: draft.name } },
    { put: { customParks: [park], ownSources: sources } },
  );
  return park.id;
}

/** Removes a park of the user's own, with its edits. */
export async function removePark(bench: Bench, overlay: Overlay, park: CustomPark): Promise<void> {
  await changeOwn(
    bench,
    { key: "edits.step.removePark", values: { park: park.name } },
    {
      remove: {
        customParks: [park.id],
        edits: overlay.edits.filter(({ parkId }) => parkId === park.id).map(({ id }) => id),
      },
    },
  );
}

export async function setHidden(bench: Bench, park: Pick<Park, "id" | "name">, hidden: boolean): Promise<void> {
  await changeOwn(
    bench,
    { key: hidden ? "edits.step.hide" : "edits.step.show", values: { park: park.name } },
    hidden ? { put: { hidden: [{ id: park.id }] } } : { remove: { hidden: [park.id] } },
  );
}

/** Adds a place, or puts a changed one in its place. */
export async function saveGateway(bench: Bench, gateway: CustomGateway): Promise<void> {
  await changeOwn(
    bench,
    { key: "edits.step.saveGateway", values: { place: gateway.name } },
    { put: { gateways: [gateway] } },
  );
}

/** Removes a place and the criteria over it. */
export async function removeGateway(bench: Bench, overlay: Overlay, gateway: CustomGateway): Promise<void> {
  const criteria = overlay.criteria
    .filter(({ measure }) => measure.type === "gateway" && measure.gatewayId === gateway.id)
    .map(({ id }) => id);
  await changeOwn(
    bench,
    { key: "edits.step.removeGateway", values: { place: gateway.name } },
    { remove: { gateways: [gateway.id], criteria } },
  );
}

/**
 * Adds or changes a criterion and gives it its points, as one step.
 * @param points 0..100
 */
export async function saveCriterion(bench: Bench, criterion: CustomCriterion, points: number): Promise<void> {
  const { store, decision } = bench;
  const change: LayerChange = { put: { criteria: [criterion] } };
  const before = decision.getState().profile;
  const { [criterion.id]: _, ...valueFunctions } = before.valueFunctions;
  const after = {
    ...before,
    valueFunctions,
    weighting: { ...before.weighting, points: { ...before.weighting.points, [criterion.id]: points } },
  };
  const inverse = await store.layer.change(change);
  decision.setState({ profile: after });
  decision.record(
    { key: "edits.step.saveCriterion", values: { criterion: criterion.label ?? criterion.id } },
    async () => {
      await store.layer.change(inverse);
      decision.setState({ profile: before });
    },
    async () => {
      await store.layer.change(change);
      decision.setState({ profile: after });
    },
  );
}

export async function removeCriterion(bench: Bench, criterion: CustomCriterion): Promise<void> {
  await changeOwn(
    bench,
    { key: "edits.step.removeCriterion", values: { criterion: criterion.label ?? criterion.id } },
    { remove: { criteria: [criterion.id] } },
  );
}

/** Takes an import back, or makes it count again. What it brought stays stored until it is removed. */
export async function setUndone(bench: Bench, record: ImportRecord, undone: boolean): Promise<void> {
  await changeOwn(
    bench,
    { key: undone ? "edits.step.undoImport" : "edits.step.redoImport", values: { file: record.fileName } },
    { put: { imports: [{ ...record, undoneAt: undone ? now() : null }] } },
  );
}
