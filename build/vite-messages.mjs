/**
 * Turns `shared/messages/<locale>/<area>.json` (a flat object of key -> ICU message) into a module of
 * compiled messages, so that no message parser reaches the user and a bad message stops the build with
 * its file and key. Active in the app's build, in the bundles for Node and in the tests.
 *
 * `virtual:messages/<locale>` is a whole language in one module (area -> messages): one request, and one line
 * in the first script instead of one for each file.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { compileMessageOrThrow } from "@lingui/message-utils/compileMessage";
import { root } from "./repository.mjs";

const MESSAGE_FILE = /[/\\]shared[/\\]messages[/\\]([\w-]+)[/\\]([\w-]+)\.json$/;
const VIRTUAL_PREFIX = "\0messages:";
const LANGUAGE = /^virtual:messages\/([\w-]+)$/;
const LANGUAGE_PREFIX = "\0language:";

/**
 * Compiles the text of one message file.
 * @param {string} text the JSON text
 * @param {string} name the file's name for error messages
 * @returns {Record<string, unknown>} key -> compiled message
 * @throws {Error} naming the file, and the key where there is one
 */
export function compileMessageFile(text, name) {
  let messages;
  try {
    messages = JSON.parse(text);
  } catch (error) {
    throw new Error(`${name}: not JSON: ${messageOf(error)}`);
  }
  if (messages === null || typeof messages !== "object" || Array.isArray(messages)) {
    throw new Error(`${name}: must be one flat object of key -> message`);
  }
  /** @type {Record<string, unknown>} */
  const compiled = {};
  for (const [key, message] of Object.entries(messages)) {
    if (typeof message !== "string") throw new Error(`${name}: "${key}" must be a string`);
    try {
      const tokens = compileMessageOrThrow(message);
      requireOther(tokens);
      compiled[key] = tokens;
    } catch (error) {
      throw new Error(`${name}: "${key}" is not a valid ICU message: ${messageOf(error)}`);
    }
  }
  const doubled = firstDoubledKey(text, Object.keys(messages));
  if (doubled !== null) throw new Error(`${name}: "${doubled}" stands there twice`);
  return compiled;
}

/**
 * ICU asks for an "other" in every plural and select; the parser lets it be forgotten, and the user would
 * then see nothing.
 * @param {unknown} tokens
 */
function requireOther(tokens) {
  if (!Array.isArray(tokens)) return;
  for (const token of tokens) {
    if (!Array.isArray(token)) continue;
    const [name, kind, choices] = token;
    if (choices === null || typeof choices !== "object") continue;
    if (!("other" in choices)) throw new Error(`${kind} of "${name}" lacks "other"`);
    for (const choice of Object.values(choices)) requireOther(choice);
  }
}

/**
 * JSON.parse keeps the last of two equal keys in silence; a flat file lets us count them.
 * @param {string} text
 * @param {readonly string[]} keys
 * @returns {string | null}
 */
function firstDoubledKey(text, keys) {
  const written = text.match(/^\s*"(?:[^"\\]|\\.)*"\s*:/gm) ?? [];
  if (written.length <= keys.length) return null;
  const seen = new Set();
  for (const line of written) {
    const key = JSON.parse(line.slice(0, line.lastIndexOf(":")));
    if (seen.has(key)) return key;
    seen.add(key);
  }
  return null;
}

/**
 * The Vite (and rolldown) plugin.
 * @returns {import("vite").Plugin}
 */
export function messages() {
  return {
    name: "parkwise-messages",
    enforce: "pre",
    async resolveId(source, importer, options) {
      const language = LANGUAGE.exec(source)?.[1];
      if (language !== undefined) return `${LANGUAGE_PREFIX}${language}`;
      if (!source.endsWith(".json")) return null;
      const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
      const file = resolved?.id.split("?")[0];
      if (file === undefined || !MESSAGE_FILE.test(file)) return null;
      // An id that does not end in .json keeps the bundler's own JSON handling away.
      return `${VIRTUAL_PREFIX}${file.slice(0, -".json".length)}`;
    },
    load(id) {
      if (id.startsWith(LANGUAGE_PREFIX)) {
        const folder = path.join(root, "shared/messages", id.slice(LANGUAGE_PREFIX.length));
        const areas = Object.fromEntries(
          readdirSync(folder)
            .filter((name) => name.endsWith(".json"))
            .sort()
            .map((name) => {
              const file = path.join(folder, name);
              this.addWatchFile(file);
              const compiled = compileMessageFile(readFileSync(file, "utf8"), path.relative(process.cwd(), file));
              return [name.slice(0, -".json".length), compiled];
            }),
        );
        return { code: `export default ${JSON.stringify(areas)};\n`, moduleType: "js", map: null };
      }
      if (!id.startsWith(VIRTUAL_PREFIX)) return null;
      const file = `${id.slice(VIRTUAL_PREFIX.length)}.json`;
      this.addWatchFile(file);
      const compiled = compileMessageFile(readFileSync(file, "utf8"), path.relative(process.cwd(), file));
      return { code: `export default ${JSON.stringify(compiled)};\n`, moduleType: "js", map: null };
    },
  };
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
