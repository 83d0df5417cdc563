import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { maskAddress, subnetOf } from "../dns/client-subnet.ts";
import { answerQuestion } from "../dns/lookup.ts";
import { type Subnet, usualLengths } from "../places/place.ts";
import { ApiError, invalidInput, noSuchHostedZone } from "./api-error.ts";
import { bareId, type Call, type Outcome, ok } from "./call.ts";
import { isWithin, normalizeName } from "./names.ts";
import { recordTypes } from "./record-set.ts";
import { leaf, node } from "./xml.ts";
import { nameServers } from "./zones.ts";

/** Answers as the zone's name servers would, for a resolver and a client that the request makes up. */
export function testDnsAnswer(call: Call): Outcome {
  const id = bareId(call.query("hostedzoneid") ?? "");
  const zone = call.state.zones.get(id);
  if (zone === undefined) throw noSuchHostedZone(id);
  if (zone.vpc !== null) throw invalidInput("TestDNSAnswer works for public hosted zones only");
  const name = normalizeName(call.query("recordname") ?? "");
  if (!name.ok) throw new ApiError("InvalidInput", 400, name.problem);
  if (!isWithin(name.name, zone.name)) throw invalidInput(`${name.name} is not in the zone ${zone.name}`);
  const written = call.query("recordtype");
  const type = recordTypes.find((known) => known === written);
  if (type === undefined) throw invalidInput(`The type '${written}' is not a record type`);

  const subnet = readSubnet(call);
  const client = { subnet, located: call.world.find(subnet) };
  // Only this zone: another one can have the same name.
  const state = { ...call.state, zones: new Map([[zone.id, zone]]) };
  const reply = answerQuestion(state, { name: name.name, type }, client, call.world);
  return ok("TestDNSAnswerResponse", [
    leaf("Nameserver", (nameServers[0] ?? "").replace(/\.$/, "")),
    leaf("RecordName", name.name),
    leaf("RecordType", type),
    node(
      "RecordData",
      reply.answers.flatMap(({ values }) => values).map((value) => leaf("RecordDataEntry", value)),
    ),
    leaf("ResponseCode", reply.code),
    leaf("Protocol", "UDP"),
  ]);
}

/** The client subnet, else the resolver; without either nobody knows where the client is. */
function readSubnet(call: Call): Subnet {
  const resolver = call.query("resolverip");
  const client = call.query("edns0clientsubnetip");
  const mask = call.query("edns0clientsubnetmask");
  if (client === null && mask !== null) {
    throw invalidInput("EDNS0ClientSubnetMask can't be used without EDNS0ClientSubnetIP");
  }
  for (const address of [resolver, client]) {
    if (address !== null && isIP(address) === 0) throw invalidInput(`'${address}' is not an IP address`);
  }
  if (client === null) return subnetOf(resolver ?? "127.0.0.1");
  const whole = subnetOf(client);
  const length = mask === null ? usualLengths[whole.family] : Number(mask);
  if (mask !== null && (!/^[0-9]{1,3}$/.test(mask) || length > whole.length)) {
    throw invalidInput(`'${mask}' is not a prefix length of ${client}`);
  }
  const address = maskAddress(whole.family, Buffer.from(ipaddr.parse(whole.address).toByteArray()), length);
  return { family: whole.family, address, length };
}
