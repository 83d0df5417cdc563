/** The policy files in a directory. */
import { readdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { Included } from "../policy/include.ts";
import { isInside, type Root } from "./root.ts";
import { statusOf } from "./status-of.ts";

type Problem = Exclude<Included, { readonly kind: "file" }>;

/**
 * All *.yaml, *.yml and *.json below, in the order of their names, without dot folders and saved plans. Links count as
 * what they lead to, as long as that is below the root.
 *
 * @param report - takes what can't be listed
 */
export function listPolicies(
  folder: string,
  root: Root,
  report: (path: string, problem: Problem) => void,
): readonly string[] {
  const visited = new Set<string>();
  const list = (path: string): readonly string[] => {
    const real = attempt(path, () => realpathSync(path));
    // A link may lead back to a folder above it.
    if (real === null || visited.has(real)) return [];
    visited.add(real);
    if (!isInside(root.real, real)) {
      report(path, { kind: "outside" });
      return [];
    }
    const names = attempt(path, () => readdirSync(path)) ?? [];
    return [...names].sort().flatMap((name): readonly string[] => {
      if (name.startsWith(".")) return [];
      const entry = join(path, name);
      const looksRight = /\.(?:ya?ml|json)$/u.test(name) && !name.endsWith(".plan.json");
      const status = statusOf(entry);
      if (status?.isDirectory()) return list(entry);
      // A link that leads nowhere is told when it is read; pipes and devices would never end.
      return looksRight && (status === null || status.isFile()) ? [entry] : [];
    });
  };
  const attempt = <T>(path: string, act: () => T): T | null => {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
      report(path, { kind: "unreadable", reason: String(error.code) });
      return null;
    }
  };
  return list(folder);
}
