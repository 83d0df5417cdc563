/**
 * `npm run bench`: what it costs to compile large policies for Route 53 and to prove it. CPU time of this process, so
 * that other programs on the machine count for little; the first policy runs twice, to be compiled by then.
 */
import { loadPolicy } from "../src/policy/load.ts";
import { proveCompile } from "../src/provider/prove.ts";
import { route53 } from "../src/provider/route53/route53.ts";
import { countriesOf } from "../src/steering/geography.ts";
import { steerPolicy } from "../src/steering/steer.ts";

interface Candidate {
  readonly name: string;
  readonly document: object;
  /** The most that a proof may cost, in milliseconds of CPU. */
  readonly budget: number;
}

const countries = [...countriesOf("EU"), ...countriesOf("AF")].slice(0, 98);
const candidates: readonly Candidate[] = [
  { name: "1,000 records of 3 pools", document: manyRecords(1000), budget: 1200 },
  { name: "98 countries × 2 endpoints", document: manyCountries(), budget: 2000 },
  { name: "1,000 endpoints in a record", document: manyEndpoints(), budget: 10_000 },
  { name: "98 countries × 12 endpoints", document: manyStates(), budget: 10_000 },
];

const [first] = candidates;
if (first !== undefined) measure(first);
console.log(`CPU time, user and system, Node ${process.versions.node}`);
// `map` first: all of them are told, whichever fails.
process.exitCode = candidates.map(report).every(Boolean) ? 0 : 1;

function report(candidate: Candidate): boolean {
  const { compiling, proving, classes, states } = measure(candidate);
  const asked = `${classes} classes × ${states.toLocaleString("en")} states`;
  console.log(
    `${candidate.name.padEnd(28)} compile ${show(compiling)}   proof ${show(proving)} of at most ${show(candidate.budget)}   ${asked}`,
  );
  return proving <= candidate.budget;
}

function measure({ name, document }: Candidate) {
  const { policy, diagnostics } = loadPolicy({ path: "policy.json", text: JSON.stringify(document) });
  if (policy === null) throw new Error(`${name}: ${JSON.stringify(diagnostics[0])}`);
  const { records } = steerPolicy(policy);
  const [compiling, compiled] = time(() => route53.compile(policy, records));
  const [proving, proof] = time(() => proveCompile(route53, records, compiled));
  if (proof.records === 0 || proof.diagnostics.length > 0) throw new Error(`${name} isn't proved`);
  return { compiling, proving, classes: proof.classes, states: proof.states };
}

function time<T>(run: () => T): readonly [number, T] {
  const start = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(start);
  return [(user + system) / 1000, result];
}

function show(milliseconds: number): string {
  return `${milliseconds.toFixed(0).padStart(6)} ms`;
}

function policyOf(endpoints: readonly string[], records: object): object {
  return {
    version: 1,
    name: "bench",
    zone: "example.com",
    providers: { route53: {} },
    healthChecks: { up: { type: "http", path: "/up", interval: "10s" } },
    endpoints: Object.fromEntries(
      endpoints.map((name, at) => [name, { ipv4: `192.0.${at >> 8}.${at & 255}`, healthCheck: "up" }]),
    ),
    records,
  };
}

/** Three pools of two weighted values, three rules by place, and a chain of fallbacks, in each record. */
function manyRecords(count: number): object {
  const numbers = Array.from({ length: count }, (_, record) => record);
  const pools = ["eu-1", "eu-2", "ap-1", "ap-2", "na-1", "na-2"];
  const records = numbers.map((record) => {
    const pool = (name: string) => ({
      weighted: { [`r${record}-${name}-1`]: 90, [`r${record}-${name}-2`]: 10 },
    });
    const geolocation = [
      { from: { continents: ["EU"] }, to: { failover: [pool("eu"), pool("ap"), pool("na")] } },
      { from: { continents: ["AS"] }, to: { failover: [pool("ap"), pool("na")] } },
      { from: "anywhere", to: pool("na") },
    ];
    return [`r${record}`, { ttl: 60, to: { geolocation } }];
  });
  return policyOf(
    numbers.flatMap((record) => pools.map((name) => `r${record}-${name}`)),
    Object.fromEntries(records),
  );
}

function manyCountries(): object {
  const branches = countries.map((country, at) => ({
    from: { countries: [country] },
    to: { failover: [`e${2 * at}`, `e${2 * at + 1}`] },
  }));
  const geolocation = [...branches, { from: "anywhere", to: "e0" }];
  return policyOf(named(2 * countries.length), { www: { ttl: 60, to: { geolocation } } });
}

function manyEndpoints(): object {
  const names = named(1000);
  const pools = Array.from({ length: 10 }, (_, pool) => ({
    weighted: Object.fromEntries(
      names.slice(100 * pool, 100 * pool + 100).map((name, at) => [name, 1 + (at % 5)]),
    ),
  }));
  return policyOf(names, { www: { ttl: 60, to: { failover: pools } } });
}

/** Each country draws from the same twelve endpoints by weights of its own: nothing is alike, and all states count. */
function manyStates(): object {
  const branches = countries.map((country, at) => ({
    from: { countries: [country] },
    to: {
      weighted: Object.fromEntries(named(12).map((name, weight) => [name, weight === 0 ? 1 + at : weight])),
    },
  }));
  const geolocation = [...branches, { from: "anywhere", to: "e0" }];
  return policyOf(named(12), { www: { ttl: 60, to: { geolocation } } });
}

function named(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `e${at}`);
}
