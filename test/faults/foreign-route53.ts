/** Somebody else writes to what a request to Route 53 is about. */
import {
  CreateHealthCheckCommand,
  DeleteHealthCheckCommand,
  type HealthCheck,
  type ResourceRecordSet,
  UpdateHealthCheckCommand,
} from "@aws-sdk/client-route-53";
import type { XmlElement } from "../../src/sandbox/route53/xml.ts";
import { changesIn, childOf, type Lab, listChecks, type Sent } from "../provider/lab.ts";
import { a, remove, upsert } from "../sandbox/workbench.ts";
import type { Asked, ForeignWrite } from "./foreign.ts";

const name = "www.example.com";

/** Most requests are about record sets, or about nothing that can be written to: then it is a record set of ours. */
export async function meddleRoute53(lab: Lab, { body, ...rest }: Asked): Promise<ForeignWrite> {
  const asked: Sent = { ...rest, body: body as XmlElement | null };
  if (asked.operation === "CreateHealthCheck") return createFirst(lab, asked.body);
  const check = await findCheck(lab, asked);
  if (check !== undefined) return editCheck(lab, check);
  const set = await findSet(lab, asked);
  return set === undefined ? standAtName(lab, asked) : editSet(lab, set);
}

/** Of a list, one that is about to be retired if there is one. */
async function findCheck(lab: Lab, { operation, path }: Sent): Promise<HealthCheck | undefined> {
  const checks = await listChecks(lab.client);
  if (operation === "ListHealthChecks") {
    const used = new Set((await lab.list()).map((set) => set.HealthCheckId));
    return checks.find(({ Id }) => !used.has(Id)) ?? checks[0];
  }
  const [, id] = /\/healthcheck\/([^/]+)/u.exec(path) ?? [];
  const found = checks.find(({ Id }) => Id === id);
  if (id !== undefined && found === undefined) throw new Error(`there is no health check ${id}`);
  return found;
}

async function editCheck(lab: Lab, { Id }: HealthCheck): Promise<ForeignWrite> {
  await lab.client.send(new UpdateHealthCheckCommand({ HealthCheckId: Id, FailureThreshold: 7 }));
  return {
    sign: '"FailureThreshold":7',
    isThere: async () =>
      (await listChecks(lab.client)).some(
        (live) => live.Id === Id && live.HealthCheckConfig?.FailureThreshold === 7,
      ),
    clear: async () => {},
  };
}

/** Another check under the reference that is asked for. */
async function createFirst(lab: Lab, body: XmlElement | null): Promise<ForeignWrite> {
  const reference = body === null ? null : childOf(body, "CallerReference");
  const HealthCheckConfig = { Type: "TCP", IPAddress: "192.0.2.77", Port: 77 } as const;
  const { HealthCheck: made } = await lab.client.send(
    new CreateHealthCheckCommand({ CallerReference: reference?.text ?? "", HealthCheckConfig }),
  );
  const HealthCheckId = made?.Id;
  return {
    sign: '"Port":77',
    isThere: async () =>
      (await listChecks(lab.client)).some(
        (live) => live.Id === HealthCheckId && live.HealthCheckConfig?.Port === 77,
      ),
    clear: async () => void (await lab.client.send(new DeleteHealthCheckCommand({ HealthCheckId }))),
  };
}

/** Of a batch, the first set that it changes and that has a weight; else one of ours. */
async function findSet(lab: Lab, asked: Sent): Promise<ResourceRecordSet | undefined> {
  const weighted = (await lab.list()).filter(({ Weight }) => Weight !== undefined);
  if (asked.operation !== "ChangeResourceRecordSets") {
    return weighted.find(({ SetIdentifier, Type }) => SetIdentifier === "eu-a" && Type === "A");
  }
  const changes = new Set(changesIn(asked));
  const found = weighted.find((set) => changes.has(`DELETE ${set.Name} ${set.Type} ${set.SetIdentifier}`));
  if (weighted.length > 0 && found === undefined) throw new Error("the batch changes no weighted set");
  return found;
}

async function editSet(lab: Lab, ours: ResourceRecordSet): Promise<ForeignWrite> {
  await lab.change(upsert({ ...ours, Weight: 77 }));
  const isSame = (set: ResourceRecordSet) =>
    set.Name === ours.Name && set.Type === ours.Type && set.SetIdentifier === ours.SetIdentifier;
  return {
    sign: '"Weight":77',
    isThere: async () => (await lab.list()).find(isSame)?.Weight === 77,
    clear: async () => {},
  };
}

/** A record set at the name that is to be ours. */
async function standAtName(lab: Lab, asked: Sent): Promise<ForeignWrite> {
  const isAbout = changesIn(asked).some((change) => change.startsWith(`CREATE ${name}`));
  if (asked.operation === "ChangeResourceRecordSets" && !isAbout)
    throw new Error(`the batch makes no ${name}`);
  const theirs = a(name, { TTL: 77 });
  await lab.change(upsert(theirs));
  return {
    sign: '"TTL":77',
    isThere: async () => (await lab.list()).some(({ Name, TTL }) => Name === `${name}.` && TTL === 77),
    clear: async () => void (await lab.change(remove(theirs))),
  };
}
