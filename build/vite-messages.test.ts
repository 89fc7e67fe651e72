import { setupI18n } from "@lingui/core";
import { expect, test } from "vitest";
import { compileMessageFile } from "./vite-messages.mjs";

test("compiled messages format as ICU says", () => {
  const text = JSON.stringify({ found: "{n, plural, =0 {no park} one {# park} other {# parks}} in {place}" });
  const messages = compileMessageFile(text, "en/ranking.json") as Parameters<ReturnType<typeof setupI18n>["load"]>[1];
  const i18n = setupI18n({ locale: "en", messages: { en: {} } });
  i18n.load("en", messages as never);
  expect(i18n._("found", { n: 0, place: "Bac Ninh" })).toBe("no park in Bac Ninh");
  expect(i18n._("found", { n: 1, place: "Bac Ninh" })).toBe("1 park in Bac Ninh");
  expect(i18n._("found", { n: 47, place: "Bac Ninh" })).toBe("47 parks in Bac Ninh");
});

test.each([
  [
    "a message that does not end",
    '{ "a": "fine", "b": "{n, plural, one {x" }',
    /^en\/x\.json: "b" is not a valid ICU message/,
  ],
  [
    "a plural without other",
    '{ "a": "{n, plural, one {x}}" }',
    /^en\/x\.json: "a" is not a valid ICU message: plural of "n" lacks "other"/,
  ],
  [
    "a select in a plural without other",
    '{ "a": "{n, plural, other {{k, select, a {x}}}}" }',
    /select of "k" lacks "other"/,
  ],
  ["a value that is no text", '{ "a": 1 }', /^en\/x\.json: "a" must be a string/],
  ["nested objects", '{ "a": { "b": "c" } }', /^en\/x\.json: "a" must be a string/],
  ["a list", "[]", /^en\/x\.json: must be one flat object/],
  ["what is not JSON", "{", /^en\/x\.json: not JSON/],
  [
    "a key that stands there twice",
    '{\n  "a": "one",\n  "b": "two",\n  "a": "three"\n}',
    /^en\/x\.json: "a" stands there twice/,
  ],
])("%s stops the build with file and key", (_what, text, message) => {
  expect(() => compileMessageFile(text, "en/x.json")).toThrow(message);
});
