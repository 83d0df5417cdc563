/** Nobody answers. Apart from the others, because it takes as long as Signpost's patience. */
import { expect, test } from "vitest";
import { asVendor, errorsIn, makeProject, parseSaid, run, small } from "./command-line.ts";

test("nobody answers: exit 10, in JSON too", { timeout: 120_000 }, async () => {
  const options = {
    folder: makeProject({ "signpost.yaml": small }),
    env: asVendor("http://127.0.0.1:1"),
  };
  const [plan, apply] = await Promise.all([
    run(["plan", "--format", "json"], options),
    run(["apply", "--yes"], options),
  ]);
  expect(plan).toMatchObject({ code: 10, stderr: "" });
  expect(errorsIn(parseSaid(plan.stdout))).toEqual(["provider-unavailable"]);
  expect(apply).toMatchObject({ code: 10, stdout: "" });
  expect(apply.stderr).toContain("can't be reached");
});
