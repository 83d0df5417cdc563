/** Mutated journals: damaged ones, and ones whose sums were made anew by somebody who knows how. */
import { createHash } from "node:crypto";
import { type JournalHeader, openJournal, sumOf, writtenOf } from "../../src/apply/journal.ts";
import { checkPolicy } from "../../src/plan/check.ts";
import type { Sample } from "./corpus.ts";
import { mutateBytes } from "./mutate-bytes.ts";
import { mutateStructure } from "./mutate-structure.ts";
import type { Random } from "./random.ts";

/** Journals of applying each valid sample to an empty zone, one for each of its providers. */
export function makeJournals(corpus: readonly Sample[]): readonly [string, ...string[]] {
  const [first, ...others] = corpus
    .filter(({ valid }) => valid)
    .flatMap(({ path, text }) => {
      const { policy, targets } = checkPolicy({ path, text });
      if (policy === null) return [];
      return targets.map(({ provider, compiled }) =>
        writeJournal({
          command: "apply",
          file: path,
          root: null,
          maxFileSize: null,
          sandbox: false,
          undoes: null,
          to: null,
          startedAt: "2026-01-01T00:00:00.000Z",
          policy: policy.name,
          provider,
          zone: { id: "Z1", name: policy.zone, account: null },
          digest: createHash("sha256").update(text).digest("hex"),
          allow: [{ guard: "max-shift", target: "www" }],
          adopted: null,
          changes: compiled.resources.map((one) => ({
            action: "create",
            key: one.key,
            before: null,
            after: writtenOf(one),
          })),
          before: compiled.resources.map(writtenOf),
        }),
      );
    });
  if (first === undefined) throw new Error("there is nothing to mutate");
  return [first, ...others];
}

function writeJournal(header: JournalHeader): string {
  let text = "";
  const write = (more: string) => {
    text += more;
  };
  const journal = openJournal({ write, close: () => {} }, header);
  for (const { key, after } of header.changes.slice(0, 3)) {
    journal.record({ event: "started", title: key, keys: [key], passing: after === null ? [] : [after] }, 0);
    journal.record({ event: "done", title: key, keys: [key] }, 1);
  }
  journal.record({ event: "ended", outcome: "failed" }, 2);
  return text;
}

/** One journal, changed. */
export function mutateJournal(journals: readonly [string, ...string[]], random: Random): string {
  const text = random.pick(journals);
  if (random.oneIn(2)) return new TextDecoder().decode(mutateBytes(text, random));
  const values = text
    .trim()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  const mutated = mutateStructure(random.oneIn(2) ? [values[0]] : values, values, random);
  return seal(Array.isArray(mutated) ? mutated : [mutated]);
}

/** Makes the sums of these lines anew. */
function seal(lines: readonly unknown[]): string {
  let chain = "";
  return lines
    .map((line) => {
      if (typeof line !== "object" || line === null || Array.isArray(line))
        return `${JSON.stringify(line)}\n`;
      const { sum: _, ...rest } = { sum: "", ...line };
      chain = sumOf(chain, rest);
      return `${JSON.stringify({ ...rest, sum: chain })}\n`;
    })
    .join("");
}
