import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold, foldAll, matchesFolded } from "./fold";

describe("fold", () => {
  it.each([
    ["Giếng Đáy", "gieng day"],
    ["KCN Điện Nam - Điện Ngọc", "kcn dien nam dien ngoc"],
    ["Thừa Thiên – Huế", "thua thien hue"],
    ["Cư M'gar", "cu m gar"],
    ["ĐẮK LẮK", "dak lak"],
    // The same letters written with combining marks.
    ["Điện Biên".normalize("NFD"), "dien bien"],
    ["第四タンロン工業団地", "第四タンロン工業団地"],
    ["가나다 산업단지", "가나다 산업단지"],
    ["ＶＳＩＰ　Ⅲ", "vsip iii"],
    ["  ", ""],
  ])("%s -> %s", (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it("changes nothing when applied twice", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => fold(fold(text)) === fold(text)));
  });
});

describe("matchesFolded", () => {
  const text = foldAll(["VSIP Bắc Ninh", "Vietnam-Singapore Industrial Park", null, "Bắc Ninh"]);

  it("finds words in any order, with or without diacritics", () => {
    expect(matchesFolded(text, "bac ninh vsip")).toBe(true);
    expect(matchesFolded(text, "Bắc Ninh")).toBe(true);
    expect(matchesFolded(text, "singapore")).toBe(true);
    expect(matchesFolded(text, "hai phong")).toBe(false);
  });

  it("finds everything for an empty query", () => {
    expect(matchesFolded(text, " - ")).toBe(true);
  });
});
