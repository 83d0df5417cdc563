/** Reports as Markdown: golden cases, a limit that is kept whatever is reported, and nothing that breaks out of its cell. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { runDiff } from "../../src/cli/commands/diff.ts";
import { table } from "../../src/report/markdown/blocks.ts";
import { code, marker, prose } from "../../src/report/markdown/escape.ts";
import { renderMarkdown } from "../../src/report/markdown/markdown.ts";
import type { Report, ReportedName } from "../../src/report/report.ts";
import { makeProject, readExample, small } from "../cli/command-line.ts";
import { listen } from "../cli/in-process.ts";
import { makeHostile, payloads } from "./hostile.ts";
import { nodesOf, parseMarkdown, skeletonOf, strangersIn, textOf, wordsOf } from "./markdown-tree.ts";
import { changeByHand, openReports } from "./run-reports.ts";

const global = readExample("global-web");
const cases: Record<string, Report> = {};

beforeAll(async () => {
  const project = openReports(global);
  cases.new = (await project.plan()).report;
  cases.applied = (await project.apply()).report;
  project.rewrite(global.replace("eu-a: 90, eu-b: 10", "eu-a: 60, eu-b: 40"));
  cases.change = (await project.plan()).report;
  project.rewrite(
    global
      .replace("eu-a: 90, eu-b: 10", "eu-a: 20, eu-b: 80")
      .replace("ttl: 30s", "ttl: 10m")
      .replace("    objective: { failover: 75s }", "    # no objective")
      .concat("traffic: { queriesPerSecond: 200 }\n"),
  );
  cases.blocked = (await project.plan()).report;
  project.rewrite(global);
  await changeByHand(project.folder, { "eu-a": 50, "eu-b": 50 });
  cases.drift = (await project.drift()).report;
  project.rewrite(global.replace("eu-dr", "eu-dt").replace("version: 1", "version: 2"));
  cases.invalid = (await project.validate()).report;
  const both = openReports(
    small.replace("route53: {}", "route53: {}\n  cloudflare: {}").replace("30s", "60s"),
  );
  cases.both = (await both.plan()).report;
  const [before, broken] = [
    global.replace("\nrecords:\n", "\nrecords:\n  api: { ttl: 60s, to: us-a }\n"),
    "wbe-b: 10",
  ];
  cases.diff = await compare(
    { web: before, mended: other("mended").replace("web-b: 10", broken), gone: other("gone") },
    {
      web: `${withoutEndpoint(global)}guards: { max-shift: 80 }\n`,
      mended: other("mended"),
      added: other("added"),
    },
  );
});

/** The example with an objective that takes longer, and without one of its endpoints. */
function withoutEndpoint(policy: string): string {
  return policy
    .replace("failover: 75s", "failover: 300s")
    .replace(/ {2}eu-b:.*\n/u, "")
    .replace("expect: { eu-b: 100 }", "expect: { eu-dr: 100 }")
    .replaceAll(/, eu-b(?:: 10)?/gu, "");
}

function other(name: string): string {
  return small.replace("name: web", `name: ${name}`).replace("www:", `${name}:`);
}

/** What `diff` reports of two directories of policies. */
async function compare(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Promise<Report> {
  const files = Object.entries({ before, after }).flatMap(([folder, policies]) =>
    Object.entries(policies).map(([name, text]) => [`${folder}/${name}.yaml`, text] as const),
  );
  const heard = listen(makeProject(Object.fromEntries(files)));
  expect(await runDiff(heard.context, ["before", "after"], { format: "json" }), heard.out()).toBe(0);
  return JSON.parse(heard.out());
}

/** What is made anew in each run. */
function settle(text: string): string {
  return text
    .replaceAll(/\bZ[0-9A-Z]{10,}/gu, "Z0123456789")
    .replaceAll(/sha256:[0-9a-f]{64}/gu, "sha256:0")
    .replaceAll(/\b[0-9a-f]{32}\b/gu, "0123456789abcdef");
}

test.each(["change", "blocked", "drift", "new", "applied", "invalid", "both", "diff"])(
  "golden: %s",
  (name) => {
    const file = join(import.meta.dirname, "fixtures", `${name}.md`);
    const text = settle(renderMarkdown(cases[name] ?? fail(name)));
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(file, text);
    expect(text).toBe(existsSync(file) ? readFileSync(file, "utf8") : "");
    expect(strangersIn(parseMarkdown(text))).toEqual([]);
  },
);

test("traffic comes before everything else, what lets it pass with what blocks it", () => {
  const tree = parseMarkdown(renderMarkdown(cases.blocked ?? fail("blocked")));
  const [first, second] = nodesOf(tree, "table");
  expect(textOf(first ?? tree)).toContain("who gets what");
  expect(textOf(second ?? tree)).toContain("--allow max-shift=www");
  expect(textOf(second ?? tree)).toContain("--allow ttl-jump=www");
});

function fail(name: string): never {
  throw new Error(`no report ${name}`);
}

/** A report of a plan in which so many names change. */
function multiply(report: Report, times: number, rename: (at: number) => string): Report {
  const [plan] = report.plans ?? [];
  const [name] = plan?.names ?? [];
  if (plan === undefined || name === undefined) return fail("plan");
  const names = Array.from({ length: times }, (_, at): ReportedName => {
    const own = rename(at);
    const told = JSON.stringify(name).replaceAll("www.example.com", () => JSON.stringify(own).slice(1, -1));
    const made: ReportedName = JSON.parse(told);
    // The later, the more it moves.
    return { ...made, blast: { ...made.blast, share: (at + 1) / times } };
  });
  const counts = { ...plan.counts, update: plan.counts.update * times, markers: times };
  return { ...report, plans: [{ ...plan, names, counts }] };
}

describe("a plan that changes a thousand names", () => {
  let large: Report;
  beforeAll(() => {
    large = multiply(cases.change ?? fail("change"), 1000, (at) => `www-${at}.example.com`);
  });

  test("is told in under 60,000 characters, with counts of the whole and whole tables", () => {
    const text = renderMarkdown(large);
    expect(text.length).toBeLessThan(60_000);
    // As much of it is told as there is room for.
    expect(text.length).toBeGreaterThan(55_000);
    const tree = parseMarkdown(text);
    expect(textOf(tree)).toContain("0 to add, 4000 to change, 0 to destroy");
    const named = nodesOf(tree, "heading")
      .map(textOf)
      .filter((title) => /^www-\d+/u.test(title));
    expect(named[0]).toContain("www-999.example.com");
    expect(textOf(tree)).toContain(`${1000 - named.length} more names change`);
    for (const { children: [head, ...rows] = [] } of nodesOf(tree, "table")) {
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row.children?.length).toBe(head?.children?.length);
    }
    expect(text.split("<details>").length).toBe(text.split("</details>").length);
    expect(text.match(/^\|.*[^|\n]$/mu)).toBe(null);
  });

  test("of which a summary of a job shows all", () => {
    const text = renderMarkdown(large, undefined, 1024 * 1024);
    expect(text.match(/^#### /gmu)?.length).toBe(1000);
  });

  test.each([[1000], [20_000]])("in %i bytes: less is told, and nothing is cut", (limit) => {
    const text = renderMarkdown(large, undefined, limit);
    expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(limit);
    expect(text).toContain("0 to add, 4000 to change, 0 to destroy");
    expect(text.match(/<details>/gu)?.length).toBe(text.match(/<\/details>/gu)?.length);
  });
});

test("whatever is long, the least that is told has room", () => {
  const long = (at: number) => `${"x|`@<".repeat(300)}${at}`;
  const report = multiply(cases.blocked ?? fail("blocked"), 200, long);
  const finding = report.diagnostics[0] ?? fail("finding");
  const text = renderMarkdown({
    ...report,
    files: Array.from({ length: 500 }, (_, at) => long(at)),
    diagnostics: Array.from({ length: 1500 }, (_, at) => ({
      ...finding,
      severity: "error" as const,
      message: long(at),
      file: long(at),
    })),
  });
  expect(text.length).toBeLessThan(60_000);
  expect(textOf(parseMarkdown(text))).toContain("1500 errors");
});

test("however many policies had mistakes before, they are told as far as there is room", () => {
  const [revision] = cases.diff?.revisions ?? [];
  if (revision === undefined) return fail("revision");
  const revisions = Array.from({ length: 1000 }, (_, at) => ({
    ...revision,
    compared: false,
    file: `${"x".repeat(300)}${at}`,
  }));
  const report = { ...(cases.diff ?? fail("diff")), revisions };
  const text = renderMarkdown(report);
  expect(text.length).toBeLessThan(60_000);
  const named = text.match(/the policy before has mistakes/gu) ?? [];
  expect(text).toContain(`What clients get now by ${1000 - named.length} other policies isn't known either.`);
  expect(renderMarkdown(report, undefined, 1000)).toContain(
    "What clients get now by 1000 policies isn't known",
  );
});

test.each(["change", "blocked", "drift", "applied", "invalid", "both", "diff"])(
  "hostile text in %s",
  (name) => {
    const report = cases[name] ?? fail(name);
    const plain = skeletonOf(parseMarkdown(renderMarkdown(makeHostile(report, "plain.word"))));
    for (const payload of payloads) {
      const text = renderMarkdown(makeHostile(report, payload));
      const tree = parseMarkdown(text);
      expect(skeletonOf(tree), payload).toEqual(plain);
      expect(strangersIn(tree), payload).toEqual([]);
      expect(wordsOf(tree), payload).not.toMatch(references);
      expect(text.replaceAll("\n", ""), payload).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|##\[/u);
      expect(text, payload).not.toMatch(/^\s*::/mu);
    }
  },
);

/** What GitHub makes a notification or a link of. */
const references = /@\w|#\d|\bGH-\d|:\/\/|www\./iu;

test("any text stays in its cell, as one word or as a sentence", () => {
  const anything = fc.string({ unit: "binary", maxLength: 40 });
  const nasty = fc.array(fc.constantFrom(...payloads, ..."|`<>[]()!*_~#@\\-:&;.{}\n\t \"'/=+$"), {
    maxLength: 8,
  });
  const text = fc.oneof(
    anything,
    nasty.map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(text, text, (one, other) => {
      const cells = [
        [code(one), prose(other)],
        ["c", "d"],
      ];
      const tree = parseMarkdown(table(["a", "b"], cells).join("\n"));
      expect(skeletonOf(tree)).toEqual(["root", "table 2,2,2"]);
      expect(strangersIn(tree)).toEqual([]);
      expect(wordsOf(tree)).not.toMatch(references);
    }),
    { numRuns: 200 },
  );
});

test("what is code keeps its letters", () => {
  for (const name of ["www.example.com", "a|b", "a`b", "*.app", "<x>", "a\\b", "_x_"]) {
    expect(textOf(parseMarkdown(table(["a"], [[code(name)]]).join("\n")))).toContain(name);
  }
});

test("no file's name ends the comment by which a report is found again", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...payloads)), (file) => {
      expect(marker("plan", file)).toMatch(/^<!-- signpost:plan:(?:(?!--)[\w.%/~-])* -->$/u);
    }),
  );
  expect(marker("plan", "dns/web.yaml")).toBe("<!-- signpost:plan:dns/web.yaml -->");
});
