/** Values that the API refuses. */
import { type Case, www } from "./refused-record-sets.ts";
import { a, create, values } from "./workbench.ts";

export const data: readonly Case[] = [
  {
    title: "a TXT of nothing but space",
    refused: [create(values(www, "TXT", [" "]))],
    says: "Value is empty",
  },
  {
    title: "an SRV with a port above 65535",
    refused: [create(values(www, "SRV", ["0 0 65536 x.example.net"]))],
    says: "above 65535",
  },
  {
    title: "an A that is none",
    refused: [create(a(www, {}, "192.0.2.256"))],
    says: "not a valid IPv4 address",
  },
  {
    title: "an A with leading zeros",
    refused: [create(a(www, {}, "192.0.02.1"))],
    says: "not a valid IPv4 address",
  },
  {
    title: "an AAAA that is none",
    refused: [create(values(www, "AAAA", ["192.0.2.1"]))],
    says: "not a valid IPv6 address",
  },
  {
    title: "an AAAA with a zone index",
    refused: [create(values(www, "AAAA", ["fe80::1%eth0"]))],
    says: "not a valid IPv6 address",
  },
  {
    title: "a TXT without quotes",
    refused: [create(values(www, "TXT", ["hello"]))],
    says: "enclosed in quotation marks",
  },
  {
    title: "a TXT that doesn't end",
    refused: [create(values(www, "TXT", ['"hello\\"']))],
    says: "Unexpected end",
  },
  {
    title: "a TXT string of 256 bytes",
    refused: [create(values(www, "TXT", [`"${"x".repeat(256)}"`]))],
    says: "CharacterStringTooLong",
  },
  { title: "a TXT with raw bytes", refused: [create(values(www, "TXT", ['"é"']))], says: "unescaped" },
  {
    title: "the same address twice",
    refused: [create(values(www, "AAAA", ["2001:db8::1", "2001:DB8:0::1"]))],
    says: "Duplicate Resource Record",
  },
  {
    title: "two values of a CNAME",
    refused: [create(values(www, "CNAME", ["a.example.net", "b.example.net"]))],
    says: "exactly one",
  },
  {
    title: "an MX without a preference",
    refused: [create(values(www, "MX", ["mail.example.net"]))],
    says: "IllegalFormat",
  },
];
