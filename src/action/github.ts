/** What is asked of GitHub: comments, checks, issues, and which pull request a commit came from. */
import { request } from "@octokit/request";
import { RequestError } from "@octokit/request-error";
import { type ExitCode, exitCodes } from "../cli/exit-code.ts";
import type { Event } from "./event.ts";

export interface Comment {
  readonly id: number;
  readonly body: string;
  /** Written by a bot or by somebody who belongs here, not by whoever passes by. */
  readonly isTrusted: boolean;
}

export interface Issue {
  readonly number: number;
  readonly body: string;
  readonly isTrusted: boolean;
}

export interface Check {
  readonly externalId: string;
  readonly conclusion: string | null;
}

export interface GitHub {
  /** Comments of a pull request, the oldest first. */
  listComments(pullRequest: number): Promise<readonly Comment[]>;
  createComment(issue: number, body: string): Promise<void>;
  updateComment(comment: number, body: string): Promise<void>;
  /** Checks of a commit under this name, the newest first. */
  listChecks(sha: string, name: string): Promise<readonly Check[]>;
  createCheck(sha: string, name: string, check: Check, output: CheckOutput): Promise<void>;
  /** The merged pull request that this commit is the merge of, and its last commit. */
  findMerged(sha: string): Promise<{ readonly number: number; readonly headSha: string } | null>;
  /** Open issues, pull requests left out. */
  listIssues(): Promise<readonly Issue[]>;
  createIssue(title: string, body: string): Promise<number>;
  updateIssue(issue: number, change: { readonly body?: string; readonly state?: "closed" }): Promise<void>;
}

export interface CheckOutput {
  readonly title: string;
  readonly summary: string;
  readonly url: string;
}

/** GitHub refused, or couldn't be asked. */
export class GitHubError extends Error {
  /** HTTP status; null when there was no answer. */
  private readonly status: number | null;

  constructor(status: number | null, message: string) {
    super(message);
    this.status = status;
  }

  /** The token may not. What it may not see isn't there, for it. */
  get isForbidden(): boolean {
    return this.status === 401 || this.status === 403 || this.status === 404;
  }

  /** That of the command line for the same trouble. */
  get exitCode(): ExitCode {
    return this.isForbidden ? exitCodes.notAllowed : exitCodes.unavailable;
  }
}

const perPage = 100;
/** Of comments and issues: 3,000 are looked through. */
const mostPages = 30;
const patience = 20_000;

/** Speaks to GitHub's REST API. A token goes over https alone, or to this machine. */
export function openGitHub({ owner, repository: repo, apiUrl }: Event, token: string): GitHub {
  const { protocol, hostname } = new URL(apiUrl);
  if (protocol !== "https:" && !["127.0.0.1", "localhost", "[::1]"].includes(hostname)) {
    throw new GitHubError(null, `the token isn't sent to ${apiUrl}, which isn't https`);
  }
  const api = request.defaults({
    baseUrl: apiUrl,
    owner,
    repo,
    headers: { authorization: `token ${token}`, "X-GitHub-Api-Version": "2022-11-28" },
  });
  const tell = async <T>(call: (options: { readonly signal: AbortSignal }) => Promise<T>): Promise<T> => {
    try {
      return await call({ signal: AbortSignal.timeout(patience) });
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      if (!(error instanceof RequestError)) throw new GitHubError(null, `GitHub doesn't answer: ${said}`);
      throw new GitHubError(
        error.status,
        `GitHub answered ${error.status} to ${error.request.method} ${new URL(error.request.url).pathname}: ${said}`,
      );
    }
  };
  const collect = async <T>(page: (number: number) => Promise<readonly T[]>): Promise<readonly T[]> => {
    const all: T[] = [];
    for (let number = 1; number <= mostPages; number++) {
      const items = await page(number);
      all.push(...items);
      if (items.length < perPage) break;
    }
    return all;
  };
  return {
    listComments: (issue_number) =>
      collect(async (page) => {
        const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
        const { data } = await tell((options) =>
          api(route, { owner, repo, issue_number, per_page: perPage, page, request: options }),
        );
        return data.map((one) => ({ id: Number(one.id), body: one.body ?? "", isTrusted: isTrusted(one) }));
      }),
    async createComment(issue_number, body) {
      const route = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
      await tell((options) => api(route, { owner, repo, issue_number, body, request: options }));
    },
    async updateComment(comment_id, body) {
      const route = "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}";
      await tell((options) => api(route, { owner, repo, comment_id, body, request: options }));
    },
    async listChecks(ref, check_name) {
      const route = "GET /repos/{owner}/{repo}/commits/{ref}/check-runs";
      const { data } = await tell((options) =>
        api(route, { owner, repo, ref, check_name, filter: "all", per_page: perPage, request: options }),
      );
      return [...data.check_runs]
        .sort((one, other) => Number(other.id) - Number(one.id))
        .map(({ external_id, conclusion }) => ({ externalId: external_id ?? "", conclusion }));
    },
    async createCheck(head_sha, name, { externalId, conclusion }, { title, summary, url }) {
      const route = "POST /repos/{owner}/{repo}/check-runs";
      await tell((options) =>
        api(route, {
          owner,
          repo,
          name,
          head_sha,
          external_id: externalId,
          status: "completed",
          conclusion: conclusion === "success" ? "success" : "failure",
          details_url: url,
          output: { title, summary },
          request: options,
        }),
      );
    },
    async findMerged(commit_sha) {
      const route = "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls";
      const { data } = await tell((options) => api(route, { owner, repo, commit_sha, request: options }));
      const found = data.find(
        ({ merged_at, merge_commit_sha }) => merged_at && merge_commit_sha === commit_sha,
      );
      return found === undefined ? null : { number: found.number, headSha: found.head.sha };
    },
    listIssues: () =>
      collect(async (page) => {
        const route = "GET /repos/{owner}/{repo}/issues";
        const { data } = await tell((options) =>
          api(route, { owner, repo, state: "open", per_page: perPage, page, request: options }),
        );
        // Pull requests are issues too, and have to be counted for the last page to be known.
        return data;
      }).then((issues) =>
        issues.flatMap((one) =>
          one.pull_request === undefined
            ? [{ number: one.number, body: one.body ?? "", isTrusted: isTrusted(one) }]
            : [],
        ),
      ),
    async createIssue(title, body) {
      const route = "POST /repos/{owner}/{repo}/issues";
      const { data } = await tell((options) => api(route, { owner, repo, title, body, request: options }));
      return data.number;
    },
    async updateIssue(issue_number, change) {
      const route = "PATCH /repos/{owner}/{repo}/issues/{issue_number}";
      await tell((options) => api(route, { owner, repo, issue_number, ...change, request: options }));
    },
  };
}

const belonging = ["OWNER", "MEMBER", "COLLABORATOR"];

interface Written {
  readonly user?: { readonly type?: string } | null;
  readonly author_association?: string;
}

function isTrusted({ user, author_association: association }: Written): boolean {
  return user?.type === "Bot" || belonging.includes(association ?? "");
}
