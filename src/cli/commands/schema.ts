/** `signpost schema`: the JSON Schemas of policy files, for editors, of saved plans and of reports. */
import planSchema from "../../../schemas/plan.schema.json" with { type: "json" };
import policySchema from "../../../schemas/policy.schema.json" with { type: "json" };
import reportSchema from "../../../schemas/report.schema.json" with { type: "json" };
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { printJson } from "../result.ts";

const schemas = { policy: policySchema, plan: planSchema, report: reportSchema } as const;

export function runSchema(context: Context, what: keyof typeof schemas): ExitCode {
  printJson(context, schemas[what]);
  return exitCodes.done;
}
