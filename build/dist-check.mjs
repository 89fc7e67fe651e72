/**
 * `npm run dist:check`: packs the app with a stub in Electron's place and asserts what users would get - the
 * archive's file list, its size, the fuses, the licences, the configuration. Needs no download; what does
 * (the other installers) is built by the release workflow and counted here as skipped.
 */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import asar from "@electron/asar";
import { FuseState, FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import sevenZip from "7zip-bin";
import { Arch, build, Platform } from "electron-builder";
import { configuration } from "./electron-builder.config.mjs";
import { FUSES } from "./fuses.mjs";
import { collectNotices } from "./licenses.mjs";
import { root } from "./repository.mjs";

/** Most that app.asar may weigh, bytes: a jump means that something was packed by mistake. */
const ARCHIVE_BUDGET = 8 * 1024 * 1024;

/** What may be in the archive; every file must match one of these. */
const ALLOWED = [
  /^\/package\.json$/,
  /^\/dist\/electron\/(main|preload)\.cjs$/,
  /^\/dist\/renderer\/index\.html$/,
  /^\/dist\/renderer\/(icon\.svg|parkwise\.webmanifest)$/,
  /^\/dist\/renderer\/assets\/[\w.-]+\.(js|css|wasm|svg|png|woff2|json)$/,
  /^\/dist\/renderer\/catalogue\/(boundaries\/)?[\w-]+\.json$/,
];

/** What must be in it. */
const REQUIRED = [
  "/package.json",
  "/dist/electron/main.cjs",
  "/dist/electron/preload.cjs",
  "/dist/renderer/index.html",
  "/dist/renderer/catalogue/catalogue.json",
  "/dist/renderer/catalogue/manifest.json",
];

const totals = { passed: 0, failed: 0, skipped: 0 };

/**
 * @param {string} name
 * @param {() => void | Promise<void>} body throws when the assertion does not hold
 */
async function check(name, body) {
  try {
    await body();
    totals.passed += 1;
    console.log(`ok    ${name}`);
  } catch (error) {
    totals.failed += 1;
    console.log(`FAIL  ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * @param {unknown} condition
 * @param {string} message
 * @returns {asserts condition}
 */
function assert(condition, message) {
  if (!condition) throw new Error(message);
}

const folder = mkdtempSync(path.join(os.tmpdir(), "parkwise-dist-"));
try {
  await checkPackage();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed > 0 ? 1 : 0;

async function checkPackage() {
  process.chdir(root);
  const built = spawnSync(process.execPath, ["build/build.mjs", "--if-stale"], { encoding: "utf8" });
  await check("the app builds", () => assert(built.status === 0, `${built.stdout}${built.stderr}`));

  await check("the configuration fits electron-builder's schema", validateConfiguration);
  await check("the configuration and the contract name the same app and extension", () => {
    const contract = readFileSync("shared/contract.ts", "utf8");
    const named = (/** @type {string} */ name) =>
      new RegExp(`^export const ${name} = "([^"]+)";`, "m").exec(contract)?.[1];
    const [association] = /** @type {import("electron-builder").FileAssociation[]} */ (configuration.fileAssociations);
    assert(configuration.appId === named("APP_ID"), `appId ${configuration.appId}`);
    assert(association?.ext === named("DOCUMENT_EXTENSION"), `extension ${String(association?.ext)}`);
  });
  await check("every target of the three systems is configured", () => {
    const targets = Object.fromEntries(
      /** @type {const} */ (["win", "mac", "linux"]).map((system) => {
        const list = /** @type {{ target: string }[]} */ (configuration[system]?.target ?? []);
        return [system, list.map(({ target }) => target).join(" ")];
      }),
    );
    assert(targets.win === "nsis zip", String(targets.win));
    assert(targets.mac === "dmg zip", String(targets.mac));
    assert(targets.linux === "AppImage deb rpm tar.gz", String(targets.linux));
    assert(configuration.nsis?.perMachine === false, "NSIS installs per user");
    assert(configuration.mac?.hardenedRuntime === true, "hardened runtime");
  });
  await check("every file that the configuration names is there", () => {
    const files = [
      configuration.win?.icon,
      configuration.mac?.icon,
      configuration.linux?.icon,
      configuration.mac?.entitlements,
    ];
    for (const file of files) assert(typeof file === "string" && existsSync(file), `${String(file)} is missing`);
    for (const size of [16, 32, 48, 128, 256, 512]) assertPng(`build/icons/png/${size}x${size}.png`, size);
    assert(readFileSync("build/icons/icon.ico").readUInt16LE(4) === 7, "icon.ico holds 7 images");
    const icns = readFileSync("build/icons/icon.icns");
    assert(icns.toString("latin1", 0, 4) === "icns" && icns.readUInt32BE(4) === icns.length, "icon.icns is whole");
    assert(
      readFileSync("build/icons/icon.svg", "utf8") === readFileSync("renderer/public/icon.svg", "utf8"),
      "one drawing for all icons",
    );
  });

  const output = path.join(folder, "out");
  await check("the app is packed (folder and tar.gz)", () => pack(output));
  const unpacked = path.join(output, "linux-unpacked");
  const archive = path.join(unpacked, "resources/app.asar");
  if (!existsSync(archive)) return;
  const files = asar.listPackage(archive, { isPack: false }).map((name) => name.replaceAll("\\", "/"));
  const content = (/** @type {string} */ name) => asar.extractFile(archive, name.slice(1).replaceAll("/", path.sep));
  const isFolder = (/** @type {string} */ name) => files.some((other) => other.startsWith(`${name}/`));

  await check("the archive holds the app and nothing else", () => {
    const strays = files.filter((name) => !isFolder(name) && !ALLOWED.some((pattern) => pattern.test(name)));
    assert(strays.length === 0, `not wanted: ${strays.slice(0, 10).join(", ")}`);
    const missing = REQUIRED.filter((name) => !files.includes(name));
    assert(missing.length === 0, `missing: ${missing.join(", ")}`);
    assert(
      files.some((name) => /^\/dist\/renderer\/assets\/.+\.js$/.test(name)),
      "no script of the app",
    );
  });
  await check("every file that the page names is in the archive", () => {
    const page = content("/dist/renderer/index.html").toString("utf8");
    const named = [...page.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, name]) => `/dist/renderer/${name}`);
    assert(named.length > 0, "the page names no file");
    for (const name of named) assert(files.includes(name), `${name} is missing`);
    assert(
      !/<script(?![^>]*\bsrc=)/.test(page) && !/<style/.test(page) && !/\son\w+=/.test(page),
      "inline code in the page",
    );
  });
  await check("the catalogue in the archive is the compiled one", () => {
    const packed = content("/dist/renderer/catalogue/catalogue.json");
    assert(packed.equals(readFileSync("dist/catalogue/catalogue.json")), "they differ");
    const { parks, sources } = JSON.parse(packed.toString("utf8"));
    assert(parks.length > 0 && sources.length > 0, "it is empty");
  });
  await check("main and preload need nothing but Electron and Node", () => {
    for (const name of ["/dist/electron/main.cjs", "/dist/electron/preload.cjs"]) {
      const text = content(name).toString("utf8");
      const required = [...text.matchAll(/\brequire\(["'`]([^"'`]+)["'`]\)/g)].map(([, module]) => module ?? "");
      const strange = required.filter((module) => module !== "electron" && !module.startsWith("node:"));
      assert(strange.length === 0, `${name} requires ${strange.join(", ")}`);
      if (name.includes("preload"))
        assert(
          required.every((module) => module === "electron"),
          `the preload requires ${required.join(", ")}`,
        );
    }
  });
  await check("no path of this machine is in the bundles", () => {
    for (const name of files.filter((file) => /\.(cjs|js|css|html)$/.test(file))) {
      const text = content(name).toString("utf8");
      assert(!text.includes(root) && !text.includes(os.homedir() + path.sep), `${name} names a folder of this machine`);
    }
  });
  await check("the packed manifest names the entry and no scripts or development packages", () => {
    const manifest = JSON.parse(content("/package.json").toString("utf8"));
    assert(manifest.main === "dist/electron/main.cjs", `main ${manifest.main}`);
    assert(manifest.desktopName === "parkwise.desktop", `desktopName ${manifest.desktopName}`);
    assert(manifest.scripts === undefined && manifest.devDependencies === undefined, "scripts or devDependencies");
  });
  await check(
    `the archive keeps its budget (${megabytes(statSync(archive).size)} of ${megabytes(ARCHIVE_BUDGET)})`,
    () => {
      assert(statSync(archive).size <= ARCHIVE_BUDGET, "too large");
    },
  );
  await check("every fuse of the program is set as decided", async () => {
    const wire = await getCurrentFuseWire(path.join(unpacked, "parkwise"));
    for (const [name, on] of Object.entries(FUSES)) {
      const state = wire[FuseV1Options[/** @type {keyof typeof FuseV1Options} */ (name)]];
      assert(state === (on ? FuseState.ENABLE : FuseState.DISABLE), `${name} is not ${on ? "on" : "off"}`);
    }
    assert(Object.keys(wire).length - 1 === Object.keys(FUSES).length, "the program has a fuse that is not decided");
  });
  const notices = collectNotices(root);
  await check(`the licences of all ${notices.length} packages lie beside the program`, () => {
    const text = readFileSync(path.join(unpacked, "resources/licenses.txt"), "utf8");
    for (const { name, version, text: licence } of notices) {
      assert(text.includes(`\n${name} ${version} (`) && text.includes(licence.trim()), `${name} is missing`);
    }
    for (const name of ["react-dom", "dexie", "valibot"]) assert(text.includes(`\n${name} `), `${name} is missing`);
    assert(existsSync(path.join(unpacked, "LICENSE.electron.txt")), "Electron's licence is missing");
    assert(existsSync(path.join(unpacked, "LICENSES.chromium.html")), "Chromium's licences are missing");
  });
  await check("only the languages of the interface are packed", () => {
    const locales = readdirSync(path.join(unpacked, "locales")).sort().join(" ");
    assert(locales === "en-US.pak vi.pak", locales);
  });
  await check("the tar.gz holds the same program", () => {
    const name = readdirSync(output).find((file) => file.endsWith(".tar.gz"));
    assert(name !== undefined, "there is none");
    assert(/^Parkwise-\d+\.\d+\.\d+-linux-x64\.tar\.gz$/.test(name), name);
    const list = spawnSync("tar", ["-tzf", path.join(output, name)], { encoding: "utf8" });
    assert(list.status === 0, list.stderr);
    for (const file of ["/parkwise\n", "/resources/app.asar\n", "/resources/licenses.txt\n", "/resources/icon.png\n"]) {
      assert(list.stdout.includes(file), `${file.trim()} is missing`);
    }
  });
  for (const target of ["NSIS and zip (Windows)", "dmg and zip (macOS)", "AppImage, deb and rpm (Linux)"]) {
    totals.skipped += 1;
    console.log(
      `skip  ${target}: their tools or Electron's own program must be downloaded; the release workflow builds them`,
    );
  }
}

/** Validates with electron-builder's own validator, and proves that it validates. */
async function validateConfiguration() {
  const require = createRequire(import.meta.url);
  const { validateConfiguration: validate } = require(
    require.resolve("app-builder-lib/out/util/config/config", {
      paths: [require.resolve("electron-builder/package.json")],
    }),
  );
  const debug = { isEnabled: false, add() {} };
  await validate({ ...configuration }, debug);
  const wrong = await validate({ ...configuration, nsis: { oneClick: "no" } }, debug).then(
    () => false,
    () => true,
  );
  assert(wrong, "the validator accepts a wrong configuration");
}

/** @param {string} output */
async function pack(output) {
  const electronDist = stubElectron();
  const { version } = JSON.parse(readFileSync("node_modules/electron/package.json", "utf8"));
  if (process.platform !== "win32") chmodSync(sevenZip.path7za, 0o755);
  process.env.ELECTRON_BUILDER_7ZIP_PATH = sevenZip.path7za;
  const { directories, ...rest } = configuration;
  await build({
    projectDir: root,
    publish: "never",
    targets: Platform.LINUX.createTarget(["dir", "tar.gz"], Arch.x64),
    config: { ...rest, electronDist, electronVersion: version, directories: { ...directories, output } },
  });
}

/** A folder that looks like an Electron download; its program is a text with the fuse wire of Electron 45. */
function stubElectron() {
  const dist = path.join(folder, "electron");
  mkdirSync(path.join(dist, "resources"), { recursive: true });
  mkdirSync(path.join(dist, "locales"));
  const wire = `dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001\u0009101100111`;
  writeFileSync(path.join(dist, "electron"), `#!/bin/sh\n# ${wire} \nexit 0\n`, { mode: 0o755 });
  writeFileSync(path.join(dist, "version"), "45.4.1");
  writeFileSync(path.join(dist, "LICENSE"), "Electron's licence");
  writeFileSync(path.join(dist, "LICENSES.chromium.html"), "Chromium's licences");
  for (const locale of ["en-US", "de", "vi"]) writeFileSync(path.join(dist, `locales/${locale}.pak`), "");
  return dist;
}

/**
 * @param {string} file
 * @param {number} size
 */
function assertPng(file, size) {
  const data = readFileSync(file);
  assert(data.toString("latin1", 1, 4) === "PNG", `${file} is no PNG`);
  assert(data.readUInt32BE(16) === size && data.readUInt32BE(20) === size, `${file} is not ${size} pixels`);
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
