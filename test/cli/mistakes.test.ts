/**
 * A newcomer's mistakes, as a newcomer sees them: the built command line says one thing about each, shows the line,
 * and says what to write. The folders are the golden cases'; their exact words are held there.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { errorsIn, makeProject, parseSaid, root, run } from "./command-line.ts";

const mistakes = [
  ["anywhere-in-braces", "from: anywhere"],
  ["apex-unquoted", '"@"'],
  ["check-unknown", "did you mean"],
  ["colon-missing", ":"],
  ["country-uk", "GB"],
  ["endpoint-unknown", "did you mean"],
  ["failover-of-one", ""],
  ["hostname-as-address", ""],
  ["indentation-lost", ""],
  ["ipv6-missing", ""],
  ["ipv6-under-ipv4", "ipv6"],
  ["key-duplicated", ""],
  ["key-misspelt", "did you mean weighted?"],
  ["part-without-use", "use"],
  ["tab-indentation", "spaces"],
  ["target-is-an-address", "endpoints"],
  ["ttl-missing", "ttl"],
  ["two-ways-to-choose", ""],
  ["weights-all-zero", "weight over 0"],
  ["weights-in-percent", "write 90"],
  ["zone-repeated", ""],
] as const;

describe.concurrent.each(mistakes)("%s", (name, words) => {
  test("is one error with a frame and a way out, exit 3", async () => {
    const policy = readFileSync(join(root, "test/golden", name, "policy.yaml"), "utf8");
    const folder = makeProject({ "signpost.yaml": policy });
    const shown = await run(["validate"], { folder });
    expect(shown).toMatchObject({ code: 3, stderr: "" });
    const [headline, ...rest] = shown.stdout.split("\n");
    expect(headline).toMatch(/^signpost\.yaml:\d+:\d+: error: .+ \[[a-z0-9-]+\]$/u);
    expect(shown.stdout.match(/error: /gu)).toHaveLength(1);
    const line = Number(headline?.split(":")[1]);
    expect(rest.filter((drawn) => drawn.startsWith("> "))).toEqual([
      expect.stringMatching(new RegExp(`^> +${line} \\| `, "u")),
    ]);
    expect(rest.some((drawn) => /^ +\| +\^+$/u.test(drawn))).toBe(true);
    const hints = rest.filter((drawn) => drawn.startsWith("  → "));
    expect(hints).toHaveLength(1);
    expect(hints[0]).toContain(words);
    expect(rest.slice(-2)).toEqual(["1 error", ""]);

    const told = parseSaid((await run(["validate", "--format", "json"], { folder })).stdout);
    expect(errorsIn(told)).toHaveLength(1);
    expect(told.diagnostics).toMatchObject([{ file: "signpost.yaml", line, hint: hints[0]?.slice(4) }]);
  });
});
