/** `signpost adopt`: takes names over that somebody else has made, without moving an answer. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Checked } from "../../plan/check.ts";
import type { Context } from "../context.ts";
import type { ExitCode } from "../exit-code.ts";
import { type WritingFiles, writeFiles } from "../write-files.ts";

/** `names` are records as they are written in a policy, or whole names; separated by commas. */
export function runAdopt(
  context: Context,
  names: string,
  files: readonly string[],
  options: WritingFiles,
): Promise<ExitCode> {
  const errand = { command: "adopt", question: "Take this over?", expect: null };
  return writeFiles(context, files, options, errand, {
    choose: (checked) =>
      chooseNames(
        names.split(",").map((name) => name.trim()),
        checked,
      ),
  });
}

/** The names that are meant, or what no policy has. */
function chooseNames(
  wanted: readonly string[],
  checked: readonly Checked[],
): { readonly adopted: ReadonlySet<string>; readonly diagnostics: readonly Diagnostic[] } {
  const records = checked.flatMap((one) => one.records.map(({ record }) => record));
  const adopted = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const name of wanted) {
    const plain = name.toLowerCase().replace(/\.$/u, "");
    const found = records.filter((record) => record.label === plain || record.name === plain);
    for (const record of found) adopted.add(record.name);
    if (found.length === 0)
      diagnostics.push(diagnose("adopt-unknown", { name, records: records.map(({ label }) => label) }, null));
  }
  return { adopted, diagnostics };
}
