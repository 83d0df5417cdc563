/** `signpost simulate --failover`: how long a failover takes, and the way back, for each branch of a record. */
import { keepAsAt } from "../../../plan/kept.ts";
import { listFailoverTimes } from "../../../proof/failover-times.ts";
import { providers } from "../../../provider/registry.ts";
import { renderFailoverTimes } from "../../../report/failover-times.ts";
import { indent } from "../../../report/text.ts";
import { UsageError } from "../../usage-error.ts";
import { headerOf } from "./header.ts";
import type { Question, Shown, View } from "./question.ts";

/** Of the provider that was asked for, else of the first that the policy goes to: probes take their own time at each. */
export function showFailoverTimes(question: Question, at: string, view: View): Shown {
  const { steered, policy } = question;
  const target = policy.targets.find(({ provider }) => at === "policy" || provider === at);
  if (target === undefined) {
    throw new UsageError(
      at === "policy"
        ? "the policy names no provider, and how long a probe takes is the provider's"
        : `the policy doesn't name ${at} under providers`,
    );
  }
  const provider = providers[target.provider];
  const { title, probeSeconds } = provider;
  const kept = policy.policy === null ? steered : keepAsAt(provider, policy.policy, steered);
  const branches = listFailoverTimes(kept, probeSeconds);
  const objective = steered.record.objective?.failover ?? null;
  const lines = renderFailoverTimes({ branches, provider: title, objective }, view.width - 2);
  return {
    json: { provider: target.provider, objective, failover: branches },
    text: `${[headerOf(question, view), ...indent(lines, 2)].join("\n")}\n`,
  };
}
