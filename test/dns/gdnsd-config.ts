/**
 * A policy's tree in gdnsd's own words: geoip for geolocation, metafo for failover, weighted for pools, as the manuals
 * of these plugins describe them (gdnsd-plugin-geoip(8), -metafo(8), -weighted(8)).
 */
import { continentOf, type Location } from "../../src/steering/geography.ts";
import type { Branch, GeolocationNode, SteeringNode } from "../../src/steering/tree.ts";
import type { Trial } from "./policies.ts";

export interface GdnsdOptions {
  readonly port: number;
  /** Where endpoints answer their checks. */
  readonly checkPort: number;
  readonly folder: string;
  readonly zone: string;
}

/** The daemon's main configuration file. */
export function configureGdnsd(trials: readonly Trial[], options: GdnsdOptions): string {
  const written: Plugins = { weighted: [], metafo: [], maps: [], geoip: [] };
  for (const trial of trials) {
    const top = reference(written, trial, trial.tree, `${trial.label}-top`, "http");
    // A name can't lead to any plugin's resource alike, so each is a failover of one.
    written.metafo.push(`${trial.label} => { datacenters => [ top ], dcmap => { top => ${top} } }`);
  }
  const { port, checkPort, folder, zone } = options;
  return `
options => {
  listen => 127.0.0.1:${port}
  run_dir => ${folder}/run
  state_dir => ${folder}/state
  udp_threads => 1
  tcp_threads => 1
  min_ttl => 0
}
service_types => {
  http => { plugin => http_status, port => ${checkPort}, url_path => /health, vhost => www.${zone}
            up_thresh => 1, ok_thresh => 1, down_thresh => 1, interval => 60, timeout => 10 }
}
plugins => {
  weighted => { ${written.weighted.join("\n")} }
  metafo => { resources => { ${written.metafo.join("\n")} } }
  ${
    written.maps.length === 0
      ? ""
      : `geoip => { maps => { ${written.maps.join("\n")} }, resources => { ${written.geoip.join("\n")} } }`
  }
}
`;
}

/** The zone's file. A TTL of 30 alone would mean 15 to 30. */
export function writeGdnsdZone(trials: readonly Trial[]): string {
  const names = trials.map(({ label }) => `${label} 30/30 DYNA metafo!${label}`);
  return [
    "@ SOA ns1 hostmaster ( 1 7200 1800 259200 900 )",
    "@ NS ns1",
    "ns1 A 127.0.0.1",
    ...names,
    "",
  ].join("\n");
}

interface Plugins {
  readonly weighted: string[];
  readonly metafo: string[];
  readonly maps: string[];
  readonly geoip: string[];
}

/** `up`: gdnsd's own service type of what is never down. */
type Service = "http" | "up";

/** Writes a node as a resource of this name, and says how others refer to it. */
function reference(
  written: Plugins,
  trial: Trial,
  node: SteeringNode,
  name: string,
  service: Service,
): string {
  switch (node.kind) {
    case "endpoint":
      written.weighted.push(writePool(trial, [[node.endpoint.name, 1]], name, service));
      return `%weighted!${name}`;
    case "weighted": {
      // A weight of 0 is refused by gdnsd: what is drained is left out.
      const members = node.members.flatMap(({ weight, to }): readonly (readonly [string, number])[] =>
        weight === 0 ? [] : [[endpointNameOf(to), weight]],
      );
      written.weighted.push(writePool(trial, members, name, service));
      return `%weighted!${name}`;
    }
    case "failover": {
      const members = node.members.map(
        (member, at) => `m${at} => ${reference(written, trial, member, `${name}-m${at}`, service)}`,
      );
      const list = node.members.map((_member, at) => `m${at}`).join(", ");
      written.metafo.push(`${name} => { datacenters => [ ${list} ], dcmap => { ${members.join(", ")} } }`);
      return `%metafo!${name}`;
    }
    case "geolocation": {
      const datacenters = node.branches.flatMap((branch, at) => {
        const own = `b${at} => ${reference(written, trial, branch.to, `${name}-b${at}`, service)}`;
        // Whoever may not leave finds the same behind it once more, never down.
        if (branch.whenDown !== "stay") return [own];
        return [own, `b${at}-held => ${reference(written, trial, branch.to, `${name}-b${at}-held`, "up")}`];
      });
      const all = datacenters.map((text) => text.split(" ")[0]).join(", ");
      written.maps.push(
        `${name} => { geoip2_db => places.mmdb, datacenters => [ ${all} ], map => ${writeMap(node)} }`,
      );
      written.geoip.push(`${name} => { map => ${name}, dcmap => { ${datacenters.join(", ")} } }`);
      return `%geoip!${name}`;
    }
    default:
      throw new Error(`gdnsd has nothing like ${node.kind}`);
  }
}

function endpointNameOf(node: SteeringNode): string {
  if (node.kind === "endpoint") return node.endpoint.name;
  throw new Error("gdnsd's pools hold addresses alone");
}

/** By default a pool fails with half of its weight: here, with its last member. */
function writePool(
  trial: Trial,
  members: readonly (readonly [string, number])[],
  name: string,
  service: Service,
): string {
  const entries = members.map(
    ([endpoint, weight]) => `${endpoint} => [ ${trial.addresses.get(endpoint)}, ${weight} ]`,
  );
  return `${name} => { service_types => ${service}, up_thresh => 0.000001, ${entries.join(", ")} }`;
}

/** Places nest: continent, country, subdivision. What is around a place stands behind it in its list. */
function writeMap(node: GeolocationNode<SteeringNode>): string {
  const at = (match: (place: Location) => boolean) => node.branches.findIndex(({ from }) => from.some(match));
  const everybody = [at(({ kind }) => kind === "anywhere")];
  const named = node.branches.flatMap(({ from }) => from);
  const countries = new Set(named.flatMap((place) => ("country" in place ? [place.country] : [])));
  const continents = new Set([
    ...named.flatMap((place) => (place.kind === "continent" ? [place.continent] : [])),
    ...[...countries].flatMap((country) => continentOf(country) ?? []),
  ]);
  const list = (branches: readonly number[]) => `[ ${listOf(node.branches, branches).join(", ")} ]`;
  const ofContinents = [...continents].map((continent) => {
    const there = [at((place) => place.kind === "continent" && place.continent === continent), ...everybody];
    const ofCountries = [...countries]
      .filter((country) => continentOf(country) === continent)
      .map((country) => {
        const inside = [at((place) => place.kind === "country" && place.country === country), ...there];
        const ofStates = named.flatMap((place) => {
          if (place.kind !== "subdivision" || place.country !== country) return [];
          const own = at((other) => other === place);
          return [`${place.subdivision} => ${list([own, ...inside])}`];
        });
        return `${country} => { default => ${list(inside)}, ${ofStates.join(", ")} }`;
      });
    return `${continent} => { default => ${list(there)}, ${ofCountries.join(", ")} }`;
  });
  return `{ default => ${list(everybody)}, ${ofContinents.join(", ")} }`;
}

/** A list of datacenters; -1 stands for no branch. Behind one that may not be left nothing follows. */
function listOf(branches: readonly Branch<SteeringNode>[], candidates: readonly number[]): readonly string[] {
  const names: string[] = [];
  for (const at of candidates) {
    const branch = branches[at];
    if (branch === undefined || names.includes(`b${at}`)) continue;
    names.push(`b${at}`);
    if (branch.whenDown === "stay") return [...names, `b${at}-held`];
  }
  return names;
}
