/** Code that a document quotes still stands in the file that it names, its comments left out. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");

/** Blocks that begin with the path of a file, as a comment. */
const quotes = ["docs/adding-a-provider.md"].flatMap((page) =>
  [...readFileSync(join(root, page), "utf8").matchAll(/^```ts\n\/\/ (\S+)\n(.*?)^```/gms)].map(
    ([, file = "", code = ""]) => ({ page, file, code, name: code.split("\n")[0] ?? "" }),
  ),
);

function withoutComments(code: string): string {
  return code
    .replace(/\/\*\*.*?\*\//gs, "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");
}

test("there are quotes", () => {
  expect(quotes.length).toBeGreaterThan(5);
});

test.each(quotes)("$page quotes $file: $name", ({ file, code }) => {
  const source = withoutComments(readFileSync(join(root, file), "utf8"));
  for (const piece of code.split(/\n\n/)) expect(source).toContain(withoutComments(piece));
});
