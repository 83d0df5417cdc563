import { describe } from "../../src/diagnostic/describe.ts";
import { type Loaded, loadPolicy } from "../../src/policy/load.ts";
import type { Policy } from "../../src/policy/policy.ts";

/** The parts of a policy file that a test wants to differ from the plainest one. */
export interface Sections {
  readonly top?: string;
  readonly healthChecks?: string;
  readonly endpoints?: string;
  readonly policies?: string;
  readonly records?: string;
}

/** A file whose sections are given as YAML flow mappings, so that a test shows only what it is about. */
function write(sections: Sections): string {
  const endpoints = sections.endpoints ?? "{ a: { ipv4: 192.0.2.1 }, b: { ipv4: 192.0.2.2 } }";
  return [
    sections.top ?? "version: 1\nname: web\nzone: example.com",
    ...(sections.healthChecks === undefined ? [] : [`healthChecks: ${sections.healthChecks}`]),
    `endpoints: ${endpoints}`,
    ...(sections.policies === undefined ? [] : [`policies: ${sections.policies}`]),
    `records: ${sections.records ?? "{ www: { ttl: 30s, to: { weighted: { a: 1, b: 1 } } } }"}`,
    "",
  ].join("\n");
}

export function load(sections: Sections): Loaded {
  return loadPolicy({ path: "policy.yaml", text: write(sections) });
}

/** The policy of a file that must be in order. */
export function loadWell(sections: Sections): Policy {
  const { policy, diagnostics } = load(sections);
  if (policy === null) throw new Error(diagnostics.map((found) => describe(found).message).join("; "));
  return policy;
}

/** `code message / hint` of each diagnostic. */
export function complaints(sections: Sections): readonly string[] {
  return load(sections).diagnostics.map((found) => {
    const { message, hint } = describe(found);
    return `${found.code}: ${message} / ${hint ?? ""}`;
  });
}

/** The codes alone. */
export function codesOf(sections: Sections): readonly string[] {
  return load(sections).diagnostics.map((found) => found.code);
}

/** A file whose one record points here. */
export function pointingAt(to: string): Sections {
  return { records: `{ www: { ttl: 30s, to: ${to} } }` };
}
