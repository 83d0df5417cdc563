import { entry } from "./entry.ts";

/** A name that leads nowhere. */
export interface UnknownName {
  readonly name: string;
  readonly suggestion: string | null;
  /** What the name is, when it is something else. */
  readonly actual: "endpoint" | "part" | "healthCheck" | null;
}

const words = {
  endpoint: "an endpoint",
  part: "a part under policies",
  healthCheck: "a health check",
} as const;

/** What is said about names that lead nowhere, and names that nothing leads to. */
export const namesEntries = {
  "unknown-endpoint": entry<UnknownName & { readonly address: boolean }>({
    severity: "error",
    title: "An endpoint that is not declared",
    message: ({ name, actual, address }) =>
      address
        ? `"${name}" is an address, and an endpoint's name is wanted`
        : actual === null
          ? `There is no endpoint "${name}"`
          : `"${name}" is ${words[actual]}, and an endpoint's name is wanted`,
    hint: ({ name, suggestion, actual, address }) => {
      if (address)
        return `declare it, for example web-a: { ipv4: ${name} } under endpoints, and write web-a here`;
      if (actual === "part") return `write { use: ${name} }`;
      return suggestion === null ? "declare it under endpoints" : `did you mean ${suggestion}?`;
    },
    explain: `Every endpoint is declared once under endpoints and named everywhere else, so that its address
stands in one place.

    endpoints:
      web-a: { ipv4: 203.0.113.10 }
    records:
      www: { ttl: 30s, to: web-a }`,
  }),
  "unknown-group": entry<{
    readonly name: string;
    readonly known: readonly string[];
    readonly suggestion: string | null;
  }>({
    severity: "error",
    title: "A group of countries that is not declared",
    message: ({ name }) => `There is no group "${name}"`,
    hint: ({ known, suggestion }) =>
      suggestion === null
        ? `declare it under groups, or use one of ${known.join(", ")}`
        : `did you mean ${suggestion}?`,
    explain: `EU27 and EEA are built in. Other groups stand under groups at the top of the file:

    groups:
      dach: [DE, AT, CH]`,
  }),
  "group-built-in": entry<{ readonly name: string }>({
    severity: "error",
    title: "A group with the name of a built-in one",
    message: ({ name }) => `"${name}" is a built-in group, and can't mean other countries here`,
    hint: ({ name }) => `give your group another name, such as our-${name.toLowerCase()}`,
    explain: `EU27 and EEA are built in, and whoever reads them takes them for what they are. A group of other countries has
a name of its own:

    groups:
      eu-and-ch: [AT, BE, CH, DE]`,
  }),
  "unknown-part": entry<UnknownName>({
    severity: "error",
    title: "A part that is not declared",
    message: ({ name, actual }) =>
      actual === null
        ? `There is no part "${name}" under policies`
        : `"${name}" is ${words[actual]}, and "use" wants a part under policies`,
    hint: ({ name, suggestion, actual }) => {
      if (actual === "endpoint") return `write ${name} without use`;
      return suggestion === null ? "declare it under policies" : `did you mean ${suggestion}?`;
    },
    explain: `{ use: name } stands for the part of that name under policies.

    policies:
      europe: { failover: [eu-a, eu-b] }
    records:
      www: { ttl: 30s, to: { use: europe } }`,
  }),
  "unknown-health-check": entry<UnknownName>({
    severity: "error",
    title: "A health check that is not declared",
    message: ({ name, actual }) =>
      actual === null
        ? `There is no health check "${name}"`
        : `"${name}" is ${words[actual]}, and the name of a health check is wanted`,
    hint: ({ suggestion }) =>
      suggestion === null ? "declare it under healthChecks, or write none" : `did you mean ${suggestion}?`,
    explain: `An endpoint names the check that watches it, or none.

    healthChecks:
      web: { type: https, path: /healthz }
    endpoints:
      web-a: { ipv4: 203.0.113.10, healthCheck: web }`,
  }),
  "use-too-deep": entry<{ readonly name: string }>({
    severity: "error",
    title: "Parts nested over 100 levels",
    message: ({ name }) => `The part "${name}" is over 100 uses deep`,
    hint: () => "join some of the parts in between",
    explain: `Parts may use parts, up to 100 levels. A tree of that depth could not be compiled for any provider.`,
  }),
  "use-cycle": entry<{ readonly chain: readonly string[] }>({
    severity: "error",
    title: "Parts that use each other in a circle",
    message: ({ chain }) =>
      chain.length === 2
        ? `The part "${chain[0] ?? ""}" uses itself`
        : `These parts use each other in a circle: ${chain.join(" → ")}`,
    hint: () => "write an endpoint or another part in one of these places",
    explain: `A part stands for what is written in it, so it cannot hold itself, not even by way of another part.

    policies:
      europe: { failover: [eu-a, { use: world }] }
      world: { failover: [us-a, { use: europe }] }    # europe → world → europe`,
  }),
} as const;
