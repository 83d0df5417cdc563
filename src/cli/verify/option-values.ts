/** The values of verify's options. */
import { InvalidArgumentError } from "commander";
import { type ClientPlace, clientAt } from "../../steering/geography.ts";
import { readPlace } from "../../steering/place.ts";
import { parseNetwork } from "../../steering/subnet.ts";
import type { Vantage } from "../../verify/clients.ts";

/** A server as it was given. */
export interface WrittenServer {
  readonly host: string;
  readonly port: number;
}

const dnsPort = 53;

/** Reads `ns1.example.net`, `192.0.2.53:5353`, `2001:db8::53` and `[2001:db8::53]:5353`. */
export function parseServer(text: string, before: readonly WrittenServer[] = []): readonly WrittenServer[] {
  const found =
    /^\[([0-9a-f:.]+)\](?::([0-9]{1,5}))?$/iu.exec(text) ??
    /^([0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*)$/iu.exec(text) ??
    /^([a-z0-9._-]+)(?::([0-9]{1,5}))?$/iu.exec(text);
  const port = Number(found?.[2] ?? dnsPort);
  if (found?.[1] === undefined || port < 1 || port > 65_535) {
    throw new InvalidArgumentError(
      "A server is written as ns1.example.net, 192.0.2.53:5353 or [2001:db8::53]:5353.",
    );
  }
  return [...before, { host: found[1], port }];
}

/** Reads `DE=203.0.113.0/24`, `US-CA=…`, `continent:NA=…` and `anywhere=…`. */
export function parseVantage(text: string, before: readonly Vantage[] = []): readonly Vantage[] {
  const at = text.indexOf("=");
  const place = at < 0 ? null : readPlaceCode(text.slice(0, at));
  const read = at < 0 ? null : parseNetwork(text.slice(at + 1));
  if (place === null) {
    throw new InvalidArgumentError(
      "Write a place and a network there: DE=203.0.113.0/24, US-CA=…, EU=…, anywhere=…",
    );
  }
  if (read === null || !read.exact) {
    throw new InvalidArgumentError(
      `${text.slice(at + 1)} is no network${read === null ? "" : `: its first address is ${read.network.text}`}.`,
    );
  }
  return [...before, { network: read.network, place }];
}

/** A code that is a country's and a continent's, as AF, AS, NA and SA are, needs the word before it. */
function readPlaceCode(text: string): ClientPlace | null {
  const [kind, code] = text.includes(":") ? splitAt(text, ":") : [null, text];
  if (kind === null && code.toLowerCase() === "anywhere") return clientAt({ kind: "anywhere" });
  const origin = { file: "--place", pointer: "", on: "value" } as const;
  const places = (["subdivision", "country", "continent"] as const).flatMap((one) => {
    if (kind !== null && kind !== one) return [];
    const place = readPlace({ kind: one, code: code.toUpperCase(), origin });
    return "code" in place ? [] : [clientAt(place)];
  });
  if (places.length > 1) {
    throw new InvalidArgumentError(
      `${code} is a country and a continent: write country:${code}=… or continent:${code}=…`,
    );
  }
  return places[0] ?? null;
}

function splitAt(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return [text.slice(0, at), text.slice(at + mark.length)];
}

/** Reads how many, from 1 to this. */
export function parseCount(most: number): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (/^[0-9]+$/u.test(text) && count >= 1 && count <= most) return count;
    throw new InvalidArgumentError(`A whole number from 1 to ${most}.`);
  };
}
