/** The commands that speak to vendors. */
import { type Command, Option } from "commander";
import { parseDigest, parseLifetime } from "../saved-plan/option-values.ts";
import { examples, format, provider, type Running, reads, sandbox, verbose } from "./options.ts";

export function describeLive(program: Command, { context, signals, onEnd }: Running): void {
  reads(program.command("plan"))
    .summary("show what would change, and who would get what")
    .description("Reads the zone and shows what an apply would change. Writes nothing there.")
    .option(...sandbox)
    .addOption(provider())
    .option("--detailed-exitcode", "exit 2 when there are changes")
    .option("-o, --out <file>", "save the plan to this .plan.json file, for show and apply")
    .option("--expires <time>", "how long the saved plan may be applied (default: 24h)", parseLifetime)
    .addOption(format())
    .option(...verbose)
    .addHelpText(
      "after",
      examples([
        "signpost plan --sandbox",
        "signpost plan -v dns/web.yaml",
        "signpost plan -o web.plan.json",
      ]),
    )
    .action(async (named, options) => {
      signals.arm();
      onEnd(await (await import("../commands/plan.ts")).runPlan(context, named, options));
    });

  const writes = (command: Command) =>
    reads(command)
      .option(...sandbox)
      .addOption(provider())
      .option("-y, --yes", "don't ask")
      .option("--no-input", "never ask; without --yes that means no")
      .addOption(
        new Option("--wait <until>", "how long to wait").choices(["none", "insync"]).default("insync"),
      )
      .addOption(format())
      .option(...verbose);

  program
    .command("show")
    .summary("show a saved plan")
    .description("Shows a plan that plan -o has saved, as it was when it was made. Asks no vendor.")
    .argument("<file>", "a saved plan, whose name ends in .plan.json")
    .addOption(format())
    .option(...verbose)
    .addHelpText("after", examples(["signpost show web.plan.json"]))
    .action(async (named, options) => {
      onEnd(await (await import("../commands/show.ts")).runShow(context, named, options));
    });

  writes(program.command("apply"))
    .summary("make it so")
    .description(
      "Shows the plan, asks, and writes it as a compare-and-swap: what somebody else changed meanwhile is never overwritten. Given a saved plan, it doesn't ask, and writes exactly that or nothing.",
    )
    .option("--expect <digest>", "apply only this change, by the digest that plan prints", parseDigest)
    .addHelpText(
      "after",
      examples([
        "signpost apply --sandbox",
        "signpost apply --yes dns/web.yaml",
        "signpost apply web.plan.json",
      ]),
    )
    .action(async (named, options) => {
      signals.arm();
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
}
