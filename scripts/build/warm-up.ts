/** Runs in a process of its own, for compile-program.ts. The first argument is the folder of the built program. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadProgram } from "../../src/cli/load-program.ts";

const [, , dist = "dist"] = process.argv;
const { exports, compiled } = loadProgram(dist);
const run = (...words: readonly string[]) => exports.run(["node", "signpost", ...words], "0.0.0");

if ((await run("validate", "examples/global-web.yaml")) !== 0) throw new Error("the example isn't valid");
const firstRequest = new Promise<void>((resolve) => {
  globalThis.fetch = () => {
    resolve();
    // Never answered: what comes after it costs more to keep than to compile.
    return new Promise(() => {});
  };
});
const planned = run("plan", "examples/cloudflare-geo-failover.yaml").then((code) => {
  throw new Error(`a plan ended with code ${code} before its first request`);
});
await Promise.race([firstRequest, planned]);
writeFileSync(join(dist, "program.cjs.compiled"), compiled());
process.exit(0);
