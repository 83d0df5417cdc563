/** Reading bodies: every field has a type, a range and a default, and one that has none of them is refused. */
import { invalid } from "./api-error.ts";

export type Body = { readonly [field: string]: unknown };

export function isBody(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** How a field is read: throws for what it can't be. */
export type ReadField = (value: unknown, field: string) => unknown;

export type Shape = { readonly [field: string]: ReadField };

/** Checks every field of a body; fields of no name here are refused. */
export function readFields(body: unknown, shape: Shape): Body {
  if (!isBody(body)) throw invalid("body must be an object");
  return Object.fromEntries(
    Object.entries(body).map(([field, value]) => {
      const read = Object.hasOwn(shape, field) ? shape[field] : undefined;
      if (read === undefined) throw invalid(`unknown field ${field}`);
      return [field, read(value, field)];
    }),
  );
}

export const boolean: ReadField = (value, field) => {
  if (typeof value !== "boolean") throw invalid(`${field} must be true or false`);
  return value;
};

export function text(longest: number, pattern?: RegExp): ReadField {
  return (value, field) => {
    if (typeof value !== "string" || value.length > longest) {
      throw invalid(`${field} must be a text of at most ${longest} characters`);
    }
    if (pattern !== undefined && !pattern.test(value))
      throw invalid(`${field} has characters that it can't have`);
    return value;
  };
}

export function oneOf(...choices: readonly string[]): ReadField {
  return (value, field) => {
    if (typeof value !== "string" || !choices.includes(value)) {
      throw invalid(`${field} must be one of ${choices.join(", ")}`);
    }
    return value;
  };
}

/** Whole numbers in a range, both ends included. */
export function integer(least: number, most: number): ReadField {
  return (value, field) => {
    if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most) {
      throw invalid(`${field} must be in range [${least}, ${most}]`);
    }
    return value;
  };
}

export function number(least: number, most: number): ReadField {
  return (value, field) => {
    if (typeof value !== "number" || !(value >= least && value <= most)) {
      throw invalid(`${field} must be in range [${least}, ${most}]`);
    }
    return value;
  };
}

/** 0 to 1, two decimals. */
export const weight: ReadField = (value, field) => {
  const read = number(0, 1)(value, field);
  if (typeof read === "number" && Math.abs(read * 100 - Math.round(read * 100)) > 1e-9) {
    throw invalid(`${field} must be a multiple of 0.01`);
  }
  return read;
};

export function nullable(inner: ReadField): ReadField {
  return (value, field) => (value === null ? null : inner(value, field));
}

export function list(inner: ReadField, most: number): ReadField {
  return (value, field) => {
    if (!Array.isArray(value) || value.length > most)
      throw invalid(`${field} must be a list of at most ${most}`);
    return value.map((one: unknown) => inner(one, field));
  };
}

export function object(shape: Shape): ReadField {
  return (value) => readFields(value, shape);
}

export function mapOf(inner: ReadField, key: RegExp): ReadField {
  return (value, field) => {
    if (!isBody(value)) throw invalid(`${field} must be an object`);
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => {
        if (!key.test(name)) throw invalid(`${field} can't have the key ${name}`);
        return [name, inner(one, field)];
      }),
    );
  };
}

export const anything: ReadField = (value) => value;
