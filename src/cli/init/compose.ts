/** The text of a first policy. */
import type { ProviderId } from "../../policy/policy.ts";
import { writeText } from "../../source/yaml-scalar.ts";
import { type ContinentCode, continentCodes, nameOf } from "../../steering/geography.ts";
import { type Answers, type FirstCheck, type FirstEndpoint, sharedFamilies } from "./answers.ts";

/** YAML with comments, to be formatted. */
export function composePolicy(answers: Answers): string {
  const { zone, name, record, endpoints, strategy, check } = answers;
  const full = record === "@" ? zone : `${record}.${zone}`;
  const families = sharedFamilies(endpoints);
  const partly = endpoints.some((one) => families.length < countFamilies(one));
  return [
    `# Where ${full} leads. What can be written here: signpost schema`,
    "version: 1",
    `name: ${writeText(name)} # names this policy in the zone's ownership markers, so it stays the same for good`,
    `zone: ${writeText(zone)}`,
    "providers:",
    ...answers.providers.map((provider) => `  ${composeProvider(provider, families, answers.proxied)}`),
    ...(check === null ? [] : composeCheck(check, full)),
    "# Every address stands here once.",
    "endpoints:",
    ...endpoints.map((endpoint) => `  ${composeEndpoint(endpoint, check)}`),
    "records:",
    `  ${writeText(record)}:${record === full ? "" : ` # ${full}`}`,
    `    ttl: ${strategy === "single" ? "5m" : "1m"} # resolvers keep an answer this long, so a change shows after it`,
    ...(partly ? [`    types: [${families.join(", ")}] # what all of the endpoints have`] : []),
    ...composeTarget(answers).map((line) => `    ${line}`),
    "",
  ].join("\n");
}

function composeProvider(provider: ProviderId, families: readonly string[], proxied: boolean): string {
  switch (provider) {
    case "route53":
      return "route53: {} # the hosted zone is found by its name; credentials come from the AWS chain, never from here";
    case "cloudflare":
      if (proxied) {
        return "cloudflare: { proxied: true } # Cloudflare answers with its own addresses; the token comes from CLOUDFLARE_API_TOKEN";
      }
      return families.length > 1
        ? "cloudflare: { dualStack: hostname } # A and AAAA by helper names, or proxied: true; the token comes from CLOUDFLARE_API_TOKEN"
        : "cloudflare: {} # the zone is found by its name; the token comes from CLOUDFLARE_API_TOKEN, never from here";
  }
}

function countFamilies({ ipv4, ipv6 }: FirstEndpoint): number {
  return [ipv4, ipv6].filter((address) => address !== null).length;
}

function checkName({ type }: FirstCheck): string {
  return type === "tcp" ? "port" : "web";
}

function composeCheck(check: FirstCheck, full: string): readonly string[] {
  // A wildcard is no host; the name below it stands for all.
  const host = `host: ${writeText(full.replace(/^\*\./u, ""))}`;
  const port = check.port === null ? [] : [`port: ${check.port}`];
  const asked = check.type === "tcp" ? [] : [`path: ${writeText(check.path)}`, host];
  const parts = [`type: ${check.type}`, ...port, ...asked, "interval: 30s", "unhealthyThreshold: 3"];
  return [
    "healthChecks:",
    "  # Down after three failed probes, thirty seconds apart; up again after three good ones.",
    `  ${checkName(check)}: { ${parts.join(", ")} }`,
  ];
}

function composeEndpoint({ name, ipv4, ipv6 }: FirstEndpoint, check: FirstCheck | null): string {
  const parts = [
    ...(ipv4 === null ? [] : [`ipv4: ${writeText(ipv4)}`]),
    ...(ipv6 === null ? [] : [`ipv6: ${writeText(ipv6)}`]),
    ...(check === null ? [] : [`healthCheck: ${checkName(check)}`]),
  ];
  return `${writeText(name)}: { ${parts.join(", ")} }`;
}

function composeTarget({ strategy, endpoints, serves, check }: Answers): readonly string[] {
  const names = endpoints.map(({ name }) => name);
  switch (strategy) {
    case "single":
      return [`to: ${writeText(names[0] ?? "")}`];
    case "weighted":
      return [`to: ${weigh(names)} # in proportion to the weights; 0 drains`];
    case "failover":
      return [`to: ${failOver(names)} # the first healthy one`];
    case "geo":
      return [
        "to:",
        "  geolocation: # the most specific place wins, so the order here doesn't matter",
        ...branch(names, serves, check !== null).map((line) => `    ${line}`),
      ];
  }
}

function weigh(names: readonly string[]): string {
  return `{ weighted: { ${names.map((name) => `${writeText(name)}: 10`).join(", ")} } }`;
}

function failOver(names: readonly string[]): string {
  return `{ failover: [${names.map(writeText).join(", ")}] }`;
}

/** Several for one place: in order where it is seen which is down, else in equal shares. */
function group(names: readonly string[], checked: boolean): string {
  const [only = "", ...others] = names;
  if (others.length === 0) return writeText(only);
  return checked ? failOver(names) : weigh(names);
}

function branch(
  names: readonly string[],
  serves: ReadonlyMap<string, readonly ContinentCode[]>,
  checked: boolean,
): readonly string[] {
  // Continents with the same endpoints are one branch.
  const branches = new Map<string, ContinentCode[]>();
  for (const continent of continentCodes) {
    const to = names.filter((name) => serves.get(name)?.includes(continent));
    if (to.length === 0) continue;
    const key = group(to, checked);
    branches.set(key, [...(branches.get(key) ?? []), continent]);
  }
  const rest = names.filter((name) => !serves.has(name));
  const local = names.filter((name) => serves.has(name));
  const forAll = rest.length > 0 ? rest : local.slice(0, 1);
  const others = names.filter((name) => !forAll.includes(name));
  return [
    ...[...branches].flatMap(([to, continents]) => [
      `- from: { continents: [${continents.map(writeText).join(", ")}] } # ${nameContinents(continents)}`,
      `  to: ${to}`,
    ]),
    "- from: anywhere # everybody else, and whose own branch is down",
    `  to: ${checked ? failOver([...forAll, ...others]) : group(forAll, false)}`,
  ];
}

function nameContinents(continents: readonly ContinentCode[]): string {
  return continents.map((continent) => nameOf({ kind: "continent", continent })).join(", ");
}
