/** Runs `npm start`'s script as a real process and listens to what it prints. */
import { type ChildProcess, type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { ROOT } from "./built-app";

export interface Started {
  readonly child: ChildProcess;
  /** Everything it printed so far. */
  output(): string;
  /** The address, once it is printed; rejects when it ends without one. */
  readonly url: Promise<string>;
  /** Its exit code, null when a signal ended it. */
  readonly exit: Promise<number | null>;
}

const running: ChildProcess[] = [];

/** Starts it with these arguments, and environment variables on top of the test's own. */
export function startParkwise(args: readonly string[], env: NodeJS.ProcessEnv = {}): Started {
  return listen(
    spawn(process.execPath, ["build/start.mjs", ...args], {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    }),
  );
}

/** Starts it as a user does, `npm start -- ...`, as the first of a process group. */
export function npmStart(args: readonly string[]): Started {
  return listen(
    spawn("npm", ["start", "--", ...args], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      // A process group of its own, as a terminal gives it one.
      detached: process.platform !== "win32",
      shell: process.platform === "win32",
    }),
  );
}

function listen(child: ChildProcessByStdio<null, Readable, Readable>): Started {
  running.push(child);
  let text = "";
  const exit = new Promise<number | null>((resolve) => child.on("exit", resolve));
  const url = new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      text += chunk.toString();
      const address = /http:\/\/127\.0\.0\.1:\d+\//.exec(text)?.[0];
      if (address !== undefined) resolve(address);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    void exit.then((code) => reject(new Error(`ended with code ${code} before it printed an address:\n${text}`)));
  });
  // Not every test waits for the address.
  url.catch(() => undefined);
  return { child, output: () => text, url, exit };
}

/** Ends what a failed test left running. */
export function endStarted(): void {
  for (const child of running.splice(0)) child.kill("SIGKILL");
}
