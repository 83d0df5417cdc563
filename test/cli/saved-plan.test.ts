/** A plan that is saved, reviewed and applied later: exactly it, or nothing, with a word why. */
import { readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { ChangeResourceRecordSetsCommand } from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import { runApply } from "../../src/cli/commands/apply.ts";
import { runShow } from "../../src/cli/commands/show.ts";
import { digestChanges, digestOf } from "../../src/plan/digest.ts";
import { revive } from "../../src/plan/file/read.ts";
import type { SavedPlan } from "../../src/plan/generated/wire.ts";
import { openSandbox } from "../../src/sandbox/sandbox.ts";
import { a, makeClient } from "../sandbox/workbench.ts";
import { errorsIn, parseSaid, run, small, weighing, writeIn } from "./command-line.ts";
import { listen } from "./in-process.ts";
import { apply, file, planChange, read } from "./planned-project.ts";

/** Puts other words into a plan, with digests that fit. */
function forge(folder: string, change: (plan: SavedPlan) => SavedPlan): void {
  const { digest: _, ...forged } = change(read(folder));
  const plans = forged.policies.flatMap((policy) => policy.plans.map(revive));
  const body = { ...forged, change: digestChanges(plans) };
  writeIn(folder, file, JSON.stringify({ ...body, digest: digestOf(body) }));
}

/** What is live, by the sandbox's own file. */
function stateOf(folder: string): string {
  return readFileSync(join(folder, ".signpost/sandbox/state.json"), "utf8");
}

/** Gives web-a another weight, as somebody in the vendor's console would. */
async function editByHand(folder: string): Promise<void> {
  const sandbox = await openSandbox({ folder: join(folder, ".signpost/sandbox"), now: () => Date.now() });
  const zone = await sandbox.ensureZone("example.com");
  const set = (Weight: number) =>
    a("www.example.com", { SetIdentifier: "web-a", Weight, TTL: 30 }, "192.0.2.1");
  const client = makeClient(sandbox.route53Url);
  await client.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: zone,
      ChangeBatch: {
        Changes: [
          { Action: "DELETE", ResourceRecordSet: set(90) },
          { Action: "CREATE", ResourceRecordSet: set(80) },
        ],
      },
    }),
  );
  await sandbox.close();
}

/** The same without a process of its own. */
async function showHere(folder: string) {
  const heard = listen(folder);
  const code = await runShow(heard.context, file, { format: "human" });
  return { code, out: heard.out(), err: heard.err() };
}

async function applyHere(folder: string) {
  const heard = listen(folder);
  const options = { format: "human", sandbox: true, input: false, wait: "insync" } as const;
  const code = await runApply(heard.context, [file], options);
  return { code, out: heard.out(), err: heard.err() };
}

describe.concurrent("a saved plan", { timeout: 90_000 }, () => {
  test("is its owner's alone, and is applied without a question", async () => {
    const { folder, planned } = await planChange();
    expect(planned.stdout).toMatch(
      /^Change: sha256:[0-9a-f]{64}\nNext: signpost apply web\.plan\.json --sandbox\n$/mu,
    );
    expect(planned.stderr).toContain(`Saved ${file}`);
    expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    const shown = await run(["show", file], { folder });
    expect(shown).toMatchObject({ code: 0, stderr: "" });
    expect(shown.stdout).toContain(planned.stdout);
    const applied = await apply(folder);
    expect(applied.code).toBe(0);
    expect(applied.stdout).toContain("Applied: 0 added, 2 changed, 0 destroyed");
    const again = await apply(folder);
    expect(again.code).toBe(6);
    expect(again.stderr).toContain("has been applied already");
  });

  test("shows the same data in JSON as the plan did, and knows its policy when only its layout changed", async () => {
    const { folder } = await planChange("-v");
    const planned = await run(["plan", "--sandbox", "--format", "json"], { folder });
    writeIn(folder, "signpost.yaml", `# reviewed\n${weighing(50, 50).replace("ttl: 30s", "ttl:   30s")}`);
    const shown = await run(["show", file, "--format", "json"], { folder });
    expect(shown).toMatchObject({ code: 0, stderr: "" });
    const { change, plans, comparisons, ...head } = parseSaid(shown.stdout);
    expect(head).toMatchObject({ command: "show", ok: true, diagnostics: [] });
    expect({ change, plans, comparisons }).toEqual({
      change: parseSaid(planned.stdout).change,
      plans: parseSaid(planned.stdout).plans,
      comparisons: parseSaid(planned.stdout).comparisons,
    });
  });

  test("after somebody's hand edit: exit 6, with that edit shown, and nothing is written", async () => {
    const { folder } = await planChange();
    await editByHand(folder);
    const before = stateOf(folder);
    const ended = await apply(folder);
    expect(ended).toMatchObject({ code: 6, stdout: "" });
    expect(ended.stderr).toContain("somebody changed what is live in example.com at Route 53 [plan-moved]");
    expect(ended.stderr).toContain("~ record set www.example.com A web-a  Weight 90 → 80");
    const said = parseSaid((await apply(folder, "--format", "json")).stdout);
    expect(errorsIn(said)).toEqual(["plan-moved"]);
    expect(said.moved).toMatchObject([
      { provider: "route53", how: "changed", before: { Weight: 90 }, now: { Weight: 80 } },
    ]);
    // Who reviews by another format sees it as well.
    for (const format of ["markdown", "github", "sarif"]) {
      const { stdout } = await apply(folder, "--format", format);
      expect(stdout.replaceAll("`", "")).toMatch(/record set www\.example\.com A web-a +Weight 90 → 80/u);
    }
    expect(stateOf(folder)).toBe(before);
    // It is still shown, and what was approved is not what a new plan would be.
    expect((await run(["show", file], { folder })).code).toBe(0);
    const { change } = read(folder);
    const fresh = await run(["apply", "--sandbox", "--yes", "--expect", change], { folder });
    expect(fresh.code).toBe(6);
    expect(fresh.stdout).toContain("weight 80 → 50");
    expect(fresh.stderr).toContain(`${change} was expected [change-differs]`);
    expect(stateOf(folder)).toBe(before);
  });

  test("of a policy that changed or is gone", async () => {
    const { folder } = await planChange();
    const before = stateOf(folder);
    writeIn(folder, "signpost.yaml", weighing(60, 40));
    const changed = await apply(folder);
    expect(changed).toMatchObject({ code: 6, stdout: "" });
    expect(changed.stderr).toContain("The policy web in signpost.yaml is no longer what was planned");
    const shown = await run(["show", file], { folder });
    expect(shown.code).toBe(0);
    expect(shown.stderr).toContain("warning: The policy web in signpost.yaml is no longer what was planned");
    expect(shown.stdout).not.toContain("Next:");
    rmSync(join(folder, "signpost.yaml"));
    const gone = await apply(folder);
    expect(gone).toMatchObject({ code: 6, stdout: "" });
    expect(gone.stderr).toContain("which can't be read from here [plan-policy-changed]");
    expect(stateOf(folder)).toBe(before);
  });

  test("that has expired is refused, and shown with a warning", async () => {
    const { folder } = await planChange("--expires", "2d");
    const { createdAt, expiresAt } = read(folder);
    expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(2 * 86_400_000);
    forge(folder, (plan) => ({
      ...plan,
      createdAt: "2026-01-01T00:00:00.000Z",
      expiresAt: "2026-01-02T00:00:00.000Z",
    }));
    const ended = await apply(folder);
    expect(ended).toMatchObject({ code: 6, stdout: "" });
    expect(ended.stderr).toContain("web.plan.json expired at 2026-01-02T00:00:00.000Z [plan-expired]");
    const shown = await run(["show", file], { folder });
    expect(shown.code).toBe(0);
    expect(shown.stderr).toContain("warning: web.plan.json expired");
  });

  test("for another zone of the same name, as in another account", async () => {
    const { folder } = await planChange();
    rmSync(join(folder, ".signpost"), { recursive: true });
    // Zones are numbered, so that this one takes the number.
    writeIn(folder, "other.yaml", small.replace("example.com", "example.org"));
    expect((await run(["plan", "--sandbox", "other.yaml"], { folder })).code).toBe(0);
    const ended = await apply(folder);
    expect(ended).toMatchObject({ code: 6, stdout: "" });
    expect(ended.stderr).toMatch(
      /planned for example\.com \(Z\w+\) at Route 53, and the credentials lead to/u,
    );
    expect(ended.stderr).toContain("[plan-elsewhere]");
  });

  test("that was tampered with, in whatever way, is neither shown nor applied", async () => {
    const { folder } = await planChange();
    const [plan, before] = [read(folder), stateOf(folder)];
    const text = readFileSync(join(folder, file), "utf8");
    const { digest: _, ...later } = { ...plan, format: 2 };
    const hostile: readonly (readonly [string | Uint8Array, string])[] = [
      [text.replace('"Weight": 50', '"Weight": 51'), "[plan-tampered]"],
      [text.slice(0, text.length / 2), "[plan-unreadable]"],
      ["", "[plan-unreadable]"],
      ["{}", "it is no saved plan"],
      ["[]", "[plan-unreadable]"],
      ["\0\u0001", "[plan-unreadable]"],
      [new Uint8Array([0xff, 0xfe]), "[plan-unreadable]"],
      [`${"[".repeat(100_000)}`, "[plan-unreadable]"],
      [`{"__proto__":${text}}`, "it is no saved plan"],
      [JSON.stringify({ ...later, digest: digestOf(later) }), "has format 2"],
      [text.replace('"policies"', '"polices"'), "[plan-tampered]"],
    ];
    for (const [content, words] of hostile) {
      writeIn(folder, file, content);
      for (const command of [showHere, applyHere]) {
        const { code, out, err } = await command(folder);
        expect([code, out]).toEqual([6, ""]);
        expect(err).toContain(words);
      }
    }
    expect(stateOf(folder)).toBe(before);
  });

  test("whose words were forged doesn't steer the terminal, and is not what is carried out", async () => {
    const { folder } = await planChange();
    const before = stateOf(folder);
    const hostile = "\u001b[2J\u202e";
    forge(folder, (plan) => ({
      ...plan,
      diagnostics: [
        {
          ...{
            code: hostile,
            severity: "warning",
            message: hostile,
            details: [hostile],
            hint: hostile,
            file: hostile,
          },
          ...{ line: 1, column: 1, endLine: 1, endColumn: 1 },
        },
      ],
      policies: plan.policies.map((policy) => ({
        ...policy,
        plans: policy.plans.map((planned) => ({
          ...planned,
          plan: {
            ...planned.plan,
            title: "\u001b[2JRoute 53\u202e",
            names: planned.plan.names.map((name) => ({
              ...name,
              changes: name.changes.map(({ change, attributes }) => ({
                attributes,
                change:
                  change.action === "update"
                    ? { ...change, after: { ...change.after, attributes: { "\u001b[31m": "\u202e" } } }
                    : change,
              })),
            })),
          },
        })),
      })),
    }));
    const shown = await run(["show", file, "-v"], { folder });
    expect(shown.code).toBe(0);
    expect(shown.stdout + shown.stderr).not.toMatch(/[\p{Cf}]|(?!\n)\p{Cc}/u);
    const ended = await apply(folder);
    expect(ended.code).toBe(6);
    expect(ended.stderr).toContain("[change-differs]");
    expect(stateOf(folder)).toBe(before);
  });
});
