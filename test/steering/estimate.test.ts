import { describe, expect, test } from "vitest";
import { answer } from "../../src/steering/answer.ts";
import { distinctionsIn } from "../../src/steering/clients.ts";
import { classesToShow, withEstimatedRank } from "../../src/steering/estimate.ts";
import { clientAt } from "../../src/steering/geography.ts";
import { enumerateRanks } from "../../src/steering/ranking.ts";
import { growTree } from "../property/grow.ts";
import { documentOf } from "../provider/route53/fixtures.ts";

function latencyTree(wrap: (latency: object) => unknown = (latency) => latency) {
  const latency = {
    latency: [
      { region: "eu-west-1", to: "eu" },
      { region: "us-east-1", to: "us" },
      { region: "ap-southeast-2", to: "ap" },
    ],
  };
  return growTree(documentOf(["eu", "us", "ap"], { www: { ttl: 30, to: wrap(latency) } }));
}

const whoGets = (client: Parameters<typeof answer>[1]) =>
  answer(latencyTree(), client, () => false).map(({ endpoints }) => endpoints.join());

describe("an estimate", () => {
  test.each([
    [{ kind: "country", country: "DE" }, "eu"],
    [{ kind: "country", country: "CA" }, "us"],
    [{ kind: "country", country: "NZ" }, "ap"],
    [{ kind: "continent", continent: "AF" }, "eu"],
    [{ kind: "subdivision", country: "US", subdivision: "CA" }, "us"],
  ] as const)("of %j is %s", (location, endpoint) => {
    expect(whoGets(withEstimatedRank(clientAt(location)))).toEqual([endpoint]);
  });

  test("is none of a client of whom nothing is known, and none where the ranking is given", () => {
    const nobody = clientAt({ kind: "anywhere" });
    expect(withEstimatedRank(nobody)).toBe(nobody);
    const [rank] = enumerateRanks([{ kind: "latency", region: "us-east-1" }]);
    if (rank === undefined) throw new Error("no rank");
    const ranked = { ...clientAt({ kind: "country", country: "DE" }), rank };
    expect(withEstimatedRank(ranked)).toBe(ranked);
    expect(whoGets(ranked)).toEqual(["us"]);
  });
});

describe("the classes of a table", () => {
  test("are the continents where places are ranked, and the table says that it estimates", () => {
    const { classes, estimated } = classesToShow(distinctionsIn(latencyTree()));
    expect(estimated).toBe(true);
    expect(classes.map(({ name }) => name).sort()).toEqual([
      "Africa",
      "Asia",
      "Europe",
      "North America",
      "Oceania",
      "South America",
    ]);
    expect(classes.every(({ client }) => client.rank !== undefined)).toBe(true);
  });

  test("are those that the tree names, the most specific first, where nothing is ranked", () => {
    const tree = growTree(
      documentOf(["a", "b"], {
        www: {
          ttl: 30,
          to: {
            geolocation: [
              { from: { continents: ["EU"] }, to: "a" },
              { from: { countries: ["DE"] }, to: "b" },
              { from: "anywhere", to: "b" },
            ],
          },
        },
      }),
    );
    const { classes, estimated } = classesToShow(distinctionsIn(tree));
    expect(estimated).toBe(false);
    expect(classes.map(({ name }) => name)).toEqual(["Germany", "Europe", "everywhere else"]);
  });
});
