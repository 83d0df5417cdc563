/** Includes, links and the root, on a real file system. */
import { mkdirSync, realpathSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { errorsIn, makeProject, parseSaid, run, small, writeIn } from "./command-line.ts";

const head = "version: 1\nname: web\nzone: example.com\nproviders: { route53: {} }\n";
const records = "records: { www: { ttl: 5m, to: web-a } }\n";
const ends = "endpoints:\n  web-a: { ipv4: 192.0.2.1 }\n";
const including = (path: string) => `${head}include: [${path}]\n${records}`;

async function validate(folder: string, ...args: readonly string[]) {
  const ended = await run(["validate", ...args, "--format", "json"], { folder });
  const said = parseSaid(ended.stdout);
  return { code: ended.code, errors: errorsIn(said), said };
}

test.concurrent("a policy and its parts, in a directory", async () => {
  const folder = makeProject({ "dns/web.yaml": including("shared/ends.yaml"), "dns/shared/ends.yaml": ends });
  const { code, said } = await validate(folder);
  expect([code, said.diagnostics]).toEqual([0, []]);
  expect(said.policies).toMatchObject([{ file: "dns/web.yaml", policy: "web" }]);
});

test.concurrent("a diagnostic points into the right file, once for all policies that include it", async () => {
  const folder = makeProject({
    "dns/web.yaml": including("ends.yaml"),
    "dns/mail.yaml": including("ends.yaml").replace("name: web", "name: mail").replace("www:", "mail:"),
    "dns/ends.yaml": "endpoints:\n  web-a: { ipv4: 192.0.2.1 }\n  web-b: { ipv4: 192.0.2.999 }\n",
  });
  const { code, said } = await validate(folder);
  expect(code).toBe(3);
  expect(said.diagnostics).toMatchObject([
    { code: "bad-address", severity: "error", file: "dns/ends.yaml", line: 3, column: 18 },
  ]);
  const human = await run(["validate"], { folder });
  expect(human.stdout).toContain("dns/ends.yaml:3:18");
  expect(human.stdout).toContain("> 3 |   web-b: { ipv4: 192.0.2.999 }");
});

test.concurrent("several zones in one run", async () => {
  const folder = makeProject({
    "dns/a.yaml": small,
    "dns/b.yaml": small.replace("zone: example.com", "zone: example.org"),
  });
  const ended = await run(["compile", "--provider", "route53", "--format", "json"], { folder });
  expect(ended.code).toBe(0);
  expect(JSON.parse(ended.stdout)).toMatchObject([{ zone: "example.com" }, { zone: "example.org" }]);
});

test.concurrent("a name of the zone that two policies claim", async () => {
  const folder = makeProject({
    "dns/a.yaml": small,
    "dns/b.yaml": small.replace("name: web", "name: other"),
  });
  const { code, said } = await validate(folder);
  expect(code).toBe(3);
  expect(said.diagnostics).toMatchObject([
    {
      code: "record-claimed-twice",
      file: "dns/a.yaml",
      line: 10,
      message: "The name www.example.com is in the policy other too, in dns/b.yaml:10",
    },
    {
      code: "record-claimed-twice",
      file: "dns/b.yaml",
      line: 10,
      message: "The name www.example.com is in the policy web too, in dns/a.yaml:10",
    },
  ]);
});

test.concurrent("zones of one name with different ids may hold the same names", async () => {
  const inZone = (id: string) => small.replace("route53: {}", `route53: { hostedZoneId: ${id} }`);
  const folder = makeProject({
    "dns/a.yaml": inZone("Z0PUBLIC"),
    "dns/b.yaml": inZone("Z0PRIVATE").replace("name: web", "name: other"),
  });
  expect((await validate(folder)).code).toBe(0);
});

test.concurrent("a part that nothing includes is a warning; alone it is no policy", async () => {
  const folder = makeProject({ "dns/web.yaml": small, "dns/ends.yaml": ends });
  const { code, said } = await validate(folder);
  expect(code).toBe(0);
  expect(said.diagnostics).toMatchObject([
    { code: "part-unused", severity: "warning", file: "dns/ends.yaml", line: 1 },
  ]);
  expect((await validate(folder, "dns/ends.yaml")).code).toBe(0);
  const planned = await run(["plan", "--sandbox", "dns/ends.yaml"], { folder });
  expect(planned.code).toBe(64);
  expect(planned.stderr).toContain("no policy in these files");
});

test.concurrent("a policy whose records were forgotten is not taken for a part", async () => {
  const folder = makeProject({ "web.yaml": `${head}${ends}` });
  expect(await validate(folder, "web.yaml")).toMatchObject({ code: 3, errors: ["missing-key"] });
});

test.concurrent("a plan names the file of a line that isn't the policy's own", async () => {
  const folder = makeProject({
    "web.yaml": `${head}include: [ends.yaml]\n${records.replace("to: web-a", "to: { use: both }")}`,
    "ends.yaml": `${ends}  web-b: { ipv4: 192.0.2.2 }\npolicies:\n  both: { weighted: { web-a: 1, web-b: 1 } }\n`,
  });
  const ended = await run(["plan", "--sandbox", "web.yaml"], { folder });
  expect(ended.code).toBe(0);
  expect(ended.stdout).toMatch(/weighted web-a .* ends\.yaml:5$/m);
});

test.concurrent("the root is the nearest folder with .git, else the file's own, else what --root names", async () => {
  const folder = makeProject({ "team/dns/web.yaml": including("../ends.yaml"), "team/ends.yaml": ends });
  const alone = await validate(folder, "team/dns/web.yaml");
  expect(alone).toMatchObject({ code: 3, errors: ["include-outside"] });
  expect(alone.said.diagnostics).toMatchObject([{ file: "team/dns/web.yaml", line: 5 }]);
  expect((await validate(folder, "team/dns/web.yaml", "--root", "team")).code).toBe(0);
  mkdirSync(join(folder, "team/.git"));
  expect((await validate(folder, "team/dns/web.yaml")).code).toBe(0);
  expect((await validate(folder, "team/dns/web.yaml", "--root", "team/dns")).errors).toEqual([
    "include-outside",
  ]);
});

test.concurrent("a named root that isn't a directory is a usage error", async () => {
  const folder = makeProject({ "signpost.yaml": small });
  const ended = await run(["validate", "--root", "nowhere"], { folder });
  expect(ended).toMatchObject({ code: 64, stdout: "" });
  expect(ended.stderr).toContain("--root nowhere is not a directory");
});

test.concurrent("links count as what they lead to, inside the root only", async () => {
  const outside = makeProject({ "secret.yaml": ends, "more/web.yaml": small });
  const folder = makeProject({
    ".git/HEAD": "",
    "dns/web.yaml": including("ends.yaml"),
    "elsewhere/ends.yaml": ends,
  });
  symlinkSync("../elsewhere/ends.yaml", join(folder, "dns/ends.yaml"));
  expect((await validate(folder)).said.diagnostics).toEqual([]);

  symlinkSync(join(outside, "secret.yaml"), join(folder, "secret.yaml"));
  writeIn(folder, "signpost.yaml", including("secret.yaml"));
  expect((await validate(folder, "signpost.yaml")).errors).toEqual(["include-outside"]);
  expect((await validate(folder, "secret.yaml")).errors).toEqual(["file-outside"]);

  symlinkSync(join(outside, "more"), join(folder, "dns/more"));
  expect((await validate(folder, "dns")).errors).toEqual(["file-outside"]);
});

test.concurrent("what lies outside is not said to exist or not", async () => {
  const folder = makeProject({ "web.yaml": including("../nothing/there.yaml") });
  expect((await validate(folder, "web.yaml")).errors).toEqual(["include-outside"]);
});

test.concurrent("links that lead to folders above them end", async () => {
  const folder = makeProject({ "dns/web.yaml": small });
  symlinkSync("..", join(folder, "dns/up"));
  mkdirSync(join(folder, ".git"));
  expect(await validate(folder)).toMatchObject({ code: 0 });
});

test.concurrent("a broken link in a directory is told", async () => {
  const folder = makeProject({ "dns/web.yaml": small });
  symlinkSync("nowhere.yaml", join(folder, "dns/gone.yaml"));
  const { errors, said } = await validate(folder);
  expect(errors).toEqual(["file-unreadable"]);
  expect(said.diagnostics).toMatchObject([{ file: "dns/gone.yaml" }]);
});

test.concurrent("two ways to one file are one file: a circle through a link ends", async () => {
  const folder = makeProject({ "web.yaml": including("a.yaml"), "a.yaml": `include: [b.yaml]\n${ends}` });
  symlinkSync("a.yaml", join(folder, "b.yaml"));
  expect((await validate(folder, "web.yaml")).errors).toEqual(["include-cycle"]);
});

test.concurrent("a saved plan is no policy file", async () => {
  const folder = makeProject({ "web.plan.json": "{}" });
  const ended = await run(["validate", "web.plan.json"], { folder });
  expect(ended).toMatchObject({ code: 64, stdout: "" });
  expect(ended.stderr).toContain("web.plan.json");
});

test.concurrent("a folder that is reached by a link is where it is", async () => {
  const folder = makeProject({ "real/dns/web.yaml": including("ends.yaml"), "real/dns/ends.yaml": ends });
  symlinkSync("real", join(folder, "link"));
  const { code, said } = await validate(realpathSync(join(folder, "link")));
  expect([code, said.diagnostics]).toEqual([0, []]);
  expect((await validate(join(folder, "link"))).code).toBe(0);
});
