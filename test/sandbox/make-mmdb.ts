/** Writes a small MaxMind database: https://maxmind.github.io/MaxMind-DB, records of 24 bits, an IPv6 tree. */

export interface MmdbEntry {
  /** Such as `203.0.113.0/24` or `2001:db8::/32`, with no bit behind the prefix. */
  readonly network: string;
  readonly record: MmdbValue;
}

export type MmdbValue = string | number | readonly MmdbValue[] | { readonly [key: string]: MmdbValue };

interface Node {
  children: [Node | number | null, Node | number | null];
}

/** IPv4 stands in the first 2^32 addresses of the IPv6 tree. */
export function makeMmdb(entries: readonly MmdbEntry[]): Buffer {
  const root: Node = { children: [null, null] };
  for (const [at, { network }] of entries.entries()) insert(root, bitsOf(network), at);
  const nodes: Node[] = [];
  const visit = (node: Node): void => {
    nodes.push(node);
    for (const child of node.children) if (child !== null && typeof child !== "number") visit(child);
  };
  visit(root);
  const data = entries.map(({ record }) => encode(record));
  const offsets = data.map((_, at) => data.slice(0, at).reduce((sum, bytes) => sum + bytes.length, 0));
  const tree = Buffer.concat(
    nodes.flatMap(({ children }) =>
      children.map((child) => {
        if (child === null) return uint(nodes.length, 3);
        if (typeof child === "number") return uint(nodes.length + 16 + (offsets[child] ?? 0), 3);
        return uint(nodes.indexOf(child), 3);
      }),
    ),
  );
  const metadata = Buffer.concat([
    control(7, 9),
    ...pair("node_count", number(6, nodes.length)),
    ...pair("record_size", number(5, 24)),
    ...pair("ip_version", number(5, 6)),
    ...pair("database_type", encode("Test-City")),
    ...pair("languages", encode([])),
    ...pair("binary_format_major_version", number(5, 2)),
    ...pair("binary_format_minor_version", number(5, 0)),
    // 64 bits, or libmaxminddb refuses the file.
    ...pair("build_epoch", number(9, 1)),
    ...pair("description", encode({ en: "made for tests" })),
  ]);
  const marker = Buffer.from("\xab\xcd\xefMaxMind.com", "latin1");
  return Buffer.concat([tree, Buffer.alloc(16), ...data, marker, metadata]);
}

function insert(root: Node, bits: string, at: number): void {
  let node = root;
  for (const bit of bits.slice(0, -1)) {
    const side = bit === "1" ? 1 : 0;
    const next = node.children[side];
    if (typeof next === "number") throw new Error("networks overlap");
    const made: Node = next ?? { children: [null, null] };
    node.children[side] = made;
    node = made;
  }
  node.children[bits.at(-1) === "1" ? 1 : 0] = at;
}

function bitsOf(network: string): string {
  const [address = "", prefix = ""] = network.split("/");
  const wide = address.includes(":");
  const bytes = wide ? expand(address) : [...Array<number>(12).fill(0), ...address.split(".").map(Number)];
  const bits = bytes.map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return bits.slice(0, Number(prefix) + (wide ? 0 : 96));
}

function expand(address: string): readonly number[] {
  const [before = "", after = ""] = address.split("::");
  const groups = (text: string) =>
    text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
  const [head, tail] = [groups(before), groups(after)];
  const all = [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
  return all.flatMap((group) => [group >> 8, group & 255]);
}

function encode(value: MmdbValue): Buffer {
  if (typeof value === "string")
    return Buffer.concat([control(2, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === "number") {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(value);
    return Buffer.concat([control(3, 8), bytes]);
  }
  if (Array.isArray(value)) return Buffer.concat([control(11, value.length), ...value.map(encode)]);
  const members = Object.entries(value);
  return Buffer.concat([
    control(7, members.length),
    ...members.flatMap(([key, member]) => pair(key, encode(member))),
  ]);
}

function pair(key: string, value: Buffer): readonly Buffer[] {
  return [encode(key), value];
}

function number(type: number, value: number): Buffer {
  const size = type === 5 ? 2 : 4;
  return Buffer.concat([control(type, size), uint(value, size)]);
}

/** Types above 7 have a byte of their own. */
function control(type: number, size: number): Buffer {
  return type > 7 ? Buffer.from([size, type - 7]) : Buffer.from([(type << 5) | size]);
}

function uint(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}
