/** `signpost drain`: takes endpoints out of every answer, in the file where they are written. */
import { suggest } from "../../diagnostic/suggest.ts";
import type { Endpoint } from "../../policy/policy.ts";
import { printable } from "../../report/text.ts";
import type { Edit } from "../../source/edit.ts";
import { type CheckedFiles, checkFiles } from "../check-files.ts";
import type { Context } from "../context.ts";
import { deliverFailure } from "../deliver.ts";
import { type EditOptions, editPolicies } from "../edit/edit-policies.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { UsageError } from "../usage-error.ts";

export type DrainOptions = EditOptions & DrainChoices;

interface DrainChoices {
  /** Puts them back. */
  readonly undo?: boolean;
  /** Wherever a name is written, where several files have it. */
  readonly all?: boolean;
}

/** `names` are separated by commas. */
export async function runDrain(
  context: Context,
  names: string,
  files: readonly string[],
  options: DrainOptions,
): Promise<ExitCode> {
  const { undo = false } = options;
  const named = readNames(names);
  const run = checkFiles(files, context.folder, options);
  if (!run.ok) {
    const failed = { command: "drain", code: exitCodes.policyInvalid };
    return deliverFailure(context, options, failed, run.diagnostics, run.sources);
  }
  const found = named.flatMap((name) => findEndpoints(run, name, options.all ?? false));
  const edits = new Map<string, Edit[]>();
  for (const { origin, drained } of found) {
    if (drained === !undo) continue;
    const at = { pointer: origin.pointer, key: "drained" };
    const edit: Edit = undo
      ? { kind: "remove", ...at, otherwise: false }
      : { kind: "put", ...at, value: true };
    edits.set(origin.file, [...(edits.get(origin.file) ?? []), edit]);
  }
  return editPolicies(context, files, options, run, {
    command: "drain",
    edits,
    said: found.map((endpoint) => tell(endpoint, undo)),
    json: {
      endpoints: found.map(({ name, drained, origin: { file } }) => ({
        name,
        file,
        before: drained,
        after: !undo,
      })),
    },
    notices: [],
  });
}

/** Each once, however often it is given. */
function readNames(text: string): readonly string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.every((name) => name !== "")) return [...new Set(names)];
  throw new UsageError(
    `a name is missing in "${text}": write endpoints with commas between, such as eu-a,eu-b`,
  );
}

/** The places where an endpoint is written; a part that several policies include is one place. */
function findEndpoints(run: CheckedFiles, name: string, all: boolean): readonly Endpoint[] {
  const endpoints = run.checked.flatMap(({ policy, file }) =>
    [...(policy?.endpoints.values() ?? [])].map((endpoint) => ({ endpoint, policy: file.path })),
  );
  const named = endpoints.filter(({ endpoint }) => endpoint.name === name);
  const places = [...new Map(named.map((one) => [one.endpoint.origin.file, one])).values()];
  if (places.length === 0) {
    const near = suggest(name, new Set<string>(endpoints.map(({ endpoint }) => endpoint.name)));
    throw new UsageError(`there is no endpoint ${name}${near === null ? "" : `, did you mean ${near}?`}`);
  }
  if (places.length > 1 && !all) {
    const files = places.map(({ endpoint }) => endpoint.origin.file).join(", ");
    // A part can't be named by itself: what it does is known by a policy that includes it.
    const policies = places.map(({ policy }) => policy).join(" or ");
    throw new UsageError(`${name} is an endpoint in ${files}: name one policy, ${policies}, or give --all`);
  }
  return places.map(({ endpoint }) => endpoint);
}

function tell({ name, drained, origin: { file } }: Endpoint, undo: boolean): string {
  const state = undo ? "back" : "drained";
  const already = drained === !undo ? ", and was already" : "";
  return `${name} is ${state}${already} (${printable(file)})`;
}
