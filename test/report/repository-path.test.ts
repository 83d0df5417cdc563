/** Files as a repository names them, for formats that point into it. */
import { expect, test } from "vitest";
import { repositoryPath, withoutCommit } from "../../src/report/repository-path.ts";

const here = { folder: "/repository/infra", root: "/repository" };

test.each([
  ["dns/web.yaml", "infra/dns/web.yaml"],
  ["./dns/../web.yaml", "infra/web.yaml"],
  ["../web.yaml", "web.yaml"],
  ["/repository/dns/web.yaml", "dns/web.yaml"],
  ["..web.yaml", "infra/..web.yaml"],
  ["../..web.yaml", "..web.yaml"],
  ["../../web.yaml", null],
  ["/etc/web.yaml", null],
  ["/repository-too/web.yaml", null],
  ["..", null],
  ["../..", null],
])("%s is %s", (file, expected) => {
  expect(repositoryPath(file, { command: "plan" }, here)).toBe(expected);
});

test("what diff read from the commit after is there already, what it read from the one before nowhere", () => {
  const report = { command: "diff", after: "HEAD" };
  expect(repositoryPath("HEAD:dns/web.yaml", report, here)).toBe("dns/web.yaml");
  expect(repositoryPath("main:dns/web.yaml", report, here)).toBe(null);
  expect(repositoryPath("dns/web.yaml", report, here)).toBe("infra/dns/web.yaml");
});

test("elsewhere a colon is part of the name", () => {
  expect(repositoryPath("HEAD:web.yaml", { command: "plan" }, here)).toBe("infra/HEAD:web.yaml");
});

test("a file has one name in all commits", () => {
  expect(withoutCommit("origin/main:dns/web.yaml")).toBe("dns/web.yaml");
  expect(withoutCommit("dns/web.yaml")).toBe("dns/web.yaml");
});
