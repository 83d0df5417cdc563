/** Workflow commands, read as the runner of GitHub Actions reads them. */
import { beforeAll, expect, test } from "vitest";
import { runDrain } from "../../src/cli/commands/drain.ts";
import { runRamp } from "../../src/cli/commands/ramp.ts";
import { renderAnnotations } from "../../src/report/annotations.ts";
import type { Finding, Report } from "../../src/report/report.ts";
import { makeProject, readExample, small } from "../cli/command-line.ts";
import { listen } from "../cli/in-process.ts";
import { makeHostile, payloads } from "./hostile.ts";
import { changeByHand, openReports } from "./run-reports.ts";

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

const decode = (text: string) =>
  text
    .replaceAll("%0D", "\r")
    .replaceAll("%0A", "\n")
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",")
    .replaceAll("%25", "%");

/** Every line must be a command; what a line holds beside it would go to the log. */
function read(text: string): readonly Command[] {
  expect(text.endsWith("\n")).toBe(true);
  return text
    .slice(0, -1)
    .split(/\r\n|[\n\r]/u)
    .map((line) => {
      const [, name = "", properties = "", message = ""] =
        /^::(error|warning|notice) ((?:\w+=[^,:]*,?)+)::(.*)$/u.exec(line) ?? [];
      expect(name, line).not.toBe("");
      const pairs = properties.split(",").map((pair) => pair.split("="));
      return {
        name,
        properties: Object.fromEntries(pairs.map(([key = "", ...value]) => [key, decode(value.join("="))])),
        message: decode(message),
      };
    });
}

const here = { folder: "/repository/infra", root: "/repository" };
let blocked: Report;
let drifted: Report;

beforeAll(async () => {
  const project = openReports(small);
  await project.apply();
  project.rewrite(small.replace("web-a: 90, web-b: 10", "web-a: 10, web-b: 90"));
  blocked = (await project.plan()).report;
  project.rewrite(small);
  await changeByHand(project.folder, { "web-a": 50 });
  drifted = (await project.drift()).report;
});

test("guards and drift stand at the lines of their records, and the last line tells what all comes to", () => {
  const [first, ...others] = read(renderAnnotations(blocked, here));
  expect(first).toMatchObject({
    name: "error",
    properties: {
      file: "infra/signpost.yaml",
      line: "10",
      endLine: "10",
      col: "3",
      title: "guard-max-shift",
    },
    message: expect.stringContaining("--allow max-shift=www"),
  });
  expect(others.at(-1)).toMatchObject({
    name: "notice",
    message: expect.stringMatching(/moves up to 80 % .* risk: high · blocked/u),
  });
  expect(read(renderAnnotations(drifted, here))).toMatchObject([
    { name: "warning", properties: { line: "10", title: "name-drifted" } },
    { name: "notice", message: expect.stringContaining("1 name changed by hand") },
  ]);
});

test("within what GitHub keeps of a step: 10 of each sort, of which the last says how many are left", () => {
  const [finding] = blocked.diagnostics;
  if (finding === undefined) throw new Error("nothing found");
  const many = (severity: Finding["severity"], number: number): readonly Finding[] =>
    Array.from({ length: number }, () => ({ ...finding, severity }));
  const diagnostics = [...many("note", 40), ...many("warning", 10), ...many("error", 37)];
  const commands = read(renderAnnotations({ ...blocked, diagnostics }, here));
  const of = (name: string) => commands.filter((command) => command.name === name);
  expect([of("error").length, of("warning").length, of("notice").length]).toEqual([10, 10, 1]);
  expect(commands[9]?.message).toBe("28 more errors, which the summary has");
  expect(of("warning").at(-1)?.message).not.toContain("more warnings");
});

test("a stretch of several lines has no columns", () => {
  const [finding] = blocked.diagnostics;
  if (finding === undefined) throw new Error("nothing found");
  const long = { ...finding, line: 3, endLine: 9 };
  const [command] = read(renderAnnotations({ ...blocked, diagnostics: [long] }, here));
  expect(Object.keys(command?.properties ?? {})).toEqual(["file", "line", "endLine", "title"]);
});

test.each(payloads.map((payload) => [payload]))("hostile text starts no command: %j", (payload) => {
  for (const report of [blocked, drifted]) {
    const plain = read(renderAnnotations(report, here));
    const hostile = read(renderAnnotations(makeHostile(report, payload), here));
    expect(hostile.map(({ name }) => name)).toEqual(plain.map(({ name }) => name));
    for (const { message } of hostile) expect(message.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  }
});

test("an example has nothing but a notice", async () => {
  const { report } = await openReports(readExample("global-web")).validate();
  expect(read(renderAnnotations(report, here)).map(({ name }) => name)).toEqual(["notice"]);
});

test("of an edit it says what becomes of the share, also where nothing changes", async () => {
  const folder = makeProject({ "signpost.yaml": small });
  const tell = async (edit: (context: ReturnType<typeof listen>["context"]) => Promise<unknown>) => {
    const heard = listen(folder);
    await edit(heard.context);
    return read(heard.out()).at(-1);
  };
  const usual = { format: "github", offline: true } as const;
  const step = (steps: string) =>
    tell((context) => runRamp(context, "www", "web-b", [], { ...usual, steps, next: true }));
  expect(await step("5,10")).toEqual({
    name: "notice",
    properties: { title: "DNS ramp" },
    message: "web-b stays at 10 % · nothing changes",
  });
  expect((await step("5,10,50"))?.message).toContain("web-b: 10 % → 50 % · moves up to");
  const undrained = await tell((context) => runDrain(context, "web-b", [], { ...usual, undo: true }));
  expect(undrained?.message).toBe("nothing changes");
});
