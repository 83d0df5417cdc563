/** Commands with reports, run in process in a sandbox of their own; ids and times are the same every time. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Change,
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { runApply } from "../../src/cli/commands/apply.ts";
import { runDrift } from "../../src/cli/commands/drift.ts";
import { runPlan } from "../../src/cli/commands/plan.ts";
import { runShow } from "../../src/cli/commands/show.ts";
import { runValidate } from "../../src/cli/commands/validate.ts";
import type { ExitCode } from "../../src/cli/exit-code.ts";
import type { Report } from "../../src/report/report.ts";
import { openSandbox } from "../../src/sandbox/sandbox.ts";
import { makeProject, writeIn } from "../cli/command-line.ts";
import { listen } from "../cli/in-process.ts";

type Options = Readonly<Record<string, unknown>>;

/** A project with this policy. Each command is run with `--format json`. */
export function openReports(policy: string) {
  const folder = makeProject({ "signpost.yaml": policy, ".git/HEAD": "" });
  const run = async (command: (context: ReturnType<typeof listen>["context"]) => Promise<ExitCode>) => {
    const heard = listen(folder);
    const code = await command(heard.context);
    const report: Report = JSON.parse(heard.out());
    return { code, report };
  };
  const usual = { format: "json", sandbox: true } as const;
  const writing = { ...usual, yes: true, input: false, wait: "insync" } as const;
  return {
    folder,
    rewrite: (text: string) => writeIn(folder, "signpost.yaml", text),
    read: (file: string) => readFileSync(join(folder, file), "utf8"),
    validate: (options: Options = {}) => run((context) => runValidate(context, [], { ...usual, ...options })),
    plan: (options: Options = {}) => run((context) => runPlan(context, [], { ...usual, ...options })),
    show: (file: string) => run((context) => runShow(context, file, usual)),
    drift: (options: Options = {}) => run((context) => runDrift(context, [], { ...usual, ...options })),
    apply: (options: Options = {}, files: readonly string[] = []) =>
      run((context) => runApply(context, files, { ...writing, ...options })),
  };
}

/** Sets the weights of live record sets, as somebody does by hand. */
export async function changeByHand(folder: string, weights: Readonly<Record<string, number>>): Promise<void> {
  const sandbox = await openSandbox({ folder: join(folder, ".signpost/sandbox"), now: () => Date.now() });
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" };
  const client = new Route53Client({ endpoint: sandbox.route53Url, region: "us-east-1", credentials });
  try {
    const HostedZoneId = await sandbox.ensureZone("example.com");
    const { ResourceRecordSets = [] } = await client.send(
      new ListResourceRecordSetsCommand({ HostedZoneId }),
    );
    const Changes = ResourceRecordSets.flatMap((set): readonly Change[] => {
      const weight = weights[set.SetIdentifier ?? ""];
      if (weight === undefined || set.Weight === undefined) return [];
      const changed = { ...set, Weight: weight };
      return [
        { Action: "DELETE", ResourceRecordSet: set },
        { Action: "CREATE", ResourceRecordSet: changed },
      ];
    });
    await client.send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes } }));
  } finally {
    client.destroy();
    await sandbox.close();
  }
}
