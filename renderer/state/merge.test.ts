import { expect, test } from "vitest";
import { EMPTY_BODY } from "../../shared/document/document";
import { type CustomGateway, EMPTY_OVERLAY, type ImportRecord } from "../../shared/model/overlay";
import { editOf, profileOf, shortlistOf } from "../../tests/support/user-data";
import { type Difference, findDifferences, type MergeChoice, type Mine, mergeChange } from "./merge";

const NOW = "2026-11-20T00:00:00.000Z";
let ids = 0;
const context = { now: NOW, newId: () => `new-${++ids}`, copyName: (name: string) => `${name} (theirs)` };
const gateway: CustomGateway = {
  id: "g1",
  name: "Plant",
  kind: "supplier",
  note: "",
  serves: [],
  roadFactor: null,
  importId: null,
  createdAt: NOW,
  lat: 21,
  lon: 106,
};
const mine: Mine = {
  profiles: [profileOf("p1")],
  shortlists: [shortlistOf("s1", "list"), shortlistOf("same")],
  overlay: { ...EMPTY_OVERLAY, edits: [editOf("e1"), editOf("e2", "park-2")], gateways: [gateway] },
};
const theirEdit = { ...editOf("their-e1"), value: 99 };
const body = {
  ...EMPTY_BODY,
  profiles: [profileOf("p1")],
  shortlists: [shortlistOf("s1", "their list"), shortlistOf("same"), shortlistOf("s9", "new list")],
  edits: [theirEdit, editOf("e2-again", "park-2"), editOf("e3", "park-3")],
  gateways: [{ ...gateway, lat: 22 }],
};
const kindsOf = (list: readonly Difference[]) =>
  list.map(({ kind, mine: own }) => `${kind}${own === null ? " new" : ""}`);

function merged(choice: (difference: Difference) => MergeChoice, theirs = body) {
  return mergeChange(mine, theirs, findDifferences(mine, theirs).list, choice, context);
}

test("only what differs is asked; the same figure of one field is the same, whoever entered it", () => {
  const { list, same } = findDifferences(mine, body);
  expect(kindsOf(list)).toEqual(["shortlists", "shortlists new", "edits", "edits new", "gateways"]);
  expect(same).toBe(3);
  expect(findDifferences(mine, { ...EMPTY_BODY, shortlists: mine.shortlists }).list).toEqual([]);
});

test("keeping mine changes nothing", () => {
  expect(merged(() => "mine")).toEqual({ change: { put: {} }, taken: 0 });
});

test("taking theirs puts their records; their edit counts from now on", () => {
  const { change, taken } = merged(() => "theirs");
  expect(taken).toBe(5);
  expect(change.put?.shortlists?.map(({ id, name }) => [id, name])).toEqual([
    ["s1", "their list"],
    ["s9", "new list"],
  ]);
  expect(change.put?.gateways).toEqual([{ ...gateway, lat: 22 }]);
  expect(change.put?.edits?.[0]).toMatchObject({ parkId: "vsip-bac-ninh", value: 99, editedAt: NOW, revertedAt: null });
  expect(change.put?.edits?.[1]).toEqual(editOf("e3", "park-3"));
});

test("keeping both gives copies a name and an id of their own, and an edit its place in the history", () => {
  const { change } = merged(({ options }) => (options.includes("both") ? "both" : "mine"));
  expect(change.put?.shortlists?.[0]).toMatchObject({ name: "their list (theirs)" });
  expect(change.put?.shortlists?.[0]?.id).not.toBe("s1");
  expect(change.put?.gateways?.[0]).toMatchObject({ name: "Plant (theirs)", lat: 22 });
  expect(change.put?.edits).toHaveLength(1);
  expect(change.put?.edits?.[0]).toMatchObject({ value: 99, revertedAt: NOW });
});

test("an import comes whole, and a criterion brings the column that it measures", () => {
  const record: ImportRecord = {
    id: "i1",
    fileName: "list.csv",
    sha256: "a".repeat(64),
    bytes: 10,
    fileDate: null,
    importedAt: NOW,
    signature: "x",
    mapping: [],
    counts: { rows: 1, added: 1, merged: 0, skipped: 0, facts: 0, refusedCells: 0 },
    undoneAt: null,
  };
  const column = {
    id: "column:a",
    label: "Risk",
    unit: "",
    kind: "number" as const,
    categories: [],
    values: { "park-1": 2 },
    importId: null,
  };
  const criterion = {
    id: "column:a",
    group: "track" as const,
    label: "Risk",
    unit: "",
    decimals: 0,
    direction: "cost" as const,
    valueFunction: { type: "piecewise" as const, points: [[1, 1] as const, [3, 0] as const] },
    measure: { type: "column" as const, columnId: "column:a" },
    reference: null,
    importId: null,
    createdAt: NOW,
  };
  const edit = { ...editOf("i1:2:x", "park-7"), importId: "i1" };
  const theirs = { ...EMPTY_BODY, imports: [record], edits: [edit], columns: [column], criteria: [criterion] };
  const { list } = findDifferences(mine, theirs);
  expect(kindsOf(list)).toEqual(["criteria new", "imports new"]);
  const { change } = mergeChange(mine, theirs, list, () => "theirs", context);
  expect(change.put).toMatchObject({ imports: [record], edits: [edit], criteria: [criterion], columns: [column] });
});
