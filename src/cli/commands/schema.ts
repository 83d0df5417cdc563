/** `signpost schema`: the JSON Schema of policy files, for editors. */
import policySchema from "../../../schemas/policy.schema.json" with { type: "json" };
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { printJson } from "../result.ts";

export function runSchema(context: Context): ExitCode {
  printJson(context, policySchema);
  return exitCodes.done;
}
