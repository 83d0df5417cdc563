/** Data as YAML in every style that people and tools write, with comments everywhere. */
import fc from "fast-check";

/** Choices in a row; at the end it begins again. */
export interface Choices {
  readonly next: (below: number) => number;
}

export const choices: fc.Arbitrary<Choices> = fc
  .array(fc.nat(1000), { minLength: 30, maxLength: 300 })
  .map((numbers) => {
    let at = 0;
    return {
      next: (below: number) => {
        at += 1;
        return ((numbers[at % numbers.length] ?? 0) + at * 7) % below;
      },
    };
  });

export interface Untidy {
  readonly text: string;
  /** How many comments are in it: `# c0 .`, `# c1 .` and so on. */
  readonly comments: number;
}

/** Writes a mapping with comments on lines of their own and behind values. */
export function writeUntidily(value: object, pick: Choices): Untidy {
  const lines = writeBlock(value, 0, pick);
  let comments = 0;
  const comment = () => {
    comments += 1;
    return `#${" ".repeat(pick.next(2))} c${comments - 1} .`;
  };
  const text = lines.flatMap((line, position) => {
    const above = [];
    for (let more = pick.next(4); more > 1; more -= 1) above.push("");
    if (pick.next(4) === 0) {
      const column = pick.next(9);
      // Before a value on a line of its own the library takes the comment's column for the value's, and reads on.
      const isLone = (lines[position - 1] ?? "").endsWith(":") && !/^\s*- |: /u.test(line);
      above.push(`${" ".repeat(isLone ? line.search(/\S/u) : column)}${comment()}`);
    }
    return [...above, pick.next(4) === 0 ? `${line} ${comment()}` : line + " ".repeat(pick.next(3))];
  });
  if (pick.next(3) === 0) text.push(`${" ".repeat(pick.next(9))}${comment()}`, "", "");
  return { text: text.join("\n") + "\n".repeat(pick.next(3)), comments };
}

function writeBlock(value: unknown, column: number, pick: Choices): string[] {
  const pad = " ".repeat(column);
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown) => {
      const deeper = column + 2 + pick.next(2);
      const space = " ".repeat(deeper - column - 1);
      if (isCollection(item) && pick.next(3) > 0) {
        const [first = "", ...others] = writeBlock(item, deeper, pick);
        return pick.next(4) === 0
          ? [`${pad}-`, first, ...others]
          : [`${pad}-${space}${first.trimStart()}`, ...others];
      }
      const [first = "", ...others] = writeInline(item, deeper, pick);
      return [`${pad}-${space}${first}`, ...others];
    });
  }
  return Object.entries(value ?? {}).flatMap(([key, item]) => {
    const head = `${pad}${writeScalar(key, pick)}:`;
    const isList = Array.isArray(item);
    if (isCollection(item) && pick.next(3) > 0) {
      const deeper = isList ? column + pick.next(4) : column + 1 + pick.next(4);
      return [head, ...writeBlock(item, deeper, pick)];
    }
    const [first = "", ...others] = writeInline(item, column + 2, pick);
    if (pick.next(8) === 0) return [head, `${pad}  ${first}`, ...others];
    return [`${head} ${" ".repeat(pick.next(3))}${first}`, ...others];
  });
}

/** In brackets where it is a collection, on one line or on several. */
function writeInline(value: unknown, column: number, pick: Choices): string[] {
  if (!isCollection(value)) return [writeScalar(value, pick)];
  const list = Array.isArray(value);
  const [open, close] = list ? ["[", "]"] : ["{", "}"];
  const parts = Object.entries(value).map(([key, item]) => {
    const inner = writeInline(item, column + 2, pick);
    return list ? inner : [`${writeScalar(key, pick)}: ${inner[0]}`, ...inner.slice(1)];
  });
  const pad = " ".repeat(column + pick.next(3));
  if (pick.next(2) === 0 || parts.some((part) => part.length > 1)) {
    const inside = parts.flatMap((part, position) => {
      const last = part[part.length - 1] ?? "";
      const comma = position < parts.length - 1 || pick.next(2) === 0 ? "," : "";
      return [...part.slice(0, -1), `${last}${comma}`].map((line, at) => (at === 0 ? `${pad}${line}` : line));
    });
    return [open, ...inside, `${pad}${close}`];
  }
  return [`${open}${parts.map(([part]) => part).join(pick.next(2) === 0 ? ", " : " , ")}${close}`];
}

function isCollection(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

function writeScalar(value: unknown, pick: Choices): string {
  if (typeof value !== "string") return JSON.stringify(value);
  const bare = /^[A-Za-z/][A-Za-z0-9/.-]*$/.test(value) && !/^(?:true|false|null)$/i.test(value);
  const style = pick.next(bare ? 3 : 2);
  if (style === 2) return value;
  const single = style === 1 && !/[\p{C}\p{Z}]/u.test(value);
  return single ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value);
}
