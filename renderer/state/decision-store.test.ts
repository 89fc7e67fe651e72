import { describe, expect, test } from "vitest";
import { NO_FILTERS } from "../../shared/model/profile";
import { createDecisionStore, type DecisionStore } from "./decision-store";
import { firstDecision } from "./persistence";

function makeStore(): { store: DecisionStore; pass: (ms: number) => void } {
  let now = 1_000_000;
  const { profile } = firstDecision();
  const store = createDecisionStore({ profile, filters: NO_FILTERS }, () => now);
  return {
    store,
    pass: (ms) => {
      now += ms;
    },
  };
}

const points = (store: DecisionStore, id: string) => store.getState().profile.weighting.points[id];

describe("decision store", () => {
  test("a drag is one step, however many moves it has", async () => {
    const { store, pass } = makeStore();
    const before = points(store, "land-rent");
    store.setDragging(true);
    for (let value = 0; value <= 60; value++) {
      store.setPoints("land-rent", value, "Land rent");
      pass(400);
    }
    store.setDragging(false);
    expect(store.getState().past).toHaveLength(1);
    await store.undo();
    expect(points(store, "land-rent")).toBe(before);
    await store.redo();
    expect(points(store, "land-rent")).toBe(60);
  });

  test("two drags of one slider are two steps, even in quick succession", () => {
    const { store } = makeStore();
    for (const target of [10, 90]) {
      store.setDragging(true);
      store.setPoints("land-rent", target, "Land rent");
      store.setDragging(false);
    }
    expect(store.getState().past).toHaveLength(2);
  });

  test("arrow presses close together melt, later ones and other criteria do not", () => {
    const { store, pass } = makeStore();
    store.setPoints("land-rent", 51, "Land rent");
    pass(200);
    store.setPoints("land-rent", 52, "Land rent");
    expect(store.getState().past).toHaveLength(1);
    pass(5_000);
    store.setPoints("land-rent", 53, "Land rent");
    expect(store.getState().past).toHaveLength(2);
    store.setPoints("labour-cost", 11, "Labour cost");
    expect(store.getState().past).toHaveLength(3);
  });

  test("after an undo a new change starts a new step and drops what could be redone", async () => {
    const { store } = makeStore();
    store.setPoints("land-rent", 60, "Land rent");
    await store.undo();
    store.setPoints("land-rent", 61, "Land rent");
    expect(store.getState().past).toHaveLength(1);
    expect(store.getState().future).toHaveLength(0);
  });

  test("points stay within 0 and 100, and what is not a number changes nothing", () => {
    const { store } = makeStore();
    store.setPoints("land-rent", 140, "Land rent");
    expect(points(store, "land-rent")).toBe(100);
    store.setPoints("land-rent", -3, "Land rent");
    expect(points(store, "land-rent")).toBe(0);
    store.setPoints("land-rent", Number.NaN, "Land rent");
    expect(points(store, "land-rent")).toBe(0);
  });

  test("a preset and a reset leave locked criteria as they are", () => {
    const { store } = makeStore();
    store.setPoints("labour-supply", 33, "Labour supply");
    store.toggleLock("labour-supply", "Labour supply");
    store.applyPreset("logistics", "Logistics hub");
    expect(points(store, "labour-supply")).toBe(33);
    expect(store.getState().profile.preset).toBe("logistics");
    expect(points(store, "proximity-ports")).toBe(100);
    store.setPoints("proximity-ports", 1, "Proximity to ports");
    store.resetPoints();
    expect(points(store, "proximity-ports")).toBe(100);
    expect(points(store, "labour-supply")).toBe(33);
  });

  test("one criterion can be reset alone", () => {
    const { store } = makeStore();
    const before = points(store, "land-rent");
    store.setPoints("land-rent", 3, "Land rent");
    store.setPoints("labour-cost", 3, "Labour cost");
    store.resetPoints("land-rent", "Land rent");
    expect(points(store, "land-rent")).toBe(before);
    expect(points(store, "labour-cost")).toBe(3);
  });

  test("weights, filters and effects outside share one history, undone in order", async () => {
    const { store } = makeStore();
    const log: string[] = [];
    store.setFilters({ regions: ["north"] });
    store.record(
      { key: "common.step.shortlistSave", values: { name: "A" } },
      () => void log.push("removed"),
      () => void log.push("saved"),
    );
    store.setPoints("land-rent", 1, "Land rent");
    await store.undo();
    await store.undo();
    expect(log).toEqual(["removed"]);
    await store.undo();
    expect(store.getState().filters).toEqual(NO_FILTERS);
    await store.redo();
    await store.redo();
    expect(log).toEqual(["removed", "saved"]);
    expect(store.getState().filters.regions).toEqual(["north"]);
  });

  test("an undo that fails outside leaves the step where it was", async () => {
    const { store } = makeStore();
    store.record(
      { key: "common.step.reset" },
      () => Promise.reject(new Error("full disk")),
      () => {},
    );
    await expect(store.undo()).rejects.toThrow("full disk");
    expect(store.getState().past).toHaveLength(1);
    expect(store.getState().future).toHaveLength(0);
  });
});
