import { invalidInput } from "./api-error.ts";
import type { XmlElement } from "./xml.ts";

/** The members of one structure, by name, each at most once. */
export type Fields = ReadonlyMap<string, XmlElement>;

export interface TextRange {
  readonly min?: number;
  readonly max: number;
}

/**
 * Reads a structure's members. The order is free: the SDKs don't all send the documented one.
 * @throws ApiError InvalidInput for a member that the API doesn't have, or one given twice.
 */
export function readFields(element: XmlElement, known: readonly string[]): Fields {
  const fields = new Map<string, XmlElement>();
  for (const child of element.children) {
    if (!known.includes(child.name)) {
      throw invalidInput(`Invalid XML ; unexpected element '${child.name}' in '${element.name}'`);
    }
    if (fields.has(child.name)) {
      throw invalidInput(`Invalid XML ; element '${child.name}' is given twice in '${element.name}'`);
    }
    fields.set(child.name, child);
  }
  if (element.children.length === 0 && element.text.trim() !== "") {
    throw invalidInput(`Invalid XML ; text is not expected in '${element.name}'`);
  }
  return fields;
}

/** Text of a member, or null where it is absent. Lengths are in UTF-16 units. */
export function readText(fields: Fields, name: string, range: TextRange): string | null {
  const element = fields.get(name);
  if (element === undefined) return null;
  if (element.children.length > 0) throw invalidInput(`Invalid XML ; '${name}' holds text only`);
  return checkLength(name, element.text, range);
}

/** Text of a member that must be there. */
export function requireText(fields: Fields, name: string, range: TextRange): string {
  const text = readText(fields, name, range);
  if (text === null) throw missing(name);
  return text;
}

/** A member that must be there. */
export function requireField(fields: Fields, name: string): XmlElement {
  const element = fields.get(name);
  if (element === undefined) throw missing(name);
  return element;
}

/** A whole number, or null where it is absent. */
export function readInteger(fields: Fields, name: string, min: number, max: number): number | null {
  const text = readText(fields, name, { max: 20 });
  if (text === null) return null;
  if (!/^[+-]?[0-9]+$/.test(text))
    throw invalidInput(`Invalid XML ; '${text}' is not a valid number for '${name}'`);
  const value = Number.parseInt(text, 10);
  if (value > max) throw constraint(name, text, `Member must have value less than or equal to ${max}`);
  if (value < min) throw constraint(name, text, `Member must have value greater than or equal to ${min}`);
  return value;
}

/** true or false, or null where it is absent. */
export function readBoolean(fields: Fields, name: string): boolean | null {
  const text = readText(fields, name, { max: 5 });
  if (text === null) return null;
  if (text !== "true" && text !== "false") {
    throw invalidInput(`Invalid XML ; '${text}' is not a valid boolean for '${name}'`);
  }
  return text === "true";
}

/** One of a closed list of words, or null where it is absent. */
export function readWord<W extends string>(fields: Fields, name: string, words: readonly W[]): W | null {
  const text = readText(fields, name, { max: 64 });
  if (text === null) return null;
  const word = words.find((candidate) => candidate === text);
  if (word === undefined) {
    throw constraint(name, text, `Member must satisfy enum value set: [${words.join(", ")}]`);
  }
  return word;
}

/** The texts of a list, or null where the list is absent. */
export function readTexts(
  fields: Fields,
  name: string,
  member: string,
  range: TextRange,
): readonly string[] | null {
  const list = fields.get(name);
  if (list === undefined) return null;
  return readList(list, member).map((element) => {
    if (element.children.length > 0) throw invalidInput(`Invalid XML ; '${member}' holds text only`);
    return checkLength(member, element.text, range);
  });
}

/** The members of a list, each with the list's one member name. */
export function readList(list: XmlElement, member: string): readonly XmlElement[] {
  const odd = list.children.find((child) => child.name !== member);
  if (odd !== undefined)
    throw invalidInput(`Invalid XML ; unexpected element '${odd.name}' in '${list.name}'`);
  return list.children;
}

/** The error for a value that breaks the API model's own constraint. */
export function constraint(name: string, value: string, rule: string): Error {
  return invalidInput(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: ${rule}`,
  );
}

function checkLength(name: string, text: string, { min = 1, max }: TextRange): string {
  if (text.length > max) throw constraint(name, text, `Member must have length less than or equal to ${max}`);
  if (text.length < min)
    throw constraint(name, text, `Member must have length greater than or equal to ${min}`);
  return text;
}

function missing(name: string): Error {
  return invalidInput(`Invalid XML ; the element '${name}' is missing`);
}
