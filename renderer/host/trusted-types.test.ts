import { expect, it } from "vitest";
import { ownScriptUrl } from "./trusted-types";

const page = "app://parkwise/";

it.each([
  ["assets/worker-abc.js", "app://parkwise/assets/worker-abc.js"],
  ["app://parkwise/assets/worker-abc.js", "app://parkwise/assets/worker-abc.js"],
])("passes the app's own script %s", (address, url) => {
  expect(ownScriptUrl(address, page)).toBe(url);
});

it.each([
  "https://evil.example/worker.js",
  "https://evil.example/?app://parkwise/worker.js",
  "app://other/worker.js",
  "app://user@parkwise/worker.js",
  "//evil.example/worker.js",
  "blob:app://parkwise/1.js",
  "data:text/javascript,1//.js",
  "javascript:1//.js",
  "assets/page.html",
  "",
])("refuses %s", (address) => {
  expect(ownScriptUrl(address, page)).toBeNull();
});
