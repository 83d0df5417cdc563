/** A run over many files keeps of each no more than it has to say. */
import { expect, test } from "vitest";
import { checkEach, checkFiles } from "../../src/cli/check-files.ts";
import { makeProject } from "./command-line.ts";

const policy = (name: string, record: string) =>
  `version: 1\nname: ${name}\nzone: example.com\nproviders: { route53: {} }\nendpoints:\n  a: { ipv4: 203.0.113.1 }\nrecords:\n  ${record}: { ttl: 300s, to: a }\n`;

test("what is kept is what was asked for, and what is said is the same", () => {
  const folder = makeProject({ "dns/a.yaml": policy("a", "www"), "dns/b.yaml": policy("b", "www") });
  const whole = checkFiles(["dns"], folder);
  const few = checkEach(["dns"], folder, {}, ({ file }) => file.path);
  expect(few.checked).toEqual(["dns/a.yaml", "dns/b.yaml"]);
  expect(few.diagnostics).toEqual(whole.diagnostics);
  // Each tells of a line of the other.
  expect(few.diagnostics).toMatchObject([
    { code: "record-claimed-twice", args: { policy: "b", file: "dns/b.yaml", line: 8 } },
    { code: "record-claimed-twice", args: { policy: "a", file: "dns/a.yaml", line: 8 } },
  ]);
});
