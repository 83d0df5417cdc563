/** By what a finding is known again in another run. */
import { createHash } from "node:crypto";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { LocatedDiagnostic } from "./located.ts";
import { withoutCommit } from "./repository-path.ts";

/** Of what is wrong and in which file; not of the line, so that it stays when lines are added above. */
export function fingerprintOf({ code, args, place }: Diagnostic): string {
  const withoutLines = (key: string, value: unknown) =>
    key === "line" && typeof value === "number" ? null : value;
  return digest([
    code,
    place === null ? null : withoutCommit(place.file),
    JSON.stringify(args, withoutLines),
  ]);
}

/** Of a diagnostic of which only the words are left. */
export function fingerprintOfWords({ code, file, message }: LocatedDiagnostic): string {
  return digest([code, file === null ? null : withoutCommit(file), message]);
}

function digest(parts: readonly (string | null)[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}
