import { expect, it } from "vitest";
import { isAppUrl, isOwnRequest } from "./app-url";

it.each(["app://parkwise/", "app://parkwise/index.html?x=1#y", "app://parkwise"])("%s is the app's", (address) => {
  expect(isAppUrl(address)).toBe(true);
});

it.each([
  "https://evil.example/?next=app://parkwise/",
  "app://parkwise.evil/",
  "app://parkwise@evil/",
  "app://evil@parkwise/",
  "app://parkwise:80/",
  "apps://parkwise/",
  "app:parkwise",
  "app:///parkwise/",
  "APP",
  "",
])("%s is not", (address) => {
  expect(isAppUrl(address)).toBe(false);
});

it("lets developer tools load only where they are allowed", () => {
  expect(isOwnRequest("devtools://devtools/bundled/x.js", true)).toBe(true);
  expect(isOwnRequest("devtools://devtools/bundled/x.js", false)).toBe(false);
});
