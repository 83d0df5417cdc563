/** What a verification can't be asked: told before anybody else is. */
import { expect, test } from "vitest";
import { runVerify, type VerifyOptions } from "../../src/cli/commands/verify.ts";
import { parseServer } from "../../src/cli/verify/option-values.ts";
import { makeProject, parseSaid, small } from "../cli/command-line.ts";
import { listen } from "../cli/in-process.ts";
import { openStage } from "./command.ts";

/** Without credentials, so that whoever asks a vendor first is told that. */
async function ask(options: Partial<VerifyOptions>) {
  const { context, out } = listen(makeProject({ "signpost.yaml": small }));
  const code = await runVerify(context, [], { format: "json", ...options });
  return { code, said: parseSaid(out()).diagnostics };
}

test("a record that no policy has is told with what was meant, also beside one that is there", async () => {
  expect(await ask({ record: ["www.example.com.", "wwww"] })).toMatchObject({
    code: 64,
    said: [{ code: "record-unknown", hint: "did you mean www?" }],
  });
});

test("an endpoint that is no endpoint is told likewise, and spaces around a name are none of it", async () => {
  const server = parseServer("127.0.0.1:1");
  expect(await ask({ server, down: " web-a , web-c " })).toMatchObject({
    code: 64,
    said: [{ code: "down-unknown", message: "There is no endpoint web-c", hint: "did you mean web-a?" }],
  });
  const known = await ask({ server, down: " web-a , web-b ", timeout: 10, rate: 10_000 });
  expect(known).toMatchObject({ code: 10, said: [{ code: "servers-unreachable" }] });
});

test("--via api at a provider that has no test of an answer names the one that has", async () => {
  const stage = await openStage(small.replace("route53: {}", "route53: {}\n  cloudflare: {}"));
  const asked = { via: "api", server: undefined, queries: undefined } as const;
  await expect(stage.verify(asked)).rejects.toThrow(/Cloudflare.*: choose --provider route53$/u);
  await expect(stage.verify({ ...asked, provider: "cloudflare" })).rejects.toThrow(/--provider route53$/u);
  const right = await stage.verify({ ...asked, provider: "route53" });
  expect(right.err).toContain("isn't applied yet");
});
