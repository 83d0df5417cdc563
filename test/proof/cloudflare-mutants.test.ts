/** As mutants.test.ts, of Cloudflare's compiler. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { grow } from "../property/grow.ts";
import { cloudflareDocuments, cloudflareMutants } from "./mutants/cloudflare.ts";
import { openWorkshop, type Workshop } from "./mutants/run.ts";

const policies = Object.values(cloudflareDocuments).map((document) => grow(document).policy);
const cases = Object.entries(cloudflareMutants).flatMap(([file, changes]) =>
  changes.map(([name, find, replace]) => ({ file, name, find, replace })),
);
let workshop: Workshop;

beforeAll(async () => {
  workshop = await openWorkshop(Object.keys(cloudflareMutants));
});

afterAll(() => workshop.close());

test("the compiler as it is differs nowhere, last resorts included", async () => {
  const proveItself = await workshop.buildUnchanged();
  expect(policies.flatMap((policy) => proveItself(policy))).toEqual([]);
});

describe("the proof finds that", () => {
  test.each(cases)("$name", async ({ file, find, replace }) => {
    const proveItself = await workshop.build(file, find, replace);
    expect(policies.flatMap((policy) => proveItself(policy))).not.toEqual([]);
  });
});
