/** Runs verify in process, against a sandbox that plays the vendor. */
import { onTestFinished, vi } from "vitest";
import { runApply } from "../../src/cli/commands/apply.ts";
import { runVerify, type VerifyOptions } from "../../src/cli/commands/verify.ts";
import { parseServer } from "../../src/cli/verify/option-values.ts";
import { makeProject, writeIn } from "../cli/command-line.ts";
import { listen } from "../cli/in-process.ts";
import { openWorkbench, type Workbench } from "../sandbox/workbench.ts";

export interface Verified {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Stage extends Workbench {
  apply(): Promise<Verified>;
  verify(options?: Partial<VerifyOptions>): Promise<Verified>;
  rewrite(policy: string): void;
}

/** The sandbox as Route 53 and Cloudflare themselves, with a folder that holds this policy. */
export async function openStage(policy: string): Promise<Stage> {
  const bench = await openWorkbench({ dnsPort: 0, cloudflareDnsPort: 0 });
  const env = {
    AWS_ENDPOINT_URL_ROUTE_53: bench.sandbox.route53Url,
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "example",
    CLOUDFLARE_BASE_URL: bench.sandbox.cloudflareUrl,
    CLOUDFLARE_API_TOKEN: "token",
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const folder = makeProject({ "signpost.yaml": policy });
  const within = async (run: (context: ReturnType<typeof listen>["context"]) => Promise<number>) => {
    const heard = listen(folder);
    const code = await run({ ...heard.context, env });
    return { code, out: heard.out(), err: heard.err() };
  };
  const isCloudflare = policy.includes("cloudflare:");
  const port = isCloudflare ? bench.sandbox.cloudflareDnsPort : bench.sandbox.dnsPort;
  return {
    ...bench,
    apply: () =>
      within((context) =>
        runApply(context, [], { format: "human", yes: true, input: false, wait: "insync" }),
      ),
    verify: (options = {}) =>
      within((context) =>
        runVerify(context, [], {
          format: "human",
          server: parseServer(`127.0.0.1:${port}`),
          health: "reported",
          rate: 50_000,
          // As few as still tell 60 % from 90 %.
          queries: 100,
          ...options,
        }),
      ),
    rewrite: (text) => writeIn(folder, "signpost.yaml", text),
  };
}
