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

const waits = "needs --wait authoritative";
const endpoints = ["--zone", "example.com", "--endpoint", "a=192.0.2.1", "--endpoint", "b=192.0.2.2"];

/** Options that would do nothing, in the words of whoever thinks that they do something. */
const idle: readonly (readonly [readonly string[], string])[] = [
  [
    ["apply", "--yes", "--sandbox", "--place", "DE=192.0.2.0/24"],
    `--place says as whom name servers are asked, and so ${waits}`,
  ],
  [["apply", "--yes", "--sandbox", "--wait", "insync", "--mmdb", "places.mmdb"], waits],
  [["apply", "web.plan.json", "--mmdb", "places.mmdb"], waits],
  [["apply", "--resume", "run.jsonl", "--mmdb", "places.mmdb"], waits],
  [["apply", "--resume", "run.jsonl", "--max-file-size", "1MiB"], "takes no --max-file-size"],
  [["apply", "--resume", "run.jsonl", "signpost.yaml"], "takes no policy files"],
  [["adopt", "www", "--sandbox", "--mmdb", "places.mmdb"], waits],
  [["destroy", "--sandbox", "--place", "DE=192.0.2.0/24"], waits],
  [["rollback", "run.jsonl", "--wait", "none", "--place", "DE=192.0.2.0/24"], waits],
  [["plan", "--sandbox", "--expires", "1h"], "name one with -o"],
  [["verify", "--via", "api", "--queries", "500"], "--queries means nothing"],
  [["verify", "--via", "api", "--timeout", "2s"], "--timeout means nothing"],
  [["verify", "--via", "api", "--server", "192.0.2.53"], "--server means nothing"],
  [["verify", "--down", "web-a"], "needs --health assumed or --server"],
  [["fmt", "-", "--root", "."], "leave --root out"],
  [["simulate", "--seed", "7"], "--seed goes with --resolvers"],
  [["simulate", "--failover", "--down", "web-a"], "cannot be used with"],
  [["init", "new.yaml", "--no-input", ...endpoints, "--serves", "a=EU"], "add --strategy geo"],
  [["sandbox", "--probe-interval", "1s"], "needs --probe"],
  [["sandbox", "--reset", "--zone", "example.org"], "--zone means nothing beside it"],
  [["sandbox", "--reset", "--places"], "--places means nothing beside it"],
  [["sandbox", "--places", "--dns-port", "5300"], "--dns-port means nothing beside it"],
  [["sandbox", "--port", "5300", "status"], "--port means nothing beside it"],
  [["sandbox", "--reset", "down", "192.0.2.1"], "--reset means nothing beside it"],
];

describe.concurrent.each([...lines, ...idle])("%j", (args, words) => {
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
