/** `signpost drain` and `signpost ramp`: one line of a policy file, checked before it is written. */
import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type DrainOptions, runDrain } from "../../src/cli/commands/drain.ts";
import { type RampOptions, runRamp } from "../../src/cli/commands/ramp.ts";
import { UsageError } from "../../src/cli/usage-error.ts";
import { makeProject, parseSaid, small, writeIn } from "./command-line.ts";
import { listen } from "./in-process.ts";

const path = "signpost.yaml";
const written = (folder: string, file = path) => readFileSync(join(folder, file), "utf8");

async function drain(
  folder: string,
  names: string,
  options: Partial<DrainOptions> = {},
  files: readonly string[] = [],
) {
  const heard = listen(folder);
  const code = await runDrain(heard.context, names, files, { format: "human", ...options });
  return { code, out: heard.out(), err: heard.err() };
}

async function ramp(
  folder: string,
  name: string,
  change: string,
  options: Partial<RampOptions> = {},
  files: readonly string[] = [],
) {
  const heard = listen(folder);
  const code = await runRamp(heard.context, name, change, files, {
    format: "human",
    offline: true,
    ...options,
  });
  return { code, out: heard.out(), err: heard.err() };
}

/** Two records with weights of their own, and one part in both. */
const nested = `version: 1
name: web
zone: example.com
providers: { route53: {} }
endpoints:
  a: { ipv4: 192.0.2.1 }
  b: { ipv4: 192.0.2.2 }
  c: { ipv4: 192.0.2.3 }
policies:
  both:
    weighted:
      # the new one
      - { to: a, weight: 10, name: green } # careful
      - { to: b, weight: 60 }
      - to: c
        weight: 30
records:
  www:
    ttl: 60s
    to:
      geolocation:
        - { from: { continents: [EU] }, to: { use: both } }
        - from: anywhere
          to: { weighted: [{ to: c, weight: 1, name: green }, { to: b, weight: 1 }] }
  api: { ttl: 60s, to: { use: both } }
`;

describe("drain", () => {
  test("writes one entry, shows what it moves and how to apply it", async () => {
    const folder = makeProject({ [path]: small });
    chmodSync(join(folder, path), 0o640);
    const { code, out, err } = await drain(folder, "web-a");
    expect({ code, err: err.match(/error/u) }).toEqual({ code: 0, err: null });
    expect(written(folder)).toBe(small.replace("192.0.2.1 }", "192.0.2.1, drained: true }"));
    expect(statSync(join(folder, path)).mode & 0o777).toBe(0o640);
    expect(out).toContain("+  web-a: { ipv4: 192.0.2.1, drained: true }");
    expect(out).toMatch(/everywhere +web-a 90 % · web-b 10 % +web-b 100 %/u);
    expect(out).toContain("Next: signpost apply --allow max-shift=www\n");
    expect(await drain(folder, "web-a")).toMatchObject({
      code: 0,
      out: expect.stringContaining("Nothing to change"),
    });
    expect((await drain(folder, "web-a", { undo: true })).code).toBe(0);
    expect(written(folder)).toBe(small);
  });

  test("a byte order mark and Windows' line breaks stay", async () => {
    const text = `\ufeff${small.replaceAll("\n", "\r\n")}`;
    const folder = makeProject({ [path]: text });
    expect((await drain(folder, "web-b")).code).toBe(0);
    expect(written(folder)).toBe(text.replace("192.0.2.2 }", "192.0.2.2, drained: true }"));
  });

  test("a dry run writes nothing", async () => {
    const folder = makeProject({ [path]: small });
    expect((await drain(folder, "web-a", { dryRun: true })).out).toContain("Dry run: nothing was written");
    expect(written(folder)).toBe(small);
  });

  test("the last one stays: what would be invalid is not written", async () => {
    const folder = makeProject({ [path]: small });
    const { code, out, err } = await drain(folder, "web-a,web-b");
    expect({ code, out }).toEqual({ code: 3, out: "" });
    expect(err).toContain("[nothing-left]");
    expect(written(folder)).toBe(small);
  });

  test("in the part where the endpoint is written, JSON too", async () => {
    const [, endpoints = ""] = /(endpoints:.*?)records:/su.exec(small) ?? [];
    const part =
      '{\n  "version": 1,\n  "endpoints": {\n    "web-a": { "ipv4": "192.0.2.1" },\n    "web-b": { "ipv4": "192.0.2.2" }\n  }\n}\n';
    const including = small.replace(endpoints, "include: [shared/endpoints.json]\n");
    const folder = makeProject({ "dns/web.yaml": including, "dns/shared/endpoints.json": part });
    expect((await drain(folder, "web-a")).code).toBe(0);
    expect(written(folder, "dns/web.yaml")).toBe(including);
    expect(written(folder, "dns/shared/endpoints.json")).toBe(
      part.replace('192.0.2.1" }', '192.0.2.1", "drained": true }'),
    );
  });

  test("a name in several files has to be told apart, or meant everywhere", async () => {
    const other = small.replace("name: web", "name: other").replace("www:", "api:");
    const folder = makeProject({ "dns/a.yaml": small, "dns/b.yaml": other });
    await expect(drain(folder, "web-a")).rejects.toThrow("dns/a.yaml, dns/b.yaml");
    expect((await drain(folder, "web-a", {}, ["dns/b.yaml"])).out).toContain("signpost apply dns/b.yaml");
    expect(written(folder, "dns/a.yaml")).toBe(small);
    expect((await drain(folder, "web-a", { all: true })).code).toBe(0);
    expect(written(folder, "dns/a.yaml")).toContain("drained: true");
  });

  test("of parts, the policies are told that can be named", async () => {
    const part = "endpoints:\n  web-a: { ipv4: 192.0.2.1 }\n  web-b: { ipv4: 192.0.2.2 }\n";
    const [, endpoints = ""] = /(endpoints:.*?)records:/su.exec(small) ?? [];
    const including = small.replace(endpoints, "include: [parts/eps.yaml]\n");
    const other = small.replace("name: web", "name: other").replace("www:", "api:");
    const folder = makeProject({
      "dns/a.yaml": including,
      "dns/b.yaml": other,
      "dns/parts/eps.yaml": part,
    });
    await expect(drain(folder, "web-a")).rejects.toThrow(
      "in dns/parts/eps.yaml, dns/b.yaml: name one policy, dns/a.yaml or dns/b.yaml, or give --all",
    );
    await expect(drain(folder, "web-a", {}, ["dns/parts/eps.yaml"])).rejects.toThrow(
      "name the policy that includes them",
    );
    expect((await drain(folder, "web-a", {}, ["dns/a.yaml"])).code).toBe(0);
    expect(written(folder, "dns/parts/eps.yaml")).toContain("drained: true");
    expect(written(folder, "dns/b.yaml")).toBe(other);
  });

  test("a name that is given twice is taken once", async () => {
    const { out } = await drain(makeProject({ [path]: small }), "web-a, web-a");
    expect(out.match(/web-a is drained/gu)).toHaveLength(1);
  });

  test.each(["", "web-a,", "web-a,,web-b"])("%j has a name missing", async (names) => {
    const failed = drain(makeProject({ [path]: small }), names);
    await expect(failed).rejects.toThrow(UsageError);
    await expect(failed).rejects.toThrow("a name is missing");
  });

  test("an unknown endpoint has a suggestion", async () => {
    const failed = drain(makeProject({ [path]: small }), "web-aa");
    await expect(failed).rejects.toThrow(UsageError);
    await expect(failed).rejects.toThrow("did you mean web-a?");
  });

  test("as data", async () => {
    const folder = makeProject({ [path]: small });
    const { out } = await drain(folder, "web-a", { format: "json" });
    expect(parseSaid(out)).toMatchObject({
      command: "drain",
      ok: true,
      endpoints: [{ name: "web-a", file: path, before: false, after: true }],
      files: [path],
      written: [path],
      revisions: [{ status: "changed" }],
      plans: [{ provider: "route53" }],
      next: "signpost apply --allow max-shift=www",
    });
  });

  test("a file that can't be written is an error of its own", async () => {
    if (process.getuid?.() === 0) return;
    const folder = makeProject({ "dns/web.yaml": small });
    chmodSync(join(folder, "dns"), 0o500);
    const { code, err } = await drain(folder, "web-a");
    chmodSync(join(folder, "dns"), 0o700);
    expect(code).toBe(4);
    expect(err).toContain("[file-unwritable]");
  });
});

/** A file is written by way of a file beside it, in whose place there is something already. */
const obstruct = (folder: string, file: string) =>
  writeFileSync(join(folder, "dns", `.${file}.${process.pid}.tmp`), "");

describe("of several files, one can't be written", () => {
  const other = small.replace("name: web", "name: other").replace("www:", "api:");
  const files = { "dns/a.yaml": small, "dns/b.yaml": other };

  test("what was written is told, and there is nothing to go on with", async () => {
    const folder = makeProject(files);
    obstruct(folder, "b.yaml");
    const { code, out, err } = await drain(folder, "web-a", { all: true });
    expect(code).toBe(4);
    expect(err).toContain("[file-exists]");
    expect(out).toContain("Written: dns/a.yaml\n");
    expect(out).not.toContain("Next:");
    expect(written(folder, "dns/a.yaml")).toContain("drained: true");
    expect(written(folder, "dns/b.yaml")).toBe(other);
  });

  test("as data", async () => {
    const folder = makeProject(files);
    obstruct(folder, "a.yaml");
    const { out } = await drain(folder, "web-a", { all: true, format: "json" });
    expect(parseSaid(out)).toMatchObject({
      ok: false,
      files: ["dns/a.yaml", "dns/b.yaml"],
      written: ["dns/b.yaml"],
      next: null,
    });
  });
});

describe("ramp", () => {
  test("writes the weights, says which, and keeps comments and the ratio of the others", async () => {
    const folder = makeProject({ [path]: nested });
    const { code, out, err } = await ramp(folder, "api", "green=25%");
    expect(code).toBe(0);
    expect(err).toContain("[step-unchecked]");
    expect(out).toContain("green: 10 % → 25 %");
    expect(out).toContain(`weights: green 10 → 25, b 60 → 50, c 30 → 25 (${path}:11)`);
    expect(written(folder)).toBe(
      nested
        .replace("weight: 10, name: green } # careful", "weight: 25, name: green } # careful")
        .replace("weight: 60", "weight: 50")
        .replace("weight: 30", "weight: 25"),
    );
    // The part is in both records.
    expect(out).toContain("www.example.com");
    expect(out).toContain("api.example.com");
  });

  test("the short form, from nothing and to everything", async () => {
    const folder = makeProject({ [path]: small });
    expect((await ramp(folder, "www", "web-b=0")).out).toContain("web-a 90 → 90, web-b 10 → 0");
    expect((await ramp(folder, "www.example.com", "web-b=100")).out).toContain("web-a 90 → 0, web-b 0 → 90");
    expect(written(folder)).toBe(small.replace("web-a: 90, web-b: 10", "web-a: 0, web-b: 90"));
  });

  test("steps", async () => {
    const folder = makeProject({ [path]: small });
    const steps = { steps: "5,10,50,100", next: true };
    expect((await ramp(folder, "www", "web-b", steps)).out).toContain("web-b: 10 % → 50 %");
    expect((await ramp(folder, "www", "web-b", steps)).out).toContain("web-b: 50 % → 100 %");
    expect((await ramp(folder, "www", "web-b", steps)).out).toContain("Nothing to change");
  });

  test("a share above all steps is not lowered to the last one", async () => {
    const folder = makeProject({ [path]: small });
    const failed = ramp(folder, "www", "web-a", { steps: "5,25,50", next: true });
    await expect(failed).rejects.toThrow(UsageError);
    await expect(failed).rejects.toThrow("web-a has 90 % already, and no step is above that");
    expect(written(folder)).toBe(small);
  });

  test("several weights of one member are listed, and one is chosen with --at", async () => {
    const folder = makeProject({ [path]: nested });
    const [, at = ""] =
      /--at (\S+) \(line 24\)/u.exec(String(await ramp(folder, "www", "green=50").catch(String))) ?? [];
    expect(at).toBe(`${path}:/records/www/to/geolocation/1/to`);
    expect((await ramp(folder, "www", "green=20", { at })).out).toContain("green 1 → 1, b 1 → 4");
    expect((await ramp(folder, "both", "green=50")).out).toContain("green: 10 % → 50 %");
  });

  test.each([
    ["www", "green=101", {}, "no share"],
    ["www", "green=", {}, "no share"],
    ["www", "green", {}, "say how much"],
    ["www", "green", { steps: "5,5", next: true }, "no steps"],
    ["www", "green=5", { steps: "5,10", next: true }, "write green alone"],
    ["www", "=5", {}, "no share of a member"],
    ["www", "green=5", { at: "/nowhere" }, "no weight, or several, at /nowhere"],
    ["wwww", "green=5", {}, "did you mean www?"],
    ["www", "gren=5", {}, "did you mean green?"],
    ["api", "zzzzzz=5", {}, "it has green, b, c"],
    ["www", "green=5", { provider: "cloudflare" }, "doesn't name cloudflare"],
  ])("%s %s %j is a wrong command line", async (name, change, options, said) => {
    const failed = ramp(makeProject({ [path]: nested }), name, change, options);
    await expect(failed).rejects.toThrow(UsageError);
    await expect(failed).rejects.toThrow(said);
  });

  test("a weight that an alias repeats is left alone", async () => {
    const aliased = small.replace("web-a: 90, web-b: 10", "web-a: &w 50, web-b: *w");
    const folder = makeProject({ [path]: aliased });
    const { code, err } = await ramp(folder, "www", "web-b=10");
    expect(code).toBe(3);
    expect(err).toContain("[edit-unsafe]");
    expect(written(folder)).toBe(aliased);
  });

  test("a promise that would be broken stops it", async () => {
    const promised = `${small}guarantees:\n  - { name: no more, record: www, share: { endpoint: web-b, atMost: 20 } }\n`;
    const folder = makeProject({ [path]: promised });
    expect((await ramp(folder, "www", "web-b=20")).code).toBe(0);
    expect((await ramp(folder, "www", "web-b=21")).code).toBe(3);
    expect(written(folder)).toContain("web-a: 80, web-b: 20");
  });

  test("what somebody has put there meanwhile is not overwritten", async () => {
    const folder = makeProject({ [path]: small });
    const pending = ramp(folder, "www", "web-b=50");
    const meanwhile = `${small}# by hand\n`;
    writeIn(folder, path, meanwhile);
    const { code, err } = await pending;
    expect(code).toBe(4);
    expect(err).toContain("[edit-overtaken]");
    expect(written(folder)).toBe(meanwhile);
  });
});
