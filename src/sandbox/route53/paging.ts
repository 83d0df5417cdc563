import { ApiError, invalidInput } from "./api-error.ts";
import type { Call } from "./call.ts";
import { optionalLeaf, type XmlElement } from "./xml.ts";

/** A page of the lists that go on with NextToken. */
export interface Page<T> {
  readonly items: readonly T[];
  /** `<NextToken>`, null on the last page. */
  readonly nextToken: XmlElement | null;
}

/**
 * Cuts the page that a request asks for. A token names the item that comes next.
 * @throws ApiError InvalidInput for a size that is none, InvalidPaginationToken for a token of another's making.
 */
export function cutPage<T>(call: Call, all: readonly T[], keyOf: (item: T) => string, cap: number): Page<T> {
  const size = readSize(call.query("maxresults"), cap);
  const token = call.query("nexttoken");
  const start = token === null ? 0 : all.findIndex((item) => encode(keyOf(item)) === token);
  if (start === -1) throw new ApiError("InvalidPaginationToken", 400, "The pagination token is not valid.");
  const next = all[start + size];
  return {
    items: all.slice(start, start + size),
    nextToken: optionalLeaf("NextToken", next === undefined ? null : encode(keyOf(next))),
  };
}

function readSize(text: string | null, cap: number): number {
  if (text === null) return cap;
  if (!/^[0-9]{1,9}$/.test(text) || Number.parseInt(text, 10) < 1) {
    throw invalidInput(`The value '${text}' for maxresults must be a whole number above 0`);
  }
  return Math.min(Number.parseInt(text, 10), cap);
}

function encode(key: string): string {
  return Buffer.from(key).toString("base64url");
}
