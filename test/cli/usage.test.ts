/** A wrong command line: exit 64, one sentence on stderr, and JSON where JSON was asked for. */
import { describe, expect, test } from "vitest";
import { errorsIn, makeProject, parseSaid, run, small } from "./command-line.ts";

const lines: readonly (readonly [readonly string[], string])[] = [
  [["plam"], "did you mean plan"],
  [["plan", "--sandbocks"], "did you mean --sandbox"],
  [["validate", "--format", "yaml"], "json"],
  [["apply", "--wait", "forever", "--sandbox"], "insync"],
  [["simulate", "--at", "bind"], "policy, route53, cloudflare"],
  [["simulate", "--from", "mars"], "country=DE"],
  [["simulate", "--from", "country=XX"], "no country with the code XX"],
  [["simulate", "--record", "wwww"], "did you mean www?"],
  [["simulate", "--down", "web-aa"], "did you mean web-a?"],
  [["simulate", "--type", "MX"], "it has A"],
  [["simulate", "--resolvers", "9", "--timeline", "t=0 down web-a"], "cannot be used with"],
  [["simulate", "--resolvers", "none"], "write 1 to 1000000"],
  [["simulate", "--timeline", "t=9 down web-a", "--timeline", "t=0 up web-a"], "goes backwards"],
  [["compile", "--provider", "bind"], "choices are route53, cloudflare"],
  [["compile", "--provider", "cloudflare"], "doesn't name cloudflare"],
  [["plan", "--provider", "cloudflare", "--sandbox"], "doesn't name cloudflare"],
  [["plan", "--allow", "max-shft=www", "--sandbox"], "did you mean max-shift?"],
  [["apply", "--allow", "everything=www", "--sandbox"], "there are stranger, max-delete, last-answer"],
  [["apply", "--allow", "max-shift", "--sandbox"], "such as max-shift=www"],
  [["destroy", "--allow", "max-shift=", "--sandbox"], "such as max-shift=www"],
  [["explain", "failover-uncheckd"], "failover-unchecked"],
  [["schema", "policy", "surplus"], "too many arguments"],
  [["schema", "surplus"], "policy, plan"],
  [["plan", "--format"], "argument missing"],
];

describe.concurrent.each(lines)("%j", (args, words) => {
  test("says so on stderr alone", async () => {
    const ended = await run(args, { folder: makeProject({ "signpost.yaml": small }) });
    expect(ended).toMatchObject({ code: 64, stdout: "" });
    expect(ended.stderr.toLowerCase()).toContain(words.toLowerCase());
    expect(ended.stderr).not.toContain("at file:");
  });
});

test.concurrent.each([
  [["plam", "--format", "json"], "plam", "unknown command 'plam'", "did you mean plan?"],
  [
    ["plan", "--sandbocks", "--format=json"],
    "plan",
    "unknown option '--sandbocks'",
    "did you mean --sandbox?",
  ],
  [["apply", "--wait", "forever", "--format", "json"], "apply", "forever", null],
  [["simulate", "--from", "mars", "--format", "json"], "simulate", "country=DE", null],
  [["--format", "json", "validate"], null, "unknown option '--format'", null],
] as const)("%j answers in JSON", async (args, command, message, hint) => {
  const ended = await run(args, { folder: makeProject({ "signpost.yaml": small }) });
  expect(ended.code).toBe(64);
  const said = parseSaid(ended.stdout);
  expect(said).toMatchObject({ command, ok: false });
  expect(errorsIn(said)).toEqual(["usage"]);
  expect(said.diagnostics[0]?.message.toLowerCase()).toContain(message.toLowerCase());
  expect(said.diagnostics[0]?.hint).toBe(hint);
});

test.concurrent("no policy at all is a usage error that says what is looked for", async () => {
  const ended = await run(["plan", "--sandbox"], { folder: makeProject() });
  expect(ended).toMatchObject({ code: 64, stdout: "" });
  expect(ended.stderr).toContain("signpost.yaml");
});

test.concurrent("without arguments the help is printed, with every command and the exit codes", async () => {
  const ended = await run([]);
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  for (const command of [
    "validate",
    "compile",
    "simulate",
    "plan",
    "apply",
    "destroy",
    "import",
    "explain",
    "schema",
  ]) {
    expect(ended.stdout).toMatch(new RegExp(`^ {2}${command}\\b`, "mu"));
  }
  expect(ended.stdout).toContain("130 interrupted");
});

test.concurrent.each([
  "validate",
  "compile",
  "simulate",
  "plan",
  "apply",
  "destroy",
  "import",
  "explain",
  "schema",
])("%s --help has an example and fits a terminal", async (command) => {
  const ended = await run([command, "--help"], { env: { COLUMNS: "80" } });
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  expect(ended.stdout).toContain(`$ signpost ${command}`);
  for (const line of ended.stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
});

test.concurrent("--version prints the version alone", async () => {
  for (const flag of ["--version", "-V"]) {
    const ended = await run([flag]);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toMatch(/^\d+\.\d+\.\d+\n$/u);
  }
});
