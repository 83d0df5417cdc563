/** What a workflow asks of the step. Mistakes are told all at once, in the words of action.yml. */
import { getInput } from "@actions/core";

export const commands = ["validate", "diff", "plan", "apply", "drift", "ramp"] as const;
export type Command = (typeof commands)[number];

const commentModes = ["sticky", "changes-only", "off"] as const;
const reasonsToFail = ["changes", "drift", "warnings"] as const;
const waits = ["none", "insync", "authoritative"] as const;
const issueModes = ["sticky", "off"] as const;

export type ReasonToFail = (typeof reasonsToFail)[number];

/** What a command can find: the others look at no provider, or at nothing that an apply would change. */
const findable: Readonly<Record<Command, readonly ReasonToFail[]>> = {
  validate: ["warnings"],
  diff: ["changes", "warnings"],
  plan: ["changes", "drift", "warnings"],
  apply: ["changes", "drift", "warnings"],
  drift: ["drift", "warnings"],
  ramp: ["changes", "warnings"],
};

/** Whose change alone may be applied. */
export type Expect =
  | { readonly kind: "any" }
  | { readonly kind: "digest"; readonly digest: string }
  /** The one that the plan of the merged pull request showed. */
  | { readonly kind: "from-pr" };

export interface Inputs {
  readonly command: Command;
  /** Policy files and directories, as they were written; empty for those that the program finds itself. */
  readonly policy: readonly string[];
  readonly workingDirectory: string;
  readonly provider: string | null;
  /** What `diff` compares with; null for the base of the pull request. */
  readonly baseRef: string | null;
  readonly expect: Expect;
  readonly planFile: string | null;
  readonly allow: readonly string[];
  readonly comment: (typeof commentModes)[number];
  readonly annotations: boolean;
  readonly summary: boolean;
  readonly sarifFile: string | null;
  readonly failOn: readonly ReasonToFail[];
  readonly wait: (typeof waits)[number];
  readonly issue: (typeof issueModes)[number];
  /** Of `ramp`. */
  readonly ramp: Ramp | null;
  readonly sandbox: boolean;
  /** Null: nothing is asked of GitHub. */
  readonly token: string | null;
}

export interface Ramp {
  readonly record: string;
  readonly member: string;
  /** Percent, or the steps of which the next one is taken. */
  readonly to: { readonly percent: string } | { readonly steps: string };
}

/** Every input of action.yml, in its order. */
export const inputNames = [
  "command",
  "policy",
  "working-directory",
  "provider",
  "base-ref",
  "expect",
  "plan-file",
  "allow",
  "comment",
  "annotations",
  "summary",
  "sarif-file",
  "fail-on",
  "wait",
  "issue",
  "record",
  "member",
  "percent",
  "steps",
  "sandbox",
  "github-token",
] as const;
type InputName = (typeof inputNames)[number];

/** The inputs, or what is wrong with them. */
export function readInputs(read: (name: InputName) => string = getInput): Inputs | readonly string[] {
  const wrong: string[] = [];
  const text = (name: InputName) => read(name).trim() || null;
  const list = (name: InputName) =>
    read(name)
      .split(/[\n,]/u)
      .flatMap((item) => item.trim() || []);
  const choose = <C extends string>(name: InputName, choices: readonly C[], usual: C): C => {
    const given = text(name) ?? usual;
    const found = choices.find((choice) => choice === given);
    if (found === undefined) wrong.push(`${name}: ${given} is none of ${choices.join(", ")}`);
    return found ?? usual;
  };
  const flag = (name: InputName, usual: boolean) =>
    choose(name, ["true", "false"], usual ? "true" : "false") === "true";
  const command = choose("command", commands, "plan");
  if (text("command") === null) wrong.push(`command: one of ${commands.join(", ")} is needed`);
  const failOn = list("fail-on");
  const unknown = failOn.filter((reason) => !reasonsToFail.some((known) => known === reason));
  if (unknown.length > 0) wrong.push(`fail-on: ${unknown.join(", ")} is none of ${reasonsToFail.join(", ")}`);
  const inputs: Inputs = {
    command,
    policy: list("policy"),
    workingDirectory: text("working-directory") ?? ".",
    provider: text("provider"),
    baseRef: text("base-ref"),
    expect: readExpect(text("expect"), command, wrong),
    planFile: text("plan-file"),
    allow: list("allow"),
    comment: choose("comment", commentModes, "sticky"),
    annotations: flag("annotations", true),
    summary: flag("summary", true),
    sarifFile: text("sarif-file"),
    failOn: reasonsToFail.filter((reason) => failOn.includes(reason)),
    wait: choose("wait", waits, "insync"),
    issue: choose("issue", issueModes, "off"),
    ramp: command === "ramp" ? readRamp(text, wrong) : null,
    sandbox: flag("sandbox", false),
    token: text("github-token"),
  };
  // What can't be honoured is never ignored.
  const onlyFor = (name: InputName, is: boolean, whose: string) => {
    if (text(name) !== null && !is) wrong.push(`${name}: only ${whose} takes it`);
  };
  onlyFor("base-ref", command === "diff", "diff");
  onlyFor("expect", command === "apply", "apply");
  onlyFor("plan-file", command === "plan" || command === "apply", "plan or apply");
  onlyFor("allow", command === "plan" || command === "apply", "plan or apply");
  for (const name of ["record", "member", "percent", "steps"] as const)
    onlyFor(name, command === "ramp", "ramp");
  const reaches = !["validate", "diff"].includes(command);
  onlyFor("provider", reaches, "a command that asks a provider");
  if (inputs.sandbox && !reaches) wrong.push("sandbox: only a command that asks a provider takes it");
  onlyFor("wait", command === "apply", "apply");
  onlyFor("policy", command !== "apply" || inputs.planFile === null, "an apply without plan-file");
  onlyFor("provider", command !== "apply" || inputs.planFile === null, "an apply without plan-file");
  for (const reason of inputs.failOn) {
    const able = commands.filter((one) => findable[one].includes(reason));
    if (!able.includes(command))
      wrong.push(`fail-on: ${command} can't find ${reason}; ${able.join(", ")} can`);
  }
  const commenting = ["diff", "plan", "apply"];
  if (inputs.comment === "changes-only" && !commenting.includes(command))
    wrong.push(`comment: changes-only is for ${commenting.join(", ")}, which find changes and comment`);
  if (inputs.issue === "sticky" && command !== "drift") wrong.push("issue: only drift takes it");
  return wrong.length > 0 ? wrong : inputs;
}

function readExpect(given: string | null, command: Command, wrong: string[]): Expect {
  if (given === null || command !== "apply") return { kind: "any" };
  if (given === "from-pr") return { kind: "from-pr" };
  if (!/^sha256:[0-9a-f]{64}$/u.test(given))
    wrong.push(`expect: ${given} is neither from-pr nor a digest that plan prints`);
  return { kind: "digest", digest: given };
}

function readRamp(text: (name: InputName) => string | null, wrong: string[]): Ramp | null {
  const [record, member, percent, steps] = [text("record"), text("member"), text("percent"), text("steps")];
  if (record === null || member === null) {
    wrong.push("record, member: ramp needs both");
    return null;
  }
  if ((percent === null) === (steps === null)) {
    wrong.push("percent, steps: ramp needs one of the two");
    return null;
  }
  return { record, member, to: percent === null ? { steps: steps ?? "" } : { percent } };
}
