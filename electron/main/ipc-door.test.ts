import { expect, it, vi } from "vitest";
import { ARGUMENT_SCHEMAS, CHANNELS } from "../../shared/ipc/contract";
import { HostError } from "../../shared/ipc/host-error";
import { answerRequest, type Handlers, openDoor, type SenderFrame } from "./ipc-door";

const own = { url: "app://parkwise/", parent: null } as SenderFrame;

function handlers(change: Partial<Handlers> = {}): Handlers {
  return { ...Object.fromEntries(CHANNELS.map((channel) => [channel, () => null])), ...change } as Handlers;
}

it("has under a dozen channels, each with a validator", () => {
  expect(CHANNELS.length).toBeLessThan(12);
  const registered: string[] = [];
  openDoor(handlers(), () => {}, { handle: (channel) => void registered.push(channel) });
  expect(registered.sort()).toEqual(Object.keys(ARGUMENT_SCHEMAS).sort());
});

it("asks the sender before the arguments, and the arguments before the handler", async () => {
  const handler = vi.fn(async () => null);
  const door = handlers({ "mirror:read": handler });
  const subFrame = { url: "app://parkwise/", parent: own } as unknown as SenderFrame;
  expect(await answerRequest("mirror:read", subFrame, [{}], door, () => {})).toMatchObject({
    ok: false,
    message: expect.stringMatching(/\[refused\]$/),
  });
  for (const bad of [[], [1], ["../x"], ["A"], ["a", "b"], [undefined]]) {
    expect(await answerRequest("mirror:read", own, bad, door, () => {})).toMatchObject({
      ok: false,
      message: expect.stringMatching(/\[invalid-arguments\]$/),
    });
  }
  expect(handler).not.toHaveBeenCalled();
  expect(await answerRequest("mirror:read", own, ["current"], door, () => {})).toEqual({ ok: true, value: null });
});

it("passes on the words of a known failure, and of an unknown one only to the log", async () => {
  const log = vi.fn();
  const known = handlers({
    "app:info": () => {
      throw new HostError("disk-full", "The disk is full.");
    },
  });
  expect(await answerRequest("app:info", own, [], known, log)).toEqual({
    ok: false,
    message: "The disk is full. [disk-full]",
  });
  const unknown = handlers({
    "app:info": () => {
      throw new TypeError("/home/someone/secret");
    },
  });
  const answer = await answerRequest("app:info", own, [], unknown, log);
  expect(answer).toMatchObject({ ok: false, message: expect.stringMatching(/\[failed\]$/) });
  expect(JSON.stringify(answer)).not.toContain("secret");
  expect(log).toHaveBeenLastCalledWith(expect.stringContaining("secret"));
});

it.each([
  [
    "file:save",
    [{ suggestedName: "a.csv", mimeType: "text/csv", extension: "csv", description: "CSV", data: new Uint8Array(2) }],
    true,
  ],
  [
    "file:save",
    [{ suggestedName: "..", mimeType: "text/csv", extension: "csv", description: "CSV", data: new Uint8Array(2) }],
    false,
  ],
  [
    "file:save",
    [{ suggestedName: "a/b.csv", mimeType: "text/csv", extension: "csv", description: "CSV", data: new Uint8Array(2) }],
    false,
  ],
  [
    "file:save",
    [
      {
        suggestedName: "a\\b.csv",
        mimeType: "text/csv",
        extension: "csv",
        description: "CSV",
        data: new Uint8Array(2),
      },
    ],
    false,
  ],
  [
    "file:save",
    [{ suggestedName: "a.csv", mimeType: "text/csv", extension: "../x", description: "CSV", data: new Uint8Array(2) }],
    false,
  ],
  [
    "file:save",
    [{ suggestedName: "a.csv", mimeType: "text/csv", extension: "csv", description: "CSV", data: "text" }],
    false,
  ],
  [
    "file:save",
    [
      {
        suggestedName: "a.csv",
        mimeType: "text/csv",
        extension: "csv",
        description: "CSV",
        data: new Uint8Array(2),
        path: "/etc/passwd",
      },
    ],
    false,
  ],
  ["file:open", [{ extensions: ["csv", "parkwise"], description: "", maxBytes: 10 }], true],
  ["file:open", [{ extensions: [], description: "", maxBytes: 10 }], false],
  ["file:open", [{ extensions: ["csv"], description: "", maxBytes: Number.POSITIVE_INFINITY }], false],
  ["source:open", ["https://example.org/"], true],
  ["source:open", ["x".repeat(3000)], false],
  ["page:print", [{ suggestedName: "báo cáo.pdf", landscape: true }], true],
  ["preferences:set", [{ locale: "vi", theme: "dark", menuLabels: { undo: "Hoàn tác" }, userSourceUrls: [] }], true],
  ["preferences:set", [{ locale: "vi; rm", theme: "dark", menuLabels: {}, userSourceUrls: [] }], false],
  ["shell:next", [[1, 2]], true],
  ["shell:next", [["1"]], false],
] as const)("%s %j valid: %s", async (channel, args, valid) => {
  const answer = await answerRequest(channel, own, args, handlers(), () => {});
  expect(answer.ok).toBe(valid);
});
