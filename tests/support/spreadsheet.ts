/**
 * Reads a workbook and calculates its formulas anew, without any of the app's code: a small evaluator of the
 * functions that exports use, after their description in ECMA-376 part 1, 18.17. Unknown syntax throws.
 */
import { strFromU8, unzipSync } from "fflate";

type Scalar = number | string | boolean | null;
type Value = Scalar | readonly (readonly Scalar[])[];

interface StoredCell {
  readonly formula: string | null;
  /** What the file says it is. */
  readonly stored: Scalar;
}

export class Spreadsheet {
  readonly sheetNames: readonly string[];
  readonly #sheets = new Map<string, Map<string, StoredCell>>();
  readonly #changed = new Map<string, Scalar>();
  #results = new Map<string, Scalar>();

  constructor(data: Uint8Array) {
    const files = unzipSync(data);
    const text = (name: string): string => strFromU8(files[name] ?? new Uint8Array());
    const workbook = text("xl/workbook.xml");
    const targets = new Map(
      [...text("xl/_rels/workbook.xml.rels").matchAll(/<Relationship Id="([^"]+)"[^>]*Target="([^"]+)"/g)].map(
        ([, id, target]) => [id, target],
      ),
    );
    const names: string[] = [];
    for (const [, name, id] of workbook.matchAll(/<sheet name="([^"]*)"[^>]*r:id="([^"]+)"/g)) {
      names.push(plainText(name ?? ""));
      this.#sheets.set(plainText(name ?? ""), readCells(text(`xl/${targets.get(id ?? "") ?? ""}`)));
    }
    this.sheetNames = names;
  }

  /** Puts a number in the place of a cell; all formulas follow. */
  set(sheet: string, reference: string, value: number): void {
    this.#changed.set(`${sheet}!${reference}`, value);
    this.#results = new Map();
  }

  /** The result that the file holds. */
  stored(sheet: string, reference: string): Scalar {
    return this.#sheets.get(sheet)?.get(reference)?.stored ?? null;
  }

  formula(sheet: string, reference: string): string | null {
    return this.#sheets.get(sheet)?.get(reference)?.formula ?? null;
  }

  /** The cell's value, calculated. */
  value(sheet: string, reference: string): Scalar {
    const key = `${sheet}!${reference}`;
    const changed = this.#changed.get(key);
    if (changed !== undefined) return changed;
    const known = this.#results.get(key);
    if (known !== undefined) return known;
    const cells = this.#sheets.get(sheet);
    if (cells === undefined) throw new Error(`no sheet "${sheet}"`);
    const cell = cells.get(reference);
    let result: Scalar = cell?.stored ?? null;
    if (cell !== undefined && cell.formula !== null) {
      const value = new Formula(cell.formula, sheet, this).calculate();
      if (typeof value === "object" && value !== null) throw new Error(`${key} gives a range`);
      result = value;
    }
    this.#results.set(key, result);
    return result;
  }

  /** Texts and numbers of a column from a row down to the first empty cell. */
  column(sheet: string, column: string, fromRow: number): readonly Scalar[] {
    const found: Scalar[] = [];
    for (let row = fromRow; ; row += 1) {
      const value = this.value(sheet, `${column}${row}`);
      if (value === null) return found;
      found.push(value);
    }
  }
}

function plainText(text: string): string {
  const signs: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => signs[name] ?? "");
}

function readCells(xml: string): Map<string, StoredCell> {
  const cells = new Map<string, StoredCell>();
  for (const [, attributes = "", content = ""] of xml.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
    const reference = /r="([A-Z]+\d+)"/.exec(attributes)?.[1] ?? "";
    const formula = /<f>(.*?)<\/f>/s.exec(content)?.[1];
    const inline = /<is><t[^>]*>(.*?)<\/t><\/is>/s.exec(content)?.[1];
    const number = /<v>(.*?)<\/v>/.exec(content)?.[1];
    cells.set(reference, {
      formula: formula === undefined ? null : plainText(formula),
      stored: inline !== undefined ? plainText(inline) : number !== undefined ? Number(number) : null,
    });
  }
  return cells;
}

const TOKEN =
  /\s*(?:("(?:[^"]|"")*")|('(?:[^']|'')*'!)?(\$?[A-Z]{1,3}\$?\d+)(?::(\$?[A-Z]{1,3}\$?\d+))?(?![A-Z(])|(\d+(?:\.\d+)?(?:E[+-]?\d+)?)|([A-Z]+)(?=\()|(<>|<=|>=|[-+*/=<>(),]))/y;

type Token =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "number"; readonly number: number }
  | { readonly type: "range"; readonly sheet: string | null; readonly from: string; readonly to: string | null }
  | { readonly type: "name"; readonly name: string }
  | { readonly type: "sign"; readonly sign: string };

class Formula {
  readonly #tokens: Token[] = [];
  #at = 0;

  constructor(
    private readonly text: string,
    private readonly sheet: string,
    private readonly book: Spreadsheet,
  ) {
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.length) {
      const match = TOKEN.exec(text);
      if (match === null) throw new Error(`cannot read the formula ${text}`);
      const [, quoted, sheetName, from, to, number, name, sign] = match;
      if (quoted !== undefined) this.#tokens.push({ type: "text", text: quoted.slice(1, -1).replaceAll('""', '"') });
      else if (from !== undefined) {
        const owner = sheetName === undefined ? null : sheetName.slice(1, -2).replaceAll("''", "'");
        this.#tokens.push({
          type: "range",
          sheet: owner,
          from: from.replaceAll("$", ""),
          to: to?.replaceAll("$", "") ?? null,
        });
      } else if (number !== undefined) this.#tokens.push({ type: "number", number: Number(number) });
      else if (name !== undefined) this.#tokens.push({ type: "name", name });
      else this.#tokens.push({ type: "sign", sign: sign ?? "" });
    }
  }

  calculate(): Value {
    const value = this.#comparison();
    if (this.#at !== this.#tokens.length) throw new Error(`left over in the formula ${this.text}`);
    return value;
  }

  #takes(...signs: readonly string[]): string | null {
    const token = this.#tokens[this.#at];
    if (token?.type !== "sign" || !signs.includes(token.sign)) return null;
    this.#at += 1;
    return token.sign;
  }

  #comparison(): Value {
    let left = this.#sum();
    for (let sign = this.#takes("=", "<", ">", "<=", ">=", "<>"); sign !== null; sign = this.#takes("=", "<", ">")) {
      const right = this.#sum();
      const kind = sign;
      left = each(left, right, (a, b) => {
        if (kind === "=") return a === b;
        if (kind === "<>") return a !== b;
        const [x, y] = [toNumber(a), toNumber(b)];
        return kind === "<" ? x < y : kind === ">" ? x > y : kind === "<=" ? x <= y : x >= y;
      });
    }
    return left;
  }

  #sum(): Value {
    let left = this.#product();
    for (let sign = this.#takes("+", "-"); sign !== null; sign = this.#takes("+", "-")) {
      const factor = sign === "+" ? 1 : -1;
      left = each(left, this.#product(), (a, b) => toNumber(a) + factor * toNumber(b));
    }
    return left;
  }

  #product(): Value {
    let left = this.#atom();
    for (let sign = this.#takes("*", "/"); sign !== null; sign = this.#takes("*", "/")) {
      const times = sign === "*";
      left = each(left, this.#atom(), (a, b) => (times ? toNumber(a) * toNumber(b) : toNumber(a) / toNumber(b)));
    }
    return left;
  }

  #atom(): Value {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new Error(`the formula ${this.text} ends too early`);
    switch (token.type) {
      case "text":
        return token.text;
      case "number":
        return token.number;
      case "range":
        return this.#range(token.sheet ?? this.sheet, token.from, token.to);
      case "name":
        return this.#call(token.name);
      case "sign": {
        if (token.sign !== "(") throw new Error(`unexpected ${token.sign} in ${this.text}`);
        const value = this.#comparison();
        if (this.#takes(")") === null) throw new Error(`a bracket is open in ${this.text}`);
        return value;
      }
    }
  }

  #range(sheet: string, from: string, to: string | null): Value {
    if (to === null) return this.book.value(sheet, from);
    const [column0, row0] = place(from);
    const [column1, row1] = place(to);
    const rows: Scalar[][] = [];
    for (let row = row0; row <= row1; row += 1) {
      const cells: Scalar[] = [];
      for (let column = column0; column <= column1; column += 1) {
        cells.push(this.book.value(sheet, `${letters(column)}${row}`));
      }
      rows.push(cells);
    }
    return rows;
  }

  #call(name: string): Value {
    if (this.#takes("(") === null) throw new Error(`${name} without bracket in ${this.text}`);
    const values: Value[] = [this.#comparison()];
    while (this.#takes(",") !== null) values.push(this.#comparison());
    if (this.#takes(")") === null) throw new Error(`a bracket is open in ${this.text}`);
    const [first = null, second = null, third = null] = values;
    switch (name) {
      case "SUM":
        return values.flatMap(flat).reduce<number>((sum, x) => sum + (typeof x === "number" ? x : 0), 0);
      case "SUMPRODUCT": {
        const lists = values.map(flat);
        const length = lists[0]?.length ?? 0;
        if (lists.some((list) => list.length !== length)) throw new Error("SUMPRODUCT takes ranges of one shape");
        let sum = 0;
        for (let i = 0; i < length; i += 1) {
          sum += lists.reduce<number>(
            (product, list) => product * (typeof list[i] === "number" ? (list[i] as number) : 0),
            1,
          );
        }
        return sum;
      }
      case "ROUND": {
        const factor = 10 ** toNumber(second as Scalar);
        return Math.round(toNumber(first as Scalar) * factor) / factor;
      }
      case "IF":
        return first === true || (typeof first === "number" && first !== 0) ? second : third;
      case "RANK": {
        const own = toNumber(first as Scalar);
        return 1 + flat(second).filter((x) => typeof x === "number" && x > own).length;
      }
      default:
        throw new Error(`unknown function ${name}`);
    }
  }
}

function flat(value: Value): readonly Scalar[] {
  return Array.isArray(value) ? (value as Scalar[][]).flat() : [value as Scalar];
}

function each(left: Value, right: Value, combine: (a: Scalar, b: Scalar) => Scalar): Value {
  if (!Array.isArray(left) && !Array.isArray(right)) return combine(left as Scalar, right as Scalar);
  const shape = (Array.isArray(left) ? left : right) as readonly (readonly Scalar[])[];
  const at = (value: Value, r: number, c: number): Scalar =>
    Array.isArray(value) ? ((value as Scalar[][])[r]?.[c] ?? null) : (value as Scalar);
  return shape.map((row, r) => row.map((_, c) => combine(at(left, r, c), at(right, r, c))));
}

function toNumber(value: Scalar): number {
  if (value === null) return 0;
  if (typeof value === "string") throw new Error(`"${value}" is no number`);
  return Number(value);
}

function place(reference: string): readonly [number, number] {
  const [, column = "", row = "0"] = /^([A-Z]+)(\d+)$/.exec(reference) ?? [];
  return [[...column].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0), Number(row)];
}

function letters(column: number): string {
  return column <= 26
    ? String.fromCharCode(64 + column)
    : letters(Math.floor((column - 1) / 26)) + String.fromCharCode(65 + ((column - 1) % 26));
}
