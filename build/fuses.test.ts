import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { FuseState, FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { expect, it } from "vitest";
import { FUSES, flipAllFuses } from "./fuses.mjs";

/** A program that is nothing but a fuse wire of so many fuses, all on. */
function program(fuses: number): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "parkwise-fuses-"));
  const wire = `dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001${String.fromCharCode(fuses)}${"1".repeat(fuses)}`;
  writeFileSync(path.join(folder, "parkwise"), `#!/bin/sh\n# ${wire} \n`);
  return folder;
}

const pack = (appOutDir: string) =>
  flipAllFuses({
    appOutDir,
    electronPlatformName: "linux",
    packager: { appInfo: { productFilename: "Parkwise" }, executableName: "parkwise" },
  } as never);

it("sets every fuse that Electron 45 has", async () => {
  const folder = program(9);
  await pack(folder);
  const wire = await getCurrentFuseWire(path.join(folder, "parkwise"));
  for (const [name, on] of Object.entries(FUSES)) {
    const state = wire[FuseV1Options[name as keyof typeof FuseV1Options]];
    expect(state, name).toBe(on ? FuseState.ENABLE : FuseState.DISABLE);
  }
  expect(Object.keys(FUSES)).toHaveLength(9);
});

it.each([8, 10])("stops the build for a program with %i fuses: one is not decided", async (fuses) => {
  await expect(pack(program(fuses))).rejects.toThrow();
});
