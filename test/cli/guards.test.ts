/** Guards on the command line: what is blocked, how it is let pass, and that no flag is passed over. */
import { expect, test } from "vitest";
import { digestChanges } from "../../src/plan/digest.ts";
import { errorsIn, makeProject, parseSaid, run, small, weighing, writeIn } from "./command-line.ts";

/** Applied, and then changed so that 80 % of the answers would move. */
async function makeShift(): Promise<string> {
  const folder = makeProject({ "signpost.yaml": small });
  expect((await run(["apply", "--sandbox", "--yes"], { folder })).code).toBe(0);
  writeIn(folder, "signpost.yaml", weighing(10, 90));
  return folder;
}

test.concurrent("an unsafe plan is shown with what blocks it, and not applied", async () => {
  const folder = await makeShift();
  const planned = await run(["plan", "--sandbox"], { folder });
  expect(planned.code).toBe(5);
  expect(planned.stdout).toContain("weight 90 → 10");
  expect(planned.stdout).toContain("Guards: 9 passed · 1 blocked: max-shift=www");
  expect(planned.stdout).toContain("Blocked: it can't be applied (guard-max-shift)");
  expect(planned.stdout).not.toContain("Next:");
  expect(planned.stderr).toContain("80 % of the answers of www would move (everywhere)");
  expect(planned.stderr).toContain("--allow max-shift=www lets it pass once");

  expect((await run(["apply", "--sandbox", "--yes"], { folder })).code).toBe(5);
  const again = await run(["plan", "--sandbox", "--format", "json"], { folder });
  expect(errorsIn(parseSaid(again.stdout))).toEqual(["guard-max-shift"]);
  expect(parseSaid(again.stdout).plans).toMatchObject([
    {
      blocked: true,
      guards: {
        passed: 9,
        findings: [
          { guard: "max-shift", target: "www", value: 80, limit: 50, status: "blocked", until: null },
        ],
      },
    },
  ]);
});

test.concurrent("what is allowed by name is applied, and the next command repeats it", async () => {
  const folder = await makeShift();
  const allow = ["--allow", "max-shift=www"];
  const planned = await run(["plan", "--sandbox", ...allow], { folder });
  expect(planned.code).toBe(0);
  expect(planned.stderr).not.toContain("[guard-");
  expect(planned.stdout).toContain("Guards: 9 passed · 1 allowed: max-shift=www");
  expect(planned.stdout).toContain("Next: signpost apply --sandbox --allow max-shift=www");
  expect((await run(["apply", "--sandbox", "--yes", ...allow], { folder })).code).toBe(0);
  // It is done: the same flag allows nothing any more.
  const after = await run(["apply", "--sandbox", "--yes", ...allow], { folder });
  expect(after.code).toBe(5);
  expect(after.stderr).toContain("[allow-unused]");
});

test.concurrent("the same run once more finds the change that it expects made, and needs no allowance for it", async () => {
  const folder = await makeShift();
  const allow = ["--allow", "max-shift=www"];
  const planned = await run(["plan", "--sandbox", "--format", "json", ...allow], { folder });
  const digest = String(parseSaid(planned.stdout).change);
  const apply = (expected: string) =>
    run(["apply", "--sandbox", "--yes", "--expect", expected, ...allow], { folder });
  expect((await apply(digest)).code).toBe(0);
  const again = await apply(digest);
  expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining("[change-made]") });
  expect(again.stderr).not.toContain("[allow-unused]");
  // Whoever expects that nothing changes allows nothing by it.
  const idle = await apply(digestChanges([]));
  expect(idle).toMatchObject({ code: 5, stderr: expect.stringContaining("[allow-unused]") });
  // Another change that waits is not the one that was made.
  writeIn(folder, "signpost.yaml", weighing(15, 85));
  const other = await apply(digest);
  expect(other).toMatchObject({ code: 5, stderr: expect.stringContaining("[allow-unused]") });
});

test.concurrent("what is allowed for nothing stops the run before the first write", async () => {
  const folder = makeProject({ "signpost.yaml": small });
  for (const command of [
    ["plan", "--sandbox"],
    ["apply", "--sandbox", "--yes"],
  ]) {
    const ended = await run([...command, "--allow", "ttl-jump=www"], { folder });
    expect(ended.code).toBe(5);
    expect(ended.stderr).toContain("--allow ttl-jump=www allows nothing");
  }
  expect((await run(["plan", "--sandbox"], { folder })).stdout).toContain("2 to add");
});

test.concurrent("a waiver in the file lets pass until its day", async () => {
  const folder = await makeShift();
  const waiver = (until: string) =>
    `${weighing(10, 90)}waivers: [{ guard: max-shift, target: www, until: ${until}, reason: the move }]\n`;
  writeIn(folder, "signpost.yaml", waiver("2020-12-31"));
  const over = await run(["plan", "--sandbox"], { folder });
  expect(over.code).toBe(5);
  expect(over.stderr).toContain("[waiver-expired]");
  writeIn(folder, "signpost.yaml", waiver("9999-12-31"));
  const held = await run(["apply", "--sandbox", "--yes"], { folder });
  expect(held.code).toBe(0);
  expect(held.stdout).toContain("Guards: 9 passed · 1 waived: max-shift=www");
  expect(held.stderr).toContain("(waived until 9999-12-31: the move)");
});

test.concurrent("destroy is held by none of them once its names are named", async () => {
  const folder = makeProject({ "signpost.yaml": `${small}  "@": { ttl: 30s, to: web-a }\n` });
  expect((await run(["apply", "--sandbox", "--yes"], { folder })).code).toBe(0);
  const words = ["destroy", "--sandbox", "--yes"];
  expect(await run(words, { folder })).toMatchObject({ code: 5 });
  expect(await run([...words, "--allow", "destroy=web"], { folder })).toMatchObject({ code: 0 });
  expect((await run(["plan", "--sandbox"], { folder })).stdout).toContain("3 to add");
});
