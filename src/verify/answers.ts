/** Answers in words. */
import type { Came, Cell } from "./cell.ts";
import type { DnsServer } from "./server.ts";

/** "eu-a (203.0.113.10)", "no answer", "SERVFAIL". */
export function nameAnswer({ code, values, endpoints }: Pick<Came, "code" | "values" | "endpoints">): string {
  if (code === "NXDOMAIN") return "no such name (NXDOMAIN)";
  if (code !== "NOERROR") return code;
  if (values.length === 0) return "no answer";
  return values
    .map((value, at) => {
      const endpoint = endpoints[at] ?? value;
      return endpoint === value ? value : `${endpoint} (${value})`;
    })
    .join(" and ");
}

/** "eu-a 90 %, eu-b 10 %", "us-a or eu-a, by the vendor's ranking". */
export function nameExpected({ expected, isHidden }: Cell): string {
  if (isHidden) return "with addresses of the vendor's own";
  const names = expected.map(({ endpoints, share }) => {
    const who = endpoints.length === 0 ? "nothing" : endpoints.join(" and ");
    return share === null || expected.length === 1 ? who : `${who} ${Number((share * 100).toFixed(1))} %`;
  });
  return expected.some(({ share }) => share === null)
    ? `${names.join(" or ")}, by the vendor's ranking`
    : names.join(", ");
}

/** "Europe (198.18.55.0/24)". */
export function addressText({ client, subnet }: Pick<Cell, "client" | "subnet">): string {
  if (subnet === null) return `${client} (without a subnet)`;
  return client === subnet.text ? client : `${client} (${subnet.text})`;
}

/** "ns1.example.net", "ns2.example.net (its name has no address)". */
export function nameServer({ name, address }: DnsServer): string {
  return address === null ? `${name} (its name has no address)` : name;
}
