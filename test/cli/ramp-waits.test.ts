/** `signpost ramp` goes on only when the step before it is live and had its time to show. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeProject, parseSaid, run, small, writeIn } from "./command-line.ts";

const path = "signpost.yaml";
const written = (folder: string) => readFileSync(join(folder, path), "utf8");

test("waits for the last step, by what is live", { timeout: 60_000 }, async () => {
  const folder = makeProject({ [path]: small });
  const next = ["ramp", "www", "web-b", "--steps", "10,30,60", "--next", "--sandbox"];
  const unapplied = await run(next, { folder });
  expect(unapplied).toMatchObject({ code: 5, stdout: "" });
  expect(unapplied.stderr).toContain("[step-not-applied]");
  expect((await run(["apply", "--sandbox", "--yes"], { folder })).code).toBe(0);
  const early = await run([...next, "--format", "json"], { folder });
  expect(early.code).toBe(5);
  expect(parseSaid(early.stdout).diagnostics).toMatchObject([
    { code: "step-too-soon", hint: expect.stringMatching(/lowering a share never waits$/u) },
  ]);
  // The way back, written as more of the other, is told as what doesn't wait.
  const back = await run(["ramp", "www", "web-a=100", "--sandbox", "--format", "json"], { folder });
  expect(parseSaid(back.stdout).diagnostics).toMatchObject([
    { code: "step-too-soon", hint: expect.stringMatching(/if this is the way back, write web-b=0$/u) },
  ]);
  expect(written(folder)).toBe(small);
  // Less never waits.
  expect((await run(["ramp", "www", "web-b=5", "--sandbox"], { folder })).code).toBe(0);
  writeIn(folder, path, small);
  const offline = await run([...next, "--offline"], { folder });
  expect(offline.code).toBe(0);
  expect(offline.stderr).toContain("[step-unchecked]");
  expect(offline.stdout).toContain("Next: signpost apply --sandbox\n");
});
