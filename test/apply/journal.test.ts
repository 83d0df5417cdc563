/** What is written down of a run, and what is made of it afterwards. */
import { describe, expect, test } from "vitest";
import { describeRun, openJournal } from "../../src/apply/journal.ts";
import { readJournal } from "../../src/apply/read-journal.ts";
import { openCloudflareLab } from "../provider/cloudflare-lab.ts";
import { carryOut, hear, type Lab, listChecks, openLab, plan, ready } from "../provider/lab.ts";
import { a, create } from "../sandbox/workbench.ts";
import { onCloudflare } from "./cloudflare-policies.ts";
import { applyWith, carryOutWith, mustRead, planBack } from "./journals.ts";
import { document } from "./policies.ts";

const www = ready(document());

/** What somebody else puts where ours would go. */
const theirs = create(a("www.example.com", {}, "198.51.100.7"));

/** Once, while the batch is on its way. */
function beforeBatch(lab: Lab, act: () => Promise<unknown>): void {
  lab.interfere = async ({ operation }) => {
    if (operation !== "ChangeResourceRecordSets") return;
    lab.interfere = null;
    await act();
  };
}

async function written(): Promise<string> {
  return (await applyWith(await openLab(), www)).text;
}

test("the first line is there before the first write, and each step before it is begun", async () => {
  const lab = await openLab();
  const prepared = await plan(lab, www);
  lab.sent.length = 0;
  const seen: string[] = [];
  let text = "";
  const write = (more: string) => {
    text += more;
  };
  lab.interfere = ({ operation }) => {
    seen.push(
      `${operation} ${
        text
          .trim()
          .split("\n")
          .at(-1)
          ?.match(/"event":"\w+"/u)?.[0] ?? "header"
      }`,
    );
  };
  const about = { command: "apply", file: "x.yaml", root: null, maxFileSize: null, sandbox: false };
  const header = describeRun(prepared, {
    ...about,
    to: null,
    undoes: null,
    startedAt: "2026-01-01T00:00:00.000Z",
  });
  await carryOut(prepared, { journal: openJournal({ write, close: () => {} }, header) });
  expect(seen.slice(0, 3)).toEqual([
    'CreateHealthCheck "event":"started"',
    'CreateHealthCheck "event":"started"',
    'ChangeResourceRecordSets "event":"started"',
  ]);
});

test("it says whose run it was, what was there, what is to change, and how it ended", async () => {
  const text = await written();
  const [header, ...events] = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(header).toMatchObject({
    format: 1,
    kind: "signpost journal",
    command: "apply",
    policy: "web",
    provider: "route53",
    zone: { name: "example.com" },
    before: [],
  });
  expect(header.changes.map((change: { action: string }) => change.action)).toEqual(Array(5).fill("create"));
  expect(events.map(({ event }: { event: string }) => event)).toEqual([
    ...["started", "done", "started", "done", "started", "done"],
    "ended",
  ]);
  const read = mustRead(text);
  expect([...read.done].sort()).toEqual(read.changes.map(({ key }) => key).sort());
  expect(read).toMatchObject({ outcome: "done", isCut: false, unknown: [] });
});

test("no credentials are in it", async () => {
  expect(await written()).not.toMatch(/AKID|secret|token|Authorization|https?:\/\/127/iu);
});

describe("a journal that", () => {
  test("was cut off in its last line is read without it", async () => {
    const text = await written();
    const cut = mustRead(text.slice(0, -10));
    expect(cut).toMatchObject({ isCut: true, outcome: null });
    expect(cut.done).toEqual(mustRead(text).done);
  });

  test("ends behind a step that was begun tells that its outcome isn't known", async () => {
    const lines = (await written()).split("\n");
    const read = mustRead(`${lines.slice(0, 2).join("\n")}\n`);
    expect(read.unknown).toEqual(["create health check web.a.A"]);
    expect(read.done.size).toBe(0);
  });

  test.each<readonly [string, (text: string) => string, string]>([
    ["is empty", () => "", "not-a-journal"],
    ["is a policy", () => "version: 1\n", "not-a-journal"],
    ["is nested without end", () => `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}\n`, "not-a-journal"],
    ["is other JSON", () => '{"kind":"plan"}\n', "not-a-journal"],
    ["was cut off in its first line", (text) => text.slice(0, 200), "cut-short"],
    ["is of a later format", (text) => text.replace('"format":1', '"format":2'), "other-format"],
    ["has a weight changed", (text) => text.replace('"Weight":9', '"Weight":8'), "damaged"],
    ["has a step changed", (text) => text.replace('"event":"done"', '"event":"told"'), "damaged"],
    [
      "lost a line",
      (text) =>
        text
          .split("\n")
          .filter((_line, at) => at !== 2)
          .join("\n"),
      "damaged",
    ],
    [
      "has two lines changed about",
      (text) => {
        const [one, two = "", three = "", ...rest] = text.split("\n");
        return [one, three, two, ...rest].join("\n");
      },
      "damaged",
    ],
    ["goes on behind its end", (text) => `${text}{}\n`, "damaged"],
    [
      "has half a line in its middle",
      (text) => text.replace('"event":"done"', '"event":\n"done"'),
      "damaged",
    ],
  ])("%s is refused", async (_, change, problem) => {
    expect(readJournal(change(await written()))).toBe(problem);
  });
});

test("a disk that is full stops the run before the next step, which is told", async () => {
  const lab = await openLab();
  const prepared = await plan(lab, www);
  lab.sent.length = 0;
  let lines = 0;
  const record = () => {
    lines += 1;
    if (lines > 2) throw Object.assign(new Error("full"), { code: "ENOSPC" });
  };
  const { steps, onProgress } = hear();
  const applied = await carryOut(prepared, { journal: { record, close: () => {} }, onProgress });
  expect(applied.failure).toMatchObject({
    kind: "rejected",
    diagnostic: { code: "journal-stopped", args: { reason: "ENOSPC" } },
  });
  expect(applied.done).toEqual(["create health check web.a.A"]);
  expect(lab.sent.map(({ operation }) => operation)).toEqual(["CreateHealthCheck"]);
  expect(steps.filter(({ kind }) => kind === "done")).toHaveLength(1);
});

test("a run that failed by itself says of what, though that can't be written down", async () => {
  const lab = await openLab();
  const prepared = await plan(lab, www);
  beforeBatch(lab, () => lab.change(theirs));
  const record = ({ event }: { readonly event: string }) => {
    if (event === "failed") throw Object.assign(new Error("full"), { code: "ENOSPC" });
  };
  const applied = await carryOut(prepared, { journal: { record, close: () => {} } });
  expect(applied.failure?.kind).toBe("conflict");
});

test("checks that were made for a refused batch and taken back aren't done", async () => {
  const lab = await openLab();
  const prepared = await plan(lab, www);
  beforeBatch(lab, () => lab.change(theirs));
  const { applied, text } = await carryOutWith(prepared);
  expect(applied.failure?.kind).toBe("conflict");
  const read = mustRead(text);
  expect([...read.done]).toEqual([]);
  expect(read.outcome).toBe("failed");
});

test("one that somebody's record set has meanwhile stays, and is done", async () => {
  const lab = await openLab();
  const prepared = await plan(lab, www);
  beforeBatch(lab, async () => {
    const [check] = await listChecks(lab.client);
    const HealthCheckId = check?.Id;
    await lab.change(
      theirs,
      create(a("theirs.example.com", { SetIdentifier: "1", Weight: 1, HealthCheckId }, "198.51.100.7")),
    );
  });
  const { applied, text } = await carryOutWith(prepared);
  expect(applied.failure?.kind).toBe("conflict");
  expect(await listChecks(lab.client)).toHaveLength(1);
  expect([...mustRead(text).done]).toHaveLength(1);
});

test.each(["route53", "cloudflare"])(
  "the journal of a protected name at %s can be read again",
  async (provider) => {
    const protectedName = { www: { ttl: 60, protect: true, to: "a" } };
    const [lab, it] =
      provider === "route53"
        ? [await openLab(), ready(document({ records: protectedName }))]
        : [await openCloudflareLab(), ready(onCloudflare(protectedName))];
    const { text, applied } = await applyWith(lab, it);
    expect(applied.failure).toBe(null);
    expect(text).toContain('"protect":true');
    expect(mustRead(text).changes.length).toBeGreaterThan(1);
    expect((await planBack(lab, it, text)).changes.length).toBeGreaterThan(1);
  },
);
