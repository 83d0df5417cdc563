/** Links within the documents lead somewhere: the file exists, and so does the heading. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const pages = readdirSync(root)
  .filter((name) => name.endsWith(".md"))
  .concat(listPages("docs"));

interface Link {
  readonly from: string;
  readonly target: string;
}

/** Without links to other sites, and without what stands in code. */
const links = pages.flatMap((from): readonly Link[] =>
  [...proseOf(from).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => ({ from, target }))
    .filter(({ target }) => !/^[a-z]+:/.test(target)),
);

function listPages(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name));
}

function proseOf(page: string): string {
  return readFileSync(join(root, page), "utf8")
    .replace(/^```.*?^```/gms, "")
    .replace(/`[^`\n]*`/g, "code");
}

/** The anchors that GitHub makes of a page's headings. */
function anchorsOf(page: string): readonly string[] {
  const text = readFileSync(join(root, page), "utf8").replace(/^```.*?^```/gms, "");
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(" ", "-")
      .replace(/[^\p{L}\p{N}_-]/gu, ""),
  );
}

test("there are links to look at", () => {
  expect(links.length).toBeGreaterThan(100);
});

describe("links", () => {
  test.each(pages.map((page) => [page] as const))("of %s", (page) => {
    const dead = links
      .filter(({ from }) => from === page)
      .filter(({ target }) => {
        const [path = "", anchor] = target.split("#");
        const file = path === "" ? page : normalize(join(dirname(page), path));
        if (file.startsWith("..") || !existsSync(join(root, file))) return true;
        if (anchor === undefined) return false;
        return !statSync(join(root, file)).isFile() || !anchorsOf(file).includes(anchor);
      });
    expect(dead).toEqual([]);
  });
});

test("every document in docs/ can be reached from the README", () => {
  const reached = new Set(["README.md"]);
  for (const page of reached) {
    for (const { from, target } of links) {
      const [path = ""] = target.split("#");
      if (from !== page || path === "") continue;
      const file = normalize(join(dirname(page), path));
      if (!existsSync(join(root, file))) continue;
      if (statSync(join(root, file)).isFile()) reached.add(file);
      // A folder is a page of what is in it.
      else for (const inner of pages.filter((one) => dirname(one) === file)) reached.add(inner);
    }
  }
  expect(pages.filter((page) => page.startsWith("docs/") && !reached.has(page))).toEqual([]);
});
