/** The commands that speak to vendors. */
import { type Command, Option } from "commander";
import { UsageError } from "../usage-error.ts";
import { examples, format, provider, type Running, reads, sandbox, verbose } from "./options.ts";

export function describeLive(program: Command, { context, signals, onEnd }: Running): void {
  reads(program.command("plan"))
    .summary("show what would change, and who would get what")
    .description("Reads the zone and shows what an apply would change. Writes nothing.")
    .option(...sandbox)
    .addOption(provider())
    .option("--detailed-exitcode", "exit 2 when there are changes")
    .addOption(format())
    .option(...verbose)
    .addHelpText("after", examples(["signpost plan --sandbox", "signpost plan -v dns/web.yaml"]))
    .action(async (named, options) => {
      signals.arm();
      onEnd(await (await import("../commands/plan.ts")).runPlan(context, named, options));
    });

  const carriesOut = (command: Command) =>
    command
      .option("-y, --yes", "don't ask")
      .option("--no-input", "never ask; without --yes that means no")
      .addOption(
        new Option("--wait <until>", "how long to wait").choices(["none", "insync"]).default("insync"),
      )
      .option("--journal <dir>", "keep the journal in this directory (default: .signpost/journal)")
      .addOption(format())
      .option(...verbose);
  const writes = (command: Command) =>
    carriesOut(
      reads(command)
        .option(...sandbox)
        .addOption(provider()),
    );

  writes(program.command("apply"))
    .summary("make it so")
    .description(
      "Shows the plan, asks, and writes it as a compare-and-swap: what somebody else changed meanwhile is never overwritten.",
    )
    .option("--resume <journal>", "finish the run that this journal is of")
    .addHelpText("after", examples(["signpost apply --sandbox", "signpost apply --yes dns/web.yaml"]))
    .action(async (named, options) => {
      signals.arm();
      const { resume } = options;
      if (typeof resume === "string") {
        refuseBeside("--resume", named, options);
        onEnd(await (await import("../commands/resume.ts")).runResume(context, resume, options));
        return;
      }
      onEnd(await (await import("../commands/apply.ts")).runApply(context, named, options));
    });

  writes(program.command("destroy"))
    .summary("take away what the policy owns")
    .description("Deletes what the policy owns at its providers, and nothing else.")
    .addHelpText("after", examples(["signpost destroy --sandbox", "signpost destroy --yes dns/web.yaml"]))
    .action(async (named, options) => {
      signals.arm();
      onEnd(await (await import("../commands/destroy.ts")).runDestroy(context, named, options));
    });

  carriesOut(program.command("rollback"))
    .argument("<journal>", "the journal of the run, as it was named when the run ended")
    .summary("take back what a run changed")
    .description(
      "Plans the way back to what was there before a run, finished or broken off, and writes it. What somebody changed since is never overwritten.",
    )
    .addHelpText(
      "after",
      examples(["signpost rollback .signpost/journal/20261231T235959.000Z-web-route53.jsonl"]),
    )
    .action(async (journal, options) => {
      signals.arm();
      onEnd(await (await import("../commands/rollback.ts")).runRollback(context, journal, options));
    });
}

/** A journal says itself which policy it is of, and where. */
function refuseBeside(
  flag: string,
  named: readonly string[],
  options: Readonly<Record<string, unknown>>,
): void {
  if (named.length > 0) throw new UsageError(`${flag} takes no policy files: the journal names its own`);
  for (const other of ["root", "maxFileSize", "sandbox", "provider"]) {
    if (options[other] === undefined) continue;
    const spelled = other.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
    throw new UsageError(`${flag} takes no --${spelled}: the journal says how the policy was read`);
  }
}
