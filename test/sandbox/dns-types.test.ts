import { describe, expect, test } from "vitest";
import { ask } from "./dns-client.ts";
import { create, openWorkbench, values } from "./workbench.ts";

async function openDns(...recordSets: Parameters<typeof create>[0][]): Promise<{ port: number }> {
  const bench = await openWorkbench({ dnsPort: 0 });
  await bench.change(...recordSets.map(create));
  return { port: bench.sandbox.dnsPort ?? 0 };
}

describe("DNS answers", () => {
  const kinds: readonly (readonly [type: string, stored: readonly string[], shown: readonly string[]])[] = [
    ["AAAA", ["2001:db8:0:0::1"], ["2001:db8::1"]],
    ["TXT", ['"one" "t\\167o"', '"say \\"hi\\""'], ["one|two", 'say "hi"']],
    ["MX", ["10 mail.example.com"], ['{"preference":10,"exchange":"mail.example.com"}']],
    ["NS", ["ns.example.net."], []],
    ["PTR", ["host.example.net"], ["host.example.net"]],
    [
      "SRV",
      ["1 2 443 host.example.com."],
      ['{"priority":1,"weight":2,"port":443,"target":"host.example.com"}'],
    ],
    [
      "CAA",
      ['0 issue "ca.example.net; x=1"'],
      ['{"flags":0,"tag":"issue","value":"ca.example.net; x=1","issuerCritical":false}'],
    ],
    ["SPF", ['"v=spf1 -all"'], ["Buffer"]],
    [
      "NAPTR",
      ['100 50 "s" "SIP+D2U" "" _sip._udp.example.com.'],
      [
        '{"order":100,"preference":50,"flags":"s","services":"SIP+D2U","regexp":"","replacement":"_sip._udp.example.com"}',
      ],
    ],
    ["DS", ["12345 13 2 AABBCC"], ["Buffer"]],
    ["TLSA", ["3 1 1 AABB"], ["Buffer"]],
    ["SSHFP", ["1 1 123456789ABCDEF67890123456789ABCDEF67890"], ["fingerprint"]],
  ];

  test.each(kinds)("%s as it is stored", async (type, stored, shown) => {
    const { port } = await openDns(values("x.example.com", type as "TXT", stored));
    const answer = await ask(port, { name: "x.example.com", type });
    expect(answer.code).toBe("NOERROR");
    if (type === "NS") {
      // Below the apex that is a referral: the servers, and no claim of authority.
      expect(answer.packet.flag_aa).toBe(false);
      expect(answer.authorities).toMatchObject([{ type: "NS", data: "ns.example.net" }]);
      return;
    }
    expect(answer.packet.flag_aa).toBe(true);
    expect(answer.values).toHaveLength(stored.length);
    for (const text of shown) expect(answer.values.some((value) => value.includes(text))).toBe(true);
  });

  test.each([
    ["HTTPS", "1 . alpn=h2,h3 port=8443 ipv4hint=192.0.2.1 ipv6hint=2001:db8::1"],
    ["SVCB", "0 svc.example.net."],
  ])("%s in its wire format (RFC 9460)", async (type, value) => {
    const { port } = await openDns(values("x.example.com", type as "TXT", [value]));
    const answer = await ask(port, {
      name: "x.example.com",
      type: type === "HTTPS" ? "UNKNOWN_65" : "UNKNOWN_64",
    });
    const [record] = answer.answers;
    const data =
      record !== undefined && "data" in record && Buffer.isBuffer(record.data) ? record.data : null;
    expect(data?.toString("hex")).toBe(
      type === "HTTPS"
        ? "0001000001000602683202683300030002" +
            "20fb" +
            "00040004c0000201" +
            "00060010" +
            "20010db8000000000000000000000001"
        : "000003737663076578616d706c65036e657400",
    );
  });
});
