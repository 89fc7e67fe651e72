import { expect, test } from "vitest";
import { cssString, PAGE_MARKS, pageNumberContent } from "./page-rules";

test("a page's number stands where the language puts it", () => {
  const { page, pages } = PAGE_MARKS;
  expect(pageNumberContent(`Page ${page} of ${pages}`)).toBe('"Page " counter(page) " of " counter(pages)');
  expect(pageNumberContent(`${pages}ページ中${page}`)).toBe('counter(pages) "ページ中" counter(page)');
});

test("no name of a decision ends the string or the rule that it stands in", () => {
  expect(cssString('a"b\\c\n} @page { size: A0 }')).toBe('"a\\"b\\\\c } @page { size: A0 }"');
});
