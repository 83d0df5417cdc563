import { describe, expect, test } from "vitest";
import { a, alias, create, openWorkbench, refusal, remove, upsert, values } from "./workbench.ts";

const www = "www.example.com";
const target = "t.example.com";

describe("an alias", () => {
  test("needs a target of its own type at that point of the batch", async () => {
    const bench = await openWorkbench();
    const { zoneId } = bench;
    const missing = `[Tried to create an alias that targets t.example.com., type A in zone ${zoneId}, but that target was not found]`;
    const early = bench.change(create(alias(zoneId, www, target)), create(a(target)));
    expect((await refusal(early)).message).toBe(missing);
    const otherType = bench.change(
      create(values(target, "AAAA", ["2001:db8::1"])),
      create(alias(zoneId, www, target)),
    );
    expect((await refusal(otherType)).message).toBe(missing);
    await bench.change(create(a(target)), create(alias(zoneId, www, target)));
    expect(await bench.list()).toHaveLength(2);
  });

  test("is returned with its target in Route 53's spelling and without a TTL", async () => {
    const bench = await openWorkbench();
    const { zoneId } = bench;
    await bench.change(create(a("*.x.example.com")), create(alias(zoneId, www, "*.X.Example.com")));
    const [, listed] = (await bench.list()).toSorted((one) => (one.AliasTarget === undefined ? -1 : 1));
    expect(listed).toEqual({
      Name: "www.example.com.",
      Type: "A",
      AliasTarget: { HostedZoneId: zoneId, DNSName: "\\052.x.example.com.", EvaluateTargetHealth: true },
    });
  });

  test("can't come before the UPSERT of a target that exists already", async () => {
    const bench = await openWorkbench();
    const { zoneId } = bench;
    await bench.change(create(a(target)));
    const before = bench.change(create(alias(zoneId, www, target)), upsert(a(target)));
    expect((await refusal(before)).message).toContain("but that target was not found");
    await bench.change(upsert(a(target)), create(alias(zoneId, www, target)));
    await bench.change(upsert(a(target, { TTL: 5 })));
  });

  test("takes no TTL, no values, and no multivalue policy", async () => {
    const bench = await openWorkbench();
    await bench.change(create(a(target)));
    const one = alias(bench.zoneId, www, target);
    expect((await refusal(bench.change(create({ ...one, TTL: 5 })))).message).toContain(
      "found more than one",
    );
    const both = { ...one, ResourceRecords: [{ Value: "192.0.2.1" }] };
    expect((await refusal(bench.change(create(both)))).message).toContain("found more than one");
    const multivalue = { ...one, SetIdentifier: "s", MultiValueAnswer: true };
    expect((await refusal(bench.change(create(multivalue)))).message).toContain("multivalue");
  });

  test("under a failover needs EvaluateTargetHealth", async () => {
    const bench = await openWorkbench();
    const { zoneId } = bench;
    await bench.change(create(a(target)));
    const primary = alias(zoneId, www, target, { SetIdentifier: "s", Failover: "PRIMARY" });
    const blind = { HostedZoneId: zoneId, DNSName: target, EvaluateTargetHealth: false };
    const attempt = bench.change(create({ ...primary, AliasTarget: blind }));
    expect((await refusal(attempt)).message).toContain("EvaluateTargetHealth");
    await bench.change(create(primary));
  });

  test("can't be a CNAME at the apex, nor point out of the zone or into another", async () => {
    const bench = await openWorkbench();
    const { zoneId } = bench;
    const other = await bench.sandbox.ensureZone("example.net");
    await bench.change(create(values(target, "CNAME", ["x.example.org"])), create(a("u.example.com")));
    const apex = alias(zoneId, "example.com", target, { Type: "CNAME" });
    expect((await refusal(bench.change(create(apex)))).message).toContain("not permitted at apex");
    const outside = alias(zoneId, www, "www.example.net");
    expect((await refusal(bench.change(create(outside)))).message).toContain(
      "does not lie within the target zone",
    );
    const foreign = alias(other, www, "u.example.com");
    expect((await refusal(bench.change(create(foreign)))).message).toContain("its own zone");
  });

  test("can't lead back to itself", async () => {
    const bench = await openWorkbench();
    const { zoneId } = bench;
    const weighted = (name: string, to: string) => alias(zoneId, name, to, { SetIdentifier: to, Weight: 1 });
    await bench.change(
      create(a("b.example.com", { SetIdentifier: "leaf", Weight: 1 })),
      create(weighted("a.example.com", "b.example.com")),
    );
    expect(
      (await refusal(bench.change(create(weighted("b.example.com", "a.example.com"))))).message,
    ).toContain("loop");
  });

  test("can point at an AWS service, but CloudFront has no health to evaluate", async () => {
    const bench = await openWorkbench();
    const cdn = (EvaluateTargetHealth: boolean) =>
      alias(bench.zoneId, www, "x", {
        AliasTarget: { HostedZoneId: "Z2FDTNDATAQYW2", DNSName: "d111.cloudfront.net", EvaluateTargetHealth },
      });
    expect((await refusal(bench.change(create(cdn(true))))).message).toContain("CloudFront");
    await bench.change(create(cdn(false)));
    const text = { ...cdn(false), Name: "x.example.com", Type: "TXT" as const };
    expect((await refusal(bench.change(create(text)))).message).toContain("no records of that type");
    const nobody = alias("Z0000000000000000000X", "x.example.com", "lb.example.org");
    expect((await refusal(bench.change(create(nobody)))).message).toContain("target was not found");
  });
});

describe("an alias's target", () => {
  async function openTree() {
    const bench = await openWorkbench();
    const pointing = alias(bench.zoneId, www, target);
    await bench.change(create(a(target)), create(pointing));
    return { bench, pointing };
  }
  const dangling = "but an alias in the zone still targets it";

  test("can't be deleted while the alias stands", async () => {
    const { bench } = await openTree();
    expect((await refusal(bench.change(remove(a(target))))).message).toContain(dangling);
  });

  test("can't be empty for a moment inside a batch", async () => {
    const { bench } = await openTree();
    const gap = bench.change(remove(a(target)), create(a(target, { TTL: 5 })));
    expect((await refusal(gap)).message).toContain(dangling);
  });

  test("can't go before the alias, but after it", async () => {
    const { bench, pointing } = await openTree();
    expect((await refusal(bench.change(remove(a(target)), remove(pointing)))).message).toContain(dangling);
    await bench.change(remove(pointing), remove(a(target)));
    expect(await bench.list()).toEqual([]);
  });

  test("changes when the alias is asserted again around it", async () => {
    const { bench, pointing } = await openTree();
    const changed = a(target, { TTL: 5 });
    await bench.change(remove(pointing), remove(a(target)), create(changed), create(pointing));
    expect(await bench.list()).toMatchObject([{ TTL: 5 }, { Name: "www.example.com." }]);
  });

  test("may lose a member while another stays", async () => {
    const bench = await openWorkbench();
    const member = (id: string) => a(target, { SetIdentifier: id, Weight: 1 });
    await bench.change(create(member("s")), create(member("t")), create(alias(bench.zoneId, www, target)));
    await bench.change(remove(member("s")), create(member("u")));
    expect(await bench.list()).toHaveLength(3);
  });
});
