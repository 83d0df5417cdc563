import { diagnose } from "../../diagnostic/diagnose.ts";
import type { RecordRule } from "../rule.ts";

/** Choices by place or network that leave some clients without an answer. */
export const noAnywhere = {
  id: "no-anywhere",
  judges: "record",
  docs: "Clients that no branch of a geolocation or subnet is for get no answer.",
  check: ({ tree }) => {
    if (tree.kind !== "geolocation" && tree.kind !== "subnet") return [];
    // Further in it is an error, so only the root is looked at.
    const isForEverybody =
      tree.kind === "geolocation"
        ? tree.branches.some(({ from }) => from.some(({ kind }) => kind === "anywhere"))
        : tree.branches.some(({ from }) => from.length === 0);
    if (isForEverybody) return [];
    return [{ diagnostic: diagnose("no-anywhere", { kind: tree.kind }, tree.origin), about: [] }];
  },
  examples: {
    ok: [
      `version: 1
name: web
zone: example.com
healthChecks:
  web: { type: https, path: /healthz, host: www.example.com }
endpoints:
  eu-a: { ipv4: 203.0.113.10, healthCheck: web }
  us-a: { ipv4: 192.0.2.10, healthCheck: web }
records:
  www:
    ttl: 30s
    to:
      geolocation:
        - { from: { continents: [EU] }, to: eu-a }
        - { from: anywhere, to: us-a }
`,
    ],
    notOk: [
      `version: 1
name: web
zone: example.com
healthChecks:
  web: { type: https, path: /healthz, host: www.example.com }
endpoints:
  eu-a: { ipv4: 203.0.113.10, healthCheck: web }
  us-a: { ipv4: 192.0.2.10, healthCheck: web }
records:
  www:
    ttl: 30s
    to:
      geolocation:
        - { from: { continents: [EU] }, to: eu-a }
        - { from: { continents: [NA] }, to: us-a }
`,
      `version: 1
name: web
zone: example.com
healthChecks:
  web: { type: https, path: /healthz, host: www.example.com }
endpoints:
  eu-a: { ipv4: 203.0.113.10, healthCheck: web }
  us-a: { ipv4: 192.0.2.10, healthCheck: web }
records:
  www:
    ttl: 30s
    to:
      subnet:
        - { from: [203.0.113.0/24], to: eu-a }
        - { from: [192.0.2.0/24], to: us-a }
`,
    ],
  },
} as const satisfies RecordRule;
