/**
 * The one door between page and main, and the only importer of ipcMain. No handler can forget a check: each
 * request passes the sender's test and the channel's validator before its handler is called.
 */
import { type IpcMain, type IpcMainInvokeEvent, ipcMain } from "electron";
import * as v from "valibot";
import {
  type Answer,
  ARGUMENT_SCHEMAS,
  CHANNELS,
  type Channel,
  type Reply,
  type RequestArguments,
} from "../../shared/ipc/contract";
import { HostError } from "../../shared/ipc/host-error";
import { isAppUrl } from "./app-url";

/** Channel -> what main does; arguments are validated already. */
export type Handlers = {
  readonly [K in Channel]: (...args: RequestArguments<K>) => Reply<K> | Promise<Reply<K>>;
};

/** What the check looks at in a sender's frame. */
export type SenderFrame = Pick<NonNullable<IpcMainInvokeEvent["senderFrame"]>, "url" | "parent">;

/** Opens every channel of the contract. */
export function openDoor(
  handlers: Handlers,
  log: (line: string) => void,
  door: Pick<IpcMain, "handle"> = ipcMain,
): void {
  for (const channel of CHANNELS) {
    door.handle(channel, (event, ...args: unknown[]) => answerRequest(channel, event.senderFrame, args, handlers, log));
  }
}

/** True for the main frame of the app's own page, and for nothing else. */
export function isTrustedSender(frame: SenderFrame | null): boolean {
  return frame !== null && frame.parent === null && isAppUrl(frame.url);
}

/** One request from check to answer. Never rejects: a failure is an answer, in words the app can show. */
export async function answerRequest<K extends Channel>(
  channel: K,
  frame: SenderFrame | null,
  args: readonly unknown[],
  handlers: Handlers,
  log: (line: string) => void,
): Promise<Answer<Reply<K>>> {
  try {
    if (!isTrustedSender(frame)) {
      throw new HostError("refused", "This request does not come from the app's own window and was refused");
    }
    const parsed = v.safeParse(ARGUMENT_SCHEMAS[channel], args);
    if (!parsed.success) {
      const where = v.getDotPath(parsed.issues[0]) ?? "its arguments";
      throw new HostError("invalid-arguments", `${channel}: ${where}: ${parsed.issues[0].message}`);
    }
    return { ok: true, value: await handlers[channel](...parsed.output) };
  } catch (error) {
    const failure =
      error instanceof HostError
        ? error
        : new HostError("failed", "Something went wrong in the shell; its log file says more");
    log(
      `${channel} failed: ${String(error instanceof HostError ? error.message : ((error as Error)?.stack ?? error))}`,
    );
    return { ok: false, message: failure.message };
  }
}
