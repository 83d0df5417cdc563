/** What to write instead of a tree that Cloudflare doesn't hold. Nothing is advised that wasn't compiled and proved. */

import type { Code } from "../../diagnostic/catalogue.ts";
import { hasErrors } from "../../diagnostic/describe.ts";
import type { Policy } from "../../policy/policy.ts";
import type { NormalNode, SteeredRecord } from "../../steering/tree.ts";
import { proveCompile } from "../prove.ts";
import type { Compiled } from "../resource.ts";
import { distinctionsIn, evaluate } from "./evaluate.ts";
import { nearestTo } from "./nearest.ts";

export interface Advice {
  /** The nearest tree that is held, as `to` is written; null when none is known. */
  readonly nearest: string | null;
  /** Whether the tree is held as it is once the account has pool sets. */
  readonly poolSets: boolean;
}

export type Advise = (steered: SteeredRecord, normal: NormalNode) => Advice;

/** For those who only try whether something is held. */
export const silence: Advise = () => ({ nearest: null, poolSets: false });

/** Questions after the health of a unit for all advice about a policy: a second at most. */
const mostAsks = 2_000_000;

const provider = { title: "Cloudflare", evaluate, distinctionsIn };

/** Whatever is wrong with a record beside its tree is told beside it. */
const besideTree: ReadonlySet<Code> = new Set<Code>([
  "cloudflare-ttl",
  "cloudflare-two-families",
  "cloudflare-interval",
  "cloudflare-timeout-interval",
  "cloudflare-timeout",
  "cloudflare-status",
]);

/** Advises by trying. */
export function adviseBy(
  policy: Policy,
  compile: (policy: Policy, steered: SteeredRecord) => Compiled,
): Advise {
  const effort = { asks: mostAsks };
  const isHeld = (tried: Policy, steered: SteeredRecord): boolean => {
    if (effort.asks <= 0) return false;
    const compiled = compile(tried, steered);
    if (hasErrors(compiled.diagnostics.filter(({ code }) => !besideTree.has(code)))) return false;
    return !hasErrors(proveCompile(provider, [steered], compiled, effort).diagnostics);
  };
  return (steered, normal) => {
    const settings = policy.providers.cloudflare;
    if (settings === undefined) throw new Error("the policy doesn't go to Cloudflare");
    const withSets = {
      ...policy,
      providers: { ...policy.providers, cloudflare: { ...settings, poolSets: true } },
    };
    return {
      nearest: nearestTo(normal, settings, (tree) => isHeld(policy, { ...steered, tree })),
      poolSets: !settings.poolSets && isHeld(withSets, steered),
    };
  };
}
