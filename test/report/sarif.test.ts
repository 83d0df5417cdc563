/** SARIF 2.1.0 as its schema and GitHub's code scanning want it. */
import sarifSchema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import { Ajv } from "ajv";
import { beforeAll, expect, test } from "vitest";
import { runValidate } from "../../src/cli/commands/validate.ts";
import type { Finding, Report } from "../../src/report/report.ts";
import { renderSarif } from "../../src/report/sarif.ts";
import { makeProject, small } from "../cli/command-line.ts";
import { listen } from "../cli/in-process.ts";
import { makeHostile, payloads } from "./hostile.ts";
import { openReports } from "./run-reports.ts";

/** As draft 4 it names itself with `id`; what it says means the same to later drafts. */
const { $schema: _, id: __, ...schema } = sarifSchema;
const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string };
      readonly region: Readonly<Record<string, number>>;
    };
  }[];
  readonly partialFingerprints: { readonly primaryLocationLineHash: string };
}

interface Run {
  readonly tool: {
    readonly driver: { readonly rules: readonly { readonly id: string; readonly help: object }[] };
  };
  readonly columnKind: string;
  readonly results: readonly Result[];
  readonly invocations: readonly {
    readonly executionSuccessful: boolean;
    readonly toolExecutionNotifications: readonly { readonly message: { readonly text: string } }[];
  }[];
}

const here = { folder: "/repository/infra", root: "/repository" };

function read(report: Report, surroundings = here): Run {
  const log: { readonly runs: readonly Run[] } = JSON.parse(renderSarif(report, surroundings));
  expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
  const [run] = log.runs;
  if (run === undefined) throw new Error("no run");
  return run;
}

const faulty = small.replace("web-b: 10", "wbe-b: 10").replace("ttl: 30s", "ttl: 30s\n    types: [A, B]");
let invalid: Report;
let blocked: Report;

beforeAll(async () => {
  invalid = (await openReports(faulty).validate()).report;
  const project = openReports(small);
  await project.apply();
  project.rewrite(small.replace("web-a: 90, web-b: 10", "web-a: 10, web-b: 90"));
  blocked = (await project.plan()).report;
});

test("a result for each diagnostic: rule, level, place in the repository, by UTF-16 columns", () => {
  const run = read(invalid);
  expect(run.columnKind).toBe("utf16CodeUnits");
  expect(run.invocations[0]?.executionSuccessful).toBe(false);
  const result = run.results.find(({ ruleId }) => ruleId === "unknown-endpoint");
  expect(result).toMatchObject({
    level: "error",
    message: { text: 'There is no endpoint "wbe-b". Did you mean web-b?' },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "infra/signpost.yaml", uriBaseId: "%SRCROOT%" },
          region: { startLine: 13, startColumn: 34, endLine: 13, endColumn: 39 },
        },
      },
    ],
  });
  expect(run.tool.driver.rules[result?.ruleIndex ?? -1]).toMatchObject({
    id: "unknown-endpoint",
    shortDescription: { text: expect.stringMatching(/^[A-Z]/u) },
    help: { text: expect.any(String) },
    defaultConfiguration: { level: "error" },
  });
});

test("guards are found at the lines of their record", () => {
  expect(read(blocked).results.map(({ ruleId }) => ruleId)).toContain("guard-max-shift");
});

test("a finding is the same when lines move, and another in another file", async () => {
  const fingerprints = async (text: string) => {
    const { report } = await openReports(text).validate();
    return read(report).results.map(({ ruleId, partialFingerprints }) => [ruleId, partialFingerprints]);
  };
  expect(await fingerprints(`# a comment\n\n\n${faulty}`)).toEqual(await fingerprints(faulty));
  const elsewhere = makeProject({ "other.yaml": faulty });
  const heard = listen(elsewhere);
  await runValidate(heard.context, ["other.yaml"], { format: "json" });
  const there = read(JSON.parse(heard.out())).results;
  expect(there.map(({ ruleId }) => ruleId)).toEqual(read(invalid).results.map(({ ruleId }) => ruleId));
  const known = new Set(read(invalid).results.map((one) => one.partialFingerprints.primaryLocationLineHash));
  for (const one of there) expect(known).not.toContain(one.partialFingerprints.primaryLocationLineHash);
  const [finding] = invalid.diagnostics;
  expect(finding?.fingerprint).toMatch(/^[0-9a-f]{16}$/u);
  const twice = read({ ...invalid, diagnostics: [...invalid.diagnostics, ...invalid.diagnostics] });
  const all = twice.results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash);
  expect(new Set(all).size).toBe(all.length);
});

test("of many, the 5,000 that are worst", () => {
  const [finding] = invalid.diagnostics;
  if (finding === undefined) throw new Error("nothing found");
  const many = Array.from(
    { length: 6000 },
    (_, at): Finding => ({
      ...finding,
      severity: at < 5900 ? "warning" : "error",
    }),
  );
  const { results } = read({ ...invalid, diagnostics: many });
  expect(results.length).toBe(5000);
  expect(results.filter(({ level }) => level === "error").length).toBe(100);
  expect(results[0]?.level).toBe("error");
});

test("what no file of the repository is to blame for is a notification", () => {
  const [finding] = invalid.diagnostics;
  if (finding === undefined) throw new Error("nothing found");
  const elsewhere = [
    { ...finding, file: null, line: null },
    { ...finding, file: "../../etc/policy.yaml" },
  ];
  const run = read({ ...invalid, diagnostics: elsewhere });
  expect(run.results).toEqual([]);
  expect(run.invocations[0]?.toolExecutionNotifications.length).toBe(2);
});

test.each(payloads.map((payload) => [payload]))("hostile text is text: %j", (payload) => {
  const run = read(makeHostile(blocked, payload));
  const texts = run.results.map(({ message }) => message.text);
  expect(texts.join("")).not.toMatch(/[\p{Cc}\p{Cf}]|(?<!\\)\]\(/u);
  for (const { locations } of run.results) {
    expect(locations[0]?.physicalLocation.artifactLocation.uri).toMatch(/^[\w.!~*'()%/-]+$/u);
  }
});
