/**
 * Names that users' data hang on. If one of these tests fails, do not change the test: a changed name
 * makes everyone's shortlists seem gone, and needs a migration.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { readContract } from "../build/repository.mjs";
import { SECURITY_HEADERS } from "../build/server.mjs";
import * as contract from "../shared/contract";
import { CONTENT_SECURITY_POLICY, pageHeaders } from "../shared/ipc/page-policy";

test("scheme, host, port, database name and folders are what they were when the first data were saved", () => {
  expect({ ...contract }).toMatchObject({
    APP_SCHEME: "app",
    APP_HOST: "parkwise",
    LOOPBACK_PORT: 47_611,
    DATABASE_NAME: "parkwise",
    USER_DATA_FOLDER: "Parkwise",
    BROWSER_PROFILE_FOLDER: "browser-profile",
    APP_ID: "app.parkwise.desktop",
    DOCUMENT_EXTENSION: "parkwise",
  });
});

test("the start script reads the same names out of the file's text", () => {
  expect(readContract()).toEqual({
    port: contract.LOOPBACK_PORT,
    userDataFolder: contract.USER_DATA_FOLDER,
    browserProfileFolder: contract.BROWSER_PROFILE_FOLDER,
  });
});

test("Electron's name for its data folder is the contract's", () => {
  const manifest = JSON.parse(readFileSync(path.resolve("package.json"), "utf8")) as { productName: string };
  expect(manifest.productName).toBe(contract.USER_DATA_FOLDER);
});

test("the browser twin's headers are the desktop app's, but for trusted types", () => {
  const { "require-trusted-types-for": _for, "trusted-types": _policies, ...policy } = CONTENT_SECURITY_POLICY;
  const text = Object.entries(policy)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
  expect(SECURITY_HEADERS["Content-Security-Policy"]).toBe(text);
  for (const name of Object.keys(pageHeaders())) expect(SECURITY_HEADERS).toHaveProperty([name]);
});
