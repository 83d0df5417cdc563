/** Which files a command reads, and what it says of those that it can't. */
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { errorsIn, makeProject, parseSaid, run, small, writeIn } from "./command-line.ts";

/** Another policy, with a name of its own in the zone. */
const named = (name: string) =>
  small.replace("name: web\n", `name: ${name}\n`).replace("  www:", `  ${name}:`);

async function validate(folder: string, ...files: readonly string[]) {
  const ended = await run(["validate", ...files, "--format", "json"], { folder });
  const said = parseSaid(ended.stdout);
  const policies: readonly unknown[] = Array.isArray(said.policies) ? said.policies : [];
  return { code: ended.code, errors: errorsIn(said), said, read: JSON.stringify(policies), policies };
}

test.concurrent("signpost.yaml is taken first, else dns/", async () => {
  const folder = makeProject({ "dns/web.yaml": small });
  expect((await validate(folder)).read).toContain('"file":"dns/web.yaml"');
  writeIn(folder, "signpost.yaml", named("main"));
  const both = await validate(folder);
  expect(both.read).toContain('"file":"signpost.yaml"');
  expect(both.policies).toHaveLength(1);
});

test.concurrent("a directory means its policies, recursively, without dot folders and saved plans", async () => {
  const folder = makeProject({
    "dns/a.yaml": named("a"),
    "dns/deep/er/b.yml": named("b"),
    "dns/c.json": JSON.stringify({
      version: 1,
      name: "c",
      zone: "example.com",
      providers: { route53: {} },
      endpoints: { a: { ipv4: "192.0.2.1" } },
      records: { c: { ttl: 30, to: "a" } },
    }),
    "dns/.hidden/d.yaml": "[",
    "dns/e.plan.json": "[",
    "dns/readme.txt": "[",
  });
  const { code, said } = await validate(folder, "dns");
  expect(code).toBe(0);
  expect(said.policies).toMatchObject([
    { file: "dns/a.yaml" },
    { file: "dns/c.json" },
    { file: "dns/deep/er/b.yml" },
  ]);
});

test.concurrent("a file that is named twice, or beside its directory, is read once", async () => {
  const folder = makeProject({ "dns/a.yaml": small });
  const { code, policies } = await validate(folder, "dns", "dns/a.yaml", "./dns/a.yaml");
  expect([code, policies.length]).toEqual([0, 1]);
});

test.concurrent("two files with one policy are an error that names the other file", async () => {
  const folder = makeProject({ "dns/a.yaml": small, "dns/b.yaml": small });
  const { code, said, errors } = await validate(folder);
  expect([code, errors]).toEqual([3, ["policy-named-twice"]]);
  expect(said.diagnostics.find(({ severity }) => severity === "error")).toMatchObject({
    file: "dns/b.yaml",
    line: 2,
    message: expect.stringContaining("dns/a.yaml"),
  });
});

test.concurrent("the same name in another zone is another policy", async () => {
  const folder = makeProject({
    "dns/a.yaml": small,
    "dns/b.yaml": small.replace("example.com", "example.org"),
  });
  expect((await validate(folder)).code).toBe(0);
});

test.concurrent.each([
  ["missing.yaml", "there is no such file"],
  ["nowhere/missing.yaml", "there is no such file"],
  ["latin1.yaml", "not UTF-8"],
])("%s can't be read, and the sentence says why", async (file, why) => {
  const folder = makeProject({ "latin1.yaml": Buffer.from("name: caf\xe9\n", "latin1") });
  const ended = await run(["validate", file], { folder });
  expect(ended.code).toBe(3);
  expect(ended.stdout).toContain(file);
  expect(ended.stdout).toContain(why);
});

test.concurrent("what can't be read in a directory doesn't hide the others", async () => {
  const folder = makeProject({
    "dns/a.yaml": Buffer.from([0xff, 0xfe]),
    "dns/b.yaml": "version: 1\nname: [",
  });
  const { code, said } = await validate(folder);
  expect(code).toBe(3);
  const messages = said.diagnostics.map(({ file, message }) => `${file} ${message}`).join("\n");
  expect(messages).toContain("dns/a.yaml");
  expect(messages).toContain("dns/b.yaml");
});

test.concurrent("a link that leads to itself", async () => {
  const folder = makeProject();
  symlinkSync("web.yaml", join(folder, "web.yaml"));
  const ended = await run(["validate", "web.yaml"], { folder });
  expect(ended.code).toBe(3);
  expect(ended.stdout).toContain("Can't read web.yaml: its links go in a circle");
});

test.concurrent("an empty directory", async () => {
  const folder = makeProject({ "dns/notes.txt": "nothing here" });
  const ended = await run(["validate"], { folder });
  expect(ended.code).toBe(3);
  expect(ended.stdout).toContain("There is no policy file in dns");
});

test.concurrent("an empty file", async () => {
  const { code, errors } = await validate(makeProject({ "signpost.yaml": "" }));
  expect([code, errors.length]).toEqual([3, 1]);
});

test.concurrent("a byte order mark and Windows line ends mean nothing, and places stay right", async () => {
  const written = `\ufeff${small.replaceAll("\n", "\r\n")}`;
  const fine = await validate(makeProject({ "signpost.yaml": written }));
  expect([fine.code, fine.said.diagnostics]).toEqual([0, []]);
  const wrong = await validate(makeProject({ "signpost.yaml": written.replace("ttl: 30s", "ttl: soon") }));
  expect(wrong.said.diagnostics).toMatchObject([{ code: "bad-duration", line: 11, column: 10 }]);
});

test.concurrent("five megabytes are answered quickly, with a policy or a sentence", async () => {
  const padded = `${small}${`# ${"x".repeat(98)}\n`.repeat(50_000)}`;
  const begun = Date.now();
  const { code, errors } = await validate(makeProject({ "signpost.yaml": padded }));
  expect([0, 3]).toContain(code);
  expect(errors.length).toBe(code === 0 ? 0 : 1);
  expect(Date.now() - begun).toBeLessThan(10_000);
});

test.concurrent("all mistakes of all files in one run", async () => {
  const folder = makeProject({
    "dns/a.yaml": named("a").replace("ttl: 30s", "ttl: soon"),
    "dns/b.yaml": named("b").replace("web-b: 10", "web-c: 10"),
  });
  const { errors } = await validate(folder);
  expect(errors).toEqual(["bad-duration", "unknown-endpoint"]);
});
