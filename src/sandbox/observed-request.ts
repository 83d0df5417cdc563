/** What is known of a request at either vendor's API before it is carried out. */
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";

/** What Node knows of a request. */
export interface Bound {
  readonly Bindings: HttpBindings;
}

/** What tells requests of one operation from each other. */
export interface ObservedRequest {
  readonly path: string;
  /** The header, which names whoever asks. */
  readonly authorization: string;
}

export function observe({ req }: Context<Bound>): ObservedRequest {
  return { path: req.path, authorization: req.header("authorization") ?? "" };
}
