/** Reports beside what is shown: files, formats, and JSON that keeps its schema, also where something is wrong. */
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import reportSchema from "../../schemas/report.schema.json" with { type: "json" };
import { runApply } from "../../src/cli/commands/apply.ts";
import { runDiff } from "../../src/cli/commands/diff.ts";
import { runDrain } from "../../src/cli/commands/drain.ts";
import { runPlan } from "../../src/cli/commands/plan.ts";
import { runRamp } from "../../src/cli/commands/ramp.ts";
import { runTest } from "../../src/cli/commands/test.ts";
import { runValidate } from "../../src/cli/commands/validate.ts";
import type { Report } from "../../src/report/report.ts";
import { changeByHand, openReports } from "../report/run-reports.ts";
import { makeProject, readExample, run, small, weighing, writeIn } from "./command-line.ts";
import { listen } from "./in-process.ts";

const validate = new Ajv2020({ strictRequired: false, strictTypes: false }).compile(reportSchema);

/** Fails with what the schema complains of. */
function expectReport(value: unknown): void {
  const complaints = validate(value) ? [] : validate.errors;
  expect(complaints).toEqual([]);
}

const broken = small.replace("web-b: 10", "wbe-b: 10");
const global = readExample("global-web");

describe("the schema describes what is printed", () => {
  test("of plan, show, apply and drift, whatever they find", async () => {
    const project = openReports(global);
    const said = [await project.plan({ out: "web.plan.json" })];
    said.push(await project.show("web.plan.json"));
    said.push(await project.apply({ sandbox: true }, ["web.plan.json"]));
    // Applied already.
    said.push(await project.apply({ sandbox: true }, ["web.plan.json"]));
    await changeByHand(project.folder, { "eu-a": 50 });
    said.push(await project.drift(), await project.plan());
    project.rewrite(global.replace("eu-a: 90, eu-b: 10", "eu-a: 10, eu-b: 90"));
    said.push(await project.plan(), await project.apply(), await project.apply({ yes: false }));
    said.push(await project.show("web.plan.json"), await project.show("none.plan.json"));
    for (const { report } of said) expectReport(report);
    expect(said.map(({ code }) => code)).toEqual([0, 0, 0, 6, 2, 0, 5, 5, 5, 0, 6]);
    expect(said.map(({ report }) => report.plans?.[0]?.risk)).toEqual([
      ...["low", "low", "low", undefined, undefined, "medium", "high", "high", "high", "low", undefined],
    ]);
  });

  test("of validate, plan, apply and drift, of a policy that is invalid", async () => {
    const project = openReports(broken);
    const said = [
      await project.validate(),
      await project.plan(),
      await project.apply(),
      await project.drift(),
    ];
    for (const { report, code } of said) {
      expectReport(report);
      expect(code).toBe(3);
      expect(report.files).toEqual(["signpost.yaml"]);
    }
  });

  test("of several providers, and of a zone that can't be had", async () => {
    const both = small.replace("route53: {}", "route53: {}\n  cloudflare: {}").replace("30s", "60s");
    const { report } = await openReports(both).plan();
    expectReport(report);
    expect(report.comparisons).toHaveLength(1);
    const heard = listen(makeProject({ "signpost.yaml": small }));
    const env = {
      AWS_ENDPOINT_URL_ROUTE_53: "http://127.0.0.1:1",
      AWS_ACCESS_KEY_ID: "a",
      AWS_SECRET_ACCESS_KEY: "b",
    };
    expect(await runPlan({ ...heard.context, env }, [], { format: "json" })).not.toBe(0);
    expectReport(JSON.parse(heard.out()));
  });

  test("of tests and guarantees", () => {
    for (const policy of [global, global.replace("eu-dr: 100", "eu-dr: 90, us-a: 10"), broken]) {
      const heard = listen(makeProject({ "signpost.yaml": policy }));
      runTest(heard.context, [], { format: "json" });
      expectReport(JSON.parse(heard.out()));
    }
  });

  test("of what a change of files does, compared or made", async () => {
    const folder = makeProject({ "signpost.yaml": small, "new.yaml": global, "broken.yaml": broken });
    const say = async (args: (heard: ReturnType<typeof listen>) => Promise<unknown>) => {
      const heard = listen(folder);
      await args(heard);
      const report: Report = JSON.parse(heard.out());
      expectReport(report);
      return report;
    };
    const json = { format: "json" } as const;
    const compared = await say(({ context }) => runDiff(context, ["signpost.yaml", "new.yaml"], json));
    expect(compared.revisions).toHaveLength(1);
    expect(compared.plans?.[0]?.risk).toBe("high");
    await say(({ context }) => runDiff(context, ["signpost.yaml", "broken.yaml"], json));
    await say(({ context }) => runDiff(context, ["broken.yaml", "signpost.yaml"], json));
    await say(({ context }) => runDrain(context, "web-a", ["signpost.yaml"], { ...json, dryRun: true }));
    await say(({ context }) => runDrain(context, "web-a", ["broken.yaml"], json));
    await say(({ context }) =>
      runRamp(context, "www", "web-b=20", ["signpost.yaml"], { ...json, dryRun: true, offline: true }),
    );
  });

  test("and would not describe something else", () => {
    const finding = { code: "usage", severity: "error", message: "m", details: [], hint: null };
    const nowhere = { file: null, line: null, column: null, endLine: null, endColumn: null };
    const failed = { format: 1, command: "plan", ok: false };
    const fingerprint = "0123456789abcdef";
    expectReport({ ...failed, diagnostics: [{ ...finding, ...nowhere, fingerprint }] });
    expect(validate({ ...failed, diagnostics: [{ ...finding, ...nowhere }] })).toBe(false);
    expect(validate({ ...failed, ok: true, diagnostics: [] })).toBe(false);
    expect(validate({ ...failed, command: "validate", ok: true, diagnostics: [], policies: [{}] })).toBe(
      false,
    );
  });
});

describe("files", () => {
  const outs = { outJson: "report.json", outMarkdown: "report.md", outSarif: "report.sarif" };

  test("are written in one run beside what the terminal shows, and over older reports", async () => {
    const folder = makeProject({ "signpost.yaml": small, ".git/HEAD": "" });
    for (const policy of [small, weighing(50, 50)]) {
      writeIn(folder, "signpost.yaml", policy);
      const heard = listen(folder);
      expect(await runPlan(heard.context, [], { format: "human", sandbox: true, ...outs })).toBe(0);
      expect(heard.out()).toContain("Plan: 2 to add");
      expectReport(JSON.parse(readFileSync(join(folder, "report.json"), "utf8")));
      const weight = policy === small ? "`web-a` 90 %" : "`web-a` 50 %";
      expect(readFileSync(join(folder, "report.md"), "utf8")).toContain(weight);
      expect(readFileSync(join(folder, "report.sarif"), "utf8")).toContain('"version": "2.1.0"');
    }
  });

  test("are written when a command fails, too", async () => {
    const folder = makeProject({ "signpost.yaml": broken, "report.json": "" });
    const heard = listen(folder);
    expect(await runValidate(heard.context, [], { format: "human", ...outs })).toBe(3);
    expect(heard.out()).toContain("[unknown-endpoint]");
    const report = JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));
    expect(report).toMatchObject({ ok: false, diagnostics: [{ code: "unknown-endpoint" }] });
    expect(readFileSync(join(folder, "report.md"), "utf8")).toContain("`unknown-endpoint`");
    expect(readFileSync(join(folder, "report.sarif"), "utf8")).toContain('"ruleId": "unknown-endpoint"');
  });

  test("that can't be written are a diagnostic, and nothing else suffers", async () => {
    const folder = makeProject({ "signpost.yaml": small });
    const heard = listen(folder);
    const asked = { format: "json", sandbox: true, yes: true, input: false, wait: "insync" } as const;
    const code = await runApply(heard.context, [], { ...asked, outJson: "none/r.json", outMarkdown: "r.md" });
    expect(code).toBe(4);
    const report = JSON.parse(heard.out());
    expectReport(report);
    expect(report).toMatchObject({ ok: false, results: [{ failed: null }] });
    expect(report.diagnostics).toMatchObject([
      { code: "file-unwritable", message: expect.stringContaining("none/r.json") },
    ]);
    expect(existsSync(join(folder, "r.md"))).toBe(true);
  });

  test("that are no reports are left alone", async () => {
    const folder = makeProject({ "signpost.yaml": small, "notes.md": "# notes\n" });
    mkdirSync(join(folder, "folder"));
    symlinkSync("/dev/null", join(folder, "device"));
    const wrong = [
      { outJson: "signpost.yaml" },
      { outMarkdown: "notes.md" },
      { outSarif: "folder" },
      { outJson: "device" },
    ];
    for (const out of wrong) {
      const heard = listen(folder);
      expect(await runValidate(heard.context, [], { format: "human", ...out })).toBe(4);
      expect(heard.err()).toContain("[report-not-overwritten]");
    }
    expect(readFileSync(join(folder, "signpost.yaml"), "utf8")).toBe(small);
    expect(readFileSync(join(folder, "notes.md"), "utf8")).toBe("# notes\n");
    expect(statSync("/dev/null").isFile()).toBe(false);
  });

  test("tell of a command line that is wrong", async () => {
    const folder = makeProject();
    const outs = ["--out-json", "r.json", "--out-markdown=r.md", "--out-sarif", "r.sarif"];
    const ended = await run(["plan", ...outs], { folder });
    expect(ended).toMatchObject({ code: 64, stdout: "" });
    const report = JSON.parse(readFileSync(join(folder, "r.json"), "utf8"));
    expectReport(report);
    expect(report).toMatchObject({ command: "plan", ok: false, diagnostics: [{ code: "usage" }] });
    expect(readFileSync(join(folder, "r.md"), "utf8")).toContain("no policy file");
    expect(readFileSync(join(folder, "r.sarif"), "utf8")).toContain("no policy file");
  });
});

describe("--format github", () => {
  test("annotates, and adds the Markdown to the summary of the job", async () => {
    const folder = makeProject({ "signpost.yaml": broken, ".git/HEAD": "", "summary.md": "# before\n" });
    const heard = listen(folder);
    const env = { GITHUB_STEP_SUMMARY: join(folder, "summary.md") };
    expect(await runValidate({ ...heard.context, env }, [], { format: "github" })).toBe(3);
    expect(heard.out()).toMatch(/^::error file=signpost\.yaml,line=12,.*title=unknown-endpoint::/u);
    const summary = readFileSync(join(folder, "summary.md"), "utf8");
    expect(summary).toMatch(/^# before\n<!-- signpost:validate:signpost\.yaml -->\n/u);
    expect(summary).toContain("`unknown-endpoint`");
  });

  test("leaves a summary alone that has no more room", async () => {
    const full = "x".repeat(1024 * 1024 - 100);
    const folder = makeProject({ "signpost.yaml": broken, "summary.md": full });
    const env = { GITHUB_STEP_SUMMARY: join(folder, "summary.md") };
    await runValidate({ ...listen(folder).context, env }, [], { format: "github" });
    expect(statSync(join(folder, "summary.md")).size).toBe(full.length);
  });
});

test("a format that a command doesn't have is a usage error", async () => {
  const ended = await run(["compile", "--format", "sarif"], {
    folder: makeProject({ "signpost.yaml": small }),
  });
  expect(ended.code).toBe(64);
  expect(ended.stderr).toContain("Allowed choices are human, json.");
});

test("nothing is asked where a report is printed", async () => {
  const folder = makeProject({ "signpost.yaml": small });
  const heard = listen(folder);
  const context = { ...heard.context, io: { ...heard.context.io, canAsk: true } };
  const asked = { format: "markdown", sandbox: true, input: true, wait: "insync" } as const;
  expect(await runApply(context, [], asked)).toBe(8);
  expect(heard.out()).toContain("`confirmation-needed`");
});
