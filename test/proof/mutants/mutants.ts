/**
 * Ways to break the compiler: what is replaced by what, by file. Each changes what some client is answered; what
 * changes nothing that a client sees, such as a second copy of a record set's value, is no mutant.
 */

/** What is broken by it, the text that stands just once in the file, and what stands there instead. */
export type Mutant = readonly [name: string, find: string, replace: string];

const route53 = "src/provider/route53";
const steering = "src/steering";

export const mutants: Readonly<Record<string, readonly Mutant[]>> = {
  [`${route53}/emit.ts`]: [
    [
      "primary and secondary swapped",
      `member("PRIMARY", primary), ...(secondary === null ? [] : [member("SECONDARY", secondary)])`,
      `member("SECONDARY", primary), ...(secondary === null ? [] : [member("PRIMARY", secondary)])`,
    ],
    ["no alias evaluates its target", "EvaluateTargetHealth: target.evaluate", "EvaluateTargetHealth: false"],
    [
      "every alias evaluates, staying ones too",
      "EvaluateTargetHealth: target.evaluate",
      "EvaluateTargetHealth: true",
    ],
    [
      "an alias to a helper of another name",
      "DNSName: nameOfGroup(target.group, context.owner)",
      'DNSName: "_signpost-stale." + context.owner',
    ],
    ["an alias into another zone", "HostedZoneId: thisZone", 'HostedZoneId: "Z0"'],
    ["every weight is off by one", "Weight: weight,", "Weight: weight + 1,"],
    [
      "members take their neighbour's weight",
      "weights[position] ?? 0",
      "weights[(position + 1) % weights.length] ?? 0",
    ],
    ["a drained member is emitted", "if (weight === 0) return [];", ""],
    ["nothing has its check", "const check = target.watched ?", 'const check = context.owner === "" ?'],
    [
      "what clients stay at has its check",
      "const check = target.watched ?",
      'const check = context.owner !== "" ?',
    ],
    [
      "AAAA has no check",
      "context.checkOf(target.endpoint, context.type)",
      'context.type === "AAAA" ? null : context.checkOf(target.endpoint, context.type)',
    ],
    ["A and AAAA have one value", "addressOf(endpoint, context.type)", 'addressOf(endpoint, "A")'],
    ["no flag of multivalue", "MultiValueAnswer: true,", ""],
    [
      "multivalue members have no check",
      `...aimAt({ kind: "endpoint", endpoint, watched: true }, context)`,
      `...aimAt({ kind: "endpoint", endpoint, watched: false }, context)`,
    ],
    [
      "the first place is lost",
      `case "geolocation":\n      return routing.members.map(`,
      `case "geolocation":\n      return routing.members.slice(1).map(`,
    ],
    [
      "the default place is missing",
      `case "geolocation":\n      return routing.members.map(`,
      `case "geolocation":\n      return routing.members.filter(({ location }) => location.kind !== "anywhere").map(`,
    ],
    [
      "the last region is lost",
      `case "ranked":\n      return routing.members.map(`,
      `case "ranked":\n      return routing.members.slice(0, -1).map(`,
    ],
    [
      "the last network is lost",
      `case "subnet":\n      return routing.members.map(`,
      `case "subnet":\n      return routing.members.slice(0, -1).map(`,
    ],
    ["networks stand at the default", "LocationName: location }", "LocationName: defaultLocation }"],
  ],
  [`${route53}/layout.ts`]: [
    ["what may not be left is evaluated", "{ ...target, evaluate: false }", "{ ...target, evaluate: true }"],
    [
      "an endpoint that may not be left is watched",
      "{ ...target, watched: false }",
      "{ ...target, watched: true }",
    ],
    ["a staying branch lets go", `branch.whenDown === "stay" ? hold(to) : to`, "to"],
    ["every branch stays", `branch.whenDown === "stay" ? hold(to) : to`, "hold(to)"],
    [
      "checks are left out when one member has none",
      "const unchecked = endpoints.every(",
      "const unchecked = endpoints.some(",
    ],
    [
      "a secondary that is always healthy",
      "null : aimFailover(secondary)",
      "null : hold(aimFailover(secondary))",
    ],
    [
      "a failover leads to its first member alone",
      "null : aimFailover(secondary)",
      "null : aimFailover(primary)",
    ],
    [
      "a weighted member is never turned away from",
      "target: aim(member.to),",
      "target: hold(aim(member.to)),",
    ],
    [
      "a region is never turned away from",
      "({ place, target: aim(to), origin })",
      "({ place, target: hold(aim(to)), origin })",
    ],
    ["everybody else is in no subnet", "return [{ network: null, target, origin }];", "return [];"],
    ["a subnet's branch can be turned away from", "const target = hold(aim(to));", "const target = aim(to);"],
    [
      "a network that another record names inside is lost",
      "coverNetworks(own, networks)",
      "coverNetworks(own, own)",
    ],
    ["each subnet's branch takes all networks", "from.flatMap((one) => blocks.get(one) ?? [])", "networks"],
  ],
  [`${route53}/members.ts`]: [
    ["only two members of a failover remain", "if (more.length === 0) return", "return"],
    ["the last of a long failover is lost", "node.members.slice(1)", "node.members.slice(1, 3)"],
    ["the rest of a long failover is reversed", "node.members.slice(1)", "node.members.slice(1).reverse()"],
  ],
  [`${route53}/slug.ts`]: [
    ["groups of one name are not told apart", "keeps(slug) ? slug :", "true ? slug :"],
  ],
  [`${route53}/names.ts`]: [["a long name is cut and not hashed", "shortHash(slug, 8)", "slug.slice(0, 0)"]],
  [`${route53}/weight.ts`]: [
    [
      "weights that fit are all alike",
      "return { weights: written, skew: 0",
      "return { weights: written.map(() => 1), skew: 0",
    ],
    ["the common divisor is taken off", "weight / common)", "weight - common)"],
    [
      "what rounding moves is kept quiet",
      "return { weights, skew, diagnostics };",
      "return { weights, skew: 0, diagnostics };",
    ],
  ],
  [`${route53}/location.ts`]: [
    ["another continent", "return { ContinentCode: location.continent };", `return { ContinentCode: "OC" };`],
    ["a state is its whole country", ", SubdivisionCode: location.subdivision", ""],
    ["everybody else is in no place", `return { CountryCode: "*" };`, "return {};"],
  ],
  [`${route53}/ranked.ts`]: [
    [
      "two regions swapped",
      "return { Region: place.region };",
      `return { Region: ({ "eu-west-1": "us-east-1", "us-east-1": "eu-west-1" } as Record<string, string>)[place.region] ?? place.region };`,
    ],
    ["no bias", "{ ...at, Bias: place.bias }", "at"],
    [
      "latitude for longitude",
      "Longitude: spellDegrees(place.at.longitude)",
      "Longitude: spellDegrees(place.at.latitude)",
    ],
  ],
  [`${route53}/cidr.ts`]: [
    [
      "a network is missing in the collection",
      "const locations = networks.map(",
      "const locations = networks.slice(1).map(",
    ],
    ["a location holds another block", "CidrList: [network.text]", `CidrList: ["192.0.2.0/24"]`],
    [
      "a network is taken for the widest around it",
      "const within = longestMatch(wider, base);",
      "const within = wider[0] ?? null;",
    ],
  ],
  [`${route53}/check-refs.ts`]: [
    [
      "one check for everything",
      "wanted.get(canonicalJson(configureHealthCheck(endpoint.check, address)))",
      "[...wanted.values()][0]",
    ],
  ],
  [`${route53}/compile.ts`]: [
    ["AAAA has the check of A", "refOf(wanted, endpoint, type)", 'refOf(wanted, endpoint, "A")'],
    [
      "the last helper group is not emitted",
      "groups.flatMap((group) =>",
      "groups.slice(0, Math.max(1, groups.length - 1)).flatMap((group) =>",
    ],
  ],
  [`${steering}/normalize.ts`]: [
    [
      "geolocation is not moved outwards",
      "dependsOnClient(node) ? null : seenBy(node, nobody)",
      "seenBy(node, nobody)",
    ],
    ["no fall-through between places", "if (rest.length === 0) return first;", "return first;"],
    [
      "nobody stays in a nested place",
      `branch.whenDown === "stay" ? { kind`,
      `branch.whenDown === undefined ? { kind`,
    ],
    [
      "trees of one place fall through to another's",
      `whenDown: "stay", origin: to.origin`,
      `whenDown: "fallThrough", origin: to.origin`,
    ],
    [
      "a place goes to the place around it",
      "if (outer !== undefined && structureOf(outer) === structureOf(to))",
      "if (outer !== undefined)",
    ],
    [
      "of places that lead to one tree only one is kept",
      "known === undefined ? branch.from : [...known.from, ...branch.from]",
      "branch.from",
    ],
  ],
  [`${steering}/simplify.ts`]: [
    ["a failover ends after its first member", "if (isAlwaysHealthy(member)) break;", "break;"],
    ["equal members keep one weight", "one.weight + other.weight", "one.weight"],
    ["staying is forgotten", "return isAlwaysHealthy(to) ? to : { ...node, to };", "return to;"],
    [
      "a subnet for everybody can be left",
      `: { kind: "stay", to, origin: node.origin, part: node.part }`,
      ": to",
    ],
    [
      "the second region is taken out",
      "const members = node.members.map((member) => ({ ...member, to: simplify(member.to) }));",
      "const members = node.members.slice(0, 1).map((member) => ({ ...member, to: simplify(member.to) }));",
    ],
  ],
  [`${steering}/walk.ts`]: [
    ["groups that differ in their weights are one", "member.weight}:", "0}:"],
    [
      "groups that differ in their order are one",
      `\`failover(\${node.members.map(structureOf).join(",")})\``,
      `\`failover(\${node.members.map(structureOf).sort().join(",")})\``,
    ],
    ["what is watched counts as always healthy", "return node.endpoint.check === null;", "return true;"],
  ],
};
