import { entry } from "./entry.ts";

/** Who was asked about what, as whom. */
export interface Asked {
  readonly name: string;
  readonly type: string;
  /** Such as "Europe (198.18.55.0/24)". */
  readonly client: string;
}

/** What may explain a difference. */
export interface Excuse {
  /** Seconds since the name was applied, where that is less than servers may take to have it. */
  readonly appliedAgo: number | null;
  readonly isChanged: boolean;
}

function excuse({ appliedAgo, isChanged }: Excuse): string | null {
  if (isChanged)
    return "somebody changed this name by hand: `signpost drift` shows what, `signpost apply` puts it back";
  if (appliedAgo === null) return null;
  return `it was applied ${appliedAgo} s ago, and servers may take a minute to have it: verify again`;
}

const usual =
  "see whether the vendor's record is what `signpost plan` shows, and which endpoints its checks find down";

function asked({ name, type, client }: Asked): string {
  return `${name} ${type}, asked as ${client}`;
}

/** At most two digits, and no more noughts than one can read. */
function probability(p: number): string {
  if (p === 0) return "0";
  return p >= 0.001 ? p.toPrecision(2) : `10^${Math.floor(Math.log10(p))}`;
}

function points(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}

/** What name servers are found to do. */
export const verifyEntries = {
  "answer-unexpected": entry<
    Asked &
      Excuse & {
        readonly came: string;
        readonly expected: string;
        readonly count: number;
        readonly total: number;
        readonly servers: readonly string[];
      }
  >({
    severity: "error",
    title: "answer that the policy doesn't give",
    message: ({ came, expected, count, total, servers, ...where }) =>
      `${asked(where)}: ${came} came in ${count} of ${total} replies, from ${servers.join(", ")}; the policy answers ${expected}`,
    hint: (args) => excuse(args) ?? usual,
    explain: `A name server of the zone gave clients of this class something that the policy never gives them while these
endpoints are up: another address, no answer, or an error. One such reply is enough, since nothing of it is left to
chance. REFUSED mostly means that the server doesn't have the zone: is it one of those that the registrar names?`,
  }),
  "answer-share": entry<
    Asked &
      Excuse & {
        readonly answer: string;
        readonly expected: number;
        readonly count: number;
        readonly total: number;
        readonly p: number;
        /** Below this it counts as a difference. */
        readonly limit: number;
      }
  >({
    severity: "error",
    title: "answer that comes too often or too seldom",
    message: ({ answer, expected, count, total, p, ...where }) =>
      `${asked(where)}: ${answer} came in ${count} of ${total} replies, ${points(count / Math.max(1, total))} and not ${points(expected)}; by chance that happens with a probability of ${probability(p)}`,
    hint: (args) => excuse(args) ?? usual,
    explain: `Weights are chances, so the replies are counted and held against the binomial distribution, exactly. All
tests of a run together call something right wrong in one run of a thousand at most. How small a difference so many
queries find is said with the result; \`--queries\` asks more often.`,
  }),
  "answer-ttl": entry<Asked & Excuse & { readonly expected: number; readonly came: readonly number[] }>({
    severity: "error",
    title: "TTL that the policy doesn't give",
    message: ({ expected, came, ...where }) =>
      `${asked(where)}: the TTL is ${came.join(" and ")} s, and ${expected} s in the policy`,
    hint: (args) =>
      excuse(args) ?? "a TTL that counts down comes from a cache: ask the servers of the zone themselves",
    explain: `An authoritative server answers with the record's own TTL each time. A longer one makes a failover slower than
the policy promises; one that changes from reply to reply is a cache's.`,
  }),
  "answer-not-authoritative": entry<Asked & { readonly servers: readonly string[] }>({
    severity: "error",
    title: "answer without authority",
    message: ({ servers, ...where }) => `${asked(where)}: ${servers.join(", ")} answered without authority`,
    hint: () => "name a server of the zone with --server; a resolver's cache says what was, for one client",
    explain: `Servers of a zone set the bit AA in their answers (RFC 1035, section 4.1.1). Who doesn't is a resolver, or
refers to others.`,
  }),
  "answer-without-tcp": entry<Asked & { readonly servers: readonly string[] }>({
    severity: "error",
    title: "no answer over TCP",
    message: ({ servers, ...where }) => `${asked(where)}: ${servers.join(", ")} didn't answer over TCP`,
    hint: () => "let port 53 pass for TCP, at the server and here",
    explain: `Every server must answer over TCP (RFC 7766): that is where clients go when an answer is too long for UDP. One
question for each name and type is asked that way.`,
  }),
  "answers-unseen": entry<{
    readonly zone: string;
    readonly seconds: number;
    /** "www.example.com A as Europe (198.18.55.0/24): eu-b (192.0.2.11) from ns1". */
    readonly unseen: readonly string[];
  }>({
    severity: "error",
    title: "applied, and not answered yet",
    message: ({ zone, seconds }) =>
      `The change of ${zone} was applied, but after ${seconds} s its name servers don't all answer it`,
    details: ({ unseen }) => unseen,
    hint: () => "`signpost verify` looks again, `signpost drift` shows whether somebody has changed it since",
    explain: `\`apply --wait authoritative\` asks the zone's own name servers, after the vendor has called the change done,
until every name that was changed is answered as planned. What was written is written, whether they do or not; the
exit code is 10.`,
  }),
  "clients-not-asked": entry<{
    readonly name: string;
    readonly clients: readonly string[];
    readonly isPlaceless: boolean;
  }>({
    severity: "warning",
    title: "clients that weren't asked for",
    message: ({ name, clients, isPlaceless }) =>
      isPlaceless
        ? `${name}: nobody was asked as ${clients.join(", ")}, since it isn't known where that is`
        : `${name}: nobody was asked as ${clients.join(", ")}, since no network is known there`,
    hint: ({ isPlaceless }) =>
      isPlaceless
        ? "say where it is, such as --place DE=203.0.113.0/24, or name a database with --mmdb"
        : "name a network there, such as --place DE=203.0.113.0/24, or a database with --mmdb",
    explain: `Servers are told in each question whose client asks (EDNS client subnet), so a network is needed for each class
of clients that the policy tells apart. Signpost brings no database of places: \`--mmdb\` names one, \`--place\` single
networks. A class without a network isn't asked, and says nothing; with \`--strict\` that ends with exit code 2.`,
  }),
  "name-not-live": entry<{ readonly name: string; readonly state: "pending" | "not applied" }>({
    severity: "warning",
    title: "policy that isn't applied",
    message: ({ name, state }) =>
      state === "pending"
        ? `${name} wasn't asked about: the policy has changed since it was applied`
        : `${name} wasn't asked about: it isn't applied yet`,
    hint: () => "`signpost plan` shows what waits, `signpost apply` applies it",
    explain: `Name servers answer what was applied. While the policy says something else, a comparison would find that,
and not a fault of theirs. With \`--strict\` this ends with exit code 2.`,
  }),
  "server-silent": entry<{ readonly zone: string; readonly servers: readonly string[] }>({
    severity: "warning",
    title: "name server that doesn't answer",
    message: ({ zone, servers }) => `${servers.join(", ")} of ${zone} didn't answer`,
    hint: () => "others did; a resolver that asks this one first makes its clients wait",
    explain: `A server is given up when it was asked three times, or when its name has no address. The questions went on to
the other servers of the zone. With \`--strict\` this ends with exit code 2.`,
  }),
  "servers-unreachable": entry<{ readonly zone: string; readonly servers: readonly string[] }>({
    severity: "error",
    title: "no name server answers",
    message: ({ zone, servers }) =>
      servers.length === 0
        ? `No name server of ${zone} is known`
        : `None of the name servers of ${zone} answers: ${servers.join(", ")}`,
    hint: () => "is port 53 open from here, for UDP and TCP? --server names another server",
    explain: `Signpost asks the zone's own servers, each question three times, and not the resolver of this machine. Many
networks let only their own resolver pass.`,
  }),
  "nothing-verified": entry<{ readonly policies: number }>({
    severity: "error",
    title: "nothing that could be asked",
    message: () => "Nothing was verified: there was nothing that could be asked",
    hint: () => "name networks with --place or --mmdb, or apply the policy first",
    explain: `Every class of clients lacks a network, or nothing of the policy is applied. That isn't the same as agreement,
so it ends with exit code 2.`,
  }),
  "health-moved": entry<{ readonly zone: string; readonly endpoints: readonly string[] }>({
    severity: "warning",
    title: "health that changes meanwhile",
    message: ({ zone, endpoints }) =>
      `While ${zone} was asked, the reported health of ${endpoints.join(", ")} changed`,
    hint: () => "verify again when it stays as it is",
    explain: `What is right hangs on which endpoints are down. When a difference was found and the vendor reports another
health than before, everything is asked once more; here it changed again.`,
  }),
  "places-unreadable": entry<{ readonly path: string; readonly detail: string }>({
    severity: "error",
    title: "database of places that can't be read",
    message: ({ path, detail }) => `${path} can't say where addresses are: ${detail}`,
    hint: () => "name a file in MaxMind's format that has countries in it, such as GeoLite2 Country",
    explain: `\`--mmdb\` takes a database in MaxMind's format (.mmdb) whose records have a country: GeoLite2 and GeoIP2
Country or City, or one of the same shape.`,
  }),
} as const;
