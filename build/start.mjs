/**
 * `npm start`: installs what is missing, builds what is stale, and opens Parkwise: in Electron where
 * that can be had, else as an app window of an installed browser, served from this machine alone.
 * Plain Node, no dependencies: it is the first thing that runs in a fresh clone.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { findBrowser, hasDisplay, quietSwitches } from "./browsers.mjs";
import { obtainElectron } from "./electron-binary.mjs";
import { freshBuild, hashInputs } from "./freshness.mjs";
import { installPackages, missingPackages } from "./install.mjs";
import { readContract, root } from "./repository.mjs";
import { probe, startServer } from "./server.mjs";

const contract = readContract();

const HELP = `Usage: npm start -- [options]

Opens Parkwise: in Electron where its program is present or can be downloaded, else as an app window
of an installed browser (Chromium, Chrome, Edge or Brave), served from this machine alone.

  --browser           do not look for Electron
  --no-open           serve, print the address, open nothing
  --port PORT         port of the address (default ${contract.port}); 0 takes a free one.
                      The data belong to the address: another port is another, empty database
  --profile-dir DIR   folder for the browser's profile and so for the data
                      (default ${defaultProfile()})
  --help              this text`;

/** @typedef {{ browser: boolean, open: boolean, port: number, profile: string | null }} Options */

/** Processes to end when this one ends. @type {Set<import("node:child_process").ChildProcess>} */
const children = new Set();

/** Set while the app runs: then Ctrl-C is the ordinary way to end it. */
let running = false;
let quitting = false;

await main();

async function main() {
  const options = readOptions(process.argv.slice(2));
  // A closed terminal ends the window; a server without one may go on (nohup).
  for (const signal of /** @type {NodeJS.Signals[]} */ (["SIGINT", "SIGTERM", ...(options.open ? ["SIGHUP"] : [])])) {
    process.on(signal, () => quit(running ? 0 : 130));
  }
  if (process.env.npm_lifecycle_event !== undefined) endWithParent();
  try {
    const build = await prepare();
    if (options.browser || !(await openElectron(options))) await openTwin(options, build);
  } catch (error) {
    console.error(`Parkwise did not start: ${error instanceof Error ? error.message : String(error)}`);
    await quit(1);
  }
}

/**
 * Reads the command line; ends with status 2 and a message when it is not understood.
 * @param {string[]} args
 * @returns {Options}
 */
function readOptions(args) {
  /** @param {string} message @returns {never} */
  const refuse = (message) => {
    console.error(`${message}\n\n${HELP}`);
    process.exit(2);
  };
  let values;
  try {
    values = parseArgs({
      args,
      options: {
        browser: { type: "boolean" },
        "no-open": { type: "boolean" },
        port: { type: "string" },
        "profile-dir": { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    return refuse(/** @type {Error} */ (error).message);
  }
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  const port = values.port ?? String(contract.port);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    refuse(`--port must be a number from 0 to 65535, not "${port}".`);
  if (values["profile-dir"] === "") refuse("--profile-dir needs the name of a folder.");
  return {
    // There is nothing to print an address of in Electron.
    browser: Boolean(values.browser || values["no-open"]),
    open: !values["no-open"],
    port: Number(port),
    profile: values["profile-dir"] === undefined ? null : path.resolve(values["profile-dir"]),
  };
}

/**
 * Installs and builds as needed.
 * @returns {Promise<string>} id of the build in dist/
 */
async function prepare() {
  const missing = missingPackages();
  if (missing.length > 0) {
    console.log(`Installing ${missing.length} packages...`);
    await installPackages(track);
  }
  const inputs = hashInputs();
  const fresh = freshBuild(inputs);
  if (fresh !== null) return fresh;
  console.log("Building...");
  const started = Date.now();
  const code = await run(process.execPath, [path.join(root, "build/build.mjs"), "--if-stale"]);
  if (code !== 0) throw new Error("the build failed; its message is above");
  console.log(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
  // Whoever edits while it builds gets what was there when the build began.
  const built = freshBuild(null);
  if (built === null) throw new Error("another build is changing dist/; start again when it is done");
  return built;
}

/**
 * Opens the desktop app and stays until it ends.
 * @param {Options} options
 * @returns {Promise<boolean>} false when Electron cannot be had or does not start here
 */
async function openElectron(options) {
  if (!hasDisplay()) return false;
  const electron = await obtainElectron(track);
  if ("reason" in electron) {
    console.log(`Electron is not available (${electron.reason}); opening Parkwise in a browser's app window instead.`);
    return false;
  }
  const asRoot = process.platform === "linux" && process.getuid?.() === 0;
  const args = [
    ...(asRoot ? ["--no-sandbox"] : []),
    ...(options.profile === null ? [] : [`--user-data-dir=${options.profile}`]),
    root,
  ];
  running = true;
  const started = Date.now();
  const code = await run(electron.program, args);
  if (code !== 0 && Date.now() - started < 5000) {
    running = false;
    console.log(
      `Electron does not start here (exit code ${code}); opening Parkwise in a browser's app window instead.`,
    );
    return false;
  }
  await quit(code);
  return true;
}

/**
 * Serves the app and opens it in a browser.
 * @param {Options} options
 * @param {string} build
 */
async function openTwin(options, build) {
  const url = (await reuse(options.port, build)) ?? (await serve(options.port, build));
  running = true;
  console.log(`Parkwise is at ${url.address}`);
  if (options.port !== contract.port) {
    console.log(`Port ${url.port} has a database of its own; your usual one is at port ${contract.port}.`);
  }
  const end = url.ours ? "Ctrl-C ends it." : "";
  if (!options.open) return say(end);
  const browser = hasDisplay() ? findBrowser() : null;
  if (browser === null) {
    console.log(
      hasDisplay()
        ? "No Chromium-family browser was found: open the address in one, or name it in PARKWISE_BROWSER."
        : "There is no display here: open the address in a browser of this machine.",
    );
    await printBestSites();
    return say(end);
  }
  const profile = options.profile ?? defaultProfile();
  mkdirSync(profile, { recursive: true });
  say(end);
  const opened = Date.now();
  const code = await run(
    browser,
    [`--app=${url.address}`, `--user-data-dir=${profile}`, "--window-size=1440,900", ...quietSwitches()],
    "ignore",
  );
  // A browser that already runs on this profile takes the window over, and the new process ends at once.
  if (Date.now() - opened < 5000 && url.ours) {
    if (code === 0) return say("The window belongs to a browser that was already open.");
    return say(`${browser} ended with code ${code}: open the address yourself.`);
  }
  await quit(code === 0 || running ? 0 : code);
}

/** @typedef {{ address: string, port: number, ours: boolean }} Served */

/**
 * The Parkwise that already answers at this port, if it does.
 * @param {number} port
 * @param {string} build
 * @returns {Promise<Served | null>}
 */
async function reuse(port, build) {
  const other = port === 0 ? null : await probe(port);
  if (other === null) return null;
  console.log(
    other.build === build
      ? "Parkwise is already running; opening that one."
      : `Another build of Parkwise (${other.build}) is already running; end it to see this one (${build}).`,
  );
  return { address: `http://127.0.0.1:${port}/`, port, ours: false };
}

/**
 * @param {number} port
 * @param {string} build
 * @returns {Promise<Served>}
 */
async function serve(port, build) {
  try {
    const server = await startServer({ folder: path.join(root, "dist/renderer"), port, buildId: build });
    return { address: server.url, port: server.port, ours: true };
  } catch (error) {
    const code = /** @type {NodeJS.ErrnoException} */ (error).code;
    if (code !== "EADDRINUSE" && code !== "EACCES") throw error;
    const why = code === "EADDRINUSE" ? "is taken by another program" : "may not be used by this account";
    throw new Error(
      `port ${port} ${why}. End that program, or name another port with --port. ` +
        "Your data belong to the address: at another port Parkwise shows another, empty database " +
        "(carry your data over with export and import).",
    );
  }
}

/** Prints the ten best sites of the first preset, for a machine without a display. */
async function printBestSites() {
  const ranker = path.join(root, "dist/cli/rank.mjs");
  if (!existsSync(ranker)) return;
  const code = await run(process.execPath, [ranker, "--preset", "electronics", "--top", "10", "--format", "table"]);
  if (code !== 0) console.error("The ten best sites could not be listed; the message is above.");
}

/** Folder of the browser's profile: where Electron keeps its data on this system, and a folder in it. */
function defaultProfile() {
  const home = os.homedir();
  const base =
    process.platform === "win32"
      ? (process.env.APPDATA ?? path.join(home, "AppData/Roaming"))
      : process.platform === "darwin"
        ? path.join(home, "Library/Application Support")
        : process.env.XDG_CONFIG_HOME || path.join(home, ".config");
  return path.join(base, contract.userDataFolder, contract.browserProfileFolder);
}

/**
 * Runs a program to its end.
 * @param {string} program
 * @param {string[]} args
 * @param {"inherit" | "ignore"} [output] where its output goes
 * @returns {Promise<number>} its exit code
 */
function run(program, args, output = "inherit") {
  const child = spawn(program, args, { cwd: root, stdio: ["ignore", output, output] });
  track(child);
  return new Promise((resolve, reject) => {
    child.on("error", (error) => reject(new Error(`${program} could not be started: ${error.message}`)));
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

/** @param {import("node:child_process").ChildProcess} child */
function track(child) {
  children.add(child);
  child.on("exit", () => children.delete(child));
}

/**
 * Ends everything that was started, then this process.
 * @param {number} code
 */
async function quit(code) {
  if (quitting) return;
  quitting = true;
  await Promise.all([...children].map(endChild));
  process.exit(code);
}

/**
 * npm runs this script through a shell. A signal that is sent to npm alone ends npm, and with luck that
 * shell, but never arrives here: all that shows is that a parent is gone.
 */
function endWithParent() {
  const ancestors = parents();
  setInterval(() => {
    if (parents() !== ancestors) quit(0);
  }, 300).unref();
}

/** The parent's process id, and where the system tells it (Linux) that one's parent's. */
function parents() {
  try {
    // "pid (name) state ppid ...", where the name may hold anything.
    const status = readFileSync(`/proc/${process.ppid}/stat`, "utf8");
    return `${process.ppid} ${status.slice(status.lastIndexOf(")") + 2).split(" ")[1]}`;
  } catch {
    return String(process.ppid);
  }
}

/**
 * Asks a process to end, and makes it after three seconds.
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<void>}
 */
function endChild(child) {
  return new Promise((resolve) => {
    child.on("exit", () => resolve());
    if (process.platform === "win32") spawn("taskkill", ["/pid", String(child.pid), "/T", "/F"], { stdio: "ignore" });
    else child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), 3000).unref();
    setTimeout(resolve, 4000).unref();
  });
}

/** @param {string} line */
function say(line) {
  if (line !== "") console.log(line);
}
