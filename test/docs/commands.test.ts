/** Commands and options that documents tell people to type are there. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listCommands } from "../../src/cli/completion/table.ts";
import { describeProgram } from "../../src/cli/program.ts";
import { root } from "../cli/command-line.ts";
import { listen } from "../cli/in-process.ts";

const signals = {
  signal: new AbortController().signal,
  arm() {},
  disarm() {},
  received: () => null,
};
const commands = listCommands(
  describeProgram({ context: listen("").context, signals, version: "0.0.0", onEnd() {} }),
);

const pages = [
  "README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

/** What stands in blocks and spans of code, a line each. */
function codeOf(page: string): readonly string[] {
  const text = readFileSync(join(root, page), "utf8");
  const blocks = [...text.matchAll(/^ *```(\w*)\n(.*?)^ *```/gmsu)].flatMap(
    ([, language = "", inner = ""]) => (["", "sh", "console"].includes(language) ? inner.split("\n") : []),
  );
  const spans = [...text.replace(/^ *```.*?^ *```/gmsu, "").matchAll(/`([^`\n]+)`/gu)];
  return [...blocks, ...spans.map(([, inner = ""]) => inner)];
}

/** What is typed after `signpost`, up to a pipe, a comment or the next command. */
const typed = pages.flatMap((page) =>
  codeOf(page)
    .flatMap((line) => [...line.matchAll(/(?:^|\$ |&& |\()signpost ((?:[a-z][a-z0-9-]*|--)[^|&;#]*)/gu)])
    .map(([, words = ""]) => ({ page, words: words.trim() })),
);

test("there are commands to look at", () => {
  expect(typed.length).toBeGreaterThan(60);
});

test.each(pages)("those of %s", (page) => {
  const unknown = typed
    .filter((one) => one.page === page)
    .flatMap(({ words }) => findUnknown(words.split(/\s+/u)).map((word) => `${word} in: signpost ${words}`));
  expect(unknown).toEqual([]);
});

function findUnknown(words: readonly string[]): readonly string[] {
  const [first = ""] = words;
  const known = commands.filter(({ path }) => path.every((word, at) => words[at] === word));
  if (known.length === 1 && !first.startsWith("-") && first !== "help") return [first];
  const options = known.flatMap((one) => one.options.flatMap(({ short, long }) => [short, long]));
  return words
    .map((word) => word.replace(/[=,)"].*$/u, ""))
    .filter((word) => /^--?[a-z]/u.test(word) && !options.includes(word));
}
