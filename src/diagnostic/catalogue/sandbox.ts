import { entry, type NoArgs } from "./entry.ts";
import type { OfPath } from "./files.ts";

/** What the sandbox in the foreground says. */
export const sandboxEntries = {
  "sandbox-not-running": entry<NoArgs>({
    severity: "error",
    title: "no sandbox in the foreground",
    message: () => "no sandbox is running in this directory",
    hint: () => "start one with `signpost sandbox` in another terminal",
    explain: `Endpoints are set up and down in a sandbox that is running: \`signpost sandbox\` keeps one in the foreground.
What is set lasts as long as it runs.`,
  }),
  "sandbox-port-taken": entry<{ readonly port: number; readonly option: string }>({
    severity: "error",
    title: "port in use",
    message: ({ port }) => `the port ${port} of 127.0.0.1 is in use`,
    hint: ({ option }) => `name another with ${option}; 0 takes a free one`,
    explain: `The sandbox listens on the loopback interface: for the APIs of Route 53 and Cloudflare on \`--port\`, for DNS as
Route 53 answers on \`--dns-port\`, and as Cloudflare answers on \`--cloudflare-dns-port\`.`,
  }),
  "sandbox-places-unreadable": entry<OfPath & { readonly detail: string }>({
    severity: "error",
    title: "no database of places",
    message: ({ path, detail }) => `${path} can't say where addresses are: ${detail}`,
    hint: () => "name a MaxMind database (.mmdb), or leave --places away for the built-in table",
    explain: `\`--places FILE\` reads where addresses are from a MaxMind database, such as GeoLite2 Country or City. Without a
file, each country has a /24 of 198.18.0.0/15; \`signpost sandbox --places\` lists them.`,
  }),
  "sandbox-target-unknown": entry<{ readonly target: string; readonly suggestion: string | null }>({
    severity: "error",
    title: "no such endpoint",
    message: ({ target }) => `${target} is neither an address nor an endpoint of the policies here`,
    hint: ({ suggestion }) => (suggestion === null ? null : `did you mean ${suggestion}?`),
    explain: `Endpoints are set up and down by address, or by name where a policy says which addresses that is:
signpost.yaml, dns/, or what \`--policy\` names.`,
  }),
  "sandbox-target-unwatched": entry<{ readonly target: string }>({
    severity: "warning",
    title: "endpoint without a check",
    message: ({ target }) => `no health check in the sandbox looks at ${target}, so nobody notices`,
    hint: () => "apply the policy first: `signpost apply --sandbox`",
    explain: `An endpoint is noticed to be down by its health check alone. The checks are those that were applied to this
sandbox.`,
  }),
} as const;
