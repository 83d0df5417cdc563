import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import type { ConnectOptions } from "../../../src/provider/connection.ts";
import { openClient } from "../../../src/provider/route53/client.ts";
import { awaitFirstAnswer } from "../../../src/provider/route53/first-answer.ts";

const clock = { now: () => Date.now(), sleep: async () => undefined };

function connecting(endpoint: string): ConnectOptions {
  return { endpoint, anonymous: true, signal: new AbortController().signal, clock };
}

/** A port that refuses, or that hangs up on each connection and counts them. */
async function listen(): Promise<{ readonly url: string; readonly connections: () => number }> {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((settle) => server.listen(0, "127.0.0.1", settle));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { url: `http://127.0.0.1:${address.port}`, connections: () => connections };
}

test.each([
  ["that refuses connections", "http://127.0.0.1:1", "ECONNREFUSED"],
  ["whose name leads nowhere", "https://nowhere.invalid", "nowhere.invalid"],
])("a vendor %s is given up within seconds", async (_, url, detail) => {
  const begun = performance.now();
  const failed = openClient(connecting(url)).zonesFrom("example.com.");
  await expect(failed).rejects.toMatchObject({
    kind: "unavailable",
    diagnostic: { code: "provider-unavailable", args: { detail: expect.stringContaining(detail) } },
  });
  expect(performance.now() - begun).toBeLessThan(3000);
});

test("a vendor that has never answered is asked three times", async () => {
  const { url, connections } = await listen();
  await expect(openClient(connecting(url)).zonesFrom("example.com.")).rejects.toMatchObject({
    kind: "unavailable",
  });
  expect(connections()).toBe(3);
});

test("after an answer, a lost connection is the SDK's to try again", async () => {
  const refused = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
  for (const answer of [
    () => Promise.resolve("fine"),
    () => Promise.reject(Object.assign(new Error("slow down"), { $metadata: { httpStatusCode: 400 } })),
  ]) {
    const tryOnce = awaitFirstAnswer(() => 0);
    await tryOnce(answer).catch(() => undefined);
    for (let left = 9; left > 0; left -= 1) {
      await expect(tryOnce(() => Promise.reject(refused))).rejects.toBe(refused);
    }
  }
});

test("what takes long counts, not only how often", async () => {
  let now = 0;
  const tryOnce = awaitFirstAnswer(() => now);
  const slowly = async () => {
    now += 5000;
    throw new Error("timed out");
  };
  await expect(tryOnce(slowly)).rejects.toMatchObject({ name: "Unreachable", message: "timed out" });
});

test("a vendor that takes a request and never answers is given up, whether or not it answered before", async () => {
  let requests = 0;
  const empty =
    '<?xml version="1.0"?><ListHostedZonesByNameResponse><HostedZones/><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems></ListHostedZonesByNameResponse>';
  const server = createHttpServer((_, reply) => {
    requests += 1;
    if (requests === 2) reply.writeHead(200, { "content-type": "text/xml" }).end(empty);
  });
  await new Promise<void>((settle) => server.listen(0, "127.0.0.1", settle));
  onTestFinished(() => server.closeAllConnections());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const options = connecting(`http://127.0.0.1:${address.port}`);
  const ask = (client: ReturnType<typeof openClient>) => client.zonesFrom("example.com.");
  const silent = { kind: "unavailable", diagnostic: { code: "provider-unavailable" } };
  const { now } = { now: () => Date.now() + 10_000 * requests };
  await expect(ask(openClient({ ...options, clock: { ...clock, now } }, 200))).rejects.toMatchObject(silent);
  expect(requests).toBe(1);
  const client = openClient(options, 200);
  expect(await ask(client)).toEqual([]);
  await expect(ask(client)).rejects.toMatchObject(silent);
  expect(requests).toBe(5);
});
