import { isIPv4 } from "node:net";
import ipaddr from "ipaddr.js";
import { isPlainIpv6 } from "../route53/values.ts";
import { toWireName, Unencodable } from "./wire-names.ts";

/** Parameters by number (RFC 9460, section 14.3.2). */
const keys: readonly string[] = [
  "mandatory",
  "alpn",
  "no-default-alpn",
  "port",
  "ipv4hint",
  "ech",
  "ipv6hint",
];

/**
 * The data of an SVCB or HTTPS record: priority, target, parameters in the order of their numbers (RFC 9460,
 * section 2.2).
 * @throws Unencodable for a value that isn't of that form.
 */
export function encodeServiceBinding(value: string): Buffer {
  const [priority = "", target = "", ...params] = value.match(/(?:"(?:\\.|[^"\\])*"|[^\s"])+/g) ?? [];
  if (!/^[0-9]{1,5}$/.test(priority) || target === "") throw refuse(value);
  const encoded = params
    .map((param) => encodeParam(param, value))
    .sort((a, b) => a.number - b.number)
    .map(({ number, data }) => Buffer.concat([uint16(number), uint16(data.length), data]));
  return Buffer.concat([uint16(Number(priority)), encodeName(target), ...encoded]);
}

function encodeParam(param: string, value: string): { readonly number: number; readonly data: Buffer } {
  const [, key = "", quoted, bare] = /^([a-z0-9-]+)(?:=(?:"(.*)"|(.*)))?$/s.exec(param) ?? [];
  const known = keys.indexOf(key);
  const number = known >= 0 ? known : Number(/^key([0-9]{1,5})$/.exec(key)?.[1] ?? Number.NaN);
  if (Number.isNaN(number)) throw refuse(value);
  return { number, data: encodeParamValue(number, quoted ?? bare ?? "", value) };
}

function encodeParamValue(number: number, text: string, value: string): Buffer {
  const list = text === "" ? [] : text.split(",");
  switch (keys[number]) {
    case "mandatory":
      return Buffer.concat(list.map((other) => uint16(keys.indexOf(other))));
    case "alpn":
      return Buffer.concat(list.map((id) => Buffer.concat([Buffer.from([id.length]), Buffer.from(id)])));
    case "no-default-alpn":
      return Buffer.alloc(0);
    case "port":
      return uint16(Number(text));
    case "ipv4hint":
      if (!list.every((address) => isIPv4(address))) throw refuse(value);
      return Buffer.concat(list.map((address) => Buffer.from(ipaddr.parse(address).toByteArray())));
    case "ipv6hint":
      if (!list.every(isPlainIpv6)) throw refuse(value);
      return Buffer.concat(list.map((address) => Buffer.from(ipaddr.parse(address).toByteArray())));
    case "ech":
      return Buffer.from(text, "base64");
    default:
      return Buffer.from(text, "latin1");
  }
}

/** Never compressed. */
function encodeName(name: string): Buffer {
  const labels = toWireName(name)
    .split(".")
    .filter((label) => label !== "");
  const parts = labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  return Buffer.concat([...parts, Buffer.from([0])]);
}

function uint16(number: number): Buffer {
  if (!Number.isInteger(number) || number < 0 || number > 65_535) throw refuse(String(number));
  return Buffer.from([number >> 8, number & 255]);
}

function refuse(value: string): Unencodable {
  return new Unencodable(`'${value}' is not of the form of SVCB and HTTPS records`);
}
