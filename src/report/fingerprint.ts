/** By what a finding is known again in another run. */
import { createHash } from "node:crypto";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { LocatedDiagnostic } from "./located.ts";
import { withoutCommit } from "./repository-path.ts";

/** Of what is wrong and in which file; not of the line, so that it stays when lines are added above. */
export function fingerprintOf({ code, args, place }: Diagnostic): string {
  return digest([
    code,
    place === null ? null : withoutCommit(place.file),
    JSON.stringify(args, withoutPlace),
  ]);
}

/** What is said of another place changes with its lines, and with the commit that its file was read from. */
function withoutPlace(key: string, value: unknown): unknown {
  if (typeof value === "number" && /line$/iu.test(key)) return null;
  return typeof value === "string" && (key === "file" || key === "path") ? withoutCommit(value) : value;
}

/** Of a diagnostic of which only the words are left. */
export function fingerprintOfWords({ code, file, message }: LocatedDiagnostic): string {
  return digest([code, file === null ? null : withoutCommit(file), message]);
}

function digest(parts: readonly (string | null)[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}
