/** Options about saved plans and approvals, and where a plan may be saved. */
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { digestChanges } from "../../src/plan/digest.ts";
import { makeProject, parseSaid, run, small, weighing, writeIn } from "./command-line.ts";
import { apply, file, planChange } from "./planned-project.ts";

describe.concurrent("what doesn't go together", { timeout: 90_000 }, () => {
  test("is a usage error", async () => {
    const { folder } = await planChange();
    const lines: readonly (readonly [readonly string[], string])[] = [
      [["apply", file, "signpost.yaml", "--sandbox"], "a saved plan stands alone"],
      [["apply", file, file, "--sandbox"], "a saved plan stands alone"],
      [["apply", file], "apply it with --sandbox"],
      [["apply", file, "--sandbox", "--provider", "route53"], "--provider can't be given with a saved plan"],
      [["apply", file, "--sandbox", "--root", ".", "--max-file-size", "1MiB"], "--root and --max-file-size"],
      [["apply", "--sandbox", "--expect", "sha256:12"], "Write the whole digest"],
      [["plan", "--sandbox", "-o", "web.json"], "ends in .plan.json"],
      [["plan", "--sandbox", "--expires", "4h"], "name one with -o"],
      [["plan", "--sandbox", "-o", file, "--expires", "8d"], "Write a time up to 7d"],
      [["plan", "--sandbox", file], "is not a policy file"],
      [["show", "signpost.yaml"], "is not a saved plan"],
    ];
    for (const [args, words] of lines) {
      const ended = await run(args, { folder });
      expect(ended).toMatchObject({ code: 64, stdout: "" });
      expect(ended.stderr).toContain(words);
    }
  });

  test("a plan writes over an older plan, and over nothing else", async () => {
    const { folder } = await planChange();
    const save = () => run(["plan", "--sandbox", "-o", file], { folder });
    chmodSync(join(folder, file), 0o644);
    expect((await save()).code).toBe(0);
    expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    writeIn(folder, file, '{ "format": 1 }');
    const refused = await save();
    expect(refused).toMatchObject({ code: 8, stdout: "" });
    expect(refused.stderr).toContain("[plan-not-overwritten]");
    expect(readFileSync(join(folder, file), "utf8")).toBe('{ "format": 1 }');
    rmSync(join(folder, file));
    mkdirSync(join(folder, file));
    expect((await save()).stderr).toContain("[plan-not-overwritten]");
    expect((await apply(folder)).code).toBe(6);
    rmSync(join(folder, file), { recursive: true });
    symlinkSync("elsewhere", join(folder, file));
    expect((await save()).code).toBe(4);
    expect(existsSync(join(folder, "elsewhere"))).toBe(false);
  });

  test("what can't be applied is shown, and not saved", async () => {
    const folder = makeProject({ "signpost.yaml": small });
    expect((await run(["apply", "--sandbox", "--yes"], { folder })).code).toBe(0);
    writeIn(folder, "signpost.yaml", small.replace("name: web", "name: other"));
    const ended = await run(["plan", "--sandbox", "-o", file], { folder });
    expect(ended.code).toBe(5);
    expect(ended.stdout).toContain("Blocked");
    expect(ended.stderr).toContain("[plan-not-saved]");
    expect(existsSync(join(folder, file))).toBe(false);
  });

  test("--expect lets the reviewed change through alone, and is content where nothing is left to change", async () => {
    const folder = makeProject({ "signpost.yaml": small });
    const planned = parseSaid((await run(["plan", "--sandbox", "--format", "json"], { folder })).stdout);
    const expected = ["apply", "--sandbox", "--yes", "--expect", String(planned.change)];
    expect((await run(expected, { folder })).code).toBe(0);
    const again = await run(expected, { folder });
    expect(again.code).toBe(0);
    expect(again.stderr).toContain("[change-made]");
    writeIn(folder, "signpost.yaml", weighing(60, 40));
    expect((await run(expected, { folder })).code).toBe(6);
    writeIn(folder, "signpost.yaml", small);
    expect((await run([...expected.slice(0, -1), digestChanges([])], { folder })).code).toBe(0);
  });

  test("a schema of saved plans is there for other tools", async () => {
    const { code, stdout } = await run(["schema", "plan"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ title: "a saved plan" });
  });
});
