/**
 * `npm run catalogue`: compiles seeds/ to dist/catalogue/ (catalogue.json, manifest.json and the
 * boundaries).
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compileLayer, LAYERS } from "./catalogue/boundaries";
import { compile } from "./catalogue/compile";
import { SeedError } from "./catalogue/seeds";

/** The repository: the nearest folder above this file, or above its bundle in .cache, that has the seeds. */
function repositoryRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, "seeds/README.md"))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error("There is no seeds/ folder above the compiler; run it from the repository.");
    folder = parent;
  }
  return folder;
}

/** Compiles the repository's seeds into its dist/catalogue. @throws SeedError that lists every problem of the seeds. */
export async function compileCatalogue(): Promise<void> {
  const root = repositoryRoot();
  const { catalogue, text } = compile(path.join(root, "seeds"));
  const target = path.join(root, "dist/catalogue");
  mkdirSync(target, { recursive: true });
  writeFileSync(path.join(target, "catalogue.json"), text);
  const manifest = {
    format: catalogue.format,
    version: catalogue.version,
    contentHash: catalogue.contentHash,
    bytes: Buffer.byteLength(text),
    parks: catalogue.parks.length,
    facts: catalogue.parks.reduce((sum, park) => sum + park.facts.length, 0),
  };
  writeFileSync(path.join(target, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  mkdirSync(path.join(target, "boundaries"), { recursive: true });
  for (const layer of LAYERS) {
    const content = JSON.stringify(compileLayer(path.join(root, "seeds"), layer));
    writeFileSync(path.join(target, "boundaries", `${layer}.json`), content);
  }
  console.log(
    `Catalogue ${manifest.version}: ${manifest.parks} parks, ${manifest.facts} facts, ${catalogue.sources.length} sources, ` +
      `${Math.round(manifest.bytes / 1000)} kB, ${manifest.contentHash.slice(0, 12)}`,
  );
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await compileCatalogue();
  } catch (error) {
    if (!(error instanceof SeedError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
