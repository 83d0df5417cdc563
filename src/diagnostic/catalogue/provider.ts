import { entry, type NoArgs } from "./entry.ts";

export interface Said {
  readonly provider: string;
  /** The vendor's own words. */
  readonly detail: string;
}

export interface InZone {
  readonly zone: string;
}

/** What the vendors say, and what is found in a zone. */
export const providerEntries = {
  "provider-auth": entry<Said>({
    severity: "error",
    title: "not allowed",
    message: ({ provider, detail }) => `${provider} refuses the credentials: ${detail}`,
    hint: () => "check the credentials in the environment and their permissions; `--sandbox` needs none",
    explain: `Credentials come from the environment, as with the vendor's own tools (for AWS: variables, profiles,
single sign-on, roles). They are missing, expired, or lack a permission that the message names.`,
  }),
  "provider-throttled": entry<Said>({
    severity: "error",
    title: "too many requests",
    message: ({ provider, detail }) =>
      `${provider} kept asking to slow down until Signpost gave up: ${detail}`,
    hint: () => "try again in a minute; something else may be using up the account's limit",
    explain: `Vendors limit requests for each account. Signpost waits and tries again several times before it gives up.`,
  }),
  "provider-not-found": entry<Said>({
    severity: "error",
    title: "not found",
    message: ({ provider, detail }) => `${provider} doesn't find it: ${detail}`,
    explain: `Something that was there a moment ago is gone, or never was. Plan again to see what there is.`,
  }),
  "provider-unavailable": entry<Said>({
    severity: "error",
    title: "no answer",
    message: ({ provider, detail }) => `${provider} can't be reached, or fails: ${detail}`,
    hint: () =>
      "check the network and run it again: it goes on from what is live (a saved plan has to be planned anew)",
    explain: `The vendor couldn't be reached or answered with a fault of its own, more often than Signpost tries again.
A vendor that can't be reached at all is given up after a few seconds, one that has answered before after several
tries. An apply tells what was written before it; everything else is as it was.`,
  }),
  "provider-rejected": entry<Said>({
    severity: "error",
    title: "refused by the vendor",
    message: ({ provider, detail }) => `${provider} refuses: ${detail}`,
    explain: `The vendor understood the request and refused it for a reason of its own. Nothing of the batch was applied.`,
  }),
  "endpoint-untrusted": entry<{ readonly provider: string; readonly endpoint: string | null }>({
    severity: "error",
    title: "An address to which no credentials are sent",
    message: ({ provider, endpoint }) =>
      endpoint === null
        ? `What the environment or the settings name as the address of ${provider} is no plain http or https address`
        : `${provider} is to be reached at ${endpoint}, which is neither https nor this machine`,
    hint: () => "write it with https, or unset it to reach the vendor itself",
    explain: `Whoever can name another address in the environment (AWS_ENDPOINT_URL_ROUTE_53, AWS_ENDPOINT_URL,
CLOUDFLARE_BASE_URL) or in an AWS profile (endpoint_url) would be sent requests with your credentials. So an
address is taken only with https, or if it is this machine's own, as for an emulator: localhost, 127.0.0.1 or
[::1]. A name or a password in front of the host is refused.`,
  }),
  "zone-not-found": entry<InZone & { readonly provider: string; readonly present: readonly string[] }>({
    severity: "error",
    title: "zone not found",
    message: ({ zone, provider }) => `${provider} has no public zone ${zone} in this account`,
    hint: ({ present }) =>
      present.length > 0
        ? `did you mean ${present.join(" or ")}? Are these the credentials of the right account?`
        : "are these the credentials of the right account?",
    explain: `The zone is looked up by its name, in the account that the credentials belong to. Signpost doesn't make zones.`,
  }),
  "zone-ambiguous": entry<InZone & { readonly provider: string; readonly ids: readonly string[] }>({
    severity: "error",
    title: "several zones of one name",
    message: ({ zone, provider, ids }) => `${provider} has ${ids.length} zones ${zone}: ${ids.join(", ")}`,
    hint: ({ ids }) =>
      `say which one: providers: { route53: { hostedZoneId: ${(ids[0] ?? "Z…").split(" ")[0]} } }`,
    explain: `An account can hold several hosted zones of one name, public and private. Signpost doesn't guess: only one
of them answers for your domain, the one that the registrar delegates to.`,
  }),
  "zone-mismatch": entry<InZone & { readonly id: string; readonly actual: string }>({
    severity: "error",
    title: "another zone's id",
    message: ({ zone, id, actual }) => `${id} is the zone ${actual}, not ${zone}`,
    hint: () => "correct hostedZoneId, or leave it out to find the zone by its name",
    explain: `\`zone\` and \`hostedZoneId\` must speak of the same zone.`,
  }),
  "address-unreachable": entry<{ readonly endpoints: readonly string[] }>({
    severity: "error",
    title: "address under a check that can't be reached",
    message: ({ endpoints }) =>
      `AWS refuses health checks of ${endpoints.join(", ")}: the addresses are private or reserved for documentation`,
    hint: () => "write the real, public addresses; or try it with --sandbox",
    explain: `Route 53's checkers are on the public internet. The sandbox allows such addresses, a real zone doesn't, so
Signpost stops before the first write.`,
  }),
  "record-protected": entry<{
    readonly name: string;
    readonly type: string;
    readonly comment: string | null;
  }>({
    severity: "error",
    title: "protected record",
    message: ({ name, type, comment }) =>
      `${name} ${type} is protected in Route 53${comment === null ? "" : `: ${comment}`}`,
    hint: () => "take the protection away in Route 53 first, or leave this name out",
    explain: `A record set protection forbids every change of a name and type, whoever makes it and also where nothing
stands yet. Somebody set it on purpose, so Signpost doesn't take it away; the plan stops before the first write.`,
  }),
  "quota-exceeded": entry<{
    readonly what: string;
    readonly used: number;
    readonly more: number;
    readonly most: number;
  }>({
    severity: "error",
    title: "quota exceeded",
    message: ({ what, used, more, most }) => `This needs ${more} more ${what}: ${used} of ${most} are in use`,
    hint: () => "have the quota raised (AWS Service Quotas), or remove what isn't needed any more",
    explain: `AWS limits how many record sets a zone and how many health checks an account may hold: 10,000 and 200, unless
it was raised. Signpost asks before the first write, so that no apply stops halfway.`,
  }),
  "check-silent": entry<{ readonly checks: readonly string[]; readonly seconds: number }>({
    severity: "error",
    title: "new check doesn't report",
    message: ({ checks, seconds }) =>
      `${checks.join(", ")} replaces a check in use but hasn't reported for ${seconds} s; no record was changed`,
    hint: () => "apply again, or use --wait none to switch without waiting",
    explain: `A new health check counts as healthy until it first reports. Switching records to it before that would send
clients to an endpoint that may be dead, so Signpost waits for its first report.`,
  }),
  "not-in-sync": entry<{ readonly seconds: number }>({
    severity: "error",
    title: "slow to spread",
    message: ({ seconds }) => `The change was applied, but not all servers had it after ${seconds} s`,
    hint: () => "nothing needs to be done; `signpost plan` shows no changes once it has spread",
    explain: `Route 53 usually brings a change to all its servers within 60 seconds and then calls it INSYNC. Old health
checks are deleted only after that, by the next apply.`,
  }),
  "zone-private": entry<InZone & { readonly id: string }>({
    severity: "error",
    title: "private zone",
    message: ({ zone, id }) => `The only zone ${zone} in this account, ${id}, is private`,
    hint: ({ id }) => `if you mean it: providers: { route53: { hostedZoneId: ${id} } }`,
    explain: `A private zone answers inside its own networks only. Health checks and geolocation mean less there, so it
has to be named by its id.`,
  }),
  conflict: entry<InZone & { readonly moved: readonly string[] }>({
    severity: "error",
    title: "somebody else changed it first",
    message: ({ zone, moved }) =>
      `${zone} changed between reading and writing${moved.length > 0 ? `: ${moved.join(", ")}` : ""}; nothing was overwritten`,
    hint: () => "plan again to see what it is now",
    explain: `Every write is a compare-and-swap: it names what it replaces, exactly as it was read. When that is no longer
there, the vendor refuses the whole batch and the other writer's change stands.`,
  }),
  interrupted: entry<NoArgs>({
    severity: "error",
    title: "interrupted",
    message: () => "interrupted; nothing new was started",
    hint: () => "run it again: it goes on from what is live (a saved plan has to be planned anew)",
    explain: `Ctrl-C finishes the request in flight and starts nothing new.`,
  }),
} as const;
