/** The commands that write policies and look at them, without a vendor. */
import { type Command, Option } from "commander";
import { providerIds } from "../../policy/policy.ts";
import {
  append,
  examples,
  format,
  maxFileSize,
  provider,
  type Running,
  reads,
  reports,
  root,
  verbose,
} from "./options.ts";

export function describeOffline(program: Command, { context, onEnd }: Running): void {
  program
    .command("init")
    .summary("write a first policy")
    .description(
      "Writes a policy with comments, from your answers or from options. Never overwrites a file unasked.",
    )
    .argument("[file]", "the new file", "signpost.yaml")
    .option("--zone <zone>", "the DNS zone, such as example.com")
    .option("--name <name>", "what the policy is called (default: the first label of the zone)")
    .option("--record <record>", "the name in the zone; @ is the zone itself (default: www)")
    .option("--endpoint <name=address>", "an endpoint, such as eu-a=203.0.113.10; give several", append)
    .addOption(
      new Option("--strategy <strategy>", "how an endpoint is chosen (default: by what is given)").choices([
        "single",
        "weighted",
        "failover",
        "geo",
      ]),
    )
    .option("--serves <name=continents>", "for geo: eu-a=EU,AF; give several (default: by the names)", append)
    .option("--check <check>", "https:/healthz, http:8080/up, tcp:5432 or none (default: none)")
    .addOption(
      new Option("--provider <provider...>", "where the policy goes (default: route53)").choices(providerIds),
    )
    .option("--no-input", "never ask")
    .addHelpText(
      "after",
      examples([
        "signpost init",
        "signpost init --no-input --zone example.com --endpoint web-a=203.0.113.10",
      ]),
    )
    .action(async (file, options) => {
      onEnd(await (await import("../commands/init.ts")).runInit(context, file, options));
    });

  reports(reads(program.command("validate")))
    .summary("check policies offline")
    .description(
      "Checks syntax, names, places, objectives and limits, and proves what would be compiled. Offline.",
    )
    .option(...verbose)
    .addHelpText("after", examples(["signpost validate", "signpost validate dns/ --format json"]))
    .action(async (named, options) => {
      onEnd(await (await import("../commands/validate.ts")).runValidate(context, named, options));
    });

  reads(program.command("test"))
    .summary("run the tests and guarantees of policies")
    .description("Runs what a policy says of itself under tests and guarantees. Offline.")
    .addOption(
      new Option("--format <format>", "how to print the result")
        .choices(["human", "json", "junit"])
        .default("human"),
    )
    .addHelpText("after", examples(["signpost test", "signpost test dns/ --format junit > report.xml"]))
    .action(async (named, options) => {
      onEnd((await import("../commands/test.ts")).runTest(context, named, options));
    });

  reads(program.command("compile"))
    .summary("print what a vendor would be sent")
    .description("Prints what a policy becomes at each of its providers, in their own words. Offline.")
    .addOption(provider())
    .addOption(format())
    .option(...verbose)
    .addHelpText("after", examples(["signpost compile --provider route53 --format json"]))
    .action(async (named, options) => {
      onEnd((await import("../commands/compile.ts")).runCompile(context, named, options));
    });

  reads(program.command("simulate"))
    .summary("what a client gets, also when endpoints are down")
    .description("Answers as the policy means it, or as a provider would. Offline.")
    .option("--record <name>", "the record (needed when the policy has several)")
    .option("--type <type>", "A, AAAA or CNAME (default: the record's first)")
    .option(
      "--from <place>",
      "country=DE, continent=EU, subdivision=US-CA, ip=192.0.2.1, region=eu-west-1, latitude=52.5,longitude=13.4 or anywhere (default: all classes)",
    )
    .option("--down <endpoints>", "endpoints that are dead, separated by commas")
    .addOption(new Option("--at <who>", "whose answer").choices(["policy", ...providerIds]).default("policy"))
    .addOption(
      new Option("--resolvers <count>", "what weights become with so many resolvers that cache").conflicts(
        "timeline",
      ),
    )
    .option("--zipf <exponent>", "how much larger the large ones are: 0 for all alike, to 3 (default: 1)")
    .option("--seed <number>", "of the resolvers' chances (default: 1)")
    .option(
      "--timeline <events>",
      "where clients are while endpoints die and come back: t=0 down a, b; t=5m up a",
      append,
    )
    .addOption(
      new Option("--failover", "how long a failover takes, and the way back").conflicts([
        "resolvers",
        "timeline",
        "from",
        "down",
      ]),
    )
    .option("--pinned <percent>", "clients that keep an address for good (default: 0%)")
    .addOption(format())
    .addHelpText(
      "after",
      examples([
        "signpost simulate --record www",
        "signpost simulate --record www --from country=DE --down eu-a,eu-b",
        "signpost simulate --record www --failover",
        "signpost simulate --record www --resolvers 1000",
        'signpost simulate --record www --timeline "t=0 down eu-a; t=5m up eu-a"',
      ]),
    )
    .action(async (named, options) => {
      onEnd((await import("../commands/simulate.ts")).runSimulate(context, named, options));
    });

  reports(program.command("diff"))
    .summary("show what a change of policy files would move")
    .description(
      "Compares two files, two directories, or commits: who would get what, which guards an apply would meet. Needs no credentials. Offline.",
    )
    .argument(
      "<what...>",
      "OLD NEW; or a commit, two commits, or A...B for what B changed since it left A; then files or directories",
    )
    .option(...root)
    .option(...maxFileSize)
    .option("--exit-code", "exit 2 when there is a difference")
    .option(...verbose)
    .addHelpText(
      "after",
      examples([
        "signpost diff old.yaml new.yaml",
        "signpost diff origin/main...HEAD",
        "signpost diff HEAD~1 HEAD dns/",
        "signpost diff HEAD",
      ]),
    )
    .action(async (words, options) => {
      onEnd(await (await import("../commands/diff.ts")).runDiff(context, words, options));
    });

  reads(program.command("graph"))
    .summary("draw where names lead")
    .description(
      "Draws each record with its choices and endpoints, as text that other tools make a picture of. Offline.",
    )
    .addOption(new Option("--as <language>", "the language").choices(["mermaid", "dot"]).default("mermaid"))
    .option("--record <name>", "only this record")
    .addHelpText(
      "after",
      examples(["signpost graph --record www", "signpost graph --as dot | dot -Tsvg > policy.svg"]),
    )
    .action(async (named, options) => {
      onEnd((await import("../commands/graph.ts")).runGraph(context, named, options));
    });

  reads(program.command("fmt"))
    .summary("rewrite policies in one style")
    .description(
      "Rewrites policy files in one canonical style; comments and meaning stay. - reads standard input and prints the result.",
    )
    .option("--check", "write nothing; exit 2 when a file would change")
    .option("--diff", "write nothing; show what would change")
    .addOption(format())
    .addHelpText(
      "after",
      examples(["signpost fmt", "signpost fmt --check --diff dns/", "signpost fmt - < old.yaml"]),
    )
    .action(async (named, options) => {
      onEnd(await (await import("../commands/fmt.ts")).runFmt(context, named, options));
    });
}
