/** The options of `doctor`, and which of them go with what it is asked to do. */
import type { AccessRole } from "../../provider/access.ts";
import type { OutputFormat } from "../context.ts";
import type { Reading } from "../files.ts";
import { UsageError } from "../usage-error.ts";

export interface DoctorOptions extends Reading {
  readonly format: OutputFormat;
  readonly sandbox?: boolean;
  readonly provider?: string;
  readonly printIam?: boolean;
  readonly printTrust?: boolean;
  /** Only this one, and for people its JSON alone. */
  readonly role?: AccessRole;
  readonly zoneId?: string;
  readonly account?: string;
  /** ORG/REPO. */
  readonly repo?: string;
  readonly environment?: string;
  /** What stands before `:environment:` in the tokens of the repository. */
  readonly subjectPrefix?: string;
}

/** What it can be asked to do: without a flag it looks at what is there. */
type Task = "look" | "--print-iam" | "--print-trust";

/** The options that don't go with every task. */
const tasksByOption = {
  root: ["--root", "look", "--print-iam"],
  maxFileSize: ["--max-file-size", "look", "--print-iam"],
  sandbox: ["--sandbox", "look"],
  role: ["--role", "--print-iam", "--print-trust"],
  zoneId: ["--zone-id", "--print-iam"],
  account: ["--account", "--print-iam", "--print-trust"],
  repo: ["--repo", "--print-trust"],
  environment: ["--environment", "--print-trust"],
  subjectPrefix: ["--subject-prefix", "--print-trust"],
} as const satisfies Readonly<Partial<Record<keyof DoctorOptions, readonly [string, ...Task[]]>>>;

/** Throws `UsageError` for what would do nothing: whoever gives it thinks that it does something. */
export function findTask(files: readonly string[], options: DoctorOptions): Task {
  const { printIam = false, printTrust = false } = options;
  if (printIam && printTrust)
    throw new UsageError("--print-iam and --print-trust are two things: one at a time");
  const task: Task = printIam ? "--print-iam" : printTrust ? "--print-trust" : "look";
  const given = new Map(Object.entries(options));
  for (const [option, [flag, ...tasks]] of Object.entries(tasksByOption)) {
    if (given.get(option) === undefined || tasks.some((one) => one === task)) continue;
    const about = tasks.filter((one) => one !== "look").join(" and ");
    throw new UsageError(task === "look" ? `${flag} is about ${about}` : `${flag} does nothing for ${task}`);
  }
  if (task === "--print-trust" && files.length > 0) {
    throw new UsageError("--print-trust is about a repository, and reads no policy files");
  }
  return task;
}
