/** The command that asks name servers. */
import { type Command, Option } from "commander";
import { refuseOptions } from "../refuse-options.ts";
import { parseCount, parseServer, parseVantage } from "../verify/option-values.ts";
import { append, examples, format, provider, type Running, reads, sandbox, verbose } from "./options.ts";
import { readTime } from "./sandbox.ts";

const [mostQueries, highestRate] = [100_000, 100_000];

/** As whom name servers are asked. */
export function place() {
  return new Option(
    "--place <place=network>",
    "a network whose clients are there, such as DE=203.0.113.0/24; can be given several times",
  ).argParser(parseVantage);
}

export function mmdb() {
  return new Option("--mmdb <file>", "a MaxMind database that says where networks are");
}

/** Of commands that write: they ask as somebody only where they wait for the name servers. */
export function refusePlaces(options: { readonly wait?: unknown }): void {
  if (options.wait === "authoritative") return;
  refuseOptions(
    options,
    ["place", "mmdb"],
    (flag) => `${flag} says as whom name servers are asked, and so needs --wait authoritative`,
  );
}

export function describeVerify(program: Command, { context, signals, onEnd }: Running): void {
  reads(program.command("verify"))
    .summary("ask the name servers whether clients get what the policy says")
    .description(
      "Asks the zone's own name servers, as clients of every place that the policy tells apart, and holds addresses, TTLs and weights against the policy. Exits 2 when something differs. Never writes.",
    )
    .option(...sandbox)
    .addOption(provider())
    .option("--record <name>", "only this record; can be given several times", append)
    .option(
      "--server <host:port>",
      "ask this server instead of those that the vendor names, and no vendor; can be given several times",
      parseServer,
    )
    .addOption(place())
    .addOption(mmdb())
    .addOption(
      new Option(
        "--health <source>",
        "which endpoints are down: as the vendor reports, or as --down says",
      ).choices(["reported", "assumed"]),
    )
    .option("--down <endpoints>", "endpoints that are taken to be down, separated by commas")
    .addOption(
      new Option(
        "--via <way>",
        "ask the servers, or have the vendor say what it would answer (Route 53; no TTLs, no weights)",
      ).choices(["dns", "api"]),
    )
    .option("--queries <count>", "how often to ask where weights are tested", parseCount(mostQueries))
    .option("--rate <count>", "packets per second, at most (default: 200)", parseCount(highestRate))
    .option("--timeout <time>", "how long the first try waits for a reply (default: 1s)", readTime)
    .option("--strict", "exit 2 also when something couldn't be asked")
    .addOption(format())
    .option(...verbose)
    .addHelpText(
      "after",
      examples([
        "signpost verify --sandbox",
        "signpost verify --mmdb GeoLite2-Country.mmdb",
        "signpost verify --place DE=203.0.113.0/24 --place anywhere=198.51.100.0/24",
        "signpost verify --server 192.0.2.53 --down eu-a dns/web.yaml",
      ]),
    )
    .action(async (named, options) => {
      signals.arm();
      onEnd(await (await import("../commands/verify.ts")).runVerify(context, named, options));
    });
}
