/** As much of GitHub's REST API as the action asks, in the shapes that its documentation shows; it forgets nothing. */
import { createServer, type IncomingMessage } from "node:http";
import { onTestFinished } from "vitest";

export interface DoubleComment {
  readonly id: number;
  readonly issue: number;
  body: string;
  readonly author: Author;
}

export interface DoubleIssue {
  readonly number: number;
  readonly title: string;
  body: string;
  state: "open" | "closed";
  readonly author: Author;
}

interface Author {
  readonly type: "Bot" | "User";
  readonly association: string;
}

interface DoubleCheck {
  readonly id: number;
  readonly head_sha: string;
  readonly name: string;
  readonly external_id: string;
  readonly conclusion: string;
}

export interface DoublePull {
  readonly number: number;
  readonly headSha: string;
  mergeSha: string | null;
}

export interface GitHubDouble {
  readonly url: string;
  readonly comments: DoubleComment[];
  readonly issues: DoubleIssue[];
  readonly checks: DoubleCheck[];
  readonly pulls: DoublePull[];
  /** Requests, as `GET /repos/…`. */
  readonly asked: string[];
  /** What the token may not do: requests that begin like this are answered 403. */
  readonly forbidden: string[];
  /** Authorization headers that came. */
  readonly tokens: Set<string>;
}

const bot: Author = { type: "Bot", association: "NONE" };
const repository = "/repos/acme/dns";

export async function openGitHubDouble(): Promise<GitHubDouble> {
  const double: Omit<GitHubDouble, "url"> = {
    comments: [],
    issues: [],
    checks: [],
    pulls: [],
    asked: [],
    forbidden: [],
    tokens: new Set(),
  };
  let ids = 100;
  const answer = (
    method: string,
    path: string,
    query: URLSearchParams,
    body: Body,
  ): readonly [number, unknown] => {
    const [, kind = "", id = "", more = ""] =
      /^\/repos\/acme\/dns\/([\w-]+)\/?([\w-]*)\/?(.*)$/u.exec(path) ?? [];
    const page = <T>(items: readonly T[]) => {
      const [size, number] = [Number(query.get("per_page") ?? 30), Number(query.get("page") ?? 1)];
      return items.slice((number - 1) * size, number * size);
    };
    const text = (key: string) => String(body[key] ?? "");
    // What GitHub takes of a comment or an issue.
    if (text("body").length > 65_536)
      return [422, { message: "body is too long (maximum is 65536 characters)" }];
    if (kind === "issues" && id === "comments" && method === "PATCH") {
      const found = double.comments.find((comment) => comment.id === Number(more));
      if (found === undefined) return [404, {}];
      found.body = text("body");
      return [200, spellComment(found)];
    }
    if (kind === "issues" && more === "comments") {
      if (method === "GET") {
        return [200, page(double.comments.filter(({ issue }) => issue === Number(id)).map(spellComment))];
      }
      const made = { id: ids++, issue: Number(id), body: text("body"), author: bot };
      double.comments.push(made);
      return [201, spellComment(made)];
    }
    if (kind === "issues" && id === "" && method === "GET") {
      return [200, page(double.issues.filter(({ state }) => state === query.get("state")).map(spellIssue))];
    }
    if (kind === "issues" && id === "" && method === "POST") {
      const made: DoubleIssue = {
        number: ids++,
        title: text("title"),
        body: text("body"),
        state: "open",
        author: bot,
      };
      double.issues.push(made);
      return [201, spellIssue(made)];
    }
    if (kind === "issues" && method === "PATCH") {
      const found = double.issues.find(({ number }) => number === Number(id));
      if (found === undefined) return [404, {}];
      if (body.body !== undefined) found.body = text("body");
      if (body.state === "closed") found.state = "closed";
      return [200, spellIssue(found)];
    }
    if (kind === "commits" && more === "pulls") {
      const pulls = double.pulls.filter(({ headSha, mergeSha }) => [headSha, mergeSha].includes(id));
      return [200, pulls.map(spellPull)];
    }
    if (kind === "commits" && more === "check-runs") {
      const runs = double.checks.filter((run) => run.head_sha === id && run.name === query.get("check_name"));
      return [200, { total_count: runs.length, check_runs: runs }];
    }
    if (kind === "check-runs" && method === "POST") {
      const [head_sha, name] = [text("head_sha"), text("name")];
      const made = {
        id: ids++,
        head_sha,
        name,
        external_id: text("external_id"),
        conclusion: text("conclusion"),
      };
      double.checks.push(made);
      return [201, made];
    }
    return [404, { message: `the double knows no ${method} ${path}` }];
  };
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://double");
    const asked = `${request.method} ${pathname}`;
    double.asked.push(asked);
    double.tokens.add(request.headers.authorization ?? "");
    const [status, value] = double.forbidden.some((start) => asked.startsWith(start))
      ? [403, { message: "Resource not accessible by integration" }]
      : answer(request.method ?? "", pathname, searchParams, await readBody(request));
    response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
    response.end(JSON.stringify(value));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { ...double, url: `http://127.0.0.1:${address.port}` };
}

type Body = Readonly<Record<string, unknown>>;

async function readBody(request: IncomingMessage): Promise<Body> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  const value: unknown = text === "" ? {} : JSON.parse(text);
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function spellAuthor({ type, association }: Author) {
  return {
    user: { login: type === "Bot" ? "github-actions[bot]" : "someone", type },
    author_association: association,
  };
}

function spellComment({ id, body, author }: DoubleComment) {
  return { id, body, ...spellAuthor(author) };
}

function spellIssue({ number, title, body, state, author }: DoubleIssue) {
  return { number, title, body, state, ...spellAuthor(author) };
}

function spellPull({ number, headSha, mergeSha }: DoublePull) {
  return {
    number,
    head: { sha: headSha },
    merge_commit_sha: mergeSha,
    merged_at: mergeSha === null ? null : "2026-01-01T00:00:00Z",
    base: { repo: { full_name: repository.slice("/repos/".length) } },
  };
}
