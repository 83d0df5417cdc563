import {
  CreateResourceRecordSetProtectionsCommand,
  DeleteResourceRecordSetProtectionsCommand,
} from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import { describe as say } from "../../src/diagnostic/describe.ts";
import {
  apply,
  carryOut,
  emptied,
  type Lab,
  leftToDo,
  openLab,
  plan,
  ready,
  writesIn,
} from "../provider/lab.ts";
import { openProxy } from "../provider/proxy.ts";
import { document, weighing } from "./policies.ts";

type Type = "A" | "AAAA" | "TXT";

async function protect(lab: Lab, name: string, type: Type, comment?: string): Promise<void> {
  const protection = {
    RecordName: name,
    RecordType: type,
    ...(comment === undefined ? {} : { Comment: comment }),
  };
  await lab.client.send(
    new CreateResourceRecordSetProtectionsCommand({ HostedZoneId: lab.zoneId, Protections: [protection] }),
  );
}

async function refusalsOf(lab: Pick<Lab, "connecting">, it: Parameters<typeof plan>[1]) {
  const { plan: planned } = await plan(lab, it);
  return planned.refusals.map((found) => ({
    code: found.code,
    message: say(found).message,
    place: found.place,
  }));
}

const asked = (lab: Lab, operation: string) => lab.sent.filter((sent) => sent.operation === operation).length;

describe("a protected name and type", () => {
  const it = ready(document());

  test.each([
    ["that doesn't exist yet", "www.example.com", "A", "www.example.com A is protected in Route 53: on call"],
    [
      "in capitals, with a dot",
      "WWW.Example.com.",
      "A",
      "www.example.com A is protected in Route 53: on call",
    ],
    [
      "of the marker",
      "_signpost.www.example.com",
      "TXT",
      "_signpost.www.example.com TXT is protected in Route 53: on call",
    ],
  ] as const)("%s is refused before the first write", async (_what, name, type, message) => {
    const lab = await openLab();
    await protect(lab, name, type, "on call");
    lab.sent.length = 0;
    expect(await refusalsOf(lab, it)).toMatchObject([
      { code: "record-protected", message, place: { pointer: expect.stringMatching("^/records/www") } },
    ]);
    await expect(carryOut(await plan(lab, it))).rejects.toThrow("refused");
    expect(writesIn(lab)).toEqual([]);
  });

  test("is refused for changes and for destroying, and is no matter when nothing changes", async () => {
    const lab = await openLab();
    await apply(lab, it);
    await protect(lab, "www.example.com", "A");
    expect(await leftToDo(lab, it)).toBe(null);
    const message = "www.example.com A is protected in Route 53";
    expect(await refusalsOf(lab, ready(document({ records: { www: weighing(1, 1) } })))).toMatchObject([
      { message },
    ]);
    expect(await refusalsOf(lab, emptied(it))).toMatchObject([{ message }]);
    await lab.client.send(
      new DeleteResourceRecordSetProtectionsCommand({
        HostedZoneId: lab.zoneId,
        Protections: [{ RecordName: "www.example.com", RecordType: "A" }],
      }),
    );
    await apply(lab, emptied(it));
  });

  test("of another name, or of another type, is nobody's business", async () => {
    const lab = await openLab();
    await protect(lab, "www.example.com", "AAAA");
    await protect(lab, "mail.example.com", "A");
    await apply(lab, it);
  });

  test("is found on the second page", async () => {
    const lab = await openLab();
    for (let page = 0; page < 4; page++) {
      await lab.client.send(
        new CreateResourceRecordSetProtectionsCommand({
          HostedZoneId: lab.zoneId,
          Protections: Array.from({ length: 100 }, (_, n) => ({
            RecordName: `a${page}-${n}.example.com`,
            RecordType: "A" as const,
          })),
        }),
      );
    }
    await protect(lab, "www.example.com", "A");
    expect(await refusalsOf(lab, it)).toMatchObject([{ code: "record-protected" }]);
    expect(asked(lab, "ListResourceRecordSetProtections")).toBe(2);
  });

  test("that is protected only after the plan is refused by AWS, in its words", async () => {
    const lab = await openLab();
    const prepared = await plan(lab, it);
    await protect(lab, "www.example.com", "A", "on call");
    const { failure } = await carryOut(prepared);
    expect(failure?.kind).toBe("rejected");
    expect(failure === null ? "" : say(failure.diagnostic).message).toContain("protected: on call");
    expect(await lab.list()).toEqual([]);
  });
});

describe("a quota", () => {
  test("of record sets is seen before the first write, with the numbers", async () => {
    // The zone's NS and SOA, two sets and a marker.
    const lab = await openLab({ limits: { recordSetsPerZone: 5 } });
    await apply(lab, ready(document()));
    const records = { www: weighing(9, 1), api: weighing(1, 1) };
    lab.sent.length = 0;
    expect(await refusalsOf(lab, ready(document({ records })))).toMatchObject([
      {
        code: "quota-exceeded",
        message: "This needs 3 more record sets in the zone example.com: 5 of 5 are in use",
      },
    ]);
    await expect(carryOut(await plan(lab, ready(document({ records }))))).rejects.toThrow("refused");
    expect(writesIn(lab)).toEqual([]);
  });

  test("that is just met is fine, and what only changes asks for none", async () => {
    const lab = await openLab({ limits: { recordSetsPerZone: 5, healthChecks: 2 } });
    await apply(lab, ready(document()));
    lab.sent.length = 0;
    await apply(lab, ready(document({ records: { www: weighing(1, 1) } })));
    expect(asked(lab, "GetHostedZoneLimit") + asked(lab, "GetAccountLimit")).toBe(0);
  });

  test("of health checks counts those that are replaced, which go only afterwards", async () => {
    const lab = await openLab({ limits: { healthChecks: 3 } });
    await apply(lab, ready(document()));
    expect(await refusalsOf(lab, ready(document({ check: { interval: "30s" } })))).toMatchObject([
      {
        code: "quota-exceeded",
        message: "This needs 2 more health checks in the account: 2 of 3 are in use",
      },
    ]);
  });
});

describe("a vendor that won't tell", () => {
  test.each([
    [
      "denies it",
      403,
      "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>",
    ],
    ["doesn't know the operations", 404, "<html>not found</html>"],
  ])("because it %s is written to all the same", async (_why, status, body) => {
    const lab = await openLab();
    const endpoint = await openProxy(lab.sandbox.route53Url, {
      answer: ({ target }) => (/protection|limit|cidr/u.test(target) ? { status, body } : null),
    });
    const through = { connecting: { ...lab.connecting, endpoint } };
    await apply(through, ready(document()));
    expect(await leftToDo(through, ready(document()))).toBe(null);
  });
});
