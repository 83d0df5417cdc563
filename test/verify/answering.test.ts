/** The command against servers that answer wrongly, or not at all. */
import { expect, test } from "vitest";
import { runVerify } from "../../src/cli/commands/verify.ts";
import { parseServer, type WrittenServer } from "../../src/cli/verify/option-values.ts";
import { errorsIn, makeProject, parseSaid, small, start } from "../cli/command-line.ts";
import { listen } from "../cli/in-process.ts";
import { type Arrived, addressOf, type Replying, reply, startFake } from "./fake-server.ts";

/** One record with one answer, so that few questions will do. */
const policy = small.replace("{ weighted: { web-a: 90, web-b: 10 } }", "{ failover: [web-a, web-b] }");

interface Circumstances {
  /** Servers beside the one that responds. */
  readonly more?: readonly WrittenServer[];
  /** Milliseconds. */
  readonly timeout?: number;
}

async function verify(
  respond: (arrived: Arrived) => Replying | null,
  { more = [], timeout = 1000 }: Circumstances = {},
) {
  const { port } = await startFake((arrived) => {
    const said = respond(arrived);
    return said === null ? [] : [reply(arrived, said)];
  });
  const heard = listen(makeProject({ "signpost.yaml": policy }));
  const code = await runVerify(heard.context, [], {
    format: "json",
    rate: 10_000,
    timeout,
    server: parseServer(`127.0.0.1:${port}`, more),
  });
  const said = parseSaid(heard.out());
  return { code, errors: errorsIn(said), said: said.diagnostics, zones: said.zones };
}

const right = (arrived: Arrived): Replying => ({ answers: [addressOf(arrived)] });

test("a server that answers as the policy says agrees, also where all of it comes over TCP", async () => {
  expect(await verify(right)).toMatchObject({ code: 0, errors: [] });
  const cut = await verify((one) => (one.over === "udp" ? { truncated: true } : right(one)));
  expect(cut).toMatchObject({ code: 0, errors: [] });
});

test.each([
  ["REFUSED", { rcode: 5, authoritative: false }, "REFUSED came in"],
  ["SERVFAIL", { rcode: 2 }, "SERVFAIL came in"],
  ["NXDOMAIN", { rcode: 3 }, "no such name (NXDOMAIN) came in"],
  ["no data", {}, "no answer came in"],
])("%s is no answer of the policy", async (_what, answer, message) => {
  const { code, errors, said } = await verify(() => answer);
  expect({ code, errors }).toEqual({ code: 2, errors: ["answer-unexpected"] });
  expect(said.find((one) => one.code === "answer-unexpected")?.message).toContain(message);
});

test("a cache is told from a server of the zone", async () => {
  let ttl = 31;
  const { code, errors } = await verify((one) => {
    ttl = Math.max(1, ttl - 1);
    return { authoritative: false, answers: [addressOf(one, "192.0.2.1", ttl)] };
  });
  expect(code).toBe(2);
  expect(errors).toEqual(["answer-ttl", "answer-not-authoritative"]);
});

test("a server that doesn't answer over TCP is found, and what it answers over UDP instead counts", async () => {
  const { zones } = await verify(right);
  const found = await verify((one) => (one.over === "tcp" ? null : right(one)), { timeout: 40 });
  expect(found).toMatchObject({ code: 2, errors: ["answer-without-tcp"] });
  expect(zones).toMatchObject([{ names: [{ asked: [{ replies: 44, overTcp: 1 }] }] }]);
  expect(found.zones).toMatchObject([{ names: [{ asked: [{ replies: 44, overTcp: 0 }] }] }]);
});

test("one silent server of several is told; where none answers, the exit code is 10", async () => {
  const nobody = { more: parseServer("127.0.0.1:1"), timeout: 40 };
  const some = await verify(right, nobody);
  expect(some).toMatchObject({ code: 0, errors: [] });
  expect(some.said.map(({ code }) => code)).toContain("server-silent");
  expect(await verify(() => null, nobody)).toMatchObject({ code: 10, errors: ["servers-unreachable"] });
});

test("a server whose name has no address is told as such", async () => {
  const nobody = { more: parseServer("ns.invalid"), timeout: 40 };
  const some = await verify(right, nobody);
  expect(some.said.find(({ code }) => code === "server-silent")?.message).toBe(
    "ns.invalid (its name has no address) of example.com didn't answer",
  );
  expect(some.zones).toMatchObject([{ silent: [{ name: "ns.invalid", address: null, port: 53 }] }]);
  const none = await verify(() => null, nobody);
  expect(none.said.find(({ code }) => code === "servers-unreachable")?.message).toContain(
    "ns.invalid (its name has no address)",
  );
});

test("Ctrl-C ends it at once", async () => {
  let hear = () => {};
  const heard = new Promise<void>((resolve) => {
    hear = resolve;
  });
  const { port } = await startFake(() => {
    hear();
    return [];
  });
  const folder = makeProject({ "signpost.yaml": policy });
  const running = start(["verify", "--server", `127.0.0.1:${port}`, "--timeout", "10m"], { folder });
  await heard;
  running.child.kill("SIGINT");
  const { code, stdout, stderr } = await running.ended;
  expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
  expect(stderr).toContain("[interrupted]");
});

test("what was found before Ctrl-C is told", async () => {
  const controller = new AbortController();
  const { port } = await startFake((one) => {
    if (one.question.name.endsWith("example.org")) controller.abort();
    return [reply(one, right(one))];
  });
  const other = policy.replaceAll("web", "shop").replaceAll("example.com", "example.org");
  const heard = listen(makeProject({ "dns/a.yaml": policy, "dns/b.yaml": other }));
  const code = await runVerify({ ...heard.context, signal: controller.signal }, [], {
    format: "json",
    rate: 10_000,
    server: parseServer(`127.0.0.1:${port}`),
  });
  const said = parseSaid(heard.out());
  expect({ code, errors: errorsIn(said) }).toEqual({ code: 130, errors: ["interrupted"] });
  expect(said).toMatchObject({ ok: false, zones: [{ zone: "example.com" }] });
});
