/** `signpost diff` of what a policy is held to: whoever may change the policy may change that too. */
import { expect, test } from "vitest";
import { runDiff } from "../../src/cli/commands/diff.ts";
import { makeProject, readExample, small } from "./command-line.ts";
import { listen } from "./in-process.ts";

const promise = (most: number) =>
  `guarantees:\n  - { name: few, record: www, share: { endpoint: web-b, atMost: ${most} } }\n`;
const all = (expected: string) =>
  `tests:\n  - { name: all, record: www, from: anywhere, expect: { ${expected} } }\n`;
const before = `${small}${promise(20)}${all("web-a: 90, web-b: 10")}`;

/** What is said of a change, as one line. */
async function told(after: string): Promise<string> {
  return (await tell(before, after)).replaceAll("\n", " ");
}

async function tell(was: string, is: string, width = 100): Promise<string> {
  const { context, out } = listen(makeProject({ "old.yaml": was, "new.yaml": is }));
  const narrow = { ...context, io: { ...context.io, width } };
  expect(await runDiff(narrow, ["old.yaml", "new.yaml"], { format: "human" })).toBe(0);
  return out();
}

test("guards, guarantees and tests", async () => {
  expect(await told(`${small}${promise(90)}guards: { max-shift: 80 }\n`)).toContain(
    "Rules: guard max-shift 50 → 80, guarantee few says something else, test all is gone",
  );
});

test("how it is written is no change of it", async () => {
  const moved = `# moved\n${small}${promise(20)}${all("web-b: 10, web-a: 90")}`;
  expect(await told(moved)).toContain("No difference");
});

test("severities, protections and waivers, of which the longest counts", async () => {
  const waiver = (until: string) => `  - { rule: ttl-long, target: www, until: ${until}, reason: known }\n`;
  const said = await told(
    `${before.replace("www:", "www:\n    protect: true")}lint: { ttl-long: "off" }\nwaivers:\n${waiver("2030-01-01")}${waiver("2029-01-01")}`,
  );
  expect(said).toContain("lint ttl-long off is new");
  expect(said).toContain("waiver of rule ttl-long for www until 2030-01-01 is new");
  expect(said).toContain("protect www is new");
  expect(said).not.toContain("2029");
});

test("an objective is told in lines of the terminal's width", async () => {
  const checked = readExample("global-web");
  const said = await tell(checked, checked.replace("failover: 75s", "failover: 300s"), 40);
  const lines = said.split("\n");
  const first = lines.findIndex((line) => line.startsWith("Failover objective"));
  expect(lines.slice(first, first + 2)).toEqual(["Failover objective of www.example.com:", "75 s → 300 s"]);
});
