/** Mistakes of the mind: the right syntax, and something else in it. */
import type { Random } from "./random.ts";

type Data = null | boolean | number | string | Data[] | Map<string, Data>;

/** A value in a tree, and a way to put another in its place; undefined takes it away. */
interface Spot {
  readonly value: Data;
  readonly put: (value: Data | undefined) => void;
  readonly rename: ((key: string) => void) | null;
  /** What stands beside it. */
  readonly siblings: readonly string[];
}

const values: readonly [Data, ...Data[]] = [
  null,
  true,
  false,
  0,
  -1,
  1,
  255,
  256,
  1e308,
  2 ** 53,
  -0.5,
  0.1,
  "",
  " ",
  "0",
  "30s",
  "0s",
  "999999999h",
  "a",
  "@",
  "*",
  "*.*",
  "example.com",
  "www.example.com.",
  "xn--80ak6aa92e.com",
  "e\u0445ample.com",
  "\u202egnirts",
  "\u001b[31mred",
  "a\nb",
  "😀",
  "\ud800",
  "::1",
  "0.0.0.0",
  "255.255.255.255",
  "10.0.0.0/8",
  "::/0",
  "anywhere",
  "none",
  "stay",
  "DE",
  "EU27",
  "US-CA",
  "eu-west-1",
  "__proto__",
  "constructor",
  "a".repeat(64),
  "a".repeat(300),
  [],
  new Map(),
];

const keys: readonly [string, ...string[]] = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "",
  " ",
  "@",
  "*",
  "0",
  "a/b",
  "a~b",
  "weighted",
  "failover",
  "multivalue",
  "geolocation",
  "latency",
  "geoproximity",
  "subnet",
  "endpoint",
  "use",
  "to",
  "from",
  "ttl",
  "ipv4",
  "ipv6",
  "alias",
  "hostname",
  "drained",
  "include",
  "records",
  "endpoints",
  "\u0435u-a",
  "EU_A",
  "xn--",
  "a".repeat(64),
];

/** A few changes to the data; parts of other samples may come in. Never changes what it is given. */
export function mutateStructure(value: unknown, others: readonly unknown[], random: Random): unknown {
  let root = toData(value);
  for (let left = random.oneIn(2) ? 1 : 1 + random.below(4); left > 0; left -= 1) {
    const spots = findSpots(root, (put) => {
      root = put;
    });
    const spot = spots[random.below(spots.length)];
    if (spot !== undefined) mutateSpot(spot, spots, others, random);
  }
  return fromData(root);
}

function mutateSpot(spot: Spot, spots: readonly Spot[], others: readonly unknown[], random: Random): void {
  const elsewhere = spots[random.below(spots.length)] ?? spot;
  switch (random.below(9)) {
    case 0:
      spot.put(undefined);
      return;
    case 1:
      spot.put(random.pick(values));
      return;
    case 2:
      // The same name as its neighbour, another known one, or a hostile one.
      spot.rename?.(
        random.oneIn(2) ? random.pick(keys) : (spot.siblings[random.below(spot.siblings.length)] ?? ""),
      );
      return;
    case 3:
      spot.put(copy(elsewhere.value));
      return;
    case 4: {
      const { value } = elsewhere;
      elsewhere.put(copy(spot.value));
      spot.put(copy(value));
      return;
    }
    case 5: {
      const other = toData(others[random.below(others.length)]);
      const found = findSpots(other, () => undefined);
      spot.put(copy(found[random.below(found.length)]?.value ?? null));
      return;
    }
    case 6:
      spot.put(random.oneIn(2) ? [copy(spot.value)] : new Map([[random.pick(keys), copy(spot.value)]]));
      return;
    case 7:
      spot.put(grow(spot.value, random));
      return;
    default:
      spot.put(tweak(spot.value, random));
  }
}

/** Lists and mappings get more of what they have. */
function grow(value: Data, random: Random): Data {
  if (Array.isArray(value)) {
    const item = value[random.below(value.length)] ?? null;
    return [...value, ...Array.from({ length: 1 + random.below(20) }, () => copy(item))];
  }
  if (!(value instanceof Map)) return value;
  const [entry] = value;
  const added = Array.from({ length: 1 + random.below(20) }, (_, number): [string, Data] => [
    `${entry?.[0] ?? "a"}${number}`,
    copy(entry?.[1] ?? null),
  ]);
  return new Map([...value, ...added]);
}

function tweak(value: Data, random: Random): Data {
  if (typeof value === "number") return value + random.pick([1, -1, 0.5, 1000, -1000, 1e15]);
  if (typeof value === "boolean") return !value;
  if (typeof value !== "string") return value === null ? "null" : copy(value);
  const at = random.below(value.length + 1);
  const letter = String.fromCharCode(random.pick([32, 45, 46, 47, 48, 57, 65, 90, 97, 122, 95, 0x430, 0x7f]));
  return random.oneIn(2)
    ? value.slice(0, at) + letter + value.slice(at + 1)
    : value.slice(0, at) + value.slice(at + 1);
}

function findSpots(root: Data, replaceRoot: (value: Data) => void): readonly Spot[] {
  const spots: Spot[] = [];
  const visit = (value: Data, place: Omit<Spot, "value">) => {
    spots.push({ value, ...place });
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        const put = (next: Data | undefined) => {
          if (next === undefined) value.splice(index, 1);
          else value[index] = next;
        };
        visit(item, { put, rename: null, siblings: [] });
      }
    } else if (value instanceof Map) {
      const siblings = [...value.keys()];
      for (const [key, item] of value) {
        const put = (next: Data | undefined) => {
          if (next === undefined) value.delete(key);
          else value.set(key, next);
        };
        const rename = (name: string) => {
          const entries = [...value].map(([old, inner]): [string, Data] => [old === key ? name : old, inner]);
          value.clear();
          for (const [old, inner] of entries) value.set(old, inner);
        };
        visit(item, { put, rename, siblings });
      }
    }
  };
  visit(root, { put: (value) => replaceRoot(value ?? null), rename: null, siblings: [] });
  return spots;
}

/** Maps keep `__proto__` a key like any other. */
function toData(value: unknown): Data {
  if (Array.isArray(value)) return value.map(toData);
  if (value instanceof Map) return new Map(value);
  if (typeof value === "object" && value !== null) {
    return new Map(Object.entries(value).map(([key, inner]): [string, Data] => [key, toData(inner)]));
  }
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

function copy(value: Data): Data {
  if (Array.isArray(value)) return value.map(copy);
  if (value instanceof Map)
    return new Map([...value].map(([key, inner]): [string, Data] => [key, copy(inner)]));
  return value;
}

function fromData(value: Data): unknown {
  if (Array.isArray(value)) return value.map(fromData);
  if (!(value instanceof Map)) return value;
  const plain: Record<string, unknown> = Object.create(null);
  for (const [key, inner] of value) plain[key] = fromData(inner);
  return plain;
}
