/**
 * The stand-in's code that runs inside the page: a codec and two peers, one in the page's own world and one in
 * the isolated world of the preload. They talk through DOM events that carry strings, so no object of one
 * world is ever reachable from the other. The functions here are sent to Chromium as text: each must stand
 * alone.
 */

export interface Codec {
  /** Plain data as text; functions and promises only where a peer exports them. */
  encode(value: unknown, exportValue?: (value: object) => object | null): unknown;
  decode(value: unknown, importValue?: (value: { $: string; id: number }) => unknown): unknown;
}

/** Values <-> JSON: what structured clone carries of the contract's types, and `Uint8Array` as base64. */
export function makeCodec(): Codec {
  const toBase64 = (bytes: Uint8Array) => {
    let text = "";
    for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    return btoa(text);
  };
  const fromBase64 = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

  function encode(value: unknown, exportValue?: (value: object) => object | null): unknown {
    if (value === null || typeof value === "string" || typeof value === "boolean") return value;
    if (value === undefined) return { $: "undefined" };
    if (typeof value === "number") return Number.isFinite(value) ? value : { $: "number", text: String(value) };
    if (typeof value !== "object" && typeof value !== "function") throw new Error("An object could not be cloned.");
    const exported = exportValue?.(value) ?? null;
    if (exported !== null) return exported;
    if (typeof value === "function") throw new Error("An object could not be cloned.");
    if (value instanceof Uint8Array) return { $: "bytes", text: toBase64(value) };
    if (value instanceof Error) return { $: "error", text: value.message };
    if (Array.isArray(value)) return value.map((item) => encode(item, exportValue));
    const entries = Object.entries(value).map(([key, item]) => [key, encode(item, exportValue)]);
    return { $: "object", value: Object.fromEntries(entries) };
  }

  function decode(value: unknown, importValue?: (value: { $: string; id: number }) => unknown): unknown {
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map((item) => decode(item, importValue));
    const tagged = value as { $: string; id: number; text: string; value: Record<string, unknown> };
    switch (tagged.$) {
      case "undefined":
        return undefined;
      case "number":
        return Number(tagged.text);
      case "bytes":
        return fromBase64(tagged.text);
      case "error":
        return new Error(tagged.text);
      case "object":
        return Object.fromEntries(Object.entries(tagged.value).map(([key, item]) => [key, decode(item, importValue)]));
      default:
        if (importValue === undefined) throw new Error(`Unknown value ${tagged.$}`);
        return importValue(tagged);
    }
  }

  return { encode, decode };
}

/** The page's half and the preload's half of the bridge are the same peer with the two event names swapped. */
export function makePeer(codec: Codec, sendName: string, receiveName: string) {
  type Message = { type: string; id: number; fn: number; ok: boolean; value: unknown; name: string };
  type Callable = (...args: unknown[]) => unknown;
  type Settle = { resolve: (value: unknown) => void; reject: (error: unknown) => void };
  const exported = new Map<number, Callable>();
  const replies = new Map<number, Message>();
  const promises = new Map<number, Settle>();
  const exposed = new Map<string, (value: unknown) => void>();
  // The page may patch its own prototypes; what the bridge needs is taken before it can.
  const { dispatchEvent, addEventListener, CustomEvent: Custom } = window;
  let last = 0;

  const send = (message: Partial<Message>) => {
    dispatchEvent.call(window, new Custom(sendName, { detail: JSON.stringify(message) }));
  };

  function exportValue(value: object): object | null {
    if (typeof value === "function") {
      last += 1;
      exported.set(last, value as Callable);
      return { $: "function", id: last };
    }
    if (value instanceof Promise) {
      last += 1;
      const id = last;
      value.then(
        (result: unknown) => send({ type: "settle", id, ok: true, value: codec.encode(result, exportValue) }),
        (error: unknown) => send({ type: "settle", id, ok: false, value: codec.encode(asError(error)) }),
      );
      return { $: "promise", id };
    }
    return null;
  }

  function importValue({ $, id }: { $: string; id: number }): unknown {
    if ($ === "promise") return new Promise((resolve, reject) => promises.set(id, { resolve, reject }));
    return (...args: unknown[]) => {
      last += 1;
      const call = last;
      send({ type: "call", id: call, fn: id, value: codec.encode(args, exportValue) });
      const reply = replies.get(call);
      replies.delete(call);
      if (reply === undefined) throw new Error("The bridge did not answer");
      const value = codec.decode(reply.value, importValue);
      if (!reply.ok) throw value;
      return value;
    };
  }

  const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));

  addEventListener.call(window, receiveName, (event) => {
    const message = JSON.parse((event as CustomEvent<string>).detail) as Message;
    if (message.type === "call") {
      try {
        const args = codec.decode(message.value, importValue) as unknown[];
        const result = exported.get(message.fn)?.(...args);
        send({ type: "reply", id: message.id, ok: true, value: codec.encode(result, exportValue) });
      } catch (error) {
        send({ type: "reply", id: message.id, ok: false, value: codec.encode(asError(error)) });
      }
    } else if (message.type === "reply") {
      replies.set(message.id, message);
    } else if (message.type === "settle") {
      const promise = promises.get(message.id);
      promises.delete(message.id);
      const value = codec.decode(message.value, importValue);
      if (message.ok) promise?.resolve(value);
      else promise?.reject(value);
    } else if (message.type === "expose") {
      exposed.get("*")?.({ name: message.name, value: codec.decode(message.value, importValue) });
    }
  });

  return {
    expose: (name: string, value: unknown) => send({ type: "expose", name, value: codec.encode(value, exportValue) }),
    onExposed: (listener: (item: { name: string; value: unknown }) => void) => {
      exposed.set("*", (item) => listener(item as { name: string; value: unknown }));
    },
  };
}

/** In the page's world: puts what the preload exposes on `window`, frozen and not replaceable. */
export function runPageWorld(peer: ReturnType<typeof makePeer>): void {
  const frozen = (value: unknown): unknown => {
    if (value !== null && typeof value === "object") for (const item of Object.values(value)) frozen(item);
    return Object.freeze(value);
  };
  peer.onExposed(({ name, value }) => {
    Object.defineProperty(window, name, { value: frozen(value), enumerable: true });
  });
}

/** In the preload's world: `require("electron")` and nothing else, then the preload itself. */
export function runPreloadWorld(
  codec: Codec,
  peer: ReturnType<typeof makePeer>,
  bindingName: string,
  preload: (require: (name: string) => unknown, module: object, exports: object) => void,
): void {
  const scope = globalThis as unknown as Record<string, (text: string) => void>;
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let last = 0;
  scope.electronStandinReply = (text) => {
    const reply = JSON.parse(text) as { id: number; ok: boolean; value: unknown };
    const call = waiting.get(reply.id);
    waiting.delete(reply.id);
    const value = codec.decode(reply.value);
    if (reply.ok) call?.resolve(value);
    else call?.reject(value as Error);
  };
  const missing = (owner: string, members: object) =>
    new Proxy(members, {
      get(target, member, receiver) {
        if (typeof member === "string" && !(member in target))
          throw new Error(`The stand-in has no ${owner}.${member}`);
        return Reflect.get(target, member, receiver) as unknown;
      },
    });
  const electron = missing("electron", {
    contextBridge: missing("contextBridge", {
      exposeInMainWorld: (name: string, api: unknown) => peer.expose(name, api),
    }),
    ipcRenderer: missing("ipcRenderer", {
      invoke: (channel: string, ...args: unknown[]) =>
        new Promise((resolve, reject) => {
          last += 1;
          waiting.set(last, { resolve, reject });
          scope[bindingName]?.(JSON.stringify({ id: last, channel, args: codec.encode(args) }));
        }),
    }),
  });
  const module = { exports: {} };
  const require = (name: string) => {
    if (name === "electron") return electron;
    throw new Error(`module not found: ${name}`);
  };
  preload(require, module, module.exports);
}

/** The two init scripts of a document, the page's first. */
export function documentScripts(preload: string, bindingName: string): { page: string; preload: string } {
  const topFrameOnly = (body: string) => `(() => { if (window.top !== window) return;\n${body}\n})();`;
  const codec = `const codec = (${makeCodec.toString()})();`;
  const peer = (send: string, receive: string) =>
    `const peer = (${makePeer.toString()})(codec, "standin-${send}", "standin-${receive}");`;
  return {
    page: topFrameOnly(`${codec}${peer("to-preload", "to-page")}(${runPageWorld.toString()})(peer);`),
    preload: topFrameOnly(
      `${codec}${peer("to-page", "to-preload")}(${runPreloadWorld.toString()})(codec, peer, ${JSON.stringify(bindingName)},` +
        `(require, module, exports) => {\n${preload}\n});`,
    ),
  };
}
