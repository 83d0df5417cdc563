/** What a verification is asked to look at, held against the policies before anybody is asked. */
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Checked } from "../../plan/check.ts";
import { readDown } from "../down.ts";
import { isCalled, refuseRecord } from "../named-records.ts";
import { refuseOptions } from "../refuse-options.ts";
import { UsageError } from "../usage-error.ts";
import type { WrittenServer } from "./option-values.ts";
import { type PlaceOptions, readPlaces } from "./places.ts";
import { findServers } from "./servers.ts";
import type { Wanted } from "./subjects.ts";

export interface WantedOptions extends PlaceOptions {
  readonly provider?: string;
  readonly record?: readonly string[];
  readonly server?: readonly WrittenServer[] | undefined;
  readonly health?: string;
  readonly via?: string;
  readonly down?: string;
  readonly queries?: number | undefined;
  /** Milliseconds. */
  readonly timeout?: number;
}

/** Throws `UsageError` where options contradict each other. */
export async function readWanted(
  options: WantedOptions,
  checked: readonly Checked[],
  folder: string,
): Promise<Wanted | Diagnostic> {
  const { provider, record = [], server } = options;
  const asked = checked.filter(({ targets }) =>
    targets.some((target) => provider === undefined || target.provider === provider),
  );
  refuseMeaningless(options, asked);
  const records = asked.flatMap((one) => one.records.map((steered) => steered.record));
  const unknown = record.find((name) => !records.some((one) => isCalled(one, name)));
  if (unknown !== undefined) return refuseRecord(unknown, records);
  const endpoints = asked.flatMap(({ policy }) => [...(policy?.endpoints.keys() ?? [])]);
  const down = readDown(options.down, endpoints);
  if ("code" in down) return down;
  const places = await readPlaces(folder, options);
  if ("code" in places) return places;
  return {
    ...options,
    servers: server === undefined ? null : await findServers(server),
    health: healthSource(options),
    down: new Set(down),
    places,
    via: options.via === "api" ? "api" : "dns",
  };
}

function healthSource({ health, server }: WantedOptions): Wanted["health"] {
  if (health === "reported" || health === "assumed") return health;
  return server === undefined ? "reported" : "assumed";
}

function refuseMeaningless(options: WantedOptions, asked: readonly Checked[]): void {
  if (options.down !== undefined && healthSource(options) === "reported") {
    throw new UsageError("--down says what is taken to be down, and so needs --health assumed or --server");
  }
  if (options.via === "api") {
    // `--rate` holds there as well: it is the most, and the vendor's own limit may be less.
    refuseOptions(
      options,
      ["server", "timeout"],
      (flag) => `--via api asks no server, so ${flag} means nothing beside it`,
    );
    refuseOptions(
      options,
      ["queries"],
      (flag) => `--via api tests no weights, so ${flag} means nothing beside it`,
    );
  }
  if (options.server === undefined) return;
  const ids = new Set(
    asked.flatMap(({ targets }) =>
      targets.flatMap(({ provider }) =>
        options.provider === undefined || provider === options.provider ? [provider] : [],
      ),
    ),
  );
  if (ids.size > 1) {
    throw new UsageError(
      `--server is asked for one provider: choose it with --provider ${[...ids].join(" or ")}`,
    );
  }
}
