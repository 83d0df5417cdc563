/** From groups of record sets that aliases tie together to one tree. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { longestMatch, parseNetwork } from "../../steering/subnet.ts";
import {
  addRemark,
  chain,
  type FoundBranch,
  type FoundCheck,
  type FoundEndpoint,
  type FoundNode,
  isAlwaysUp,
  keepInside,
  weigh,
} from "../imported.ts";
import { type CidrCollection, defaultLocation } from "./cidr.ts";
import type { HealthCheckConfig } from "./health-check.ts";
import { readCheck } from "./import-check.ts";
import { keyOf, labelsOf, nameOfCheck } from "./import-labels.ts";
import { knownPlace } from "./location.ts";
import { decodePlace } from "./ranked.ts";
import { type RecordSet, thisZone } from "./record-set.ts";

/** Multivalue answers hold eight addresses at most, and so does a policy's. */
const mostValues = 8;

/** The zone as a tree is read from it. */
export interface ImportIndex {
  readonly group: (name: string, type: string) => readonly RecordSet[];
  /** By the key of its resource. */
  readonly check: (key: string) => HealthCheckConfig | null;
  readonly collection: (id: string) => CidrCollection | null;
}

/** What was found on the way through one name. */
export interface Findings {
  /** As people know the name. */
  readonly label: string;
  readonly ttls: Set<number>;
  readonly remarks: Diagnostic[];
  readonly ignored: Set<string>;
}

interface Member {
  readonly set: RecordSet;
  readonly to: FoundNode;
  /** Whether it is answered whatever its health. */
  readonly stays: boolean;
}

/** Reads the trees of one type of a zone; of a name that is met again, the same one. */
export class TreeReader {
  private readonly index: ImportIndex;
  private readonly type: string;
  private readonly findings: Findings;
  /** What was read before, for names that several aliases lead to. AWS refuses circles; in one there is nothing yet. */
  private readonly known = new Map<string, FoundNode | null>();

  constructor(index: ImportIndex, type: string, findings: Findings) {
    this.index = index;
    this.type = type;
    this.findings = findings;
  }

  /** The tree at a name; null where nothing of it can be expressed. */
  read(name: string): FoundNode | null {
    const before = this.known.get(name);
    if (before !== undefined) return before;
    this.known.set(name, null);
    const group = this.index.group(name, this.type);
    const [first] = group;
    const node = first === undefined ? null : this.readGroup(first, group);
    this.known.set(name, node);
    return node;
  }

  private readGroup(first: RecordSet, group: readonly RecordSet[]): FoundNode | null {
    if (first.OtherRouting !== undefined) {
      return this.leaveOut(first.Name, `${first.OtherRouting} makes it, which hides how it chooses`);
    }
    if (first.MultiValueAnswer) return this.readMultivalue(group);
    const members = group.flatMap((set) => this.readMember(set) ?? []);
    const labels = labelsOf(first.Name);
    if (first.Region !== undefined || first.GeoProximityLocation !== undefined) {
      return this.readRanked(members, labels);
    }
    if (first.CidrRoutingConfig !== undefined) return this.readSubnet(members, labels);
    if (first.Weight !== undefined) return this.readWeighted(members, labels);
    if (first.Failover !== undefined) {
      const byRole = (role: string) => members.filter(({ set }) => set.Failover === role);
      return chain([...byRole("PRIMARY"), ...byRole("SECONDARY")].map(asMember), labels);
    }
    if (first.GeoLocation !== undefined) return this.readGeolocation(members, labels);
    const [only] = members;
    return only === undefined ? null : { ...asMember(only), labels: [...only.to.labels, ...labels] };
  }

  private readMember(set: RecordSet): Member | null {
    const alias = set.AliasTarget;
    const own = set.SetIdentifier === undefined ? [] : [set.SetIdentifier];
    if (alias === undefined) return { set, to: this.readValues(set, own), stays: false };
    if (alias.HostedZoneId !== thisZone) {
      const { DNSName: dnsName, HostedZoneId: hostedZoneId } = alias;
      if (alias.EvaluateTargetHealth) {
        this.remark(diagnose("import-service-health", { name: this.findings.label, service: dnsName }, null));
        this.findings.ignored.add(dnsName);
      }
      const labels = [...own, ...dnsName.replace(/^dualstack\./u, "").split(".", 1)];
      const endpoint = {
        kind: "endpoint",
        labels,
        value: dnsName,
        service: { dnsName, hostedZoneId },
      } as const;
      return { set, to: { ...endpoint, check: this.findCheck(set, dnsName) }, stays: false };
    }
    const target = this.read(alias.DNSName);
    if (target === null) {
      return this.leaveOut(alias.DNSName, `an alias leads there, and no ${this.type} record answers`);
    }
    const to = { ...target, labels: [...target.labels, ...own] };
    const stays = !alias.EvaluateTargetHealth;
    if (set.HealthCheckId === undefined) return { set, to, stays };
    // The check of the alias is that of its one endpoint, which has no other that counts.
    if (to.kind === "endpoint" && (stays || to.check === null)) {
      return { set, to: { ...to, check: this.findCheck(set, to.value) }, stays: false };
    }
    this.loseCheck(set.HealthCheckId, "it watches a whole group");
    return { set, to, stays };
  }

  private readValues(set: RecordSet, own: readonly string[]): FoundNode {
    const values = (set.ResourceRecords ?? []).map(({ Value }) => Value);
    if (set.TTL !== undefined) this.findings.ttls.add(set.TTL);
    const [only, ...others] = values;
    if (only !== undefined && others.length === 0) {
      return { ...endpointOf(only, own), check: this.findCheck(set, only) };
    }
    if (set.HealthCheckId !== undefined) {
      this.loseCheck(set.HealthCheckId, `it decides about ${values.length} values together`);
    }
    return this.answerTogether(
      values.map((value) => endpointOf(value, [])),
      own,
    );
  }

  private readMultivalue(group: readonly RecordSet[]): FoundNode {
    const endpoints = group.flatMap((set): readonly FoundEndpoint[] => {
      const read = this.readValues(set, set.SetIdentifier === undefined ? [] : [set.SetIdentifier]);
      if (read.kind === "endpoint") return [read];
      return read.kind === "multivalue" ? read.members : [];
    });
    return this.answerTogether(endpoints, labelsOf(group[0]?.Name ?? ""));
  }

  private answerTogether(endpoints: readonly FoundEndpoint[], labels: readonly string[]): FoundNode {
    const left = endpoints.slice(mostValues).map(({ value }) => value);
    if (left.length > 0) {
      this.leaveOut(left.join(", "), `a policy answers with ${mostValues} addresses at most`);
    }
    return { kind: "multivalue", labels, members: endpoints.slice(0, mostValues) };
  }

  /**
   * A member of weight 0 is answered when none of the others is healthy (Developer Guide, "How Amazon Route 53 chooses
   * records when health checking is configured"); in a policy, weight 0 never is. So those are a standby.
   */
  private readWeighted(members: readonly Member[], labels: readonly string[]): FoundNode | null {
    const shares = members.map((member) => ({ weight: member.set.Weight ?? 0, to: asMember(member) }));
    const active = shares.filter(({ weight }) => weight > 0);
    const idle = shares.filter(({ weight }) => weight === 0);
    if (active.length === 0)
      return weigh(
        idle.map(({ to }) => ({ weight: 1, to })),
        labels,
      );
    // Nobody is ever sent past a member that is always healthy.
    const isDrained = active.some(({ to }) => isAlwaysUp(to));
    if (idle.length === 0 || isDrained) return weigh([...active, ...idle], labels);
    const standby = weigh(
      idle.map(({ to }) => ({ weight: 1, to })),
      labels.map((label) => `${label}-standby`),
    );
    const first = weigh(
      active,
      labels.map((label) => `${label}-active`),
    );
    this.remark(diagnose("import-standby", { name: this.findings.label }, null));
    return chain(
      [first, standby].flatMap((node) => node ?? []),
      labels,
    );
  }

  private readGeolocation(members: readonly Member[], labels: readonly string[]): FoundNode | null {
    const branches = members.flatMap(({ set, to, stays }): readonly FoundBranch<FoundEndpoint>[] => {
      const at = set.GeoLocation ?? {};
      const place = knownPlace(at);
      if (place === null) {
        this.leaveOut(Object.values(at).join("-"), "a policy knows no such place");
        return [];
      }
      return [{ from: [place], to, whenDown: stays && !isAlwaysUp(to) ? "stay" : "fallThrough" }];
    });
    return branches.length === 0 ? null : { kind: "geolocation", labels, branches };
  }

  private readRanked(members: readonly Member[], labels: readonly string[]): FoundNode | null {
    const ranked = members.flatMap((member) => {
      const place = decodePlace(member.set);
      if (place !== null) return [{ place, to: asMember(member) }];
      const where = member.set.Region ?? member.set.GeoProximityLocation?.LocalZoneGroup ?? "";
      this.leaveOut(where, "a policy knows no such place");
      return [];
    });
    const [first, ...others] = ranked;
    if (first === undefined) return null;
    if (others.length === 0) return first.to;
    return { kind: first.place.kind === "latency" ? "latency" : "geoproximity", labels, members: ranked };
  }

  /** Nobody leaves a network's branch in a policy; what Route 53 does with an unhealthy one isn't documented. */
  private readSubnet(members: readonly Member[], labels: readonly string[]): FoundNode | null {
    const id = members[0]?.set.CidrRoutingConfig?.CollectionId ?? "";
    const collection = this.index.collection(id);
    if (collection === null) return this.leaveOut(id, "the CIDR collection can't be read");
    if (members.some(({ to, stays }) => !stays && !isAlwaysUp(to))) {
      this.remark(diagnose("import-subnet-health", { name: this.findings.label }, null));
    }
    const branches = members.map(({ set, to }) => {
      const name = set.CidrRoutingConfig?.LocationName ?? "";
      const location = collection.Locations.find(({ LocationName }) => LocationName === name);
      const from = (location?.CidrList ?? []).flatMap((text) => parseNetwork(text)?.network ?? []);
      return { name, from, to };
    });
    const known = branches.filter(({ name, from }) => name === defaultLocation || from.length > 0);
    if (known.length === 0) return null;
    const usual = known.find(({ name }) => name === defaultLocation);
    const own = known.flatMap(({ from }) => from);
    // The longest block of the collection counts: one within these that has no record set here gets the default.
    const holes = collection.Locations.filter(
      ({ LocationName }) => !known.some(({ name }) => name === LocationName),
    )
      .flatMap(({ CidrList }) => CidrList.flatMap((text) => parseNetwork(text)?.network ?? []))
      .filter(({ text }) => longestMatch(own, text.replace(/\/.*$/u, "")) !== null);
    const others = usual === undefined || holes.length === 0 ? [] : [{ from: holes, to: usual.to }];
    return { kind: "subnet", labels, branches: [...known, ...others] };
  }

  private findCheck(set: RecordSet, value: string): FoundCheck | null {
    if (set.HealthCheckId === undefined) return null;
    const key = keyOf(set.HealthCheckId);
    const config = this.index.check(key);
    if (config === null) return this.loseCheck(set.HealthCheckId, "it isn't there");
    const read = readCheck(config, value);
    if (read.kind === "none") return this.loseCheck(set.HealthCheckId, read.reason);
    if (read.changed.length > 0) {
      const { label } = this.findings;
      const args = { name: label, check: nameOfCheck(set.HealthCheckId), fields: read.changed };
      this.remark(diagnose("import-check-changed", args, null));
    }
    return { settings: read.settings, key };
  }

  private loseCheck(id: string, reason: string): null {
    const check = nameOfCheck(id);
    this.remark(diagnose("import-check-lost", { name: this.findings.label, check, reason }, null));
    this.findings.ignored.add(`health check ${check}`);
    return null;
  }

  private leaveOut(what: string, reason: string): null {
    this.remark(diagnose("import-left-out", { name: this.findings.label, what, reason }, null));
    return null;
  }

  private remark(remark: Diagnostic): void {
    addRemark(this.findings.remarks, remark);
  }
}

function asMember({ to, stays }: Member): FoundNode {
  return stays ? keepInside(to) : to;
}

function endpointOf(value: string, labels: readonly string[]): FoundEndpoint {
  return { kind: "endpoint", labels, value, service: null, check: null };
}
