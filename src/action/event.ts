/** What started the workflow, as GitHub tells it (docs.github.com, "Variables reference" and "Webhook events"). */
import { existsSync, readFileSync } from "node:fs";

export type Environment = Readonly<Record<string, string | undefined>>;

/** The pull request that a run is for. */
export interface PullRequest {
  readonly number: number;
  /** Of its last commit; checks of a pull request stand there. */
  readonly headSha: string;
  /** From another repository: its token may read alone, and no secret is there. */
  readonly isFork: boolean;
  readonly baseRef: string;
}

export interface Event {
  readonly name: string;
  readonly owner: string;
  readonly repository: string;
  /** The commit that is checked out. */
  readonly sha: string;
  readonly pullRequest: PullRequest | null;
  /** Where people find the run. */
  readonly runUrl: string;
  readonly apiUrl: string;
}

/** Null outside GitHub Actions. */
export function readEvent(env: Environment): Event | null {
  const { GITHUB_REPOSITORY, GITHUB_EVENT_NAME, GITHUB_SHA, GITHUB_RUN_ID, GITHUB_EVENT_PATH } = env;
  const [owner, repository] = GITHUB_REPOSITORY?.split("/") ?? [];
  if (owner === undefined || repository === undefined) return null;
  const server = env.GITHUB_SERVER_URL || "https://github.com";
  return {
    name: GITHUB_EVENT_NAME ?? "",
    owner,
    repository,
    sha: GITHUB_SHA ?? "",
    pullRequest: readPullRequest(GITHUB_EVENT_PATH, `${owner}/${repository}`),
    runUrl: `${server}/${owner}/${repository}/actions/runs/${GITHUB_RUN_ID ?? ""}`,
    apiUrl: env.GITHUB_API_URL || "https://api.github.com",
  };
}

function readPullRequest(path: string | undefined, repository: string): PullRequest | null {
  if (path === undefined || path === "") return null;
  const payload: unknown = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
  const { pull_request: found } = asObject(payload);
  if (found === undefined || found === null) return null;
  const { number, head, base } = asObject(found);
  const { sha, repo } = asObject(head);
  const { ref } = asObject(base);
  if (typeof number !== "number" || typeof sha !== "string") return null;
  return {
    number,
    headSha: sha,
    // A fork that was deleted has no repository any more.
    isFork: asObject(repo).full_name !== repository,
    baseRef: typeof ref === "string" ? ref : "",
  };
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
