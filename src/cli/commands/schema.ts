/** `signpost schema`: the JSON Schemas of policy files, for editors, and of saved plans. */
import planSchema from "../../../schemas/plan.schema.json" with { type: "json" };
import policySchema from "../../../schemas/policy.schema.json" with { type: "json" };
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { printJson } from "../result.ts";

export function runSchema(context: Context, what: "policy" | "plan"): ExitCode {
  printJson(context, what === "plan" ? planSchema : policySchema);
  return exitCodes.done;
}
