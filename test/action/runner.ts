/** Runs the action's bundle as a runner of GitHub does: inputs, files for outputs, and a process of its own. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { bundleAction } from "../../scripts/build/bundle.ts";
import { root } from "../cli/command-line.ts";

export interface StepOptions {
  readonly inputs: Readonly<Record<string, string>>;
  readonly workspace: string;
  readonly event?: string;
  readonly payload?: object;
  readonly sha?: string;
  readonly apiUrl?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What the step left for the part after the job. */
  readonly state?: Readonly<Record<string, string>>;
}

export interface StepEnded {
  readonly code: number | null;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly summary: string;
}

export interface StepRunning {
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<StepEnded>;
}

let bundle: Promise<string> | null = null;

/** Made once, of the sources as they are. */
async function makeBundle(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "signpost-action-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "index.mjs");
  writeFileSync(path, (await bundleAction(root, "src/action/main.ts")).text);
  return path;
}

export async function runStep(options: StepOptions): Promise<StepEnded> {
  return (await startStep(options)).ended;
}

export async function startStep(options: StepOptions): Promise<StepRunning> {
  const {
    inputs,
    workspace,
    event = "push",
    payload = {},
    sha = "c0ffee",
    apiUrl = "",
    env = {},
    state = {},
  } = options;
  const temp = mkdtempSync(join(tmpdir(), "signpost-runner-"));
  onTestFinished(() => rmSync(temp, { recursive: true, force: true }));
  const files = {
    GITHUB_OUTPUT: join(temp, "output"),
    GITHUB_STATE: join(temp, "state"),
    GITHUB_STEP_SUMMARY: join(temp, "summary"),
    GITHUB_EVENT_PATH: join(temp, "event.json"),
  };
  for (const path of Object.values(files)) writeFileSync(path, "");
  writeFileSync(files.GITHUB_EVENT_PATH, JSON.stringify(payload));
  bundle ??= makeBundle();
  const child = spawn(process.execPath, [await bundle], {
    cwd: workspace,
    env: {
      PATH: process.env.PATH,
      HOME: temp,
      AWS_EC2_METADATA_DISABLED: "true",
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_REPOSITORY: "acme/dns",
      GITHUB_EVENT_NAME: event,
      GITHUB_SHA: sha,
      GITHUB_RUN_ID: "42",
      GITHUB_API_URL: apiUrl,
      GITHUB_WORKSPACE: workspace,
      RUNNER_TEMP: temp,
      ...files,
      ...Object.fromEntries(
        Object.entries({ ...usual, ...inputs }).map(([name, value]) => [inputKey(name), value]),
      ),
      ...Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value])),
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      log += text;
    });
  }
  const ended = new Promise<StepEnded>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) =>
      resolve({
        code,
        log,
        outputs: readPairs(files.GITHUB_OUTPUT),
        state: readPairs(files.GITHUB_STATE),
        summary: readFileSync(files.GITHUB_STEP_SUMMARY, "utf8"),
      }),
    );
  });
  return { kill: (signal) => void child.kill(signal), ended };
}

/** What action.yml says where a workflow says nothing. */
const usual = {
  "working-directory": ".",
  comment: "sticky",
  annotations: "true",
  summary: "true",
  issue: "off",
  sandbox: "false",
  "github-token": "",
};

/** As the runner spells it (actions/toolkit, getInput). */
function inputKey(name: string): string {
  return `INPUT_${name.replaceAll(" ", "_").toUpperCase()}`;
}

/** `name<<delimiter`, the value, the delimiter. */
function readPairs(path: string): Readonly<Record<string, string>> {
  if (!existsSync(path)) return {};
  const text = readFileSync(path, "utf8");
  const pairs = [...text.matchAll(/^([^\n]+?)<<(\S+)\n(.*?)\n\2$/gmsu)];
  return Object.fromEntries(pairs.map(([, name = "", , value = ""]) => [name, value]));
}
