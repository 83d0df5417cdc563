/** `apply --wait authoritative` in the sandbox, and before servers that don't answer as they should. */
import { describe, expect, test } from "vitest";
import { checkFiles } from "../../src/cli/check-files.ts";
import { runApply } from "../../src/cli/commands/apply.ts";
import { runPlan } from "../../src/cli/commands/plan.ts";
import { openConnector } from "../../src/cli/connect.ts";
import { prepareAll } from "../../src/cli/prepare.ts";
import { awaitAuthoritative } from "../../src/cli/verify/await-authoritative.ts";
import { knowPlaces } from "../../src/cli/verify/places.ts";
import { makeProject, parseSaid, small, writeIn } from "../cli/command-line.ts";
import { listen } from "../cli/in-process.ts";
import { openStage } from "./command.ts";
import { type Arrived, addressOf, type Replying, reply, startFake } from "./fake-server.ts";

const asked = { yes: true, input: false, wait: "authoritative", sandbox: true } as const;

test("waits until the name servers answer what was applied", async () => {
  const folder = makeProject({ "signpost.yaml": small });
  const first = listen(folder);
  expect(await runApply(first.context, [], { ...asked, format: "human" })).toBe(0);
  expect(first.err()).toContain("✓ the name servers of example.com answer it");
  writeIn(folder, "signpost.yaml", small.replace("192.0.2.2", "192.0.2.3"));
  const second = listen(folder);
  expect(await runApply(second.context, [], { ...asked, format: "json" })).toBe(0);
  expect(parseSaid(second.out())).toMatchObject({ ok: true, results: [{ failed: null }] });
});

test("a database of places that can't be read is told before anything is written", async () => {
  const folder = makeProject({ "signpost.yaml": small, "places.mmdb": "no database" });
  const refused = listen(folder);
  expect(await runApply(refused.context, [], { ...asked, format: "json", mmdb: "places.mmdb" })).toBe(64);
  expect(parseSaid(refused.out())).toMatchObject({
    ok: false,
    diagnostics: [{ code: "places-unreadable" }],
    results: [],
  });
  const planned = listen(folder);
  await runPlan(planned.context, [], { format: "json", sandbox: true });
  expect(parseSaid(planned.out())).toMatchObject({ plans: [{ counts: { create: 2 } }] });
});

/** One record with one answer, so that each server is asked once. */
const single = small.replace("{ weighted: { web-a: 90, web-b: 10 } }", "{ failover: [web-a, web-b] }");

/** What no reader of a reply takes, so that nobody waits for a better one. */
const garbage = Buffer.alloc(2);

interface Circumstances {
  /** Name servers of the zone beside the one that responds. */
  readonly more?: readonly string[];
  /** Seconds until it gives up. */
  readonly longest?: number;
}

/** Applies the policy, and waits for a server that responds like this. Null: over TCP it says nothing that is a reply. */
async function wait(
  respond: (arrived: Arrived) => Replying | null,
  { more = [], longest }: Circumstances = {},
) {
  const stage = await openStage(single);
  const fake = await startFake((arrived) => {
    const said = respond(arrived);
    return [said === null ? garbage : reply(arrived, said)];
  });
  const { context, err } = listen(makeProject({ "signpost.yaml": single }));
  const connector = await openConnector({ ...context, env: process.env }, false);
  if ("code" in connector) throw new Error("no vendor");
  const { plans } = await prepareAll(context, checkFiles([], context.folder).checked, connector, {});
  await stage.apply();
  const nameServers = async () => [`127.0.0.1:${fake.port}`, ...more];
  const served = plans.map(({ file, prepared }) => ({
    file,
    prepared: { ...prepared, connection: { ...prepared.connection, nameServers } },
  }));
  const places = await knowPlaces(".", {});
  const told = await awaitAuthoritative(context, served, places, longest);
  return { told, err: err(), arrived: fake.arrived, server: `127.0.0.1:${fake.port}` };
}

const right = (one: Arrived): Replying => ({ answers: [addressOf(one)] });
const stale = (one: Arrived): Replying => ({ answers: [addressOf(one, "192.0.2.66")] });

describe("a name server", () => {
  test("that still has what was there before is asked until it has what was applied", async () => {
    let asked = 0;
    const { told, err, arrived } = await wait((one) => (asked++ === 0 ? stale(one) : right(one)));
    expect(told).toEqual([]);
    expect(arrived).toHaveLength(2);
    expect(err).toContain("✓ the name servers of example.com answer it");
  });

  test("that never has it is named when the time is over, with what it answers", async () => {
    const { told, err, server } = await wait(stale, { longest: 0 });
    expect(told).toMatchObject([
      {
        code: "answers-unseen",
        args: { unseen: [`www.example.com A as everywhere (without a subnet): 192.0.2.66 from ${server}`] },
      },
    ]);
    expect(err).not.toContain("✓");
  });

  test("has not answered where its reply is cut and TCP is shut, and has where UDP says it all", async () => {
    const cut = await wait((one) => (one.over === "tcp" ? null : { truncated: true }), { longest: 0 });
    expect(cut.told).toMatchObject([{ code: "answers-unseen" }]);
    expect(JSON.stringify(cut.told)).toContain(`no whole answer from ${cut.server}`);
    const old = await wait((one) => (one.over === "tcp" ? null : stale(one)), { longest: 0 });
    expect(old.told).toMatchObject([{ code: "answers-unseen" }]);
    expect((await wait((one) => (one.over === "tcp" ? null : right(one)))).told).toEqual([]);
  });

  test("whose name has no address, or that doesn't answer, is told while others answer", async () => {
    const more = ["ns.invalid", "127.0.0.1:1"];
    const nameless = "ns.invalid (its name has no address)";
    const some = await wait(right, { more });
    expect(some.told).toMatchObject([{ code: "server-silent", args: { servers: [nameless, more[1]] } }]);
    expect(some.err).toContain("✓ the name servers of example.com answer it");
  });
});
