/**
 * Every language says what English says: the same areas, keys and arguments, in its own words and with its
 * own plurals. `npm run messages:missing` prints what is to be filled in.
 */
import { expect, test } from "vitest";
import { compareWithEnglish, readMessages, TRANSLATIONS, translationProblems } from "../../build/messages-check.mjs";

test.each(TRANSLATIONS)("%s is complete", (locale) => {
  const { missing, extra, wrong } = compareWithEnglish(locale);
  expect({ missing, extra, wrong }).toEqual({ missing: [], extra: [], wrong: [] });
});

test("no key is stated twice, once with and once without its area", () => {
  for (const locale of ["en", ...TRANSLATIONS]) {
    const full = [...readMessages(locale).keys()].map((id) => {
      const [area = "", key = ""] = [id.slice(0, id.indexOf("/")), id.slice(id.indexOf("/") + 1)];
      return key.startsWith(`${area}.`) ? key : `${area}.${key}`;
    });
    expect(full.filter((key, at) => full.indexOf(key) !== at)).toEqual([]);
  }
});

test.each<[string, string, string, string, RegExp | null]>([
  ["a faithful translation", "vi", "{n, plural, one {# site} other {# sites}}", "{n, plural, other {# khu}}", null],
  ["a plural told as a number", "ja", "{n, plural, one {# site} other {# sites}}", "{n, number} 件", null],
  ["a lost argument", "vi", "Undo: {step}", "Hoàn tác", /lacks the argument \{step\}/],
  ["an invented argument", "ko", "Undo", "{step} 취소", /uses the argument \{step\}/],
  ["a number told as text", "zh-Hans", "{n, number} sites", "{n} 个园区", /uses \{n\} as text/],
  [
    "a plural the language has not",
    "ko",
    "{n, plural, one {a} other {b}}",
    "{n, plural, one {가} other {나}}",
    /"one"/,
  ],
  ["other choices", "vi", "{m, select, comma {a} other {b}}", "{m, select, dot {a} other {b}}", /other choices/],
  ["text left in English", "vi", "Delete the list", "Delete the list", /reads like the English/],
  ["units and names", "vi", "{value} km", "{value} km", null],
  ["a broken message", "vi", "{n} sites", "{n khu", /not a valid ICU message/],
])("%s", (_what, locale, english, translated, problem) => {
  const problems = translationProblems(locale, "area/key", english, translated);
  if (problem === null) expect(problems).toEqual([]);
  else expect(problems.join("; ")).toMatch(problem);
});
