/** The text of an imported policy. */
import { describe } from "../diagnostic/describe.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { orderKeys } from "../policy/key-order.ts";
import type { CheckSettings, ProviderId, RecordType } from "../policy/policy.ts";
import type { Json } from "../provider/resource.ts";
import { formatSource } from "../source/format.ts";
import { parseSource } from "../source/read.ts";
import { writeText } from "../source/yaml-scalar.ts";
import type { Directory, EndpointEntry, NamedTree } from "./assign.ts";
import { childrenOf, structureOf } from "./tidy.ts";
import { type Parts, writeNode } from "./write-node.ts";

/** A record of the policy that is being made. */
export interface DraftRecord {
  /** As written: "www", "@", "*.app". */
  readonly label: string;
  readonly ttl: number;
  readonly types: readonly RecordType[];
  readonly to: NamedTree;
}

export interface Draft {
  readonly name: string;
  readonly zone: string;
  readonly provider: ProviderId;
  readonly settings: Readonly<Record<string, Json>>;
  readonly directory: Directory;
  readonly parts: Parts;
  readonly records: readonly DraftRecord[];
}

/**
 * Writes a policy in the style of `fmt`.
 *
 * @param remarks - by the label of a record; those of "" stand at the top
 */
export function composeDraft(draft: Draft, remarks: ReadonlyMap<string, readonly Diagnostic[]>): string {
  const { name, zone, provider, settings, directory, records } = draft;
  const checks = directory.checks();
  const parts = partsOf(draft);
  const text = [
    `# Imported from ${zone} at ${provider}. Comments with "!" say what the zone does and this file doesn't.`,
    ...comment(remarks.get("") ?? []),
    "version: 1",
    `name: ${writeText(name)} # names this policy in the zone's ownership markers, so it stays the same for good`,
    `zone: ${writeText(zone)}`,
    `providers: { ${provider}: ${writeJson(settings)} }`,
    ...(checks.length === 0
      ? []
      : ["healthChecks:", ...checks.map((one) => `  ${writeCheck(one.name, one.is)}`)]),
    "endpoints:",
    ...directory.endpoints().map((one) => `  ${writeEndpoint(one)}`),
    ...(parts.length === 0 ? [] : ["policies: # parts that stand in several places"]),
    ...parts.flatMap(([part, tree]) => indent(writeNode(writeText(part), tree, draft.parts, true))),
    "records:",
    ...records.flatMap((record) => [
      ...indent(comment(remarks.get(record.label) ?? [])),
      ...indent([`${writeText(record.label)}:`, ...indent(writeRecord(record, draft))]),
    ]),
    "",
  ].join("\n");
  return formatSource(parseSource({ path: "imported.yaml", text }), orderKeys).text ?? text;
}

function writeRecord({ ttl, types, to }: DraftRecord, { directory, parts }: Draft): readonly string[] {
  const own = new Set(namesIn(to));
  const endpoints = directory.endpoints().filter(({ name }) => own.has(name));
  // Without it a record has every family that its endpoints have.
  const usual = (["A", "AAAA", "CNAME"] as const).filter((type) => endpoints.some((one) => has(one, type)));
  const isUsual = usual.join() === types.join();
  return [
    `ttl: ${ttl % 60 === 0 ? `${ttl / 60}m` : `${ttl}s`}`,
    ...(isUsual ? [] : [`types: [${types.join(", ")}]`]),
    ...writeNode("to", to, parts),
  ];
}

function has({ is }: EndpointEntry, type: RecordType): boolean {
  if (type === "CNAME") return is.hostname !== null;
  return is.alias !== null || (type === "A" ? is.ipv4 : is.ipv6) !== null;
}

function namesIn(node: NamedTree): readonly string[] {
  return node.kind === "endpoint" ? [node.name] : childrenOf(node).flatMap(namesIn);
}

/** The parts, those without other parts below them first. */
function partsOf({ parts, records }: Draft): readonly (readonly [string, NamedTree])[] {
  const found = new Map<string, NamedTree>();
  const visit = (node: NamedTree) => {
    const part = parts.get(structureOf(node));
    if (part !== undefined && found.has(part)) return;
    for (const child of childrenOf(node)) visit(child);
    if (part !== undefined) found.set(part, node);
  };
  for (const { to } of records) visit(to);
  return [...found];
}

function writeEndpoint({ name, is, check }: EndpointEntry): string {
  const { ipv4, ipv6, hostname, alias } = is;
  const fields = [
    ...(ipv4 === null ? [] : [`ipv4: ${writeText(ipv4)}`]),
    ...(ipv6 === null ? [] : [`ipv6: ${writeText(ipv6)}`]),
    ...(hostname === null ? [] : [`hostname: ${writeText(hostname)}`]),
    ...(alias === null
      ? []
      : [`alias: { dnsName: ${writeText(alias.dnsName)}, hostedZoneId: ${writeText(alias.hostedZoneId)} }`]),
    ...(check === null ? [] : [`healthCheck: ${writeText(check)}`]),
  ];
  return `${writeText(name)}: { ${fields.join(", ")} }`;
}

function writeCheck(name: string, check: CheckSettings): string {
  const { type, path, port, host, interval, unhealthyThreshold, healthyThreshold, timeout } = check;
  const expected = [
    ...(check.expectStatus === null ? [] : [`status: [${check.expectStatus.join(", ")}]`]),
    ...(check.expectBody === null ? [] : [`body: ${writeText(check.expectBody)}`]),
  ];
  const usualPort = type === "https" ? 443 : type === "http" ? 80 : null;
  const fields = [
    `type: ${type}`,
    ...(path === null ? [] : [`path: ${writeText(path)}`]),
    ...(port === usualPort ? [] : [`port: ${port}`]),
    ...(host === null ? [] : [`host: ${writeText(host)}`]),
    `interval: ${interval}s`,
    `unhealthyThreshold: ${unhealthyThreshold}`,
    ...(healthyThreshold === unhealthyThreshold ? [] : [`healthyThreshold: ${healthyThreshold}`]),
    ...(timeout === null ? [] : [`timeout: ${timeout}s`]),
    ...(expected.length === 0 ? [] : [`expect: { ${expected.join(", ")} }`]),
    ...(check.verifyTls === null ? [] : [`tls: { verify: ${check.verifyTls} }`]),
  ];
  return `${writeText(name)}: { ${fields.join(", ")} }`;
}

function writeJson(value: Json): string {
  if (typeof value === "string") return writeText(value);
  if (value === null || typeof value !== "object") return String(value);
  if (isList(value)) return `[${value.map(writeJson).join(", ")}]`;
  const fields = Object.entries(value).map(([key, one]) => `${key}: ${writeJson(one ?? null)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** A line each; what a vendor's text holds must not end the comment. What is only told has no `!`. */
function comment(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map((diagnostic) => {
    const { message } = describe(diagnostic);
    return `# ${diagnostic.severity === "note" ? "" : "! "}${message.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, "\ufffd")}`;
  });
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
