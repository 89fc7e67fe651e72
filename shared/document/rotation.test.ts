import fc from "fast-check";
import { expect, test } from "vitest";
import { DAILY_COPIES, RECENT_COPIES, rotate } from "./rotation";

const copyAt = (minute: number) => ({
  id: `c${minute}`,
  savedAt: new Date(Date.UTC(2026, 0, 1) + minute * 60_000).toISOString(),
});

test("keeps the last ten and the last of each of thirty days", () => {
  const copies = Array.from({ length: 60 * 24 }, (_, i) => copyAt(i * 60));
  const { keep, drop } = rotate(copies);
  expect(keep.length + drop.length).toBe(copies.length);
  expect(keep[0]).toMatchObject({ id: copies.at(-1)?.id, kind: "latest" });
  expect(keep.filter(({ kind }) => kind === "recent")).toHaveLength(RECENT_COPIES - 1);
  const days = new Set(keep.map(({ savedAt }) => savedAt.slice(0, 10)));
  expect(days.size).toBe(DAILY_COPIES);
  for (const { kind, savedAt } of keep) if (kind === "daily") expect(savedAt.slice(11, 13)).toBe("23");
});

test("never drops the newest, and dropping again after a new copy never loses a kept day too early", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(60 * 24 * 90), { minLength: 1, maxLength: 120 }), (minutes) => {
      const copies = minutes.map(copyAt);
      const { keep } = rotate(copies);
      expect(keep[0]?.id).toBe(copyAt(Math.max(...minutes)).id);
      expect(rotate(keep).drop).toEqual([]);
      expect(keep.length).toBeLessThanOrEqual(RECENT_COPIES + DAILY_COPIES);
      // A copy at a time, dropping as one goes, keeps the same as dropping at the end.
      let rolling: readonly { id: string; savedAt: string }[] = [];
      for (const copy of [...copies].sort((a, b) => (a.savedAt < b.savedAt ? -1 : 1))) {
        rolling = rotate([...rolling, copy]).keep.map(({ id, savedAt }) => ({ id, savedAt }));
      }
      expect(rolling.map(({ id }) => id)).toEqual(keep.map(({ id }) => id));
    }),
    { numRuns: 60 },
  );
});
