import { expect, it } from "vitest";
import { createShellEvents, type ShellEvents } from "./shell-events";

/** Events of an app that has introduced itself. */
function introduced(): ShellEvents {
  const events = createShellEvents();
  events.ready();
  return events;
}

const command = (name: string) => ({ type: "command", command: name }) as const;

it("keeps events until the app asks, in order", async () => {
  const events = introduced();
  void events.tell(command("a"));
  void events.tell(command("b"));
  const first = await events.next([]);
  expect(first?.event).toEqual(command("a"));
  expect((await events.next([first?.id ?? 0]))?.event).toEqual(command("b"));
});

it("answers an older request with null when a newer one comes", async () => {
  const events = introduced();
  const older = events.next([]);
  const newer = events.next([]);
  expect(await older).toBeNull();
  void events.tell(command("a"));
  expect((await newer)?.event).toEqual(command("a"));
});

it("tells when an event is handled", async () => {
  const events = introduced();
  let handled = false;
  const told = events.tell(command("a")).then(() => {
    handled = true;
  });
  const event = await events.next([]);
  await Promise.resolve();
  expect(handled).toBe(false);
  void events.next([event?.id ?? 0]);
  await told;
  expect(handled).toBe(true);
});

it("delivers again what a page that went away had not handled, but for its closing", async () => {
  const events = introduced();
  void events.tell(command("a"));
  await events.next([]);
  const waiting = events.next([]);
  events.pageGone();
  expect(await waiting).toBeNull();
  events.ready();
  expect((await events.next([]))?.event).toEqual(command("a"));
});

it("tells an app that has not introduced itself of its closing only", async () => {
  const events = createShellEvents();
  void events.tell(command("a"));
  const waiting = events.next([]);
  void events.closing(10);
  expect((await waiting)?.event).toEqual({ type: "closing" });
  const next = events.next([]);
  events.ready();
  expect((await next)?.event).toEqual(command("a"));
});

it("waits on closing for the app, not longer than the timeout, and not at all when nobody listens", async () => {
  const events = introduced();
  expect(await events.closing(10_000)).toBe("nobody");
  const waiting = events.next([]);
  const closing = events.closing(10_000);
  const event = await waiting;
  expect(event?.event).toEqual({ type: "closing" });
  void events.next([event?.id ?? 0]);
  expect(await closing).toBe("handled");
  expect(await events.closing(5)).toBe("timeout");
  events.pageGone();
  expect(await events.closing(10_000)).toBe("nobody");
});
