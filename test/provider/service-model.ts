/** The vendor's machine-readable contract, and requests held against it. */

import type { XmlElement } from "../../src/sandbox/route53/xml.ts";
import { childOf } from "./lab.ts";

interface Shape {
  readonly type: string;
  readonly required: readonly string[];
  /** Their order on the wire is the SDK's doing, whatever the order of what it is given. */
  readonly members: ReadonlyMap<string, Member>;
  /** Of a list. */
  readonly item: Member | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly pattern: string | null;
  readonly choices: readonly string[] | null;
}

interface Member {
  readonly shape: string;
  readonly location: string | null;
  readonly name: string;
}

interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: RegExp;
  readonly input: string;
}

export interface ServiceModel {
  readonly operations: readonly Operation[];
  readonly shapes: ReadonlyMap<string, Shape>;
}

/** One request on the wire. */
export interface WireRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly body: XmlElement | null;
}

export function readServiceModel(json: string): ServiceModel {
  const model: unknown = JSON.parse(json);
  return {
    operations: entriesIn(field(model, "operations")).map(([name, operation]) => ({
      name,
      method: textOf(field(field(operation, "http"), "method")) ?? "",
      path: pathPattern(textOf(field(field(operation, "http"), "requestUri")) ?? ""),
      input: textOf(field(field(operation, "input"), "shape")) ?? "",
    })),
    shapes: new Map(entriesIn(field(model, "shapes")).map(([name, shape]) => [name, readShape(shape)])),
  };
}

/** The operation that a request is of, and what is wrong with it. */
export function holdAgainst(
  model: ServiceModel,
  request: WireRequest,
): { readonly operation: string | null; readonly problems: readonly string[] } {
  const url = new URL(request.target, "http://localhost");
  for (const operation of model.operations) {
    const parts = operation.method === request.method ? operation.path.exec(url.pathname) : null;
    if (parts === null) continue;
    const shape = model.shapes.get(operation.input);
    if (shape === undefined) return { operation: operation.name, problems: [] };
    return {
      operation: operation.name,
      problems: judgeInput(model, shape, parts, url.searchParams, request.body),
    };
  }
  return { operation: null, problems: [`${request.method} ${url.pathname} is no operation`] };
}

function judgeInput(
  model: ServiceModel,
  input: Shape,
  parts: RegExpExecArray,
  query: URLSearchParams,
  body: XmlElement | null,
): readonly string[] {
  const problems: string[] = [];
  const known = new Set<string>();
  const inBody = new Map<string, Member>();
  for (const [name, member] of input.members) {
    if (member.location === null) inBody.set(name, member);
    if (member.location !== "uri" && member.location !== "querystring") continue;
    known.add(member.name);
    const text = member.location === "uri" ? parts.groups?.[member.name] : query.get(member.name);
    if (text !== undefined && text !== null)
      problems.push(...judgeText(model, member.shape, decodeURIComponent(text), name));
    else if (input.required.includes(name)) problems.push(`${name} is missing`);
  }
  for (const name of query.keys()) if (!known.has(name)) problems.push(`${name} is no parameter`);
  if (inBody.size === 0) return body === null ? problems : [...problems, "there is a body"];
  if (body === null) return [...problems, "there is no body"];
  const required = input.required.filter((name) => inBody.has(name));
  return [...problems, ...judgeStructure(model, { ...input, members: inBody, required }, body, body.name)];
}

function judgeStructure(
  model: ServiceModel,
  shape: Shape,
  element: XmlElement,
  at: string,
): readonly string[] {
  const problems: string[] = [];
  const names = element.children.map((child) => child.name);
  if (new Set(names).size < names.length) problems.push(`${at} says something twice: ${names.join(" ")}`);
  for (const name of shape.required)
    if (childOf(element, name) === null) problems.push(`${at} lacks ${name}`);
  for (const child of element.children) {
    const member = [...shape.members.values()].find(({ name }) => name === child.name);
    if (member === undefined) problems.push(`${at} has no ${child.name}`);
    else problems.push(...judgeElement(model, member.shape, child, `${at}.${child.name}`));
  }
  return problems;
}

function judgeElement(model: ServiceModel, name: string, element: XmlElement, at: string): readonly string[] {
  const shape = model.shapes.get(name);
  if (shape === undefined) return [`${at} is of the unknown shape ${name}`];
  if (shape.type === "structure") return judgeStructure(model, shape, element, at);
  if (shape.type !== "list") return judgeText(model, name, element.text, at);
  const problems = judgeSize(shape, element.children.length, at);
  const { item } = shape;
  if (item === null) return problems;
  return [
    ...problems,
    ...element.children.flatMap((child) =>
      child.name === item.name
        ? judgeElement(model, item.shape, child, `${at}[]`)
        : [`${at} lists ${child.name}, not ${item.name}`],
    ),
  ];
}

function judgeText(model: ServiceModel, name: string, text: string, at: string): readonly string[] {
  const shape = model.shapes.get(name);
  switch (shape?.type) {
    case "string": {
      const problems = [...judgeSize(shape, text.length, at)];
      if (shape.choices !== null && !shape.choices.includes(text)) problems.push(`${at} can't be ${text}`);
      if (shape.pattern !== null && !new RegExp(`^(?:${shape.pattern})$`, "u").test(text)) {
        problems.push(`${at} doesn't match: ${text}`);
      }
      return problems;
    }
    case "integer":
    case "long":
      return /^-?\d+$/u.test(text) ? judgeSize(shape, Number(text), at) : [`${at} is no number: ${text}`];
    case "boolean":
      return text === "true" || text === "false" ? [] : [`${at} is neither true nor false: ${text}`];
    default:
      return [`${at} is of the shape ${name}, which is no text`];
  }
}

function judgeSize({ min, max }: Shape, size: number, at: string): readonly string[] {
  const outside = (min !== null && size < min) || (max !== null && size > max);
  return outside ? [`${at} is ${size}, not within ${min ?? "…"} to ${max ?? "…"}`] : [];
}

function readShape(shape: unknown): Shape {
  const numberOf = (value: unknown) => (typeof value === "number" ? value : null);
  const textsOf = (value: unknown) =>
    Array.isArray(value) ? value.filter((text): text is string => typeof text === "string") : null;
  const item = field(shape, "member");
  return {
    type: textOf(field(shape, "type")) ?? "",
    required: textsOf(field(shape, "required")) ?? [],
    members: new Map(
      entriesIn(field(shape, "members")).map(([name, member]) => [name, readMember(member, name)]),
    ),
    item: item === undefined ? null : readMember(item, "member"),
    min: numberOf(field(shape, "min")),
    max: numberOf(field(shape, "max")),
    pattern: textOf(field(shape, "pattern")),
    choices: textsOf(field(shape, "enum")),
  };
}

function readMember(member: unknown, name: string): Member {
  return {
    shape: textOf(field(member, "shape")) ?? "",
    location: textOf(field(member, "location")),
    name: textOf(field(member, "locationName")) ?? name,
  };
}

/** `/2013-04-01/healthcheck/{HealthCheckId}`, with or without a last slash. */
function pathPattern(uri: string): RegExp {
  const path = uri.replace(/\/$/u, "").replace(/\{(\w+)\+?\}/gu, "(?<$1>[^/]+)");
  return new RegExp(`^${path}/?$`, "u");
}

function field(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null
    ? new Map<string, unknown>(Object.entries(value)).get(key)
    : undefined;
}

function entriesIn(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
