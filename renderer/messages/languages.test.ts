/** Which language the app starts in, and that the language in use is the one asked for last. */
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { currentLocale, formatCompact, formatNumber, LOCALES, matchLocale, setLocale, t } from "./index";

beforeAll(() => vi.stubGlobal("document", { documentElement: { lang: "en" } }));
afterEach(() => setLocale("en"));

test.each([
  [["vi-VN", "en-US"], "vi"],
  [["zh-CN"], "zh-Hans"],
  [["zh-Hans-SG"], "zh-Hans"],
  [["ko-KR"], "ko"],
  [["ja"], "ja"],
  [["en-GB", "ja"], "en"],
  [["de-DE", "ja-JP", "en"], "ja"],
  [["de-DE"], "en"],
  [[], "en"],
])("%j is served in %s", (preferred, locale) => {
  expect(matchLocale(preferred)).toBe(locale);
});

test.each([...LOCALES.keys()].filter((locale) => locale !== "en"))("%s speaks for itself", async (locale) => {
  const english = t("common.undo", { step: "x" });
  await setLocale(locale);
  expect(currentLocale()).toBe(locale);
  expect(document.documentElement.lang).toBe(locale);
  expect(t("common.undo", { step: "x" })).toContain("x");
  expect(t("common.undo", { step: "x" })).not.toBe(english);
});

test("of two switches at once the later one counts", async () => {
  await Promise.all([setLocale("ja"), setLocale("vi")]);
  expect(currentLocale()).toBe("vi");
  await Promise.all([setLocale("ja"), setLocale("en")]);
  expect(currentLocale()).toBe("en");
});

test("an unknown language changes nothing", async () => {
  await setLocale("vi");
  await setLocale("xx");
  expect(currentLocale()).toBe("vi");
});

test("numbers follow the language", async () => {
  expect(formatNumber(1234.5, 1)).toBe("1,234.5");
  expect(formatCompact(5_310_000)).toBe("5.31M");
  await setLocale("vi");
  expect(formatNumber(1234.5, 1)).toBe("1.234,5");
  expect(formatCompact(5_310_000)).toBe("5,31\u00a0Tr");
  await setLocale("zh-Hans");
  expect(formatCompact(5_310_000)).toBe("531万");
});
