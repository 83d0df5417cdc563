import { XMLParser, XMLValidator } from "fast-xml-parser";
import { ApiError } from "./api-error.ts";

/** An element without attributes: the API's bodies have none but a namespace. */
export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const namespace = "https://route53.amazonaws.com/doc/2013-04-01/";

/** The deepest element that the API knows (Coordinates/Latitude in a change) is eight levels down. */
const deepest = 16;

const named: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

// Entities are decoded here and not by the parser, so that a document can't declare any of its own.
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  removeNSPrefix: false,
});

/** Makes an element that holds text. */
export function leaf(name: string, text: string | number | boolean): XmlElement {
  return { name, children: [], text: String(text) };
}

/** Makes an element that holds elements; absent ones (null) are left out. */
export function node(name: string, children: readonly (XmlElement | null)[]): XmlElement {
  return { name, children: children.filter((child) => child !== null), text: "" };
}

/** Makes an element only if there is something to say. */
export function optionalLeaf(name: string, text: string | number | boolean | null): XmlElement | null {
  return text === null ? null : leaf(name, text);
}

/** Prints a whole document in the API's namespace. */
export function printXml(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${print(root, ` xmlns="${namespace}"`)}`;
}

function print(element: XmlElement, attributes = ""): string {
  const inside =
    element.children.length > 0
      ? element.children.map((child) => print(child)).join("")
      : escapeText(element.text);
  return `<${element.name}${attributes}>${inside}</${element.name}>`;
}

function escapeText(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\r", "&#xD;");
}

/**
 * Reads a request's body.
 * @throws ApiError 400 MalformedInput for text that is not plain XML. A document type is refused whole:
 * nobody sends one to this API for a good purpose.
 */
export function parseXml(text: string): XmlElement {
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw malformed("a document type is not allowed");
  let parsed: unknown;
  try {
    const verdict = XMLValidator.validate(text);
    if (verdict !== true) throw malformed(verdict.err.msg);
    parsed = parser.parse(text);
  } catch (error) {
    // The parser throws its own errors, and on hostile nesting the engine's RangeError.
    throw error instanceof ApiError ? error : malformed("the text could not be parsed");
  }
  const roots = readNodes(parsed, 0).filter((child) => child.name !== "#text");
  const root = roots[0];
  if (root === undefined || roots.length > 1) throw malformed("one root element is expected");
  return root;
}

function malformed(reason: string): ApiError {
  return new ApiError("MalformedInput", 400, `Invalid XML ; ${reason}`);
}

function readNodes(nodes: unknown, depth: number): XmlElement[] {
  if (depth > deepest) throw malformed("the elements are nested too deep");
  if (!Array.isArray(nodes)) throw malformed("an element is expected");
  return nodes.flatMap((entry: unknown) => readNode(entry, depth));
}

function readNode(entry: unknown, depth: number): XmlElement[] {
  if (typeof entry !== "object" || entry === null) return [];
  const [pair] = Object.entries(entry).filter(([key]) => key !== ":@");
  if (pair === undefined) return [];
  const [name, content]: [string, unknown] = pair;
  if (name === "#text") return [{ name, children: [], text: decodeEntities(String(content)) }];
  const inside = readNodes(content, depth + 1);
  const children = inside.filter((child) => child.name !== "#text");
  const text = inside
    .filter((child) => child.name === "#text")
    .map((child) => child.text)
    .join("");
  if (children.length > 0 && text.trim() !== "") throw malformed(`${name} mixes text and elements`);
  return [{ name, children, text: children.length > 0 ? "" : text }];
}

function decodeEntities(text: string): string {
  return text.replace(/&([^;&]{0,12});?/g, (whole: string, body: string) => {
    if (!whole.endsWith(";")) throw malformed("a bare ampersand");
    const known = named.get(body);
    if (known !== undefined) return known;
    const decimal = /^#([0-9]{1,7})$/.exec(body)?.[1];
    const hexadecimal = /^#x([0-9a-fA-F]{1,6})$/.exec(body)?.[1];
    const point =
      decimal !== undefined
        ? Number.parseInt(decimal, 10)
        : hexadecimal !== undefined
          ? Number.parseInt(hexadecimal, 16)
          : -1;
    if (point < 9 || point > 0x10ffff) throw malformed(`the entity &${body}; is unknown`);
    return String.fromCodePoint(point);
  });
}
