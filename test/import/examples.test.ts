/** What Signpost itself wrote is read back: every example, applied and imported again, answers as before. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkPolicy } from "../../src/plan/check.ts";
import { openCloudflareLab } from "../provider/cloudflare-lab.ts";
import { apply, openLab } from "../provider/lab.ts";
import { importFrom, readZone } from "./load-zone.ts";

const folder = join(import.meta.dirname, "../../examples");
const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));

describe.each(files)("%s", (file) => {
  const text = readFileSync(join(folder, file), "utf8");
  const { policy, records, targets } = checkPolicy({ path: file, text });
  if (policy === null) throw new Error(`${file} is no policy`);

  test.each(targets.map((target) => target.provider))("at %s", async (id) => {
    const lab = await (id === "route53" ? openLab() : openCloudflareLab());
    const target = targets.find(({ provider }) => provider === id);
    if (target === undefined) throw new Error("no target");
    await apply(lab, { policy, records, target });
    const live = await readZone(id, lab.connecting);
    const names = records.map(({ record }) => record.name);
    expect(importFrom(live, id)).toMatchObject({ text: null });
    const imported = importFrom(live, id, { names });
    expect(imported).toMatchObject({
      records: records.map(({ record }) => record.label),
      proof: { differing: [], lastResort: [] },
      ignored: [],
      diagnostics: [],
    });
  });
});
