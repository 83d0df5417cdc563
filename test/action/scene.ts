/** A zone at a vendor, a repository at GitHub and a workspace with a policy. */
import { asVendor, makeProject, small } from "../cli/command-line.ts";
import { openWorkbench } from "../sandbox/workbench.ts";
import { openGitHubDouble } from "./github-double.ts";
import { runStep } from "./runner.ts";

export type Interfere = (operation: string) => void;

export const pullRequest = (fork = false) => ({
  pull_request: {
    number: 7,
    head: { sha: "head1", repo: { full_name: fork ? "someone/dns" : "acme/dns" } },
    base: { ref: "main" },
  },
});

export async function openScene(policy = small) {
  const vendor = await openWorkbench({ dnsPort: 0, onRequest: (operation) => scene.interfere(operation) });
  const github = await openGitHubDouble();
  const workspace = makeProject({ "dns/web.yaml": policy });
  const common = {
    workspace,
    apiUrl: github.url,
    env: asVendor(vendor.sandbox.route53Url),
  };
  const inputs = { policy: "dns/web.yaml", "github-token": "a-token" };
  const step = (more: Readonly<Record<string, string>>, rest: object = {}) =>
    runStep({ ...common, inputs: { ...inputs, ...more }, ...rest });
  const scene = {
    vendor,
    github,
    workspace,
    common,
    inputs,
    step,
    /** The plan of a pull request. */
    plan: (rest: object = {}) =>
      step({ command: "plan" }, { event: "pull_request", payload: pullRequest(), ...rest }),
    /** Called with each request to the vendor. */
    interfere: ((_operation) => {}) as Interfere,
  };
  return scene;
}
