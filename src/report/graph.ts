/** Records as a graph: from the name through every choice to the addresses. */
import type { HealthCheck, Policy, PolicyRecord } from "../policy/policy.ts";
import type { Location } from "../steering/geography.ts";
import type { RankedPlace } from "../steering/ranking.ts";
import type { Network } from "../steering/subnet.ts";
import type { SteeredEndpoint, SteeredRecord, SteeringNode } from "../steering/tree.ts";
import { count, percent, printable } from "./text.ts";

export interface GraphNode {
  /** Letters and digits. */
  readonly id: string;
  readonly shape: "record" | "choice" | "endpoint" | "drained";
  /** One below the other, without control characters. */
  readonly lines: readonly string[];
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string | null;
  /** `stay` never leaves the branch; `drained` never goes there. */
  readonly kind: "plain" | "stay" | "drained";
}

/** One policy. */
export interface Cluster {
  readonly id: string;
  readonly title: string;
  readonly nodes: readonly GraphNode[];
}

export interface Graph {
  readonly clusters: readonly Cluster[];
  readonly edges: readonly GraphEdge[];
}

export interface DrawnPolicy {
  readonly policy: Policy;
  readonly records: readonly SteeredRecord[];
}

/** Places and networks named on one edge; more of them are counted. */
const mostNamed = 4;

type Group = Exclude<SteeringNode, { readonly kind: "endpoint" }>;

interface Drawing {
  readonly nameOf: (location: Location) => string;
  readonly nextId: () => string;
  readonly nodes: GraphNode[];
  readonly edges: GraphEdge[];
  /** By name: endpoints, and parts that are used twice, are drawn once. */
  readonly parts: Map<string, string>;
  readonly endpoints: Map<string, string>;
  /** Groups whose members are still to be drawn: level by level, so that the text reads from the name on. */
  readonly pending: { readonly id: string; readonly node: Group }[];
}

/** Draws each policy with the records given. */
export function drawGraph(policies: readonly DrawnPolicy[], nameOf: (location: Location) => string): Graph {
  let last = 0;
  const nextId = () => {
    last += 1;
    return `n${last}`;
  };
  const edges: GraphEdge[] = [];
  const clusters = policies.map(({ policy, records }, position): Cluster => {
    const nodes: GraphNode[] = [];
    const once = { parts: new Map<string, string>(), endpoints: new Map<string, string>() };
    const drawing: Drawing = { nameOf, nextId, nodes, edges, ...once, pending: [] };
    for (const record of records) drawRecord(drawing, record);
    return { id: `p${position + 1}`, title: printable(`${policy.name} in ${policy.zone}`), nodes };
  });
  return { clusters, edges };
}

function addNode(drawing: Drawing, shape: GraphNode["shape"], lines: readonly string[]): string {
  const id = drawing.nextId();
  drawing.nodes.push({ id, shape, lines: lines.map(printable) });
  return id;
}

function addEdge(
  { edges }: Drawing,
  from: string,
  to: string,
  label: string | null,
  kind: GraphEdge["kind"] = "plain",
): void {
  edges.push({ from, to, label: label === null ? null : printable(label), kind });
}

function drawRecord(drawing: Drawing, { record, tree, idle }: SteeredRecord): void {
  const id = addNode(drawing, "record", [record.name, describeRecord(record)]);
  addEdge(drawing, id, draw(drawing, tree), null);
  for (const { id: group, node } of drawing.pending) drawMembers(drawing, group, node);
  drawing.pending.length = 0;
  for (const endpoint of idle) addEdge(drawing, id, drawEndpoint(drawing, endpoint), "drained", "drained");
}

function describeRecord({ types, ttl }: PolicyRecord): string {
  return `${types.join(" ")}, ttl ${ttl} s`;
}

function draw(drawing: Drawing, node: SteeringNode): string {
  if (node.kind === "endpoint") return drawEndpoint(drawing, node.endpoint);
  const { part } = node;
  const known = part === null ? undefined : drawing.parts.get(part);
  if (known !== undefined) return known;
  const id = addNode(drawing, "choice", part === null ? [node.kind] : [part, node.kind]);
  if (part !== null) drawing.parts.set(part, id);
  drawing.pending.push({ id, node });
  return id;
}

function drawMembers(drawing: Drawing, id: string, node: Group): void {
  const join = (to: SteeringNode, label: string | null, kind?: GraphEdge["kind"]) =>
    addEdge(drawing, id, draw(drawing, to), label, kind);
  switch (node.kind) {
    case "multivalue":
      for (const member of node.members) join(member, null);
      break;
    case "weighted": {
      const sum = node.members.reduce((total, { weight }) => total + weight, 0);
      for (const { weight, name, to } of node.members) {
        const share = weight === 0 ? "drained, weight 0" : percent(weight / sum);
        join(to, name === null ? share : `${name} ${share}`, weight === 0 ? "drained" : "plain");
      }
      break;
    }
    case "failover":
      for (const [position, member] of node.members.entries()) join(member, ordinal(position + 1));
      break;
    case "stay":
      join(node.to, "stays", "stay");
      break;
    case "geolocation":
      for (const { from, to, whenDown } of node.branches) {
        const places = nameSome(from.map(drawing.nameOf));
        if (whenDown === "stay") join(to, `${places}, stays`, "stay");
        else join(to, places);
      }
      break;
    case "latency":
    case "geoproximity":
      for (const { place, to } of node.members) join(to, describePlace(place));
      break;
    case "subnet":
      for (const { from, to } of node.branches) join(to, describeNetworks(from));
      break;
  }
}

function drawEndpoint(drawing: Drawing, endpoint: SteeredEndpoint): string {
  const known = drawing.endpoints.get(endpoint.name);
  if (known !== undefined) return known;
  const { name, ipv4, ipv6, hostname, alias, check, drained } = endpoint;
  const values = [ipv4, ipv6, hostname, alias?.dnsName ?? null].filter((value) => value !== null);
  const watched = check === null ? "no check" : describeCheck(check);
  const lines = [name, ...values, watched, ...(drained ? ["drained"] : [])];
  const id = addNode(drawing, drained ? "drained" : "endpoint", lines);
  drawing.endpoints.set(name, id);
  return id;
}

function describeCheck({ type, port, path, interval, unhealthyThreshold }: HealthCheck): string {
  const what = type === "tcp" ? `tcp port ${port}` : `${type} port ${port} ${path ?? "/"}`;
  return `${what}, ${unhealthyThreshold} × ${interval} s`;
}

function describePlace(place: RankedPlace): string {
  if (place.kind === "latency") return place.region;
  const at = "region" in place.at ? place.at.region : `${place.at.latitude}, ${place.at.longitude}`;
  const sign = place.bias > 0 ? "+" : "−";
  return place.bias === 0 ? at : `${at}, bias ${sign}${Math.abs(place.bias)}`;
}

function describeNetworks(networks: readonly Network[]): string {
  return networks.length === 0 ? "anywhere" : nameSome(networks.map(({ text }) => text));
}

function nameSome(names: readonly string[]): string {
  const more = names.length - mostNamed;
  return more <= 1 ? names.join(", ") : `${names.slice(0, mostNamed).join(", ")} and ${count(more, "other")}`;
}

/** "1st", "2nd" and so on. A label that began with "1." would be a list to Mermaid. */
function ordinal(position: number): string {
  const last = position % 100 > 10 && position % 100 < 14 ? 0 : position % 10;
  return `${position}${["th", "st", "nd", "rd"][last] ?? "th"}`;
}
