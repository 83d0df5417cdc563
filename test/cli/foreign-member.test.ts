/** On the command line: what somebody added to a name of ours holds apply and destroy, until it is named. */
import { expect, test } from "vitest";
import { a, create, openWorkbench } from "../sandbox/workbench.ts";
import { asVendor, errorsIn, makeProject, parseSaid, run, weighing } from "./command-line.ts";

test.concurrent("apply and destroy end with exit code 5 and write nothing", async () => {
  const bench = await openWorkbench();
  const folder = makeProject({ "signpost.yaml": weighing(50, 50) });
  const options = { folder, env: asVendor(bench.sandbox.route53Url) };
  expect((await run(["apply", "--yes"], options)).code).toBe(0);
  const theirs = { SetIdentifier: "theirs", Weight: 25, TTL: 30 };
  await bench.change(create(a("www.example.com", theirs, "192.0.2.66")));
  const before = await bench.list();

  const planned = await run(["plan"], options);
  expect(planned.code).toBe(5);
  expect(planned.stdout).toContain("Guards: 9 passed · 1 blocked: foreign-member=www");
  expect(planned.stderr).toContain("www.example.com A theirs");
  expect(planned.stderr).toContain("take it into the file or away at the provider");
  expect(planned.stderr).toContain("--allow foreign-member=www lets it pass once");
  // Who reads of it in an issue is told the same.
  const drift = await run(["drift", "--format", "json"], options);
  expect(parseSaid(drift.stdout).diagnostics).toMatchObject([
    { code: "name-drifted", hint: expect.stringContaining("--allow foreign-member=www") },
  ]);
  const apply = ["apply", "--yes"];
  const destroy = ["destroy", "--yes", "--allow", "destroy=www"];
  for (const words of [apply, destroy, ["destroy", "--to", "web-a", "--yes"]]) {
    const ended = await run([...words, "--format", "json"], options);
    expect(ended.code).toBe(5);
    expect(errorsIn(parseSaid(ended.stdout))).toContain("guard-foreign-member");
  }
  expect(await bench.list()).toEqual(before);

  const allow = ["--allow", "foreign-member=www"];
  expect(await run([...apply, ...allow], options)).toMatchObject({ code: 0 });
  expect((await bench.list()).map(({ SetIdentifier }) => SetIdentifier)).not.toContain("theirs");
  await bench.change(create(a("www.example.com", theirs, "192.0.2.66")));
  expect(await run([...destroy, ...allow], options)).toMatchObject({ code: 0 });
  expect(await bench.list()).toEqual([]);
});
