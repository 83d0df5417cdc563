/**
 * A policy's tree in PowerDNS's own words: a LUA record that gathers pools by `continent`, `country` and `region`, lets
 * `ifurlup` choose the first one that lives, and `pickwrandom` one of its members (PowerDNS Authoritative Server, "Lua
 * Records", "Functions available"; GeoIP backend).
 */
import type { Location } from "../../src/steering/geography.ts";
import type { SteeringNode } from "../../src/steering/tree.ts";
import { alwaysUp } from "./checked-endpoints.ts";
import type { Trial } from "./policies.ts";

export interface PowerDnsOptions {
  readonly port: number;
  /** Where endpoints answer their checks. */
  readonly checkPort: number;
  readonly folder: string;
  readonly zone: string;
}

/** The contents of pdns.conf. */
export function configurePowerDns({ port, folder }: PowerDnsOptions): string {
  return `
launch=geoip
geoip-database-files=mmdb:${folder}/places.mmdb
geoip-zones-file=${folder}/zones.yaml
local-address=127.0.0.1
local-port=${port}
socket-dir=${folder}
daemon=no
guardian=no
write-pid=no
# Off by default; then everybody is where the resolver is.
edns-subnet-processing=yes
# One state of Lua for all questions; "yes" makes one for each, which is slow.
enable-lua-records=shared
lua-health-checks-interval=1
cache-ttl=0
query-cache-ttl=0
zone-cache-refresh-interval=0
security-poll-suffix=
`;
}

/** The zones of the GeoIP backend: a name for each trial, and one that has all its checks begun. */
export function writePowerDnsZones(trials: readonly Trial[], { zone, checkPort }: PowerDnsOptions): string {
  const url = `http://www.${zone}:${checkPort}/health`;
  const records = trials.flatMap((trial) => [
    [`${trial.label}.${zone}`, [{ lua: `A "${writeRecord(trial, url)}"` }]],
    [`begin-${trial.label}.${zone}`, [{ lua: `A "${beginChecks(trial, url)}"` }]],
  ]);
  const top = [{ soa: `ns1.${zone} hostmaster.${zone} 1 7200 1800 259200 900` }, { ns: `ns1.${zone}` }];
  const domain = {
    domain: zone,
    ttl: 30,
    records: Object.fromEntries([[zone, top], ...records]),
    services: {},
  };
  // JSON is YAML.
  return JSON.stringify({ domains: [domain] });
}

/** Checks begin when they are asked about, and know each other by address, URL and options. */
const options = "{selector='all',backupSelector='all',timeout='10'}";

function beginChecks({ addresses }: Trial, url: string): string {
  const all = [...addresses.values(), alwaysUp].map((address) => `'${address}'`);
  return `ifurlup('${url}',{{${all.join(",")}}},${options})`;
}

/**
 * `ifurlup` returns the living members of the first pool that has any. Behind all pools stands one that always lives:
 * when it comes, nothing else does, and the first pool answers as if it were well, or the first of those that the
 * client may not leave.
 */
function writeRecord(trial: Trial, url: string): string {
  return [
    ";local pools={} local held=nil",
    "local function add(pool) if not held then pools[#pools+1]=pool end end",
    ...gather(trial, trial.tree),
    "if #pools==0 then return {} end",
    "local sets={}",
    "for i,pool in ipairs(pools) do sets[i]={} for j,member in ipairs(pool) do sets[i][j]=member[2] end end",
    `sets[#sets+1]={'${alwaysUp}'}`,
    `local chosen=ifurlup('${url}',sets,${options})`,
    `if chosen[1]=='${alwaysUp}' then return pickwrandom(pools[held or 1]) end`,
    "local alive={} for _,address in ipairs(chosen) do alive[address]=true end",
    "for i,pool in ipairs(pools) do",
    "local drawn={} for _,member in ipairs(pool) do if alive[member[2]] then drawn[#drawn+1]=member end end",
    "if #drawn>0 then return pickwrandom(drawn) end end",
  ].join(" ");
}

/** Statements that add the pools of a node, the first choice first. */
function gather(trial: Trial, node: SteeringNode): readonly string[] {
  switch (node.kind) {
    case "endpoint":
      return [`add({{1,'${trial.addresses.get(node.endpoint.name)}'}})`];
    case "weighted": {
      const members = node.members.flatMap(({ weight, to }) => {
        if (to.kind !== "endpoint") throw new Error("pools hold addresses alone");
        return weight === 0 ? [] : [`{${weight},'${trial.addresses.get(to.endpoint.name)}'}`];
      });
      return [`add({${members.join(",")}})`];
    }
    case "failover":
      return node.members.flatMap((member) => gather(trial, member));
    case "geolocation":
      return [...specificity].flatMap((kind) =>
        node.branches.flatMap((branch) => {
          const places = branch.from.filter((place) => place.kind === kind).map(describePlace);
          if (places.length === 0) return [];
          const hold = branch.whenDown === "stay" ? ["held=held or start"] : [];
          return [
            `if ${places.join(" or ")} then local start=#pools+1`,
            ...gather(trial, branch.to),
            ...hold,
            "end",
          ];
        }),
      );
    default:
      throw new Error(`no LUA record was written for ${node.kind}`);
  }
}

const specificity = ["subdivision", "country", "continent", "anywhere"] as const;

function describePlace(place: Location): string {
  switch (place.kind) {
    case "subdivision":
      return `(country('${place.country}') and region('${place.subdivision}'))`;
    case "country":
      return `country('${place.country}')`;
    case "continent":
      return `continent('${place.continent}')`;
    case "anywhere":
      return "true";
  }
}
