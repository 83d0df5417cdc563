/** Things at a vendor, as data that desired and live have in common. */
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Origin, RecordType } from "../policy/policy.ts";

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export const resourceKinds = [
  "record set",
  "marker",
  "health check",
  "cidr collection",
  "monitor",
  "pool",
  "load balancer",
  "dns record",
] as const;
export type ResourceKind = (typeof resourceKinds)[number];

/** One thing at a vendor, in a canonical form in which desired and live can be compared. */
export interface Resource {
  readonly kind: ResourceKind;
  /** The same for what is desired and what is live. */
  readonly key: string;
  /** The public name that it serves, null for what several names share. */
  readonly owner: string | null;
  /** For people: what it is, in columns. */
  readonly title: readonly string[];
  /** For people: what it leads to or watches. */
  readonly detail: string;
  /** Under the vendor's own field names. */
  readonly attributes: JsonObject;
  /** Keys of resources that must exist before this one. */
  readonly dependsOn: readonly string[];
  /** Where the policy asks for it, null when it was only found. */
  readonly origin: Origin | null;
}

/** What of a resource is written down: the rest follows from it. */
export type WrittenResource = Pick<Resource, "kind" | "key" | "owner" | "attributes">;

/** A resource as it was found, with the vendor's own words for it. */
export interface LiveResource extends Resource {
  /** Exactly as read, to be handed back when it is changed. */
  readonly raw: JsonObject;
}

/** A policy compiled for one vendor. */
export interface Compiled {
  readonly resources: readonly Resource[];
  /**
   * Which units of the policy's health (an address under a check) each check watches, by the check's key. Several where
   * the vendor's check can't tell them apart: to the vendor they die together.
   */
  readonly units: ReadonlyMap<string, readonly string[]>;
  /**
   * Of names whose weights the vendor rounds: its resources with weights as they are written, by key. The proof asks
   * these too, so that rounding hides nothing else.
   */
  readonly unrounded: ReadonlyMap<string, Resource>;
  /** The most by which the vendor's rounding moves the shares of any one answer of a name, in percentage points. */
  readonly skews: ReadonlyMap<string, number>;
  /** Names whose types are all answered as one is: a vendor that dials the endpoint itself answers either family. */
  readonly answeredAs: ReadonlyMap<string, RecordType>;
  /** For a name that the vendor holds only nearly: what it would hold exactly, as `to` is written. Null when none is known. */
  readonly nearest: (name: string) => string | null;
  readonly diagnostics: readonly Diagnostic[];
}
