/** The answers that options give. */
import type { ProviderId } from "../../policy/policy.ts";
import { UsageError } from "../usage-error.ts";
import {
  type Answers,
  type FirstEndpoint,
  type Judged,
  judgeAddresses,
  judgeCheck,
  judgeEndpointName,
  judgeName,
  judgeRecord,
  judgeZone,
  type Strategy,
  sharedFamilies,
} from "./answers.ts";
import { guessServes, judgeServes } from "./continents.ts";

export interface GivenOptions {
  readonly zone?: string;
  readonly name?: string;
  readonly record?: string;
  readonly endpoint?: readonly string[];
  readonly strategy?: Strategy;
  readonly serves?: readonly string[];
  readonly check?: string;
  readonly provider?: readonly ProviderId[];
}

/** Where a policy goes when nobody says. */
export const usualProviders: readonly ProviderId[] = ["route53"];

/** Reads the options. Throws `UsageError` for one that makes no sense. */
export function readGiven(options: GivenOptions): Partial<Answers> {
  const zone = options.zone === undefined ? undefined : sure("--zone", judgeZone(options.zone));
  const endpoints = options.endpoint === undefined ? undefined : readEndpoints(options.endpoint);
  if (options.record !== undefined && zone === undefined) throw new UsageError("--record needs --zone");
  if (options.serves !== undefined && endpoints === undefined)
    throw new UsageError("--serves needs --endpoint");
  return {
    ...(zone === undefined ? {} : { zone }),
    ...(options.name === undefined ? {} : { name: sure("--name", judgeName(options.name)) }),
    ...(options.record === undefined || zone === undefined
      ? {}
      : { record: sure("--record", judgeRecord(options.record, zone)) }),
    ...(endpoints === undefined ? {} : { endpoints }),
    ...(options.strategy === undefined ? {} : { strategy: options.strategy }),
    ...(options.serves === undefined || endpoints === undefined
      ? {}
      : { serves: sure(null, judgeServes(options.serves, endpoints)) }),
    ...(options.provider === undefined ? {} : { providers: [...new Set(options.provider)] }),
    ...(options.check === undefined ? {} : { check: sure("--check", judgeCheck(options.check)) }),
  };
}

/** Fills in what has a usual value; the options that are missing where it doesn't. */
export function fillIn(given: Partial<Answers>): Answers | { readonly missing: readonly string[] } {
  const { zone, endpoints, check = null, providers = usualProviders } = given;
  if (zone === undefined || endpoints === undefined) {
    return {
      missing: [
        ...(zone === undefined ? ["--zone"] : []),
        ...(endpoints === undefined ? ["--endpoint"] : []),
      ],
    };
  }
  const usual = endpoints.length === 1 ? "single" : check === null ? "weighted" : "failover";
  const { strategy = usual, record = "www", name = usualName(zone) } = given;
  const serves = given.serves ?? (strategy === "geo" ? guessServes(endpoints) : new Map());
  return { providers, proxied: false, zone, name, record, endpoints, strategy, serves, check };
}

/** The first label of the zone, as far as a policy can be called that. */
export function usualName(zone: string): string {
  const [first = ""] = zone.split(".");
  const name = first
    .replaceAll("_", "-")
    .slice(0, 40)
    .replace(/^-+|-+$/gu, "");
  return name === "" ? "web" : name;
}

function readEndpoints(written: readonly string[]): readonly FirstEndpoint[] {
  const endpoints: FirstEndpoint[] = [];
  for (const one of written) {
    const [, name, addresses] = /^([^=]*)=(.*)$/su.exec(one) ?? [];
    const option = `--endpoint ${one}`;
    if (name === undefined || addresses === undefined) {
      throw new UsageError(`${option}: write a name and an address, as in eu-a=203.0.113.10`);
    }
    const judged = sure(option, judgeEndpointName(name, endpoints));
    endpoints.push({ name: judged, ...sure(option, judgeAddresses(addresses)) });
  }
  if (sharedFamilies(endpoints).length === 0) {
    throw new UsageError("the endpoints of a name need a family that all of them have, IPv4 or IPv6");
  }
  return endpoints;
}

function sure<T>(option: string | null, judged: Judged<T>): T {
  if (judged.ok) return judged.value;
  throw new UsageError(option === null ? judged.problem : `${option}: ${judged.problem}`);
}
