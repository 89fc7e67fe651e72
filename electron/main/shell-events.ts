/**
 * The queue of what the shell tells the app. Events wait until the app has introduced itself (so a file opened
 * before the workbench stands is not lost), and `closing` waits until the app reports that it has saved.
 */
import type { QueuedShellEvent } from "../../shared/ipc/contract";
import type { ShellEvent } from "../../shared/ipc/host";

export interface ShellEvents {
  /** Queues an event. Resolves when the app has handled it. */
  tell(event: ShellEvent): Promise<void>;
  /** The `shell:next` request: reports what is handled, waits for the next event. */
  next(handled: readonly number[]): Promise<QueuedShellEvent | null>;
  /** The app has introduced itself: it may hear more than `closing` now. */
  ready(): void;
  /** The page went away (reload, crash): answers its waiting request, delivers again what it left unhandled. */
  pageGone(): void;
  /**
   * Tells the app that the window is about to close and waits until it has handled that, for `timeoutMs` at
   * most; at once when no page listens.
   */
  closing(timeoutMs: number): Promise<"handled" | "timeout" | "nobody">;
}

export function createShellEvents(): ShellEvents {
  let lastId = 0;
  let listened = false;
  /** Parts of the app listen from the first moment on; all of it does once it has sent its preferences. */
  let introduced = false;
  const queue: QueuedShellEvent[] = [];
  const delivered = new Map<number, QueuedShellEvent>();
  const onHandled = new Map<number, () => void>();
  let waiting: ((event: QueuedShellEvent | null) => void) | null = null;

  function deliver(): void {
    if (waiting === null) return;
    const at = queue.findIndex(({ event: { type } }) => introduced || type === "closing");
    const [event] = at < 0 ? [] : queue.splice(at, 1);
    if (event === undefined) return;
    delivered.set(event.id, event);
    const answer = waiting;
    waiting = null;
    answer(event);
  }

  function tell(event: ShellEvent): Promise<void> {
    lastId += 1;
    const id = lastId;
    const handled = new Promise<void>((resolve) => onHandled.set(id, resolve));
    queue.push({ id, event });
    deliver();
    return handled;
  }

  return {
    tell,
    next(handled) {
      listened = true;
      for (const id of handled) {
        delivered.delete(id);
        onHandled.get(id)?.();
        onHandled.delete(id);
      }
      waiting?.(null);
      return new Promise((resolve) => {
        waiting = resolve;
        deliver();
      });
    },
    ready() {
      introduced = true;
      deliver();
    },
    pageGone() {
      waiting?.(null);
      waiting = null;
      listened = false;
      introduced = false;
      const unhandled = [...delivered.values()].filter(({ event }) => event.type !== "closing");
      queue.unshift(...unhandled);
      delivered.clear();
    },
    async closing(timeoutMs) {
      if (!listened) return "nobody";
      let timer: NodeJS.Timeout | undefined;
      const timeout = new Promise<"timeout">((resolve) => {
        timer = setTimeout(resolve, timeoutMs, "timeout");
      });
      const outcome = await Promise.race([tell({ type: "closing" }).then(() => "handled" as const), timeout]);
      clearTimeout(timer);
      return outcome;
    },
  };
}
