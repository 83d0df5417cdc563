/** Asking servers that are slow, broken or hostile. */
import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Clock } from "../../src/provider/connection.ts";
import { parseNetwork } from "../../src/steering/subnet.ts";
import { type AskOptions, inParallel, openAsker } from "../../src/verify/ask.ts";
import { type DnsQuestion, readReply, writeQuestion } from "../../src/verify/dns/message.ts";
import type { DnsServer } from "../../src/verify/server.ts";
import { addressOf, reply, startFake } from "./fake-server.ts";

const question: DnsQuestion = { name: "www.example.com", type: "A", subnet: null };
const clock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) => pause(milliseconds, undefined, { signal }).catch(() => {}),
};

async function open(servers: readonly DnsServer[], options: Partial<AskOptions> = {}) {
  const { signal } = new AbortController();
  const asker = await openAsker(servers, {
    clock,
    signal,
    random: Math.random,
    rate: 10_000,
    patienceMs: 40,
    ...options,
  });
  onTestFinished(() => asker.close());
  return asker;
}

function network(text: string) {
  const read = parseNetwork(text);
  if (read === null) throw new Error(`${text} is no network`);
  return read.network;
}

describe("what is sent", () => {
  test("wants no recursion, and says whose client asks, with nothing behind the prefix", async () => {
    const server = await startFake((arrived) => [reply(arrived)]);
    const asker = await open([server]);
    await asker.ask({ ...question, subnet: network("203.0.112.0/20") }, "udp", 0);
    await asker.ask({ ...question, subnet: network("2001:db8::/48") }, "udp", 0);
    await asker.ask(question, "udp", 0);
    const [four, six, none] = server.arrived;
    expect((four?.bytes.readUInt8(2) ?? 1) & 1).toBe(0);
    expect(four?.subnet).toEqual(Buffer.from([0, 1, 20, 0, 203, 0, 112]));
    expect(six?.subnet).toEqual(Buffer.from([0, 2, 48, 0, 0x20, 1, 0x0d, 0xb8, 0, 0]));
    expect(none?.subnet).toBeNull();
  });

  test("goes to the servers in turn, no faster than it may", async () => {
    const servers = [await startFake((one) => [reply(one)]), await startFake((one) => [reply(one)])];
    const asker = await open(servers, { rate: 100 });
    const began = Date.now();
    const turns = Array.from({ length: 20 }, (_, turn) => turn);
    await inParallel(turns, 8, async (turn) => void (await asker.ask(question, "udp", turn)));
    expect(Date.now() - began).toBeGreaterThan(150);
    expect(servers.map(({ arrived }) => arrived.length)).toEqual([10, 10]);
  });
});

describe("what comes", () => {
  test("is taken with its address and TTL, whatever its case", async () => {
    const server = await startFake((one) => [
      reply(one, { name: "WWW.Example.com", answers: [addressOf(one), addressOf(one, "192.0.2.2")] }),
    ]);
    const heard = await (await open([server])).ask(question, "udp", 0);
    expect(heard).toMatchObject({
      kind: "reply",
      over: "udp",
      reply: {
        code: "NOERROR",
        isAuthoritative: true,
        records: [
          { type: "A", value: "192.0.2.1", ttl: 30 },
          { type: "A", value: "192.0.2.2", ttl: 30 },
        ],
      },
    });
  });

  test("is a CNAME where one stands in the way", async () => {
    const server = await startFake((one) => [
      reply(one, {
        answers: [
          { name: "www.example.com", type: "CNAME", class: "IN", ttl: 60, data: "CDN.example.net" },
          { name: "cdn.example.net", type: "A", class: "IN", ttl: 60, data: "192.0.2.1" },
        ],
      }),
    ]);
    const heard = await (await open([server])).ask(question, "udp", 0);
    expect(heard).toMatchObject({ reply: { records: [{ type: "CNAME", value: "cdn.example.net" }] } });
  });

  test.each([
    ["another id", (id: number) => ({ id: (id + 1) & 0xffff })],
    ["another question", () => ({ name: "other.example.com" })],
  ])("is passed over with %s, and the right one behind it is taken", async (_what, wrong) => {
    const server = await startFake((one) => [
      Buffer.from([one.id >> 8, one.id & 255]),
      Buffer.concat([one.bytes.subarray(0, 12), Buffer.alloc(20, 0xff)]),
      one.bytes,
      reply(one, { ...wrong(one.id), answers: [addressOf(one, "192.0.2.66")] }),
      reply(one, { answers: [addressOf(one)] }),
    ]);
    const heard = await (await open([server])).ask(question, "udp", 0);
    expect(heard).toMatchObject({ reply: { records: [{ value: "192.0.2.1" }] } });
  });

  test("is asked for again where a packet was lost", async () => {
    let count = 0;
    const server = await startFake((one) => (count++ < 2 ? [] : [reply(one)]));
    expect(await (await open([server])).ask(question, "udp", 0)).toMatchObject({ kind: "reply" });
    expect(count).toBe(3);
  });

  test("is asked for over TCP where it was cut", async () => {
    const server = await startFake((one) => [
      one.over === "udp" ? reply(one, { truncated: true }) : reply(one, { answers: [addressOf(one)] }),
    ]);
    const heard = await (await open([server])).ask(question, "udp", 0);
    expect(heard).toMatchObject({ kind: "reply", over: "tcp", reply: { records: [{ value: "192.0.2.1" }] } });
    expect(server.arrived.map(({ over }) => over)).toEqual(["udp", "tcp"]);
  });

  test("is missed where TCP isn't answered", async () => {
    const server = await startFake((one) => (one.over === "udp" ? [reply(one)] : []));
    expect(await (await open([server])).ask(question, "tcp", 0)).toMatchObject({
      kind: "no tcp",
      reply: { code: "NOERROR" },
    });
    const cutting = await startFake((one) => (one.over === "udp" ? [reply(one, { truncated: true })] : []));
    const asker = await open([cutting]);
    for (const over of ["udp", "tcp"] as const) {
      expect(await asker.ask(question, over, 0)).toMatchObject({ kind: "no tcp", reply: null });
    }
  });

  test.each([
    [2, "SERVFAIL"],
    [5, "REFUSED"],
    [11, "RCODE11"],
  ])("is told with its code %i", async (rcode, code) => {
    const server = await startFake((one) => [reply(one, { rcode, authoritative: false })]);
    expect(await (await open([server])).ask(question, "udp", 0)).toMatchObject({ reply: { code } });
  });

  test("may be a bare refusal, without the question", async () => {
    const server = await startFake(({ id }) => {
      const header = Buffer.alloc(12);
      header.writeUInt16BE(id);
      header.writeUInt16BE(0x8001, 2);
      return [header];
    });
    expect(await (await open([server])).ask(question, "udp", 0)).toMatchObject({
      reply: { code: "FORMERR" },
    });
  });
});

describe("who is silent", () => {
  test("is left to the others, and told", async () => {
    const silent = { ...(await startFake(() => [])), name: "silent" };
    const nobody = { name: "nobody", address: "127.0.0.1", port: 1 };
    const speaking = { ...(await startFake((one) => [reply(one)])), name: "speaking" };
    const asker = await open([silent, nobody, speaking]);
    expect(await asker.ask(question, "udp", 0)).toMatchObject({
      kind: "reply",
      server: { name: "speaking" },
    });
    expect(asker.silent().map(({ name }) => name)).toEqual(["silent", "nobody"]);
    await asker.ask(question, "udp", 0);
    expect(silent.arrived.length).toBe(3);
  });

  test("ends it where nobody else is there, or where the user ends it", async () => {
    const silent = await startFake(() => []);
    expect(await (await open([silent])).ask(question, "udp", 0)).toEqual({ kind: "silence" });
    const controller = new AbortController();
    const asker = await open([silent], { signal: controller.signal, patienceMs: 60_000 });
    const asked = asker.ask(question, "udp", 0);
    setTimeout(() => controller.abort(), 20);
    expect(await asked).toEqual({ kind: "silence" });
    expect(asker.silent()).toEqual([]);
  });
});

test("whoever ends it while lines are opened leaves no socket open, and may close it once more", async () => {
  const server = await startFake((one) => [reply(one)]);
  const controller = new AbortController();
  // Those of other tests are gone in the next round of the loop.
  await pause(20);
  const before = countSockets();
  const opening = openAsker([server, { ...server }], {
    clock,
    signal: controller.signal,
    random: Math.random,
    rate: 10_000,
    patienceMs: 40,
  });
  controller.abort();
  const asker = await opening;
  expect(await asker.ask(question, "udp", 0)).toEqual({ kind: "silence" });
  asker.close();
  await pause(20);
  expect(countSockets()).toBe(before);
});

function countSockets(): number {
  return process.getActiveResourcesInfo().filter((what) => what === "UDPWrap").length;
}

describe("a packet", () => {
  const right = reply(
    {
      id: 7,
      question: { name: question.name, type: "A", class: "IN" },
      over: "udp",
      subnet: null,
      bytes: Buffer.alloc(0),
    },
    { answers: [{ name: question.name, type: "A", class: "IN", ttl: 30, data: "192.0.2.1" }] },
  );

  test("of any bytes is read or passed over, and never throws", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        readReply(Buffer.from(bytes), question);
      }),
      { numRuns: 500 },
    );
  });

  test("with a few bytes changed is read or passed over, and never throws", () => {
    const changes = fc.array(fc.tuple(fc.nat(right.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(changes, (edits) => {
        const packet = Buffer.from(right);
        for (const [at, byte] of edits) packet[at] = byte;
        readReply(packet, question);
      }),
      { numRuns: 2000 },
    );
  });

  test("that is a question is no reply", () => {
    expect(readReply(writeQuestion(7, question), question)).toBeNull();
    expect(readReply(right, question)?.records).toHaveLength(1);
  });
});
