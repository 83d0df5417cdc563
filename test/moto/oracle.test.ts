import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { expect, inject, test } from "vitest";

test("the second opinion takes a record set and gives it back", async () => {
  const client = new Route53Client({
    endpoint: inject("motoUrl"),
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const created = await client.send(
    new CreateHostedZoneCommand({ Name: "oracle.example", CallerReference: "oracle" }),
  );
  const zone = created.HostedZone?.Id;
  if (zone === undefined) throw new Error("no zone was made");
  const recordSet: ResourceRecordSet = {
    Name: "www.oracle.example.",
    Type: "A",
    TTL: 30,
    SetIdentifier: "eu-a",
    Weight: 60,
    ResourceRecords: [{ Value: "203.0.113.10" }],
  };
  await client.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: zone,
      ChangeBatch: { Changes: [{ Action: "CREATE", ResourceRecordSet: recordSet }] },
    }),
  );
  const listed = await client.send(new ListResourceRecordSetsCommand({ HostedZoneId: zone }));
  expect(listed.ResourceRecordSets).toContainEqual(recordSet);
});
