/** Every error that storage, documents and the host can raise has its English message. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { STORAGE_ERROR_CODES } from "./storage-error";

const keys = (area: string): string[] =>
  Object.keys(
    JSON.parse(readFileSync(path.join(import.meta.dirname, `../../shared/messages/en/${area}.json`), "utf8")),
  );
/** The string literals of a union type, read out of its source. */
const members = (file: string, type: string): string[] => {
  const source = readFileSync(path.join(import.meta.dirname, file), "utf8");
  const body = new RegExp(`type ${type} =([^;]+);`).exec(source)?.[1] ?? "";
  return [...body.matchAll(/"([\w-]+)"/g)].map((match) => match[1] ?? "");
};

test.each([
  ["storage", [...STORAGE_ERROR_CODES]],
  ["document", members("../../shared/document/document.ts", "DocumentErrorCode")],
  ["host", members("../host/host-error.ts", "HostErrorCode")],
])("%s", (area, codes) => {
  expect(codes.length).toBeGreaterThan(3);
  const messages = keys(area).filter((key) => key.startsWith("error."));
  expect(messages.sort()).toEqual(codes.map((code) => `error.${code}`).sort());
});
