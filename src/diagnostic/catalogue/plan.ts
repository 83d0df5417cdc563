import { entry } from "./entry.ts";
import { list } from "./equivalence.ts";

export interface OfName {
  readonly name: string;
}

/** What would meet an objective. */
export interface WayOut {
  /** Seconds; so high it may be. */
  readonly ttl: number;
  /** Seconds; null: as it is. */
  readonly interval: number | null;
  /** Failures in a row; null: as it is. */
  readonly threshold: number | null;
}

/** Below it many resolvers keep answers longer than they are told to. */
const shortTtl = 30;

function sayWayOut({ ttl, interval, threshold }: WayOut): string {
  const check = [
    ...(interval === null ? [] : [`interval: ${interval}s`]),
    ...(threshold === null
      ? []
      : [`unhealthyThreshold: ${threshold} (one lost probe then counts as an outage)`]),
  ];
  const short = ttl < shortTtl ? "; some resolvers keep an answer for 30 s or 60 s whatever it says" : "";
  const limit = ttl === 0 ? "write ttl: 0s" : `write ttl: ${ttl}s or less`;
  return `${limit}${check.length === 0 ? "" : `, and in every check that is slower ${check.join(" and ")}`}${short}`;
}

/** What the proof and plan rooms say. */
export const planEntries = {
  "objective-missed": entry<{
    readonly record: string;
    readonly objective: number;
    readonly worst: number;
    readonly parts: string;
    readonly way: WayOut | null;
  }>({
    severity: "error",
    title: "failover too slow for the objective",
    message: ({ record, objective, worst, parts }) =>
      `A failover of ${record} takes up to ${worst} s (${parts}), more than the ${objective} s of its objective`,
    hint: ({ way }) =>
      way === null
        ? "DNS can't fail over this soon: it needs anycast, or a layer-4 load balancer in front of the endpoints"
        : sayWayOut(way),
    explain: `The time that a failover really takes is detection (threshold × interval), the time that a hanging probe
takes to fail, and the TTL for which resolvers keep the old answer. \`objective: { failover: 75s }\` holds a record
to it.`,
  }),
  "objective-unchecked": entry<{ readonly record: string; readonly endpoint: string }>({
    severity: "error",
    title: "objective without a health check",
    message: ({ record, endpoint }) =>
      `${record} has a failover objective, but nobody would notice that ${endpoint} is down: it has no health check`,
    hint: ({ endpoint }) => `give ${endpoint} a healthCheck`,
    explain: `A failover begins when a health check fails. An endpoint without one counts as healthy for good.`,
  }),
  "objective-alone": entry<{ readonly record: string; readonly objective: number }>({
    severity: "warning",
    title: "objective without a second choice",
    message: ({ record, objective }) =>
      `${record} is to fail over within ${objective} s, and has nothing to fail over to: an endpoint that is dead is answered all the same`,
    hint: () => "give it a second endpoint, undrain one, or take the objective away",
    explain: `Where all that clients get is one endpoint, or each gets one and stays there, no check changes an
answer: with nobody left who is healthy, all count as healthy. It is a warning, since draining all but one is what
an outage may ask for.`,
  }),
  "names-left": entry<{
    readonly policy: string;
    readonly zone: string;
    readonly provider: string;
    readonly names: readonly string[];
    /** The file as it was. */
    readonly file: string;
    /** Whether the policy is in no file any more; else it doesn't go to this provider any more. */
    readonly isGone: boolean;
    /** The provider, as `--provider` takes it. */
    readonly only: string;
  }>({
    severity: "warning",
    title: "names that nobody looks after any more",
    message: ({ policy, zone, provider, names, isGone }) =>
      `${isGone ? `The policy ${policy} is in no file any more` : `The policy ${policy} doesn't go to ${provider} any more`}: what is live at ${provider} for ${list(names)} in ${zone} stays as it is, and nobody looks after it`,
    hint: ({ file, isGone, only }) =>
      isGone
        ? `if the names shall go, signpost destroy with the file as it was (${file}) before this is merged; if another policy takes them over, name this one under its formerly`
        : `if they shall go there, signpost destroy --provider ${only} with the file as it was (${file}) before this is merged`,
    explain: `An apply plans the policies that it is given. What is in none of them, and what a policy had at a provider
that it no longer names, is left alone: a file that is missing may have been lost, and a lost file must not take
the names of a company with it. \`signpost destroy\` deletes the names of a policy while its file is there.`,
  }),
  "proof-too-large": entry<{ readonly record: string }>({
    severity: "error",
    title: "too large to be proved",
    message: ({ record }) =>
      `At ${record} the proof of this policy was given up: its clients and states of health are too many to look at`,
    hint: () =>
      "use fewer endpoints in one choice, fewer places with choices of their own, or several policies",
    explain: `Every compile is held against the meaning of the policy, and what can't be proved isn't applied. The
proof goes through each class of clients in each state of health that makes a difference to it. Hundreds of
endpoints in each of dozens of places take longer than anybody would wait for a plan, so that it is given up after
some seconds.`,
  }),
  "name-unmanaged": entry<OfName & { readonly sets: readonly string[]; readonly tool: string | null }>({
    severity: "error",
    title: "record that is not ours",
    message: ({ name, sets, tool }) =>
      tool === null
        ? `${name} already has records that Signpost didn't make: ${sets.join(", ")}`
        : `${name} belongs to ${tool}: ${sets.length > 0 ? sets.join(", ") : "it is marked so"}`,
    hint: ({ name, tool }) =>
      tool === null
        ? `signpost adopt ${name} takes them over once no answer would move; or choose another name`
        : `take it out of ${tool} first, or choose another name`,
    explain: `Signpost changes only what carries its marker: on Route 53 a TXT record at \`_signpost.<name>\`, on Cloudflare
the description of a load balancer or the comment of a record. Whatever else stands at a wanted name was made by
somebody: it is shown, and nothing is overwritten. \`signpost adopt NAME\` takes a name over, and first shows
that no client gets another answer by it.`,
  }),
  "adoption-moves": entry<OfName & { readonly clients: readonly string[] }>({
    severity: "error",
    title: "adoption that moves answers",
    message: ({ name, clients }) =>
      `Taking ${name} over would change what ${clients.length === 1 ? "this client gets" : "these clients get"}: ${clients.join(", ")}`,
    hint: () => "let the policy say what is live now, adopt it, and change it afterwards",
    explain: `Adopting a name puts Signpost's marker on it and its records into Signpost's form. That is safe only while
everybody gets what they got before, so that whoever looks for the reason of a change finds it in a change of
the policy. \`signpost import\` writes a policy that says what is live.`,
  }),
  "adopt-unknown": entry<OfName & { readonly records: readonly string[] }>({
    severity: "error",
    title: "nothing of that name to adopt",
    message: ({ name }) => `No policy here has a record ${name}`,
    hint: ({ records }) => (records.length === 0 ? null : `there are ${records.join(", ")}`),
    explain: `\`signpost adopt\` takes over names that a policy describes and that somebody else has made. Write the record
first, or let \`signpost import\` write it.`,
  }),
  "name-of-other-policy": entry<OfName & { readonly policy: string }>({
    severity: "error",
    title: "name of another policy",
    message: ({ name, policy }) => `${name} belongs to the policy ${policy}`,
    hint: ({ policy }) =>
      `remove it from ${policy} and apply that first, or choose another name; if this policy was called ${policy} before, write formerly: [${policy}]`,
    explain: `A public name belongs to the policy that its marker names. Two policies that both wanted it would undo
each other's changes for ever. A policy that was renamed says under formerly what it was called.`,
  }),
  "name-protected": entry<{
    /** A record's label. */
    readonly target: string;
    /** Null: the name itself would go. */
    readonly lost: readonly { readonly type: string; readonly clients: readonly string[] }[] | null;
  }>({
    severity: "error",
    title: "protected name",
    message: ({ target, lost }) =>
      lost === null
        ? `${target} is protected, and would be deleted`
        : `${target} is protected, and would lose answers: ${lost.map(({ type, clients }) => `${type} for ${clients.join(", ")}`).join("; ")}`,
    hint: ({ target }) =>
      `if it is meant, apply ${target} with protect: false and what answers now, and take it away with a later apply; no --allow lifts this`,
    explain: `\`protect: true\` of a record is written into its marker in the zone, so that neither deleting the record
nor the file lifts it: a name that is protected there isn't deleted, and nobody who gets an IPv4 or an IPv6 address
from it may be left without one. \`destroy\` and saved plans are held to it too.

To give the name up, apply it once with \`protect: false\`, which changes the marker alone. A later apply deletes it.`,
  }),
  "marker-later": entry<OfName & { readonly format: string }>({
    severity: "error",
    title: "marked by a later Signpost",
    message: ({ name, format }) =>
      `${name} carries a marker of format ${format}, and this version of Signpost knows format 1`,
    hint: () => "use the version of Signpost that applied it last, or a later one",
    explain: `The marker of a name, on Route 53 a TXT record at \`_signpost.<name>\`, on Cloudflare the description or
comment of each object, begins with the number of its format. What a later format says is not known to an earlier
version, so it changes nothing of such a name and deletes nothing.`,
  }),
  "name-too-large": entry<OfName & { readonly elements: number; readonly largest: number }>({
    severity: "error",
    title: "Name too large for one batch",
    message: ({ name, elements, largest }) =>
      `Changing ${name} takes ${elements} values in one batch, and the vendor takes ${largest}`,
    hint: () => "change it in smaller steps, or use fewer members and places",
    explain: `A name is changed in one atomic batch, so that nobody ever sees half of a change. A vendor's batch has a limit
(Route 53: 1,000 values and 32,000 characters), and a change beyond it is refused before the first write.`,
  }),
  "allow-unused": entry<{ readonly guard: string; readonly target: string }>({
    severity: "error",
    title: "An --allow that allows nothing",
    message: ({ guard, target }) =>
      `--allow ${guard}=${target} allows nothing: no such guard stops this run there`,
    hint: () => "leave it out, or write the target as the plan does",
    explain: `\`--allow guard=target\` lets one finding of one guard pass, once. One that finds nothing to allow is an error,
since whoever wrote it meant something else: another record, another file, a change that isn't in it any more.
Nothing is written. Where the change that \`--expect\` names is made already, none is needed any more.`,
  }),
  "name-drifted": entry<
    OfName & {
      readonly provider: string;
      /** A record's label, where an apply would take away what was added, and is stopped; else null. */
      readonly stopped: string | null;
    }
  >({
    severity: "warning",
    title: "name that was changed by hand",
    message: ({ name, provider }) => `${name} was changed by hand at ${provider} since it was applied`,
    hint: ({ stopped }) =>
      stopped === null
        ? "`signpost apply` puts it back as the policy says, and finishes what a run that broke off left half done; to keep a change, write it into the policy"
        : `\`signpost apply\` stops at what was added: write it into the policy to keep it, take it away at the provider, or let \`--allow foreign-member=${stopped}\` take it away`,
    explain: `The marker of a name holds the digest of what was applied, and what is live has another one. \`drift\` and
\`plan\` show the name; reports name it at the line of its record. What was edited or deleted, an apply puts back.
What was added to a group, it doesn't take away by the way: that is the guard \`foreign-member\`. At Cloudflare,
where each object is written by itself, a run that broke off leaves the same trace until it is gone on with.`,
  }),
} as const;
