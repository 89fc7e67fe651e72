import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import type { DecisionInputs, DecisionSnapshot } from "../../shared/model/shortlist";
import { draftOf, shortlistOf } from "../../tests/support/user-data";
import { openDatabase } from "./db";
import { sweepInputs } from "./decision-inputs";
import { exportDocument, restoreDocument } from "./mirror";
import { createUserData } from "./user-data";

const inputsOf = (letter: string): DecisionInputs => ({
  id: letter.repeat(64),
  siteIds: ["x"],
  names: ["X"],
  sectors: [[]],
  criteria: [],
  medians: {},
  measures: { "land-rent": "AAAA" },
});
const snapshotOn = (letter: string): DecisionSnapshot => ({
  ...draftOf("a").snapshot,
  record: { inputs: letter.repeat(64), takingPart: "AQ==", orderHash: "0".repeat(64), seal: "1".repeat(64) },
});

test("figures are stored once, go with a document, come back from it, and leave with the last shortlist", async () => {
  const db = await openDatabase({ name: "inputs-first", retryDelays: [] });
  const { shortlists } = createUserData(db);
  const first = await shortlists.create({ ...draftOf("first"), snapshot: snapshotOn("a") }, inputsOf("a"));
  const second = await shortlists.create({ ...draftOf("second"), snapshot: snapshotOn("a") }, inputsOf("a"));
  await db.inputs.put(inputsOf("b"));
  expect(await shortlists.inputs("a".repeat(64))).toEqual(inputsOf("a"));

  // What no shortlist refers to stays out of the document.
  const text = await exportDocument(db, "export");
  const other = await openDatabase({ name: "inputs-other", retryDelays: [] });
  await createUserData(other).shortlists.put(shortlistOf("mine"));
  await restoreDocument(other, text, "merge");
  expect(await other.inputs.toArray()).toEqual([inputsOf("a")]);
  await restoreDocument(other, text, "replace");
  expect(await other.inputs.toArray()).toEqual([inputsOf("a")]);
  expect(await createUserData(other).shortlists.get(first.id)).toEqual(first);

  await shortlists.remove(first.id);
  await sweepInputs(db);
  expect((await db.inputs.toArray()).map(({ id }) => id)).toEqual(["a".repeat(64)]);
  await shortlists.remove(second.id);
  // An undo of this session still finds them.
  expect(await shortlists.inputs("a".repeat(64))).toBeDefined();
  await sweepInputs(db);
  expect(await db.inputs.count()).toBe(0);
  db.shut();
  other.shut();
});

test("bad figures are refused before anything is written", async () => {
  const db = await openDatabase({ name: "inputs-bad", retryDelays: [] });
  const { shortlists } = createUserData(db);
  const bad = { ...inputsOf("a"), measures: { "land-rent": "<not base64>" } };
  await expect(shortlists.create({ ...draftOf("x"), snapshot: snapshotOn("a") }, bad)).rejects.toMatchObject({
    code: "invalid",
    detail: expect.stringContaining("measures"),
  });
  expect([await db.shortlists.count(), await db.inputs.count()]).toEqual([0, 0]);
  db.shut();
});
