/**
 * The command line against something that looks like Cloudflare itself: an endpoint and a token in the environment. The
 * endpoint is the local Cloudflare in the test's own process.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { onCloudflare } from "../apply/cloudflare-policies.ts";
import { openProxy } from "../provider/proxy.ts";
import { openWorkbench } from "../sandbox/workbench.ts";
import { makeProject, run } from "./command-line.ts";

const token = "tOkEn-0123456789-very-distinctive";

function project(): string {
  return makeProject({ "signpost.json": JSON.stringify(onCloudflare()) });
}

function environment(endpoint: string, more: Readonly<Record<string, string>> = {}) {
  return { CLOUDFLARE_BASE_URL: endpoint, CLOUDFLARE_API_TOKEN: token, CLOUDFLARE_LOG: "debug", ...more };
}

/** Every file that a run left in its folder. */
function filesIn(folder: string): string {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}

const refusing = (status: number, code: number, message: string) => () => ({
  status,
  body: JSON.stringify({ success: false, errors: [{ code, message }], messages: [], result: null }),
});

describe("the token", () => {
  test("is in no output of plan and apply, whatever is logged", async () => {
    const { sandbox } = await openWorkbench();
    const folder = project();
    const env = environment(sandbox.cloudflareUrl);
    for (const [args, code] of [
      [["plan", "signpost.json", "--verbose"], 0],
      [["plan", "signpost.json", "--format", "json"], 0],
      [["apply", "signpost.json", "--yes"], 0],
      [["plan", "signpost.json", "--detailed-exitcode"], 0],
    ] as const) {
      const ended = await run([...args], { folder, env });
      expect({ args, code: ended.code, stderr: ended.code === code ? "" : ended.stderr }).toEqual({
        args,
        code,
        stderr: "",
      });
      expect(ended.stdout + ended.stderr).not.toContain(token);
    }
    expect(filesIn(folder)).not.toContain(token);
  });

  test.each([
    [401, 1000, "Invalid API Token", "cloudflare-token"],
    [400, 6003, `Invalid request headers: Bearer ${token}`, "cloudflare-token"],
    [403, 10_000, "Authentication error", "cloudflare-permission"],
  ])("that is refused with %i %i: exit 4, and it isn't shown", async (status, code, message, diagnostic) => {
    const { sandbox } = await openWorkbench();
    const endpoint = await openProxy(sandbox.cloudflareUrl, { answer: refusing(status, code, message) });
    const folder = project();
    for (const format of ["human", "json"]) {
      const args = ["plan", "signpost.json", "--format", format];
      const ended = await run(args, { folder, env: environment(endpoint) });
      expect(ended.code).toBe(4);
      expect(ended.stdout + ended.stderr).toContain(diagnostic);
      expect(ended.stdout + ended.stderr).not.toContain(token);
    }
  });

  test("that is broken over two lines: exit 4 by the variable's name", async () => {
    const env = environment("http://127.0.0.1:1", { CLOUDFLARE_API_TOKEN: `${token}\n${token}` });
    const ended = await run(["plan", "signpost.json"], { folder: project(), env });
    expect(ended.code).toBe(4);
    expect(ended.stderr).toContain("CLOUDFLARE_API_TOKEN");
    expect(ended.stdout + ended.stderr).not.toContain(token);
  });

  test("that isn't there: exit 4 by the variable's name", async () => {
    const env = { CLOUDFLARE_BASE_URL: "http://127.0.0.1:1" };
    const ended = await run(["plan", "signpost.json"], { folder: project(), env });
    expect(ended.code).toBe(4);
    expect(ended.stderr).toContain("CLOUDFLARE_API_TOKEN");
  });
});

test("a network that isn't there: exit 10 within seconds", async () => {
  const start = Date.now();
  // Port 9 is discard, which nothing here listens to.
  const env = environment("http://127.0.0.1:9");
  const ended = await run(["plan", "signpost.json"], { folder: project(), env });
  expect(ended.code).toBe(10);
  expect(Date.now() - start).toBeLessThan(10_000);
});
