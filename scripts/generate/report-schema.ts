/**
 * The schema of what commands print with `--format json` and write with `--out-json`. A saved plan holds nearly the same
 * plans, so that what they have in common is taken from its schema.
 */
import {
  borrow,
  flag,
  listOf,
  object,
  orNull,
  propertiesOf,
  ref,
  result,
  type Schema,
  schemaOf,
  text,
  whole,
} from "./schema-parts.ts";

/** The commands whose whole result is described; of others, what all of them say. */
const described = [
  "diff",
  "drain",
  "ramp",

  "validate",
  "test",
  "plan",
  "show",
  "apply",
  "adopt",
  "destroy",
  "destroy --to",
  "rollback",
  "drift",
];
const writing = ["apply", "adopt", "destroy", "destroy --to", "rollback"];

const place = {
  file: orNull(text),
  line: orNull({ type: "integer", minimum: 1 }),
};
const files: Schema = {
  description: "The files of the policies, as they were named or found.",
  ...listOf(text),
};
const change: Schema = {
  description: "The digest of what would change; null where a provider couldn't be planned.",
  ...orNull(ref("digest")),
};
const plans = listOf(ref("reportedPlan"));
const comparisons = listOf(ref("reportedComparison"));

/** @param planSchema - the text of schemas/plan.schema.json */
export function generateReportSchema(planSchema: string): string {
  const saved: { readonly $defs: Readonly<Record<string, Schema>> } = JSON.parse(planSchema);
  const of = (name: string) => propertiesOf(saved.$defs[name], name);
  const name = { ...of("name"), changes: listOf(ref("change")) };
  const plan = { ...of("plan"), names: listOf(ref("reportedName")), shared: listOf(ref("change")) };
  const own: Readonly<Record<string, Schema>> = {
    format: { description: "The version of this shape.", const: 1 },
    finding: object({
      ...of("diagnostic"),
      fingerprint: {
        description: "The same for the same mistake in the same file, wherever in it that stands.",
        type: "string",
        pattern: "^[0-9a-f]{16}$",
      },
    }),
    failed: {
      description: "A command that has nothing to tell but what is wrong.",
      ...object(
        {
          format: ref("format"),
          command: orNull(text),
          ok: { const: false },
          diagnostics: { ...listOf(ref("finding")), minItems: 1 },
          files,
        },
        ["files"],
      ),
    },
    other: {
      description: "What every command says.",
      ...object({
        format: ref("format"),
        command: { ...text, not: { enum: described } },
        ok: flag,
        diagnostics: listOf(ref("finding")),
      }),
      additionalProperties: true,
    },
    validate: result(
      ["validate"],
      { files, policies: listOf(ref("checkedPolicy")) },
      "Policies that were checked.",
    ),
    checkedPolicy: object({
      file: text,
      ok: flag,
      policy: orNull(text),
      zone: orNull(text),
      records: listOf(text),
      proofs: listOf(object({ provider: ref("provider"), ...propertiesOf(of("plan").proof, "proof") })),
      waived: listOf(object({ ...of("diagnostic"), target: text, until: text, reason: text })),
    }),
    test: result(
      ["test"],
      { tests: listOf(ref("testResult")), guarantees: listOf(ref("guaranteeResult")) },
      "The tests and guarantees of policies.",
    ),
    testResult: object({
      ...place,
      name: text,
      record: text,
      at: { enum: ["policy", "route53", "cloudflare"] },
      client: text,
      down: listOf(text),
      passed: flag,
      outcomes: listOf(
        object({
          type: ref("recordType"),
          passed: flag,
          shares: orNull(
            listOf(object({ label: text, expected: { type: "number" }, actual: { type: "number" } })),
          ),
        }),
      ),
      codes: listOf(text),
    }),
    guaranteeResult: object({
      ...place,
      name: text,
      record: text,
      promise: { enum: ["only", "never", "survives", "failover", "share"] },
      kept: flag,
      checked: orNull(object({ classes: whole, states: whole, exhaustive: flag })),
      codes: listOf(text),
    }),
    plan: result(
      ["plan"],
      {
        files,
        change,
        saved: orNull(object({ file: text, expiresAt: ref("time") })),
        plans,
        comparisons,
      },
      "What would change.",
    ),
    show: result(
      ["show"],
      { files, createdAt: ref("time"), expiresAt: ref("time"), change: ref("digest"), plans, comparisons },
      "A saved plan.",
    ),
    written: result(
      writing,
      { files, change, plans, comparisons, results: listOf(ref("writtenAt")) },
      "What was planned before the first write, and how writing ended.",
    ),
    writtenAt: object({
      policy: text,
      provider: ref("provider"),
      zone: ref("zone"),
      done: listOf(text),
      failed: { description: "The title of the step that failed.", ...orNull(text) },
      notStarted: listOf(text),
      journal: { description: "The path of its journal, null where none could be made.", ...orNull(text) },
      resume: { description: "The command that goes on with it.", ...orNull(text) },
      rollback: { description: "The command that takes it back.", ...orNull(text) },
    }),
    refused: result(
      ["apply"],
      {
        plans: { ...listOf(ref("reportedPlan")), maxItems: 0 },
        moved: listOf(
          object({
            provider: ref("provider"),
            key: text,
            how: { enum: ["changed", "gone", "new"] },
            before: orNull(ref("json")),
            now: orNull(ref("json")),
          }),
        ),
        results: { ...listOf(ref("writtenAt")), maxItems: 0 },
      },
      "A saved plan that may no longer be applied.",
    ),
    diff: result(
      ["diff"],
      { files, before: text, after: text, revisions: listOf(ref("revision")), plans, comparisons },
      "What a change of policy files would do. Plans are made as if the side before were live: their zone has no id.",
    ),
    edited: result(
      ["drain", "ramp"],
      {
        files,
        written: listOf(text),
        revisions: listOf(ref("revision")),
        plans,
        comparisons,
        next: orNull(text),
        endpoints: listOf(object({ name: text, file: text, before: flag, after: flag })),
        member: text,
        share: object({ before: { type: "number" }, after: { type: "number" } }),
        weights: listOf(object({ member: text, before: whole, after: whole })),
        file: text,
        line: orNull({ type: "integer", minimum: 1 }),
      },
      "What a change of policy files does that the command made.",
      ["endpoints", "member", "share", "weights", "file", "line"],
    ),
    revision: object({
      file: text,
      name: text,
      zone: text,
      status: { enum: ["new", "changed", "unchanged", "removed"] },
      compared: flag,
      left: listOf(object({ provider: ref("provider"), title: text, file: text, names: listOf(text) })),
      objectives: listOf(
        object({ name: text, before: orNull({ type: "number" }), after: orNull({ type: "number" }) }),
      ),
      rules: listOf(object({ what: text, before: orNull(text), after: orNull(text) })),
    }),
    drift: result(
      ["drift"],
      { files, drifted: flag, zones: listOf(ref("comparedZone")) },
      "What somebody changed since it was applied.",
    ),
    comparedZone: object({
      file: text,
      provider: ref("provider"),
      title: text,
      policy: text,
      zone: ref("zone"),
      read: ref("read"),
      names: listOf(
        object({
          ...name,
          standing: { enum: ["drifted", "pending", "converged", "in step", "not applied"] },
        }),
      ),
      shared: listOf(ref("change")),
    }),
    zone: schemaOf(of("plan").zone, "zone"),
    read: schemaOf(of("plan").read, "read"),
    reportedPlan: object({
      file: text,
      ...plan,
      zone: ref("zone"),
      read: ref("read"),
      blocked: { description: "Whether it may not be applied; the diagnostics say why.", ...flag },
      risk: { enum: ["none", "low", "medium", "high"] },
    }),
    reportedName: object(name),
    change: object({
      action: ref("action"),
      kind: schemaOf(of("resource").kind, "kind"),
      key: text,
      title: listOf(text),
      detail: text,
      before: orNull(ref("attributes")),
      after: orNull(ref("attributes")),
      attributes: schemaOf(of("plannedChange").attributes, "attributes"),
      ...place,
    }),
    reportedComparison: object({ file: text, ...of("comparison") }),
  };
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "https://signpost.invalid/schemas/report.schema.json",
    $comment: "Generated by `npm run generate` from scripts/generate/report-schema.ts and plan.schema.json.",
    title: "a report",
    description:
      "What a command of Signpost prints with `--format json` and writes with `--out-json`, on errors too. A later version may add fields; none changes its meaning while `format` is 1.",
    anyOf: [
      ...[
        "failed",
        "validate",
        "test",
        "plan",
        "show",
        "written",
        "refused",
        "diff",
        "edited",
        "drift",
        "other",
      ].map(ref),
      { description: "compile, of several zones or providers.", ...listOf(ref("other")) },
    ],
    $defs: { ...own, ...borrow(own, saved.$defs) },
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
