/** What docs/failover-time.md shows is what the command line prints. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root, run } from "../cli/command-line.ts";

const page = readFileSync(join(root, "docs/failover-time.md"), "utf8");
const blocks = [...page.matchAll(/^```\n\$ signpost ([^\n]*)\n(.*?)^```/gms)].map(
  ([, line = "", shown = ""]) => ({
    line,
    shown,
  }),
);

test("there is one of them", () => {
  expect(blocks).toHaveLength(1);
});

test.concurrent.each(blocks)("$line", async ({ line, shown }) => {
  const args = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? "");
  const { code, stdout } = await run(args, { env: { COLUMNS: "80" } });
  expect({ code, stdout }).toEqual({ code: 0, stdout: shown });
});
