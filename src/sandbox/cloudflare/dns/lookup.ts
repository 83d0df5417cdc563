/** Answers a question from the account's zones, as Cloudflare's name servers would. No recursion. */
import type { DnsClient } from "../../dns/evaluate.ts";
import type { Answered, Question, Reply, ResponseCode } from "../../dns/lookup.ts";
import { recordTypes } from "../../route53/record-set.ts";
import type { CloudflareState, CloudflareZone, Stored } from "../state.ts";
import { nameServers } from "../zones.ts";
import { type CloudflareWorld, drawBalanced, scopeOf } from "./evaluate.ts";
import { type AtName, findCut, findOwner, findZoneOf, lookAt } from "./names.ts";

/**
 * Stand-ins for Cloudflare's own network, which everything proxied answers with. They are from the networks that are
 * set aside for benchmarks (RFC 2544, RFC 5180), where no client of the built-in table is.
 */
const proxyAddresses = { A: ["198.18.0.1", "198.18.0.2"], AAAA: ["2001:2::1", "2001:2::2"] } as const;

/** Seconds; of everything proxied, and of records that leave it to Cloudflare (Cloudflare docs, "Time to Live"). */
const automaticTtl = 300;
/** Seconds: how long a missing name may be taken for missing. */
const negativeTtl = 1800;

/** CNAMEs that are followed inside the account; a resolver goes on from there. */
const longestChain = 8;

/** Names in and out are as Route 53 stores them, which is how packets are read and written here. */
export function answerQuestion(
  state: CloudflareState,
  { name: stored, type }: Question,
  client: DnsClient,
  world: CloudflareWorld,
): Reply {
  const name = toName(stored);
  const zone = findZoneOf(state, name);
  if (zone === null) return { ...empty, code: "REFUSED", note: "the sandbox has no such zone" };
  const answers: Answered[] = [];
  let scope = 0;
  const reply = (rest: Partial<Reply>): Reply => ({ ...empty, authoritative: true, answers, scope, ...rest });
  const negative = (code: ResponseCode): Reply => reply({ code, authorities: [describeSoa(zone)] });

  const visited = new Set<string>();
  for (let at = name; ; ) {
    visited.add(at);
    const cut = findCut(zone, at);
    if (cut !== null && !(cut === at && type === "DS")) {
      const servers = lookAt(zone, cut).records.filter((record) => record.type === "NS");
      return reply({ authoritative: answers.length > 0, authorities: group(servers, cut, "NS") });
    }
    const owner = findOwner(zone, at);
    if (owner === null) return negative("NXDOMAIN");
    const here = lookAt(zone, owner);
    if (type === "ANY") return reply({ answers: [...answers, minimalAny(at)] });
    const own = at === zone.name ? describeApex(zone, type) : null;
    if (own !== null) return reply({ answers: [...answers, own] });
    if (type === "A" || type === "AAAA") {
      if (isProxied(here)) {
        return reply({
          answers: [...answers, addresses(at, type, proxyAddresses[type], automaticTtl, world)],
        });
      }
      if (here.balancer !== null) {
        scope = Math.max(scope, scopeOf(here.balancer, client));
        const drawn = drawBalanced(state, here.balancer, type, client, world);
        if (drawn.kind === "unknown") return { ...empty, code: "SERVFAIL", note: drawn.reason };
        if (drawn.kind === "nothing") return negative("NOERROR");
        return reply({ answers: [...answers, addresses(at, type, drawn.values, drawn.ttl, world)] });
      }
    }
    const found = group(
      here.records.filter((record) => record.type === type),
      at,
      type,
    );
    const isHidden = isProxied(here) && type === "CNAME";
    if (found.length > 0 && !isHidden) return reply({ answers: [...answers, ...found] });
    const alias =
      isHidden || here.balancer !== null ? undefined : here.records.find((record) => record.type === "CNAME");
    if (alias === undefined) return negative("NOERROR");
    const target = String(alias.content).toLowerCase().replace(/\.$/, "");
    if (at === zone.name) {
      // At the apex the CNAME itself is never shown.
      return flatten(state, target, zone, { name: stored, type }, client, world, negative);
    }
    answers.push({ name: toStored(at), type: "CNAME", ttl: ttlOf(alias), values: [`${target}.`] });
    const goesOn = findZoneOf(state, target) === zone;
    if (!goesOn || visited.has(target) || visited.size > longestChain) return reply({});
    at = target;
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

/** The target's addresses under the apex's own name. */
function flatten(
  state: CloudflareState,
  target: string,
  zone: CloudflareZone,
  question: Question,
  client: DnsClient,
  world: CloudflareWorld,
  negative: (code: ResponseCode) => Reply,
): Reply {
  const { type } = question;
  if (type !== "A" && type !== "AAAA") return negative("NOERROR");
  if (findZoneOf(state, target) === null || target === zone.name) {
    return { ...empty, code: "SERVFAIL", note: `only a resolver knows the addresses of ${target}` };
  }
  const found = answerQuestion(state, { name: toStored(target), type }, client, world);
  const last = found.answers.filter((answer) => answer.type === type);
  if (last.length === 0) return negative("NOERROR");
  return {
    ...found,
    answers: last.map((answer) => ({ ...answer, name: question.name })),
    authoritative: true,
  };
}

function isProxied({ balancer, records }: AtName): boolean {
  if (balancer !== null) return balancer.proxied === true;
  return records.some(({ proxied }) => proxied === true);
}

function addresses(
  name: string,
  type: "A" | "AAAA",
  values: readonly string[],
  ttl: number,
  { random }: CloudflareWorld,
): Answered {
  const turned = Math.floor(random() * values.length);
  return { name: toStored(name), type, ttl, values: [...values.slice(turned), ...values.slice(0, turned)] };
}

/** Records of one type as one set. */
function group(records: readonly Stored[], name: string, written: string): readonly Answered[] {
  const [first] = records;
  const type = recordTypes.find((one) => one === written);
  if (first === undefined || type === undefined) return [];
  return [{ name: toStored(name), type, ttl: ttlOf(first), values: records.map(spellValue) }];
}

function spellValue({ type, content, priority }: Stored): string {
  const text = String(content);
  if (type === "TXT") return text.startsWith('"') ? text : `"${text.replace(/["\\]/g, "\\$&")}"`;
  if (type === "MX") return `${Number(priority ?? 0)} ${text}`;
  return text;
}

function ttlOf({ ttl, proxied }: Stored): number {
  return proxied === true || typeof ttl !== "number" || ttl === 1 ? automaticTtl : ttl;
}

/** What Cloudflare itself puts at the apex of each zone. */
function describeApex(zone: CloudflareZone, type: Question["type"]): Answered | null {
  if (type === "SOA") return describeSoa(zone);
  if (type !== "NS") return null;
  return { name: toStored(zone.name), type, ttl: 86_400, values: nameServers.map((server) => `${server}.`) };
}

function describeSoa({ name }: CloudflareZone): Answered {
  const value = `${nameServers[0]}. dns.cloudflare.com. 1 10000 2400 604800 ${negativeTtl}`;
  return { name: toStored(name), type: "SOA", ttl: negativeTtl, values: [value] };
}

/** Nobody needs all types at once (RFC 8482, section 4.2). */
function minimalAny(name: string): Answered {
  return { name: toStored(name), type: "HINFO", ttl: 3600, values: ["RFC8482"] };
}

function toName(stored: string): string {
  return stored.replace(/\.$/, "").replace(/^\\052\./, "*.");
}

function toStored(name: string): string {
  return `${name.replace(/^\*\./, "\\052.")}.`;
}
