/**
 * The journal of an apply: what was there, what is to change, and each step as it happens. One JSON object a line. Its
 * first line is on the disk before the first write, so that whatever happens after it can be gone on with or undone.
 */
import { createHash } from "node:crypto";
import type { Allowance } from "../plan/judge-guards.ts";
import type { Prepared } from "../plan/plan.ts";
import { type ProviderId, providerIds } from "../policy/policy.ts";
import { canonicalJson } from "../provider/canonical-json.ts";
import { type Change, subjectOf } from "../provider/change.ts";
import type { Zone } from "../provider/connection.ts";
import type { Resource, WrittenResource } from "../provider/resource.ts";

export const journalKind = "signpost journal";
export const journalFormat = 1;

/** Where a journal goes. Everything handed over must be on the disk when it returns. */
export interface JournalSink {
  /** Throws the system's errors. */
  readonly write: (text: string) => void;
  readonly close: () => void;
}

/** How the policy was read, so that it can be read again. */
export interface JournalReading {
  readonly file: string;
  readonly root: string | null;
  readonly maxFileSize: number | null;
  readonly sandbox: boolean;
}

/** What a journal says of its run. */
export interface JournalAbout extends JournalReading {
  /** The command that wrote. */
  readonly command: string;
  /** The journal that a rollback undoes, as it was named; null for all else. */
  readonly undoes: string | null;
  /** As 2026-12-31T23:59:59.000Z. */
  readonly startedAt: string;
}

export interface JournalChange {
  readonly action: Change["action"];
  readonly key: string;
  readonly before: WrittenResource | null;
  readonly after: WrittenResource | null;
}

/** The first line. */
export interface JournalHeader extends JournalAbout {
  readonly policy: string;
  readonly provider: ProviderId;
  readonly zone: Zone;
  /** Of what the policy means at this provider; null where no policy says what is wanted. */
  readonly digest: string | null;
  /** What guards let pass, as it was asked for. */
  readonly allow: readonly Allowance[];
  /** The names alone that were taken over; null where it was about all that the policy says. */
  readonly adopted: readonly string[] | null;
  readonly changes: readonly JournalChange[];
  /** Everything of the policy that was there. */
  readonly before: readonly WrittenResource[];
}

export const outcomes = ["done", "failed", "interrupted"] as const;
export type JournalOutcome = (typeof outcomes)[number];

export type JournalEvent =
  | {
      readonly event: "started";
      readonly title: string;
      readonly keys: readonly string[];
      /** What the step makes of resources that a later one changes again. */
      readonly passing: readonly WrittenResource[];
    }
  | { readonly event: "done"; readonly title: string; readonly keys: readonly string[] }
  | { readonly event: "failed" | "undone" | "told"; readonly title: string }
  | { readonly event: "ended"; readonly outcome: JournalOutcome };

/** What is written down of a plan before it is carried out. */
export function describeRun(
  { plan, changes, snapshot, target, asked }: Prepared,
  about: JournalAbout,
): JournalHeader {
  return {
    ...about,
    policy: plan.policy,
    provider: plan.provider,
    zone: plan.zone,
    digest: about.undoes === null ? digestOfMeaning(target.compiled.resources) : null,
    allow: asked.allow,
    adopted: asked.adopted === undefined ? null : [...asked.adopted],
    changes: changes.map((change) => ({
      action: change.action,
      key: subjectOf(change).key,
      before: change.action === "create" ? null : writtenOf(change.before),
      after: change.action === "delete" ? null : writtenOf(change.after),
    })),
    before: snapshot.resources.map(writtenOf),
  };
}

/** The same for policies that mean the same to a provider, however they are written. */
export function digestOfMeaning(resources: readonly Resource[]): string {
  const meant = resources.map((one) => canonicalJson(writtenOf(one))).sort();
  return createHash("sha256").update(meant.join("\n")).digest("hex");
}

export function writtenOf({ kind, key, owner, attributes }: Resource): WrittenResource {
  return { kind, key, owner, attributes };
}

/** A journal that is being written. */
export interface Journal {
  /** Throws the system's errors. */
  readonly record: (event: JournalEvent, at: number) => void;
  readonly close: () => void;
}

/** Writes the first line. Throws the system's errors. */
export function openJournal(sink: JournalSink, header: JournalHeader): Journal {
  let chain = "";
  const write = (line: object) => {
    const sum = sumOf(chain, line);
    sink.write(`${JSON.stringify({ ...line, sum })}\n`);
    chain = sum;
  };
  write({ format: journalFormat, kind: journalKind, ...header });
  return {
    record: (event, at) => write({ at: new Date(at).toISOString(), ...event }),
    close: sink.close,
  };
}

/** Each line's sum holds that of the line before it, so that no line is changed, lost or put elsewhere unseen. */
export function sumOf(chain: string, line: object): string {
  return createHash("sha256")
    .update(`${chain}\n${canonicalJson(line)}`)
    .digest("hex")
    .slice(0, 32);
}

export function isProviderId(value: unknown): value is ProviderId {
  return providerIds.some((id) => id === value);
}
