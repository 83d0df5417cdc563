/**
 * `npm run demo`: the whole way once, in a folder of its own and in the sandbox: apply a policy, change a weight, plan,
 * apply, plan again. It runs the built command line as anybody would, and fails when a step doesn't end as it should.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "signpost-demo-"));
const colours = process.stdout.isTTY && process.env.NO_COLOR === undefined;

function say(text: string): void {
  console.log(colours ? `\n\u001b[1m${text}\u001b[0m\n` : `\n# ${text}\n`);
}

/** Runs a command in the demo's folder, showing what it prints. */
function signpost(args: readonly string[], expected = 0): void {
  console.log(`$ signpost ${args.join(" ")}`);
  const { status, error } = spawnSync(process.execPath, [join(root, "bin", "signpost.js"), ...args], {
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (error !== undefined) throw error;
  if (status !== expected)
    throw new Error(`signpost ${args.join(" ")} ended with ${status}, not ${expected}`);
  console.log("");
}

function changeWeights(): void {
  const path = join(folder, "signpost.yaml");
  const text = readFileSync(path, "utf8");
  const changed = text.replace("eu-a: 90, eu-b: 10", "eu-a: 60, eu-b: 40");
  if (changed === text) throw new Error("the example no longer holds the weights that this demo changes");
  writeFileSync(path, changed);
}

try {
  copyFileSync(join(root, "examples", "global-web.yaml"), join(folder, "signpost.yaml"));
  say(
    "1. A policy: Europe is weighted 90 to 10 with a standby and never leaves Europe; everybody else gets us-a.",
  );
  signpost(["validate"]);
  say("2. Apply it to the sandbox, a strict local Route 53. No account is needed.");
  signpost(["apply", "--sandbox", "--yes"]);
  say("3. Change the weights in the file, and look at what would happen before it does.");
  changeWeights();
  signpost(["plan", "--sandbox"]);
  say("4. Apply. What somebody else changed meanwhile would not be overwritten.");
  signpost(["apply", "--sandbox", "--yes"]);
  say("5. Plan again: nothing is left to do.");
  signpost(["plan", "--sandbox", "--detailed-exitcode"]);
  say("6. What does a client in Germany get, and one in Brazil?");
  signpost(["simulate", "--record", "www", "--from", "country=DE"]);
  signpost(["simulate", "--record", "www", "--from", "country=BR"]);
  say("7. And when eu-a is down? When all of the first choice is? Asked of what Route 53 would answer:");
  signpost(["simulate", "--record", "www", "--from", "country=DE", "--down", "eu-a", "--at", "route53"]);
  signpost(["simulate", "--record", "www", "--from", "country=DE", "--down", "eu-a,eu-b", "--at", "route53"]);
  signpost(["simulate", "--record", "www", "--from", "country=BR", "--down", "us-a", "--at", "route53"]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
