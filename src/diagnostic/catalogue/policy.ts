import { entry, type NoArgs } from "./entry.ts";
import { addressProblems, domainProblems, nameForeignLetter } from "./problems.ts";

/** What is said about a policy of the right shape that makes no sense. */
export const policyEntries = {
  "bad-address": entry<{
    readonly family: "IPv4" | "IPv6";
    readonly text: string;
    readonly problem: keyof typeof addressProblems;
    readonly instead: string | null;
  }>({
    severity: "error",
    title: "Text that is not an address of this family",
    message: ({ family, text, problem }) =>
      `"${text}" is not an ${family} address: ${addressProblems[problem]}`,
    hint: ({ family, instead }) =>
      instead === null
        ? `write an address such as ${family === "IPv4" ? "203.0.113.10" : '"2001:db8::10"'}`
        : `write ${instead}`,
    explain: `An endpoint has bare addresses: no port, no network length, no host name. Its IPv4 address stands
under ipv4 and its IPv6 address under ipv6.

    endpoints:
      eu-a: { ipv4: 203.0.113.10, ipv6: "2001:db8::10" }`,
  }),
  "endpoint-without-address": entry<{ readonly name: string }>({
    severity: "error",
    title: "An endpoint without an address",
    message: ({ name }) => `The endpoint "${name}" has no address`,
    hint: () => "give it ipv4, ipv6 or both, or a hostname, or an alias to an AWS service",
    explain: `An endpoint is a place that DNS can answer with, so it has an address.

    endpoints:
      web-a: { ipv4: 203.0.113.10 }`,
  }),
  "address-families-differ": entry<{
    readonly lacking: readonly string[];
    readonly type: "A" | "AAAA";
    /** The type that all of them have, or null. */
    readonly others: "A" | "AAAA" | null;
  }>({
    severity: "error",
    title: "Endpoints with different address families",
    message: ({ lacking, type }) => `${lack(lacking, type)}, and other endpoints of this record have one`,
    hint: ({ type, others }) =>
      others === null
        ? "give all endpoints of the record the same families"
        : `add ${type === "A" ? "ipv4" : "ipv6"} there, or write types: [${others}]`,
    explain: `A record gets A when its endpoints have IPv4 and AAAA when they have IPv6. Where one endpoint lacks a
family that the others have, the answer would depend on the client's network in ways that nobody
wrote down. Give the endpoint its address, or say which types the record has:

    records:
      www: { ttl: 30s, types: [A], to: { failover: [web-a, web-b] } }`,
  }),
  "type-not-covered": entry<{ readonly lacking: readonly string[]; readonly type: "A" | "AAAA" | "CNAME" }>({
    severity: "error",
    title: "An endpoint without an address for the record's type",
    message: ({ lacking, type }) => `${lack(lacking, type)}, and this record has the type ${type}`,
    hint: ({ type }) =>
      `add ${{ A: "ipv4", AAAA: "ipv6", CNAME: "hostname" }[type]} there, or remove ${type} from types`,
    explain: `A record's type says which family it answers: A is IPv4, AAAA is IPv6. Every endpoint of the record
needs an address of each.`,
  }),
  "bad-domain-name": entry<{
    readonly what: string;
    readonly text: string;
    readonly problem: keyof typeof domainProblems;
    readonly instead: string | null;
  }>({
    severity: "error",
    title: "Text that is not a domain name",
    message: ({ what, text, problem }) => {
      const letter = problem === "lookalike" ? nameForeignLetter(text) : null;
      return `"${text}" is no ${what}: ${domainProblems[problem]}${letter === null ? "" : `, ${letter}`}`;
    },
    hint: ({ instead, problem }) => {
      if (problem === "lookalike") return "type it anew in one alphabet";
      return instead === null ? null : `write ${instead}`;
    },
    explain: `A domain name has labels of a-z, 0-9, - and _ with dots between them. International names are
written in the form that DNS carries, which begins with xn--. A wildcard is a star as the whole
first label.

    records:
      "*.app": { ttl: 5m, to: web-a }
      xn--mller-kva: { ttl: 5m, to: web-a }`,
  }),
  "label-too-long": entry<{ readonly label: string; readonly length: number }>({
    severity: "error",
    title: "A label over 63 characters",
    message: ({ label, length }) =>
      `The label "${label.slice(0, 20)}…" has ${length} characters; DNS allows 63`,
    hint: () => "shorten it, or split it with a dot",
    explain: `Each part of a domain name between two dots has at most 63 characters (RFC 1035, 2.3.4).`,
  }),
  "name-too-long": entry<{ readonly length: number }>({
    severity: "error",
    title: "A name over 253 characters",
    message: ({ length }) => `The full name has ${length} characters; DNS allows 253`,
    hint: () => "shorten it",
    explain: `A domain name takes at most 255 bytes on the wire (RFC 1035, 2.3.4), which is 253 characters of text.`,
  }),
  "record-repeats-zone": entry<{ readonly label: string; readonly full: string; readonly instead: string }>({
    severity: "error",
    title: "A record name with the zone's name in it",
    message: ({ label, full }) => `Record names are relative to the zone, so "${label}" would be ${full}`,
    hint: ({ instead }) => `write ${instead}:`,
    explain: `The zone is written once, at the top, and completes every record name.

    zone: example.com
    records:
      www: { ttl: 30s, to: web-a }    # www.example.com
      "@": { ttl: 30s, to: web-a }    # example.com itself`,
  }),
  "record-outside-zone": entry<{ readonly label: string; readonly zone: string }>({
    severity: "error",
    title: "A record outside the zone",
    message: ({ label, zone }) => `"${label}" ends in a dot, so it is a full name, and it is not in ${zone}`,
    hint: ({ zone }) => `write a name relative to ${zone}, or put this record into a policy of its own zone`,
    explain: `A policy holds names of one zone. Record names are relative to it and end without a dot.`,
  }),
  "record-trailing-dot": entry<{ readonly label: string; readonly instead: string }>({
    severity: "error",
    title: "A record name with a dot at its end",
    message: ({ label }) => `"${label}" ends in a dot, and record names are relative to the zone`,
    hint: ({ instead }) => `write ${instead}:`,
    explain: `A dot at the end of a name means a full name in zone files. Here names are always relative to the
zone, and end without a dot.`,
  }),
  "record-twice": entry<{ readonly label: string; readonly name: string }>({
    severity: "error",
    title: "Two records with one name",
    message: ({ label, name }) => `This is ${name} once more: the record "${label}" has that name already`,
    hint: () => "join the two, or rename one",
    explain: `DNS does not tell capitals from small letters, so WWW and www are one name, and a name has one record.`,
  }),
  "record-reserved": entry<{ readonly label: string }>({
    severity: "error",
    title: "A record name that is reserved",
    message: ({ label }) =>
      `"${label}" is reserved: names that begin with _signpost hold ownership markers and inner groups`,
    hint: () => "choose another name",
    explain: `Beside each record stand helper names of its inner groups and the marker of ownership. They begin
with _signpost, so no record may.`,
  }),
  "weights-all-zero": entry<NoArgs>({
    severity: "error",
    title: "Only drained members",
    message: () => "All weights are 0, so no member of this group could ever be answered",
    hint: () => "give at least one member a weight over 0",
    explain: `Weight 0 drains a member: it is never answered. With every member drained nothing is left to answer.

    weighted: { web-a: 100, web-b: 0 }`,
  }),
  "member-twice": entry<{ readonly name: string; readonly group: string }>({
    severity: "error",
    title: "The same member twice in a group",
    message: ({ name, group }) => `"${name}" is in this ${group} group twice`,
    hint: ({ group }) =>
      group === "weighted" ? "add the two weights up in one member" : "remove one of them",
    explain: `A member that stands in a group twice is one member, so the second one has no meaning of its own.`,
  }),
  "member-name-twice": entry<{ readonly name: string }>({
    severity: "error",
    title: "Two members with one name",
    message: ({ name }) => `Another member of this group has the name "${name}" already`,
    hint: () => "give each member a name of its own",
    explain: `A member's name makes its identifier at the provider, so it is unique in its group.`,
  }),
  "multivalue-member": entry<{ readonly kind: string }>({
    severity: "error",
    title: "A member of multivalue that is not an endpoint",
    message: ({ kind }) => `"multivalue" holds endpoints only, not "${kind}"`,
    hint: () => "write endpoints' names here, or use weighted with equal weights",
    explain: `A multivalue answer holds several addresses at once, so its members are endpoints. To share traffic
between groups, use weighted.

    to: { multivalue: [web-a, web-b, web-c] }`,
  }),
  "check-needs-port": entry<NoArgs>({
    severity: "error",
    title: "A tcp check without a port",
    message: () => "A tcp check needs a port, because there is no usual one",
    hint: () => "write for example port: 5432",
    explain: `http asks port 80 and https port 443 unless a port is given. tcp has no such habit.

    healthChecks:
      db: { type: tcp, port: 5432 }`,
  }),
  "check-setting-useless": entry<{ readonly setting: string; readonly type: string; readonly needs: string }>(
    {
      severity: "error",
      title: "A setting that this type of check does not have",
      message: ({ setting, type }) => `A ${type} check has no "${setting}"`,
      hint: ({ setting, needs }) => `remove ${setting}, or write type: ${needs}`,
      explain: `A tcp check only opens a connection: it has no path, host or expectation. tls belongs to https.

    healthChecks:
      web: { type: https, path: /healthz, host: www.example.com }
      db: { type: tcp, port: 5432 }`,
    },
  ),
  "endpoint-manifold": entry<{ readonly name: string }>({
    severity: "error",
    title: "An endpoint of several sorts",
    message: ({ name }) => `The endpoint "${name}" has more than one of addresses, a host name and an alias`,
    hint: () => "make an endpoint of each",
    explain: `An endpoint is one thing that can be answered: addresses (ipv4, ipv6 or both), a host name, or an AWS service
by alias. They are answered as different record types, so one endpoint can't be two of them.`,
  }),
  "hostname-beside-addresses": entry<{
    readonly hostnames: readonly string[];
    readonly addresses: readonly string[];
  }>({
    severity: "error",
    title: "Host names beside addresses",
    message: ({ hostnames, addresses }) =>
      `${hostnames.join(", ")} would be answered as CNAME and ${addresses.join(", ")} as addresses, and a name can't have both`,
    hint: () => "use addresses for all endpoints of the record, or host names for all",
    explain: `A host name is answered as a CNAME record, and a CNAME excludes every other type at its name (RFC 1034).`,
  }),
  "cname-beside-types": entry<NoArgs>({
    severity: "error",
    title: "CNAME beside other types",
    message: () => "CNAME excludes every other type at its name",
    hint: () => "write types: [CNAME], or leave types out",
    explain: `A name with a CNAME record can have no other record (RFC 1034, 3.6.2).`,
  }),
  "cname-at-apex": entry<{ readonly zone: string }>({
    severity: "error",
    title: "Host name at the apex",
    message: ({ zone }) => `A host name can't be answered at ${zone}: the apex of a zone can't be a CNAME`,
    hint: () => "use addresses, or alias for an AWS service",
    explain: `The apex of a zone has SOA and NS records, and a CNAME can't stand beside them. An AWS service is reached by
\`alias: { dnsName, hostedZoneId }\`, which answers with addresses.`,
  }),
  "cname-multivalue": entry<NoArgs>({
    severity: "error",
    title: "Several host names at once",
    message: () => "Host names can't be answered together: a name has one CNAME",
    hint: () => "use weighted with equal weights",
    explain: `A DNS answer holds at most one CNAME for a name. Equal weights share the clients out instead.`,
  }),
  "spot-twofold": entry<NoArgs>({
    severity: "error",
    title: "A region and coordinates",
    message: () => "A place is either a region or coordinates, and this is both",
    hint: () => "keep one of them",
    explain: `The place of a geoproximity member is \`{ region: eu-west-1 }\` or \`{ latitude: 48.86, longitude: 2.35 }\`.`,
  }),
  "spot-half": entry<{ readonly missing: string }>({
    severity: "error",
    title: "Half a coordinate",
    message: ({ missing }) => `Coordinates need a ${missing} too`,
    hint: ({ missing }) => `add ${missing}, in degrees`,
    explain: `Coordinates are \`{ latitude: 48.86, longitude: 2.35 }\`, in degrees; south and west are negative.`,
  }),
} as const;

function lack(names: readonly string[], type: "A" | "AAAA" | "CNAME"): string {
  const family = { A: "IPv4 address", AAAA: "IPv6 address", CNAME: "host name" }[type];
  const shown = names.slice(0, 4).map((name) => `"${name}"`);
  if (names.length > shown.length) shown.push(`${names.length - shown.length} more`);
  const [first, ...rest] = shown;
  if (rest.length === 0) return `The endpoint ${first ?? ""} has no ${family}`;
  return `The endpoints ${shown.slice(0, -1).join(", ")} and ${shown.at(-1) ?? ""} have no ${family}`;
}
