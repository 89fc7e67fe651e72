/** Asks ESLint's rules for planted faults, under the names of real files (so that types are looked up). */
import { ESLint } from "eslint";
import { expect, test } from "vitest";

const eslint = new ESLint({ overrideConfig: { linterOptions: { reportUnusedDisableDirectives: "off" } } });

test.each([
  [
    "the database outside its door",
    "renderer/state/layout-store.ts",
    `import Dexie from "dexie";\nexport const bad = Dexie;`,
    ["no-restricted-imports"],
  ],
  [
    "Electron in the app",
    "renderer/main.tsx",
    `import { app } from "electron";\nexport const bad = app;`,
    ["no-restricted-imports"],
  ],
  [
    "a second door for messages",
    "electron/main/window.ts",
    `import { ipcMain } from "electron";\nexport const bad = ipcMain;`,
    ["no-restricted-imports"],
  ],
  [
    "the page's messages in main",
    "electron/main/ipc-door.ts",
    `import { ipcRenderer } from "electron";\nexport const bad = ipcRenderer;`,
    ["no-restricted-imports"],
  ],
  [
    "a promise that nobody waits for",
    "renderer/main.tsx",
    `Promise.reject(new Error("lost"));\nexport {};`,
    ["@typescript-eslint/no-floating-promises"],
  ],
  [
    "a case that is forgotten",
    "shared/contract.ts",
    `declare const k: "a" | "b";\nswitch (k) {\n  case "a":\n}\nexport {};`,
    ["@typescript-eslint/switch-exhaustiveness-check"],
  ],
  [
    "a type imported as a value",
    "shared/contract.ts",
    `import { Park } from "./model/park";\nexport type Bad = Park;`,
    ["@typescript-eslint/consistent-type-imports"],
  ],
  [
    "a hook under a condition",
    "renderer/main.tsx",
    `import { useState } from "react";\nexport function useBad(on: boolean) {\n  if (on) useState(0);\n}`,
    ["react-hooks/rules-of-hooks"],
  ],
  [
    "a focused test",
    "build/server.test.ts",
    `import { test } from "vitest";\ntest.only("x", () => {});`,
    ["no-restricted-properties"],
  ],
  ["nothing wrong", "renderer/data/db.ts", `import Dexie from "dexie";\nexport const fine = Dexie;`, []],
])("%s", { timeout: 180_000 }, async (_what, filePath, text, rules) => {
  const [result] = await eslint.lintText(text, { filePath });
  expect(result?.messages.map(({ ruleId }) => ruleId)).toEqual(rules);
});
