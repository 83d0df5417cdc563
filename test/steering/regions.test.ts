import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isRegion, locateRegion, regionNames } from "../../src/steering/regions.ts";
import { readServiceModel } from "../provider/service-model.ts";

const path = join(import.meta.dirname, "../../../shared/contracts/route53-service-model.json");

describe("regions", () => {
  test("each is somewhere on earth, and nowhere near 0° 0°", () => {
    expect(regionNames).toHaveLength(39);
    for (const name of regionNames) {
      const { latitude, longitude } = locateRegion(name);
      expect(Math.abs(latitude), name).toBeLessThan(70);
      expect(Math.abs(longitude), name).toBeLessThan(180);
      expect(Math.hypot(latitude, longitude), name).toBeGreaterThan(20);
    }
  });

  test.each(["eu-west-9", "EU-WEST-1", "__proto__", "toString"])("%j is none, and says so", (name) => {
    expect(isRegion(name)).toBe(false);
    expect(() => locateRegion(name)).toThrow(name);
  });

  test.runIf(existsSync(path))("are those that AWS's own description of the service lists", () => {
    const { shapes } = readServiceModel(readFileSync(path, "utf8"));
    const shape = shapes.get("ResourceRecordSetRegion");
    expect([...(shape?.choices ?? [])].sort()).toEqual([...regionNames].sort());
  });
});
