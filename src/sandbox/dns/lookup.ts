import type { RecordType } from "../route53/record-set.ts";
import type { State, Zone } from "../route53/state.ts";
import type { World } from "../route53/world.ts";
import { type DnsClient, drawAnswer, scopeOf } from "./evaluate.ts";
import { findOwner, findZoneOf, pathTo } from "./zone-names.ts";

/** Records of one name and type. Names and values are as Route 53 stores them. */
export interface Answered {
  readonly name: string;
  readonly type: RecordType | "HINFO";
  /** Seconds. */
  readonly ttl: number;
  readonly values: readonly string[];
}

export type ResponseCode = "NOERROR" | "SERVFAIL" | "NXDOMAIN" | "REFUSED";

export interface Reply {
  readonly code: ResponseCode;
  /** False for a referral, and where nothing is known. */
  readonly authoritative: boolean;
  readonly answers: readonly Answered[];
  readonly authorities: readonly Answered[];
  readonly additionals: readonly Answered[];
  /** How many bits of the client's address the answer is for. */
  readonly scope: number;
  /** Why there is no answer, where that isn't plain. */
  readonly note: string | null;
}

export interface Question {
  /** As Route 53 stores names. */
  readonly name: string;
  /** `other`: a type that Route 53 has no records of. */
  readonly type: RecordType | "ANY" | "other";
}

/** CNAMEs that are followed inside a zone; a resolver goes on from there. */
const longestChain = 8;

/** Answers a question from the public zones, as Route 53's name servers would. No recursion. */
export function answerQuestion(
  state: State,
  { name, type }: Question,
  client: DnsClient,
  world: Pick<World, "isAlive" | "random">,
): Reply {
  const zone = findZoneOf(state, name);
  if (zone === null) return { ...empty, code: "REFUSED", note: "the sandbox has no such zone" };
  const answers: Answered[] = [];
  let scope = 0;
  const reply = (rest: Partial<Reply>): Reply => ({ ...empty, authoritative: true, answers, scope, ...rest });
  const negative = (code: ResponseCode): Reply => reply({ code, authorities: describeAuthority(zone) });

  const visited = new Set<string>();
  for (let at = name; ; ) {
    visited.add(at);
    const referral = refer(zone, at, type);
    if (referral !== null) return reply({ ...referral, authoritative: answers.length > 0 });
    const owner = findOwner(zone, at);
    if (owner === null) return negative("NXDOMAIN");
    const types = zone.records.typesAt(owner);
    if (type === "ANY" && types.size > 0) return reply({ answers: [...answers, minimalAny(at)] });
    const wanted = [type, "CNAME"].flatMap((one) => [...types].filter((present) => present === one))[0];
    if (wanted === undefined) return negative("NOERROR");
    const group = { name: owner, type: wanted };
    scope = Math.max(scope, scopeOf(state, zone, group, client));
    const drawn = drawAnswer(state, zone, group, client, world);
    if (drawn.kind === "unknown") return { ...empty, code: "SERVFAIL", note: drawn.reason };
    if (drawn.kind === "nothing") return negative("NOERROR");
    answers.push({ name: at, type: wanted, ttl: drawn.ttl, values: drawn.values });
    const [target] = drawn.values;
    if (wanted === type || target === undefined) return reply({});
    const next = storedTarget(target);
    const goesOn = next === zone.name || next.endsWith(`.${zone.name}`);
    if (!goesOn || visited.has(next) || visited.size > longestChain) return reply({});
    at = next;
  }
}

const empty: Reply = {
  code: "NOERROR",
  authoritative: false,
  answers: [],
  authorities: [],
  additionals: [],
  scope: 0,
  note: null,
};

/** A name server record below the apex hands everything from there on to others (RFC 1034, section 4.2.1). */
function refer(zone: Zone, name: string, type: Question["type"]): Partial<Reply> | null {
  const cut = pathTo(zone, name).find((above) => zone.records.typesAt(above).has("NS"));
  // The parent's side of the cut answers for DS (RFC 4035, section 3.1.4.1).
  if (cut === undefined || (cut === name && type === "DS")) return null;
  const authorities = readPlain(zone, cut, "NS");
  const servers = authorities.flatMap(({ values }) => values.map(storedTarget));
  const glue = servers.flatMap((server) => [
    ...readPlain(zone, server, "A"),
    ...readPlain(zone, server, "AAAA"),
  ]);
  return { authorities, additionals: glue };
}

/** The SOA that says for how long a name or type may be taken for missing (RFC 2308, section 3). */
function describeAuthority(zone: Zone): readonly Answered[] {
  return readPlain(zone, zone.name, "SOA").map((soa) => {
    const minimum = Number.parseInt(soa.values[0]?.split(/\s+/).at(-1) ?? "", 10);
    return { ...soa, ttl: Number.isNaN(minimum) ? soa.ttl : Math.min(soa.ttl, minimum) };
  });
}

/** The values of record sets that aren't routed. */
function readPlain(zone: Zone, name: string, type: RecordType): readonly Answered[] {
  return zone.records
    .group(name, type)
    .flatMap(({ content }) =>
      content.kind === "values" ? [{ name, type, ttl: content.ttl, values: content.values }] : [],
    );
}

/** Nobody needs all types at once, and attackers like the size of it (RFC 8482, section 4.2). */
function minimalAny(name: string): Answered {
  return { name, type: "HINFO", ttl: 3600, values: ["RFC8482"] };
}

function storedTarget(value: string): string {
  const name = value.toLowerCase().replace(/^\*\./, "\\052.");
  return name.endsWith(".") ? name : `${name}.`;
}
