/** What is left of an apply when Cloudflare fails in the middle: nothing made twice, nothing forgotten. */
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { FaultKind } from "../../src/sandbox/faults.ts";
import { changed, onCloudflare } from "../apply/cloudflare-policies.ts";
import { type CloudflareLab, openCloudflareLab } from "../provider/cloudflare-lab.ts";
import { apply, carryOut, emptied, hear, leftToDo, plan, type Ready, ready } from "../provider/lab.ts";
import { openProxy } from "../provider/proxy.ts";

const kinds: readonly FaultKind[] = ["serverError", "lateError", "lostReply", "dropConnection"];

/** Each create is named by what it makes. */
function creates({ sent }: CloudflareLab): readonly string[] {
  return sent.flatMap(({ operation, body }) => {
    if (!operation.startsWith("POST ")) return [];
    const { name, description } = body as { name?: string; description?: string };
    return [`${operation} ${name ?? description ?? JSON.stringify(body)}`];
  });
}

async function everythingAfter(...steps: readonly Ready[]): Promise<readonly string[]> {
  const lab = await openCloudflareLab();
  for (const it of steps) await apply(lab, it);
  return lab.everything();
}

const before = ready(onCloudflare());
const after = ready(onCloudflare(changed));

describe.each(kinds)("%s", (kind) => {
  test.each(["POST monitors", "POST pools", "POST load_balancers", "POST dns_records/batch"])(
    "of %s: it is not sent twice, and applying again comes to the same end",
    async (operation) => {
      const lab = await openCloudflareLab({ faults: [{ operation, kind, times: 1 }] });
      const applied = await carryOut(await plan(lab, before));
      expect(new Set(creates(lab)).size).toBe(creates(lab).length);
      // Whether it was carried out is looked at; if it was, apply goes on.
      const wasDone = kind === "lateError" || kind === "lostReply";
      expect(applied.failure?.kind ?? null).toBe(wasDone ? null : "unavailable");
      if (!wasDone) await apply(lab, before);
      expect(await leftToDo(lab, before)).toBe(null);
      expect(await lab.everything()).toEqual(await everythingAfter(before));
    },
  );

  test.each([
    "PATCH monitors/id",
    "PATCH pools/id",
    "PATCH load_balancers/id",
    "DELETE load_balancers/id",
    "DELETE pools/id",
    "DELETE monitors/id",
  ])("of %s: it is tried again, and our own first try is no conflict", async (operation) => {
    const monitored = ready(
      onCloudflare(changed, { healthChecks: { web: { type: "http", path: "/ok", interval: "60s" } } }),
    );
    const lab = await openCloudflareLab({ faults: [{ operation, kind, times: 1 }] });
    const steps = [before, monitored, emptied(monitored)];
    for (const it of steps) await apply(lab, it);
    expect(lab.sent.filter((request) => request.operation === operation).length).toBeGreaterThan(1);
    expect(await lab.everything()).toEqual([]);
  });
});

test("a change whose replies are all lost is found to be done", async () => {
  const lab = await openCloudflareLab({
    faults: [{ operation: "PATCH load_balancers/id", kind: "lateError", times: 20 }],
  });
  await apply(lab, before);
  await apply(lab, after);
  expect(await lab.everything()).toEqual(await everythingAfter(before, after));
});

test("a change that never goes through is the failure, and apply goes on from there", async () => {
  const lab = await openCloudflareLab({
    faults: [{ operation: "PATCH load_balancers/id", kind: "serverError", times: 4 }],
  });
  await apply(lab, before);
  const applied = await carryOut(await plan(lab, after));
  expect(applied.failure).toMatchObject({
    kind: "unavailable",
    title: "update load balancer www.example.com",
  });
  expect(applied.partly).toBe(true);
  await apply(lab, after);
  expect(await lab.everything()).toEqual(await everythingAfter(before, after));
});

test("two monitors of one check, left by a request that was carried out late, become one", async () => {
  const lab = await openCloudflareLab();
  await apply(lab, before);
  const path = `/accounts/${lab.accountId}/load_balancers/monitors`;
  const [made] = (await lab.send("GET", path)) as Record<string, unknown>[];
  const { id: _id, created_on: _made, modified_on: _changed, ...content } = made ?? {};
  await lab.send("POST", path, content);
  expect(await leftToDo(lab, before)).toHaveLength(1);
  await apply(lab, before);
  expect(await lab.everything()).toEqual(await everythingAfter(before));
});

test("a pool that Cloudflare still counts as referred to is tried again, and left and told when that doesn't end", async () => {
  for (const times of [2, 100]) {
    const lab = await openCloudflareLab();
    await apply(lab, before);
    const { steps, onProgress } = hear();
    let refused = 0;
    const endpoint = await openProxy(lab.connecting.endpoint ?? "", {
      answer: ({ method, target }) => {
        if (method !== "DELETE" || !target.includes("/pools/") || refused >= times) return null;
        refused += 1;
        const error = {
          code: 1005,
          message: "This object is referenced by other objects, delete them first.",
        };
        return { status: 412, body: JSON.stringify({ success: false, errors: [error], result: null }) };
      },
    });
    const through = { connecting: { ...lab.connecting, endpoint: `${endpoint}/client/v4` } };
    const applied = await carryOut(await plan(through, emptied(before)), { onProgress });
    expect(applied.failure).toBe(null);
    const told = steps.flatMap(({ kind, title }) => (kind === "told" ? [title] : []));
    const left = (await lab.everything()).filter((line) => line.includes("_www_"));
    expect(refused).toBeGreaterThanOrEqual(2);
    expect(left.length > 0).toBe(times > 2);
    expect(told.some((line) => /^left pool .* refers to it$/u.test(line))).toBe(times > 2);
    // What was left is found again, and goes then.
    await apply(lab, emptied(before));
    expect(await lab.everything()).toEqual([]);
  }
});

test("the token is in no line and no failure, even when the vendor repeats it", async () => {
  const token = "s3cr3t-t0k3n-of-nobody";
  vi.stubEnv("CLOUDFLARE_API_TOKEN", token);
  onTestFinished(() => void vi.unstubAllEnvs());
  for (const [status, code] of [
    [400, 1002],
    [403, 10_000],
    [500, 1000],
    [412, 1005],
  ]) {
    const lab = await openCloudflareLab();
    const endpoint = await openProxy(lab.connecting.endpoint ?? "", {
      answer: ({ method }) => {
        if (method === "GET") return null;
        const message = `refused Bearer ${token}`;
        return {
          status: status ?? 0,
          body: JSON.stringify({ success: false, errors: [{ code, message }], result: null }),
        };
      },
    });
    const connecting = { ...lab.connecting, anonymous: false, endpoint: `${endpoint}/client/v4` };
    const { steps, onProgress } = hear();
    const applied = await carryOut(await plan({ connecting }, before), { onProgress });
    expect(applied.failure).not.toBe(null);
    expect(JSON.stringify([applied, steps])).not.toContain(token);
    expect(JSON.stringify(applied)).toContain("***");
  }
});
