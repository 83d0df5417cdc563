import { describe, expect, test } from "vitest";
import { type Responder, respond } from "../../src/sandbox/dns/respond.ts";
import { nowhere } from "../../src/sandbox/places/place.ts";
import { ask, makeQuery, read, sendPipelined, sendUdp } from "./dns-client.ts";
import { a, create, openWorkbench } from "./workbench.ts";

/** The same garbage in every run (mulberry32). */
function seed(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

async function openDns() {
  const bench = await openWorkbench({ dnsPort: 0 });
  await bench.change(create(a("www.example.com", {}, "192.0.2.7")));
  return bench.sandbox.dnsPort ?? 0;
}

const responder: Responder = {
  find: () => ({ place: nowhere, length: 24 }),
  answer: () => ({
    code: "NOERROR",
    authoritative: true,
    answers: [{ name: "www.example.com.", type: "A", ttl: 60, values: ["192.0.2.7"] }],
    authorities: [],
    additionals: [],
    scope: 24,
    note: null,
  }),
};

describe("garbage", () => {
  test("2,000 mutated and 2,000 random packets: an answer of the same id, or none", () => {
    const random = seed(7);
    const below = (limit: number) => Math.floor(random() * limit);
    const outcomes = new Map<string, number>();
    for (let round = 0; round < 4000; round += 1) {
      const base = makeQuery({ name: "www.example.com", subnet: "198.18.55.0/24" });
      let packet: Buffer =
        round % 2 === 0
          ? Buffer.from(base)
          : Buffer.from(Array.from({ length: below(80) }, () => below(256)));
      if (round % 2 === 0) {
        for (let change = below(6); change >= 0; change -= 1)
          packet.writeUInt8(below(256), below(packet.length));
        if (random() < 0.3) packet = packet.subarray(0, below(packet.length));
      }
      for (const kind of ["udp", "tcp"] as const) {
        const answer = respond(packet, { kind, source: "127.0.0.1" }, responder);
        if (answer !== null) {
          expect(answer.readUInt16BE(0)).toBe(packet.readUInt16BE(0));
          expect(answer.readUInt8(2) & 0x80).toBe(0x80);
        }
        const outcome = answer === null ? "none" : read(answer).code;
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
    }
    // Every way out is taken.
    for (const outcome of ["none", "NOERROR", "FORMERR", "NOTIMP", "REFUSED"]) {
      expect(outcomes.get(outcome) ?? 0, outcome).toBeGreaterThan(0);
    }
  });

  test("over the wire leaves the server alive", async () => {
    const port = await openDns();
    const random = seed(11);
    const junk = Array.from({ length: 200 }, () =>
      Buffer.from(Array.from({ length: 40 }, () => Math.floor(random() * 256))),
    );
    await Promise.all(junk.map((packet) => sendUdp(port, packet).catch(() => null)));
    await sendPipelined(port, [Buffer.alloc(0)], [1]).catch(() => null);
    expect((await ask(port, { name: "www.example.com" })).values).toEqual(["192.0.2.7"]);
    expect((await ask(port, { name: "www.example.com", over: "tcp" })).values).toEqual(["192.0.2.7"]);
  }, 15_000);

  test("that claims to be an answer is never answered", () => {
    const answer = makeQuery({ name: "www.example.com" });
    answer.writeUInt8(0x80, 2);
    expect(respond(answer, { kind: "udp", source: "127.0.0.1" }, responder)).toBeNull();
  });

  test("in an EDNS version is BADVERS", async () => {
    const query = makeQuery({ name: "www.example.com" });
    // The OPT record ends with extended code, version, flags and length.
    query.writeUInt8(1, query.length - 5);
    expect(read(await sendUdp(await openDns(), query)).code).toBe("16");
  });

  test("in a label that the library can't carry is REFUSED", async () => {
    const query = makeQuery({ name: "w.w.example.com", udpSize: null });
    query.write("\u0003w.w", 12, "latin1");
    const port = await openDns();
    expect(read(await sendUdp(port, query)).code).toBe("REFUSED");
    query.writeUInt8(0xe9, 14);
    expect(read(await sendUdp(port, query)).code).toBe("REFUSED");
  });
});

describe("TCP", () => {
  test.each([
    ["at once", [100_000]],
    ["byte by byte", [1]],
    ["cut in odd places", [3, 17, 31]],
  ])("answers pipelined questions in their order, sent %s", async (_, pieces) => {
    const port = await openDns();
    const names = ["www.example.com", "nobody.example.com", "example.org", "www.example.com"];
    const queries = names.map((name) => makeQuery({ name }));
    const answers = await sendPipelined(port, queries, pieces);
    expect(answers.map((bytes) => bytes.readUInt16BE(0))).toEqual(
      queries.map((query) => query.readUInt16BE(0)),
    );
    expect(answers.map((bytes) => read(bytes).code)).toEqual(["NOERROR", "NXDOMAIN", "REFUSED", "NOERROR"]);
  });
});
