/** Reading and checking the policies that a command is about. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { type Checked, checkPolicy } from "../plan/check.ts";
import type { Source, Sources } from "../report/located.ts";
import { locateInText } from "../source/locate.ts";
import { readPolicies } from "./files.ts";
import { UsageError } from "./usage-error.ts";

export interface CheckedFiles {
  readonly checked: readonly Checked[];
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: Sources;
  readonly ok: boolean;
}

/** Checks every file. Throws `UsageError` when none is named and there is no default. */
export function checkFiles(named: readonly string[], folder: string): CheckedFiles {
  const found = readPolicies(named, folder);
  if (found === null) throw new UsageError("no policy file: name one, or make signpost.yaml or dns/");
  const checked = found.files.map(checkPolicy);
  const clashes = findClashes(checked);
  const diagnostics = [
    ...found.diagnostics,
    ...checked.flatMap((one) => [...one.diagnostics, ...warnWithoutProvider(one)]),
    ...clashes,
  ];
  const sources = new Map(
    checked.map(({ file, document }): [string, Source] => [
      file.path,
      {
        text: file.text,
        locate: (place) => document?.locate(place) ?? locateInText(file, place),
      },
    ]),
  );
  const ok = found.diagnostics.length === 0 && clashes.length === 0 && checked.every((one) => one.ok);
  return { checked, diagnostics, sources, ok };
}

function warnWithoutProvider({ policy, targets }: Checked): readonly Diagnostic[] {
  return policy !== null && targets.length === 0 ? [diagnose("no-provider", {}, policy.origin)] : [];
}

/** A policy's name in its zone owns names in it, so no two files may share it. */
function findClashes(checked: readonly Checked[]): readonly Diagnostic[] {
  const seen = new Map<string, string>();
  return checked.flatMap(({ policy, file }) => {
    if (policy === null) return [];
    const key = `${policy.name} ${policy.zone}`;
    const path = seen.get(key);
    if (path === undefined) {
      seen.set(key, file.path);
      return [];
    }
    const place = { ...policy.origin, pointer: "/name" };
    return [diagnose("policy-named-twice", { name: policy.name, zone: policy.zone, path }, place)];
  });
}
