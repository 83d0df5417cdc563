/**
 * What a run found, as plain data. A command makes it once, at its end; `json.ts` prints it as it is, and every other
 * format is made of it alone. Its shape is public: schemas/report.schema.json.
 */
import type { Applied } from "../apply/apply.ts";
import type { Comparison } from "../plan/comparison.ts";
import type { RevisedPolicy } from "../plan/revision.ts";
import type { Risk } from "../plan/risk.ts";
import type { Standing } from "../plan/standing.ts";
import type { LocatedDiagnostic } from "./located.ts";
import type { planToJson } from "./plan-json.ts";
import type { WaivedJson } from "./waived.ts";

/** A diagnostic in words, by which it is known again. */
export interface Finding extends LocatedDiagnostic {
  /** The same for the same mistake in the same file, wherever in it that stands. */
  readonly fingerprint: string;
}

/** What all commands say, whatever they did. */
export interface Envelope {
  /** The version of the shape. */
  readonly format: 1;
  /** Null where the command line had none. */
  readonly command: string | null;
  readonly ok: boolean;
  readonly diagnostics: readonly Finding[];
}

type PlanJson = ReturnType<typeof planToJson>;

export interface ReportedPlan extends PlanJson {
  /** The policy's file. */
  readonly file: string;
  readonly risk: Risk;
}

export type ReportedName = PlanJson["names"][number];
export type ReportedChange = PlanJson["shared"][number];

export interface ReportedComparison extends Comparison {
  readonly file: string;
}

/** A policy that was checked. */
export interface ReportedPolicy {
  readonly file: string;
  readonly ok: boolean;
  readonly policy: string | null;
  readonly zone: string | null;
  readonly records: readonly string[];
  readonly proofs: readonly (PlanJson["proof"] & { readonly provider: string })[];
  readonly waived: readonly WaivedJson[];
}

/** How writing ended at one provider. */
export interface ReportedResult {
  readonly policy: string;
  readonly provider: string;
  readonly zone: PlanJson["zone"];
  readonly done: Applied["done"];
  /** The step that failed. */
  readonly failed: string | null;
  readonly notStarted: Applied["notStarted"];
  /** The path of its journal, null where none could be made. */
  readonly journal: string | null;
  /** Commands that go on with it and take it back; null where there is no such way. */
  readonly resume: string | null;
  readonly rollback: string | null;
}

/** A policy of two states of the files. Its plans, made as if the one before were live, stand among the others. */
export type ReportedRevision = Omit<RevisedPolicy, "plans" | "comparison">;

/** A zone that was held against what was applied to it. */
export interface ReportedZone extends Pick<PlanJson, "provider" | "policy" | "zone" | "read" | "shared"> {
  readonly file: string;
  readonly title: string;
  readonly names: readonly (ReportedName & { readonly standing: Standing })[];
}

/** All that a command may have found; each has its part of it. */
export interface Report extends Envelope {
  /** The policies' files, whether or not they could be read. */
  readonly files?: readonly string[];
  readonly policies?: readonly ReportedPolicy[];
  readonly change?: string | null;
  readonly saved?: { readonly file: string; readonly expiresAt: string } | null;
  readonly createdAt?: string;
  readonly expiresAt?: string;
  readonly plans?: readonly ReportedPlan[];
  readonly comparisons?: readonly ReportedComparison[];
  /** What the two sides of a comparison of files are called. */
  readonly before?: string;
  readonly after?: string;
  readonly revisions?: readonly ReportedRevision[];
  /** Of `ramp`: who gets the share, and what it is. */
  readonly member?: string;
  readonly share?: { readonly before: number; readonly after: number };
  readonly moved?: readonly object[];
  readonly results?: readonly ReportedResult[];
  readonly drifted?: boolean;
  readonly zones?: readonly ReportedZone[];
}

/** Where a run took place, for formats that name files as a repository does. Absolute. */
export interface Surroundings {
  /** What the files of a report are relative to. */
  readonly folder: string;
  /** The top of the repository. */
  readonly root: string;
}
