/**
 * Ownership of Cloudflare's objects: one line in the description of a load balancer, pool or monitor, or in the comment
 * of a DNS record. It says whose the object is and as what it was applied, and nothing about who did it.
 */
import { readFields } from "../marker-fields.ts";
import { readMinutes, writeMinutes } from "../marker-time.ts";

/** What a marker says. */
export interface Mark {
  readonly policy: string;
  /** Left out of a record's comment, which has 100 characters on the Free plan: a record is in its zone. */
  readonly zone?: string;
  /** Of a monitor: its reference. */
  readonly ref?: string;
  /** Of a load balancer or a record: the digest of everything that was applied for its name. */
  readonly digest?: string;
  /** Of a pool: the place that it stands for. */
  readonly place?: string;
  /** Of a load balancer or a record: that its name must not lose its answers. */
  readonly protect?: true;
  /** When it was written, in milliseconds since 1970, to the minute. */
  readonly appliedAt?: number;
  /** The format, when a later version of this program wrote it. */
  readonly unknownFormat?: string;
}

/** The text of a marker. `now` in milliseconds since 1970. */
export function writeMark({ policy, zone, ref, digest, place, protect }: Mark, now: number): string {
  return [
    "signpost=1",
    `p=${policy}`,
    ...(zone === undefined ? [] : [`z=${zone}`]),
    ...(ref === undefined ? [] : [`r=${ref}`]),
    ...(place === undefined ? [] : [`at=${place}`]),
    ...(digest === undefined ? [] : [`d=${digest}`]),
    `t=${writeMinutes(now)}`,
    ...(protect === true ? ["protect"] : []),
  ].join(";");
}

/** What people wrote below a marker, the line break included; it stays when the marker changes. */
export function notesIn(text: unknown): string {
  if (typeof text !== "string" || readMark(text) === null) return "";
  const end = text.indexOf("\n");
  return end === -1 ? "" : text.slice(end);
}

/** Reads a marker, with whatever people wrote below it; null when the text is none. */
export function readMark(text: unknown): Mark | null {
  if (typeof text !== "string" || !text.startsWith("signpost=")) return null;
  const [line = ""] = text.split("\n");
  const fields = readFields(line);
  const policy = fields.get("p");
  const zone = fields.get("z");
  if (policy === undefined) return null;
  const optional = (key: "ref" | "digest" | "place", field: string) => {
    const value = fields.get(field);
    return value === undefined ? {} : { [key]: value };
  };
  const appliedAt = readMinutes(fields.get("t"));
  // A later format is still somebody's: its digest is left out, and so never matches.
  const isKnown = fields.get("signpost") === "1";
  return {
    policy,
    ...(zone === undefined ? {} : { zone }),
    ...optional("ref", "r"),
    ...optional("place", "at"),
    ...(appliedAt === null ? {} : { appliedAt }),
    ...(fields.has("protect") ? { protect: true } : {}),
    ...(isKnown ? optional("digest", "d") : { unknownFormat: fields.get("signpost") ?? "" }),
  };
}
