/** What is down while the servers are asked: where it moves, everything is asked once more. */
import { expect, test } from "vitest";
import { checkFiles } from "../../src/cli/check-files.ts";
import { openConnector } from "../../src/cli/connect.ts";
import { parseServer } from "../../src/cli/verify/option-values.ts";
import { readWanted } from "../../src/cli/verify/read-wanted.ts";
import { findSubjects } from "../../src/cli/verify/subjects.ts";
import { verifySubjects } from "../../src/cli/verify/verify-subjects.ts";
import { diagnose } from "../../src/diagnostic/diagnose.ts";
import { ProviderError } from "../../src/provider/provider-error.ts";
import { differs } from "../../src/verify/result.ts";
import { makeProject } from "../cli/command-line.ts";
import { listen } from "../cli/in-process.ts";
import { openStage, type Stage } from "./command.ts";

const policy = `version: 1
name: web
zone: example.com
providers: { route53: {} }
healthChecks: { up: { type: http, path: /up } }
endpoints:
  a: { ipv4: 192.0.2.1, healthCheck: up }
  b: { ipv4: 192.0.2.2, healthCheck: up }
records:
  www: { ttl: 30s, to: { failover: [a, b] } }
`;

/**
 * Applies the policy and verifies it.
 *
 * @param afterLook - called each time when it was looked what is down, with how often it was
 */
async function verify(afterLook: (looks: number, stage: Stage) => void) {
  const stage = await openStage(policy);
  await stage.apply();
  const { context } = listen(makeProject({ "signpost.yaml": policy }));
  const { checked } = checkFiles([], context.folder);
  const server = parseServer(`127.0.0.1:${stage.sandbox.dnsPort}`);
  const wanted = await readWanted({ server, health: "reported" }, checked, context.folder);
  const connector = await openConnector({ ...context, env: process.env }, false);
  if ("code" in wanted || "code" in connector) throw new Error("nothing to verify");
  const { subjects } = await findSubjects(checked, connector, wanted);
  let looks = 0;
  const watched = subjects.map((subject) => {
    if (subject.live === null) throw new Error("the zone wasn't read");
    const { reading } = subject.live;
    const readDown: typeof reading.readDown = async (...asked) => {
      const down = await reading.readDown(...asked);
      looks += 1;
      afterLook(looks, stage);
      return down;
    };
    return { ...subject, live: { ...subject.live, reading: { ...reading, readDown } } };
  });
  const asking = { queries: 50, rate: 50_000, timeout: 1000, signal: context.signal };
  const found = await verifySubjects(watched, wanted, asking, { step() {} });
  return { ...found, looks };
}

const setDown = ({ sandbox }: Stage, down: boolean) => sandbox.setDown(["192.0.2.1"], down);

test("health that moved once is asked about once more, and then agrees", async () => {
  const { zones, moved, looks } = await verify((look, stage) => {
    if (look === 1) setDown(stage, true);
  });
  expect(zones).toMatchObject([{ health: { down: ["a"] } }]);
  expect(zones.flatMap(({ names }) => names).some(differs)).toBe(false);
  expect({ moved, looks }).toEqual({ moved: [], looks: 2 });
});

test("health that moved again is told beside what differs, and nothing is asked a third time", async () => {
  const { zones, moved, looks } = await verify((look, stage) => setDown(stage, look === 1));
  expect(zones.flatMap(({ names }) => names).some(differs)).toBe(true);
  expect(moved).toMatchObject([{ code: "health-moved", args: { endpoints: ["a"] } }]);
  expect(looks).toBe(3);
});

test("where nobody can say any more whether it moved, what came is told all the same", async () => {
  const { zones, failed } = await verify((look, stage) => {
    if (look === 2) throw new ProviderError("unavailable", diagnose("interrupted", {}, null));
    setDown(stage, true);
  });
  expect(zones.flatMap(({ names }) => names).some(differs)).toBe(true);
  expect(failed).toMatchObject([{ code: 10 }]);
});
