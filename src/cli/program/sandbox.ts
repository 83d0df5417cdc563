/** `signpost sandbox` and its subcommands: their options. */
import { type Command, InvalidArgumentError } from "commander";
import { parseDuration } from "../../policy/duration.ts";
import type { EndpointOptions } from "../commands/sandbox-endpoints.ts";
import { refuseOptions } from "../refuse-options.ts";
import { examples, format, type Running } from "./options.ts";

/** Adds the sandbox to the command line. */
export function describeSandbox(program: Command, { context, onEnd }: Running): void {
  const sandbox = program
    .command("sandbox")
    .summary("run a local Route 53 and Cloudflare with DNS")
    .description(
      "Runs a local Route 53 and Cloudflare, each with its DNS, until Ctrl-C. Commands with --sandbox in the same directory use it meanwhile.",
    )
    .option("--zone <name...>", "zones to make (default: those of the policies here, else example.com)")
    .option("--port <port>", "port of the APIs (default: 5380)", readPort)
    .option("--dns-port <port>", "port of Route 53's DNS over UDP and TCP (default: 5353)", readPort)
    .option("--cloudflare-dns-port <port>", "port of Cloudflare's DNS (default: 5354)", readPort)
    .option("--probe", "run the health checks for real; without it every endpoint is up until it is set down")
    .option(
      "--probe-interval <time>",
      "time between two probes, such as 1s (default: each check's)",
      readTime,
    )
    .option(
      "--places [file]",
      "a MaxMind database that says where addresses are; without a file, print the built-in table",
    )
    .option("--reset", "empty the sandbox of this directory, and end")
    .addOption(format())
    .addHelpText(
      "after",
      examples([
        "signpost sandbox --zone example.com",
        "signpost sandbox --probe --probe-interval 1s",
        "dig @127.0.0.1 -p 5353 www.example.com +subnet=198.18.55.0/24",
        "dig @127.0.0.1 -p 5354 www.example.com   # as Cloudflare answers",
      ]),
    )
    .action(async (options) => {
      if (options.reset === true) refuseServing(options, "--reset", [...serving, "places"]);
      if (options.places === true) refuseServing(options, "--places without a file", serving);
      onEnd(await (await import("../commands/sandbox.ts")).runSandbox(context, options));
    });

  const policy = ["--policy <files...>", "policies that say what endpoints are called"] as const;
  for (const verb of ["down", "up"] as const) {
    sandbox
      .command(verb)
      .summary(verb === "down" ? "set endpoints down in the running sandbox" : "set endpoints up again")
      .description(
        verb === "down"
          ? "Sets endpoints down in the sandbox that runs in this directory. It lasts as long as that runs."
          : "Sets endpoints up again that were set down.",
      )
      .argument("<endpoints...>", "addresses, or names of endpoints")
      .option(...policy)
      .addOption(format())
      .addHelpText(
        "after",
        examples([`signpost sandbox ${verb} 203.0.113.10`, `signpost sandbox ${verb} eu-a`]),
      )
      .action(async (named, _options, command: Command) => {
        const commands = await import("../commands/sandbox-endpoints.ts");
        onEnd(await commands.runSet(context, named, verb === "down", optionsOf(command)));
      });
  }
  sandbox
    .command("status")
    .summary("show the running sandbox and its endpoints")
    .description("Shows where the sandbox of this directory answers, and how its endpoints are.")
    .option(...policy)
    .addOption(format())
    .addHelpText("after", examples(["signpost sandbox status"]))
    .action(async (_options, command: Command) => {
      const commands = await import("../commands/sandbox-endpoints.ts");
      onEnd(await commands.runStatus(context, optionsOf(command)));
    });
}

/** What only a sandbox that begins to serve goes by. */
const serving = ["zone", "port", "dnsPort", "cloudflareDnsPort", "probe", "probeInterval"];

function refuseServing(options: object, task: string, names: readonly string[]): void {
  refuseOptions(options, names, (flag) => `${task} begins no sandbox, so ${flag} means nothing beside it`);
}

/** With those that stand before the subcommand, where they mean anything to it. */
function optionsOf(command: Command) {
  const options = command.optsWithGlobals<EndpointOptions>();
  refuseServing(options, `sandbox ${command.name()}`, [...serving, "places", "reset"]);
  return options;
}

const highestPort = 65_535;

function readPort(text: string): number {
  if (/^[0-9]{1,5}$/u.test(text) && Number(text) <= highestPort) return Number(text);
  throw new InvalidArgumentError(`A port is a number up to ${highestPort}; 0 takes a free one.`);
}

/** Milliseconds. */
export function readTime(text: string): number {
  const milliseconds = /^([1-9][0-9]{0,5})ms$/u.exec(text)?.[1];
  const seconds = milliseconds === undefined ? parseDuration(text) : Number(milliseconds) / 1000;
  if (seconds !== null && seconds > 0) return seconds * 1000;
  throw new InvalidArgumentError("A time is written as 1s, 500ms or 2m.");
}
