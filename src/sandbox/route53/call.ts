import type { Limits } from "./account-limits.ts";
import { invalidInput } from "./api-error.ts";
import type { State } from "./state.ts";
import type { World } from "./world.ts";
import { node, type XmlElement } from "./xml.ts";

/** One request, as operations see it. */
export interface Call {
  readonly state: State;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Milliseconds from a change to INSYNC. */
  readonly insyncAfterMs: number;
  readonly limits: Limits;
  readonly world: World;
  readonly path: (name: string) => string;
  readonly query: (name: string) => string | null;
  readonly body: XmlElement | null;
}

/** What an operation answers, and the state after it where it changed something. */
export interface Outcome {
  readonly status: 200 | 201;
  readonly body: XmlElement;
  readonly location?: string;
  readonly state?: State;
}

/** An operation: pure, refusing with an ApiError. */
export type Operation = (call: Call) => Outcome;

/**
 * The request's body, which must have this root element.
 * @throws ApiError InvalidInput without one.
 */
export function requireBody(call: Call, root: string): XmlElement {
  if (call.body === null || call.body.name !== root) {
    throw invalidInput(`Invalid XML ; the element '${root}' is expected`);
  }
  return call.body;
}

/**
 * A page size: the caller's wish, capped.
 * @throws ApiError InvalidInput for anything but a whole number above 0.
 */
export function readMaxItems(call: Call, cap: number): number {
  const text = call.query("maxitems");
  if (text === null) return cap;
  if (!/^[0-9]{1,9}$/.test(text) || Number.parseInt(text, 10) < 1) {
    throw invalidInput(`The value '${text}' for maxitems must be a whole number above 0`);
  }
  return Math.min(Number.parseInt(text, 10), cap);
}

/** An id without the prefix that some clients leave on it. */
export function bareId(id: string): string {
  return id.replace(/^\/?(hostedzone|change|healthcheck)\//, "");
}

/** A timestamp as the API writes it. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** The usual answer. */
export function ok(name: string, children: readonly (XmlElement | null)[]): Outcome {
  return { status: 200, body: node(name, children) };
}
