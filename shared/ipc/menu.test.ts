import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { APP_COMMANDS, DEFAULT_SHELL_LABELS, sentLabel, shellLabel } from "./menu";

it("has the same English in the shell as in the message file", () => {
  const text = readFileSync(path.resolve("shared/messages/en/shell.json"), "utf8");
  const messages = JSON.parse(text) as Record<string, string>;
  expect(messages).toMatchObject(DEFAULT_SHELL_LABELS);
  const others = Object.keys(messages).filter((id) => !(id in DEFAULT_SHELL_LABELS));
  for (const id of others) expect(APP_COMMANDS).toContain(id);
});

it("takes what the app sent, and English for what it did not or sent empty", () => {
  expect(shellLabel({ "menu.file": "Tệp" }, "menu.file")).toBe("Tệp");
  expect(shellLabel({ "menu.file": "  " }, "menu.file")).toBe("File");
  expect(shellLabel({}, "menu.file")).toBe("File");
  expect(sentLabel({}, "toString")).toBeNull();
});
