/** The commands that speak to vendors. */
import { type Command, Option } from "commander";
import { providerIds } from "../../policy/policy.ts";
import { refuseOptions } from "../refuse-options.ts";
import { parseDigest, parseLifetime } from "../saved-plan/option-values.ts";
import { UsageError } from "../usage-error.ts";
import {
  allow,
  examples,
  format,
  provider,
  type Running,
  reads,
  reports,
  sandbox,
  verbose,
} from "./options.ts";
import { describeVerify, mmdb, place, refusePlaces } from "./verify.ts";

export function describeLive(program: Command, { context, signals, onEnd }: Running): void {
  reports(reads(program.command("plan")))
    .summary("show what would change, and who would get what")
    .description("Reads the zone and shows what an apply would change. Writes nothing there.")
    .option(...sandbox)
    .addOption(provider())
    .addOption(allow())
    .option("--detailed-exitcode", "exit 2 when there are changes")
    .option("-o, --out <file>", "save the plan to this .plan.json file, for show and apply")
    .option("--expires <time>", "how long the saved plan may be applied (default: 24h)", parseLifetime)
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

  program
    .command("import")
    .summary("make a policy of what stands in a zone")
    .description(
      "Reads a zone and prints a policy that answers as it does now, with comments on what it can't say. Writes nothing to the zone, and never over a file.",
    )
    .argument("<zone>", "the DNS zone, such as example.com")
    .argument("[names...]", "only these names of it (default: all that steer)")
    .addOption(
      new Option("--provider <id>", "where the zone is").choices([...providerIds]).makeOptionMandatory(),
    )
    .option("-o, --output <file>", "write the policy to this new file")
    .option("--name <name>", "what the policy is called (default: the first label of the zone)")
    .option("--zone-id <id>", "which zone, where several have the name")
    .option(...sandbox)
    .addOption(format())
    .addHelpText(
      "after",
      examples([
        "signpost import example.com --provider route53 -o dns/web.yaml",
        "signpost import example.com www api --provider cloudflare",
      ]),
    )
    .action(async (zone, names, options) => {
      signals.arm();
      onEnd(await (await import("../commands/import.ts")).runImport(context, zone, names, options));
    });

  reports(reads(program.command("drift")))
    .summary("show what somebody changed since it was applied")
    .description(
      "Holds what is live against what was applied. Exits 2 when a name was changed by hand. Never writes.",
    )
    .option(...sandbox)
    .addOption(provider())
    .option(...verbose)
    .addHelpText("after", examples(["signpost drift", "signpost drift dns/ --format json"]))
    .action(async (named, options) => {
      signals.arm();
      onEnd(await (await import("../commands/drift.ts")).runDrift(context, named, options));
    });

  describeVerify(program, { context, signals, onEnd });

  reads(program.command("doctor"))
    .summary("look at what a plan and an apply need")
    .description(
      "Looks at Node, policy files, credentials, zones, permissions to read and the clock, and says what to do. Writes nothing. With --print-iam and --print-trust it asks no vendor.",
    )
    .option(...sandbox)
    .addOption(provider())
    .option("--print-iam", "print the least permissions that the policies need")
    .option("--print-trust", "print who may take the AWS roles: workflows of one repository")
    .addOption(new Option("--role <role>", "only this one, as JSON alone").choices(["plan", "apply"]))
    .option("--zone-id <id>", "for --print-iam: the id of the zone")
    .option("--account <id>", "the id of the account")
    .option("--repo <org/repo>", "for --print-trust: the repository on GitHub")
    .option("--environment <name>", "for --print-trust: its environment (default: dns-plan, dns-production)")
    .option("--subject-prefix <prefix>", "for --print-trust: what its tokens begin with, where they name ids")
    .addOption(format())
    .addHelpText(
      "after",
      examples([
        "signpost doctor",
        "signpost doctor --print-iam --role apply > apply-role.json",
        "signpost doctor --print-trust --repo acme/dns --account 111122223333",
      ]),
    )
    .action(async (named, options) => {
      signals.arm();
      onEnd(await (await import("../commands/doctor.ts")).runDoctor(context, named, options));
    });

  const carriesOut = (command: Command) =>
    reports(command)
      .addOption(allow())
      .option("-y, --yes", "don't ask")
      .option("--no-input", "never ask; without --yes that means no")
      .addOption(
        new Option(
          "--wait <until>",
          "how long to wait: until the vendor says so, or the name servers answer it",
        )
          .choices(["none", "insync", "authoritative"])
          .default("insync"),
      )
      .option("--journal <dir>", "keep the journal in this directory (default: .signpost/journal)")
      .addOption(place())
      .addOption(mmdb())
      .option(...verbose)
      .hook("preAction", (_program, called) => refusePlaces(called.opts()));
  const writes = (command: Command) =>
    carriesOut(
      reads(command)
        .option(...sandbox)
        .addOption(provider()),
    );

  reports(program.command("show"))
    .summary("show a saved plan")
    .description("Shows a plan that plan -o has saved, as it was when it was made. Asks no vendor.")
    .argument("<file>", "a saved plan, whose name ends in .plan.json")
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
    .option("--resume <journal>", "finish the run that this journal is of")
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
      const { resume } = options;
      if (typeof resume === "string") {
        refuseBeside("--resume", named, options);
        onEnd(await (await import("../commands/resume.ts")).runResume(context, resume, options));
        return;
      }
      onEnd(await (await import("../commands/apply.ts")).runApply(context, named, options));
    });

  writes(
    program.command("adopt").argument("<names>", "records, as the policy writes them; separated by commas"),
  )
    .summary("take over names that somebody else has made")
    .description(
      "Puts names that a policy describes and that are live already under its care. Refused where any client would get another answer.",
    )
    .addHelpText("after", examples(["signpost adopt www", "signpost adopt www,api dns/web.yaml"]))
    .action(async (names, named, options) => {
      signals.arm();
      onEnd(await (await import("../commands/adopt.ts")).runAdopt(context, names, named, options));
    });

  writes(program.command("destroy"))
    .summary("take away what the policy owns")
    .description(
      "Deletes what the policy owns at its providers, and nothing else. With --yes, each name that goes is named by --allow destroy=NAME, or all of them by the policy's name.",
    )
    .option("--to <endpoint>", "first leave each name as one plain answer, and delete nothing of it yet")
    .addHelpText(
      "after",
      examples([
        "signpost destroy --sandbox",
        "signpost destroy --to eu-a dns/web.yaml",
        "signpost destroy --yes --allow destroy=www dns/web.yaml",
      ]),
    )
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
function refuseBeside(flag: string, named: readonly string[], options: object): void {
  if (named.length > 0) throw new UsageError(`${flag} takes no policy files: the journal names its own`);
  refuseOptions(
    options,
    ["root", "maxFileSize", "sandbox", "provider", "expect"],
    (other) => `${flag} takes no ${other}: the journal says how the run was begun`,
  );
}
