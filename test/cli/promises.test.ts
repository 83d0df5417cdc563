/** `signpost test`: the report, its formats, and its exit codes. */
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { describe, expect, test } from "vitest";
import { runTest, type TestOptions } from "../../src/cli/commands/test.ts";
import { makeProject, small } from "./command-line.ts";
import { listen } from "./in-process.ts";

function run(promises: string, format: TestOptions["format"] = "human") {
  const heard = listen(makeProject({ "signpost.yaml": `${small}\n${promises}` }));
  const code = runTest(heard.context, [], { format });
  return { code, out: heard.out(), err: heard.err() };
}

const good = "tests:\n  - { name: as weighed, record: www, expect: { web-a: 90, web-b: 10 } }\n";
const bad = "  - { name: half, record: www, expect: { web-a: 50, web-b: 50 } }\n";
const kept = "guarantees:\n  - { name: no others, record: www, only: [web-a, web-b] }\n";

test("a policy that keeps its word ends well", () => {
  const { code, out, err } = run(good + kept);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/✓ as weighed +anywhere · A/u);
  expect(out).toContain("✓ no others");
  expect(out).toMatch(/\n1 test passes · 1 guarantee holds\n$/u);
});

test("one that doesn't exits 3, with expected beside actual", () => {
  const { code, out } = run(good + bad + kept);
  expect(code).toBe(3);
  expect(out).toContain("✗ half");
  expect(out).toMatch(/web-a +50 % +90 %/u);
  expect(out).toMatch(/\n1 of 2 tests passes · 1 guarantee holds\n$/u);
});

test("a policy without a word of itself is told so", () => {
  const { code, out } = run("");
  expect(code).toBe(0);
  expect(out).toContain("no tests and no guarantees");
});

test("an invalid policy exits 3 and says why", () => {
  const { code, err } = run(good.replace("www", "wwww"));
  expect(code).toBe(3);
  expect(err).toContain("[unknown-record]");
});

test("JSON has every test and guarantee, with what came out", () => {
  const { code, out } = run(good + bad + kept, "json");
  expect(code).toBe(3);
  const said = JSON.parse(out);
  expect(said).toMatchObject({
    format: 1,
    command: "test",
    ok: false,
    tests: [
      { name: "as weighed", passed: true },
      { name: "half", passed: false, codes: ["test-failed"] },
    ],
    guarantees: [{ name: "no others", kept: true, promise: "only" }],
  });
  expect(said.tests[1].outcomes[0].shares).toContainEqual({ label: "web-a", expected: 50, actual: 90 });
});

describe("JUnit", () => {
  test("is XML that counts, even when names mean harm", () => {
    const hostile = `<\\"&'>]]>\\u0007\\u202e`;
    const { out } = run(good + bad.replace("half", `"${hostile}"`) + kept, "junit");
    expect(XMLValidator.validate(out)).toBe(true);
    const { testsuites } = new XMLParser({ ignoreAttributes: false }).parse(out);
    expect(testsuites).toMatchObject({ "@_tests": "3", "@_failures": "1", "@_errors": "0" });
    const [, second] = testsuites.testsuite.testcase;
    expect(second["@_name"]).toBe(`<"&'>]]>\uFFFD\uFFFD`);
    expect(second.failure["@_type"]).toBe("test-failed");
  });

  test("has an error for what else is wrong", () => {
    const { out } = run(good.replace("www", "wwww"), "junit");
    expect(XMLValidator.validate(out)).toBe(true);
    expect(new XMLParser({ ignoreAttributes: false }).parse(out).testsuites).toMatchObject({
      "@_errors": "1",
    });
  });
});
