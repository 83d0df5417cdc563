/** What docs/testing.md shows is what the command line prints. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runTest } from "../../src/cli/commands/test.ts";
import { makeProject, root } from "../cli/command-line.ts";
import { listen } from "../cli/in-process.ts";

const page = readFileSync(join(root, "docs/testing.md"), "utf8");
const policy = /^```yaml\n(.*?)^```/ms.exec(page)?.[1] ?? "";
const shown = /^```\n\$ signpost test\n(.*?)^```/ms.exec(page)?.[1] ?? "";

test("the report is the one of the policy above it", () => {
  const heard = listen(makeProject({ "signpost.yaml": policy }));
  expect(runTest(heard.context, [], { format: "human" })).toBe(3);
  expect(heard.out()).toBe(shown);
});

test("with whenDown: stay the guarantee is kept, as it says", () => {
  const staying = policy.replace(
    "[frankfurt, dublin] }\n",
    "[frankfurt, dublin] }\n          whenDown: stay\n",
  );
  const heard = listen(makeProject({ "signpost.yaml": staying }));
  runTest(heard.context, [], { format: "human" });
  expect(heard.out()).toContain("✓ the Union stays in the Union");
});
