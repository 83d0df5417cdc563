/** Policies of several files, without a file system: files are looked up in a table. */
import { posix } from "node:path";
import { expect, test } from "vitest";
import { describe } from "../../src/diagnostic/describe.ts";
import type { Diagnostic } from "../../src/diagnostic/diagnostic.ts";
import type { FindInclude } from "../../src/policy/include.ts";
import { type Loaded, loadPolicy } from "../../src/policy/load.ts";
import { parseSource } from "../../src/source/read.ts";

type Files = Readonly<Record<string, string>>;

const head = "version: 1\nname: web\nzone: example.com\n";

function findIn(files: Files): FindInclude {
  return (path, from) => {
    const joined = posix.join(posix.dirname(from), path);
    if (joined.startsWith("..")) return { kind: "outside" };
    const text = files[joined];
    return text === undefined
      ? { kind: "unreadable", reason: "ENOENT" }
      : { kind: "file", parsed: parseSource({ path: joined, text }) };
  };
}

/** Loads `web.yaml`. */
function load(files: Files): Loaded {
  return loadPolicy({ path: "web.yaml", text: files["web.yaml"] ?? "" }, findIn(files));
}

/** `file:line code` of each diagnostic. */
function told({ diagnostics, files }: Loaded): readonly string[] {
  return diagnostics.map((found) => `${lineOf(found, files)} ${found.code}`);
}

function lineOf({ place }: Diagnostic, files: Loaded["files"]): string {
  const holder = files.find(({ file }) => file.path === place?.file);
  if (place === null || holder === undefined) return "nowhere";
  return `${place.file}:${holder.document?.locate(place).start.line ?? 0}`;
}

test("names of all files are known in all files, nested ones too", () => {
  const loaded = load({
    "web.yaml": `${head}include: [parts/all.yaml]\nrecords: { www: { ttl: 30s, to: { use: both } } }\n`,
    "parts/all.yaml":
      "include: [../ends.yaml]\npolicies: { both: { failover: [a, b] } }\nhealthChecks: { up: { type: http } }\n",
    "ends.yaml":
      "version: 1\nendpoints: { a: { ipv4: 192.0.2.1, healthCheck: up }, b: { ipv4: 192.0.2.2 }, spare: { ipv4: 192.0.2.3 } }\n",
  });
  // `spare` may be another policy's, so nobody calls it unused.
  expect(told(loaded)).toEqual([]);
  expect([...(loaded.policy?.endpoints.keys() ?? [])]).toEqual(["a", "b", "spare"]);
  const origins = [...(loaded.policy?.endpoints.values() ?? [])].map(({ origin }) => origin.file);
  expect(new Set(origins)).toEqual(new Set(["ends.yaml"]));
  expect(loaded.files.map(({ file }) => file.path)).toEqual(["web.yaml", "parts/all.yaml", "ends.yaml"]);
});

const good = "records: { www: { ttl: 30s, to: a } }\n";
const ends = "endpoints: { a: { ipv4: 192.0.2.1 } }\n";

test.each<readonly [string, Files, readonly string[]]>([
  [
    "a name that two files declare is told at the second, with the place of the first",
    { "web.yaml": `${head}include: [e.yaml]\n${ends}${good}`, "e.yaml": `# \n${ends}` },
    ["web.yaml:5 declared-twice"],
  ],
  [
    "the same between two parts",
    { "web.yaml": `${head}include: [e.yaml, f.yaml]\n${good}`, "e.yaml": ends, "f.yaml": `# \n${ends}` },
    ["f.yaml:2 declared-twice"],
  ],
  [
    "a mistake in a part is told there, and brings no others along",
    {
      "web.yaml": `${head}include: [e.yaml]\n${good}`,
      "e.yaml": "endpoints:\n  a: { ipv4: 192.0.2.256 }\n  b: { ipv: 192.0.2.1 }\n",
    },
    ["e.yaml:2 bad-address", "e.yaml:3 unknown-key"],
  ],
  [
    "a part that is not YAML",
    { "web.yaml": `${head}include: [e.yaml]\n${good}`, "e.yaml": "endpoints: {\n" },
    ["e.yaml:0 yaml-unclosed"],
  ],
  [
    "a part that isn't there",
    { "web.yaml": `${head}include:\n  - e.yaml\n${good}` },
    ["web.yaml:5 include-unreadable"],
  ],
  [
    "a path to the outside",
    { "web.yaml": `${head}include: [../e.yaml]\n${good}` },
    ["web.yaml:4 include-outside"],
  ],
  [
    "an absolute path",
    { "web.yaml": `${head}include: [/etc/e.yaml]\n${good}` },
    ["web.yaml:4 include-not-relative"],
  ],
  [
    "a URL",
    { "web.yaml": `${head}include: ["https://example.com/e.yaml"]\n${good}` },
    ["web.yaml:4 include-not-relative"],
  ],
  [
    "a circle",
    {
      "web.yaml": `${head}include: [e.yaml]\n${good}`,
      "e.yaml": `${ends}include: [f.yaml]\n`,
      "f.yaml": "# \ninclude: [e.yaml]\n",
    },
    ["f.yaml:2 include-cycle"],
  ],
  [
    "a file that includes itself",
    { "web.yaml": `${head}include: [web.yaml]\n${good}` },
    ["web.yaml:4 include-cycle"],
  ],
  [
    "a file that is included twice",
    { "web.yaml": `${head}include: [e.yaml, ./e.yaml]\n${good}`, "e.yaml": ends },
    ["web.yaml:4 include-twice"],
  ],
  [
    "a whole policy among the parts",
    { "web.yaml": `${head}include: [e.yaml]\n${good}`, "e.yaml": `${head}${ends}${good}` },
    ["web.yaml:4 include-policy"],
  ],
  [
    "a part with a zone",
    { "web.yaml": `${head}include: [e.yaml]\n${good}`, "e.yaml": `zone: example.com\n${ends}` },
    ["web.yaml:4 include-policy"],
  ],
  [
    "an include that is no list",
    { "web.yaml": `${head}include: e.yaml\n${ends}${good}` },
    ["web.yaml:4 wrong-value"],
  ],
  [
    "include misspelt: its names are known all the same",
    { "web.yaml": `${head}includes: [e.yaml]\n${good}`, "e.yaml": ends },
    ["web.yaml:4 unknown-key"],
  ],
  ["no endpoints and no include", { "web.yaml": `${head}${good}` }, ["web.yaml:1 missing-key"]],
])("%s", (_, files, expected) => {
  const loaded = load(files);
  expect(told(loaded)).toEqual(expected);
});

test("what is told names the other place", () => {
  const [found] = load({
    "web.yaml": `${head}include: [e.yaml]\n${ends}${good}`,
    "e.yaml": `# \n${ends}`,
  }).diagnostics;
  expect(found === undefined ? "" : describe(found).message).toBe(
    "The endpoint a is already declared in e.yaml:2",
  );
});

test("without a look-up, includes are told and nothing else", () => {
  const text = `${head}include: [e.yaml]\n${good}`;
  const { diagnostics } = loadPolicy({ path: "web.yaml", text });
  expect(diagnostics.map(({ code }) => code)).toEqual(["include-unreadable"]);
});

test("a thousand files are read, more are refused", () => {
  const part = (number: number) => `p${number}.yaml`;
  const numbers = Array.from({ length: 600 }, (_, index) => index);
  const files: Record<string, string> = {
    "web.yaml": `${head}include: [left.yaml, right.yaml]\n${ends}${good}`,
    "left.yaml": `include: [${numbers.map(part).join(", ")}]\n`,
    "right.yaml": `include: [${numbers.map((number) => part(number + 600)).join(", ")}]\n`,
  };
  for (const number of [...numbers, ...numbers.map((one) => one + 600)])
    files[part(number)] = "policies: {}\n";
  const loaded = load(files);
  expect(loaded.diagnostics.map(({ code }) => code)).toEqual(["include-too-many"]);
  expect(loaded.files).toHaveLength(1001);
});
