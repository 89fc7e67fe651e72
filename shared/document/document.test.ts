import { createHash } from "node:crypto";
import path from "node:path";
import { toJsonSchema } from "@valibot/to-json-schema";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { profileOf, shortlistOf } from "../../tests/support/user-data";
import {
  canonicalJson,
  countsOf,
  type DocumentBody,
  DocumentError,
  documentSchema,
  EMPTY_BODY,
  parseDocument,
  serializeDocument,
} from "./document";
import type { Json } from "./schema";

const BODY: DocumentBody = {
  ...EMPTY_BODY,
  profiles: [profileOf("p1", "Điện tử")],
  shortlists: [shortlistOf("s1"), shortlistOf("s2", "Hải Phòng 😀")],
  settings: { locale: "vi", "ranking.columns": { order: ["rank", "site"], "10": 1, "9": 2 } },
};
const HEADER = { kind: "export", createdAt: "2026-11-21T10:00:00.000Z", appVersion: "0.1.0" } as const;
const TEXT = serializeDocument(BODY, HEADER);

type Loose = Record<string, unknown> & { body: Record<string, unknown> & { shortlists: Record<string, unknown>[] } };
/** The document changed by hand and given the right checksum again, as a foreign writer would. */
function altered(change: (document: Loose) => void, rehash = true): string {
  const document = JSON.parse(TEXT) as Loose;
  change(document);
  if (rehash)
    document.sha256 = createHash("sha256")
      .update(canonicalJson(document.body as Json))
      .digest("hex");
  return JSON.stringify(document);
}
function refusal(text: string): DocumentError {
  try {
    parseDocument(text);
  } catch (error) {
    if (error instanceof DocumentError) return error;
    throw error;
  }
  throw new Error("the document was taken");
}

test("what is written is read back, with counts and checksum", () => {
  const document = parseDocument(TEXT);
  expect(document.body).toEqual(BODY);
  expect(document).toMatchObject({ ...HEADER, format: "parkwise", formatVersion: 1, counts: countsOf(BODY) });
  expect(document.counts).toMatchObject({ profiles: 1, shortlists: 2, settings: 2 });
  expect(parseDocument(`\uFEFF${TEXT}`).body).toEqual(BODY);
});

test("canonical JSON follows RFC 8785: keys by code units, numbers as ECMAScript writes them", () => {
  // The sorting example of RFC 8785, section 3.2.3.
  const value = {
    "\u20ac": "Euro Sign",
    "\r": "Carriage Return",
    "\ufb33": "Hebrew",
    "1": "One",
    "\ud83d\ude00": "Smile",
    "\u0080": "Control",
    "\u00f6": "o",
  };
  const keys = Object.keys(JSON.parse(canonicalJson(value)) as object);
  expect(canonicalJson(value).indexOf('"\\r"')).toBe(1);
  expect(new Set(keys)).toEqual(new Set(Object.keys(value)));
  expect(canonicalJson({ "10": 1, "9": 2, a: [1e21, 0.1, -0, true, null] })).toBe(
    '{"10":1,"9":2,"a":[1e+21,0.1,0,true,null]}',
  );
});

test("the order of keys and white space do not change the checksum", () => {
  const document = JSON.parse(TEXT) as Record<string, unknown>;
  const turned = JSON.stringify(Object.fromEntries(Object.entries(document).reverse()));
  expect(parseDocument(turned).body).toEqual(BODY);
});

describe("refused, with reason and place", () => {
  test.each([
    ["no JSON", "{", "not-json", ""],
    ["something else", '{"type":"FeatureCollection"}', "not-parkwise", "format"],
    ["an array", "[]", "not-parkwise", "format"],
    [
      "a newer form",
      altered((d) => {
        d.formatVersion = 2;
      }),
      "newer",
      "formatVersion",
    ],
    [
      "a form that is no number",
      altered((d) => {
        d.formatVersion = "1";
      }),
      "invalid",
      "formatVersion",
    ],
    [
      "an older form that never was",
      altered((d) => {
        d.formatVersion = 0;
      }),
      "invalid",
      "formatVersion",
    ],
    [
      "a changed body",
      altered((d) => {
        (d.body.shortlists[0] as Record<string, unknown>).note = "x";
      }, false),
      "hash-mismatch",
      "body",
    ],
    [
      "a wrong count",
      altered((d) => {
        (d.counts as Record<string, number>).shortlists = 7;
      }),
      "count-mismatch",
      "counts.shortlists",
    ],
    [
      "a missing field",
      altered((d) => {
        delete (d.body.shortlists[1] as Record<string, unknown>).snapshot;
      }),
      "invalid",
      "body.shortlists[1].snapshot",
    ],
    [
      "a wrong type",
      altered((d) => {
        (d.body.shortlists[1] as Record<string, unknown>).siteIds = [1];
      }),
      "invalid",
      "body.shortlists[1].siteIds[0]",
    ],
    [
      "a field too many",
      altered((d) => {
        (d.body.shortlists[0] as Record<string, unknown>).evil = 1;
      }),
      "invalid",
      "body.shortlists[0].evil",
    ],
    [
      "a name too long",
      altered((d) => {
        (d.body.shortlists[0] as Record<string, unknown>).name = "x".repeat(201);
      }),
      "invalid",
      "body.shortlists[0].name",
    ],
    [
      "the same id twice",
      altered((d) => {
        d.body.shortlists.push(structuredClone(d.body.shortlists[0] ?? {}));
        (d.counts as Record<string, number>).shortlists = 3;
      }),
      "duplicate-id",
      "body.shortlists[2].id",
    ],
    [
      "an edit that is none",
      altered((d) => {
        d.body.edits = [{}];
        (d.counts as Record<string, number>).edits = 1;
      }),
      "invalid",
      "body.edits[0].id",
    ],
    [
      "__proto__",
      TEXT.replace('"locale": "vi"', '"__proto__": {"polluted": true}'),
      "forbidden-key",
      "body.settings.__proto__",
    ],
    ["constructor", TEXT.replace('"locale": "vi"', '"constructor": {}'), "forbidden-key", "body.settings.constructor"],
  ])("%s", (_, text, code, place) => {
    const error = refusal(text);
    expect({ code: error.code, path: error.path }).toEqual({ code, path: place });
    expect(error.messageKey).toBe(`document.error.${code}`);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test("deep nesting, without overflowing the stack", () => {
    const deep = `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`;
    expect(refusal(TEXT.replace('"locale": "vi"', `"locale": ${deep}`)).code).toBe("too-deep");
  });

  test("too large", () => {
    expect(refusal(" ".repeat(64 * 1024 * 1024 + 1)).code).toBe("too-large");
  });

  test("any single changed character of the body is noticed or changes nothing", () => {
    const from = TEXT.indexOf('"body"');
    fc.assert(
      fc.property(
        fc.integer({ min: from, max: TEXT.length - 1 }),
        fc.constantFrom("x", "7", '"', " ", "}"),
        (at, character) => {
          const text = TEXT.slice(0, at) + character + TEXT.slice(at + 1);
          let body: unknown;
          try {
            body = parseDocument(text).body;
          } catch (error) {
            expect(error).toBeInstanceOf(DocumentError);
            return;
          }
          expect(body).toEqual(BODY);
        },
      ),
      { numRuns: 300 },
    );
  });
});

test("what could not be read back is not written", () => {
  const broken = { ...BODY, shortlists: [{ ...shortlistOf("s1"), name: "" }] };
  expect(() => serializeDocument(broken, HEADER)).toThrow(/body\.shortlists\[0\]\.name/);
});

test("an older form is brought forward step by step, its checksum compared before", () => {
  const old = altered((d) => {
    d.formatVersion = 0;
    d.body.lists = d.body.shortlists;
    delete (d.body as Record<string, unknown>).shortlists;
  });
  const migrations = {
    0: (document: Readonly<Record<string, unknown>>) => {
      const { lists, ...body } = document.body as Record<string, unknown>;
      return { ...document, body: { ...body, shortlists: lists } };
    },
  };
  expect(parseDocument(old, migrations).body).toEqual(BODY);
  expect(() => parseDocument(old.replace("note of s1", "note of sX"), migrations)).toThrow(/hash-mismatch/);
});

test("the published JSON Schema is the one of the code (`npx vitest run shared/document -u` writes it)", async () => {
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "urn:parkwise:document:1",
    title: "Parkwise document, version 1",
    description: "Checksum, counts and unique ids are beyond what a schema can say: see parkwise-format.md.",
    ...toJsonSchema(documentSchema, { target: "draft-2020-12", ignoreActions: ["finite", "check"] }),
  };
  const file = path.join(import.meta.dirname, "../../docs/parkwise.schema.json");
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(file);
});
