import { describe, expect, test } from "vitest";
import { canonicalRecordSet } from "../../../src/provider/route53/canonical.ts";
import type { RawRecordSet } from "../../../src/provider/route53/client.ts";
import { digestRecordSets, hashConfig } from "../../../src/provider/route53/digest.ts";
import type { HealthCheckConfig } from "../../../src/provider/route53/health-check.ts";
import { readMarker, writeMarker } from "../../../src/provider/route53/marker.ts";
import {
  claimSets,
  describeName,
  gatherByName,
  type NamedSets,
  type ReadSet,
} from "../../../src/provider/route53/ownership.ts";
import { toRecordSet } from "../../../src/provider/route53/parse-raw.ts";
import { isMarkerFacts } from "../../../src/provider/route53/resource.ts";
import { compile } from "../../property/grow.ts";
import { dualStack, recordSetsOf, threePools } from "./fixtures.ts";
import { liveFrom, zoneId } from "./zone-replay.ts";

const facts = { owner: "*.app.example.com", policy: "web-edge", digest: "0123456789abcdef" };
const noon = 29_000_000 * 60_000 + 59_999;

function txt(Name: string, ...values: readonly string[]): RawRecordSet {
  return { Name, Type: "TXT", TTL: 300, ResourceRecords: values.map((Value) => ({ Value: `"${Value}"` })) };
}

describe("a marker", () => {
  test("is one TXT that says whose the name is, what was applied and when", () => {
    expect(writeMarker(facts, noon)).toEqual(
      txt("_signpost_wildcard.app.example.com", "signpost=1;p=web-edge;d=0123456789abcdef;t=29000000"),
    );
  });

  test("is read as it was written, whatever the API makes of its name", () => {
    const found = { facts, appliedAt: 29_000_000 * 60_000, unknownFormat: null };
    expect(readMarker(writeMarker(facts, noon))).toEqual(found);
    expect(readMarker({ ...writeMarker(facts, noon), Name: "_signpost_wildcard.APP.example.com." })).toEqual(
      found,
    );
  });

  test("of a later format is somebody's, and fits no digest", () => {
    const later = txt("_signpost.www.example.com.", "signpost=2;p=web-edge;d=0123456789abcdef");
    expect(readMarker(later)).toEqual({
      facts: { owner: "www.example.com", policy: "web-edge", digest: "" },
      appliedAt: null,
      unknownFormat: "2",
    });
  });

  test.each([
    txt("_signpost.www.example.com.", "something else"),
    txt("_signpost.www.example.com.", "signpost=1"),
    txt("www.example.com.", "signpost=1;p=web-edge;d=0123456789abcdef;t=1"),
    txt("_signpost-pool.www.example.com.", "signpost=1;p=web-edge;d=0123456789abcdef;t=1"),
    { Name: "_signpost.www.example.com.", Type: "A" },
  ] satisfies readonly RawRecordSet[])("is not %j", (raw) => {
    expect(readMarker(raw)).toBeNull();
  });
});

/** What stands in a zone after a policy with A and AAAA was applied, as it is read. */
const { compiled } = compile(dualStack(threePools));
const applied: readonly ReadSet[] = liveFrom(compiled).map(({ raw }) => {
  const set = toRecordSet(raw);
  return { raw: set, set: canonicalRecordSet(set, zoneId) };
});
const configs = new Map<string, HealthCheckConfig>();
for (const { kind, key, attributes } of compiled.resources) {
  if (kind !== "health check") continue;
  const id = `id-of-${key.replace("health check ", "")}`;
  configs.set(id, canonicalConfigOf(attributes));
}
const configOf = (id: string) => configs.get(id) ?? null;

function canonicalConfigOf(attributes: object): HealthCheckConfig {
  return JSON.parse(JSON.stringify(attributes));
}

function nameIn(reads: readonly ReadSet[], name = "www.example.com"): NamedSets {
  const named = gatherByName(reads).get(name);
  if (named === undefined) throw new Error(`nothing at ${name}`);
  return named;
}

function read(raw: RawRecordSet): ReadSet {
  return { raw, set: canonicalRecordSet(raw, zoneId) };
}

describe("what stands at a name", () => {
  test("are its own sets, its helpers' and its marker", () => {
    const named = nameIn(applied);
    expect(named.sets).toHaveLength(recordSetsOf(compiled).length);
    expect(named.marker?.facts).toMatchObject({ owner: "www.example.com", policy: "web" });
    expect([...gatherByName(applied).keys()]).toEqual(["www.example.com"]);
  });

  test("is as it was applied when its digest is the marker's", () => {
    const claimed = claimSets(nameIn(applied), configOf);
    expect(claimed.drifted).toBe(false);
    expect(claimed.ours).toHaveLength(recordSetsOf(compiled).length);
  });

  test("has drifted after any change of a set, its check's configuration or the loss of one", () => {
    const [first, ...others] = applied.filter(({ set }) => set.Weight !== undefined);
    if (first === undefined) throw new Error("no weighted set");
    const rest = applied.filter((one) => one !== first);
    const changed = read({ ...first.raw, Weight: 7 });
    expect(claimSets(nameIn([...rest, changed]), configOf).drifted).toBe(true);
    expect(claimSets(nameIn(rest), configOf).drifted).toBe(true);
    expect(others.length).toBeGreaterThan(0);
    const slower = (id: string) => {
      const config = configOf(id);
      return id === first.set.HealthCheckId && config !== null ? { ...config, FailureThreshold: 5 } : config;
    };
    expect(claimSets(nameIn(applied), slower).drifted).toBe(true);
  });

  test("has not drifted because somebody added another type: those sets are not ours", () => {
    const both = nameIn(applied);
    const onlyA = compile(threePools).compiled;
    const marker = onlyA.resources.find(({ kind }) => kind === "marker");
    if (marker === undefined || !isMarkerFacts(marker.attributes)) throw new Error("no marker");
    const aaaa = read({
      Name: "www.example.com.",
      Type: "AAAA",
      TTL: 5,
      ResourceRecords: [{ Value: "2001:db8::1" }],
    });
    const sets = [...both.sets.filter(({ set }) => set.Type === "A"), aaaa];
    const raw = writeMarker(marker.attributes, noon);
    const claimed = claimSets(
      { ...both, sets, marker: { facts: marker.attributes, unknownFormat: null, appliedAt: null, raw } },
      configOf,
    );
    expect(claimed.drifted).toBe(false);
    expect(claimed.ours.every(({ set }) => set.Type === "A")).toBe(true);
    expect(claimed.ours).toHaveLength(sets.length - 1);
  });

  test("leaves other types at the name alone", () => {
    const mail = read(txt("www.example.com.", "v=spf1 -all"));
    const named = nameIn([...applied, mail]);
    expect(named.sets).not.toContain(mail);
    expect(named.otherOwner).toBeNull();
  });

  test.each([
    [
      txt("www.example.com.", "heritage=external-dns,external-dns/owner=blue,external-dns/resource=x"),
      "external-dns (owner blue)",
    ],
    [txt("a-www.example.com.", "heritage=external-dns,external-dns/owner=blue"), "external-dns (owner blue)"],
    [txt("cname-www.example.com.", "heritage=external-dns"), "external-dns"],
    [{ Name: "_octodns-default-pool.www.example.com.", Type: "A" }, "octoDNS"],
    [txt("_owner.a.www.example.com.", "octodns"), "octoDNS"],
  ] satisfies readonly (readonly [RawRecordSet, string])[])(
    "is another tool's when it is marked %j",
    (raw, tool) => {
      const named = gatherByName([read(raw)]).get("www.example.com");
      expect(describeName("www.example.com", named, false)).toEqual({
        name: "www.example.com",
        policy: null,
        markerFormat: null,
        otherOwner: tool,
        drifted: false,
        isProtected: false,
        appliedAt: null,
      });
    },
  );

  describe("external-dns marks a-b.example.com, which is that name or b.example.com", () => {
    const mark = read(txt("a-b.example.com.", "heritage=external-dns"));
    const [dashed, plain] = ["a-b.example.com", "b.example.com"];
    const at = (name: string, Type: RawRecordSet["Type"]) => read({ Name: `${name}.`, Type });

    test.each<readonly [string, readonly ReadSet[], readonly string[]]>([
      ["the only one that stands there: of the old format", [at(dashed, "A")], [dashed]],
      ["the only one that stands there: of the new format", [at(plain, "A")], [plain]],
      [
        "not a name with records of another type than the one in front",
        [at(plain, "AAAA"), at(dashed, "A")],
        [dashed],
      ],
      ["both where it can't be told", [at(plain, "A"), at(dashed, "A")], [dashed, plain]],
      ["both where nothing stands yet", [], [dashed, plain]],
    ])("%s", (_, sets, owned) => {
      const gathered = gatherByName([mark, ...sets]);
      expect([dashed, plain].filter((name) => gathered.get(name)?.otherOwner === "external-dns")).toEqual(
        owned,
      );
    });

    test("and a CNAME of its own may be an alias of Route 53", () => {
      const marked = read(txt("cname-b.example.com.", "heritage=external-dns"));
      expect(gatherByName([marked, at(plain, "A")]).get(plain)?.otherOwner).toBe("external-dns");
    });
  });
});

describe("a digest", () => {
  const sets = recordSetsOf(compiled);
  const wanted = (id: string) => configOf(`id-of-${id.slice(4)}`);
  const digest = digestRecordSets(sets, wanted);

  test("is the marker's, of 16 hexadecimal digits, whatever the order of sets and fields", () => {
    expect(digest).toMatch(/^[0-9a-f]{16}$/u);
    const marker = compiled.resources.find(({ kind }) => kind === "marker");
    expect(marker?.attributes).toMatchObject({ digest });
    const turned = [...sets]
      .reverse()
      .map((set) => ({ Name: "", Type: "", ...Object.fromEntries(Object.entries(set).reverse()) }));
    expect(digestRecordSets(turned, wanted)).toBe(digest);
  });

  test("stays when a check is replaced by an equal one, and moves when a field of one does", () => {
    const renamed = sets.map((set) =>
      set.HealthCheckId === undefined ? set : { ...set, HealthCheckId: `new ${set.HealthCheckId}` },
    );
    expect(digestRecordSets(renamed, (id) => wanted(id.slice(4)))).toBe(digest);
    expect(digestRecordSets(sets, () => null)).not.toBe(digest);
    const [config] = configs.values();
    if (config === undefined) throw new Error("no check");
    expect(hashConfig({ ...config, Port: 81 })).not.toBe(hashConfig(config));
    expect(hashConfig(canonicalConfigOf(Object.fromEntries(Object.entries(config).reverse())))).toBe(
      hashConfig(config),
    );
  });

  test("moves with every field of a set", () => {
    for (const [position, set] of sets.entries()) {
      for (const [field, value] of Object.entries(set)) {
        const other = typeof value === "number" ? value + 1 : JSON.parse(JSON.stringify("other"));
        const changed = sets.map((one, at) => (at === position ? { ...one, [field]: other } : one));
        expect(digestRecordSets(changed, wanted), `${field} of ${set.Name}`).not.toBe(digest);
      }
    }
  });
});
